"""S101-S104: whether a record, and the rows of its side tables, have the shape their schema
demands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record import Record, is_draft
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.columns import GENES
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules import rule
from pfocr_cli.rules.generation_clash import clash_of, is_other_document
from pfocr_cli.wording import QUOTED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record.fault import ShapeFault, ShapeKind


def _has_misfits(record: Record) -> bool:
    return record.has_misfits


def _misfits(record: Record, kind: ShapeKind) -> Iterator[tuple[ShapeFault, str | None]]:
    """Yield the misfits of one kind in the record and its side tables, with the table's kind."""
    yield from ((fault, None) for fault in record.misfits if fault.kind == kind)
    for table, content in record.tables.items():
        yield from ((fault, table) for fault in content.misfits if fault.kind == kind)


def _problems(record: Record, kind: ShapeKind) -> Iterator[Problem]:
    for fault, table in _misfits(record, kind):
        where = f"/{table}{fault.pointer}" if table else fault.pointer
        value = (
            fault.value
            if table or kind == "unknown-key"
            else record.reading.written(fault.pointer, fault.value)
        )
        mark = '"' if record.reading.syntax == "json" else "'"
        at: Literal["key", "value"] = "key" if kind == "unknown-key" else "value"
        message = f"{table}: {fault.message}" if table and fault.pointer else fault.message
        advice, fix = _advice(fault, value, mark), _quotes(fault, value)
        yield Problem(message + advice, where, at, value, table=table, fix=fix)


def _quotes(fault: ShapeFault, value: str) -> Fix | None:
    """Return the fix that makes text of what YAML takes for a number or a truth value."""
    if fault.absent or not fault.quotable:
        return None
    written = value if len(value) <= QUOTED_LIMIT else "it"
    return Fix(f"put {written} into quotes", safe=True, changes=(Replace(fault.pointer, value),))


def _advice(fault: ShapeFault, value: str, mark: str) -> str:
    """Return what to write where text belongs; ``mark`` is the quote that the record's syntax
    has.
    """
    # Quotes around null make a title that nobody meant. A figure's word may be anything but absent.
    if fault.absent and not (value and fault.pointer.endswith("/word")):
        return f": write the text{f', or {mark}{mark} if there is none' * fault.empty_fits}"
    if not fault.quotable:
        return ""
    return f": write {mark}{value}{mark}" if len(value) <= QUOTED_LIMIT else ": put it into quotes"


@rule("S101", "missing-key", Severity.ERROR, blocks="fields", where=_has_misfits)
def missing_key(record: Record) -> Iterator[Problem]:
    """A key that every record of this generation has is missing.

    Why: the site's pages and the BioThings reader take each key for granted. `pfocr schema` prints
    which keys a generation has; the finding stands at the entry that lacks them.

    Bad:

        genes:
        - word: RANK
          symbol: RANK

    Good:

        genes:
        - word: RANK
          symbol: RANK
          source: hgnc_alias_symbol
          hgnc_symbol: TNFRSF11A
          entrez: '8792'

    Fix: add the key. Of a gene that holds only its `word`, `pfocr normalize --fill` finds the
    rest.
    """
    for fault, table in _misfits(record, "missing-key"):
        if table is None:  # of a side table, the header lacks the column: D702
            message = _OF_A_DRAFT if _is_of_a_draft(record, fault) else fault.message
            if is_other_document(record.generation, fault.missing):
                message = f"no figure record: no figid; {fault.message}"
            yield Problem(message, fault.pointer, value=", ".join(fault.missing))


_OF_A_DRAFT = "a draft of a gene that holds only its word: run `pfocr normalize --fill`"


def _is_of_a_draft(record: Record, fault: ShapeFault) -> bool:
    """Say whether the mapping that lacks keys is a curator's draft, ``- word: RANKL`` and nothing
    else.
    """
    start, _, index = fault.pointer.rpartition("/")
    genes = record.data.get(GENES)
    return start == pointer(GENES) and isinstance(genes, list) and is_draft(genes[int(index)])


@rule("S102", "wrong-type", Severity.ERROR, fix="safe", blocks="fields", where=_has_misfits)
def wrong_type(record: Record) -> Iterator[Problem]:
    """A value is of another type than its key holds: a number for text, text for a list.

    Why: `entrez: 8792` without quotes is a number, and joins with tables of text ids find nothing.

    Bad:

        entrez: 8792

    Good:

        entrez: '8792'

    Fix: put a number, `true` or `false` that is to be text into quotes, as it is written. Anything
    else is for you to correct: write the value in the type that the message names.
    """
    yield from _problems(record, "wrong-type")


@rule("S103", "unknown-key", Severity.ERROR, blocks="fields", where=_has_misfits)
def unknown_key(record: Record) -> Iterator[Problem]:
    """A key that no record of this generation has.

    Why: it is most often a misspelt one, and then the right one is missing; or a record mixes the
    keys of two generations.

    Bad:

        captoin: Action of oestrogen

    Good:

        caption: Action of oestrogen

    Fix: rename the key (the message names the nearest) or remove it.
    """
    for problem in _problems(record, "unknown-key"):
        is_of_record = problem.pointer == pointer(problem.value)
        clash = clash_of(record, problem.value) if is_of_record else ""
        yield problem._replace(message=problem.message + clash)


@rule("S104", "bad-value", Severity.ERROR, blocks="fields", where=_has_misfits)
def bad_value(record: Record) -> Iterator[Problem]:
    """An id, a date, a number or a word of a fixed list that is not valid.

    Why: ids are what records are joined by. Free text (captions, titles, the reference, the
    journal, the figure's number) may be empty or odd and is not judged here.

    Bad:

        entrez: TP53

    Good:

        entrez: '7157'

    Fix: write a value that is valid: the message says what it can be.
    """
    yield from _problems(record, "bad-value")
