"""Records: how a text is read, and what the rules are given of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pfocr_cli.record.columns import HUMAN as HUMAN
from pfocr_cli.record.columns import KINDS, WORD, GeneColumns, Kind, gene_columns, holds_genes
from pfocr_cli.record.columns import MISSING_VALUES as MISSING_VALUES
from pfocr_cli.record.columns import NOTHING as NOTHING
from pfocr_cli.record.once import once
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.record.fault import ShapeFault
    from pfocr_cli.record.reading import Reading
    from pfocr_cli.record.tables import Table

SIDE_TABLES, TEXT_AFTER = "_tables", "_text"
"""Keys of a record in JSON for what is no part of its data: its side tables, and the text after its
front matter.
"""
EMBEDDED = (SIDE_TABLES, TEXT_AFTER)
_FIGID = regex(r"PMC[0-9]+__.+")


def looks_like_figid(text: str) -> bool:
    """Say whether a file's stem or a value has the form of a figid, ``PMC…__…``."""
    return _FIGID.fullmatch(text) is not None


def is_draft(gene: object) -> bool:
    """Say whether a gene entry is a curator's draft: the figure's word, and nothing else yet."""
    return (
        isinstance(gene, dict)
        and list(gene) == [WORD]
        and isinstance(gene[WORD], str)
        and bool(gene[WORD])
    )


def own_data(reading: Reading) -> dict[str, Any]:
    """Return a record as plain data; empty where it could not be read as a mapping."""
    data = reading.data
    if not isinstance(data, dict):
        return {}
    embedded = embedded_in(reading)
    return {key: data[key] for key in data if key not in embedded} if embedded else data


def embedded_in(reading: Reading) -> dict[str, Any]:
    """Return what a record in JSON carries beside its data, by the keys ``EMBEDDED``."""
    data = reading.data
    if reading.syntax != "json" or not isinstance(data, dict):
        return {}
    return {key: data[key] for key in EMBEDDED if key in data}


@dataclass(frozen=True)
class Record:
    """One figure record as the rules see it.

    ``stem`` is the figid that the file's name gives, None where the name does not look like one.
    ``generation`` is the name of the schema that the record is held against. ``tables`` are the
    side tables found, by kind, in ``table_folder`` (None: there is no place to look for any).
    ``misfits`` are what does not fit its schema. ``organisms_path`` is where the site's names of
    organisms are, or would be.
    """

    reading: Reading
    file: str
    stem: str | None = None
    generation: str = ""
    tables: Mapping[str, Table] = field(default_factory=dict)
    table_folder: str | None = None
    misfits: tuple[ShapeFault, ...] = ()
    organisms_path: str | None = None

    @once
    def data(self) -> dict[str, Any]:
        """The record as plain data; empty where it could not be read as a mapping."""
        return own_data(self.reading)

    @once
    def embedded(self) -> dict[str, Any]:
        """What a record in JSON carries beside its data, by the keys ``EMBEDDED``."""
        return embedded_in(self.reading)

    @property
    def figid(self) -> str | None:
        """The recorded figid, else the one in the file's name."""
        figid = self.data.get("figid")
        return figid if isinstance(figid, str) and figid else self.stem

    @property
    def table_stem(self) -> str | None:
        """What the names of its side tables begin with: its file's name tells, else the recorded
        figid.
        """
        return self.stem or self.figid

    def table_path(self, kind: str) -> str:
        """Return where the side table of that kind is, or would be."""
        from pfocr_cli.record.tables import table_name  # the lexicon needs columns' names alone

        return os.path.join(self.table_folder or "", table_name(self.table_stem or "", kind))

    @property
    def jsonld(self) -> dict[str, Any]:
        """The ``schema-jsonld`` mapping; empty where there is none."""
        value = self.data.get("schema-jsonld")
        return value if isinstance(value, dict) else {}

    def text(self, key: str) -> str | None:
        """Return a top-level value where it is text, else None."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Return the genes, chemicals or diseases: the record's own, or those of its side table."""
        if kind in self.data:
            own = self.data[kind]
            return [row for row in own if isinstance(row, dict)] if isinstance(own, list) else []
        table = self.tables.get(kind)
        return table.rows if table else []

    @property
    def wants_tables(self) -> bool:
        """Whether the genes, chemicals and diseases of this record are in side tables."""
        return self.generation == "2023" and not self.holds_genes

    @property
    def holds_genes(self) -> bool:
        """Whether its genes are in the record itself and not in a side table."""
        return holds_genes(self.data)

    @property
    def gene_columns(self) -> GeneColumns:
        """What its genes' keys, or its side table's columns, are called."""
        return gene_columns(self.data)

    @property
    def missing_tables(self) -> list[Kind]:
        """The kinds of side table that this record can have and that are not there."""
        return [kind for kind in KINDS if kind not in self.tables] if self.wants_tables else []

    @property
    def tables_usable(self) -> bool:
        """Whether every side table that is there could be read whole."""
        return all(table.usable for table in self.tables.values())

    @once
    def has_faults(self) -> bool:
        """Whether the reading of the record, or of a side table, noted any."""
        return bool(self.reading.faults) or any(table.faults for table in self.tables.values())

    @once
    def has_misfits(self) -> bool:
        """Whether anything of the record, or of a side table, does not fit its schema."""
        return bool(self.misfits) or any(table.misfits for table in self.tables.values())

    @once
    def strings(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Every text value of the record with its path of keys and indices."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        _add_strings((), self.data if self.embedded else self.reading.data, found)
        return found


def _add_strings(
    path: tuple[str | int, ...], value: object, found: list[tuple[tuple[str | int, ...], str]]
) -> None:
    """Add every text of a value: several times as fast as to yield each from level to level."""
    if isinstance(value, str):
        found.append((path, value))
    elif isinstance(value, dict):
        for key, item in value.items():
            _add_strings((*path, key), item, found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _add_strings((*path, index), item, found)
