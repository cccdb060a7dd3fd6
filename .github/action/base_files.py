"""The files that decide what is judged and how, as they are on the base branch.

A pull request can hold ``.pfocr.toml``, a baseline or decisions, and would weaken its own check by
them. So they are copied from the base branch to a folder of their own; pfocr reads the paths in a
configuration from that file's folder, and its globs for the repository that is worked in.
"""

from __future__ import annotations

import os
import posixpath
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from workflow import git

CONFIG = ".pfocr.toml"
READ = ("baseline", "decisions", "lexicon", "organisms", "schema")
"""Options that name a file or folder by which records are judged, in the file and as options."""
_FILES = frozenset({"--config", *(f"--{name}" for name in READ)})


@dataclass
class BaseFiles:
    """Copies in ``folder`` of files of a commit; ``asked`` are their names in the repository."""

    commit: str
    folder: Path
    asked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def copy(self, path: str) -> bool:
        """Copy a file or folder of the commit; say whether it has one of that name."""
        self.asked.append(path)
        listed = git("ls-tree", "-r", "-z", "--full-tree", self.commit, "--", path).stdout
        for entry in filter(None, listed.split(b"\0")):
            what, _, name = entry.partition(b"\t")
            mode, _, digest = what.decode().split()
            if mode.startswith("100"):  # no link leads out of the folder
                copy = self.folder / os.fsdecode(name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(git("cat-file", "blob", digest).stdout)
        return (self.folder / path).exists()

    def options(self, arguments: list[str]) -> list[str]:
        """Return options of pfocr with the commit's files instead of those that are here."""
        (self.folder / ".git").mkdir(parents=True)  # to pfocr the root of a repository
        found: list[str] = []
        rest = iter(arguments)
        for word in rest:
            name, equals, value = word.partition("=")
            if name not in _FILES:
                found.append(word)
            else:
                found += self._of_file(name, value if equals else next(rest, ""))
        is_said = any(word in ("--isolated", "--config") for word in found)
        return found if is_said else [*self._of_config(CONFIG), *found]

    def _of_file(self, name: str, value: str) -> list[str]:
        """Return an option that names a file, with the commit's; none where that has none."""
        path = in_repository(value)
        if path is None or (name, value) == ("--lexicon", "latest"):
            return [name, value]
        if name == "--config":
            return self._of_config(path)
        if self.copy(path):
            return [name, str(self.folder / path)]
        self.notes.append(f"{name} names a file that the base branch does not have: not used.")
        return []

    def _of_config(self, path: str) -> list[str]:
        """Return the options that take the commit's configuration, and copy what it names."""
        if not self.copy(path):
            return ["--isolated"]
        options = ["--config", str(self.folder / path)]
        for name, value in _values((self.folder / path).read_bytes()):
            named = in_repository(posixpath.join(posixpath.dirname(path), value))
            if named is None or value == "latest":
                continue
            if name == "data-dir":  # the records' own tables, not those of the base branch
                options += ["--data-dir", named]
            else:
                self.copy(named)
        return options

    def changed(self, since: str) -> list[str]:
        """Return which of the files asked for HEAD has otherwise."""
        said = git("diff", "--name-only", "-z", "--no-renames", since, "HEAD", "--", *self.asked)
        return [name for name in said.stdout.decode("utf-8", "replace").split("\0") if name]


def in_repository(path: str) -> str | None:
    """Return a path as git names it from the root; None for one that leads elsewhere."""
    if posixpath.isabs(path) or Path(path).is_absolute() or not path:
        return None
    whole = posixpath.normpath(path.replace("\\", "/"))
    return None if whole == "." or whole.startswith("../") or whole == ".." else whole


def _values(data: bytes) -> list[tuple[str, str]]:
    """Return the paths that a configuration names, by option; none of one that cannot be read,
    which pfocr itself then says.
    """
    try:
        config = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError:
        return []
    tables = [config, config.get("validate")]
    return [
        (name, value)
        for table in tables
        if isinstance(table, dict)
        for name in (*READ, "data-dir")
        if isinstance(value := table.get(name, table.get(name.replace("-", "_"))), str)
    ]
