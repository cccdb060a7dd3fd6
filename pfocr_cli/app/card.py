"""A record as a card: what a reader wants to know of a figure, and what the tool thinks of it. Pure
data, picklable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.export.figure import Figure, Gene, Mention, figure_of
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.lexicon.model import SOURCE_NAMES
from pfocr_cli.record.columns import GENES, HUMAN, HUMAN_NAME, KINDS, Kind
from pfocr_cli.record.identifiers import Identifier, identifiers
from pfocr_cli.record.pointer import steps
from pfocr_cli.vocabularies.store import NAMES, open_vocabulary
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.inputs.decisions import Decisions
    from pfocr_cli.lexicon.answers import Answer
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record

Mark = tuple[str, Severity]
"""The code of a finding about a row, and how bad that is."""
_KINDS: Mapping[str, str] = {
    **{str(source): name for source, name in SOURCE_NAMES.items()},
    "ncbigene_symbol": "symbol",
    "ncbigene_synonym": "synonym",
    "famplex_relations": "family",
}
_NAMED = 4
"""Genes that a word is said to lead to."""


@dataclass(frozen=True, slots=True)
class GeneLine:
    """A gene of a figure: what was recorded, and what the lexicon says of it today.

    ``word`` is empty where it is that of the line before, ``matched`` too. ``verdict`` is what the
    tool thinks that the word means, beside the gene: ``agrees``, ``leads to CREBBP``.
    """

    word: str
    matched: str
    gene: Gene
    verdict: str
    marks: tuple[Mark, ...]

    @property
    def is_renamed(self) -> bool:
        """Whether the lexicon calls the gene otherwise today."""
        return bool(self.gene.current) and self.gene.current != self.gene.symbol


@dataclass(frozen=True, slots=True)
class NamedId:
    """An id of a chemical or disease, with the name that its vocabulary (or the record) gives."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MentionLine:
    """A chemical or disease of a figure."""

    word: str
    ids: tuple[NamedId, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A record for a reader. ``where`` is its file, with the line where that holds several;
    ``is_readable`` says whether there is anything but findings.
    """

    where: str
    generation: str
    is_readable: bool
    figure: Figure
    genes: tuple[GeneLine, ...]
    mentions: Mapping[Kind, tuple[MentionLine, ...]]
    findings: tuple[Finding, ...]

    @property
    def has_other_species(self) -> bool:
        """Whether a gene is of another organism than man, so that each says of which."""
        return any(line.gene.organism not in ("", HUMAN_NAME) for line in self.genes)


def card_of(
    record: Record,
    line: int,
    findings: Sequence[Finding],
    lexicon: Lexicon,
    decisions: Decisions,
) -> Card:
    """Return the card of a record that begins at a line of its file."""
    figure = figure_of(record, lexicon)
    marks = _Marks(record, findings)
    answers = {
        gene.word: decisions.answer(gene.word, record.figid, lexicon)
        for gene in figure.genes
        if gene.word.strip()
    }
    return Card(
        where=f"{record.file}:{line}" if line > 1 else record.file,
        generation=record.generation,
        is_readable=bool(record.data),
        figure=figure,
        genes=tuple(_gene_lines(figure.genes, answers, marks)),
        mentions={
            "chemicals": tuple(_mention_lines(record, "chemicals", figure.chemicals, marks)),
            "diseases": tuple(_mention_lines(record, "diseases", figure.diseases, marks)),
        },
        findings=tuple(findings),
    )


class _Marks:
    """What was found about each row."""

    def __init__(self, record: Record, findings: Sequence[Finding]) -> None:
        self._rows = {kind: _row_numbers(record.data.get(kind)) for kind in KINDS}
        self._by_row: dict[tuple[str, str], dict[Mark, None]] = {}
        for finding in findings:
            match steps(finding.pointer):
                case [kind, row, *_]:
                    marks = self._by_row.setdefault((kind, row), {})
                    marks[finding.code, finding.severity] = None

    def of(self, kind: Kind, row: int) -> tuple[Mark, ...]:
        """Return what was found about a row, counted among those that are rows at all."""
        numbers = self._rows[kind]
        return tuple(self._by_row.get((kind, str(numbers[row] if numbers else row)), ()))


def _row_numbers(own: object) -> list[int]:
    """Return where the rows stand in a record's own list, in which other things may stand too."""
    items = own if isinstance(own, list) else []
    return [number for number, each in enumerate(items) if isinstance(each, dict)]


def _gene_lines(
    genes: Sequence[Gene], answers: Mapping[str, Answer], marks: _Marks
) -> Iterator[GeneLine]:
    """Yield the genes by word, in the order in which the words first stand."""
    words: dict[str, list[Gene]] = {}
    for gene in genes:
        words.setdefault(gene.word, []).append(gene)
    for word, same in words.items():
        before = ""
        for number, gene in enumerate(same):
            matched = _matched(gene)
            yield GeneLine(
                word if number == 0 else "",
                matched if matched != before else "",
                gene,
                _verdict(gene, answers.get(word)),
                marks.of(GENES, gene.row),
            )
            before = matched


def _matched(gene: Gene) -> str:
    """Return how a word was matched: by ``alias``, and by which where it is not the word itself."""
    kind = _KINDS.get(gene.source, gene.source)
    return f"{kind} {gene.match}" if gene.match and gene.match != gene.word else kind


def _verdict(gene: Gene, answer: Answer | None) -> str:
    """Return what the tool thinks that a word means, beside the gene that was recorded; nothing of
    genes that HGNC does not name.
    """
    if answer is None or gene.organism_id != HUMAN:
        return ""
    symbols = list(dict.fromkeys(match.hgnc_symbol for match in answer.matches))
    if not symbols:
        why = f": {answer.means}" if answer.means else ""
        return f"no gene{why}" if answer.status == "stopped" else "unknown word"
    if gene.hgnc_id not in {match.hgnc_id for match in answer.matches}:
        return f"leads to {listed(symbols, _NAMED)}"
    if answer.status == "ambiguous":
        others = [symbol for symbol in symbols if symbol != gene.current]
        return f"or {listed(others, _NAMED)}" if others else "agrees"
    return "agrees"


def _mention_lines(
    record: Record, kind: Kind, mentions: Sequence[Mention], marks: _Marks
) -> Iterator[MentionLine]:
    for index, (row, mention) in enumerate(zip(record.rows(kind), mentions, strict=True)):
        ids = tuple(_named(found, mention) for found in identifiers(row))
        plain = (NamedId("", mention.name or mention.match, ""),)
        yield MentionLine(mention.word, ids or plain, marks.of(kind, index))


def _named(found: Identifier, mention: Mention) -> NamedId:
    """Return an id with its label; where the vocabulary keeps none, with the record's own name."""
    prefix = {"MeSH": "mesh:", "OMIM": "mim:"}.get(found.vocabulary, f"{found.vocabulary.upper()}:")
    address = f"https://identifiers.org/{prefix}{found.local}"
    entry = open_vocabulary(found.vocabulary).entry(found.local) if _is_here(found) else None
    if entry is None:
        name = "" if _is_here(found) else mention.name
    elif entry.retired:
        name = f"retired: {entry.successor} now" if entry.successor else "retired"
    else:
        name = entry.label or mention.name or mention.match
    return NamedId(str(found), name, address)


def _is_here(found: Identifier) -> bool:
    return found.vocabulary in NAMES
