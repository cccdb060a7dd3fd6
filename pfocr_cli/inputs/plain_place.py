"""Where a plain value of a key at the top stands, where the text alone tells: for values that are
looked for in many records, or by a process that has read none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.files import UnreadableError
from pfocr_cli.inputs.records import content
from pfocr_cli.record import front_matter
from pfocr_cli.record.fault import ReadingError
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.record.source import Place
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record.source import Span

_PLAIN = regex(r"[A-Za-z/][\w./-]*", re.ASCII)
"""Values that stand in YAML as they are."""


def plain_place(whole: str, body: Span, key: str, value: str, first_line: int = 1) -> Place | None:
    """Return where a value of a record that can be read stands in its text; None where a reader
    must tell.
    """
    text = whole[body.start : body.end]
    written = f"{key}: {value}\n"
    start = 0 if text.startswith(written) else text.find(f"\n{written}") + 1
    is_missing = start == 0 and not text.startswith(written)
    others = text.count(f"\n{key}:") + text.startswith(f"{key}:") - 1
    otherwise = any(mark in text for mark in (f'"{key}"', f"'{key}'", f"? {key}", "\r"))
    if is_missing or others or otherwise or not _PLAIN.fullmatch(value):
        return None
    line = first_line + whole.count("\n", 0, body.start + start)
    return Place(line, len(key) + 3, line, len(written))


def plain_place_in(item: Input, key: str, value: str) -> Place | None:
    """Return that of the one record in a Markdown file, which was judged before."""
    if syntax_of(item.path) != "markdown":
        return None
    try:
        text = content(item).decode("utf-8").removeprefix("\ufeff")
        return plain_place(text, front_matter.span_of(text), key, value)
    except (UnreadableError, UnicodeDecodeError, ReadingError):
        return None
