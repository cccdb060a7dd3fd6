"""Paths that were named and are nowhere: a slip of the hand must not look like a bad record."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.wording import listed, similar_names

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_MANY, _BEGINNING = 5_000, 8
"""Of a folder with so many names only those with the same beginning are compared: it takes long."""
_NAMED = 3


def refuse_misspelt(paths: Sequence[str]) -> None:
    """Raise PfocrError, with the names that are near, where none of some paths is there."""
    if not paths or not all(map(is_absent, paths)):
        return
    named = listed([f"{path or repr(path)}{_did_you_mean(path)}" for path in paths], _NAMED)
    raise PfocrError(f"no such file or folder: {named}")


def is_absent(path: str) -> bool:
    """Say whether nothing goes by a path: what cannot be looked at may well be there."""
    try:
        os.lstat(path)
    except ValueError:  # NUL
        return True
    except OSError as error:
        return error.errno in _ABSENT
    return False


def _did_you_mean(path: str) -> str:
    """Return what is called nearly so, at the first part of a path that is not there."""
    above, name, rest = os.path.normpath(path), "", ""
    while name not in (".", "..") and is_absent(above):
        rest = os.path.join(name, rest) if name else rest
        above, name = os.path.split(above)
        if not name:
            return ""
        above = above or "."
    names = similar_names(name, _names(above, name))
    near = [os.path.normpath(os.path.join(above, one)) for one in names]
    whole = [os.path.join(one, rest.rstrip(os.sep)) if rest else one for one in near]
    found = [one for one in whole if not is_absent(one)] or near
    return f" (did you mean {' or '.join(found)}?)" if found else ""


def _names(folder: str, like: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    if len(names) > _MANY:
        start = like[:_BEGINNING].casefold()
        names = [name for name in names if name[:_BEGINNING].casefold() == start]
    return sorted(names)
