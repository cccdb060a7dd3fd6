"""The genes of a record that HGNC can speak of, as all rules of genes see them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeVar

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.inputs.decisions import NO_DECISIONS, Decision, Decisions
from pfocr_cli.lexicon.model import fold
from pfocr_cli.record.columns import GENE_IN_RECORD, GENES, GeneColumns
from pfocr_cli.record.once import once
from pfocr_cli.rules.distinct_rows import (
    UNLIKE_WORD,
    UNSOUND,
    WRONG_SOURCE,
    DistinctRow,
    DistinctRows,
    EntryOrRow,
    KnownRows,
    distinct_rows,
    known_rows,
    told_apart_by,
)
from pfocr_cli.rules.known_wrong import decided

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.lexicon.model import HgncGene
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record
    from pfocr_cli.rules.matches import Judgement, Recorded
    from pfocr_cli.rules.subject import Subject
    from pfocr_cli.rules.symbols import Verdict

T = TypeVar("T")
_IS_FIRST = attrgetter("is_first")
_VERDICT, _KNOWN_WRONG, _WRONG_TERM = map(
    attrgetter, ("wrong.verdict", "wrong.known", "wrong.term")
)


@dataclass(frozen=True, slots=True)
class GeneRow:
    """A gene entry of a record, or a row of its table, with its place there, and what it says of
    its match.
    """

    index: int
    cells: Mapping[str, object]
    columns: GeneColumns
    recorded: Recorded

    @property
    def word(self) -> str:
        """The figure's word, without white space around it."""
        return self.recorded.word

    def gene(self, lexicon: Lexicon) -> HgncGene | None:
        """Return the gene of its Entrez id or, where the lexicon does not know that, of its
        symbol.
        """
        symbol, entrez = self.recorded.symbol, self.recorded.entrez
        return lexicon.with_entrez(entrez) or lexicon.approved(symbol)

    def pointer(self, column: str = "") -> str:
        """Return the pointer to the row, or to its cell in one column."""
        return f"/{GENES}/{self.index}/{column}" if column else f"/{GENES}/{self.index}"

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
        where = self.pointer(column)
        found = str(self.cells[column]) if value is None else value
        table = self.columns.table
        return Problem(message, where, value=found, severity=severity, table=table, fix=fix)


@dataclass(frozen=True)
class GeneRows:
    """The genes that HGNC can speak of: a record's own, or the human rows of its table; none of a
    table whose rows cannot be trusted, because D702 comes first.

    ``entries`` are all genes of a table, or of a record whose genes are known entries, with those
    that are not human; else ``cells`` are the genes, each with its place. ``is_counted`` is the
    subject's.
    """

    record: Record
    lexicon: Lexicon
    columns: GeneColumns
    cells: Sequence[tuple[int, Mapping[str, object]]]
    decisions: Decisions = NO_DECISIONS
    entries: Sequence[EntryOrRow] = ()
    is_counted: bool = False

    def __iter__(self) -> Iterator[GeneRow]:
        other = self._met.other
        return (self._row(at, row) for at, row in enumerate(self.distinct) if row is not other)

    @property
    def others(self) -> int:
        """How many genes HGNC cannot speak of: those of the table that are not human."""
        return self.distinct.count(self._met.other) if self.columns.table else 0

    def of_words(self, words: Collection[str]) -> Iterator[GeneRow]:
        """Yield the rows of some words of the figure."""
        found = enumerate(self.distinct)
        return (self._row(at, row) for at, row in found if row.recorded.word in words)

    def _row(self, at: int, row: DistinctRow) -> GeneRow:
        return GeneRow(*self._place(at), self.columns, row.recorded)

    def _place(self, at: int) -> tuple[int, Mapping[str, object]]:
        """Return where a row stands in the record or the table, and its cells."""
        return (at, self.entries[at].cells) if self.entries else self.cells[at]

    @once
    def _met(self) -> KnownRows:
        return known_rows(self.columns, self.lexicon)

    def decision(self, row: GeneRow) -> Decision | None:
        """Return what a curator has decided of a row's word."""
        return self.decisions.of(self.record.figid, row.word)

    @once
    def distinct(self) -> Sequence[DistinctRow]:
        """What is known of each row whatever figure it stands in."""
        if self.entries:
            return [*map(self._met.__getitem__, self.entries)]
        columns, names = self.columns, told_apart_by(self.columns)
        known, taken_from = distinct_rows(columns.owner, self.lexicon), itemgetter(*names)
        try:
            return [known[taken_from(cells)] for _, cells in self.cells]
        except (KeyError, TypeError):  # what is missing, or a list or mapping, S101 and S102 report
            rows = (map(cells.get, names) for _, cells in self.cells)
            return [known[tuple(map(_without_nested, row))] for row in rows]

    @property
    def may_repeat(self) -> bool:
        """Whether two of the rows can be equal in every field."""
        if self.columns is GENE_IN_RECORD and (entries := self.entries):
            return len({*entries}) < len(entries) or not all(map(_IS_FIRST, entries))
        return self._known.may_repeat(self.distinct, self.others)

    @property
    def _known(self) -> DistinctRows:
        return distinct_rows(self.columns.owner, self.lexicon)

    @once
    def verdicts(self) -> list[tuple[GeneRow, Verdict]]:
        """What is wrong with symbols beside their ids, in the order of the rows."""
        return self._found(self._unsound, _VERDICT)

    @once
    def known_wrong(self) -> list[tuple[GeneRow, Judgement]]:
        """The genes that their words are known not to mean (G509), in the order of the rows."""
        found = self._found(self._unsound, _KNOWN_WRONG)
        if not self.decisions.rows:
            return found
        by_table = {row.index: judged for row, judged in found}
        for row in self:
            if (decision := self.decision(row)) is not None:
                answer = self.decisions.answer(row.word, self.record.figid, self.lexicon)
                judged = decided(row.recorded, decision, answer, self.lexicon)
                by_table.pop(row.index, None)
                if judged is not None:
                    by_table[row.index] = judged
        return [(row, by_table[row.index]) for row in self if row.index in by_table]

    def wrong_terms(self) -> list[tuple[GeneRow, Judgement]]:
        """The terms that are no name of their gene (G510), in the order of the rows."""
        found = self._found(self._unsound, _WRONG_TERM)
        return [(row, judged) for row, judged in found if not self._is_settled(row)]

    def _is_settled(self, row: GeneRow) -> bool:
        """Say whether nothing more is said of a row, because its word was decided."""
        if self.decision(row) is None:
            return False
        wrong = {each.index for each, _ in self.known_wrong}
        return row.index in wrong or fold(row.recorded.term) == fold(row.word)

    def wrong_sources(self) -> list[tuple[GeneRow, Judgement]]:
        """The sources that are not how their terms name the genes (G507), in the order of the
        rows.
        """
        return self._found(self._spoken_of(WRONG_SOURCE), WRONG_SOURCE)

    @once
    def unlike_words(self) -> list[tuple[GeneRow, Judgement]]:
        """The words that may mean another gene (G505, G508), in the order of the rows: no more than
        infos, and slow to find.
        """
        rows = self._spoken_of(UNLIKE_WORD)
        left = ((at, row) for at, row in rows if self._place(at)[0] not in self._told)
        found = self._found(left, UNLIKE_WORD)
        return [(row, judged) for row, judged in found if self.decision(row) is None]

    @once
    def _told(self) -> set[int]:
        """The rows that G509 or G510 speaks of."""
        return {row.index for row, _ in (*self.known_wrong, *self.wrong_terms())}

    @once
    def _unsound(self) -> list[tuple[int, DistinctRow]]:
        """The few rows that an error or a warning speaks of, each with its place among all."""
        if self.entries:
            return self._met.spoken_of(UNSOUND, self.entries)
        unsound = self._known.unsound(self.distinct)
        return [(at, row) for at, row in enumerate(self.distinct) if row in unsound]

    def _spoken_of(self, by: Callable[[DistinctRow], object]) -> Iterable[tuple[int, DistinctRow]]:
        """Return the rows that something may be said of, each with its place among all."""
        if self.entries:
            return self._met.spoken_of(by, self.entries)
        return enumerate(self.distinct)

    def _found(
        self, rows: Iterable[tuple[int, DistinctRow]], said: Callable[[DistinctRow], T | None]
    ) -> list[tuple[GeneRow, T]]:
        """Return those of some rows, given with their places, of which anything is said."""
        return [(self._row(at, row), wrong) for at, row in rows if (wrong := said(row)) is not None]


def _without_nested(cell: object) -> object:
    return ... if isinstance(cell, list | dict) else cell


def gene_rows(subject: Subject) -> GeneRows | None:
    """Return the genes of a record that is judged; None where it is without a lexicon."""
    record, lexicon = subject.record, subject.lexicon
    if lexicon is None:
        return None
    cells: list[tuple[int, Mapping[str, object]]] = []
    entries: Sequence[EntryOrRow] = record.reading.known_genes
    if not record.holds_genes:
        table = record.tables.get(GENES)
        entries = table.entries if table and table.usable else ()
    elif not entries and isinstance(genes := record.data[GENES], list):
        cells = [(at, gene) for at, gene in enumerate(genes) if type(gene) is dict]
    return GeneRows(
        record, lexicon, record.gene_columns, cells, subject.decisions, entries, subject.is_counted
    )
