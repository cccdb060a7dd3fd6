"""The changes to schema-jsonld.keywords that changes to the genes bring with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.record.changes import Change, Extend, Insert, Remove, Replace, changed
from pfocr_cli.record.columns import GENES
from pfocr_cli.record.keywords import (
    KEYWORDS,
    SymbolChanges,
    followed,
    mentioned_words,
    recorded_keywords,
)
from pfocr_cli.record.pointer import pointer, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pfocr_cli.record import Record


def keyword_changes(record: Record, changes: Iterable[Change]) -> list[Change]:
    """Return the changes to the keywords that changes to the genes bring with them.

    Raises RefusedError where they are one text, and would have to become a list.
    """
    groups = keyword_groups(record, changes)
    return [] if groups is None else list(_as_changes(record, recorded_keywords(record), groups))


def keyword_groups(record: Record, changes: Iterable[Change]) -> list[list[str]] | None:
    """Return what stands in place of each keyword once the genes have changed, as ``followed``
    does; None where there are no keywords, or no gene changes.
    """
    below_genes = pointer(GENES) + "/"  # the whole, where it changes, is no list of genes
    of_genes = [change for change in changes if change.pointer.startswith(below_genes)]
    recorded = recorded_keywords(record)
    if not of_genes or not isinstance(record.jsonld.get("keywords"), list | str):
        return None
    own, column = record.data.get(GENES), record.gene_columns.symbol
    rows = own if isinstance(own, list) else record.rows(GENES)
    return followed(
        recorded,
        SymbolChanges(
            _symbols(rows, column),
            _symbols(changed({GENES: rows}, of_genes)[GENES], column),
            _renamed(rows, column, of_genes),
        ),
        mentioned_words(record),
        adds=any(isinstance(change, Extend | Insert) for change in of_genes),
    )


def _symbols(rows: Sequence[object], column: str) -> list[str]:
    values = (row.get(column) for row in rows if isinstance(row, dict))
    return [value for value in values if isinstance(value, str) and value]


def _renamed(
    rows: Sequence[dict[str, str]], column: str, changes: Iterable[Change]
) -> dict[str, list[str]]:
    """Return what each symbol that changes is called then."""
    renamed = dict[str, list[str]]()
    for change in changes:
        _, row, *key = steps(change.pointer)
        if isinstance(change, Replace) and key == [column]:
            old = rows[int(row)][column]
            for name in {old, old.strip()}:  # white space around it is not part of a name
                renamed.setdefault(name, []).append(change.value)
    return renamed


def _as_changes(
    record: Record, recorded: Sequence[str], groups: Sequence[Sequence[str]]
) -> Iterator[Change]:
    if isinstance(record.jsonld.get("keywords"), str):  # R writes a list of one as the bare text
        text = [item for group in groups for item in group]
        if len(text) != 1:
            raise RefusedError("schema-jsonld.keywords is a text, and would have to be a list")
        if text != [*recorded]:
            yield Replace(KEYWORDS, text[0])
        return
    first, *others = groups
    yield from (Insert(KEYWORDS + pointer(0), item) for item in first)
    for index, (item, group) in enumerate(zip(recorded, others, strict=True)):
        if not group:
            yield Remove(KEYWORDS + pointer(index))
        elif group[0] != item:
            yield Replace(KEYWORDS + pointer(index), group[0])
        yield from (Insert(KEYWORDS + pointer(index + 1), item) for item in group[1:])
