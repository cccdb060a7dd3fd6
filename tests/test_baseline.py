"""The baseline, through its public classes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.baseline import (
    Baseline,
    Key,
    Matcher,
    NewBaseline,
    escape,
    read_baseline,
    unescape,
    write_baseline,
)
from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.rules import RULES

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # surrogates too
# Of D701 an entry loses its value when it is read; hypothesis tries the constants of the code too.
CODE = ANY_TEXT.filter(lambda code: code != "D701")
KEYS = st.tuples(ANY_TEXT, CODE, ANY_TEXT, ANY_TEXT)
BASELINES = st.dictionaries(KEYS, st.integers(1, 10**17)).map(Baseline)
CODES = frozenset({*RULES, "G501"})
A: Key = ("PMC1__f1", "G501", "/genes/hgnc_symbol", "SHP")
B: Key = ("PMC2__f1", "T301", "/number", "NA")


def found(key: Key, line: int = 1, file: str = "") -> Finding:
    """Return a finding of that key; without a file, one of a record with a figid."""
    figid, code, pointer, value = key
    place = Place(line, 1, line, 2)
    return Finding(
        file or f"{figid}.md",
        None if file else figid,
        place,
        code,
        "any",
        Severity.ERROR,
        "",
        pointer,
        value,
    )


@given(BASELINES)
def test_parse_gives_back_what_render_wrote(baseline: Baseline) -> None:
    text = baseline.render()
    assert Baseline.parse(text) == baseline
    assert text.encode("utf-8").decode("utf-8") == text


@given(BASELINES)
def test_render_is_one_sorted_line_an_entry_of_five_fields(baseline: Baseline) -> None:
    lines = baseline.render().split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(baseline)
    assert lines == sorted(lines)
    assert all(line.count("\t") == 4 for line in lines)
    assert all(len(line.splitlines()) == 1 for line in lines)


@given(ANY_TEXT)
def test_escaping_is_reversible_and_leaves_no_separator(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == text
    assert not set(escaped) & set("\t\n\r\0\x1b\x85\u2028\u202e\ufeff\ud800")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain β 遺伝子 \U0001f9ec", "plain β 遺伝子 \U0001f9ec"),
        ("a\tb\nc\rd\\e", r"a\tb\nc\rd\\e"),
        (r"\t", r"\\t"),
        ("\x1f\u2028", r"\u001f\u2028"),
        ("\udcff", r"\udcff"),
    ],
)
def test_escapes(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_the_file_is_what_the_manual_says() -> None:
    assert Baseline({B: 1, A: 12}).render() == (
        "PMC1__f1\tG501\t/genes/hgnc_symbol\tSHP\t12\nPMC2__f1\tT301\t/number\tNA\t1\n"
    )
    assert Baseline().render() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("b\tC\t/p\tv\t1\na\tC\t/p\tv\t2\n", {("b", "C", "/p", "v"): 1, ("a", "C", "/p", "v"): 2}),
        ("a\tC\t/p\tv\t2\na\tC\t/p\tv\t5\na\tC\t/p\tv\t3\n", {("a", "C", "/p", "v"): 5}),
        ("a\tC\t/p\tv\t2\r\n\r\n", {("a", "C", "/p", "v"): 2}),
        ("\ufeffa\tC\t\t\t2", {("a", "C", "", ""): 2}),
        ("=======\tC\t\t\t2", {("=======", "C", "", ""): 2}),
        (
            "a\tD701\t/k\ta-genes.tsv\t1\na\tD701\t/k\ta-genes.tsv, -diseases.tsv\t1\n",
            {("a", "D701", "/k", ""): 1},
        ),
    ],
    ids=[
        "empty",
        "unsorted",
        "a union of counts",
        "CRLF and blank",
        "BOM, no last newline",
        "a file called =======",
        "what named the missing tables once",
    ],
)
def test_parse_takes_what_git_and_editors_leave(text: str, expected: dict[Key, int]) -> None:
    assert Baseline.parse(text) == expected


def test_of_two_lines_that_named_missing_tables_one_finding_is_known() -> None:
    """A union of two branches has two of one finding: were they added up, a second, new one of
    that figid would pass unheard.
    """
    text = "a\tD701\t/k\ta-genes.tsv\t1\na\tD701\t/k\ta-diseases.tsv\t1\na\tD701\t/k\t\t1\n"
    matcher = Matcher(Baseline.parse(text), {"D701"})
    key = ("a", "D701", "/k", "")
    assert [matcher.is_known(found(key)) for _ in range(3)] == [True, False, False]


GOOD = "a\tC\t/p\tv\t1\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<<<<<<< HEAD", "merge conflict"),
        ("||||||| 1234567", "merge conflict"),
        ("=======", "merge conflict"),
        (">>>>>>> topic", "merge conflict"),
        ("a\tC\t/p\t1", "4 fields"),
        ("a\tC\t/p\tv\tw\t1", "6 fields"),
        ("a C /p v 1", "1 fields"),
        ("a\tC\t/p\tv\t0", "'0' is not a count"),
        ("a\tC\t/p\tv\t-1", "not a count"),
        ("a\tC\t/p\tv\tmany", "not a count"),
        ("a\tC\t/p\tv\t" + "9" * 5000, "not a count"),
        ("a\tC\t/p\tv\\x\t1", r"'\\x' is not an escape"),
        ("a\tC\t/p\tv\\\t1", "is not an escape"),
        ("a\tC\t/p\tv\\u12\t1", "is not an escape"),
    ],
)
def test_anything_else_names_its_line_and_the_way_out(line: str, says: str) -> None:
    with pytest.raises(PfocrError) as caught:
        Baseline.parse(GOOD + line + "\n", "known.tsv")
    assert str(caught.value).startswith("known.tsv:2: ")
    assert says in str(caught.value)
    assert "--write-baseline" in str(caught.value)


def test_as_many_copies_are_known_as_the_baseline_holds() -> None:
    matcher = Matcher(Baseline({A: 2}), CODES)
    assert [matcher.is_known(found(A, line)) for line in (9, 3, 7)] == [True, True, False]
    assert not matcher.is_known(found(B))
    assert matcher.known == 2


@pytest.mark.parametrize(
    "other", [(*A[:3], "SH"), (*A[:2], "/genes/entrez", "SHP"), ("PMC1__f2", *A[1:])]
)
def test_another_value_place_or_figure_is_new(other: Key) -> None:
    assert not Matcher(Baseline({A: 1}), CODES).is_known(found(other))


def test_an_index_and_a_line_do_not_matter() -> None:
    moved = found(("PMC1__f1", "G501", "/genes/17/hgnc_symbol", "SHP"), line=99)
    assert Matcher(Baseline({A: 1}), CODES).is_known(moved)


@given(st.lists(st.sampled_from([A, B])), st.randoms(use_true_random=False))
def test_the_order_does_not_change_how_many_are_known(keys: list[Key], random: Random) -> None:
    shuffled = list(keys)
    random.shuffle(shuffled)
    baseline = Baseline({A: 2, B: 1})
    matchers = Matcher(baseline, CODES), Matcher(baseline, CODES)
    for first, second in zip(keys, shuffled, strict=True):
        matchers[0].is_known(found(first))
        matchers[1].is_known(found(second))
    assert matchers[0].known == matchers[1].known == min(keys.count(A), 2) + min(keys.count(B), 1)


def test_gone_counts_the_entries_of_judged_records_only() -> None:
    matcher = Matcher(
        Baseline({A: 2, B: 1, ("PMC3__f1", "T301", "", ""): 1, ("broken.md", "P004", "", ""): 1}),
        CODES,
    )
    matcher.judged("PMC1__f1", "PMC1__f1.md")
    matcher.judged("PMC2__f1", "PMC2__f1.md")
    matcher.judged("PMC9__f1", "broken.md")
    matcher.is_known(found(A))
    assert (
        matcher.gone == 2
    )  # B, and the broken file that has a figid now; one copy of A is still there


def test_gone_counts_only_what_was_looked_for() -> None:
    matcher = Matcher(Baseline({A: 1, B: 1}), {B[1]} - {A[1]})
    matcher.judged("PMC1__f1", "PMC2__f1")
    assert matcher.gone == (A[1] != B[1])


def test_recording_replaces_the_judged_and_keeps_the_others() -> None:
    mended: Key = ("PMC1__f1", "T301", "/number", "NA")
    old = Baseline({A: 2, mended: 1, B: 4})
    recorder = NewBaseline(old, CODES)
    recorder.judged("PMC1__f1", "PMC1__f1.md")
    recorder.judged("broken.md")
    for finding in [found(A), found(("broken.md", "P004", "", ""), file="broken.md")]:
        recorder.add(finding)
    assert recorder.baseline() == {A: 1, B: 4, ("broken.md", "P004", "", ""): 1}
    assert old == {A: 2, mended: 1, B: 4}


def test_recording_keeps_what_was_not_looked_for() -> None:
    others: Key = ("PMC1__f1", "C801", "/figid", "PMC1__f1")
    recorder = NewBaseline(Baseline({A: 2, others: 1}), CODES - {"C801"})
    recorder.judged("PMC1__f1")
    assert recorder.baseline() == {others: 1}


@given(st.lists(st.sampled_from([A, B])))
def test_after_writing_every_finding_is_known(keys: list[Key]) -> None:
    findings = [found(key) for key in keys]
    recorder = NewBaseline(Baseline(), CODES)
    for finding in findings:
        recorder.add(finding)
    matcher = Matcher(Baseline.parse(recorder.baseline().render()), CODES)
    assert all(matcher.is_known(finding) for finding in findings)
    matcher.judged(*(key[0] for key in (A, B)))
    assert matcher.gone == 0


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    write_baseline(str(path), Baseline({A: 1, ("bad\udcff.md", "P002", "", "β"): 1}))
    assert path.read_bytes() == (
        b"PMC1__f1\tG501\t/genes/hgnc_symbol\tSHP\t1\nbad\\udcff.md\tP002\t\t\xce\xb2\t1\n"
    )
    assert read_baseline(str(path)) == {A: 1, ("bad\udcff.md", "P002", "", "β"): 1}


def test_a_missing_file_is_empty_only_where_it_may_be(tmp_path: Path) -> None:
    path = str(tmp_path / "none.tsv")
    assert read_baseline(path, missing_ok=True) == {}
    with pytest.raises(PfocrError, match="no such file"):
        read_baseline(path)
    with pytest.raises(PfocrError, match="folder"):
        read_baseline(str(tmp_path), missing_ok=True)


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    path.write_bytes(GOOD.encode() + b"\xff\n")
    with pytest.raises(PfocrError, match=r"known\.tsv:2: not UTF-8"):
        read_baseline(str(path))
