"""Side tables that no record of a run claims, and what is said of them (D703)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pfocr_cli.finding import Finding
from pfocr_cli.inputs.stray_tables import StrayTables
from pfocr_cli.record.source import Place
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.stray_tables import SearchedFolders, StrayTable


def stray_tables_of(
    inputs: Sequence[Input], job: ValidateJob, searched: SearchedFolders, *, sees_all: bool = True
) -> StrayTables:
    """Return the side tables that seem to have no record; none where no rule asks, or where not
    all records are seen: the record may be in another shard.
    """
    asks = any(rule.of_stray for code, rule in RULES.items() if code in job.codes)
    return searched.stray_tables(inputs) if asks and sees_all else StrayTables()


def orphans(left: Iterable[StrayTable]) -> Iterator[Finding]:
    """Yield what is said of side tables that no record claimed."""
    tables = list(left)
    for rule in RULES.values():
        if rule.of_stray is not None:  # only where it is asked for is any left
            for table in tables:
                yield Finding(
                    file=table.display_path,
                    figid=table.figid,
                    place=Place(1, 1, 1, 1),
                    code=rule.code,
                    name=rule.name,
                    severity=rule.severity,
                    message=rule.of_stray(table.figid),
                    pointer="",
                    value=os.path.basename(table.display_path),
                )
