"""What a fix does to a record, said of its data: nothing here knows how the data is written.

Pointers are JSON Pointers (RFC 6901) into the record as it was before any of the changes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pfocr_cli.record.pointer import steps
from pfocr_cli.sending import sent_by_values

if TYPE_CHECKING:
    from collections.abc import Iterable


@sent_by_values
@dataclass(frozen=True, slots=True)
class Replace:
    """Another text for a value.

    ``table`` names the kind of side table that holds it, where one does.
    """

    pointer: str
    value: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """An item less in a list, or a row less in the kind of side table that ``table`` names."""

    pointer: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item in a list, before the one that ``pointer`` names, or after the last: text, or a
    mapping of texts. Where ``table`` names a kind of side table, a new row of it.
    """

    pointer: str
    value: str | dict[str, str]
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Extend:
    """More keys, with their texts, for a mapping."""

    pointer: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quotes around a value, or around a key: the data stays what it is."""

    pointer: str
    at: Literal["value", "key"] = "value"


@dataclass(frozen=True, slots=True)
class Restore:
    """A text whole again: with the comment after it or the anchor before it, which were meant as
    text.
    """

    pointer: str
    value: str


_D = TypeVar("_D")
Change = Replace | Remove | Insert | Extend | Quote | Restore


def changed(data: _D, changes: Iterable[Change]) -> _D:
    """Return the data as the changes promise it; ``data`` stays as it is.

    LookupError: a pointer leads nowhere.
    """
    result = deepcopy(data)
    inserts: list[Insert] = []
    removes: dict[str, Remove] = {}  # what is taken out for two reasons is taken out once
    for change in changes:
        match change:
            case Replace(pointer, value) | Restore(pointer, value):
                holder, key = _holder(result, pointer)
                holder[key] = value
            case Extend(pointer, pairs):
                holder, key = _holder(result, pointer)
                holder[key] |= dict(pairs)
            case Remove(pointer):
                removes[pointer] = change
            case Insert():
                inserts.append(change)
    in_lists: list[Insert | Remove] = [*inserts, *removes.values()]
    in_lists.sort(key=lambda change: (index_of(change.pointer), isinstance(change, Remove)))
    # From the end backwards, so that the indices before stay true; at one index what goes first,
    # then the last that comes.
    for change in reversed(in_lists):
        holder, key = _holder(result, change.pointer)
        if isinstance(change, Remove):
            del holder[key]
        else:
            holder.insert(key, deepcopy(change.value))
    return result


def index_of(pointer: str) -> int:
    """Return the index that a pointer to a list's item ends in."""
    return int(pointer.rpartition("/")[2])


def _holder(root: object, pointer: str) -> tuple[Any, Any]:
    """Return the list or mapping that holds what a pointer names, with the index or key."""
    *above, last = steps(pointer)
    data: Any = root
    for step in above:
        data = data[int(step) if isinstance(data, list) else step]
    return data, int(last) if isinstance(data, list) else last
