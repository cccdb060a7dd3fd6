"""Text as formats of lines and addresses can hold it: shared by several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from pfocr_cli.figure import Figure

NCBI = "https://www.ncbi.nlm.nih.gov"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"


def one_line(text: str) -> str:
    """Return a text with each run of white space, line breaks and control characters as one space."""
    return " ".join(_CONTROL.sub(" ", text).split())


def title_line(figure: Figure) -> str:
    """Return the figure's title in one line, else the paper's, else the figid."""
    return one_line(figure.title) or one_line(figure.paper_title) or one_line(figure.figid)


def address(url: str) -> str:
    """Return a web address with what RFC 3986 does not allow in one written as %XX; others stay as they are."""
    return quote(url, safe=_IN_ADDRESSES)


def figure_page(figure: Figure) -> str:
    """Return the address of the figure's page at PubMed Central; empty where the record does not give it."""
    path = figure.figlink.strip("/")
    return address(f"{NCBI}/{path}/") if path else ""


def distinct(texts: Iterable[str]) -> list[str]:
    """Return the texts that are not empty, each once, in order."""
    return list(dict.fromkeys(filter(None, texts)))
