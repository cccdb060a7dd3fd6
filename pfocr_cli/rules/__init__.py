"""Rules: each is one decorated generator in a module of this package, and its docstring is its
page.

The first paragraph of a docstring says what the rule finds. Paragraphs that begin with ``Why:``,
``Bad:``, ``Good:`` and ``Fix:`` follow; the two examples are indented blocks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Problem, Severity
from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.record import Record
from pfocr_cli.registry import Registry
from pfocr_cli.wording import did_you_mean

Check = Callable[[Record], Iterator[Problem]]
GeneCheck = Callable[[Record, Lexicon], Iterator[Problem]]
Compared = Callable[[Record], str | None]


@dataclass(frozen=True)
class Rule:
    """A rule: its code and name, the severities its findings can have (the usual one first), its
    page.

    ``check`` yields the problems of one record, ``gene_check`` those that a lexicon of genes shows.
    A rule that compares records has ``compared`` instead: what of a record no other may share, None
    where it has no such thing; ``pointer`` is where that stands.
    """

    code: str
    name: str
    severities: tuple[Severity, ...]
    page: str
    check: Check | None = None
    gene_check: GeneCheck | None = None
    compared: Compared | None = None
    pointer: str = ""

    @property
    def severity(self) -> Severity:
        """The usual severity."""
        return self.severities[0]

    @property
    def has_fix(self) -> bool:
        """Whether its findings can have a fix: its page says so."""
        return "\nFix: none" not in self.page

    def problems(self, record: Record, lexicon: Lexicon | None) -> Iterator[Problem]:
        """Yield what is wrong with one record; ``lexicon`` is needed where the rule judges
        genes.
        """
        if self.check is not None:
            yield from self.check(record)
        elif self.gene_check is not None and lexicon is not None:
            yield from self.gene_check(record, lexicon)

    @property
    def summary(self) -> str:
        """What the rule finds, in a line."""
        return self.page.partition("\n")[0]


def _page(function: Callable[..., object]) -> str:
    """Return a rule's page: its docstring, with what it finds on one line."""
    finds, gap, rest = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
    return " ".join(finds.split()) + gap + rest


RULES: Registry[Rule] = Registry("pfocr_cli.rules", "rule")


def rule(code: str, name: str, *severities: Severity) -> Callable[[Check], Check]:
    """Register a rule that judges one record at a time."""

    def register(check: Check) -> Check:
        RULES.add(code, Rule(code, name, severities, _page(check), check=check))
        return check

    return register


def gene_rule(code: str, name: str, *severities: Severity) -> Callable[[GeneCheck], GeneCheck]:
    """Register a rule that holds the genes of one record against the lexicon."""

    def register(check: GeneCheck) -> GeneCheck:
        RULES.add(
            code,
            Rule(code, name, severities, _page(check), gene_check=check),
        )
        return check

    return register


def comparing_rule(
    code: str, name: str, severity: Severity, pointer: str
) -> Callable[[Compared], Compared]:
    """Register a rule that finds a second record with the same value at ``pointer``."""

    def register(compared: Compared) -> Compared:
        rule = Rule(code, name, (severity,), _page(compared), compared=compared, pointer=pointer)
        RULES.add(code, rule)
        return compared

    return register


def find_rule(name: str) -> Rule:
    """Return the rule of that code or name; PfocrError that names the near ones where there is
    none.
    """
    for candidate in RULES.values():
        if name.casefold() in (candidate.code.casefold(), candidate.name):
            return candidate
    known = [word for candidate in RULES.values() for word in (candidate.code, candidate.name)]
    raise PfocrError(
        f"no rule is called {name!r}{did_you_mean(name, known)}; `pfocr rule` lists them"
    )


def select_codes(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """Return the codes that ``select`` (empty: all) names and ``ignore`` does not.

    Each word is a code, the beginning of codes (``T``, ``S1``) or a rule's name; PfocrError for any
    other.
    """
    chosen = (
        frozenset().union(*map(_matching, select)) if (select := list(select)) else frozenset(RULES)
    )
    return chosen.difference(*map(_matching, ignore))


def _matching(word: str) -> frozenset[str]:
    by_prefix = (
        frozenset(code for code in RULES if code.startswith(word.upper()))
        if word
        else frozenset[str]()
    )
    return by_prefix or frozenset({find_rule(word).code})
