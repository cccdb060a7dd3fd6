"""``text``: a line a finding; on a terminal with the source line, and a summary at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.finding import (
    EXCERPT_REACH,
    STYLE_OF_SEVERITY,
    by_severity,
    counts_phrase,
    write_counts,
)
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.terminal import clear, notes
from pfocr_cli.terminal.excerpt import Excerpt, excerpt
from pfocr_cli.terminal.links import file_address, linked
from pfocr_cli.terminal.writer import Writer, cells_of
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding

MOST_LINES = 1_000
"""Findings that are printed; nobody reads more, and the counts say what they are."""
_FILES = 20
_ROOM = 20
"""Cells that a source line gets on the narrowest of terminals; less would not hold one escaped
character.
"""
_MOST_ROOM = EXCERPT_REACH // 2
"""Cells that it gets on the widest."""


@reporter("text")
class TextReporter(Reporter):
    """Writes ``path:line:column: CODE severity message`` for each finding.

    Off a terminal that is one line, never wrapped or cut. On a terminal the source line follows,
    with carets under the place. The summary is talk: it goes to ``talk`` (standard error), in one
    line unless somebody sits at either end or findings were left out.
    """

    def __init__(self, stream: TextIO, talk: TextIO | None = None) -> None:
        self._out = Writer(stream)
        self._talk = Writer(talk or sys.stderr)
        self._printed = 0

    @property
    def has_enough(self) -> bool:
        """Whether as many findings were printed as there may be."""
        return self._printed >= MOST_LINES

    def add(self, finding: Finding) -> None:
        """Write one finding; past the limit nothing."""
        if self.has_enough:
            return
        self._printed += 1
        if not self._out.terminal:
            self._out.line(*finding.pieces)
            return
        clear()
        self._out.wrapped(*finding.pieces)
        if finding.excerpt:
            self._show_source(finding)

    def _show_source(self, finding: Finding) -> None:
        if finding.about is not None:
            self._show_line(*finding.about, 0, 0)
        shown = self._show_line(finding.place.line, finding.excerpt, *finding.marked)
        self._out.line(
            (f"{'':>5} | ", "dim"),
            (" " * shown.indent, ""),
            ("^" * shown.run, STYLE_OF_SEVERITY[finding.severity]),
        )

    def _show_line(self, number: int, text: str, start: int, end: int) -> Excerpt:
        gutter = f"{number:>5} | "
        room = min(max(self._out.width - len(gutter), _ROOM), _MOST_ROOM)
        shown = excerpt(text, start, end, room, cells_of)
        self._out.line((gutter, "dim"), (shown.text, ""))
        return shown

    def finish(self, summary: Summary) -> None:
        """Say what it adds up to, at length where somebody looks; nothing where nothing was
        found.
        """
        self._out.stream.flush()  # else the talk can overtake the findings
        total = summary.counts.total()
        if not total:
            self._say_that_all_is_well(summary)
            return
        if notes.is_quiet:
            return
        cut = total > self._printed
        at_length = cut or self._out.terminal or self._talk.terminal
        if at_length:
            self._talk.line()
        records = plural(summary.records, "record")
        rest = f" in {records}{_not_judged(summary)}{_how_to_mend(summary)}"
        self._talk.wrapped(*counts_phrase(by_severity(summary.counts)), (rest, ""), indent=4)
        if at_length:
            self._summarise(summary)
        if cut:
            self._say_how_to_see_all(total)

    def _say_that_all_is_well(self, summary: Summary) -> None:
        is_watched = self._out.terminal and self._talk.terminal
        if is_watched and not summary.failing and not notes.is_quiet:
            self._talk.line((f"{plural(summary.records, 'record')}, nothing found", "dim"))

    def _summarise(self, summary: Summary) -> None:
        if summary.failing:
            self._name_files(sorted(summary.failing.items(), key=lambda file: (-file[1], file[0])))
        self._talk.line()
        write_counts(self._talk, summary.counts, summary.names)
        if summary.lexicon is not None:
            self._talk.line((f"genes held against {summary.lexicon}", "dim"))

    def _name_files(self, failing: list[tuple[str, int]]) -> None:
        self._talk.line((f"{plural(len(failing), 'file')} failed:", "bold"))
        width = max(len(f"{count:,}") for _, count in failing[:_FILES])
        for file, count in failing[:_FILES]:
            self._talk.line((f"  {count:>{width},}  ", ""), (file, linked("", file_address(file))))
        if (more := len(failing) - _FILES) > 0:
            self._talk.line((f"  and {more:,} more", ""))

    def _say_how_to_see_all(self, total: int) -> None:
        self._talk.line()
        self._talk.wrapped(
            (f"The first {self._printed:,} of {total:,} findings were printed. ", "bold"),
            (
                "All of them: --format jsonl; only the counts: --statistics; some codes: --select "
                "CODE.",
                "",
            ),
            indent=0,
        )


def _not_judged(summary: Summary) -> str:
    """Say how many genes were not held against the lexicon."""
    count = summary.other_species
    return f"; {plural(count, 'gene')} of other species not judged" if count else ""


def _how_to_mend(summary: Summary) -> str:
    """Say how many findings can be mended, and by which command."""
    safe, unsafe = summary.mendable, summary.mendable_unsafe
    command = "`pfocr validate --fix`"
    if not safe and not unsafe:
        return ""
    if not unsafe:
        return f"; {command} mends {safe:,} [*]"
    if not safe:
        return f"; `pfocr validate --fix --unsafe-fixes` mends {unsafe:,} [unsafe]"
    return f"; {command} mends {safe:,} [*], and with --unsafe-fixes {unsafe:,} more [unsafe]"
