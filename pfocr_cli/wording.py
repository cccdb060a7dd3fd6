"""How messages say things: numbers with their nouns, found text in quotes, names that are nearly
right, characters that nobody sees made visible.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUOTED_LIMIT = 160
"""Characters of a found text that a message repeats; captions can have ten thousand."""


def with_article(noun: str) -> str:
    """Return a noun with its article.

    >>> with_article("alias")
    'an alias'
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plural(number: int, noun: str, many: str = "") -> str:
    """Return ``1 record`` or ``1,234 records``; ``many`` is the plural where it is irregular."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def shortened(text: str, most: int = QUOTED_LIMIT) -> str:
    """Return text, its end left out where it has more than ``most`` characters.

    >>> shortened("pathways", 5)
    'path…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(text: str) -> str:
    """Return text in quotes, its end left out where it is long."""
    return repr(shortened(text))


def listed(names: Sequence[str], most: int = 10) -> str:
    """Return ``A, B and C``; of more than ``most`` names the first ones and how many follow."""
    named = list(names) if len(names) <= most else [*names[:most], f"{len(names) - most:,} more"]
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean X?)`` with the known names nearest to word, or nothing."""
    near = similar_names(word, known)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def similar_names(word: str, known: Iterable[str]) -> list[str]:
    """Return the known names nearest to word, three at most, the nearest first."""
    by_folded = {name.casefold(): name for name in known}
    import difflib  # only those who err pay for it

    near = difflib.get_close_matches(word[:QUOTED_LIMIT].casefold(), by_folded, n=3, cutoff=0.6)
    return [by_folded[name] for name in near]


# What moves a cursor, turns the reading direction (https://trojansource.codes), hides, or is no
# character at all: controls, bidi marks, line separators, surrogates, noncharacters, and what is
# drawn as nothing (Default_Ignorable_Code_Point, https://www.unicode.org/reports/tr44/).
UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\ufffe\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The inside of a regular expression's character class."""
_UNSEEN = regex(f"[{UNSEEN}]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNDECODED = range(0xDC80, 0xDD00)
"""Surrogates that stand for the bytes of a path that is not UTF-8 (PEP 383)."""


def same_name(one: str, other: str) -> bool:
    """Say whether two names have the same letters, however these are composed."""
    return one == other or in_nfc(one) == in_nfc(other)


def in_nfc(name: str) -> str:
    """Return a name with its letters composed (NFC). macOS hands names of files over decomposed:
    letter by letter they are others, to people they are the same.
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def visible(text: str) -> str:
    r"""Return text on one line, its control and invisible characters as ``\x1b``, ``\u202e``.

    What is escaped already stays as it is: twice is once.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    if code in _UNDECODED:
        code -= 0xDC00
    if code <= 0xFF:
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
