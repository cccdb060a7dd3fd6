"""Which genes of a record an export takes: by tier, by species, under which symbols."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.export.bridgedb import bridgedb_name
from pfocr_cli.export.figure import UNKNOWN, Figure, Gene
from pfocr_cli.record.columns import HUMAN, HUMAN_NAME
from pfocr_cli.record.keywords import SymbolChanges, followed
from pfocr_cli.record.match_sources import TIERS, Tier
from pfocr_cli.regex import regex
from pfocr_cli.rules.curation import NOT_HUMAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Selection:
    """``species`` is ``all``, ``main`` (human if there is any, else the one with most entries), a
    taxonomy id or a name; ``current`` asks for today's symbols, ``corrected`` for known wrong
    matches put right.
    """

    tier: Tier = "all"
    species: str = "all"
    current: bool = False
    corrected: bool = False


_NAMES: Mapping[str, str] = {"human": HUMAN, "mouse": "10090", "rat": "10116"}
"""What people call species that they mean by their Latin name."""
_LATIN = regex(r"[A-Z][a-z]+ [a-z]{3,}")


def selected(figure: Figure, selection: Selection) -> Figure:
    """Return the figure with the genes that the selection takes, each in its place, and the
    keywords that go with them.
    """
    sources = TIERS[selection.tier]
    takes = _species(figure, selection.species)
    kept = [
        gene for gene in figure.genes if takes(gene) and (sources is None or gene.source in sources)
    ]
    genes = (
        [gene._replace(symbol=gene.current) if _is_renamed(gene) else gene for gene in kept]
        if selection.current
        else kept
    )
    if tuple(genes) == figure.genes:
        return figure
    return replace(figure, genes=tuple(genes), keywords=_keywords(figure, kept, genes))


def _is_renamed(gene: Gene) -> bool:
    return gene.symbol != gene.current


def _keywords(figure: Figure, kept: Sequence[Gene], named: Sequence[Gene]) -> tuple[str, ...]:
    """Return the keywords that go with the genes kept, under the symbols that these have then."""
    renamed = dict[str, list[str]]()
    for old, new in zip(kept, named, strict=True):
        if old.symbol != new.symbol:
            renamed.setdefault(old.symbol, []).append(new.symbol)
    groups = followed(
        figure.keywords,
        SymbolChanges(
            [gene.symbol for gene in figure.genes], [gene.symbol for gene in named], renamed
        ),
        {mention.word.strip() for mention in (*figure.chemicals, *figure.diseases)},
    )
    return tuple(keyword for group in groups for keyword in group if keyword)


def _species(figure: Figure, species: str) -> Callable[[Gene], bool]:
    if species == "all":
        return lambda _: True
    if species == "main":
        main = main_species(figure)
        return lambda gene: gene.organism_id == main
    return lambda gene: takes(species, gene.organism, gene.organism_id)


@lru_cache(2**12)
def takes(species: str, organism: str, organism_id: str) -> bool:
    """Say whether a ``--species`` takes genes of an organism, by its name or taxonomy id."""
    name = species.strip().casefold()
    wanted = {name, _NAMES.get(name, name)}
    by_rule = name in ("all", "main")
    return by_rule or organism_id in wanted or organism.casefold() in wanted


def is_known(species: str) -> bool:
    """Say whether a ``--species`` is one whatever the records hold: an id, a usual name."""
    name = species.strip().casefold()
    return name.isdigit() or name in _NAMES or is_human(species)


def is_human(species: str) -> bool:
    """Say whether a ``--species`` asks for human genes."""
    name = species.strip().casefold()
    return _NAMES.get(name, name) in (HUMAN, HUMAN_NAME.casefold())


def main_species(figure: Figure) -> str:
    """Return the taxonomy id of the figure's main species; empty where no gene names one."""
    counts = Counter(gene.organism_id for gene in figure.genes if gene.organism_id)
    if HUMAN in counts or not counts:
        return HUMAN if counts else ""
    # Of two with as many entries the one that comes first.
    return counts.most_common(1)[0][0]


def board_organism(figure: Figure, whole: Figure) -> str:
    """Return the organism of a figure's board: without a gene that was selected, that of those
    that were not.
    """
    return organism_name(figure if figure.genes else whole)


def is_unnamed(organism: str, figure: Figure) -> bool:
    """Say whether a figure's paper names organisms, and not this one, nor a strain of it."""
    if not figure.organisms or NOT_HUMAN in figure.organisms:
        return False
    name = bridgedb_name(organism).casefold()
    return all(bridgedb_name(each).casefold() != name for each in figure.organisms)


def organism_name(figure: Figure) -> str:
    """Return the Latin name of the species that most of the figure's genes are of.

    Without genes, human if the record names it or nothing that looks like a species' name (which
    viruses and strains often do not), else the first that does. Where curators marked the figure
    as not human it is not, whatever its genes were matched to.
    """
    counts = Counter(gene.organism for gene in figure.genes if gene.organism)
    if NOT_HUMAN in figure.organisms:
        del counts[HUMAN_NAME]
        counts = counts or Counter([UNKNOWN])
    if counts:
        return counts.most_common(1)[0][0]
    named = [name for name in figure.organisms if _LATIN.fullmatch(name)]
    return HUMAN_NAME if HUMAN_NAME in named or not named else named[0]
