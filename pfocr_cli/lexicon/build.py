"""From HGNC's files, and families, to a lexicon. The same content gives the same bytes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import written
from pfocr_cli.lexicon import families as family_file
from pfocr_cli.lexicon.documents import CC0, DATE, Document
from pfocr_cli.lexicon.families import EXTRA_NAMES, GeneNames
from pfocr_cli.lexicon.hgnc import (
    Mergers,
    Withdrawn,
    id_number,
    mergers,
    parse_genes,
    parse_withdrawn,
)
from pfocr_cli.lexicon.lines import Ingredient, gene_line, lexicon_text, term_line
from pfocr_cli.lexicon.model import HgncGene, Term, fold
from pfocr_cli.lexicon.naming import NameSource, NameTerms, Unnamed, hgnc_names
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.match_sources import MatchSource

FAMILY_INGREDIENTS = ("families", "family names")


@dataclass(frozen=True, slots=True)
class FamilyTerms:
    """Families by the HGNC ids of their members, and what is to be said of them."""

    members: Mapping[str, tuple[str, ...]]
    sources: tuple[Ingredient, ...]
    unplaced: tuple[tuple[str, str], ...] = ()
    proteins: int = 0
    path: str = ""


class FamilySource(Protocol):
    """Where families come from."""

    def placed(self, genes: Sequence[HgncGene], merged: Mergers) -> FamilyTerms:
        """Return the families on these genes, under all their names."""


@dataclass(frozen=True, slots=True)
class Built:
    """A lexicon's text and what it counts. ``unplaced`` and ``proteins`` are members of families
    that it lacks: (family, member) that name no approved gene, and how many are no genes of HGNC at
    all. ``inputs`` are its files.
    """

    text: str
    release: str
    counts: Mapping[str, int]
    unplaced: tuple[tuple[str, str], ...]
    proteins: int = 0
    inputs: tuple[str, ...] = ()


def build(
    hgnc: Document,
    withdrawn: Document | None,
    families: FamilySource | None,
    release: str = "",
    names: NameSource | None = None,
) -> Built:
    """Make a lexicon. ``release`` is HGNC's, where it is known better than its file tells;
    ``names`` adds to the names of HGNC's own file.

    PfocrError: an input is not what it should be, or the release is no date.
    """
    if release:
        require_date(release)
    held = parse_genes(hgnc.text, hgnc.display_path)
    entries = (
        *held.withdrawn,
        *(parse_withdrawn(withdrawn.text, withdrawn.display_path) if withdrawn else ()),
    )
    merged = mergers(entries, held.genes)
    sources = [hgnc.ingredient("genes")] + (
        [withdrawn.ingredient("withdrawn")] if withdrawn else []
    )
    placed = families.placed(held.genes, merged) if families else FamilyTerms({}, ())
    terms = [*_terms(held.genes, merged.by_symbol, placed.members)]
    taken = {fold(term.written) for term in terms if term.genes}
    unnamed = Unnamed(held.genes, placed.members, taken)
    more = names.named(unnamed) if names else NameTerms((), ())
    named_by = [*hgnc_names(held.genes, taken), *more.names]
    lines = sorted({*_lines(held.genes, terms), *_name_lines(named_by)}, key=str.encode)
    counts = _counts(held.genes, entries, [*terms, *named_by])
    named = release or hgnc.release or held.modified or hgnc.day or "unknown"
    text = lexicon_text(
        named,
        (*sources, *placed.sources, *more.sources),
        counts,
        "".join(f"{line}\n" for line in lines),
    )
    paths = (hgnc.path, withdrawn.path if withdrawn else "", placed.path, *more.paths)
    inputs = tuple(filter(None, paths))
    return Built(text, named, counts, placed.unplaced, placed.proteins, inputs)


def require_date(release: str) -> None:
    """Raise PfocrError where a release is no date."""
    if not DATE.fullmatch(release):
        raise PfocrError(
            f"{quoted(release)} is not a release: that is a date, YYYY-MM-DD or YYYY-MM"
        )


def write(built: Built, path: str | Path) -> None:
    """Write a lexicon's file, all of it or nothing.

    PfocrError: it would take the place of what it was made from.
    """
    for made_from in built.inputs:
        if _is_same_file(made_from, path):
            raise PfocrError(f"{path} is what the lexicon is made from: name another file to write")
    with written(path) as stream:
        stream.write(built.text)


def _is_same_file(path: str, other: str | Path) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)


class FamilyFile:
    """Families from a file: FamPlex's, to which the names that figures use are added, or two
    columns, taken as they are.
    """

    def __init__(self, source: Document) -> None:
        self._source = source

    def placed(self, genes: Sequence[HgncGene], merged: Mergers) -> FamilyTerms:
        """Return the families on these genes, under all their names.

        PfocrError: the file holds no families.
        """
        families = family_file.parse_families(self._source.text, self._source.display_path)
        names = GeneNames(genes, merged.by_symbol)
        placed = family_file.place(families, names)
        ingredient = self._source.ingredient(
            FAMILY_INGREDIENTS[0], CC0 if families.is_famplex else "not stated"
        )
        if not families.is_famplex:
            return FamilyTerms(
                placed.members, (ingredient,), placed.unplaced, path=self._source.path
            )
        members = _with_more_names(placed.members, names, genes)
        return FamilyTerms(
            members,
            (ingredient, _extra_ingredient()),
            placed.unplaced,
            families.proteins,
            self._source.path,
        )


class CarriedFamilies:
    """The families of another lexicon, for a newer release of HGNC."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def placed(self, genes: Sequence[HgncGene], merged: Mergers) -> FamilyTerms:
        """Return the families with what their members were merged into."""
        approved = {gene.hgnc_id for gene in genes}
        members: dict[str, tuple[str, ...]] = {}
        unplaced = []
        for term in self._lexicon.all_terms():
            if term.source == "bioentities_symbol":
                now = {
                    old: (old,) if old in approved else merged.by_id.get(old, ())
                    for old in term.genes
                }
                unplaced += [(term.written, old) for old, found in now.items() if not found]
                if ids := {hgnc_id for found in now.values() for hgnc_id in found}:
                    members[term.written] = tuple(sorted(ids, key=id_number))
        sources = tuple(
            source for source in self._lexicon.release.sources if source.what in FAMILY_INGREDIENTS
        )
        return FamilyTerms(members, sources, tuple(unplaced))


def _with_more_names(
    members: Mapping[str, tuple[str, ...]], names: GeneNames, genes: Iterable[HgncGene]
) -> dict[str, tuple[str, ...]]:
    """Add the names that figures use and FamPlex lacks; approved symbols and families keep
    theirs.
    """
    taken = {fold(name) for name in (*members, *names.by_symbol)}
    extra = family_file.extra_names(members, names, taken)
    words = {fold(word) for gene in genes for word in (*gene.aliases, *gene.previous)}
    words |= {fold(symbol) for symbol in names.withdrawn} | {fold(name) for name in extra}
    return {**members, **extra, **family_file.bare_names(members, taken | words)}


def _extra_ingredient() -> Ingredient:
    sha256 = hashlib.sha256(EXTRA_NAMES.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return Ingredient(FAMILY_INGREDIENTS[1], f"pfocr-cli, {EXTRA_NAMES.name}", CC0, sha256)


def _terms(
    genes: Iterable[HgncGene],
    withdrawn: Mapping[str, tuple[str, ...]],
    families: Mapping[str, tuple[str, ...]],
) -> Iterator[Term]:
    """Yield one term for each word and source, with all its genes."""
    owners: dict[tuple[str, MatchSource], set[str]] = {}
    for gene in genes:
        owners.setdefault((gene.symbol, "hgnc_symbol"), set()).add(gene.hgnc_id)
        for alias in gene.aliases:
            owners.setdefault((alias, "hgnc_alias_symbol"), set()).add(gene.hgnc_id)
        for previous in gene.previous:
            owners.setdefault((previous, "hgnc_prev_symbol"), set()).add(gene.hgnc_id)
    for symbol, ids in withdrawn.items():
        owners.setdefault((symbol, "hgnc_withdrawn"), set()).update(ids)
    for family, ids in families.items():
        owners.setdefault((family, "bioentities_symbol"), set()).update(ids)
    for (text, source), found in owners.items():
        yield Term(text, source, tuple(sorted(found, key=id_number)))


def _lines(genes: Iterable[HgncGene], terms: Iterable[Term]) -> Iterator[str]:
    anchors: dict[str, str] = {}
    for gene in sorted(genes, key=lambda gene: id_number(gene.hgnc_id)):
        yield gene_line(gene)
        if gene.entrez:  # two genes with one id are a slip of HGNC's: the older entry has it
            anchors.setdefault(gene.entrez, gene.hgnc_id)
    for entrez, hgnc_id in anchors.items():
        yield f"entrez:{entrez}\t{hgnc_id.removeprefix('HGNC:')}"
    for term in terms:
        if key := fold(term.written):  # a word of signs only could never be asked for
            yield term_line(key, term)


def _name_lines(names: Iterable[Term]) -> Iterator[str]:
    """Yield the lines of names: an approved one leaves out what its gene's line says."""
    for name in names:
        if key := fold(name.written):
            approved = name.source == "hgnc_name"
            kept = Term("", name.source, name.genes) if approved else name
            yield term_line(key, kept, "name")


def _counts(
    genes: Sequence[HgncGene], withdrawn: Sequence[Withdrawn], terms: Iterable[Term]
) -> dict[str, int]:
    by_source = Counter(term.source for term in terms)
    return {
        "genes": len(genes),
        "with Entrez id": sum(bool(gene.entrez) for gene in genes),
        "withdrawn entries": len(withdrawn),
        **{source: by_source[source] for source in sorted(by_source)},
    }
