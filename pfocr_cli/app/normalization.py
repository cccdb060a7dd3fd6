"""Normalising: stale symbols become today's, and what is left for a person is listed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from pfocr_cli import engine
from pfocr_cli.chunks import chunks, jobs_for
from pfocr_cli.errors import Exit, bug_message
from pfocr_cli.files import written
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.normalizing import Left, Normalized, Plan, normalize
from pfocr_cli.rewriting import Act, Rewriter, common_folder, list_file, show_patch, write_in_place, write_into, write_out
from pfocr_cli.search import Input
from pfocr_cli.wording import plural

LISTED = 20
"""Genes left for a person that are named; the others are counted, and ``--todo`` has them all."""
_TODO = ("figid", "file", "line", "word", "symbol", "entrez", "candidates", "reason")

Mode = Literal["write", "check", "diff", "output"]
"""In place; list the files; show a patch; write the record (from standard input) to standard output."""


@dataclass(frozen=True)
class Normalization:
    """A request to normalise. ``folder`` takes all records instead of their own places; ``todo`` is a file."""

    inputs: Sequence[Input]
    plan: Plan
    mode: Mode = "write"
    folder: str | None = None
    todo: str | None = None
    fail_on_left: bool = False
    jobs: int = 1
    executor: str | None = None
    traceback: bool = False


@dataclass
class _Talk:
    """What is said of a run, to standard error; what was changed in place goes to standard output."""

    request: Normalization
    left: list[Left] = field(default_factory=list)
    made: int = 0
    records: int = 0
    unread: int = 0

    def take(self, outcome: Normalized) -> None:
        self.records += outcome.records
        self.made += len(outcome.made)
        self.left += outcome.left
        self.unread += len(outcome.unread)
        for finding in outcome.unread:
            place = f"{finding.file}:{finding.place.line}:{finding.place.column}"
            sys.stderr.write(f"{place}: {finding.code} {finding.severity} {finding.message}\n")
        if self.request.mode == "write":
            for made in outcome.made:
                sys.stdout.write(f"{made.file}:{made.line}: {made.message}\n")

    def finish(self, changed: int) -> None:
        sys.stdout.flush()
        if self.made:
            did = "changed" if self.request.mode in ("write", "output") else "would change"
            sys.stderr.write(f"{did} {plural(self.made, 'gene')} in {plural(changed, 'file')}\n")
        if self.left:
            sys.stderr.write(f"left for a person: {plural(len(self.left), 'gene')}\n")
            for left in self.left[:LISTED]:
                sys.stderr.write(f"  {left.file}:{left.line}: {left.code} {left.reason}\n")
            self._count_the_rest()

    def _count_the_rest(self) -> None:
        counts = Counter(left.code for left in self.left[LISTED:])
        if counts:
            rest = ", ".join(f"{count:,} {code}" for code, count in sorted(counts.items()))
            where = "" if self.request.todo else "; --todo FILE.tsv lists all"
            sys.stderr.write(f"  and {counts.total():,} more: {rest}{where}\n")


def normalize_all(request: Normalization) -> Exit:
    """Normalise every input and return the exit status. PfocrError: nothing was changed."""
    open_lexicon(request.plan.lexicon)  # one that cannot be used ends the run here, not at each record
    talk = _Talk(request)
    rewriter = Rewriter(_act(request), every=request.plan.every)
    crashes = _run(request, talk, rewriter)
    talk.finish(rewriter.changed)
    if request.todo:
        _write_todo(request.todo, talk.left)
    if crashes:
        return Exit.BUG
    if rewriter.failed:
        return Exit.UNSERVED
    would_change = request.mode in ("check", "diff") and rewriter.changed > 0
    left = request.fail_on_left and bool(talk.left)
    return Exit.FINDINGS if would_change or left or talk.unread else Exit.CLEAN


def _act(request: Normalization) -> Act:
    if request.folder is not None:
        return write_into(request.folder, common_folder(item.path for item in request.inputs))
    acts: dict[Mode, Act] = {"write": write_in_place, "check": list_file, "diff": show_patch, "output": write_out}
    return acts[request.mode]


def _run(request: Normalization, talk: _Talk, rewriter: Rewriter) -> int:
    """Normalise the inputs in their order; return the number of crashes."""
    from pfocr_cli.reporters.progress import progress

    crashes = done = 0
    job = partial(normalize, plan=request.plan)
    jobs = jobs_for(request.inputs, request.jobs)
    with engine.executor_for(jobs, request.executor) as executor, progress(len(request.inputs)) as advance:
        for outcome in engine.run(job, chunks(request.inputs), executor):
            talk.take(outcome)
            for rewrite in outcome.rewrites:
                rewriter.take(rewrite)
            if outcome.crash is not None:
                crashes += 1
                shown = request.inputs[outcome.number].shown
                sys.stderr.write(bug_message(outcome.crash, request.traceback, f" while normalising {shown}"))
            advance(outcome.number - done)
            done = outcome.number
    rewriter.finish()
    return crashes


def _write_todo(path: str, left: Sequence[Left]) -> None:
    """Write what is left for a person: tab-separated, a line a gene, the candidates joined by ``|``."""
    with written(path) as stream:
        stream.write("\t".join(_TODO) + "\n")
        for item in left:
            candidates = "|".join(item.candidates)
            cells = (item.figid, item.file, item.line, item.word, item.symbol, item.entrez, candidates, item.reason)
            stream.write("\t".join(" ".join(str(cell).split()) for cell in cells) + "\n")
