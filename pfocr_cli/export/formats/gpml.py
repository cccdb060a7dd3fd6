"""GPML2013a, which PathVisio 3, the viewers and most of WikiPathways read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pfocr_cli.export.formats import exporter
from pfocr_cli.export.formats._gpml import (
    GPML_SOURCE,
    LICENSE,
    Z_LABEL,
    Z_NODE,
    Dialect,
    GpmlExporter,
)
from pfocr_cli.export.formats._labels import FONT_SIZE
from pfocr_cli.export.formats._text import known, one_line
from pfocr_cli.export.formats._xml import attribute, element, inner_text, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.formats._drawing import Drawing, Group, Label
    from pfocr_cli.export.formats._xrefs import Xref

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
class Gpml(GpmlExporter):
    """A pathway for PathVisio 3: GPML2013a."""

    names: ClassVar[Dialect] = Dialect(
        namespace="http://pathvisio.org/GPML/2013a",
        type="Type",
        member="GroupRef",
        fact=('<Attribute Key="', '" Value="'),
        source="Source",
        href="Href",
        places=("CenterX", "CenterY", "Width", "Height"),
        wrapped=False,
    )

    def root(self, found: Drawing) -> Mapping[str, str]:
        """Return the attributes of the whole."""
        return {
            "Name": found.title,
            "Organism": found.organism,
            "Data-Source": GPML_SOURCE,
            **known(Author=found.figure.creator.replace(" | ", ", ")),
            "License": found.figure.license or LICENSE,
        }

    def head(self, found: Drawing) -> Iterator[str]:
        """Yield the caption, references to the paper, what is known, and the board."""
        if found.figure.caption:
            source = {"Source": "WikiPathways-description"}
            yield element("  ", "Comment", source, text=found.figure.caption)
        for name in _references(found.citations):
            yield element("  ", "BiopaxRef", {}, text=name)
        yield self.facts("  ", found.properties)
        width, height = number(found.board.width), number(found.board.height)
        yield element("  ", "Graphics", {"BoardWidth": width, "BoardHeight": height})

    def tail(self, found: Drawing) -> Iterator[str]:
        """Yield the place of the info box, and the paper."""
        yield element("  ", "InfoBox", {"CenterX": "0.0", "CenterY": "0.0"})
        inner = "".join(
            _publication(found.figure, citation, name)
            for name, citation in _references(found.citations).items()
        )
        if inner:
            yield element("  ", "Biopax", {}, inner=inner)

    def identity(self, identifier: str, text: str) -> str:
        """Return the attributes that say which thing it is, and what stands on it."""
        return f'TextLabel="{attribute(text)}" GraphId="{identifier}"'

    def ordered(self, xref: str, graphics: str, comments: str, facts: str) -> str:
        """Return the parts of a node in the order of the schema."""
        return f"{comments}{facts}{graphics}{xref}"

    def xref(self, indent: str, xref: Xref | None) -> str:
        """Return the reference of a node; an empty one where there is none."""
        if xref is None:
            return f'{indent}<Xref Database="" ID="" />\n'
        source, identifier = _DATABASES[xref.source], attribute(xref.identifier)
        return f'{indent}<Xref Database="{source}" ID="{identifier}" />\n'

    def node_look(self, colour: str) -> str:
        """Return how a node looks."""
        return f'ZOrder="{Z_NODE}" FontSize="{FONT_SIZE}" Valign="Middle" Color="{colour}"'

    def label_look(self, label: Label) -> str:
        """Return how a label looks."""
        weight = ' FontWeight="Bold"' if label.bold else ""
        return (
            f'ZOrder="{Z_LABEL}" FontSize="{label.size}" Align="{label.align}" Valign="Middle" '
            f'Color="{label.colour}"{weight}'
        )

    def group(self, group: Group, indent: str) -> str:
        """Return a group; PathVisio draws no frame around those of the style Group."""
        text = f' TextLabel="{attribute(group.label)}"' if group.label else ""
        style = "None" if group.framed else "Group"
        start = f'{indent}<Group GroupId="{group.id}" GraphId="{group.graph_id}" Style="{style}"'
        comments = self.comments(f"{indent}  ", group.words)
        if not comments:
            return f"{start}{text} />\n"
        return f"{start}{text}>\n{comments}{indent}</Group>\n"


def _references(citations: Sequence[Xref]) -> Mapping[str, Xref]:
    """Return the citations by an id of their own in the document: a hash never is "pub1"."""
    return {f"pub{number}": citation for number, citation in enumerate(citations, 1)}


def _publication(figure: Figure, citation: Xref, name: str) -> str:
    facts = known(
        ID=citation.identifier,
        DB=_DATABASES[citation.source],
        TITLE=one_line(figure.paper_title),
        SOURCE=one_line(figure.reference),
        YEAR=one_line(figure.year),
    )
    inner = "".join(
        f'      <bp:{tag} rdf:datatype="{_STRING}">{inner_text(value)}</bp:{tag}>\n'
        for tag, value in facts.items()
    )
    names = {"xmlns:bp": _BIOPAX, "xmlns:rdf": _RDF, "rdf:id": name}
    return element("    ", "bp:PublicationXref", names, inner=inner)
