"""``markdown`` and ``tsv``: what a pull request's comment says, and what a spreadsheet gets."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from program import BROKEN, RECORDS, run

from pfocr_cli import DOCUMENTATION
from pfocr_cli.finding import Finding, Fix, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.reporters import REPORTERS, Summary
from pfocr_cli.terminal import markdown
from pfocr_cli.wording import visible

ANY_TEXT = st.text(st.characters(exclude_categories=()))
GITHUB_TAKES = 65_536
SAFE, UNSAFE = Fix("write 'x|y'", safe=True, changes=()), Fix("see *z*", safe=False, changes=())


def finding(severity: Severity = Severity.ERROR, **other: Any) -> Finding:
    fields: dict[str, Any] = {
        "file": "_figures/PMC1__f1.md", "figid": "PMC1__f1", "place": Place(3, 5, 3, 8),
        "code": "S104", "name": "bad-value", "message": "it is wrong", "pointer": "/year",
        "value": "SHP",
    }  # fmt: skip
    return Finding(severity=severity, **(fields | other))


def report(name: str, findings: list[Finding], records: int = 8) -> str:
    stream = io.StringIO()
    reporter = REPORTERS[name](stream)
    summary = Summary(records=records)
    for one in findings:
        summary.counts[one.code, one.severity] += 1
        if one.severity is Severity.ERROR:
            summary.failing[one.file] += 1
        if one.fix:
            summary.mendable += one.fix.safe
            summary.mendable_unsafe += not one.fix.safe
        reporter.add(one)
    reporter.finish(summary)
    return stream.getvalue()


def shown(text: str) -> str:
    """Return the words that a reader of rendered Markdown sees, tables and code included."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    return "".join(child.content for child in inline).replace("\u200b", "")


# --- markdown --------------------------------------------------------------------------------


def test_a_comment_has_verdict_table_and_advice() -> None:
    out = report(
        "markdown",
        [finding(fix=SAFE), finding(Severity.WARNING, code="T301", name="x", fix=UNSAFE)],
    )
    lines = out.splitlines()
    assert lines[0] == "<!-- pfocr validate -->"
    assert lines[2] == "### pfocr: 1 error, 1 warning in 8 records; 1 file failed"
    assert lines[4:6] == ["| Where | Rule | What | Fix |", "| --- | --- | --- | --- |"]
    assert lines[6] == (
        "| `_figures/PMC1__f1.md:3:5` | **error** S104 bad-value | it is wrong "
        r"| `fix`: write 'x\|y' |"
    )
    assert lines[7].endswith(r"| `fix` (unsafe): see \*z\* |")
    assert "- `pfocr validate --fix` mends 1, marked `fix`." in lines
    assert "--unsafe-fixes` mends 1," in out
    assert "- What the rules mean: `pfocr rule S104`, `pfocr rule T301`." in lines
    assert f"- Their pages: [S104]({DOCUMENTATION}/rules/S104.md), " in out


def test_a_clean_run_has_a_verdict_too() -> None:
    assert report("markdown", []) == (
        "<!-- pfocr validate -->\n\n### pfocr: nothing found in 8 records\n"
    )


def test_the_worst_come_first_and_a_comment_never_grows_too_long() -> None:
    many = [
        finding(Severity.WARNING, message="müde " * 30, place=Place(line, 1, line, 2))
        for line in range(1, 5_000)
    ]
    out = report("markdown", [*many, finding(message="the one that fails")])
    assert len(out.encode()) < GITHUB_TAKES
    rows = [line for line in out.splitlines() if line.startswith("| `")]
    assert "the one that fails" in rows[0]
    assert f"\nand {4_999 - len(rows) + 1:,} warnings more\n" in out
    assert "**What to do**" in out


def test_one_message_of_a_monstrous_length_keeps_the_comment_whole() -> None:
    out = report("markdown", [finding(message="x" * 100_000)])
    assert len(out.encode()) < GITHUB_TAKES
    assert "and 1 error more" in out


@given(text=ANY_TEXT)
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    seen = re.sub(r"\s+", "", shown(markdown.escaped(text)))
    assert seen == re.sub(r"\s+", "", visible(text))


@given(text=ANY_TEXT)
def test_a_cell_stays_a_cell(text: str) -> None:
    table = (
        f"{markdown.table_head(('a', 'b'))}\n"
        f"{markdown.table_row((markdown.escaped(text), markdown.code(text)))}\n"
    )
    tokens = MarkdownIt("commonmark").enable("table").parse(table)
    assert [token.type for token in tokens].count("td_open") == 2


@pytest.mark.parametrize(
    "text",
    ["@id", "see #12", ":warning:", "https://evil.example/x", "www.evil.example", "<img src=x>"],
)
def test_a_message_calls_nobody_and_links_nowhere(text: str) -> None:
    out = report("markdown", [finding(message=text)])
    assert text not in out


@pytest.mark.parametrize(
    "text", ["- a", "# a", "1. a", "12) a", "+ a", "> a", "=== ", "---", "~~~"]
)
def test_the_beginning_of_a_text_makes_no_block(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


def test_markdown_from_the_program(tmp_path: Path) -> None:
    done = run(
        "validate", "--format", f"markdown:{tmp_path / 'c.md'}", BROKEN / "I202-alias.md", RECORDS
    )
    assert done.status == 1
    assert "1 file failed" in (tmp_path / "c.md").read_text("utf-8")


# --- tsv -------------------------------------------------------------------------------------


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


def test_a_row_has_the_fields_of_json() -> None:
    done = run("validate", "--format", "tsv", BROKEN / "I202-alias.md")
    (row,) = rows_of(done.out)
    (found,) = run("validate", "--format", "jsonl", BROKEN / "I202-alias.md").findings
    fix = found.pop("fix")
    assert row == {
        **{key: str(value) for key, value in found.items()},
        "fix": "unsafe",
        "fix_message": fix["message"],
    }


def test_a_run_without_findings_is_a_header() -> None:
    done = run("validate", "--format", "tsv", RECORDS)
    assert done.out.startswith("file\tfigid\tline\t")
    assert done.out.count("\n") == 1


@given(message=ANY_TEXT, value=ANY_TEXT)
def test_a_finding_is_one_line_of_cells(message: str, value: str) -> None:
    out = report("tsv", [finding(message=message, value=value)])
    header, line = out.removesuffix("\n").split("\n")
    assert header.count("\t") == line.count("\t")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
    assert [len(row) for row in rows_of(out)] == [header.count("\t") + 1]


def test_tsv_and_jsonl_agree_on_the_broken_fixtures() -> None:
    options = ("validate", "--show", "info", "--fail-on", "never", BROKEN)
    rows = rows_of(run(*options, "--format", "tsv").out)
    found = [json.loads(line) for line in run(*options, "--format", "jsonl").out.splitlines()]
    assert [row["fingerprint"] for row in rows] == [one["fingerprint"] for one in found]
