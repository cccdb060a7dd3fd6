"""JSON Pointers (RFC 6901): text that names a value inside a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def pointer(*steps: str | int) -> str:
    """Return the pointer that takes these keys and indices in turn; none of them is the whole
    record.
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps(text: str) -> list[str]:
    """Return the keys and indices of a pointer, indices as their digits."""
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


def without_indices(text: str) -> str:
    """Return the pointer less its list indices, so that it survives an insertion above."""
    return pointer(*_keys(steps(text)))


def _keys(parts: Iterable[str]) -> Iterable[str]:
    return (part for part in parts if not (part.isascii() and part.isdigit()))
