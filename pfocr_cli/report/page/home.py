"""The first page: the verdict, what to begin with, the findings, and every section of a report."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pfocr_cli.report.page.assets import CHARTS, LIBRARY, LICENCES, SCRIPT, STYLE, THEME, asset
from pfocr_cli.report.page.findings_part import filters_html, findings_note
from pfocr_cli.report.page.markup import THEME_BUTTON, anchor, document, html_text, json_block
from pfocr_cli.report.page.rule_text import inline_html, rule_html, what_to_do
from pfocr_cli.report.page.sample import FindingSample, sample_json
from pfocr_cli.report.page.sections import PageSection, sections_of
from pfocr_cli.report.page.views import Picture, picture_html, table_html
from pfocr_cli.report.report import SECTIONS
from pfocr_cli.rules import RULES
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.report.findings import RuleRow
    from pfocr_cli.report.report import Report
    from pfocr_cli.report.verdict import CorpusVerdict

_BEFORE_FINDINGS = ("changes", "rules", "worklist")
"""Sections that lead to the findings; the others come after them."""
_FINDINGS = "Findings"
_NO_SCRIPT = (
    '<noscript><p class="faint">This browser runs no scripts here: charts and the list of findings '
    "are not drawn; the numbers are all below.</p></noscript>"
)


@dataclass(frozen=True)
class Beside:
    """What stands beside the first page in its folder: the pages of records are at ``records``
    (the beginning of their addresses), those of rules by their codes; ``files`` are others, each
    with its address and what it is.
    """

    records: str
    rules: Mapping[str, str]
    files: Sequence[tuple[str, str]]


def home_page(report: Report, sample: FindingSample, beside: Beside | None = None) -> str:
    """Return the first page, whole; ``beside`` where it is one of several."""
    sections = list(sections_of(report))
    found, shown = sample_json(sample.rows())
    pictures: dict[str, Picture] = {}
    parts = {each.name: _section_html(each, pictures) for each in sections}
    if report.rules and "rules" in parts:
        parts["rules"] += "".join(_explained(report.rules, beside))
    before = [name for name in _BEFORE_FINDINGS if name in parts]
    names = list(dict.fromkeys((*before, "findings", *parts)))
    parts["findings"] = _findings_html(found, shown, sample.seen)
    headings = {each.name: each.heading for each in sections} | {"findings": _FINDINGS}
    headings = {"verdict": SECTIONS["verdict"]} | {name: headings[name] for name in names}
    body = (
        '<a class="skip" href="#main">To the report</a>',
        f"<header><div><h1>{_headline(report)}</h1>{_made_with(report)}</div>",
        f"{THEME_BUTTON}</header>",
        f'<div class="layout">{_contents(headings)}<main id="main" tabindex="-1">{_NO_SCRIPT}',
        *_verdict_html(report, beside),
        *(parts[name] for name in names),
        f"</main></div>\n<footer>{_footer()}</footer>",
        json_block("report", replace(report, figids=None).as_json()),
        json_block("pictures", {name: picture.data() for name, picture in pictures.items()}),
        json_block("charts", json.loads(asset(CHARTS))),
        json_block("findings", {**found, "pages": beside.records if beside else ""}),
    )
    scripts = [asset(THEME), asset(LIBRARY), asset(SCRIPT)]
    return document(
        "Figure records: report", "\n".join(body), styles=[asset(STYLE)], scripts=scripts
    )


def _headline(report: Report) -> str:
    if report.verdict is None:
        return "Figure records: report"
    return f"{plural(report.verdict.records, 'figure record')}: what they hold, what is wrong"


def _made_with(report: Report) -> str:
    used = f"; genes held against HGNC {report.lexicon.hgnc}" if report.lexicon else ""
    return f'<p class="faint">made by {html_text(f"pfocr {report.pfocr}{used}")}</p>'


def _contents(headings: Mapping[str, str]) -> str:
    items = "".join(f"<li>{anchor(text, f'#{name}')}</li>" for name, text in headings.items())
    return f'<nav class="contents" aria-label="Contents"><ul>{items}</ul></nav>'


def _verdict_html(report: Report, beside: Beside | None) -> Iterator[str]:
    verdict = report.verdict
    yield f'<section id="verdict"><h2>{SECTIONS["verdict"]}</h2>'
    if verdict is not None:
        yield f'<ul class="tiles">{"".join(_tiles(verdict))}</ul>'
        yield (
            f"<p>{plural(verdict.errors, 'error')}, {plural(verdict.warnings, 'warning')}, "
            f"{plural(verdict.infos, 'info')}.</p>"
        )
    if report.rules:
        yield _first_to_do(report.rules[0])
    if beside is not None:
        items = "".join(
            f"<li>{anchor(path, path)}: {html_text(what)}</li>" for path, what in beside.files
        )
        yield f"<p>Beside this page:</p><ul>{items}</ul>" if items else ""
    yield "</section>"


def _tiles(verdict: CorpusVerdict) -> Iterator[str]:
    unreadable = f" ({verdict.unreadable:,} unreadable)" if verdict.unreadable else ""
    for kind, count, what in (
        ("all", verdict.records, "records"),
        ("error", verdict.with_errors, f"with errors{unreadable}"),
        ("warning", verdict.with_warnings, "with warnings only"),
        ("sound", verdict.sound, "sound"),
        ("empty", verdict.nothing_to_check, "with nothing to check"),
    ):
        yield f'<li class="{kind}"><strong>{count:,}</strong> {what}</li>'


def _first_to_do(worst: RuleRow) -> str:
    """Return what to begin with: the worst rule, what it found, and what to do."""
    rule = RULES[worst.code]
    heading = anchor(f"{rule.code} {rule.name}", f"#rule-{rule.code}")
    found = f"{plural(worst.findings, worst.severity)} in {plural(worst.figures, 'figure')}"
    return (
        f'<div class="begin"><h3>Begin with {heading}</h3>'
        f"<p>{found}: {inline_html(rule.summary)}</p>"
        f"<p><strong>What to do:</strong> {what_to_do(rule)}</p>"
        f"<p>{_show_findings(rule.code)}</p></div>"
    )


def _show_findings(code: str) -> str:
    return f'<a href="#findings" data-findings-of="{code}">Show the findings of {code}</a>'


def _explained(rows: Sequence[RuleRow], beside: Beside | None) -> Iterator[str]:
    """Yield what each rule means and what to do, folded away."""
    yield "<h3>What the rules mean, and what to do</h3>"
    for code in dict.fromkeys(row.code for row in rows):
        rule = RULES[code]
        own = beside.rules.get(code, "") if beside else ""
        links = " · ".join(
            filter(None, (_show_findings(code), anchor("All its figures", own) if own else ""))
        )
        yield (
            f'<details class="rule" id="rule-{code}"><summary><strong>{code} {rule.name}</strong>: '
            f"{inline_html(rule.summary)}</summary>{rule_html(rule)}<p>{links}</p></details>"
        )


def _section_html(section: PageSection, pictures: dict[str, Picture]) -> str:
    """Return a section; its pictures are added to those that the page's script draws."""
    shown = []
    for number, part in enumerate(section.parts):
        if isinstance(part, Picture):
            name = f"chart-{section.name}-{number}"
            pictures[name] = part
            shown.append(picture_html(name, part))
        else:
            shown.append(table_html(part))
    lead = f"<p>{html_text(section.lead)}</p>" if section.lead else ""
    inner = "".join(shown)
    if section.side_by_side:
        inner = f'<div class="pairs">{inner}</div>'
    return (
        f'<section id="{section.name}"><h2>{html_text(section.heading)}</h2>{lead}{inner}</section>'
    )


def _findings_html(found: Mapping[str, object], shown: int, seen: int) -> str:
    return (
        f'<section id="findings"><h2>{_FINDINGS}</h2>{findings_note(shown, seen)}'
        f'{filters_html(found)}<table id="findings-table"><caption>Errors and warnings, the worst '
        "first</caption></table></section>"
    )


def _footer() -> str:
    licences = "".join(f"{html_text(line)}\n" for line in asset(LICENCES).split("\n"))
    return (
        "<details><summary>Licences of the libraries in this page</summary>"
        f'<pre tabindex="0">{licences}</pre></details>'
    )
