"""What becomes of files that fixes change: they are written in place, into a folder, listed, or shown as a patch."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes, written_bytes
from pfocr_cli.fixing import Rewrite
from pfocr_cli.patch import patch

Act = Callable[[Rewrite, bytes, bytes], None]


def write_in_place(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Replace the file, unless it is no longer what was read. PfocrError where it cannot be written."""
    try:
        unchanged = os.path.isfile(rewrite.path) and read_bytes(rewrite.path, limit=None) == before
    except UnreadableError:
        unchanged = False
    if not unchanged:
        raise PfocrError(f"{rewrite.shown} is not the file that was read any more: not changed")
    with written_bytes(rewrite.path) as stream:
        stream.write(after)


def show_patch(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Print what would change as a patch."""
    # Bytes that are no UTF-8 (in a JSON Lines file's other lines) go through as they are.
    text = patch(rewrite.path, *(data.decode("utf-8", "surrogateescape") for data in (before, after)))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


def list_file(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Print the name of a file that would change."""
    sys.stdout.write(f"{rewrite.shown}\n")


def write_out(rewrite: Rewrite, before: bytes, after: bytes) -> None:
    """Write the record to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(after)


def write_into(folder: str, base: str) -> Act:
    """Return what writes files below ``folder`` as they lie below ``base``; what lies elsewhere by its last folder."""

    def act(rewrite: Rewrite, before: bytes, after: bytes) -> None:
        below = os.path.relpath(rewrite.path, base)
        if below.startswith(os.pardir):
            below = os.path.join(*os.path.abspath(rewrite.path).split(os.sep)[-2:])
        with written_bytes(os.path.join(folder, below), parents=True) as stream:
            stream.write(after)

    return act


def common_folder(paths: Iterable[str]) -> str:
    """Return the deepest folder that holds all files and, beside ``_figures``, their side tables."""
    folder = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])
    return os.path.dirname(folder) if os.path.basename(folder) == "_figures" else folder


@dataclass
class Rewriter:
    """Takes rewrites in the order of the inputs, puts the pieces of a file together, and acts on those that differ.

    ``every``: on the others too. ``changed`` counts those that differ; ``failed`` those that could
    not be dealt with: it is said, and the others go on.
    """

    act: Act
    every: bool = False
    changed: int = 0
    failed: int = 0
    _pending: Rewrite | None = None

    def take(self, rewrite: Rewrite) -> None:
        """Take a file or the next piece of one."""
        last = self._pending
        if last is None or last.path != rewrite.path:
            self.finish()
            self._pending = rewrite
        elif last.before is None or last.after is None or rewrite.before is None or rewrite.after is None:
            self._pending = replace(last, before=None, after=None)
        else:
            self._pending = replace(last, before=last.before + rewrite.before, after=last.after + rewrite.after)

    def finish(self) -> None:
        """Act on the last file."""
        last, self._pending = self._pending, None
        if last is None or (last.before == last.after and not self.every):
            return
        try:
            if last.before is None or last.after is None:
                raise PfocrError(f"{last.shown} could not be read whole: left out")
            self.act(last, last.before, last.after)
            self.changed += last.before != last.after
        except PfocrError as error:
            sys.stderr.write(f"pfocr: {error}\n")
            self.failed += 1
