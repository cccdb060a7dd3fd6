"""Answers of ``resolve``: as a table for people, as tab-separated values, as JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TextIO

from pfocr_cli.lexicon.model import SOURCE_NAMES
from pfocr_cli.record.table_lines import table_line
from pfocr_cli.terminal.safe_json import encode
from pfocr_cli.terminal.writer import Segment, Writer
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pfocr_cli.lexicon.answers import Answer, Match, Step

_COLUMNS = (
    "word",
    "status",
    "part",
    "hgnc_symbol",
    "hgnc_id",
    "entrez",
    "symbol",
    "source",
    "how",
    "note",
    "means",
)
_TABLE = ("word", "status", "gene", "HGNC id", "Entrez", "by")
_WIDEST = 32
"""Cells longer than this are written whole, and do not make their column wider."""
_NOTHING = "-"
_STEP = 2
"""Cells by which a step stands further in than its word."""
_STYLES = {
    "resolved": "green",
    "ambiguous": "yellow",
    "partial": "yellow",
    "unknown": "red",
    "stopped": "dim",
}


class AnswerReporter(Protocol):
    """Takes the answers one by one, each with its steps where they were asked for, and closes the
    report.
    """

    def add(self, answer: Answer, steps: Sequence[Step] | None = None) -> None:
        """Take one answer."""

    def finish(self) -> None:
        """Write what is left to write; the stream stays open."""


def answer_json(answer: Answer, steps: Sequence[Step] | None = None) -> dict[str, Any]:
    """Return an answer as JSON has it; with ``steps`` only where they were asked for."""
    told = answer._asdict()
    del told["unknown"], told["doubts"]  # the note says the first; the second is for fixes
    for genes in ("matches", "also"):
        told[genes] = [match._asdict() for match in told[genes]]
    return told | ({} if steps is None else {"steps": [step._asdict() for step in steps]})


def _rows(answer: Answer) -> list[tuple[str, ...]]:
    """Return a row for each match, or one for a word that has none; the note stands on the
    first.
    """
    empty = ("",) * 7
    found = [_cells(match) for match in answer.matches] or [empty]
    notes = [answer.note] + [""] * (len(found) - 1)
    return [
        (answer.word, answer.status, *cells, note, answer.means)
        for cells, note in zip(found, notes, strict=True)
    ]


def _cells(match: Match) -> tuple[str, ...]:
    return (
        match.part,
        match.hgnc_symbol,
        match.hgnc_id,
        match.entrez,
        match.symbol,
        match.source,
        match.how,
    )


class JsonLinesAnswers:
    """Writes an answer a line, in the order of the words.

    The word is the one asked for, character by character.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, answer: Answer, steps: Sequence[Step] | None = None) -> None:
        """Write one answer."""
        self._stream.write(encode(answer_json(answer, steps)) + "\n")

    def finish(self) -> None:
        """Write nothing: every line stands for itself."""


class TsvAnswers:
    """Writes a header and a line for each gene of a word, or one for a word without. Tabs in a
    word are escaped, and a cell with a quotation mark is quoted.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stream.write("\t".join(_COLUMNS) + "\n")

    def add(self, answer: Answer, steps: Sequence[Step] | None = None) -> None:
        """Write the lines of one answer."""
        for row in _rows(answer):
            self._stream.write(table_line(map(visible, row)))

    def finish(self) -> None:
        """Write nothing more."""


class TableAnswers:
    """Writes aligned columns, when all answers are there, and the notes below; with steps, a block
    a word instead.

    Nothing is ever cut. How a word was found is said by ``--explain`` and in the other formats.
    """

    def __init__(self, stream: TextIO) -> None:
        self._out = Writer(stream)
        self._rows: list[tuple[str, ...]] = []
        self._notes: dict[str, None] = {}

    def add(self, answer: Answer, steps: Sequence[Step] | None = None) -> None:
        """Keep an answer for the table, or write its block."""
        if steps is not None:
            self._explain(answer, steps)
            return
        self._rows += [tuple(map(visible, row)) for row in _table_rows(answer)]
        if answer.note:
            self._notes[f"{visible(answer.word)}: {visible(answer.note)}"] = None

    def finish(self) -> None:
        """Write the table, where there is one."""
        if not self._rows:
            return
        rows = [_TABLE, *self._rows]
        widths = [
            max(len(row[column]) for row in rows if len(row[column]) <= _WIDEST)
            for column in range(len(_TABLE))
        ]
        for number, row in enumerate(rows):
            cells = [
                (cell or _NOTHING).ljust(width) for cell, width in zip(row, widths, strict=True)
            ]
            cells[-1] = cells[-1].rstrip()  # no padding at the end of a line
            self._out.line(*_coloured(cells, "bold" if number == 0 else _STYLES[row[1]]))
        for note in self._notes:
            self._out.wrapped((note, "dim"))

    def _explain(self, answer: Answer, steps: Sequence[Step]) -> None:
        self._out.line(
            (visible(answer.word), "bold"), (": ", ""), (answer.status, _STYLES[answer.status])
        )
        for step in steps:
            met = "; ".join(step.met) or "nothing"
            beaten = f", which beats {'; '.join(step.beaten)}" if step.met and step.beaten else ""
            passed = (
                f", passing over {'; '.join(step.beaten)}" if step.beaten and not step.met else ""
            )
            self._out.wrapped(
                ("looked for ", "dim"),
                (visible(step.form), "bold"),
                (visible(f" ({step.how}): {met}{beaten}{passed}"), ""),
                margin=_STEP,
            )
        for title, matches in (("gene", answer.matches), ("also", answer.also)):
            for match in matches:
                gene = f"{match.hgnc_symbol} ({match.hgnc_id}, Entrez {match.entrez or _NOTHING})"
                told = f"{gene} by {match.symbol} ({match.source}): {match.how}"
                self._out.wrapped((f"{title} ", "dim"), (visible(told), ""), margin=_STEP)
        if answer.note:
            self._out.wrapped(("note ", "dim"), (visible(answer.note), ""), margin=_STEP)


def _table_rows(answer: Answer) -> list[tuple[str, ...]]:
    """Return a row for each match, or one for a word that has none."""
    found = [
        (
            match.hgnc_symbol,
            match.hgnc_id,
            match.entrez,
            f"{match.symbol}, {SOURCE_NAMES[match.source]}",
        )
        for match in answer.matches
    ]
    return [(answer.word, answer.status, *cells) for cells in found or [("",) * 4]]


def _coloured(cells: Sequence[str], style: str) -> list[Segment]:
    """Return the cells with two spaces between them; the style is that of the whole heading, or of
    a row's status.
    """
    styles = [style if style == "bold" or column == 1 else "" for column in range(len(cells))]
    gaps = ["  "] * (len(cells) - 1) + [""]
    return [(cell + gap, style) for cell, gap, style in zip(cells, gaps, styles, strict=True)]


ANSWER_FORMATS: dict[str, Callable[[TextIO], AnswerReporter]] = {
    "table": TableAnswers,
    "tsv": TsvAnswers,
    "jsonl": JsonLinesAnswers,
}
