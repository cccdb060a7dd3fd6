"""What git says: where a repository begins, whether it ever held a path, what a file was.

The one place that runs git. Nothing is written into the repository, and nothing fetched.
Source: git-cat-file(1), git-ls-files(1), git-log(1), https://git-scm.com/docs.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST = 50
"""Paths that git is asked about: each is a walk through its history."""
_SECONDS = 20
"""Longer than git ever needs for a few blobs; a hanging file system must not hang the run."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


class GitError(Exception):
    """There is no git, or it hangs."""


class GitRefusalError(GitError):
    """Git does not know what it was asked for."""


def top_of(folder: Path) -> Path | None:
    """Return the top of the repository that a folder is in; None outside of any.

    ``folder`` is an absolute path; links in it are left as they are.
    """
    return next((top for top in (folder, *folder.parents) if os.path.exists(top / ".git")), None)


def root_of(folder: str) -> str | None:
    """Return the top of the repository that a folder is in, as one run has it: it is looked for
    once. None outside of any.
    """
    return _root_of(Path(folder).absolute())


@cache
def _root_of(folder: Path) -> str | None:
    top = top_of(folder)
    return None if top is None else str(top)


def relative(path: str, root: str) -> str:
    """Return how git calls a file: from the root, or a folder below it, links resolved."""
    folder, name = os.path.split(path)
    whole = os.path.join(_real(folder), name)
    if os.path.islink(whole):
        whole = os.path.realpath(whole)
    return os.path.relpath(whole, _real(root)).replace(os.sep, "/")


@cache
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def knows_all(root: str, paths: Sequence[str]) -> bool:
    """Say whether git's index or any commit at hand has, or had, each of some paths. Paths are
    absolute or relative to the root.
    """
    return all(
        _answer(root, "ls-files", "--", path)
        or _answer(root, "log", "--all", "-1", "--format=%h", "--", path)
        for path in paths[:_MOST]
    )


def is_shallow(root: str) -> bool:
    """Say whether the history before some commit is not at hand."""
    return _answer(root, "rev-parse", "--is-shallow-repository") == "true"


def _answer(root: str, *words: str) -> str:
    try:
        return os.fsdecode(git_answer(root, *words)).strip()
    except GitError:
        return ""


def blobs_at(revision: str, paths: Mapping[str, str], folder: str) -> dict[str, bytes]:
    """Return the bytes that files had at a revision; of one that was not there, nothing.

    Raises:
        GitError: git does not answer.
    """
    asked = "".join(f"{revision}:./{name}\n" for name in paths.values() if "\n" not in name)
    said = git_answer(folder, "cat-file", "--batch", given=os.fsencode(asked))
    blobs, at = {}, 0
    for path, name in paths.items():
        if "\n" in name:
            continue
        end = said.index(b"\n", at)
        head, at = said[at:end], end + 1
        if head.endswith(b" missing"):
            continue
        _, kind, size = head.split(b" ")
        if kind == b"blob":
            blobs[path] = said[at : at + int(size)]
        at += int(size) + 1
    return blobs


def git_answer(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git answers.

    Raises:
        GitRefusalError: it refuses.
        GitError: there is none, or it hangs.
    """
    import subprocess  # only those who ask git pay for it

    try:
        run = subprocess.run(
            ("git", "--literal-pathspecs", "-C", folder, *arguments),
            input=given,
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            env={**os.environ, **_QUIET},
        )
    except subprocess.CalledProcessError as error:
        raise GitRefusalError(str(error)) from None
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise GitError(str(error)) from None
    return run.stdout
