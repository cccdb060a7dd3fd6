"""How a text is written as a scalar of YAML or JSON: as its neighbours are where that means the
same, else quoted.

Sources: YAML 1.2.2 sections 7.3 (flow scalars) and 5.3 (indicators), https://yaml.org/spec/1.2.2/;
RFC 8259 section 7.
"""

from __future__ import annotations

import json
from enum import Enum

from pfocr_cli.record.scalars import core_value, yaml_11_type
from pfocr_cli.regex import regex


class Style(Enum):
    """How a scalar is written, by the quotation mark that begins it."""

    PLAIN = ""
    SINGLE = "'"
    DOUBLE = '"'


_QUOTED = {style.value: style for style in (Style.SINGLE, Style.DOUBLE)}
_PLAIN = regex(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#\n]|:(?=[^\s])|(?<=[^\s])#)*(?<!\s)")
_FLOW_INDICATORS = regex(r"[,\[\]{}]")


def styled_scalar(text: str, style: Style = Style.PLAIN, *, flow: bool = False) -> str:
    """Return text as a scalar of that style; quoted where a plain one could be read as anything
    else.

    ``flow`` says that it stands between brackets or braces. Readers of YAML 1.1 count too: NO gets
    quotes.
    """
    if style is Style.DOUBLE or not text.isprintable():
        return "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode()
            for letter in json_scalar(text)
        )
    if style is Style.PLAIN and _is_plain(text, flow):
        return text
    return "'" + text.replace("'", "''") + "'"


def json_scalar(text: str) -> str:
    """Return text as a string of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str, flow: bool) -> bool:
    if not _PLAIN.fullmatch(text) or (flow and _FLOW_INDICATORS.search(text)):
        return False
    return isinstance(core_value(text), str) and yaml_11_type(text) is None


def style_of(written: str) -> Style | None:
    """Return the style of a scalar as it stands in a text; None for a block scalar, or one with an
    anchor.
    """
    if written.startswith(("|", ">", "&", "*", "!")):
        return None
    return _QUOTED.get(written[:1], Style.PLAIN)
