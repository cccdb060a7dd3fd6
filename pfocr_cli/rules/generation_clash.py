"""Why a record was judged as one generation, where its keys are those of two, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.record import Record, schema
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence


def clash_of(record: Record, key: str) -> str:
    """Return what to add to the message of a key that belongs to another generation: which one,
    and why the record was not judged as that; empty for a key of none.

    >>> clash_of(record, "doi")  # doctest: +SKIP
    ': it belongs to 2023, and the record is judged as 2021a: it has pathway_score'
    """
    others = [name for name in schema.GENERATIONS if key in schema.properties(name)]
    if not others or record.generation not in schema.GENERATIONS:
        return ""
    elsewhere = frozenset[str]().union(*(schema.properties(name) for name in others))
    own = [
        each
        for each in record.data
        if each in schema.properties(record.generation) and each not in elsewhere
    ]
    why = f": it has {listed(own, most=3)}" if own else ""
    return (
        f": it belongs to {' and '.join(others)}, and the record is judged as "
        f"{record.generation}{why}"
    )


def is_other_document(generation: str, missing: Sequence[str]) -> bool:
    """Say whether a mapping that lacks these keys is no figure record at all: it has no figid, and
    few of the others.
    """
    return "figid" in missing and 2 * len(missing) > len(schema.required(generation))
