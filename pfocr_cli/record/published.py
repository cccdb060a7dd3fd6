"""Where a gene's value stands in a record laid out as the database writes it: found without
composing the record.

An answer is given only where nothing can be otherwise: one list of genes in block style at the left
margin, as many items as there are genes, the value written plainly or in single quotes on a line of
its own. Whatever differs is left to ``compose``, which takes some ten times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.record.columns import GENES
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GENES = re.compile(rf"^{GENES}:[ ]*\r?\n(?=- )", re.MULTILINE)
_NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)
_ITEM = re.compile(r"^- ", re.MULTILINE)
_INDEX = re.compile(r"0|[1-9][0-9]*")


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
    starts = _items(text)
    if len(starts) != len(genes) + 1 or index >= len(genes) or not isinstance(genes[index], dict):
        return None
    value = genes[index].get(key)
    if not isinstance(value, str) or not value or "'" in value:
        return None
    if "\n" in value or "\n" in key:
        return None
    found = list(_on_lines(text[starts[index] : starts[index + 1]], f"{key}: ", value))
    if len(found) != 1:
        return None
    start = starts[index] + found[0]
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
def _items(text: str) -> Sequence[int]:
    """Return where the items of the list of genes begin, and where it ends; nothing where that is
    not clear.
    """
    heads = list(_GENES.finditer(text))
    if len(heads) != 1:
        return ()
    after = _NEXT_KEY.search(text, heads[0].end())
    end = after.start() if after else len(text)
    return [*(item.start() for item in _ITEM.finditer(text, heads[0].end(), end)), end]
