"""The worst findings of a run: as many as a report holds, and how many more there were."""

from __future__ import annotations

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.wording import plural


class Worst:
    """Keeps at most ``most`` findings: the worst, and of those of one severity the first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Severity, list[tuple[int, Finding]]] = {
            severity: [] for severity in sorted(Severity, reverse=True)
        }
        self._total = 0

    def add(self, finding: Finding) -> None:
        """Keep one finding, and let the latest of the mildest go where that makes too many."""
        self._total += 1
        self._kept[finding.severity].append((self._total, finding))
        if self._total > self._most:
            next(found for found in reversed(self._kept.values()) if found).pop()

    def by_severity(self) -> list[Finding]:
        """Return what was kept, the worst first, those of one severity in the order they came."""
        return [finding for found in self._kept.values() for _, finding in found]

    def in_order(self) -> list[Finding]:
        """Return what was kept in the order it came."""
        numbered = [pair for found in self._kept.values() for pair in found]
        return [finding for _, finding in sorted(numbered, key=lambda pair: pair[0])]

    @property
    def cut(self) -> int:
        """How many findings were let go."""
        return max(self._total - self._most, 0)

    @property
    def message(self) -> str:
        """What is said of those that were let go; empty where there are none."""
        if not self.cut:
            return ""
        left = plural(self.cut, "finding")
        return f"{left} left out: a run holds {self._most:,} results, the worst first"
