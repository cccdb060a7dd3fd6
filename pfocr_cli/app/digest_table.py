"""Numbers by digests, at some thirty bytes an entry, where a dictionary has more than a hundred.

Entries stand in two arrays, each at the place that its digest names or at the next free one (open
addressing: https://en.wikipedia.org/wiki/Linear_probing).
"""

from __future__ import annotations

from array import array

_SMALLEST = 2**10
_BITS = 2**64 - 1
"""Of a digest."""


class DigestTable:
    """Numbers by digests of 64 bits. Entries are added, and never taken away."""

    def __init__(self) -> None:
        self._size = 0
        self._make(_SMALLEST)

    def _make(self, places: int) -> None:
        self._digests = array("Q", [0]) * places
        self._numbers = array("L", [0]) * places
        self._mask = places - 1

    def setdefault(self, digest: int, number: int) -> int:
        """Return the number of a digest, which is the given one if it had none."""
        digest &= _BITS
        place = digest & self._mask
        while held := self._numbers[place]:  # one more than the number: 0 is a free place
            if self._digests[place] == digest:
                return held - 1
            place = (place + 1) & self._mask
        self._digests[place], self._numbers[place] = digest, number + 1
        self._size += 1
        if 3 * self._size > 2 * self._mask:
            self._grow()
        return number

    def _grow(self) -> None:
        digests, numbers = self._digests, self._numbers
        self._size = 0
        self._make(2 * len(digests))
        for digest, held in zip(digests, numbers, strict=True):
            if held:
                self.setdefault(digest, held - 1)
