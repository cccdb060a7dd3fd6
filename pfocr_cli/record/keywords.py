"""schema-jsonld.keywords: what they should be, what they are, and how they follow the genes.

They are the genes' symbols, then the chemicals' words, then the diseases' words, without repeats.
Whatever changes the genes (normalising, filling drafts, an export of some of them or into another
form) asks ``followed`` what becomes of the keywords, so that all do the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from pfocr_cli.record import NOTHING, Record
from pfocr_cli.record.columns import GENE_FORMS, GENES, KINDS, MENTIONS, WORD, Kind
from pfocr_cli.record.pointer import pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

KEYWORDS = pointer("schema-jsonld", "keywords")
_NAMING = tuple(
    dict.fromkeys(name for form in GENE_FORMS for name in (form.word, form.term, form.symbol))
)


def expected_keywords(record: Record) -> list[str]:
    """Return the genes' symbols, the chemicals' words and the diseases' words, without repeats."""
    texts = dict.fromkeys(symbols_and_words(record))
    for text in NOTHING:
        texts.pop(text, None)
    return [*texts]


def symbols_and_words(record: Record) -> list[str]:
    """Return what keywords are made of: all that genes, chemicals and diseases are called, with
    repeats and with what stands for nothing.
    """
    return [name for kind in KINDS for name in _names(record, kind)]


def _names(record: Record, kind: Kind) -> list[str]:
    """Return what keywords call the genes, chemicals or diseases."""
    if kind not in record.data:
        table = record.tables.get(kind)
        return [row.keyword for row in table.entries] if table else []
    if kind == GENES and (entries := record.reading.known_genes):
        values: list[object] = [entry.symbol for entry in entries]
    else:
        column = record.gene_columns.symbol if kind == GENES else WORD
        values = [row.get(column) for row in record.rows(kind)]
    return [value for value in values if type(value) is str]


def recorded_keywords(record: Record) -> list[str]:
    """Return the items of schema-jsonld.keywords; R writes a list of one as the bare text."""
    return [item if isinstance(item, str) else "" for item in _items(record)]


def unexplained(record: Record) -> list[tuple[int, str]]:
    """Return the keywords, with their indices, that are none of the record's symbols or words."""
    named = (row.get(column) for kind in KINDS for row in record.rows(kind) for column in _NAMING)
    known = {*filter(is_text, named), *NOTHING}
    return [
        (index, item) for index, item in enumerate(recorded_keywords(record)) if item not in known
    ]


def mentioned_words(record: Record) -> set[str]:
    """Return the words of the record's chemicals and diseases."""
    return {*filter(is_text, (row.get(WORD) for kind in MENTIONS for row in record.rows(kind)))}


@dataclass(frozen=True)
class SymbolChanges:
    """The genes' symbols ``before`` and ``after`` a change, and what each that was ``renamed`` is
    called now.
    """

    before: Collection[str]
    after: Sequence[str]
    renamed: Mapping[str, Sequence[str]] = field(default_factory=dict)


def followed(
    recorded: Sequence[str], genes: SymbolChanges, words: Collection[str], *, adds: bool = False
) -> list[list[str]]:
    """Return what stands in place of each recorded keyword once the genes have changed, as a list
    each; a list before them for what comes first.

    ``words`` are the chemicals' and diseases'. A renamed symbol's keyword is renamed in its place;
    where a gene, chemical or disease still bears the old name it stays, and the new one follows it.
    One that nothing bears any more is gone, one that was no gene's is left alone. ``adds``: symbols
    that are missing are put after the one that they follow among the genes. No keyword is there
    twice for it. ::

        followed(["A", "B", "ATP"], SymbolChanges("AB", ["A2"], {"A": ["A2"]}), {"ATP"})
        [[], ["A2"], [], ["ATP"]]
    """
    borne, lost = {*genes.after, *words}, {*genes.before, *genes.renamed}
    new = {symbol for symbols in genes.renamed.values() for symbol in symbols}
    groups: list[list[str]] = [[]]
    seen: set[str] = set()
    for item in recorded:
        stays = item in borne or item not in lost
        group = dict.fromkeys([item] * stays + [*genes.renamed.get(item, ())])
        groups.append([symbol for symbol in group if symbol not in new or symbol not in seen])
        seen.update(group)
    if adds:
        _add(groups, list(dict.fromkeys(genes.after)))
    return groups


def with_keywords(record: Record, groups: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the record's data with the keywords that ``followed`` gave; its own where they are
    the same.
    """
    items, (first, *others) = _items(record), groups
    kept: list[Any] = list(first)
    for item, recorded, group in zip(items, recorded_keywords(record), others, strict=True):
        kept += [item] if [*group] == [recorded] else group
    if kept == items:
        return {**record.data}
    return {**record.data, "schema-jsonld": {**record.jsonld, "keywords": kept}}


def is_text(value: object) -> TypeGuard[str]:
    """Say whether a value is text."""
    return isinstance(value, str)


def _items(record: Record) -> list[Any]:
    value = record.jsonld.get("keywords")
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _add(groups: list[list[str]], symbols: Sequence[str]) -> None:
    present = {item: group for group in groups for item in group}
    group, at = groups[0], len(groups[0])
    for symbol in symbols:
        if symbol in present:
            group = present[symbol]
            at = group.index(symbol) + 1
        else:
            group.insert(at, symbol)
            at += 1
