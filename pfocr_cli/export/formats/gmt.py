"""gmt: a gene set a figure, by default those PFOCR publishes: figid, title, Entrez ids; strict,
human, three genes at least.

``set TAB description TAB gene TAB gene …``; readers neither quote nor clean, so that white space
in titles is collapsed. ``--gmt-style wikipathways`` names sets as WikiPathways does,
``Name%PFOCR_DATE%figid%Organism``, with the figure's page as the description: its readers split
names at ``%``, so that in a name it becomes the word. ``--table chemicals`` (or diseases) makes the
sets of ChEBI's (the Disease Ontology's) ids that are published beside them, or of MeSH's.
"""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import Exporter, Item, Joined, LeftOutError, exporter
from pfocr_cli.export.formats._text import distinct, one_line, title_line
from pfocr_cli.export.options import FormatOptions, Options, with_values
from pfocr_cli.export.selection import organism_name
from pfocr_cli.record.table_lines import table_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.record.match_sources import Tier

LEAST = 3
"""Genes of a published set."""
_OF_TIER = {"strict": "strict gene", "synonyms": "gene by symbol or synonym", "all": "gene"}
_IDS = {
    "genes": ("entrez", "symbol"),
    "chemicals": ("chebi", "mesh"),
    "diseases": ("doid", "mesh", "omim"),
}
"""What sets hold, the usual ids first."""
_VOCABULARIES = {"chebi": "ChEBI", "mesh": "MeSH", "doid": "DOID", "omim": "OMIM"}
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
    subjects: ClassVar[tuple[str, ...]] = tuple(_IDS)
    fields: ClassVar[Mapping[str, frozenset[str]]] = {
        **{kind: frozenset({"figid", "figtitle", "papertitle", kind}) for kind in _IDS},
        "titles": frozenset({"figid", "figtitle", "papertitle", "genes", "pmcid", "reftext"}),
    }

    def settled(self, options: FormatOptions, own: Collection[str]) -> FormatOptions:
        """Return the options with the ids that sets of this kind hold, and the date in their names.

        Raises:
            PfocrError: they hold no such ids, or it is no date.
        """
        options = super().settled(options, own)
        ids = _IDS[self.subject(options, "")]
        if options.ids not in (None, *ids):
            raise PfocrError(
                f"gmt of {options.table} holds {' or '.join(ids)}, and not {options.ids}: what is "
                f"for one output alone stands behind it, --to gmt:PATH,ids={ids[0]}"
            )
        is_dated = options.date or options.gmt_style == "wikipathways"
        date = _date(options.date) if is_dated else ""
        return with_values(options, {"ids": options.ids or ids[0], "date": date})

    def tables(self, options: Options, *, in_folder: bool) -> tuple[str, ...]:
        """Return the sets, and with ``--titles`` the list of their titles."""
        return ("", "titles") if options.titles else ("",)

    def part(self, item: Item, options: Options, table: str) -> bytes | None:
        """Return the figure's line; it is in the list of titles if it is among the sets.

        LeftOutError: too few genes.
        """
        kind = self.subject(options, "")
        members = members_of(item.figure, kind, options.ids)
        least = max(1, LEAST if options.min_genes is None else options.min_genes)
        if table:
            return table_line(_title_row(item.figure)).encode() if len(members) >= least else None
        if len(members) < least:
            raise LeftOutError(_too_few(len(members), least, kind, options))
        return _line([*_name_and_description(item.figure, options), *members])

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Joined:
        """Return what puts the lines together; titles have a header, sets have none."""
        return Joined(stream, head=table_line(_TITLES).encode() if table else b"")


def _date(given: str) -> str:
    """Return the date given, else that of SOURCE_DATE_EPOCH (which builds that are to be repeated
    set), else today's.
    """
    try:
        if given:
            day = time.strptime(given, "%Y%m%d")
            return given if len(given) == 8 else time.strftime("%Y%m%d", day)
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return time.strftime("%Y%m%d", time.gmtime(int(epoch) if epoch else None))
    except (ValueError, OverflowError, OSError):
        raise PfocrError(
            f"{given or 'SOURCE_DATE_EPOCH'} is not a date: --date takes YYYYMMDD"
        ) from None


def members_of(figure: Figure, kind: str, ids: str | None) -> list[str]:
    """Return the ids of a figure's set, each once, in the record's order."""
    if kind == "genes":
        genes = figure.genes
        return distinct(one_line(each.symbol if ids == "symbol" else each.entrez) for each in genes)
    mentions = figure.chemicals if kind == "chemicals" else figure.diseases
    name = ids or _IDS[kind][0]
    return distinct(
        one_line(each.mesh if name == "mesh" else each.of(name.upper())) for each in mentions
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


def _noun(kind: str, options: Options) -> str:
    """Return what a set counts, one of it."""
    if kind == "genes":
        return _OF_TIER[options.selection.tier]
    ids = _VOCABULARIES[options.ids or _IDS[kind][0]]
    return f"{kind.removesuffix('s')} with an id of {ids}"


def _too_few(count: int, least: int, kind: str, options: Options) -> str:
    """Return the reason, one for none and one for all that are fewer than ``least``."""
    noun = _noun(kind, options)
    if not count:
        return f"with no {noun}"
    if least == 2:
        return f"with 1 {noun}"
    return f"with 1–{least - 1} {noun.replace(kind.removesuffix('s'), kind, 1)}"
