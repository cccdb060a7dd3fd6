"""Gene families, read from FamPlex's relations or from two columns, and placed on HGNC's genes.

FamPlex: ``HGNC,FZD1,isa,FPLX,FZD`` or ``FPLX,MEK,isa,FPLX,MAP2K``, closed over sub-families. Two
columns: an Entrez id and a family's name, under any header.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon.hgnc import id_number
from pfocr_cli.lexicon.model import HgncGene, fold
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

EXTRA_NAMES = Path(__file__).with_name("family_names.tsv")
"""Family names that figures use and FamPlex spells otherwise, each with what it stands for and why.
"""
_COMPLEX = "_complex"
"""What FamPlex adds to a name to set it apart, and figures leave out: IKK is the IKK complex.

Not ``_family``: that can be named after what is no member, as kainate's receptors are after
kainate.
"""
_RELATIONS = frozenset({"isa", "partof"})


@dataclass(frozen=True, slots=True)
class Families:
    """Families as their file has them: names, each with its members as the file calls them (symbols
    or Entrez ids).

    ``proteins`` counts the members that are not genes of HGNC (FamPlex's UP rows).
    """

    members: Mapping[str, tuple[str, ...]]
    is_famplex: bool
    proteins: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Families by the HGNC ids of their members.

    ``unplaced`` are (family, member) that name no approved gene.
    """

    members: Mapping[str, tuple[str, ...]]
    unplaced: tuple[tuple[str, str], ...] = ()


@dataclass
class GeneNames:
    """Which gene a family's file means: by Entrez id, approved symbol, or the only gene that a
    former symbol led to.
    """

    genes: Iterable[HgncGene]
    withdrawn: Mapping[str, tuple[str, ...]]
    by_entrez: dict[str, str] = field(default_factory=dict)
    by_symbol: dict[str, str] = field(default_factory=dict)
    formerly: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for gene in self.genes:
            self.by_entrez.setdefault(gene.entrez, gene.hgnc_id)
            self.by_symbol[gene.symbol] = gene.hgnc_id
            for symbol in gene.previous:
                self.formerly.setdefault(symbol, set()).add(gene.hgnc_id)
        for symbol, ids in self.withdrawn.items():
            self.formerly.setdefault(symbol, set()).update(ids)
        self.by_entrez.pop("", None)

    def with_symbol(self, symbol: str) -> str | None:
        """Return the HGNC id of the gene that has, or alone had, this symbol."""
        ids = self.formerly.get(symbol, set())
        return self.by_symbol.get(symbol) or (next(iter(ids)) if len(ids) == 1 else None)


def parse_families(text: str, file: str) -> Families:
    """Read a file of families, of either format.

    PfocrError: it is neither, or a line of it is not like the others.
    """
    try:
        rows = [
            row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) if row
        ]
    except csv.Error as error:
        raise PfocrError(f"{file}: {error}") from None
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise PfocrError(
                f"{file}, row {number:,} has {len(row)} fields and not {width}: is the file cut "
                "short?"
            )
    if width == 5:
        return _famplex(rows, file)
    if width == 2 and len(rows) > 1:
        return _two_columns(rows[1:], file)
    raise PfocrError(
        f"{file} holds no families: FamPlex's relations.csv has 5 columns, entrez_id and family "
        "are 2"
    )


def place(families: Families, names: GeneNames) -> Placed:
    """Put families on the genes of a release."""
    find = names.with_symbol if families.is_famplex else names.by_entrez.get
    placed: dict[str, tuple[str, ...]] = {}
    unplaced = []
    for family, members in families.members.items():
        found = {member: find(member) for member in members}
        unplaced += [(family, member) for member, hgnc_id in found.items() if hgnc_id is None]
        ids = {hgnc_id for hgnc_id in found.values() if hgnc_id is not None}
        if ids:
            placed[family] = tuple(sorted(ids, key=id_number))
    return Placed(placed, tuple(unplaced))


def bare_names(
    families: Mapping[str, tuple[str, ...]], taken: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return complexes under their names without FamPlex's suffix, where nothing has that name.

    ``taken`` are the folded words of HGNC and of the families: TIM22 is an alias of TIMM22 before
    it is a complex.
    """
    bare = {
        family.removesuffix(_COMPLEX): members
        for family, members in families.items()
        if family.endswith(_COMPLEX)
    }
    return {name: members for name, members in bare.items() if name and fold(name) not in taken}


def extra_names(
    families: Mapping[str, tuple[str, ...]], names: GeneNames, taken: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the families of ``EXTRA_NAMES``; ``taken`` are the folded words that approved genes
    and families have.
    """
    found = {}
    for row in csv.DictReader(
        io.StringIO(EXTRA_NAMES.read_text(encoding="utf-8")), dialect="excel-tab"
    ):
        gene = names.with_symbol(row["stands for"])
        members = families.get(row["stands for"]) or ((gene,) if gene else ())
        for name in row["name"].split("|"):
            if members and fold(name) not in taken:
                found[name] = members
    return found


def _famplex(rows: Sequence[Sequence[str]], file: str) -> Families:
    children: dict[str, list[tuple[str, str]]] = {}
    proteins = 0
    for number, (space, member, relation, above, family) in enumerate(rows, 1):
        if relation not in _RELATIONS or above != "FPLX":
            raise PfocrError(
                f"{file}, row {number:,} is not FamPlex's: {quoted(','.join(rows[number - 1]))}"
            )
        children.setdefault(family, [])
        if space in ("HGNC", "FPLX"):
            children[family].append((space, member))
        else:
            proteins += 1
    return Families(_closed(children), True, proteins)


def _closed(children: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Return the genes of each family and of all families below it; a circle among them does no
    harm.
    """

    @cache
    def below(family: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [family]
        genes: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                genes.update(member for space, member in children.get(name, ()) if space == "HGNC")
                waiting.extend(
                    member for space, member in children.get(name, ()) if space == "FPLX"
                )
        return frozenset(genes)

    return {family: tuple(sorted(below(family))) for family in sorted(children)}


def _two_columns(rows: Sequence[Sequence[str]], file: str) -> Families:
    members: dict[str, set[str]] = {}
    for number, (entrez, family) in enumerate(rows, 2):
        if not entrez.strip().isdecimal() or not fold(family):
            raise PfocrError(
                f"{file}, row {number:,} is not an Entrez id and a family: "
                f"{quoted(f'{entrez},{family}')}"
            )
        members.setdefault(family.strip(), set()).add(entrez.strip())
    return Families({family: tuple(sorted(ids)) for family, ids in sorted(members.items())}, False)
