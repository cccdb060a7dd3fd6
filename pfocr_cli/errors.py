"""What can end a run, and the exit status it ends with."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses that Makefiles and hooks hold."""

    CLEAN = 0
    FINDINGS = 1
    UNSERVED = 2
    BUG = 3
    INTERRUPTED = 130


class PfocrError(Exception):
    """The request cannot be served (exit status 2); the message says what to do about it."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean X?)`` with the known names nearest to word, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(by_folded[name] for name in near)}?)" if near else ""
