"""What genes a figure's word means: the steps of ``words``, held against a lexicon.

A word goes through the steps until it meets a term of the lexicon; a step that gives several forms starts as many
branches, and each ends where it first meets something. Of the terms met at one place, exact beats upper-cased beats
stripped; then an approved symbol beats a family beats an alias or previous symbol. All winners count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pfocr_cli.lexicon import words
from pfocr_cli.lexicon.model import Source, Term, fold
from pfocr_cli.lexicon.stop_words import STOP_WORDS
from pfocr_cli.lexicon.store import Lexicon

Status = Literal["resolved", "ambiguous", "unknown", "stopped"]
_FITS = ("exact", "upper-cased", "letters and digits")
"""How a term fits a text, the best first."""
_EXACT, _UPPER_CASED, _STRIPPED = range(len(_FITS))
_Found = tuple[Term, int]
"""A term, and how it fits: an index of ``_FITS``."""

_TIERS: dict[Source, int] = {
    "hgnc_symbol": 0,
    "bioentities_symbol": 1,
    "hgnc_alias_symbol": 2,
    "hgnc_prev_symbol": 2,
    "hgnc_withdrawn": 2,
}
_SYNONYM = 2
_SHORTEST_SYNONYM = 3
"""An alias or previous symbol of two characters fits labels of panels, elements and units as well."""
_LONGEST = 60
"""The longest term, a family's name, has some fifty characters."""
_LONGEST_WORD = 2**14
_CACHED = 2**16

_STOP_LIST = "stop list"
_BARE = "letters and digits"
_STEPS: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("prefix, suffix or plural", words.unaffixed),
    ("known swap", lambda text: [words.swapped(text)]),
    (_BARE, lambda text: [words.bare(text)]),
)
"""What is done to each part of a word, one after the other, until it is known."""
_CLEANING: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("NFKC", words.compatible),
    ("look-alikes", words.latin),
    ("accents", words.unaccented),
)
"""What is done to a whole word, before it is cut."""
_MAYBE_ONE_NAME = re.compile(r"[A-Za-z]/\w+$|[^/|,;&]* [^/|,;&]*$")
"""A letter alone before a slash is no gene: the slash may be part of the name, as in C/EBP; and a space, as in cyclin D1."""


@dataclass(frozen=True, slots=True)
class Match:
    """A gene that a word leads to: by which term (``symbol``) of what source, ``how``, and from which part of the word."""

    symbol: str
    source: str
    hgnc_symbol: str
    hgnc_id: str
    entrez: str
    how: str
    part: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a word. ``also`` are the genes of terms that better ones, or the stop list, beat."""

    word: str
    status: Status
    matches: tuple[Match, ...] = ()
    also: tuple[Match, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One look into the lexicon: the form that a part has by now, how it came about, what it met, what that beat."""

    part: str
    form: str
    how: str
    met: tuple[str, ...] = ()
    beaten: tuple[str, ...] = ()


@lru_cache(maxsize=_CACHED)
def resolve(word: str, lexicon: Lexicon) -> Answer:
    """Return what genes word means by the lexicon, without looking at anything else in its figure.

    Any text is a word. Answers are remembered.
    """
    return _Search(lexicon).answer(word)


def explain(word: str, lexicon: Lexicon) -> tuple[Answer, tuple[Step, ...]]:
    """Return the same answer as ``resolve``, and every look into the lexicon that led to it."""
    search = _Search(lexicon, [])
    answer = search.answer(word)
    return answer, tuple(search.steps or ())


@dataclass(slots=True)
class _Search:
    """A word on its way: what it has met so far and, where somebody asked, each step."""

    lexicon: Lexicon
    steps: list[Step] | None = None
    matches: dict[tuple[str, str], Match] = field(default_factory=dict)
    also: dict[tuple[str, str], Match] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    stopped: bool = False
    missed: set[tuple[str, bool]] = field(default_factory=set)

    def answer(self, word: str) -> Answer:
        """Search for word, and sum up."""
        self.search(word)
        status: Status = "stopped" if self.stopped else "unknown"
        if self.matches:
            status = "ambiguous" if self.shared else "resolved"
        also = tuple(match for key, match in self.also.items() if key not in self.matches)
        return Answer(word, status, tuple(self.matches.values()), also, "; ".join(dict.fromkeys(self.notes)))

    def search(self, word: str) -> None:
        """Look for the word as a whole, cleaned step by step; then for its parts."""
        if len(word) > _LONGEST_WORD:
            self.notes.append(f"no word: more than {_LONGEST_WORD:,} characters")
            return
        if self.stop(word, ()) or self.look(word, word, ()):
            return
        text, how = word, tuple[str, ...]()
        for name, step in _CLEANING:
            cleaned = step(text)
            if cleaned != text:
                text, how = cleaned, (*how, name)
                if self.look(word, text, how):
                    return
        one_name = len(text) <= _LONGEST and _MAYBE_ONE_NAME.match(text)
        if one_name and any(self.look(word, step(text)[-1], (*how, name)) for name, step in _STEPS[1:]):
            return
        parts = words.cut(text)
        for part in parts:
            trail = (*how, "cut") if len(parts) > 1 else how
            if not self.stop(part, trail) and not self.branch(part, part, trail):
                self.guess(part, trail)

    def stop(self, part: str, how: tuple[str, ...]) -> bool:
        """Return whether part is no gene in a figure; keep what it could have been, and say why."""
        key = fold(part)
        reason = STOP_WORDS.get(key)
        if reason is None:
            return False
        self.stopped = True
        self.notes.append(f"{key} is on the stop list: {reason}")
        self.take(part, part, (*how, _STOP_LIST), [], _met(self.lexicon, part))
        return True

    def branch(self, part: str, text: str, how: tuple[str, ...], number: int = 0) -> bool:
        """Look for text, and where it meets nothing for what the steps from ``number`` on make of it."""
        if self.look(part, text, how):
            return True
        known = False
        for done, (name, step) in enumerate(_STEPS[number:], number + 1):
            forms = step(text)
            for form in forms:
                if form != text:
                    known |= self.branch(part, form, (*how, name), done)
            if text not in forms:
                break
        return known

    def look(self, part: str, text: str, how: tuple[str, ...]) -> bool:
        """Take the best of the terms that text meets; return whether there are any."""
        stripped = _BARE in how  # without its punctuation a word is stripped, whatever it meets then
        if (text, stripped) in self.missed:
            return False
        winners, beaten = _ranked((_met_stripped if stripped else _met)(self.lexicon, text), text)
        self.take(part, text, how, winners, beaten)
        if not winners:
            self.missed.add((text, stripped))
        return bool(winners)

    def guess(self, part: str, how: tuple[str, ...]) -> None:
        """Look for part with one character read as its twin in shape: worth a guess are symbols and families only."""
        readings = 0
        for form in words.reread(words.bare(part)):
            found = [(term, fit) for term, fit in _met(self.lexicon, form) if _TIERS[term.source] < _SYNONYM]
            winners, beaten = _ranked(found, form)
            if winners:
                readings += 1
                self.take(part, form, (*how, f"a guess: {part} read as {form}"), winners, beaten)
        if readings > 1:
            self.shared.append(part)
            self.notes.append(f"{part} can be read in several ways")

    def take(self, part: str, text: str, how: tuple[str, ...], winners: list[_Found], beaten: list[_Found]) -> None:
        """Keep the genes of the winners as matches, those of what they beat as also; note what needs a word."""
        for found, kept in ((winners, self.matches), (beaten, self.also)):
            for term, fit in sorted(found, key=_rank):
                for match in self.genes_of(term, (*how, *_fit_told(term, fit, text, how)), part):
                    kept.setdefault((match.hgnc_id, part), match)
        if winners and _TIERS[winners[0][0].source] == _SYNONYM and len({gene for term, _ in winners for gene in term.genes}) > 1:
            self.shared.append(part)
            self.notes.append(f"{part} is an alias or previous symbol of several genes")
        for term, _ in () if winners or how[-1:] == (_STOP_LIST,) else beaten:
            why = "is passed over: a synonym of two characters fits too much" if term.genes else "was withdrawn by HGNC"
            self.notes.append(f"{term.written} {why}")
        if self.steps is not None:
            told = [tuple(f"{term.written} ({term.source}, {_FITS[fit]})" for term, fit in found) for found in (winners, beaten)]
            self.steps.append(Step(part, text, " > ".join(how) or "as written", *told))

    def genes_of(self, term: Term, how: tuple[str, ...], part: str) -> list[Match]:
        """Return a match for each gene of a term; a withdrawn symbol counts with the previous ones."""
        source: str = term.source
        if source == "hgnc_withdrawn":
            source, how = "hgnc_prev_symbol", (*how, "merged by HGNC")
        elif source == "bioentities_symbol":
            how = (*how, "member of a family")
        genes = filter(None, map(self.lexicon.gene, term.genes))
        return [Match(term.written, source, gene.symbol, gene.hgnc_id, gene.entrez, " > ".join(how), part) for gene in genes]


def _fit_told(term: Term, fit: int, text: str, how: tuple[str, ...]) -> tuple[str, ...]:
    """Return what ``how`` says last: how well the term fits, unless the step before said it."""
    if fold(term.written) != fold(text):
        return ("Greek letters or numbers spelled otherwise",)
    return () if how and how[-1] == _FITS[fit] else (_FITS[fit],)


def _met(lexicon: Lexicon, text: str) -> list[_Found]:
    """Return the terms that text meets.

    Text with punctuation of its own meets a term that has other punctuation only when it is stripped itself, later:
    so it keeps its chance to be cut, or to lose a prefix, first.
    """
    key, capitals = fold(text), text.upper()
    found = []
    for term in lexicon.terms(key) if len(key) <= _LONGEST else ():
        if term.written == text:
            found.append((term, _EXACT))
        elif term.written.upper() == capitals:
            found.append((term, _UPPER_CASED))
    if any(_may_win(term) for term, _ in found):
        return found + [(term, _STRIPPED) for term in lexicon.terms(key) if term.written.upper() != capitals]
    near = [(term, fit) for term, fit in _met_stripped(lexicon, text) if term.written.upper() != capitals]
    if capitals != key:
        spelled = words.latin_letters(text)
        near = [(term, fit) for term, fit in near if words.latin_letters(term.written) == spelled]
    return found + near


def _met_stripped(lexicon: Lexicon, text: str) -> list[_Found]:
    """Return the terms with the letters and digits of text, Greek letters and Roman numerals spelled either way."""
    key = fold(text)
    if not 0 < len(key) <= _LONGEST:
        return []
    return [(term, _STRIPPED) for term in _near(lexicon, key, fold(words.latin_letters(text)))]


@lru_cache(maxsize=_CACHED)
def _near(lexicon: Lexicon, key: str, latin: str) -> tuple[Term, ...]:
    keys = dict.fromkeys((key, latin, *words.spelled_out(latin)))
    return tuple(dict.fromkeys(term for one in keys for term in lexicon.terms(one)))


def _ranked(found: list[_Found], text: str) -> tuple[list[_Found], list[_Found]]:
    """Return the terms of the best tier, and the others.

    A hyphen does not tell synonyms apart: ADH2 was the symbol of one gene, ADH-2 is an alias of another, and a figure
    that says ADH2 may mean either. So text without punctuation means the hyphenated synonyms as well.
    """
    able = [one for one in found if _may_win(one[0])]
    if not able:
        return [], found
    best = min(map(_rank, able))
    winners = [one for one in able if _rank(one) == best]
    if best in ((_EXACT, _SYNONYM), (_UPPER_CASED, _SYNONYM)):
        hyphenated = (one for one in able if one[0].written.upper().replace("-", "") == text.upper())
        winners += [one for one in hyphenated if _rank(one) == (_STRIPPED, _SYNONYM)]
    return winners, [one for one in found if one not in winners]


def _rank(one: _Found) -> tuple[int, int]:
    term, fit = one
    return fit, _TIERS[term.source]


def _may_win(term: Term) -> bool:
    return bool(term.genes) and (_TIERS[term.source] < _SYNONYM or len(term.written) >= _SHORTEST_SYNONYM)
