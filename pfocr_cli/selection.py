"""Which genes of a record an export takes: by tier, by species, under which symbols."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pfocr_cli.figure import HUMAN_NAME, TIERS, Figure, Gene
from pfocr_cli.record import HUMAN

Tier = Literal["strict", "synonyms", "all"]


@dataclass(frozen=True, slots=True)
class Selection:
    """``species`` is ``all``, ``main`` (human if there is any, else the one with most entries), a taxonomy id or a name."""

    tier: Tier = "all"
    species: str = "all"
    current: bool = False


_NAMES: Mapping[str, str] = {"human": HUMAN, "mouse": "10090", "rat": "10116"}
"""What people call species that they mean by their Latin name."""


def selected(figure: Figure, selection: Selection) -> Figure:
    """Return the figure with the genes that the selection takes, each in its place."""
    sources = TIERS[selection.tier]
    takes = _species(figure, selection.species)
    genes = [gene for gene in figure.genes if takes(gene) and (sources is None or gene.source in sources)]
    if selection.current:
        genes = [gene if gene.symbol == gene.current else replace(gene, symbol=gene.current) for gene in genes]
    return replace(figure, genes=tuple(genes))


def _species(figure: Figure, species: str) -> Callable[[Gene], bool]:
    if species == "all":
        return lambda gene: True
    if species == "main":
        main = main_species(figure)
        return lambda gene: gene.organism_id == main
    name = species.strip().casefold()
    wanted = {name, _NAMES.get(name, name)}
    return lambda gene: gene.organism_id in wanted or gene.organism.casefold() in wanted


def main_species(figure: Figure) -> str:
    """Return the taxonomy id of the figure's main species; empty where no gene names one."""
    counts = Counter(gene.organism_id for gene in figure.genes if gene.organism_id)
    if HUMAN in counts or not counts:
        return HUMAN if counts else ""
    # Of two with as many entries the one that comes first.
    return counts.most_common(1)[0][0]


def organism_name(figure: Figure) -> str:
    """Return the Latin name of the species that most of the figure's genes are of; human where there are none."""
    counts = Counter(gene.organism for gene in figure.genes if gene.organism)
    return counts.most_common(1)[0][0] if counts else HUMAN_NAME
