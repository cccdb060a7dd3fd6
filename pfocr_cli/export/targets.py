"""Where outputs go: to standard output, a file or a folder, as ``--to`` and ``-o`` say."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.options import SELECTION, declared
from pfocr_cli.inputs.packing import packing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Target:
    """Where one format goes, and what is asked of it alone; ``path`` None: standard output."""

    format: str
    path: str | None = None
    folder: bool = False
    asked: tuple[tuple[str, str], ...] = ()
    """Options by their names in ``Options`` or ``Selection``, with their values as written."""

    def __str__(self) -> str:
        return self.format if self.path is None else f"{self.format}:{self.path}"


def targets_of(words: Iterable[str], out: str | None = None) -> list[Target]:
    """Return the targets that ``--to F[:PATH][,OPTION=VALUE…]`` and ``-o OUT`` name.

    Raises:
        PfocrError: they make no sense.
    """
    parted = [parted_options(word) for word in words]
    pairs = [(name, path) for name, _, path in (word.partition(":") for word, _ in parted)]
    options = [asked for _, asked in parted]
    for name, _ in pairs:
        EXPORTERS.named(name)
    if not pairs:
        pairs, options = [(_implied(out), "")], [()]
    elif out and all(path for _, path in pairs):
        raise PfocrError(f"-o {out} would stay empty: every --to has a path of its own")
    paths = [(name, path or out or "-") for name, path in pairs]
    targets = [
        Target(name, None if path == "-" else path, _is_folder(path), asked)
        for (name, path), asked in zip(paths, options, strict=True)
    ]
    _keep_apart(targets)
    return targets


def parted_options(word: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a target without its options, and these: it is parted only before a known one, so that
    a path may hold commas.

    >>> parted_options("gmt:a,b.gmt,species=9606,min-genes=2")
    ('gmt:a,b.gmt', (('species', '9606'), ('min_genes', '2')))
    """
    target, *options = _option_begins().split(word)
    pairs = (option.partition("=") for option in options)
    return target, tuple((name.replace("-", "_"), value) for name, _, value in pairs)


@cache
def _option_begins() -> re.Pattern[str]:
    names = (*SELECTION, *(each.written for each in declared() if not each.writes))
    return re.compile(rf",(?=(?:{'|'.join(map(re.escape, names))})=)")


def _is_folder(path: str) -> bool:
    """Say whether a path is a folder, or is to be one: it ends in a slash, or is new and has no
    suffix.
    """
    if path == "-":
        return False
    return (
        path.endswith(("/", os.sep))
        or os.path.isdir(path)
        or not (os.path.lexists(path) or os.path.splitext(path)[1])
    )


def suffix_of(path: str) -> str:
    """Return the suffix that says what a file holds: ``.jsonl`` of ``a.jsonl.gz`` too."""
    lower = path.lower()
    return os.path.splitext(lower.removesuffix(packing_of(lower)))[1]


def _implied(out: str | None) -> str:
    """Return the format that a file's suffix stands for: the one called so, else the only one that
    has it.
    """
    known = f"there are: {', '.join(EXPORTERS)}"
    if out in (None, "", "-"):
        raise PfocrError(
            f"say which format, --to FORMAT, or give -o a file with its suffix; {known}"
        )
    assert out is not None
    if _is_folder(out):
        raise PfocrError(
            f"-o {out} is a folder, which does not say the format: add --to FORMAT; {known}"
        )
    suffix = suffix_of(out)
    found = [name for name, exporter in EXPORTERS.items() if suffix in exporter.suffixes]
    if suffix[1:] in found or len(found) == 1:
        return suffix[1:] if suffix[1:] in found else found[0]
    what = f"{suffix or 'a name without suffix'} can be {' or '.join(found) or 'any format'}"
    raise PfocrError(f"-o {out}: {what}: add --to FORMAT; {known}")


def _keep_apart(targets: Sequence[Target]) -> None:
    """Raise PfocrError where two outputs would be one."""
    places = set()
    for target in targets:
        place: tuple[str, ...] = ()
        if target.path is not None:
            place = (
                os.path.realpath(target.path),
                *(EXPORTERS[target.format].suffixes[:1] if target.folder else ()),
            )
        if place in places:
            where = "standard output" if target.path is None else f"{target.path}"
            what = (
                f"two formats would write files of the same names to {where}"
                if target.folder
                else f"two formats for {where}"
            )
            raise PfocrError(f"{what}: give each its own, --to {target.format}:PATH")
        places.add(place)
