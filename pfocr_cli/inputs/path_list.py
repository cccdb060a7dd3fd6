"""Lists of paths, as ``--files-from`` takes them and git writes them."""

from __future__ import annotations

import os
import re
import sys

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes


def listed_paths(files_from: str) -> list[str]:
    """Return the paths of a list: separated by NUL where it has any, else by lines, as git quotes
    them.
    """
    if files_from == "-" and sys.stdin is None:
        raise PfocrError("cannot read the list -: standard input is closed")
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else read_bytes(files_from, None)
    except UnreadableError as error:
        raise PfocrError(f"cannot read the list {files_from}: {error}") from None
    if b"\0" in data:
        return [os.fsdecode(path) for path in data.split(b"\0") if path]
    return [
        os.fsdecode(_unquoted(line.rstrip(b"\r"))) for line in data.split(b"\n") if line.strip()
    ]


_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
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
