"""A text to records: which part of it is one, its data, and the place of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pfocr_cli.record import fast, front_matter, json_text, published
from pfocr_cli.record.compose import compose
from pfocr_cli.record.fault import Fault, ReadingError
from pfocr_cli.record.nodes import Node, Scalar, data_of, find
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.survey import Survey, odd_letters, survey

Syntax = Literal["markdown", "yaml", "json", "jsonl"]
_BY_SUFFIX: dict[str, Syntax] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def syntax_of(name: str) -> Syntax | None:
    """Return the syntax that a file's name stands for; None where its content must tell."""
    return _BY_SUFFIX.get(name[name.rfind(".") :].lower()) if "." in name else None


def sniff(text: str) -> Syntax:
    """Return the syntax of a text without a telling name (standard input)."""
    if not text.lstrip().startswith("{"):
        return "markdown" if front_matter.is_open(text) or ":" not in text else "yaml"
    lines = [line for line in text.splitlines() if line.strip()]
    return "jsonl" if len(lines) > 1 and all(line.lstrip()[0] == "{" for line in lines) else "json"


class Reading:
    """What reading one record gave.

    ``data`` is the record as plain data, None where a fault leaves nothing to judge. ``faults`` are
    for the P rules. ``span`` and ``nodes`` compose the text at their first use, which is slow: a
    record without findings never needs it.
    """

    def __init__(self, source: Source, body: Span, syntax: Syntax) -> None:
        self.source = source
        self.body = body
        self.syntax = syntax
        self.data: Any = None
        self.faults: tuple[Fault, ...] = ()

    @property
    def text(self) -> str:
        """The record's own text: without the lines that enclose it in Markdown."""
        return self.source.text[self.body.start : self.body.end]

    @cached_property
    def _composed(self) -> tuple[Node | None, tuple[Fault, ...]]:
        reader = json_text.places if self.syntax == "json" else compose
        return reader(self.text, self.body.start)

    @property
    def is_composed(self) -> bool:
        """Whether the exact reader has read the record already."""
        return "_composed" in self.__dict__

    @property
    def nodes(self) -> Node | None:
        """The record's nodes with their places; None where it cannot be read."""
        return self._composed[0]

    def judge(self) -> None:
        """Fill ``data`` and ``faults``: by the fast reader, or where it is in doubt by the exact
        one.
        """
        found = json_text.read(self.text) if self.syntax == "json" else fast.read(self.text)
        if found is not None:
            self.survey, self.data = found, found.data
            return
        root, self.faults = self._composed
        usable = all(fault.code == "P005" for fault in self.faults)
        if usable and self.syntax == "json":
            self.data = json_text.values(self.text)
        elif usable and root is not None:
            self.data = data_of(root)
        if self.data is None and not self.faults:
            self.faults = (
                Fault("P003", "the record is empty", Span(self.body.start, self.body.start)),
            )

    @cached_property
    def survey(self) -> Survey:
        """What a walk over the data counted."""
        return survey(self.data)

    @cached_property
    def odd_letters(self) -> str:
        """The letters of all keys and texts beyond ASCII, control characters and backslashes."""
        text = self.survey.text
        # The fast reader passes on no text with a control character.
        is_plain = not self.is_composed and self.syntax != "json"
        return "" if is_plain and text.isascii() and "\\" not in text else odd_letters(text)

    def written(self, pointer: str, otherwise: str) -> str:
        """Return a scalar as it is written, ``1e5`` and not 100000.0; ``otherwise`` where that
        cannot be told.
        """
        if self.nodes is None:
            return otherwise
        _, node = find(self.nodes, pointer)
        if not isinstance(node, Scalar):
            return otherwise
        # Letters that YAML refuses are not as they were in the nodes of a record in JSON.
        return node.text if node.plain or self.syntax != "json" else otherwise

    def span(self, pointer: str, at: Literal["value", "key"] = "value") -> Span:
        """Return where the value (or its key) that pointer names stands; of a missing one, its
        parent.
        """
        if at == "value" and not self.is_composed and self.syntax != "json":
            quick = published.gene_span(self.text, self.data, pointer)
            if quick is not None:
                return Span(self.body.start + quick.start, self.body.start + quick.end)
        if self.nodes is None:
            return self.body
        key, node = find(self.nodes, pointer)
        return key.span if at == "key" and key is not None else node.span


def read(source: Source, syntax: Syntax | None) -> Iterator[Reading]:
    """Yield a reading for each record of the source; of JSON Lines, one for each line that is not
    blank.
    """
    syntax = syntax or sniff(source.text)
    if syntax == "jsonl" and source.text:
        for number, line in enumerate(source.text.split("\n"), source.first_line):
            if line.strip():
                yield from read(Source(line.rstrip("\r"), first_line=number), "json")
        return
    reading = Reading(source, Span(0, len(source.text)), "json" if syntax == "jsonl" else syntax)
    try:
        _refuse_conflict(source.text)
        reading.body = _body(source.text, syntax)
        if syntax == "markdown" and (
            second := front_matter.second_record_in(source.text, reading.body)
        ):
            raise ReadingError(second)
        reading.judge()
    except ReadingError as stop:
        reading.faults = (stop.fault,)
    yield reading


def _refuse_conflict(text: str) -> None:
    if fault := front_matter.conflict_in(text):
        raise ReadingError(fault)


def _body(text: str, syntax: Syntax) -> Span:
    if syntax == "markdown" or not text.strip():
        return front_matter.span_of(text)
    if syntax == "yaml" and front_matter.is_open(text):
        try:
            block = front_matter.span_of(text)
        except ReadingError:  # one opening line alone is YAML's own document mark
            return Span(0, len(text))
        if front_matter.is_all(text, block):
            return block
    return Span(0, len(text))
