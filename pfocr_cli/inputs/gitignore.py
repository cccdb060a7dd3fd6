"""What a search passes over: .gitignore files and --exclude globs, both as git reads them.

Source: https://git-scm.com/docs/gitignore#_pattern_format, by the library pathspec.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.git import top_of
from pfocr_cli.regex import regex
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathspec import GitIgnoreSpec

_MOST_DEEP = 4
"""Of `**` in one glob: each can stand for any number of folders, and all ways are tried."""
_STAR = r"\[\^/\]\*"
_FIXED = r"(?:\\.|\[\^/\](?!\*)|\[(?!\^/\])[^\]\\]+\]|[^\\\[\]/()*?+|{}^$.])*?"
_STAR_BEFORE_STAR = regex(f"({_STAR})({_FIXED})(?={_STAR})")


def without_blow_up(expression: str) -> str:
    """Return pathspec's regular expression of a glob so that many stars in one name take no longer
    than a few.

    Where another star follows, what is between the two can as well be found at its first place:
    that is kept (an atomic group), as ``fnmatch`` does it, and never tried elsewhere.
    """
    return _STAR_BEFORE_STAR.sub(r"(?>[^/]*?\2)", expression)


@dataclass(frozen=True)
class Globs:
    """Patterns in the form of .gitignore lines, relative to the folder ``base`` (an absolute
    path).
    """

    base: str
    patterns: tuple[str, ...]

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        try:
            spec = GitIgnoreSpec.from_lines(self.patterns)
        except (ValueError, re.error) as error:
            raise PfocrError(f"not a glob of .gitignore: {error}") from None
        for glob in self.patterns:
            if glob.count("**") > _MOST_DEEP:
                raise PfocrError(
                    f"{quoted(glob)}, a glob of .gitignore or --exclude, has more than "
                    f"{_MOST_DEEP} `**`: such a one can take for ever, write it shorter"
                )
        for pattern in spec.patterns:
            if isinstance(pattern.regex, re.Pattern):
                pattern.regex = re.compile(without_blow_up(pattern.regex.pattern))
        return spec

    def check(self, path: str, is_folder: bool) -> bool | None:
        """``path`` is absolute.

        Say whether a pattern takes the path (True), takes it back (False), or none speaks of it.
        """
        inside = self.base.rstrip(os.sep) + os.sep
        if not self.patterns or not path.startswith(inside):
            return None
        relative = path[len(inside) :].replace(os.sep, "/")
        verdict: bool | None = self._spec.check_file(relative + "/" * is_folder).include
        return verdict


class Ignored(NamedTuple):
    """The patterns that hold inside one folder, the nearest .gitignore last."""

    folder: str
    gitignores: tuple[Globs, ...]
    excludes: Sequence[Globs]
    whole: bool = False
    """Whether the folder itself is passed over."""

    @classmethod
    def above(cls, folder: str, excludes: Sequence[Globs]) -> Ignored:
        """Return what holds inside a folder: from the root of its git repository downwards."""
        path = Path(os.path.abspath(folder))
        root = top_of(path) or path
        here = cls.alone(str(root), excludes)
        for part in path.relative_to(root).parts:
            whole = here.whole or here(part, True)
            here = here.below(part)._replace(whole=whole)
        return here

    @classmethod
    def alone(cls, folder: str, excludes: Sequence[Globs]) -> Ignored:
        """Return what holds inside a folder if nothing above it counts but ``excludes``."""
        path = os.path.abspath(folder)
        return cls(path, _gitignore(Path(path)), excludes)

    def below(self, name: str) -> Ignored:
        """Return what holds inside a folder of this folder."""
        folder = os.path.join(self.folder, name)
        return Ignored(folder, self.gitignores + _gitignore(Path(folder)), self.excludes)

    def __call__(self, name: str, is_folder: bool) -> bool:
        """Say whether an entry of this folder is passed over."""
        if not self.gitignores and not self.excludes:
            return False
        path = os.path.join(self.folder, name)
        if any(globs.check(path, is_folder) for globs in self.excludes):
            return True
        verdicts = (globs.check(path, is_folder) for globs in reversed(self.gitignores))
        return next((verdict for verdict in verdicts if verdict is not None), False)


def _gitignore(folder: Path) -> tuple[Globs, ...]:
    try:
        lines = (
            os.fsdecode(read_bytes(str(folder / ".gitignore"))).replace("\r\n", "\n").split("\n")
        )
    except UnreadableError:
        return ()
    patterns = tuple(
        line for line in lines if line.strip() and not line.startswith("#") and _is_glob(line)
    )
    return (Globs(str(folder), patterns),) if patterns else ()


def _is_glob(line: str) -> bool:
    """Say whether a line is a pattern; git passes over one that is not, and so must the other
    lines' reader.
    """
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
