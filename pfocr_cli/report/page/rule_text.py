"""What a rule means and what to do, as HTML made of its manual page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex
from pfocr_cli.report.page.markup import html_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.rules import Rule

_LABEL = regex(r"(Why|Bad|Good|Fix):\s*")
_CODE = regex(r"``(.+?)``|`(.+?)`")


def rule_html(rule: Rule) -> str:
    """Return a rule's page below its summary: paragraphs, their labels in bold, and examples as
    they are written. The summary stands above it already.
    """
    _, _, below = rule.page.partition("\n\n")
    return "\n".join(_blocks(below))


def inline_html(text: str) -> str:
    """Return a sentence of a manual page, with what stands between backticks as code.

    >>> inline_html("write `<b>`")
    'write <code>&lt;b&gt;</code>'
    """
    parts, at = [], 0
    for match in _CODE.finditer(text):
        code = html_text(match[1] or match[2])
        parts += [html_text(text[at : match.start()]), f"<code>{code}</code>"]
        at = match.end()
    return "".join((*parts, html_text(text[at:])))


def _blocks(page: str) -> Iterator[str]:
    for paragraph in page.split("\n\n"):
        if paragraph.startswith(" "):
            yield _example(paragraph)
            continue
        label = _LABEL.match(paragraph)
        head, _, below = paragraph.partition("\n") if label else (paragraph, "", "")
        if label and below.startswith(" "):  # the example stands right below its label
            yield _labelled(head)
            yield _example(below)
        else:
            yield _labelled(" ".join(paragraph.split()))


def _labelled(text: str) -> str:
    label = _LABEL.match(text)
    if label is None:
        return f"<p>{inline_html(text)}</p>"
    return f"<p><strong>{label[1]}:</strong> {inline_html(text[label.end() :])}</p>"


def _example(text: str) -> str:
    # Lines are written one by one: what is invisible is escaped, and a line break is not.
    lines = textwrap.dedent(text).split("\n")
    return f'<pre tabindex="0">{chr(10).join(map(html_text, lines))}</pre>'


_FIXES = {
    "safe": "`pfocr validate --fix` mends it: ",
    "unsafe": "`pfocr validate --fix --unsafe-fixes` mends it: ",
}


def what_to_do(rule: Rule) -> str:
    """Return the last paragraph of a rule's page: the command that mends it, if there is one, and
    what else to do.
    """
    _, label, told = rule.page.rpartition("Fix: ")
    kind, _, advice = " ".join(told.split()).partition("; ")
    before = _FIXES.get(kind, "" if rule.fix is None else f"{kind}: ")
    text = before + advice
    return inline_html(text[:1].upper() + text[1:]) if label else ""
