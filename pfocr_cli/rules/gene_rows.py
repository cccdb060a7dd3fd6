"""The genes of a record that HGNC can speak of, as all rules of genes see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.inputs.decisions import NO_DECISIONS, Decision, Decisions
from pfocr_cli.record.columns import GENES, GeneColumns
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules.matches import Judgement, Recorded, decided, judgements
from pfocr_cli.rules.symbols import Verdict, text_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.lexicon.model import HgncGene
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record
    from pfocr_cli.rules.subject import Subject


@dataclass(frozen=True, slots=True)
class GeneRow:
    """A gene entry of a record, or a row of its table, with its place there.

    Its texts are without the white space around them, and empty where there is no text or a
    missing value.
    """

    index: int
    cells: Mapping[str, object]
    columns: GeneColumns

    @property
    def word(self) -> str:
        """The figure's word."""
        return text_of(self.cells.get(self.columns.word))

    @property
    def term(self) -> str:
        """What of the lexicon the word was matched with."""
        return text_of(self.cells.get(self.columns.term))

    @property
    def source(self) -> str:
        """How the word was matched."""
        return text_of(self.cells.get(self.columns.source))

    @property
    def symbol(self) -> str:
        """The gene's own symbol."""
        return text_of(self.cells.get(self.columns.symbol))

    @property
    def entrez(self) -> str:
        """The gene's id at NCBI."""
        return text_of(self.cells.get(self.columns.entrez))

    @property
    def recorded(self) -> Recorded:
        """What it says of its match."""
        in_table = self.columns.table is not None
        return Recorded(self.word, self.term, self.source, self.symbol, self.entrez, in_table)

    def gene(self, lexicon: Lexicon) -> HgncGene | None:
        """Return the gene of its Entrez id or, where the lexicon does not know that, of its
        symbol.
        """
        by_id = lexicon.with_entrez(self.entrez) if self.entrez else None
        return by_id or (lexicon.approved(self.symbol) if self.symbol else None)

    def problem(
        self,
        message: str,
        column: str = "",
        *,
        value: str | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Problem:
        """Return a problem of the row, or of its cell in one column."""
        where = pointer(GENES, self.index, *([column] if column else []))
        found = str(self.cells[column]) if value is None else value
        table = self.columns.table
        return Problem(message, where, value=found, severity=severity, table=table, fix=fix)


@dataclass(frozen=True)
class GeneRows:
    """The genes that HGNC can speak of: a record's own, or the human rows of its table; none of a
    table whose rows cannot be trusted, because D702 comes first.
    """

    record: Record
    lexicon: Lexicon
    columns: GeneColumns
    cells: Sequence[tuple[int, Mapping[str, object]]]
    decisions: Decisions = NO_DECISIONS

    def __iter__(self) -> Iterator[GeneRow]:
        return (GeneRow(index, cells, self.columns) for index, cells in self.cells)

    def decision(self, row: GeneRow) -> Decision | None:
        """Return what a curator has decided of a row's word."""
        return self.decisions.of(self.record.figid, row.word)

    @cached_property
    def judged(self) -> list[tuple[GeneRow, Judgement]]:
        """What is wrong with matches, in the order of the rows."""
        if self.decisions.rows:
            return [(row, one) for row in self for one in self._judgements(row)]
        columns, in_table = self.columns, self.columns.table is not None
        names = (columns.word, columns.term, columns.source, columns.symbol, columns.entrez)
        found = []
        for index, cells in self.cells:
            try:
                judged = judgements(tuple(map(cells.get, names)), in_table, self.lexicon)
            except TypeError:  # a list or a mapping, which is S102's
                continue
            found += [(GeneRow(index, cells, columns), one) for one in judged]
        return found

    def _judgements(self, row: GeneRow) -> tuple[Judgement, ...]:
        decision, recorded = self.decision(row), row.recorded
        if decision is None:
            return judgements(recorded[:-1], recorded.in_table, self.lexicon)
        answer = self.decisions.answer(row.word, self.record.figid, self.lexicon)
        return decided(recorded, decision, answer, self.lexicon)

    @cached_property
    def verdicts(self) -> list[tuple[GeneRow, Verdict]]:
        """What is wrong with symbols beside their ids, in the order of the rows."""
        symbol, entrez, owner = self.columns.symbol, self.columns.entrez, self.columns.owner
        found = []
        for index, cells in self.cells:
            try:
                verdict = verdict_of(cells.get(symbol), cells.get(entrez), owner, self.lexicon)
            except TypeError:  # a list or a mapping, which is S102's
                continue
            if verdict is not None:
                found.append((GeneRow(index, cells, self.columns), verdict))
        return found


def gene_rows(subject: Subject) -> GeneRows | None:
    """Return the genes of a record that is judged; None where it is without a lexicon."""
    record, lexicon = subject.record, subject.lexicon
    if lexicon is None:
        return None
    columns = record.gene_columns
    if record.holds_genes:
        own = record.data[GENES]
        entries = enumerate(own if isinstance(own, list) else [])
        cells = [(index, entry) for index, entry in entries if isinstance(entry, dict)]
        return GeneRows(record, lexicon, columns, cells, subject.decisions)
    table = record.tables.get(GENES)
    rows = enumerate(table.rows if table and table.usable else [])
    human = [(index, row) for index, row in rows if columns.is_human(row)]
    return GeneRows(record, lexicon, columns, human, subject.decisions)


def of_other_species(record: Record) -> int:
    """Return how many genes of a record HGNC cannot speak of: those of its table that are not
    human.
    """
    table = None if record.holds_genes else record.tables.get(GENES)
    rows = table.rows if table and table.usable else []
    return sum(not record.gene_columns.is_human(row) for row in rows)
