"""cx2: a network a figure, for Cytoscape and NDEx: a node for each gene, chemical and disease,
labelled and laid out.

What readers demand, the strictest in each matter: one key an element; metaData with the true
counts; every attribute declared, with its type, and never null; x and y on every node; status last.
All values are texts. Network attributes go by the names that PFOCR's networks on NDEx have
(wikipathways/pfocr2ndex), node attributes by those of wikipathways/tsv-to-cx2; ``represents`` is a
CURIE.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pfocr_cli.export import links
from pfocr_cli.export.figure import VOCABULARIES, Figure, Gene, Mention
from pfocr_cli.export.formats import Exporter, Item, LeftOutError, exporter
from pfocr_cli.export.formats._board import Box
from pfocr_cli.export.formats._labels import FONT_SIZE, gene_label, mention_label
from pfocr_cli.export.formats._layout import layout
from pfocr_cli.export.formats._text import curie, known, mention_curies
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import organism_name

_COLOURS = {"gene": "#CFE2F3", "chemical": "#D9EAD3", "disease": "#F4CCCC"}
_METHODS = "Pathway Figure OCR, https://doi.org/10.1186/s13059-020-02181-2"


@exporter("cx2")
class Cx2(Exporter):
    """CX2 networks."""

    suffixes: ClassVar[tuple[str, ...]] = (".cx2",)
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
        | {"figlink", "organisms", "genes", "chemicals", "diseases"}
    )
    species: ClassVar[str] = "main"

    def document(self, item: Item, options: Options) -> bytes:
        """Return the figure as a network. LeftOutError: it would have no nodes."""
        nodes = _nodes(item.figure)
        if not nodes:
            raise LeftOutError("with no gene, chemical or disease")
        boxes = layout(item.figure).boxes
        usual = Counter((box.width, box.height) for box in boxes).most_common(1)[0][0]
        return _written(_network_attributes(item, options), nodes, boxes, usual)


def _nodes(figure: Figure) -> list[dict[str, str]]:
    """Return the attributes of the nodes: genes, then chemicals, then diseases, as a layout has its
    boxes.
    """
    found = [_gene(gene) for gene in figure.genes]
    found += [_mention("chemical", mention) for mention in figure.chemicals]
    found += [_mention("disease", mention) for mention in figure.diseases]
    return found


def _gene(gene: Gene) -> dict[str, str]:
    return {
        "name": gene_label(gene),
        **known(
            represents=curie("ncbigene", gene.entrez),
            type="gene",
            word=gene.word,
            symbol=gene.symbol,
            match=gene.match,
            source=gene.source,
            ncbigene=gene.entrez,
            hgnc=gene.hgnc_id,
            organism=gene.organism,
            taxonomy=gene.organism_id,
        ),
    }


def _mention(kind: str, mention: Mention) -> dict[str, str]:
    return {
        "name": mention_label(mention),
        **known(
            represents=next(iter(mention_curies(mention)), ""),
            type=kind,
            word=mention.word,
            match=mention.match,
            preferred=mention.name,
            mesh=mention.mesh,
            **{vocabulary.lower(): mention.of(vocabulary) for vocabulary in VOCABULARIES},
        ),
    }


def _network_attributes(item: Item, options: Options) -> dict[str, str]:
    figure = item.figure
    return known(
        name=figure.best_title,
        description=figure.caption,
        pfocrId=figure.figid,
        pmcId=figure.pmcid,
        figureTitle=figure.title,
        figureNumber=figure.number,
        figureLink=links.figure_at_pmc(figure.figlink),
        figureImage=options.image_of(figure),
        pfocrLink=figure.pfocr_page,
        paperTitle=figure.paper_title,
        paperLink=figure.paper,
        publicationYear=figure.year,
        reference=figure.reference,
        disease=", ".join(dict.fromkeys(mention_label(mention) for mention in figure.diseases)),
        # Without a gene that was selected, the species is that of those that were not.
        organism=organism_name(figure if figure.genes else item.whole),
        networkType="pathway",
        methods=_METHODS,
        rights="Waiver-No rights reserved (CC0)",
    )


def _written(
    network: Mapping[str, str],
    nodes: Sequence[Mapping[str, str]],
    boxes: Sequence[Box],
    usual: tuple[float, float],
) -> bytes:
    declared = {name: {"d": "string"} for node in nodes for name in node}
    placed = [
        {"id": number, "x": box.x, "y": box.y, "v": dict(node)}
        for number, (node, box) in enumerate(zip(nodes, boxes, strict=True))
    ]
    bypasses = [
        {"id": number, "v": special}
        for number, (node, box) in enumerate(zip(nodes, boxes, strict=True))
        if (special := _special(node["name"], box, usual))
    ]
    aspects: dict[str, list[Any]] = {
        "attributeDeclarations": [
            {"networkAttributes": {name: {"d": "string"} for name in network}, "nodes": declared}
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
    lines = ",\n".join(
        json.dumps(element, ensure_ascii=False, allow_nan=False) for element in document
    )
    return f"[{lines}]\n".encode()


def _special(name: str, box: Box, usual: tuple[float, float]) -> dict[str, Any]:
    """Return what one node is drawn with: its size where it is another, its label where the name is
    too long for one.
    """
    size = (
        {}
        if (box.width, box.height) == usual
        else {"NODE_WIDTH": box.width, "NODE_HEIGHT": box.height}
    )
    return size | ({} if box.label == name else {"NODE_LABEL": box.label})


def _looks(width: float, height: float) -> dict[str, Any]:
    colours = [{"v": kind, "vp": colour} for kind, colour in _COLOURS.items()]
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
                "definition": {"attribute": "name", "type": "string"},
            },
            "NODE_BACKGROUND_COLOR": {
                "type": "DISCRETE",
                "definition": {"attribute": "type", "type": "string", "map": colours},
            },
        },
    }
