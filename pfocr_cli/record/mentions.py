"""Chemicals and diseases: what ids an entry of a record or a row of its side table has, whatever
the form it was published in.

    word source identifier               2021 (in the record), and the tables before 95142bc6: bare
    word type identifier                 the tables of one release: MESH:D005947
    word mesh match name chebi (doid)    the tables since: mesh:D005947, chebi:4167

Which columns a table can have, its schema says; here, which of them hold ids and whose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pfocr_cli.record import NOTHING

MESH = "MESH"
_ANY_VOCABULARY = "identifier"
ID_COLUMNS = ("mesh", _ANY_VOCABULARY, "chebi", "doid")
"""All but one are named for the vocabulary whose ids they hold."""
_MESH_ID = re.compile("[CD][0-9]+")


def identifiers(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a row's ids, each as its vocabulary in capitals and the bare id: ``("MESH",
    "D005947")``.

    In a column of any vocabulary ``source`` says whose an id is, else the prefix; without either it
    is MeSH's.
    """
    return [_identifier(row, column) for column in ID_COLUMNS if row.get(column, "") not in NOTHING]


def _identifier(row: Mapping[str, str], column: str) -> tuple[str, str]:
    prefix, _, bare = row[column].rpartition(":")
    named = row.get("source", "") if column == _ANY_VOCABULARY else column
    return (prefix or MESH if named in NOTHING else named).upper(), bare


def is_mesh_id(text: str) -> bool:
    """Say whether a bare id is one of MeSH: C or D, and digits."""
    return _MESH_ID.fullmatch(text) is not None
