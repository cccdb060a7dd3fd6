"""`report -o DIR`: a page a record with findings, an index a rule, and nobody else's files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from program import call, sound

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.report.page import rule_page
from pfocr_cli.report.page.assets import LIBRARY, SCRIPT, asset
from pfocr_cli.report.page.folder import PageFolder, PageNames
from pfocr_cli.report.page.rule_page import RulePages
from pfocr_cli.report.report import Report
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

HTML = "{http://www.w3.org/1999/xhtml}"
HOSTILE = (
    *("a/b", "..", ".", "con.", "x" * 300, "</a>", "a?b#c"),
    *("é", "", "PMC1__F1", "-rf", "\x00"),
)


def tree_of(text: str) -> Any:
    text = text.replace(asset(LIBRARY), "").replace(asset(SCRIPT), "")
    return html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True).parse(text)


def stale(number: int) -> str:
    """Return a record with one stale symbol."""
    text = sound(number).replace("NFKB1", "GBA").replace("'4790'", "'2629'")
    return text.replace("source: hgnc_symbol\n", "source: hgnc_prev_symbol\n")


@pytest.fixture(name="corpus")
def _corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "_figures"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"PMC{number}__f1.md").write_text(stale(number), "utf-8")
    (folder / "PMC3__f1.md").write_text(sound(3), "utf-8")
    return folder


def written(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_a_record_with_findings_has_a_page_and_all_ways_lead_somewhere(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    done = call(capsys, "report", "--isolated", "-o", str(site), str(corpus))
    assert (done.status, done.out, done.err) == (0, "", "")
    files = written(site)
    assert files >= {"index.html", "page.css", "theme.js", "report.json", "rules/G501.html"}
    assert {f for f in files if f.startswith("records")} == {
        "records/PMC1__f1.html",
        "records/PMC2__f1.html",
    }
    for name in files:
        if not name.endswith(".html"):
            continue
        tree = tree_of((site / name).read_text("utf-8"))
        for attribute in ("href", "src"):
            for element in tree.iter():
                way = element.get(attribute) or "#"
                if not way.startswith(("https://", "#")):
                    assert (site / name).parent.joinpath(way).is_file(), (name, way)
    page = (site / "records" / "PMC1__f1.html").read_text("utf-8")
    assert "<mark>GBA</mark>" in page
    assert "pfocr validate --fix" in page
    assert "https://pfocr.wikipathways.org/figures/PMC1__f1.html" in page


def test_a_second_report_replaces_the_first_and_takes_its_old_pages_away(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert call(capsys, "report", "--isolated", "-o", str(site), str(corpus)).status == 0
    mine = site / "records" / "my.html"
    mine.write_text("<p>mine", "utf-8")
    (corpus / "PMC1__f1.md").write_text(sound(1), "utf-8")
    assert call(capsys, "report", "--isolated", "-o", str(site), str(corpus)).status == 0
    assert {p.name for p in (site / "records").iterdir()} == {"PMC2__f1.html", "my.html"}
    assert mine.read_text("utf-8") == "<p>mine"


@pytest.mark.parametrize("name", ["index.html", "notes.txt", "PMC1__f1.md"])
def test_a_folder_with_other_files_is_left_alone(
    name: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / name).write_text("mine", "utf-8")
    done = call(capsys, "report", "--isolated", "-o", str(site), str(corpus))
    assert done.status == 2
    assert "holds other files" in done.err
    assert written(site) == {name}
    assert (site / name).read_text("utf-8") == "mine"


def test_a_page_of_somebody_elses_in_the_folder_is_left_alone(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert call(capsys, "report", "--isolated", "-o", str(site), str(corpus)).status == 0
    theirs = site / "records" / "PMC1__f1.html"
    theirs.write_text("theirs", "utf-8")
    done = call(capsys, "report", "--isolated", "-o", str(site), str(corpus))
    assert done.status == 2
    assert "is not a page of a report" in done.err
    assert theirs.read_text("utf-8") == "theirs"


def test_a_record_of_the_run_is_never_replaced(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert call(capsys, "report", "--isolated", "-o", str(site), str(corpus)).status == 0
    (site / "report.json").unlink()
    os.link(corpus / "PMC1__f1.md", site / "report.json")
    done = call(capsys, "report", "--isolated", "-o", str(site), str(corpus))
    assert done.status == 2
    assert "is a record of this run" in done.err
    assert (corpus / "PMC1__f1.md").read_text("utf-8") == stale(1)


def test_a_file_is_no_folder(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").write_text("mine", "utf-8")
    done = call(capsys, "report", "--isolated", "-o", str(tmp_path / "site"), str(corpus))
    assert done.status == 2
    assert "is not a folder" in done.err


def test_every_record_has_a_name_of_its_own_that_every_system_takes() -> None:
    names = PageNames()
    given = [names.of(figid, "f.md") for figid in (*HOSTILE, *HOSTILE, "PMC1__f1")]
    assert len({name.casefold() for name in given}) == len(given)
    for name in given:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.html", name)
        assert len(name) < 140


def finding(number: int) -> Finding:
    return Finding(
        file=f"PMC{number}__f1.md",
        figid=f"PMC{number}__f1",
        place=Place(1, 1, 1, 2),
        code="G501",
        name="stale-symbol",
        severity=Severity.WARNING,
        message="<b>",
        pointer="",
        value="",
    )


def test_a_rule_of_many_findings_has_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_page, "ROWS_A_PAGE", 10)
    made: dict[str, str] = {}
    pages = RulePages(RULES["G501"], made.__setitem__)
    for number in range(25):
        pages.add(finding(number), f"records/PMC{number}__f1.html")
    pages.finish()
    assert list(made) == ["rules/G501.html", "rules/G501-2.html", "rules/G501-3.html"]
    rows = [len(list(tree_of(text).iter(f"{HTML}tr"))) - 1 for text in made.values()]
    assert rows == [10, 10, 5]
    assert [set(re.findall(r'href="(G501[^"]*)"', text)) for text in made.values()] == [
        {"G501-2.html"},
        {"G501.html", "G501-3.html"},
        {"G501-2.html"},
    ]


class Kept:
    """Takes the files of a folder, in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data


def test_a_finding_of_no_record_has_no_page_but_is_listed() -> None:
    kept = Kept()
    pages = PageFolder(kept)
    pages.add(finding(1), None)
    pages.finish(Report("1.0"))
    assert not [name for name in kept.files if name.startswith("records/")]
    assert b"PMC1__f1.md:1:1" in kept.files["rules/G501.html"]
    assert b"PMC1__f1" in kept.files["index.html"]
