"""biothings: NDJSON, a document a figure, as the BioThings source ``pfocr`` reads it (pending.api's
parser and mapping).

Its parser drops ``pmc`` where that is no text, but wants the key; its users read each kind's list
without asking whether it is there, so that a kind without ids is an empty list. Ids are bare and
text, each once, in the record's order. ``chebi``, ``doid`` and ``omim`` (digits) stand beside
``mesh`` where a record gives any.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from pfocr_cli.export.formats import Exporter, Item, Joined, LeftOutError, exporter
from pfocr_cli.export.formats._text import distinct, known, title_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.export.figure import Figure, Mention
    from pfocr_cli.export.options import Options


@exporter("biothings")
class Biothings(Exporter):
    """Documents for BioThings."""

    suffixes: ClassVar[tuple[str, ...]] = (".ndjson",)
    streams: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"figid", "figtitle", "papertitle", "pmcid", "filename", "genes", "chemicals", "diseases"}
    )

    def part(self, item: Item, options: Options, table: str) -> bytes:
        """Return the figure's document, a line. LeftOutError: nothing in it has an id."""
        found = _mentions(item.figure)
        if not any(ids for kind in found.values() for ids in kind.values()):
            raise LeftOutError("with no gene, chemical or disease that has an id")
        about = _about(item.figure, options.image_of(item.figure))
        document = {"_id": item.figure.figid, "associatedWith": about | {"mentions": found}}
        return f"{json.dumps(document, ensure_ascii=False)}\n".encode()

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Joined:
        """Return what puts the lines together."""
        return Joined(stream)


def _about(figure: Figure, image: str) -> dict[str, Any]:
    return {
        "title": title_line(figure),
        **known(figureUrl=image),
        "pfocrUrl": figure.pfocr_page,
        "pmc": figure.pmcid or None,
    }


def _mentions(figure: Figure) -> dict[str, dict[str, list[str]]]:
    return {
        "genes": {"ncbigene": distinct(gene.entrez for gene in figure.genes)},
        "chemicals": _ids(figure.chemicals, "CHEBI"),
        "diseases": _ids(figure.diseases, "DOID", "OMIM"),
    }


def _ids(mentions: Sequence[Mention], *others: str) -> dict[str, list[str]]:
    more = {
        other.lower(): distinct(mention.of(other).rpartition(":")[2] for mention in mentions)
        for other in others
    }
    return {"mesh": distinct(mention.mesh for mention in mentions), **known(**more)}
