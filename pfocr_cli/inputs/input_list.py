"""What a run judges: files, in their order. A run can have a million of them, so what is kept of
most is their name.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, overload
from zlib import compress, decompress

_BLOCK = 256
"""Names that are compressed together."""
_BLOCKS_AT_HAND = 4
"""Blocks whose names are at hand: a run gives records to judge at one place of the list, and takes
what came of them at another.
"""


class Input(NamedTuple):
    """A file to judge, or some lines of one.

    ``path`` opens it and ``display_path`` is what people see: relative to the working directory,
    with ``/``. ``data`` is its content where that was read already (standard input, pipes, lines of
    a JSON Lines file from ``first_line`` on); ``problem`` says why there is none, and
    ``too_large`` that it is its size. ``streamed``: JSON Lines on standard input, which are read
    when their turn comes.
    """

    path: str
    display_path: str
    data: bytes | None = None
    first_line: int = 1
    problem: str | None = None
    streamed: bool = False
    too_large: bool = False

    @property
    def is_named_only(self) -> bool:
        """Whether there is nothing to it but its name, which ends both paths."""
        is_plain = self.data is None and self.problem is None and self.first_line == 1
        name = self.path[self.path.rfind(os.sep) + 1 :]
        return is_plain and not self.streamed and self.display_path.endswith(name)


class InputList(Sequence[Input]):
    """Inputs, of which a file in a folder with others costs less than its name: their names stand
    in compressed blocks, their folders once. Any other input is kept as it is.
    """

    def __init__(self, inputs: Iterable[Input] = ()) -> None:
        self._blocks: list[bytes] = []
        self._last: list[str] = []
        """The names of the block that is not full."""
        self._folders: list[tuple[str, str]] = [("", "")]
        self._first_of_folder = array("Q", [0])
        self._others: dict[int, Input] = {}
        self._names = lru_cache(_BLOCKS_AT_HAND)(self._unpacked)
        for item in inputs:
            self.append(item)

    def append(self, item: Input) -> None:
        """Add an input at the end."""
        name = item.path[item.path.rfind(os.sep) + 1 :]
        folder = (item.path.removesuffix(name), item.display_path.removesuffix(name))
        if not item.is_named_only:
            self._others[len(self)] = item
            name = ""
        elif folder != self._folders[-1]:
            self._folders.append(folder)
            self._first_of_folder.append(len(self))
        self._last.append(name)
        if len(self._last) == _BLOCK:
            self._blocks.append(compress("\0".join(self._last).encode("utf-8", "surrogatepass"), 1))
            self._last = []

    def _unpacked(self, block: int) -> list[str]:
        return decompress(self._blocks[block]).decode("utf-8", "surrogatepass").split("\0")

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    @overload
    def __getitem__(self, at: int) -> Input: ...
    @overload
    def __getitem__(self, at: slice) -> list[Input]: ...
    def __getitem__(self, at: int | slice) -> Input | list[Input]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        if (item := self._others.get(number)) is not None:
            return item
        folder = self._folders[bisect_right(self._first_of_folder, number) - 1]
        block, place = divmod(number, _BLOCK)
        names = self._names(block) if block < len(self._blocks) else self._last
        return _named(folder, names[place])

    def __iter__(self) -> Iterator[Input]:
        number = at = 0
        starts = [*self._first_of_folder, len(self)]
        for block in range(len(self._blocks) + 1):
            for name in self._names(block) if block < len(self._blocks) else self._last:
                while starts[at + 1] <= number:
                    at += 1
                yield self._others.get(number) or _named(self._folders[at], name)
                number += 1


def _named(folder: tuple[str, str], name: str) -> Input:
    return Input(folder[0] + name, folder[1] + name)


class WhenMany(NamedTuple):
    """What is called once so many inputs are found, while more are looked for."""

    many: int
    call: Callable[[], object]


NEVER = WhenMany(0, int)
