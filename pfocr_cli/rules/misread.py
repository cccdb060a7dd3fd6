"""Keys and items that YAML takes for text: the blank or colon beside them is not its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem
from pfocr_cli.record import schema
from pfocr_cli.record.lookalikes import ODD, Suspect, suspects
from pfocr_cli.record.nodes import Mapping, Node, Scalar, Sequence
from pfocr_cli.record.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record.reading import Reading


def has_odd_blanks(reading: Reading) -> bool:
    """Say whether a record has any blank or colon that is not YAML's own."""
    return bool(ODD.search(reading.odd_letters))


def misread(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each such place in a record that can be read, and says something else."""
    if not (found := suspects(reading.text)):
        return
    scalars = list(_plain(reading.nodes))
    base = reading.body.start
    for suspect in found:
        for scalar, is_key in scalars:
            if _is_misread(suspect, scalar, is_key, base):
                span = Span(base + suspect.start, base + suspect.end)
                yield Problem(suspect.message, value=suspect.letter, span=span)
                break


def _plain(node: Node | None) -> Iterator[tuple[Scalar, bool]]:
    match node:
        case Scalar():
            if node.plain:
                yield node, False
        case Mapping():
            for key, value in node.pairs.values():
                if key.plain:
                    yield key, True
                yield from _plain(value)
        case Sequence():
            for item in node.items:
                yield from _plain(item)


def _is_misread(suspect: Suspect, scalar: Scalar, is_key: bool, base: int) -> bool:
    """Say whether a scalar holds what was meant as a key of a record, or as an item."""
    before = base + suspect.start - scalar.span.start
    if before in (0, 1) and suspect.key_start >= suspect.start and not is_key:
        return True  # It begins with the blank, or with a dash and the blank: an item in disguise.
    at = base + suspect.key_start
    return suspect.key in _keys() and scalar.span.start <= at < scalar.span.end


@cache
def _keys() -> frozenset[str]:
    """Return the names of all keys that a record can have, at any depth."""
    found: set[str] = set()
    rest: list[object] = [schema.bundled(name) for name in ("2021a", "2021b", "2023")]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            properties = value.get("properties")
            found.update(properties if isinstance(properties, dict) else ())
            rest += value.values()
    return frozenset(found)
