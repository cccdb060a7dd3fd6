"""``--matches``: genes that their words are known not to mean, and records in which they are put
right.

What is wrong, and what would be right, G509 says: the export of a corrected record is that of the
record after its fix.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pfocr_cli.export.figure import Figure, figure_of
from pfocr_cli.export.formats import Item
from pfocr_cli.export.selection import Selection, selected
from pfocr_cli.fixes.keywords import keyword_groups
from pfocr_cli.fixes.table_editing import amended_table, is_of_table
from pfocr_cli.inputs.records import read_side_table
from pfocr_cli.record.changes import Remove, changed
from pfocr_cli.record.columns import GENES
from pfocr_cli.record.keywords import with_keywords
from pfocr_cli.record.pointer import steps
from pfocr_cli.rules import RULES
from pfocr_cli.rules.gene_rows import gene_rows
from pfocr_cli.rules.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pfocr_cli.finding import Problem
    from pfocr_cli.inputs.decisions import Decisions
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record
    from pfocr_cli.record.changes import Change

PUBLISHED = "published"
BY_TABLE, BY_DECISION = "by the table of words", "by decisions"


def wrong_matches(record: Record, lexicon: Lexicon, decisions: Decisions) -> dict[int, Problem]:
    """Return the genes of a record that their words are known not to mean, by their index."""
    problems = RULES["G509"].problems(Subject(record, lexicon, decisions))
    return {int(steps(problem.pointer)[1]): problem for problem in problems}


def wrong_rows(record: Record, lexicon: Lexicon, decisions: Decisions) -> set[int]:
    """Return the indices of these genes alone: what would be right costs more to tell."""
    genes = Subject(record, lexicon, decisions).view(gene_rows)
    return {row.index for row, _ in genes.known_wrong} if genes else set()


def reasons(
    record: Record, wrong: Mapping[int, Problem], rows: Collection[int], decisions: Decisions
) -> Counter[str]:
    """Count what becomes of those of the wrong matches that are among ``rows``, by reason."""
    found: Counter[str] = Counter()
    for row in wrong.keys() & rows:
        fix = wrong[row].fix
        goes = fix is not None and isinstance(fix.changes[0], Remove)
        done = "left out" if goes else "replaced"
        decided = decisions.of(record.figid, wrong[row].value.strip())
        found[f"{done} {BY_DECISION if decided else BY_TABLE}"] += 1
    return found


def corrected(record: Record, wrong: Mapping[int, Problem], options: ReadOptions) -> Record:
    """Return a record in which its wrong matches are put right, its keywords following."""
    changes = [change for each in wrong.values() if each.fix for change in each.fix.changes]
    if not changes:
        return record
    data, tables = _with_keywords(record, changes), dict(record.tables)
    if record.holds_genes:
        data[GENES] = changed({GENES: record.data[GENES]}, changes)[GENES]
    else:
        table = tables[GENES]
        source = amended_table(table, filter(is_of_table, changes))
        tables[GENES] = read_side_table(GENES, table.file, source, options)
    reading = replace(record.reading, data=data | record.embedded)
    return replace(record, reading=reading, tables=tables)


def _with_keywords(record: Record, changes: Sequence[Change]) -> dict[str, object]:
    groups = keyword_groups(record, changes)
    return dict(record.data) if groups is None else with_keywords(record, groups)


class Versions:
    """A record as it was published and as it is put right, each made once, if it is asked for."""

    def __init__(
        self, record: Record, lexicon: Lexicon, decisions: Decisions, options: ReadOptions
    ) -> None:
        self._record, self._lexicon, self._decisions = record, lexicon, decisions
        self._options = options
        self._wholes: dict[bool, tuple[Record, Figure]] = {}
        self._figures: dict[Selection, Figure] = {}

    @cached_property
    def _wrong_rows(self) -> set[int]:
        return wrong_rows(self._record, self._lexicon, self._decisions)

    @cached_property
    def _wrong(self) -> dict[int, Problem]:
        return wrong_matches(self._record, self._lexicon, self._decisions)

    def item(self, selection: Selection) -> Item:
        """Return the record, as published or corrected, with the genes that a selection takes."""
        record, whole = self._whole(selection.corrected)
        if (figure := self._figures.get(selection)) is None:
            figure = self._figures[selection] = selected(whole, selection)
        return Item(record, figure, whole)

    def _whole(self, is_corrected: bool) -> tuple[Record, Figure]:
        is_corrected = is_corrected and bool(self._wrong_rows)
        if (found := self._wholes.get(is_corrected)) is None:
            record = self._record
            if is_corrected:
                record = corrected(record, self._wrong, self._options)
            found = self._wholes[is_corrected] = record, figure_of(record, self._lexicon)
        return found

    def known_wrong(self, selection: Selection) -> Counter[str]:
        """Count the wrong matches among the published genes that a selection takes, by what becomes
        of them where they are put right; as they are published nobody asks for that.
        """
        if not self._wrong_rows:
            return Counter()
        published = self.item(replace(selection, corrected=False)).figure
        rows = self._wrong_rows.intersection(gene.row for gene in published.genes)
        if not selection.corrected:
            return Counter({PUBLISHED: len(rows)} if rows else {})
        return reasons(self._record, self._wrong, rows, self._decisions)
