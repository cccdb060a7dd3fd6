"""Sorted lines of bytes, each a key, a tab, and fields: looked up by bisection.

Who asks for a few keys touches a few pages of the file. Who asks for thousands, most of which are
not there, is answered from the set of all keys, which is made then.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Iterator

_CACHED = 2**17
_BEGINNING = len("term:AB")
"""Bytes of a key by which the lines are parted for the look-ups after the first."""
_FEW = 2**15
"""Look-ups before the set of keys is made: it takes as long as half of these, and some memory."""
_KEY = re.compile(rb"^[^\t\n]+(?=\t)", re.MULTILINE)


class SortedLines:
    """Lines from a place in some bytes on."""

    def __init__(self, content: mmap.mmap, start: int) -> None:
        self._content = content
        self._start = start
        self._bounds = lru_cache(_CACHED)(self._read_bounds)
        self._asked = 0
        self._keys: frozenset[bytes] | None = None

    def known(self, section: str, keys: Iterable[str]) -> list[str]:
        """Return those of some keys of a section that have a line."""
        if (lines := self._known_keys()) is None:
            return [key for key in keys if next(self.fields(f"{section}:{key}"), None)]
        start = f"{section}:".encode()
        return [key for key in keys if start + key.encode("utf-8", "surrogatepass") in lines]

    def fields(self, key: str) -> Iterator[list[str]]:
        """Yield the fields of each line with this key."""
        wanted = key.encode("utf-8", "surrogatepass")
        keys = self._known_keys()
        if keys is not None and wanted not in keys:
            return
        start, content = wanted + b"\t", self._content
        at = self._first_not_below(start)
        while content[at : at + len(start)] == start:
            end = content.find(b"\n", at)
            yield content[at + len(start) : end].decode("utf-8").split("\t")
            at = end + 1

    def section(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        """Yield key and fields of each line that begins so; the key is without the section's
        name.
        """
        start, content = prefix.encode("utf-8", "surrogatepass"), self._content
        at = self._first_not_below(start)
        while content[at : at + len(start)] == start:
            end = content.find(b"\n", at)
            key, *fields = content[at:end].decode("utf-8").split("\t")
            yield key.partition(":")[2], fields
            at = end + 1

    def _known_keys(self) -> frozenset[bytes] | None:
        """Count a look-up, and return all keys once there were many."""
        self._asked += 1
        if self._asked == _FEW:
            self._keys = frozenset(_KEY.findall(self._content, self._start))
        return self._keys

    def _first_not_below(self, wanted: bytes) -> int:
        """Return where the first line stands that does not sort before ``wanted``."""
        beginning = wanted[:_BEGINNING]
        if len(beginning) < _BEGINNING:
            return self._bisected(wanted, self._start, len(self._content))
        return self._bisected(wanted, *self._bounds(beginning))

    def _read_bounds(self, beginning: bytes) -> tuple[int, int]:
        """Return where the lines that begin so stand: most look-ups are near to others."""
        low = self._bisected(beginning, self._start, len(self._content))
        return low, self._bisected(beginning + b"\xff", low, len(self._content))

    def _bisected(self, wanted: bytes, low: int, high: int) -> int:
        content, size, start = self._content, len(wanted), low
        while low < high:
            middle = (low + high) // 2
            line = content.rfind(b"\n", start, middle) + 1 or start
            if content[line : line + size] < wanted:
                low = content.find(b"\n", middle) + 1
            else:
                high = line
        return low
