"""Records in JSON: values from Python's own reader, places from the YAML one (YAML 1.2 holds JSON).

Sources: RFC 8259 (JSON); YAML 1.2.2 section 1.3 on JSON as a subset.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, NoReturn

from pfocr_cli.record.compose import MAX_DEPTH, compose
from pfocr_cli.record.fault import Fault
from pfocr_cli.record.nodes import Node
from pfocr_cli.record.source import Span
from pfocr_cli.record.survey import Survey, survey

# Sound in a JSON string, refused by YAML readers; for places any other letter serves as well.
_MASKED = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\x7f-\x9f\ufffe\uffff]")

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_LONE_SURROGATE = re.compile(rf"{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")


class _NotJsonError(ValueError):
    """A duplicate key, or a number that JSON does not have."""


def read(text: str) -> Survey | None:
    """Return the data of a JSON text, or None where ``places`` must judge it."""
    try:
        found = survey(_loads(text, object_pairs_hook=_object))
        found.text.encode("utf-8")  # UnicodeEncodeError, a ValueError: half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return found if found.data is not None and found.depth <= MAX_DEPTH else None


def values(text: str) -> Any:
    """Return the plain data of a JSON text that ``places`` has found to be sound; the last of
    duplicate keys.
    """
    return _loads(text)


def places(text: str, offset: int = 0) -> tuple[Node | None, tuple[Fault, ...]]:
    """Return the node tree of a JSON text and its faults, as ``compose`` does for YAML."""
    # Depth and control characters first: compose bounds the one and places the other.
    root, faults = compose(
        _MASKED.sub(lambda match: "\\u003f" if len(match.group()) > 1 else "?", text), offset
    )
    if any(fault.code == "P006" for fault in faults):
        return None, faults
    try:
        lone = _refuse(text)
    except json.JSONDecodeError as error:
        at = offset + error.pos
        return None, (
            Fault("P004", f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", Span(at, at)),
        )
    except _NotJsonError as error:
        return None, (Fault("P004", f"not JSON: {error}", Span(offset, offset)),)
    if lone is not None:
        span = Span(offset + lone.start(), offset + lone.end())
        return None, (
            Fault(
                "P004",
                "half of a surrogate pair, which stands for no letter: remove it",
                span,
                lone.group(),
            ),
        )
    # YAML has limits that JSON has not (the length of a key): then the values are read, and not
    # placed.
    return root, tuple(fault for fault in faults if fault.code == "P005")


def _refuse(text: str) -> re.Match[str] | None:
    """Raise what is wrong with a JSON text as a whole; return an escape that stands for no
    letter.
    """
    try:
        survey(_loads(text)).text.encode("utf-8")
    except UnicodeEncodeError:
        return _LONE_SURROGATE.search(text) or re.match("", text)
    return None


def _loads(text: str, **hooks: Any) -> Any:
    return json.loads(text, parse_constant=_constant, parse_int=_whole_number, **hooks)


def _whole_number(digits: str) -> int | float:
    # Python refuses to read more than 4,300 digits; any number that large will do.
    return (
        int(digits)
        if len(digits) < 4300
        else max(-sys.float_info.max, min(float(digits), sys.float_info.max))
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise _NotJsonError("a duplicate key")
    return data


def _constant(name: str) -> NoReturn:
    raise _NotJsonError(f"{name} is no number of JSON")
