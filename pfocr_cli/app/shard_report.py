"""The report of a shard: JSON Lines of findings, and at the end all that `merge-reports` needs to
make the reports of several shards one.

After the findings comes a line that says what was judged and how (``ShardHead``), a line for each
record in the order of the run, and a line with the sha256 of all before. The findings of a record
are told by their number: both stand in the same order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from pfocr_cli import __version__
from pfocr_cli.app.orphans import orphans
from pfocr_cli.app.validate_request import is_ignored
from pfocr_cli.inputs.search import display_path_from
from pfocr_cli.reporters import Reporter
from pfocr_cli.terminal.safe_json import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.corpus_keys import ComparedValue, RecordKeys
    from pfocr_cli.app.validate_request import Ignores, Settings
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.shards import Shard
    from pfocr_cli.inputs.stray_tables import StrayTable, StrayTables
    from pfocr_cli.lexicon.store import Release
    from pfocr_cli.reporters import Summary

FORM_OF_KEYS = 1
"""Of the lines at the end."""


@dataclass
class ShardKeys:
    """Gathers what stands at the end of a shard's report, as bytes: there can be a million records.

    ``stray`` are the side tables that no record of the shard claimed, of ``table_folders``.
    """

    shard: Shard | None
    inputs: Sequence[Input]
    settings: Settings
    weakening: str = ""
    stray: Sequence[StrayTable] = ()
    table_folders: Sequence[str] = ()
    crashed: bool = False
    records: int = 0
    _lines: bytearray = field(default_factory=bytearray)
    _shown: int = 0
    _hidden: list[tuple[int, Finding]] = field(default_factory=list)

    def show(self) -> None:
        """Take that a finding of the record was written."""
        self._shown += 1

    def hide(self, finding: Finding) -> None:
        """Take a finding of the record that counts and is not written, and how many were before
        it.
        """
        self._hidden.append((self._shown, finding))

    def take_stray(self, stray: StrayTables, ignores: Ignores) -> None:
        """Take the side tables that no record of the run claimed, and that are not ignored."""
        self.stray = [
            table
            for table in stray.left()
            if not any(is_ignored(finding, ignores) for finding in orphans([table]))
        ]
        self.table_folders = [display_path_from(folder, stray.cwd) for folder in stray.by_folder]

    def end(self, number: int, keys: RecordKeys) -> None:
        """Take that all was said of a record of the input of that number."""
        line: dict[str, object] = {
            "record": [number, keys.piece, keys.line, keys.start],
            "file": keys.file,
            "figid": keys.figid,
        }
        if self._shown:
            line["findings"] = self._shown
        if self._hidden:
            line["hidden"] = [[before, finding.as_json()] for before, finding in self._hidden]
        if keys.other_species:
            line["other_species"] = keys.other_species
        if keys.compared:
            line["compared"] = [_compared(one) for one in keys.compared]
        self._lines += encode(line).encode() + b"\n"
        self._shown = 0
        self._hidden.clear()
        self.records += 1

    def write(self, stream: _Hashed, findings: int, release: Release | None) -> None:
        """Write the end of a report."""
        names = hashlib.sha256()
        for item in self.inputs:
            names.update(item.display_path.encode("utf-8", "surrogatepass") + b"\0")
        head = {
            "corpus_keys": FORM_OF_KEYS,
            "pfocr": __version__,
            "shard": [self.shard.number, self.shard.count] if self.shard else None,
            "findings": findings,
            "records": self.records,
            "inputs": len(self.inputs),
            "inputs_sha256": names.hexdigest(),
            "settings": dict(self.settings),
            "weakening": self.weakening,
            "lexicon": release.as_json() if release else None,
            "stray": [[table.display_path, table.figid] for table in self.stray],
            "table_folders": list(self.table_folders),
            "crashed": self.crashed,
        }
        stream.write(encode(head) + "\n")
        start = 0
        while end := self._lines.find(b"\n", start) + 1:
            stream.write(self._lines[start:end].decode())
            start = end
        stream.write(encode({"end": stream.sha256.hexdigest()}) + "\n")


def _compared(one: ComparedValue) -> list[object]:
    place = one.place and [*one.place]
    return [one.code, f"{one.digest:016x}", one.value, one.line, place, one.is_ignored]


class _Hashed:
    """A stream of text that knows the sha256 of what was written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()

    def write(self, text: str) -> None:
        """Write some text."""
        self._stream.write(text)
        self.sha256.update(text.encode())


class ShardReporter(Reporter):
    """Writes each finding as ``jsonl`` does, and at the end what was kept of the records."""

    def __init__(self, stream: TextIO, keys: ShardKeys) -> None:
        self._stream = _Hashed(stream)
        self._keys = keys
        self._findings = 0

    def add(self, finding: Finding) -> None:
        """Write one finding as a line."""
        self._stream.write(encode(finding.as_json()) + "\n")
        self._findings += 1

    def finish(self, summary: Summary) -> None:
        """Write the end."""
        self._keys.write(self._stream, self._findings, summary.lexicon)
