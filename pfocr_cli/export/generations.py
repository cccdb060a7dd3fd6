"""A record from one generation's form into another's: its genes, chemicals and diseases into side
tables and back.

What the new form cannot hold is told: all that is not the same after the way there and back. The
keys' order is that of the schemas. How the database itself went from 2021 to 2023
(``pathway_score`` is ``automl_pathway`` now, ``number`` says ``F4`` for ``Fig. 4``) was read off
figures published in both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pfocr_cli.export.conversion_losses import Row, counted, lost_cells, lost_keys, missing_cells
from pfocr_cli.export.rendered import Loss
from pfocr_cli.record import Record, schema
from pfocr_cli.record.columns import (
    GENE_IN_RECORD,
    GENE_IN_TABLE,
    GENES,
    HUMAN,
    HUMAN_GROUP,
    HUMAN_NAME,
    IDENTIFIER,
    KINDS,
    MENTION_IN_OLDER_TABLE,
    MENTION_IN_RECORD,
    MENTION_IN_TABLE,
    MENTIONS,
    MISSING,
    TYPE,
    WORD,
    Kind,
)
from pfocr_cli.record.identifiers import Vocabulary, identifiers
from pfocr_cli.record.keywords import SymbolChanges, followed, is_text
from pfocr_cli.record.match_sources import at_hgnc, at_ncbi
from pfocr_cli.regex import regex

_HUMAN = {
    GENE_IN_TABLE.organism_id: HUMAN,
    GENE_IN_TABLE.organism: HUMAN_NAME,
    GENE_IN_TABLE.organism_group: HUMAN_GROUP,
}
_GENE_KEYS = {
    getattr(GENE_IN_RECORD, field): getattr(GENE_IN_TABLE, field)
    for field in ("word", "term", "source", "symbol", "entrez")
}
_SCORES = ("pathway_score", "automl_pathway")
_UNKNOWN_2021: dict[str, Any] = {"pmc_ranked_result_index": "", "annotations": []}
_UNKNOWN_2023 = {
    "doi": "",
    "journal_title": "",
    "journal_nlm_ta": "",
    "publisher_name": "",
    "keywords": "",
}
_FIGTYPES = {"GA": "Graphical abstract", "SF": "Supplemental figure", "S": "Scheme"}
_NUMBER = regex(r"Fig(?:ure|\.)?\s*([0-9]\w*)", re.IGNORECASE)
_BREAKS = regex(r"[\t\n\r]")
_OF_2021: tuple[Vocabulary, ...] = ("MeSH", "ChEBI", "OMIM")
"""The vocabularies that 2021 has a place for, the usual one first."""

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Converted:
    """A record in another form: its data, the rows of its side tables by kind, and what could not
    come along, for people.
    """

    data: dict[str, Any]
    rows: dict[str, list[dict[str, str]]]
    losses: tuple[Loss, ...]


def is_of(record: Record, generation: str) -> bool:
    """Say whether a record has the form of that generation (``2021``, ``2023``) already."""
    if generation == "2023":
        return record.generation == "2023" and not any(kind in record.data for kind in KINDS)
    return record.generation.startswith(generation)


def convert(data: dict[str, Any], rows: Rows, into: str) -> Converted:
    """Return the record in the form of that generation. ``rows`` are those of its side tables."""
    return _into_2023(data) if into == "2023" else _into_2021(data, rows)


# Into 2023


def _into_2023(data: dict[str, Any]) -> Converted:
    new, rows = to_tables(data)
    back, _ = from_tables(new, rows)
    lost = list(lost_keys(data, back))
    for kind in KINDS:
        before = data.get(kind, [])
        if isinstance(before, list):
            entries = [entry for entry in before if isinstance(entry, dict)]
            if odd := len(before) - len(entries):
                lost.append(
                    counted(
                        odd,
                        f"item of {kind} that is not a mapping",
                        f"items of {kind} that are not mappings",
                    )
                )
            lost += lost_cells(kind, entries, back[kind])
            keys = _GENE_KEYS if kind == GENES else MENTION_IN_RECORD
            lost += missing_cells(kind, tuple(keys), entries)
        else:
            lost.append(Loss(f"{kind}, which is not a list"))
    return Converted(new, rows, tuple(lost))


def to_tables(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    """Return the data in the 2023 form and the rows of its tables."""
    own = {kind: entries for kind in KINDS if isinstance(entries := data.get(kind), list)}
    rows = {
        kind: _rows(kind, [entry for entry in entries if isinstance(entry, dict)])
        for kind, entries in own.items()
    }
    organisms = [HUMAN_NAME] if rows.get(GENES) else [MISSING]
    known = _renamed(
        {"organisms_ner": organisms} | _UNKNOWN_2023 | _second_name(data) | data, *_SCORES
    )
    if "figid_alias" not in data and "number" in known:
        known["number"] = _number(data)
    gone = frozenset(schema.required("2021b")) - schema.properties("2023")
    return _ordered(known, schema.required("2023"), gone), {
        kind: found for kind, found in rows.items() if found
    }


def _second_name(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys that 2021's second form added, as the number tells them."""
    if not isinstance(data.get("number"), str) or not isinstance(data.get("pmcid"), str):
        return {}
    number = _number(data)
    alias = f"{data['pmcid']}__{number}"
    prefix = (re.match(r"[A-Za-z]*", str(number)) or [""])[0].upper()
    return {
        "figid_alias": alias,
        "figtype": _FIGTYPES.get(prefix, "Figure"),
        "redirect_from": f"/figures/{alias}",
    }


def _number(data: Mapping[str, Any]) -> object:
    """Return the figure's number as records with a second name write it: ``F4`` for ``Fig. 4``."""
    number = data["number"]
    match = _NUMBER.fullmatch(number) if isinstance(number, str) else None
    return f"F{match[1]}" if match else number


def _rows(kind: Kind, entries: Sequence[Row]) -> list[dict[str, str]]:
    """Return the rows of a table, all with the same columns."""
    if kind == GENES:
        return [_gene_row(entry) for entry in entries]
    columns = MENTION_IN_TABLE[kind]
    vocabularies = {vocabulary.lower() for vocabulary, _ in map(_identified, entries)} - {""}
    if not vocabularies <= set(columns):
        columns = MENTION_IN_OLDER_TABLE
    return [
        dict.fromkeys(columns, MISSING) | _mention_cells(kind, entry, columns) for entry in entries
    ]


def _gene_row(entry: Row) -> dict[str, str]:
    cells = {
        column: _cell(entry[key]) if key in entry else MISSING for key, column in _GENE_KEYS.items()
    }
    source = cells[GENE_IN_TABLE.source]
    cells[GENE_IN_TABLE.source] = at_ncbi(source)
    # In the order of the schema; how often a term matched is not known here.
    known = _HUMAN | cells
    return {column: known.get(column, MISSING) for column in schema.load(GENES)["properties"]}


def _mention_cells(kind: str, entry: Row, columns: Sequence[str]) -> dict[str, str]:
    word = {WORD: _cell(entry.get(WORD, MISSING))}
    vocabulary, identifier = _identified(entry)
    if columns is MENTION_IN_OLDER_TABLE:
        curie = f"{vocabulary}:{identifier}" if vocabulary else MISSING
        return word | {TYPE: kind.removesuffix("s").capitalize(), IDENTIFIER: curie}
    column = vocabulary.lower()
    return word | ({column: f"{column}:{identifier}"} if vocabulary else {})


def _identified(entry: Row) -> tuple[str, str]:
    """Return the first id that 2021 has a place for: of MeSH, else of ChEBI or OMIM, as its
    vocabulary in capitals and the bare id; else blanks.
    """
    usable = [found for found in identifiers(entry) if found.vocabulary in _OF_2021]
    first = min(usable, key=lambda found: found.vocabulary != "MeSH", default=None)
    return (first.vocabulary.upper(), first.local) if first else ("", "")


def _cell(value: object) -> str:
    """Return a value as a cell holds it: without tabs and line breaks, and not like a merge
    conflict of git.
    """
    text = _BREAKS.sub(
        " ", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    )
    return f" {text}" if text.startswith(("<<<<<<<", ">>>>>>>")) else text


# Into 2021


def _into_2021(data: dict[str, Any], rows: Rows) -> Converted:
    all_rows: dict[str, Sequence[Row]] = {
        kind: rows.get(kind, []) for kind in KINDS if kind not in data
    }
    new, foreign = from_tables(data, all_rows)
    again, back = to_tables(new)
    lost = list(lost_keys(data, again))
    for kind, before in all_rows.items():
        held = [row for row in before if kind != GENES or _is_human(row)]
        lost += lost_cells(kind, held, back.get(kind, []))
    if foreign:
        lost.append(counted(foreign, "gene of other species", "genes of other species"))
    return Converted(new, {}, tuple(lost))


def from_tables(data: dict[str, Any], rows: Rows) -> tuple[dict[str, Any], int]:
    """Return the data in the form of 2021, with the rows in it, and how many genes of other species
    are left out.
    """
    human = [row for row in rows.get(GENES, []) if _is_human(row)]
    foreign = [row for row in rows.get(GENES, []) if not _is_human(row)]
    mentions: dict[str, Any] = {
        kind: [_mention(row) for row in rows.get(kind, [])] for kind in MENTIONS
    }
    entries: dict[str, Any] = {GENES: [_gene(row) for row in human], **mentions}
    known = _renamed(_UNKNOWN_2021 | entries | data, *reversed(_SCORES))
    gone = schema.properties("2023") - schema.properties("2021b")
    new = _ordered(known, schema.required("2021b"), gone)
    if foreign:
        _drop_keywords(new, {row.get(GENE_IN_TABLE.symbol) for row in foreign})
    return new, len(foreign)


def _symbol(entry: Row) -> object:
    return entry.get(GENE_IN_RECORD.symbol)


def _is_human(row: Row) -> bool:
    return GENE_IN_TABLE.is_human(row)


def _gene(row: Row) -> dict[str, str]:
    gene = {key: row.get(column, MISSING) for key, column in _GENE_KEYS.items()}
    source = gene[GENE_IN_RECORD.source]
    return gene | {GENE_IN_RECORD.source: at_hgnc(source)}


def _mention(row: Row) -> dict[str, str]:
    """Return a chemical or disease as 2021 has it."""
    source, identifier = _identified(row)
    return dict(zip(MENTION_IN_RECORD, (row.get(WORD, ""), source, identifier), strict=True))


def _drop_keywords(data: dict[str, Any], symbols: set[Any]) -> None:
    """Take the keywords out of the data that no gene, chemical or disease of it bears any more."""
    jsonld = data.get("schema-jsonld")
    keywords = jsonld.get("keywords") if isinstance(jsonld, dict) else None
    if isinstance(jsonld, dict) and isinstance(keywords, list):
        rows = [row for kind in KINDS for row in data.get(kind, []) if isinstance(row, dict)]
        groups = followed(
            keywords,
            SymbolChanges(symbols, [*filter(is_text, map(_symbol, rows))]),
            [*filter(is_text, (row.get(WORD) for row in rows))],
        )
        data["schema-jsonld"] = jsonld | {"keywords": [word for group in groups for word in group]}


# Both


def _renamed(data: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {**data, new: data[old]} if old in data and new not in data else data


def _ordered(data: Mapping[str, Any], order: Sequence[str], gone: frozenset[str]) -> dict[str, Any]:
    """Return the data in that order, what no generation knows at its end; without the keys that are
    gone.
    """
    keys = [key for key in order if key in data] + [
        key for key in data if key not in order and key not in gone
    ]
    return {key: data[key] for key in keys}
