"""Shards: parts of one list of records that are judged by several jobs, each record by one.

A record goes by its figid: the sha256 of its UTF-8 bytes as a number, modulo the number of shards.
In Markdown and YAML the file's name tells the figid where it looks like one, so that no job opens
the files of another; else the recorded figid does. What has none goes by its file's name.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.record import looks_like_figid
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.regex import regex
from pfocr_cli.wording import in_nfc, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record

_WRITTEN = regex(r"([0-9]{1,9})/([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number``, from 1, of ``count``."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, key: str) -> bool:
        """Say whether what goes by a figid (or a file's name) is in this part."""
        digest = hashlib.sha256(in_nfc(key).encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest) % self.count == self.number - 1

    def holds_record(self, record: Record, item: Input) -> bool:
        """Say whether a record of an input is in this part."""
        return self.holds(record.stem or record.figid or os.path.basename(item.display_path))


def shard_named(text: str) -> Shard:
    """Return the part that ``2/8`` names.

    Raises:
        PfocrError: it names none.
    """
    match = _WRITTEN.fullmatch(text)
    shard = Shard(int(match[1]), int(match[2])) if match else None
    if shard is None or not 1 <= shard.number <= shard.count:
        raise PfocrError(
            f"--shard {quoted(text)} is not a part of a whole: write 1/8 for the first of eight"
        )
    return shard


def told_figid(item: Input) -> str | None:
    """Return the figid that a file's name alone tells of the one record in it."""
    stem = os.path.splitext(os.path.basename(item.path))[0]
    is_alone = syntax_of(item.path) in ("markdown", "yaml")
    return stem if is_alone and looks_like_figid(stem) else None


def refuse_shared_files(inputs: Iterable[Input], shard: Shard | None) -> None:
    """Raise PfocrError where several jobs would write one file: it holds the records of all."""
    for item in inputs if shard else ():
        if syntax_of(item.path) == "jsonl" or _is_list(item):
            raise PfocrError(
                f"--shard: {item.display_path} holds the records of several shards, and only one "
                "job can write it: leave --shard out, or split the file"
            )


def _is_list(item: Input) -> bool:
    if syntax_of(item.path) != "json" or item.problem is not None:
        return False
    try:
        data = read_bytes(item.path) if item.data is None else item.data
    except UnreadableError:
        return False
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["
