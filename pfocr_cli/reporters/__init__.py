"""Reports: each format is one decorated class in a module of this package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from pfocr_cli.registry import Registry
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding, Severity
    from pfocr_cli.lexicon.store import Release


@dataclass
class Summary:
    """What a run added up to; ``app`` fills it while the findings pass by.

    ``counts`` is by code and severity, over the findings shown. ``failing`` counts, by file, the
    findings at or above ``--fail-on``. ``lexicon`` is the release that genes were held against,
    None where no rule asked. ``mendable`` counts the findings that ``--fix`` mends,
    ``mendable_unsafe`` those that wait for ``--unsafe-fixes``. ``other_species`` counts the genes
    that no lexicon speaks of.
    """

    records: int = 0
    lexicon: Release | None = None
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    failing: Counter[str] = field(default_factory=Counter)
    mendable: int = 0
    mendable_unsafe: int = 0
    other_species: int = 0

    @property
    def names(self) -> dict[str, str]:
        """What the rules are called that ``counts`` has, by code."""
        return {code: RULES[code].name for code, _ in self.counts}


class Reporter(Protocol):
    """Takes the findings one by one, in the order of the inputs, and closes the report."""

    @property
    def has_enough(self) -> bool:
        """Whether no further finding changes what is written, but by the summary: then none need
        come.
        """
        return False

    def add(self, finding: Finding) -> None:
        """Take one finding."""

    def finish(self, summary: Summary) -> None:
        """Write what is left to write; the stream stays open."""


Make = Callable[[TextIO], Reporter]
REPORTERS: Registry[Make] = Registry("pfocr_cli.reporters", "report format")


def reporter(name: str) -> Callable[[Make], Make]:
    """Register a class (or function) that makes a reporter for a stream as the format ``name``."""

    def register(make: Make) -> Make:
        REPORTERS.add(name, make)
        return make

    return register
