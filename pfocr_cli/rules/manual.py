"""The rules' manual pages, from their docstrings."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

from pfocr_cli.errors import PfocrError
from pfocr_cli.rules import RULES, Rule, select_codes

_WIDEST, _NARROWEST = 96, 30
"""Characters of a line that is still easily read, and the least that holds most words."""


def _heading(rule: Rule) -> str:
    return f"{rule.code} {rule.name} ({rule.severities_told})"


def rules_about(words: Sequence[str]) -> tuple[list[Rule], bool]:
    """Return the rules that words name, each a code, the beginning of one, or a name; else those
    whose pages speak of all the words, the likeliest first; all without words. And whether they
    were named.

    Raises:
        PfocrError: there are none; near names are given.
    """
    try:
        return [RULES[code] for code in sorted(select_codes(words, ()))], bool(words)
    except PfocrError:
        wanted = [word.casefold() for text in words for word in text.split()]
        found = [rule for rule in RULES.values() if all(_speaks_of(rule, word) for word in wanted)]
        if not found:
            raise
    return sorted(found, key=lambda rule: -_nearness(rule, wanted)), False


def _speaks_of(rule: Rule, word: str) -> bool:
    return any(word in text.casefold() for text in (rule.code, rule.name, rule.page))


def _nearness(rule: Rule, words: Sequence[str]) -> int:
    """Return how much a rule is about words: most where they are its name or what it finds."""
    summary = rule.summary.casefold()
    return sum(2 * (word in rule.name) + (word in summary) for word in words)


def as_text(rule: Rule, width: int | None = None) -> str:
    """Return a rule's page for a terminal of that width; as it is written where there is none."""
    heading = _heading(rule)
    page = rule.page
    if width is not None:
        page = "\n\n".join(_wrapped(part, width) for part in rule.page.split("\n\n"))
    return f"{heading}\n{'-' * len(heading)}\n\n{page}"


def _wrapped(paragraph: str, width: int) -> str:
    """Return a paragraph broken between words; an example stays as it is."""
    if paragraph.startswith(" "):
        return paragraph
    return _fill(" ".join(paragraph.split()), min(width, _WIDEST))


def _fill(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(
        text,
        max(width, _NARROWEST),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_markdown(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    return f"## {_heading(rule)}\n\n{rule.page}"


def as_list(rules: Sequence[Rule], width: int | None = None) -> str:
    """Return a line a rule: code, name, severity, what it finds; for a terminal of that width the
    last is broken between words, in its column.
    """
    name = max(len(rule.name) for rule in rules)
    lines = []
    for rule in rules:
        start = f"{rule.code}  {rule.name:{name}}  {rule.severity!s:7}  "
        line = f"{start}{rule.summary}"
        lines.append(line if width is None else _in_column(start, rule.summary, width))
    return "\n".join(lines)


def _in_column(start: str, text: str, width: int) -> str:
    """Return text broken between words behind what it begins with; below it where there is no room
    behind.
    """
    if width - len(start) < _NARROWEST:
        return f"{start.rstrip()}\n{textwrap.indent(_fill(text, width - 4), '    ')}"
    first, *others = _fill(text, width - len(start)).split("\n")
    return "\n".join([start + first, *(" " * len(start) + other for other in others)])


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
