"""What the XML formats share: text that XML can hold, ids, elements, and the bytes of a document.

An element is written as text, an element a line, indented by two spaces a level; all that is data
goes through ``attribute`` or ``inner_text``. Source: XML 1.0, https://www.w3.org/TR/xml/ (2.2, 2.4,
2.11 and 3.3.3).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = regex("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = regex("\r\n?")
_MARKUP = regex("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may not stand in an attribute as it is: what XML forbids, or means something there."""
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#09;"}
"""Line breaks and tabs would be read as spaces."""


def clean(text: str) -> str:
    """Return text with a space for each character that XML 1.0 forbids; lines end at LF, as every
    parser would have it.
    """
    return _LINE_END.sub("\n", _FORBIDDEN.sub(" ", text))


def attribute(text: str) -> str:
    """Return text as it stands between the quotation marks of an attribute."""
    return escape(clean(text), _IN_ATTRIBUTES) if _MARKUP.search(text) else text


def inner_text(text: str) -> str:
    """Return text as it stands within an element."""
    return escape(clean(text)) if _MARKUP.search(text) else text


def opening(indent: str, tag: str, attributes: Mapping[str, str]) -> str:
    """Return the beginning of an element, without the end of its tag."""
    return f"{indent}<{tag}" + "".join(
        [f' {name}="{attribute(value)}"' for name, value in attributes.items()]
    )


def element(
    indent: str, tag: str, attributes: Mapping[str, str], *, text: str = "", inner: str = ""
) -> str:
    """Return the lines of an element, which holds a text, or other elements' lines, or nothing."""
    start = opening(indent, tag, attributes)
    if text:
        return f"{start}>{inner_text(text)}</{tag}>\n"
    return f"{start}>\n{inner}{indent}</{tag}>\n" if inner else f"{start} />\n"


class Ids:
    """Ids of one document: NCNames that are unique in it, each made of what it names.

    The same thing of the same figure has the same id in every export, whatever else the figure
    holds.
    """

    def __init__(self, seed: str) -> None:
        self._seed = hashlib.sha256(f"{seed}\0".encode())
        self._given: set[str] = set()
        self._times: Counter[str] = Counter()

    def new(self, *what: str) -> str:
        """Return the id of a thing; of another one like it, the next id."""
        name = "\0".join(what)
        while True:
            found = self._hash(f"{name}\0{self._times[name]}")
            self._times[name] += 1
            if found not in self._given:
                self._given.add(found)
                return found

    def _hash(self, name: str) -> str:
        digest = self._seed.copy()
        digest.update(name.encode())
        found = digest.hexdigest()
        # As PathVisio writes them: hexadecimal, a letter first.
        return "abcdef"[int(found[8:12], 16) % 6] + found[:7]


def number(value: float) -> str:
    """Return a length or a place, with a point and no more digits than a drawing needs."""
    return str(round(float(value), 2))
