"""Names of files that an output makes: which can be, and which are taken."""

from __future__ import annotations

import os
import unicodedata

_LONGEST_NAME = 240
"""Bytes of a file's name: file systems take 255, and a little is put behind it for a moment."""
_FORBIDDEN = frozenset("/\\" if os.name == "posix" else '/\\<>:"|?*')


def fault_of_name(path: str) -> str:
    """Return why a path (parted by ``/``) cannot be a file in a folder; empty where it can."""
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "a part of it cannot be a name"
        if len(os.fsencode(name)) > _LONGEST_NAME:
            return f"it is longer than {_LONGEST_NAME} bytes"
        if any(
            character in _FORBIDDEN or unicodedata.category(character) == "Cc" for character in name
        ):
            return "it holds a character that no name can"
    return ""
