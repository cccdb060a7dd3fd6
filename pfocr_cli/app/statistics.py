"""``--statistics``: how many findings there are of each code.

It is no format, and so not registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.finding import write_counts
from pfocr_cli.reporters import Reporter
from pfocr_cli.terminal.writer import Writer

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding
    from pfocr_cli.reporters import Summary


class Statistics(Reporter):
    """A reporter that writes a table (count, code, name, severity), the most frequent code
    first.
    """

    def __init__(self, stream: TextIO) -> None:
        self._writer = Writer(stream)

    @property
    def has_enough(self) -> bool:
        """Say that the summary is enough."""
        return True

    def add(self, finding: Finding) -> None:
        """Leave a finding to the summary, which counts it."""

    def finish(self, summary: Summary) -> None:
        """Write the table of the summary's counts; nothing where there are none."""
        write_counts(self._writer, summary.counts, summary.names)
