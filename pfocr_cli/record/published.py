"""Where a text stands in a record laid out as the database writes it: found without composing the
record.

An answer is given only where nothing can be otherwise: of a gene, one list of genes in block style
at the left margin, as many items as there are genes, the value written plainly or in single quotes
on a line of its own; of a text below a key, one line that begins with the key, and from there the
value, plainly or in single quotes, folded as it may be; of a list of texts below one,
each of these on a line of its own. Whatever differs is left to ``compose``, which takes some
hundred times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from pfocr_cli.record.columns import GENES
from pfocr_cli.record.once import once
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Span
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.record.known_entries import KnownEntry

_HEAD = f"\n{GENES}:"
_GENES = regex(rf"{_HEAD}[ ]*\r?(?=\n- )")
NEXT_KEY = regex(r"\n[^\s#-]")
"""Ends a list at the top of a record: the line of the key that follows."""
_DASH = "- "
_ITEM = f"\n{_DASH}"
_SHORT = 1_000
"""Characters of an item that is remembered."""
_MOST_LOOKS = 200
"""Looks through the whole text that take no longer than to compose it: a record of very many
findings outside its genes is composed.
"""
_DEEPEST = 2
_INDEX = regex(r"0|[1-9][0-9]*")


class QuickPlaces:
    """Tells where values of one record stand, for as long as that takes less than to compose it.

    ``text`` is the record's own, which ``data`` was read from; ``known`` are the entries of genes
    that it was parted at to be read.
    """

    def __init__(self, text: str, data: object, known: Sequence[KnownEntry] = ()) -> None:
        self._text, self._data, self._known = text, data, known
        self._looks = 0

    def span(self, pointer: str, at: Literal["value", "key"] = "value") -> Span | None:
        """Return where the value (or its key) that a pointer names stands, counted from the start
        of the text; None: compose.
        """
        text, data = self._text, self._data
        if at == "value" and (found := self.gene_span(pointer)):
            return found
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            return None
        if at == "key":
            return key_span(text, data, pointer)
        return text_span(text, data, pointer) or list_span(text, data, pointer)

    def gene_span(self, pointer: str) -> Span | None:
        """Return where the text stands that ``/genes/<index>/<key>`` names; None: compose."""
        parts = steps(pointer)
        if len(parts) != 3 or parts[0] != GENES or not _INDEX.fullmatch(parts[1]):
            return None
        index, key = int(parts[1]), parts[2]
        starts, items = self._items
        gene = self._genes[index] if index < len(items) else None
        value = gene.get(key) if isinstance(gene, dict) else None
        if not isinstance(value, str):
            return None
        item = items[index]
        found = (_in_known_item if len(item) <= _SHORT else _in_item)(item, key, value)
        if found is None:
            return None
        start = starts[index] + found
        return Span(start, start + len(value) + 2 * (self._text[start] == "'"))

    @property
    def _genes(self) -> Sequence[object]:
        genes = self._data.get(GENES) if isinstance(self._data, dict) else None
        return genes if isinstance(genes, list) else ()

    @once
    def _items(self) -> tuple[Sequence[int], Sequence[str]]:
        """Where each item of the list of genes begins, and what it is, without its dash; nothing
        where that is not clear.
        """
        first, items = self._known_items() or _items(self._text)
        if len(items) != len(self._genes):
            return (), ()
        lengths = [len(item) + len(_ITEM) for item in items]
        return [*accumulate(lengths, initial=first)], items

    def _known_items(self) -> tuple[int, Sequence[str]] | None:
        """Return as ``_items`` does, without a second look through the text, where its line ends
        are those that it was read by.
        """
        if not self._known or "\r" in self._text:
            return None
        start = self._text.index(f"{_HEAD}{_ITEM}") + len(_HEAD) + 1
        return start, [entry.written for entry in self._known]


def _in_item(item: str, key: str, value: str) -> int | None:
    """Return where the value stands in an item after its dash; None where that is not clear."""
    found = list(_on_lines(f"{_DASH}{item}", f"{key}: ", value))
    return found[0] if len(found) == 1 else None


_in_known_item = lru_cache(2**12)(_in_item)
"""Many records hold the same genes, of which the same is said."""


def _on_lines(item: str, key: str, value: str) -> Iterator[int]:
    """Yield where the value stands after its key, with its quotes, each time that it does so on a
    line of its own.
    """
    written, start = {value, f"'{value}'"}, 0
    for line in item.split("\n"):
        has_key = line[:2] in (_DASH, "  ") and line[2:].startswith(key)
        if has_key and line.removesuffix("\r")[2 + len(key) :].rstrip(" ") in written:
            yield start + 2 + len(key)
        start += len(line) + 1


def _items(text: str) -> tuple[int, Sequence[str]]:
    """Return where the list of genes begins, and its items, each without its dash; no items where
    that is not clear.
    """
    # Each pattern begins with a line break, which is several times faster than ``^``; and so each
    # place in the lines is one before that in the text.
    lines = f"\n{text}"
    head = _GENES.match(lines, max(lines.find(_HEAD), 0))
    if head is None or lines.count(_HEAD) != 1:
        return 0, ()
    after = NEXT_KEY.search(lines, head.end())
    items = lines[head.end() : after.start() if after else None].split(_ITEM)[1:]
    return head.end(), items


def text_span(text: str, data: object, pointer: str) -> Span | None:
    """Return where the text stands that ``/<key>`` or ``/<key>/<key>`` names, counted from the
    start of ``text``; None: compose.
    """
    keys = steps(pointer)
    block = _block(text, keys)
    said = _value(data, keys)
    if block is None or not isinstance(said, str):
        return None
    written = text[block.start : block.end]
    value = written.strip(" \r\n")
    at = block.start + written.index(value)
    is_clear = value and _unfolded(value) == said  # an empty text that is written stands below
    return Span(at, at + len(value)) if is_clear else None


def list_span(text: str, data: object, pointer: str) -> Span | None:
    """Return where the list stands that ``/<key>`` or ``/<key>/<key>`` names, or the text that an
    index after it does, counted from the start of ``text``; None: compose.
    """
    keys = (*steps(pointer),)
    index = int(keys[-1]) if keys and _INDEX.fullmatch(keys[-1]) else None
    keys = keys if index is None else keys[:-1]
    said = _value(data, keys)
    if not isinstance(said, list) or not said or (index is not None and index >= len(said)):
        return None
    texts, spans = _listed(text, keys)
    if [*texts] != said:
        return None
    if index is not None:
        return spans[index]
    return Span(text[: spans[0].start].rindex("-"), spans[-1].end)


def key_span(text: str, data: object, pointer: str) -> Span | None:
    """Return where the key stands that ``/<key>`` or ``/<key>/<key>`` names, of a text or a list of
    texts, counted from the start of ``text``; None: compose.
    """
    keys = steps(pointer)
    found = text_span(text, data, pointer) or list_span(text, data, pointer)
    block = _block(text, keys) if found and isinstance(_value(data, keys), str | list) else None
    return Span(block.start - len(keys[-1]) - 1, block.start - 1) if block else None


@lru_cache(maxsize=2)  # the findings of one record come one after the other
def _listed(text: str, keys: Sequence[str]) -> tuple[Sequence[str], Sequence[Span]]:
    """Return the texts of a list, each on a line of its own, and where they stand; none where that
    is not clear.
    """
    block = _block(text, keys)
    if block is None:
        return (), ()
    above, *lines = text[block.start : block.end].split("\n")
    mark, at = "  " * (len(keys) - 1) + _DASH, block.start + len(above) + 1
    if above.strip(" \r") or not all(line.startswith(mark) for line in lines):
        return (), ()
    texts, spans = [], []
    for line in lines:
        value = line[len(mark) :].strip(" \r")
        texts.append(_unfolded(value))
        start = at + line.index(value, len(mark))
        spans.append(Span(start, start + len(value)))
        at += len(line) + 1
    return texts, spans


def _value(data: object, keys: Sequence[str]) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _block(text: str, keys: Sequence[str]) -> Span | None:
    """Return where what is below a key ends and begins: behind its colon, and before the first line
    that is neither indented nor the item of a list there.
    """
    start, end, indent = 0, len(text), ""
    lines = f"\n{text}"
    for key in keys:
        head = f"\n{indent}{key}:"
        if len(keys) > _DEEPEST or lines.count(head) != 1 or not start <= lines.find(head) < end:
            return None
        start = lines.find(head) + len(head) - 1
        after = re.compile(rf"\n(?!{indent}[ -])").search(text, start)
        end, indent = after.start() if after else len(text), f"{indent}  "
    return Span(start, end)


def _unfolded(value: str) -> str:
    """Return the text of a plain or single-quoted scalar of lines none of which is blank; of
    anything else a text that it does not stand for.
    """
    folded = " ".join(line.strip(" \r") for line in value.split("\n"))
    return folded[1:-1].replace("''", "'") if folded[:1] == "'" else folded
