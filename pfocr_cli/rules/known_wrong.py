"""G509: whether a row has a gene that its word is known not to mean: by the table of words, or by
what a curator decided.

Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.lexicon.forms import date_symbols
from pfocr_cli.lexicon.plain_words import (
    is_plain,
    is_plain_symbol,
    is_plain_term,
    is_plainly,
    sure_genes,
)
from pfocr_cli.record.match_sources import BY_FAMILY
from pfocr_cli.rules.matches import (
    Judgement,
    Recorded,
    answer_of,
    genes_of,
    leading_to,
    named_in,
)
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pfocr_cli.inputs.decisions import Decision
    from pfocr_cli.lexicon.answers import Answer, Match
    from pfocr_cli.lexicon.model import HgncGene
    from pfocr_cli.lexicon.store import Lexicon

_TABLE = "the table of words"
"""The step of ``Match.how`` by which an answer is the table's."""


def wrong_by_table(row: Recorded, lexicon: Lexicon) -> Judgement | None:
    """Return what is wrong by the table of words; None: nothing, or the table does not say.

    ``resolve`` is asked only about words that the table can know anything of.
    """
    word = row.word
    if _is_own_symbol(row, lexicon) or is_plain_term(word, lexicon):
        return None
    sure = sure_genes(word, lexicon)
    if sure and lexicon.id_with_entrez(row.entrez) in sure:
        return None
    genes = genes_of(row, lexicon)
    if not genes or is_plainly((gene.symbol for gene in genes), word) or is_plain(word, lexicon):
        return None
    answer = answer_of(word, lexicon)
    if leading_to(genes, answer.matches):
        return None
    part = _contradicted_part(row, genes, answer)
    return None if part is None else _known_wrong(row, genes[0], answer, part)


def _is_own_symbol(row: Recorded, lexicon: Lexicon) -> bool:
    """Say without looking it up whether a word is plain because it is the approved symbol beside
    its own id, in any case.
    """
    word, symbol = row.word, row.symbol
    is_symbol = word.upper() == symbol.upper() and is_plain_symbol(word)
    return is_symbol and lexicon.is_approved(symbol, row.entrez)


def decided(
    row: Recorded, decision: Decision, answer: Answer, lexicon: Lexicon
) -> Judgement | None:
    """Return what is wrong with a row whose word was decided to mean ``answer``."""
    genes = genes_of(row, lexicon)
    if not genes or leading_to(genes, answer.matches):
        return None
    message = f"{quoted(row.word)} is {named_in(answer.matches) or 'no gene'}, "
    message += f"{decision.reason}; the row has {genes[0].symbol}"
    return Judgement("G509", "word", message, _of_each_gene(answer.matches))


def _contradicted_part(row: Recorded, genes: Sequence[HgncGene], answer: Answer) -> str | None:
    """Return the part of the word of which the table of words says that it is not this gene; empty
    where that is the whole word.

    Where both the row and the table mean a family, who belongs to it is no mistake.
    """
    beaten = leading_to(genes, answer.also)
    if beaten:
        if not all(_TABLE in match.how.split(" > ") for match in beaten):
            return None
        part = beaten[0].part
    elif _is_all_by_table(answer):
        part = ""
    else:
        return None
    if answer.matches and part not in answer.unknown and not _of_part(answer, part):
        part = ""  # a family that only says what its member beside it is
    meant = {match.hgnc_id for match in _of_part(answer, part)}
    return None if row.source in BY_FAMILY and len(meant) > 1 else part


def _is_all_by_table(answer: Answer) -> bool:
    """Say whether the table of words says what the whole word means."""
    if answer.status == "stopped":
        return not date_symbols(answer.word.strip())
    by_table = [f"{_TABLE}: " in match.how for match in answer.matches]
    return answer.status == "resolved" and all(by_table)


def _of_part(answer: Answer, part: str) -> list[Match]:
    return [match for match in answer.matches if not part or match.part == part]


def _known_wrong(row: Recorded, gene: HgncGene, answer: Answer, part: str) -> Judgement:
    right = _of_each_gene(_of_part(answer, part))
    means = _meaning(answer, part)
    told = f" ({means})" if means and right else means
    said = f"{named_in(right)}{told}" if right else f"no gene here, but {told}"
    message = f"{quoted(part or row.word)} is {said}: {gene.symbol} is a known wrong match"
    return Judgement("G509", "word", message, right)


def _meaning(answer: Answer, part: str) -> str:
    """Return what the table of words says that a part is, or the whole word."""
    if answer.means:
        return answer.means
    for match in _of_part(answer, part):
        for step in match.how.split(" > "):
            if step.startswith(f"{_TABLE}: "):
                return step.removeprefix(f"{_TABLE}: ")
    stopped = f"{part} is no gene here: "
    notes = (note for note in answer.note.split("; ") if note.startswith(stopped))
    return next(notes, "").removeprefix(stopped)


def _of_each_gene(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple({match.hgnc_id: match for match in reversed([*matches])}.values())[::-1]
