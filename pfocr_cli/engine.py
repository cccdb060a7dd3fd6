"""Running a job over many items: in this process, in a pool, or on an executor that is already
there.

Any ``concurrent.futures.Executor`` serves; only ``submit``, ``result`` and ``with`` are used.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from pfocr_cli.errors import PfocrError

T = TypeVar("T")
R = TypeVar("R")
_BATCH = 32
_BATCHES_AHEAD = 4
"""Batches that wait for each process: enough to keep it busy, few enough to bound memory."""


def executor_for(jobs: int, spec: str | None = None) -> AbstractContextManager[Executor | None]:
    """Return a context that gives an executor, or None where the work is to be done in this
    process.

    ``jobs`` counts processes (0: one a core). ``spec`` is ``dask:ADDRESS`` or ``module:factory``,
    the name of a callable without arguments that returns an executor. PfocrError where that fails.
    """
    if spec:
        return _named_executor(spec)
    count = jobs or os.cpu_count() or 1
    if count == 1:
        return nullcontext(None)
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not fork: a child forked while a library holds a lock may wait for it for ever.
    if "forkserver" in multiprocessing.get_all_start_methods():
        _start_server()
        context: Any = multiprocessing.get_context("forkserver")
    else:
        context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin_worker)


def _begin_worker() -> None:
    """Leave Ctrl-C to the main process, and end when that one is gone: killed, it can tell
    nobody.
    """
    import threading
    from multiprocessing import connection, parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # what its server was started with
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ending())
    if (parent := parent_process()) is not None:

        def watch(sentinel: int) -> None:
            connection.wait([sentinel])
            os._exit(1)

        threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()


def _start_server() -> None:
    """Start the process that workers are forked from, so that it neither hears Ctrl-C nor sees the
    working directory.

    Ctrl-C reaches every process of a terminal; the main process alone answers it, and the workers
    finish the batch they are at. What the server is given here, its children have from their very
    start.
    """
    from multiprocessing import forkserver, resource_tracker

    safe_path = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = (
        "1"  # both are run by `python -c`, which would import from the working directory
    )
    try:
        resource_tracker.ensure_running()  # first: it unblocks what is blocked
        with _uninterrupted():
            forkserver.ensure_running()
    finally:
        if safe_path is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = safe_path


def _ending() -> set[int]:
    return {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back what ends the program while a process or thread is being started: half of one
    cannot be ended.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ending())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _named_executor(spec: str) -> Executor:
    module, _, name = spec.partition(":")
    try:
        if module == "dask":
            client: Any = importlib.import_module("distributed").Client(name)
            executor: Any = client.get_executor()
        else:
            executor = getattr(importlib.import_module(module), name)()
    except Exception as error:
        raise PfocrError(f"no executor from {spec!r}: {error}") from None
    if not isinstance(executor, Executor):
        raise PfocrError(f"{spec!r} gives no concurrent.futures.Executor")
    return executor


def run(job: Callable[[T], R], items: Iterable[T], executor: Executor | None = None) -> Iterator[R]:
    """Yield job(item) for each item, in the order of the items.

    At most a few batches an executor's worker are under way at once, so that neither the items nor
    the results pile up.
    """
    if executor is None:
        yield from map(job, items)
        return
    waiting: deque[Future[list[R]]] = deque()
    most = _BATCHES_AHEAD * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    try:
        for batch in _batched(items, _BATCH):
            with _uninterrupted():
                waiting.append(executor.submit(_work, job, batch))
            if len(waiting) >= most:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _work(job: Callable[[T], R], batch: list[T]) -> list[R]:
    return [job(item) for item in batch]


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
