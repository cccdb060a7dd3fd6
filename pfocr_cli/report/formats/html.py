"""``html``: one page for a browser, with charts and every number, that asks nothing of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TextIO

from pfocr_cli.report.formats import report_format
from pfocr_cli.report.page.home import home_page
from pfocr_cli.report.page.sample import FindingSample

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding
    from pfocr_cli.report.facts import FigureFacts
    from pfocr_cli.report.report import Report


@report_format("html")
class HtmlWriter:
    """Keeps as many findings as a page has room for, and writes it at the end."""

    wants_findings: ClassVar[bool] = True

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._sample = FindingSample()

    def add(self, finding: Finding, facts: FigureFacts | None) -> None:
        """Keep one finding, unless those of other rules need the room."""
        self._sample.add(finding, facts.generation if facts else "")

    def finish(self, report: Report) -> None:
        """Write the whole page."""
        self._stream.write(home_page(report, self._sample))
