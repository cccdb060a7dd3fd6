"""From paths to inputs: what is judged, in which order, each file once."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import LIMIT, UnreadableError, as_there, read_bytes
from pfocr_cli.inputs.file_id import SeenFiles
from pfocr_cli.inputs.folder import record_names
from pfocr_cli.inputs.gitignore import Globs, Ignored
from pfocr_cli.inputs.input_list import NEVER, Input, InputList, WhenMany
from pfocr_cli.inputs.misspelt import refuse_misspelt
from pfocr_cli.inputs.path_list import paths_there
from pfocr_cli.record import looks_like_figid
from pfocr_cli.record.reading import is_packed, syntax_of
from pfocr_cli.record.tables import figid_of_table
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    _Level: TypeAlias = "Iterator[Input | _Level]"

__all__ = ["Input", "Search", "display_path_from", "holds_figid", "is_passed_over", "outside"]

_FRONT_MATTER_END = regex(rb"[\r\n](?:---|\.\.\.)[ \t]*[\r\n]")
_PARAGRAPH_END = regex(rb"\n[ \t]*\r?\n")
_HAS_FIGID = regex(rb"^[\"']?figid[\"']?[ \t]*:", re.MULTILINE)


@dataclass(frozen=True)
class Search:
    """What a search takes and leaves out, and what is called on its way."""

    excludes: Sequence[Globs] = ()
    stdin_name: str | None = None
    cwd: str = field(default_factory=os.getcwd)
    when_many: WhenMany = NEVER

    def inputs(self, paths: Iterable[str], files_from: str | None = None) -> InputList:
        """Return the inputs that paths stand for; without any and without a list, the current
        directory.

        Raises PfocrError where nothing that was named is there, a search finds no record, or the
        list cannot be read.
        """
        named = [as_there(path) for path in paths] or ([] if files_from else ["."])
        if not any(path == "-" or _leads_somewhere(path) for path in named):
            refuse_misspelt(named)
        seen = SeenFiles()
        found = InputList()
        for item in chain.from_iterable(map(self._named, named)):
            if seen.is_new(item.path):
                found.append(item)
                if len(found) == self.when_many.many:
                    self.when_many.call()
        if named and not found:
            raise PfocrError(
                f"no records in {', '.join(named)}: a search takes files named PMC…__….md, "
                "and .md files with a figid"
            )
        if files_from:
            paths = paths_there(files_from, self.cwd, _leads_somewhere)
            for item in self._listed_inputs(paths):
                if seen.is_new(item.path):
                    found.append(item)
        return found

    def _display_path(self, path: str) -> str:
        return display_path_from(path, self.cwd)

    def _named(self, path: str) -> Iterator[Input]:
        if path == "-":
            yield self._stdin()
        elif os.path.isdir(path):
            display_path = self._display_path(path)
            yield from _or_else(self._walk(path), self._no_folder(path, display_path))
        elif figid := figid_of_table(os.path.basename(path)):
            yield self._owner(path, _record_of_table(path, figid))
        elif os.path.exists(path) and not os.path.isfile(path):
            yield self._pipe(path)
        else:
            yield Input(path, self._display_path(path))

    def _owner(self, table: str, record: str) -> Input:
        """Return the record that a side table belongs to; where it is gone, the table, with that as
        its problem.
        """
        shown = self._display_path(record)
        if os.path.lexists(record):
            return Input(record, shown)
        problem = f"its record {shown} is not there"
        return Input(table, self._display_path(table), problem=problem)

    def _stdin(self) -> Input:
        item = Input(
            self.stdin_name or "",
            self._display_path(self.stdin_name) if self.stdin_name else "<stdin>",
        )
        if sys.stdin is None:
            return item._replace(problem="standard input is closed")
        if syntax_of(item.path) == "jsonl":
            return item._replace(streamed=True)
        try:
            data = sys.stdin.buffer.read(LIMIT + 1)
        except OSError as error:
            return item._replace(problem=(error.strerror or str(error)).lower())
        if len(data) <= LIMIT:
            return item._replace(data=data)
        hint = "" if self.stdin_name else "; JSON Lines can be, by --stdin-filename NAME.jsonl"
        return item._replace(problem=f"larger than {LIMIT // 2**20} MB{hint}", too_large=True)

    def _no_folder(self, path: str, display_path: str) -> Iterator[Input]:
        """Yield a folder without records that goes by a record's name."""
        if syntax_of(os.path.basename(os.path.normpath(path))):
            yield Input(
                path, display_path, problem="this is a folder, and there is no record in it"
            )

    def _pipe(self, path: str) -> Input:
        item = Input(path, self._display_path(path))
        try:
            return item._replace(data=read_bytes(path))
        except UnreadableError as error:
            return item._replace(problem=str(error), too_large=error.too_large)

    def _listed_inputs(self, paths: Iterable[str]) -> Iterator[Input]:
        """Yield the records of a list that a search would take: what is deleted or ignored is
        passed over.
        """
        ignored: dict[str, Ignored] = {}
        for path in paths:
            figid = figid_of_table(os.path.basename(path))
            record = _record_of_table(path, figid) if figid else path
            folder, name = os.path.split(record)
            display_path = self._display_path(record)
            if any(map(is_passed_over, display_path.split("/")[:-1])) or not _is_there(record):
                continue
            if folder not in ignored:
                ignored[folder] = Ignored.above(folder or ".", self.excludes)
            here = ignored[folder]
            if not here.whole and not here(name, False) and _is_record(record):
                yield Input(record, display_path)

    def _walk(self, top: str) -> Iterator[Input]:
        ignored = Ignored.above(top, self.excludes)
        if ignored.whole:  # a folder that .gitignore passes over, and that is named on purpose
            ignored = Ignored.alone(top, self.excludes)
        yield from _flat(self._folder(top, self._display_path(top), ignored))

    def _folder(self, folder: str, display_path: str, ignored: Ignored) -> _Level:
        """Yield the records of a folder, and what those below it yield, in the order of their
        names.
        """
        try:
            found = record_names(folder)
        except OSError as error:
            yield Input(
                folder, display_path, problem=(error.strerror or "").lower() or "cannot be read"
            )
            return
        prefix = "" if display_path == "." else f"{display_path}/"
        for name, entry in found:
            is_folder = entry is not None and entry.is_dir(follow_symlinks=False)
            if (is_folder and is_passed_over(name)) or ignored(name, is_folder):
                continue
            path = os.path.join(folder, name)
            if is_folder:
                inside = self._folder(path, prefix + name, ignored.below(name))
                if looks_like_figid(name):
                    yield from _or_else(_flat(inside), self._no_folder(path, prefix + name))
                else:
                    yield inside
            elif (entry is None or _is_there(path)) and _is_record(path):
                yield Input(os.path.normpath(path), prefix + name)


def _flat(level: _Level) -> Iterator[Input]:
    """Yield the inputs of a folder and of those below, however deep: without recursion."""
    levels = [level]
    while levels:
        for one in levels[-1]:
            if not isinstance(one, Input):
                levels.append(one)
                break
            yield one
        else:
            levels.pop()


def _or_else(inputs: Iterator[Input], instead: Iterable[Input]) -> Iterator[Input]:
    """Yield inputs; where there are none, others."""
    first = next(inputs, None)
    if first is None:
        yield from instead
    else:
        yield first
        yield from inputs


def display_path_from(path: str, cwd: str) -> str:
    """Return a path as people see it: relative to the working directory, with ``/``."""
    try:
        return os.path.relpath(path, cwd).replace(os.sep, "/")
    except ValueError:  # another drive on Windows
        return path.replace(os.sep, "/")


def outside(
    inputs: Sequence[Input], paths: Sequence[str], folders: Iterable[str]
) -> Sequence[Input]:
    """Return the inputs less those that a search of ``paths`` found in one of ``folders``, unless
    the search was of that folder.
    """

    def below(path: str, folder: str) -> bool:
        return os.path.join(os.path.realpath(path), "").startswith(
            os.path.join(os.path.realpath(folder), "")
        )

    searched = paths or (".",)
    own = [
        folder
        for folder in folders
        if os.path.isdir(folder) and not any(below(path, folder) for path in searched)
    ]
    if not own:
        return inputs
    is_own = cache(lambda folder: any(below(folder or ".", one) for one in own))
    return InputList(
        item for item in inputs if not (item.path and is_own(os.path.dirname(item.path)))
    )


def _leads_somewhere(path: str) -> bool:
    figid = figid_of_table(os.path.basename(path))
    return os.path.lexists(path) or bool(figid and _is_there(_record_of_table(path, figid)))


def _is_dangling(path: str) -> bool:
    return os.path.islink(path) and not os.path.exists(path)


def _is_there(path: str) -> bool:
    return os.path.isfile(path) or _is_dangling(path)


def is_passed_over(folder: str) -> bool:
    """Say whether a search does not look into a folder of that name."""
    return folder == "_site" or (folder.startswith(".") and folder not in (".", ".."))


def _is_record(path: str) -> bool:
    """Say whether a search takes a file: by its name, or a Markdown file by what it holds."""
    stem, suffix = os.path.splitext(os.path.basename(path))
    if syntax_of(suffix) is None or is_packed(path):
        return False
    if looks_like_figid(stem):
        return True
    try:
        return syntax_of(suffix) == "markdown" and holds_figid(read_bytes(path))
    except UnreadableError:
        return False


def holds_figid(data: bytes) -> bool:
    """Say whether a text in Markdown, or in YAML, is meant as a record: it has a figid."""
    return _HAS_FIGID.search(_head(data)) is not None


def _head(data: bytes) -> bytes:
    """Return the front matter of a Markdown file; where it has none, its first paragraph, which
    could be meant as one.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    end = _FRONT_MATTER_END if data.startswith(b"---") else _PARAGRAPH_END
    match = end.search(data, 3)
    return data[: match.start()] if match else data


def _record_of_table(path: str, figid: str) -> str:
    """Return the record that a side table belongs to; where there is none, the one that should
    be.
    """
    stem = os.path.normpath(os.path.join(os.path.dirname(path), "..", "_figures", figid))
    suffixes = (".md", ".markdown", ".yaml", ".yml", ".json")
    names = [as_there(stem + suffix) for suffix in suffixes]
    return next(filter(os.path.lexists, names), names[0])
