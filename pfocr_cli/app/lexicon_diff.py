"""``lexicon diff``: what changed between two lexicons, and which records that touches."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.finding import Severity, place_pieces
from pfocr_cli.inputs.records import ReadOptions, records
from pfocr_cli.lexicon.compare import CHANGE_KINDS, LexiconChange, compare
from pfocr_cli.record.columns import GENES
from pfocr_cli.terminal import messages
from pfocr_cli.terminal.safe_json import encode
from pfocr_cli.terminal.writer import Writer
from pfocr_cli.wording import plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record

SHOWN = 20
"""Changes of a kind that the text lists, unless all are asked for."""
_COLUMNS = ("kind", "name", "before", "after", "hgnc_id", "entrez", "file", "figid")


@dataclass(frozen=True, slots=True)
class Touched:
    """A change, and a record that names its gene or its word. Without PATHS, only the change."""

    change: LexiconChange
    file: str = ""
    figid: str = ""


def differences(
    older: Lexicon, newer: Lexicon, inputs: Sequence[Input] | None, read_options: ReadOptions
) -> Iterator[Touched]:
    """Yield what changed; where there are inputs, each change for each record that it touches, in
    their order.

    A record that cannot be read touches nothing; standard error says so.
    """
    changes = compare(older, newer)
    if inputs is None:
        yield from map(Touched, changes)
        return
    index = _Index(changes)
    for item in inputs:
        for record in records(item, read_options):
            _tell_unread(record)
            for change in index.touching(record):
                yield Touched(change, record.file, record.figid or "")


def _tell_unread(record: Record) -> None:
    if record.reading.data is None:
        for fault in record.reading.faults:
            place = record.reading.source.place(fault.span)
            what = (fault.code, Severity.ERROR, fault.message)
            messages.finding(*place_pieces(record.file, place, *what))


class _Index:
    """Changes by what a record can name them with: a gene's Entrez id or symbol, a word's
    spelling.
    """

    def __init__(self, changes: Sequence[LexiconChange]) -> None:
        self._by_gene: dict[str, list[LexiconChange]] = {}
        self._by_word: dict[str, list[LexiconChange]] = {}
        for change in changes:
            if change.kind in ("alias", "family"):
                self._by_word.setdefault(change.name, []).append(change)
            elif change.kind != "new":  # what had no gene then is in no record
                for name in {change.entrez, change.name} - {""}:
                    self._by_gene.setdefault(name, []).append(change)

    def touching(self, record: Record) -> list[LexiconChange]:
        """Return the changes that a record's genes are touched by, each once, in the rows'
        order.
        """
        found: dict[LexiconChange, None] = {}
        columns = record.gene_columns
        for row in record.rows(GENES):
            # HGNC speaks of human genes only.
            if columns.organism_id in row and not columns.is_human(row):
                continue
            for key in (columns.entrez, columns.symbol):
                found.update(dict.fromkeys(self._by_gene.get(str(row.get(key, "")), ())))
            # What the word was taken for: a family or an alias, as the lexicon writes it.
            found.update(dict.fromkeys(self._by_word.get(str(row.get(columns.term, "")), ())))
        return list(found)


def write_text(
    rows: Sequence[Touched], older: Lexicon, newer: Lexicon, stream: TextIO, whole: bool
) -> None:
    """Tell people: counts by kind with the first changes of each, or records with what touches
    them.
    """
    out = Writer(stream)
    _line(out, f"from {older.release} to {newer.release}")
    if any(row.file for row in rows):
        _write_records(rows, out)
        return
    counts = Counter(row.change.kind for row in rows)
    if not counts:
        _line(out, f"{_nothing(older, newer)}")
    for kind, called in CHANGE_KINDS.items():
        if counts[kind]:
            _line(out, f"{called}: {counts[kind]:,}")
            # A new gene changes nothing that is written already: a count will do.
            limit = len(rows) if whole else 0 if kind == "new" else SHOWN
            _write_some([row.change for row in rows if row.change.kind == kind], limit, out)


def _line(out: Writer, text: str) -> None:
    out.line((text, ""))


def _nothing(older: Lexicon, newer: Lexicon) -> str:
    """Say why there is nothing to tell: the releases are the same, or the records name nothing that
    changed.
    """
    changes = compare(older, newer)
    if not changes:
        return "nothing changed"
    symbols = sum(change.kind in ("renamed", "withdrawn") for change in changes)
    return f"no record of those is touched ({plural(symbols, 'symbol')} changed)"


def _write_some(changes: Sequence[LexiconChange], limit: int, out: Writer) -> None:
    for change in changes[:limit]:
        _line(out, f"  {_said(change)}")
    if len(changes) > limit:
        _line(
            out,
            f"  {f'{len(changes) - limit:,} more' if limit else 'not listed'}: --all lists them",
        )


def _write_records(rows: Sequence[Touched], out: Writer) -> None:
    for row in rows:
        _line(out, f"{row.file}: {row.change.kind}: {_said(row.change)}")
    files = len({row.file for row in rows})
    _line(out, f"{plural(files, 'file')} touched")


def _said(change: LexiconChange) -> str:
    about = f" ({change.hgnc_id})" if change.hgnc_id else ""
    if change.kind == "new":
        return f"{change.after}{about}"
    if change.kind == "family" and change.after:
        before, after = change.before.split(","), change.after.split(",")
        lost, gained = (
            [each for each in before if each not in after],
            [each for each in after if each not in before],
        )
        return (
            f"{change.name}: lost {', '.join(lost) or 'none'}; gained {', '.join(gained) or 'none'}"
        )
    named = "" if change.before == change.name else f"{change.name}: "
    return f"{named}{change.before or 'none'} → {change.after or 'none'}{about}"


def write_tsv(rows: Sequence[Touched], stream: TextIO) -> None:
    """Write a line for each change, or each record and change, under a header."""
    stream.write("\t".join(_COLUMNS) + "\n")
    for row in rows:
        stream.write("\t".join(map(visible, _fields(row).values())) + "\n")


def write_jsonl(rows: Sequence[Touched], stream: TextIO) -> None:
    """Write the same as JSON Lines."""
    for row in rows:
        stream.write(encode(_fields(row)) + "\n")


def _fields(row: Touched) -> dict[str, str]:
    fields = {**asdict(row.change), "file": row.file, "figid": row.figid}
    return {column: fields[column] for column in _COLUMNS}
