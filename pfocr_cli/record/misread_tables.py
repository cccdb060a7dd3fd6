"""What a side table looks like that is none: written by a spreadsheet, by R or by hand.

Fields are separated by tabs and never quoted. What is written otherwise reads as one column, or
with its cells under the wrong names, and all that it says is lost without a word; so it is named.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SEPARATORS = {";": ";", ",": ",", "|": "|"}
_ROW_NAMES = ("", "X", "...1", "Unnamed: 0", "rownames", "row.names")
"""What R and pandas call a column of row names, where they call it anything."""
_LEAST = 2
"""Known columns that make a line a header."""
_QUOTED = regex(r'"(?:[^"]|"")*"')


def looks_like(lines: Sequence[str], known: Collection[str]) -> str:
    """Return what is wrong with how a table is written, for people; empty where nothing is, or
    where no header of ``known`` columns can be made out.
    """
    if not lines or _is_in_order(lines, frozenset(known)):
        return ""
    return (
        _comments(lines, known)
        or _separated(lines[0], known)
        or _header(lines[0], known)
        or _row_names(lines, known)
    )


def stray_quote(cell: str) -> bool:
    """Say whether a cell has a quotation mark that stops readers of quoted fields.

    Ruby's CSV, and with it the whole site, refuses any but a pair around the cell.
    """
    return '"' in cell and not _QUOTED.fullmatch(cell)


def _comments(lines: Sequence[str], known: Collection[str]) -> str:
    above = next((n for n, line in enumerate(lines) if line.strip() and line[0] != "#"), 0)
    if above and _is_header(lines[above].split("\t"), known):
        what = "comments stand" if any(lines[:above]) else "blank lines stand"
        return f"{what} above the header: a table begins with its header"
    return ""


def _separated(header: str, known: Collection[str]) -> str:
    for separator, name in _SEPARATORS.items():
        cells = header.split(separator)
        if _is_header([_bare(cell) for cell in cells], known) and header.count("\t") < len(cells):
            return f"separated by {name} not by tabs: save it as tab-separated text"
    cells = header.split()
    if "\t" not in header and _is_header([_bare(cell) for cell in cells], known):
        return "separated by blanks not by tabs: save it as tab-separated text"
    return ""


def _header(header: str, known: Collection[str]) -> str:
    cells = header.split("\t")
    quoted = [cell for cell in cells if _QUOTED.fullmatch(cell.strip())]
    if quoted and _is_header(map(_bare, cells), known):
        return f"the header is quoted: write {_bare(quoted[0])} and not {quoted[0].strip()}"
    by_case = {name.casefold(): name for name in known}
    for cell in cells:
        right = by_case.get(cell.strip().casefold())
        if right and cell not in known and _is_header(cells, known):
            blank = " and without blanks" if cell.strip() == right else ""
            case = f"write {right} and not {cell.strip()}" if not blank else f"write {right}"
            return f"the header is written otherwise: {case}{blank}"
    return ""


def _row_names(lines: Sequence[str], known: Collection[str]) -> str:
    cells, rows = lines[0].split("\t"), [line.split("\t") for line in lines[1:] if line]
    if not _is_header(cells, known):
        return ""
    advice = "row names, as R writes them: write the table without (row.names = FALSE)"
    if _bare(cells[0]) in _ROW_NAMES:
        return f"the first column holds {advice}"
    names = [_bare(row[0]) for row in rows]
    is_counted = names == [str(number) for number in range(1, len(rows) + 1)]
    is_named = len(rows) > 1 and len({*names}) == len(rows)
    if rows and (is_counted or is_named) and all(len(row) == len(cells) + 1 for row in rows):
        return f"each row begins with one cell more than the header has: {advice}"
    return ""


def _is_in_order(lines: Sequence[str], known: frozenset[str]) -> bool:
    """Say at once, of nearly all tables, that they are written as they should be."""
    return is_plain_header(lines[0], known) and (
        len(lines) < 2 or lines[1].count("\t") <= lines[0].count("\t")
    )


@lru_cache(maxsize=16)  # a corpus has a few headers
def is_plain_header(header: str, known: frozenset[str]) -> bool:
    """Say whether a line is a header of known columns that is written as it should be."""
    cells = header.split("\t")
    return len(cells) >= _LEAST and known.issuperset(cells)


def _is_header(cells: Collection[str] | map[str], known: Collection[str]) -> bool:
    names = {name.casefold() for name in known}
    found = [cell for cell in cells if cell.strip().casefold() in names]
    return len(found) >= _LEAST


def _bare(cell: str) -> str:
    return cell.strip().strip('"').strip()
