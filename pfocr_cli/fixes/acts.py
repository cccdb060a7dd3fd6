"""What becomes of files that fixes change: they are written in place, into a folder, listed, or
shown as a patch.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes, refuse_read_only, written_bytes
from pfocr_cli.fixes.patch import patch
from pfocr_cli.record.reading import is_packed
from pfocr_cli.streams import going_on_unread
from pfocr_cli.terminal import results
from pfocr_cli.terminal.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pfocr_cli.fixes.rewrite import Act, Rewrite
    from pfocr_cli.inputs.protected import FilesRead
    from pfocr_cli.terminal.writer import Segment


def refuse_other_kind(path: str, option: str, head: str) -> None:
    """Raise PfocrError where a file that a run is to write is there and does not begin with
    ``head``: it is none of the same kind.
    """
    target = os.path.realpath(path)
    if not os.path.isfile(target) or not os.path.getsize(target):
        return
    try:
        with open(target, "rb") as file:
            same = file.read(len(head)) == head.encode()
    except OSError as error:
        raise PfocrError(f"cannot write {path}: {error.strerror}") from None
    if not same:
        raise PfocrError(
            f"{option} {path} is there, and is not a list of this kind: name another file"
        )


def say(findings: Iterable[Sequence[Segment]]) -> None:
    """Write what is said of places to standard output. Where its reader has seen enough the work
    goes on, unseen.
    """
    with going_on_unread():
        for pieces in findings:
            results.finding(*pieces)
        sys.stdout.flush()


def write_in_place(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Replace the file, unless it is no longer what was read.

    PfocrError where it cannot be written.
    """
    _refuse_packed(rewrite)
    try:
        now = read_bytes(rewrite.path, limit=None) if os.path.isfile(rewrite.path) else None
    except UnreadableError:
        now = None
    if now == after:  # another record of the run has the same side table
        return
    if now != before:
        raise PfocrError(
            f"{rewrite.display_path} is not the file that was read any more: not changed"
        )
    try:
        refuse_read_only(rewrite.path)
    except PermissionError:
        raise PfocrError(f"{rewrite.display_path} is read-only: not changed") from None
    with written_bytes(rewrite.path) as stream:
        stream.write(after)


def _refuse_packed(rewrite: Rewrite) -> None:
    """Raise PfocrError where a file is no text: only exports write such."""
    if is_packed(rewrite.path):
        raise PfocrError(
            f"{rewrite.display_path} is compressed, or Parquet, and its records are not changed in "
            "it: `pfocr export --to jsonl` makes a file of them that can be"
        )


def show_patch(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Print what would change as a patch: on a terminal in git's colours, and with no character
    that could move its cursor.
    """
    # Bytes that are no UTF-8 (in a JSON Lines file's other lines) go through as they are.
    text = patch(
        rewrite.path, *(data.decode("utf-8", "surrogateescape") for data in (before, after))
    )
    sys.stdout.flush()
    if sys.stdout.isatty():
        _draw_patch(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


_PATCH_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def _draw_patch(text: str) -> None:
    out = Writer(sys.stdout)
    for line in text.removesuffix("\n").split("\n"):
        is_head = line.startswith(("--- ", "+++ "))
        out.line((line, "bold" if is_head else _PATCH_STYLES.get(line[:1], "")))


def list_file(rewrite: Rewrite, _before: bytes, _after: bytes) -> None:
    """Print the name of a file that would change."""
    results.line(rewrite.display_path)


def write_out(_rewrite: Rewrite, _before: bytes, after: bytes) -> None:
    """Write the record to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(after)


def path_below(path: str, base: str) -> str:
    """Return how a file lies below ``base``; of what lies elsewhere its last folder and name."""
    below = os.path.relpath(path, base)
    if below.startswith(os.pardir):
        return os.path.join(*os.path.abspath(path).split(os.sep)[-2:])
    return below


def place_in(folder: str, below: str) -> str:
    """Return where a file goes in ``folder``. PfocrError: that is a link, or below one."""
    target = os.path.join(folder, below)
    if os.path.realpath(target) != os.path.join(os.path.realpath(folder), below):
        raise PfocrError(f"{target} is a link, or below one: not written")
    return target


def write_into(folder: str, base: str, reads: FilesRead) -> Act:
    """Return what writes files below ``folder`` as they lie below ``base``, none over one that is
    read.
    """

    def act(rewrite: Rewrite, _before: bytes, after: bytes) -> None:
        _refuse_packed(rewrite)
        target = place_in(folder, path_below(rewrite.path, base))
        if os.path.exists(target):
            reads.refuse(target, "-o", "folder")
        with written_bytes(target, parents=True) as stream:
            stream.write(after)

    return act


def common_folder(paths: Iterable[str]) -> str:
    """Return the deepest folder that holds all files and, beside ``_figures``, their side tables;
    of no files, the current one.
    """
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]
    folder = os.path.commonpath(folders or [os.getcwd()])
    return os.path.dirname(folder) if os.path.basename(folder) == "_figures" else folder
