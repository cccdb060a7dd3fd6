"""A text and the places in it: character offsets inside, lines and columns for people."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.once import once
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE_END = regex(r"\r\n|\n|\r")
_FEW = 8
"""Places for which counting lines costs less than noting where each begins."""


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a source's text, counted from 0."""

    start: int
    end: int


class Place(NamedTuple):
    """A span as people count: lines and columns from 1, columns in code points, the end
    exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Edit(NamedTuple):
    """A new text for a span; an empty span is a place to insert at."""

    span: Span
    text: str


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits in it; those at one place in the order given.

    ValueError: two overlap.
    """
    pieces = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        if edit.span.start < done:
            raise ValueError("two edits overlap")
        pieces += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*pieces, text[done:]])


class Source:
    """The decoded text of a file, or of one line of it.

    ``text`` has no byte order mark, ``mark`` is the one that stood before it. ``first_line`` is the
    number of the text's first line in the file, which is not 1 for a record of a JSON Lines file.
    """

    def __init__(self, text: str, *, first_line: int = 1, mark: str = "") -> None:
        self.text = text
        self.mark = mark
        self.first_line = first_line
        self._asked = 0

    @once
    def _ends_lines_by_lf(self) -> bool:
        return "\r" not in self.text  # nearly always, and several times as fast

    @once
    def _line_starts(self) -> list[int]:
        # LF, CRLF and CR only: str.splitlines also ends lines at U+2028, form feeds and others.
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def _position(self, offset: int) -> tuple[int, int]:
        self._asked += 1
        if self._asked <= _FEW and self._ends_lines_by_lf:
            start = self.text.rfind("\n", 0, offset) + 1
            return self.first_line + self.text.count("\n", 0, start), offset - start + 1
        index = bisect_right(self._line_starts, offset) - 1
        return self.first_line + index, offset - self._line_starts[index] + 1

    def place(self, span: Span) -> Place:
        """Return the lines and columns of a span."""
        line, column = self._position(span.start)
        if self._ends_lines_by_lf and "\n" not in self.text[span.start : span.end]:
            return Place(line, column, line, column + span.end - span.start)
        return Place(line, column, *self._position(span.end))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield each line: the offset of its start, and its text without the line end."""
        start = 0
        if self._ends_lines_by_lf:
            for line in self.text.removesuffix("\n").split("\n") if self.text else ():
                yield start, line
                start += len(line) + 1
            return
        for end in _LINE_END.finditer(self.text):
            yield start, self.text[start : end.start()]
            start = end.end()
        if start < len(self.text):
            yield start, self.text[start:]

    def encoded(self) -> bytes:
        """Return the bytes that it was decoded from."""
        return (self.mark + self.text).encode()

    @property
    def line_end(self) -> str:
        """The characters that end its first line; LF where it has no line end."""
        end = _LINE_END.search(self.text)
        return end.group() if end else "\n"

    def line_span(self, offset: int) -> Span:
        """Return the line that holds the character at offset, without its line end."""
        if self._ends_lines_by_lf:
            found = self.text.find("\n", offset)
            start = self.text.rfind("\n", 0, offset) + 1
            return Span(start, len(self.text) if found < 0 else found)
        start = self._line_starts[bisect_right(self._line_starts, offset) - 1]
        end = _LINE_END.search(self.text, start)
        return Span(start, end.start() if end else len(self.text))

    def part_of_line(self, place: Place, reach: int) -> tuple[int, str]:
        """Return of the line where a place begins what is at most so many characters from there,
        behind the number of those left out before it.
        """
        line = self.line_span(self._line_starts[place.line - self.first_line])
        at = line.start + place.column - 1
        first = max(at - reach, line.start)
        return first - line.start, self.text[first : min(at + reach, line.end)]

    def line_text(self, line: int) -> str:
        """Return the text of a line by its number in the file, without its line end."""
        span = self.line_span(self._line_starts[line - self.first_line])
        return self.text[span.start : span.end]
