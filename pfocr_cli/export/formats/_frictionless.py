"""The tables of csv and tsv: their columns, where the cells come from, and the Data Package that
describes them.

Data Package and Table Schema, edition 1 (https://specs.frictionlessdata.io), which readers of the
second edition take too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.record.site import SITE

Cells = Callable[[Figure], Iterator[tuple[str, ...]]]


@dataclass(frozen=True)
class TableOf:
    """A table: what it is, its columns with what each one says, and the rows of a figure.

    ``numbers`` are the columns that hold whole numbers; all else is text, ids with digits too.
    """

    title: str
    columns: Mapping[str, str]
    rows: Cells
    numbers: frozenset[str] = frozenset()


_FIGURE = {
    "figid": "The figure",
    "pmcid": "Its paper in PubMed Central",
    "figtitle": "The figure's title",
    "year": "The year the paper came out",
}
_COUNTS = {
    "count_direct": "How often the term itself was matched, where the record says it",
    "count_synonym": "How often a synonym of it was",
    "count_match": "How often it was matched at all",
}
OF_RECORD = {
    "ndex": "UUID of the figure's network at NDEx",
    "wpid": "Id of the pathway at WikiPathways that was drawn from it",
    "license": "What the record is given under; the image is its paper's",
    "creator": "Who made the record; where there are several, separated by |",
}
"""What a record says of itself."""
_DOI = {"doi": "The paper's DOI"}
_MENTION = {
    "word": "The figure's word, as it was read",
    "mesh": "MeSH id (D… or C…)",
    "match": "The lexicon term that the word was matched by, where the record gives one",
    "name": "Preferred name, where the record gives one",
}


def _figure_cells(figure: Figure) -> tuple[str, ...]:
    return figure.figid, figure.pmcid, figure.title, figure.year


def _figures(figure: Figure) -> Iterator[tuple[str, ...]]:
    yield (
        *_figure_cells(figure),
        figure.paper_title,
        figure.reference,
        figure.number,
        figure.figtype,
        " | ".join(figure.organisms),
        " | ".join(figure.keywords),
        figure.caption,
        figure.doi,
        figure.filename,
        figure.figlink,
        figure.pfocr_page,
        str(len(figure.genes)),
        str(len(figure.chemicals)),
        str(len(figure.diseases)),
        *_of_record(figure),
    )


def _of_record(figure: Figure) -> tuple[str, ...]:
    return figure.ndex, figure.wpid, figure.license, figure.creator


def _genes(figure: Figure) -> Iterator[tuple[str, ...]]:
    start, doi = _figure_cells(figure), figure.doi
    return ((*start, *_gene_cells(gene), doi) for gene in figure.genes)


def _gene_cells(gene: Gene) -> tuple[str, ...]:
    of_hgnc, of_ncbi = (gene.symbol, "") if gene.is_hgnc else ("", gene.symbol)
    current = gene.current if gene.is_hgnc else ""
    counts = gene.counts or ("",) * len(_COUNTS)
    return (
        *(gene.organism, gene.word, gene.match, gene.source),
        *(of_hgnc, gene.hgnc_id, gene.entrez, current, gene.organism_id, of_ncbi),
        *counts,
    )


def _chemicals(figure: Figure) -> Iterator[tuple[str, ...]]:
    for mention in figure.chemicals:
        yield *_figure_cells(figure), *_mention_cells(mention), mention.of("CHEBI"), figure.doi


def _diseases(figure: Figure) -> Iterator[tuple[str, ...]]:
    for mention in figure.diseases:
        yield (
            *_figure_cells(figure),
            *_mention_cells(mention),
            mention.of("DOID"),
            mention.of("OMIM"),
            figure.doi,
        )


def _mention_cells(mention: Mention) -> tuple[str, ...]:
    return mention.word, mention.mesh, mention.match, mention.name


TABLES: Mapping[str, TableOf] = {
    "genes": TableOf(
        "A row for each gene entry of a figure, repeated ones too",
        _FIGURE
        | {
            "organism": "The gene's species",
            "word": "The figure's word, as it was read",
            "symbol": "The lexicon term that the word was matched by",
            "source": "What kind of term that is: an approved symbol, an alias, a family …",
            "hgnc_symbol": "The symbol of a human gene, as recorded",
            "hgnc_id": "HGNC id of a human gene",
            "entrez": "NCBI Gene id",
            "current_symbol": "The gene's symbol in the HGNC release of the lexicon",
            "organism_id": "The species' NCBI Taxonomy id",
            "ncbigene_symbol": "The symbol of a gene of another species, which is NCBI's",
            **_COUNTS,
            **_DOI,
        },
        _genes,
    ),
    "figures": TableOf(
        "A row for each figure",
        _FIGURE
        | {
            "papertitle": "The paper's title",
            "reftext": "The reference",
            "number": "The figure's number in the paper",
            "figtype": "Figure, Scheme …",
            "organisms": "Species that the record names, separated by |",
            "keywords": "The record's schema.org keywords, without symbols of genes that were not "
            "selected, separated by |",
            "caption": "The figure's caption",
            **_DOI,
            "filename": "The image file",
            "figlink": "The figure's path at PubMed Central",
            "page": "The figure's page in the database",
            "genes": "Rows it has in the table of genes",
            "chemicals": "Rows it has in the table of chemicals",
            "diseases": "Rows it has in the table of diseases",
            **OF_RECORD,
        },
        _figures,
        frozenset({"genes", "chemicals", "diseases"}),
    ),
    "chemicals": TableOf(
        "A row for each chemical of a figure",
        _FIGURE | _MENTION | {"chebi": "ChEBI id (CHEBI:…)"} | _DOI,
        _chemicals,
    ),
    "diseases": TableOf(
        "A row for each disease of a figure",
        _FIGURE
        | _MENTION
        | {"doid": "Disease Ontology id (DOID:…)", "omim": "OMIM id (OMIM:…)"}
        | _DOI,
        _diseases,
    ),
}
FIELDS: Mapping[str, frozenset[str]] = {
    **{
        name: frozenset({"figid", "pmcid", "figtitle", "year", "doi", name})
        for name in ("genes", "chemicals", "diseases")
    },
    "figures": frozenset(
        {"figid", "pmcid", "figtitle", "year", "papertitle", "reftext", "number", "figtype"}
        | {"organisms", "schema-jsonld", "caption", "doi", "filename", "figlink", "ndex", "wpid"}
        | {"genes", "chemicals", "diseases"}
    ),
}
"""The keys of a record that the rows of each table are made of."""


def package(suffix: str, dialect: Mapping[str, Any], mediatype: str) -> bytes:
    """Return the ``datapackage.json`` of a folder with all tables, as files with ``suffix`` in a
    CSV dialect.
    """
    descriptor = {
        "profile": "tabular-data-package",
        "name": "pfocr",
        "title": "Pathway figures, and the genes, chemicals and diseases in them",
        "homepage": SITE,
        "licenses": [
            {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
        ],
        "contributors": [{"title": "WikiPathways", "role": "author"}],
        "resources": [_resource(name, suffix, dialect, mediatype) for name in TABLES],
    }
    return f"{json.dumps(descriptor, ensure_ascii=False, indent=2)}\n".encode()


def _resource(name: str, suffix: str, dialect: Mapping[str, Any], mediatype: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": TABLES[name].title,
        "path": name + suffix,
        "profile": "tabular-data-resource",
        "format": suffix.removeprefix("."),
        "mediatype": mediatype,
        "encoding": "utf-8",
        "dialect": dict(dialect),
        "schema": {
            "fields": [_field(name, column) for column in TABLES[name].columns],
            "missingValues": [""],
            **_keys(name),
        },
    }


def _field(name: str, column: str) -> dict[str, Any]:
    table = TABLES[name]
    required = column == "figid" or column in table.numbers
    return {
        "name": column,
        "type": "integer" if column in table.numbers else "string",
        "description": table.columns[column],
        **({"constraints": {"required": True}} if required else {}),
    }


def _keys(name: str) -> dict[str, Any]:
    """Return a table's keys: records repeat genes row for row, so that only figures have one of
    their own.
    """
    if name == "figures":
        return {"primaryKey": ["figid"]}
    return {
        "foreignKeys": [
            {"fields": ["figid"], "reference": {"resource": "figures", "fields": ["figid"]}}
        ]
    }
