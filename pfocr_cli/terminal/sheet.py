"""A sheet that people read: headings, paragraphs wrapped at words, labelled lines and tables, as
wide as the terminal; off a terminal 80 columns (or COLUMNS), and tables as wide as they are.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.terminal import clear
from pfocr_cli.terminal.writer import console, is_colour_forced
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.text import Text

_WIDTH, _NARROWEST, _WIDEST_TABLE = 80, 30, 10_000
_LABEL = 9
"""Cells of a label, with the gap behind it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text with its rich style and, where a terminal can follow it, an address."""

    text: str
    style: str = ""
    address: str = ""


Line = Sequence[Words]


class Sheet:
    """Writes to a stream. ``terminal``: somebody sees it there, in colour; ``links``: addresses
    can be followed there.
    """

    def __init__(self, stream: TextIO, *, terminal: bool, links: bool = False) -> None:
        self._links = links
        self._terminal = terminal
        width = None if terminal else _columns()
        self._console = console(stream, terminal=terminal, forced=is_colour_forced(), width=width)
        self.width = max(self._console.width, _NARROWEST)

    def line(self, *words: Words, indent: int = 0) -> None:
        """Write one line, however long."""
        self._print(self._text(words), indent)

    def paragraph(self, *words: Words, indent: int = 0, hang: int = 0) -> None:
        """Write words, broken between them; lines after the first stand ``hang`` further in."""
        room = max(self.width - indent - hang, _NARROWEST - _LABEL)
        for number, piece in enumerate(self._text(words).wrap(self._console, room)):
            piece.rstrip()
            self._print(piece, indent + (hang if number else 0))

    def finding(self, *words: Words, indent: int = 0) -> None:
        """Write what is wrong: off a terminal in one line, never wrapped or cut."""
        if self._terminal:
            self.paragraph(*words, indent=indent, hang=4)
        else:
            self.line(*words, indent=indent)

    def field(self, label: str, *lines: Line) -> None:
        """Write lines behind a label; one that is a single address is never broken."""
        from rich.text import Text

        before = label
        for line in lines:
            text = self._text(line)
            room = max(self.width - _LABEL, _NARROWEST - _LABEL)
            is_address = len(line) == 1 and bool(line[0].address)
            for piece in [text] if is_address else text.wrap(self._console, room):
                piece.rstrip()
                self._print(Text.assemble((f"{before:{_LABEL}}", "dim"), piece), 0)
                before = ""

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Line]],
        *,
        indent: int,
        right: Collection[int] = (),
    ) -> None:
        """Write rows of cells in columns, those of numbers on the ``right`` of theirs; a column of
        nothing is left out.
        """
        from rich.table import Table

        kept = [
            column
            for column in range(len(head))
            if any(words.text for row in rows for words in row[column])
        ]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for column in kept:
            table.add_column(
                head[column],
                overflow="fold",
                # A number is never broken.
                no_wrap=not self._terminal or column in right,
                justify="right" if column in right else "left",
            )
        for row in rows:
            table.add_row(*(self._text(row[column]) for column in kept))
        width = self.width - indent if self._terminal else _WIDEST_TABLE
        options = self._console.options.update(width=width)
        for line in self._console.render_lines(table, options, pad=False):
            self._print(_without_padding(line), indent)

    def rule(self) -> None:
        """Write a line across the sheet."""
        self.line(Words("─" * self.width, "dim"))

    def _text(self, words: Sequence[Words]) -> Text:
        from rich.text import Text

        return Text.assemble(*((visible(each.text), self._style(each)) for each in words))

    def _style(self, words: Words) -> str:
        link = f"link {words.address}" if words.address and self._links else ""
        return " ".join(filter(None, (words.style, link)))

    def _print(self, text: Text, indent: int) -> None:
        from rich.text import Text

        clear()
        self._console.print(Text(" " * indent) + text if indent else text)


def _columns() -> int:
    """Return the width where there is no terminal to ask: COLUMNS, if that is a number."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdecimal() else _WIDTH


def _without_padding(line: Sequence[Segment]) -> Text:
    """Return a line of a table as text, without the blanks that fill its last cells."""
    from rich.text import Text

    text = Text()
    for segment in line:
        text.append(segment.text, segment.style)
    text.rstrip()
    return text
