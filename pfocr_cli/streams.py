"""Standard output as the program wants it: what cannot be written is said by name, and a reader
that has seen enough (`head`) is no failure.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO, TypeGuard

from pfocr_cli import terminal
from pfocr_cli.errors import PfocrError
from pfocr_cli.terminal.progress import is_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer


class _StandardOutput(io.FileIO):
    """The bytes of standard output. PfocrError where they cannot be written; BrokenPipeError where
    nobody reads them any more.
    """

    def __init__(self, descriptor: int, mode: str, *, closefd: bool) -> None:
        super().__init__(descriptor, mode, closefd=closefd)
        self._is_terminal = self.isatty()

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes.

        Raises:
            BrokenPipeError: nobody reads any more.
            PfocrError: they cannot be written, with the stream's name.
        """
        if self._is_terminal:  # whatever writes, and however: never into what is drawn there
            terminal.clear()
            terminal.cursor.moved(bytes(memoryview(data)[-1:]))
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            # That is what a closed one says: see `prepare`.
            why = "it is closed" if error.errno == errno.EBADF else error.strerror
            raise PfocrError(f"cannot write to standard output: {why}") from None


class TalkBesidePager(io.FileIO):
    """The bytes of standard error where another program reads standard output: if that is a pager,
    they wait until it has ended, for it draws on the same screen.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._pager: int | None = None
        self._has_looked = False
        self._waiting: list[bytes] = []

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes, or keep them; return how many."""
        if not self._has_looked:
            from pfocr_cli.terminal.pager import find_pager

            self._has_looked, self._pager = True, find_pager()
        if self._pager is None:
            return super().write(data)
        self._waiting.append(bytes(data))
        return len(self._waiting[-1])

    def let_go(self) -> None:
        """Write what waits, once the pager has ended."""
        if self._pager is not None and self._waiting:
            from pfocr_cli.terminal.pager import wait_for_pager

            give_up()  # the pager is to see the end
            wait_for_pager(self._pager)
        self._pager = None
        super().write(b"".join(self._waiting))
        self._waiting = []


def prepare() -> None:
    """See that reports can be written in any locale, and that a report which cannot be is told.

    A closed standard error becomes nowhere. A closed standard output is an error once something is
    written to it: its descriptor is taken by what cannot be written to, before a file of the run
    can get it.
    """
    if sys.stdout is None:  # closed
        descriptor = os.open(os.devnull, os.O_RDONLY)
        sys.stdout = _stream(descriptor, "utf-8")
    elif (old := sys.stdout) is sys.__stdout__ and _is_plain_file(old):
        sys.stdout = _stream(
            old.fileno(),
            old.encoding,
            line_buffering=old.line_buffering,
            write_through=old.write_through,
        )
    if sys.stderr is None:
        # For the life of the process.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    talk = sys.stderr
    if talk is sys.__stderr__ and _is_plain_file(talk) and talk.isatty() and is_pipe(sys.stdout):
        raw = TalkBesidePager(talk.fileno())
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding=talk.encoding, line_buffering=True
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names that are not UTF-8, and terminals that are not, must not stop a report.
            stream.reconfigure(errors="backslashreplace")


def _is_plain_file(stream: object) -> TypeGuard[io.TextIOWrapper]:
    """Say whether a stream is Python's own over a descriptor (not over a console of Windows)."""
    if not isinstance(stream, io.TextIOWrapper):
        return False
    return isinstance(getattr(stream.buffer, "raw", stream.buffer), io.FileIO)


def _stream(
    descriptor: int, encoding: str, *, line_buffering: bool = False, write_through: bool = False
) -> io.TextIOWrapper:
    """Return a stream; ``write_through``: without any buffer (PYTHONUNBUFFERED)."""
    raw = _StandardOutput(descriptor, "wb", closefd=False)
    return io.TextIOWrapper(
        raw if write_through else io.BufferedWriter(raw),
        encoding=encoding,
        line_buffering=line_buffering,
        write_through=write_through,
    )


def give_up(stream: TextIO | None = None) -> None:
    """Send to nowhere what is still to be written to a stream (None: standard output)."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, (stream or sys.stdout).fileno())
        os.close(nowhere)


@contextlib.contextmanager
def going_on_unread() -> Iterator[None]:
    """Where the reader of standard output has seen enough, let the work go on, unseen."""
    try:
        yield
    except BrokenPipeError:
        give_up()


def flush() -> None:
    """Write out what standard output holds. PfocrError where that cannot be done."""
    try:
        with going_on_unread():
            sys.stdout.flush()
    except PfocrError:
        give_up()  # Python tries again at its end
        raise


def flush_talk() -> None:
    """Write out what standard error holds, if that can be done: there is nowhere to say that it
    cannot.
    """
    try:
        sys.stderr.flush()
        raw = getattr(getattr(sys.stderr, "buffer", None), "raw", None)
        if isinstance(raw, TalkBesidePager):
            raw.let_go()
    except OSError:
        give_up(sys.stderr)
