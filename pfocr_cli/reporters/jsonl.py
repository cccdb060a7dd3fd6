"""``jsonl``: one JSON object a line (https://jsonlines.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.terminal.safe_json import encode

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding


@reporter("jsonl")
class JsonLinesReporter(Reporter):
    """Writes each finding as a JSON object on a line of its own; nothing when there are none."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, finding: Finding) -> None:
        """Write one finding as a line."""
        self._stream.write(encode(finding.as_json()) + "\n")

    def finish(self, summary: Summary) -> None:
        """Write nothing: every line stands for itself."""
