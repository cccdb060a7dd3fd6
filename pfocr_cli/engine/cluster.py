"""A Dask cluster that is already there, as an executor (https://distributed.dask.org).

What a worker was at when it was lost is known to the scheduler, which gives it to another; where
that has failed too often, or no worker is left, the future says so (BrokenExecutor).
"""

from __future__ import annotations

import importlib
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")
P = ParamSpec("P")

_PATIENCE = 5.0
"""Seconds between looks whether any worker is left."""
_LOOKS = 3
"""Looks in a row that find none, before work is taken back: a new worker may be on its way."""
_AGAIN = 3
"""Times that the scheduler gives a task to another worker where one fails it."""
_FOREIGN = ("distributed", "dask", "tornado", "asyncio")


class Cluster(Executor):
    """The workers of a scheduler, at an address."""

    def __init__(self, address: str) -> None:
        import logging

        distributed: Any = importlib.import_module("distributed")
        # What becomes of lost work is told by us.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._client: Any = distributed.Client(address, set_as_default=False)
        self._executor: Any = self._client.get_executor(pure=False, retries=_AGAIN)
        self._max_workers = max(sum(self._client.nthreads().values()), 1)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a function called by one of the workers.

        Raises:
            BrokenExecutor: the scheduler cannot be reached any more.
        """
        try:
            return _Watched(self._executor.submit(fn, *args, **kwargs), self)
        except Exception as error:  # of the connection: nothing is done yet
            raise BrokenExecutor(str(error)) from None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it stays as it is."""
        self._executor.shutdown(wait=False)
        self._client.close()

    @property
    def has_workers(self) -> bool:
        """Whether any worker is left."""
        return bool(self._client.scheduler_info().get("workers"))

    def everywhere(self, function: Callable[..., R], *args: object) -> dict[str, R | Exception]:
        """Return what a function gives on every worker, by the worker's address; where it cannot be
        called, the exception.
        """
        found: dict[str, R | Exception] = self._client.run(function, *args, on_error="return")
        return found


class _Watched(Future[R]):
    """A future whose worker may be lost."""

    def __init__(self, future: Future[R], cluster: Cluster) -> None:
        super().__init__()
        self._future = future
        self._cluster = cluster

    def result(self, timeout: float | None = None) -> R:
        """Return the result. BrokenExecutor: those who were to give it are gone."""
        looks = 0
        while True:
            try:
                return self._future.result(_PATIENCE if timeout is None else timeout)
            except TimeoutError:
                looks = 0 if self._cluster.has_workers else looks + 1
                if looks == _LOOKS:
                    raise BrokenExecutor("no worker is left") from None
            except CancelledError:
                raise BrokenExecutor("the scheduler is gone") from None
            except Exception as error:
                if type(error).__module__.partition(".")[0] in _FOREIGN:
                    raise BrokenExecutor(str(error)) from None
                raise

    def cancel(self) -> bool:
        """Take back what is not done."""
        return self._future.cancel()
