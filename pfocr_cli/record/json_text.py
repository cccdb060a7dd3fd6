"""Records in JSON: values from Python's own reader, places from the YAML one (YAML 1.2 holds JSON).

Sources: RFC 8259 (JSON); YAML 1.2.2 section 1.3 on JSON as a subset.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from pfocr_cli.record.compose import MAX_DEPTH, compose, duplicate_key_fault, too_deep
from pfocr_cli.record.fault import Fault
from pfocr_cli.record.scalars import whole_number
from pfocr_cli.record.source import Span
from pfocr_cli.record.survey import Survey, survey
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.record.nodes import Node

_ESCAPE_OR_REFUSED = regex(r"\\(?:u([0-9a-fA-F]{4})|.)|[\x7f-\x9f\ufffe\uffff]", re.DOTALL)
"""Escapes one by one, so that an escaped backslash hides none; and letters that are sound in JSON
and that YAML readers refuse.
"""
_OWN = range(0xE000, 0xE100)
"""Letters for private use: for places they serve as well as any."""
_SURROGATES, _HIGH, _LOW = range(0xD800, 0xE000), range(0xD800, 0xDC00), range(0xDC00, 0xE000)


class _NotJsonError(ValueError):
    """A duplicate key, or a number that JSON does not have."""


def read_json(text: str) -> Survey | None:
    """Return the data of a JSON text, or None where ``places`` must judge it."""
    try:
        found = survey(_loads(text, _object))
        found.text.encode("utf-8")  # UnicodeEncodeError, a ValueError: half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return found if found.data is not None and found.depth <= MAX_DEPTH else None


def values(text: str) -> object:
    """Return the plain data of a JSON text that ``places`` has found to be sound; the last of
    duplicate keys.
    """
    return _loads(text)


def places(text: str, offset: int = 0) -> tuple[Node | None, tuple[Fault, ...]]:
    """Return the node tree of a JSON text and its faults, as ``compose`` does for YAML."""
    # Depth and control characters first: compose bounds the one and places the other.
    root, faults = compose(_ESCAPE_OR_REFUSED.sub(_masked, text), offset)
    if any(fault.code == "P006" for fault in faults):
        return None, faults
    duplicates: list[str] = []
    stop = _fault(text, offset, duplicates)
    if stop is not None:
        return None, (stop,)
    # YAML has limits that JSON has not (the length of a key): then the values are read, and not
    # placed.
    placed = tuple(fault for fault in faults if fault.code == "P005")
    if duplicates and not placed:
        placed = (duplicate_key_fault(duplicates[0], Span(offset, offset)),)
    return root, placed


def _masked(match: re.Match[str]) -> str:
    """Return as many letters that YAML readers take; others for others, so that keys stay apart."""
    code = match[1]
    if code:
        return f"\\ue{code[1:]}" if int(code, 16) in _SURROGATES else match.group()
    letter = match.group()
    return letter if len(letter) > 1 else chr(_OWN[ord(letter) % len(_OWN)])


def _fault(text: str, offset: int, duplicates: list[str]) -> Fault | None:
    """Return what keeps a text from being a record in JSON; note its duplicate keys."""

    def noted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in pairs:
            if key in data:
                duplicates.append(key)
            data[key] = value
        return data

    try:
        found = survey(_loads(text, noted))
        found.text.encode("utf-8")
    except json.JSONDecodeError as error:
        at = offset + error.pos
        message = f"not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        return Fault("P004", message, Span(at, at))
    except _NotJsonError as error:
        return Fault("P004", f"not JSON: {error}", Span(offset, offset))
    except UnicodeEncodeError:
        return _half_of_a_pair(text, offset)
    except RecursionError:
        return too_deep(Span(offset, offset))
    return too_deep(Span(offset, offset)) if found.depth > MAX_DEPTH else None


def _half_of_a_pair(text: str, offset: int) -> Fault:
    """Return a fault at the first escape that is half of a surrogate pair."""
    message = "half of a surrogate pair, which stands for no letter: remove it"
    high: re.Match[str] | None = None
    for escape in _ESCAPE_OR_REFUSED.finditer(text):
        code = int(escape[1] or "0", 16)
        if high and high.end() == escape.start() and code in _LOW:
            high = None
            continue
        lone = high or (escape if code in _LOW else None)
        if lone is not None:
            break
        high = escape if code in _HIGH else None
    else:
        lone = high
    span = Span(offset + lone.start(), offset + lone.end()) if lone else Span(offset, offset)
    return Fault("P004", message, span, lone.group() if lone else "")


def _loads(text: str, of_pairs: Callable[[list[tuple[str, object]]], object] = dict) -> object:
    return json.loads(
        text, parse_constant=_constant, parse_int=whole_number, object_pairs_hook=of_pairs
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise _NotJsonError
    return data


def _constant(name: str) -> NoReturn:
    raise _NotJsonError(f"{name} is not a number that JSON has")
