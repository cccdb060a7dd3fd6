"""JSON (RFC 8259, https://www.rfc-editor.org/rfc/rfc8259) that is safe to print, split and
write.
"""

from __future__ import annotations

import json
from typing import TextIO

from pfocr_cli.regex import regex
from pfocr_cli.wording import UNSEEN

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_UNSEEN = regex(f"[{UNSEEN}]")


def encode(value: object, indent: int | None = None) -> str:
    """Return value as JSON on one line; with ``indent`` on several.

    Letters stay letters. Escaped is what would break a line elsewhere (U+2028), change how a
    terminal shows it, or could not be written as UTF-8: read back, it is the same.
    """
    if indent is not None:
        lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
        return "\n".join(map(_shown, lines))
    return _shown(_ENCODER.encode(value))


def _shown(line: str) -> str:
    return _UNSEEN.sub(lambda match: _escape(match[0]), line)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]


class JsonArray:
    """One array written as it grows, an element a line; valid when empty."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._empty = True

    def add(self, value: object) -> None:
        """Write one element."""
        self._stream.write(("[\n" if self._empty else ",\n") + encode(value))
        self._empty = False

    def close(self) -> None:
        """End the array; without elements this writes the whole of it."""
        self._stream.write("[]\n" if self._empty else "\n]\n")
