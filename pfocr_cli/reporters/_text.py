"""Text that reports share: characters made visible."""

from __future__ import annotations

import re

# What moves a cursor, turns the reading direction (https://trojansource.codes), hides, or is no
# character at all: controls, bidi marks, line separators, zero-width and tag characters,
# surrogates.
UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
"""The inside of a regular expression's character class."""
_UNSEEN = re.compile(f"[{UNSEEN}]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNDECODED = range(0xDC80, 0xDD00)
"""Surrogates that stand for the bytes of a path that is not UTF-8 (PEP 383)."""


def visible(text: str) -> str:
    r"""Return text on one line, its control and invisible characters as ``\x1b``, ``\u202e``."""
    return _UNSEEN.sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    if code in _UNDECODED:
        code -= 0xDC00
    if code <= 0xFF:
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
