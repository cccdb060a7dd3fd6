"""All or nothing over several files and folders: staged beside their places, and put there at the
end.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import keep_owner_and_mode, refuse_read_only, telling_of_failed_write
from pfocr_cli.signals import Uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Planned:
    """A file that is to be put in place: how people see its path, where it goes, where it is."""

    display_path: str
    target: str
    staged: str


class Staging:
    """New files and folders, written beside their places and put there all at once at the end, or
    not at all.

    ``commit`` moves them; where that fails half-way, what was moved is taken back. Leaving the
    context discards what was not committed. A process that is killed leaves the old files as they
    were, and hidden ``.pfocr-*`` ones beside them. PfocrError where something cannot be written.
    """

    def __init__(self) -> None:
        self._closing = contextlib.ExitStack()
        self._files: list[tuple[BinaryIO, Planned]] = []
        self._copies: list[tuple[BinaryIO, str]] = []
        self._folders: dict[str, StagedFolder] = {}

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_: object) -> None:
        # What was committed is closed; the rest is discarded, all of it.
        with Uninterrupted(), contextlib.suppress(OSError):
            self._closing.close()

    def file(self, path: str) -> BinaryIO:
        """Return a stream whose bytes are to become the file at ``path``; a link's target is
        replaced, the link kept.

        Where it is below a folder that is staged as well, that one comes first.

        Raises:
            PfocrError: it cannot be written, or is a folder.
        """
        target = os.path.realpath(path)
        with telling_of_failed_write(path):
            if os.path.isdir(target):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if os.path.exists(path) and not os.path.isfile(
                path
            ):  # /dev/null, a pipe: nothing to replace, and no path but this leads there
                self._copies.append((self.spool(), path))
                return self._copies[-1][0]
            refuse_read_only(target)
            if any(target == other.target for _, other in self._files):
                raise PfocrError(f"two outputs would be {path}: give each a file of its own")
            parent, name = os.path.split(target)
            for known, folder in self._folders.items():
                if target.startswith(os.path.join(known, "")):
                    return folder.open(os.path.relpath(target, known).replace(os.sep, "/"))
                if known.startswith(os.path.join(parent, "")):  # it will be there by then
                    parent = _nearest(parent)
            own = self._closing.enter_context(StagedFolder(parent, self._beside(parent)))
            planned = Planned(path, target, os.path.join(own.staged, name))
            self._files.append((own.open(name), planned))
            return self._files[-1][0]

    def spool(self) -> BinaryIO:
        """Return a stream that becomes no file by itself."""
        return cast("BinaryIO", self._closing.enter_context(tempfile.TemporaryFile()))

    def folder(self, path: str) -> StagedFolder:
        """Return the new content of a folder, which is made with those above it; what else it holds
        is kept.
        """
        target = os.path.realpath(path)
        if target not in self._folders:
            with telling_of_failed_write(path):
                staged = self._beside(_nearest(target))
            self._folders[target] = self._closing.enter_context(StagedFolder(path, staged))
        return self._folders[target]

    def _beside(self, parent: str) -> str:
        """Return a new folder of our own; its neighbours are on the same file system, so that files
        can be moved.
        """
        with Uninterrupted():
            folder = tempfile.mkdtemp(dir=parent, prefix=".pfocr-")
            self._closing.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def flush(self) -> None:
        """See that the staged files hold what was written to them so far."""
        for folder in self._folders.values():
            with telling_of_failed_write(folder.path):
                folder.flush()
        for stream, planned in self._files:
            with telling_of_failed_write(planned.target):
                stream.flush()

    def planned(self) -> Iterator[Planned]:
        """Yield the files that are to be put in place, but for those of folders that are new."""
        yield from (planned for _, planned in self._files)
        for target, folder in self._folders.items():
            for below, _, names in os.walk(folder.staged) if os.path.lexists(target) else ():
                for name in names:
                    staged = os.path.join(below, name)
                    inside = os.path.relpath(staged, folder.staged)
                    yield Planned(
                        os.path.join(folder.path, inside), os.path.join(target, inside), staged
                    )

    def commit(self) -> None:
        """Put everything in its place."""
        for spool, target in self._copies:
            spool.seek(0)
            with telling_of_failed_write(target), open(target, "wb") as device:
                shutil.copyfileobj(spool, device)
        with contextlib.ExitStack() as undoing:
            for target, folder in self._folders.items():
                with telling_of_failed_write(folder.path):
                    folder.close()
                    _move_folder(folder.staged, target, undoing)
            for stream, planned in self._files:
                with telling_of_failed_write(planned.target):
                    stream.flush()
                    os.fsync(stream.fileno())
                    stream.close()
                    _move(planned.staged, planned.target, undoing)
            undoing.pop_all()


class StagedFolder(contextlib.ExitStack):
    """The files that a folder at ``path`` is to get, in a folder of their own so far.

    Names are paths with ``/``.
    """

    def __init__(self, path: str, staged: str) -> None:
        super().__init__()
        self.path = path
        self.staged = staged
        self._streams: list[BinaryIO] = []
        self._made: set[str] = set()

    def open(self, name: str) -> BinaryIO:
        """Return a stream whose bytes are to become a file; it stays open until all is
        committed.
        """
        with telling_of_failed_write(os.path.join(self.path, name)):
            self._streams.append(self.enter_context(self._new(name)))
            return self._streams[-1]

    def flush(self) -> None:
        """See that the files that are still open hold what was written to them so far."""
        for stream in self._streams:
            stream.flush()

    def write(self, name: str, data: bytes) -> None:
        """Stage a whole file."""
        with telling_of_failed_write(os.path.join(self.path, name)), self._new(name) as stream:
            stream.write(data)

    def _new(self, name: str) -> BinaryIO:
        place = os.path.join(self.staged, *name.split("/"))
        if (folder := os.path.dirname(place)) not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        try:
            return open(place, "x+b")
        except FileExistsError:
            raise PfocrError(
                f"two outputs would be {os.path.join(self.path, name)}: give each a folder of its "
                "own"
            ) from None


def _nearest(path: str) -> str:
    """Return the path, or the deepest folder above it that is there."""
    while not os.path.lexists(path):
        path = os.path.dirname(path)
    return path


def _move_folder(staged: str, target: str, undoing: contextlib.ExitStack) -> None:
    if not os.path.lexists(target):  # a new one: whole at once
        os.makedirs(os.path.dirname(target), exist_ok=True)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(staged, 0o777 & ~mask)
        _move(staged, target, undoing)
        return
    for folder, _, names in os.walk(staged):
        place = os.path.normpath(os.path.join(target, os.path.relpath(folder, staged)))
        os.makedirs(place, exist_ok=True)
        for name in names:
            _move(os.path.join(folder, name), os.path.join(place, name), undoing)


def _move(source: str, target: str, undoing: contextlib.ExitStack) -> None:
    old = f"{source}~"
    undoing.callback(_move_back, source, target, old)
    if os.path.isdir(target) and not os.path.islink(target):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if os.path.lexists(target):
        if os.path.exists(target):  # no dangling link
            keep_owner_and_mode(source, target)
        try:
            os.link(target, old, follow_symlinks=False)
        # Without hard links a file system says the first, a platform that has none of symbolic
        # links themselves the second.
        except (OSError, NotImplementedError):
            os.replace(target, old)
    os.replace(source, target)


def _move_back(source: str, target: str, old: str) -> None:
    with contextlib.suppress(OSError):
        if os.path.lexists(old):
            os.replace(old, target)
        elif not os.path.lexists(source):
            os.replace(target, source)
