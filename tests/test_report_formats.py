"""What people read of a report: as text, as Markdown, as a badge; in width, in colour, of hostile
data.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TextIO

import pytest
from markdown_it import MarkdownIt
from program import FIXTURES, RECORDS, run, sound
from test_report import counted, tally_of

from pfocr_cli.finding import Severity
from pfocr_cli.report.counted import CountedRecord, Hit, SymbolHit
from pfocr_cli.report.facts import CountedMention, FigureFacts
from pfocr_cli.report.formats import WRITERS
from pfocr_cli.report.formats.markdown import MOST
from pfocr_cli.report.gene_facts import GeneFacts
from pfocr_cli.report.report import SECTIONS, Report
from pfocr_cli.report.tally import CorpusTally
from pfocr_cli.terminal.sheet import Sheet
from pfocr_cli.wording import UNSEEN

if TYPE_CHECKING:
    from pathlib import Path

UNSEEN_BUT_LINES = re.compile(f"[{UNSEEN}]".replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f"))
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b[2J|`<b>\u202e*#1 @all\n\u200b" + "x" * 200


@cache
def report() -> Report:
    return tally_of(counted()).report("1.0")


def written(name: str, about: Report, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding, errors="backslashreplace")
    WRITERS[name](stream).finish(about)
    stream.flush()
    return raw.getvalue().decode(encoding)


@cache
def hostile() -> Report:
    """Return a report on figures that say all that they should not."""
    tally = CorpusTally()
    for number in range(300):
        name = f"{number} {HOSTILE}"
        ids = {f"{name}{each}": name for each in range(4)}
        facts = FigureFacts(
            *(f"{name}.md", name, True, name, f"{1900 + number % 100}", name, name, name),
            filled=("caption", "genes"),
            is_rejected=False,
            is_not_human=False,
            organisms=(name,),
            genes=GeneFacts(
                *(4, 0, ids, frozenset(), 0, 0),
                *(frozenset({name}), frozenset({name}), {name: 4}, {(name, name): 4}),
            ),
            chemicals=(CountedMention(name, name),),
            diseases=(CountedMention(name, name),),
        )
        symbols = tuple(SymbolHit(code, name, name) for code in ("G501", "G502", "G505", "G509"))
        hits = tuple(Hit(code, Severity.ERROR) for code in ("C801", "G501", "S101"))
        tally.add(CountedRecord(facts, hits, symbols))
        tally.add(CountedRecord(facts, hits, symbols))
    return tally.report("1.0")


def test_all_sections_are_told() -> None:
    for name in ("text", "markdown"):
        text = written(name, report())
        assert [heading for heading in SECTIONS.values() if heading not in text] == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "ascii"])
def test_text_holds_nothing_that_could_move_a_cursor(encoding: str) -> None:
    assert not UNSEEN_BUT_LINES.search(written("text", hostile(), encoding))


@pytest.mark.parametrize(
    ("encoding", "drawn"), [("utf-8", "█"), ("cp437", "###"), ("ascii", "###")]
)
def test_bars_are_blocks_where_the_encoding_has_them(encoding: str, drawn: str) -> None:
    text = written("text", replace(report(), commonest=None, symbols=None, species=None), encoding)
    assert drawn in text
    assert "\\u" not in text


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_text_is_no_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def sheet(stream: TextIO, *, terminal: bool) -> Sheet:
        return Sheet(stream, terminal=True)

    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("pfocr_cli.report.formats.text.Sheet", sheet)
    text = written("text", report())
    assert COLOUR.search(text)
    assert max(map(len, COLOUR.sub("", text).splitlines())) <= width


def test_colour_is_left_out_where_it_is_not_wanted(tmp_path: Path) -> None:
    words = (
        "report",
        "--isolated",
        "--section",
        "verdict",
        "--format",
        f"text:{tmp_path / 'r.txt'}",
    )
    done = run(*words, str(RECORDS))
    assert (done.status, done.out, done.err) == (0, "", "")
    text = (tmp_path / "r.txt").read_text("utf-8")
    assert text.startswith("8 records: 8 sound\ngenes held against HGNC")
    assert "\x1b" not in text


def test_markdown_is_short_enough_for_a_comment() -> None:
    for about in (report(), hostile()):
        assert len(written("markdown", about).encode()) <= MOST


def test_markdown_of_hostile_names_is_tables_and_no_markup() -> None:
    text = written("markdown", hostile())
    assert not UNSEEN_BUT_LINES.search(text)
    page = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = {token.type for token in page} | {
        child.type for token in page for child in token.children or ()
    }
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence"}
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows
    assert len({token.type for token in page if token.type == "table_open"}) == 1


def test_markdown_says_what_it_has_no_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.report.formats.markdown.MOST", 3_000)
    text = written("markdown", report())
    assert len(text.encode()) <= 3_000
    assert text.endswith(f", {SECTIONS['duplicates']} and {SECTIONS['coverage']}.\n")


@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_a_corpus_of_nothing_has_a_report(name: str) -> None:
    assert written(name, CorpusTally().report("1.0"))


def test_the_badge_says_how_a_corpus_stands(tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    words = ("report", "--isolated", "--section", "coverage", "--badge", str(badge))
    run(*words, str(RECORDS))
    assert json.loads(badge.read_text("utf-8")) == {
        "schemaVersion": 1,
        "label": "pfocr",
        "message": "8 figures, all sound",
        "color": "brightgreen",
    }
    run(*words, str(FIXTURES / "broken"))
    assert json.loads(badge.read_text("utf-8"))["color"] == "red"


def test_the_badge_replaces_nothing_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.md"
    path.write_text(sound(1), "utf-8")
    done = run("report", "--isolated", "--badge", str(path), str(path))
    assert done.status == 2
    assert "--badge" in done.err
    assert path.read_text("utf-8") == sound(1)
