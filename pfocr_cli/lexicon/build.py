"""From HGNC's files, and families, to a lexicon. The same content gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes, written
from pfocr_cli.lexicon import families as family_file
from pfocr_cli.lexicon.families import EXTRA_NAMES, GeneNames
from pfocr_cli.lexicon.hgnc import (
    Mergers,
    Withdrawn,
    id_number,
    mergers,
    parse_genes,
    parse_withdrawn,
)
from pfocr_cli.lexicon.model import Gene, Source, Term, fold
from pfocr_cli.lexicon.store import Ingredient, Lexicon, encode, gene_line, term_line
from pfocr_cli.wording import quoted

LARGEST = 400 * 2**20
"""Bytes of an input once it is unpacked: many times what HGNC publishes."""
CC0 = "CC0-1.0"
FAMILY_INGREDIENTS = ("families", "family names")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_RELEASE_IN_NAME = re.compile(rf"(?<!\d)({_DATE.pattern})(?!\d)")


@dataclass(frozen=True, slots=True)
class Document:
    """An input: its text, the name that messages give it, and what is kept of where it came from.

    ``path`` is where it was read; ``day`` is the one that speaks for its release where nothing else
    tells it.
    """

    text: str
    shown: str
    origin: str
    sha256: str
    path: str = ""
    day: str = ""

    @property
    def release(self) -> str:
        """The release that the file's name tells, or nothing."""
        found = _RELEASE_IN_NAME.search(Path(self.shown).name)
        return found.group(1) if found else ""

    def ingredient(self, what: str, licence: str = CC0) -> Ingredient:
        """Return what a lexicon's head says of it."""
        return Ingredient(what, self.origin, licence, self.sha256)


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

    def placed(self, genes: Sequence[Gene], merged: Mergers) -> FamilyTerms:
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


def document(path: str, origin: str = "") -> Document:
    """Read an input, plain or gzipped. PfocrError: it cannot be read, unpacked or decoded."""
    try:
        data = read_bytes(path, LARGEST)
    except UnreadableError as error:
        raise PfocrError(f"cannot read {path}: {error}") from None
    return replace(document_of(data, path, origin), path=path)


def document_of(data: bytes, shown: str, origin: str = "") -> Document:
    """Return an input from its bytes; ``origin`` is its file's name where nobody says better."""
    content = _unpacked(data, shown) if data.startswith(b"\x1f\x8b") else data
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PfocrError(
            f"{shown} is not UTF-8: the byte {content[error.start]:02X} at offset {error.start:,}"
        ) from None
    return Document(
        text,
        shown,
        origin or Path(shown).name.removesuffix(".gz"),
        hashlib.sha256(content).hexdigest(),
    )


def build(
    hgnc: Document, withdrawn: Document | None, families: FamilySource | None, release: str = ""
) -> Built:
    """Make a lexicon. ``release`` is HGNC's, where it is known better than its file tells.

    PfocrError: an input is not what it should be, or the release is no date.
    """
    if release:
        require_date(release)
    held = parse_genes(hgnc.text, hgnc.shown)
    entries = (
        *held.withdrawn,
        *(parse_withdrawn(withdrawn.text, withdrawn.shown) if withdrawn else ()),
    )
    merged = mergers(entries, held.genes)
    sources = [hgnc.ingredient("genes")] + (
        [withdrawn.ingredient("withdrawn")] if withdrawn else []
    )
    placed = families.placed(held.genes, merged) if families else FamilyTerms({}, ())
    terms = [*_terms(held.genes, merged.by_symbol, placed.members)]
    lines = sorted(_lines(held.genes, terms), key=str.encode)
    counts = _counts(held.genes, entries, terms)
    named = release or hgnc.release or held.modified or hgnc.day or "unknown"
    text = encode(
        named, (*sources, *placed.sources), counts, "".join(f"{line}\n" for line in lines)
    )
    inputs = tuple(filter(None, (hgnc.path, withdrawn.path if withdrawn else "", placed.path)))
    return Built(text, named, counts, placed.unplaced, placed.proteins, inputs)


def require_date(release: str) -> None:
    """Raise PfocrError where a release is no date."""
    if not _DATE.fullmatch(release):
        raise PfocrError(f"{quoted(release)} is no release: it is a date, YYYY-MM-DD or YYYY-MM")


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

    def placed(self, genes: Sequence[Gene], merged: Mergers) -> FamilyTerms:
        """Return the families on these genes, under all their names.

        PfocrError: the file holds no families.
        """
        families = family_file.parse_families(self._source.text, self._source.shown)
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

    def placed(self, genes: Sequence[Gene], merged: Mergers) -> FamilyTerms:
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
    members: Mapping[str, tuple[str, ...]], names: GeneNames, genes: Iterable[Gene]
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


def _unpacked(data: bytes, shown: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PfocrError(f"cannot unpack {shown}: {error}") from None
    if len(content) > LARGEST:
        raise PfocrError(
            f"{shown} is more than {LARGEST // 2**20} MB when unpacked: it is not one of HGNC's "
            "files"
        )
    return content


def _terms(
    genes: Iterable[Gene],
    withdrawn: Mapping[str, tuple[str, ...]],
    families: Mapping[str, tuple[str, ...]],
) -> Iterator[Term]:
    """Yield one term for each word and source, with all its genes."""
    owners: dict[tuple[str, Source], set[str]] = {}
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


def _lines(genes: Iterable[Gene], terms: Iterable[Term]) -> Iterator[str]:
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


def _counts(
    genes: Sequence[Gene], withdrawn: Sequence[Withdrawn], terms: Iterable[Term]
) -> dict[str, int]:
    by_source = Counter(term.source for term in terms)
    return {
        "genes": len(genes),
        "with Entrez id": sum(bool(gene.entrez) for gene in genes),
        "withdrawn entries": len(withdrawn),
        **{source: by_source[source] for source in sorted(by_source)},
    }
