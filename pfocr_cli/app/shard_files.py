"""Reading the reports of shards: what each says of itself, and its records in their order."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from pfocr_cli import __version__
from pfocr_cli.app.corpus_keys import ComparedValue, RecordKeys
from pfocr_cli.app.shard_report import FORM_OF_KEYS
from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Finding, Fix, Severity
from pfocr_cli.inputs.shards import Shard
from pfocr_cli.inputs.stray_tables import StrayTable
from pfocr_cli.lexicon.lines import Ingredient
from pfocr_cli.lexicon.store import Release
from pfocr_cli.record.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = b'{"corpus_keys": '
_END = b'{"end": '
_LONGEST = 2**26
"""Bytes of a line that are read; a finding has some hundred."""
_AT_ONCE = 64
"""Records that are read at once: between them the file is closed, so that of any number of shards
few are open.
"""
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK")
"""Begin files of gzip, Zstandard and ZIP."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_AGAIN = "run that shard again"


@dataclass(frozen=True)
class ShardFile:
    """What the report of a shard says of itself; the end of it begins at the byte ``tail``."""

    path: str
    shard: Shard | None
    tail: int
    inputs: int
    inputs_sha256: str
    records: int
    settings: Mapping[str, str]
    weakening: str
    release: Release | None
    stray: tuple[StrayTable, ...]
    table_folders: frozenset[str]


@dataclass(frozen=True, slots=True)
class JudgedRecord:
    """A record of a shard: the number of its input, its keys, and what was found in it."""

    number: int
    keys: RecordKeys
    findings: Sequence[Finding]

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Its place in the run."""
        return self.number, self.keys.piece, self.keys.line, self.keys.start


def read_shard_file(path: str) -> ShardFile:
    """Return what the report of a shard says of itself, once it is known to be whole.

    Raises:
        PfocrError: it is no such report, is cut short or was changed, or another pfocr wrote it.
    """
    with _opened(path) as file:
        head, tail = _checked(path, file)
    written = head.get("pfocr"), head.get("corpus_keys")
    if written != (__version__, FORM_OF_KEYS):
        raise PfocrError(
            f"{path} was written by pfocr {written[0]}, and this is {__version__}: judge and merge "
            "all shards with one version"
        )
    if head.get("crashed"):
        raise PfocrError(f"{path}: its run met a bug in pfocr, and lacks findings: {_AGAIN}")
    try:
        return _shard_file(path, head, tail)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _changed(path) from None


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """Give a report to read.

    Raises:
        PfocrError: it cannot be read, or not twice.
    """
    try:
        if path == "-" or not (os.path.isfile(path) or not os.path.exists(path)):
            raise PfocrError(_not_a_file(path))
        with open(path, "rb") as file:
            yield file
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        raise PfocrError(f"cannot read {path}: {told}") from None


def _not_a_file(path: str) -> str:
    if os.path.isdir(path):
        return f"{path} is a folder: name the reports in it ({os.path.join(path, '*.jsonl')})"
    what = "standard input" if path == "-" else f"{path}, a pipe or a device,"
    return f"reports are read twice, which {what} cannot be: write it to a file, and name that"


def _no_report(path: str, file: BinaryIO) -> PfocrError:
    """Say what a file is that has no line of a report to merge."""
    file.seek(0)
    beginning = file.read(4)
    if not beginning:
        return PfocrError(f"{path} is empty, cut short before its first line: {_AGAIN}")
    if beginning.startswith(_PACKED):
        return PfocrError(f"{path} is packed: unpack it, and name what comes out")
    if beginning.startswith(_MARKS):
        return PfocrError(
            f"{path} was saved anew by another program, which put a byte order mark before it: "
            "let pfocr write the file, by --format jsonl:PATH"
        )
    written = "`pfocr validate --format jsonl:PATH --corpus-keys` writes them"
    if beginning.startswith(b"{"):
        return PfocrError(f"{path} has no keys to merge it by, or is cut short: {written}")
    return PfocrError(f"{path} is not a report to merge: {written}")


def _checked(path: str, file: BinaryIO) -> tuple[dict[str, object], int]:
    """Return the head of the end and where that begins; every byte was counted."""
    lines = _HashedLines(file)
    head, tail = lines.next_of(_HEAD, _END), lines.start
    if not head:
        raise _no_report(path, file)
    end = head if head.startswith(_END) else lines.next_of(_END)
    if not end:
        raise PfocrError(f"{path} is cut short: {_AGAIN}")
    if _parsed(path, end).get("end") != lines.before.hexdigest():
        raise _changed(path)
    if file.read(_LONGEST).strip():
        raise PfocrError(
            f"{path} has lines after its end: give each report as it was written, in its own file"
        )
    if head is end:
        raise _changed(path)
    return _parsed(path, head), tail


class _HashedLines:
    """The lines of a report: where the last one that was read begins, and the sha256 of all before
    it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._line = b""
        self.start = 0
        self.before = hashlib.sha256()

    def next_of(self, *beginnings: bytes) -> bytes:
        """Return the next line that begins so; nothing where there is none, or where the first
        line shows that this is no report.
        """
        while line := self._next():
            if line.startswith(beginnings):
                return line
            if self.start == 0 and not line.startswith(b"{"):
                break
        return b""

    def _next(self) -> bytes:
        self.before.update(self._line.replace(b"\r\n", b"\n"))
        self.start += len(self._line)
        self._line = self._file.readline(_LONGEST)
        return self._line


def _changed(path: str) -> PfocrError:
    return PfocrError(f"{path} is not as pfocr wrote it: {_AGAIN}")


def _parsed(path: str, line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _changed(path) from None
    if not isinstance(found, dict):
        raise _changed(path)
    return found


def _shard_file(path: str, head: Mapping[str, Any], tail: int) -> ShardFile:
    return ShardFile(
        path=path,
        shard=Shard(*map(int, head["shard"])) if head["shard"] else None,
        tail=tail,
        inputs=int(head["inputs"]),
        inputs_sha256=str(head["inputs_sha256"]),
        records=int(head["records"]),
        settings={str(key): str(value) for key, value in head["settings"].items()},
        weakening=str(head["weakening"]),
        release=_release(head["lexicon"]) if head["lexicon"] else None,
        stray=tuple(StrayTable(*table) for table in head["stray"]),
        table_folders=frozenset(head["table_folders"]),
    )


def _release(written: Mapping[str, Any]) -> Release:
    return Release(
        hgnc=written["hgnc"],
        sources=tuple(Ingredient(**source) for source in written["sources"]),
        counts=written["counts"],
        sha256=written["sha256"],
    )


def judged_records(file: ShardFile, first_number: int) -> Iterator[JudgedRecord]:
    """Yield the records of a report in their order; its inputs are numbered from a number on.

    Raises:
        PfocrError: a line is not as pfocr writes it.
    """
    findings_at, keys_at = 0, file.tail
    for left in range(file.records, 0, -_AT_ONCE):
        with _opened(file.path) as findings, _opened(file.path) as keys:
            findings.seek(findings_at)
            keys.seek(keys_at)
            if keys_at == file.tail:
                keys.readline()
            try:
                some = [_record(findings, keys, first_number) for _ in range(min(left, _AT_ONCE))]
            except (KeyError, TypeError, ValueError, IndexError, AttributeError):
                raise _changed(file.path) from None
            findings_at, keys_at = findings.tell(), keys.tell()
        yield from some


def _record(findings: BinaryIO, keys: BinaryIO, first_number: int) -> JudgedRecord:
    """Return the next record of a report, read from two places in it."""
    line = json.loads(keys.readline())
    found = [_finding(json.loads(findings.readline())) for _ in range(line.get("findings", 0))]
    for before, hidden in reversed(line.get("hidden", ())):
        found.insert(before, _finding(hidden))
    return _judged(line, found, first_number)


def _finding(fields: Mapping[str, Any]) -> Finding:
    fix = fields["fix"]
    places = (fields[name] for name in ("line", "column", "end_line", "end_column"))
    return Finding(
        fields["file"],
        fields["figid"],
        Place(*map(int, places)),
        fields["code"],
        fields["name"],
        Severity.named(fields["severity"]),
        fields["message"],
        fields["pointer"],
        fields["value"],
        fix=Fix(fix["message"], fix["safe"], ()) if fix else None,
    )


def _judged(line: Mapping[str, Any], found: Sequence[Finding], first_number: int) -> JudgedRecord:
    number, piece, start_line, start = map(int, line["record"])
    figid = line["figid"]
    compared = tuple(
        ComparedValue(
            code, int(digest, 16), value, figid, at, Place(*place) if place else None, is_ignored
        )
        for code, digest, value, at, place, is_ignored in line.get("compared", ())
    )
    keys = RecordKeys(
        *(piece, start_line, start, line["file"], figid, len(found), compared),
        line.get("other_species", 0),
    )
    return JudgedRecord(first_number + number, keys, found)
