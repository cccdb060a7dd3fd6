"""The last tier: genes by names, by texts of papers, by Ensembl's synonyms; and near names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.lexicon import letters
from pfocr_cli.lexicon.model import SYNONYMS, Term, fold
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_MEMBER = regex(
    r"(?:SUBUNIT|CHAIN|HEAVYCHAIN|LIGHTCHAIN|HEAVY|LIGHT|CATALYTIC|REGULATORY|TYPE|ISOFORM)*"
    r"(?:ALPHA|BETA|GAMMA|DELTA|EPSILON|ZETA|ETA|THETA)?(?:CHAIN|SUBUNIT)?"
    r"(?:[0-9]{1,2}[A-Z]?[0-9]?|[A-Z])?$"
)
_FIRST = regex(r"(?:1|A|ALPHA)[0-9A-Z]?$")
"""How the first of several ends. A gene that is numbered 2 and has no like goes back to a first one
that is called otherwise: the angiotensin-converting enzyme is not the second one.
"""
_ROMAN = {
    **{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9},
    **{"X": 10, "XI": 11, "XII": 12, "XIII": 13, "XIV": 14},
}
_ROMAN_END = regex(rf"(?<=[a-z])[ -]({'|'.join(_ROMAN)})$")
_WHAT_IT_IS = regex(r", |(?: (?:adaptor|adapter|scaffold|scaffolding|matrix))? protein$")
"""How an approved name goes on that has begun with the gene's own name."""
_LONGEST_NAME = 60
_SHORTEST_NEAR = 4
_LONGEST_NEAR = 16
_MOST_NEAR = 3
_MOST_ENDINGS = 40
"""Terms with one beginning that are looked through for another ending."""
_LIST = regex(r"[ /|,;&]")
_CONFUSED = {
    read: twins.split()
    for read, twins in {
        **{"0": "O D Q", "1": "I L", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B", "A": "4"},
        **{"B": "8", "C": "G", "D": "O", "E": "F", "F": "E", "G": "6 C", "I": "1 L", "L": "1 I"},
        **{"O": "0 Q D", "Q": "O", "S": "5", "U": "V", "V": "U", "Y": "G V", "Z": "2"},
        **{"RN": "M", "M": "RN", "VV": "W", "W": "VV", "CL": "D"},
    }.items()
}
"""Shapes that an OCR engine takes for each other; a Y is γ, which HGNC writes as G."""


def names_of(lexicon: Lexicon, text: str) -> list[Term]:
    """Return the names that text is: of the best source that has it, or those of genes that are
    numbered alike under it (``perilipin`` is perilipin 1 to 5); none where it is no name.

    HGNC has few Roman numbers: ``carbonic anhydrase IX`` is carbonic anhydrase 9.
    """
    arabic = _ROMAN_END.sub(lambda found: f" {_ROMAN[found[1]]}", text)
    return _named(lexicon, text) or (_named(lexicon, arabic) if arabic != text else [])


def _named(lexicon: Lexicon, text: str) -> list[Term]:
    """Return the names that text is, its numbers as they stand."""
    keys = dict.fromkeys((letters.spoken(text), fold(text)))
    for key in keys:
        if not _SHORTEST_NAME <= len(key) <= _LONGEST_NAME:
            continue
        if found := lexicon.names(key):
            best = min(_ORDER.index(name.source) for name in found)
            return [name for name in found if _ORDER.index(name.source) == best]
    key = next(iter(keys))
    return _begun(lexicon, text, key) if _SHORTEST_STEM <= len(key) <= _LONGEST_NAME else []


def _begun(lexicon: Lexicon, text: str, stem: str) -> list[Term]:
    """Return the approved names that begin so: of genes numbered alike, else of the one gene whose
    name goes on with what it is (``afadin, adherens junction formation factor``).
    """
    if stem.isdecimal():
        return []
    names = [pair for pair in lexicon.names_from(stem, _MOST_READ) if pair[1].source == "hgnc_name"]
    ends = {key.removeprefix(stem): name for key, name in names}
    if stem[-1].isdecimal():  # mucin 2 is not mucin 22
        ends = {end: name for end, name in ends.items() if not end[:1].isdecimal()}
    numbered = {name.genes[0]: end for end, name in ends.items() if _MEMBER.match(end)}
    if len(numbered) == 1 and not any(map(_FIRST.search, numbered.values())):
        numbered = {}
    if numbered:
        found = [ends[end] for end in numbered.values()]
        return found if len(found) <= _MOST_MEMBERS else []
    begun = [name for name in ends.values() if _plain(name.written).startswith(_plain(text))]
    told = [name for name in begun if _WHAT_IT_IS.match(name.written[len(text) :])]
    return told if len(begun) == 1 else []


def _plain(text: str) -> str:
    """Return text in small letters, with a blank for each hyphen."""
    return text.casefold().replace("-", " ")


def near_names(lexicon: Lexicon, text: str) -> list[str]:
    """Return up to three words of the lexicon that text may be misread or misspelled from, shapes
    that an OCR engine confuses first: guesses, and never matches.
    """
    key = fold(text)
    if not _SHORTEST_NEAR <= len(key) <= _LONGEST_NEAR or key.isdecimal() or _LIST.search(text):
        return []
    found: dict[str, None] = {}
    for kind in (_misread_from, _misspelled_from):
        terms = (term for one in lexicon.known(kind(key)) for term in lexicon.terms(one))
        found |= dict.fromkeys(_best_first(terms))
    if len(found) < _MOST_NEAR:
        stem = key[: max(_SHORTEST_NAME, len(key) - 2)]
        ended = lexicon.terms_from(stem, _MOST_ENDINGS)
        found |= dict.fromkeys(_best_first(term for other, term in ended if _is_near(key, other)))
    return list(found)[:_MOST_NEAR]


def _best_first(terms: Iterable[Term]) -> list[str]:
    """Return how terms that lead to genes are written: approved symbols, families, synonyms."""
    able = [term for term in terms if term.genes]
    order = ("hgnc_symbol", "bioentities_symbol", *sorted(SYNONYMS))
    return [term.written for term in sorted(able, key=lambda term: order.index(term.source))]


def _misread_from(key: str) -> Iterator[str]:
    """Yield key with a shape read as its twin, everywhere or once: MYDBB is MYD88."""
    for place, letter in enumerate(key):
        for read in (letter, key[place : place + 2]):
            for twin in _CONFUSED.get(read, ()):
                yield key[:place] + twin + key[place + len(read) :]
                if key.count(read) > 1:
                    yield key.replace(read, twin)


def _misspelled_from(key: str) -> Iterator[str]:
    """Yield key with two of its characters swapped, and without one of them."""
    for place in range(len(key) - 1):
        yield key[:place] + key[place + 1] + key[place] + key[place + 2 :]
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :]


def _is_near(one: str, other: str) -> bool:
    """Return whether one becomes the other by a letter put in, left out or replaced."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    if len(one) != len(other):
        return first[1:] == second or second[1:] == first
    return first[1:] == second[1:]
