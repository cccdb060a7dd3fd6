"""What is known of a word: the answers of ``resolve``. Pure data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pfocr_cli.record.match_sources import MatchSource

Status = Literal["resolved", "ambiguous", "partial", "unknown", "stopped"]


class Match(NamedTuple):
    """A gene that a word leads to: by which term (``symbol``) of what source, ``how``, and from
    which part of the word.
    """

    symbol: str
    source: MatchSource
    hgnc_symbol: str
    hgnc_id: str
    entrez: str
    how: str
    part: str


class Answer(NamedTuple):
    """What is known of a word.

    ``also`` are the genes of terms that better ones, or the table of words, beat; ``means`` is what
    a stopped word is. ``unknown`` are the parts that are missing where others lead to genes, and
    ``doubts`` says why a resolved word's genes should not be written unseen: a guess, a name that
    records have no source for, a synonym that something contradicts. Both are no part of the answer
    in JSON, where the note says them.
    """

    word: str
    status: Status
    matches: tuple[Match, ...] = ()
    also: tuple[Match, ...] = ()
    note: str = ""
    means: str = ""
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the genes may be written into a record without anybody looking at the figure."""
        return self.status == "resolved" and not self.doubts


class Step(NamedTuple):
    """One look into the lexicon: the form that a part has by now, how it came about, what it met,
    what that beat.
    """

    part: str
    form: str
    how: str
    met: tuple[str, ...] = ()
    beaten: tuple[str, ...] = ()
