"""Web addresses of figures, papers, images and genes: the one place that knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pfocr_cli.record.site import SITE
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

NCBI = "https://www.ncbi.nlm.nih.gov"
EUROPE_PMC = "https://europepmc.org"
"""Serves the images of papers. PubMed Central's own ``…/bin/…`` addresses have been dead since
October 2024.
"""
PLACEHOLDERS = ("figid", "pmcid", "filename")
"""What ``--image`` takes between braces, each standing for the figure's own."""
_BRACES = regex(r"\{([^{}]*)\}")
_PLACEHOLDER = regex(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
_BARE_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")


def address(url: str) -> str:
    """Return a web address with what RFC 3986 does not allow in one written as %XX; others stay as
    they are.
    """
    return quote(_BARE_PERCENT.sub("%25", url), safe=_IN_ADDRESSES)


def figure_page(figid: str) -> str:
    """Return the address of a figure's page in the database, whatever the figid holds."""
    return f"{SITE}/figures/{quote(figid, errors='replace')}.html"


def paper(pmcid: str) -> str:
    """Return the address of a paper at PubMed Central; empty without an id."""
    return f"{NCBI}/pmc/articles/{quote(pmcid, errors='replace')}/" if pmcid else ""


def doi(identifier: str) -> str:
    """Return the address that a DOI leads to; empty without one."""
    return f"https://doi.org/{quote(identifier, safe='/:;()')}" if identifier else ""


def figure_at_pmc(figlink: str) -> str:
    """Return the address that a record's figlink names at PubMed Central; empty without one."""
    path = figlink.strip("/")
    return address(f"{NCBI}/{path}/") if path else ""


def image(pmcid: str, filename: str) -> str:
    """Return the address of a figure's image at Europe PMC; empty where its paper or its file is
    not known.
    """
    if not pmcid or not filename:
        return ""
    return f"{EUROPE_PMC}/articles/{quote(pmcid, safe='')}/bin/{quote(filename, safe='')}"


def ndex_network(ndex: str) -> str:
    """Return the address of a network at NDEx; empty without an id."""
    return f"https://www.ndexbio.org/viewer/networks/{quote(ndex, safe='')}" if ndex else ""


def wikipathways_page(wpid: str) -> str:
    """Return the address of a pathway at WikiPathways; empty without an id."""
    return f"https://www.wikipathways.org/pathways/{quote(wpid, safe='')}.html" if wpid else ""


def gene_page(entrez: str) -> str:
    """Return the address of a gene at NCBI; empty without an id."""
    return address(f"{NCBI}/gene/{entrez}") if entrez else ""


def placeholders(template: str) -> list[str]:
    """Return the names between braces in an ``--image``, known ones or not."""
    return _BRACES.findall(template)


def filled(template: str, texts: Mapping[str, str]) -> str:
    """Return an ``--image`` with a figure's texts for their placeholders, as an address.

    Empty where a text that it needs is missing: half an address leads nowhere. A text is one step
    of a path, so that a ``#`` or ``/`` in a file's name is written as %XX too. Other braces stay.
    """
    if not all(texts[name] for name in _PLACEHOLDER.findall(template)):
        return ""
    return address(_PLACEHOLDER.sub(lambda match: quote(texts[match[1]], safe=""), template))
