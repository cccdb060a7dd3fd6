"""What schema-jsonld.keywords must become when genes change: each item in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.record import Record
from pfocr_cli.record.changes import Change, Extend, Insert, Remove, Replace, changed
from pfocr_cli.record.pointer import pointer, steps
from pfocr_cli.rules.keywords import KEYWORDS, recorded_keywords, symbol_column


def keyword_changes(record: Record, changes: Iterable[Change]) -> list[Change]:
    """Return the changes to the keywords that changes to the genes bring with them.

    A renamed symbol's item is renamed in its place; where another row, chemical or disease still
    bears the old name, that item stays and the new one follows it. The symbol of a new gene comes
    after that of the gene before it. No item is there twice for it.

    Raises RefusedError where they are one text, and would have to become a list.
    """
    of_genes = [change for change in changes if steps(change.pointer)[:1] == ["genes"]]
    recorded = recorded_keywords(record)
    if not of_genes or not isinstance(record.jsonld.get("keywords"), list | str):
        return []
    own = record.data.get("genes")
    before = own if isinstance(own, list) else record.rows("genes")
    after = changed({"genes": before}, of_genes)["genes"]
    renamed = dict[str, list[str]]()
    column = symbol_column(record)
    for change in of_genes:
        _, row, *key = steps(change.pointer)
        if isinstance(change, Replace) and key == [column]:
            for old in {
                (was := before[int(row)][column]),
                was.strip(),
            }:  # white space around it is not part of a name
                renamed.setdefault(old, []).append(change.value)
    named = [row.get("word") for kind in ("chemicals", "diseases") for row in record.rows(kind)]
    words = [word for word in named if isinstance(word, str)]
    symbols = _symbols(after, column)
    groups = _renamed(recorded, renamed, {*symbols, *words})
    if any(isinstance(change, Extend | Insert) for change in of_genes):
        _add(groups, symbols)
    return list(_as_changes(record, recorded, groups))


def _symbols(rows: Sequence[object], column: str) -> list[str]:
    values = (row.get(column) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def _renamed(
    recorded: Sequence[str], renamed: dict[str, list[str]], borne: set[str]
) -> list[list[str]]:
    """Return for each recorded item what stands in its place afterwards; an empty list before them
    for what comes first.
    """
    new = {symbol for symbols in renamed.values() for symbol in symbols}
    groups: list[list[str]] = [[]]
    seen: set[str] = set()
    for item in recorded:
        group = ([item] if item not in renamed or item in borne else []) + renamed.get(item, [])
        groups.append(
            [symbol for symbol in dict.fromkeys(group) if symbol not in new or symbol not in seen]
        )
        seen.update(group)
    return groups


def _add(groups: list[list[str]], symbols: Sequence[str]) -> None:
    """Add the symbols that are missing, each after the one that it follows among the genes."""
    present = {item: group for group in groups for item in group}
    group, at = groups[0], 0
    for symbol in symbols:
        if symbol in present:
            group = present[symbol]
            at = group.index(symbol) + 1
        else:
            group.insert(at, symbol)
            at += 1


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
