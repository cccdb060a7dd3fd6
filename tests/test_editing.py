"""Edits: what changes is what was promised, and nothing else; what is in doubt is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.fixes.editing import RefusedError, amended
from pfocr_cli.fixes.scalar_style import Style, styled_scalar
from pfocr_cli.fixes.table_editing import amended_table
from pfocr_cli.record.changes import (
    Change,
    Extend,
    Insert,
    Quote,
    Remove,
    Replace,
    Restore,
    changed,
)
from pfocr_cli.record.reading import Reading, Syntax, read
from pfocr_cli.record.source import Edit, Source, Span, spliced
from pfocr_cli.record.tables import read_table


def reading_of(text: str, syntax: Syntax = "yaml") -> Reading:
    [reading] = read(Source(text), syntax)
    return reading


def edited(text: str, *changes: Change, syntax: Syntax = "yaml") -> str:
    return amended(reading_of(text, syntax), changes).source.text


FULL = {
    "symbol": "RANKL",
    "source": "hgnc_alias_symbol",
    "hgnc_symbol": "TNFSF11",
    "entrez": "8600",
}
PAIRS = tuple(FULL.items())

CASES: dict[str, tuple[str, list[Change], str]] = {
    "for two problems": ("a: OLD\n", [Replace("/a", "NEW"), Replace("/a", "NEW")], "a: NEW\n"),
    "plain": ("a: OLD\nb: x\n", [Replace("/a", "NEW")], "a: NEW\nb: x\n"),
    "single quotes stay": ("a: 'OLD'  # why\n", [Replace("/a", "NEW")], "a: 'NEW'  # why\n"),
    "double quotes stay": ('a: "OLD"\n', [Replace("/a", "NEW")], 'a: "NEW"\n'),
    "quotes where YAML 1.1 needs them": ("a: OLD\n", [Replace("/a", "NO")], "a: 'NO'\n"),
    "quotes where a number would be read": ("a: OLD\n", [Replace("/a", "1e5")], "a: '1e5'\n"),
    "a quote inside": ("a: 'OLD'\n", [Replace("/a", "it's")], "a: 'it''s'\n"),
    "a colon and a hash": ("a: OLD\n", [Replace("/a", "x: y #z")], "a: 'x: y #z'\n"),
    "in flow style": (
        "a: [OLD, {b: OLD}]\n",
        [Replace("/a/1/b", "x,y"), Replace("/a/0", "M")],
        "a: [M, {b: 'x,y'}]\n",
    ),
    "CRLF": ("a: OLD\r\nb: x\r\n", [Replace("/a", "NEW")], "a: NEW\r\nb: x\r\n"),
    "no final newline": ("b: x\na: OLD", [Replace("/a", "NEW")], "b: x\na: NEW"),
    "quote a value": ("a: NO\nb: x\n", [Quote("/a")], "a: 'NO'\nb: x\n"),
    "quote a key": ("NO: x\n", [Quote("/NO", "key")], "'NO': x\n"),
    "remove": ("a:\n- x\n- y\n- z\nb: 1\n", [Remove("/a/1")], "a:\n- x\n- z\nb: 1\n"),
    "remove the last": ("a:\n  - x\n  - y\n", [Remove("/a/1")], "a:\n  - x\n"),
    "remove a mapping": (
        "a:\n- b: 1\n  c: 2\n# kept\n- b: 3\n",
        [Remove("/a/0")],
        "a:\n# kept\n- b: 3\n",
    ),
    "remove in flow style": ("a: [x, y, z]\n", [Remove("/a/1")], "a: [x, z]\n"),
    "remove the last in flow style": ("a: [x, y ]\n", [Remove("/a/1")], "a: [x ]\n"),
    "insert after": ("a:\n- x  # c\n- y\n", [Insert("/a/1", "k")], "a:\n- x  # c\n- k\n- y\n"),
    "insert at the end": ("a:\n  - x", [Insert("/a/1", "k")], "a:\n  - x\n  - k"),
    "insert before the first": ("a:\n  - x\n", [Insert("/a/0", "k")], "a:\n  - k\n  - x\n"),
    "insert two at one place": (
        "a:\n- x\n",
        [Insert("/a/1", "m"), Insert("/a/1", "k")],
        "a:\n- x\n- m\n- k\n",
    ),
    "insert in flow style": (
        "a: [x]\n",
        [Insert("/a/1", "k"), Insert("/a/0", "m")],
        "a: [m, x, k]\n",
    ),
    "insert two at one place in flow style": (
        "a: [x]\n",
        [Insert("/a/1", "m, n"), Insert("/a/1", {"k": "v"})],
        "a: [x, 'm, n', {k: v}]\n",
    ),
    "insert between in flow style": ("a: [x, y]\n", [Insert("/a/1", "k")], "a: [x, k, y]\n"),
    "what a comment cut": ("a: b # c\nd: e\n", [Restore("/a", "b # c")], "a: 'b # c'\nd: e\n"),
    "all of it": ("a: # c\nd: e\n", [Restore("/a", "# c")], "a: '# c'\nd: e\n"),
    "right behind the colon": ("a:\nd: e\n", [Restore("/a", "x")], "a: x\nd: e\n"),
    "a long text that a comment cut": (
        f"caption: {'word ' * 20}# c\nd: e\n",
        [Restore("/caption", f"{'word ' * 20}# c")],
        f"caption: '{'word ' * 14}word\n  {'word ' * 5}# c'\nd: e\n",
    ),
    "a long text that a comment cut, with CRLF": (
        f"caption: {'word ' * 20}# c\r\nd: e\r\n",
        [Restore("/caption", f"{'word ' * 20}# c")],
        f"caption: '{'word ' * 14}word\r\n  {'word ' * 5}# c'\r\nd: e\r\n",
    ),
    "folded as before": (
        f"caption: {'word ' * 14}word\n  {'word ' * 4}end\nb: c\n",
        [Replace("/caption", f"{'other ' * 18}end")],
        f"caption: {'other ' * 12}other\n  {'other ' * 5}end\nb: c\n",
    ),
    "short now": (
        f"caption: {'word ' * 14}word\r\n  {'word ' * 4}end\r\nb: c\r\n",
        [Replace("/caption", "NO")],
        "caption: 'NO'\r\nb: c\r\n",
    ),
    "folded now": (
        "caption: short\nb: c\n",
        [Replace("/caption", f"{'other ' * 18}end")],
        f"caption: {'other ' * 12}other\n  {'other ' * 5}end\nb: c\n",
    ),
    "one letter less than a long text": (
        "a: b, c\n",
        [Replace("/a", f"{'d' * 36}, e")],
        f"a: '{'d' * 36}, e'\n",
    ),
    "a long text as the database writes it": (
        "a: b, c\n",
        [Replace("/a", f"{'d' * 37}, e")],
        f"a: {'d' * 37}, e\n",
    ),
    "a short text in place of a long one": (
        f"a: {'d' * 37}, e\n",
        [Replace("/a", "b, c")],
        "a: b, c\n",
    ),
    "remove CRLF": ("a:\r\n- x\r\n- y\r\n", [Remove("/a/0")], "a:\r\n- y\r\n"),
    "quote a value, not its key": ("on: off\n", [Quote("/on")], "on: 'off'\n"),
    "insert into an empty list": ("a: []\n", [Insert("/a/0", "k")], "a: [k]\n"),
    "replace and insert after": (
        "a:\n- x\n- y\n",
        [Replace("/a/0", "m"), Insert("/a/1", "k")],
        "a:\n- m\n- k\n- y\n",
    ),
    "replace and remove": (
        "a:\n- x\n- y\n- z\n",
        [Replace("/a/0", "k"), Remove("/a/2")],
        "a:\n- k\n- y\n",
    ),
    "a draft": (
        "genes:\n- word: RANKL\nb: 1\n",
        [Extend("/genes/0", PAIRS)],
        "genes:\n- word: RANKL\n  symbol: RANKL\n  source: hgnc_alias_symbol\n  hgnc_symbol: "
        "TNFSF11\n  entrez: '8600'\nb: 1\n",
    ),
    "a draft in flow style": (
        "genes: [{word: A}]\n",
        [
            Extend("/genes/0", (("symbol", "A"), ("entrez", "1"))),
            Insert("/genes/1", {"word": "A", "symbol": "B"}),
        ],
        "genes: [{word: A, symbol: A, entrez: '1'}, {word: A, symbol: B}]\n",
    ),
    "a draft of several genes": (
        "genes:\r\n  - word: A # family\r\n  - word: C\r\n",
        [Extend("/genes/0", (("symbol", "A"),)), Insert("/genes/1", {"word": "A", "symbol": "B"})],
        "genes:\r\n  - word: A # family\r\n    symbol: A\r\n  - word: A\r\n    symbol: B\r\n  - "
        "word: C\r\n",
    ),
}


@pytest.mark.parametrize(("before", "changes", "after"), CASES.values(), ids=CASES)
def test_an_edit_changes_what_it_says(before: str, changes: list[Change], after: str) -> None:
    assert edited(before, *changes) == after


JSON_CASES: dict[str, tuple[str, list[Change], str]] = {
    "replace": ('{"a": "OLD", "b": 1.50}', [Replace("/a", 'N"W')], '{"a": "N\\"W", "b": 1.50}'),
    "letters that do not show stay as they are": (
        '{"a": "b"}',
        [Replace("/a", "c\u200b\x7f")],
        '{"a": "c\u200b\x7f"}',
    ),
    "extend": (
        '{"g": [{"word": "A"}]}',
        [Extend("/g/0", (("entrez", "1"),))],
        '{"g": [{"word": "A", "entrez": "1"}]}',
    ),
    "insert": ('{"g": ["A"]}', [Insert("/g/1", {"word": "é"})], '{"g": ["A", {"word": "é"}]}'),
    "remove": ('{"g": ["A" , "B"]}', [Remove("/g/0")], '{"g": ["B"]}'),
}


@pytest.mark.parametrize(("before", "changes", "after"), JSON_CASES.values(), ids=JSON_CASES)
def test_an_edit_in_json(before: str, changes: list[Change], after: str) -> None:
    assert edited(before, *changes, syntax="json") == after
    json.loads(after)


REFUSED: dict[str, tuple[str, Change | tuple[Change, ...], str]] = {
    "a block scalar": (
        "a: |-\n  OLD\n",
        Replace("/a", "NEW"),
        "the value is a block, or has an anchor",
    ),
    "an anchor": (
        "a: &x OLD\nb: *x\n",
        Replace("/a", "NEW"),
        "the value is a block, or has an anchor",
    ),
    "an alias": (
        "a: &x OLD\nb: *x\n",
        Replace("/b", "NEW"),
        "the value is a block, or has an anchor",
    ),
    "quotes around an anchor": ("a: &x NO\nb: *x\n", Quote("/a"), "the value has an anchor"),
    "an item of an aliased list": (
        *("a: &x [OLD]\nb: *x\n", Replace("/a/0", "NEW")),
        "the record is written in a way that cannot be edited with certainty",
    ),
    "two items on one line": (
        *("a:\n- - x\n  - y\n", Remove("/a/0/0")),
        "the item does not begin its line",
    ),
    "an item of an aliased list in lines": (
        *("a: &x\n- m\n- n\nb: *x\n", Remove("/b/0")),
        "the item does not begin its line",
    ),
    "a duplicate key": (
        *("a: OLD\na: OLD\n", Replace("/a", "NEW")),
        "the record cannot be read without doubt",
    ),
    "nothing there": (
        *("a: OLD\n", Replace("/b/c", "NEW")),
        "what would change is not where it was read",
    ),
    "one value twice": (
        *("a: OLD\n", (Replace("/a", "M"), Replace("/a", "N"))),
        "the changes touch each other",
    ),
    "the one item and another": (
        *("a:\n- x\n", (Remove("/a/0"), Insert("/a/1", "k"))),
        "the changes touch each other",
    ),
    "a list": ("a: [x]\n", Replace("/a", "NEW"), "the value is not text"),
    "what is no list": ("a:\n  '0': x\n", Remove("/a/0"), "this is not a list"),
    "an empty list with an anchor": ("a: &x []\n", Insert("/a/0", "k"), "the list is empty"),
    "a list made whole": ("a: [x]\n", Restore("/a", "x"), "the value has quotes already"),
    "quotes around a list": ("a: [x]\n", Quote("/a"), "the value has an anchor"),
    "a key that is there": (
        *("a:\n- b: x\n", Extend("/a/0", (("b", "y"),))),
        "the record is written in a way that cannot be edited with certainty",
    ),
    "quotes that are there": (
        "a: 'b' # c\n",
        Restore("/a", "b # c"),
        "the value has quotes already",
    ),
    "an empty mapping": ("a: {}\n", Extend("/a", PAIRS), "the entry has no keys yet"),
    "below a block": ("a:\n- |\n  x\n", Insert("/a/1", "x"), "a block of text stands before it"),
    "keys below a block": (
        *("a:\n- b: |\n    x\n", Extend("/a/0", PAIRS)),
        "a block of text stands before it",
    ),
}


@pytest.mark.parametrize(("before", "changes", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_with_certainty_is_refused(
    before: str, changes: Change | tuple[Change, ...], why: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{why}$"):
        edited(before, *(changes if isinstance(changes, tuple) else (changes,)))


def test_text_around_the_front_matter_stays() -> None:
    text = "---\na: OLD\n---\n\n# A page\n\na: OLD\n"
    assert edited(text, Replace("/a", "NEW"), syntax="markdown") == text.replace("OLD", "NEW", 1)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
# What a record cannot hold unless it is escaped is a fault of its own.
plain_words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=12
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\u200b", r'"a\u200b"'),
        ("a\x85", r'"a\x85"'),
        ("a\U000e0001", r'"a\U000e0001"'),
        ("a\nb", r'"a\nb"'),
        ("it's\u200b", r'"it\'s\u200b"'),
        ("it's", "it's"),
        ("a: b", "'a: b'"),
        ("12", "'12'"),
    ],
)
def test_letters_that_do_not_show_are_escaped_as_short_as_can_be(text: str, written: str) -> None:
    assert styled_scalar(text) == written.replace("\\'", "'")


@given(words, st.sampled_from(Style), st.booleans())
def test_any_text_can_be_written_in_any_style(text: str, style: Style, flow: bool) -> None:
    written = styled_scalar(text, style, flow=flow)
    whole = f"a: [{written}, b]\n" if flow else f"a: {written}\n"
    data = reading_of(whole).data
    assert data == {"a": [text, "b"] if flow else text}


@given(st.lists(plain_words, min_size=1, max_size=4), st.data())
def test_what_is_edited_reads_as_promised(items: list[str], data: st.DataObject) -> None:
    text = "k:\n" + "".join(f"- {styled_scalar(item)}\n" for item in items) + "end: x\n"
    index = st.integers(0, len(items) - 1)
    changes: list[Change] = [
        data.draw(st.builds(Replace, index.map("/k/{}".format), words)),
        data.draw(st.builds(Insert, st.integers(0, len(items)).map("/k/{}".format), words)),
    ]
    reading = reading_of(text)
    assert amended(reading, changes).data == changed(reading.data, changes)


def test_changed_leaves_the_data_as_it_was() -> None:
    data = {"a": ["x", "y", "z"], "m": {"k": "v"}}
    changes: list[Change] = [
        Remove("/a/0"),
        Remove("/a/0"),  # for another reason
        Insert("/a/0", "k"),
        Insert("/a/3", "e"),
        Extend("/m", (("l", "w"),)),
        Replace("/a/1", "Y"),
    ]
    assert changed(data, changes) == {"a": ["k", "Y", "z", "e"], "m": {"k": "v", "l": "w"}}
    assert data == {"a": ["x", "y", "z"], "m": {"k": "v"}}


def test_edits_at_one_place_keep_their_order() -> None:
    edits = [
        Edit(Span(1, 1), "1"),
        Edit(Span(1, 1), "2"),
        Edit(Span(0, 1), "A"),
        Edit(Span(2, 3), ""),
    ]
    assert spliced("abcd", edits) == "A12bd"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        spliced("abcd", [Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_cell_changes_and_no_other_byte(end: str) -> None:
    text = end.join(["word\tncbigene_symbol \tx", " GBA\tGBA\t", "STING\tTMEM173\t ", ""])
    text = text.replace("symbol ", "symbol")
    table = read_table("genes", "t.tsv", Source(text), ["word", "ncbigene_symbol", "x"], ())
    assert amended_table(
        table, [Replace("/genes/1/ncbigene_symbol", "STING1")]
    ).text == text.replace("TMEM173", "STING1")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (Replace("/genes/0/word", "a\tb"), "word"),
        (Replace("/genes/0/word", "a\n"), "word"),
        (Replace("/genes/0/none", "a"), "none"),
    ],
)
def test_a_cell_that_would_break_the_table_is_refused(change: Replace, column: str) -> None:
    table = read_table("genes", "t.tsv", Source("word\nGBA\n"), ["word"], ())
    with pytest.raises(RefusedError, match=f"^the table has no cell for {column}$"):
        amended_table(table, [change])


GENES = "word\tsymbol\nGBA\tGBA1\nTNF\tTNF\nADP\tWDTC1\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([Remove("/genes/1", "genes")], "word\tsymbol\nGBA\tGBA1\nADP\tWDTC1\n"),
        ([Remove("/genes/2", "genes")], "word\tsymbol\nGBA\tGBA1\nTNF\tTNF\n"),
        ([Remove(f"/genes/{row}", "genes") for row in range(3)], "word\tsymbol\n"),
        (
            [
                Replace("/genes/1/symbol", "IL6", "genes"),
                Insert("/genes/2", {"word": "TNF", "symbol": "IL1B"}, "genes"),
                Remove("/genes/2", "genes"),
            ],
            "word\tsymbol\nGBA\tGBA1\nTNF\tIL6\nTNF\tIL1B\n",
        ),
        (
            [Insert("/genes/3", {"word": "x", "symbol": "y"}, "genes")] * 2,
            GENES + "x\ty\n" * 2,
        ),
        ([Replace("/genes/0/word", "GBA1", "genes")] * 2, GENES.replace("GBA\t", "GBA1\t")),
    ],
)
def test_rows_of_a_table_go_and_come(end: str, changes: list[Any], expected: str) -> None:
    source = Source(GENES.replace("\n", end))
    table = read_table("genes", "t.tsv", source, ["word", "symbol"], ())
    assert amended_table(table, changes).text == expected.replace("\n", end)


def test_a_last_row_without_a_line_end_goes_too() -> None:
    table = read_table("genes", "t.tsv", Source("word\na\nb"), ["word"], ())
    assert amended_table(table, [Remove("/genes/1", "genes")]).text == "word\na\n"
    added = amended_table(table, [Insert("/genes/2", {"word": "c"}, "genes")])
    assert added.text == "word\na\nb\nc"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Insert("/genes/0", {"word": "c"}, "genes")], "the table has no place for the row"),
        ([Insert("/genes/1", {"word": "c\td"}, "genes")], "the table has no place for the row"),
        (
            [Replace("/genes/0/word", "b", "genes"), Replace("/genes/0/word", "c", "genes")],
            "the changes touch each other",
        ),
        (
            [Replace("/genes/0/word", "b", "genes"), Remove("/genes/0", "genes")],
            "the changes touch each other",
        ),
    ],
)
def test_rows_that_cannot_be_are_refused(changes: list[Any], message: str) -> None:
    table = read_table("genes", "t.tsv", Source("word\na\n"), ["word"], ())
    with pytest.raises(RefusedError, match=f"^{message}$"):
        amended_table(table, changes)


@pytest.mark.parametrize(
    ("text", "syntax", "expected"),
    [
        ("a: 1\ngenes:\n- word: x\n- word: y\nb: 2\n", "yaml", "a: 1\ngenes: []\nb: 2\n"),
        ("a:\n  genes:\n  - x\n  - y\n", "yaml", "a:\n  genes: []\n"),
        ("genes:\r\n- word: x\r\n  symbol: y\r\n- z\r\nb: 2\r\n", "yaml", "genes: []\r\nb: 2\r\n"),
        ("genes: [x, y]\n", "yaml", "genes: []\n"),
        ('{"genes": [{"word": "x"}, 1]}', "json", '{"genes": []}'),
    ],
)
def test_a_list_that_loses_all_its_items_is_an_empty_list(
    text: str, syntax: Any, expected: str
) -> None:
    [reading] = read(Source(text), syntax)
    where = "/a/genes" if "a:\n" in text else "/genes"
    changes = [Remove(f"{where}/0"), Remove(f"{where}/1")]
    assert amended(reading, changes).source.text == expected
