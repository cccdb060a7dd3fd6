"""Findings as plain values, which take a fifth of the time to send to another process, and can be
kept as JSON. Of a fix there is what it says, and none of its changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pfocr_cli.finding import Finding, Fix, Severity
from pfocr_cli.record.source import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

PlainFinding: TypeAlias = "Sequence[Any]"
_SEVERITIES = {int(severity): severity for severity in Severity}


def plain_finding(finding: Finding) -> PlainFinding:
    """Return the values of a finding: in its order, a place and a fix as tuples."""
    *before, place, code, name, severity, message, pointer, value, excerpt, cut, about, fix = (
        finding
    )
    said = None if fix is None else (fix.message, fix.safe)
    after = message, pointer, value, excerpt, cut, about, said
    return (*before, tuple(place), code, name, int(severity), *after)


def finding_of(values: PlainFinding) -> Finding:
    """Return the finding that has these values, in tuples or in lists.

    Raises ValueError, TypeError, LookupError where they are none of a finding.
    """
    file, figid, place, code, name, severity, *said, excerpt, cut, about, fix = values
    message, pointer, value = said
    return Finding(
        file,
        figid,
        Place(*place),
        code,
        name,
        _SEVERITIES[severity],
        message,
        pointer,
        value,
        excerpt,
        cut,
        (about[0], about[1]) if about else None,
        Fix(fix[0], fix[1], ()) if fix else None,
    )
