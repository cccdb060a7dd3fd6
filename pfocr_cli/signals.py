"""How the program ends when it is told to: by `kill`, `timeout`, Ctrl-C or a closed terminal.

The exit status is 128 and the signal's number. Python's own default for Ctrl-C, a traceback, is
for programmers. Little is imported here, because until this is there a signal is not heeded.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What tells the program to end."""
_caught: list[int] = []
"""Signals that have ended the work, by number."""
_held: list[None] = []
"""An item for each reason to hold signals back."""
_waiting: list[int] = []
"""Signals that came while they were held back."""


def end_at_once() -> None:
    """End without ado at a signal: while the program starts there is nothing to tidy up yet, and
    when all is said nothing any more.
    """
    _heed(_leave)


def end_tidily() -> None:
    """End as after Ctrl-C at a signal: by a KeyboardInterrupt, so that nothing is left behind."""
    sys.unraisablehook = _unraised
    _heed(_interrupt)


def status_of_end() -> int | None:
    """Return the exit status of what ended the work, None where nothing did."""
    return 128 + _caught[-1] if _caught else None


class Uninterrupted:
    """Holds back what ends the program while something is made or taken away of which half cannot
    be tidied up: a process, a thread, a file whose name nobody has been told yet.

    Processes and threads begun meanwhile have the signals blocked. Another thread may take one all
    the same, so our own handler waits too.
    """

    def __enter__(self) -> None:
        has_mask = hasattr(signal, "pthread_sigmask")
        self._before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING) if has_mask else None
        _held.append(None)

    def __exit__(self, *_: object) -> None:
        _held.pop()
        if self._before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)
        if _waiting and not _held:
            _interrupt(_waiting.pop(), None)


def _heed(handler: Callable[[int, FrameType | None], None]) -> None:
    """Have the signals handled, but for those that the caller has had ignored (nohup, a job in the
    background).
    """
    ours = (signal.SIG_DFL, signal.default_int_handler, _leave, _interrupt)
    for number in ENDING:
        if signal.getsignal(number) in ours:
            try:
                signal.signal(number, handler)
            except ValueError:  # not the main thread, which is another program's then
                return


def _leave(number: int, _: FrameType | None) -> None:
    try:
        if not _caught:
            os.write(2, b"pfocr: interrupted\n")
    finally:  # the terminal may be closed
        os._exit(128 + number)


def _interrupt(number: int, _: FrameType | None) -> None:
    if _held:
        _waiting.append(number)
        return
    _caught.append(number)
    raise KeyboardInterrupt


def _unraised(told: sys.UnraisableHookArgs) -> None:
    """Say nothing of an interruption that Python drops, because it came while something was let go:
    ``status_of_end`` knows of it.
    """
    if not (_caught and isinstance(told.exc_value, KeyboardInterrupt)):
        sys.__unraisablehook__(told)
