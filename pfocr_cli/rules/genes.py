"""G501-G504 and G506: whether a gene's symbol is the one that HGNC gives the gene of its Entrez
id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.record import HUMAN, Record
from pfocr_cli.record.changes import Remove, Replace
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.reading import Reading
from pfocr_cli.record.tables import Table
from pfocr_cli.rules import gene_rule
from pfocr_cli.rules.symbols import Owner, Verdict, text_of, verdict_of
from pfocr_cli.wording import quoted

_Row = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The keys of a gene entry, or the columns of a gene table: ``term`` is what of the lexicon the
    word was matched with.
    """

    table: str | None
    owner: Owner
    symbol: str
    entrez: str
    term: str


IN_RECORD = Layout(None, "HGNC", "hgnc_symbol", "entrez", "symbol")
IN_TABLE = Layout("genes", "NCBI", "ncbigene_symbol", "ncbigene_id", "match")


def layout_of(record: Record) -> Layout:
    """Return how the genes of a record are laid out."""
    return IN_RECORD if "genes" in record.data else IN_TABLE


def judged_rows(record: Record) -> list[_Row]:
    """Return the genes that HGNC can speak of, with their indices: a record's own, or the human
    rows of its table.

    None of a table whose rows cannot be trusted: D702 comes first.
    """
    if "genes" in record.data:
        own = record.data["genes"]
        return (
            [(n, row) for n, row in enumerate(own) if isinstance(row, dict)]
            if isinstance(own, list)
            else []
        )
    table = record.tables.get("genes")
    rows = table.rows if table and table.usable else []
    return [(n, row) for n, row in enumerate(rows) if row.get("organism_id") == HUMAN]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found in a record, and by what.

    Four rules ask for it in turn, and looking is most of their work.
    """

    table: Table | None
    lexicon: Lexicon
    found: list[tuple[int, dict[str, Any], Verdict]]


_JUDGED: WeakKeyDictionary[Reading, _Judged] = WeakKeyDictionary()


def _problems(record: Record, lexicon: Lexicon, code: str) -> Iterator[Problem]:
    """Yield the genes of a record whose symbol and id have this verdict."""
    layout, table = layout_of(record), record.tables.get("genes")
    judged = _JUDGED.get(record.reading)
    if judged is None or judged.table is not table or judged.lexicon is not lexicon:
        judged = _JUDGED[record.reading] = _Judged(table, lexicon, list(_verdicts(record, lexicon)))
    for index, row, verdict in judged.found:
        if verdict.code == code:
            yield _problem(verdict, pointer("genes", index), row, layout)


def _verdicts(record: Record, lexicon: Lexicon) -> Iterator[tuple[int, dict[str, Any], Verdict]]:
    layout = layout_of(record)
    symbol, entrez, owner = layout.symbol, layout.entrez, layout.owner
    for index, row in judged_rows(record):
        try:
            verdict = verdict_of(row.get(symbol), row.get(entrez), owner, lexicon)
        except TypeError:  # a list or a mapping, which is S102's
            continue
        if verdict is not None:
            yield index, row, verdict


def _problem(verdict: Verdict, where: str, row: dict[str, Any], layout: Layout) -> Problem:
    key = layout.entrez if verdict.code == "G504" else layout.symbol
    at, fix = where + pointer(key), None
    if verdict.current:
        change = Replace(at, verdict.current, layout.table)
        fix = Fix(f"write {verdict.current}", safe=layout is IN_RECORD, changes=(change,))
    return Problem(
        verdict.message, at, value=row[key], severity=verdict.severity, table=layout.table, fix=fix
    )


@gene_rule("G501", "stale-symbol", Severity.WARNING, Severity.INFO)
def stale_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that the gene of this Entrez id bore before HGNC renamed it, or that was merged into
    that gene's.

    Why: the records were matched in 2020 and 2021, and HGNC has renamed many genes since; who looks
    for the gene by its new name does not find the figure. The Entrez id says which gene is meant; a
    symbol that the lexicon has as approved is never called stale, whatever else it was. A symbol in
    another case than the gene's own, present or previous, is stale too (`C9ORF72` is C9orf72). In
    the gene tables of 2023 records an info: their symbols are NCBI's. Names as the lexicon's
    release has them, which the message names: `pfocr lexicon info`.

    Bad:

        hgnc_symbol: GBA
        entrez: '2629'

    Good:

        hgnc_symbol: GBA1
        entrez: '2629'

    Fix: safe; write the approved symbol, also where it stands in schema-jsonld.keywords. In side
    tables unsafe.
    """
    return _problems(record, lexicon, "G501")


@gene_rule("G502", "withdrawn-symbol", Severity.WARNING)
def withdrawn_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that HGNC has withdrawn, and that leads to no one gene of this Entrez id.

    Why: there is no such gene any more, or there are several; the message names those that the
    entry was merged into. One that was merged into the gene of the Entrez id is G501.

    Bad:

        hgnc_symbol: DFNA2
        entrez: NA

    Good:

        hgnc_symbol: KCNQ4
        entrez: '9132'

    Fix: none; find out which gene the figure means, and write its symbol and id.
    """
    return _problems(record, lexicon, "G502")


@gene_rule("G503", "unknown-symbol", Severity.ERROR, Severity.WARNING)
def unknown_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that is not HGNC's, now or before.

    Why: nobody finds the gene by it. The message says what HGNC calls the gene of the Entrez id. It
    is an error only where the symbol is an alias of other genes. An alias of that very gene, or a
    symbol that the lexicon has not at all, is a warning: HGNC may have made it the gene's symbol
    since the release that the message names (CENPJ is CPAP by now, BVES is POPDC1), or it is a
    slip. So it is where the id is unknown too. In gene tables, what NCBI alone names so is let
    pass: `LOC` with the gene's own id, and the genes of the mitochondrion (`ND1` is HGNC's MT-ND1).

    Bad:

        hgnc_symbol: RANKL
        entrez: '8600'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: none; use a newer lexicon (`pfocr lexicon update`, then `--lexicon latest`), or write the
    symbol that the message names, or the right id.
    """
    return _problems(record, lexicon, "G503")


@gene_rule("G504", "entrez-mismatch", Severity.ERROR)
def entrez_mismatch(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """The symbol and the Entrez id are two genes.

    Why: readers by symbol and readers by id see different figures, and nobody can tell which is
    right. Where a symbol that is no longer approved, or an alias, leads to another gene than the
    id, the message says how.

    Bad:

        hgnc_symbol: TNFSF11
        entrez: '8792'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: none; look at the figure's word, and write the symbol and the id of the gene that it means.
    """
    return _problems(record, lexicon, "G504")


@gene_rule("G506", "repeated-gene", Severity.WARNING)
def repeated_gene(record: Record, _: Lexicon) -> Iterator[Problem]:
    """A gene that is there twice: two rows equal in every field.

    Why: counts of genes, and tests of enrichment, count it twice. The same gene by another word is
    no repetition: that is how a figure names it.

    Bad:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'
        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Good:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Fix: unsafe; take the later one out, as `pfocr normalize --dedupe` does. Rows of side tables
    stay.
    """
    layout, rows = layout_of(record), judged_rows(record)
    first: dict[str, int] = {}
    for index, row in rows if _may_repeat([row for _, row in rows], layout) else ():
        same = first.setdefault(repr(sorted(row.items(), key=repr)), index)
        if same != index:
            where, word, noun = (
                pointer("genes", index),
                text_of(row.get("word")),
                "row" if layout.table else "entry",
            )
            fix = (
                Fix("take it out", safe=False, changes=(Remove(where),))
                if layout is IN_RECORD
                else None
            )
            message = f"{quoted(word)} is there again: every field is that of {noun} {same + 1}"
            yield Problem(message, where, value=word, table=layout.table, fix=fix)


def _may_repeat(rows: Sequence[dict[str, Any]], layout: Layout) -> bool:
    """Say whether a closer look is worth its while."""
    try:
        return len(
            {(row.get("word"), row.get(layout.symbol), row.get(layout.entrez)) for row in rows}
        ) < len(rows)
    except TypeError:
        return True
