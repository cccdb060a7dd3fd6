"""The organisms that the site knows by name: the `latin` of each page in its `_organisms` folder.

Source: https://github.com/wikipathways/pfocr-database, `_organisms`.
"""

from __future__ import annotations

import os
from functools import cache

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.record.reading import read
from pfocr_cli.record.source import Source

FOLDER = "_organisms"
"""What the folder is called, beside `_figures`."""


@cache
def organism_names(path: str) -> frozenset[str]:
    """Return the names in a folder of pages, in one page, or in a list with a name a line.

    Nothing where there is no such path. PfocrError: it cannot be read.
    """
    if not os.path.exists(path):
        return frozenset()
    is_folder = os.path.isdir(path)
    try:
        pages = [file for file in organism_files(path) if file.endswith((".md", ".markdown"))]
        names = frozenset(name for page in pages for name in _latin(_text(page)))
        if not is_folder and not pages:
            lines = (line.strip() for line in _text(path).splitlines())
            names = frozenset(line for line in lines if line and not line.startswith("#"))
    except (OSError, UnreadableError) as error:
        raise PfocrError(f"cannot read the organisms in {path}: {error}") from None
    return names


def organism_files(path: str) -> list[str]:
    """Return the files in a folder of pages, or the one file; none where there is no such folder.

    OSError: the folder cannot be read.
    """
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in os.listdir(path)]


def given_organism_names(path: str) -> frozenset[str]:
    """Return the names that were asked for; PfocrError where there are none."""
    names = organism_names(path)
    if not names:
        raise PfocrError(
            f"no organisms in {path}: a folder of pages with `latin: Homo sapiens` in their front "
            "matter, or a list with a name a line"
        )
    return names


def _text(path: str) -> str:
    return read_bytes(path).decode("utf-8-sig", "replace")


def _latin(text: str) -> list[str]:
    names: list[object] = []
    for reading in read(Source(text), "markdown"):
        value = reading.data.get("latin") if isinstance(reading.data, dict) else None
        names += value if isinstance(value, list) else [value]
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]
