"""Severities of a project: what ``[severity]`` makes of the rules' own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Severity
from pfocr_cli.rules import RULES, select_codes
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.inputs.gitignore import Globs

    InFiles = Sequence[tuple[Globs, tuple[str, ...]]]

IGNORE = "ignore"
_NAMED = 4
"""A rule's name is as specific as its code, which has four letters."""


@dataclass(frozen=True)
class Severities:
    """The levels that a project gives to rules, by code; a rule without one keeps its own."""

    levels: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _by_code(self) -> Mapping[str, Severity]:
        return {code: Severity.named(level) for code, level in self.levels if level != IGNORE}

    @property
    def ignored(self) -> frozenset[str]:
        """The codes that say nothing."""
        return frozenset(code for code, level in self.levels if level == IGNORE)

    def of(self, code: str, own: Severity) -> Severity:
        """Return the severity of a finding of that rule; ``own`` is what the rule says."""
        return self._by_code.get(code, own)

    def all_of(self, code: str) -> tuple[Severity, ...]:
        """Return the severities that findings of a rule can have."""
        given = self._by_code.get(code)
        return RULES[code].severities if given is None else (given,)

    def weakened(self) -> Iterator[str]:
        """Yield the rules that say less than they would (``G503 warning``), in their order."""
        for code, level in self.levels:
            if level == IGNORE:
                yield f"{code} ignored"
            elif Severity.named(level) < max(RULES[code].severities):
                yield f"{code} {level}"


def severities_of(words: Iterable[tuple[str, str]], file: str) -> Severities:
    """Return what a configuration's ``[severity]`` says, by code.

    A word is a code, the beginning of codes or a rule's name; where several mean one rule, the more
    specific holds: ``G501`` beats ``G5``, which beats ``G``.

    Raises:
        PfocrError: a word is none of these; the file is named.
    """
    found: dict[str, tuple[int, str]] = {}
    for word, level in words:
        try:
            codes = select_codes([word], ())
        except PfocrError as error:
            raise PfocrError(f"{file}: severity: {error}") from None
        is_beginning = any(code.startswith(word.upper()) for code in codes)
        rank = len(word) if is_beginning else _NAMED
        for code in codes:
            if rank >= found.get(code, (0, ""))[0]:
                found[code] = rank, level
    return Severities(tuple((code, found[code][1]) for code in sorted(found)))


def weakening(
    severities: Severities, ignored: Iterable[str], in_files: InFiles, file: str | None
) -> str:
    """Return the line that names what a configuration weakens, nothing where that is nothing.

    ``ignored`` are the codes that its ``ignore`` names, ``in_files`` what ``per-file-ignores``
    says, as it is written. An info that is ignored is no loss: nobody sees it unasked.
    """

    def is_loss(code: str) -> bool:
        return max(severities.all_of(code)) > Severity.INFO

    weak = list(severities.weakened())
    weak += [
        f"{code} ignored" for code in sorted(set(ignored) - severities.ignored) if is_loss(code)
    ]
    weak += [
        f"{' '.join(words)} ignored in {quoted(', '.join(globs.patterns))}"
        for globs, words in in_files
        if words and any(map(is_loss, select_codes(words, ())))
    ]
    return f"{file} weakens {listed(weak, most=20)}" if weak else ""
