"""Reading the reports of shards: what each says of itself, whether they are parts of one whole, and
their records in the order of the run.
"""

from __future__ import annotations

import hashlib
import json
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
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = b'{"corpus_keys": '
_END = b'{"end": '
_LONGEST = 2**26
"""Bytes of a line that are read; a finding has some hundred."""
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
    try:
        with open(path, "rb") as file:
            head, tail = _checked(path, file)
    except OSError as error:
        raise PfocrError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None
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


def _checked(path: str, file: BinaryIO) -> tuple[dict[str, object], int]:
    """Return the head of the end and where that begins; every byte was counted."""
    lines = _HashedLines(file)
    head, tail = lines.next_of(_HEAD, _END), lines.start
    if not head:
        raise PfocrError(
            f"{path} is not a report to merge, or is cut short: "
            "`pfocr validate --format jsonl --corpus-keys` writes them"
        )
    end = head if head.startswith(_END) else lines.next_of(_END)
    if not end:
        raise PfocrError(f"{path} is cut short: {_AGAIN}")
    if _parsed(path, end).get("end") != lines.before.hexdigest():
        raise _changed(path)
    if file.read(1):
        raise PfocrError(f"{path} has lines after its end: {_AGAIN}")
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


def refuse_strangers(files: Sequence[ShardFile]) -> None:
    """Raise PfocrError where the reports are no parts of one whole: judged differently, a part
    twice, a part missing, parts of two lists.
    """
    first = files[0]
    for file in files[1:]:
        for name in {**first.settings, **file.settings}:
            ours, theirs = first.settings.get(name), file.settings.get(name)
            if ours != theirs:
                raise PfocrError(
                    f"{file.path} and {first.path} were judged differently: {name} "
                    f"({quoted(theirs or 'nothing')} and {quoted(ours or 'nothing')})"
                )
        _refuse_other_whole(first, file)
    if first.shard is None:
        return
    count, parts = first.shard.count, [file.shard.number for file in files if file.shard]
    if missing := sorted(set(range(1, count + 1)).difference(parts)):
        many = listed([f"{number}/{count}" for number in missing])
        raise PfocrError(f"not all shards are there: give also the report of {many}")


def _refuse_other_whole(first: ShardFile, file: ShardFile) -> None:
    both = f"{file.path} and {first.path}"
    if (first.shard is None) != (file.shard is None):
        raise PfocrError(f"{both}: one is a shard and the other is the report of a whole list")
    if first.shard is None or file.shard is None:
        return
    if first.shard.count != file.shard.count:
        raise PfocrError(
            f"{both} are shards of different divisions: {file.shard} and {first.shard}"
        )
    if (first.inputs, first.inputs_sha256) != (file.inputs, file.inputs_sha256):
        raise PfocrError(
            f"{both} are shards of two lists of files ({file.inputs:,} and {first.inputs:,}): "
            "some came, went or were renamed meanwhile"
        )


def in_order(files: Sequence[ShardFile]) -> list[ShardFile]:
    """Return the reports in the order of their shards; others as they are given.

    Raises:
        PfocrError: a shard is there twice.
    """
    seen: dict[Shard, str] = {}
    for file in files:
        if (
            file.shard is not None
            and (other := seen.setdefault(file.shard, file.path)) != file.path
        ):
            raise PfocrError(f"{file.path} and {other} are both shard {file.shard}")
    return sorted(files, key=lambda file: file.shard.number if file.shard else 0)


def judged_records(file: ShardFile, first_number: int) -> Iterator[JudgedRecord]:
    """Yield the records of a report in their order; its inputs are numbered from a number on.

    Raises:
        PfocrError: a line is not as pfocr writes it.
    """
    with open(file.path, "rb") as findings, open(file.path, "rb") as tail:
        tail.seek(file.tail)
        tail.readline()
        try:
            for _ in range(file.records):
                line = json.loads(tail.readline())
                found = [
                    _finding(json.loads(findings.readline()))
                    for _ in range(line.get("findings", 0))
                ]
                for before, hidden in reversed(line.get("hidden", ())):
                    found.insert(before, _finding(hidden))
                yield _judged(line, found, first_number)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            raise _changed(file.path) from None


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
