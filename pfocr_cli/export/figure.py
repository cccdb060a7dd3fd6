"""A figure as exporters see it: one shape for every generation of records. Pure data, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pfocr_cli.export import links
from pfocr_cli.record.columns import (
    GENE_IN_RECORD,
    GENE_IN_TABLE,
    GENES,
    HUMAN,
    mention_entry,
    text_in,
)
from pfocr_cli.record.identifiers import identifiers
from pfocr_cli.rules.curation import NOT_HUMAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record
    from pfocr_cli.record.columns import GeneColumns

UNKNOWN = "Unknown"
"""The organism of genes of which a curator says that they are not human, and nobody which."""
NAN = "NaN"
"""What a spreadsheet writes for no number, and a symbol of a human gene."""
VOCABULARIES = ("CHEBI", "DOID", "OMIM")
"""Those beside MeSH that records have ids of; the ids begin with them."""


class Gene(NamedTuple):
    """One gene entry of a figure; what is missing is empty text.

    ``word`` is the figure's as it was recorded, white space and all; ``match`` the lexicon term it
    was matched by, ``symbol`` the gene's as recorded (or, with ``--symbols current``, ``current``),
    ``current`` that of the lexicon's release, ``entrez`` the NCBI gene id as digits. ``row`` is its
    index among the record's genes; ``counts`` say how often its term was matched directly, as a
    synonym and at all, where the record does.
    """

    word: str
    match: str
    source: str
    symbol: str
    entrez: str
    hgnc_id: str
    current: str
    organism_id: str
    organism: str
    row: int
    counts: tuple[str, ...] = ()

    @property
    def is_hgnc(self) -> bool:
        """Whether its symbol is HGNC's, as far as that is known: of other species it is NCBI's."""
        return self.organism_id == HUMAN or self.organism == UNKNOWN or bool(self.hgnc_id)


class Mention(NamedTuple):
    """A chemical or disease of a figure.

    ``word`` is the figure's as it was recorded. ``mesh`` is a bare MeSH id (D… or C…),
    ``other`` an id of another vocabulary: CHEBI:…, DOID:… or OMIM:….
    ``name`` is a preferred name and ``match`` the term that the word was matched by, where a side
    table gives them.
    """

    word: str
    mesh: str = ""
    name: str = ""
    other: str = ""
    match: str = ""

    def of(self, vocabulary: str) -> str:
        """Return the other id where it is of that vocabulary (``CHEBI``), else nothing."""
        return self.other if self.other.startswith(f"{vocabulary}:") else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what is known of it and of its paper, and what is in it.

    Missing texts are empty. ``ndex`` and ``wpid`` are its network at NDEx and its pathway at
    WikiPathways; ``license`` and ``creator`` are the record's own: the image is its paper's.
    """

    figid: str
    pmcid: str = ""
    title: str = ""
    caption: str = ""
    paper_title: str = ""
    reference: str = ""
    year: str = ""
    number: str = ""
    figtype: str = ""
    filename: str = ""
    figlink: str = ""
    doi: str = ""
    organisms: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    genes: tuple[Gene, ...] = ()
    chemicals: tuple[Mention, ...] = ()
    diseases: tuple[Mention, ...] = ()
    ndex: str = ""
    wpid: str = ""
    license: str = ""
    creator: str = ""

    @property
    def best_title(self) -> str:
        """The figure's title, else the paper's, else the figid."""
        return self.title or self.paper_title or self.figid

    @property
    def pfocr_page(self) -> str:
        """The figure's page in the database; like the other addresses an URL, whatever the figid
        holds.
        """
        return links.figure_page(self.figid)

    @property
    def image(self) -> str:
        """The image at Europe PMC; empty where the record does not name it."""
        return links.image(self.pmcid, self.filename)

    @property
    def paper(self) -> str:
        """The paper at PubMed Central."""
        return links.paper(self.pmcid)


def figure_of(record: Record, lexicon: Lexicon) -> Figure:
    """Return the figure that a readable record describes; ``lexicon`` gives HGNC ids and
    current symbols.
    """
    text = {key: text_in(value) for key, value in record.data.items()}
    return Figure(
        figid=record.figid or "",
        pmcid=text.get("pmcid", ""),
        title=text.get("figtitle", ""),
        caption=text.get("caption", ""),
        paper_title=text.get("papertitle", ""),
        reference=text.get("reftext", ""),
        year=text.get("year", ""),
        number=text.get("number", ""),
        figtype=text.get("figtype", ""),
        filename=text.get("filename", ""),
        figlink=text.get("figlink", ""),
        doi=text.get("doi", ""),
        organisms=tuple(_texts(record.data.get("organisms"))),
        keywords=tuple(_texts(record.jsonld.get("keywords"))),
        genes=tuple(_genes(record, lexicon)),
        chemicals=tuple(map(_mention, record.rows("chemicals"))),
        diseases=tuple(map(_mention, record.rows("diseases"))),
        ndex=text.get("ndex", ""),
        wpid=text.get("wpid", ""),
        license=text_in(record.jsonld.get("license")),
        creator=" | ".join(_names(record.jsonld.get("creator"))),
    )


def _names(value: object) -> Iterator[str]:
    """Yield the names of creators: of one or several, as texts or as schema.org has them."""
    for each in value if isinstance(value, list) else [value]:
        yield from filter(None, [text_in(each.get("name") if isinstance(each, dict) else each)])


def _word(value: object) -> str:
    """Return the figure's own word just as it is: ``NA`` is sodium, or whatever else a figure says
    by it.
    """
    return value if isinstance(value, str) else text_in(value)


def _texts(value: object) -> Iterator[str]:
    items: Sequence[Any] = value if isinstance(value, list) else [value]
    return filter(None, map(text_in, items))


def _genes(record: Record, lexicon: Lexicon) -> Iterator[Gene]:
    in_record = record.holds_genes
    keys = _KEYS_OF[in_record]
    is_unknown = in_record and NOT_HUMAN in _texts(record.data.get("organisms"))
    for index, row in enumerate(record.rows(GENES)):
        cells = map(row.get, keys)
        try:
            told, counts = _gene(lexicon, in_record, *cells)
        except TypeError:  # a list or a mapping, which is S102's: for formats without genes
            told, counts = _gene.__wrapped__(lexicon, in_record, *map(row.get, keys))
        if is_unknown:
            told = (*told[:7], "", UNKNOWN)
        yield Gene(*told, index, counts)


def _keys(form: GeneColumns) -> tuple[str, ...]:
    own = (form.word, form.term, form.source, form.symbol, form.entrez)
    return (*own, *filter(None, (form.organism_id, form.organism)), *form.counts)


_KEYS_OF = {True: _keys(GENE_IN_RECORD), False: _keys(GENE_IN_TABLE)}
"""The keys, or columns, of what is told of a gene: in the record, and in a table."""
_Told: TypeAlias = tuple[str, str, str, str, str, str, str, str, str]
"""What an entry says of a gene, in the order of its fields, but for its row and counts."""


@lru_cache(2**15, typed=True)  # many figures have the same entries; a word 1 is no word true
def _gene(lexicon: Lexicon, in_record: bool, *cells: object) -> tuple[_Told, tuple[str, ...]]:
    columns = GENE_IN_RECORD if in_record else GENE_IN_TABLE
    row = dict(zip(_KEYS_OF[in_record], cells, strict=True))
    entry = columns.entry(row)
    organism_id, organism = text_in(entry.organism_id), text_in(entry.organism)
    is_human = columns.owner == "HGNC" or organism_id == HUMAN
    if columns.is_named(row):
        symbol, term = _word(entry.symbol), _word(entry.term)
    else:
        symbol, term = _symbol(entry.symbol, is_human), _symbol(entry.term, is_human)
    entrez = text_in(entry.entrez)
    hgnc_id, current = _known(lexicon, symbol, entrez) if is_human else ("", symbol)
    source = text_in(entry.source)
    told = (
        *(_word(entry.word), term, source, symbol, entrez),
        *(hgnc_id, current, organism_id, organism),
    )
    return told, tuple(text_in(row.get(column)) for column in columns.counts)


def _symbol(value: object, is_human: bool) -> str:
    """Return a symbol or term: of human genes ``NaN`` is one, an alias of SCN11A."""
    return NAN if is_human and value == NAN else text_in(value)


@lru_cache(2**15)  # many figures name the same genes
def _known(lexicon: Lexicon, symbol: str, entrez: str) -> tuple[str, str]:
    """Return a human gene's HGNC id, empty where it has none, and its symbol by the lexicon."""
    # The id is the anchor of a name that is no symbol; an approved symbol is never renamed.
    known = lexicon.approved(symbol) or (lexicon.with_entrez(entrez) if entrez else None)
    return (known.hgnc_id, known.symbol) if known else ("", symbol)


def _mention(row: Mapping[str, Any]) -> Mention:
    entry, ids = mention_entry(row), identifiers(row)
    return Mention(
        word=_word(entry.word),
        mesh=next((found.local for found in ids if found.vocabulary == "MeSH"), ""),
        name=text_in(entry.name),
        other=next((str(found) for found in ids if found.vocabulary != "MeSH"), ""),
        match=text_in(entry.match),
    )
