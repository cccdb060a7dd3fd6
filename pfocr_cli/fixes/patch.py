"""A patch that ``git apply`` takes from the repository's root.

Sources: the unified format,
https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html; how git quotes names,
https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli.inputs.git import top_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPES = {
    ord(byte): f"\\{letter}" for byte, letter in zip('"\\\a\b\t\n\v\f\r', '"\\abtnvfr', strict=True)
}
"""What a byte is in a name between quotation marks; every other that is not printed is octal."""
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def patch(path: str, before: str, after: str) -> str:
    """Return the patch that turns one text of the file at ``path`` into the other; empty where they
    are equal.
    """
    return "".join(_lines(_in_repository(path), before, after))


def _lines(name: str, before: str, after: str) -> Iterator[str]:
    # Lines end at LF only, as for git: a CR before it is part of the line.
    old, new = _split(before), _split(after)
    for line in difflib.unified_diff(old, new, _quoted(f"a/{name}"), _quoted(f"b/{name}")):
        yield line if line.endswith("\n") else line + _NO_NEWLINE


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _in_repository(path: str) -> str:
    """Return the path from the root of its git repository; outside of one, from the working
    directory.
    """
    whole = os.path.realpath(path)  # git applies nothing beyond a link
    below = os.path.relpath(whole, top_of(Path(whole).parent))
    name = whole.lstrip(os.sep) if below.startswith(os.pardir) else below
    return name.replace(os.sep, "/")


def _quoted(name: str) -> str:
    """Return a file's name as the head of a patch has it: as git writes it where core.quotePath is
    left as it is, between quotation marks where a byte of it is not printable ASCII. A tab ends a
    name with a space in it.
    """
    written = "".join(map(_escaped, os.fsencode(name)))
    end = "\t" if " " in name else ""
    return (name if written == name else f'"{written}"') + end


def _escaped(byte: int) -> str:
    is_printed = 0x20 <= byte < 0x7F and byte not in _ESCAPES
    return chr(byte) if is_printed else _ESCAPES.get(byte, f"\\{byte:03o}")
