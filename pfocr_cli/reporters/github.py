"""``github``: annotations on the lines of a pull request, through the log of GitHub Actions.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from pfocr_cli.finding import Finding, Severity, counts_phrase
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.wording import visible

MOST_ANNOTATIONS = 10
"""Annotations of one severity that GitHub takes from a step; it drops the others without a word."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


@reporter("github")
class GithubReporter(Reporter):
    """Writes a workflow command for the first ten findings of each severity, and one with the
    rest's counts.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._seen: Counter[Severity] = Counter()

    def add(self, finding: Finding) -> None:
        """Write one finding as a command; past the limit only count it."""
        self._seen[finding.severity] += 1
        if self._seen[finding.severity] <= MOST_ANNOTATIONS:
            self._write(_LEVELS[finding.severity], _properties(finding), finding.message)

    def _write(self, level: str, properties: dict[str, str], message: str) -> None:
        listed = ",".join(
            f"{key}={visible(value.translate(_PROPERTY))}" for key, value in properties.items()
        )
        space = " " if listed else ""
        self._stream.write(f"::{level}{space}{listed}::{visible(message.translate(_DATA))}\n")

    def finish(self, summary: Summary) -> None:
        """Write how many findings have no annotation, where there are such."""
        rest = {
            severity: count - MOST_ANNOTATIONS
            for severity, count in self._seen.items()
            if count > MOST_ANNOTATIONS
        }
        if rest:
            counts = "".join(text for text, _ in counts_phrase(rest))
            self._write(
                "notice",
                {},
                f"{counts} more without an annotation; --format text or sarif shows them",
            )


def _properties(finding: Finding) -> dict[str, str]:
    place = finding.place
    title = f"{finding.code} {finding.name}"
    lines = {"file": finding.file, "line": str(place.line), "endLine": str(place.end_line)}
    if place.line != place.end_line:  # the runner takes columns only within one line
        return {**lines, "title": title}
    return {**lines, "col": str(place.column), "endColumn": str(place.end_column), "title": title}
