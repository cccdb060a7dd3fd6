"""What the XML formats share: text that XML can hold, ids, elements, and the bytes of a document.

Elements are built by the standard library's ElementTree; names carry their prefixes as they are
written, and ``xmlns`` is an attribute like any other, so that the default namespace needs no
prefix.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from xml.etree import ElementTree as ET

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")


def clean(text: str) -> str:
    """Return text with a space for each character that XML 1.0 forbids; lines end at LF, as every
    parser would have it.
    """
    return _LINE_END.sub("\n", _FORBIDDEN.sub(" ", text))


class Ids:
    """Ids of one document: NCNames that are unique in it, each made of what it names.

    The same thing of the same figure has the same id in every export, whatever else the figure
    holds.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._given: set[str] = set()
        self._times: Counter[tuple[str, ...]] = Counter()

    def new(self, *what: str) -> str:
        """Return the id of a thing; of another one like it, the next id."""
        while True:
            found = self._hash(*what, str(self._times[what]))
            self._times[what] += 1
            if found not in self._given:
                self._given.add(found)
                return found

    def _hash(self, *what: str) -> str:
        digest = hashlib.sha256("\0".join((self._seed, *what)).encode()).hexdigest()
        # As PathVisio writes them: hexadecimal, a letter first.
        return "abcdef"[int(digest[8:12], 16) % 6] + digest[:7]


def add(parent: ET.Element, tag: str, /, text: str = "", **attributes: str) -> ET.Element:
    """Add an element and return it; what XML forbids is a space in its text and attributes."""
    element = ET.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    if text := clean(text):
        element.text = text
    return element


def number(value: float) -> str:
    """Return a length or a place, with a point and no more digits than a drawing needs."""
    return str(round(float(value), 2))


def document(root: ET.Element) -> bytes:
    """Return a document's bytes: UTF-8, indented, with a declaration (without one gpml2pvjson
    prints nothing).
    """
    ET.indent(root)
    return DECLARATION + ET.tostring(root, encoding="unicode").encode() + b"\n"
