"""What a plain YAML scalar means to readers of YAML 1.2, and to those of YAML 1.1.

Sources: YAML 1.2.2 section 10.3 (core schema), https://yaml.org/spec/1.2.2/#103-core-schema; the
YAML 1.1 types https://yaml.org/type/; Ruby's Psych, which Jekyll uses, where it takes more: truth
values in any case, commas in numbers, days and months of one digit.
"""

from __future__ import annotations

import math
import re

from pfocr_cli.record.survey import SEPARATOR
from pfocr_cli.regex import regex

Plain = str | int | float | bool | None

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = regex(r"[-+]?[0-9]+")
_OCTAL = regex(r"0o[0-7]+")
_HEX = regex(r"0x[0-9a-fA-F]+")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INF = regex(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = regex(r"\.(?:nan|NaN|NAN)")

_MANY_DIGITS = 1024
"""A double holds no number of as many digits, in any base."""

_DAY = r"[0-9]{4}-(?:1[012]|0?[0-9])-(?:[12][0-9]|3[01]|0?[0-9])"
_YAML_11 = {
    "a truth value": (
        r"[yYnN]|[yY][eE][sS]|[nN][oO]|[oO][nN]|[oO][fF]{2}"
        r"|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]"
    ),
    "a number": (
        r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_,]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?)?"
        r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\.[0-9_]*[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)"
    ),
    "a date": (
        rf"{_DAY}(?:(?:[Tt]|[ \t]+)[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}"
        r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?"
    ),
    "a merge or default key": r"<<|=",
}
_YAML_11_TYPES = {kind: regex(pattern) for kind, pattern in _YAML_11.items()}

AMBIGUOUS = regex(
    rf"\n(?=[-+.0-9<=fFnNoOtTyY])({_YAML_11['a truth value']}|<<|="
    r"|[-+]?[0-9.][0-9a-fA-Fx.]*[_,:b-][0-9a-fA-FTtZ:_,.+ -]*)"
    rf"(?={re.escape(SEPARATOR)}|\Z)"
)
"""Finds, in a survey's text, whether a value could be one that YAML 1.1 reads otherwise: quick, and
finds too much.
"""


def whole_number(digits: str, base: int = 10) -> int | float:
    """Return the number that digits with or without a sign stand for, exactly.

    One that no double can hold is infinite, as 1e999 is: nobody has a use for it, and Python does
    not write whole numbers of more than 4,300 digits.
    """
    magnitude = digits.lstrip("-+0") or "0"
    number: int | float = int(magnitude, base) if len(magnitude) < _MANY_DIGITS else math.inf
    try:
        float(number)
    except OverflowError:
        number = math.inf
    return -number if digits[0] == "-" else number


def core_value(text: str) -> Plain:
    """Return what a plain scalar stands for under the core schema of YAML 1.2."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return whole_number(text)
    if _OCTAL.fullmatch(text):
        return whole_number(text[2:], 8)
    if _HEX.fullmatch(text):
        return whole_number(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INF.fullmatch(text):
        return float("-inf") if text[0] == "-" else float("inf")
    return float("nan") if _NAN.fullmatch(text) else text


def yaml_11_type(text: str) -> str | None:
    """Return what YAML 1.1 takes a plain scalar for where 1.2 reads a string; None where both do.

    ``yes`` is "a truth value", ``1:30`` "a number", ``2001-12-14`` "a date".
    """
    if not isinstance(core_value(text), str):
        return None
    return next((kind for kind, pattern in _YAML_11_TYPES.items() if pattern.fullmatch(text)), None)
