"""What a report counts of one record that was judged: what it holds, and what the rules said."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.finding import VALUE_LIMIT, key_of
from pfocr_cli.record.columns import GENES
from pfocr_cli.rules import RULES
from pfocr_cli.rules.symbols import text_of
from pfocr_cli.sending import sent_by_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.finding import Problem, Severity
    from pfocr_cli.record import Record
    from pfocr_cli.report.facts import FigureFacts

Symbols = Literal["stale", "withdrawn", "ambiguous", "known_wrong"]
SYMBOL_RULES: dict[str, Symbols] = {
    "G501": "stale",
    "G502": "withdrawn",
    "G505": "ambiguous",
    "G509": "known_wrong",
}
"""The rules whose symbols a report lists, by what it calls them."""


class Hit(NamedTuple):
    """A finding without its place: the rule, how bad, and what its fix is (empty: it has none).

    ``file`` is the side table that it stands in, empty where that is the record itself. ``key`` is
    a digest of what tells it from others (`Finding.key`), empty where nobody compares them.
    """

    code: str
    severity: Severity
    fix: Literal["safe", "unsafe", ""] = ""
    file: str = ""
    key: bytes = b""


class SymbolHit(NamedTuple):
    """A symbol or word that a rule of genes spoke of, and the gene that it stands for there: of a
    stale symbol the one of today, of a word the one that was recorded.
    """

    code: str
    text: str
    gene: str


@sent_by_values
@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A record as a report sees it."""

    facts: FigureFacts
    hits: tuple[Hit, ...] = ()
    symbols: tuple[SymbolHit, ...] = ()


def digest_of_key(*parts: str) -> bytes:
    """Return a digest of what tells a finding from others."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=12).digest()


def hit_of(problem: Problem, record: Record, *, with_key: bool = False) -> Hit:
    """Return what a report keeps of a problem."""
    table = record.tables.get(problem.table) if problem.table else None
    fix: Literal["safe", "unsafe", ""] = ""
    if problem.fix is not None:
        fix = "safe" if problem.fix.safe else "unsafe"
    severity = problem.severity or RULES[problem.code].severity
    file = table.file if table else ""
    if not with_key:
        return Hit(problem.code, severity, fix, file)
    identity = record.figid or file or record.file
    key = key_of(identity, problem.code, problem.pointer, problem.value[:VALUE_LIMIT])
    return Hit(problem.code, severity, fix, file, digest_of_key(*key))


def symbol_hit(problem: Problem, record: Record) -> SymbolHit | None:
    """Return the symbol that a problem is about; None of a rule that is about something else."""
    if problem.code not in SYMBOL_RULES or (row := _row(problem, record)) is None:
        return None
    columns = record.gene_columns
    symbol = text_of(row.get(columns.symbol))
    if problem.code in ("G501", "G502"):
        today = problem.fix.message.removeprefix("write ") if problem.fix else ""
        return SymbolHit(problem.code, symbol, today)
    text = text_of(row.get(columns.term if problem.code == "G505" else columns.word))
    return SymbolHit(problem.code, text, symbol)


def _row(problem: Problem, record: Record) -> Mapping[str, object] | None:
    """Return the gene entry, or the row of the table, that a problem is about."""
    table = record.tables.get(GENES) if problem.table else None
    rows = table.rows if table else record.data.get(GENES)
    _, _, index, *_ = f"{problem.pointer}//".split("/")
    row = rows[int(index)] if isinstance(rows, list) and index.isdecimal() else None
    return row if isinstance(row, dict) else None
