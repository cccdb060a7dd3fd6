"""Exports over what the run reads: refused, but for a record written over its own original of which
nothing is lost.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.formats.json import text_after
from pfocr_cli.export.targets import Target, suffix_of
from pfocr_cli.files import UnreadableError, read_bytes, refuse_read_only, telling_of_failed_write
from pfocr_cli.inputs.protected import RECORD, TABLE, FilesRead
from pfocr_cli.record import Record
from pfocr_cli.record.comments import has_comment
from pfocr_cli.record.reading import Syntax, read, syntax_of
from pfocr_cli.record.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pfocr_cli.export.staging import Planned, Staging

_RECORDS: Mapping[str, Syntax] = {"md": "markdown", "json": "json", "jsonl": "jsonl"}
"""The formats that are records again, and how they are read."""


def refuse_inputs(
    targets: Iterable[Target], others: Iterable[tuple[str, str]], reads: FilesRead
) -> None:
    """Raise PfocrError where a file to write is one that the run reads, as far as that is known
    before any record is read. ``others`` are options and their paths.
    """
    reads.refuse_all(others)
    for target in targets:
        if target.path is None or target.folder:
            continue
        what = reads.what(target.path)
        syntax = _RECORDS.get(target.format, "none of a record")
        is_same_kind = syntax == syntax_of(os.path.realpath(target.path))
        if what and not (what == RECORD and is_same_kind):
            raise PfocrError(f"--to {target.format} {target.path} is {what}: name another file")


def refuse_losses(
    staging: Staging, targets: Sequence[Target], others: Mapping[str, str], reads: FilesRead
) -> None:
    """Raise PfocrError where a staged file would replace one that is read-only, or one that the run
    reads, unless that is a record, or a table of one, of which nothing is lost.

    ``others`` are paths and the options that name them.
    """
    for file in staging.planned():
        if not os.path.exists(file.target):
            continue
        with telling_of_failed_write(file.display_path):
            refuse_read_only(file.target)
        what = reads.what(file.target)
        if what is None:
            continue
        format = _format_of(file, targets)
        option = others.get(file.display_path) or f"--to {format}"
        if what not in (RECORD, TABLE) or file.display_path in others:
            raise PfocrError(f"{option} {file.display_path} is {what}: name another place")
        if not _is_kept(file, format, what):
            raise PfocrError(
                f"{option} {file.display_path} is {what}, and not all of it would be kept: "
                "name another place"
            )


def _format_of(file: Planned, targets: Sequence[Target]) -> str:
    """Return the format that writes a file: of those that write to its place, the one with its
    suffix.
    """
    near = [
        target for target in targets if target.path and file.display_path.startswith(target.path)
    ]
    suffix = suffix_of(file.display_path)
    same = [target for target in near if suffix in EXPORTERS[target.format].suffixes]
    return (same or near or list(targets))[0].format


def _is_kept(file: Planned, format: str, what: str) -> bool:
    """Say whether all that a file holds is in the one that takes its place."""
    try:
        old, new = (read_bytes(path, limit=None) for path in (file.target, file.staged))
    except UnreadableError:
        return False
    if old == new:
        return True
    syntax = _RECORDS.get(format)
    if what != RECORD or syntax is None or syntax != syntax_of(file.target):
        return False
    try:
        texts = old.decode("utf-8").removeprefix("\ufeff"), new.decode("utf-8")
        return is_same(*texts, syntax)
    except (ValueError, RecursionError):
        return False


def is_same(old: str, new: str, syntax: Syntax) -> bool:
    """Say whether two texts are the same records, and the new one lacks no comment of the old one.

    ValueError: one of them is not JSON.
    """
    if syntax == "markdown":
        before = _markdown(old)
        return before is not None and before == _markdown(new) and not has_comment(_front(old))
    if syntax == "jsonl":
        old_lines, new_lines = ([_json(line) for line in _lines(text)] for text in (old, new))
        return old_lines == new_lines
    return _json(old) == _json(new)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _json(text: str) -> object:
    return json.loads(
        text, parse_int=Decimal, parse_float=Decimal, object_pairs_hook=_object_or_pairs
    )


def _object_or_pairs(pairs: list[tuple[str, object]]) -> object:
    """Return an object; its pairs where a key is there twice, which no export of it has."""
    return dict(pairs) if len({key for key, _ in pairs}) == len(pairs) else pairs


def _markdown(text: str) -> tuple[str, str] | None:
    """Return a record's data (as text: .nan is not equal to itself) and the text after it; None
    where there is not one sound record.
    """
    readings = list(read(Source(text), "markdown"))
    if len(readings) != 1 or readings[0].faults:
        return None
    return repr(readings[0].data), text_after(Record(readings[0], ""))


def _front(text: str) -> str:
    [reading] = read(Source(text), "markdown")
    return reading.text
