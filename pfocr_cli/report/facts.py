"""What a report counts of one record: pure data, small, picklable. A figure's genes are told by
their Entrez ids, its chemicals and diseases by their ids or, without one, by their words.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.columns import GENE_IN_RECORD, GENES, HUMAN, HUMAN_NAME, NAME, WORD, text_in
from pfocr_cli.record.identifiers import identifiers
from pfocr_cli.record.known_entries import KnownEntry
from pfocr_cli.record.match_sources import BY_FAMILY, TIERS
from pfocr_cli.regex import regex
from pfocr_cli.rules.curation import NOT_HUMAN, REJECTED
from pfocr_cli.rules.distinct_rows import told_apart_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pfocr_cli.record import Record
    from pfocr_cli.record.columns import Kind

REPORTED_FIELDS = (
    *("figtitle", "caption", "papertitle", "reftext", "year", "number", "figtype", "filename"),
    *("figlink", "organisms", "organisms_ner", "doi", "journal_title", "publisher_name"),
    *("keywords", "ndex", "wpid"),
)
"""Keys of a record that a report says are filled or not; what a figure holds follows them."""
HOLDINGS: tuple[Kind, ...] = ("genes", "chemicals", "diseases")

_YEAR = regex(r"[12][0-9]{3}")
_JOURNAL = regex(r"et al\. (.+?)\. (?:19|20)[0-9]{2}\b")
"""In a reference: ``Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.``"""
_CACHED = 2**16
_LONGEST_NAME = 40
"""Letters of a preferred name that stands for the figure's word."""

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


class CountedMention(NamedTuple):
    """A chemical or disease: ``key`` is its id, or its word where it has none."""

    key: str
    name: str


class GeneFacts(NamedTuple):
    """The genes of a figure. ``symbols`` are those of the Entrez ids. ``human`` are the different
    human ones, ``strict`` and ``synonyms`` how many of them these tiers take.
    """

    rows: int
    human_rows: int
    symbols: Mapping[str, str]
    human: frozenset[str]
    strict: int
    synonyms: int
    words: frozenset[str]
    families: frozenset[str]
    sources: Mapping[str, int]
    organisms: Mapping[tuple[str, str], int]


class FigureFacts(NamedTuple):
    """What is counted of a record; ``filled`` are those of the fields that say something."""

    file: str
    figid: str
    is_read: bool
    generation: str
    year: str
    figtype: str
    journal: str
    pmcid: str
    filled: tuple[str, ...]
    is_rejected: bool
    is_not_human: bool
    organisms: tuple[str, ...]
    genes: GeneFacts
    chemicals: tuple[CountedMention, ...]
    diseases: tuple[CountedMention, ...]
    title: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it was read and holds nothing that could be checked: no gene, chemical or
        disease.
        """
        return self.is_read and not (self.genes.rows or self.chemicals or self.diseases)


_NO_GENES = GeneFacts(0, 0, {}, frozenset(), 0, 0, frozenset(), frozenset(), {}, {})


def facts_of(record: Record) -> FigureFacts:
    """Return what is counted of a record, whatever its form."""
    data = record.data
    marked = _texts(data.get("organisms"))
    chemicals = tuple(map(_mention, record.rows("chemicals")))
    diseases = tuple(map(_mention, record.rows("diseases")))
    genes = _gene_facts(record, NOT_HUMAN in marked)
    held = zip(HOLDINGS, (genes.rows, chemicals, diseases), strict=True)
    filled = [name for name in REPORTED_FIELDS if _says_something(data.get(name))]
    year = text_in(data.get("year"))
    return FigureFacts(
        file=record.file,
        figid=record.figid or "",
        is_read=bool(data),
        generation=record.generation,
        year=year if _YEAR.fullmatch(year) else "",
        figtype=text_in(data.get("figtype")),
        journal=_journal(data),
        pmcid=text_in(data.get("pmcid")),
        filled=(*filled, *(name for name, holds in held if holds)),
        is_rejected=_is_rejected(data, marked),
        is_not_human=NOT_HUMAN in marked,
        organisms=_named_organisms(data, marked),
        genes=genes,
        chemicals=chemicals,
        diseases=diseases,
        title=text_in(data.get("figtitle")),
    )


def _says_something(value: object) -> bool:
    return any(_texts(value)) if isinstance(value, list) else bool(text_in(value))


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else (value,)
    return tuple(filter(None, map(text_in, items)))


def _is_rejected(data: Mapping[str, object], marked: Sequence[str]) -> bool:
    told = (text_in(data.get(key)) for key in ("figtitle", "number", "caption"))
    return REJECTED in marked or REJECTED in told


def _named_organisms(data: Mapping[str, object], marked: Sequence[str]) -> tuple[str, ...]:
    """Return the organisms that a record names, without the curators' marks."""
    named = dict.fromkeys((*marked, *_texts(data.get("organisms_ner"))))
    return tuple(name for name in named if name not in (NOT_HUMAN, REJECTED))


def _journal(data: Mapping[str, object]) -> str:
    """Return a journal by its NLM abbreviation, which references have too; else by its title."""
    for key in ("journal_nlm_ta", "journal_title"):
        if name := text_in(data.get(key)):
            return name
    found = _JOURNAL.search(text_in(data.get("reftext")))
    return found[1] if found else ""


# What is in it


def _gene_facts(record: Record, is_not_human: bool) -> GeneFacts:
    rows = _genes(record)
    if not rows:
        return _NO_GENES
    if is_not_human and record.holds_genes:  # matched to human genes all the same
        rows = [*map(_of_no_organism, rows)]
    words, families, sources, ids, names, organisms, human, strict, synonyms = zip(
        *rows, strict=True
    )
    symbols = dict(zip(ids, names, strict=True))
    symbols.pop("", None)
    counts = Counter(organisms)
    return GeneFacts(
        rows=len(rows),
        human_rows=sum(count for (taxon, _), count in counts.items() if taxon == HUMAN),
        symbols=symbols,
        human=_different(human),
        strict=len(_different(strict)),
        synonyms=len(_different(synonyms)),
        words=_different(words),
        families=_different(families),
        sources=Counter(sources),
        organisms=counts,
    )


def _different(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, texts))


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
    source, entrez = text_in(source), text_in(entrez)
    taxon, name = map(text_in, organism) if organism else (HUMAN, HUMAN_NAME)
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
        (taxon, name),
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


def _mention(row: Mapping[str, object]) -> CountedMention:
    try:
        return _known_mention(tuple(row.items()))
    except TypeError:  # a list or a mapping, which is S102's
        return _counted_mention(tuple(row.items()))


def _counted_mention(items: tuple[tuple[str, object], ...]) -> CountedMention:
    row = dict(items)
    found, word = identifiers(row), row.get(WORD)
    name = word.strip() if isinstance(word, str) else text_in(word)
    of_mesh = [each for each in found if each.vocabulary == "MeSH"]
    key = str((of_mesh or found)[0]) if found else name
    preferred = text_in(row.get(NAME))
    # ChEBI's label of a word as short as NADP can be a formula in words.
    return CountedMention(key, preferred if 0 < len(preferred) <= _LONGEST_NAME else name)


_known_mention = lru_cache(_CACHED)(_counted_mention)
