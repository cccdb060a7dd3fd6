"""What a lexicon holds: genes, and the terms that name them. Pure data.

The names of sources are those of the published records: ``genes[].source``.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.record.match_sources import MatchSource

ANSWERS_ONLY: frozenset[MatchSource] = frozenset(
    {"hgnc_name", "hgnc_alias_name", "famplex_text", "ensembl_synonym"}
)
"""The sources of the last tier: in answers, and never in records."""
SOURCE_NAMES: Mapping[MatchSource, str] = {
    "hgnc_symbol": "symbol",
    "bioentities_symbol": "family",
    "hgnc_alias_symbol": "alias",
    "hgnc_prev_symbol": "previous symbol",
    "hgnc_withdrawn": "previous symbol",
    "hgnc_name": "approved name",
    "hgnc_alias_name": "alias name",
    "famplex_text": "text of papers",
    "ensembl_synonym": "Ensembl synonym",
}
"""What people call the sources; a withdrawn symbol that was merged is a previous symbol of what it
became.
"""
SYNONYMS: frozenset[MatchSource] = frozenset(
    {"hgnc_alias_symbol", "hgnc_prev_symbol", "hgnc_withdrawn"}
)
"""The sources that count alike, and less than an approved symbol or a family."""


class HgncGene(NamedTuple):
    """An approved entry of HGNC. ``entrez`` is empty where HGNC names no NCBI gene.

    ``alias_names`` and ``proteins`` (UniProt accessions) are there while a lexicon is built only.
    """

    hgnc_id: str
    symbol: str
    entrez: str = ""
    name: str = ""
    locus_type: str = ""
    aliases: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    alias_names: tuple[str, ...] = ()
    proteins: tuple[str, ...] = ()


class Term(NamedTuple):
    """A word of the lexicon as its source writes it, and the HGNC ids of the approved genes that it
    names.

    A withdrawn symbol that was merged into nothing has no genes.
    """

    written: str
    source: MatchSource
    genes: tuple[str, ...]


def fold(text: str) -> str:
    """Return letters and digits only, upper-cased (after NFKC): the key that terms are looked up
    by.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.upper()
    return text if text.isalnum() else "".join(filter(str.isalnum, text))
