"""What a record loses on the way from one generation to another: all that is not what it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pfocr_cli.export.rendered import Loss
from pfocr_cli.record.columns import ID_COLUMNS, KINDS, SOURCE
from pfocr_cli.record.identifiers import identifiers, unreadable_ids
from pfocr_cli.wording import plural

Row = Mapping[str, Any]


def lost_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Loss]:
    """Yield the top-level keys that are not what they were."""
    for key, value in before.items():
        if key in KINDS or repr(after.get(key, ...)) == repr(value):
            continue
        if key == "schema-jsonld" and key in after:
            gone = len(value["keywords"]) - len(after[key]["keywords"])
            yield counted(gone, "keyword of schema-jsonld", "keywords of schema-jsonld")
        else:
            yield Loss(key)


def counted(number: int, one: str, many: str) -> Loss:
    """Return the loss of so many of something."""
    return Loss(plural(number, one, many), many, number)


def lost_cells(kind: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Loss]:
    """Yield the keys of entries that are not what they were, and of how many."""
    counts: Counter[str] = Counter()
    for old, new in zip(before, after, strict=True):
        counts.update(key for key in old if not _is_kept(key, old, new))
    for key, count in counts.items():
        yield _of_entries(f"{key} of", count, kind)


def _of_entries(what: str, count: int, kind: str) -> Loss:
    entries = plural(count, kind.removesuffix("s"))
    return Loss(f"{what} {entries}", f"{what} {kind}", count)


def _is_kept(key: str, old: Row, new: Row) -> bool:
    """Say whether a value is what it was, or is an id that other columns hold by now."""
    if key not in new and key in (SOURCE, *ID_COLUMNS):
        return set(identifiers(old)) <= set(identifiers(new)) and not unreadable_ids(old)
    return repr(new.get(key, ...)) == repr(old[key])


def missing_cells(kind: str, keys: Iterable[str], entries: Sequence[Row]) -> Iterator[Loss]:
    """Yield the keys that entries lack: a table has each column in each row, and ``NA`` for what is
    missing.
    """
    counts = Counter(key for entry in entries for key in keys if key not in entry)
    for key, count in counts.items():
        yield _of_entries(f"that {key} is missing in", count, kind)
