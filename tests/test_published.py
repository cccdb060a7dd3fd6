"""The quick way to a gene's place says what the exact reader says, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.fixes.scalar_style import Style, styled_scalar
from pfocr_cli.record import published
from pfocr_cli.record.published import QuickPlaces, key_span, list_span, text_span
from pfocr_cli.record.reading import Reading, read
from pfocr_cli.record.source import Source, Span

GENES = "genes:\n- word: A\n  hgnc_symbol: GBA\n- word: 'NO'\n  hgnc_symbol: GBA  \nchemicals: []\n"


def reading_of(text: str) -> Reading:
    [reading] = read(Source(text), "yaml")
    return reading


def gene_span(text: str, data: object, pointer: str) -> Span | None:
    return QuickPlaces(text, data).gene_span(pointer)


def exact(text: str, pointer: str) -> str:
    reading = reading_of(text)
    assert reading.nodes is not None
    span = reading.span(pointer)
    return text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        *(GENES, GENES.replace("\n", "\r\n"), "a: 1\n" + GENES),
        GENES.removesuffix("chemicals: []\n"),
        GENES.replace("[]", "\n- word: A\n"),
        GENES.replace("word: A\n", "word: A\n  name: A\n"),
    ],
)
@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("/genes/0/hgnc_symbol", "GBA"),
        ("/genes/1/hgnc_symbol", "GBA"),
        ("/genes/1/word", "'NO'"),
        ("/genes/0/word", "A"),
    ],
)
def test_the_published_layout(text: str, pointer: str, found: str) -> None:
    span = gene_span(text, reading_of(text).data, pointer)
    assert span is not None
    assert text[span.start : span.end] == found == exact(text, pointer)


OTHERWISE = {
    "flow style": "genes: [{word: A}]\n",
    "indented": "genes:\n  - word: A\n",
    "another list so called": "a: |-\n  x\ngenes:\n- word: A\nb: 'x\n\ngenes:\n- word: A\n'\n",
    "a comment": "genes:\n- word: A # B\n",
    "double quotes": 'genes:\n- word: "A"\n',
    "a quote in it": "genes:\n- word: 'A''B'\n",
    "a block": "genes:\n- word: |-\n    A\n",
    "folded": "genes:\n- word: A\n    B\n",
    "a number": "genes:\n- word: 1\n",
    "white space before the colon": "genes:\n- word : A\n",
    "an anchor": "genes:\n- word: &a A\n",
    "nested": "genes:\n- - word: A\n",
    "a list below": "genes:\n- word:\n  - A\n",
    "a comment that looks like it": 'genes:\n- word: "A"\n# word: A\n',
    "no list": "genes: A\n",
    "a text": "genes:\n- A\n",
}


@pytest.mark.parametrize("text", OTHERWISE.values(), ids=OTHERWISE)
def test_anything_else_is_left_to_the_exact_reader(text: str) -> None:
    assert gene_span(text, reading_of(text).data, "/genes/0/word") is None


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/genes",
        "/genes/0",
        "/genes/2/word",
        "/genes/-1/word",
        "/genes/x/word",
        "/figid",
        "/genes/0/none",
        "/genes/00/word",
        "/genes/0/word/0",
        "/chemicals/0/word",
    ],
)
def test_other_places_too(pointer: str) -> None:
    assert gene_span(GENES, reading_of(GENES).data, pointer) is None


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=8)
styles = st.sampled_from(Style)


@given(st.lists(st.tuples(words, words, styles), min_size=1, max_size=4), st.booleans())
def test_where_it_answers_the_exact_reader_agrees(
    genes: list[tuple[str, str, Style]], indented: bool
) -> None:
    indent = "  " if indented else ""
    lines = [
        f"{indent}- word: {styled_scalar(word, style)}\n"
        f"{indent}  hgnc_symbol: {styled_scalar(symbol, style)}\n"
        for word, symbol, style in genes
    ]
    text = "genes:\n" + "".join(lines) + "end: x\n"
    reading = reading_of(text)
    for index in range(len(genes)):
        for key in ("word", "hgnc_symbol"):
            pointer = f"/genes/{index}/{key}"
            quick = gene_span(text, reading.data, pointer)
            if quick is not None:
                assert reading.nodes is not None
                assert reading.span(pointer) == quick


TEXTS = """figid: PMC1__f1
caption: The ligand binds, and
  [20] its decoy does not.
title: 'One: it''s

  two'
quoted: 'It''s: the
    decoy''s.'
comment: a # b
literal: |-
  c
list:
- d
empty: ''
below:
  description: What binds
    what
  literal: >-
    e
weekend: g
end: f
"""


@pytest.mark.parametrize("text", [TEXTS, TEXTS.replace("\n", "\r\n")])
@pytest.mark.parametrize(
    "pointer", ["/figid", "/caption", "/quoted", "/empty", "/below/description", "/end"]
)
def test_a_text_in_the_published_layout(text: str, pointer: str) -> None:
    reading = reading_of(text)
    span = text_span(text, reading.data, pointer)
    assert span is not None
    assert text[span.start : span.end] == exact(text, pointer)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        *((TEXTS, f"/{key}") for key in ("title", "comment", "literal", "list", "below", "none")),
        *((TEXTS, pointer) for pointer in ("", "/below/literal", "/below/x", "/list/0", "/end/x")),
        (TEXTS.replace("end:", "other:\n  description: x\nend:"), "/below/description"),
        ("a: 'x\n\nend: f'\nend: f\n", "/end"),
        ("a: 1\n", "/a"),
        ("a: &x\nb: c\n", "/a"),
        ('a: "b"\n', "/a"),
        ("a: 'b' # 'c'\n", "/a"),
        ("a: 'b\n\n  c'\n", "/a"),
        ("a:\n\n  ''\n", "/a"),
        ("a:\n# b\n  ''\n", "/a"),
    ],
)
def test_a_text_otherwise_is_left_to_the_exact_reader(text: str, pointer: str) -> None:
    assert text_span(text, reading_of(text).data, pointer) is None


LISTS = ("/list", "/list/1", "/below/list", "/below/list/0")


@given(words, words, st.integers(10, 40), styles)
def test_a_text_is_found_where_the_exact_reader_finds_it(
    before: str, value: str, width: int, style: Style
) -> None:
    record = {
        "before": before,
        "text": " ".join([value] * 9),
        "below": {"text": value, "list": [value, before]},
        "list": [before, value],
    }
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, width=width)
    text += f"last: {styled_scalar(value, style)}\n"
    reading = reading_of(text)
    for pointer in ("/before", "/text", "/below/text", "/last", *LISTS):
        find = list_span if pointer in LISTS else text_span
        quick, key = find(text, reading.data, pointer), key_span(text, reading.data, pointer)
        if quick is not None:
            assert reading.nodes is not None
            assert reading.span(pointer) == quick
        if key is not None:
            assert reading.nodes is not None
            assert reading.span(pointer, "key") == key


LIST = "year: 2003\norganisms:\n- NA\n- 'Mus, it''s'\n-  Rattus  \nfigid: x\n"


@pytest.mark.parametrize(
    "text",
    [
        *(LIST, LIST.replace("\n", "\r\n"), LIST.removesuffix("figid: x\n"), LIST[:-10], LIST[11:]),
        LIST.replace("- NA", "-   NA"),
    ],
    ids=["between", "CRLF", "last", "without an end", "first", "blanks after the first dash"],
)
@pytest.mark.parametrize(("index", "found"), [(0, "NA"), (1, "'Mus, it''s'"), (2, "Rattus")])
def test_an_item_of_a_list_of_texts(text: str, index: int, found: str) -> None:
    span = list_span(text, reading_of(text).data, f"/organisms/{index}")
    assert span is not None
    assert text[span.start : span.end] == found == exact(text, f"/organisms/{index}")
    whole = list_span(text, reading_of(text).data, "/organisms")
    assert whole is not None
    assert text[whole.start : whole.end] == exact(text, "/organisms")


@pytest.mark.parametrize("index", range(3))
def test_an_item_of_a_list_below_a_key(index: int) -> None:
    text = (
        "end: x\nbelow:\n  " + LIST.removesuffix("figid: x\n").replace("\n", "\n  ").rstrip() + "\n"
    )
    for whole in (text, text + "figid: x\n", text + "  end: x\n"):
        data = reading_of(whole).data
        for pointer in (f"/below/organisms/{index}", "/below/organisms"):
            span = list_span(whole, data, pointer)
            assert span is not None
            assert whole[span.start : span.end] == exact(whole, pointer)


OTHER_LISTS = {
    "flow style": "a: [x]\n",
    "indented": "a:\n  - x\n",
    "a comment": "a:\n- x # y\n",
    "a comment above": "a: # y\n- x\n",
    "a line for a comment": "a:\n# y\n- x\n",
    "a blank line": "a:\n\n- x\n",
    "double quotes": 'a:\n- "x"\n',
    "a number": "a:\n- 1\n",
    "a list": "a:\n- - x\n",
    "a mapping": "a:\n- x: y\n",
    "folded": "a:\n- x\n  y\n",
    "a block": "a:\n- |-\n  x\n",
    "one beside it": "a:\n- x\n-\n",
    "another so called": "b: 'x\n\n  a:\n\na:\n- x'\na:\n- x\n",
    "no list": "a: x\n",
    "nothing": "a:\n-\n",
    "a comment in quotes": "a:\n- 'x' # 'y'\n",
    "another key": "b: x\n",
}


@pytest.mark.parametrize("text", OTHER_LISTS.values(), ids=OTHER_LISTS)
def test_any_other_list_is_left_to_the_exact_reader(text: str) -> None:
    for pointer in ("/a/0", "/a"):
        assert list_span(text, reading_of(text).data, pointer) is None


@pytest.mark.parametrize("pointer", ["", "/a/1", "/a/-1", "/a/x", "/a/0/b", "/b/0"])
def test_other_places_of_lists_too(pointer: str) -> None:
    assert list_span("a:\n- x\n", {"a": ["x"]}, pointer) is None


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("/figid", "figid"),
        ("/list", "list"),
        ("/below/description", "description"),
        ("/below", None),
        ("/literal", None),
        ("/list/0", None),
        ("/none", None),
        ("", None),
    ],
)
def test_a_key_is_found_where_its_value_is(pointer: str, found: str | None) -> None:
    reading = reading_of(TEXTS)
    span = key_span(TEXTS, reading.data, pointer)
    assert (span and TEXTS[span.start : span.end]) == found
    if span is not None:
        assert reading.nodes is not None
        assert reading.span(pointer, "key") == span


MANY = 500


@pytest.mark.parametrize("known", [True, False], ids=["known entries", "a text"])
def test_the_list_of_genes_is_gone_through_once_for_all_its_findings(
    monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    text = "a: b\ngenes:\n" + "".join(f"- word: A{index}\n" for index in range(MANY)) + "end: x\n"
    reading = reading_of(text)
    looks = []

    def watched(lengths: Iterable[int], initial: int) -> Iterator[int]:
        looks.append(initial)
        return accumulate(lengths, initial=initial)

    monkeypatch.setattr(published, "accumulate", watched)
    places = QuickPlaces(text, reading.data, reading.known_genes if known else ())
    assert bool(reading.known_genes)
    for index in range(MANY):
        span = places.span(f"/genes/{index}/word")
        assert span is not None
        assert text[span.start : span.end] == f"A{index}"
    assert len(looks) == 1


def test_a_record_with_very_many_findings_is_composed_at_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a:\n" + "".join(f"- b{index}\n" for index in range(MANY))
    reading = reading_of(text)
    looks = []

    def watched(text: str, keys: Sequence[str]) -> Span | None:
        looks.append(keys)
        return block(text, keys)

    block = published._block
    monkeypatch.setattr(published, "_block", watched)
    for index in range(MANY):
        span = reading.span(f"/a/{index}")
        assert text[span.start : span.end] == f"b{index}"
        assert reading.is_composed == (index >= published._MOST_LOOKS)
    assert len(looks) <= 2 * published._MOST_LOOKS
