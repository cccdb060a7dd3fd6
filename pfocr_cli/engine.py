"""Running a job over many items: in this process, in a pool, or on an executor that is already there.

Any ``concurrent.futures.Executor`` serves; only ``submit``, ``result`` and ``with`` are used.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from pfocr_cli.errors import PfocrError

T = TypeVar("T")
R = TypeVar("R")
_BATCH = 32
_BATCHES_AHEAD = 4
"""Batches that wait for each process: enough to keep it busy, few enough to bound memory."""


def executor_for(jobs: int, spec: str | None = None) -> AbstractContextManager[Executor | None]:
    """Return a context that gives an executor, or None where the work is to be done in this process.

    ``jobs`` counts processes (0: one a core). ``spec`` is ``dask:ADDRESS`` or ``module:factory``, the
    name of a callable without arguments that returns an executor. PfocrError where that fails.
    """
    if spec:
        return _named_executor(spec)
    count = jobs or os.cpu_count() or 1
    if count == 1:
        return nullcontext(None)
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Ctrl-C reaches every process of a terminal. It ends a worker without a word (the main process speaks), but not
    # where this process is deaf to it, as what a shell runs in the background is.
    at_interrupt = signal.SIG_IGN if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else signal.SIG_DFL
    # Not fork: rich's progress bar runs a thread, and a forked child may inherit its locks.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    if method == "forkserver":
        _start_server()
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(count, mp_context=context, initializer=signal.signal, initargs=(signal.SIGINT, at_interrupt))


def _start_server() -> None:
    """Start the process that workers are forked from, deaf to Ctrl-C and blind to the working directory.

    What it is given here its children have from the very start, before any initializer runs.
    """
    from multiprocessing import forkserver

    safe_path = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"  # it is run by `python -c`, which would import from the working directory
    main_thread = threading.current_thread() is threading.main_thread()
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN) if main_thread else None
    try:
        forkserver.ensure_running()
    finally:
        if main_thread:
            signal.signal(signal.SIGINT, previous)
        if safe_path is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = safe_path


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
