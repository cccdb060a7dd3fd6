"""A folder of pages: the first one, one a record with findings, those of each rule, and the data
beside them.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, ClassVar, Protocol

from pfocr_cli.regex import regex
from pfocr_cli.report.page.assets import STYLE, THEME, asset
from pfocr_cli.report.page.home import Beside, home_page
from pfocr_cli.report.page.record_page import record_page
from pfocr_cli.report.page.rule_page import RulePages, page_of_rule
from pfocr_cli.report.page.sample import FindingSample
from pfocr_cli.rules import RULES
from pfocr_cli.terminal.safe_json import encode

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding
    from pfocr_cli.report.facts import FigureFacts
    from pfocr_cli.report.report import Report

_PLAIN_NAME = regex(r"[A-Za-z0-9]+__[A-Za-z0-9._-]{1,119}")
"""As figids are; no name that Windows keeps for itself (``con``, ``nul``) has two underscores."""
RECORDS, RULE_PAGES = "records/", "rules/"
_REPORT = "report.json"


class PageNames:
    """Gives each record a name for its page that every file system takes and no other record has;
    where letters differ in case alone, some file systems see one name.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, figid: str, file: str) -> str:
        """Return the name for the next record: its figid where that can be one.

        >>> PageNames().of("PMC1__f1", "PMC1__f1.md")
        'PMC1__f1.html'
        """
        name = figid
        if not _PLAIN_NAME.fullmatch(figid) or figid.casefold() in self._taken:
            given = f"{figid}\0{file}\0{len(self._taken)}".encode("utf-8", "backslashreplace")
            kept = re.sub(r"[^A-Za-z0-9_]+", "-", figid).strip("-")[:60] or "record"
            name = f"{kept}-{hashlib.sha256(given).hexdigest()[:12]}"
        self._taken.add(name.casefold())
        return f"{name}.html"


class WritesPages(Protocol):
    """Takes whole files, by their paths in a folder."""

    def write(self, name: str, data: bytes) -> None:
        """Take a file."""


class PageFolder:
    """Writes the pages of records and rules as they come, and the first page at the end."""

    wants_findings: ClassVar[bool] = True

    def __init__(self, folder: WritesPages) -> None:
        self._folder = folder
        self._sample = FindingSample()
        self._names = PageNames()
        self._record: FigureFacts | None = None
        self._page = ""
        self._found: list[Finding] = []
        self._rules: dict[str, RulePages] = {}
        self._written: set[str] = set()

    @property
    def names(self) -> frozenset[str]:
        """The files that were written, by their paths in the folder."""
        return frozenset(self._written)

    def add(self, finding: Finding, facts: FigureFacts | None) -> None:
        """Take a finding of a record; those of one come together. None: it is of no record."""
        if facts is not self._record:
            self._end_record()
            self._record = facts
            self._page = ""
            if facts is not None:
                self._page = self._names.of(facts.figid, facts.file)
        generation = facts.generation if facts else ""
        self._sample.add(finding, generation, self._page)
        if finding.code not in self._rules:
            self._rules[finding.code] = RulePages(RULES[finding.code], self._write)
        self._rules[finding.code].add(finding, f"{RECORDS}{self._page}" if self._page else "")
        if facts is not None:
            self._found.append(finding)

    def _end_record(self) -> None:
        if self._record is not None and self._found:
            self._write(f"{RECORDS}{self._page}", record_page(self._record, self._found))
        self._found = []

    def finish(self, report: Report) -> None:
        """Write what is left: the last record, the rules' last pages, and what they lead from."""
        self._end_record()
        for pages in self._rules.values():
            pages.finish()
        rules = {code: f"{RULE_PAGES}{page_of_rule(code, 1)}" for code in self._rules}
        beside = Beside(RECORDS, rules, [(_REPORT, "the numbers, as JSON")])
        self._write("index.html", home_page(report, self._sample, beside))
        self._write(STYLE, asset(STYLE))
        self._write(THEME, asset(THEME))
        self._write(_REPORT, encode(report.as_json(), indent=1) + "\n")

    def _write(self, name: str, text: str) -> None:
        self._written.add(name)
        self._folder.write(name, text.encode("utf-8", "backslashreplace"))
