"""What genes a figure's word means: the steps of ``words``, held against a lexicon.

A word goes through the steps until it meets terms of the lexicon; a step that gives several forms
starts as many branches. The first step that leads anywhere is the last one. Which of the terms met
at one place count, ``ranking`` says: all winners do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from pfocr_cli.lexicon import words
from pfocr_cli.lexicon.model import Source, Term, fold
from pfocr_cli.lexicon.ranking import (
    FITS,
    LONGEST,
    RESPELLED,
    Found,
    is_synonym,
    met,
    met_stripped,
    rank,
    ranked,
)
from pfocr_cli.lexicon.stop_words import STOP_WORDS
from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.wording import quoted

Status = Literal["resolved", "ambiguous", "unknown", "stopped"]
_LONGEST_WORD = 2**14
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
"""What stands for bytes that are not UTF-8 (PEP 383)."""
_UNKNOWN_TOLD = 6
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
"""A letter alone before a slash is no gene: the slash may be part of the name, as in C/EBP; and a
space, as in cyclin D1.
"""


@dataclass(frozen=True, slots=True)
class Match:
    """A gene that a word leads to: by which term (``symbol``) of what source, ``how``, and from
    which part of the word.
    """

    symbol: str
    source: Source
    hgnc_symbol: str
    hgnc_id: str
    entrez: str
    how: str
    part: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a word. ``also`` are the genes of terms that better ones, or the stop list,
    beat.

    ``unknown`` are the parts that lead to no gene where others do: the genes are not all that the
    word says. It is no part of the answer in JSON, where the note says it.
    """

    word: str
    status: Status
    matches: tuple[Match, ...] = ()
    also: tuple[Match, ...] = ()
    note: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One look into the lexicon: the form that a part has by now, how it came about, what it met,
    what that beat.
    """

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
    unknown: list[str] = field(default_factory=list)
    stopped: bool = False
    missed: set[tuple[str, bool]] = field(default_factory=set)

    def answer(self, word: str) -> Answer:
        """Search for word, and sum up."""
        self.search(word)
        status: Status = "stopped" if self.stopped else "unknown"
        if self.matches:
            status = "ambiguous" if self.shared else "resolved"
        also = tuple(match for key, match in self.also.items() if key not in self.matches)
        unknown = tuple(self.unknown) if self.matches else ()
        notes = [*self.notes, *_unknown_told(unknown)]
        return Answer(
            word,
            status,
            tuple(self.matches.values()),
            also,
            "; ".join(dict.fromkeys(notes)),
            unknown,
        )

    def search(self, word: str) -> None:
        """Look for the word as a whole, cleaned step by step; then for its parts."""
        if len(word) > _LONGEST_WORD:
            self.notes.append(f"no word: more than {_LONGEST_WORD:,} characters")
            return
        if _NOT_UTF8.search(word):
            # Without the letter that was lost, another gene's name may be left: IFNã is no IFNA1.
            self.notes.append("not UTF-8 text: write the word in UTF-8")
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
        one_name = len(text) <= LONGEST and _MAYBE_ONE_NAME.match(text)
        if one_name and any(
            self.look(word, step(text)[-1], (*how, name)) for name, step in _STEPS[1:]
        ):
            return
        parts = words.cut(text)
        for part in parts:
            trail = (*how, "cut") if len(parts) > 1 else how
            if not (
                self.stop(part, trail) or self.branch(part, part, trail) or self.guess(part, trail)
            ):
                self.unknown.append(part)
        if len(parts) > 1 and words.is_phrase(text):
            self.narrow(parts)

    def stop(self, part: str, how: tuple[str, ...]) -> bool:
        """Return whether part is no gene in a figure; keep what it could have been, and say why."""
        key = fold(part)
        reason = STOP_WORDS.get(key)
        if reason is None:
            return False
        self.stopped = True
        self.notes.append(f"{key} is on the stop list: {reason}")
        self.take(part, part, (*how, _STOP_LIST), [], met(self.lexicon, part))
        return True

    def branch(self, part: str, text: str, how: tuple[str, ...], number: int = 0) -> bool:
        """Look for text, and where it meets nothing for what the steps from ``number`` on make of
        it.

        The first step that leads anywhere is the last: ``p-ERK`` is ERK, and PERK is only what it
        could have been.
        """
        if self.look(part, text, how):
            return True
        known = False
        for done, (name, step) in enumerate(_STEPS[number:], number + 1):
            forms = step(text)
            for form in forms:
                if form != text:
                    known |= self.branch(part, form, (*how, name), done)
            if known or text not in forms:
                break
        if known and name != _BARE and (bare := words.bare(text)) != text:
            self.take(part, bare, (*how, _BARE), [], met_stripped(self.lexicon, bare))
        return known

    def look(self, part: str, text: str, how: tuple[str, ...]) -> bool:
        """Take the best of the terms that text meets; return whether there are any."""
        stripped = (
            _BARE in how
        )  # without its punctuation a word is stripped, whatever it meets then
        if (text, stripped) in self.missed:
            return False
        winners, beaten = ranked(
            self.lexicon, (met_stripped if stripped else met)(self.lexicon, text), text
        )
        self.take(part, text, how, winners, beaten)
        if not winners:
            self.missed.add((text, stripped))
        for term, _ in () if winners else beaten:
            why = (
                "is passed over: a synonym of two characters fits too much"
                if term.genes
                else "was withdrawn by HGNC"
            )
            self.notes.append(f"{term.written} {why}")
        return bool(winners)

    def narrow(self, parts: list[str]) -> None:
        """Of words side by side let a family add nothing to a member, or a smaller family, before
        it.

        The second says what kind of thing the first is: p38 MAPK is p38, not all MAP kinases.
        """
        genes = {part: {gene for gene, of in self.matches if of == part} for part in parts}
        for special, general in pairwise(parts):
            if genes[special] and genes[special] < genes[general]:
                self.notes.append(f"{general} is taken to say what {special} is")
                passed = {
                    key: self.matches.pop(key) for key in list(self.matches) if key[1] == general
                }
                self.also |= {
                    key: match for key, match in passed.items() if key[0] not in genes[special]
                }

    def guess(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for part with one character read as its twin in shape: worth a guess are symbols and
        families only.
        """
        readings = 0
        for form in words.reread(words.bare(part)):
            found = [(term, fit) for term, fit in met(self.lexicon, form) if not is_synonym(term)]
            winners, beaten = ranked(self.lexicon, found, form)
            if winners:
                readings += 1
                self.take(part, form, (*how, f"a guess: {part} read as {form}"), winners, beaten)
        if readings > 1:
            self.shared.append(part)
            self.notes.append(f"{part} can be read in several ways")
        return readings > 0

    def take(
        self, part: str, text: str, how: tuple[str, ...], winners: list[Found], beaten: list[Found]
    ) -> None:
        """Keep the genes of the winners as matches, those of what they beat as also; note what
        needs a word.
        """
        for found, kept in ((winners, self.matches), (beaten, self.also)):
            for term, fit in sorted(found, key=rank):
                for match in self.genes_of(term, (*how, *_fit_told(term, fit, text, how)), part):
                    kept.setdefault((match.hgnc_id, part), match)
        if (
            winners
            and is_synonym(winners[0][0])
            and len({gene for term, _ in winners for gene in term.genes}) > 1
        ):
            self.shared.append(part)
            self.notes.append(f"{part} is an alias or previous symbol of several genes")
        if self.steps is not None:
            told = [
                tuple(f"{term.written} ({term.source}, {FITS[fit]})" for term, fit in found)
                for found in (winners, beaten)
            ]
            self.steps.append(Step(part, text, " > ".join(how) or "as written", *told))

    def genes_of(self, term: Term, how: tuple[str, ...], part: str) -> list[Match]:
        """Return a match for each gene of a term; a withdrawn symbol counts with the previous
        ones.
        """
        source = term.source
        if source == "hgnc_withdrawn":
            source, how = "hgnc_prev_symbol", (*how, "merged by HGNC")
        elif source == "bioentities_symbol":
            how = (*how, "member of a family")
        genes = filter(None, map(self.lexicon.gene, term.genes))
        return [
            Match(
                term.written, source, gene.symbol, gene.hgnc_id, gene.entrez, " > ".join(how), part
            )
            for gene in genes
        ]


def _unknown_told(parts: tuple[str, ...]) -> Iterator[str]:
    if parts:
        more = f" and {len(parts) - _UNKNOWN_TOLD:,} more" if len(parts) > _UNKNOWN_TOLD else ""
        shown = ", ".join(map(quoted, parts[:_UNKNOWN_TOLD]))
        yield f"no gene of the lexicon is called {shown}{more}"


def _fit_told(term: Term, fit: int, text: str, how: tuple[str, ...]) -> tuple[str, ...]:
    """Return what ``how`` says last: how well the term fits, unless the step before said it."""
    if fold(term.written) != fold(text):
        return (RESPELLED,)
    return () if how and how[-1] == FITS[fit] else (FITS[fit],)
