"""From a problem to the line and column that people are told, and the rules' pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import RECORDS, sound

from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import VALUE_LIMIT, Problem, Severity
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import Record
from pfocr_cli.record.fault import Fault
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.tables import unusable
from pfocr_cli.rules import RULES, manual, placing
from pfocr_cli.rules.placing import located, placed_finding
from pfocr_cli.terminal.excerpt import excerpt

TABLED = "PMC99000005__xyz-02-0005-g002"


@pytest.fixture
def record() -> Record:
    [found] = records(Input("r.md", "r.md", sound(5).encode()))
    return found


@pytest.fixture
def tabled() -> Record:
    path = RECORDS / "_figures" / f"{TABLED}.md"
    [found] = records(Input(str(path), path.name))
    return found


def text_at(record: Record, problem: Problem) -> str:
    """Return the source between the ends of the place where a problem was put."""
    _, place = located(record, problem)
    source = record.tables[problem.table].source if problem.table else record.reading.source
    assert place.line == place.end_line
    return source.line_text(place.line)[place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("m", "/figid"), "PMC5__f1"),
        (Problem("m", "/figid", at="key"), "figid"),
        (Problem("m", "/genes/0/word"), "NFKB1"),
        (Problem("m", "/caption", run="NF-κB"), "NF-κB"),
        (Problem("m", "/caption", run="not there"), "Signalling of NF-κB"),
    ],
)
def test_a_problem_is_where_its_pointer_leads(record: Record, problem: Problem, text: str) -> None:
    assert text_at(record, problem) == text
    assert located(record, problem)[0] == "r.md"


def test_a_run_is_sought_in_its_own_value_alone(record: Record) -> None:
    """The title has the same words as the caption above it."""
    _, place = located(record, Problem("m", "/figtitle", run="NF-κB"))
    assert record.reading.source.line_text(place.line).startswith("figtitle:")


def test_a_problem_of_a_table_is_in_its_file(tabled: Record) -> None:
    row = tabled.tables["genes"].rows[0]
    problem = Problem("m", "/genes/0/word", table="genes")
    file, place = located(tabled, problem)
    assert (Path(file).name, place.line) == (f"{TABLED}-genes.tsv", 2)
    assert text_at(tabled, problem) == row["word"]
    whole = located(tabled, Problem("m", "/genes/1", table="genes"))[1]
    assert (whole.line, whole.column) == (3, 1)
    head = located(tabled, Problem("m", "/genes", table="genes"))[1]
    assert (head.line, head.column) == (1, 1)
    empty = unusable("genes", "t.tsv", Fault("D702", "m", Span(0, 0)), Source("\nTNF\n"))
    record = replace(tabled, tables={"genes": empty})
    assert located(record, Problem("m", "/genes", table="genes"))[1].line == 1


def test_a_finding_has_all_of_the_rule_and_of_the_problem(record: Record) -> None:
    problem = Problem("wrong", "/year", value="x" * (VALUE_LIMIT + 1), code="I204")
    found = placed_finding(record, problem)
    assert (found.file, found.figid, found.code) == ("r.md", "PMC5__f1", "I204")
    assert (found.name, found.severity) == ("year-mismatch", Severity.WARNING)
    assert (found.message, found.pointer, found.fix) == ("wrong", "/year", None)
    assert found.value == "x" * VALUE_LIMIT
    assert found.excerpt == ""
    assert placed_finding(record, problem, excerpts=True).excerpt == "year: '2001'"


@settings(max_examples=30)
@given(
    before=st.text("ab", max_size=30), value=st.text("ab", max_size=30), room=st.integers(20, 25)
)
def test_of_a_long_line_what_a_terminal_shows_is_kept(before: str, value: str, room: int) -> None:
    line = f'{{"figid": "PMC1__f1", "caption": "{before}", "year": "{value}", "number": "1"}}'
    [record] = records(Input("r.json", "r.json", f"{line}\n".encode()))
    problem = Problem("wrong", "/year", code="I204")
    whole = placed_finding(record, problem, excerpts=True)
    assert (whole.cut, whole.excerpt) == (0, line)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(placing, "EXCERPT_REACH", 30)
        found = placed_finding(record, problem, excerpts=True)
    assert len(found.excerpt) <= 60
    kept, shown = (excerpt(one.excerpt, *one.marked, room, len) for one in (found, whole))
    assert kept == shown


GENES = (
    '{"genes": [{"word": "A"},\n{"word": "B",\n"hgnc_symbol": "C", "entrez": "1"},\n'
    '{"symbol": "D",\n"entrez": "2"}], "words": [{"word": "A",\n"entrez": "3"}],\n'
    '"chemicals": [{"source": "x",\n"word": "E",\n"identifier": "4"}]}'
)


@pytest.mark.parametrize(
    ("pointer", "about"),
    [
        ("/genes/1/hgnc_symbol", (2, '{"word": "B",')),
        ("/genes/1/entrez", (2, '{"word": "B",')),
        ("/genes/1/word", None),
        ("/genes/0/hgnc_symbol", None),
        ("/genes/1", None),
        ("/other/1/word", None),
        ("/genes/2/entrez", None),
        ("/words/0/entrez", None),
        ("/chemicals/0/identifier", (8, '"word": "E",')),
    ],
)
def test_of_a_gene_the_line_of_its_word_is_shown_where_it_is_another(
    pointer: str, about: tuple[int, str] | None
) -> None:
    [found] = records(Input("r.json", "r.json", GENES.encode()))
    problem = Problem("wrong", pointer, code="G501")
    assert placed_finding(found, problem, excerpts=True).about == about
    assert placed_finding(found, problem).about is None


def test_beside_a_cell_no_line_of_the_record_is_shown(tabled: Record) -> None:
    text = '{"caption": "a word"}'
    [own] = records(Input("r.json", "r.json", text.encode()))
    record = replace(own, tables=tabled.tables)
    problem = Problem("wrong", "/genes/0/ncbigene_id", code="G504", table="genes")
    assert placed_finding(record, problem, excerpts=True).about is None


def test_the_problems_own_severity_goes_before_the_rules(record: Record) -> None:
    problem = Problem("wrong", "/year", severity=Severity.INFO, code="I204")
    assert placed_finding(record, problem).severity is Severity.INFO


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("gene", ["G506", "G501", "G502", "G504", "G505", "G507"]),
        ("alias", ["G505", "I202", "C802"]),
        ("match wrong", ["G509", "G510", "G508", "I202", "V904"]),
    ],
)
def test_the_likeliest_rules_come_first(words: str, first: list[str]) -> None:
    found, _ = manual.rules_about([words])
    assert [rule.code for rule in found][: len(first)] == first


def test_a_list_is_broken_in_its_last_column_or_below_it() -> None:
    """The rule's name and severity take 47 columns."""
    summary = f"{'a' * 28} b {'c' * 30}"
    rule = replace(RULES["I204"], name="x" * 30, explained=lambda: summary)
    start = f"I204  {'x' * 30}  warning  "
    assert manual.as_list([rule]) == start + summary
    below = ["    " + "a" * 28 + " b", "    " + "c" * 30]
    for width in (65, 76):
        assert manual.as_list([rule], width).splitlines() == [start.rstrip(), f"    {summary}"]
    assert manual.as_list([rule], 64).splitlines() == [start.rstrip(), *below]
    behind = [f"{start}{'a' * 28} b", " " * 47 + "c" * 30]
    assert manual.as_list([rule], 77).splitlines() == behind


@pytest.mark.parametrize(
    ("words", "codes", "are_named"),
    [
        (["I201"], ["I201"], True),
        (["alias-mismatch"], ["I202"], True),
        (["I20"], ["I201", "I202", "I203", "I204", "I205"], True),
        (["mojibake"], ["T302"], False),
        (["zero-width", "Soft hyphens"], ["T302"], False),
        ([], list(RULES), False),
    ],
)
def test_rules_are_named_or_told_by_what_their_pages_say(
    words: list[str], codes: list[str], are_named: bool
) -> None:
    found, named = manual.rules_about(words)
    assert ([rule.code for rule in found], named) == (sorted(codes), are_named)


def test_of_words_that_no_page_has_near_ones_are_told() -> None:
    with pytest.raises(PfocrError, match="alias-mismatch"):
        manual.rules_about(["alias-mismach"])


def test_a_page_has_a_heading_that_is_underlined() -> None:
    text = manual.as_text(RULES["G501"])
    heading, line, empty, first, *_ = text.split("\n")
    assert heading == "G501 stale-symbol (warning, or info where it matters less)"
    assert (line, empty) == ("-" * len(heading), "")
    assert first == RULES["G501"].summary
    assert manual.as_markdown(RULES["G501"]).startswith(f"## {heading}\n\n{first}\n")


def test_a_page_is_broken_between_words_and_its_examples_are_not() -> None:
    for rule in RULES.values():
        page, whole = manual.as_text(rule, 40), manual.as_text(rule)
        assert manual.as_text(rule, 8).split() == whole.split()
        assert page.split() == whole.split()
        examples = {line for line in whole.split("\n") if line.startswith(" ")}
        others = set(page.split("\n")[2:]) - examples
        assert examples <= set(page.split("\n"))
        assert all(len(line) <= 40 or " " not in line for line in others)


def test_a_word_wider_than_the_page_is_not_broken() -> None:
    word = "x" * 50
    rule = replace(RULES["G501"], explained=lambda: f"see {word} there")
    assert manual.as_text(rule, 40).split("\n")[3:] == ["see", word, "there"]


def test_the_list_is_in_columns() -> None:
    lines = manual.as_list([RULES["I204"], RULES["P001"]]).splitlines()
    assert lines[0] == f"I204  year-mismatch  warning  {RULES['I204'].summary}"
    assert lines[1] == f"P001  unreadable     error    {RULES['P001'].summary}"


def test_json_has_every_rule_with_its_page() -> None:
    text = manual.pages_json([*RULES.values()])
    assert text.startswith('[\n  {\n    "code": "')
    assert {letter for letter in text if not letter.isascii()} >= {"α", "é"}
    pages = json.loads(text)
    assert [page["code"] for page in pages] == [*RULES]
    for page, rule in zip(pages, RULES.values(), strict=True):
        assert page["severities"] == [str(severity) for severity in rule.severities]
        assert (page["name"], page["fix"]) == (rule.name, rule.fix)
        assert page["page"].startswith(page["summary"])
