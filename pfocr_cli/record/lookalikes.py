"""Letters that look like YAML's own and are none: a no-break space, a full-width colon; and a `#`
that ends a text in the middle.

YAML knows two blanks, the space and the tab, and one colon (YAML 1.2.2, sections 5.5 and 7.4).
What is pasted from a web page or a word processor often has others, and the parser then complains
about another line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.regex import regex
from pfocr_cli.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BLANKS = "\u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_COLONS = "\uff1a\ufe55\ufe13\u2236\ua789"
ODD = regex(f"[{_BLANKS}{_COLONS}]")
_KEY = r"(?P<quote>['\"]?)(?P<key>[A-Za-z@][\w@-]*)(?P=quote)"
_START = r"^[ ]*(?:-[ ]+)*"
_ANY = f"[ \\-{_BLANKS}]*"
_BLANK = f"(?P<blank>[{_BLANKS}]+)"
_CUT = regex(r"^[ ]*(?:- +)*[^\s#'\"][^\n]*?[ \t](?P<blank>#)[^\n]*\n(?= +[^\s#])", re.M)
_INDENTED = regex(f"^[ ]*[{_BLANKS}]", re.M)
_COLON = regex("[ ]*:")
_MOST = 12
"""Places that are tried as the cause of one error: each takes a parse."""


class Suspect(NamedTuple):
    """Letters ``start`` to ``end`` of a text that stand where YAML wants something else.

    ``key`` is the name beside them, '' where there is none, and ``key_start`` where it begins.
    """

    start: int
    end: int
    letter: str
    wanted: Literal["space", "colon", "quotes"]
    key: str = ""
    key_start: int = 0

    @property
    def message(self) -> str:
        """What is wrong, for people."""
        if self.wanted == "quotes":
            return "the text is cut here, because a blank and # begin a comment: quote it whole"
        name = with_article(unicodedata.name(self.letter, "letter").lower())
        return f"{name} (U+{ord(self.letter):04X}) where YAML needs a {self.wanted}"


def suspects(text: str) -> list[Suspect]:
    """Return where a blank or a colon that YAML does not know stands beside a key or a dash."""
    if not _INDENTED.search(text) and not any(
        _is_beside(text, match.start()) for match in ODD.finditer(text)
    ):
        return []
    found = {suspect.start: suspect for suspect in _found(text)}
    return [found[start] for start in sorted(found)]


def _is_beside(text: str, at: int) -> bool:
    """Say, quickly, whether a letter stands for a colon, or beside a colon or a dash."""
    return (
        text[at - 1 : at] in (":", "-") or text[at] in _COLONS or bool(_COLON.match(text, at + 1))
    )


@cache
def _forms() -> list[re.Pattern[str]]:
    return [
        # In the indentation of a key or item, after a dash, before and after a colon, for one.
        re.compile(
            f"^[ ]*{_BLANK}(?:{_ANY}{_KEY}[ ]*[:{_COLONS}]|[ {_BLANKS}]*-[ {_BLANKS}])", re.M | re.A
        ),
        re.compile(f"{_START}-{_BLANK}{_ANY}(?:{_KEY}[ {_BLANKS}]*[:{_COLONS}])?", re.M | re.A),
        re.compile(f"{_START}{_KEY}[ ]*{_BLANK}[ ]*:(?=[ {_BLANKS}\\r\\n])", re.M | re.A),
        re.compile(f"{_START}{_KEY}:{_BLANK}", re.M | re.A),
        re.compile(f"{_START}{_KEY}[ ]*(?P<blank>[{_COLONS}])", re.M | re.A),
    ]


def _found(text: str) -> Iterator[Suspect]:
    for form in _forms():
        for match in form.finditer(text):
            start, end = match.span("blank")
            key = match["key"] or ""
            at = match.start("quote") if key else start
            letter = text[start]
            wanted: Literal["space", "colon"] = "colon" if letter in _COLONS else "space"
            yield Suspect(start, end, letter, wanted, key, at)


def cause(text: str, error: int, error_in: Callable[[str], int | None]) -> Suspect | None:
    """Return the suspect without which the parser would not stop at ``error``.

    ``error_in`` parses a text and returns where it stops, None where it does not. The nearest above
    the error are tried first, and stay mended while the others are.
    """
    end = text.find("\n", error) + 1 or len(text)
    head = text[:end]
    found = suspects(head)
    found += [Suspect(*match.span("blank"), "#", "quotes") for match in _CUT.finditer(head)]
    found = sorted(found, key=lambda suspect: suspect.start)[-_MOST:]
    line = _line(text, error)
    for suspect in reversed(found):
        text = text[: suspect.start] + _right(suspect, text)
        stop = error_in(text)
        if stop is None or _line(text, stop) > line:
            of_line = _line(text, suspect.start)
            return next(one for one in found if _line(head, one.start) == of_line)
    return None


def _right(suspect: Suspect, text: str) -> str:
    """Return a text from a suspect on, with what should stand there."""
    if suspect.wanted == "quotes":  # each # of the line, which could begin a comment as well
        cut, end, below = text[suspect.start :].partition("\n")
        return cut.replace("#", "+") + end + below
    right = ": " if suspect.wanted == "colon" else " " * (suspect.end - suspect.start)
    return right + text[suspect.end :]


def _line(text: str, offset: int) -> int:
    return text[:offset].count("\n")
