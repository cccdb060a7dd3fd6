"""Records as they were at another revision, read from git's objects: nothing is checked out.

A branch is held against where it left the other one, as ``git diff OTHER...`` does, so that what
the other has mended since is not taken for worse here.
Sources: git-diff(1), git-ls-tree(1), git-merge-base(1), https://git-scm.com/docs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.folder import folder_of_tables
from pfocr_cli.inputs.git import (
    GitError,
    GitRefusalError,
    blobs_at,
    git_answer,
    is_shallow,
    relative,
    root_of,
)
from pfocr_cli.inputs.history import old_tables
from pfocr_cli.inputs.json_lines import Chunk, chunks
from pfocr_cli.inputs.records import ReadOptions, records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import looks_like_figid
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.record.tables import table_name
from pfocr_cli.wording import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.record import Record

_AT_ONCE = 500
"""Files that git is asked for at a time."""


@dataclass(frozen=True)
class Revision:
    """A commit of the repository at ``root``; ``name`` is how it was asked for."""

    root: str
    commit: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.commit[:7]})"


@dataclass(frozen=True)
class Past:
    """What git knows of the files of a run at a revision; paths are relative to its root.

    ``files`` are all that it had, ``became`` gives the earlier path of one that was changed or
    renamed since, ``gone`` those that are there no more.
    """

    files: frozenset[str]
    became: Mapping[str, str]
    gone: frozenset[str]

    def before(self, path: str) -> str | None:
        """Return what a file was called; None where it was not there."""
        return self.became.get(path) or (path if path in self.files else None)


def find_revision(name: str, inputs: Sequence[Input]) -> Revision:
    """Return the commit that inputs are held against: where HEAD left the one that is named.

    Raises:
        PfocrError: there is no repository, or no such commit.
    """
    folders = (os.path.dirname(item.path) or "." for item in inputs if item.path)
    folder = os.path.realpath(next(folders, "."))
    if (root := root_of(folder)) is None:
        raise PfocrError(f"--against {name}: {quoted(folder)} is in no git repository")
    try:
        commit = _commit(root, name)
    except GitRefusalError:
        raise PfocrError(f"--against {name}: {_unknown(root, name)}") from None
    except GitError as error:
        raise PfocrError(f"--against {name}: git does not answer: {error}") from None
    return Revision(root, commit, name)


def _commit(root: str, name: str) -> str:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = git_answer(root, *words).decode().strip()
    try:
        return git_answer(root, "merge-base", commit, "HEAD").decode().strip()
    except GitRefusalError:  # no common past, or none at hand in a shallow clone
        return commit


def _unknown(root: str, name: str) -> str:
    names = "--format=%(refname:short)"
    try:
        known = git_answer(root, "for-each-ref", names).decode("utf-8", "replace").split("\n")
    except GitError:
        known = []
    hint = "; this clone is shallow: fetch it whole (`fetch-depth: 0`)" if is_shallow(root) else ""
    return f"git knows no such commit{did_you_mean(name, filter(None, known))}{hint}"


def past_of(revision: Revision) -> Past:
    """Return what git knows of the files at a revision.

    Raises:
        PfocrError: git does not answer.
    """
    options = ("--name-status", "-z", "-M", "--no-ext-diff", "--no-textconv")
    config = ("-c", "diff.relative=false", "-c", "core.fsmonitor=false")
    try:
        tree = git_answer(
            revision.root, "ls-tree", "-r", "-z", "--full-tree", "--name-only", revision.commit
        )
        diff = git_answer(revision.root, *config, "diff", *options, revision.commit, "--")
    except GitError as error:
        raise PfocrError(f"--against {revision.name}: git does not answer: {error}") from None
    return _past(os.fsdecode(tree).split("\0"), os.fsdecode(diff).split("\0"))


def _past(tree: Sequence[str], diff: Sequence[str]) -> Past:
    became, gone = {}, set()
    words = iter(diff)
    for status in filter(None, words):
        path = next(words)
        if status[0] == "R":
            became[next(words)] = path
            gone.add(path)
        elif status[0] == "D":
            gone.add(path)
        elif status[0] != "A":
            became[path] = path
    return Past(frozenset(filter(None, tree)), became, frozenset(gone))


def is_as_before(item: Input, past: Past, root: str, options: ReadOptions) -> bool:
    """Say whether an input and its side tables are what they were. False where that cannot be told
    by names: the record may be called otherwise than its file.
    """
    path = relative(item.path, root)
    stem = os.path.splitext(os.path.basename(item.path))[0]
    if item.data is not None or item.streamed or not item.path or path not in past.files:
        return False
    if (
        path in past.became
        or path in past.gone
        or not (looks_like_figid(stem) or syntax_of(item.path) == "jsonl")
    ):
        return False
    folder = folder_of_tables(os.path.dirname(item.path), options.data_dir)
    tables = (relative(os.path.join(folder, table_name(stem, kind)), root) for kind in KINDS)
    return not any(
        table in past.became
        or table in past.gone
        or (table not in past.files and os.path.exists(os.path.join(root, table)))
        for table in tables
    )


def inputs_before(wanted: Mapping[str, str], revision: Revision) -> Iterator[Input]:
    """Yield what files held at a revision; ``wanted`` are their paths there, each with the name
    that people see.
    """
    names = list(wanted)
    for start in range(0, len(names), _AT_ONCE):
        some = {name: name for name in names[start : start + _AT_ONCE]}
        for name, data in blobs_at(revision.commit, some, revision.root).items():
            yield Input(os.path.join(revision.root, name), wanted[name], data)


def records_before(
    item: Input, revision: Revision, options: ReadOptions
) -> Iterator[tuple[Input, Record]]:
    """Yield the records of an input of a revision, with the side tables that they had there."""
    for piece in map(_item, chunks([item])):
        for record in records(piece, options):
            yield piece, _with_tables_before(record, revision, options)


def _item(chunk: Chunk) -> Input:
    return chunk.item


def _with_tables_before(record: Record, revision: Revision, options: ReadOptions) -> Record:
    if record.table_folder is None:
        return record
    paths: dict[str, str] = {kind: record.table_path(kind) for kind in KINDS}
    names = {kind: relative(path, revision.root) for kind, path in paths.items()}
    if any(name.startswith("../") for name in names.values()):
        return record  # tables of another place, which have no past here
    found = blobs_at(revision.commit, names, revision.root)
    return replace(record, tables=old_tables(found, paths, options))
