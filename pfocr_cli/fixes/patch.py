"""A patch that ``git apply`` takes from the repository's root.

Sources: the unified format,
https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html; how git quotes names,
https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath.
"""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli.fixes.same_lines import LongTexts
from pfocr_cli.inputs.git import top_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ESCAPES = {
    ord(byte): f"\\{letter}" for byte, letter in zip('"\\\a\b\t\n\v\f\r', '"\\abtnvfr', strict=True)
}
"""What a byte is in a name between quotation marks; every other that is not printed is octal."""
_NO_NEWLINE = "\n\\ No newline at end of file\n"
_FEW_LINES = 2_000
"""Lines of both texts that difflib compares whole; its time grows as their square."""


def patch(path: str, before: str, after: str) -> str:
    """Return the patch that turns one text of the file at ``path`` into the other; empty where they
    are equal.
    """
    return "".join(_lines(_in_repository(path), before, after))


def _lines(name: str, before: str, after: str) -> Iterator[str]:
    # Lines end at LF only, as for git: a CR before it is part of the line.
    old, new = _split(before), _split(after)
    is_short = len(old) + len(new) <= _FEW_LINES
    hunks = (
        SequenceMatcher(None, old, new) if is_short else LongTexts(old, new)
    ).get_grouped_opcodes()
    head = f"--- {_quoted(f'a/{name}')}\n+++ {_quoted(f'b/{name}')}\n"
    for hunk in hunks:
        (_, i1, _, j1, _), (_, _, i2, _, j2) = hunk[0], hunk[-1]
        yield f"{head}@@ -{_range(i1, i2)} +{_range(j1, j2)} @@\n"
        head = ""
        for line in _hunk(hunk, old, new):
            yield line if line.endswith("\n") else line + _NO_NEWLINE


def _hunk(
    hunk: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[str]:
    for kind, i1, i2, j1, j2 in hunk:
        sign = " " if kind == "equal" else "-"
        yield from (sign + line for line in old[i1:i2])
        if kind != "equal":
            yield from ("+" + line for line in new[j1:j2])


def _range(start: int, end: int) -> str:
    """Return lines as the head of a hunk has them: none are said to stand below the one before."""
    count = end - start
    return f"{start + bool(count)}" + (f",{count}" if count != 1 else "")


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
