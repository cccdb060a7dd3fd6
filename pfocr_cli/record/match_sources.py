"""How a figure's word was matched with a gene: the sources of records, and what they are worth.

A record of 2021 names HGNC's columns, a side table of 2023 NCBI's. A tier is what an export takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

MatchSource = Literal[
    "hgnc_symbol",
    "hgnc_alias_symbol",
    "hgnc_prev_symbol",
    "hgnc_withdrawn",
    "bioentities_symbol",
    "ncbigene_symbol",
    "ncbigene_synonym",
    "famplex_relations",
    "hgnc_name",
    "hgnc_alias_name",
    "famplex_text",
    "ensembl_synonym",
]
"""Every source that a record or the lexicon can name; ``hgnc_withdrawn`` and the last four, names
and texts, are the lexicon's alone: they stand in answers and never in records.
"""
Tier = Literal["strict", "synonyms", "all"]

BY_SYMBOL: frozenset[MatchSource] = frozenset({"hgnc_symbol", "ncbigene_symbol"})
"""Matched by the gene's own symbol."""
BY_SYNONYM: frozenset[MatchSource] = frozenset(
    {"hgnc_alias_symbol", "hgnc_prev_symbol", "ncbigene_synonym"}
)
"""Matched by another name of one gene."""
BY_FAMILY: frozenset[MatchSource] = frozenset({"bioentities_symbol", "famplex_relations"})
"""Matched by the name of a family, which has several genes."""

TIERS: Mapping[Tier, frozenset[str] | None] = {
    "strict": frozenset(BY_SYMBOL),
    "synonyms": frozenset(BY_SYMBOL | BY_SYNONYM),
    "all": None,
}
"""The sources of a tier; None takes every one, families and those not known yet among them."""

_AT_NCBI: Mapping[str, MatchSource] = {
    "hgnc_symbol": "ncbigene_symbol",
    "hgnc_alias_symbol": "ncbigene_synonym",
    "hgnc_prev_symbol": "ncbigene_synonym",
    "bioentities_symbol": "famplex_relations",
}
_AT_HGNC: Mapping[str, MatchSource] = {
    "ncbigene_symbol": "hgnc_symbol",
    "ncbigene_synonym": "hgnc_alias_symbol",  # as most are
    "famplex_relations": "bioentities_symbol",
}


def at_ncbi(source: str) -> str:
    """Return what a side table calls a source of a record; one that it does not know as it is."""
    return _AT_NCBI.get(source, source)


def at_hgnc(source: str) -> str:
    """Return what a record calls a source of a side table; one that it does not know as it is."""
    return _AT_HGNC.get(source, source)
