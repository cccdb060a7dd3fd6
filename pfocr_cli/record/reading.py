"""A text to records: which part of it is one, its data, and the place of everything in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pfocr_cli.record import fast, front_matter, json_text
from pfocr_cli.record.compose import compose
from pfocr_cli.record.fault import Fault, ReadingError
from pfocr_cli.record.nodes import Node, Scalar, data_of, find
from pfocr_cli.record.once import once
from pfocr_cli.record.published import QuickPlaces
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.survey import Survey, odd_letters, survey
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.record.known_entries import KnownEntry

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
_PACKED = regex(r"\.(?:(?:jsonl|ndjson)\.(?:gz|zst)|parquet)\Z", re.IGNORECASE)


def syntax_of(name: str) -> Syntax | None:
    """Return the syntax that a file's name stands for; None where its content must tell.

    Compressed JSON Lines are JSON Lines, and so are the rows of a Parquet file.
    """
    told = _BY_SUFFIX.get(name[name.rfind(".") :].lower())
    return "jsonl" if told is None and is_packed(name) else told


def is_packed(name: str) -> bool:
    """Say whether a file holds JSON Lines that are no text before something unpacks them."""
    return _PACKED.search(name) is not None


def sniff(text: str) -> Syntax:
    """Return the syntax of a text without a telling name (standard input)."""
    if not text.lstrip().startswith("{"):
        return "markdown" if front_matter.is_open(text) or ":" not in text else "yaml"
    lines = [line for line in text.splitlines() if line.strip()]
    return "jsonl" if len(lines) > 1 and all(line.lstrip()[0] == "{" for line in lines) else "json"


Composed = tuple[Node | None, tuple[Fault, ...]]
"""What the exact reader gives: the nodes, and what is wrong with them."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What reading one record gave.

    ``data`` is the record as plain data, None where a fault leaves nothing to judge. ``faults`` are
    for the P rules. ``span`` and ``nodes`` compose the text at their first use, which is slow: a
    record without findings never needs it. ``surveyed`` and ``composed`` are what a reader had to
    do already.
    """

    source: Source
    body: Span
    syntax: Syntax
    data: Any = None
    faults: tuple[Fault, ...] = ()
    surveyed: Survey | None = None
    composed: Composed | None = None

    @once
    def text(self) -> str:
        """The record's own text: without the lines that enclose it in Markdown."""
        return self.source.text[self.body.start : self.body.end]

    @once
    def _composed(self) -> Composed:
        return self.composed or _composed(self.text, self.body.start, self.syntax)

    @property
    def is_composed(self) -> bool:
        """Whether the exact reader has read the record already."""
        return self.composed is not None or "_composed" in self.__dict__

    @property
    def nodes(self) -> Node | None:
        """The record's nodes with their places; None where it cannot be read."""
        return self._composed[0]

    @once
    def survey(self) -> Survey:
        """What a walk over the data counted."""
        return self.surveyed or survey(self.data)

    @property
    def known_genes(self) -> Sequence[KnownEntry]:
        """The entries of genes, where they were known before or are now: in the order of ``data``,
        and all of them. Of a record that was read otherwise, or was changed, none.
        """
        found = self.surveyed
        return found.genes if found is not None and found.data is self.data else ()

    @once
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
        if not self.is_composed:
            quick = self._quick_places.span(pointer, at)
            if quick is not None:
                return Span(self.body.start + quick.start, self.body.start + quick.end)
        if self.nodes is None:
            return self.body
        key, node = find(self.nodes, pointer)
        return key.span if at == "key" and key is not None else node.span

    @once
    def _quick_places(self) -> QuickPlaces:
        return QuickPlaces(self.text, self.data, self.known_genes)


def _composed(text: str, start: int, syntax: Syntax) -> Composed:
    return json_text.places(text, start) if syntax == "json" else compose(text, start)


def read_body(source: Source, body: Span, syntax: Syntax) -> Reading:
    """Return what a record's own part of a text holds: by the fast reader, or where it is in doubt
    by the exact one.
    """
    text = source.text[body.start : body.end]
    found = json_text.read_json(text) if syntax == "json" else fast.read_plain(text)
    if found is not None:
        return Reading(source, body, syntax, found.data, surveyed=found)
    root, faults = composed = _composed(text, body.start, syntax)
    data: Any = None
    if all(fault.code == "P005" for fault in faults):
        if syntax == "json":
            data = json_text.values(text)
        elif root is not None:
            data = data_of(root)
    if data is None and not faults:
        faults = (Fault("P003", "the record is empty", Span(body.start, body.start)),)
    return Reading(source, body, syntax, data, faults, composed=composed)


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
    yield _read_one(source, "json" if syntax == "jsonl" else syntax)


def _read_one(source: Source, syntax: Syntax) -> Reading:
    body = Span(0, len(source.text))
    try:
        _refuse_conflict(source.text)
        if syntax == "markdown" and (usual := _read_usual(source)):
            return usual
        body = _body(source.text, syntax)
        if syntax == "markdown" and (second := front_matter.second_record_in(source.text, body)):
            raise ReadingError(second)
        return read_body(source, body, syntax)
    except ReadingError as stop:
        return Reading(source, body, syntax, faults=(stop.fault,))


def _read_usual(source: Source) -> Reading | None:
    """Return the record of a Markdown file that is front matter and no more; None where it is not
    clear that it is.
    """
    body = front_matter.likely_span(source.text)
    # The fast reader passes on a text with a line that would close it.
    found = fast.read_plain(source.text[body.start : body.end]) if body else None
    return Reading(source, body, "markdown", found.data, surveyed=found) if body and found else None


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
