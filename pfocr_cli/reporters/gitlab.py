"""``gitlab``: a Code Quality report
(https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TextIO

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.terminal.safe_json import JsonArray
from pfocr_cli.wording import visible

# GitLab's "critical" and "blocker" are about code that breaks a service; a wrong record is "major".
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


@reporter("gitlab")
class GitlabReporter(Reporter):
    """Writes one JSON array of issues, each as soon as it is known."""

    def __init__(self, stream: TextIO) -> None:
        self._array = JsonArray(stream)
        self._seen: Counter[str] = Counter()

    def add(self, finding: Finding) -> None:
        """Write one finding as an issue."""
        self._array.add(
            {
                "description": f"{finding.code} {visible(finding.message)}",
                "check_name": finding.name,
                "fingerprint": self._unique(finding.fingerprint),
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": visible(finding.file), "lines": {"begin": finding.place.line}},
            }
        )

    def _unique(self, fingerprint: str) -> str:
        """Return the fingerprint, changed by its ordinal from the second on: GitLab shows only the
        first of equals.
        """
        self._seen[fingerprint] += 1
        ordinal = self._seen[fingerprint]
        return (
            fingerprint
            if ordinal == 1
            else hashlib.sha256(f"{fingerprint} {ordinal}".encode()).hexdigest()[:32]
        )

    def finish(self, summary: Summary) -> None:
        """End the array."""
        self._array.close()
