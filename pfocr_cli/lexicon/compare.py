"""What changed from one lexicon to another: pure, and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pfocr_cli.lexicon.hgnc import id_number
from pfocr_cli.lexicon.model import HgncGene, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.match_sources import MatchSource

ChangeKind = Literal["renamed", "withdrawn", "new", "entrez", "alias", "family"]
CHANGE_KINDS: Mapping[ChangeKind, str] = {
    "renamed": "genes with another symbol",
    "withdrawn": "genes withdrawn or merged",
    "new": "new genes",
    "entrez": "genes with another Entrez id",
    "alias": "aliases and former symbols that mean other genes",
    "family": "families with other members",
}
"""The kinds of change, and what they are called, in the order in which they are told."""
_WORDS: Mapping[ChangeKind, frozenset[MatchSource]] = {
    "alias": frozenset({"hgnc_alias_symbol", "hgnc_prev_symbol", "hgnc_withdrawn"}),
    "family": frozenset({"bioentities_symbol"}),
}


@dataclass(frozen=True, slots=True)
class LexiconChange:
    """One change. ``name`` is the symbol or word that the older lexicon (for a new gene, the newer)
    has.

    ``before`` and ``after`` are symbols, Entrez ids, or genes' symbols with commas; ``hgnc_id`` and
    ``entrez`` are the gene's in the older lexicon (for a new one, in the newer), empty for words.
    """

    kind: ChangeKind
    name: str
    before: str
    after: str
    hgnc_id: str = ""
    entrez: str = ""


def compare(older: Lexicon, newer: Lexicon) -> list[LexiconChange]:
    """Return all that changed, by kind and then by gene or word.

    A word that is new to the lexicon is no change here, except as the symbol of a gene.
    """
    before = {gene.hgnc_id: gene for gene in older.genes()}
    after = {gene.hgnc_id: gene for gene in newer.genes()}
    found = [*_genes(before, after, newer), *_words(older, newer, before, after)]
    order = list(CHANGE_KINDS)
    return sorted(
        found,
        key=lambda change: (
            order.index(change.kind),
            id_number(change.hgnc_id or "0"),
            change.name,
        ),
    )


def _genes(
    before: Mapping[str, HgncGene], after: Mapping[str, HgncGene], newer: Lexicon
) -> Iterator[LexiconChange]:
    for hgnc_id, gene in before.items():
        now = after.get(hgnc_id)
        if now is None:
            yield _change("withdrawn", gene, gene.symbol, ",".join(_successors(gene, newer, after)))
            continue
        if now.symbol != gene.symbol:
            yield _change("renamed", gene, gene.symbol, now.symbol)
        if now.entrez != gene.entrez:
            yield _change("entrez", gene, gene.entrez, now.entrez)
    for hgnc_id in after.keys() - before.keys():
        yield _change("new", after[hgnc_id], "", after[hgnc_id].symbol)


def _change(kind: ChangeKind, gene: HgncGene, before: str, after: str) -> LexiconChange:
    return LexiconChange(kind, gene.symbol, before, after, gene.hgnc_id, gene.entrez)


def _successors(gene: HgncGene, newer: Lexicon, after: Mapping[str, HgncGene]) -> list[str]:
    """Return the symbols of what a gene was merged into: HGNC keeps them under the symbol that was
    withdrawn.
    """
    terms = newer.terms(fold(gene.symbol))
    merged = (
        term
        for term in terms
        if term.written == gene.symbol and term.source in ("hgnc_withdrawn", "hgnc_prev_symbol")
    )
    return _symbols({hgnc_id for term in merged for hgnc_id in term.genes}, after)


def _words(
    older: Lexicon, newer: Lexicon, before: Mapping[str, HgncGene], after: Mapping[str, HgncGene]
) -> Iterator[LexiconChange]:
    for kind, sources in _WORDS.items():
        now = _meanings(newer, sources)
        for word, ids in _meanings(older, sources).items():
            if ids and ids != now.get(word, frozenset()):
                was = ",".join(_symbols(ids, before))
                yield LexiconChange(kind, word, was, ",".join(_symbols(now.get(word, ()), after)))


def _meanings(lexicon: Lexicon, sources: frozenset[MatchSource]) -> dict[str, frozenset[str]]:
    """Return which genes each word names, whatever of these sources has it."""
    found: dict[str, frozenset[str]] = {}
    for term in lexicon.all_terms():
        if term.source in sources:
            found[term.written] = found.get(term.written, frozenset()).union(term.genes)
    return found


def _symbols(ids: Iterable[str], genes: Mapping[str, HgncGene]) -> list[str]:
    return [genes[hgnc_id].symbol for hgnc_id in sorted(ids, key=id_number)]
