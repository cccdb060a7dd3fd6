"""One input in, one outcome out: picklable, without effects but reading, and never raising."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.corpus_keys import ComparedValue, keys_of
from pfocr_cli.app.duplicates import line_of
from pfocr_cli.app.mending import left_by, mended_by
from pfocr_cli.app.severities import Severities
from pfocr_cli.app.validate_outcome import ValidateOutcome
from pfocr_cli.finding import VALUE_LIMIT, Finding, Problem, Severity, reading_order
from pfocr_cli.fixes.apply import Fixed, fixed
from pfocr_cli.fixes.rewrite import rewrites
from pfocr_cli.inputs.decisions import NO_DECISIONS, Decisions, open_decisions
from pfocr_cli.inputs.digest_table import digest_of
from pfocr_cli.inputs.history import record_before
from pfocr_cli.inputs.records import DEFAULTS, ReadOptions, records
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.rules.gene_rows import gene_rows
from pfocr_cli.rules.placing import kind_of, placed_finding
from pfocr_cli.rules.subject import Subject, shows_all
from pfocr_cli.wording import in_nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pfocr_cli.app.seen import Seen
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record
    from pfocr_cli.rules import Where


@dataclass(frozen=True)
class ValidateJob:
    """Judges the records of a chunk; sent to every process.

    ``codes`` are the rules that speak; ``floor`` is the least severity that anybody asked for:
    what lies below is not even located. ``lexicon`` names the one that genes are held against
    (None: the embedded one), ``decisions`` the file of what curators have settled. ``excerpts``
    asks for source lines, for people. ``fix`` asks for fixes to be made before the record is
    judged: the safe ones, or all. ``severities`` are those of the project. ``keeps_keys`` asks for
    what corpus rules compare, record by record, for shards to be merged.
    """

    codes: frozenset[str]
    floor: Severity = Severity.WARNING
    read_options: ReadOptions = DEFAULTS
    lexicon: str | None = None
    excerpts: bool = False
    severities: Severities = field(default_factory=Severities)
    fix: Literal["safe", "all"] | None = None
    decisions: str | None = None
    keeps_keys: bool = False

    def __call__(self, chunk: Chunk) -> ValidateOutcome:
        """Judge every record of a chunk."""
        return self.judged(chunk, None)

    @property
    def asked(self) -> tuple[object, ...]:
        """What weighs on the outcome, beside the files that are named."""
        levels = self.severities.levels
        return sorted(self.codes), int(self.floor), levels, self.excerpts, self.keeps_keys

    def judged(self, chunk: Chunk, seen: Seen | None) -> ValidateOutcome:
        """Judge every record of a chunk; note what was looked at, where anybody asks."""
        outcome = ValidateOutcome(chunk.number)
        with BugKept(outcome):
            self._judge(chunk, outcome, seen)
        return outcome

    def findings(self, item: Input, record: Record) -> list[Finding]:
        """Return what is wrong with a record of an input, in reading order."""
        rule_set = _rule_set(self)
        found = _findings(self._subject(rule_set, item, record)(record), rule_set, self)
        return sorted(found, key=reading_order)

    def problems(
        self, item: Input, record: Record, *, is_counted: bool = False
    ) -> Iterator[Problem]:
        """Yield what is wrong with a record of an input, each problem with the severity that it has
        here. Nothing is located.
        """
        rule_set = _rule_set(self)
        subject_of = self._subject(rule_set, item, record)
        return _problems(subject_of(record, is_counted=is_counted), rule_set, self)

    def compared(self, record: Record) -> Iterator[ComparedValue]:
        """Yield what a record has that no other may have."""
        return _compared(record, _rule_set(self).comparing)

    def claims(self, record: Record) -> set[tuple[str, int]]:
        """Return what a record has that no other may have: rules, and digests of that."""
        return {(each.code, each.digest) for each in self.compared(record)}

    def _subject(
        self, rule_set: _RuleSet, item: Input, read: Record, seen: Seen | None = None
    ) -> partial[Subject]:
        """Return what makes a subject of a record that was read, or of what fixes made of it."""
        return partial(
            Subject,
            lexicon=rule_set.lexicon,
            decisions=rule_set.decisions,
            before=_Past(partial(self._before, item, read, seen)),
            shows=self._shows,
        )

    def _shows(self, code: str, own: Severity) -> bool:
        return self.severities.of(code, own) >= self.floor

    def _before(self, item: Input, read: Record, seen: Seen | None) -> Record | None:
        if seen is not None:
            seen.asked_for_past = True
        return record_before(item, read, self.read_options)

    def _judge(self, chunk: Chunk, outcome: ValidateOutcome, seen: Seen | None) -> None:
        rule_set = _rule_set(self)
        pairs = []
        for read in records(chunk.item, self.read_options, chunk.shard):
            subject_of = self._subject(rule_set, chunk.item, read, seen)
            if seen is not None:
                seen.records.append(read)
            record = read
            if self.fix:
                done = _fixed(read, rule_set, self, chunk.ignored_codes, subject_of)
                outcome.mended += mended_by(done)
                outcome.left += left_by(done, frozenset(rule.code for rule in rule_set.rules))
                record = done.record
                pairs.append((read, record))
            subject = subject_of(record, is_counted=chunk.is_counted)
            self._judge_record(chunk, subject, rule_set, outcome)
        outcome.rewrites += rewrites(chunk.item, pairs) if self.fix else []

    def _judge_record(
        self, chunk: Chunk, subject: Subject, rule_set: _RuleSet, outcome: ValidateOutcome
    ) -> None:
        """Give an outcome what is wrong with a record, and what no other may have."""
        record = subject.record
        outcome.records += 1
        genes = subject.view(gene_rows)
        others = genes.others if genes else 0
        outcome.other_species += others
        outcome.judged += [record.figid or record.file, record.file]
        found: list[Finding] = []
        if chunk.is_counted:
            outcome.count([kind_of(record, each) for each in _problems(subject, rule_set, self)])
        else:
            found = sorted(_findings(subject, rule_set, self), key=reading_order)
            outcome.findings += found
        compared = list(_compared(record, rule_set.comparing))
        outcome.compared += compared
        if self.keeps_keys:
            outcome.keys.append(keys_of(chunk, record, len(found), compared, others))


@dataclass(slots=True)
class _Past:
    """A record before its last edit: looked for when a rule first asks."""

    look: Callable[[], Record | None]
    was_asked: bool = False
    found: Record | None = None

    def __call__(self) -> Record | None:
        if not self.was_asked:
            self.was_asked, self.found = True, self.look()
        return self.found


class _RuleSet(NamedTuple):
    """What a process judges by, made once: the rules that can speak of one record, those that
    compare records, those with fixes, the lexicon if any needs it. ``groups`` are the first, those
    together that look alike where they apply.
    """

    rules: tuple[Rule, ...]
    groups: tuple[tuple[Where, tuple[Rule, ...]], ...]
    comparing: tuple[Rule, ...]
    fixing: tuple[Rule, ...]
    lexicon: Lexicon | None
    decisions: Decisions = NO_DECISIONS


@cache
def _rule_set(job: ValidateJob) -> _RuleSet:
    chosen = [rule for code, rule in RULES.items() if code in job.codes]
    levels = job.severities
    speaking = [rule for rule in chosen if max(levels.all_of(rule.code)) >= job.floor]
    rules = tuple(rule for rule in speaking if not rule.is_of_corpus)
    groups = tuple((where, (*some,)) for where, some in groupby(rules, attrgetter("where")))
    comparing = tuple(rule for rule in speaking if rule.compared)
    fixing = tuple(rule for rule in chosen if rule.fix) if job.fix else ()
    needs_lexicon = any(rule.needs_lexicon for rule in (*rules, *fixing))
    if not needs_lexicon:
        return _RuleSet(rules, groups, comparing, fixing, None)
    lexicon = open_lexicon(job.lexicon)
    decisions = open_decisions(job.decisions, lexicon)
    return _RuleSet(rules, groups, comparing, fixing, lexicon, decisions)


def _fixed(
    record: Record,
    rule_set: _RuleSet,
    job: ValidateJob,
    ignored: frozenset[str],
    subject_of: Callable[[Record], Subject],
) -> Fixed:
    rules = [rule for rule in rule_set.fixing if rule.code not in ignored]

    def find(record: Record) -> Iterator[Problem]:
        subject = replace(subject_of(record), shows=shows_all)
        return (problem for rule in rules for problem in rule.problems(subject))

    return fixed(record, find, job.read_options, unsafe=job.fix == "all")


def _findings(subject: Subject, rule_set: _RuleSet, job: ValidateJob) -> Iterator[Finding]:
    for problem in _problems(subject, rule_set, job):
        yield placed_finding(subject.record, problem, job.excerpts)


def _problems(subject: Subject, rule_set: _RuleSet, job: ValidateJob) -> Iterator[Problem]:
    # As Rule.problems, which takes half as long again: most rules find nothing.
    record = subject.record
    for where, rules in rule_set.groups:
        for rule in rules if where(record) else ():
            for problem in rule.check(subject):
                own = problem.severity or rule.severity
                severity = job.severities.of(rule.code, own)
                if severity >= job.floor:
                    yield problem._replace(code=rule.code, severity=severity)


def _compared(record: Record, rules: Sequence[Rule]) -> Iterator[ComparedValue]:
    for rule in rules:
        if rule.compared is not None and (value := rule.compared(record)):
            yield ComparedValue(
                rule.code,
                digest_of(in_nfc(value)),
                value[:VALUE_LIMIT],
                record.figid,
                line_of(record),
            )
