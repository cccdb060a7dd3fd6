"""The exact reader: parse events of ruamel.yaml become nodes with places, and faults with places.

It is the authority on what a text means; it is slow, so a sound record is read by ``fast`` instead.
Built from events and without recursion, so that no depth of nesting can overflow the stack.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from pfocr_cli.record.broken_yaml import LastRead, Stop, told_of_broken
from pfocr_cli.record.fault import Fault, FaultCode, ReadingError
from pfocr_cli.record.lookalikes import cause
from pfocr_cli.record.nodes import Mapping, Node, Scalar, Sequence
from pfocr_cli.record.source import Span
from pfocr_cli.regex import regex
from pfocr_cli.wording import quoted, visible

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

MAX_DEPTH = 100
MAX_EXPANSION = 100_000
"""Nodes that aliases may add to a record; a bomb of a few hundred bytes adds thousands of millions.
"""

_MOST_DUPLICATES = 100

CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that YAML 1.2 forbids in a stream (section 5.1, c-printable)."""
_ADVICE = {
    "could not find expected ':'": "each line is `key: value`, or indented under one",
    "expected <": "look at the quotes and the indentation here and in the line above",
}
"""What the parser's words most often mean in a record, by a part of them: where nothing more is
known.
"""


def compose(text: str, offset: int = 0) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read one YAML document.

    Returns its root node, with spans counted from ``offset``, and its faults: duplicate keys (P005)
    leave the node usable; any other fault leaves no node, and neither does an empty document.
    """
    control = CONTROL.search(text)
    if control:
        return None, (_control_character(control, offset),)
    composer = _Composer(offset)
    try:
        for event in _events(text, offset):
            composer.take(event)
    except ReadingError as stop:
        return None, (*composer.faults, stop.fault)
    return composer.root, tuple(composer.faults)


def duplicate_key_fault(key: str, span: Span) -> Fault:
    """Return the fault of a mapping that has a key twice."""
    message = f"the key {quoted(key)} is there twice; readers keep the last: remove one"
    return Fault("P005", message, span, key)


def too_deep(span: Span) -> Fault:
    """Return the fault of lists and mappings in one another without end."""
    return Fault("P006", f"nested more than {MAX_DEPTH} levels deep", span)


def _control_character(match: re.Match[str], offset: int) -> Fault:
    code = ord(match.group())
    message = f"the control character U+{code:04X}, which YAML forbids: remove it"
    span = Span(offset + match.start(), offset + match.end())
    return Fault("P006", message, span, f"\\x{code:02X}")


def _events(text: str, offset: int) -> Iterator[_Event]:
    """Yield ruamel.yaml's events; its C parser where there is one, else its own.

    ReadingError: P004.
    """
    from ruamel.yaml.error import MarkedYAMLError

    try:
        yield from _parsed(text)
    except MarkedYAMLError as error:
        # Of a quote that is never closed, where it opens says more than where the text ends.
        unclosed = "quoted scalar" in str(error.context) and "unexpected" in str(error.problem)
        mark = error.context_mark if unclosed else error.problem_mark
        start = offset + min(mark.index, len(text))
        if suspect := cause(text, start - offset, _stop_in):
            span = Span(offset + suspect.start, offset + suspect.end)
            raise ReadingError(Fault("P004", suspect.message, span, suspect.letter)) from None
        message = ", ".join(str(part) for part in (error.context, error.problem) if part)
        began = (error.context_mark or error.problem_mark).index
        stop = Stop(message, start - offset, min(began, len(text)))
        if found := told_of_broken(text, stop, lambda: _last_read(text)):
            at = offset + found.at
            raise ReadingError(Fault("P004", f"not YAML: {found.message}", Span(at, at))) from None
        advice = next((f" ({advice})" for part, advice in _ADVICE.items() if part in message), "")
        raise ReadingError(
            Fault("P004", f"not YAML: {message}{advice}", Span(start, start))
        ) from None


def _parsed(text: str) -> Iterator[_Event]:
    try:
        from _ruamel_yaml import CParser
    except ImportError:
        from ruamel.yaml import YAML

        yield from YAML(typ="safe", pure=True).parse(text)
        return
    # Asked for itself: YAML makes a class of it for each text, which holds itself and the parser
    # until Python's collector comes by, seldom.
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _last_read(text: str) -> LastRead:
    """Return what the parser reads last before it stops in a text."""
    from ruamel.yaml.error import MarkedYAMLError

    last = LastRead(0, 0, is_text=False)
    with suppress(MarkedYAMLError):
        for event in _parsed(text):
            start, end = event.start_mark.index, event.end_mark.index
            if start < end:  # what ends without a letter ends where the next begins
                last = LastRead(start, end, type(event).__name__ == "ScalarEvent")
    return last


def _stop_in(text: str) -> int | None:
    """Return where the parser stops in a text; None where it gets to the end."""
    from ruamel.yaml.error import MarkedYAMLError

    try:
        for _ in _parsed(text):
            pass
    except MarkedYAMLError as error:
        at: int = error.problem_mark.index
        return min(at, len(text))
    return None


class _Mark(Protocol):
    """Where something stands, in letters from the start."""

    index: int


class _Event(Protocol):
    """What is used of ruamel.yaml's events; each kind has some of it."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str
    tag: object
    value: str
    style: str | None


class _Composer:
    """Takes events one by one; ``root`` and ``faults`` are the result."""

    def __init__(self, offset: int) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._offset = offset
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []  # beside _open: the key whose value comes next
        self._anchors: dict[str, Node] = {}
        self._documents = 0
        self._expanded = 0

    def take(self, event: _Event) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self._refuse_tag(event)
                node = Scalar(self._span(event), event.value, plain=not event.style)
                self._anchor(event, node)
                self._add(node)
            case "MappingStartEvent":
                self._start(event, Mapping(self._span(event)))
            case "SequenceStartEvent":
                self._start(event, Sequence(self._span(event)))
            case "MappingEndEvent" | "SequenceEndEvent":
                self._end(event)
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent":
                self._documents += 1
                if self._documents > 1:
                    raise self._stop(
                        "P004", "a second YAML document begins here: a record is one", event
                    )

    def _span(self, event: _Event) -> Span:
        return Span(self._offset + event.start_mark.index, self._offset + event.end_mark.index)

    def _stop(self, code: FaultCode, message: str, event: _Event, value: str = "") -> ReadingError:
        return ReadingError(Fault(code, message, self._span(event), value))

    def _refuse_tag(self, event: _Event) -> None:
        if event.tag:
            tag = quoted(str(event.tag))
            message = f"the tag {tag}: a record holds plain values only, remove the tag"
            raise self._stop("P006", message, event, str(event.tag))

    def _anchor(self, event: _Event, node: Node) -> None:
        if event.anchor:
            self._anchors[event.anchor] = node

    def _start(self, event: _Event, node: Sequence | Mapping) -> None:
        self._refuse_tag(event)
        if len(self._open) >= MAX_DEPTH:
            raise ReadingError(too_deep(self._span(event)))
        self._anchor(event, node)
        self._open.append(node)
        self._keys.append(None)

    def _end(self, event: _Event) -> None:
        node = self._open.pop()
        self._keys.pop()
        children = (
            [value for _, value in node.pairs.values()] if isinstance(node, Mapping) else node.items
        )
        node.size += sum(child.size for child in children)
        end = self._span(event)
        # A block collection's end event stands at the next token, lines below its last value.
        ends = [child.span.end for child in children] if end.start == end.end else [end.end]
        node.span = Span(node.span.start, max([node.span.end, *ends]))
        self._add(node)

    def _alias(self, event: _Event) -> None:
        target = self._anchors.get(event.anchor)
        if target is None:
            message = (
                f"not YAML: to YAML *{visible(event.anchor)} stands for what is called "
                f"&{visible(event.anchor)} above, and nothing is: quote the text whole"
            )
            raise self._stop("P004", message, event)
        if any(target is node for node in self._open):
            raise self._stop("P006", f"the alias {quoted(event.anchor)} holds itself", event)
        self._expanded += target.size
        if self._expanded > MAX_EXPANSION:
            message = (
                f"aliases that expand to more than {MAX_EXPANSION:,} values: write the values out"
            )
            raise self._stop("P006", message, event)
        self._add(_at(target, self._span(event)))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif (key := self._keys[-1]) is not None:
            holder.pairs[key.text] = (key, node)
            self._keys[-1] = None
        else:
            self._keys[-1] = self._key(holder, node)

    def _key(self, holder: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise ReadingError(
                Fault("P004", "a list or mapping as a key: a record's keys are text", node.span)
            )
        if node.text in holder.pairs and len(self.faults) < _MOST_DUPLICATES:
            self.faults.append(duplicate_key_fault(node.text, node.span))
        return node


def _at(node: Node, span: Span) -> Node:
    """Return an alias's target as it appears at the alias."""
    if isinstance(node, Scalar):
        return Scalar(span, node.text, node.plain)
    if isinstance(node, Sequence):
        return Sequence(span, node.items, node.size)
    return Mapping(span, node.pairs, node.size)
