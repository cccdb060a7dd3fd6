"""How many findings of which code: the table that ``text`` and ``--statistics`` end with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pfocr_cli.finding import Severity
from pfocr_cli.terminal.writer import SEVERITY_STYLES
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.terminal.writer import Segment, Writer

STYLES = {severity: SEVERITY_STYLES[str(severity)] for severity in Severity}
_ROW = "{count:>{width}}  {code:<4}  {name:<{name_width}}  "


def write_counts(
    writer: Writer, counts: Mapping[tuple[str, Severity], int], names: Mapping[str, str]
) -> None:
    """Write count, code, name and severity, a line each, the most frequent (and then the worst)
    first.

    ``counts`` is by code and severity; ``names`` gives a code's name.
    """
    rows = sorted(
        ((count, *key) for key, count in counts.items() if count),
        key=lambda row: (-row[0], -row[2], row[1]),
    )
    width = max((len(f"{row[0]:,}") for row in rows), default=0)
    name_width = max((len(names.get(row[1], "")) for row in rows), default=0)
    for count, code, severity in rows:
        name = names.get(code, "")
        start = _ROW.format(
            count=f"{count:,}", width=width, code=code, name=name, name_width=name_width
        )
        writer.line((start, ""), (str(severity), STYLES[severity]))


def phrase(counts: Mapping[Severity, int]) -> Iterator[Segment]:
    """Yield ``2 errors, 1 warning`` in pieces, worst first, each in its colour."""
    separator = ""
    for severity in sorted(Severity, reverse=True):
        if count := counts.get(severity, 0):
            yield separator, ""
            yield plural(count, str(severity)), STYLES[severity]
            separator = ", "


def by_severity(counts: Mapping[tuple[str, Severity], int]) -> Counter[Severity]:
    """Return the counts without the codes."""
    total: Counter[Severity] = Counter()
    for (_, severity), count in counts.items():
        total[severity] += count
    return total
