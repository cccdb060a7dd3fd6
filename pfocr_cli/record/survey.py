"""One walk over a record's plain data, for all that want to know what is in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.record.known_entries import KnownEntry

SEPARATOR = "|\n"
"""Between the texts: no white space first, so that a colon at a text's end stays a bare one."""


_USUAL = bytes(range(0x20, 0x7F)).replace(b"\\", b"") + b"\t\n\r"


class Survey(NamedTuple):
    r"""A record's data and what a walk over it counted.

    ``text`` is every key and every text value, with ``SEPARATOR`` between them: one search in it is
    a search in all; where some keys are no texts, it is empty. Entries of genes can be left out
    that are plain, and keywords that are their symbols: printable ASCII without ``\``, ``&`` and
    ``<``, no text that stands for what is missing or that YAML 1.1 reads otherwise, no white space
    at an end; and a description that is the caption's text. ``depth`` counts levels.
    ``nulls`` says whether any value is null, ``breaks`` whether a text has a line break. ``genes``
    are the entries of genes, in their order, where others have had most of them.
    """

    data: Any
    text: str
    keys: int
    keys_are_text: bool
    depth: int
    numbers: list[int | float]
    nulls: bool
    breaks: bool
    genes: Sequence[KnownEntry] = ()

    @property
    def largest(self) -> float:
        """The largest number, by its size; infinite for NaN."""
        is_nan = any(number != number for number in self.numbers)  # noqa: PLR0124 (only NaN is so)
        return math.inf if is_nan else max(map(abs, self.numbers), default=0)


def survey(data: object) -> Survey:
    """Return the survey of plain data: dict, list, str, int, float, bool, None."""
    keys = depth = 0
    nulls = False
    texts: list[str] = []
    numbers: list[int | float] = []
    level: list[Any] = [data]
    while level:
        depth += 1
        below: list[Any] = []
        for node in level:
            kind = type(node)
            if kind is str:
                texts.append(node)
            elif kind is dict:
                keys += len(node)
                texts += node
                below += node.values()
            elif kind is list:
                below += node
            elif kind is int or kind is float:
                numbers.append(node)
            elif node is None:
                nulls = True
        level = below
    keys_are_text, text = True, ""
    try:
        text = SEPARATOR.join(texts)
    except TypeError:
        keys_are_text = False
    breaks = text.count("\n") >= len(texts)
    return Survey(data, text, keys, keys_are_text, depth, numbers, nulls, breaks)


def odd_letters(text: str) -> str:
    """Return a text's letters beyond ASCII, control characters and backslashes: most have few.

    Several times as fast as a search for a class of letters.
    """
    return (
        text.encode("utf-8", "surrogatepass")
        .translate(None, _USUAL)
        .decode("utf-8", "surrogatepass")
    )
