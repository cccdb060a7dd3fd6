"""Decisions of figures that no record is: told once, when all records were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.inputs.decisions import open_decisions
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.terminal import messages
from pfocr_cli.wording import in_nfc, plural, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.app.run import Work

_MOST_NAMED = 5


@dataclass
class UnmetDecisions:
    """The figids of a file of decisions, by the line where each stands, that no record had yet."""

    path: str = ""
    lines: dict[str, int] = field(default_factory=dict)

    def meet(self, figids: Iterable[str]) -> None:
        """Take the figids of records that were read."""
        if self.lines:
            for figid in figids:
                self.lines.pop(in_nfc(figid), None)

    def tell(self, records: int) -> None:
        """Say which figids are of no record that was read.

        A run over a part of the records, as hooks make them, says nothing of the decisions for the
        rest: there are more of these than records.
        """
        if not self.lines or len(self.lines) > records:
            return
        first = sorted(self.lines.items(), key=lambda one: one[1])
        for figid, line in first[:_MOST_NAMED]:
            messages.sentence(
                f"{self.path}:{line}: no record that was read has the figid {quoted(figid)}: what "
                "was decided for it changes nothing"
            )
        if (rest := len(first) - _MOST_NAMED) > 0:
            messages.sentence(f"and {plural(rest, 'figid')} more that no record has")


def unmet_decisions(path: str | None, lexicon: str | None, work: Work) -> UnmetDecisions:
    """Return the figids that records are to have; none where only a shard is read."""
    if path is None or work.shard is not None:
        return UnmetDecisions()
    return UnmetDecisions(path, open_decisions(path, open_lexicon(lexicon)).figids())
