"""Batches of items under way on an executor, and what becomes of those whose process was killed."""

from __future__ import annotations

import contextlib
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pfocr_cli.engine.cluster import Cluster
from pfocr_cli.engine.cores import usable_cores
from pfocr_cli.engine.pool import Pool, work_off
from pfocr_cli.errors import PfocrError
from pfocr_cli.signals import Uninterrupted
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pfocr_cli.engine.rescue import Rescue

T = TypeVar("T")
R = TypeVar("R")
BATCH = 64
"""What the items of a batch weigh together at most: so many of weight one. A batch costs this
process about what a record costs a worker.
"""
FIRST_BATCH = 8
"""What the items of the first batches weigh together, for a few items to be shared by all."""
BATCHES_AHEAD = 2
"""Batches that wait for each process: enough to keep it busy, few enough to bound memory."""
_PATIENCE = 5
"""Times in a row that processes may be killed before any of them has begun its work."""


def enough(done: int) -> int:
    """Return what the items of a batch weigh together, after items that weigh so much: none is more
    than a small part of what all processes have to do, so that they end together.
    """
    return min(BATCH, FIRST_BATCH + done // 32)


def slots_for(workers: int) -> int:
    """Return how many batches there can be at once: of one item each, and two for one in parts."""
    return BATCHES_AHEAD * workers * BATCH + BATCH + 2


@dataclass
class Batch(Generic[T, R]):
    """Some items under way, or what came of them; ``slot`` is where a pool notes what is begun."""

    items: list[T]
    slot: int
    future: Future[list[R]] | None = None
    results: list[R] | None = None
    losses: int = 0

    def settled(self) -> bool:
        """Wait for the results; say whether there are any, or its process was killed."""
        if self.results is None and self.future is not None:
            try:
                self.results = self.future.result()
            except BrokenExecutor:
                self.future = None
                self.losses += 1
        return self.results is not None


class Queue(Generic[T, R]):
    """The batches under way, in their order."""

    def __init__(
        self, job: Callable[[T], R], executor: Executor, rescue: Rescue[T, R] | None
    ) -> None:
        self.waiting: deque[Batch[T, R]] = deque()
        self._job = job
        self._executor = executor
        self._rescue = rescue
        workers = getattr(executor, "_max_workers", None) or usable_cores()
        self._most = BATCHES_AHEAD * workers
        self._free = deque(range(slots_for(workers)))
        self._barren = 0

    @property
    def is_full(self) -> bool:
        """Whether results are to be waited for before there is more to do."""
        return len(self.waiting) >= self._most

    def add(self, items: list[T]) -> None:
        """Start a batch."""
        self.waiting.append(self._start(Batch(items, self._free.popleft())))

    def take(self) -> list[R]:
        """Return the results of the first batch."""
        while not self.waiting[0].settled():
            self._recover()
        batch = self.waiting.popleft()
        self._free.append(batch.slot)
        return batch.results or []

    def _start(self, batch: Batch[T, R]) -> Batch[T, R]:
        if isinstance(self._executor, Pool):
            self._executor.begun[batch.slot] = 0
        with contextlib.suppress(BrokenExecutor), Uninterrupted():  # seen when its turn comes
            batch.future = self._executor.submit(work_off, self._job, batch.items, batch.slot)
        return batch

    def _recover(self) -> None:
        """Go on after a process was killed: find out what it was at, and do that apart."""
        pool, rescue = self._executor, self._rescue
        if isinstance(pool, Cluster):
            self._do_again(self.waiting[0], rescue)
            return
        if not isinstance(pool, Pool) or rescue is None:
            raise PfocrError("a process of the executor was killed, and it takes no more work")
        lost = [batch for batch in self.waiting if not batch.settled()]
        begun = {batch.slot: pool.begun[batch.slot] for batch in lost}
        pool.renew()
        names = [rescue.name(one.items[begun[one.slot] - 1]) for one in lost if begun[one.slot]]
        self._barren = 0 if names else self._barren + 1
        if self._barren == _PATIENCE:
            raise PfocrError(
                "processes are killed before they have begun (too little memory?): --jobs 1 does "
                "without them"
            )
        if names:
            rescue.say(
                "a process was killed (too little memory, perhaps) while these were under way: "
                f"{listed(names)}; each is done again, in a process of its own"
            )
        parts = [part for one in self.waiting for part in self._parts(one, begun.get(one.slot, 0))]
        self.waiting = deque(
            part if part.results is not None or part.future else self._start(part) for part in parts
        )

    def _do_again(self, batch: Batch[T, R], rescue: Rescue[T, R] | None) -> None:
        """Give the cluster once more what it has lost; what it has lost again is done here."""
        if batch.losses == 1:
            self._start(batch)
        if batch.future is None:
            if rescue is not None:
                names = listed([rescue.name(item) for item in batch.items])
                rescue.say(f"the cluster's workers were lost; done in this process: {names}")
            batch.results = work_off(self._job, batch.items, batch.slot)

    def _parts(self, batch: Batch[T, R], begun: int) -> Iterator[Batch[T, R]]:
        """Yield a batch in parts, where an item of it was under way: that one is done by now."""
        if not begun:
            yield batch
            return
        items, slots = batch.items, [batch.slot, self._free.popleft(), self._free.popleft()]
        alone = Batch(items[begun - 1 : begun], slots[1], None, self._alone(items[begun - 1]))
        for part in (Batch(items[: begun - 1], slots[0]), alone, Batch(items[begun:], slots[2])):
            if part.items:
                yield part
            else:
                self._free.append(part.slot)

    def _alone(self, item: T) -> list[R]:
        assert isinstance(self._executor, Pool)
        assert self._rescue is not None
        if (done := self._executor.alone(self._job, item)) is not None:
            return list(done)
        if halves := self._rescue.halves(item):
            return [result for half in halves for result in self._alone(half)]
        self._rescue.say(f"{self._rescue.name(item)}: its process was killed again: left out")
        return [self._rescue.given_up(item)]
