"""What is said of a text, a table or a value that is not as it should be: whole sentences, with
their place; and that what is nearly so is not blamed.
"""

from __future__ import annotations

from typing import Any

import pytest

from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.fixes.table_editing import TableChange, amended_table, is_of_table
from pfocr_cli.record.changes import Insert, Remove, Replace
from pfocr_cli.record.fault import Fault, ReadingError, ShapeFault
from pfocr_cli.record.front_matter import conflict_in, span_of
from pfocr_cli.record.misread_tables import looks_like
from pfocr_cli.record.reading import Syntax, read
from pfocr_cli.record.source import Edit, Source, Span, spliced
from pfocr_cli.record.tables import (
    Table,
    figid_of_table,
    read_table,
    table_data,
    table_name,
    table_source,
)
from pfocr_cli.record.validator import Validator

COLUMNS = ("word", "symbol", "entrez")
HEADER = "word\tsymbol\tentrez\n"
HALF_A_PAIR = "half of a surrogate pair, which stands for no letter: remove it"


def table(text: str) -> Table:
    return read_table("genes", "genes.tsv", Source(text), COLUMNS, COLUMNS)


# A side table: message, where, whether it is an error, whether its rows can be used


@pytest.mark.parametrize(
    ("text", "message", "span", "is_error", "usable"),
    [
        ("", "the table is empty: not even a header", (0, 0), False, False),
        (
            "word\tsymbol\tentrez\twrod\n",
            "unknown column 'wrod' (did you mean word?)",
            (19, 23),
            False,
            False,
        ),
        ("word\tsymbol\n", "the header lacks entrez", (0, 11), False, False),
        ("entrez\tx\n", "the header lacks word, symbol", (0, 8), True, False),
        ("symbol\tentrez\n", "the header lacks word", (0, 13), True, False),
        (
            "word\tsymbol\tentrez\tword\n",
            "the column 'word' is there twice",
            (19, 23),
            False,
            False,
        ),
        (f"{HEADER}a\tb\n", "2 cells where the header has 3", (19, 22), False, False),
        (f"{HEADER}a", "1 cell where the header has 3", (19, 20), False, False),
        (f"{HEADER}\na\tb\tc\n", "1 cell where the header has 3", (19, 19), False, False),
        (
            f'{HEADER}a\tb\t"c\n',
            "the quotation mark in '\"c' begins a cell to Jekyll, and stops the site",
            (23, 25),
            True,
            True,
        ),
        (f"{HEADER}a\x01\tb\tc\n", "the control character U+0001", (20, 21), False, False),
        (
            "word,symbol,entrez\na,b,c\n",
            "separated by , not by tabs: save it as tab-separated text",
            (0, 18),
            True,
            False,
        ),
    ],
    ids=str,
)
def test_a_fault_of_a_table(
    text: str, message: str, span: tuple[int, int], is_error: bool, usable: bool
) -> None:
    found = table(text)
    first = found.faults[0]
    assert (first.code, first.message, first.is_error) == ("D702", message, is_error)
    assert (first.span.start, first.span.end) == span
    assert found.usable == usable


def test_a_table_with_a_merge_conflict_has_no_rows() -> None:
    found = table(f"{HEADER}<<<<<<< a\nb\tc\td\n")
    assert [(fault.code, fault.span) for fault in found.faults] == [("P004", Span(19, 28))]
    assert (found.rows, found.usable) == ([], False)


@pytest.mark.parametrize(("column", "cell"), [("word", "d"), ("entrez", "f"), ("x", "d\te\tf")])
def test_a_cell_is_at_its_place_and_one_that_is_missing_at_its_line(column: str, cell: str) -> None:
    found = table(f"{HEADER}a\tb\tc\nd\te\tf\n")
    span = found.span(1, column)
    assert found.source.text[span.start : span.end] == cell


@pytest.mark.parametrize(
    ("name", "figid"),
    [
        ("PMC1__f1-genes.tsv", "PMC1__f1"),
        ("PMC1__f-1-diseases.tsv", "PMC1__f-1"),
        ("PMC1__f1-proteins.tsv", None),
        ("f1-genes.tsv", None),
        ("PMC1__f1-genes.tsv.gz", None),
    ],
)
def test_the_name_of_a_table_tells_its_figure(name: str, figid: str | None) -> None:
    assert figid_of_table(name) == figid
    assert figid is None or table_name(figid, name.rpartition("-")[2].removesuffix(".tsv")) == name


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_blank_lines_at_the_end_are_no_rows(end: str) -> None:
    found = table(f"{HEADER}a\tb\tc{end}")
    assert (len(found.rows), found.faults) == (1, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("word,symbol,entrez", "separated by , not by tabs: save it as tab-separated text"),
        ("word;symbol;entrez", "separated by ; not by tabs: save it as tab-separated text"),
        ("word,symbol,entrez\tx", "separated by , not by tabs: save it as tab-separated text"),
        ("word symbol entrez", "separated by blanks not by tabs: save it as tab-separated text"),
        ('"word"\t"symbol"\tentrez', 'the header is quoted: write word and not "word"'),
        ("Word\tsymbol", "the header is written otherwise: write word and not Word"),
        (
            " word\tsymbol",
            "the header is written otherwise: write word and without blanks",
        ),
        (
            "# c\nword\tsymbol",
            "comments stand above the header: a table begins with its header",
        ),
        (
            "\nword\tsymbol",
            "blank lines stand above the header: a table begins with its header",
        ),
        (
            "rownames\tword\tsymbol",
            "the first column holds row names, as R writes them: write the table without "
            "(row.names = FALSE)",
        ),
        *(
            (
                rows,
                "each row begins with one cell more than the header has: row names, as R writes "
                "them: write the table without (row.names = FALSE)",
            )
            for rows in ("word\tsymbol\n1\ta\tb", "word\tsymbol\nx\ta\tb\ny\ta\tb")
        ),
        ("word\tsymbol\n2\ta\tb", ""),
        ("word\tsymbol\nx\ta\tb\nx\ta\tb", ""),
        ("word\tsymbol\n1\ta\tb\n2\ta", ""),
        ("Word\tnothing", ""),
        ("X\tnothing", ""),
        ("rownames\tword", ""),
        ("# c", ""),
        ("# c\n# d", ""),
        ("word,symbol\tx\ty", ""),
        ("word\tsymbol\na\tb", ""),
    ],
    ids=lambda text: ascii(text)[:40],
)
def test_a_table_that_another_program_wrote_otherwise(text: str, said: str) -> None:
    assert looks_like(text.split("\n"), frozenset(COLUMNS)) == said


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", {"columns": [], "rows": []}),
        ("a\tb\n", {"columns": ["a", "b"], "rows": []}),
        ("a\tb", {"columns": ["a", "b"], "rows": [], "last_line_end": False}),
        ("a\r\n1\r\n", {"columns": ["a"], "rows": [["1"]], "line_end": "\r\n"}),
        ("\n", {"columns": [""], "rows": []}),
        ("a\n\n", {"columns": ["a"], "rows": [[""]]}),
        ("a\n1\r\n", {"text": "a\n1\r\n"}),
    ],
    ids=ascii,
)
def test_a_table_is_data_and_the_same_table_again(
    text: str, data: dict[str, Any], mark: str
) -> None:
    marked = data if not mark else {**data, "byte_order_mark": True}
    if "text" in data:
        marked = {"text": mark + data["text"]}
    found = table_data(Source(text, mark=mark))
    assert found == marked
    again = table_source(found)
    assert (again.text, again.mark) == (text, mark)


# Edits of a table

OTHER = {"word": "1", "symbol": "2", "entrez": "3"}
ROWS = f"{HEADER}a\tb\tc\nd\te\tf\n"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([Replace("/genes/0/word", "x", "genes")] * 2, f"{HEADER}x\tb\tc\nd\te\tf\n"),
        ([Replace("/genes/1/entrez", "x", "genes")], f"{HEADER}a\tb\tc\nd\te\tx\n"),
        ([Remove("/genes/0", "genes")], f"{HEADER}d\te\tf\n"),
        ([Remove("/genes/1", "genes")], f"{HEADER}a\tb\tc\n"),
        ([Insert("/genes/1", OTHER, "genes")] * 2, f"{HEADER}a\tb\tc\n1\t2\t3\n1\t2\t3\nd\te\tf\n"),
        ([Insert("/genes/2", OTHER, "genes")], f"{HEADER}a\tb\tc\nd\te\tf\n1\t2\t3\n"),
    ],
    ids=["replace-twice", "last-cell", "first", "last", "two-alike", "at-the-end"],
)
def test_a_table_is_changed_and_every_other_byte_stays(
    changes: list[TableChange], text: str
) -> None:
    assert amended_table(table(ROWS), changes).text == text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([Replace("/genes/0/word", "x\ty", "genes")], "the table has no cell for word"),
        ([Replace("/genes/0/wrod", "x", "genes")], "the table has no cell for wrod"),
        ([Insert("/genes/0", OTHER, "genes")], "the table has no place for the row"),
        (
            [Insert("/genes/1", {**OTHER, "word": "1\n"}, "genes")],
            "the table has no place for the row",
        ),
        (
            [Replace("/genes/0/word", text, "genes") for text in "xy"],
            "the changes touch each other",
        ),
    ],
    ids=["tab", "column", "before-the-first", "line-break", "twice"],
)
def test_what_a_table_cannot_hold_is_refused(changes: list[TableChange], why: str) -> None:
    with pytest.raises(RefusedError) as refused:
        amended_table(table(ROWS), changes)
    assert str(refused.value) == why


def test_a_change_is_of_a_table_where_it_names_one() -> None:
    assert is_of_table(Remove("/genes/0", "genes"))
    assert not is_of_table(Remove("/genes/0"))


def test_edits_side_by_side_are_made_and_those_that_overlap_are_not() -> None:
    assert spliced("abc", [Edit(Span(0, 1), "x"), Edit(Span(1, 2), "y")]) == "xyc"
    assert spliced("abc", [Edit(Span(1, 1), "x"), Edit(Span(1, 1), "y")]) == "axybc"
    with pytest.raises(ValueError, match="two edits overlap"):
        spliced("abc", [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")])


# Front matter


@pytest.mark.parametrize(
    ("text", "message", "end", "value"),
    [
        ("figid: a\n", "no front matter: the first line must be `---`", 8, "figid: a"),
        ("line\rother", "no front matter: the first line must be `---`", 4, "line"),
        (
            "---\na: 1\n",
            "the front matter is not closed: no line `---` follows the first",
            3,
            "---",
        ),
        ("", "the file is empty", 0, ""),
        (" \n", "the file is empty", 0, ""),
    ],
    ids=ascii,
)
def test_what_is_no_front_matter(text: str, message: str, end: int, value: str) -> None:
    with pytest.raises(ReadingError) as found:
        span_of(text)
    assert found.value.fault == Fault("P003", message, Span(0, end), value)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("---\na: 1\n---\n", (4, 9)),
        ("---\n---\n", (4, 4)),
        ("--- \r\na: 1\r\n...\r\nx", (6, 12)),
        ("---\ra: 1\r---", (4, 9)),
    ],
    ids=ascii,
)
def test_front_matter_is_between_its_lines(text: str, span: tuple[int, int]) -> None:
    assert span_of(text) == Span(*span)


ONE = "an unresolved merge conflict: choose a side and remove the markers"


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("<<<<<<< a\nb\n=======\n", ONE, (0, 9)),
        ("b\n>>>>>>> c\n", ONE, (2, 11)),
        (">>>>>>>", ONE, (0, 7)),
        (
            "<<<<<<< a\n>>>>>>> c\n<<<<<<<\n",
            ONE.replace("an", "2", 1).replace("ct:", "cts:"),
            (0, 9),
        ),
        ("a <<<<<<< b", None, (0, 0)),
        ("<<<<<<<<", None, (0, 0)),
    ],
    ids=ascii,
)
def test_markers_of_a_conflict(text: str, message: str | None, span: tuple[int, int]) -> None:
    found = conflict_in(text)
    assert (found and found.message) == message
    assert found is None or (found.code, found.span) == ("P004", Span(*span))


# What does not fit a schema

THING = {
    "type": "object",
    "required": ["a", "b"],
    "additionalProperties": False,
    "properties": {
        "a": {"type": "string", "pattern": "^x", "title": "x", "examples": ["x1", "x2"]},
        "b": {"type": "string", "minLength": 1},
        "c": {"enum": ["one", "two"]},
        "d": {"const": 1},
        "e": {"type": ["number", "null"]},
        "f": {"type": "string", "pattern": "^[0-9]$"},
        "genes": {"type": "array", "items": {"properties": {"entrez": {"type": "string"}}}},
        "g": {"type": "string", "enum": ["one"]},
        "h": {"type": ["string", "null"], "enum": ["one", None]},
        "names": {"type": "array", "items": {"type": "string"}},
        "deep": {
            "properties": {
                "x": {"type": "string"},
                "list": {"items": {"properties": {"y": {"properties": {"z": {"type": "string"}}}}}},
            }
        },
    },
}
SOUND: dict[str, Any] = {"a": "x", "b": "b"}


@pytest.mark.parametrize(
    ("changes", "kind", "pointer", "message"),
    [
        ({"a": "y"}, "bad-value", "/a", "a is 'y', which is not a valid x, such as 'x1'"),
        ({"f": "y"}, "bad-value", "/f", "f is 'y', which is not a valid ^[0-9]$"),
        (
            {"c": "tow"},
            "bad-value",
            "/c",
            "c is 'tow' (did you mean two?); it can be: 'one', 'two'",
        ),
        ({"d": 2}, "bad-value", "/d", "d is '2'; it can be: 1"),
        ({"aa": 1}, "unknown-key", "/aa", "unknown key 'aa' (did you mean a?)"),
        ({"a": 1}, "wrong-type", "/a", "a must be text, not a number"),
        ({"a": True}, "wrong-type", "/a", "a must be text, not true or false"),
        ({"a": float("inf")}, "wrong-type", "/a", "a must be text, not a number"),
        ({"g": 1}, "wrong-type", "/g", "g must be text, not a number"),
        ({"h": 1}, "wrong-type", "/h", "h must be text or null, not a number"),
        ({"deep": {"x": 1}}, "wrong-type", "/deep/x", "deep/x must be text, not a number"),
        (
            {"deep": {"list": [{"y": {"z": 1}}]}},
            "wrong-type",
            "/deep/list/0/y/z",
            "y/z of item 1 of deep/list must be text, not a number",
        ),
        ({"e": "1"}, "wrong-type", "/e", "e must be a number or null, not text"),
        (
            {"e": float("inf")},
            "wrong-type",
            "/e",
            "e is infinite or too long a number, which JSON does not have",
        ),
        (
            {"names": ["a", []]},
            "wrong-type",
            "/names/1",
            "item 2 of names must be text, not a list",
        ),
        (
            {"genes": [{}, {"entrez": {}}]},
            "wrong-type",
            "/genes/1/entrez",
            "entrez of gene 2 must be text, not a mapping",
        ),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit(
    changes: dict[str, Any], kind: str, pointer: str, message: str
) -> None:
    [found] = Validator(THING).explain({**SOUND, **changes})
    assert (found.kind, found.pointer, found.message) == (kind, pointer, message)


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "object"}, [], "a record must be a mapping, not a list"),
        (
            {"items": {"properties": {"a": {"type": "string"}}}},
            [{}, {"a": 1}],
            "a of row 2 must be text, not a number",
        ),
    ],
)
def test_a_whole_that_does_not_fit(schema: dict[str, Any], value: object, message: str) -> None:
    assert [found.message for found in Validator(schema).explain(value)] == [message]


def test_what_has_no_words_of_its_own_is_told_in_those_of_the_library() -> None:
    [found] = Validator(THING).explain({**SOUND, "b": ""})
    assert (found.kind, found.pointer, found.value) == ("bad-value", "/b", "")
    assert found.message.startswith("b: '' ")


def test_a_value_is_shown_in_its_letters() -> None:
    [found] = Validator(THING).explain({**SOUND, "a": ["é"]})
    assert found.value == '["é"]'


def test_keys_that_are_missing_are_one_fault() -> None:
    [one] = Validator(THING).explain({"a": "x"})
    [two] = Validator(THING).explain({})
    assert (one.message, one.missing) == ("the key b is missing", ("b",))
    assert (two.message, two.missing) == ("the keys a, b are missing", ("a", "b"))


@pytest.mark.parametrize(
    ("key", "value", "quotable", "absent", "empty_fits"),
    [
        ("a", 1, True, False, False),
        ("f", None, True, True, False),
        ("names", None, False, False, False),
        ("names", [[1]], False, False, False),
        ("names", [None], True, True, True),
        ("a", [], False, False, False),
        ("a", {}, False, False, False),
    ],
)
def test_what_would_mend_a_wrong_type(
    key: str, value: object, quotable: bool, absent: bool, empty_fits: bool
) -> None:
    [found] = Validator(THING).explain({**SOUND, key: value})
    assert (found.quotable, found.absent, found.empty_fits) == (quotable, absent, empty_fits)


def test_what_the_explainer_cannot_name_is_still_a_fault() -> None:
    """It is asked only of what the fast engine has refused, whose word is the last."""
    assert [*Validator({"type": "string"}).explain("x")] == [
        ShapeFault("bad-value", "", "the record does not fit its schema", "")
    ]


# A record that cannot be read: what is said, and of which letters


@pytest.mark.parametrize(
    ("text", "syntax", "fault"),
    [
        (
            "figid: x\n---\na: b\n",
            "yaml",
            Fault("P004", "a second YAML document begins here: a record is one", Span(9, 12)),
        ),
        (
            "---\nfigid: x\n---\n\n---\nfigid: y\n---\n",
            "markdown",
            Fault(
                "P004",
                "a second record begins here: a file holds one, and readers see only the first",
                Span(22, 30),
                "figid: y",
            ),
        ),
        (
            "? [a]\n: b\n",
            "yaml",
            Fault("P004", "a list or mapping as a key: a record's keys are text", Span(2, 5)),
        ),
        (
            "? {a: b}\n: c\n",
            "yaml",
            Fault("P004", "a list or mapping as a key: a record's keys are text", Span(2, 8)),
        ),
        ("a: &x [*x]\n", "yaml", Fault("P006", "the alias 'x' holds itself", Span(7, 9))),
        (
            "a: b\n'a': c\n",
            "yaml",
            Fault(
                "P005",
                "the key 'a' is there twice; readers keep the last: remove one",
                Span(5, 8),
                "a",
            ),
        ),
        *(
            (
                f"a: {letter}\n",
                "yaml",
                Fault(
                    "P006",
                    f"the control character U+{code}, which YAML forbids: remove it",
                    Span(3, 4),
                    f"\\x{value}",
                ),
            )
            for letter, code, value in (("\x0b", "000B", "0B"), ("\uffff", "FFFF", "FFFF"))
        ),
        (
            f"a: {'[' * 101}",
            "yaml",
            Fault("P006", "nested more than 100 levels deep", Span(102, 103)),
        ),
        *(
            (
                f"---\n{marker} a\n---\n",
                "markdown",
                Fault(
                    "P004",
                    "an unresolved merge conflict: choose a side and remove the markers",
                    Span(4, 13),
                    f"{marker} a",
                ),
            )
            for marker in ("<<<<<<<", ">>>>>>>")
        ),
        (
            "a: !!int 3\n",
            "yaml",
            Fault(
                "P006",
                "the tag 'tag:yaml.org,2002:int': a record holds plain values only, remove the tag",
                Span(3, 10),
                "tag:yaml.org,2002:int",
            ),
        ),
        ("", "yaml", Fault("P003", "the file is empty", Span(0, 0))),
        ("# a\n", "yaml", Fault("P003", "the record is empty", Span(0, 0))),
        (
            "a\rb",
            "markdown",
            Fault("P003", "no front matter: the first line must be `---`", Span(0, 1), "a"),
        ),
        (
            "a",
            "markdown",
            Fault("P003", "no front matter: the first line must be `---`", Span(0, 1), "a"),
        ),
        (
            '{"a": "\\ud800"}',
            "json",
            Fault("P004", HALF_A_PAIR, Span(7, 13), "\\ud800"),
        ),
        (
            '{"a": "\\udc00 x"}',
            "json",
            Fault("P004", HALF_A_PAIR, Span(7, 13), "\\udc00"),
        ),
        (
            '{"a": "\\ud800\\ud800\\udc00"}',
            "json",
            Fault("P004", HALF_A_PAIR, Span(7, 13), "\\ud800"),
        ),
        (
            '{"a": "\\ud83d\\ude00\\ude00"}',
            "json",
            Fault("P004", HALF_A_PAIR, Span(19, 25), "\\ude00"),
        ),
        (
            '{"a": NaN}',
            "json",
            Fault("P004", "not JSON: NaN is not a number that JSON has", Span(0, 0)),
        ),
        (
            "---\nfigid: x\n<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< a\n>>>>>>> b\n---\n",
            "markdown",
            Fault(
                "P004",
                "2 unresolved merge conflicts: choose a side and remove the markers",
                Span(13, 22),
                "<<<<<<< a",
            ),
        ),
    ],
)
def test_why_a_record_cannot_be_read(text: str, syntax: Syntax, fault: Fault) -> None:
    [reading] = read(Source(text), syntax)
    assert reading.faults == (fault,)
