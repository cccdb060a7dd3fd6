"""What curators have decided that words of figures mean: ``--decisions FILE.tsv``.

A row says of which figure (its figid, or ``*`` for all), what word means which genes (``-``: none),
who decided it and why. Other columns may stand beside these: what ``normalize --todo`` writes is
such a file, whose rows count once somebody has filled in their genes. Of a figure's own row and one
for all, its own counts.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.lexicon.answers import Answer, Match
from pfocr_cli.lexicon.model import ANSWERS_ONLY, HgncGene, fold
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.regex import regex
from pfocr_cli.wording import did_you_mean, in_nfc, listed, quoted, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.lexicon.store import Lexicon

COLUMNS = ("figid", "word", "genes", "by", "why")
ALL_FIGURES = "*"
NO_GENE = "-"
_BETWEEN_GENES = regex(r"[\s,;|]+")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""How a spreadsheet's "Unicode text" begins."""


class Decision(NamedTuple):
    """A row: ``genes`` are approved symbols, none where the word is no gene; ``line`` is where it
    stands.
    """

    figid: str
    word: str
    genes: tuple[str, ...]
    by: str
    why: str
    line: int

    @property
    def name(self) -> str:
        """Who decided it, as answers and messages say that."""
        return f"decided by {self.by or 'a curator'}"

    @property
    def cells(self) -> tuple[str, str, str]:
        """Its genes, who decided it and why, as a row has them."""
        return ",".join(self.genes) or NO_GENE, self.by, self.why

    @property
    def reason(self) -> str:
        """Who decided it and why."""
        return f"{self.name}: {self.why}" if self.why else self.name


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rows of a file by figid and word."""

    rows: Mapping[tuple[str, str], Decision] = field(default_factory=dict)

    def of(self, figid: str | None, word: str) -> Decision | None:
        """Return what was decided of a figure's word, for that figure before all; without a figid
        for all.
        """
        if not self.rows:
            return None
        key = comparable(word)
        own = self.rows.get((in_nfc(figid), key)) if figid else None
        return own or self.rows.get((ALL_FIGURES, key))

    def figids(self) -> dict[str, int]:
        """Return the figures that rows name, each with the line of the first."""
        rows = sorted(self.rows.items(), key=lambda row: row[1].line, reverse=True)
        return {figid: decision.line for (figid, _), decision in rows if figid != ALL_FIGURES}

    def answer(self, word: str, figid: str | None, lexicon: Lexicon) -> Answer:
        """Return what a word means: as was decided, else as ``resolve`` has it."""
        found = resolve(word, lexicon)
        decision = self.of(figid, word)
        return _decided(decision, found, lexicon) if decision else found


NO_DECISIONS = Decisions()


def comparable(word: str) -> str:
    """Return a word as tables of ``normalize --todo`` have it: on one line, nothing hidden."""
    return visible(" ".join(word.split()))


def open_decisions(path: str | None, lexicon: Lexicon) -> Decisions:
    """Return the decisions in a file, none without one; it is read once a process.

    Raises:
        PfocrError: the file cannot be read, lacks a column, names no gene of the lexicon, or says
            two things of one word; file and line are named.
    """
    return _read(path, lexicon) if path else NO_DECISIONS


@cache
def _read(path: str, lexicon: Lexicon) -> Decisions:
    return decisions_in(_text(path), path, lexicon)


def _text(path: str) -> str:
    try:
        data = read_bytes(path)
        return data.decode(_MARKS.get(data[:2], "utf-8-sig"))
    except UnreadableError as error:
        raise PfocrError(f"cannot read the decisions {path}: {error}") from None
    except UnicodeDecodeError:
        raise PfocrError(f"{path} is not UTF-8 text: save it as UTF-8") from None


def decisions_in(text: str, path: str, lexicon: Lexicon) -> Decisions:
    """Return the decisions of a text; messages name it ``path``. PfocrError as for
    ``open_decisions``.
    """
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise PfocrError(f"{path}:{line}: a NUL byte, which no table has: save it as UTF-8 text")
    rows: dict[tuple[str, str], Decision] = {}
    for decision in _decisions(text, path):
        where = f"{path}:{decision.line}"
        for symbol in decision.genes:
            if lexicon.approved(symbol) is None:
                raise PfocrError(f"{where}: {_unknown(symbol, lexicon)}")
        key = in_nfc(decision.figid), comparable(decision.word)
        earlier = rows.setdefault(key, decision)
        if set(earlier.genes) != set(decision.genes):
            raise PfocrError(
                f"{where}: {quoted(decision.word)} is {_told(decision)} here, and "
                f"{_told(earlier)} in line {earlier.line}: leave one"
            )
    return Decisions(rows)


def is_filled_in(path: str) -> bool:
    """Say whether a list of what is left holds decisions by now. PfocrError: it cannot be read."""
    text = _text(path)
    return "genes" in text.partition("\n")[0].split("\t") and any(_decisions(text, path))


def _decisions(text: str, path: str) -> Iterator[Decision]:
    """Yield the rows that decide something, in their order."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter="\t", strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, path)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells[len(header) :]):
                raise PfocrError(f"{path}:{line}: more cells than the header has columns")
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            if row.get("genes"):
                yield _decision(row, path, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise PfocrError(
            f"{path}:{reader.line_num}: not a table with tabs between its cells: {error}"
        ) from None


def _check_header(header: list[str], path: str) -> None:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        near = "".join(did_you_mean(name, set(header) - set(COLUMNS)) for name in missing[:1])
        raise PfocrError(
            f"{path}:1: no column {listed(missing)}{near}: decisions have the columns "
            f"{listed(COLUMNS)}, separated by tabs"
        )
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise PfocrError(f"{path}:1: a column is there twice")


def _decision(row: Mapping[str, str], path: str, line: int) -> Decision:
    """Return what a row with genes decides. PfocrError: it does not say of what."""
    where = f"{path}:{line}"
    for column, what in (("figid", "figure (`*`: all)"), ("word", "word")):
        if not row.get(column):
            raise PfocrError(f"{where}: {column} is empty: of which {what} are these the genes?")
    from pfocr_cli.record import looks_like_figid  # who only resolves words reads no records

    if row["figid"] != ALL_FIGURES and not looks_like_figid(row["figid"]):
        raise PfocrError(
            f"{where}: {quoted(row['figid'])} is not a figid (PMC…__…): write that of the "
            "record, or `*` for all"
        )
    written = row["genes"]
    genes = () if written == NO_GENE else tuple(filter(None, _BETWEEN_GENES.split(written)))
    return Decision(
        figid=row["figid"],
        word=row["word"],
        genes=tuple(dict.fromkeys(genes)),
        by=row.get("by", ""),
        why=row.get("why", ""),
        line=line,
    )


def _unknown(symbol: str, lexicon: Lexicon) -> str:
    """Return what is said of a symbol that the lexicon does not have, with what may be meant."""
    meant = dict.fromkeys(match.hgnc_symbol for match in resolve(symbol, lexicon).matches)
    hint = f" (did you mean {listed(list(meant), 3)}?)" if meant else ""
    return f"{quoted(symbol)} is not an approved symbol of HGNC {lexicon.release.hgnc}{hint}"


def _told(decision: Decision) -> str:
    return ", ".join(decision.genes) or "no gene"


def _decided(decision: Decision, found: Answer, lexicon: Lexicon) -> Answer:
    """Return the answer that a decision is; ``found`` is what would be answered without it."""
    genes = [gene for symbol in decision.genes if (gene := lexicon.approved(symbol))]
    ids = {gene.hgnc_id for gene in genes}
    others = [match for match in (*found.matches, *found.also) if match.hgnc_id not in ids]
    return Answer(
        found.word,
        "resolved" if genes else "stopped",
        tuple(_match(gene, decision, found, lexicon) for gene in genes),
        tuple({match.hgnc_id: match for match in reversed(others)}.values())[::-1],
        decision.reason,
        "" if genes else decision.reason,
    )


def _match(gene: HgncGene, decision: Decision, found: Answer, lexicon: Lexicon) -> Match:
    """Return a decided gene, by the term of the lexicon that leads there from the word; where none
    does, by its symbol.
    """
    known = [
        (match.symbol, match.source)
        for match in (*found.matches, *found.also)
        if match.hgnc_id == gene.hgnc_id and match.source not in ANSWERS_ONLY
    ]
    known += [
        (term.written, term.source)
        for term in lexicon.terms(fold(found.word))
        if gene.hgnc_id in term.genes and term.source != "hgnc_withdrawn"
    ]
    symbol, source = known[0] if known else (gene.symbol, "hgnc_symbol")
    return Match(symbol, source, gene.symbol, gene.hgnc_id, gene.entrez, decision.name, found.word)
