"""What the processes of a pool tell each other: of what nothing is to be said, so that what
one has looked at no other looks at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Hashable

HASHES = 2**17
_BITS = 2**64 - 1
_table: ctypes.Array[ctypes.c_ulonglong] | None = None


def share_by(table: ctypes.Array[ctypes.c_ulonglong]) -> None:
    """From now on tell others by this table, and hear from them: ``HASHES`` numbers, 0 at first, in
    memory that all have. The processes must hash texts alike, as those forked from one do.
    """
    global _table  # noqa: PLW0603 (one a process)
    _table = table


def is_shared() -> bool:
    """Say whether there are others to hear from."""
    return _table is not None


def is_passed(what: Hashable) -> bool:
    """Say whether any process has passed something made of texts.

    A no can be wrong. A yes can be too, by a chance of 2^-47: it goes by 64 bits of a hash, with a
    key that nobody knows.
    """
    number = hash(what) & _BITS
    return _table is not None and _table[number % HASHES] == number > 0


def pass_on(what: Hashable) -> None:
    """Have others know that nothing is to be said of something.

    Without a lock: a number is written at once, over what had its place. What is lost so is looked
    at again.
    """
    if _table is not None:
        number = hash(what) & _BITS
        _table[number % HASHES] = number
