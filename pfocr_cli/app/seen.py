"""What judging looked at, for results to be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfocr_cli.record import Record


@dataclass
class Seen:
    """What judging a chunk looked at: the records as they were read, and whether their past."""

    records: list[Record] = field(default_factory=list)
    asked_for_past: bool = False
