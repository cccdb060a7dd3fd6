"""The findings that a page has room for: all where they are few, else the first of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.export.links import figure_page
from pfocr_cli.finding import Severity
from pfocr_cli.record.site import SITE
from pfocr_cli.report.page.markup import json_inside
from pfocr_cli.wording import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.finding import Finding

MOST_ROWS = 8_000
MOST_LISTED_BYTES = 1_400_000
"""Of the findings as JSON: with the libraries and all numbers, the page stays below 3 MB."""
_LONGEST = 300
"""Characters of a message that a row holds."""
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding, the generation of its record, and the address of the record's own page (empty: it
    has none).
    """

    finding: Finding
    generation: str
    page: str


class FindingSample:
    """Keeps findings of all rules alike: where there is no room for all, the rules of which there
    are most have the same number each, their first ones.
    """

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.seen = 0
        self._most = most
        self._by_rule: dict[tuple[Severity, str], list[KeptFinding]] = {}
        self._kept = 0

    def add(self, finding: Finding, generation: str = "", page: str = "") -> None:
        """Keep a finding, unless there is room only for those of other rules."""
        self.seen += 1
        mine = self._by_rule.setdefault((finding.severity, finding.code), [])
        if self._kept >= self._most:
            longest = max(self._by_rule.values(), key=len)
            if len(mine) >= len(longest) - 1:
                return
            longest.pop()
            self._kept -= 1
        mine.append(KeptFinding(finding, generation, page))
        self._kept += 1

    def rows(self) -> list[KeptFinding]:
        """Return what was kept: errors first, and of a severity the rules with most findings."""
        order = sorted(
            self._by_rule,
            key=lambda rule: (-rule[0], -len(self._by_rule[rule]), rule[1]),
        )
        return [row for rule in order for row in self._by_rule[rule]]


def sample_json(rows: Sequence[KeptFinding]) -> tuple[dict[str, object], int]:
    """Return the findings as the page's script reads them, and how many of them: as many as
    ``MOST_LISTED_BYTES`` hold, thinned out evenly.
    """
    step = 1
    while True:
        kept = rows[::step]
        found = _compact(kept)
        size = len(json_inside(found).encode())
        if size <= MOST_LISTED_BYTES:
            return found, len(kept)
        step += size // MOST_LISTED_BYTES


def _compact(rows: Sequence[KeptFinding]) -> dict[str, object]:
    """Return findings in lists that name rules, records and files once, and rows of numbers into
    them::

        {"site": "https://…", "rules": [["G501", "stale-symbol"]],
         "records": [["PMC1__f1", "", "2021b", ""]], "files": ["_figures/PMC1__f1.md"],
         "rows": [[rule, severity, record, file, line, column, message, fix, what it does]]}

    Of a record: figid, the address of its page at the database where that is not simply made of
    it, generation, its page here. ``fix``: 1 safe, 2 unsafe.
    """
    rules, records, files = _Numbers(), _Numbers(), _Numbers()
    told = [
        [
            rules.of((row.finding.code, row.finding.name)),
            _ORDER.index(row.finding.severity),
            records.of(_record(row)),
            files.of(visible(row.finding.file)),
            row.finding.place.line,
            row.finding.place.column,
            _short(row.finding.message),
            *_fix(row.finding),
        ]
        for row in rows
    ]
    return {
        "site": SITE,
        "rules": rules.all,
        "records": records.all,
        "files": files.all,
        "rows": told,
    }


class _Numbers:
    """Numbers things in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def of(self, thing: object) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    @property
    def all(self) -> list[object]:
        return list(self._numbers)


def _record(row: KeptFinding) -> tuple[str, str, str, str]:
    figid = row.finding.figid or ""
    page = figure_page(figid) if figid else ""
    is_plain = page == f"{SITE}/figures/{figid}.html"
    return visible(figid), "" if is_plain else page, row.generation, row.page


def _fix(finding: Finding) -> Iterator[int | str]:
    if finding.fix is not None:
        yield 1 if finding.fix.safe else 2
        yield _short(finding.fix.message)


def _short(text: str) -> str:
    return shortened(visible(text), _LONGEST)
