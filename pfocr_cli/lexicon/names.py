"""The last tier: genes by names, by texts of papers, by Ensembl's synonyms; and near names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.lexicon import letters
from pfocr_cli.lexicon.model import Term, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.match_sources import MatchSource

_ORDER: tuple[MatchSource, ...] = (
    "famplex_text",
    "hgnc_name",
    "hgnc_alias_name",
    "ensembl_synonym",
)
"""The sources, the best first: what papers write, what HGNC calls a gene, what others do."""
_SHORTEST_NAME = 3
_SHORTEST_STEM = 5
_MOST_READ = 400
_MOST_MEMBERS = 12
"""Genes whose names begin alike and go on with a number: more are no family that a figure means."""
_MEMBER = re.compile(
    r"(?:SUBUNIT|CHAIN|HEAVYCHAIN|LIGHTCHAIN|HEAVY|LIGHT|CATALYTIC|REGULATORY|TYPE|ISOFORM)*"
    r"(?:ALPHA|BETA|GAMMA|DELTA|EPSILON|ZETA|ETA|THETA)?(?:CHAIN|SUBUNIT)?"
    r"(?:[0-9]{1,2}[A-Z]?[0-9]?|[A-Z])?$"
)
_LONGEST_NAME = 60
_LINES_BESIDE = 6
_SHORTEST_NEAR = 4
_MOST_NEAR = 3


def names_of(lexicon: Lexicon, text: str) -> list[Term]:
    """Return the names that text is: of the best source that has it, or those of genes that are
    numbered alike under it (``perilipin`` is perilipin 1 to 5); none where it is no name.
    """
    keys = dict.fromkeys((letters.spoken(text), fold(text)))
    for key in keys:
        if not _SHORTEST_NAME <= len(key) <= _LONGEST_NAME:
            continue
        if found := lexicon.names(key):
            best = min(_ORDER.index(name.source) for name in found)
            return [name for name in found if _ORDER.index(name.source) == best]
    key = next(iter(keys))
    return _numbered(lexicon, key) if _SHORTEST_STEM <= len(key) <= _LONGEST_NAME else []


def _numbered(lexicon: Lexicon, stem: str) -> list[Term]:
    if stem.isdecimal():
        return []
    found = {
        name.genes[0]: name
        for key, name in lexicon.names_from(stem, _MOST_READ)
        if name.source == "hgnc_name" and _MEMBER.match(key.removeprefix(stem))
    }
    return list(found.values()) if len(found) <= _MOST_MEMBERS else []


def near_names(lexicon: Lexicon, text: str) -> list[str]:
    """Return up to three words of the lexicon that differ from text in one letter: guesses, and
    never matches.
    """
    key = fold(text)
    if not _SHORTEST_NEAR <= len(key) <= _LONGEST_NAME:
        return []
    near = (term for term in lexicon.beside(key, _LINES_BESIDE) if term.genes)
    return _first(term.written for term in near if _is_near(key, fold(term.written)))


def _first(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_MOST_NEAR]


def _is_near(one: str, other: str) -> bool:
    """Return whether one becomes the other by a letter put in, left out, replaced, or swapped with
    its neighbour.
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    if len(one) != len(other):
        return first[1:] == second or second[1:] == first
    return first[1:] == second[1:] or (first[:2] == second[:2][::-1] and first[2:] == second[2:])
