"""Places: lines end at LF, CRLF and CR only, columns count code points, ends are exclusive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.record import source
from pfocr_cli.record.source import Place, Source, Span
from pfocr_cli.record.survey import odd_letters, survey

PLACES = [
    ("abc", (0, 1), (1, 1, 1, 2)),
    ("a\nbc", (2, 4), (2, 1, 2, 3)),
    ("a\r\nbc", (3, 5), (2, 1, 2, 3)),
    ("a\rbc", (2, 4), (2, 1, 2, 3)),
    ("a\n\nb", (3, 4), (3, 1, 3, 2)),
    ("a\n", (2, 2), (2, 1, 2, 1)),
    ("a\nb\nc", (0, 5), (1, 1, 3, 2)),
    ("é😀x", (2, 3), (1, 3, 1, 4)),
    ("a\u2028b\x85c\x0bd\x0ce", (8, 9), (1, 9, 1, 10)),
    ("", (0, 0), (1, 1, 1, 1)),
    ("\nb", (1, 2), (2, 1, 2, 2)),
]


@pytest.mark.parametrize(("text", "span", "place"), PLACES)
def test_a_span_has_a_place(
    text: str, span: tuple[int, int], place: tuple[int, int, int, int]
) -> None:
    assert Source(text).place(Span(*span)) == Place(*place)


def test_lines_of_a_json_lines_file_keep_their_number() -> None:
    source = Source('{"a": 1}', first_line=7)
    assert source.place(Span(1, 4)) == Place(7, 2, 7, 5)
    assert source.line_text(7) == '{"a": 1}'


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a\r\nb", 1, "a"),
        ("a\r\nb", 2, "b"),
        ("a\rb\n", 2, "b"),
        ("a\n", 2, ""),
        ("\nb", 1, ""),
        ("\nb", 2, "b"),
    ],
)
def test_a_line_has_no_line_end(text: str, line: int, expected: str) -> None:
    assert Source(text).line_text(line) == expected


@given(st.text(alphabet="ab\r\n\u2028é😀", max_size=30), st.data())
def test_a_place_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    source = Source(text)
    place = source.place(Span(offset, offset))
    lines = text.replace("\r\n", "\n\0").replace("\r", "\n").split("\n")
    # A CRLF keeps its two characters: the second is counted to the line that it ends.
    rebuilt = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
    if place.line > 1 and lines[place.line - 1].startswith("\0"):
        rebuilt += 1
    assert rebuilt == offset or text[offset - 1 : offset + 1] == "\r\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("\n", [(0, "")]),
        ("a\nb", [(0, "a"), (2, "b")]),
        ("a\n\nb\n", [(0, "a"), (2, ""), (3, "b")]),
        ("a\r\nb\rc\n", [(0, "a"), (3, "b"), (5, "c")]),
        ("\r\r\n", [(0, ""), (1, "")]),
        ("a\r\nb", [(0, "a"), (3, "b")]),
        ("a\u2028b\n", [(0, "a\u2028b")]),
    ],
)
def test_lines_have_their_offsets(text: str, lines: list[tuple[int, str]]) -> None:
    assert list(Source(text).lines()) == lines


def test_lines_that_end_as_nearly_all_do_are_told_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_LINE_END", None)
    text = "figid: a\nyear: b\n"
    assert list(Source(text).lines()) == [(0, "figid: a"), (9, "year: b")]
    assert Source(text).line_span(10) == Span(9, 16)
    few = Source(text)
    for at in range(8):
        assert few.place(Span(at, at + 1)) == Place(1, at + 1, 1, at + 2)


@given(st.text(alphabet="a\r\n", max_size=30))
def test_a_place_is_the_same_however_often_one_is_asked_for(text: str) -> None:
    asked = Source(text)
    for _ in range(2):
        for at in range(len(text)):
            assert asked.place(Span(at, at + 1)) == Source(text).place(Span(at, at + 1))


NAN = float("nan")


@pytest.mark.parametrize(
    ("data", "counted"),
    [
        ({}, ("", 0, True, 1, 0, False)),
        ({"a": ["b", {"c": ""}]}, ("a|\nb|\nc|\n", 2, True, 4, 0, False)),
        ({"a": -3, "b": 2.5, "c": True}, ("a|\nb|\nc", 3, True, 2, 3, False)),
        ({"a": 1, "b": NAN}, ("a|\nb", 2, True, 2, float("inf"), False)),
        ({"a": None}, ("a", 1, True, 2, 0, True)),
        ({1: "a"}, ("", 1, False, 2, 0, False)),
    ],
)
def test_a_walk_counts_what_is_in_a_record(data: object, counted: tuple[object, ...]) -> None:
    found = survey(data)
    one = (found.text, found.keys, found.keys_are_text, found.depth, found.largest, found.nulls)
    assert one == counted


def test_half_of_a_pair_is_an_odd_letter() -> None:
    assert odd_letters("a\ud800\\\u00e9") == "\ud800\\\u00e9"
