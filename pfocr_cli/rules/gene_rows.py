"""The genes of a record that HGNC can speak of, as all rules of genes see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.inputs.decisions import NO_DECISIONS, Decision, Decisions
from pfocr_cli.lexicon.model import fold
from pfocr_cli.record.columns import GENES, GeneColumns
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules.known_wrong import decided, wrong_by_table
from pfocr_cli.rules.matches import Judgement, Recorded, misnamed_term, unlike_word
from pfocr_cli.rules.symbols import Verdict, text_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from pfocr_cli.lexicon.model import HgncGene
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record
    from pfocr_cli.rules.subject import Subject

T = TypeVar("T")
RowCells = tuple[object, ...]
"""A row's word, term, source, symbol and Entrez id, as they stand."""
_MOST_SOUND = 2**17


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
    def keys(self) -> list[RowCells]:
        """What each row says of its match, as it stands; ``...`` in place of a list or mapping."""
        columns = self.columns
        names = (columns.word, columns.term, columns.source, columns.symbol, columns.entrez)
        keys: list[RowCells] = [tuple(map(cells.get, names)) for _, cells in self.cells]
        try:
            hash((*keys,))
        except TypeError:  # it is S102's
            return [tuple(... if _is_nested(cell) else cell for cell in key) for key in keys]
        return keys

    @cached_property
    def verdicts(self) -> list[tuple[GeneRow, Verdict]]:
        """What is wrong with symbols beside their ids, in the order of the rows."""
        owner, lexicon = self.columns.owner, self.lexicon
        return self._unsound("verdict", lambda key: verdict_of(key[3], key[4], owner, lexicon))

    @cached_property
    def known_wrong(self) -> list[tuple[GeneRow, Judgement]]:
        """The genes that their words are known not to mean (G509), in the order of the rows."""
        found = self._unsound("known wrong", self._judged_by(wrong_by_table))
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

    @cached_property
    def wrong_terms(self) -> list[tuple[GeneRow, Judgement]]:
        """The terms that are no name of their gene (G510), in the order of the rows."""
        found = self._unsound("wrong term", self._judged_by(misnamed_term))
        if not self.decisions.rows:
            return found
        wrong = {row.index for row, _ in self.known_wrong}
        return [one for one in found if not self._is_settled(one[0], wrong)]

    def _is_settled(self, row: GeneRow, wrong: Collection[int]) -> bool:
        """Say whether nothing more is said of a row, because its word was decided."""
        if self.decision(row) is None:
            return False
        return row.index in wrong or fold(row.term) == fold(row.word)

    @cached_property
    def unlike_words(self) -> list[tuple[GeneRow, Judgement]]:
        """The words that may mean another gene (G505, G508), in the order of the rows: no more than
        infos, and slow to find.
        """
        told = {row.index for row, _ in (*self.known_wrong, *self.wrong_terms)}
        return [
            (row, judged)
            for row, judged in self._unsound("unlike word", self._judged_by(unlike_word))
            if row.index not in told and self.decision(row) is None
        ]

    def _judged_by(
        self, judge: Callable[[Recorded, Lexicon], Judgement | None]
    ) -> Callable[[RowCells], Judgement | None]:
        in_table, lexicon = self.columns.table is not None, self.lexicon

        def judged(key: RowCells) -> Judgement | None:
            if ... in key:
                return None
            word, term, source, symbol, entrez = map(text_of, key)
            return judge(Recorded(word, term, source, symbol, entrez, in_table), lexicon)

        return judged

    def _unsound(self, what: str, judge: Callable[[RowCells], T | None]) -> list[tuple[GeneRow, T]]:
        """Return the rows in which something is wrong. Those in which nothing is are remembered:
        rows repeat from figure to figure.
        """
        sound = _sound_rows(what, self.columns, self.lexicon)
        if sound.issuperset(self.keys):
            return []
        found = []
        for (index, cells), key in zip(self.cells, self.keys, strict=True):
            if key in sound:
                continue
            if (wrong := judge(key)) is not None:
                found.append((GeneRow(index, cells, self.columns), wrong))
            elif len(sound) < _MOST_SOUND:
                sound.add(key)
        return found


def _is_nested(cell: object) -> bool:
    return isinstance(cell, list | dict)


@lru_cache(16)
def _sound_rows(_what: str, _columns: GeneColumns, _lexicon: Lexicon) -> set[RowCells]:
    """Return the rows of a form that one look has found nothing wrong with, to be added to."""
    return set()


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
    if record.holds_genes:
        return 0
    table, columns = record.tables.get(GENES), record.gene_columns
    rows = table.rows if table and table.usable else []
    return sum(not columns.is_human(row) for row in rows)
