"""Drafts: gene entries in which a curator has written only the figure's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem
from pfocr_cli.inputs.decisions import NO_DECISIONS, Decisions
from pfocr_cli.record import Record, is_draft
from pfocr_cli.record.changes import Change, Extend, Insert
from pfocr_cli.record.columns import GENES, WORD, draft_of, gene_entry
from pfocr_cli.record.pointer import pointer
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.lexicon.answers import Answer, Match
    from pfocr_cli.lexicon.store import Lexicon

DRAFT_CODE = "S101"
"""The rule that finds drafts: keys are missing."""
_CANDIDATES = 6
"""Genes of a word that a message names."""
_REASONS = {
    "unknown": "no gene of the lexicon is called so",
    "ambiguous": "it can be any of several genes",
}


def drafts(
    record: Record, lexicon: Lexicon, decisions: Decisions = NO_DECISIONS
) -> Iterator[Problem]:
    """Yield a problem for each draft: with the fix that completes it, or without and with the
    reason why not.

    A family becomes its members, an entry each with the figure's word. Written is what a symbol, a
    family, the table of words or a synonym that nothing contradicts says. Left alone are an
    ambiguous word, one of which a part leads to no gene (filled, nobody would see that something is
    missing), a guess, and what only a name leads to, for which records have no source. What
    a curator has decided is written as it is; a word that was decided to be no gene stays as it is,
    and nothing is asked.
    """
    genes = record.data.get(GENES)
    for index, row in enumerate(genes if isinstance(genes, list) else []):
        if not is_draft(row):
            continue
        word, where = row[WORD], pointer(GENES, index)
        decision = decisions.of(record.figid, word)
        if decision and not decision.genes:
            continue
        answer = decisions.answer(word, record.figid, lexicon)
        if not answer.is_certain:
            message = f"the draft {quoted(word)}: {_reason(answer)}"
            yield Problem(message, where, value=word, code=DRAFT_CODE)
            continue
        matches = list({match.hgnc_id: match for match in reversed(answer.matches)}.values())[::-1]
        symbols = ", ".join(match.hgnc_symbol for match in matches)
        fix = Fix(
            f"complete it: {symbols}", safe=True, changes=tuple(_entries(index, word, matches))
        )
        yield Problem(
            f"the draft {quoted(word)} is {symbols}", where, value=word, fix=fix, code=DRAFT_CODE
        )


def _reason(answer: Answer) -> str:
    """Return why a person must look at a draft."""
    if answer.status == "resolved":
        told = "; ".join(answer.doubts)
    elif answer.status == "partial":
        told = answer.note
    else:
        told = f"no gene here, but {answer.means}" if answer.means else _REASONS[answer.status]
    candidates = list(dict.fromkeys(match.hgnc_symbol for match in answer.matches))
    return f"{told} ({listed(candidates, _CANDIDATES)})" if candidates else told


def _entries(index: int, word: str, matches: list[Match]) -> Iterator[Change]:
    first, *others = (
        gene_entry(match.symbol, match.source, match.hgnc_symbol, match.entrez) for match in matches
    )
    yield Extend(pointer(GENES, index), tuple(first.items()))
    yield from (Insert(pointer(GENES, index + 1), draft_of(word) | entry) for entry in others)
