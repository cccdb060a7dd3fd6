"""GPML2021, which PathVisio 4 and libGPML read: what GPML2013a holds, in the newer structure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from xml.etree import ElementTree as ET

from pfocr_cli.export.formats import Exporter, Item, exporter
from pfocr_cli.export.formats._board import Area
from pfocr_cli.export.formats._drawing import GREY, Drawing, DrawnNode, Group, Label, Xref, drawing
from pfocr_cli.export.formats._labels import FONT_SIZE
from pfocr_cli.export.formats._xml import add, document, number
from pfocr_cli.export.formats.gpml import GPML_SOURCE, LICENSE, WORD, Z_GROUP, Z_LABEL, Z_NODE
from pfocr_cli.export.options import Options
from pfocr_cli.record.match_sources import Tier

_GPML = "http://pathvisio.org/GPML/2021"
_CITATION = "pub1"
_TRANSPARENT = "ffffff00"
_FRAME_FILL = "b4b46419"
"""What PathVisio fills the frame of a group with."""


@exporter("gpml2021")
class Gpml2021(Exporter):
    """A pathway for PathVisio 4: GPML2021."""

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
                "title": found.title,
                "organism": found.organism,
                "source": GPML_SOURCE,
                "license": LICENSE,
            },
        )
        if found.figure.caption:
            add(root, "Description", found.figure.caption)
        _add_properties(root, found.properties)
        if found.citation:
            add(root, "CitationRef", elementRef=_CITATION)
        board = found.board
        add(
            root,
            "Graphics",
            boardWidth=number(board.width),
            boardHeight=number(board.height),
            backgroundColor="ffffff",
        )
        _add_content(root, found)
        return document(root)


def _add_content(root: ET.Element, found: Drawing) -> None:
    """Add what stands on the board; each kind under its own element, which is left out where there
    is none.
    """
    if found.nodes:
        nodes = add(root, "DataNodes")
        for node in found.nodes:
            _add_node(nodes, node)
    if found.labels:
        labels = add(root, "Labels")
        for label in found.labels:
            _add_label(labels, label)
    if found.groups:
        groups = add(root, "Groups")
        for group in found.groups:
            _add_group(groups, group)
    if found.citation:
        citation = add(add(root, "Citations"), "Citation", elementId=_CITATION)
        _add_xref(citation, found.citation)
        if found.citation.source == "pmc":
            add(citation, "Url", link=found.figure.paper)


def _add_xref(parent: ET.Element, xref: Xref) -> None:
    add(parent, "Xref", identifier=xref.identifier, dataSource=xref.source)


def _add_properties(parent: ET.Element, properties: Mapping[str, str]) -> None:
    for key, value in properties.items():
        add(parent, "Property", key=key, value=value)


def _place(area: Area) -> Mapping[str, str]:
    return {
        "centerX": number(area.x),
        "centerY": number(area.y),
        "width": number(area.width),
        "height": number(area.height),
    }


def _member(group: str | None) -> Mapping[str, str]:
    return {"groupRef": group} if group else {}


def _add_node(nodes: ET.Element, node: DrawnNode) -> None:
    element = add(
        nodes,
        "DataNode",
        elementId=node.id,
        textLabel=node.label,
        type=node.type,
        **_member(node.group),
    )
    if node.xref:
        _add_xref(element, node.xref)
    look = {
        "textColor": node.colour,
        "fontSize": str(FONT_SIZE),
        "borderColor": node.colour,
        "zOrder": Z_NODE,
    }
    add(element, "Graphics", **_place(node.area), **look)
    if node.word:
        add(element, "Comment", node.word, source=WORD)
    _add_properties(element, node.properties)


def _add_label(labels: ET.Element, label: Label) -> None:
    link = {"href": label.href} if label.href else {}
    element = add(
        labels, "Label", elementId=label.id, textLabel=label.label, **_member(label.group), **link
    )
    weight = {"fontWeight": "Bold"} if label.bold else {}
    font = {"textColor": label.colour, **weight, "fontSize": str(label.size), "hAlign": label.align}
    shape = {"fillColor": _TRANSPARENT, "shapeType": "None", "zOrder": Z_LABEL}
    add(element, "Graphics", **_place(label.area), **font, **shape)


def _add_group(groups: ET.Element, group: Group) -> None:
    element = add(groups, "Group", elementId=group.id, textLabel=group.label, type="Group")
    look = {
        "textColor": GREY,
        "borderColor": GREY,
        "borderStyle": "Dashed",
        "fillColor": _FRAME_FILL,
        "shapeType": "Rectangle",
        "zOrder": Z_GROUP,
    }
    add(element, "Graphics", **_place(group.area), **look)
    add(element, "Comment", group.word, source=WORD)
