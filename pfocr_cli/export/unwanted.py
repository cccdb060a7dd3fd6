"""Figures that a format leaves out whatever it would make of them: those that curators marked, and
those with nothing in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.export.formats import Exporter, LeftOutError
from pfocr_cli.export.selection import is_human
from pfocr_cli.rules.curation import NOT_HUMAN, REJECTED

if TYPE_CHECKING:
    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.options import Options


def refuse_unwanted(exporter: Exporter, figure: Figure, options: Options) -> None:
    """Check a figure, with the genes that were selected.

    Raises:
        LeftOutError: curators rejected it; it is marked as not human, and the format is for human
            genes; or there is nothing in it that the format could show.
    """
    if (options.rejected or exporter.rejected) == "leave" and is_rejected(figure):
        raise LeftOutError(f"marked {REJECTED}")
    human_only = exporter.heeds_not_human and is_human(options.selection.species)
    if human_only and NOT_HUMAN in figure.organisms:
        raise LeftOutError(f"marked {NOT_HUMAN} (not human)")
    if exporter.wants_content and not (figure.genes or figure.chemicals or figure.diseases):
        raise LeftOutError("with no gene, chemical or disease")


def is_rejected(figure: Figure) -> bool:
    """Say whether curators marked a figure as none of a pathway, in any of the fields they use."""
    return REJECTED in (figure.title, figure.number, figure.caption, *figure.organisms)
