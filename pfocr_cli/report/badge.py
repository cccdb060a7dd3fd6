"""The badge of a corpus, as shields.io's endpoint takes it.

Source: https://shields.io/badges/endpoint-badge
"""

from __future__ import annotations

import json

from pfocr_cli.report.verdict import CorpusVerdict
from pfocr_cli.wording import plural


def badge_of(verdict: CorpusVerdict) -> str:
    """Return the badge as JSON: how many figures, and how many of them have errors or warnings.

    >>> json.loads(badge_of(CorpusVerdict(8, 0, 2, 0, 6, 0, 0, 3, 0)))["message"]
    '8 figures, 2 with warnings'
    """
    if not verdict.records:
        state, color = "", "lightgrey"
    elif verdict.with_errors:
        state, color = f", {verdict.with_errors:,} with errors", "red"
    elif verdict.with_warnings:
        state, color = f", {verdict.with_warnings:,} with warnings", "yellow"
    elif verdict.sound == verdict.records:
        state, color = ", all sound", "brightgreen"
    else:
        state = f", {verdict.sound:,} sound, {verdict.nothing_to_check:,} with nothing to check"
        color = "brightgreen" if verdict.sound else "lightgrey"
    message = plural(verdict.records, "figure") + state
    badge = {"schemaVersion": 1, "label": "pfocr", "message": message, "color": color}
    return json.dumps(badge) + "\n"
