"""What a search has met, kept and summed up: genes, what was beaten, what is missing, doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from pfocr_cli.lexicon import forms
from pfocr_cli.lexicon.answers import Answer, Match, Status, Step
from pfocr_cli.lexicon.letters import bare, latin_letters
from pfocr_cli.lexicon.model import SOURCE_NAMES, HgncGene, Term, fold
from pfocr_cli.lexicon.ranking import (
    FITS,
    RESPELLED,
    Found,
    ids_of,
    is_family_by_initials,
    is_made,
    is_synonym,
    met,
    rank,
    ranked,
)
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.lexicon.word_table import Meaning
    from pfocr_cli.record.match_sources import MatchSource

BARE_STEP = "letters and digits"
_TABLE = "the table of words"
_UNSURE_TABLE = f"{_TABLE}, unsure"
_OF_MICE = "the mouse's"
"""How the table says that a name is not human; the answer says it as well."""
_UNKNOWN_TOLD = 6
_SHORT = 4
"""Letters of a synonym that figures may use for other things as well."""
_TERM_ORDER: tuple[MatchSource, ...] = (
    "hgnc_symbol",
    "bioentities_symbol",
    "hgnc_alias_symbol",
    "hgnc_prev_symbol",
)


@dataclass(slots=True)
class Collected:
    """What was met so far and, where somebody asked, each step. Keys are (HGNC id, part)."""

    lexicon: Lexicon
    steps: list[Step] | None = None
    matches: dict[tuple[str, str], Match] = field(default_factory=dict)
    also: dict[tuple[str, str], Match] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    missed: set[tuple[str, bool]] = field(default_factory=set)
    without: frozenset[str] = frozenset()
    """Rules of ``ranking`` that are left out, to see what they change."""

    def summed_up(self, word: str) -> Answer:
        """Return the answer that all this is."""
        lost = (*self.unknown, *self.stopped)
        status: Status = "stopped" if self.stopped and not self.unknown else "unknown"
        if self.matches:
            status = "partial" if lost else "ambiguous" if self.shared else "resolved"
        also = tuple(match for key, match in self.also.items() if key not in self.matches)
        told = _unknown_told(self.unknown) if self.matches else ()
        return Answer(
            word,
            status,
            tuple(self.matches.values()),
            also,
            "; ".join(dict.fromkeys([*self.notes, *told])),
            "; ".join(dict.fromkeys(self.stopped.values())) if status == "stopped" else "",
            lost if self.matches else (),
            tuple(dict.fromkeys(self.doubts)) if self.matches else (),
        )

    def merge(self, other: Self) -> None:
        """Keep all that another search has met."""
        for key, match in other.matches.items():
            self.matches.setdefault(key, match)
        for key, match in other.also.items():
            self.also.setdefault(key, match)
        self.notes += other.notes
        self.doubts += other.doubts
        self.shared += other.shared
        self.unknown += other.unknown
        self.stopped |= other.stopped

    def take(
        self, part: str, text: str, how: tuple[str, ...], winners: list[Found], beaten: list[Found]
    ) -> None:
        """Keep the genes of the winners as matches, those of what they beat as also; note what
        needs a word.
        """
        for found, kept in ((winners, self.matches), (beaten, self.also)):
            for term, fit in sorted(found, key=rank):
                for match in self.matches_of(term, (*how, *_fit_told(term, fit, text, how)), part):
                    kept.setdefault((match.hgnc_id, part), match)
        if winners and is_synonym(winners[0][0]):
            self.judge_synonym(part, text, winners, beaten)
        elif winners and beaten:
            self.judge_symbol(part, text, winners)
        if winners and is_family_by_initials(winners[0][0], text):
            self.doubts.append(f"{part} is two capitals, which may mean anything")
        if self.steps is not None:
            told = [
                tuple(f"{term.written} ({term.source}, {FITS[fit]})" for term, fit in found)
                for found in (winners, beaten)
            ]
            self.steps.append(Step(part, text, " > ".join(how) or "as written", *told))

    def judge_synonym(
        self, part: str, text: str, winners: list[Found], beaten: list[Found]
    ) -> None:
        """Note a synonym of several genes; doubt one that something contradicts, or that is
        short.
        """
        genes = ids_of(winners)
        if len(genes) > 1:
            self.shared.append(part)
            self.notes.append(f"{part} is an alias or previous symbol of several genes")
        others = {gene for gene in ids_of(beaten) - genes if is_made(self.lexicon.gene(gene))}
        symbols = sorted(gene.symbol for gene in self.genes(others))
        if not any(map(is_made, self.genes(genes))):
            self.doubts.append(f"{part} names a pseudogene, a segment or a long RNA only")
        elif symbols:
            self.doubts.append(f"{part} can also be {', '.join(symbols[:_UNKNOWN_TOLD])}")
        elif len(text) <= _SHORT and text.isalpha():
            told = [name for name in self.lexicon.names(fold(text)) if genes & set(name.genes)]
            if not told:
                self.doubts.append(f"{part} is a short synonym, which may stand for anything")

    def judge_symbol(self, part: str, text: str, winners: list[Found]) -> None:
        """Doubt a symbol by which papers mean another gene: PDK1 is PDPK1 beside Akt."""
        names = self.lexicon.names(fold(text))
        meant = {gene for name in names if name.source == "famplex_text" for gene in name.genes}
        if meant and meant.isdisjoint(ids_of(winners)):
            symbols = sorted(gene.symbol for gene in self.genes(meant))
            self.doubts.append(f"{part} is also what papers call {', '.join(symbols)}")

    def genes(self, ids: Iterable[str]) -> list[HgncGene]:
        """Return the genes of the lexicon with these ids."""
        return list(filter(None, map(self.lexicon.gene, ids)))

    def take_names(self, part: str, text: str, how: tuple[str, ...], found: list[Term]) -> None:
        """Keep the genes that names of the last tier lead to; nobody should write them unseen."""
        for name in found:
            for match in self.matches_of(name, (*how, SOURCE_NAMES[name.source]), part):
                self.matches.setdefault((match.hgnc_id, part), match)
        source = found[0].source
        kind = SOURCE_NAMES[source]
        self.doubts.append(f"{part} is found by its {kind} only, for which records have no source")
        if source == "ensembl_synonym" and len(ids_of((name, 0) for name in found)) > 1:
            self.shared.append(part)
            self.notes.append(f"{part} is a synonym of several genes")
        if self.steps is not None:
            told = tuple(f"{name.written} ({name.source})" for name in found)
            self.steps.append(Step(part, text, " > ".join((*how, "name")), told))

    def mean(self, part: str, text: str, how: tuple[str, ...], meaning: Meaning) -> bool:
        """Take what the table of words says: the genes, or that there are none.

        Where the table is unsure, an approved symbol stays what it is, and is doubted; any other
        word is ambiguous.
        """
        found = met(self.lexicon, text)
        genes = [gene for symbol in meaning.genes if (gene := self.current(symbol))]
        if meaning.genes and not genes:
            return False
        table = _UNSURE_TABLE if meaning.unsure else _TABLE
        self.take(part, text, (*how, table), [], found)
        if not genes:
            self.stopped[part] = meaning.means
            self.notes.append(f"{part} is no gene here: {meaning.means}")
            return True
        told = " > ".join((*how, f"{table}: {meaning.means}"))
        for gene in genes:
            symbol, source = self.term_for(gene, text, found, meaning)
            match = Match(symbol, source, gene.symbol, gene.hgnc_id, gene.entrez, told, part)
            self.matches.setdefault((gene.hgnc_id, part), match)
        if meaning.unsure:
            self.doubts.append(f"{part} is {meaning.means}")
            if self.lexicon.approved(bare(text).upper()) is None:
                self.shared.append(part)
        others = ids_of(found) - {gene.hgnc_id for gene in genes}
        if meaning.unsure or others or meaning.means.startswith(_OF_MICE):
            self.notes.append(f"{part} is {meaning.means}")
        return True

    def current(self, symbol: str) -> HgncGene | None:
        """Return the gene that has this symbol, or alone had it, whatever release this is."""
        if gene := self.lexicon.approved(symbol):
            return gene
        terms = [term for term in self.lexicon.terms(fold(symbol)) if term.written == symbol]
        ids = {
            gene
            for term in terms
            if term.source in ("hgnc_prev_symbol", "hgnc_withdrawn")
            for gene in term.genes
        }
        return self.lexicon.gene(ids.pop()) if len(ids) == 1 else None

    def term_for(
        self, gene: HgncGene, text: str, found: list[Found], meaning: Meaning
    ) -> tuple[str, MatchSource]:
        """Return the term by which a word of the table leads to a gene, and its source: the
        lexicon's own if it has one, else the family of the table or the gene's symbol.
        """
        own = [term for term, _ in found if gene.hgnc_id in term.genes]
        own += [
            term
            for term in self.lexicon.terms(fold(latin_letters(text)))
            if gene.hgnc_id in term.genes
        ]
        for source in _TERM_ORDER:
            for term in own:
                if term.source == source:
                    return term.written, source
        if len(meaning.genes) > 1:
            return meaning.words[0], "bioentities_symbol"
        return gene.symbol, "hgnc_symbol"

    def reread(self, part: str, form: str, how: tuple[str, ...]) -> bool:
        """Take what a guess at a part leads to; return whether it leads anywhere."""
        found = [(term, fit) for term, fit in met(self.lexicon, form) if not is_synonym(term)]
        winners, beaten = ranked(self.lexicon, found, form, self.without)
        if winners:
            told = f"a guess: {part} read as {form}"
            self.take(part, form, (*how, told), winners, beaten)
            self.doubts.append(told)
        return bool(winners)

    def pass_over(self, beaten: list[Found]) -> None:
        """Note what was met and does not count."""
        for term, _ in beaten:
            why = (
                "is passed over: a synonym of two characters, or a number, fits too much"
                if term.genes
                else "was withdrawn by HGNC"
            )
            self.notes.append(f"{term.written} {why}")

    def pass_to_also(self, part: str, but: set[str]) -> None:
        """Make the matches of a part what it could have been, but for some genes."""
        passed = {key: self.matches.pop(key) for key in list(self.matches) if key[1] == part}
        self.also |= {key: match for key, match in passed.items() if key[0] not in but}

    def dated(self, word: str, text: str) -> bool:
        """Return whether a word is a date that a spreadsheet made of a symbol; keep what it can
        have been.
        """
        symbols = forms.date_symbols(text)
        if not symbols:
            return False
        for symbol in symbols:
            self.take(word, symbol, ("a date",), [], met(self.lexicon, symbol))
        found = sorted({match.hgnc_symbol for match in self.also.values()})
        of = f"it may be {' or '.join(found)}" if found else "no symbol of the release fits"
        self.stopped[word] = "a date that a spreadsheet may have made of a gene's symbol"
        self.notes.append(f"{word} is a date that a spreadsheet may have made of a symbol: {of}")
        return True

    def matches_of(self, term: Term, how: tuple[str, ...], part: str) -> Iterator[Match]:
        """Yield a match for each gene of a term; a withdrawn symbol counts with the previous
        ones.
        """
        source = term.source
        if source == "hgnc_withdrawn":
            source, how = "hgnc_prev_symbol", (*how, "merged by HGNC")
        elif source == "bioentities_symbol":
            how = (*how, "member of a family")
        for gene in self.genes(term.genes):
            yield Match(
                term.written, source, gene.symbol, gene.hgnc_id, gene.entrez, " > ".join(how), part
            )


def _unknown_told(parts: list[str]) -> Iterator[str]:
    if parts:
        more = f" and {len(parts) - _UNKNOWN_TOLD:,} more" if len(parts) > _UNKNOWN_TOLD else ""
        shown = ", ".join(map(quoted, parts[:_UNKNOWN_TOLD]))
        yield f"no gene of the lexicon is called {shown}{more}"


def _fit_told(term: Term, fit: int, text: str, how: tuple[str, ...]) -> tuple[str, ...]:
    """Return what ``how`` says last: how well the term fits, unless the step before said it."""
    if fold(term.written) != fold(text):
        return (RESPELLED,)
    return () if how and how[-1] == FITS[fit] else (FITS[fit],)
