"""Records in which `normalize` had nothing to do and nothing to say, which are most of those that
it has seen before: of them alone is kept that it is so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.app.cached_job import KeptForm
from pfocr_cli.app.normalize_job import NormalizeOutcome

if TYPE_CHECKING:
    from pfocr_cli.app.cached_job import KeptRow, KeptTables
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.inputs.search import Input


def _row_of(
    _item: Input, outcome: NormalizeOutcome, tables: KeptTables, _options: ReadOptions
) -> KeptRow | None:
    is_normal = not (outcome.made or outcome.left or outcome.unread or outcome.rewrites)
    return [tables, outcome.records, outcome.figids] if is_normal else None


def _outcome_of(chunk: Chunk, row: KeptRow, _options: ReadOptions) -> NormalizeOutcome:
    _, records, figids = row
    if type(records) is not int or not all(isinstance(figid, str) for figid in figids):
        raise TypeError
    return NormalizeOutcome(chunk.number, records, figids=list(figids))


NORMAL = KeptForm(_row_of, _outcome_of)
