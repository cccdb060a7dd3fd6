"""Whether the reports of shards are parts of one whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.shard_files import ShardFile
    from pfocr_cli.inputs.shards import Shard


def refuse_strangers(files: Sequence[ShardFile]) -> None:
    """Raise PfocrError where the reports are no parts of one whole: judged differently, a part
    twice, a part missing, parts of two lists.
    """
    first = files[0]
    for file in files[1:]:
        for name in {**first.settings, **file.settings}:
            ours, theirs = first.settings.get(name), file.settings.get(name)
            if ours != theirs:
                differs = _difference(ours or "", theirs or "", first.path, file.path)
                raise PfocrError(
                    f"{file.path} and {first.path} were judged differently: {name} ({differs}); "
                    "run all shards with the same"
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
        shard, other = (first, file) if first.shard else (file, first)
        raise PfocrError(
            f"{both}: one is a shard and the other is the report of a whole list; give the shards "
            f"({shard.path}) or the whole ({other.path})"
        )
    if first.shard is None or file.shard is None:
        return
    if first.shard.count != file.shard.count:
        raise PfocrError(
            f"{both} are shards of different divisions: {file.shard} and {first.shard}; run all "
            "with the same number of shards"
        )
    if (first.inputs, first.inputs_sha256) != (file.inputs, file.inputs_sha256):
        raise PfocrError(
            f"{both} are shards of two lists of files ({file.inputs:,} and {first.inputs:,}): "
            "some came, went or were renamed meanwhile; run all shards again"
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
            raise PfocrError(f"{file.path} and {other} are both shard {file.shard}: give one")
    return sorted(files, key=lambda file: file.shard.number if file.shard else 0)


def _difference(ours: str, theirs: str, our_path: str, their_path: str) -> str:
    """Return how a setting differs: of two lists, what only one has."""
    if "," not in ours + theirs:
        return f"{quoted(theirs or 'nothing')} and {quoted(ours or 'nothing')}"
    here, there = set(ours.split(", ")), set(theirs.split(", "))
    sides = ((there - here, their_path), (here - there, our_path))
    return "; ".join(f"{listed(sorted(only))} only in {path}" for only, path in sides if only)
