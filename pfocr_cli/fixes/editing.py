"""Changes to a record's data as edits of its text: every other byte stays as it is.

A record is never dumped anew. A long value that is folded as the database folds is folded so again.
What cannot be edited with certainty (another block scalar, an anchor, two items on one line) is
refused, and so is an edit after which the text does not read as promised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.fixes.layout import published_column, published_scalar
from pfocr_cli.fixes.scalar_style import Style, json_scalar, style_of, styled_scalar
from pfocr_cli.record.changes import (
    Change,
    Extend,
    Insert,
    Quote,
    Remove,
    Replace,
    Restore,
    changed,
    index_of,
)
from pfocr_cli.record.nodes import Mapping, Node, Scalar, find
from pfocr_cli.record.nodes import Sequence as List
from pfocr_cli.record.reading import Reading, read
from pfocr_cli.record.source import Edit, Source, Span, spliced
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONG = 40
"""A value this long can need another folding when it changes."""
_COMMENT = regex(r"[ \t]+#[^\n\r]*")
_INDENTED_DASH = regex(r"[ ]*-\s+")


class RefusedError(Exception):
    """A change that is not made; the message says why, for people."""


def amended(reading: Reading, changes: Iterable[Change]) -> Reading:
    """Return the record as it reads with the changes made; ``source.text`` is then the new text of
    the file.

    Raises RefusedError: nothing is changed then.
    """
    changes = list(changes)
    try:
        promised = changed(reading.data, changes)
        text = spliced(reading.source.text, edits(reading, changes))
    except LookupError:
        raise RefusedError("what would change is not where it was read") from None
    except ValueError:
        raise RefusedError("the changes touch each other") from None
    source = Source(text, first_line=reading.source.first_line, mark=reading.source.mark)
    [again] = read(source, reading.syntax)
    if again.faults or repr(again.data) != repr(promised):
        raise RefusedError("the record is written in a way that cannot be edited with certainty")
    return again


def edits(reading: Reading, changes: Iterable[Change]) -> list[Edit]:
    """Return the edits that make the changes; RefusedError where one cannot be made.

    Nobody has read the result yet.
    """
    if reading.faults or reading.nodes is None:
        raise RefusedError("the record cannot be read without doubt")
    editor, changes = _Editor(reading), list(changes)
    inserts: dict[str, list[str | dict[str, str]]] = {}
    emptied = editor.emptied(changes)
    found = [editor.empty(pointer) for pointer in emptied]
    replaced = set()
    for change in changes:
        if isinstance(change, Remove) and _holder(change.pointer) in emptied:
            continue
        if isinstance(change, Insert):
            inserts.setdefault(change.pointer, []).append(change.value)
        elif change not in replaced:  # several problems of one value ask for the same text
            found.append(editor.edit(change))
            replaced |= {change} if isinstance(change, Replace) else set()
    # After the others, so that what is added to an item stands before what follows it.
    return found + [editor.inserted(pointer, values) for pointer, values in inserts.items()]


def _holder(pointer: str) -> str:
    return pointer.rpartition("/")[0]


class _Editor:
    """Finds where a record's changes are made, and how they are written there."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.source.text
        self._root = reading.nodes
        self._json = reading.syntax == "json"
        self._line_end = reading.source.line_end
        self._line_span = reading.source.line_span

    def edit(self, change: Replace | Quote | Extend | Remove | Restore) -> Edit:
        match change:
            case Replace(pointer, value):
                return self._replaced(pointer, value)
            case Restore(pointer, value):
                return self._restored(pointer, value)
            case Quote(pointer, at):
                return self._quoted(pointer, at)
            case Extend(pointer, pairs):
                return self._extended(self._node(pointer), dict(pairs))
            case Remove(pointer):
                return self._removed(pointer)

    def _node(self, pointer: str) -> Node:
        assert self._root is not None
        return find(self._root, pointer)[1]

    def _list(self, pointer: str) -> tuple[List, int]:
        holder = self._node(_holder(pointer))
        if not isinstance(holder, List):
            raise RefusedError("this is not a list")
        return holder, index_of(pointer)

    def _replaced(self, pointer: str, value: str) -> Edit:
        node = self._node(pointer)
        if not isinstance(node, Scalar):
            raise RefusedError("the value is not text")
        written = self._text[node.span.start : node.span.end]
        if not self._json and self._is_published(pointer, node.text, written, value):
            end = node.span.start + len(written.rstrip("\r\n"))
            new = published_scalar(pointer, value).replace("\n", self._line_end)
            return Edit(Span(node.span.start, end), new)
        style = style_of(written)
        if style is None:
            raise RefusedError("the value is a block, or has an anchor")
        # In flow style a comma would end a plain scalar; outside it, quotes do no harm.
        return Edit(
            node.span, json_scalar(value) if self._json else styled_scalar(value, style, flow=True)
        )

    def _restored(self, pointer: str, value: str) -> Edit:
        """Return the edit that makes one text of a scalar, its anchor and its comment."""
        node = self._node(pointer)
        if not isinstance(node, Scalar) or not node.plain:
            raise RefusedError("the value has quotes already")
        start, end = node.span.start, node.span.end
        comment = _COMMENT.match(self._text, end)
        # An empty scalar stands right behind its colon or dash.
        blank = "" if self._text[start - 1 : start].isspace() else " "
        column = start + len(blank) - self._line_span(start).start
        if column == published_column(pointer):
            new = published_scalar(pointer, value).replace("\n", self._line_end)
        else:
            new = styled_scalar(value, Style.SINGLE)
        return Edit(Span(start, comment.end() if comment else end), blank + new)

    def _is_published(self, pointer: str, text: str, written: str, value: str) -> bool:
        """Say whether a value of several lines, a long or an escaped one, or one that becomes such,
        is written as the database does.
        """
        is_short = all("\n" not in one and len(one) < _LONG for one in (written, value))
        if is_short and written[:1] != '"':
            return False
        published = published_scalar(pointer, text)
        return written.replace("\r\n", "\n").rstrip("\n") == published

    def _quoted(self, pointer: str, at: str) -> Edit:
        assert self._root is not None
        key, node = find(self._root, pointer)
        node = key if at == "key" and key is not None else node
        if (
            not isinstance(node, Scalar)
            or style_of(self._text[node.span.start : node.span.end]) is not Style.PLAIN
        ):
            raise RefusedError("the value has an anchor")
        return Edit(node.span, styled_scalar(node.text, Style.SINGLE))

    def _extended(self, node: Node, pairs: dict[str, str]) -> Edit:
        if not isinstance(node, Mapping) or not node.pairs:
            raise RefusedError("the entry has no keys yet")
        if self._is_flow(node):
            end = max(value.span.end for _, value in node.pairs.values())
            return Edit(Span(end, end), ", " + ", ".join(self._flow_pairs(pairs)))
        return self._new_lines(node.span.end, self._column(node.span.start), self._pairs(pairs))

    def inserted(self, pointer: str, values: Sequence[str | dict[str, str]]) -> Edit:
        holder, index = self._list(pointer)
        if self._is_flow(holder):
            return self._inserted_in_flow(holder, index, values)
        if not holder.items:
            raise RefusedError("the list is empty")
        lines = [line for value in values for line in self._item(value)]
        indent = self._column(self._dash(holder, 0))
        if index:
            return self._new_lines(holder.items[index - 1].span.end, indent, lines)
        start = self._line_span(holder.span.start).start
        return Edit(Span(start, start), "".join(indent + line + self._line_end for line in lines))

    def _item(self, value: str | dict[str, str]) -> list[str]:
        lines = self._pairs(value) if isinstance(value, dict) else [styled_scalar(value)]
        return ["- " + lines[0], *("  " + line for line in lines[1:])]

    def _inserted_in_flow(
        self, holder: List, index: int, values: Sequence[str | dict[str, str]]
    ) -> Edit:
        text = ", ".join(
            "{" + ", ".join(self._flow_pairs(value)) + "}"
            if isinstance(value, dict)
            else self._flow_scalar(value)
            for value in values
        )
        if index:
            at = holder.items[index - 1].span.end
            return Edit(Span(at, at), ", " + text)
        at = holder.span.start + 1
        return Edit(Span(at, at), text + (", " if holder.items else ""))

    def _removed(self, pointer: str) -> Edit:
        holder, index = self._list(pointer)
        item = holder.items[index]
        if self._is_flow(holder):
            if index + 1 < len(holder.items):
                return Edit(Span(item.span.start, holder.items[index + 1].span.start), "")
            return Edit(
                Span(holder.items[index - 1].span.end if index else item.span.start, item.span.end),
                "",
            )
        start = self._line_span(self._dash(holder, index)).start
        end = self._line_span(item.span.end).end
        return Edit(Span(start, end + (2 if self._text.startswith("\r\n", end) else 1)), "")

    def emptied(self, changes: Iterable[Change]) -> list[str]:
        """Return the lists that changes leave nothing in: without items they are written ``[]``."""
        removed: dict[str, set[int]] = {}
        filled = set()
        for change in changes:
            if isinstance(change, Remove):
                removed.setdefault(_holder(change.pointer), set()).add(index_of(change.pointer))
            elif isinstance(change, Insert):
                filled.add(_holder(change.pointer))
        found = []
        for pointer, indices in removed.items():
            holder = self._node(pointer)
            if isinstance(holder, List) and len(indices) == len(holder.items):
                found += [pointer] if pointer not in filled else []
        return found

    def empty(self, pointer: str) -> Edit:
        """Return the edit that takes all items out of a list."""
        holder = self._node(pointer)
        assert isinstance(holder, List)
        if self._is_flow(holder):
            return Edit(holder.span, "[]")
        start = self._line_span(self._dash(holder, 0)).start
        above = len(self._text[:start].removesuffix("\n").removesuffix("\r"))
        end = self._line_span(holder.items[-1].span.end).end
        return Edit(Span(above, end), " []")

    def _is_flow(self, node: Mapping | List) -> bool:
        return self._text[node.span.start] in "[{"

    def _dash(self, holder: List, index: int) -> int:
        """Return where the dash of an item in block style stands; it must be the first on its
        line.
        """
        start = holder.items[index].span.start
        dash = self._text.rfind("-", holder.span.start, start)
        line = self._line_span(dash).start
        if not _INDENTED_DASH.fullmatch(self._text, line, start):
            raise RefusedError("the item does not begin its line")
        return dash

    def _column(self, offset: int) -> str:
        """Return the spaces that bring a new line below what stands at ``offset``."""
        return " " * (offset - self._line_span(offset).start)

    def _new_lines(self, end: int, indent: str, lines: list[str]) -> Edit:
        """Return an insertion of lines below the line that ``end`` is in; a comment at its end
        stays there.
        """
        if self._text[:end].endswith(("\n", "\r")):
            raise RefusedError("a block of text stands before it")
        at = self._line_span(end).end
        return Edit(Span(at, at), "".join(self._line_end + indent + line for line in lines))

    def _pairs(self, pairs: dict[str, str]) -> list[str]:
        return [f"{key}: {styled_scalar(value)}" for key, value in pairs.items()]

    def _flow_pairs(self, pairs: dict[str, str]) -> list[str]:
        keys = [f'"{key}"' if self._json else key for key in pairs]
        return [
            f"{key}: {self._flow_scalar(value)}"
            for key, value in zip(keys, pairs.values(), strict=True)
        ]

    def _flow_scalar(self, value: str) -> str:
        return json_scalar(value) if self._json else styled_scalar(value, flow=True)
