"""The layout of a drawing board: no overlaps, a good shape, labels that fit."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_export_csv import FIGURES

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.formats._board import Area, Board, Box
from pfocr_cli.export.formats._columns import FRAME_MARGIN, TOP
from pfocr_cli.export.formats._entries import LabelChoice, entries_of
from pfocr_cli.export.formats._labels import short_label, text_width
from pfocr_cli.export.formats._layout import layout, link_row


def board_of(figure: Figure, label: LabelChoice = "symbol") -> Board:
    """Return the board of a figure of human genes."""
    return layout(entries_of(figure, label, "Homo sapiens"), figure.best_title)


def gene(word: str, symbol: str, row: int = 0) -> Gene:
    return Gene(
        word, word.strip(), "hgnc_symbol", symbol, "", "", symbol, "9606", "Homo sapiens", row
    )


def figure_with(families: list[int], *, label: str = "GENE") -> Figure:
    """Return a figure whose words have so many genes."""
    genes = [
        gene(f"word {word}", f"{label}{word}X{number}")
        for word, size in enumerate(families)
        for number in range(size)
    ]
    return Figure("PMC1__f", title="A figure", genes=tuple(genes))


def assert_sound(found: Board, figure: Figure) -> None:
    """Hold a layout against what it promises."""
    kinds = ("gene", "chemical", "disease")
    for kind, rows in zip(kinds, (figure.genes, figure.chemicals, figure.diseases), strict=True):
        drawn = [row for box in found.boxes if box.entry.kind == kind for row in box.entry.rows]
        assert sorted(drawn) == list(range(len(rows)))
    order = [(kinds.index(box.entry.kind), box.entry.rows) for box in found.boxes]
    assert order == sorted(order)
    alone = [box for box in found.boxes if box.group is None]
    outer = [*map(_whole, alone), *found.groups, *found.headings]
    assert_apart(outer)
    for area in outer:
        left, top, right, bottom = area.bounds
        assert min(left, top - TOP, found.width - right, found.height - bottom) >= 0
    for number, frame in enumerate(found.groups):
        held = [box for box in found.boxes if box.group == number]
        assert_apart([*held, frame.title])
        edges = list(zip(*(area.bounds for area in (*held, frame.title)), strict=True))
        around = (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3]))
        margins = [abs(a - b) for a, b in zip(frame.bounds, around, strict=True)]
        assert margins == pytest.approx([FRAME_MARGIN] * 4)


def _whole(box: Box) -> Area:
    """Return the place that a box takes: with its note, that of the group that both are."""
    if box.note is None:
        return box
    assert (box.note.x, box.note.width) == (box.x, box.width)
    high = box.note.bounds[3] - box.bounds[1] + 2 * FRAME_MARGIN
    top = box.bounds[1] - FRAME_MARGIN
    return Area(box.x, top + high / 2, box.width + 2 * FRAME_MARGIN, high)


def assert_apart(areas: list[Area]) -> None:
    for one, other in combinations([area.bounds for area in areas], 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


@settings(max_examples=60)
@given(figure=FIGURES)
def test_any_text_has_its_place(figure: Figure) -> None:
    for label in get_args(LabelChoice):
        assert_sound(board_of(figure, label), figure)


@settings(max_examples=60)
@given(
    families=st.lists(st.sampled_from([1, 1, 1, 2, 3, 5, 8, 20]), max_size=30),
    width=st.integers(1, 40),
)
def test_any_families_have_their_places(families: list[int], width: int) -> None:
    figure = figure_with(families, label="G" * width)
    assert_sound(board_of(figure, "both"), figure)


@pytest.mark.parametrize(
    "families",
    [[1] * 30, [1] * 150, [1] * 600, [3] * 50, [1, 2, 5, 8] * 12, [20, 3, 3, 1, 1, 1, 7] * 5],
)
def test_boards_are_about_as_wide_as_a_screen(families: list[int]) -> None:
    found = board_of(figure_with(families))
    assert 1.2 <= found.width / found.height <= 1.9


def test_a_few_genes_need_a_small_board() -> None:
    found = board_of(figure_with([1] * 5))
    assert (found.width, found.height) == (500.0, 227.0)
    assert not found.groups
    assert not found.headings


def test_one_great_family_ends() -> None:
    found = board_of(figure_with([300]))
    assert len(found.groups) == 1
    assert found.width < 3_000


def test_genes_of_one_word_stand_together_wherever_they_are_listed() -> None:
    genes = (gene("Akt", "AKT1"), gene("p53", "TP53"), gene("Akt", "AKT2"))
    found = board_of(Figure("PMC1__f", genes=genes))
    assert [box.group for box in found.boxes] == [0, None, 0]
    assert (found.groups[0].words, found.groups[0].title.label) == (("Akt",), "Akt")
    assert [box.entry.rows for box in found.boxes] == [(0,), (1,), (2,)]


def test_words_are_one_whatever_space_is_around_them_and_nothing_but_space_is_none() -> None:
    genes = (gene(" Akt", "AKT1"), gene("Akt ", "AKT2"), gene(" ", ""), gene(" ", "B"))
    found = board_of(Figure("PMC1__f", genes=genes, chemicals=(Mention(" "), Mention(" ", "D1"))))
    assert [(frame.words, frame.title.label) for frame in found.groups] == [
        ((" Akt", "Akt "), "Akt")
    ]
    assert [box.label for box in found.boxes] == ["AKT1", "AKT2", "?", "B", "?", "D1"]


def test_kinds_have_sections_of_their_own() -> None:
    figure = Figure(
        "PMC1__f",
        genes=(gene("a", "A"),),
        chemicals=(Mention("c"), Mention("e")),
        diseases=(Mention("d"),),
    )
    found = board_of(figure)
    assert [heading.label for heading in found.headings] == ["Chemicals", "Diseases"]
    heights = [box.y for box in found.boxes]
    assert (
        heights[0]
        < found.headings[0].y
        < heights[1]
        == heights[2]
        < found.headings[1].y
        < heights[3]
    )


def test_boxes_widen_for_long_labels() -> None:
    found = board_of(
        Figure(
            "PMC1__f",
            genes=(
                *(gene("w", f"A{each}") for each in range(9)),
                gene("v", "a symbol of many letters"),
            ),
        )
    )
    assert {box.width for box in found.boxes[:9]} == {90.0}
    assert found.boxes[9].width > 90


def test_labels_are_one_line_and_cut_where_no_box_would_hold_them() -> None:
    assert short_label(" a\tb\n\x00c ") == "a b c"
    assert short_label("\ufffe") == "?"
    assert short_label("NF-κB, the nuclear factor, p65") == "NF-κB, the nuclear factor, p65"
    for letter in "iaWα中😀":
        cut = short_label(letter * 10_000)
        assert cut.endswith("…")
        assert text_width(cut, 12) <= 260


def test_wide_letters_are_known_to_be_wide() -> None:
    widest_first = [text_width(text, 12) for text in ("中中", "WW", "aa", "ii")]
    assert sorted(set(widest_first), reverse=True) == widest_first
    assert text_width("e\u0301", 12) == text_width("e", 12)


def test_links_stand_side_by_side_below_the_info_box_and_above_the_genes() -> None:
    links = link_row(["Figure", "Paper"])
    assert_apart(list(links))
    first = board_of(figure_with([1])).boxes[0]
    assert all(link.bounds[1] >= TOP and link.bounds[3] <= first.bounds[1] for link in links)


def test_a_raised_digit_is_no_number() -> None:
    words = ["K\u00b9", "K10", "K9"]
    figure = Figure("PMC1__f", genes=tuple(gene(word, word) for word in words))
    board = board_of(figure)
    assert len(board.boxes) == len(words)
