"""What becomes of records whose process was killed: they are judged again one by one, and the one
that kills its process again is a record that cannot be read (P001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pfocr_cli.engine import Rescue
from pfocr_cli.inputs.json_lines import Chunk, is_lines
from pfocr_cli.terminal import messages

KILLED = "could not be judged: the process that judged it was killed, twice (too little memory?)"


def _name(chunk: Chunk) -> str:
    item = chunk.item
    lines = len(_lines(chunk))
    if item.data is None or not is_lines(item):
        return item.shown
    last = item.first_line + lines - 1
    return f"{item.shown}:{item.first_line}" + (f"-{last}" if lines > 1 else "")


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
        replace(chunk, item=replace(chunk.item, data=first)),
        replace(chunk, item=replace(chunk.item, data=second, first_line=line)),
    )


def _given_up(chunk: Chunk) -> Chunk:
    return replace(chunk, item=replace(chunk.item, data=None, problem=KILLED))


def _say(line: str) -> None:
    messages.line(f"pfocr: {line}")


RESCUE = Rescue(_name, _halves, _given_up, _say)
