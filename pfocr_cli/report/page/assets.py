"""The files that a page is made with: its own script and style, and the libraries beside them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

LIBRARY, CHARTS, LICENCES = "library.js", "charts.json", "LICENSES.txt"
"""Built from the folder ``bundle`` of the sources."""
SCRIPT, THEME, STYLE = "page.js", "theme.js", "page.css"


@cache
def asset(name: str) -> str:
    """Return a file of this package as text."""
    return files("pfocr_cli.report").joinpath("assets", name).read_text("utf-8")
