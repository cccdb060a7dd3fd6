"""What people read: results, a line each, on standard output; messages on standard error.

Whoever writes a line writes it through here, so that nothing of a record, a name or a setting can
move a cursor, turn the reading direction or begin a line of its own, and no line is written into
what is drawn on the screen.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Literal, Protocol

from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from pfocr_cli.terminal.writer import Segment

_HANG = 4
"""Cells by which the later lines of a text stand further in."""
_NARROW = 30


class Drawn(Protocol):
    """Something on the screen that a line must not be written into: a progress bar."""

    def clear(self) -> None:
        """Take it off the screen until it moves again."""


on_screen: list[Drawn] = []


def clear() -> None:
    """Take off the screen what is drawn there."""
    for drawn in tuple(on_screen):
        drawn.clear()


class Cursor:
    """Where standard output left the cursor of its terminal: within a line, nothing is drawn."""

    def __init__(self) -> None:
        self.in_line = False

    def moved(self, last: bytes) -> None:
        """Take note of the last byte that was written."""
        if last:
            self.in_line = last != b"\n"


cursor = Cursor()


class Channel:
    """Writes lines to one of the standard streams, as it is at that moment.

    ``is_quiet``: writes nothing (the option -q).
    """

    def __init__(self, name: Literal["stdout", "stderr"]) -> None:
        self._name = name
        self.is_quiet = False

    def width(self) -> int | None:
        """Return the columns of the terminal that this goes to (COLUMNS overrules); None where
        nobody sits there.
        """
        stream = getattr(sys, self._name)
        return shutil.get_terminal_size().columns if stream.isatty() else None

    def line(self, text: str = "") -> None:
        """Write text as one line; what nobody would see in it, and line ends, are escaped."""
        if self.is_quiet:
            return
        clear()
        getattr(sys, self._name).write(f"{visible(text)}\n")

    def lines(self, text: str) -> None:
        """Write a text of several lines that pfocr itself has laid out."""
        for line in text.split("\n"):
            self.line(line)

    def sentence(self, text: str, hang: int = _HANG) -> None:
        """Write text as one line; on a terminal it is broken between words, and later lines stand
        ``hang`` cells further in.
        """
        width = self.width()
        text = visible(text)
        if width is None or len(text) <= width:
            self.line(text)
            return
        begin = text[: len(text) - len(text.lstrip())]
        for line in textwrap.wrap(
            text,
            max(width, _NARROW),
            subsequent_indent=f"{begin}{' ' * hang}",
            break_long_words=False,
            break_on_hyphens=False,
        ):
            self.line(line)

    def finding(self, *pieces: Segment, indent: int = 0) -> None:
        """Write what is said of a place, in pieces with their styles: one line, and on a terminal
        in colour, broken between words.
        """
        if self.is_quiet:
            return
        if self.width() is None:
            self.line(" " * indent + "".join(text for text, _ in pieces))
            return
        from pfocr_cli.terminal.writer import Writer

        clear()
        Writer(getattr(sys, self._name)).wrapped(*pieces, indent=_HANG, margin=indent)


def is_watched() -> bool:
    """Say whether somebody sees both what is found and what is said of it."""
    return bool(sys.stdout.isatty() and sys.stderr.isatty())


results = Channel("stdout")
messages = Channel("stderr")
"""What went wrong, and what a run must not leave unsaid."""
notes = Channel("stderr")
"""What a run adds up to, and what else is good to know: left out where it is to be quiet."""
