"""The fast reader: plain data in a quarter to a third of the exact reader's time, or nothing.

py-yaml12 reads most records right, and some texts otherwise than ruamel.yaml does. So it is asked
only about texts that none of its known traps can be in, and its answer is taken only if it accounts
for every key in the text. Whatever is in doubt is left to ``compose``, which is the authority.
"""

from __future__ import annotations

import re
from typing import Any

from pfocr_cli.record.compose import MAX_DEPTH
from pfocr_cli.record.survey import Survey, odd_letters, survey

_TRAPS = re.compile("[\t\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""White space that YAML forbids in places, what ends lines for some readers only, control
characters.
"""
_WIDE_TRAPS = frozenset("\u2028\u2029\ufeff\ufffe\uffff")
"""The same beyond Latin-1."""

_INDICATOR = re.compile(r"[&*!?{%](?<=[ \n].)")
_SUSPECT = re.compile(
    # Where a node can begin: an anchor, alias, tag, explicit key, or a flow collection with
    # something in it.
    r"(?:^|[-?:] )[ ]*(?:[&*!]|\?(?=\s)|\[(?!\])|\{(?!\}))"
    # Directives and document marks.
    r"|^%|^(?:---|\.\.\.)",
    re.MULTILINE,
)
_LINE_HINT = re.compile(r"\n(?:\[|---|\.\.\.|[ \-?]{60})")
_DEEP = re.compile(r"\n[ \-?]{60}")
"""Nesting takes columns in block style; py-yaml12 overflows its stack at some thousands of levels.
"""
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}[ ]*(?:#.*)?\Z")
_LARGE = 10**15
"""Readers part ways over numbers that a double cannot hold exactly."""
_LONG = re.compile(r"\n0(?:x[0-9a-fA-F]{15}|o[0-7]{20})")
"""py-yaml12 takes hexadecimal and octal numbers beyond 64 bits for text."""
_ODD_SIGN = re.compile(r"(?:\+|0[xo])[-+]")
"""To py-yaml12 ``+-1`` and ``0x-1`` are whole numbers, to the specification texts."""


def read_plain(text: str) -> Survey | None:
    """Return the record that the YAML text holds, or None where the exact reader must judge it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if _is_suspect(text):
        return None
    import yaml12

    try:
        data: Any = yaml12.parse_yaml(text)
    except ValueError:
        return None
    found = survey(data) if isinstance(data, dict) else None
    return found if found is not None and _accounts_for(found, text) else None


def _is_suspect(text: str) -> bool:
    odd = odd_letters(text)
    if "\t" in text or "\r" in text:
        return True
    if odd and (_TRAPS.search(odd) or not _WIDE_TRAPS.isdisjoint(odd)):
        return True
    if '"' in text and "\\" in text:  # an escape can hide a colon
        return True
    line_hint = _LINE_HINT.search(text)
    if (line_hint and _DEEP.search(text)) or _DEEP.match("\n" + text[:60]):
        return True
    # The first looks are quick and find too much; the last is exact and slow.
    # An indented first line lets a reader stop at the end of the indentation without a word; a last
    # block scalar that is empty, or has no line break, is read in two ways.
    if not text[:1].isalpha() or text[-1:] != "\n" or _ends_in_block_header(text):
        return True
    hint = (
        line_hint
        or ("[" in text and text.count(" [") != text.count(": []\n"))
        or _INDICATOR.search(text)
    )
    return bool(hint) and _SUSPECT.search(text) is not None


def _ends_in_block_header(text: str) -> bool:
    """Say whether the last line that is not blank can be the header of a block scalar."""
    end = len(text)
    while text[end - 1] in " \n":
        end -= 1
    return _BLOCK_HEADER.search(text, text.rfind("\n", 0, end) + 1, end) is not None


def _accounts_for(found: Survey, text: str) -> bool:
    """Say whether every key of text is in the data: a duplicate key, or a tail left unread, is not.

    A key has one colon before white space, and where a value has one, so has the text it was read
    from: folding and quoting do not change that. Where the text has more, something was not read.
    """
    return (
        found.depth <= MAX_DEPTH
        and found.keys_are_text
        and found.largest < _LARGE
        # or white space that only one reader takes for nothing: no-break spaces
        and not found.nulls
        and not _LONG.search(found.text)
        and not (found.has_whole_number and _ODD_SIGN.search(text))
        and _colons(text + "\n") == found.keys + _colons(found.text)
    )


def _colons(text: str) -> int:
    return text.count(": ") + text.count(":\n")
