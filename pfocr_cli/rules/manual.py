"""The rules' manual pages, from their docstrings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.rules import Rule


def _heading(rule: Rule) -> str:
    return f"{rule.code} {rule.name} ({' or '.join(str(severity) for severity in rule.severities)})"


def as_text(rule: Rule) -> str:
    """Return a rule's page for a terminal."""
    heading = _heading(rule)
    return f"{heading}\n{'-' * len(heading)}\n\n{rule.page}"


def as_markdown(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    return f"## {_heading(rule)}\n\n{rule.page}"


def as_list(rules: Sequence[Rule]) -> str:
    """Return a line a rule: code, name, severity, what it finds."""
    name = max(len(rule.name) for rule in rules)
    return "\n".join(
        f"{rule.code}  {rule.name:{name}}  {rule.severity!s:7}  {rule.summary}" for rule in rules
    )


def pages_json(rules: Sequence[Rule]) -> str:
    """Return the rules as a JSON list: code, name, severities (the usual one first), what its fixes
    are (null: it has none), summary, page.
    """
    pages = [
        {
            "code": rule.code,
            "name": rule.name,
            "severities": [str(severity) for severity in rule.severities],
            "fix": rule.fix,
            "summary": rule.summary,
            "page": rule.page,
        }
        for rule in rules
    ]
    return json.dumps(pages, indent=2, ensure_ascii=False)
