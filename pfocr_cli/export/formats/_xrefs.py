"""What both versions of GPML say of a thing beside what is drawn: its reference at a database that
BridgeDb knows, and what else is known of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.export.figure import VOCABULARIES, Figure, Gene, Mention
from pfocr_cli.export.formats._entries import joined_words
from pfocr_cli.export.formats._text import known
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PMC = regex(r"PMC\d+", re.ASCII)
_MESH = regex(r"[DC]\d{6}(?:\d{3})?", re.ASCII)
_OTHER = regex(r"(CHEBI|DOID):\d+", re.ASCII)
_DOI = regex(r"10\.\S+/\S+")


@dataclass(frozen=True, slots=True)
class Xref:
    """An id and the prefix of its data source in BridgeDb."""

    source: str
    identifier: str


def gene_facts(genes: Sequence[Gene], organism: str, entrez: str) -> Mapping[str, str]:
    """Return what is known of a gene; of its several rows, each match and source."""
    gene = genes[0]
    matches, sources = gene.match, gene.source
    if genes[1:]:
        matches = joined_words(each.match for each in genes)
        sources = joined_words(each.source for each in genes)
    return known(
        **{"hgnc_symbol" if gene.is_hgnc else "ncbigene_symbol": gene.symbol},
        hgnc_id=gene.hgnc_id,
        current_symbol="" if gene.current == gene.symbol else gene.current,
        pfocr_match=matches,
        pfocr_source=sources,
        pfocr_entrez=entrez,
        species="" if gene.organism == organism else gene.organism,
    )


def mention_facts(mentions: Sequence[Mention], xref: Xref | None) -> Mapping[str, str]:
    """Return what is known beside the id that is the node's reference: other ids too, OMIM's among
    them, which BridgeDb lacks.
    """
    mention = mentions[0]
    ids = {"pfocr_mesh": mention.mesh} | {
        f"pfocr_{each.lower()}": mention.of(each) for each in VOCABULARIES
    }
    more = {key: value for key, value in ids.items() if xref is None or value != xref.identifier}
    matches = joined_words(each.match for each in mentions) if mentions[1:] else mention.match
    return known(preferred_name=mention.name, pfocr_match=matches, **more)


def mention_xref(mention: Mention) -> Xref | None:
    """Return a MeSH id (supplementary ones have nine digits), else that of ChEBI or the Disease
    Ontology, if it is one.
    """
    if _MESH.fullmatch(mention.mesh):
        return Xref("mesh", mention.mesh)
    other = _OTHER.fullmatch(mention.other)
    return Xref(other[1].lower(), mention.other) if other else None


def citations(figure: Figure) -> Iterator[Xref]:
    """Yield what the paper is known by: its DOI, which PathVisio makes a link of, its PMC id."""
    if _DOI.fullmatch(figure.doi):
        yield Xref("doi", figure.doi)
    if PMC.fullmatch(figure.pmcid):
        yield Xref("pmc", figure.pmcid)
