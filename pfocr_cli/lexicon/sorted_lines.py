"""Sorted lines of bytes, each a key, a tab, and fields: looked up by bisection.

Who asks for a few keys touches a few pages of the file. Who asks for more is answered by an index,
which is made then: with what key a line begins every so many bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Iterator

_FEW = 300
"""Look-ups before the index is made: it takes as long as these, and two MB."""
_STRIDE = 1_000
"""Bytes from a line of the index to the next, at least: so few are searched for a key."""


class SortedLines:
    """Lines from a place in some bytes on, with an end of line before it and after each."""

    def __init__(self, content: mmap.mmap, start: int) -> None:
        self._content = content
        self._start = start
        self._asked = 0
        self._index: tuple[list[int], list[bytes]] = [], []

    def known(self, section: str, keys: Iterable[str]) -> list[str]:
        """Return those of some keys of a section that have a line."""
        return [key for key in keys if self._first(_encoded(f"{section}:{key}\t"))]

    def fields(self, key: str) -> list[list[str]]:
        """Return the fields of each line with this key."""
        start = _encoded(f"{key}\t")
        at, content, size = self._first(start), self._content, len(start)
        found = []
        while at and content[at : at + size] == start:
            end = content.find(b"\n", at)
            found.append(content[at + size : end].decode("utf-8").split("\t"))
            at = end + 1
        return found

    def section(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        """Yield key and fields of each line that begins so; the key is without the section's
        name.
        """
        start = _encoded(prefix)
        at, content, size = self._first(start), self._content, len(start)
        while at and content[at : at + size] == start:
            end = content.find(b"\n", at)
            key, *fields = content[at:end].decode("utf-8").split("\t")
            yield key.partition(":")[2], fields
            at = end + 1

    def _first(self, start: bytes) -> int:
        """Return where the first line is that begins so; 0: there is none."""
        self._asked += 1
        if self._asked == _FEW:
            self._index = self._made_index()
        places, keys = self._index
        if not keys:
            at = self._first_not_below(start)
            return at if self._content[at : at + len(start)] == start else 0
        wanted = b"\n" + start
        after = bisect_left(keys, wanted, 1)
        return self._content.find(wanted, places[after - 1], places[after] + len(wanted)) + 1

    def _made_index(self) -> tuple[list[int], list[bytes]]:
        """Return where lines begin, and with what keys. Other threads look things up meanwhile:
        they see it whole or not at all.
        """
        content, at = self._content, self._start - 1
        places, keys = [], []
        while 0 <= at < len(content) - 1:
            places.append(at)
            keys.append(content[at : content.find(b"\t", at) + 1])
            at = content.find(b"\n", at + _STRIDE)
        return [*places, len(content)], keys

    def _first_not_below(self, wanted: bytes) -> int:
        """Return where the first line stands that does not sort before ``wanted``."""
        content, size, start = self._content, len(wanted), self._start
        low, high = start, len(content)
        while low < high:
            middle = (low + high) // 2
            line = content.rfind(b"\n", start, middle) + 1 or start
            if content[line : line + size] < wanted:
                low = content.find(b"\n", middle) + 1
            else:
                high = line
        return low


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
