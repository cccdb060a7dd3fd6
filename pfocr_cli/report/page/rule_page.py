"""The pages of one rule: what it means, and every figure in which it found something, so many a
page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.report.page.markup import THEME_BUTTON, anchor, document_with_files, html_text
from pfocr_cli.report.page.rule_text import inline_html, rule_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.finding import Finding
    from pfocr_cli.rules import Rule

ROWS_A_PAGE = 1_000
_HEADS = "".join(f'<th scope="col">{head}</th>' for head in ("Figure", "Severity", "What", "Where"))


@dataclass
class RulePages:
    """Collects the findings of a rule, and writes a page (its path and its text) whenever one is
    full: no more of them are kept than a page has.
    """

    rule: Rule
    write: Callable[[str, str], None]
    rows: list[str] = field(default_factory=list)
    pages: int = 0

    def add(self, finding: Finding, page: str) -> None:
        """Take a finding; ``page`` is the address of its record's page."""
        if len(self.rows) == ROWS_A_PAGE:
            self._write(has_next=True)
        name = html_text(finding.figid or finding.file)
        where = html_text(f"{finding.file}:{finding.place.line}:{finding.place.column}")
        figure = f'<a href="../{page}">{name}</a>' if page else name
        severity = str(finding.severity)
        self.rows.append(
            f'<tr><th scope="row">{figure}</th>'
            f'<td class="s"><b class="{severity}">{severity}</b></td>'
            f"<td>{html_text(finding.message)}</td><td><code>{where}</code></td></tr>\n"
        )

    def finish(self) -> None:
        """Write the last page."""
        self._write(has_next=False)

    def _write(self, *, has_next: bool) -> None:
        code = self.rule.code
        links = [("The whole report", "../index.html")]
        links += [("Before", page_of_rule(code, self.pages))] if self.pages else []
        self.pages += 1
        links += [("More", page_of_rule(code, self.pages + 1))] if has_next else []
        ways = " · ".join(anchor(text, name) for text, name in links)
        body = (
            f"<header><div><p>{ways}</p><h1>{code} {self.rule.name}</h1>"
            f"<p>{inline_html(self.rule.summary)}</p></div>{THEME_BUTTON}</header><main>"
            f"<details{'' if self.pages > 1 else ' open'}><summary>What it means, and what to do"
            f"</summary>{rule_html(self.rule)}</details>"
            f'<div class="scroll"><table><caption>What it found (page {self.pages})</caption>'
            f"<thead><tr>{_HEADS}</tr></thead>\n<tbody>{''.join(self.rows)}</tbody></table>"
            f"</div><p>{ways}</p></main>"
        )
        title = f"{code} {self.rule.name}"
        page = document_with_files(title, body, style="../page.css", script="../theme.js")
        name = page_of_rule(code, self.pages)
        self.write(f"rules/{name}", page)
        self.rows.clear()


def page_of_rule(code: str, number: int) -> str:
    """Return the name of one of a rule's pages.

    >>> page_of_rule("G501", 1), page_of_rule("G501", 2)
    ('G501.html', 'G501-2.html')
    """
    return f"{code}.html" if number == 1 else f"{code}-{number}.html"
