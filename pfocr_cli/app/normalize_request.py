"""What ``normalize`` is asked: where the command line ends and the use case begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pfocr_cli.app.run import Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.normalize_job import NormalizeJob
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input

Mode = Literal["write", "check", "diff", "output"]
"""In place; list the files; show a patch; write the record (from standard input) to standard
output.
"""


@dataclass(frozen=True)
class NormalizeRequest:
    """A request to normalise.

    ``folder`` takes all records instead of their own places; ``todo`` is a file. ``others`` are the
    files that are read beside the records. ``counts_unread``: records that cannot be read are only
    counted.
    """

    inputs: Sequence[Input]
    job: NormalizeJob
    mode: Mode = "write"
    folder: str | None = None
    todo: str | None = None
    others: Sequence[FileRead] = ()
    fail_on_left: bool = False
    counts_unread: bool = False
    work: Work = field(default_factory=Work)
