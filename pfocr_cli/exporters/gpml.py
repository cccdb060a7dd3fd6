"""GPML2013a, which PathVisio 3, the viewers and most of WikiPathways read.

``drawing`` says what is on the board; GPML2021 holds the same in another structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from xml.etree import ElementTree as ET

from pfocr_cli.exporters import Exporter, Item, Options, exporter
from pfocr_cli.exporters._layout import FONT_SIZE, LINK_FONT_SIZE, Area, Layout, layout, link_row
from pfocr_cli.exporters._text import address
from pfocr_cli.exporters._xml import Ids, add, document, number, one_line
from pfocr_cli.figure import HUMAN, Figure, Gene, Mention
from pfocr_cli.selection import Tier, organism_name

SOURCE = "Pathway Figure OCR"
WORD = "PFOCR word"
"""The source of the comment that keeps a figure's own word on each node."""
BLACK, BLUE, RED, GREY = "000000", "0000ff", "8b0000", "808080"
Z_NODE, Z_LABEL, Z_GROUP = "32768", "28672", "4096"
_MESH = re.compile(r"[DC]\d{6}(?:\d{3})?", re.ASCII)
_OTHER = re.compile(r"(CHEBI|DOID):\d+", re.ASCII)
_PMC = re.compile(r"PMC\d+", re.ASCII)
_DOI = re.compile(r"10\.\S+/\S+")
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


@dataclass(frozen=True, slots=True)
class Xref:
    """An id and the prefix of its data source in BridgeDb."""

    source: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Node:
    """A gene product, metabolite or disease."""

    id: str
    type: str
    label: str
    area: Area
    colour: str
    word: str
    xref: Xref | None
    properties: Mapping[str, str]
    group: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the board: a heading, a link, or the word of a group."""

    id: str
    label: str
    area: Area
    colour: str = BLACK
    size: int = FONT_SIZE
    bold: bool = True
    align: str = "Left"
    href: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The genes of one word, in a frame; ``id`` is what members refer to, ``graph_id`` what lines would."""

    id: str
    graph_id: str
    label: str
    word: str
    area: Area


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pathway as both versions of GPML have it."""

    title: str
    organism: str
    figure: Figure
    board: Layout
    properties: Mapping[str, str]
    citation: Xref | None
    nodes: Sequence[Node]
    labels: Sequence[Label]
    groups: Sequence[Group]


def drawing(item: Item, options: Options) -> Drawing:
    """Return the pathway of a figure: what stands where, under which id."""
    figure = item.figure
    board = layout(figure)
    ids = Ids(figure.figid)
    groups = [
        Group(ids.new("group", frame.word), ids.new("graph", frame.word), frame.title.label, frame.word, frame)
        for frame in board.groups
    ]
    # Without a gene that was selected, the species is that of those that were not.
    organism = one_line(organism_name(figure if figure.genes else item.whole))
    title = one_line(figure.title) or one_line(figure.paper_title) or one_line(figure.figid) or "?"
    return Drawing(
        title=title,
        organism=organism,
        figure=figure,
        board=board,
        properties=_properties(figure, title, options),
        citation=_citation(figure),
        nodes=list(_nodes(figure, board, groups, organism, ids)),
        labels=list(_labels(figure, board, groups, options, ids)),
        groups=groups,
    )


def _properties(figure: Figure, title: str, options: Options) -> Mapping[str, str]:
    # The keys are none that gpml2pvjson has a meaning for: it writes them beside its own.
    found = {
        "pfocr_id": figure.figid,
        "pfocr_url": address(figure.page),
        "pmcid": figure.pmcid,
        "paper_doi": figure.doi,
        "figure_title": "" if figure.title == title else figure.title,
        "figure_number": figure.number,
        "figure_type": figure.figtype,
        "figure_image": options.image or address(figure.image),
        "paper_title": figure.paper_title,
        "paper_reference": figure.reference,
        "paper_year": figure.year,
    }
    return {key: value for key, value in found.items() if value}


def _citation(figure: Figure) -> Xref | None:
    if _PMC.fullmatch(figure.pmcid):
        return Xref("pmc", figure.pmcid)
    return Xref("doi", figure.doi) if _DOI.fullmatch(figure.doi) else None


def _nodes(figure: Figure, board: Layout, groups: Sequence[Group], organism: str, ids: Ids) -> Iterator[Node]:
    for box in board.boxes:
        group = None if box.group is None else groups[box.group].id
        if box.kind == "gene":
            gene = figure.genes[box.index]
            name = ids.new("gene", gene.word, gene.entrez or gene.symbol, gene.organism_id)
            xref = Xref("ncbigene", gene.entrez) if gene.entrez.isascii() and gene.entrez.isdigit() else None
            facts = _gene_facts(gene, organism, "" if xref else gene.entrez)
            yield Node(name, "GeneProduct", box.label, box, BLACK, gene.word, xref, facts, group)
        else:
            chemical = box.kind == "chemical"
            mention = (figure.chemicals if chemical else figure.diseases)[box.index]
            name = ids.new(box.kind, mention.word, mention.mesh or mention.other)
            kind, colour = ("Metabolite", BLUE) if chemical else ("Disease", RED)
            xref = _mention_xref(mention)
            facts = _mention_facts(mention, xref, "chebi" if chemical else "doid")
            yield Node(name, kind, box.label, box, colour, mention.word, xref, facts, group)


def _gene_facts(gene: Gene, organism: str, entrez: str) -> Mapping[str, str]:
    found = {
        "hgnc_symbol" if gene.organism_id == HUMAN else "ncbigene_symbol": gene.symbol,
        "hgnc_id": gene.hgnc_id,
        "current_symbol": "" if gene.current == gene.symbol else gene.current,
        "pfocr_match": gene.match,
        "pfocr_source": gene.source,
        "pfocr_entrez": entrez,
        "species": "" if gene.organism == organism else gene.organism,
    }
    return {key: value for key, value in found.items() if value}


def _mention_facts(mention: Mention, xref: Xref | None, other: str) -> Mapping[str, str]:
    found = {"preferred_name": mention.name, "pfocr_mesh": mention.mesh, f"pfocr_{other}": mention.other}
    return {key: value for key, value in found.items() if value and not (xref and value == xref.identifier)}


def _mention_xref(mention: Mention) -> Xref | None:
    """Return a MeSH id (supplementary ones have nine digits), else that of ChEBI or the Disease Ontology, if it is one."""
    if _MESH.fullmatch(mention.mesh):
        return Xref("mesh", mention.mesh)
    other = _OTHER.fullmatch(mention.other)
    return Xref(other[1].lower(), mention.other) if other else None


def _labels(figure: Figure, board: Layout, groups: Sequence[Group], options: Options, ids: Ids) -> Iterator[Label]:
    paper = figure.paper if _PMC.fullmatch(figure.pmcid) else ""
    links = {"Figure in PFOCR": address(figure.page), "Paper in PubMed Central": paper, "Image": options.image or ""}
    links = {text: href for text, href in links.items() if href}
    for place in link_row(tuple(links)):
        href = links[place.label]
        yield Label(ids.new("link", place.label), place.label, place, BLUE, LINK_FONT_SIZE, bold=False, href=href)
    for place in board.headings:
        yield Label(ids.new("heading", place.label), place.label, place)
    for group, frame in zip(groups, board.groups, strict=True):
        yield Label(ids.new("word", frame.word), frame.title.label, frame.title, align="Center", group=group.id)


@exporter("gpml")
class Gpml(Exporter):
    """A pathway for PathVisio 3: GPML2013a."""

    suffixes: ClassVar[tuple[str, ...]] = (".gpml",)
    per_figure: ClassVar[bool] = True
    uses: ClassVar[frozenset[str]] = frozenset({"image"})
    tier: ClassVar[Tier] = "all"
    species: ClassVar[str] = "main"

    def document(self, item: Item, options: Options) -> bytes:
        """Return the pathway of one figure."""
        found = drawing(item, options)
        root = ET.Element("Pathway", {"xmlns": _GPML, "Name": found.title, "Organism": found.organism, "Data-Source": SOURCE})
        if found.figure.caption:
            add(root, "Comment", found.figure.caption, Source="WikiPathways-description")
        # An id of its own in the document: a hash never is "pub1".
        reference = "pub1"
        if found.citation:
            add(root, "BiopaxRef", reference)
        _add_attributes(root, found.properties)
        add(root, "Graphics", BoardWidth=number(found.board.width), BoardHeight=number(found.board.height))
        for node in found.nodes:
            _add_node(root, node)
        for label in found.labels:
            _add_label(root, label)
        for group in found.groups:
            element = add(root, "Group", GroupId=group.id, GraphId=group.graph_id, Style="None", TextLabel=group.label)
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


def _add_node(root: ET.Element, node: Node) -> None:
    element = add(root, "DataNode", TextLabel=node.label, GraphId=node.id, Type=node.type, **_member(node.group))
    if node.word:
        add(element, "Comment", node.word, Source=WORD)
    _add_attributes(element, node.properties)
    look = {"ZOrder": Z_NODE, "FontSize": str(FONT_SIZE), "Valign": "Middle", "Color": node.colour}
    add(element, "Graphics", **_place(node.area), **look)
    xref = node.xref
    add(element, "Xref", Database=_DATABASES[xref.source] if xref else "", ID=xref.identifier if xref else "")


def _add_label(root: ET.Element, label: Label) -> None:
    link = {"Href": label.href} if label.href else {}
    element = add(root, "Label", TextLabel=label.label, GraphId=label.id, **_member(label.group), **link)
    look = {"ZOrder": Z_LABEL, "FontSize": str(label.size), "Align": label.align, "Valign": "Middle", "Color": label.colour}
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
