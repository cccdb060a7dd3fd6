"""What fixes did, what they left, and why: told after a run that makes them."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.finding import told_pieces
from pfocr_cli.rules.placing import located
from pfocr_cli.terminal import messages, notes
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.fixes.apply import Fixed
    from pfocr_cli.fixes.rewrite import Rewriter

MOST_MENDED = 20
"""Problems that are listed of those mended, and of those left; the others are counted by code."""
_UNSAFE = "--unsafe-fixes mends it"


@contextmanager
def telling_of_interruption(rewriter: Rewriter, did: str) -> Iterator[None]:
    """Where a run is interrupted, say how many files it had changed by then; ``did`` is the verb,
    empty where it changes none.
    """
    try:
        yield
    except KeyboardInterrupt:
        if did:
            messages.line(f"{plural(rewriter.changed, 'file')} {did} before the interruption")
        raise


class Mended(NamedTuple):
    """A problem that a fix mended, or did not: where it is and what is said of it; and whether its
    fix was refused.
    """

    file: str
    line: int
    code: str
    message: str
    is_refused: bool = False


def mended_by(done: Fixed) -> Iterator[Mended]:
    """Yield what fixes mended in a record."""
    for record, problem in done.made:
        file, place = located(record, problem)
        yield Mended(file, place.line, problem.code, problem.message)


def left_by(done: Fixed, codes: frozenset[str]) -> Iterator[Mended]:
    """Yield what has a fix that was not made, with the reason; of the rules in ``codes``."""
    for problem, reason in done.left:
        if problem.fix is not None and problem.code in codes:
            file, place = located(done.record, problem)
            message = f"{problem.message} ({reason or _UNSAFE})"
            yield Mended(file, place.line, problem.code, message, bool(reason))


@dataclass
class Listing:
    """The first of many, and how many more there are of each code."""

    first: list[Mended] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, mended: Sequence[Mended]) -> None:
        """Take some, of most records none."""
        if not mended:
            return
        self.first += mended[: max(MOST_MENDED - len(self.first), 0)]
        self.counts.update(one.code for one in mended)

    @property
    def total(self) -> int:
        """How many there are."""
        return self.counts.total()

    def tell(self, failed: set[str]) -> None:
        """List them, a line each, but for those in files that could not be written."""
        for one in self.first:
            if one.file not in failed:
                notes.finding(*told_pieces(one.file, one.line, one.code, one.message), indent=2)
        rest = self.counts - Counter(one.code for one in self.first)
        if rest:
            codes = ", ".join(f"{count:,} {code}" for code, count in sorted(rest.items()))
            notes.sentence(f"  and {rest.total():,} more: {codes}")


@dataclass
class Mending:
    """What all fixes of a run did and left."""

    made: Listing = field(default_factory=Listing)
    left: Listing = field(default_factory=Listing)

    def tell(self, changed: int, failed: set[str], *, would: bool) -> None:
        """Say it; ``would``: they are only shown."""
        if changed:
            does = "would mend" if would else "mended"
            found, files = plural(self.made.total, "finding"), plural(changed, "file")
            notes.line(f"{does} {found} in {files}")
            self.made.tell(failed)
        if self.left.total:
            notes.line(f"left {plural(self.left.total, 'finding')} that could be mended")
            self.left.tell(set())
