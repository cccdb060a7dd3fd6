"""Lines in colour where somebody looks at them, plain everywhere else."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.terminal.links import follows_links, parted
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

Segment = tuple[str, str]
"""A piece of a line and its rich style, empty for none."""
_WIDTH = 80
# The sixteen colours that a terminal's own theme defines, so that they read well on light and dark.
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
PLACE_STYLE, CODE_STYLE, MARK_STYLE = "bold", "bold", "green"


def is_colour_forced() -> bool:
    """Say whether colour goes also where nobody seems to look."""
    return bool(os.environ.get("FORCE_COLOR")) and not os.environ.get("NO_COLOR")


def console(
    stream: TextIO, *, terminal: bool, forced: bool = False, width: int | None = None
) -> Console:
    """Return rich's console, which lets us hear of it where nobody reads any more. ``forced``: in
    colour also where TERM is dumb or missing.
    """
    from rich.console import Console

    class Heard(Console):
        def on_broken_pipe(self) -> None:
            # rich calls this where it has caught the error, and would end the program.
            raise  # noqa: PLE0704

    return Heard(
        file=stream,
        force_terminal=terminal or forced,
        color_system="standard" if forced else "auto",
        highlight=False,
        soft_wrap=True,
        width=width,
    )


class Writer:
    """Writes lines to a stream.

    ``terminal`` says that a person sees them. Colour also goes elsewhere under FORCE_COLOR
    (https://force-color.org), and nowhere under NO_COLOR (https://no-color.org). rich is imported
    only where there is a terminal or colour.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.terminal = stream.isatty()
        self._links = follows_links(stream)
        self._forced = is_colour_forced()

    @cached_property
    def _console(self) -> Console | None:
        if not (self.terminal or self._forced):
            return None
        return console(self.stream, terminal=True, forced=self._forced)

    @property
    def width(self) -> int:
        """Return the columns of the terminal; COLUMNS overrules."""
        return self._console.width if self._console else _WIDTH

    def line(self, *segments: Segment) -> None:
        """Write the pieces as one line, however long; nothing in them is markup, and what nobody
        would see is escaped.
        """
        if self._console is None:
            self.stream.write("".join(visible(text) for text, _ in segments) + "\n")
            return
        self._console.print(_assembled(segments, links=self._links))

    def wrapped(self, *segments: Segment, indent: int = 4, margin: int = 0) -> None:
        """Write the pieces broken between words at the terminal's width, all lines ``margin``
        further in, and the later ones ``indent`` more.
        """
        if self._console is None:
            self.line((" " * margin, ""), *segments)
            return
        from rich.text import Text

        width = max(self.width - indent - margin, 1)
        for number, piece in enumerate(
            _assembled(segments, links=self._links).wrap(self._console, width)
        ):
            piece.rstrip()
            self._console.print(Text(" " * (margin + (indent if number else 0))) + piece)


def _assembled(segments: Iterable[Segment], *, links: bool) -> Text:
    from rich.text import Text

    return Text.assemble(
        *((visible(text), style if links else parted(style)[0]) for text, style in segments)
    )


def cells_of(text: str) -> int:
    """Return how many cells of a terminal a text takes: a CJK character has two."""
    from rich.cells import cell_len

    return cell_len(text)
