"""The one loop: inputs to a job on an engine, what comes of them in their order, with progress, the
crashes told and killed processes rescued. What a command adds is its job and what takes its
outcomes.
"""

from __future__ import annotations

import os
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from pfocr_cli import engine
from pfocr_cli.app.rescue import rescue_by
from pfocr_cli.errors import bug_message
from pfocr_cli.inputs.json_lines import Chunk, jobs_for, weight_of
from pfocr_cli.terminal import messages
from pfocr_cli.terminal.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.shards import Shard


class Work(NamedTuple):
    """Where a run's work is done: ``jobs`` processes (0: one a core; None: as the number of records
    is worth), or the executor that is named; ``traceback``: a crash is told whole. ``shard``: only
    that part of the records; ``cache``: the folder where results of unchanged records are kept.
    ``lexicon``: the one in use, for workers elsewhere.
    """

    jobs: int | None = 1
    executor: str | None = None
    traceback: bool = False
    shard: Shard | None = None
    cache: str | None = None
    lexicon: str | None = None


class Outcome(Protocol):
    """What a job gave for one chunk: ``number`` is that of its file among the inputs, ``crash`` the
    traceback of a bug of ours, as text.
    """

    number: int
    crash: str | None


SomeOutcome = TypeVar("SomeOutcome", bound=Outcome)


class Loop(NamedTuple):
    """What a run goes over, and how. ``doing`` is the command's verb (``judging``);
    ``is_watched``: progress may be drawn on the screen.
    """

    inputs: Sequence[Input]
    work: Work
    doing: str
    is_watched: bool = True

    def run(
        self,
        job: Callable[[Chunk], SomeOutcome],
        pieces: Iterable[Chunk],
        take: Callable[[SomeOutcome], object],
        give_up: Callable[[Chunk, Finding], SomeOutcome],
    ) -> int:
        """Do the job for each piece, and take what comes of it, in the order of the inputs.

        ``give_up`` makes the outcome of a record whose process was killed again, from the finding
        that says so. Returns the number of crashes; each was told.
        """
        crashes = done = 0
        jobs = jobs_for(self.inputs, self.work.jobs)
        with (
            engine.executor_for(jobs, self.work.executor) as executor,
            progress(len(self.inputs), None if self.is_watched else StringIO()) as advance,
        ):
            if executor is not None:
                job = self._prepared(executor, job)
            for outcome in engine.run(job, pieces, executor, rescue_by(give_up), weight_of):
                take(outcome)
                if outcome.crash is not None:
                    crashes += 1
                    where = f" while {self.doing} {self.inputs[outcome.number].display_path}"
                    messages.lines(bug_message(outcome.crash, self.work.traceback, where))
                advance(outcome.number - done)
                done = outcome.number
        return crashes

    def _prepared(
        self, executor: object, job: Callable[[Chunk], SomeOutcome]
    ) -> Callable[[Chunk], SomeOutcome]:
        """Return the job as an executor's workers do it; those of a cluster once they are known to
        see what we see.

        Raises:
            PfocrError: one does not.
        """
        from pfocr_cli.app.workers import InFolder, refuse_unlike
        from pfocr_cli.engine.cluster import Cluster

        if not isinstance(executor, Cluster):
            return job
        refuse_unlike(executor, self.inputs, self.work.lexicon)
        return InFolder(job, os.getcwd())
