"""P008: text that YAML cuts off a value without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record.changes import Change, Replace, Restore
from pfocr_cli.record.nodes import Mapping, Node, Scalar, Sequence
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.scalars import core_value
from pfocr_cli.record.source import Span
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record import Record
    from pfocr_cli.record.reading import Reading

_COMMENT_AFTER_TEXT = regex(r"(?:^|\r)(?:[^\S\n\r]|#)*[^\s#][^\n\r]*?[ \t]#", re.MULTILINE)
"""From the beginning of a line, so that each is looked through once."""
_COMMENT = regex(r"[ \t]+(#[^\n\r]*?)[ \t]*(?=[\n\r]|\Z)")
_ANCHOR = regex(r"&([^\s,\[\]{}]+)\s*")


@rule("P008", "text-cut", Severity.WARNING, fix="unsafe")
def text_cut(record: Record) -> Iterator[Problem]:
    """A value without quotes that a blank and `#` end, or that begins with `&`.

    Why: to YAML ` #` begins a comment and `&c` an anchor, a name for the value. What stands there
    is lost to every reader, and none says so. Comments on lines of their own are fine.

    Bad:

        caption: Cells shown; # of cells 99.

    Good:

        caption: 'Cells shown; # of cells 99.'

    Fix: quote the value whole, with what was lost.
    """
    reading = record.reading
    if reading.syntax == "json" or not _may_be_cut(reading) or reading.nodes is None:
        return
    text = reading.source.text
    nodes = list(_nodes("", reading.nodes))
    used = {text[node.span.start + 1 : node.span.end] for _, node in nodes if _is_alias(text, node)}
    for where, node in nodes:
        if isinstance(node, Scalar) and node.plain:
            yield from _comment(record, where, node)
        anchor = _ANCHOR.match(text, node.span.start)
        if anchor is not None and anchor[1] not in used:
            yield _anchor(record, where, node, anchor)


def _may_be_cut(reading: Reading) -> bool:
    """Say whether the exact reader, which is slow, can find anything: it has read all anchors."""
    text = reading.source.text
    if reading.is_composed and "&" in text:
        return True
    return "#" in text and _COMMENT_AFTER_TEXT.search(reading.text) is not None


def _nodes(where: str, node: Node) -> Iterator[tuple[str, Node]]:
    yield where, node
    if isinstance(node, Mapping):
        for key, (_, value) in node.pairs.items():
            yield from _nodes(where + pointer(key), value)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _nodes(where + pointer(index), item)


def _is_alias(text: str, node: Node) -> bool:
    return text.startswith("*", node.span.start)


def _comment(record: Record, where: str, node: Scalar) -> Iterator[Problem]:
    text = record.reading.source.text
    comment = _COMMENT.match(text, node.span.end)
    if comment is None or _is_alias(text, node):
        return
    span = Span(*comment.span(1))
    rest = _in_a_line(text[node.span.start : span.end])
    message = f"the text is cut here, what follows # is lost to every reader: write {_cut(rest)}"
    anchored = _ANCHOR.match(text, node.span.start) is not None
    # With quotes a number would become text, which does not fit.
    keeps = node.text == "" or isinstance(core_value(node.text), str)
    fix = None if anchored or not keeps else _fix(record, where, node, rest.strip())
    yield Problem(message, where, value=comment[1], span=span, fix=fix)


def _anchor(record: Record, where: str, node: Node, anchor: re.Match[str]) -> Problem:
    name = f"&{anchor[1]}"
    message = f"{name} is an anchor that nothing uses, so it is lost to every reader"
    span = Span(anchor.start(), anchor.start() + len(name))
    if not isinstance(node, Scalar) or not node.plain:
        return Problem(f"{message}: remove it", where, value=name, span=span)
    text = record.reading.source.text
    whole = _in_a_line(text[node.span.start : node.span.end])
    comment = _COMMENT.match(text, node.span.end)
    whole += comment.group() if comment else ""
    fix = _fix(record, where, node, whole.strip())
    return Problem(f"{message}: write {_cut(whole)}", where, value=name, span=span, fix=fix)


def _in_a_line(text: str) -> str:
    return re.sub(r"[ \t]*[\n\r]\s*", " ", text)


def _fix(record: Record, where: str, node: Scalar, whole: str) -> Fix:
    changes: tuple[Change, ...] = (Restore(where, whole),)
    description = pointer("schema-jsonld", "description")
    if where == "/caption" and record.jsonld.get("description") == node.text:
        place = record.reading.span(description)
        if _COMMENT.match(record.reading.source.text, place.end) is None:
            changes += (Replace(description, whole),)
    return Fix("quote the value whole", safe=False, changes=changes)


def _cut(text: str, limit: int = 60) -> str:
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    text = text.strip().replace("'", "''")
    return f"'{text if len(text) <= limit else '…' + text[1 - limit :]}'"
