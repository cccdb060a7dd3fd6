"""The page of one record with findings: what it is, and each finding with its line and its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.export.links import figure_page, paper
from pfocr_cli.report.page.markup import THEME_BUTTON, anchor, document_with_files, html_text
from pfocr_cli.terminal.excerpt import excerpt
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.finding import Finding
    from pfocr_cli.report.facts import FigureFacts

_ROOM = 160
"""Characters of a source line that are shown."""


def record_page(facts: FigureFacts, findings: Sequence[Finding]) -> str:
    """Return the page of a record; the first page, the rules' and the style are a folder above."""
    name = facts.figid or facts.file
    worst = sorted(findings, key=lambda each: -each.severity)
    items = "".join(f"<li>{_finding_html(each)}</li>" for each in worst)
    body = (
        f"<header><div><p>{anchor('The whole report', '../index.html')}</p>"
        f"<h1>{html_text(facts.title or name)}</h1></div>{THEME_BUTTON}</header>",
        f"<main>{_facts_html(facts)}<h2>{plural(len(findings), 'finding')}</h2>",
        f'<ul class="found">{items}</ul></main>',
    )
    return document_with_files(
        f"{name}: findings", "\n".join(body), style="../page.css", script="../theme.js"
    )


def _facts_html(facts: FigureFacts) -> str:
    lines = (
        ("Figure", anchor(facts.figid, figure_page(facts.figid)) if facts.figid else ""),
        ("Paper", anchor(facts.pmcid, paper(facts.pmcid))),
        ("Published", html_text(" ".join(filter(None, (facts.journal, facts.year))))),
        ("Organisms", html_text(", ".join(facts.organisms))),
        ("File", f"<code>{html_text(facts.file)}</code>"),
        ("Generation", html_text(facts.generation)),
    )
    told = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in lines if value)
    return f'<dl class="facts">{told}</dl>'


def _finding_html(finding: Finding) -> str:
    place, severity = finding.place, str(finding.severity)
    rule = anchor(f"{finding.code} {finding.name}", f"../rules/{finding.code}.html")
    where = html_text(f"{finding.file}:{place.line}:{place.column}")
    return "".join(
        (
            f'<b class="{severity}">{severity}</b> {rule} <code>{where}</code>',
            f"<p>{html_text(finding.message)}</p>",
            *_line_html(finding),
            *_fix_html(finding),
        )
    )


def _line_html(finding: Finding) -> Iterator[str]:
    """Yield the source line with the place marked, where there is one."""
    if not finding.excerpt:
        return
    shown = excerpt(finding.excerpt, *finding.marked, _ROOM, len)
    start, stop = shown.indent, shown.indent + shown.run
    before, marked, after = shown.text[:start], shown.text[start:stop], shown.text[stop:]
    line = f"{html_text(before)}<mark>{html_text(marked)}</mark>{html_text(after)}"
    yield f'<pre tabindex="0">{line}</pre>'


def _fix_html(finding: Finding) -> Iterator[str]:
    if finding.fix is None:
        return
    options = "--fix" if finding.fix.safe else "--fix --unsafe-fixes"
    file = html_text(finding.file)
    yield (
        f"<p><strong>Fix:</strong> {html_text(finding.fix.message)}"
        f" (<code>pfocr validate {options} {file}</code>)</p>"
    )
