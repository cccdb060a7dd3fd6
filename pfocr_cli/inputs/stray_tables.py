"""Side tables without a record, in the folders that were searched: what a deleted or renamed record
leaves behind.

Only where a whole folder was searched is it known which records there are. What a search leaves out
(``--exclude``, .gitignore) has its record all the same: the folders beside the tables are asked.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.inputs.digest_table import DigestTable, digest_of
from pfocr_cli.inputs.folder import folder_of_tables
from pfocr_cli.inputs.gitignore import Globs, Ignored
from pfocr_cli.inputs.search import Input, display_path_from
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.record.tables import figid_of_table
from pfocr_cli.wording import in_nfc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


class StrayTable(NamedTuple):
    """A side table of which no record is known: its file as shown, and the figid in its name."""

    display_path: str
    figid: str


@dataclass(frozen=True)
class SearchedFolders:
    """The ``folders`` that a run searched whole, what it passed over there, and where side tables
    are instead of beside the records.
    """

    folders: Sequence[str] = ()
    excludes: Sequence[Globs] = ()
    data_dir: str | None = None
    cwd: str = field(default_factory=os.getcwd)

    def stray_tables(self, inputs: Sequence[Input]) -> StrayTables:
        """Return the side tables that no file's name is that of a record of."""
        found = StrayTables(self.data_dir, self.cwd)
        for folder, searched in self._record_folders(inputs).items():
            stray = found.by_folder.setdefault(folder, {})
            named = ((figid_of_table(name), name) for name in self._names(folder))
            tables = ((in_nfc(figid), name) for figid, name in named if figid)
            if (first := next(tables, None)) is None:
                continue
            records = DigestTable()
            for stem in (stem for one in searched for stem in _stems(one)):
                records.number(digest_of(stem))
            # The tables of a record mostly stand side by side, as they were written.
            for figid, its in groupby(chain([first], tables), itemgetter(0)):
                if digest_of(figid) not in records:
                    stray.setdefault(figid, []).extend(
                        os.path.join(folder, name) for _, name in its
                    )
            _take_away(stray, (stem for one in _beside(folder, stray) for stem in _stems(one)))
        _take_away_named(found, inputs)
        return found

    def _record_folders(self, inputs: Iterable[Input]) -> dict[str, list[str]]:
        """Return the folders of the records that a search found, by that of their tables."""
        tops = [os.path.realpath(top) for top in self.folders]
        if self.data_dir:  # of tables far from the records searched, others may be the owners
            tops = [top for top in tops if _is_near(os.path.realpath(self.data_dir), top)]
        found: dict[str, list[str]] = {}
        for folder in dict.fromkeys(os.path.dirname(item.path) for item in inputs if item.path):
            if any(_is_below(os.path.realpath(folder), top) for top in tops):
                found.setdefault(_table_folder(folder, self.data_dir), []).append(folder or ".")
        return found

    def _names(self, folder: str) -> Iterator[str]:
        """Yield the names in a folder that a search does not pass over."""
        tops = (os.path.realpath(top) for top in self.folders)
        top = next((top for top in tops if _is_below(folder, top)), folder)
        ignored = Ignored.above(top, self.excludes)
        if ignored.whole and top != folder:  # searched on purpose
            ignored = Ignored.alone(top, self.excludes)
        for part in os.path.relpath(folder, top).split(os.sep) if folder != top else ():
            if ignored(part, True):
                return
            ignored = ignored.below(part)
        if not ignored.whole:
            yield from (name for name in _listed(folder) if not ignored(name, False))


@dataclass
class StrayTables:
    """The side tables of which no record was found yet: paths by folder and by figid (in NFC)."""

    data_dir: str | None = None
    cwd: str = "."
    by_folder: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def claim(self, inputs: Sequence[Input], number: int, figids: Iterable[str]) -> None:
        """Take that records of the input of that number have these figids, whatever its file is
        called.
        """
        if any(self.by_folder.values()) and (path := inputs[number].path):
            folder = _table_folder(os.path.dirname(path), self.data_dir)
            _take_away(self.by_folder.get(folder, {}), map(in_nfc, figids))

    def left(self) -> Iterator[StrayTable]:
        """Yield those that nothing claimed, in the order of their names."""
        paths = (
            path for stray in self.by_folder.values() for one in stray.values() for path in one
        )
        for path in sorted(paths):
            figid = figid_of_table(os.path.basename(path)) or ""
            yield StrayTable(display_path_from(path, self.cwd), figid)


def _is_near(folder: str, top: str) -> bool:
    """Say whether a folder is in a searched one, or beside it."""
    return _is_below(folder, top) or os.path.dirname(folder) == os.path.dirname(top)


def _is_below(folder: str, top: str) -> bool:
    return os.path.join(folder, "").startswith(os.path.join(top, ""))


def _take_away(stray: dict[str, list[str]], figids: Iterable[str]) -> None:
    for figid in figids:
        if not stray:
            return
        stray.pop(figid, None)


def _take_away_named(found: StrayTables, inputs: Iterable[Input]) -> None:
    """Leave out tables that were named: that these lack their record is said already (P001)."""
    if any(found.by_folder.values()):
        for item in inputs:
            if item.problem and (figid := figid_of_table(os.path.basename(item.path))):
                folder = os.path.realpath(os.path.dirname(item.path))
                found.by_folder.get(folder, {}).pop(in_nfc(figid), None)


def _table_folder(folder: str, data_dir: str | None) -> str:
    return os.path.realpath(folder_of_tables(folder, data_dir))


def _beside(folder: str, stray: Collection[str]) -> Iterator[str]:
    """Yield the folders whose records have their side tables in a folder; none where nothing is
    asked of them.
    """
    if not stray:
        return
    with contextlib.suppress(OSError), os.scandir(os.path.dirname(folder)) as entries:
        yield from (entry.path for entry in entries if entry.is_dir())


def _stems(folder: str) -> Iterator[str]:
    """Yield the names of the files that can be records, without extension and in NFC."""
    for name in _listed(folder):
        if syntax_of(name):
            yield in_nfc(os.path.splitext(name)[0])


def _listed(folder: str) -> Iterator[str]:
    """Yield the names in a folder, of which there can be some hundred thousand."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        yield from (entry.name for entry in entries)
