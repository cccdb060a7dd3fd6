"""Text as formats of lines can hold it, ids, and what is known: shared by several
formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.export.figure import Figure, Mention

_Known = TypeVar("_Known")
_NO_LETTERS = regex("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WITH_PREFIX = ("CHEBI", "DOID")
"""Vocabularies in whose ids the prefix is a part; others' prefixes are identifiers.org's own, in
small letters.
"""


def one_line(text: str) -> str:
    """Return a text with each run of white space, line breaks and what is no letter at all as one
    space, trimmed.
    """
    return " ".join(_NO_LETTERS.sub(" ", text).split())


def title_line(figure: Figure) -> str:
    """Return the figure's title in one line, else the paper's, else the figid."""
    return one_line(figure.title) or one_line(figure.paper_title) or one_line(figure.figid)


def distinct(texts: Iterable[str]) -> list[str]:
    """Return the texts that are not empty, each once, in order."""
    return list(dict.fromkeys(filter(None, texts)))


def known(**facts: _Known) -> dict[str, _Known]:
    """Return the facts that are not empty: an empty one says nothing, and some readers refuse
    it.
    """
    return {name: value for name, value in facts.items() if value}


def curie(vocabulary: str, identifier: str) -> str:
    """Return an id as identifiers.org has it, ``mesh:D005947``; empty where there is none."""
    return f"{vocabulary}:{identifier}" if identifier else ""


def mention_curies(mention: Mention) -> list[str]:
    """Return the ids of a chemical or disease as identifiers.org has them, that of MeSH first."""
    vocabulary, _, identifier = mention.other.partition(":")
    other = mention.other if vocabulary in _WITH_PREFIX else curie(vocabulary.lower(), identifier)
    return [each for each in (curie("mesh", mention.mesh), other) if each]
