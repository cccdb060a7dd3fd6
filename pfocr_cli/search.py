"""From paths to inputs: what is judged, in which order, each file once."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import LIMIT, UnreadableError, read_bytes
from pfocr_cli.ignore import Globs, Ignored
from pfocr_cli.record import looks_like_figid
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.record.tables import figid_of_table

_HAS_FIGID = re.compile(rb"^[\"']?figid[\"']?[ \t]*:", re.MULTILINE)
_CHUNK_LINES = 200


@dataclass(frozen=True, slots=True)
class Input:
    """A file to judge, or some lines of one.

    ``path`` opens it and ``shown`` is what people see: relative to the working directory, with
    ``/``. ``data`` is its content where that was read already (standard input, pipes, lines of a
    JSON Lines file from ``first_line`` on); ``problem`` says why there is none.
    """

    path: str
    shown: str
    data: bytes | None = None
    first_line: int = 1
    problem: str | None = None


@dataclass(frozen=True)
class Search:
    """What a search takes and leaves out."""

    excludes: Sequence[Globs] = ()
    stdin_name: str | None = None
    cwd: str = field(default_factory=os.getcwd)

    def inputs(self, paths: Iterable[str], files_from: str | None = None) -> list[Input]:
        """Return the inputs that paths stand for; without any and without a list, the current directory.

        Raises PfocrError where a search finds no record, or the list cannot be read.
        """
        named = list(paths) or ([] if files_from else ["."])
        seen: set[object] = set()
        found: list[Input] = []
        for path in named:
            here = list(self._named(path))
            if not here:
                raise PfocrError(f"no records in {path}: a search takes files named PMC…__….md, and .md files with a figid")
            found += _unseen(here, seen)
        if files_from:
            listed = (item for path in _listed(files_from) for item in self._listed_input(path))
            found += _unseen(listed, seen)
        return found

    def _shown(self, path: str) -> str:
        try:
            return os.path.relpath(path, self.cwd).replace(os.sep, "/")
        except ValueError:  # another drive on Windows
            return path.replace(os.sep, "/")

    def _named(self, path: str) -> Iterator[Input]:
        if path == "-":
            yield self._stdin()
        elif os.path.isdir(path):
            yield from self._walk(path)
        elif figid := figid_of_table(os.path.basename(path)):
            record = _record_of_table(path, figid)
            problem = None if os.path.lexists(record) else f"its record {self._shown(record)} is not there"
            yield Input(path, self._shown(path), problem=problem) if problem else Input(record, self._shown(record))
        else:
            yield self._pipe(path) if os.path.exists(path) and not os.path.isfile(path) else Input(path, self._shown(path))

    def _stdin(self) -> Input:
        name = self.stdin_name or "-"
        shown = self._shown(name) if self.stdin_name else "<stdin>"
        data = sys.stdin.buffer.read() if syntax_of(name) == "jsonl" else sys.stdin.buffer.read(LIMIT + 1)
        problem = f"larger than {LIMIT // 2**20} MB" if len(data) > LIMIT and syntax_of(name) != "jsonl" else None
        return Input(self.stdin_name or "", shown, b"" if problem else data, problem=problem)

    def _pipe(self, path: str) -> Input:
        try:
            return Input(path, self._shown(path), read_bytes(path))
        except UnreadableError as error:
            return Input(path, self._shown(path), problem=str(error))

    def _listed_input(self, path: str) -> Iterator[Input]:
        figid = figid_of_table(os.path.basename(path))
        record = _record_of_table(path, figid) if figid else path
        folder, name = os.path.split(record)
        ignored = Ignored.above(folder or ".", self.excludes)
        hidden = any(_passed_over(part) for part in folder.split(os.sep))
        if not hidden and os.path.isfile(record) and not ignored.whole and not ignored(name, False) and _is_record(record):
            yield Input(record, self._shown(record))

    def _walk(self, top: str) -> Iterator[Input]:
        yield from self._folder(top, self._shown(top), Ignored.above(top, self.excludes))

    def _folder(self, folder: str, shown: str, ignored: Ignored) -> Iterator[Input]:
        """Yield the records of a folder and of those below, in the order of their names."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Input(folder, shown, problem=(error.strerror or "").lower() or "cannot be read")
            return
        prefix = "" if shown == "." else f"{shown}/"
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if (is_folder and _passed_over(entry.name)) or ignored(entry.name, is_folder):
                continue
            if is_folder:
                yield from self._folder(entry.path, prefix + entry.name, ignored.below(entry.name))
            elif (entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))) and _is_record(entry.path):
                yield Input(os.path.normpath(entry.path), prefix + entry.name)


def _passed_over(folder: str) -> bool:
    return folder == "_site" or (folder.startswith(".") and folder not in (".", ".."))


def _is_record(path: str) -> bool:
    """Say whether a search takes a file: by its name, or a Markdown file by what it holds."""
    stem, suffix = os.path.splitext(os.path.basename(path))
    if syntax_of(suffix) is None:
        return False
    if looks_like_figid(stem):
        return True
    try:
        return syntax_of(suffix) == "markdown" and _HAS_FIGID.search(read_bytes(path)) is not None
    except UnreadableError:
        return False


def _record_of_table(path: str, figid: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(path), "..", "_figures", f"{figid}.md"))


def _unseen(inputs: Iterable[Input], seen: set[object]) -> Iterator[Input]:
    for item in inputs:
        key: object = item.path
        try:
            status = os.stat(item.path)
            key = (status.st_dev, status.st_ino)
        except (OSError, ValueError):
            pass
        if key not in seen:
            seen.add(key)
            yield item


def _listed(files_from: str) -> list[str]:
    """Return the paths of a list: separated by NUL where it has any, else by lines, as git quotes them."""
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else read_bytes(files_from, None)
    except UnreadableError as error:
        raise PfocrError(f"cannot read the list {files_from}: {error}") from None
    if b"\0" in data:
        return [os.fsdecode(path) for path in data.split(b"\0") if path]
    return [os.fsdecode(_unquoted(line.rstrip(b"\r"))) for line in data.split(b"\n") if line.strip()]


_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def _unquoted(line: bytes) -> bytes:
    """Return a path as it is where git has written it as a C string (core.quotePath)."""
    if not (line.startswith(b'"') and line.endswith(b'"') and len(line) > 1):
        return line
    return _ESCAPE.sub(_unescaped, line[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _LETTERS.get(match[2], match[2])


class Chunks:
    """Inputs, with every JSON Lines file cut into inputs of some lines, so that memory stays bounded."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs

    @cached_property
    def total(self) -> int:
        """How many files there are."""
        return len(self._inputs)

    def __iter__(self) -> Iterator[tuple[int, Input]]:
        """Yield the inputs with the number of their file."""
        for number, item in enumerate(self._inputs):
            if item.problem is None and syntax_of(item.path) == "jsonl":
                yield from ((number, chunk) for chunk in _lines_of(item))
            else:
                yield number, item


def _lines_of(item: Input) -> Iterator[Input]:
    try:
        if item.data is not None:
            yield item
            return
        with open(item.path, "rb") as file:
            first, lines = 1, []
            while line := file.readline(LIMIT + 1):
                lines.append(line)
                if len(line) > LIMIT:
                    yield replace(item, first_line=first + len(lines) - 1, problem=f"a line of over {LIMIT // 2**20} MB")
                    return
                if len(lines) == _CHUNK_LINES:
                    yield replace(item, data=b"".join(lines), first_line=first)
                    first, lines = first + len(lines), []
            yield replace(item, data=b"".join(lines), first_line=first)
    except OSError as error:
        yield replace(item, problem=(error.strerror or str(error)).lower())
