"""The fast reader: plain data in a fraction of the exact reader's time, or nothing.

yaml-rs reads most records right, and some texts otherwise than ruamel.yaml does. So it is asked
only about texts that none of its known traps can be in, and its answer is taken only if it accounts
for every key in the text. Whatever is in doubt is left to ``compose``, which is the authority.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pfocr_cli.record.columns import GENES
from pfocr_cli.record.description import put_back, without_description
from pfocr_cli.record.known_entries import KEYWORDS_PLACEHOLDER, PLACEHOLDER, KnownEntries
from pfocr_cli.record.survey import SEPARATOR, Survey, survey
from pfocr_cli.regex import regex

_USUAL = bytes(range(0x20, 0x7F)).translate(None, b"\\&*!?{%") + b"\n"
"""What most texts hold alone."""
_TRAPS = regex(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""White space that YAML forbids in places, what ends lines for some readers only, control
characters.
"""
_INDICATORS = frozenset("&*!?{%")
_START = r"(?:[&*!]|\[(?!\])|\{(?!\}))"
"""Begins an anchor, alias or tag, or a collection in flow style with something in it."""
_NODE = regex(rf"[-?:][ ]+{_START}|^%|(?:^|[-?:])[ ]*\?(?=\s)", re.MULTILINE)
"""Such a node after its key or dash; and a directive, or an explicit key."""
_FIRST_ON_LINE = regex(rf"\n[ ]*{_START}(.*)")
_AFTER = r"(?:(?<=[-?:\n].)|(?<=[-?: \n] .))"
_BRACKET = regex(rf"\[{_AFTER}(?!\])")
_HINTS = {mark: regex(rf"\{mark}{_AFTER}") for mark in _INDICATORS}
"""One of these finds every such node, and few other letters: each looks for one letter, which is
many times faster than a search for several.
"""
_MARK_OR_DEEP = regex(r"\n(?:---|\.\.\.|[ \-?]{60})")
"""Marks between documents; and nesting, which takes columns in block style: yaml-rs overflows its
stack at some thousands of levels.
"""
_BLOCK_HEADER = regex(r"[|>][-+0-9]{0,2}[ ]*(?:#.*)?\Z")
_LARGE = 10**15
"""Readers part ways over numbers that a double cannot hold exactly."""
_DEPTH_OF_CELLS = 4
_OTHER_BASE = regex(r"[ ][-+]?0[xXoObB]")
"""To yaml-rs ``0b11``, ``0X1F`` and ``-0o7`` are whole numbers, to the specification texts."""


def read_plain(text: str) -> Survey | None:
    """Return the record that the YAML text holds, or None where the exact reader must judge it: one
    of these is a text with a line that begins as a mark between documents does, ``---`` or ``...``.
    """
    if "\r" in text:  # a look for one letter takes a hundredth of one for two
        text = text.replace("\r\n", "\n")
    shorter, description = without_description(text)
    found = _read_divided(shorter) or _read_whole(shorter)
    if found is None or description is None or put_back(found.data, description):
        return found
    return _read_divided(text) or _read_whole(text)


def _read_whole(text: str) -> Survey | None:
    data = _loaded(text)
    found = survey(data) if data is not None else None
    return found if found is not None and _accounts_for(found, text) else None


def _read_divided(text: str) -> Survey | None:
    """Read a record without its genes, most of which others have had: that takes half the time."""
    divided = _known_entries().divided(text)
    if divided is None:
        return None
    data = _loaded(divided.text)
    if data is None or data.get(GENES) != PLACEHOLDER:
        return None
    data[GENES] = []
    keywords = _keywords_of(data)
    if divided.keywords:
        if keywords[:1] != [KEYWORDS_PLACEHOLDER]:
            return None
        del keywords[0]
    found = survey(data)
    if not _accounts_for(found, divided.text):
        return None
    keywords[:0] = divided.keywords
    entries = divided.entries
    cells = [entry.cells for entry in entries]
    # Nobody changes a record's data but in a copy of it all; there an entry that was twice the same
    # mapping would change twice.
    are_different = len({*entries}) == len(entries)
    data[GENES] = cells if are_different else [one.copy() for one in cells]
    return found._replace(
        text=SEPARATOR.join([found.text, *[entry.text for entry in entries if entry.text]]),
        keys=found.keys + sum(map(len, cells)),
        depth=max(found.depth, _DEPTH_OF_CELLS),
        genes=entries,
    )


def _keywords_of(data: dict[Any, Any]) -> list[Any]:
    jsonld = data.get("schema-jsonld")
    keywords = jsonld.get("keywords") if isinstance(jsonld, dict) else None
    return keywords if isinstance(keywords, list) else []


@cache
def _known_entries() -> KnownEntries:
    return KnownEntries(_read_whole)


def _loaded(text: str) -> dict[Any, Any] | None:
    """Return the mapping that yaml-rs reads, where it can be asked."""
    if _is_suspect(text):
        return None
    from yaml_rs import loads

    try:
        data: Any = loads(text, parse_datetime=False)
    except (ValueError, TypeError):  # TypeError: a key of mappings, which cannot be hashed
        return None
    return data if isinstance(data, dict) else None


def _is_suspect(text: str) -> bool:
    # An indented first line lets a reader stop at the end of the indentation without a word; a last
    # block scalar that is empty, or has no line break, is read in two ways.
    if not text[:1].isalpha() or text[-1:] != "\n" or _ends_in_block_header(text):
        return True
    letters = text.encode().translate(None, _USUAL).decode()
    return (
        _TRAPS.search(letters) is not None
        or ("\\" in letters and '"' in text)  # an escape can hide a colon
        or _MARK_OR_DEEP.search(text) is not None
        # The first looks are quick and find too much; the last are exact and slow.
        or (_may_have_node(letters, text) and _has_node(text))
    )


def _may_have_node(letters: str, text: str) -> bool:
    marks = _INDICATORS.intersection(letters)
    return any(_HINTS[mark].search(text) for mark in marks) or _BRACKET.search(text) is not None


def _has_node(text: str) -> bool:
    return _NODE.search(text) is not None or not all(map(_goes_on, _FIRST_ON_LINE.finditer(text)))


def _goes_on(line: re.Match[str]) -> bool:
    """Say whether a line that begins as a node does can only go on with the text of the line above:
    there something ends that is neither a key, a dash nor a comment, and here is no key.
    """
    above = line.string[: line.start()].rpartition("\n")[2]
    return (
        above[-1:] not in {"", " ", "-", ":"}
        and "#" not in above
        and ": " not in line[1]
        and line[1][-1:] != ":"
    )


def _ends_in_block_header(text: str) -> bool:
    """Say whether the last line that is not blank can be the header of a block scalar."""
    last = text.rstrip(" \n").rpartition("\n")[2]
    return _BLOCK_HEADER.search(last) is not None


def _accounts_for(found: Survey, text: str) -> bool:
    """Say whether every key of text is in the data: a duplicate key, or a tail left unread, is not.

    A key has one colon, and where a value has one, so has the text it was read from: folding and
    quoting do not change that. Where the text has more, something was not read.
    """
    return (
        found.keys_are_text
        # or white space that only one reader takes for nothing: no-break spaces
        and not found.nulls
        and text.count(":") == found.keys + found.text.count(":")
        and (not found.numbers or _are_decimal(found, text))
    )


def _are_decimal(found: Survey, text: str) -> bool:
    """Say whether the numbers are written as the specification's are: no underscore is lost, and no
    whole number is of another base.
    """
    return (
        found.largest < _LARGE
        and text.count("_") == found.text.count("_")
        and not (any(type(number) is int for number in found.numbers) and _OTHER_BASE.search(text))
    )
