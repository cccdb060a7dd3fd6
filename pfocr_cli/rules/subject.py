"""What rules are given: one record with the lexicon beside it, and what several rules see in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from pfocr_cli.inputs.decisions import NO_DECISIONS, Decisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.finding import Severity
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record import Record

V = TypeVar("V")


def _unknown() -> None:
    return None


def shows_all(_code: str, _severity: Severity) -> bool:
    """Say that somebody wants to know of all that rules find."""
    return True


@dataclass(frozen=True, slots=True)
class Subject:
    """A record while it is judged.

    ``lexicon`` is needed where rules of genes judge it; ``decisions`` are what curators have
    settled. ``before`` gives its version before the last edit, None where nobody has kept one;
    asking may take a while. ``shows`` says whether anybody wants to know of what a rule finds with
    a severity; what takes long to find may be left out where nobody does. Of what is only
    ``is_counted`` nobody asks what a fix would write: to work that out can take long too.
    """

    record: Record
    lexicon: Lexicon | None = None
    decisions: Decisions = NO_DECISIONS
    before: Callable[[], Record | None] = _unknown
    shows: Callable[[str, Severity], bool] = shows_all
    is_counted: bool = False
    _views: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def view(self, look: Callable[[Subject], V]) -> V:
        """Return what ``look`` sees in the record. It looks once, for all rules that ask."""
        if look not in self._views:
            self._views[look] = look(self)
        return cast("V", self._views[look])

    def was(self, true_of: Callable[[Record], bool]) -> bool:
        """Say whether something is known to have been true of the record before its last edit."""
        before = self.before()
        return before is not None and true_of(before)
