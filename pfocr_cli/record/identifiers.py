"""What an id of a chemical or disease is: of MeSH, ChEBI, the Disease Ontology or OMIM, however a
record writes it.

Records of 2021 hold the bare id beside a ``source`` (``MESH``, ``D005947``); side tables of 2023
put the vocabulary before it (``mesh:D005947``, ``MESH:D005947``), and older ones do either.

Forms: https://registry.identifiers.org/registry/mesh, /chebi, /doid, /mim. MeSH has six digits, and
nine since 2016; a record's may have any number, so that a rule can say that there is no such id.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.record.columns import mention_entry, text_in
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

Vocabulary = Literal["MeSH", "ChEBI", "DOID", "OMIM"]

_BY_NAME: Mapping[str, Vocabulary] = {
    "mesh": "MeSH",
    "chebi": "ChEBI",
    "doid": "DOID",
    "omim": "OMIM",
}
_FORMS: Mapping[Vocabulary, re.Pattern[str]] = {
    "MeSH": regex(r"[CD][0-9]+"),
    "ChEBI": regex(r"[0-9]+"),
    "DOID": regex(r"[0-9]+"),
    "OMIM": regex(r"[0-9]+"),
}


class Identifier(NamedTuple):
    """An id: its vocabulary, and the part that this vocabulary gives, ``D005947`` or ``4167``."""

    vocabulary: Vocabulary
    local: str

    def __str__(self) -> str:
        """Return how its vocabulary writes it: ``D005947``, ``CHEBI:4167``, ``DOID:0050117``."""
        return (
            self.local if self.vocabulary == "MeSH" else f"{self.vocabulary.upper()}:{self.local}"
        )


@lru_cache(2**15)  # a corpus names the same chemicals again and again
def identifier(text: str, named: str = "") -> Identifier | None:
    """Return the id that a text is; None where it is none.

    ``named`` is the vocabulary that a record names beside it, a column's name or a ``source``, in
    any case. One before the id (``chebi:4167``) has the last word; MeSH where nothing says whose it
    is.
    """
    prefix, _, local = text.strip().rpartition(":")
    vocabulary = _BY_NAME.get((prefix or named or "mesh").lower())
    if vocabulary is None or not _FORMS[vocabulary].fullmatch(local):
        return None
    return Identifier(vocabulary, local)


def identifiers(entry: Mapping[str, object]) -> list[Identifier]:
    """Return the ids of a chemical or disease, whatever its form, in the order of its columns."""
    return [found for _, found in _read_ids(entry) if found]


def unreadable_ids(entry: Mapping[str, object]) -> list[str]:
    """Return the texts of a chemical or disease that stand where an id does and are none."""
    return [text for text, found in _read_ids(entry) if not found]


def _read_ids(entry: Mapping[str, object]) -> list[tuple[str, Identifier | None]]:
    named = ((text_in(text), text_in(vocabulary)) for text, vocabulary in mention_entry(entry).ids)
    return [(text, identifier(text, vocabulary)) for text, vocabulary in named if text]
