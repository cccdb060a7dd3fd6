"""What is wrong with a gene's symbol beside its Entrez id, by a lexicon.

The id is the anchor; pure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.finding import Severity
from pfocr_cli.lexicon.model import HgncGene, fold
from pfocr_cli.record.columns import NOTHING, Owner
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.match_sources import MatchSource

_CACHED = 2**16
_NAMED = 5
"""Genes of a symbol that a message names."""

_SYMBOLS: frozenset[MatchSource] = frozenset({"hgnc_symbol", "hgnc_prev_symbol", "hgnc_withdrawn"})


class Verdict(NamedTuple):
    """What is wrong, by which rule. ``current`` is the symbol to write, where that is certain.

    ``severity`` is given where it is not the rule's usual one.
    """

    code: str
    message: str
    current: str = ""
    severity: Severity | None = None


def release_of(lexicon: Lexicon) -> str:
    """Return the release of HGNC that a lexicon holds, for people: ``HGNC 2024-07``."""
    return f"HGNC {lexicon.release.hgnc}"


def text_of(value: object) -> str:
    """Return a text without the white space around it (that is T303's); nothing where it is no text
    or a missing value.
    """
    text = value.strip() if isinstance(value, str) else ""
    return "" if text in NOTHING else text


@lru_cache(_CACHED)
def verdict_of(symbol: object, entrez: object, owner: Owner, lexicon: Lexicon) -> Verdict | None:
    """Return what is wrong with a symbol beside an Entrez id, both as they are recorded; None: as
    far as is known nothing.
    """
    name, number = text_of(symbol), text_of(entrez)
    is_number = number.isascii() and number.isdecimal() and number == entrez
    if not name or not (is_number or entrez is None or entrez in NOTHING):
        return None  # T301; an id that is none is S102's or S104's
    anchor = lexicon.with_entrez(number)
    if owner == "NCBI" and _is_ncbis_own(name, number, anchor):
        return None
    if (own := lexicon.approved(name)) is not None:
        return _two_genes(own, anchor, number, lexicon)
    past = _Past.of(name, lexicon)
    if anchor is not None:
        return _beside_known(past, anchor, owner)
    if owner == "NCBI" and number and past.is_withdrawn:
        return None  # NCBI may go on calling a gene what HGNC has withdrawn, and it is its column
    return _without_gene(past, number)


def _is_ncbis_own(symbol: str, entrez: str, anchor: HgncGene | None) -> bool:
    """Say whether NCBI names this gene so, and HGNC otherwise: a gene without a name, or one of the
    mitochondrion.
    """
    if symbol == f"LOC{entrez}":
        return True
    if anchor is None or not anchor.symbol.startswith("MT-"):
        return False
    return anchor.symbol == f"MT-{symbol}" or fold(symbol) in map(fold, anchor.aliases)


_LONGEST_ID = 12
_NEAR = 20
"""How far from it a human gene's id has others below and above: nine of ten have."""


def _two_genes(
    own: HgncGene, anchor: HgncGene | None, entrez: str, lexicon: Lexicon
) -> Verdict | None:
    """Judge an approved symbol beside an id that is not its own, if it is such: an approved symbol
    is never called stale.
    """
    if not entrez or own.entrez == entrez:
        return None
    if anchor is None:
        if not own.entrez:
            return None  # HGNC names no id to hold it against
        if _is_among_human(entrez, lexicon):
            older = f"{release_of(lexicon)} knows no gene {entrez}, perhaps one that NCBI retired"
            return Verdict(
                "G504", f"{own.symbol} is {_number(own)}, and {older}", severity=Severity.INFO
            )
        unknown = f"{release_of(lexicon)} knows no gene {entrez} (retired, or another species'?)"
        return Verdict("G504", f"{own.symbol} is {_number(own)}, and {unknown}")
    before = f", once called {own.symbol}" if own.symbol in anchor.previous else ""
    return Verdict(
        "G504", f"{own.symbol} is {_number(own)}, and {entrez} is {anchor.symbol}{before}"
    )


def _is_among_human(entrez: str, lexicon: Lexicon) -> bool:
    """Say whether an id that the lexicon does not know stands among those of human genes: NCBI
    gives each species runs of numbers, and merges ids of one gene (MIA2's 117153 is 4253 now). An
    id of the mouse has human ones on neither side.
    """
    if len(entrez) > _LONGEST_ID or entrez.startswith("0"):
        return False
    number, steps = int(entrez), range(1, _NEAR + 1)
    return all(
        any(lexicon.with_entrez(str(number + sign * step)) for step in steps) for sign in (-1, 1)
    )


class _Past(NamedTuple):
    """What HGNC knows of a symbol that is not approved: the genes that went by it before, and those
    it is an alias of.

    Spelled exactly so, but for ``by_case``: genes with a symbol, present or previous, that differs
    in its case only (``C9ORF3``). Other spellings are for `pfocr resolve`. ``genes`` are those that
    bore it as their symbol, and those that an entry of that name was merged into.
    """

    symbol: str
    is_withdrawn: bool
    genes: tuple[HgncGene, ...]
    aliased: tuple[HgncGene, ...]
    by_case: tuple[HgncGene, ...]
    release: str

    @classmethod
    def of(cls, symbol: str, lexicon: Lexicon) -> _Past:
        terms = lexicon.terms(fold(symbol))
        ids: dict[MatchSource, tuple[str, ...]] = {
            term.source: term.genes for term in terms if term.written == symbol
        }
        before = ids.get("hgnc_prev_symbol", ()) + ids.get("hgnc_withdrawn", ())
        genes, aliased = _genes(before, lexicon), _genes(ids.get("hgnc_alias_symbol", ()), lexicon)
        by_case = [
            hgnc_id
            for term in terms
            if term.source in _SYMBOLS and term.written.casefold() == symbol.casefold()
            for hgnc_id in term.genes
        ]
        release = release_of(lexicon)
        return cls(
            symbol, "hgnc_withdrawn" in ids, genes, aliased, _genes(by_case, lexicon), release
        )

    @property
    def told(self) -> str:
        """What became of the symbol."""
        if not self.is_withdrawn:
            return f"{self.symbol} is a previous symbol of {_named(self.genes)}"
        return f"HGNC withdrew {self.symbol}" + (
            f": what it named is {_named(self.genes)} in {self.release}" if self.genes else ""
        )


def _genes(ids: Sequence[str], lexicon: Lexicon) -> tuple[HgncGene, ...]:
    return tuple(gene for hgnc_id in dict.fromkeys(ids) if (gene := lexicon.gene(hgnc_id)))


def _beside_known(past: _Past, gene: HgncGene, owner: Owner) -> Verdict:
    """Judge a symbol that is not approved beside the id of a known gene."""
    symbol, anchored = past.symbol, f"{gene.entrez} is {gene.symbol}"
    if gene in past.genes or gene in past.by_case:
        mild = Severity.INFO if owner == "NCBI" else None
        said = f"{symbol} is {gene.symbol} in {past.release} (gene {gene.entrez})"
        return Verdict("G501", said, gene.symbol, mild)
    # What was only taken back, or split, leads to no one gene that could be at odds with the id.
    if past.is_withdrawn and len(past.genes) != 1:
        return Verdict("G502", f"{past.told}; {anchored}")
    if gene in past.aliased:
        return _perhaps_newer(past, gene, "an alias")
    if past.genes:
        return Verdict("G504", f"{past.told}, and {anchored}")
    if len(past.aliased) == 1:
        return Verdict("G504", f"{symbol} is an alias of {_named(past.aliased)}, and {anchored}")
    if past.aliased:
        return Verdict("G503", f"{symbol} is an alias of {_named(past.aliased)}, but {anchored}")
    if past.by_case:
        also = f"{symbol} is, but for its case, a name of {_named(past.by_case)}"
        return Verdict("G504", f"{also}, and {anchored}")
    return _perhaps_newer(past, gene, "no name of a gene")


def _perhaps_newer(past: _Past, gene: HgncGene, what: str) -> Verdict:
    """Warn of a symbol that nothing speaks against but that the release does not have it yet: HGNC
    often makes an alias the symbol (CENPJ is CPAP since).
    """
    known = f"{what} in {past.release}, which calls gene {gene.entrez} {gene.symbol}"
    advice = "perhaps newer (`pfocr lexicon update`, then `--lexicon latest`), or a slip"
    return Verdict("G503", f"{past.symbol} is {known}: {advice}", severity=Severity.WARNING)


def _without_gene(past: _Past, entrez: str) -> Verdict:
    """Judge a symbol that is not approved where the lexicon knows no gene of that id, or there is
    no id.
    """
    if past.is_withdrawn:
        return Verdict("G502", past.told)
    said = f"{past.symbol} is not an approved symbol in {past.release}"
    if past.genes or past.aliased:
        kind, genes = (
            ("a previous symbol", past.genes) if past.genes else ("an alias", past.aliased)
        )
        said += f", but {kind} of {_named(genes)}"
    nor = f"; nor does it know a gene {entrez}" if entrez else ""
    return Verdict("G503", said + nor, severity=Severity.WARNING)


def _named(genes: Sequence[HgncGene]) -> str:
    """Return genes with their ids, for people: ``GJB3 (gene 2707) and KCNQ4 (gene 9132)``."""
    return listed([f"{gene.symbol} ({_number(gene)})" for gene in genes], _NAMED)


def _number(gene: HgncGene) -> str:
    return f"gene {gene.entrez}" if gene.entrez else gene.hgnc_id
