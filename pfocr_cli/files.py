"""The only module that writes to disk; and reading with limits, because inputs can be anything."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import shutil
import stat
import time
import unicodedata
from typing import TYPE_CHECKING, BinaryIO, Literal, TextIO, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.signals import Uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 16 * 2**20
"""Bytes of one record, or of one side table."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_PIPE_PATIENCE = 0.5
"""Seconds that a pipe which nobody has opened for writing is waited for."""


class UnreadableError(Exception):
    """A file that cannot be read; the message is for a finding.

    ``missing``: there is no such file. ``too_large``: it is larger than it may be.
    """

    def __init__(self, message: str, *, missing: bool = False, too_large: bool = False) -> None:
        super().__init__(message)
        self.missing = missing
        self.too_large = too_large


def as_there(path: str) -> str:
    """Return a path as the file system has it where only its letters are composed otherwise (macOS
    decomposes names, git and people compose them); else as it is.
    """
    if path.isascii() or os.path.lexists(path):
        return path
    folder, name = os.path.split(path)
    forms: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    ways = [os.path.join(folder, unicodedata.normalize(form, name)) for form in forms]
    ways += [unicodedata.normalize(form, path) for form in forms]
    return next(filter(os.path.lexists, ways), path)


def read_bytes(path: str, limit: int | None = LIMIT) -> bytes:
    """Return a file's content, following links; a pipe is read to its end.

    Raises UnreadableError, saying why: missing, a dangling link, no permission, a directory, larger
    than ``limit``, a pipe that nobody writes to.
    """
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError:
        dangling = os.path.islink(path)
        message = (
            "a dangling link: what it points to does not exist" if dangling else "no such file"
        )
        raise UnreadableError(message, missing=not dangling) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(_why(error)) from None
    try:
        return _read_open(descriptor, limit)
    except OSError as error:
        raise UnreadableError(_why(error)) from None
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, limit: int | None) -> bytes:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("this is a folder")
    if limit is not None and status.st_size > limit:
        raise _too_large(status.st_size, limit)
    if not stat.S_ISREG(status.st_mode):
        return _read_stream(descriptor, limit)
    data = os.read(descriptor, status.st_size + 1)
    if len(data) == status.st_size:  # nearly always: one call reads a whole file
        return data
    return data + _read_stream(descriptor, None if limit is None else limit - len(data))


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (getattr(error, "strerror", None) or str(error)).lower()


def _too_large(size: int, limit: int) -> UnreadableError:
    return UnreadableError(
        f"{size / 2**20:,.0f} MB is too large: a record has at most {limit // 2**20} MB",
        too_large=True,
    )


def _read_stream(descriptor: int, limit: int | None) -> bytes:
    """Read a pipe or device; wait for a writer that has it open, and only a moment for one to
    come.
    """
    chunks: list[bytes] = []
    size = 0
    patience = time.monotonic() + _PIPE_PATIENCE
    while True:
        try:
            chunk = os.read(descriptor, 2**16)
        except BlockingIOError:  # a writer has it open and has written nothing yet
            select.select([descriptor], [], [])
            continue
        if chunk:
            chunks.append(chunk)
            size += len(chunk)
            if limit is not None and size > limit:
                raise _too_large(size, limit)
        elif chunks or not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return b"".join(chunks)
        elif time.monotonic() > patience:
            raise UnreadableError("a pipe that nobody writes to")
        else:
            time.sleep(0.01)


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream as it is, or a copy on disk of what comes by a pipe."""
    if stream.seekable():
        return stream
    import tempfile

    copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 (the caller reads it)
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


@contextlib.contextmanager
def written(path: str | Path) -> Iterator[TextIO]:
    """Give a stream whose text becomes the file at ``path`` when all of it is written, and not
    before.

    UTF-8 with LF. A link's target is replaced, the link is kept; an existing file keeps its mode
    and owner. Where the body fails, it stays as it was. PfocrError where it cannot be written.
    """
    with written_bytes(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n", errors="backslashreplace")
        yield text
        text.flush()
        text.detach()


@contextlib.contextmanager
def written_bytes(path: str | Path, *, parents: bool = False) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become the file at ``path``, as ``written`` does for text.

    ``parents``: folders that are missing are made.
    """
    target = os.path.realpath(path)
    with telling_of_failed_write(str(path)):
        if parents:
            os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.exists(path) and not os.path.isfile(
            path
        ):  # /dev/stderr, a pipe: nothing to replace, and no path but this leads there
            with open(path, "wb") as stream:
                yield stream
        else:
            refuse_read_only(target)
            with _replaced(target) as stream:
                yield stream


def refuse_read_only(path: str) -> None:
    """Raise PermissionError where a file is there that nobody may write, or not this user.

    By its mode, and so for root too: who made a file read-only meant it.
    """
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return
    if stat.S_ISREG(mode) and not (mode & _WRITABLE and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "it is read-only")


def require_writable(path: str) -> None:
    """Raise PfocrError where a file could not be written, before there is anything to write."""
    folder = os.path.dirname(os.path.realpath(path))
    with telling_of_failed_write(path):
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        refuse_read_only(path)
        if not os.path.exists(path) or os.path.isfile(path):
            os.stat(os.path.join(folder, ""))  # the folder is there, and is one
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextlib.contextmanager
def _replaced(target: str) -> Iterator[BinaryIO]:
    import tempfile

    name = ""
    try:
        with Uninterrupted():
            descriptor, name = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".pfocr-")
        with open(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(descriptor)
        if keep_owner_and_mode(name, target):
            os.replace(name, target)
        else:
            _overwrite(target, name)
    except BaseException:
        with contextlib.suppress(OSError):  # also where none was made
            os.unlink(name)
        raise


@contextlib.contextmanager
def telling_of_failed_write(path: str) -> Iterator[None]:
    """Turn what the system says about a file into a PfocrError that names it."""
    try:
        yield
    except BrokenPipeError:  # the reader of standard output has seen enough
        raise
    except OSError as error:
        raise PfocrError(f"cannot write {path}: {error.strerror}") from None


def make_folder(path: str | Path) -> None:
    """Make a folder and those above it that are missing. PfocrError where that cannot be done."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise PfocrError(f"cannot make the folder {path}: {error.strerror}") from None


def keep_owner_and_mode(new: str, target: str) -> bool:
    """Give a new file the owner, group and mode of the one whose place it takes, or the mode of any
    new file. False: this user may not give it that owner.
    """
    try:
        status = os.stat(target)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(new, 0o666 & ~mask)
        return True
    own = os.stat(new)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(new, status.st_uid, status.st_gid)
        except OSError:
            return False
    os.chmod(new, stat.S_IMODE(status.st_mode))  # after chown, which takes some bits away
    return True


def _overwrite(target: str, source: str) -> None:
    """Give a file the content of another, through the file itself: it is somebody else's, who would
    lose it if it were replaced. Where that fails half-way, what was there is put back.
    """
    with open(source, "rb") as new, open(target, "r+b") as file:
        before = file.read()
        try:
            _refill(file, new.read())
        except BaseException:
            _refill(file, before)
            raise
    os.unlink(source)


def _refill(file: BinaryIO, data: bytes) -> None:
    file.seek(0)
    file.write(data)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())


def is_same_file(path: str, other: str) -> bool:
    """Say whether two paths lead to one file, which need not be there yet."""
    return os.path.realpath(path) == os.path.realpath(other)
