"""What a pathway's board holds, for both versions of GPML: which node, label and group stands
where, under which id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pfocr_cli.export import links
from pfocr_cli.export.bridgedb import bridgedb_name
from pfocr_cli.export.formats._board import Area, Board
from pfocr_cli.export.formats._columns import EDGE, FRAME_MARGIN
from pfocr_cli.export.formats._entries import entries_of
from pfocr_cli.export.formats._labels import FONT_SIZE, NOTE_FONT_SIZE
from pfocr_cli.export.formats._layout import LINK_FONT_SIZE, layout, link_row
from pfocr_cli.export.formats._text import known, one_line, title_line
from pfocr_cli.export.formats._xml import Ids
from pfocr_cli.export.formats._xrefs import (
    PMC,
    Xref,
    citations,
    gene_facts,
    mention_facts,
    mention_xref,
)
from pfocr_cli.export.selection import board_organism

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.formats import Item
    from pfocr_cli.export.options import Options

BLACK, BLUE, RED, GREY = "000000", "0000ff", "8b0000", "808080"


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A gene product, metabolite or disease; ``words`` are the figure's own."""

    id: str
    type: str
    label: str
    area: Area
    colour: str
    words: Sequence[str]
    xref: Xref | None
    properties: Mapping[str, str]
    group: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the board: a heading, a link, or the word of a group or box."""

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
    """What is moved as one; ``id`` is what members refer to, ``graph_id`` what lines would.

    The genes of one word stand in a frame, under their ``label`` and ``words``; a box and the word
    below it do not.
    """

    id: str
    graph_id: str
    area: Area
    label: str = ""
    words: Sequence[str] = ()
    framed: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pathway as both versions of GPML have it; of several citations the best comes first."""

    title: str
    organism: str
    figure: Figure
    board: Board
    properties: Mapping[str, str]
    citations: Sequence[Xref]
    nodes: Sequence[DrawnNode]
    labels: Sequence[Label]
    groups: Sequence[Group]


def drawing(item: Item, options: Options) -> Drawing:
    """Return the pathway of a figure: what stands where, under which id."""
    figure = item.figure
    organism = board_organism(figure, item.whole)
    board = layout(entries_of(figure, options.label, organism), figure.best_title)
    ids = Ids(figure.figid)
    frames = [
        Group(
            ids.new("group", *frame.words),
            ids.new("graph", *frame.words),
            frame,
            frame.title.label,
            frame.words,
        )
        for frame in board.groups
    ]
    title = title_line(figure) or "?"
    nodes = list(_nodes(figure, board, frames, organism, ids))
    labels = list(_labels(figure, board, frames, options, ids))
    pairs = list(_pairs(board, nodes))
    return Drawing(
        title=title,
        organism=one_line(bridgedb_name(organism)),
        figure=figure,
        board=replace(board, width=max(board.width, _right_of(labels))),
        properties=_properties(figure, title, organism, options),
        citations=list(citations(figure)),
        nodes=nodes,
        labels=[*labels, *(label for label, _ in pairs)],
        groups=[*frames, *(group for _, group in pairs)],
    )


def _right_of(labels: Sequence[Label]) -> float:
    """Return how wide a board must be for its labels."""
    return max((label.area.bounds[2] for label in labels), default=0.0) + EDGE


def _properties(figure: Figure, title: str, organism: str, options: Options) -> Mapping[str, str]:
    # The keys are none that gpml2pvjson has a meaning for: it writes them beside its own.
    return known(
        pfocr_id=figure.figid,
        pfocr_url=figure.pfocr_page,
        pmcid=figure.pmcid,
        paper_doi=figure.doi,
        figure_title="" if figure.title == title else figure.title,
        figure_number=figure.number,
        figure_type=figure.figtype,
        figure_link=links.figure_at_pmc(figure.figlink),
        figure_image=options.image_of(figure),
        ndex=figure.ndex,
        wikipathways_id=figure.wpid,
        organism_name="" if organism == bridgedb_name(organism) else organism,
        paper_title=figure.paper_title,
        paper_reference=figure.reference,
        paper_year=figure.year,
    )


def _nodes(
    figure: Figure, board: Board, frames: Sequence[Group], organism: str, ids: Ids
) -> Iterator[DrawnNode]:
    for box in board.boxes:
        entry = box.entry
        row = entry.rows[0]
        if entry.kind == "gene":
            gene = figure.genes[row]
            name = ids.new("gene", gene.word, gene.entrez or gene.symbol, gene.organism_id)
            kind, colour = "GeneProduct", BLACK
            is_id = gene.entrez.isascii() and gene.entrez.isdigit()
            xref = Xref("ncbigene", gene.entrez) if is_id else None
            rows = [figure.genes[each] for each in entry.rows]
            facts = gene_facts(rows, organism, "" if xref else gene.entrez)
        else:
            is_chemical = entry.kind == "chemical"
            mentions = figure.chemicals if is_chemical else figure.diseases
            mention = mentions[row]
            name = ids.new(entry.kind, mention.word, mention.mesh or mention.other)
            kind, colour = ("Metabolite", BLUE) if is_chemical else ("Disease", RED)
            xref = mention_xref(mention)
            facts = mention_facts([mentions[each] for each in entry.rows], xref)
        group = frames[box.group].id if box.group is not None else None
        if box.note is not None:
            group = _pair_id(name)
        yield DrawnNode(name, kind, box.label, box, colour, entry.words, xref, facts, group)


def _pair_id(node: str) -> str:
    """Return the id of the group of a node and its word: longer than other ids, so that it is none
    of them.
    """
    return f"{node}a"


def _pairs(board: Board, nodes: Sequence[DrawnNode]) -> Iterator[tuple[Label, Group]]:
    """Yield the small words below boxes, each with the group that it makes with its box."""
    for box, node in zip(board.boxes, nodes, strict=True):
        if box.note is None:
            continue
        group = _pair_id(node.id)
        left, top, right, _ = box.bounds
        around = Area(
            box.x,
            (top + box.note.bounds[3]) / 2,
            right - left + 2 * FRAME_MARGIN,
            box.note.bounds[3] - top + 2 * FRAME_MARGIN,
        )
        yield (
            Label(
                f"{node.id}b",
                box.note.label,
                box.note,
                GREY,
                NOTE_FONT_SIZE,
                bold=False,
                align="Center",
                group=group,
            ),
            Group(group, f"{node.id}c", around, framed=False),
        )


def _labels(
    figure: Figure, board: Board, frames: Sequence[Group], options: Options, ids: Ids
) -> Iterator[Label]:
    paper = figure.paper if PMC.fullmatch(figure.pmcid) else ""
    hrefs = known(
        **{
            "Figure in PFOCR": figure.pfocr_page,
            "Figure in PubMed Central": links.figure_at_pmc(figure.figlink),
            "Paper in PubMed Central": paper,
            "Image": options.image_of(figure),
            "Network at NDEx": links.ndex_network(figure.ndex),
            "Pathway at WikiPathways": links.wikipathways_page(figure.wpid),
        }
    )
    for place in link_row(tuple(hrefs)):
        yield Label(
            ids.new("link", place.label),
            place.label,
            place,
            BLUE,
            LINK_FONT_SIZE,
            bold=False,
            href=hrefs[place.label],
        )
    for place in board.headings:
        yield Label(ids.new("heading", place.label), place.label, place)
    for group, frame in zip(frames, board.groups, strict=True):
        yield Label(
            ids.new("word", *frame.words),
            frame.title.label,
            frame.title,
            align="Center",
            group=group.id,
        )
