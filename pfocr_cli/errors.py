"""What can end a run, and the exit status it ends with."""

from __future__ import annotations

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
