"""A file mapped into memory, so that a few look-ups touch a few of its pages."""

from __future__ import annotations

import mmap
import os
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError

if TYPE_CHECKING:
    from pathlib import Path

REMEDY = "`pfocr lexicon build` or `pfocr lexicon update` makes a new one"


def mapped(path: Path) -> mmap.mmap:
    """Return a lexicon's bytes. PfocrError: it cannot be read, or is empty."""
    try:
        if not path.is_file():
            raise PfocrError(f"cannot read the lexicon {path}: it is not a regular file")
        with open(path, "rb") as stream:
            if not os.fstat(stream.fileno()).st_size:  # nothing can be mapped of it
                raise PfocrError(f"{path} is not a lexicon: it is empty; {REMEDY}")
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise PfocrError(
            f"cannot read the lexicon {path}: {(error.strerror or str(error)).lower()}"
        ) from None
