"""Names of files that an output makes: which can be, and which are taken."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable

_LONGEST_NAME = 240
"""Bytes of a file's name: file systems take 255, and a little is put behind it for a moment."""
_FORBIDDEN = frozenset("/\\" if os.name == "posix" else '/\\<>:"|?*')


def fault_of_name(path: str) -> str:
    """Return why a path (parted by ``/``) cannot be a file in a folder; empty where it can."""
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "a part of it is no name"
        if len(os.fsencode(name)) > _LONGEST_NAME:
            return f"it is longer than {_LONGEST_NAME} bytes"
        if any(
            character in _FORBIDDEN or unicodedata.category(character) == "Cc" for character in name
        ):
            return "it holds a character that no name can"
    return ""


class Claims:
    """The figids and files of one output, each with the record that has it.

    By digest: a run can have a hundred thousand of them.
    """

    def __init__(self) -> None:
        self._taken: dict[int, int] = {}

    def claim(self, figid: str | None, files: Iterable[str], here: int) -> tuple[int, str] | None:
        """Return which earlier record a record cannot be beside, and what they share; None where
        its names are its own from now on.

        ``here`` is a number for this record; ``figid`` is None where several may have one.
        """
        keys = {} if figid is None else {_digest(figid): "figid"}
        # What differs by case, or in how accents are written, is one file on some systems.
        keys |= {
            _digest("/" + unicodedata.normalize("NFC", name).casefold()): name for name in files
        }
        for key, what in keys.items():
            if key in self._taken:
                return self._taken[key], what
        self._taken |= dict.fromkeys(keys, here)
        return None


def _digest(text: str) -> int:
    """Return a number for a text: a run can have a hundred thousand of them."""
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    )
