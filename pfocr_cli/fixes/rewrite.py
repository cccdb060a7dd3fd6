"""Files that fixes change: as they were read, as they are to be, and put together of pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.records import content
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.streams import going_on_unread
from pfocr_cli.terminal import messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record


class Rewrite(NamedTuple):
    """A file, or a piece of one, as it was read and as it is to be.

    ``None``: it could not be read.
    """

    path: str
    display_path: str
    before: bytes | None
    after: bytes | None
    is_piece: bool = False


Act: TypeAlias = Callable[[Rewrite, bytes, bytes], None]
"""What is done with a file that changes: it is given the bytes before and after."""


def rewrites(
    item: Input, pairs: Sequence[tuple[Record, Record]], *, every: bool = False
) -> Iterator[Rewrite]:
    """Yield what is to be written anew: ``pairs`` are the item's records before and after.

    ``every``: also the files that stay as they are. Of JSON Lines every piece always, because they
    are put together again.
    """
    in_lines = syntax_of(item.path) == "jsonl" or len(pairs) > 1
    if in_lines:
        yield _rewritten_lines(item, pairs)
    for before, after in pairs:
        if in_lines:
            pass
        elif after.reading is not before.reading:
            yield Rewrite(
                item.path,
                item.display_path,
                before.reading.source.encoded(),
                after.reading.source.encoded(),
            )
        elif every:
            yield _kept(item.path, item.display_path, item.data)
        for kind, table in after.tables.items() if before.table_folder is not None else ():
            path = before.table_path(kind)
            if table is not before.tables[kind]:
                yield Rewrite(
                    path, table.file, before.tables[kind].source.encoded(), table.source.encoded()
                )
            elif every:
                yield _kept(path, table.file)


def _kept(path: str, shown: str, data: bytes | None = None) -> Rewrite:
    try:
        data = read_bytes(path) if data is None else data
    except UnreadableError:
        data = None
    return Rewrite(path, shown, data, data)


def _rewritten_lines(item: Input, pairs: Sequence[tuple[Record, Record]]) -> Rewrite:
    try:
        data = content(item)
    except UnreadableError:
        return Rewrite(item.path, item.display_path, None, None, is_piece=True)
    lines = data.split(b"\n")
    for before, after in pairs:
        if after.reading is not before.reading:
            number = before.reading.source.first_line - item.first_line
            lines[number] = lines[number].replace(
                before.reading.source.encoded(), after.reading.source.encoded()
            )
    return Rewrite(item.path, item.display_path, data, b"\n".join(lines), is_piece=True)


@dataclass
class Rewriter:
    """Takes rewrites in the order of the inputs, puts the pieces of a file together, and acts on
    those that differ.

    ``every``: on the others too. ``changed`` counts those that differ; ``failed`` names those that
    could not be dealt with: it is said, and the others go on.
    """

    act: Act
    every: bool = False
    changed: int = 0
    failed: set[str] = field(default_factory=set)
    _pieces: list[Rewrite] = field(default_factory=list)
    _done: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether a file is not whole yet."""
        return bool(self._pieces)

    def take(self, rewrite: Rewrite) -> None:
        """Take a file or the next piece of one."""
        if not rewrite.is_piece:
            self._deal_with([rewrite])
            return
        if self._pieces and self._pieces[0].path != rewrite.path:
            self.finish()
        self._pieces.append(rewrite)

    def finish(self) -> None:
        """Act on the file whose pieces are all there."""
        pieces, self._pieces = self._pieces, []
        if pieces:
            self._deal_with(pieces)

    def _deal_with(self, pieces: Sequence[Rewrite]) -> None:
        file = pieces[0]
        before = [piece.before for piece in pieces if piece.before is not None]
        after = [piece.after for piece in pieces if piece.after is not None]
        whole = len(before) == len(after) == len(pieces)
        if whole and before == after and not self.every:  # most files: nothing is copied for them
            return
        if self._done.get(file.path) == after:  # a side table that two records share
            return
        try:
            if not whole:
                raise PfocrError(f"{file.display_path} could not be read whole: left as it is")
            with going_on_unread():
                self.act(file, b"".join(before), b"".join(after))
            self.changed += before != after
            if file.path.endswith(".tsv"):
                self._done[file.path] = after
        except PfocrError as error:
            messages.sentence(f"pfocr: {error}")
            self.failed.add(file.display_path)
