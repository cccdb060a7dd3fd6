"""A figure as exporters see it: one shape for every generation of records. Pure data, picklable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.record import HUMAN, NOTHING, Record

SITE = "https://pfocr.wikipathways.org"
PMC = "https://www.ncbi.nlm.nih.gov/pmc/articles"
HUMAN_NAME = "Homo sapiens"
_OWN_COLUMNS = ("word", "symbol", "source", "hgnc_symbol", "entrez")
_TABLE_COLUMNS = ("word", "match", "source", "ncbigene_symbol", "ncbigene_id")
STRICT = frozenset({"hgnc_symbol", "ncbigene_symbol"})
SYNONYMS = STRICT | {"hgnc_alias_symbol", "hgnc_prev_symbol", "ncbigene_synonym"}
TIERS: Mapping[str, frozenset[str] | None] = {"strict": STRICT, "synonyms": SYNONYMS, "all": None}
"""Sources of a gene by tier; None takes every source, families and those not known yet among them."""


@dataclass(frozen=True, slots=True)
class Gene:
    """One gene entry of a figure; what is missing is empty text.

    ``word`` is the figure's, ``match`` the lexicon term it was matched by, ``symbol`` the gene's as
    recorded (or, with ``--symbols current``, as it is today), ``current`` today's, ``entrez`` the NCBI
    gene id as digits. ``row`` is its index among the record's genes.
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A chemical or disease of a figure.

    ``mesh`` is a bare MeSH id (D… or C…); ``name`` a preferred name and ``other`` a CHEBI:… or
    DOID:… id, where a side table gives them.
    """

    word: str
    mesh: str = ""
    name: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what is known of it and of its paper, and what is in it. Missing texts are empty."""

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

    @property
    def best_title(self) -> str:
        """The figure's title, else the paper's, else the figid."""
        return self.title or self.paper_title or self.figid

    @property
    def page(self) -> str:
        """The figure's page in the database; like the other addresses an URL, whatever the figid holds."""
        return f"{SITE}/figures/{quote(self.figid)}.html"

    @property
    def image(self) -> str:
        """The image at PubMed Central; empty where the record does not name it."""
        return f"{PMC}/{quote(self.pmcid)}/bin/{quote(self.filename)}" if self.pmcid and self.filename else ""

    @property
    def paper(self) -> str:
        """The paper at PubMed Central."""
        return f"{PMC}/{quote(self.pmcid)}/" if self.pmcid else ""


def figure_of(record: Record, lexicon: Lexicon) -> Figure:
    """Return the figure that a readable record describes; ``lexicon`` gives HGNC ids and today's symbols."""
    text = {key: _text(value) for key, value in record.data.items()}
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
        chemicals=tuple(_mentions(record.rows("chemicals"), "chebi")),
        diseases=tuple(_mentions(record.rows("diseases"), "doid")),
    )


def _text(value: Any) -> str:
    """Return a value as text, stripped; empty for what is missing."""
    if type(value) is not str:
        if isinstance(value, bool) or value is None or isinstance(value, list | dict):
            return ""
        value = str(value)
    text = value.strip()
    return "" if text in NOTHING else text


def _texts(value: Any) -> Iterator[str]:
    items: Sequence[Any] = value if isinstance(value, list) else [value]
    return filter(None, map(_text, items))


def _genes(record: Record, lexicon: Lexicon) -> Iterator[Gene]:
    own = "genes" in record.data
    keys = _OWN_COLUMNS if own else _TABLE_COLUMNS
    for row, entry in enumerate(record.rows("genes")):
        word, match, source, symbol, entrez = (_text(entry.get(key)) for key in keys)
        organism_id = HUMAN if own else _text(entry.get("organism_id"))
        hgnc_id, current = _known(lexicon, symbol, entrez) if organism_id == HUMAN else ("", symbol)
        organism = HUMAN_NAME if own else _text(entry.get("organism_name"))
        yield Gene(word, match, source, symbol, entrez, hgnc_id, current, organism_id, organism, row)


@lru_cache(2**15)  # many figures name the same genes
def _known(lexicon: Lexicon, symbol: str, entrez: str) -> tuple[str, str]:
    """Return a human gene's HGNC id, empty where it has none, and its symbol of today."""
    # The id is the anchor of a name that is none today; an approved symbol is never renamed.
    known = lexicon.approved(symbol) or (lexicon.with_entrez(entrez) if entrez else None)
    return (known.hgnc_id, known.symbol) if known else ("", symbol)


def _mentions(rows: Sequence[Mapping[str, Any]], other: str) -> Iterator[Mention]:
    for row in rows:
        cells = {key: _text(value) for key, value in row.items()}
        mesh = cells.get("mesh") or cells.get("identifier", "")
        scheme, _, bare = mesh.rpartition(":")
        found = cells.get(other, "")
        yield Mention(
            word=cells.get("word", ""),
            mesh=bare if scheme.casefold() in ("", "mesh") else "",
            name=cells.get("name", ""),
            other=found.upper() if ":" in found else found,
        )
