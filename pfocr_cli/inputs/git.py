"""What git knows of a path: where its repository begins, and whether it ever held the path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 50
"""Paths that git is asked about: each is a walk through its history."""
_SECONDS = 20


def root_of(folder: str) -> str | None:
    """Return the top of the repository that a folder is in; None outside of any."""
    path = Path(folder).absolute()
    return next((str(top) for top in (path, *path.parents) if (top / ".git").exists()), None)


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
    environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", root, *words]
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, env=environment, timeout=_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError):  # there is no git, or no such path
        return ""
    return os.fsdecode(done.stdout).strip()
