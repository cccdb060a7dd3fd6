"""A word on its way to its genes: cleaned, cut, and each part looked for in one form after another.

A part goes through the steps until it meets the table of words or terms of the lexicon; a step that
gives several forms starts as many branches. The first step that leads anywhere is the last one.
Which of the terms met at one place count, ``ranking`` says: all winners do. Names are the last
tier, asked only where nothing else answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.lexicon import cutting, forms, letters, micro_rnas
from pfocr_cli.lexicon.collecting import BARE_STEP
from pfocr_cli.lexicon.names import names_of
from pfocr_cli.lexicon.phrases import KIND_WORDS, LIGAND_WORDS, RECEPTOR_WORDS, PhraseSearch
from pfocr_cli.lexicon.ranking import LONGEST, Found, met, met_stripped, ranked
from pfocr_cli.lexicon.word_table import is_exactly_spelled, meaning_of
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.lexicon.answers import Answer

LONGEST_WORD = 2**14
_NOT_UTF8 = regex("[\ud800-\udfff]")
"""What stands for bytes that are not UTF-8 (PEP 383)."""
_STEPS: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("prefix, suffix or plural", forms.unaffixed),
    ("known swap", lambda text: [forms.swapped(text)]),
    (BARE_STEP, lambda text: [letters.bare(text)]),
    ("small prefix", lambda text: [forms.without_small_prefix(text)]),
)
"""What is done to each part of a word, one after the other, until it is known."""
CLEANING: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("NFKC", letters.compatible),
    ("look-alikes", letters.latin),
    ("accents", letters.unaccented),
)
"""What is done to a whole word, before it is cut."""
MAYBE_ONE_NAME = regex(r"[A-Za-z]/\w+$|[^/|,;&]* [^/|,;&]*$")
"""A letter alone before a slash is no gene: the slash may be part of the name, as in C/EBP; and a
space, as in cyclin D1.
"""
PHOSPHORYLATED = regex(r"p(?=[A-Z][A-Za-z0-9]{2})")


class WordSearch(PhraseSearch):
    """The search for one word, over what it has met so far."""

    def answer(self, word: str) -> Answer:
        """WordSearch for word, and sum up."""
        if len(word) > LONGEST_WORD:
            self.notes.append(f"no word: more than {LONGEST_WORD:,} characters")
        elif _NOT_UTF8.search(word):
            # Without the letter that was lost, another gene's name may be left: IFNã is no IFNA1.
            self.notes.append("not UTF-8 text: write the word in UTF-8")
        else:
            self.search(word)
        return self.summed_up(word)

    def search(self, word: str) -> None:
        """Look for the word as a whole, cleaned step by step; then for its parts."""
        # A microRNA is found by its kind; a sharp s, whose capital is SS, is a misread β; and what
        # the table has exactly spelled inside punctuation is found when that is off.
        inside = cutting.trimmed(word)
        is_of_a_kind = (
            self.is_micro_rna(word)
            or letters.SHARP_S.intersection(word)
            or (inside != word and is_exactly_spelled(inside))
        )
        if not is_of_a_kind and self.look(word, word, ()):
            return
        text, how = word, tuple[str, ...]()
        for name, step in CLEANING:
            cleaned = step(text)
            if cleaned != text:
                text, how = cleaned, (*how, name)
                if not letters.SHARP_S.intersection(text) and self.look(word, text, how):
                    return
        one_name = len(text) <= LONGEST and MAYBE_ONE_NAME.match(text)
        if self.dated(word, text.strip()) or (
            one_name
            and any(self.look(word, step(text)[-1], (*how, name)) for name, step in _STEPS[1:3])
        ):
            return
        parts = cutting.cut(text)
        for part in parts:
            trail = (*how, "cut") if len(parts) > 1 else how
            beside = cutting.side_by_side(part)
            if self.known(part, trail):
                continue
            if len(beside) > 1:
                self.phrase(part, beside, (*how, "cut"))
            elif not (
                self.by_name(part, trail) or self.guess(part, trail) or self.joint(part, trail)
            ):
                self.unknown.append(part)

    def known(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for a part in all forms that lead to the table or to terms; say if one did."""
        if blocked := micro_rnas.blocked_micro_rna(part):
            self.phrase(part, [blocked, "inhibitor"], how)
            return True
        if self.is_micro_rna(part) and self.regular(part, how):
            return True  # miR-7 is the microRNA, though another gene has an alias of its letters
        return (
            self.look(part, part, how)
            or self.regular(part, how)
            or self.phosphorylated(part, how)
            or self.branch(part, part, how)
        )

    def phrase(self, whole: str, words: list[str], how: tuple[str, ...]) -> None:
        """Look for words side by side: each alone or, if that leaves any out, all as one name.

        Words such as ``pathway`` only say what kind of thing the others name.
        """
        words = [word for word in words if word not in KIND_WORDS] or words
        trial = self.child()
        for word in words:
            if not trial.known(word, how):
                trial.unknown.append(word)
        trial.explained()
        if trial.unknown or trial.stopped:
            if (
                self.by_name(whole, how[:-1])
                or self.renamed(whole, words, how)
                or self.member(whole, words, how)
                or self.acts_on(whole, words, trial)
            ):
                return
            for word in list(trial.unknown):
                if trial.by_name(word, how) or trial.guess(word, how) or trial.joint(word, how):
                    trial.unknown.remove(word)
        trial.narrow(words)
        self.merge(trial)

    def renamed(self, whole: str, words: list[str], how: tuple[str, ...]) -> bool:
        """Look for the same said otherwise: the EPO receptor is EPOR, the OX40 ligand OX40L, nAChR
        α7 the α7 nAChR.
        """
        *first, last = words
        if first and (letter := "R" * (last in RECEPTOR_WORDS) or "L" * (last in LIGAND_WORDS)):
            bound = self.child()
            name = " ".join(first)
            if self.bound(whole, name + letter, how):
                return True
            if not bound.known(name, how):
                bound.by_name(name, how)
            symbols = {match.hgnc_symbol for match in bound.matches.values()}
            return len(symbols) == 1 and self.bound(whole, symbols.pop() + letter, how)
        return len(words) == 2 and self.branch(whole, f"{last} {first[0]}", how)

    def bound(self, whole: str, symbol: str, how: tuple[str, ...]) -> bool:
        """Look for a symbol that ends with R or L as that of a receptor or a ligand."""
        trial = self.child()
        trial.branch(whole, symbol, how)
        return self.take_bound(symbol, trial)

    def member(self, whole: str, words: list[str], how: tuple[str, ...]) -> bool:
        """Look for a family and what ends the symbol of one of its members: Delta-like 4."""
        *first, last = words
        ending = forms.member_ending(last)
        stem = [word for word in first if word not in RECEPTOR_WORDS]
        for name in dict.fromkeys((" ".join(first), " ".join(stem))) if ending and stem else ():
            family = self.child()
            if family.known(name, how):
                return self.take_member(whole, family, ending)
        return False

    def child(self) -> WordSearch:
        """Return a search for some words of a phrase, that shows its steps where this one does."""
        return WordSearch(self.lexicon, self.steps, without=self.without)

    def regular(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for the symbols of a name of a regular kind: a microRNA, an allele, an integrin."""
        symbols = forms.expanded(part) if len(part) <= LONGEST else ()
        how = (*how, "name of a regular kind")
        if not symbols:
            return False
        trial = self.child()
        found = all(trial.one_of_kind(part, symbol, how) for symbol in symbols)
        human = micro_rnas.without_mouse_letter(symbols[0])
        if not found and human != symbols[0]:
            found = trial.one_of_kind(part, human, (*how, "the mouse's letter left out"))
            trial.notes.append(f"{part} is the mouse's name of {human}")
        if found:
            self.merge(trial)
        return found

    def one_of_kind(self, part: str, symbol: str, how: tuple[str, ...]) -> bool:
        """Look for one symbol of a name of a regular kind, or for the copies of a microRNA."""
        if self.lexicon.approved(symbol) and self.look(part, symbol, how):
            return True
        copies: list[Found] = [(term, 0) for term in micro_rnas.copies_of(self.lexicon, symbol)]
        self.take(part, symbol, (*how, "all its copies"), copies, [])
        return bool(copies) or self.look(part, symbol, how)

    def is_micro_rna(self, text: str) -> bool:
        """Return whether text is a microRNA's name as figures write it, no approved symbol, and no
        word of the table.
        """
        return (
            micro_rnas.is_micro_rna(text)
            and self.lexicon.approved(text) is None
            and meaning_of(text) is None
        )

    def phosphorylated(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for what a small p before capitals marks as phosphorylated: ``pERK`` is ERK, and no
        PERK. Only symbols, families and the table's words are worth it.
        """
        found = PHOSPHORYLATED.match(part)
        if not found or any(term.written == part for term in self.lexicon.terms(part.upper())):
            return False
        rest = part[1:]
        meaning = meaning_of(rest)
        is_name = any(
            term.written.upper() == rest.upper()
            and term.source in ("hgnc_symbol", "bioentities_symbol")
            for term in self.lexicon.terms(letters.bare(rest).upper())
        )
        return bool(is_name or (meaning and meaning.genes)) and self.look(
            part, rest, (*how, "prefix, suffix or plural")
        )

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
            made = step(text)
            for form in made:
                if form != text:
                    known |= self.branch(part, form, (*how, name), done)
            if known or text not in made:
                break
        if known and name != BARE_STEP and (bare := letters.bare(text)) != text:
            self.take(part, bare, (*how, BARE_STEP), [], met_stripped(self.lexicon, bare))
        return known

    def look(self, part: str, text: str, how: tuple[str, ...]) -> bool:
        """Take what the table of words says of text, or the best of the terms that it meets; return
        whether there is any.
        """
        stripped = bool(how) and how[-1] == BARE_STEP
        if (text, stripped) in self.missed:  # branches meet again, and nothing is there
            return False
        if meaning := meaning_of(text):
            return self.mean(part, text, how, meaning)
        found = (met_stripped if stripped else met)(self.lexicon, text)
        winners, beaten = ranked(self.lexicon, found, text, self.without)
        self.take(part, text, how, winners, beaten)
        if not winners:
            self.missed.add((text, stripped))
            self.pass_over(beaten)
        return bool(winners)

    def by_name(self, part: str, how: tuple[str, ...]) -> bool:
        """Take the genes that part names by the last tier; return whether there are any."""
        for form in dict.fromkeys((part, *forms.unaffixed(part))):
            if found := names_of(self.lexicon, form):
                self.take_names(part, form, how, found)
                return True
        return False

    def guess(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for part with one character read as its twin in shape: worth a guess are symbols and
        families only.
        """
        readings = 0
        for form in letters.reread(letters.bare(part)):
            if self.reread(part, form, how):
                readings += 1
        if readings > 1:
            self.shared.append(part)
            self.notes.append(f"{part} can be read in several ways")
        return readings > 0

    def joint(self, part: str, how: tuple[str, ...]) -> bool:
        """Look for the names that hyphens or stops join; all must lead to genes."""
        pieces = cutting.joint_names(part)
        if not pieces:
            return False
        trial = self.child()
        for piece in pieces:
            if not trial.known(piece, (*how, "cut at hyphens")):
                return False
        if trial.stopped:
            return False
        self.merge(trial)
        return True
