"""Where a text stands in a record laid out as the database writes it: found without composing the
record.

An answer is given only where nothing can be otherwise: of a gene, one list of genes in block style
at the left margin, as many items as there are genes, the value written plainly or in single quotes
on a line of its own; of a text below a key, one line that begins with the key, and from there the
value, plainly or in single quotes, folded as it may be. Whatever differs is left to ``compose``,
which takes some hundred times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.record.columns import GENES
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Span
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = f"\n{GENES}:"
_GENES = regex(rf"{_HEAD}[ ]*\r?(?=\n- )")
_NEXT_KEY = regex(r"\n[^\s#-]")
_ITEM = "\n- "
_DEEPEST = 2
_OTHER_STYLES = frozenset('"|>&*![{%@`#')
_INDEX = regex(r"0|[1-9][0-9]*")


def gene_span(text: str, data: object, pointer: str) -> Span | None:
    """Return where the text stands that ``/genes/<index>/<key>`` names, counted from the start of
    ``text``; None: compose.
    """
    parts = steps(pointer)
    genes = data.get(GENES) if isinstance(data, dict) else None
    if (
        len(parts) != 3
        or parts[0] != GENES
        or not isinstance(genes, list)
        or not _INDEX.fullmatch(parts[1])
    ):
        return None
    index, key = int(parts[1]), parts[2]
    first, items = _items(text)
    if len(items) != len(genes) or index >= len(genes) or not isinstance(genes[index], dict):
        return None
    value = genes[index].get(key)
    if not isinstance(value, str) or not value or "'" in value:
        return None
    found = list(_on_lines(f"- {items[index]}", f"{key}: ", value))
    if len(found) != 1:
        return None
    start = first + sum(map(len, items[:index])) + len(_ITEM) * index + found[0]
    return Span(start, start + len(value) + 2 * (text[start] == "'"))


def _on_lines(item: str, key: str, value: str) -> Iterator[int]:
    """Yield where the value stands after its key, with its quotes, each time that it does so on a
    line of its own.
    """
    written, start = {value, f"'{value}'"}, 0
    for line in item.split("\n"):
        has_key = line[2:].startswith(key) and line[0] in "- " and line[1] == " "
        if has_key and line.removesuffix("\r")[2 + len(key) :].rstrip(" ") in written:
            yield start + 2 + len(key)
        start += len(line) + 1


@lru_cache(maxsize=2)  # the findings of one record come one after the other
def _items(text: str) -> tuple[int, Sequence[str]]:
    """Return where the list of genes begins, and its items, each without its dash; none where that
    is not clear.
    """
    # Each pattern begins with a line break, which is several times faster than ``^``; and so each
    # place in the lines is one before that in the text.
    lines = f"\n{text}"
    head = _GENES.match(lines, max(lines.find(_HEAD), 0))
    if head is None or lines.count(_HEAD) != 1:
        return 0, ()
    after = _NEXT_KEY.search(lines, head.end())
    items = lines[head.end() : after.start() if after else len(text)].split(_ITEM)[1:]
    return head.end(), items


def text_span(text: str, data: object, pointer: str) -> Span | None:
    """Return where the text stands that ``/<key>`` or ``/<key>/<key>`` names, counted from the
    start of ``text``; None: compose.
    """
    keys, start, end, indent = steps(pointer), 0, len(text), ""
    lines = f"\n{text}"
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
        head = f"\n{indent}{key}:"
        if len(keys) > _DEEPEST or lines.count(head) != 1 or not start <= lines.find(head) < end:
            return None
        start = lines.find(head) + len(head) - 1
        below = re.compile(rf"\n(?!{indent} )").search(text, start)
        end, indent = below.start() if below else len(text), f"{indent}  "
    if not isinstance(data, str):
        return None
    written = text[start:end]
    value = written.strip(" \r\n")
    at = start + written.index(value)
    return Span(at, at + len(value)) if _unfolded(value) == data else None


def _unfolded(value: str) -> str | None:
    """Return the text of a plain or single-quoted scalar of lines none of which is blank."""
    lines = [line.strip(" \r") for line in value.split("\n")]
    if not all(lines):
        return None
    folded = " ".join(lines)
    if folded[:1] != "'":
        return None if folded[:1] in _OTHER_STYLES or " #" in folded else folded
    inner = folded[1:-1].replace("''", "")
    return folded[1:-1].replace("''", "'") if folded[-1:] == "'" and "'" not in inner else None
