"""What the workers of a cluster must share with this process, asked of each before the work begins:
pfocr's version, the lexicon, the files. They work in the folder that this process works in.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pfocr_cli import __version__
from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.lexicon.store import open_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pfocr_cli.engine.cluster import Cluster
    from pfocr_cli.inputs.search import Input

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Shared:
    """What a process sees: its version, the sha256 of the lexicon, and of one file of the run; in
    place of what it cannot see, why.
    """

    version: str
    lexicon: str
    file: str


@dataclass(frozen=True)
class InFolder(Generic[T, R]):
    """Does a job in a folder: paths are relative to it."""

    job: Callable[[T], R]
    folder: str

    def __call__(self, item: T) -> R:
        """Do it."""
        _go_to(self.folder)
        return self.job(item)


def _go_to(folder: str) -> None:
    try:
        here = os.getcwd()
    except OSError:  # it is gone
        here = ""
    if here != folder:
        os.chdir(folder)


def seen_from(folder: str, lexicon: str | None, path: str | None) -> Shared:
    """Return what this process sees from a folder; every worker calls it."""
    try:
        _go_to(folder)
    except OSError as error:
        return Shared(__version__, "", f"{folder}: {(error.strerror or str(error)).lower()}")
    try:
        release = open_lexicon(lexicon).release.sha256
    except PfocrError as error:
        release = str(error)
    try:
        file = hashlib.sha256(read_bytes(path)).hexdigest() if path else ""
    except UnreadableError as error:
        file = f"{path}: {error}"
    return Shared(__version__, release, file)


def refuse_unlike(cluster: Cluster, inputs: Sequence[Input], lexicon: str | None) -> None:
    """Raise PfocrError where a worker does not see what this process sees; it is named."""
    folder = os.getcwd()
    path = next((item.path for item in inputs if item.path and item.data is None), None)
    own = seen_from(folder, lexicon, path)
    for worker, theirs in sorted(cluster.everywhere(seen_from, folder, lexicon, path).items()):
        if told := unlike(own, theirs):
            raise PfocrError(f"worker {worker}: {told}")


def unlike(own: Shared, theirs: Shared | Exception) -> str:
    """Return what a worker sees otherwise than we do, and what to do; nothing where it does not."""
    if not isinstance(theirs, Shared):
        return f"cannot run pfocr {own.version}, which must be installed there too: {theirs}"
    if theirs.version != own.version:
        return f"has pfocr {theirs.version}, and this is {own.version}: install one version on all"
    if theirs.file != own.file:
        return (
            "does not see the files of this run, which workers must share with this machine under "
            f"the same paths ({theirs.file})"
        )
    if theirs.lexicon != own.lexicon:
        return f"holds genes against another lexicon: {theirs.lexicon[:200]}"
    return ""
