"""``markdown``: the findings of a pull request as one comment, or a page of a job's summary.

GitHub takes 65,536 characters of a comment
(https://docs.github.com/en/rest/issues/comments), and drops a longer one whole.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.finding import Finding, Severity, by_severity, counts_phrase, page_address
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.reporters._worst import Worst
from pfocr_cli.terminal.markdown import code, escaped, link, table_head, table_row
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 64_000
"""Of the whole comment, as UTF-8: room for what a workflow puts before and after it."""
_MOST_ROWS = 1_000
"""More than a comment has room for."""
_HEAD = table_head(("Where", "Rule", "What", "Fix"))
_COMMENT = "<!-- pfocr validate -->"
"""By which a workflow finds its own comment again."""
_NAMED = 10
"""Rules that the last lines name."""


@reporter("markdown")
class MarkdownReporter(Reporter):
    """Keeps the worst findings, and writes at the end the verdict, a table, and what to do."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._worst = Worst(_MOST_ROWS)

    def add(self, finding: Finding) -> None:
        """Keep one finding, unless worse ones fill the report."""
        self._worst.add(finding)

    def finish(self, summary: Summary) -> None:
        """Write the whole comment."""
        findings = self._worst.by_severity()
        before = [_COMMENT, f"### {_verdict(summary)}"]
        advice = list(_advice(summary, findings))
        used = sum(len(text.encode("utf-8", "replace")) for text in (*before, *advice))
        rows = list(_fitting(findings, MOST_BYTES - used - len(_HEAD)))
        table = ["\n".join((_HEAD, *rows))] if rows else []
        left = _left_out(summary, findings[: len(rows)])
        self._stream.write("\n\n".join((*before, *table, *left, *advice)) + "\n")


def _fitting(findings: Sequence[Finding], room: int) -> Iterator[str]:
    """Yield the rows of the findings for as long as there is room."""
    for finding in findings:
        row = _row(finding)
        room -= len(row.encode("utf-8", "replace")) + 1
        if room < _ROOM_FOR_COUNTS:
            return
        yield row


_ROOM_FOR_COUNTS = 1_000
"""Bytes that the line about what is left out can take."""


def _row(finding: Finding) -> str:
    place, severity = finding.place, str(finding.severity)
    where = code(f"{finding.file}:{place.line}:{place.column}")
    mark = f"**{severity}**" if finding.severity is Severity.ERROR else severity
    return table_row(
        (where, f"{mark} {finding.code} {finding.name}", escaped(finding.message), _remedy(finding))
    )


def _remedy(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return f"`fix`{'' if finding.fix.safe else ' (unsafe)'}: {escaped(finding.fix.message)}"


def _verdict(summary: Summary) -> str:
    records = plural(summary.records, "record")
    counts = "".join(text for text, _ in counts_phrase(by_severity(summary.counts)))
    if failing := summary.failing.total():
        files = plural(len(summary.failing), "file")
        found = f"{counts} in {records}" if counts else f"{plural(failing, 'finding')} not shown"
        return f"pfocr: {found}; {files} failed"
    return f"pfocr: {counts or 'nothing found'} in {records}{'; none fails' if counts else ''}"


def _left_out(summary: Summary, shown: Sequence[Finding]) -> Iterator[str]:
    """Yield how many findings the table has no room for, by severity."""
    left = by_severity(summary.counts)
    left.subtract(Counter(finding.severity for finding in shown))
    if left.total():
        yield f"and {''.join(text for text, _ in counts_phrase(left))} more"


def _advice(summary: Summary, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what to do, and what genes were held against."""
    lines = []
    if safe := summary.mendable:
        lines.append(f"- `pfocr validate --fix` mends {safe:,}, marked `fix`.")
    if unsafe := summary.mendable_unsafe:
        lines.append(
            f"- `pfocr validate --fix --unsafe-fixes` mends {unsafe:,}, marked `fix` (unsafe): see "
            "whether each is meant."
        )
    if codes := list(dict.fromkeys(finding.code for finding in findings)):
        rules = ", ".join(f"`pfocr rule {each}`" for each in codes[:_NAMED])
        more = ", and so on" if len(codes) > _NAMED else ""
        lines.append(f"- What the rules mean: {rules}{more}.")
        pages = ", ".join(link(each, page_address(each)) for each in codes[:_NAMED])
        lines.append(f"- Their pages: {pages}{more}.")
    if lines:
        yield "\n".join(("**What to do**", "", *lines))
    if summary.lexicon is not None:
        yield escaped(f"genes held against {summary.lexicon}")
