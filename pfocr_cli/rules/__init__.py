"""Rules: each is one decorated generator in a module of this package, and its docstring is its
page.

The first paragraph of a docstring says what the rule finds. Paragraphs that begin with ``Why:``,
``Bad:``, ``Good:`` and ``Fix:`` follow; the two examples are indented blocks. What a rule's fixes
are, and whether it keeps a record out of exports, its decorator declares.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Problem, Severity, page_address
from pfocr_cli.record import Record
from pfocr_cli.registry import Registry
from pfocr_cli.rules.gene_rows import GeneRows, gene_rows
from pfocr_cli.rules.subject import Subject
from pfocr_cli.wording import did_you_mean

Check = Callable[[Subject], Iterator[Problem]]
RecordCheck = Callable[[Record], Iterator[Problem]]
Where = Callable[[Record], object]
GeneCheck = Callable[[GeneRows], Iterator[Problem]]
Compared = Callable[[Record], str | None]
ToldOfStray = Callable[[str], str]
Fixes = Literal["safe", "unsafe", "safe or unsafe"]
"""What the fixes of a rule are; None in its place: it has none."""
Blocks = Literal["record", "fields"]
"""What an error of a rule makes unfit for readers: the whole record, or the fields that it is
about.
"""
_PAGE_WIDTH = 96


def _nothing(_: Subject) -> Iterator[Problem]:
    return iter(())


def _everywhere(_: Record) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """A rule: its code and name, the severities its findings can have (the usual one first), how
    its page is made, what its fixes are, and what it blocks.

    ``check`` yields what is wrong with one record; of genes only where ``needs_lexicon`` is
    answered. Records of which ``where`` is not true are sound by this rule: the check is not asked
    about them. A rule that compares records has ``compared`` instead: what of a record no other may
    share, None where it has no such thing; ``pointer`` is where that stands. A rule of side tables
    without a record has ``of_stray``: what is said of one, by its figid.
    """

    code: str
    name: str
    severities: tuple[Severity, ...]
    explained: Callable[[], str]
    fix: Fixes | None = None
    blocks: Blocks | None = None
    check: Check = _nothing
    where: Where = _everywhere
    needs_lexicon: bool = False
    compared: Compared | None = None
    pointer: str = ""
    of_stray: ToldOfStray | None = None

    @property
    def severity(self) -> Severity:
        """The usual severity."""
        return self.severities[0]

    @property
    def severities_told(self) -> str:
        """All its severities, in words.

        >>> RULES["K601"].severities_told
        'error, or warning or info where it matters less'
        """
        usual, *others = self.severities
        if not others:
            return str(usual)
        how = "less" if usual is max(self.severities) else "more"
        return f"{usual}, or {' or '.join(map(str, others))} where it matters {how}"

    @property
    def address(self) -> str:
        """Where the rule's page is read."""
        return page_address(self.code)

    @property
    def is_of_corpus(self) -> bool:
        """Whether no single record shows what the rule finds."""
        return self.compared is not None or self.of_stray is not None

    @property
    def page(self) -> str:
        """Its manual page, made when somebody reads it."""
        return self.explained()

    @property
    def summary(self) -> str:
        """What the rule finds, in a line."""
        return self.page.partition("\n")[0]

    def problems(self, subject: Subject) -> Iterator[Problem]:
        """Return what is wrong with a record, each problem with the rule's code and a severity."""
        return map(self._own, self.check(subject)) if self.where(subject.record) else iter(())

    def _own(self, problem: Problem) -> Problem:
        return problem._replace(code=self.code, severity=problem.severity or self.severity)


RULES: Registry[Rule] = Registry("pfocr_cli.rules", "rule")


def rule(
    code: str,
    name: str,
    *severities: Severity,
    fix: Fixes | None = None,
    blocks: Blocks | None = None,
    where: Where = _everywhere,
) -> Callable[[RecordCheck], RecordCheck]:
    """Register a rule that judges one record at a time; ``where`` is a quick look that tells which
    it can find anything in.
    """

    def register(check: RecordCheck) -> RecordCheck:
        def judge(subject: Subject) -> Iterator[Problem]:
            return check(subject.record)

        page = partial(_page, check, fix)
        RULES.add(code, Rule(code, name, severities, page, fix, blocks, judge, where))
        return check

    return register


def subject_rule(
    code: str,
    name: str,
    *severities: Severity,
    fix: Fixes | None = None,
    where: Where = _everywhere,
) -> Callable[[Check], Check]:
    """Register a rule that shares with others what it sees in a record (``Subject.view``), or that
    asks what was there before or who wants to know.
    """

    def register(check: Check) -> Check:
        page = partial(_page, check, fix)
        RULES.add(code, Rule(code, name, severities, page, fix, check=check, where=where))
        return check

    return register


def gene_rule(
    code: str, name: str, *severities: Severity, fix: Fixes | None = None
) -> Callable[[GeneCheck], GeneCheck]:
    """Register a rule that holds the genes of one record against the lexicon.

    All such rules see the same rows: they are found once a record.
    """

    def register(check: GeneCheck) -> GeneCheck:
        def judge(subject: Subject) -> Iterator[Problem]:
            rows = subject.view(gene_rows)
            return check(rows) if rows else iter(())

        page = partial(_page, check, fix)
        RULES.add(code, Rule(code, name, severities, page, fix, check=judge, needs_lexicon=True))
        return check

    return register


def corpus_rule(
    code: str, name: str, severity: Severity, pointer: str
) -> Callable[[Compared], Compared]:
    """Register a rule that finds a second record with the same value at ``pointer``."""

    def register(compared: Compared) -> Compared:
        page = partial(_page, compared, None)
        rule = Rule(code, name, (severity,), page, compared=compared, pointer=pointer)
        RULES.add(code, rule)
        return compared

    return register


def stray_table_rule(
    code: str, name: str, severity: Severity
) -> Callable[[ToldOfStray], ToldOfStray]:
    """Register a rule that says of a side table, by its figid, that no record has it."""

    def register(told: ToldOfStray) -> ToldOfStray:
        page = partial(_page, told, None)
        RULES.add(code, Rule(code, name, (severity,), page, of_stray=told))
        return told

    return register


def _page(function: Callable[..., object], fix: Fixes | None) -> str:
    """Return a rule's page: its docstring, with what it finds on one line, and with what its fixes
    are.
    """
    finds, gap, rest = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
    above, mark, advice = rest.rpartition("Fix: ")
    told = textwrap.fill(f"{mark}{fix or 'none'}; {' '.join(advice.split())}", _PAGE_WIDTH)
    return " ".join(finds.split()) + gap + above + told


def find_rule(name: str) -> Rule:
    """Return the rule of that code or name.

    Raises:
        PfocrError: there is none; the near ones are named.
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

    Each word is a code, the beginning of codes (``T``, ``S1``) or a rule's name.

    Raises:
        PfocrError: a word is none of these.
    """
    wanted = [_matching(word) for word in select]
    chosen = frozenset[str]().union(*wanted) if wanted else frozenset(RULES)
    return chosen.difference(*map(_matching, ignore))


def _matching(word: str) -> frozenset[str]:
    begins = [code for code in RULES if word and code.startswith(word.upper())]
    return frozenset(begins) or frozenset({find_rule(word).code})
