"""Formats of reports on a corpus: each is one decorated class in a module of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, TextIO

from pfocr_cli.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.finding import Finding
    from pfocr_cli.report.facts import FigureFacts
    from pfocr_cli.report.report import Report


class ReportWriter(Protocol):
    """Writes a report. One that ``wants_findings`` is given those of at least a warning before,
    each with its place, in the order of the inputs: they are then located, which costs time.
    """

    wants_findings: ClassVar[bool]

    def __init__(self, stream: TextIO) -> None: ...

    def add(self, finding: Finding, facts: FigureFacts | None) -> None:
        """Take one finding, of the record with those facts (the same object for all findings of a
        record, which come together); None: it is of no record.
        """

    def finish(self, report: Report) -> None:
        """Write the report; the stream stays open."""


class WithoutFindings:
    """The part of a writer that has no use for findings."""

    wants_findings: ClassVar[bool] = False

    def add(self, finding: Finding, facts: FigureFacts | None) -> None:
        """Let it go."""


WRITERS: Registry[type[ReportWriter]] = Registry("pfocr_cli.report.formats", "report format")


def report_format(name: str) -> Callable[[type[ReportWriter]], type[ReportWriter]]:
    """Register a class that writes a report to a stream as the format ``name``."""

    def register(make: type[ReportWriter]) -> type[ReportWriter]:
        WRITERS.add(name, make)
        return make

    return register
