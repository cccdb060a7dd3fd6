"""What a report counts of a figure's genes: they are told by their Entrez ids."""

from __future__ import annotations

import sys
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pfocr_cli.record.columns import GENE_IN_RECORD, GENES, HUMAN, HUMAN_NAME, text_in
from pfocr_cli.record.known_entries import KnownEntry
from pfocr_cli.record.match_sources import BY_FAMILY, TIERS
from pfocr_cli.rules.distinct_rows import told_apart_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pfocr_cli.record import Record

T = TypeVar("T")
_CACHED = 2**16
_FEW = 8
_OF_HUMANS = (HUMAN, HUMAN_NAME)
GeneCells = tuple[object, ...]
"""Of a gene's row, as they stand: word, term, source, symbol, Entrez id; of a table organism too.
"""


class CountedGene(NamedTuple):
    """A gene entry; what is missing is empty. ``family`` is the term where it names a family,
    ``organism`` the id and the name of one. ``human``, ``strict`` and ``synonym`` are the Entrez id
    once more, where it is that of a human gene, and of one that these tiers take.
    """

    word: str
    family: str
    source: str
    entrez: str
    symbol: str
    organism: tuple[str, str]
    human: str
    strict: str
    synonym: str


class GeneFacts(NamedTuple):
    """The genes of a figure. ``symbols`` are those of the Entrez ids. ``human`` are the different
    human ones, ``strict`` and ``synonyms`` how many of them these tiers take.
    """

    rows: int
    human_rows: int
    symbols: Mapping[str, str]
    human: AbstractSet[str]
    strict: int
    synonyms: int
    words: AbstractSet[str]
    families: AbstractSet[str]
    sources: Mapping[str, int]
    organisms: Mapping[tuple[str, str], int]


NO_GENES = GeneFacts(0, 0, {}, frozenset(), 0, 0, frozenset(), frozenset(), {}, {})


def facts_of_genes(record: Record, is_not_human: bool) -> GeneFacts:
    """Return what is counted of a record's genes; ``is_not_human``: a curator says so of it."""
    rows = _genes(record)
    if not rows:
        return NO_GENES
    if is_not_human and record.holds_genes:  # matched to human genes all the same
        rows = [*map(_of_no_organism, rows)]
    words, families, sources, ids, names, organisms, human, strict, synonyms = zip(
        *rows, strict=True
    )
    symbols = dict(zip(ids, names, strict=True))
    symbols.pop("", None)
    counts = _counts(organisms)
    human_rows = sum(count for (taxon, _), count in counts.items() if taxon == HUMAN)
    return GeneFacts(
        rows=len(rows),
        human_rows=human_rows,
        symbols=symbols,
        human={*symbols} if human_rows == len(rows) else _different(human),
        strict=len(_different(strict)),
        synonyms=len(_different(synonyms)),
        words=_different(words),
        families=_different(families),
        sources=_counts(sources),
        organisms=counts,
    )


def _different(texts: Sequence[str]) -> AbstractSet[str]:
    found = {*texts}
    found.discard("")
    return found


def _counts(rows: Sequence[T]) -> Mapping[T, int]:
    """Count what is the same few things in most figures, which a Counter takes longer for."""
    found = dict.fromkeys(rows)
    return {one: rows.count(one) for one in found} if len(found) < _FEW else Counter(rows)


def _of_no_organism(gene: CountedGene) -> CountedGene:
    return gene._replace(organism=("", ""), human="", strict="", synonym="")


def _genes(record: Record) -> list[CountedGene]:
    if entries := record.reading.known_genes:
        return [*map(_known_entries().__getitem__, entries)]
    columns = record.gene_columns
    names = told_apart_by(columns)
    if columns.organism_id:
        names = (*names, columns.organism_id, columns.organism)
    known, rows, cells_of = _known_genes(), record.rows(GENES), itemgetter(*names)
    try:
        return [known[cells_of(row)] for row in rows]
    except (KeyError, TypeError):  # what is missing, or a list or mapping, S101 and S102 report
        return [_gene((*map(row.get, names),)) for row in rows]


def _gene(cells: GeneCells) -> CountedGene:
    word, term, source, symbol, entrez, *organism = cells
    source, entrez = sys.intern(text_in(source)), text_in(entrez)
    taxon, name = map(text_in, organism) if organism else _OF_HUMANS
    human = entrez if taxon == HUMAN else ""
    strict, synonym = (
        human if sources is None or source in sources else ""
        for sources in (TIERS["strict"], TIERS["synonyms"])
    )
    return CountedGene(
        word.strip() if isinstance(word, str) else text_in(word),
        text_in(term) if source in BY_FAMILY else "",
        source,
        entrez,
        symbol.strip() if isinstance(symbol, str) else text_in(symbol),
        _OF_HUMANS if (taxon, name) == _OF_HUMANS else (taxon, name),
        human,
        strict,
        synonym,
    )


class _KnownGenes(dict[GeneCells, CountedGene]):
    """What is counted of the first distinct rows of a run, by their cells: rows repeat from figure
    to figure.
    """

    def __missing__(self, cells: GeneCells) -> CountedGene:
        gene = _gene(cells)
        if len(self) < _CACHED:
            self[cells] = gene
        return gene


class _KnownEntries(dict[KnownEntry, CountedGene]):
    """The same by the entries that records of a run share, which are told apart by one look."""

    def __missing__(self, entry: KnownEntry) -> CountedGene:
        gene = _known_genes()[(*map(entry.cells.get, told_apart_by(GENE_IN_RECORD)),)]
        if len(self) < _CACHED:
            self[entry] = gene
        return gene


@lru_cache(1)
def _known_genes() -> _KnownGenes:
    return _KnownGenes()


@lru_cache(1)
def _known_entries() -> _KnownEntries:
    return _KnownEntries()
