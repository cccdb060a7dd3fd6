"""HTML as text, in which nothing that a record holds can become markup, script or a request.

A document forbids all but its own parts by a Content Security Policy
(https://www.w3.org/TR/CSP3/): inline ones by their digests, files of its folder by their place.
"""

from __future__ import annotations

import base64
import hashlib
import html
from typing import TYPE_CHECKING

from pfocr_cli.terminal.safe_json import encode
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

THEME_BUTTON = '<button type="button" id="theme" aria-pressed="false" hidden>Dark colours</button>'
"""What every page has at its top; ``theme.js`` makes it work."""
PAGE_MARK = '<meta name="generator" content="pfocr report">'
"""In the first lines of every page, by which a later run knows what an earlier one wrote."""
_OF_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def html_text(value: object) -> str:
    """Return anything as text that HTML shows as it is; what nobody can see is escaped.

    >>> html_text("</script>\\x00")
    '&lt;/script&gt;\\\\x00'
    """
    return html.escape(visible(str(value)))


def anchor(text: str, href: str) -> str:
    """Return a link; the text alone where there is no address."""
    return f'<a href="{html_text(href)}">{html_text(text)}</a>' if href else html_text(text)


def json_inside(value: object) -> str:
    """Return JSON that can stand inside a script element: no markup begins or ends in it."""
    return encode(value).translate(_OF_MARKUP)


def json_block(name: str, value: object) -> str:
    """Return an element of data that the page's script reads by its name, behind ``data-``."""
    return f'<script type="application/json" id="data-{name}">{json_inside(value)}</script>'


def document(title: str, body: str, *, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a whole page with its styles and scripts inside; these run in their order, the first
    before the page is drawn.
    """
    first, *others = scripts
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digests(scripts)}",
            f"style-src {_digests(styles)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    head = [f"<style>{text}</style>" for text in styles]
    return _page(
        title, policy, "".join((*head, _script(first))), body + "".join(map(_script, others))
    )


def document_with_files(title: str, body: str, *, style: str, script: str) -> str:
    """Return a page whose style and script are files of its folder, at these relative addresses."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
        "form-action 'none'"
    )
    head = f'<link rel="stylesheet" href="{style}"><script src="{script}"></script>'
    return _page(title, policy, head, body)


def _page(title: str, policy: str, head: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n{PAGE_MARK}\n'
        f"<title>{html_text(title)}</title>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _script(text: str) -> str:
    return f"<script>{text}</script>"


def _digests(texts: Sequence[str]) -> str:
    return " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in texts
    )
