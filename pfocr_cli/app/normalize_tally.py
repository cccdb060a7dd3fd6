"""What normalising gave, gathered and told: what was changed, what is left, what cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.app.unmet import UnmetDecisions
from pfocr_cli.finding import told_pieces
from pfocr_cli.fixes.acts import say
from pfocr_cli.terminal import is_watched, messages, notes
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.normalize_job import Left, Made, NormalizeOutcome
    from pfocr_cli.app.normalize_request import NormalizeRequest

MOST_LEFT = 20
"""Genes not changed that are named; the others are counted, and ``--todo`` has them all."""


@dataclass
class NormalizeTally:
    """What is said of a run, to standard error; what was changed in place goes to standard
    output.
    """

    request: NormalizeRequest
    left: list[Left] = field(default_factory=list)
    made: int = 0
    records: int = 0
    unmet: UnmetDecisions = field(default_factory=UnmetDecisions)
    unread: set[str] = field(default_factory=set)
    """Files with records that cannot be read."""
    _waiting: list[Made] = field(default_factory=list)

    def take(self, outcome: NormalizeOutcome) -> None:
        """Take what one chunk gave; what was changed waits until its file is written."""
        self.records += outcome.records
        self.unmet.meet(outcome.figids)
        self.left += outcome.left
        self.unread.update(finding.file for finding in outcome.unread)
        self._waiting += outcome.made
        if not self.request.counts_unread:
            for finding in outcome.unread:
                messages.finding(*finding.pieces)

    def settle(self, failed: set[str]) -> None:
        """Say what was changed in the files that are done, but for those that could not be
        written.
        """
        done = [made for made in self._waiting if made.file not in failed]
        self._waiting.clear()
        self.made += len(done)
        if self.request.mode == "write":
            say(told_pieces(made.file, made.line, *_code_apart(made.message)) for made in done)

    def finish(self, changed: int) -> None:
        """Say what it adds up to."""
        say(())
        self.unmet.tell(self.records)
        if self.made:
            did = "changed" if self.request.mode in ("write", "output") else "would change"
            notes.line(f"{did} {plural(self.made, 'gene')} in {plural(changed, 'file')}")
        if self.unread and self.request.counts_unread:
            files = plural(len(self.unread), "file")
            messages.sentence(f"cannot be read, and left alone: {files}; `pfocr validate` says why")
        if self.left:
            notes.line(self._what_is_left())
            left = self.in_order
            for one in left[:MOST_LEFT]:
                pieces = told_pieces(one.file, one.line, one.code, one.reason)
                notes.finding(*pieces, indent=2)
            self._count_the_rest(left[MOST_LEFT:])
        if not (self.made or self.unread or self.left) and is_watched():
            notes.line(f"{plural(self.records, 'record')}, nothing to change")

    @property
    def in_order(self) -> list[Left]:
        """What is left: first what needs a decision, then what an option would mend."""
        return sorted(self.left, key=lambda left: left.waits_for)

    def _what_is_left(self) -> str:
        """Say how many genes need a decision, and how many only an option."""
        counts = Counter(left.waits_for for left in self.left)
        told = (
            f"{plural(count, 'gene')} {'needs' if count == 1 else 'need'} "
            f"{f'only {option}' if option else 'a decision'}"
            for option, count in sorted(counts.items())
        )
        return ", ".join(told)

    def _count_the_rest(self, rest: Sequence[Left]) -> None:
        counts = Counter(left.code for left in rest)
        if counts:
            told = ", ".join(f"{count:,} {code}" for code, count in sorted(counts.items()))
            where = "" if self.request.todo else "; --todo FILE.tsv lists all"
            notes.sentence(f"  and {counts.total():,} more: {told}{where}")


def _code_apart(message: str) -> tuple[str, str]:
    """Return the code that a message begins with, and what follows."""
    code, _, rest = message.partition(" ")
    return code, rest
