"""What can end a run, and the exit status it ends with."""

from __future__ import annotations

from enum import IntEnum

from pfocr_cli.wording import visible


class Exit(IntEnum):
    """The exit statuses that Makefiles and hooks hold."""

    CLEAN = 0
    FINDINGS = 1
    UNSERVED = 2
    BUG = 3
    INTERRUPTED = 130


STATUS_MEANINGS = {
    Exit.CLEAN: "Clean: nothing at or above `--fail-on` (an error, unless you say otherwise).",
    Exit.FINDINGS: "Findings at or above `--fail-on`, or something would change under `--check` or "
    "`--diff`.",
    Exit.UNSERVED: "The request cannot be served: a wrong option, an unreadable schema, lexicon or "
    "baseline, a search without records, an export of nothing.",
    Exit.BUG: "A bug in pfocr. The message is short; `--traceback` shows where.",
    Exit.INTERRUPTED: "Interrupted (143 and 129: ended by `kill` or a closed terminal).",
}
"""What people are told of them."""


class PfocrError(Exception):
    """The request cannot be served (exit status 2); the message says what to do about it."""


def bug_message(crash: str, whole: bool, where: str = "") -> str:
    """Return what a user sees of a bug of ours; ``crash`` is its traceback."""
    if whole:
        return f"{crash}pfocr: this is a bug in pfocr{visible(where)}"
    last = crash.strip().splitlines()[-1]
    return (
        f"pfocr: this is a bug in pfocr{visible(where)}: {last}\n"
        "  --traceback shows where; please report it"
    )
