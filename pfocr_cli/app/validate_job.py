"""One input in, one outcome out: picklable, without effects but reading, and never raising."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pfocr_cli.finding import VALUE_LIMIT, Finding, Problem, Severity
from pfocr_cli.fixes.apply import Fixed, Rewrite, fixed, rewrites
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.records import PLAIN, Intake, records
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.record import Record
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.rules.placing import finding
from pfocr_cli.rules.subject import Subject


@dataclass(frozen=True)
class Settings:
    """What a run of ``validate`` judges by; sent to every process.

    ``codes`` are the rules that speak; ``floor`` is the least severity that anybody asked for:
    what lies below is not even located. ``lexicon`` names the one that genes are held against
    (None: the embedded one). ``excerpts`` asks for source lines, for people. ``fix`` asks for fixes
    to be made before the record is judged: the safe ones, or all.
    """

    codes: frozenset[str]
    floor: Severity = Severity.WARNING
    intake: Intake = PLAIN
    lexicon: str | None = None
    excerpts: bool = False
    fix: Literal["safe", "all"] | None = None


@dataclass(frozen=True)
class _Court:
    """What a process judges by, made once: the rules that can speak, those with fixes, the lexicon
    if any needs it.
    """

    rules: tuple[Rule, ...]
    fixing: tuple[Rule, ...]
    lexicon: Lexicon | None


@cache
def _court(settings: Settings) -> _Court:
    chosen = [rule for code, rule in RULES.items() if code in settings.codes]
    rules = tuple(rule for rule in chosen if max(rule.severities) >= settings.floor)
    fixing = tuple(rule for rule in chosen if rule.fix) if settings.fix else ()
    needs_lexicon = any(rule.needs_lexicon for rule in (*rules, *fixing))
    return _Court(rules, fixing, open_lexicon(settings.lexicon) if needs_lexicon else None)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a rule compares across records: a digest of it, and where its record is."""

    code: str
    digest: int
    value: str
    figid: str | None
    line: int


@dataclass
class Outcome:
    """What judging one chunk gave. ``number`` is that of its file. ``judged`` holds the figid and
    the file of each record.

    ``fixed`` counts the problems that were mended, ``rewrites`` are the files that this changes.
    ``crash`` is the traceback of a bug of ours, as text.
    """

    number: int = 0
    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    fixed: int = 0
    rewrites: list[Rewrite] = field(default_factory=list)
    crash: str | None = None


def judge(chunk: Chunk, settings: Settings) -> Outcome:
    """Judge every record of a chunk."""
    outcome = Outcome(chunk.number)
    try:
        court = _court(settings)
        pairs = []
        for read in records(chunk.item, settings.intake):
            done = _fixed(read, court, settings, chunk.spared) if settings.fix else Fixed(read)
            pairs += [(read, done.record)] if settings.fix else []
            record = done.record
            outcome.records += 1
            outcome.fixed += len(done.made)
            outcome.judged += [record.figid or record.file, record.file]
            outcome.findings += sorted(_findings(record, court, settings), key=_reading_order)
            outcome.compared += _compared(record, court.rules)
        outcome.rewrites += rewrites(chunk.item, pairs) if settings.fix else []
    except Exception:  # the other inputs are still judged; the run ends with status 3
        outcome.crash = traceback.format_exc()
    return outcome


def _fixed(record: Record, court: _Court, settings: Settings, spared: frozenset[str]) -> Fixed:
    rules = [rule for rule in court.fixing if rule.code not in spared]

    def find(record: Record) -> Iterator[Problem]:
        subject = Subject(record, court.lexicon)
        return (problem for rule in rules for problem in rule.problems(subject))

    return fixed(record, find, settings.intake, unsafe=settings.fix == "all")


def _findings(record: Record, court: _Court, settings: Settings) -> Iterator[Finding]:
    subject = Subject(record, court.lexicon)
    for rule in court.rules:
        for problem in rule.problems(subject):
            if (problem.severity or rule.severity) >= settings.floor:
                yield finding(record, problem, settings.excerpts)


def _reading_order(finding: Finding) -> tuple[bool, str, int, int, str]:
    in_table = finding.file.endswith(".tsv")
    return in_table, finding.file, finding.place.line, finding.place.column, finding.code


def _compared(record: Record, rules: Sequence[Rule]) -> Iterator[Compared]:
    for rule in rules:
        if rule.compared is not None and (value := rule.compared(record)):
            digest = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            line = record.reading.source.first_line
            yield Compared(
                rule.code, int.from_bytes(digest), value[:VALUE_LIMIT], record.figid, line
            )
