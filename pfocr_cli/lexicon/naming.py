"""Names that lead to genes where symbols, families and synonyms do not, for building a lexicon:
HGNC's names, texts of papers, Ensembl's synonyms.

HGNC's approved and alias names come with its own file. FamPlex's grounding map has texts as papers
write them (Bachman et al. 2018, doi:10.1186/s12859-018-2211-5), for genes by symbol or UniProt
accession and for families by FamPlex's name.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon.documents import CC0, Document
from pfocr_cli.lexicon.hgnc import id_number
from pfocr_cli.lexicon.model import HgncGene, Term, fold
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.lexicon.lines import Ingredient
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.match_sources import MatchSource

NAME_INGREDIENTS = ("texts", "synonyms")
_PROTEIN_CODING = "gene with protein product"
_LONGEST_NAME = 60
"""Characters; figures write no longer ones."""
_PARENTHESES = regex(r" \([^()]*\)")


@dataclass(frozen=True, slots=True)
class NameTerms:
    """Names, what is to be said of where they come from, and the files that were read."""

    names: tuple[Term, ...]
    sources: tuple[Ingredient, ...]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What names are looked for: genes, and families by their members. ``taken`` are the folds that
    terms have.
    """

    genes: Sequence[HgncGene]
    families: Mapping[str, tuple[str, ...]]
    taken: Collection[str]


class NameSource(Protocol):
    """Where names beside HGNC's come from."""

    def named(self, what: Unnamed) -> NameTerms:
        """Return the names of these genes and families."""


def hgnc_names(genes: Iterable[HgncGene], taken: Collection[str]) -> Iterator[Term]:
    """Yield the approved and alias names of the genes that make proteins; others' names are not
    what figures write.

    A name is also given without what it has in parentheses: a blood group, a disease.
    """
    for gene in genes:
        if gene.locus_type != _PROTEIN_CODING:
            continue
        for name, source in _names_of(gene):
            if len(name) <= _LONGEST_NAME and fold(name) not in taken:
                yield Term(name, source, (gene.hgnc_id,))


def _names_of(gene: HgncGene) -> Iterator[tuple[str, MatchSource]]:
    if gene.name:
        yield gene.name, "hgnc_name"
        if (plain := _PARENTHESES.sub("", gene.name)) != gene.name:
            yield plain, "hgnc_name"
    for name in gene.alias_names:
        yield name, "hgnc_alias_name"


class NameFiles:
    """Names from FamPlex's grounding map and from a table of Ensembl's synonyms; either may be
    missing.
    """

    def __init__(self, texts: Document | None, synonyms: Document | None) -> None:
        self._texts = texts
        self._synonyms = synonyms

    def named(self, what: Unnamed) -> NameTerms:
        """Return the names. PfocrError: a file is not what it should be."""
        names: list[Term] = []
        sources, paths = [], []
        if self._texts:
            names += _texts(self._texts, what)
            sources.append(self._texts.ingredient(NAME_INGREDIENTS[0], CC0))
            paths.append(self._texts.path)
        if self._synonyms:
            names += _synonyms(self._synonyms, what)
            licence = "Ensembl: no restriction"
            sources.append(self._synonyms.ingredient(NAME_INGREDIENTS[1], licence))
            paths.append(self._synonyms.path)
        return NameTerms(tuple(names), tuple(sources), tuple(paths))


class CarriedNames:
    """The names of another lexicon, but HGNC's own, for a newer release of HGNC."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def named(self, what: Unnamed) -> NameTerms:
        """Return the names of the genes that are still there."""
        approved = {gene.hgnc_id for gene in what.genes}
        names = []
        for name in self._lexicon.all_names():
            ids = tuple(gene for gene in name.genes if gene in approved)
            is_free = name.source == "famplex_text" or fold(name.written) not in what.taken
            if ids and is_free and name.source in ("famplex_text", "ensembl_synonym"):
                names.append(Term(name.written, name.source, ids))
        kept = (one for one in self._lexicon.release.sources if one.what in NAME_INGREDIENTS)
        return NameTerms(tuple(names), tuple(kept))


def _texts(texts: Document, what: Unnamed) -> Iterator[Term]:
    """Yield the texts that mean genes or families, one term each with all its genes."""
    by_symbol = {gene.symbol: gene.hgnc_id for gene in what.genes}
    by_protein = {accession: gene.hgnc_id for gene in what.genes for accession in gene.proteins}
    found: dict[str, set[str]] = {}
    for row in _table(texts, ("text",), ","):
        text, pairs = row[0], row[1:]
        for space, name in zip(pairs[::2], pairs[1::2], strict=False):
            one = {"HGNC": by_symbol, "UP": by_protein}.get(space, {}).get(name)
            ids = what.families.get(name, ()) if space == "FPLX" else ((one,) if one else ())
            if ids:
                found.setdefault(text, set()).update(ids)
    for text, of in found.items():
        yield Term(text, "famplex_text", tuple(sorted(of, key=id_number)))


def _synonyms(synonyms: Document, what: Unnamed) -> Iterator[Term]:
    """Yield the synonyms that HGNC does not have, one term each with all its genes."""
    by_symbol = {gene.symbol: gene.hgnc_id for gene in what.genes}
    found: dict[str, set[str]] = {}
    for symbol, synonym, *_ in _table(synonyms, ("symbol", "synonym"), "\t"):
        if symbol in by_symbol and fold(synonym) not in what.taken:
            found.setdefault(synonym, set()).add(by_symbol[symbol])
    for synonym, of in found.items():
        yield Term(synonym, "ensembl_synonym", tuple(sorted(of, key=id_number)))


def _table(document: Document, header: tuple[str, ...], separator: str) -> Iterator[list[str]]:
    """Yield the rows of a table after its header, which begins so; FamPlex's has none.

    PfocrError: it is another table.
    """
    rows = csv.reader(io.StringIO(document.text.removeprefix("\ufeff")), delimiter=separator)
    try:
        for number, row in enumerate(rows):
            if number == 0 and tuple(row[: len(header)]) == header:
                continue
            if row and len(row) < 2:
                raise PfocrError(f"{document.display_path}, row {number + 1:,} has one field only")
            if row:
                yield row
    except csv.Error as error:
        raise PfocrError(f"{document.display_path}: {error}") from None
