"""One input in, its records with the lexicon's symbols out: picklable, without effects but reading,
and never raising.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.fixes.apply import fixed
from pfocr_cli.fixes.drafts import DRAFT_CODE, drafts
from pfocr_cli.fixes.rewrite import Rewrite, rewrites
from pfocr_cli.inputs.decisions import Decision, Decisions, open_decisions
from pfocr_cli.inputs.records import DEFAULTS, ReadOptions, records
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.record.columns import GENES
from pfocr_cli.record.pointer import steps
from pfocr_cli.rules import RULES
from pfocr_cli.rules.blocking import blocking_rules
from pfocr_cli.rules.placing import located, placed_finding
from pfocr_cli.rules.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.app.seen import Seen
    from pfocr_cli.finding import Finding, Problem
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.record import Record

_GENE_RULES = ("G501", "G502", "G503", "G504")
"""What keeps a gene from having the lexicon's symbol."""
_OPTIONS = {"--fill": "completes it", "--unsafe-fixes": "edits side tables"}
"""What would mend what was left only because nobody asked for it."""


@dataclass(frozen=True)
class NormalizeJob:
    """Brings the genes of a chunk's records to the symbols of the lexicon; sent to every process.

    Changed beside stale symbols in records are, where that is asked for: drafts (``fill``),
    repeated rows (``dedupe``), side tables (``unsafe``). ``decisions`` is the file of what curators
    have settled.

    ``every``: files that stay as they are count as rewritten too, because all go to another place.
    """

    fill: bool = False
    dedupe: bool = False
    unsafe: bool = False
    every: bool = False
    lexicon: str | None = None
    decisions: str | None = None
    read_options: ReadOptions = DEFAULTS

    def __call__(self, chunk: Chunk) -> NormalizeOutcome:
        """Return what every record of a chunk is to be; nothing is written."""
        return self.judged(chunk, None)

    @property
    def asked(self) -> tuple[object, ...]:
        """What weighs on the outcome, beside the files that are named."""
        return self.fill, self.dedupe, self.unsafe

    def judged(self, chunk: Chunk, seen: Seen | None) -> NormalizeOutcome:
        """Return that; note what was looked at, where anybody asks."""
        outcome = NormalizeOutcome(chunk.number)
        with BugKept(outcome):
            lexicon = open_lexicon(self.lexicon)
            names = Names(lexicon, open_decisions(self.decisions, lexicon))
            pairs = []
            for record in records(chunk.item, self.read_options, chunk.shard):
                outcome.records += 1
                outcome.figids += [record.figid or ""] if self.decisions else []
                if seen is not None:
                    seen.records.append(record)
                pairs.append((record, _normalized(record, self, names, outcome)))
            outcome.rewrites += rewrites(chunk.item, pairs, every=self.every)
            return outcome
        return NormalizeOutcome(chunk.number, crash=outcome.crash)


@dataclass(frozen=True, slots=True)
class Names:
    """What genes are held against: the lexicon, and what curators have decided."""

    lexicon: Lexicon
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class Made:
    """A change that was made, and where."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Left:
    """A gene that a person must look at, or (``waits_for``) one that an option would mend.

    ``candidates`` are the symbols that its word or its id lead to; ``decision`` is what was decided
    of its word.
    """

    code: str
    figid: str
    file: str
    line: int
    word: str
    symbol: str
    entrez: str
    candidates: tuple[str, ...]
    reason: str
    waits_for: str = ""
    decision: Decision | None = None


@dataclass
class NormalizeOutcome:
    """What one chunk gave; ``figids`` are those of its records where there are decisions,
    ``unread`` findings of records that cannot be read, ``crash`` a bug of ours; ``to_keep`` and
    ``used`` are those of the results kept.
    """

    number: int = 0
    records: int = 0
    figids: list[str] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unread: list[Finding] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)
    crash: str | None = None
    to_keep: tuple[bytes, bytes] | None = None
    used: tuple[bytes, int] | None = None


def _normalized(
    record: Record, job: NormalizeJob, names: Names, outcome: NormalizeOutcome
) -> Record:
    """Return the record as it is to be; say in ``outcome`` what was changed and what was not."""
    if record.reading.faults:
        subject = Subject(record)
        found = [problem for rule in blocking_rules("record") for problem in rule.problems(subject)]
        outcome.unread += [placed_finding(record, problem) for problem in found]
        return record
    done = fixed(
        record, lambda record: _problems(record, job, names), job.read_options, unsafe=False
    )
    outcome.made += [_made(was, problem) for was, problem in done.made]
    left = [_left(done.record, problem, reason, names) for problem, reason in done.left]
    outcome.left += sorted(left, key=lambda one: (one.file.endswith(".tsv"), one.file, one.line))
    return done.record


def _problems(record: Record, job: NormalizeJob, names: Names) -> Iterator[Problem]:
    """Yield what there is to do, and what only a person can: a problem without a fix. What was not
    asked for is marked as unsafe.
    """
    subject = Subject(record, names.lexicon, names.decisions)
    for code in _GENE_RULES:
        for problem in RULES[code].problems(subject):
            yield _made_if(problem, job.unsafe or (problem.fix is not None and problem.fix.safe))
    if job.dedupe:
        repeated = RULES["G506"].problems(subject)
        yield from (_made_if(problem, True) for problem in repeated if problem.fix)
    for problem in drafts(record, names.lexicon, names.decisions):
        yield _made_if(problem, job.fill)


def _made_if(problem: Problem, is_asked: bool) -> Problem:
    return problem._replace(fix=problem.fix._replace(safe=is_asked)) if problem.fix else problem


def _made(record: Record, problem: Problem) -> Made:
    file, place = located(record, problem)
    return Made(file, place.line, f"{problem.code} {problem.message}")


def _left(record: Record, problem: Problem, refusal: str, names: Names) -> Left:
    file, place = located(record, problem)
    row, columns = _row(record, problem), record.gene_columns
    word, symbol, entrez = (
        str(row.get(key) or "") for key in (columns.word, columns.symbol, columns.entrez)
    )
    decision = names.decisions.of(record.figid, word)
    waits_for = _option_for(problem) if problem.fix and not problem.fix.safe else ""
    reason = f"{problem.message} ({refusal})" if refusal else problem.message
    if waits_for:
        reason = f"{reason}; {waits_for} {_OPTIONS[waits_for]}"
    elif decision:
        reason = f"{reason}; {', '.join(decision.genes) or 'no gene'}, {decision.reason}"
    return Left(
        problem.code,
        record.figid or "",
        file,
        place.line,
        word,
        symbol,
        entrez,
        tuple(_candidates(word, entrez, record.figid, names)),
        reason,
        waits_for,
        decision,
    )


def _option_for(problem: Problem) -> str:
    return "--fill" if problem.code == DRAFT_CODE else "--unsafe-fixes"


def _candidates(word: str, entrez: str, figid: str | None, names: Names) -> Iterator[str]:
    """Return the symbols that the id and the word lead to, without repeats."""
    named = names.lexicon.with_entrez(entrez)
    answer = names.decisions.answer(word, figid, names.lexicon) if word else None
    found = answer.matches or answer.also if answer else ()
    yield from dict.fromkeys(
        [*([named.symbol] if named else []), *(match.hgnc_symbol for match in found)]
    )


def _row(record: Record, problem: Problem) -> Mapping[str, object]:
    _, index, *_ = steps(problem.pointer)
    rows: Sequence[Mapping[str, object]] = (
        record.tables[problem.table].rows if problem.table else record.data[GENES]
    )
    return rows[int(index)]
