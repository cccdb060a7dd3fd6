"""Genes whose entries were read in other records are what they are to the exact reader."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
import record_texts
import yaml_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.record import fast, known_entries
from pfocr_cli.record.compose import compose
from pfocr_cli.record.known_entries import KnownEntries, KnownEntry
from pfocr_cli.record.nodes import data_of
from pfocr_cli.record.survey import Survey, survey

SOUND = ["word: OPG\n  entrez: '4982'", "word: NO", "word: A->B\n  symbol: A"]
ODD = [
    "word: 'a", "b': c", "word: |", "word: >-\n  symbol: a", "word: a\n  word: b", "word: ~",
    "word: NO # c", "word: 7", "word: a\n# c", "word: a\n", "word: a\n    b", "word: {a: b}", "a",
    'word: "a\\x3a b"', "word: a\n-\n  word: b", "word:\n  - a", "word: &x a", "word: 'a\n  b: c'",
    "word: a\n...", "word: a\n---", "word: é\u00a0", "word: a\r", "  word: a\n    symbol: b",
    "? a",
]  # fmt: skip
TOLD = ["NA", ".na.character", "NO", "1:30", "\u03b1", "a ", "&amp;", "<b>", r"a\x41"]
SOUND += [f"word: '{word}'\n  symbol: A" for word in TOLD]
HEADS = [
    "figid: a\n",
    "figid: 'a\n",
    "a: |\n",
    "'genes': ^genes^\na: '\n",
    "genes: []\n",
    "a: 10^6\n",
    "a: b # c",
]
TAILS = ["b: c\n", "'b: c'\n", "b: ''\n", "genes:\n- word: c\nb: c\n", "b:\n- 1\n", "b: ''''\n", ""]
TEXTS = st.builds(
    lambda head, entries, tail: f"{head}genes:\n- " + "\n- ".join(entries) + f"\n{tail}",
    st.sampled_from(HEADS) | st.just(HEADS[0]),
    st.lists(st.sampled_from(SOUND) | st.sampled_from(SOUND + ODD), min_size=1, max_size=4),
    st.sampled_from(TAILS) | st.just(TAILS[0]),
)


@settings(max_examples=400)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_known_entries_are_read_as_the_exact_reader_reads_them(texts: list[str]) -> None:
    fast._known_entries.cache_clear()
    for text in texts:
        found = fast.read_plain(text)
        if found is not None:
            root, faults = compose(text)
            assert not faults
            assert root is not None
            assert record_texts.same(found.data, data_of(root))
            again = survey(found.data)
            left_out = Counter(again.text.split("|\n")) - Counter(found.text.split("|\n"))
            assert left_out.keys().isdisjoint(TOLD), "rules look for these"
            assert found._replace(text="", genes=()) == again._replace(text="")
            assert [*map(cells_of, found.genes)] == found.data["genes"] or not found.genes


SYMBOLS = "  - A\n  - B-1\n"
KEYWORDS = {
    "last before the genes": (SYMBOLS, ["A", "B-1"]),
    "before another key": (f"{SYMBOLS}  a: b\n", ["A", "B-1"]),
    "before words of chemicals": (f"{SYMBOLS}  - ATP\n  - 'NO'\n", ["A", "B-1"]),
    "before a line that goes on": (f"{SYMBOLS}    C\n", ["A", "B-1"]),
    "before a comment": (f"{SYMBOLS}  # c\n", ["A", "B-1"]),
    "in a text": (f"  a: '\n  keywords:\n{SYMBOLS}  '\n", ["A", "B-1"]),
    "in another order": ("  - B-1\n  - A\n", []),
    "one is longer": ("  - A\n  - B-12\n", []),
    "one is missing": ("  - A\n", []),
    "none": ("", []),
    "indented more": ("    - A\n    - B-1\n", []),
}


@pytest.mark.parametrize(("items", "told"), KEYWORDS.values(), ids=KEYWORDS)
def test_keywords_that_are_the_symbols_are_told_by_the_entries(items: str, told: list[str]) -> None:
    entries = ["word: x\n  hgnc_symbol: A", "word: α\n  hgnc_symbol: B-1", "hgnc_symbol: A"]
    head = f"schema-jsonld:\n  keywords:\n{items}"
    text = f"{head}genes:\n- {chr(10).join(f'- {one}' for one in entries)[2:]}\nc: d\n"
    divided = KnownEntries(fast._read_whole).divided(text)
    assert divided is not None
    assert [*divided.keywords] == told
    if found := fast.read_plain(text):
        root, faults = compose(text)
        assert root is not None
        assert not faults
        assert record_texts.same(found.data, data_of(root))


@pytest.mark.parametrize(
    ("written", "keyword"),
    [("A1", "A1"), ("'A1'", None), ("NO", None), ("NA", None), ("A_1", None), ("1A", None)],
)
def test_a_symbol_is_a_keyword_where_it_is_plain(written: str, keyword: str | None) -> None:
    divided = KnownEntries(fast._read_whole).divided(
        f"a: b\ngenes:\n- word: x\n  hgnc_symbol: {written}\nc: d\n"
    )
    assert divided is not None
    assert [entry.keyword for entry in divided.entries] == [keyword]


def cells_of(entry: KnownEntry) -> dict[str, str]:
    return entry.cells


def cells_in(known: KnownEntries, text: str) -> list[dict[str, str]]:
    divided = known.divided(text)
    return [*map(cells_of, divided.entries if divided else ())]


def noted(asked: list[str], text: str) -> Survey | None:
    asked.append(text)
    return fast._read_whole(text)


def test_an_entry_is_read_once_and_no_record_has_that_of_another() -> None:
    asked: list[str] = []
    known = KnownEntries(partial(noted, asked))
    text = f"figid: a\ngenes:\n- {SOUND[0]}\n- {SOUND[1]}\n- {SOUND[0]}\nb: c\n"
    first, again = known.divided(text), known.divided(text)
    assert first == again
    assert first is not None
    assert first[0] == "figid: a\ngenes: ^genes^\nb: c\n"
    assert [entry.text for entry in first[1]] == ["", "word|\nNO", ""], "what may be looked for"
    assert asked == [f"genes:\n- {SOUND[0]}\n- {SOUND[1]}\n"]
    one, other, third = (fast.read_plain(text) or survey({})).data["genes"]
    assert one == third == {"word": "OPG", "entrez": "4982"} != other
    assert one is not third, "fixes change one of them alone"


def test_of_a_record_whose_genes_are_known_only_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast._known_entries.cache_clear()
    texts = [f"figid: {figid}\ngenes:\n- {SOUND[0]}\nb: c\n" for figid in "ab"]
    one = (fast.read_plain(texts[0]) or survey({})).data
    asked: list[str] = []

    def noted_loads(text: str, *, parse_datetime: bool) -> object:
        asked.append(text)
        return loads(text, parse_datetime=parse_datetime)

    loads = yaml_rs.loads
    monkeypatch.setattr(yaml_rs, "loads", noted_loads)
    other = (fast.read_plain(texts[1]) or survey({})).data
    assert asked == ["figid: b\ngenes: ^genes^\nb: c\n"]
    assert other == {**one, "figid": "b"}
    assert other["genes"][0] is one["genes"][0], "it is kept once"


@pytest.mark.parametrize(
    ("other", "are_first"),
    [
        (SOUND[0].replace("'4982'", '"4982"'), [True, False]),
        (SOUND[0].replace("4982", "4983"), [True, True]),
    ],
)
def test_an_entry_that_says_what_another_did_is_marked(other: str, are_first: list[bool]) -> None:
    fast._known_entries.cache_clear()
    found = fast.read_plain(f"figid: a\ngenes:\n- {SOUND[0]}\n- {other}\nb: c\n")
    assert found is not None
    assert [entry.is_first for entry in found.genes] == are_first


@pytest.mark.parametrize(("length", "times"), [(1_000, 1), (1_001, 2)])
def test_long_entries_are_not_remembered(length: int, times: int) -> None:
    asked: list[str] = []
    known = KnownEntries(partial(noted, asked))
    long = f"word: {'a' * (length - len('word: '))}"
    text = f"figid: a\ngenes:\n- {SOUND[0]}\n- {long}\nb: c\n"
    assert cells_in(known, text) == cells_in(known, text) != []
    assert asked == [f"genes:\n- {SOUND[0]}\n- {long}\n", f"genes:\n- {long}\n"][:times]
    divided = KnownEntries(fast._read_whole).divided(text)
    assert divided is not None
    assert [entry.is_first for entry in divided.entries] == [True, times == 1]


@pytest.mark.parametrize(("most", "times"), [(2, 1), (1, 2)])
def test_as_many_entries_are_remembered_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, most: int, times: int
) -> None:
    monkeypatch.setattr(known_entries, "_MOST_ENTRIES", most)
    asked: list[str] = []
    known = KnownEntries(partial(noted, asked))
    text = f"figid: a\ngenes:\n- {SOUND[0]}\n- {SOUND[1]}\nb: c\n"
    assert cells_in(known, text) == cells_in(known, text) != []
    assert len(asked) == times
