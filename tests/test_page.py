"""The report's page as a file: its numbers are the JSON's, it is HTML, it asks nothing of the web,
and no text of a record becomes anything but text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import html5lib
import pytest
from program import FIXTURES, call

from pfocr_cli.cli import main
from pfocr_cli.finding import Finding, Fix, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.report.changes import Changes, NumberChange, RuleChange
from pfocr_cli.report.contents import ContentRow
from pfocr_cli.report.findings import RuleRow, WorkRow
from pfocr_cli.report.page.assets import LIBRARY, SCRIPT, THEME, asset
from pfocr_cli.report.page.home import home_page
from pfocr_cli.report.page.markup import html_text, json_inside
from pfocr_cli.report.page.rule_text import inline_html, rule_html, what_to_do
from pfocr_cli.report.page.sample import MOST_LISTED_BYTES, FindingSample, sample_json
from pfocr_cli.report.page.sections import sections_of
from pfocr_cli.report.page.views import PageTable, Picture, Share, as_words, percentage
from pfocr_cli.report.report import SECTIONS, Report
from pfocr_cli.report.verdict import CorpusVerdict
from pfocr_cli.rules import RULES
from pfocr_cli.wording import visible

HTML = "{http://www.w3.org/1999/xhtml}"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "-->",
    "]]>",
    "</style><style>*{display:none}",
    "</title><h1>x",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</textarea><a href=javascript:alert(1)>",
    '"><b>bold</b>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp; &#0;",
    "\u2028\u2029",
    "\x00\x07\x1b[31m",
    "\ud800 half of a pair",
    "\u202eright to left\u202c",
    "\ufeff\u200b\u00ad",
    "../../../etc/passwd",
    "a/b?c#d",
    "%00%2f%",
    "__proto__",
    "constructor",
    "${alert(1)} {{7*7}} `x`",
    "\\u003c \\n \\",
    '{"a": 1}',
    "=HYPERLINK(1)",
    "😀𝔊" * 30,
    "x" * 5_000,
    "a\nb\r\nc\td",
    " leading and trailing ",
    "",
]


def parsed(text: str) -> Any:
    """Return a page as a tree, without its libraries; an error of HTML fails the test."""
    text = text.replace(asset(LIBRARY), "").replace(asset(SCRIPT), "")
    return html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True).parse(text)


def found(tree: Any, name: str) -> list[Any]:
    return list(tree.iter(f"{HTML}{name}"))


def block(tree: Any, name: str) -> Any:
    """Return one of the page's blocks of data."""
    [element] = [each for each in found(tree, "script") if each.get("id") == f"data-{name}"]
    return json.loads(element.text)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


JUDGED = (str(FIXTURES / "records"), str(FIXTURES / "broken"))


@pytest.fixture(name="told", scope="module")
def _told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """Give the page and the JSON of the same records, made in one pass."""
    folder = tmp_path_factory.mktemp("page")
    page, plain = folder / "report.html", folder / "report.json"
    formats = (f"--format=html:{page}", f"--format=json:{plain}")
    with pytest.raises(SystemExit) as left:
        main(["report", "--isolated", *formats, *JUDGED])
    assert left.value.code == 0
    return page.read_text("utf-8"), json.loads(plain.read_text("utf-8"))


def test_the_page_says_the_numbers_of_the_json(told: tuple[str, dict[str, Any]]) -> None:
    page, plain = told
    tree = parsed(page)
    assert block(tree, "report") == {k: v for k, v in plain.items() if k != "figids"}
    headings = [text_of(each) for each in found(tree, "h2")]
    assert [each for each in headings if each != "Findings"] == list(SECTIONS.values())
    # What is drawn, and what the tables below say, comes to the same.
    drawn = block(tree, "pictures")
    by_rule = sum(row["value"] for row in drawn["chart-rules-1"]["rows"])
    assert by_rule == sum(row["findings"] for row in plain["rules"])
    years = {row["label"]: row["value"] for row in drawn["chart-figures-0"]["rows"]}
    assert years == {year or "not given": n for year, n in plain["figures"]["year"].items()}
    tables = {text_of(each[0]): each for each in found(tree, "table")}
    cells = [
        [text_of(cell).replace(",", "") for cell in row]
        for row in found(tables["What the figures hold"], "tr")[1:]
    ]
    assert cells == [[str(value) for value in row.values()] for row in plain["contents"]]


def test_every_error_and_warning_is_listed_with_its_place(
    told: tuple[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    data = block(parsed(told[0]), "findings")
    words = ("--isolated", "--format=jsonl", "--fail-on=never", *JUDGED)
    judged = call(capsys, "validate", *words)
    listed = sorted(
        (data["rules"][row[0]][0], data["files"][row[3]], row[4], row[5]) for row in data["rows"]
    )
    assert listed == sorted(
        (each["code"], each["file"], each["line"], each["column"]) for each in judged.findings
    )


def test_the_page_forbids_all_but_its_own_parts(told: tuple[str, dict[str, Any]]) -> None:
    tree = parsed(told[0])
    [policy] = [each.get("content") for each in found(tree, "meta") if each.get("http-equiv")]
    given = dict(part.split(" ", 1) for part in policy.split("; "))
    assert given["default-src"] == given["base-uri"] == given["form-action"] == "'none'"
    scripts = re.findall("<script>(.*?)</script>", told[0], re.DOTALL)
    assert scripts == [asset(name) for name in (THEME, LIBRARY, SCRIPT)]
    styles = [each.text for each in found(tree, "style")]
    for parts, names in ((scripts, "script-src"), (styles, "style-src")):
        digests = [hashlib.sha256(part.encode()).digest() for part in parts]
        assert given[names].split() == [
            f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests
        ]
    for element in tree.iter():
        assert not {"src", "style", "onclick", "srcset", "data"} & set(element.keys())
    assert not found(tree, "link")
    assert not found(tree, "img")
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for link in found(tree, "a"):
        href = link.get("href")
        assert href.startswith(("https://", "#"))
        assert href[0] != "#" or href[1:] in ids


def finding(text: str, code: str = "T302", line: int = 3) -> Finding:
    return Finding(
        file=text,
        figid=text or None,
        place=Place(line, 1, line, 2),
        code=code,
        name=RULES[code].name,
        severity=Severity.WARNING,
        message=text,
        pointer="/figtitle",
        value=text,
        excerpt=text,
        fix=Fix(text, False, ()),
    )


def report_of(texts: list[str]) -> Report:
    rows = tuple(WorkRow(text, text, 1, 0, 1, 0, ("T302",)) for text in texts)
    return Report(
        "1.0",
        verdict=CorpusVerdict(9, 1, 2, 0, 5, 0, 3, 4, 9),
        rules=(RuleRow("T302", "control-or-mojibake", "warning", 9, 9, 0, 9),),
        worklist=rows,
        contents=(ContentRow(texts[0], 1, 1, 1, 1),),
    )


def test_hostile_texts_are_texts() -> None:
    sample = FindingSample()
    for text in HOSTILE:
        sample.add(finding(text), text)
    tree = parsed(home_page(report_of(HOSTILE), sample))
    plain = parsed(home_page(report_of(["x"]), FindingSample()))
    count = [len(found(tree, name)) for name in ("script", "style", "title", "svg", "img", "h1")]
    assert count == [len(found(plain, n)) for n in ("script", "style", "title", "svg", "img", "h1")]
    cells = {text_of(cell) for cell in (*found(tree, "th"), *found(tree, "td"))}
    assert {visible(text) for text in HOSTILE if text} <= cells
    data = block(tree, "findings")
    assert {row[6] for row in data["rows"]} >= {visible(t) for t in HOSTILE if len(t) < 200}
    for link in found(tree, "a"):
        assert link.get("href").startswith(("https://pfocr.wikipathways.org/", "#"))


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_a_page_is_read_back_and_ends_nothing(text: str) -> None:
    told = json_inside({text: [text]})
    assert json.loads(told) == {text: [text]}
    assert not set("<>&\u2028\u2029\x00") & set(told)


def test_a_page_without_anything_is_a_page() -> None:
    tree = parsed(home_page(Report("1.0"), FindingSample()))
    assert [text_of(each) for each in found(tree, "h2")] == ["The verdict", "Findings"]


def test_what_changed_comes_first() -> None:
    rules = (RuleChange("T302", "control-or-mojibake", "warning", 3, 1),)
    changes = Changes("old.json", (), (), rules, (NumberChange("records", 8, 9),), 2, 0)
    tree = parsed(home_page(Report("1.0", changes=changes), FindingSample()))
    headings = [text_of(each) for each in found(tree, "h2")]
    assert headings == ["The verdict", "What changed since old.json", "Findings"]
    [section] = [each for each in found(tree, "section") if each.get("id") == "changes"]
    assert "2 figures came, 0 figures went." in text_of(section)
    assert [text_of(cell) for cell in section.iter(f"{HTML}td")] == ["warning", "3", "1", "8", "9"]


def test_of_many_findings_the_page_holds_some_of_every_rule() -> None:
    sample = FindingSample(most=30)
    for line in range(1, 101):
        sample.add(finding("a", "T302", line))
    for line in range(1, 6):
        sample.add(finding("b", "P007", line))
    for line in range(1, 51):
        sample.add(finding("c", "G501", line))
    kept = [row.finding for row in sample.rows()]
    counts = {
        code: [f.place.line for f in kept if f.code == code] for code in ("T302", "P007", "G501")
    }
    assert counts["P007"] == [1, 2, 3, 4, 5]
    assert len(kept) == 30
    assert abs(len(counts["T302"]) - len(counts["G501"])) <= 1
    assert counts["T302"] == list(range(1, len(counts["T302"]) + 1))
    assert sample.seen == 155


def test_the_list_has_a_bound_in_bytes_too() -> None:
    sample = FindingSample()
    for number in range(800):
        sample.add(finding(f"{number}{'<' * 300}"))
    told, shown = sample_json(sample.rows())
    assert len(json_inside(told)) <= MOST_LISTED_BYTES
    assert 0 < shown < 800
    assert "800 findings" in home_page(Report("1.0"), sample)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_explained_by_all_of_its_page(code: str) -> None:
    rule = RULES[code]
    above = inline_html(rule.summary)
    assert above not in rule_html(rule)
    page = f"<p>{above}</p>{rule_html(rule)}<p>{what_to_do(rule)}</p>"
    tree = parsed(f"<!DOCTYPE html><title>x</title>{page}")
    told = re.sub(r"\s", "", text_of(tree.getroot()))
    assert re.sub(r"[\s`]", "", rule.page) in told.replace("`", "")
    assert what_to_do(rule)[0].isupper() or what_to_do(rule).startswith("<code>")


def test_what_nobody_can_see_is_escaped_and_backticks_are_code() -> None:
    assert html_text("a\x00<b>\u202e") == "a\\x00&lt;b&gt;\\u202e"
    assert inline_html("use `a <b>` & ``c``") == "use <code>a &lt;b&gt;</code> &amp; <code>c</code>"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0 %"), (1, "100 %"), (0.0004, "under 1 %"), (0.9999, "99 %"), (0.426, "43 %")],
)
def test_only_all_is_a_hundred_percent(share: float, shown: str) -> None:
    assert percentage(share) == shown
    assert as_words(Share(share)) == shown


def test_a_picture_has_the_cells_of_its_table() -> None:
    grid = PageTable(
        "By year", ("Year", "Errors", "Warnings"), (("2019", 1, 2), ("", 3, 4)), frozenset({1, 2})
    )
    rows = Picture("columns-by", grid, (1, 2)).data()["rows"]
    assert isinstance(rows, list)
    assert [(row["label"], row["series"], row["value"]) for row in rows] == [
        ("2019", "Errors", 1),
        ("2019", "Warnings", 2),
        ("not given", "Errors", 3),
        ("not given", "Warnings", 4),
    ]


def test_every_section_of_a_report_is_shown(told: tuple[str, dict[str, Any]]) -> None:
    ids = {each.get("id") for each in found(parsed(told[0]), "section")}
    assert ids == {*SECTIONS, "findings"}
    assert [each.name for each in sections_of(Report("1.0"))] == []
