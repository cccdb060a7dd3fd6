"""Places: lines end at LF, CRLF and CR only, columns count code points, ends are exclusive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.record.source import Place, Source, Span

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
    [("a\r\nb", 1, "a"), ("a\r\nb", 2, "b"), ("a\rb\n", 2, "b"), ("a\n", 2, "")],
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
        ("a\u2028b\n", [(0, "a\u2028b")]),
    ],
)
def test_lines_have_their_offsets(text: str, lines: list[tuple[int, str]]) -> None:
    assert list(Source(text).lines()) == lines
