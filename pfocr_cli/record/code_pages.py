"""Code pages that UTF-8 is read by in error: their letters, and what UTF-8 looks like in them."""

from __future__ import annotations

import re
from functools import cache

PAGES = {
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "iso8859-2": "Latin-2",
    "iso8859-15": "Latin-9",
    "cp437": "code page 437",
    "cp850": "code page 850",
}
USUAL_PAGES = ("cp1252", "latin-1", "mac_roman")
"""Where one of these gives a letter, another page's commoner letter is not beyond doubt."""
WIDE_PAGES = {"cp932": "Shift JIS", "gbk": "GBK", "big5": "Big5", "cp949": "EUC-KR"}
"""Those that make one letter of two bytes: only whole runs can be tried."""


@cache
def letters_of(page: str) -> dict[int, str]:
    """Return the letters of the bytes 80 to FF; bytes that a page leaves open stand for
    themselves.
    """
    letters = {}
    for byte in range(0x80, 0x100):
        try:
            letters[byte] = bytes([byte]).decode(page)
        except UnicodeDecodeError:
            letters[byte] = chr(byte)
    return letters


@cache
def bytes_of(page: str) -> dict[str, int]:
    """Return the bytes of those letters."""
    return {letter: byte for byte, letter in letters_of(page).items()}


@cache
def sequences_of(page: str) -> re.Pattern[str]:
    """Return a pattern of one UTF-8 sequence or more, as the page shows them."""
    letters = letters_of(page)

    def shown(first: int, last: int) -> str:
        return "[" + re.escape("".join(letters[byte] for byte in range(first, last + 1))) + "]"

    rest = shown(0x80, 0xBF)
    # Two letters are easily real ones: only those that mean Latin-1 or Greek.
    two = f"(?:{shown(0xC2, 0xC5)}|{shown(0xCE, 0xCF)}){rest}"
    three = f"{shown(0xE2, 0xE3)}{rest}{rest}|{letters[0xEF]}{rest}{rest}"
    four = f"{letters[0xF0]}{rest}{{3}}"
    return re.compile(f"(?:{two}|{three}|{four})+")


@cache
def leads_of(page: str) -> frozenset[str]:
    """Return the letters of the bytes that a run can begin with."""
    codes = (*range(0xC2, 0xC6), 0xCE, 0xCF, 0xE2, 0xE3, 0xEF, 0xF0)
    return frozenset(letters_of(page)[byte] for byte in codes)
