"""G501-G504 and G506: whether a gene's symbol is the one that HGNC gives the gene of its Entrez id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pfocr_cli.changes import Remove, Replace
from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.lexicon.model import Gene, Source, fold
from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.pointer import pointer
from pfocr_cli.record import MISSING_VALUES, Record
from pfocr_cli.rules import gene_rule
from pfocr_cli.wording import quoted

HUMAN = "9606"
_NOTHING = MISSING_VALUES | {"", "NaN"}
_CACHED = 2**16


@dataclass(frozen=True, slots=True)
class Layout:
    """The keys of a gene entry, or the columns of a gene table: ``term`` is what of the lexicon the word was matched with."""

    table: str | None
    symbol: str
    entrez: str
    term: str


IN_RECORD = Layout(None, "hgnc_symbol", "entrez", "symbol")
IN_TABLE = Layout("genes", "ncbigene_symbol", "ncbigene_id", "match")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a symbol and an Entrez id. ``current`` is the symbol to write, where that is known for sure."""

    code: str
    message: str
    current: str = ""
    severity: Severity | None = None


def judged_rows(record: Record) -> tuple[Layout, list[tuple[int, dict[str, Any]]]]:
    """Return the genes that HGNC can speak of, with their indices: a record's own, or its table's human rows.

    None of a table whose rows cannot be trusted: D702 comes first.
    """
    if "genes" in record.data:
        own = record.data["genes"]
        return IN_RECORD, [(n, row) for n, row in enumerate(own) if isinstance(row, dict)] if isinstance(own, list) else []
    table = record.tables.get("genes")
    rows = table.rows if table and table.usable else []
    return IN_TABLE, [(n, row) for n, row in enumerate(rows) if row.get("organism_id") == HUMAN]


def text_of(row: dict[str, Any], key: str) -> str:
    """Return a value without the white space around it (that is T303's); nothing where it is no text or a missing value."""
    value = row.get(key)
    value = value.strip() if isinstance(value, str) else ""
    return "" if value in _NOTHING else value


def entrez_of(row: dict[str, Any], key: str) -> str | None:
    """Return the Entrez id, nothing where there is none; None where what stands there is no id: S102 and S104 say so."""
    value = row.get(key, "")
    if isinstance(value, str) and (value in _NOTHING or (value.isascii() and value.isdecimal())):
        return text_of(row, key)
    return None


@lru_cache(_CACHED)
def verdict_of(symbol: str, entrez: str, is_ncbis: bool, lexicon: Lexicon) -> Verdict | None:
    """Return what is wrong with a symbol beside an Entrez id, which may be nothing; None: as far as is known all is well.

    ``is_ncbis``: the symbol stands in NCBI's column of a side table.
    """
    own, anchor = lexicon.approved(symbol), lexicon.with_entrez(entrez) if entrez else None
    if is_ncbis and _is_ncbis_own(symbol, entrez, anchor):
        return None
    if own is not None:
        if anchor is None or own.hgnc_id == anchor.hgnc_id or own.entrez == entrez:
            return None
        before = f", once called {symbol}" if symbol in anchor.previous else ""
        return Verdict("G504", f"{symbol} is {_number(own)}, and {entrez} is {anchor.symbol}{before}")
    known = _Names.of(symbol, lexicon)
    return _beside_known(known, anchor, is_ncbis) if anchor else _without_gene(known, entrez)


def _is_ncbis_own(symbol: str, entrez: str, anchor: Gene | None) -> bool:
    """Say whether NCBI names this gene so, and HGNC otherwise: a gene without a name, or one of the mitochondrion."""
    if symbol == f"LOC{entrez}":
        return True
    if anchor is None or not anchor.symbol.startswith("MT-"):
        return False
    return anchor.symbol == f"MT-{symbol}" or fold(symbol) in map(fold, anchor.aliases)


@dataclass(frozen=True, slots=True)
class _Names:
    """What HGNC knows of a symbol that is not approved: the genes it was a name of before, and is an alias of.

    Spelled exactly so: HGNC's symbols differ by case (``C9orf3``), and a guess is the steps' of `pfocr resolve`.
    ``before`` are the genes that bore it and those that a withdrawn entry of that name was merged into.
    """

    symbol: str
    is_withdrawn: bool
    before: tuple[Gene, ...]
    aliases: tuple[Gene, ...]
    lexicon: Lexicon

    @classmethod
    def of(cls, symbol: str, lexicon: Lexicon) -> _Names:
        found: dict[Source, tuple[str, ...]] = {
            term.source: term.genes for term in lexicon.terms(fold(symbol)) if term.written == symbol
        }
        before = dict.fromkeys(found.get("hgnc_prev_symbol", ()) + found.get("hgnc_withdrawn", ()))
        genes = [[lexicon.gene(hgnc_id) for hgnc_id in ids] for ids in (before, found.get("hgnc_alias_symbol", ()))]
        first, second = (tuple(gene for gene in group if gene) for group in genes)
        return cls(symbol, "hgnc_withdrawn" in found, first, second, lexicon)

    @property
    def is_past(self) -> str:
        """How it is told what became of the symbol."""
        if not self.is_withdrawn:
            return f"{self.symbol} is a previous symbol of {listed(self.before)}"
        return f"HGNC withdrew {self.symbol}" + (f", and merged it into {listed(self.before)}" if self.before else "")


def _beside_known(names: _Names, gene: Gene, is_ncbis: bool) -> Verdict:
    """Judge a symbol that is not approved beside the id of a known gene."""
    symbol, told = names.symbol, f"{gene.entrez} is {gene.symbol}"
    if gene in names.before:
        mild = Severity.INFO if is_ncbis else None
        return Verdict("G501", f"{symbol} is {gene.symbol} today (gene {gene.entrez})", gene.symbol, mild)
    # What was split, or only taken back, names no one gene: which it is now is for a person to say.
    if names.is_withdrawn and len(names.before) != 1:
        return Verdict("G502", f"{names.is_past}; {told}")
    if gene in names.aliases:
        return Verdict("G503", f"{symbol} is an alias, and no approved symbol: {told}")
    if names.before:
        return Verdict("G504", f"{names.is_past}, and {told}")
    if len(names.aliases) == 1:
        return Verdict("G504", f"{symbol} is an alias of {listed(names.aliases)}, and {told}")
    return Verdict("G503", f"{symbol} is no approved symbol in HGNC {names.lexicon.release.hgnc}: {told}")


def _without_gene(names: _Names, entrez: str) -> Verdict:
    """Judge a symbol that is not approved where the lexicon knows no gene of that id, or there is no id."""
    if names.is_withdrawn:
        return Verdict("G502", names.is_past)
    said = f"{names.symbol} is no approved symbol in HGNC {names.lexicon.release.hgnc}"
    if names.before or names.aliases:
        kind, genes = ("a previous symbol", names.before) if names.before else ("an alias", names.aliases)
        said += f", but {kind} of {listed(genes)}"
    if entrez:
        said += f"; nor is there a gene {entrez}"
    return Verdict("G503", said, severity=Severity.WARNING)


def listed(genes: Sequence[Gene], most: int = 5) -> str:
    """Return genes with their Entrez ids, for people: ``GJB3 (gene 2707) and KCNQ4 (gene 9132)``."""
    shown = [f"{gene.symbol} ({_number(gene)})" for gene in genes[:most]]
    if len(genes) > most:
        shown.append(f"{len(genes) - most} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _number(gene: Gene) -> str:
    return f"gene {gene.entrez}" if gene.entrez else gene.hgnc_id


def _found(record: Record, lexicon: Lexicon, code: str) -> Iterator[Problem]:
    """Yield the genes of a record whose symbol and id have this verdict."""
    layout, rows = judged_rows(record)
    for index, row in rows:
        symbol, entrez = text_of(row, layout.symbol), entrez_of(row, layout.entrez)
        if not symbol or entrez is None:
            continue
        verdict = verdict_of(symbol, entrez, layout is IN_TABLE, lexicon)
        if verdict is not None and verdict.code == code:
            yield _problem(verdict, pointer("genes", index), row, layout)


def _problem(verdict: Verdict, where: str, row: dict[str, Any], layout: Layout) -> Problem:
    key = layout.entrez if verdict.code == "G504" else layout.symbol
    at, fix = where + pointer(key), None
    if verdict.current:
        change = Replace(at, verdict.current, layout.table)
        fix = Fix(f"write {verdict.current}", safe=layout is IN_RECORD, changes=(change,))
    return Problem(verdict.message, at, value=row[key], severity=verdict.severity, table=layout.table, fix=fix)


@gene_rule("G501", "stale-symbol", Severity.WARNING, Severity.INFO)
def stale_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that the gene of this Entrez id bore before HGNC renamed it, or that was merged into that gene's.

    Why: the records were matched in 2020 and 2021, and HGNC has renamed many genes since; who looks for
    the gene by its name of today does not find the figure. The Entrez id says which gene is meant; a
    symbol that is approved today is never called stale, whatever else it was. In the gene tables of 2023
    records an info: their symbols are NCBI's. Names as the lexicon has them: `pfocr lexicon info`.

    Bad:

        hgnc_symbol: GBA
        entrez: '2629'

    Good:

        hgnc_symbol: GBA1
        entrez: '2629'

    Fix: safe; write the symbol of today, also where it stands in schema-jsonld.keywords. In side tables
    unsafe.
    """
    return _found(record, lexicon, "G501")


@gene_rule("G502", "withdrawn-symbol", Severity.WARNING)
def withdrawn_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that HGNC has withdrawn, and that leads to no one gene of this Entrez id.

    Why: there is no such gene any more, or there are several; the message names those that the entry was
    merged into. One that was merged into the gene of the Entrez id is G501.

    Bad:

        hgnc_symbol: DFNA2
        entrez: ''

    Good:

        hgnc_symbol: KCNQ4
        entrez: '9132'

    Fix: none; find out which gene the figure means, and write its symbol and id.
    """
    return _found(record, lexicon, "G502")


@gene_rule("G503", "unknown-symbol", Severity.ERROR, Severity.WARNING)
def unknown_symbol(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """A symbol that is not HGNC's, now or before.

    Why: nobody finds the gene by it. The message says what HGNC calls the gene of the Entrez id. Where
    that id is unknown too, the gene may be newer than the lexicon, whose release the message names: a
    warning. An alias is no symbol: `RANKL` is TNFSF11. In gene tables, what NCBI alone names so is let
    pass: `LOC` with the gene's own id, and the genes of the mitochondrion (`ND1` is HGNC's MT-ND1).

    Bad:

        hgnc_symbol: RANKL
        entrez: '8600'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: none; write the symbol that the message names, or the right id.
    """
    return _found(record, lexicon, "G503")


@gene_rule("G504", "entrez-mismatch", Severity.ERROR)
def entrez_mismatch(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
    """The symbol and the Entrez id are two genes.

    Why: readers by symbol and readers by id see different figures, and nobody can tell which is right.
    Where a symbol that is no longer approved, or an alias, leads to another gene than the id, the message
    says how.

    Bad:

        hgnc_symbol: TNFSF11
        entrez: '8792'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: none; look at the figure's word, and write the symbol and the id of the gene that it means.
    """
    return _found(record, lexicon, "G504")


@gene_rule("G506", "repeated-gene", Severity.WARNING)
def repeated_gene(record: Record, _: Lexicon) -> Iterator[Problem]:
    """A gene that is there twice: two rows equal in every field.

    Why: counts of genes, and tests of enrichment, count it twice. The same gene by another word is no
    repetition: that is how a figure names it.

    Bad:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'
        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Good:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Fix: unsafe; take the later one out, as `pfocr normalize --dedupe` does. Rows of side tables stay.
    """
    layout, rows = judged_rows(record)
    first: dict[frozenset[tuple[str, str]], int] = {}
    for index, row in rows:
        if not all(isinstance(value, str) for value in row.values()):
            continue  # S102
        same = first.setdefault(frozenset(row.items()), index)
        if same != index:
            where = pointer("genes", index)
            fix = Fix("take it out", safe=False, changes=(Remove(where),)) if layout is IN_RECORD else None
            word = text_of(row, "word")
            yield Problem(
                f"{quoted(word)} is the same as gene {same + 1} in every field", where, value=word, table=layout.table, fix=fix
            )
