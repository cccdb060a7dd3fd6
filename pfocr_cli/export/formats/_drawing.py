"""What a pathway's board holds, for both versions of GPML: which node, label and group stands
where, under which id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pfocr_cli.export.figure import VOCABULARIES, Figure, Gene, Mention
from pfocr_cli.export.formats import Item
from pfocr_cli.export.formats._board import Area, Board
from pfocr_cli.export.formats._labels import FONT_SIZE
from pfocr_cli.export.formats._layout import LINK_FONT_SIZE, layout, link_row
from pfocr_cli.export.formats._text import known, one_line, title_line
from pfocr_cli.export.formats._xml import Ids
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import organism_name

BLACK, BLUE, RED, GREY = "000000", "0000ff", "8b0000", "808080"
_MESH = re.compile(r"[DC]\d{6}(?:\d{3})?", re.ASCII)
_OTHER = re.compile(r"(CHEBI|DOID):\d+", re.ASCII)
_PMC = re.compile(r"PMC\d+", re.ASCII)
_DOI = re.compile(r"10\.\S+/\S+")


@dataclass(frozen=True, slots=True)
class Xref:
    """An id and the prefix of its data source in BridgeDb."""

    source: str
    identifier: str


@dataclass(frozen=True, slots=True)
class DrawnNode:
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
    """The genes of one word, in a frame; ``id`` is what members refer to, ``graph_id`` what lines
    would.
    """

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
    board: Board
    properties: Mapping[str, str]
    citation: Xref | None
    nodes: Sequence[DrawnNode]
    labels: Sequence[Label]
    groups: Sequence[Group]


def drawing(item: Item, options: Options) -> Drawing:
    """Return the pathway of a figure: what stands where, under which id."""
    figure = item.figure
    board = layout(figure)
    ids = Ids(figure.figid)
    groups = [
        Group(
            ids.new("group", frame.word),
            ids.new("graph", frame.word),
            frame.title.label,
            frame.word,
            frame,
        )
        for frame in board.groups
    ]
    # Without a gene that was selected, the species is that of those that were not.
    organism = one_line(organism_name(figure if figure.genes else item.whole))
    title = title_line(figure) or "?"
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
    return known(
        pfocr_id=figure.figid,
        pfocr_url=figure.pfocr_page,
        pmcid=figure.pmcid,
        paper_doi=figure.doi,
        figure_title="" if figure.title == title else figure.title,
        figure_number=figure.number,
        figure_type=figure.figtype,
        figure_image=options.image_of(figure),
        paper_title=figure.paper_title,
        paper_reference=figure.reference,
        paper_year=figure.year,
    )


def _citation(figure: Figure) -> Xref | None:
    if _PMC.fullmatch(figure.pmcid):
        return Xref("pmc", figure.pmcid)
    return Xref("doi", figure.doi) if _DOI.fullmatch(figure.doi) else None


def _nodes(
    figure: Figure, board: Board, groups: Sequence[Group], organism: str, ids: Ids
) -> Iterator[DrawnNode]:
    for box in board.boxes:
        group = None if box.group is None else groups[box.group].id
        if box.kind == "gene":
            gene = figure.genes[box.index]
            name = ids.new("gene", gene.word, gene.entrez or gene.symbol, gene.organism_id)
            xref = (
                Xref("ncbigene", gene.entrez)
                if gene.entrez.isascii() and gene.entrez.isdigit()
                else None
            )
            facts = _gene_facts(gene, organism, "" if xref else gene.entrez)
            yield DrawnNode(
                name, "GeneProduct", box.label, box, BLACK, gene.word, xref, facts, group
            )
        else:
            chemical = box.kind == "chemical"
            mention = (figure.chemicals if chemical else figure.diseases)[box.index]
            name = ids.new(box.kind, mention.word, mention.mesh or mention.other)
            kind, colour = ("Metabolite", BLUE) if chemical else ("Disease", RED)
            xref = _mention_xref(mention)
            yield DrawnNode(
                name,
                kind,
                box.label,
                box,
                colour,
                mention.word,
                xref,
                _mention_facts(mention, xref),
                group,
            )


def _gene_facts(gene: Gene, organism: str, entrez: str) -> Mapping[str, str]:
    return known(
        **{"hgnc_symbol" if gene.is_hgnc else "ncbigene_symbol": gene.symbol},
        hgnc_id=gene.hgnc_id,
        current_symbol="" if gene.current == gene.symbol else gene.current,
        pfocr_match=gene.match,
        pfocr_source=gene.source,
        pfocr_entrez=entrez,
        species="" if gene.organism == organism else gene.organism,
    )


def _mention_facts(mention: Mention, xref: Xref | None) -> Mapping[str, str]:
    """Return what is known beside the id that is the node's reference: other ids too, OMIM's among
    them, which BridgeDb lacks.
    """
    ids = {"pfocr_mesh": mention.mesh} | {
        f"pfocr_{each.lower()}": mention.of(each) for each in VOCABULARIES
    }
    more = {key: value for key, value in ids.items() if xref is None or value != xref.identifier}
    return known(preferred_name=mention.name, pfocr_match=mention.match, **more)


def _mention_xref(mention: Mention) -> Xref | None:
    """Return a MeSH id (supplementary ones have nine digits), else that of ChEBI or the Disease
    Ontology, if it is one.
    """
    if _MESH.fullmatch(mention.mesh):
        return Xref("mesh", mention.mesh)
    other = _OTHER.fullmatch(mention.other)
    return Xref(other[1].lower(), mention.other) if other else None


def _labels(
    figure: Figure, board: Board, groups: Sequence[Group], options: Options, ids: Ids
) -> Iterator[Label]:
    paper = figure.paper if _PMC.fullmatch(figure.pmcid) else ""
    image = options.image_of(figure) if options.image else ""
    links = known(
        **{
            "Figure in PFOCR": figure.pfocr_page,
            "Paper in PubMed Central": paper,
            "Image": image,
        }
    )
    for place in link_row(tuple(links)):
        href = links[place.label]
        yield Label(
            ids.new("link", place.label),
            place.label,
            place,
            BLUE,
            LINK_FONT_SIZE,
            bold=False,
            href=href,
        )
    for place in board.headings:
        yield Label(ids.new("heading", place.label), place.label, place)
    for group, frame in zip(groups, board.groups, strict=True):
        yield Label(
            ids.new("word", frame.word),
            frame.title.label,
            frame.title,
            align="Center",
            group=group.id,
        )
