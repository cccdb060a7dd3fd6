"""Which side table is missing, told by the keywords that none of those at hand explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.record.columns import GENES, MENTIONS, WORD, Kind
from pfocr_cli.record.keywords import recorded_keywords
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.record import Record

DISEASES: Kind = "diseases"
# How names of diseases end (MeSH's tree C, https://meshb.nlm.nih.gov/treeView); `-oma` and `-osis`
# need a beginning of some length: SOMA and Psis are none.
_DISEASE = regex(
    r"\b(?:cancer|tumou?r|disease|disorder|syndrome|diabetes|mellitus|infection|injury|failure"
    r"|deficiency|\w{3,}(?:itis|osis|iasis|opathy|oma|emia|trophy|plasia|sclerosis))s?$",
    re.IGNORECASE,
)
# A blank is in no symbol, and few are long words of lower-case letters (Drosophila's).
_WORD_OF_PROSE = regex(r".*\s.*|[A-Z]?[a-z]{6,}", re.DOTALL)

_SET_NAME = regex(r"[A-Z][a-z]{3,}(?: [a-z]+)*")


def kinds_explaining(record: Record, left: Sequence[tuple[int, str]]) -> list[Kind]:
    """Return the kinds of missing table that can explain keywords (with their indices): by what
    the words look like, and by their place, as genes come first and diseases last. All kinds that
    are missing where neither tells.
    """
    missing, keywords = record.missing_tables, recorded_keywords(record)
    genes, diseases = _words_of(record, GENES), _words_of(record, DISEASES)
    last_gene = max((at for at, word in enumerate(keywords) if word in genes), default=-1)
    first_disease = next((at for at, word in enumerate(keywords) if word in diseases), None)
    between = range(len(keywords))[last_gene + 1 : first_disease]
    found: set[Kind] = set()
    for at, word in left:
        if DISEASES in missing and _DISEASE.search(word):
            found.add(DISEASES)
        elif GENES in missing and not _WORD_OF_PROSE.fullmatch(word):
            found.add(GENES)
        elif at in between:
            found |= set(MENTIONS)
    return [kind for kind in missing if kind in found] or missing


def is_enriched_disease(record: Record, left: Sequence[tuple[int, str]]) -> bool:
    """Say whether all that is left is one disease as sets of genes are called by (``Noonan
    syndrome``), the last of the keywords of a record with its genes.

    Such a name came from an enrichment of the figure's genes; a table was never made of it. A word
    read from the figure has neighbours or other letters.
    """
    if len(left) != 1 or GENES in record.missing_tables:
        return False
    [(at, word)] = left
    is_last = at == len(recorded_keywords(record)) - 1
    return is_last and bool(_SET_NAME.fullmatch(word) and _DISEASE.search(word))


def _words_of(record: Record, kind: Kind) -> set[str]:
    column = record.gene_columns.symbol if kind == GENES else WORD
    return {row[column] for row in record.rows(kind) if isinstance(row.get(column), str)}
