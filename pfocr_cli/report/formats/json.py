"""``json``: the numbers of all sections, as ``schemas/report.json`` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.report.formats import WithoutFindings, report_format
from pfocr_cli.terminal.safe_json import encode

if TYPE_CHECKING:
    from pfocr_cli.report.report import Report


@report_format("json")
class JsonWriter(WithoutFindings):
    """Writes the report as one JSON object, letters beyond ASCII as they are."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def finish(self, report: Report) -> None:
        """Write the object, and end its last line."""
        self._stream.write(encode(report.as_json(), indent=1) + "\n")
