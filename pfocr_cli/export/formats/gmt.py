"""gmt: a gene set a figure, by default those PFOCR publishes: figid, title, Entrez ids; strict,
human, three genes at least.

``set TAB description TAB gene TAB gene …``; readers neither quote nor clean, so that white space in
titles is collapsed. ``--gmt-style wikipathways`` names sets as WikiPathways does,
``Name%PFOCR_DATE%figid%Organism``, with the figure's page as the description: its readers split
names at ``%``, so that in a name it becomes the word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from pfocr_cli.export.formats import Exporter, Item, Joined, LeftOutError, exporter
from pfocr_cli.export.formats._text import distinct, one_line, title_line
from pfocr_cli.export.selection import organism_name
from pfocr_cli.files import table_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.options import Options
    from pfocr_cli.record.match_sources import Tier

LEAST = 3
"""Genes of a published set."""
_OF_TIER = {"strict": "strict gene", "synonyms": "gene by symbol or synonym", "all": "gene"}
_TITLES = ("figid", "pmcid", "figtitle", "papertitle", "reftext", "paper")


@exporter("gmt")
class Gmt(Exporter):
    """Gene Matrix Transposed, for enrichment."""

    suffixes: ClassVar[tuple[str, ...]] = (".gmt",)
    streams: ClassVar[bool] = True
    noun: ClassVar[str] = "set"
    heeds_not_human: ClassVar[bool] = True
    tier: ClassVar[Tier] = "strict"
    species: ClassVar[str] = "9606"
    fields: ClassVar[Mapping[str, frozenset[str]]] = {
        "": frozenset({"figid", "figtitle", "papertitle", "genes"}),
        "titles": frozenset({"figid", "figtitle", "papertitle", "genes", "pmcid", "reftext"}),
    }

    def tables(self, options: Options, *, in_folder: bool) -> tuple[str, ...]:
        """Return the sets, and with ``--titles`` the list of their titles."""
        return ("", "titles") if options.titles else ("",)

    def part(self, item: Item, options: Options, table: str) -> bytes | None:
        """Return the figure's line; it is in the list of titles if it is among the sets.

        LeftOutError: too few genes.
        """
        genes = genes_of(item.figure, options)
        least = max(1, LEAST if options.min_genes is None else options.min_genes)
        if table:
            return table_line(_title_row(item.figure)).encode() if len(genes) >= least else None
        if len(genes) < least:
            raise LeftOutError(_too_few(len(genes), least, options))
        return _line([*_name_and_description(item.figure, options), *genes])

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Joined:
        """Return what puts the lines together; titles have a header, sets have none."""
        return Joined(stream, head=table_line(_TITLES).encode() if table else b"")


def genes_of(figure: Figure, options: Options) -> list[str]:
    """Return the ids of a figure's set, each once, in the record's order."""
    return distinct(
        one_line(gene.symbol if options.ids == "symbol" else gene.entrez) for gene in figure.genes
    )


def _name_and_description(figure: Figure, options: Options) -> tuple[str, str]:
    if options.gmt_style == "wikipathways":
        parts = (
            title_line(figure),
            f"PFOCR_{options.date}",
            one_line(figure.figid),
            one_line(organism_name(figure)),
        )
        return "%".join(map(_without_percent, parts)), figure.pfocr_page
    return one_line(figure.figid), title_line(figure)


def _without_percent(text: str) -> str:
    return re.sub(r"\s*%", " percent", text).strip()


def _title_row(figure: Figure) -> tuple[str, ...]:
    paper = (one_line(figure.paper_title), one_line(figure.reference), figure.paper)
    return one_line(figure.figid), one_line(figure.pmcid), title_line(figure), *paper


def _line(cells: list[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode()


def _too_few(count: int, least: int, options: Options) -> str:
    """Return the reason, one for none and one for all that are fewer than ``least``."""
    kind = _OF_TIER[options.selection.tier]
    if not count:
        return f"with no {kind}"
    return (
        f"with 1 {kind}" if least == 2 else f"with 1–{least - 1} {kind.replace('gene', 'genes', 1)}"
    )
