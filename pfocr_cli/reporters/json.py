"""``json``: one array, a finding a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.terminal.safe_json import JsonArray

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding


@reporter("json")
class JsonReporter(Reporter):
    """Writes the findings as one JSON array, each as soon as it is known."""

    def __init__(self, stream: TextIO) -> None:
        self._array = JsonArray(stream)

    def add(self, finding: Finding) -> None:
        """Write one finding as an element."""
        self._array.add(finding.as_json())

    def finish(self, summary: Summary) -> None:
        """End the array."""
        self._array.close()
