"""HGNC's download files, read: approved genes and withdrawn entries. Text in, data out.

The complete set and ``withdrawn.txt`` have columns like ``alias_symbol``; the site's custom
downloads have the same under other names, with withdrawn rows among the approved ones.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon.model import HgncGene
from pfocr_cli.regex import regex
from pfocr_cli.wording import plural, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hgnc_id": ("hgnc_id",),
    "symbol": ("symbol", "approved_symbol"),
    "alias_symbol": ("alias_symbol", "alias_symbols", "synonyms"),
    "prev_symbol": ("prev_symbol", "previous_symbol", "previous_symbols"),
    # The first that is filled in: a custom download can hold HGNC's own id and the one that NCBI
    # supplied.
    "entrez_id": (
        "entrez_id",
        "ncbi_gene_id",
        "entrez_gene_id",
        "ncbi_gene_id_supplied_by_ncbi",
        "entrez_gene_id_supplied_by_ncbi",
    ),
    "name": ("name", "approved_name"),
    "alias_name": ("alias_name", "alias_names", "name_aliases"),
    "uniprot_ids": ("uniprot_ids", "uniprot_id_supplied_by_uniprot"),
    "locus_type": ("locus_type",),
    "status": ("status",),
    "date_modified": ("date_modified",),
    "date_approved_reserved": ("date_approved_reserved", "date_approved"),
    "date_symbol_changed": ("date_symbol_changed",),
    "date_name_changed": ("date_name_changed",),
}
"""A column of the complete set, and the names it goes by once they are folded: lower case, one
``_`` for all between words.
"""
REQUIRED_COLUMNS = ("hgnc_id", "symbol", "alias_symbol", "prev_symbol", "entrez_id")
_DATES = tuple(column for column in COLUMNS if column.startswith("date_"))
_DAY = regex(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WITHDRAWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hgnc_id": ("hgnc_id",),
    "withdrawn_symbol": ("withdrawn_symbol",),
    "merged_into_report(s)": (
        "merged_into_report_s_i_e_hgnc_id_symbol_status",
        "merged_into_report_i_e_hgnc_id_symbol_status",  # until about 2020
    ),
}
_WITHDRAWN = "~withdrawn"
_HGNC_ID = regex(r"HGNC:\d+")
_NAMED_ID = regex(r"HGNC: ?(\d+)")
_SEE = regex(r"\bsee\s+(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entry that HGNC took back.

    ``successors`` are what it was merged into: HGNC ids, or symbols, perhaps withdrawn too.
    """

    hgnc_id: str
    symbol: str
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """What a file of HGNC's holds. ``modified`` is the newest date of a change in it, or empty."""

    genes: tuple[HgncGene, ...]
    withdrawn: tuple[Withdrawn, ...] = ()
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Mergers:
    """The ids of the approved genes that withdrawn entries were merged into; none where an entry
    was only withdrawn.
    """

    by_symbol: Mapping[str, tuple[str, ...]]
    by_id: Mapping[str, tuple[str, ...]]


def parse_genes(text: str, file: str) -> Nomenclature:
    """Read a complete set or a custom download; ``file`` is its name for messages.

    PfocrError: columns are missing, a line has too many or too few fields, two genes have one
    symbol, there is no approved gene.
    """
    genes: dict[str, HgncGene] = {}
    withdrawn: list[Withdrawn] = []
    modified = ""
    for number, row in _rows(text, file, COLUMNS, REQUIRED_COLUMNS):
        modified = max(
            modified, *(row[column] for column in _DATES if _DAY.fullmatch(row[column])), ""
        )
        if not _HGNC_ID.fullmatch(row["hgnc_id"]):
            raise PfocrError(f"{file}, line {number:,}: {quoted(row['hgnc_id'])} is not an HGNC id")
        if "withdrawn" in row["status"].lower() or _WITHDRAWN in row["symbol"]:
            withdrawn.append(_withdrawn(row))
        elif row["status"].lower() in ("approved", ""):
            gene = _gene(row)
            # Downloads with one alias a line repeat the gene.
            genes[gene.hgnc_id] = (
                _merged(genes[gene.hgnc_id], gene) if gene.hgnc_id in genes else gene
            )
    _require_one_gene_a_symbol(genes.values(), file)
    return Nomenclature(tuple(genes.values()), tuple(withdrawn), modified)


def parse_withdrawn(text: str, file: str) -> tuple[Withdrawn, ...]:
    """Read HGNC's ``withdrawn.txt``. PfocrError: as for ``parse_genes``."""
    hgnc_id, symbol, merged_into = _WITHDRAWN_COLUMNS
    rows = _rows(text, file, _WITHDRAWN_COLUMNS, tuple(_WITHDRAWN_COLUMNS))
    return tuple(Withdrawn(row[hgnc_id], row[symbol], _ids_in(row[merged_into])) for _, row in rows)


def mergers(withdrawn: Sequence[Withdrawn], genes: Iterable[HgncGene]) -> Mergers:
    """Return what became of each withdrawn entry, through any number of mergers."""
    approved = {gene.hgnc_id: gene.hgnc_id for gene in genes} | {
        gene.symbol: gene.hgnc_id for gene in genes
    }
    onward: dict[str, set[str]] = {}
    for entry in withdrawn:
        for name in (entry.hgnc_id, entry.symbol):
            onward.setdefault(name, set()).update(entry.successors)
    by_symbol: dict[str, set[str]] = {}
    by_id: dict[str, set[str]] = {}
    for entry in withdrawn:
        found = _follow(entry.successors, approved, onward)
        by_symbol.setdefault(entry.symbol, set()).update(found)
        by_id.setdefault(entry.hgnc_id, set()).update(found)
    return Mergers(_in_order(by_symbol), _in_order(by_id))


def id_number(hgnc_id: str) -> int:
    """Return the number of an HGNC id, to sort by."""
    return int(hgnc_id.removeprefix("HGNC:"))


def _in_order(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(ids, key=id_number)) for name, ids in found.items()}


def _follow(
    names: Iterable[str], approved: Mapping[str, str], onward: Mapping[str, set[str]]
) -> set[str]:
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in approved:
            found.add(approved[name])
        elif name not in seen:
            seen.add(name)
            waiting.extend(onward.get(name, ()))
    return found


def _gene(row: Mapping[str, str]) -> HgncGene:
    symbol = row["symbol"]
    return HgncGene(
        hgnc_id=row["hgnc_id"],
        symbol=symbol,
        entrez=row["entrez_id"],
        name=row["name"],
        locus_type=row["locus_type"],
        aliases=_symbols(row["alias_symbol"], symbol),
        previous=_symbols(row["prev_symbol"], symbol),
        alias_names=tuple(filter(None, map(str.strip, row["alias_name"].split("|")))),
        proteins=tuple(filter(None, re.split(r"[|, ]+", row["uniprot_ids"]))),
    )


def _merged(first: HgncGene, again: HgncGene) -> HgncGene:
    return first._replace(
        aliases=tuple(dict.fromkeys(first.aliases + again.aliases)),
        previous=tuple(dict.fromkeys(first.previous + again.previous)),
    )


def _symbols(cell: str, own: str) -> tuple[str, ...]:
    """Return the symbols of a cell without the gene's own; no symbol holds a comma, so it separates
    as ``|`` does.
    """
    symbols = (" ".join(part.split()) for part in cell.replace(",", "|").split("|"))
    return tuple(dict.fromkeys(symbol for symbol in symbols if symbol and symbol != own))


def _withdrawn(row: Mapping[str, str]) -> Withdrawn:
    """Read a withdrawn row of a custom download, where only the name says what to see: ``symbol
    withdrawn, see UBA1``.
    """
    see = _SEE.search(row["name"])
    named = see.group(1) if see else ""
    successors = _ids_in(named) or tuple(
        word for word in re.split(r"[,;\s]+|\band\b", named) if word
    )
    return Withdrawn(row["hgnc_id"], row["symbol"].partition(_WITHDRAWN)[0], successors)


def _ids_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"HGNC:{number}" for number in _NAMED_ID.findall(text)))


def _require_one_gene_a_symbol(genes: Iterable[HgncGene], file: str) -> None:
    owners: dict[str, HgncGene] = {}
    for gene in genes:
        other = owners.setdefault(gene.symbol, gene)
        if other is not gene:
            raise PfocrError(
                f"{file}: {other.hgnc_id} and {gene.hgnc_id} are both called {gene.symbol}"
            )
    if not owners:
        raise PfocrError(f"{file} holds no approved gene")


def _rows(
    text: str, file: str, columns: Mapping[str, tuple[str, ...]], required: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its line, by our names of the columns; what is not there is
    empty.
    """
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), dialect="excel-tab")
    try:
        header = [_column_name(name) for name in next(lines, [])]
        places = {
            ours: [header.index(name) for name in names if name in header]
            for ours, names in columns.items()
        }
        missing = [ours for ours in required if not places[ours]]
        if missing:
            noun = "column" if len(missing) == 1 else "columns"
            raise PfocrError(
                f"{file} is not one of HGNC's files: it lacks the {noun} {', '.join(missing)}"
            )
        for row in lines:
            if row and len(row) != len(header):
                fields = f"{plural(len(row), 'field')} and not {len(header)}"
                raise PfocrError(
                    f"{file}, line {lines.line_num:,} has {fields}: is the file cut short?"
                )
            if row:
                yield lines.line_num, {ours: _first(row, found) for ours, found in places.items()}
    except csv.Error as error:
        raise PfocrError(f"{file}, line {lines.line_num:,}: {error}") from None


def _column_name(written: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", written.lower()).strip("_")


def _first(row: Sequence[str], places: Sequence[int]) -> str:
    """Return the first of the cells that is filled in, on one line."""
    return next((cell for place in places if (cell := " ".join(row[place].split()))), "")
