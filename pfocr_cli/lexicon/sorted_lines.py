"""Sorted lines of bytes, each a key, a tab, and fields: looked up by bisection.

Who asks for a few keys touches a few pages of the file. Who asks for many is answered from the list
of all lines, which is made then, and which Python bisects itself: ten times as fast.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Iterator

_FEW = 1_000
"""Look-ups before the list of lines is made: it takes as long as these, and 20 MB."""


class SortedLines:
    """Lines from a place in some bytes on."""

    def __init__(self, content: mmap.mmap, start: int) -> None:
        self._content = content
        self._start = start
        self._asked = 0
        self._all: list[bytes] | None = None

    def known(self, section: str, keys: Iterable[str]) -> list[str]:
        """Return those of some keys of a section that have a line."""
        return [key for key in keys if self.fields(f"{section}:{key}")]

    def fields(self, key: str) -> list[list[str]]:
        """Return the fields of each line with this key."""
        start = key.encode("utf-8", "surrogatepass") + b"\t"
        found = self._beginning(start)
        return [line[len(start) :].decode("utf-8").split("\t") for line in found]

    def section(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        """Yield key and fields of each line that begins so; the key is without the section's
        name.
        """
        for line in self._beginning(prefix.encode("utf-8", "surrogatepass")):
            key, *fields = line.decode("utf-8").split("\t")
            yield key.partition(":")[2], fields

    def _beginning(self, start: bytes) -> Iterator[bytes]:
        """Yield the lines that begin so."""
        self._asked += 1
        if self._asked == _FEW:
            self._all = self._content[self._start :].split(b"\n")
        return self._found_in(self._all, start) if self._all else self._read(start)

    @staticmethod
    def _found_in(lines: list[bytes], start: bytes) -> Iterator[bytes]:
        at = bisect_left(lines, start, 0, len(lines) - 1)  # what follows the last line is empty
        while (line := lines[at]).startswith(start):
            yield line
            at += 1

    def _read(self, start: bytes) -> Iterator[bytes]:
        content = self._content
        at = self._first_not_below(start)
        while content[at : at + len(start)] == start:
            end = content.find(b"\n", at)
            yield content[at:end]
            at = end + 1

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
