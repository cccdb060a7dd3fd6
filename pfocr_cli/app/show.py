"""Showing records as cards."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.card import Card, card_of
from pfocr_cli.app.card_markdown import MarkdownCards
from pfocr_cli.app.card_text import TextCards
from pfocr_cli.app.duplicates import line_of
from pfocr_cli.app.rescue import unjudged
from pfocr_cli.app.run import Loop, Work
from pfocr_cli.app.validate_request import Ignores, is_ignored
from pfocr_cli.errors import Exit
from pfocr_cli.inputs.decisions import open_decisions
from pfocr_cli.inputs.json_lines import Chunk, chunks, is_lines
from pfocr_cli.inputs.records import records
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.terminal.links import follows_links
from pfocr_cli.terminal.pager import paged
from pfocr_cli.terminal.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record

CardFormat = Literal["text", "markdown"]


@dataclass(frozen=True)
class ShowRequest:
    """A request to show records. ``job`` says how they are judged."""

    inputs: Sequence[Input]
    job: ValidateJob
    form: CardFormat = "text"
    per_file_ignores: Ignores = ()
    work: Work = field(default_factory=Work)


@dataclass
class ShowOutcome:
    """The cards of a chunk. ``crash`` is the traceback of a bug of ours."""

    number: int
    cards: list[Card] = field(default_factory=list)
    crash: str | None = None


@dataclass(frozen=True)
class ShowJob:
    """Makes the cards of a chunk; sent to every process."""

    judge: ValidateJob

    def __call__(self, chunk: Chunk) -> ShowOutcome:
        """Return the cards; a crash is part of the outcome."""
        outcome = ShowOutcome(chunk.number)
        with BugKept(outcome):
            for record in records(chunk.item, self.judge.read_options, chunk.shard):
                outcome.cards.append(self._card(record, self.judge.findings(chunk.item, record)))
        return outcome

    def give_up(self, chunk: Chunk, finding: Finding) -> ShowOutcome:
        """Return the card of a record whose process was killed again."""
        found = list(records(unjudged(chunk).item, self.judge.read_options))
        cards = [self._card(record, [finding]) for record in found]
        return ShowOutcome(chunk.number, cards)

    def _card(self, record: Record, findings: Sequence[Finding]) -> Card:
        lexicon = open_lexicon(self.judge.lexicon)
        decisions = open_decisions(self.judge.decisions, lexicon)
        return card_of(record, line_of(record), findings, lexicon, decisions)


class Cards(Protocol):
    """Writes cards one by one."""

    def add(self, card: Card) -> None:
        """Write one card."""


def show(request: ShowRequest) -> Exit:
    """Write a card for each record, through a pager where several go to a terminal.

    Raises:
        PfocrError: nothing was shown.
    """
    open_lexicon(request.job.lexicon)  # one that cannot be used ends the run here
    inputs, job = request.inputs, ShowJob(request.job)
    are_several = len(inputs) > 1 or any(map(is_lines, inputs))
    crashes = 0
    with paged(sys.stdout, wanted=are_several) as (stream, in_colour):
        is_paged = stream is not sys.stdout
        cards: Cards = (
            MarkdownCards(stream)
            if request.form == "markdown"
            else TextCards(
                Sheet(
                    stream,
                    terminal=in_colour,
                    links=in_colour and not is_paged and follows_links(stream),
                )
            )
        )
        crashes = Loop(inputs, request.work, "showing", is_watched=not sys.stdout.isatty()).run(
            job,
            chunks(inputs, request.work.shard),
            partial(_take, cards=cards, ignores=request.per_file_ignores),
            job.give_up,
        )
    return Exit.BUG if crashes else Exit.CLEAN


def _take(outcome: ShowOutcome, cards: Cards, ignores: Ignores) -> None:
    for card in outcome.cards:
        kept = tuple(each for each in card.findings if not is_ignored(each, ignores))
        cards.add(replace(card, findings=kept))
