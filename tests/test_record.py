"""Reading: front matter, the exact reader, the fast one, and that the two never disagree."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from record_texts import same

from pfocr_cli.record import Record, fast, looks_like_figid
from pfocr_cli.record.compose import compose
from pfocr_cli.record.nodes import data_of, find
from pfocr_cli.record.reading import Reading, Syntax, read, sniff, syntax_of
from pfocr_cli.record.scalars import AMBIGUOUS, yaml_11_type
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.survey import survey


def readings(text: str, syntax: Syntax | None = "markdown") -> list[Reading]:
    return list(read(Source(text), syntax))


def one(text: str, syntax: Syntax | None = "markdown") -> Reading:
    (reading,) = readings(text, syntax)
    return reading


def exact(text: str) -> Any:
    """Return what the exact reader gives: the data, or the codes of what it refuses."""
    root, faults = compose(text)
    return [fault.code for fault in faults] if faults or root is None else data_of(root)


# --- front matter ----------------------------------------------------------------------------

SOUND = {
    "LF": "---\na: b\n---\n",
    "CRLF": "---\r\na: b\r\n---\r\n",
    "CR": "---\ra: b\r---\r",
    "no last line end": "---\na: b\n---",
    "dots": "---\na: b\n...\n",
    "white space after the marks": "--- \na: b\n---\t\n",
    "text follows": "---\na: b\n---\n\n# A page\n---\nmore\n",
    "a line that only begins as the mark": "---\na: b\n ---- c\n---\n",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_front_matter_is_found(text: str) -> None:
    assert isinstance(one(text).data, dict)
    assert one(text).data["a"].startswith("b")


REFUSED = {
    "": "P003",
    " \n": "P003",
    "just text\n": "P003",
    "\n---\na: b\n---\n": "P003",
    "---\na: b\n": "P003",
    "---": "P003",
    "---\n---\n": "P003",
    "---\n# nothing\n---\n": "P003",
    "----\na: b\n----\n": "P003",
    "---\na: b\n<<<<<<< ours\nc: d\n=======\nc: e\n>>>>>>> theirs\n---\n": "P004",
    "<<<<<<< ours\n---\na: b\n---\n=======\n---\na: c\n---\n>>>>>>> theirs\n": "P004",
    "---\na: b: c\n---\n": "P004",
    "---\na: 'b\n---\n": "P004",
    "---\na:\n\tb: c\n---\n": "P004",
    "---\na: *b\n---\n": "P004",
    "---\n? [a]\n: b\n---\n": "P004",
    "---\na: b\na: c\n---\n": "P005",
    "---\na: b\na: b\n---\n": "P005",
    "---\na:\n- b: 1\n  c: 2\n  b: 3\n---\n": "P005",
    "---\n'a': b\na: c\n---\n": "P005",
    "---\na: \x00\n---\n": "P006",
    "---\na: \x1f\n---\n": "P006",
    "---\na: \x85\x80\n---\n": "P006",
    "---\na: !!str b\n---\n": "P006",
    "---\na: !x [b]\n---\n": "P006",
    "---\na: &x [*x]\n---\n": "P006",
    "---\na: " + "[" * 101 + "]" * 101 + "\n---\n": "P006",
    "---\na: " + "[" * 5000 + "\n---\n": "P006",
    "---\n" + "".join(" " * n + "a:\n" for n in range(102)) + "---\n": "P006",
}


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_a_fault_is_noted_once_with_its_code(text: str, code: str) -> None:
    assert [fault.code for fault in one(text).faults] == [code]


def test_a_hundred_levels_are_not_too_many() -> None:
    assert one("---\na: " + "[" * 99 + "]" * 99 + "\n---\n").faults == ()


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 9)]
    (fault,) = one("---\n" + "\n".join(lines) + "\n---\n").faults
    assert fault.code == "P006"
    assert fault.message == (
        "aliases that expand to more than 100,000 values: write the values out"
    )


@pytest.mark.parametrize(("times", "told"), [(100, 99), (101, 100), (102, 100)])
def test_of_duplicate_keys_a_hundred_are_told(times: int, told: int) -> None:
    assert len(one("a: b\n" * times, "yaml").faults) == told


def test_a_few_aliases_are_taken() -> None:
    assert one("---\na: &x [b, c]\nd: *x\n---\n").data == {"a": ["b", "c"], "d": ["b", "c"]}


FAULT_PLACES = [
    ("---\na: b\nc: d: e\n---\n", "P004", 3, 5),
    ("---\na: b\nc: d\na: e\n---\n", "P005", 4, 1),
    ("---\na: b\nc: \x01d\n---\n", "P006", 3, 4),
    ("---\na: b\nc: !!str d\n---\n", "P006", 3, 4),
    ("---\na: b\nc:\n- d\n<<<<<<< ours\n=======\n>>>>>>> theirs\n---\n", "P004", 5, 1),
    ("---\r\na: b\r\nc: d: e\r\n---\r\n", "P004", 3, 5),
    ("---\na: 'é😀\u2028 x'\nc: d: e\n---\n", "P004", 3, 5),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), FAULT_PLACES)
def test_a_fault_is_placed_in_the_file(text: str, code: str, line: int, column: int) -> None:
    reading = one(text)
    (fault,) = reading.faults
    place = reading.source.place(fault.span)
    assert (fault.code, place.line, place.column) == (code, line, column)


# --- places of values ------------------------------------------------------------------------

RECORD = """---
figid: x
ld:
  '@id': "é"
  keywords:
  - a
  - 'b c'
genes:
- word: 😀 w
  entrez: '1'
folded: a b
  c d
---
"""
SPANS = [
    ("/figid", "value", "x"),
    ("/figid", "key", "figid"),
    ("/ld/@id", "value", '"é"'),
    ("/ld/@id", "key", "'@id'"),
    ("/ld/keywords/1", "value", "'b c'"),
    ("/genes/0/word", "value", "😀 w"),
    ("/genes/0", "value", "word: 😀 w\n  entrez: '1'"),
    ("/folded", "value", "a b\n  c d"),
    ("/genes/0/gone", "value", "word: 😀 w\n  entrez: '1'"),
    ("/genes/7", "value", "- word: 😀 w\n  entrez: '1'"),
]


@pytest.mark.parametrize(("pointer", "at", "text"), SPANS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_pointer_leads_to_its_text(pointer: str, at: Any, text: str, end: str) -> None:
    reading = one(RECORD.replace("\n", end))
    span = reading.span(pointer, at)
    assert reading.source.text[span.start : span.end].replace(end, "\n") == text


def test_of_a_duplicate_key_the_last_is_meant_as_readers_of_yaml_do() -> None:
    reading = one("---\na: first\na: last\n---\n")
    assert reading.data == {"a": "last"}
    assert reading.source.place(reading.span("/a")).line == 3


# --- the two readers -------------------------------------------------------------------------

TRAPS = {
    "duplicate keys": "a: b\na: c\n",
    "equal duplicates": "a: b\na: b\n",
    "nested duplicates": "a:\n- b: c\n  b: c\n",
    "a duplicate beside a colon in text": "a: 'b: c'\na: 'd: e'\n",
    "a duplicate beside an escaped colon": 'a: "b\\x3a c"\nd: e\nd: e\n',
    "NUL": "a: b\0\nc: d\n",
    "1 and true": "1: a\ntrue: b\n",
    "line separator": "a: b\u2028c\n",
    "line separator, quoted": "a: 'b\u2028 c'\n",
    "next line": "a: b\x85 c\n",
    "lone CR": "a: b\rc: d\n",
    "tab": "a:\tb\n",
    "no-break space alone": "a: \u00a0\n",
    "a large number": "a: 99999999999999999999\n",
    "19 digits": "a: 9223372036854775807\n",
    "block scalar without a last line end": "a: |+\n  b",
    "second document": "a: b\n--- \nc: d\n",
    "end of document": "a: b\n...\nc: d\n",
    "directive": "%YAML 1.1\n---\na: yes\n",
    "flow keys without colons": "a: {b, c}\nd: e\n",
    "anchors": "a: &x b\nc: *x\n",
    "tags": "a: !!int '5'\n",
    "complex key": "? a\n: b\n",
    "merge key": "a: b\n<<: {c: d}\n",
    "deep": "".join(" " * n + "a:\n" for n in range(150)) + " " * 150 + "b\n",
    "an indented record and a tail": "  figid: q\n  a: b\noops\n",
    "an indented record and a list": "   figid: q\n  - M\n",
    "a comment, then an indented record": "# x\n  figid: q\noops\n",
    "the end of a document first": "...\na: b\n",
    "an empty block scalar at the end": "a: b\nc: |\n",
    "an empty folded scalar at the end": "a: b\nc: >2\n",
    "deeper than any stack, in a line": "a:\n" + "- " * 200_000 + "b\n",
    "deeper than any stack, at once": "- " * 200_000 + "b\n",
    "deeper than any stack, by keys": "a:\n" + "- ? " * 100_000 + "b\n",
    "a tail after a flow collection": "[a, b]\nc: d\n",
    "a tail after a quoted scalar": '"a":b\nc: d\n',
    "byte order mark inside": "a: \ufeffb\n",
}


@pytest.mark.parametrize("text", TRAPS.values(), ids=TRAPS)
@pytest.mark.parametrize("tail", ["", "genes:\n- word: A\n  entrez: '1'\nlast: z\n"])
def test_the_fast_reader_steps_into_no_trap(text: str, tail: str) -> None:
    found = fast.read_plain(text + tail)
    assert found is None or same(found.data, exact(text + tail))


def test_the_fast_reader_reads_what_is_published() -> None:
    record = {
        "figid": "PMC1__f1",
        "n": 0.5,
        "list": [],
        "none": {},
        "caption": "a: b, 'c' " * 20,
        "genes": [{"w": f"NO{n}"} for n in range(30)],
    }
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=80)
    found = fast.read_plain(text)
    assert found is not None
    assert found.data == record


# What YAML is sensitive to, alone and in runs; a text of such pieces is a record on the brink.
_PIECES = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            "- ",
            ": ",
            "\n",
            "\n  ",
            "\n- ",
            "\n  - ",
            " ",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ",",
            "#",
            " #",
        ),
        *(
            "&x ",
            "*x",
            "!",
            "|\n  ",
            "|-\n  ",
            ">\n ",
            "? ",
            "%",
            "@",
            "`",
            "\n---\n",
            "\\",
            "~",
            "null",
            "true",
        ),
        *(
            "1",
            "1e5",
            "0x1F",
            "0o7",
            ".5",
            "-0",
            "\t",
            "\r\n",
            "\r",
            "é",
            "😀",
            "\x85",
            "\u2028",
            "\u00a0",
            "\ufeff",
        ),
        *(
            "=",
            "<<: ",
            "yes",
            "2001-01-01",
            "''",
            ":",
            "::",
            "?",
            "c: d\n",
            "a: 1\n",
            "e:\n",
            "'f': g\n",
        ),
        *("h: 'i: j'\n", "12345678901234567890", ".inf", ".nan", "\u3000", "x" * 30),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=14).map("".join)


@settings(max_examples=1500)
@given(_TEXTS, _TEXTS)
@example("a: \u3000\n", "")
@example("a: |+\n  x", "")
def test_where_the_fast_reader_answers_the_exact_one_says_the_same(head: str, tail: str) -> None:
    text = f"{head}\nkey: value\n{tail}"
    found = fast.read_plain(text)
    assert found is None or same(found.data, exact(text))


_TAILS = [
    "",
    "oops\n",
    "- x\n",
    " - x\n",
    "  y\n",
    "}\n",
    '"z"\n',
    "a:b\n",
    "|\n",
    "- - q\n",
    "...\n",
    "--- x\n",
    "@\n",
    "? \n",
]
_LINES = RECORD.splitlines(keepends=True)[1:-1]
_LINE_NUMBERS = st.integers(0, len(_LINES))


@settings(max_examples=600)
@given(
    _LINE_NUMBERS,
    _LINE_NUMBERS,
    st.sampled_from(["", " ", "  ", "# ", "\n"]),
    st.sampled_from(_TAILS),
)
def test_a_record_moved_about_by_hand_is_read_alike(
    start: int, end: int, before: str, tail: str
) -> None:
    text = (
        "".join(
            before + line if start <= number < end else line for number, line in enumerate(_LINES)
        )
        + tail
    )
    found = fast.read_plain(text)
    assert found is None or same(found.data, exact(text))


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
_DATA = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        _SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=400)
@given(_DATA)
def test_whatever_is_dumped_is_read_alike_or_refused(record: dict[str, Any]) -> None:
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=80)
    found = fast.read_plain(text)
    assert found is None or same(found.data, exact(text))


@settings(max_examples=300)
@given(_DATA)
def test_every_value_is_found_at_its_pointer(record: dict[str, Any]) -> None:
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=80)
    root, faults = compose(text)
    if root is None or faults:
        return
    data: Any = data_of(root)
    for key in data:
        name, node = find(root, "/" + key.replace("~", "~0").replace("/", "~1"))
        assert name is not None
        assert name.text == key
        assert same(data_of(node), data[key])
        assert 0 <= node.span.start <= node.span.end <= len(text)


YAML_11 = {
    "a truth value": ["yes", "No", "ON", "oFF", "y", "N", "tRUE"],
    "a number": [
        "1:30",
        "190:20:30.15",
        "0b11",
        "1_000",
        "1,000",
        "1,000.5",
        "-1_0",
        "0x1_F",
        "01:30",
    ],
    "a date": ["2001-12-14", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43"],
    "a merge or default key": ["<<", "="],
}
SAME_IN_BOTH = [
    "",
    "~",
    "null",
    "true",
    "12",
    "017",
    "0o17",
    "1.5",
    "1e5",
    ".inf",
    "p53",
    "5-HT",
    "IL-2",
    "NO2",
    "x:y",
    "1,2-diol",
    ".",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in YAML_11.items() for text in texts]
)
def test_what_yaml_1_1_reads_otherwise(kind: str, text: str) -> None:
    assert yaml_11_type(text) == kind
    assert AMBIGUOUS.search(survey({"word": text}).text)


@pytest.mark.parametrize("text", SAME_IN_BOTH)
def test_what_both_versions_read_alike(text: str) -> None:
    assert yaml_11_type(text) is None


# --- other syntaxes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("---\na: b\n---\n", "markdown"),
        ("a: b\n", "yaml"),
        ('{"a": "b"}', "json"),
        ('{\n"a": "b"\n}\n', "json"),
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("", "markdown"),
        ("just text", "markdown"),
    ],
)
def test_a_syntax_is_sniffed(text: str, syntax: Syntax) -> None:
    assert sniff(text) == syntax


def test_a_yaml_file_may_have_the_marks_of_front_matter() -> None:
    assert one("---\na: b\n---\n", "yaml").data == {"a": "b"}
    assert one("---\na: b\n", "yaml").data == {"a": "b"}
    assert [fault.code for fault in one("---\na: b\n---\nc: d\n", "yaml").faults] == ["P004"]


JSON_FAULTS = [
    ('{"a": 1, "a": 2}', "P005", 1, 10),
    ('{"b": "\x7f", "a": 1, "a": 2}', "P005", 1, 20),
    ('{"a": }', "P004", 1, 7),
    ("---\n{}\n---\n", "P004", 1, 1),
    ('{"a": NaN}', "P004", 1, 1),
    ('{"a": "b\x01"}', "P006", 1, 9),
    ("{'a': 1}", "P004", 1, 2),
    ('{"a": ' + "[" * 200 + "]" * 200 + "}", "P006", 1, 106),
    ('{"a": ' + "[" * 100_000, "P006", 1, 106),
    ('{"a": "b\\ud800c"}', "P004", 1, 9),
    ('{"a": "\\ud83d\\ude00\\ude00"}', "P004", 1, 20),
    ("null", "P003", 1, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), JSON_FAULTS)
def test_json_is_judged_as_json(text: str, code: str, line: int, column: int) -> None:
    reading = one(text, "json")
    (fault,) = reading.faults
    place = reading.source.place(fault.span)
    assert (fault.code, place.line, place.column) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON: expecting property name enclosed in double quotes"),
        ('{"a": NaN}', "not JSON: NaN is not a number that JSON has"),
    ],
)
def test_what_is_not_json_is_told_in_one_form(text: str, said: str) -> None:
    [fault] = one(text, "json").faults
    assert fault.message == said


@pytest.mark.parametrize(
    ("text", "syntax", "written"),
    [
        ("a: 1e5\n", "yaml", "1e5"),
        ("a: 'it''s'\n", "yaml", "it's"),
        ('{"a": 1e5}', "json", "1e5"),
        ('{"a": "\x7f"}', "json", "as read"),
        ("a: [1]\n", "yaml", "as read"),
        ("a: [\n", "yaml", "as read"),
    ],
)
def test_a_scalar_is_told_as_it_is_written(text: str, syntax: Syntax, written: str) -> None:
    assert one(text, syntax).written("/a", "as read") == written


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.md", "markdown"), ("a.b.MD", "markdown"), ("a.markdown", "markdown"),
        ("a.yaml", "yaml"), ("a.yml", "yaml"), ("a.json", "json"),
        ("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"),
        ("a.jsonl.gz", "jsonl"), ("a.ndjson.ZST", "jsonl"), ("a.parquet", "jsonl"),
        ("a.json.gz", None), ("md", None), ("a.parquet.txt", None), ("parquet", None),
    ],
)  # fmt: skip
def test_a_syntax_is_told_by_the_name(name: str, syntax: Syntax | None) -> None:
    assert syntax_of(name) == syntax


def test_what_cannot_be_read_is_the_whole_text() -> None:
    text = "---\nfigid: a\n<<<<<<< ours\n---\n"
    assert one(text).body == Span(0, len(text))


def test_what_a_record_in_json_carries_beside_its_data_is_no_part_of_it() -> None:
    text = '{"figid": "PMC1__f1", "_tables": {}, "_text": "after"}'
    record = Record(one(text, "json"), "r.json")
    assert record.data == {"figid": "PMC1__f1"}
    assert record.embedded == {"_tables": {}, "_text": "after"}
    assert record.strings == [(("figid",), "PMC1__f1")]
    record = Record(one(f"{text}\n", "yaml"), "r.yaml")
    assert record.data == {"figid": "PMC1__f1", "_tables": {}, "_text": "after"}
    assert record.embedded == {}
    assert record.strings == [(("figid",), "PMC1__f1"), (("_text",), "after")]


@pytest.mark.parametrize(
    ("figid", "found"), [("PMC1__f2", "PMC1__f2"), ("''", "PMC1__f1"), ("7", "PMC1__f1")]
)
def test_the_name_of_the_file_tells_the_figid_where_the_record_does_not(
    figid: str, found: str
) -> None:
    record = Record(one(f"figid: {figid}\n", "yaml"), "PMC1__f1.yaml", "PMC1__f1")
    assert record.figid == found


@pytest.mark.parametrize(
    ("text", "is_figid"),
    [("PMC1__f1", True), ("PMC1__", False), ("PMC__f1", False), ("x PMC1__f1", False)],
)
def test_what_looks_like_a_figid(text: str, is_figid: bool) -> None:
    assert looks_like_figid(text) == is_figid


def test_a_line_of_json_lines_is_json_whatever_it_looks_like() -> None:
    first, second = readings("figid: a\r\n  {}  \r\n", "jsonl")
    assert [reading.syntax for reading in (first, second)] == ["json", "json"]
    assert [fault.code for fault in first.faults] == ["P004"]
    assert (first.source.text, second.source.text, second.data) == ("figid: a", "  {}  ", {})


def test_an_empty_file_of_json_lines_is_a_reading_in_json() -> None:
    reading = one("", "jsonl")
    assert (reading.syntax, reading.data, len(reading.faults)) == ("json", None, 1)


def test_json_values_and_places_survive_what_yaml_refuses() -> None:
    reading = one('{\n\t"a": "\\ud83d\\ude00 \x7f",\n\t"b\\/c": "d"\n}', "json")
    assert reading.faults == ()
    assert reading.data == {"a": "😀 \x7f", "b/c": "d"}
    assert reading.source.place(reading.span("/b~1c")).line == 3


def test_of_a_duplicate_key_of_json_the_last_is_meant_and_all_letters_stay() -> None:
    assert one('{"a": "\x7f", "b": 1, "b": 2}', "json").data == {"a": "\x7f", "b": 2}


def test_json_may_have_keys_that_yaml_cannot_hold() -> None:
    reading = one(json.dumps({"k" * 5000: 1, "a": "b"}), "json")
    assert reading.faults == ()
    assert reading.data["a"] == "b"
    assert reading.source.place(reading.span("/a")).line == 1


def test_json_lines_are_records_with_their_lines() -> None:
    first, second = readings('{"a": 1}\n\n{"a": }\r\n', "jsonl")
    assert (first.data, first.source.first_line) == ({"a": 1}, 1)
    assert second.source.place(second.faults[0].span).line == 3
