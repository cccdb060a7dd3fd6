"""Running a job over many items: in this process, in a pool, or on an executor that is already
there.

Any ``concurrent.futures.Executor`` serves; only ``submit``, ``result`` and ``with`` are used.
"""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from pfocr_cli.engine.cores import usable_cores
from pfocr_cli.engine.garbage import collect_seldom
from pfocr_cli.engine.rescue import Rescue
from pfocr_cli.errors import PfocrError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

__all__ = ["Rescue", "executor_for", "run", "usable_cores"]

T = TypeVar("T")
R = TypeVar("R")


def executor_for(jobs: int, spec: str | None = None) -> AbstractContextManager[Executor | None]:
    """Return a context that gives an executor, or None where the work is to be done in this
    process.

    ``jobs`` counts processes (0: one a core). ``spec`` is ``dask:ADDRESS`` or ``module:factory``,
    the name of a callable without arguments that returns an executor. PfocrError where that fails.
    """
    if spec:
        return _named_executor(spec)
    count = jobs or usable_cores()
    if count == 1:
        return nullcontext(None)
    from pfocr_cli.engine.pool import Pool
    from pfocr_cli.engine.queue import slots_for

    return Pool(count, slots_for(count))


def _named_executor(spec: str) -> Executor:
    from concurrent.futures import Executor

    module, _, name = spec.partition(":")
    try:
        if module == "dask":
            from pfocr_cli.engine.cluster import Cluster

            executor: Any = Cluster(name)
        else:
            executor = getattr(importlib.import_module(module), name)()
    except Exception as error:
        raise PfocrError(f"--executor {spec!r} cannot be used: {error}") from None
    if not isinstance(executor, Executor):
        raise PfocrError(
            f"--executor {spec!r} cannot be used: it gives no concurrent.futures.Executor"
        )
    return executor


def run(
    job: Callable[[T], R],
    items: Iterable[T],
    executor: Executor | None = None,
    rescue: Rescue[T, R] | None = None,
    weight: Callable[[T], int] = lambda _: 1,
) -> Iterator[R]:
    """Yield job(item) for each item, in the order of the items.

    Items go to the executor in batches of some weight: one that stands for hundreds, by itself.

    At most a few batches an executor's worker are under way at once, so that neither the items nor
    the results pile up. Where a process of a pool is killed, what was under way is done again, each
    item in a process of its own; one whose process is killed again is given up, as ``rescue`` says
    (it yields as many results as it has parts). What a cluster has lost is given to it once more,
    then done in this process. PfocrError where that cannot be done.
    """
    if executor is None:
        collect_seldom()
        yield from map(job, items)
        return
    from pfocr_cli.engine.queue import Queue

    queue = Queue(job, executor, rescue)
    try:
        for batch in _batched(items, weight):
            queue.add(batch)
            while queue.is_full:
                yield from queue.take()
        while queue.waiting:
            yield from queue.take()
    finally:
        for one in queue.waiting:
            if one.future is not None:
                one.future.cancel()


def _batched(items: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    from pfocr_cli.engine.queue import enough

    batch: list[T] = []
    heavy = done = 0
    limit = enough(done)
    for item in items:
        batch.append(item)
        heavy += weight(item)
        if heavy >= limit:
            yield batch
            done += heavy
            batch, heavy, limit = [], 0, enough(done)
    if batch:
        yield batch
