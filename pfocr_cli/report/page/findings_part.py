"""The list of findings on the first page: what it holds, and what it is filtered by. The list
itself is drawn by the page's script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.report.page.markup import html_text
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def findings_note(shown: int, seen: int) -> str:
    """Return how many findings the list holds of how many there are."""
    if not seen:
        return "<p>No errors and no warnings.</p>"
    told = f"{plural(shown, 'finding')}"
    if shown < seen:
        told = (
            f"{shown:,} of {plural(seen, 'finding')}: of the rules that found most, the first ones"
        )
    return f"<p>{told}. Infos are counted above and not listed.</p>"


def filters_html(found: Mapping[str, object]) -> str:
    """Return what the findings are filtered by: rule, severity, generation, and words."""
    rules, records = _lists(found["rules"]), _lists(found["records"])
    named = sorted((code, f"{code} {name}") for code, name in rules)
    generations = sorted({record[2] for record in records} - {""})
    choices = (
        _choice("rule", "Rule", named),
        _choice("severity", "Severity", (("error", "error"), ("warning", "warning"))),
        _choice("generation", "Generation", ((each, each) for each in generations)),
    )
    return (
        f'<div class="filters" role="search" aria-label="Findings">{"".join(choices)}'
        '<label class="wide" for="filter-text">Words'
        '<input type="search" id="filter-text" placeholder="figid, file, symbol …"></label>'
        '<button type="button" id="filter-none">Show all</button></div>'
    )


def _lists(value: object) -> list[tuple[str, ...]]:
    return list(value) if isinstance(value, list) else []


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f'<option value="{html_text(value)}">{html_text(text)}</option>' for value, text in options
    )
    return (
        f'<label for="filter-{name}">{label}<select id="filter-{name}">'
        f'<option value="">all</option>{told}</select></label>'
    )
