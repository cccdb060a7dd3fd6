"""GPML2013a, which PathVisio 3, the viewers and most of WikiPathways read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from xml.etree import ElementTree as ET

from pfocr_cli.export.figure import Figure
from pfocr_cli.export.formats import Exporter, Item, exporter
from pfocr_cli.export.formats._board import Area
from pfocr_cli.export.formats._drawing import DrawnNode, Label, Xref, drawing
from pfocr_cli.export.formats._labels import FONT_SIZE
from pfocr_cli.export.formats._text import one_line
from pfocr_cli.export.formats._xml import add, document, number
from pfocr_cli.export.options import Options
from pfocr_cli.record.match_sources import Tier

GPML_SOURCE, LICENSE = "Pathway Figure OCR", "CC0"
"""What the database gives its records under; the image stays its paper's."""
WORD = "PFOCR word"
"""The source of the comment that keeps a figure's own word on each node."""
Z_NODE, Z_LABEL, Z_GROUP = "32768", "28672", "4096"
_GPML = "http://pathvisio.org/GPML/2013a"
_BIOPAX = "http://www.biopax.org/release/biopax-level3.owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_DATABASES: Mapping[str, str] = {
    "ncbigene": "Entrez Gene",
    "mesh": "MeSH",
    "chebi": "ChEBI",
    "doid": "Human Disease Ontology",
    "pmc": "PubMed Central",
    "doi": "DOI",
}
"""BridgeDb's full names of data sources, by the prefixes that GPML2021 writes."""


@exporter("gpml")
class Gpml(Exporter):
    """A pathway for PathVisio 3: GPML2013a."""

    suffixes: ClassVar[tuple[str, ...]] = (".gpml",)
    wants_content: ClassVar[bool] = True
    per_figure: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {
            "figid",
            "figtitle",
            "papertitle",
            "caption",
            "pmcid",
            "filename",
            "number",
            "reftext",
            "year",
        }
        | {"doi", "figtype", "organisms", "genes", "chemicals", "diseases"}
    )
    tier: ClassVar[Tier] = "all"
    species: ClassVar[str] = "main"

    def document(self, item: Item, options: Options) -> bytes:
        """Return the pathway of one figure."""
        found = drawing(item, options)
        root = ET.Element(
            "Pathway",
            {
                "xmlns": _GPML,
                "Name": found.title,
                "Organism": found.organism,
                "Data-Source": GPML_SOURCE,
                "License": LICENSE,
            },
        )
        if found.figure.caption:
            add(root, "Comment", found.figure.caption, Source="WikiPathways-description")
        # An id of its own in the document: a hash never is "pub1".
        reference = "pub1"
        if found.citation:
            add(root, "BiopaxRef", reference)
        _add_attributes(root, found.properties)
        add(
            root,
            "Graphics",
            BoardWidth=number(found.board.width),
            BoardHeight=number(found.board.height),
        )
        for node in found.nodes:
            _add_node(root, node)
        for label in found.labels:
            _add_label(root, label)
        for group in found.groups:
            element = add(
                root,
                "Group",
                GroupId=group.id,
                GraphId=group.graph_id,
                Style="None",
                TextLabel=group.label,
            )
            add(element, "Comment", group.word, Source=WORD)
        add(root, "InfoBox", CenterX="0.0", CenterY="0.0")
        if found.citation:
            _add_publication(add(root, "Biopax"), found.figure, found.citation, reference)
        return document(root)


def _add_attributes(parent: ET.Element, properties: Mapping[str, str]) -> None:
    for key, value in properties.items():
        add(parent, "Attribute", Key=key, Value=value)


def _place(area: Area) -> Mapping[str, str]:
    return {
        "CenterX": number(area.x),
        "CenterY": number(area.y),
        "Width": number(area.width),
        "Height": number(area.height),
    }


def _member(group: str | None) -> Mapping[str, str]:
    return {"GroupRef": group} if group else {}


def _add_node(root: ET.Element, node: DrawnNode) -> None:
    element = add(
        root,
        "DataNode",
        TextLabel=node.label,
        GraphId=node.id,
        Type=node.type,
        **_member(node.group),
    )
    if node.word:
        add(element, "Comment", node.word, Source=WORD)
    _add_attributes(element, node.properties)
    look = {"ZOrder": Z_NODE, "FontSize": str(FONT_SIZE), "Valign": "Middle", "Color": node.colour}
    add(element, "Graphics", **_place(node.area), **look)
    xref = node.xref
    add(
        element,
        "Xref",
        Database=_DATABASES[xref.source] if xref else "",
        ID=xref.identifier if xref else "",
    )


def _add_label(root: ET.Element, label: Label) -> None:
    link = {"Href": label.href} if label.href else {}
    element = add(
        root, "Label", TextLabel=label.label, GraphId=label.id, **_member(label.group), **link
    )
    look = {
        "ZOrder": Z_LABEL,
        "FontSize": str(label.size),
        "Align": label.align,
        "Valign": "Middle",
        "Color": label.colour,
    }
    weight = {"FontWeight": "Bold"} if label.bold else {}
    add(element, "Graphics", **_place(label.area), **look, **weight)


def _add_publication(biopax: ET.Element, figure: Figure, citation: Xref, reference: str) -> None:
    names = {"xmlns:bp": _BIOPAX, "xmlns:rdf": _RDF, "rdf:id": reference}
    publication = ET.SubElement(biopax, "bp:PublicationXref", names)
    facts = {
        "ID": citation.identifier,
        "DB": _DATABASES[citation.source],
        "TITLE": figure.paper_title,
        "SOURCE": figure.reference,
        "YEAR": figure.year,
    }
    for name, value in facts.items():
        if value:
            add(publication, f"bp:{name}", one_line(value), **{"rdf:datatype": _STRING})
