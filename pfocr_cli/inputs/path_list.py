"""Lists of paths, as ``--files-from`` takes them: those of git, of editors and of other people's
scripts.

A list is in UTF-8, UTF-16 or UTF-32, with a byte order mark or without, separated by NUL where it
has any, else by lines. A line can be git's C string (core.quotePath), one of ``git diff
--name-status``, ``--numstat`` or ``--raw`` or of ``git status --porcelain``, with backslashes, or
with blanks around it.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, as_there, read_bytes
from pfocr_cli.inputs.git import is_shallow, knows_all, root_of
from pfocr_cli.regex import regex
from pfocr_cli.terminal import messages
from pfocr_cli.wording import listed, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = regex(rb"[\r\n]+")
_STATUS = regex(rb"[ACDMRTUXB][0-9]{0,3}")
_LAST_CELL = regex(rb"(?:[^\t]*\t)+(?P<path>[^\t]+)")
_PORCELAIN = regex(rb"[ MADRCTU?!]{2} (?:.* -> )?(?P<path>.+)")


def paths_there(files_from: str, cwd: str, leads_somewhere: Callable[[str], bool]) -> list[str]:
    """Return the paths of a list that are there: as they are, else from the root of git.

    Says how many are not. Raises PfocrError where none is, unless git knows them as deleted, and
    where the list cannot be read.
    """
    root = root_of(cwd)

    def place(path: str) -> str | None:
        ways = [path, os.path.join(root, path)] if root else [path]
        return next(filter(leads_somewhere, map(as_there, ways)), None)

    paths = listed_paths(files_from, lambda path: place(path) is not None)
    found = [(path, place(path)) for path in paths]
    if missing := [path for path, there in found if there is None]:
        many = plural(len(missing), "path")
        told = f"{many} in the list {'does' if len(missing) == 1 else 'do'} not exist"
        if len(missing) == len(found) and not _is_deleted(root, cwd, missing):
            raise PfocrError(f"{told}, and there is no other: {listed(missing)}")
        messages.sentence(f"{told}: {listed(missing)}")
    return [path if there == path else os.path.relpath(there) for path, there in found if there]


def _is_deleted(root: str | None, cwd: str, paths: Sequence[str]) -> bool:
    """Say whether git knows, or may know, paths that are not there."""
    if root is None:
        return False
    return knows_all(root, paths) or knows_all(cwd, paths) or is_shallow(root)


def listed_paths(files_from: str, is_there: Callable[[str], bool]) -> list[str]:
    """Return the paths of a list, each as it is where ``is_there`` finds it so, else as another way
    to write it is found; one that leads nowhere as it is most likely meant.

    Raises PfocrError where the list cannot be read.
    """
    if files_from == "-" and sys.stdin is None:
        raise PfocrError("cannot read the list -: standard input is closed")
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else read_bytes(files_from, None)
    except UnreadableError as error:
        raise PfocrError(f"cannot read the list {files_from}: {error}") from None
    data = _in_utf_8(data)
    if b"\0" in data:
        return [os.fsdecode(entry) for entry in _entries(data)]  # nothing is quoted there
    return [_found(entry, is_there) for entry in _entries(data)]


def _entries(data: bytes) -> Iterator[bytes]:
    if b"\0" in data:
        yield from (path for path in data.split(b"\0") if path and not _STATUS.fullmatch(path))
    else:
        yield from (line for line in _LINE_END.split(data) if line.strip())


def _in_utf_8(data: bytes) -> bytes:
    """Return a list's bytes in UTF-8, without a byte order mark."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode("utf-8", "surrogatepass")
    # Without a mark: every other byte is NUL, and no path has one letter only.
    even, odd = data[::2], data[1::2]
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high and not high.strip(b"\0") and b"\0" not in low:
            return data.decode(encoding, "replace").encode("utf-8", "surrogatepass")
    return data.removeprefix(codecs.BOM_UTF8)


def _found(entry: bytes, is_there: Callable[[str], bool]) -> str:
    ways = [os.fsdecode(way) for way in dict.fromkeys(_ways(entry))]
    return next(filter(is_there, ways), ways[-1])


def _ways(entry: bytes) -> Iterator[bytes]:
    """Yield what an entry can mean: as it stands first, as it is most likely meant last."""
    yield _unquoted(entry)
    bare = entry.rstrip(b" \t")
    yield _unquoted(bare)
    yield _unquoted(bare.lstrip())
    for form in (_LAST_CELL, _PORCELAIN):
        if match := form.fullmatch(bare):
            bare = _unquoted(match["path"])
            yield bare
    bare = _unquoted(bare)
    if b"\\" in bare:
        yield bare.replace(b"\\", b"/")


_ESCAPE = regex(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
_LETTERS = {
    b"n": b"\n",
    b"t": b"\t",
    b"r": b"\r",
    b"a": b"\a",
    b"b": b"\b",
    b"f": b"\f",
    b"v": b"\v",
}


def _unquoted(line: bytes) -> bytes:
    """Return a path as it is where git has written it as a C string (core.quotePath)."""
    if not (line.startswith(b'"') and line.endswith(b'"') and len(line) > 1):
        return line
    return _ESCAPE.sub(_unescaped, line[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _LETTERS.get(match[2], match[2])
