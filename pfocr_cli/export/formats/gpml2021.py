"""GPML2021, which PathVisio 4 and libGPML read: what GPML2013a holds, in the newer structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pfocr_cli.export import links
from pfocr_cli.export.formats import exporter
from pfocr_cli.export.formats._drawing import GREY, Drawing, Group, Label
from pfocr_cli.export.formats._gpml import (
    GPML_SOURCE,
    LICENSE,
    Z_GROUP,
    Z_LABEL,
    Z_NODE,
    Dialect,
    GpmlExporter,
)
from pfocr_cli.export.formats._labels import FONT_SIZE
from pfocr_cli.export.formats._xml import attribute, element, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.formats._xrefs import Xref

_TRANSPARENT = "ffffff00"
_FRAME_FILL = "b4b46419"
"""What PathVisio fills the frame of a group with."""


@exporter("gpml2021")
class Gpml2021(GpmlExporter):
    """A pathway for PathVisio 4: GPML2021."""

    names: ClassVar[Dialect] = Dialect(
        namespace="http://pathvisio.org/GPML/2021",
        type="type",
        member="groupRef",
        fact=('<Property key="', '" value="'),
        source="source",
        href="href",
        places=("centerX", "centerY", "width", "height"),
        wrapped=True,
    )

    def root(self, found: Drawing) -> Mapping[str, str]:
        """Return the attributes of the whole."""
        return {
            "title": found.title,
            "organism": found.organism,
            "source": GPML_SOURCE,
            "license": found.figure.license or LICENSE,
        }

    def head(self, found: Drawing) -> Iterator[str]:
        """Yield the caption, who made the record, what is known, the paper, and the board."""
        if found.figure.caption:
            yield element("  ", "Description", {}, text=found.figure.caption)
        authors = (name for name in found.figure.creator.split(" | ") if name)
        inner = "".join(element("    ", "Author", {"name": name}) for name in authors)
        if inner:
            yield element("  ", "Authors", {}, inner=inner)
        yield self.facts("  ", found.properties)
        for name in range(1, len(found.citations) + 1):
            yield element("  ", "CitationRef", {"elementRef": f"pub{name}"})
        size = {
            "boardWidth": number(found.board.width),
            "boardHeight": number(found.board.height),
            "backgroundColor": "ffffff",
        }
        yield element("  ", "Graphics", size)

    def tail(self, found: Drawing) -> Iterator[str]:
        """Yield the paper, by each id that is known of it."""
        inner = "".join(
            element(
                "    ",
                "Citation",
                {"elementId": f"pub{name}"},
                inner=self.xref("      ", citation)
                + element("      ", "Url", {"link": _address(found.figure, citation)}),
            )
            for name, citation in enumerate(found.citations, 1)
        )
        if inner:
            yield element("  ", "Citations", {}, inner=inner)

    def identity(self, identifier: str, text: str) -> str:
        """Return the attributes that say which thing it is, and what stands on it."""
        return f'elementId="{identifier}" textLabel="{attribute(text)}"'

    def ordered(self, xref: str, graphics: str, comments: str, facts: str) -> str:
        """Return the parts of a node in the order of the schema."""
        return f"{xref}{graphics}{comments}{facts}"

    def xref(self, indent: str, xref: Xref | None) -> str:
        """Return a reference; nothing where there is none."""
        if xref is None:
            return ""
        identifier = attribute(xref.identifier)
        return f'{indent}<Xref identifier="{identifier}" dataSource="{xref.source}" />\n'

    def node_look(self, colour: str) -> str:
        """Return how a node looks."""
        font = f'textColor="{colour}" fontSize="{FONT_SIZE}"'
        return f'{font} borderColor="{colour}" zOrder="{Z_NODE}"'

    def label_look(self, label: Label) -> str:
        """Return how a label looks."""
        weight = ' fontWeight="Bold"' if label.bold else ""
        font = f'textColor="{label.colour}"{weight} fontSize="{label.size}" hAlign="{label.align}"'
        return f'{font} fillColor="{_TRANSPARENT}" shapeType="None" zOrder="{Z_LABEL}"'

    def group(self, group: Group, indent: str) -> str:
        """Return a group: a frame, or one that is not to be seen."""
        text = f' textLabel="{attribute(group.label)}"' if group.label else ""
        kind = "Group" if group.framed else "Transparent"
        look = _FRAME_LOOK if group.framed else _UNSEEN_LOOK
        within = f"{indent}  "
        return (
            f'{indent}<Group elementId="{group.id}"{text} type="{kind}">\n'
            f"{within}<Graphics {self.place(group.area)} {look} />\n"
            f"{self.comments(within, group.words)}{indent}</Group>\n"
        )


_FRAME_LOOK = (
    f'textColor="{GREY}" borderColor="{GREY}" borderStyle="Dashed" fillColor="{_FRAME_FILL}" '
    f'shapeType="Rectangle" zOrder="{Z_GROUP}"'
)
_UNSEEN_LOOK = (
    f'textColor="{GREY}" borderColor="{_TRANSPARENT}" borderWidth="0.0" '
    f'fillColor="{_TRANSPARENT}" shapeType="None" zOrder="{Z_GROUP}"'
)


def _address(figure: Figure, citation: Xref) -> str:
    return links.doi(citation.identifier) if citation.source == "doi" else figure.paper
