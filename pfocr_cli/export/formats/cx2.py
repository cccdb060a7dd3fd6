"""cx2: a network a figure, for Cytoscape and NDEx: a node for each gene, chemical and disease,
labelled and laid out as the board of a pathway is.

What readers demand, the strictest in each matter: one key an element; metaData with the true
counts; every attribute declared, with its type, and never null; x and y on every node; status last.
All values are texts. Network attributes go by the names that PFOCR's networks on NDEx have
(wikipathways/pfocr2ndex), node attributes by those of wikipathways/tsv-to-cx2; ``represents`` is a
CURIE. A record says of no gene that it acts on another, so that there are no edges; that genes have
one word is shown by a frame, which is a node behind theirs, of the type ``family``.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from pfocr_cli.export import links
from pfocr_cli.export.figure import VOCABULARIES, Figure, Gene, Mention
from pfocr_cli.export.formats import FileExporter, Item, LeftOutError, exporter
from pfocr_cli.export.formats._board import Area, Board, Box
from pfocr_cli.export.formats._entries import entries_of, joined_if_several, joined_words
from pfocr_cli.export.formats._fields import KEYS_SHOWN
from pfocr_cli.export.formats._labels import FONT_SIZE, gene_label, mention_label
from pfocr_cli.export.formats._layout import layout
from pfocr_cli.export.formats._text import curie, known, mention_curies
from pfocr_cli.export.selection import board_organism

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.export.options import Options

_COLOURS = {
    "gene": "#CFE2F3",
    "chemical": "#D9EAD3",
    "disease": "#F4CCCC",
    "family": "#F7F7F0",
    "heading": "#FFFFFF",
}
_BOLD = {"FONT_FAMILY": "sans-serif", "FONT_STYLE": "normal", "FONT_WEIGHT": "bold"}
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_CC0 = "Waiver-No rights reserved (CC0)"
"""What NDEx calls it."""
_METHODS = "Pathway Figure OCR, https://doi.org/10.1186/s13059-020-02181-2"
_AT_TOP = {
    "HORIZONTAL_ALIGN": "center",
    "VERTICAL_ALIGN": "top",
    "HORIZONTAL_ANCHOR": "center",
    "VERTICAL_ANCHOR": "top",
    "JUSTIFICATION": "center",
    "MARGIN_X": 0.0,
    "MARGIN_Y": 8.0,
}
"""Where the word of a family stands: within its frame, at the upper edge."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A node: its attributes, its place, and how it looks otherwise than nodes do."""

    attributes: Mapping[str, str]
    area: Area
    looks: Mapping[str, Any]


@exporter("cx2")
class Cx2(FileExporter):
    """CX2 networks."""

    suffixes: ClassVar[tuple[str, ...]] = (".cx2",)
    wants_content: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = KEYS_SHOWN | {"figlink", "organisms"}
    read_if_sound: ClassVar[frozenset[str]] = frozenset({"schema-jsonld"})
    species: ClassVar[str] = "main"
    is_board: ClassVar[bool] = True

    def document(self, item: Item, options: Options) -> bytes:
        """Return the figure as a network. LeftOutError: it would have no nodes."""
        figure = item.figure
        organism = board_organism(figure, item.whole)
        board = layout(entries_of(figure, options.label, organism), figure.best_title)
        if not board.boxes:
            raise LeftOutError("with no gene, chemical or disease")
        areas = [_whole(box) for box in board.boxes]
        usual = Counter((area.width, area.height) for area in areas).most_common(1)[0][0]
        nodes = [*_frames(board), *_headings(board), *_boxes(figure, board, areas, usual)]
        return _written(_network_attributes(figure, organism, options), nodes, usual)


def _frames(board: Board) -> Iterator[_Node]:
    """Yield a node for each family: they come first, and so are drawn behind the others."""
    for frame in board.groups:
        words = joined_words(frame.words)
        attributes = known(name=words or "?", label=frame.title.label, type="family", word=words)
        size = {"NODE_WIDTH": frame.width, "NODE_HEIGHT": frame.height}
        yield _Node(attributes, frame, {**size, "NODE_LABEL_POSITION": _AT_TOP})


def _headings(board: Board) -> Iterator[_Node]:
    for heading in board.headings:
        size = {"NODE_WIDTH": heading.width, "NODE_HEIGHT": heading.height}
        attributes = {"name": heading.label, "label": heading.label, "type": "heading"}
        yield _Node(attributes, heading, size)


def _boxes(
    figure: Figure, board: Board, areas: Sequence[Area], usual: tuple[float, float]
) -> Iterator[_Node]:
    width, height = usual
    families = [joined_words(frame.words) for frame in board.groups]
    for box, area in zip(board.boxes, areas, strict=True):
        family = "" if box.group is None else families[box.group]
        attributes = _attributes(figure, box, family)
        looks: dict[str, Any] = {}
        if area.width != width:
            looks["NODE_WIDTH"] = area.width
        if area.height != height:
            looks["NODE_HEIGHT"] = area.height
        yield _Node(attributes, area, looks)


def _whole(box: Box) -> Area:
    """Return the place of a box with the word below, which is one node here."""
    if box.note is None:
        return box
    _, top, _, _ = box.bounds
    bottom = box.note.bounds[3]
    return Area(box.x, (top + bottom) / 2, box.width, bottom - top)


def _attributes(figure: Figure, box: Box, family: str) -> dict[str, str]:
    entry = box.entry
    label = box.label if box.note is None else f"{box.label}\n{box.note.label}"
    words = joined_if_several(entry.words)
    if entry.kind == "gene":
        return _gene([figure.genes[row] for row in entry.rows], label, words, family)
    mentions = figure.chemicals if entry.kind == "chemical" else figure.diseases
    return _mention(entry.kind, [mentions[row] for row in entry.rows], label, words)


def _gene(genes: Sequence[Gene], label: str, words: str, family: str) -> dict[str, str]:
    gene = genes[0]
    return {
        "name": gene_label(gene),
        "label": label,
        **known(
            represents=curie("ncbigene", gene.entrez),
            type="gene",
            word=words,
            symbol=gene.symbol,
            match=joined_if_several([each.match for each in genes]),
            source=joined_if_several([each.source for each in genes]),
            ncbigene=gene.entrez,
            hgnc=gene.hgnc_id,
            **{"hgnc.symbol": gene.symbol if gene.is_hgnc else ""},
            family=family,
            organism=gene.organism,
            taxonomy=gene.organism_id,
        ),
    }


def _mention(kind: str, mentions: Sequence[Mention], label: str, words: str) -> dict[str, str]:
    mention = mentions[0]
    return {
        "name": mention_label(mention),
        "label": label,
        **known(
            represents=next(iter(mention_curies(mention)), ""),
            type=kind,
            word=words,
            match=joined_if_several([each.match for each in mentions]),
            preferred=mention.name,
            mesh=mention.mesh,
            **{vocabulary.lower(): mention.of(vocabulary) for vocabulary in VOCABULARIES},
        ),
    }


def _network_attributes(figure: Figure, organism: str, options: Options) -> dict[str, str]:
    image = options.image_of(figure)
    return known(
        name=figure.best_title,
        description=figure.caption,
        pfocrId=figure.figid,
        pmcId=figure.pmcid,
        doi=figure.doi,
        figureTitle=figure.title,
        figureNumber=figure.number,
        figureLink=links.figure_at_pmc(figure.figlink),
        figureImage=image,
        pfocrLink=figure.pfocr_page,
        ndex=figure.ndex,
        wpid=figure.wpid,
        paperTitle=figure.paper_title,
        paperLink=figure.paper,
        publicationYear=figure.year,
        reference=figure.reference,
        disease=joined_words(mention_label(mention) for mention in figure.diseases),
        organism=organism,
        networkType="pathway",
        methods=_METHODS,
        creator=figure.creator.replace(" | ", ", "),
        rights=_CC0 if figure.license in ("", "CC0") else figure.license,
        version=f"HGNC {options.release.hgnc}",
        # What Cytoscape shows as the network's picture.
        __NetworkImage=image,
    )


def _written(
    network: Mapping[str, str], nodes: Sequence[_Node], usual: tuple[float, float]
) -> bytes:
    names: dict[str, str] = {}
    for node in nodes:
        names.update(node.attributes)
    placed = [
        {"id": number, "x": node.area.x, "y": node.area.y, "v": node.attributes}
        for number, node in enumerate(nodes)
    ]
    bypasses = [{"id": number, "v": node.looks} for number, node in enumerate(nodes) if node.looks]
    aspects: dict[str, list[Any]] = {
        "attributeDeclarations": [
            {"networkAttributes": _declared(network), "nodes": _declared(names)}
        ],
        "networkAttributes": [dict(network)],
        "nodes": placed,
        "visualProperties": [_looks(*usual)],
        "nodeBypasses": bypasses,
    }
    counted = [
        {"name": name, "elementCount": len(elements)}
        for name, elements in aspects.items()
        if elements
    ]
    document = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": counted},
        *({name: elements} for name, elements in aspects.items() if elements),
        {"status": [{"success": True, "error": ""}]},
    ]
    # An aspect a line: small, and still to be compared.
    lines = ",\n".join(map(_JSON.encode, document))
    return f"[{lines}]\n".encode()


def _declared(names: Iterable[str]) -> dict[str, dict[str, str]]:
    return {name: {"d": "string"} for name in names}


@lru_cache(64)
def _looks(width: float, height: float) -> dict[str, Any]:
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_SHAPE": "round-rectangle",
                "NODE_WIDTH": width,
                "NODE_HEIGHT": height,
                "NODE_BACKGROUND_COLOR": _COLOURS["gene"],
                "NODE_BORDER_COLOR": "#666666",
                "NODE_BORDER_WIDTH": 1,
                "NODE_LABEL_COLOR": "#000000",
                "NODE_LABEL_FONT_SIZE": FONT_SIZE,
            },
        },
        "nodeMapping": {
            "NODE_LABEL": {
                "type": "PASSTHROUGH",
                "definition": {"attribute": "label", "type": "string"},
            },
            "NODE_TOOLTIP": {
                "type": "PASSTHROUGH",
                "definition": {"attribute": "word", "type": "string"},
            },
            "NODE_BACKGROUND_COLOR": _by_type(_COLOURS),
            "NODE_SHAPE": _by_type({"family": "rectangle", "heading": "rectangle"}),
            "NODE_BORDER_STYLE": _by_type({"family": "dashed"}),
            "NODE_BORDER_WIDTH": _by_type({"heading": 0}),
            "NODE_LABEL_FONT_FACE": _by_type({"family": _BOLD, "heading": _BOLD}),
        },
    }


def _by_type(values: Mapping[str, object]) -> dict[str, Any]:
    return {
        "type": "DISCRETE",
        "definition": {
            "attribute": "type",
            "type": "string",
            "map": [{"v": kind, "vp": value} for kind, value in values.items()],
        },
    }
