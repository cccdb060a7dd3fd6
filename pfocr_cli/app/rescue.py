"""What becomes of records whose process was killed: they are judged again one by one, and the one
that kills its process again is a record that cannot be read (P001).
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from pfocr_cli.engine import Rescue
from pfocr_cli.finding import Finding
from pfocr_cli.inputs.json_lines import Chunk, is_lines
from pfocr_cli.record import looks_like_figid
from pfocr_cli.record.source import Place
from pfocr_cli.rules import RULES
from pfocr_cli.terminal import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

R = TypeVar("R")

KILLED = "could not be judged: the process that judged it was killed, twice (too little memory?)"


def _name(chunk: Chunk) -> str:
    item = chunk.item
    lines = len(_lines(chunk))
    if item.data is None or not is_lines(item):
        return item.display_path
    last = item.first_line + lines - 1
    return f"{item.display_path}:{item.first_line}" + (f"-{last}" if lines > 1 else "")


def _lines(chunk: Chunk) -> list[bytes]:
    return BytesIO(chunk.item.data or b"").readlines()


def _halves(chunk: Chunk) -> Sequence[Chunk]:
    """Return the halves of some lines of JSON Lines; of one record none."""
    lines = _lines(chunk) if is_lines(chunk.item) else []
    if len(lines) < 2:
        return ()
    middle = len(lines) // 2
    first, second = b"".join(lines[:middle]), b"".join(lines[middle:])
    line = chunk.item.first_line + middle
    return (
        chunk._replace(item=chunk.item._replace(data=first)),
        chunk._replace(item=chunk.item._replace(data=second, first_line=line)),
    )


def unjudged(chunk: Chunk) -> Chunk:
    """Return a chunk that says of itself that it cannot be read."""
    return chunk._replace(item=chunk.item._replace(data=None, problem=KILLED))


def _finding(chunk: Chunk) -> Finding:
    item, rule = chunk.item, RULES["P001"]
    stem = os.path.splitext(os.path.basename(item.path))[0]
    figid = stem if looks_like_figid(stem) and not is_lines(item) else None
    place = Place(item.first_line, 1, item.first_line, 1)
    return Finding(
        item.display_path, figid, place, rule.code, rule.name, rule.severity, KILLED, "", ""
    )


def _say(line: str) -> None:
    messages.line(f"pfocr: {line}")


def rescue_by(outcome: Callable[[Chunk, Finding], R]) -> Rescue[Chunk, R]:
    """Return what becomes of records whose process was killed; ``outcome`` makes the outcome of one
    that is given up, from a finding. Nothing of that record is read in the main process.
    """
    return Rescue(_name, _halves, lambda chunk: outcome(chunk, _finding(chunk)), _say)
