"""What people read: results, a line each, on standard output; messages on standard error.

Whoever writes a line writes it through here, so that nothing of a record, a name or a setting can
move a cursor, turn the reading direction or begin a line of its own.
"""

from __future__ import annotations

import shutil
import sys
from typing import Literal, Protocol

from pfocr_cli.wording import visible


class Drawn(Protocol):
    """Something on the screen that a line must not be written into: a progress bar."""

    def clear(self) -> None:
        """Take it off the screen until it moves again."""


on_screen: list[Drawn] = []


def clear() -> None:
    """Take off the screen what is drawn there."""
    for drawn in tuple(on_screen):
        drawn.clear()


class Channel:
    """Writes lines to one of the standard streams, as it is at that moment."""

    def __init__(self, name: Literal["stdout", "stderr"]) -> None:
        self._name = name

    def width(self) -> int | None:
        """Return the columns of the terminal that this goes to (COLUMNS overrules); None where
        nobody sits there.
        """
        stream = getattr(sys, self._name)
        return shutil.get_terminal_size().columns if stream.isatty() else None

    def line(self, text: str = "") -> None:
        """Write text as one line; what nobody would see in it, and line ends, are escaped."""
        clear()
        getattr(sys, self._name).write(f"{visible(text)}\n")

    def lines(self, text: str) -> None:
        """Write a text of several lines that pfocr itself has laid out."""
        for line in text.split("\n"):
            self.line(line)


results = Channel("stdout")
messages = Channel("stderr")
