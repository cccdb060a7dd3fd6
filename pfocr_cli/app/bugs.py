"""What becomes of a bug of ours in a worker: the one place that all jobs keep it by."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from types import TracebackType


class Crashable(Protocol):
    """The outcome of a job, whose ``crash`` is the traceback of a bug of ours."""

    crash: str | None


class BugKept(NamedTuple):
    """A context that keeps a bug in the outcome instead of raising it: the other inputs are still
    done, and the run ends with status 3. What ``but`` names is no bug, and is raised.
    """

    outcome: Crashable
    but: tuple[type[Exception], ...] = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, self.but):
            return False
        self.outcome.crash = "".join(traceback.format_exception(error))
        return True
