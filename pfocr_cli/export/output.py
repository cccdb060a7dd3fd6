"""One output under way: its streams and files, opened, filled and finished."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import EXPORTERS, FileExporter, Sink
from pfocr_cli.export.tally import Tally
from pfocr_cli.files import telling_of_failed_write
from pfocr_cli.inputs.packing import packed, packing_of
from pfocr_cli.streams import going_on_unread
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

    from pfocr_cli.export.options import Options
    from pfocr_cli.export.rendered import Rendered
    from pfocr_cli.export.staging import StagedFolder, Staging
    from pfocr_cli.export.targets import Target

TITLES = "titles"
"""The stream that goes to the file which ``--titles`` names."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written, for the manifest. ``path`` is None for standard output."""

    path: str | None
    size: int
    sha256: str


class Output:
    """One output under way: it takes what figures became, in their order.

    ``whole``: nothing reaches standard output before everything went well. ``listed``: ``files`` is
    asked for. Without a staging nothing is written, and all is counted. PfocrError: it cannot be
    written.
    """

    def __init__(
        self,
        target: Target,
        options: Options,
        staging: Staging | None,
        *,
        whole: bool = True,
        listed: bool = False,
    ) -> None:
        self.target = target
        self.exporter = EXPORTERS.named(target.format)
        corrects = options.selection.corrected
        self.tally = Tally(target.format, self.exporter.noun, corrects=corrects)
        self._options = options
        self._spool: BinaryIO | None = None
        self._files: list[WrittenFile] | None = [] if listed else None
        self._folder: StagedFolder | None = None
        self._files_made = 0
        if staging is not None and target.folder and target.path is not None:
            self._folder = staging.folder(target.path)
        elif target.path is None and self.exporter.binary and sys.stdout.isatty():
            raise PfocrError(
                f"{target.format} cannot be written to a terminal: give a file, -o "
                f"FILE{self.exporter.suffixes[0]}"
            )
        per_figure = target.folder and isinstance(self.exporter, FileExporter)
        tables = () if per_figure else self.exporter.tables(options, in_folder=target.folder)
        self._files_made += len([table for table in tables if table != TITLES])
        self._streams = (
            {table: self._opened(staging, table, whole) for table in tables} if staging else {}
        )
        self._packed: dict[str, BinaryIO] = {}
        self._sinks = {table: self._sink(table) for table in self._streams}

    def _opened(self, staging: Staging, table: str, whole: bool) -> tuple[str | None, BinaryIO]:
        """Return the path (None: standard output) and the stream of a table."""
        if table == TITLES and self._options.titles:
            return self._options.titles, staging.file(self._options.titles)
        if self._folder is not None:
            name = table or f"pfocr{self.exporter.suffixes[0]}"
            return os.path.join(self._folder.path, name), self._folder.open(name)
        if self.target.path is not None:
            return self.target.path, staging.file(self.target.path)
        if not whole and not self.exporter.binary:
            return None, sys.stdout.buffer
        self._spool = staging.spool()
        return None, self._spool

    def _sink(self, table: str) -> Sink:
        path, stream = self._streams[table]
        tap = cast("BinaryIO", _Tap(stream))
        if packing_of(path or ""):
            self._packed[table] = tap = packed(tap, path or "")
        return self.exporter.sink(tap, self._options, table)

    def take(self, rendered: Rendered) -> None:
        """Take what a figure became.

        Raises:
            PfocrError: the format holds one figure a file, and this is the second.
        """
        if self.tally.figures and not self.target.folder and not self.exporter.streams:
            name = self.target.format
            raise PfocrError(
                f"{name} holds one figure a file, and there are more: give a folder, --to "
                f"{name}:FOLDER/"
            )
        self.tally.add(rendered)
        for name, data in rendered.files.items():
            self._write(name, data)
        for table, part in rendered.parts.items():
            if part is not None and table in self._sinks:
                with telling_of_failed_write(self._place(table)):
                    self._sinks[table].take(part)

    def _place(self, table: str) -> str:
        """Return what people are told cannot be written."""
        waiting = f"in {tempfile.gettempdir()} (TMPDIR), where output waits" if self._spool else ""
        return self._streams[table][0] or waiting or "to standard output"

    def _write(self, name: str, data: bytes) -> None:
        self._files_made += 1
        if self._folder is None:
            return
        self._folder.write(name, data)
        if self._files is not None:
            path, digest = os.path.join(self._folder.path, name), hashlib.sha256(data).hexdigest()
            self._files.append(WrittenFile(path, memoryview(data).nbytes, digest))

    def finish(self) -> None:
        """Write what is left to write."""
        for table, sink in self._sinks.items():
            with telling_of_failed_write(self._place(table)):
                sink.finish()
                if table in self._packed:
                    self._packed[table].close()
                stream = self._streams[table][1]
                stream.flush()
                warning = self.exporter.warning(stream.tell()) if stream.seekable() else ""
                self.tally.warnings += [warning] if warning else []
        if self.target.folder:
            for name, data in self.exporter.extra_files(self._options).items():
                self._write(name, data)

    @property
    def summary(self) -> str:
        """What is in it, and where; nothing of standard output, which speaks for itself."""
        path = self.target.path
        if path is None:
            return ""
        held = plural(self.tally.figures, self.tally.noun)
        return f"{plural(self._files_made, 'file') if self.target.folder else held} in {path}"

    def files(self) -> Iterator[WrittenFile]:
        """Yield the files of a finished output as they are to be."""
        yield from self._files or ()
        for path, stream in self._streams.values():
            stream.seek(0)
            digest = hashlib.sha256()
            while data := stream.read(2**20):
                digest.update(data)
            yield WrittenFile(path, stream.tell(), digest.hexdigest())

    def deliver(self) -> None:
        """Write to standard output what was held back."""
        if self._spool is not None:
            self._spool.seek(0)
            with telling_of_failed_write("to standard output"), going_on_unread():
                shutil.copyfileobj(self._spool, sys.stdout.buffer)
                sys.stdout.flush()


class _Tap(io.RawIOBase):
    """A stream that goes nowhere once the one behind it is closed: some libraries write when they
    are let go.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        return memoryview(data).nbytes if self._stream.closed else self._stream.write(data)
