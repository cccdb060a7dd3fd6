"""What a lexicon holds: genes, and the terms that name them. Pure data.

The names of sources are those of the published records: ``genes[].source``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Source = Literal["hgnc_symbol", "bioentities_symbol", "hgnc_alias_symbol", "hgnc_prev_symbol", "hgnc_withdrawn"]
"""How a term names its genes: approved symbol, family, alias, previous symbol, withdrawn symbol (and what it was merged into)."""


@dataclass(frozen=True, slots=True)
class Gene:
    """An approved entry of HGNC. ``entrez`` is empty where HGNC names no NCBI gene."""

    hgnc_id: str
    symbol: str
    entrez: str = ""
    name: str = ""
    locus_type: str = ""
    aliases: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the lexicon as its source writes it, and the HGNC ids of the approved genes that it names.

    A withdrawn symbol that was merged into nothing has no genes.
    """

    written: str
    source: Source
    genes: tuple[str, ...]


def fold(text: str) -> str:
    """Return letters and digits only, upper-cased (after NFKC): the key that terms are looked up by."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))
