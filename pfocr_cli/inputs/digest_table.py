"""Digests, each with the number of its entry, at some twenty bytes an entry, where a dictionary has
more than a hundred.

The digests stand in the order in which they came; in an array, at the place that a
digest leads to or at the next free one, stands which entry it has (open addressing:
https://en.wikipedia.org/wiki/Linear_probing).
"""

from __future__ import annotations

import hashlib
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BITS_OF_BLOCK = 12
_BLOCK = 1 << _BITS_OF_BLOCK
_SMALLEST = 2**10
_BITS = 2**64 - 1
"""Of a digest."""
_GOLDEN = 0x9E3779B97F4A7C15
"""2^64 by the golden ratio: also where the lowest bits of numbers are alike, or the highest, the
highest of their products with it, modulo 2^64, differ (Knuth, The Art of Computer Programming,
6.4).
"""


def digest_of(text: str) -> int:
    """Return a number for a text: a run can have a hundred thousand of them."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)


class PackedNumbers:
    """Numbers of one kind (as ``array`` names them), in blocks: growing moves none of them."""

    def __init__(self, kind: Literal["I", "Q"]) -> None:
        self._kind = kind
        self._last: array[int] = array(kind)
        self._blocks = [self._last]

    def append(self, number: int) -> None:
        """Add a number at the end."""
        self._last.append(number)
        if len(self._last) == _BLOCK:
            self._last = array(self._kind)
            self._blocks.append(self._last)

    def __len__(self) -> int:
        return (len(self._blocks) - 1) * _BLOCK + len(self._last)

    def __getitem__(self, place: int) -> int:
        return self._blocks[place >> _BITS_OF_BLOCK][place & _BLOCK - 1]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._blocks)


class DigestTable:
    """Digests of 64 bits, numbered from 0 on. Entries are added, and never taken away."""

    def __init__(self) -> None:
        self._digests = PackedNumbers("Q")
        self._make(_SMALLEST)

    def _make(self, places: int) -> None:
        self._entries = array("I", [0]) * places
        self._mask = places - 1
        self._shift = 64 - self._mask.bit_length()

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, digest: int) -> bool:
        return self._entries[self._place_of(digest & _BITS)] > 0

    def number(self, digest: int) -> int:
        """Return the number of a digest; one that was not there gets the next."""
        digest &= _BITS
        place = self._place_of(digest)
        if held := self._entries[place]:
            return held - 1
        self._digests.append(digest)
        count = self._entries[place] = len(self._digests)
        if 3 * count > 2 * self._mask:
            self._make(2 * len(self._entries))
            for number, one in enumerate(self._digests, 1):
                self._entries[self._place_of(one)] = number
        return count - 1

    def _place_of(self, digest: int) -> int:
        """Return where a digest stands, or the free place where it would."""
        entries, digests, mask = self._entries, self._digests, self._mask
        place = (digest * _GOLDEN & _BITS) >> self._shift
        while (held := entries[place]) and digests[held - 1] != digest:
            place = (place + 1) & mask
        return place
