"""What of a record, or of a side table, does not fit its schema."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pfocr_cli.record.fault import ShapeFault
from pfocr_cli.record.pointer import steps

if TYPE_CHECKING:
    from collections.abc import Collection

    from pfocr_cli.record.known_entries import KnownEntry
    from pfocr_cli.record.validator import Validator

MOST_MISFITS = 1_000
"""Values of one record that are said not to fit its schema; a file with more of them is no record.
"""


def misfits_of(
    validator: Validator,
    data: object,
    extra_keys: Collection[str] = (),
    genes: Collection[KnownEntry] = (),
) -> tuple[ShapeFault, ...]:
    """Return what of data does not fit a schema, but for ``extra_keys``; ``genes`` are those of a
    record, where they are known entries.
    """
    if validator.record_fits(data, genes):
        return ()
    faults = (fault for fault in validator.explain(data) if not _is_extra(fault, extra_keys))
    found = tuple(islice(faults, MOST_MISFITS + 1))
    if len(found) <= MOST_MISFITS:
        return found
    more = f"more than {MOST_MISFITS:,} values do not fit the schema; the others are not listed"
    return (*found[:MOST_MISFITS], ShapeFault("bad-value", "", more, ""))


def _is_extra(fault: ShapeFault, extra_keys: Collection[str]) -> bool:
    """Say whether all that is wrong is a key of the project's own."""
    if not extra_keys or fault.kind != "unknown-key":
        return False
    *_, key = steps(fault.pointer)
    return key in extra_keys
