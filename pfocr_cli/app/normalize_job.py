"""One input in, its records with the lexicon's symbols out: picklable, without effects but reading,
and never raising.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pfocr_cli.finding import Finding, Problem
from pfocr_cli.fixes.apply import Case, Rewrite, fixed, rewrites
from pfocr_cli.fixes.drafts import drafts
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.records import PLAIN, Intake, records
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.record import Record
from pfocr_cli.record.pointer import steps
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.rules.keywords import symbol_column
from pfocr_cli.rules.placing import finding, located

_GENE_RULES = ("G501", "G502", "G503", "G504")
"""What keeps a gene from having the lexicon's symbol."""
_READING_RULES = ("P001", "P002", "P003", "P004", "P005", "P006")


@dataclass(frozen=True)
class Plan:
    """What is changed beside stale symbols in records: drafts filled, repeated rows removed, side
    tables edited.

    ``every``: files that stay as they are count as rewritten too, because all go to another place.
    """

    fill: bool = False
    dedupe: bool = False
    unsafe: bool = False
    every: bool = False
    lexicon: str | None = None
    intake: Intake = PLAIN


@dataclass(frozen=True, slots=True)
class Made:
    """A change that was made, and where."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Left:
    """A gene that a person must look at.

    ``candidates`` are the symbols that its word or its id lead to.
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


@dataclass
class Normalized:
    """What one chunk gave; ``unread`` are findings of records that cannot be read, ``crash`` a bug
    of ours.
    """

    number: int = 0
    records: int = 0
    made: list[Made] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unread: list[Finding] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)
    crash: str | None = None


def normalize(chunk: Chunk, plan: Plan) -> Normalized:
    """Bring the genes of every record of a chunk to the symbols of the lexicon; nothing is
    written.
    """
    result = Normalized(chunk.number)
    try:
        lexicon = open_lexicon(plan.lexicon)
        pairs = []
        for record in records(chunk.item, plan.intake):
            result.records += 1
            pairs.append((record, _normalized(record, plan, lexicon, result)))
        result.rewrites += rewrites(chunk.item, pairs, every=plan.every)
    except Exception:  # the other inputs are still done; the run ends with status 3
        result = Normalized(chunk.number, crash=traceback.format_exc())
    return result


@cache
def _rules(*codes: str) -> tuple[Rule, ...]:
    return tuple(RULES[code] for code in codes)


def _normalized(record: Record, plan: Plan, lexicon: Lexicon, result: Normalized) -> Record:
    """Return the record as it is to be; say in ``result`` what was changed and what was not."""
    if record.reading.faults:
        found = [
            (rule, problem)
            for rule in _rules(*_READING_RULES)
            for problem in rule.problems(record, None)
        ]
        result.unread += [finding(record, rule, problem) for rule, problem in found]
        return record
    done = fixed(record, lambda record: _cases(record, plan, lexicon), plan.intake, unsafe=True)
    result.made += [_made(was, case) for was, case in done.made]
    left = [_left(done.record, case, reason, lexicon) for case, reason in done.left]
    result.left += sorted(left, key=lambda left: (left.file.endswith(".tsv"), left.file, left.line))
    return done.record


def _cases(record: Record, plan: Plan, lexicon: Lexicon) -> Iterator[Case]:
    """Yield what there is to do, and what only a person can: a problem without a fix."""
    for rule in _rules(*_GENE_RULES):
        for problem in rule.problems(record, lexicon):
            waits = problem.fix is not None and not (problem.fix.safe or plan.unsafe)
            yield Case(
                rule.code,
                _waiting(problem, "--unsafe-fixes edits side tables") if waits else problem,
            )
    if plan.dedupe:
        yield from (
            Case("G506", problem)
            for problem in RULES["G506"].problems(record, lexicon)
            if problem.fix
        )
    for problem in drafts(record, lexicon):
        waits = problem.fix is not None and not plan.fill
        yield Case("S101", _waiting(problem, "--fill completes it") if waits else problem)


def _waiting(problem: Problem, how: str) -> Problem:
    return replace(problem, fix=None, message=f"{problem.message}; {how}")


def _made(record: Record, case: Case) -> Made:
    file, place = located(record, case.problem)
    return Made(file, place.line, f"{case.code} {case.problem.message}")


def _left(record: Record, case: Case, refusal: str, lexicon: Lexicon) -> Left:
    problem = case.problem
    file, place = located(record, problem)
    row = _row(record, problem)
    word, symbol, entrez = (
        str(row.get(key) or "") for key in ("word", symbol_column(record), _id_column(record))
    )
    named = lexicon.with_entrez(entrez)
    found = [match.hgnc_symbol for match in resolve(word, lexicon).matches] if word else []
    candidates = tuple(dict.fromkeys(([named.symbol] if named else []) + found))
    reason = f"{problem.message} ({refusal})" if refusal else problem.message
    return Left(
        case.code, record.figid or "", file, place.line, word, symbol, entrez, candidates, reason
    )


def _row(record: Record, problem: Problem) -> Mapping[str, object]:
    _, index, *_ = steps(problem.pointer)
    rows: Sequence[Mapping[str, object]] = (
        record.tables[problem.table].rows if problem.table else record.data["genes"]
    )
    return rows[int(index)]


def _id_column(record: Record) -> str:
    return "entrez" if "genes" in record.data else "ncbigene_id"
