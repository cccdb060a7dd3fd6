"""One walk over a record's plain data, for all that want to know what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SEPARATOR = "|\n"
"""Between the texts: no white space first, so that a colon at a text's end stays a bare one."""


_USUAL = bytes(range(0x20, 0x7F)).replace(b"\\", b"") + b"\t\n\r"


@dataclass(frozen=True, slots=True)
class Survey:
    """A record's data and what a walk over it counted.

    ``text`` is every key and every text value, with ``SEPARATOR`` between them: one search in it is
    a search in all. ``depth`` counts levels, ``largest`` is the largest number (infinite for NaN).
    ``has_whole_number`` and ``nulls`` say whether any value is one, or null.
    """

    data: Any
    text: str
    keys: int
    keys_are_text: bool
    depth: int
    largest: float
    has_whole_number: bool
    nulls: bool


def survey(data: object) -> Survey:
    """Return the survey of plain data: dict, list, str, int, float, bool, None."""
    keys = depth = 0
    keys_are_text = True
    largest = 0.0
    has_whole_number = nulls = False
    texts: list[str] = []
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
                if all(type(key) is str for key in node):
                    texts += node
                else:
                    keys_are_text = False
                below += node.values()
            elif kind is list:
                below += node
            elif kind in (int, float):
                has_whole_number = has_whole_number or kind is int
                is_nan = node != node  # noqa: PLR0124 (only NaN differs from itself)
                largest = float("inf") if is_nan else max(largest, abs(node))
            elif node is None:
                nulls = True
        level = below
    text = SEPARATOR.join(texts)
    return Survey(data, text, keys, keys_are_text, depth, largest, has_whole_number, nulls)


def odd_letters(text: str) -> str:
    """Return a text's letters beyond ASCII, control characters and backslashes: most have few.

    Several times as fast as a search for a class of letters.
    """
    return (
        text.encode("utf-8", "surrogatepass")
        .translate(None, _USUAL)
        .decode("utf-8", "surrogatepass")
    )
