"""Processes of our own, which know what they were at when one of them was killed."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pfocr_cli.engine.garbage import collect_seldom
from pfocr_cli.errors import PfocrError
from pfocr_cli.signals import ENDING, Uninterrupted

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.context import BaseContext

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
_MOMENT = 0.2
"""Seconds."""


class Pool(Executor):
    """Processes that can be started anew when one of them was killed, which ends them all.

    ``begun`` holds a byte for every slot, and each batch under way has one: how many of its items
    were begun. The processes write there, so that it is known what a killed one was at.
    """

    def __init__(self, count: int, slots: int) -> None:
        import multiprocessing

        self._max_workers = count
        with _telling_of_failed_start():
            # Not fork: a child forked while a library holds a lock may wait for it for ever.
            if _has_server():
                _start_server()
                self._context: BaseContext = multiprocessing.get_context("forkserver")
            else:
                self._context = multiprocessing.get_context("spawn")
            self.begun: ctypes.Array[ctypes.c_ubyte] = self._context.RawArray("B", slots)
            self._pool = self._new(count)

    def _new(self, count: int) -> Executor:
        from concurrent.futures import ProcessPoolExecutor

        with Uninterrupted():
            return ProcessPoolExecutor(
                count, mp_context=self._context, initializer=_begin_worker, initargs=(self.begun,)
            )

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a function called in one of the processes."""
        with _telling_of_failed_start():
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def renew(self) -> None:
        """Start the processes anew. Where what they come from was killed, it takes the system a
        moment to say so: asked for a process meanwhile, it would seem to refuse.
        """
        self._pool.shutdown()
        time.sleep(_MOMENT)
        with _telling_of_failed_start():
            self._pool = self._new(self._max_workers)

    def alone(self, job: Callable[[T], R], item: T) -> tuple[R] | None:
        """Do one item in a process of its own; return None where that is killed."""
        with _telling_of_failed_start():
            own = self._new(1)
        with own as pool:
            try:
                with Uninterrupted(), _telling_of_failed_start():
                    done = pool.submit(job, item)
                return (done.result(),)
            except BrokenExecutor:
                return None


_REFUSALS = (
    OSError,
    MemoryError,
    RuntimeError,  # no thread more
    EOFError,  # the process that workers are forked from ends where it cannot fork
    ImportError,  # a platform without semaphores
)


@contextmanager
def _telling_of_failed_start() -> Iterator[None]:
    """Turn what the system says where it gives no process, thread or memory into a PfocrError that
    says what to do.
    """
    try:
        yield
    except BrokenExecutor:  # killed, not refused
        raise
    except _REFUSALS as error:
        system = error.strerror if isinstance(error, OSError) else str(error)
        why = "" if isinstance(error, EOFError) or not system else f" ({system.lower()})"
        raise PfocrError(
            f"the system does not let pfocr start its processes{why}: --jobs 1 does without them"
        ) from None


_begun: ctypes.Array[ctypes.c_ubyte] | None = None
"""In a process of the pool: where it writes what it has begun."""


def _begin_worker(begun: ctypes.Array[ctypes.c_ubyte]) -> None:
    """Leave Ctrl-C to the main process, and end when that one is gone: killed, it can tell
    nobody.
    """
    import threading
    from multiprocessing import connection, parent_process

    global _begun  # noqa: PLW0603 (one a process)
    _begun = begun
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # what its server was started with
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    if (parent := parent_process()) is not None:

        def watch(sentinel: int) -> None:
            connection.wait([sentinel])
            os._exit(1)

        try:
            threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
        except RuntimeError:  # the system gives no thread more: told by the main process
            os._exit(1)


def _has_server() -> bool:
    import multiprocessing

    return "forkserver" in multiprocessing.get_all_start_methods()


def make_ready(modules: Sequence[str]) -> None:
    """Have workers on their way before there is work for them, where they are forked: the process
    that they come from imports what they need meanwhile. Modules that are not there are passed
    over.
    """
    if _has_server():
        _preloaded.extend(modules)
        with suppress(OSError):  # told when there is work for them
            _start_server()


_preloaded = ["__main__", "pfocr_cli.engine.fork_server"]
"""What the process that workers are forked from imports."""


def _start_server() -> None:
    """Start the process that workers are forked from, so that it neither hears Ctrl-C nor sees the
    working directory; where it is there already, nothing is done.

    Ctrl-C reaches every process of a terminal; the main process alone answers it, and the workers
    finish the batch they are at. What the server is given here, its children have from their very
    start.
    """
    from multiprocessing import forkserver, resource_tracker

    forkserver.set_forkserver_preload(_preloaded)
    with _environment(PYTHONSAFEPATH="1", PYTHONWARNINGS=_UNWARNED):
        resource_tracker.ensure_running()  # first: it unblocks what is blocked
        with Uninterrupted():
            forkserver.ensure_running()


# The resource tracker takes semaphores away where the main process could not, which is its task;
# whoever interrupted or killed the program need not hear of it.
_UNWARNED = "ignore::UserWarning:multiprocessing.resource_tracker"


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Set variables for processes started meanwhile: both are run by ``python -c``, which would
    import from the working directory.
    """
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def work_off(job: Callable[[T], R], batch: Sequence[T], slot: int) -> list[R]:
    """Do a batch; in a process of a pool, say in its slot which item is under way."""
    results = []
    for number, item in enumerate(batch):
        if _begun is not None:
            _begun[slot] = number + 1
        results.append(job(item))
    if _begun is not None:
        _begun[slot] = 0
    return results
