"""The step that judges: findings for the log, the run's page and the comment, and the status.

A pull request is judged by the base branch's configuration, baseline and decisions, and for what it
makes worse.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from base_files import BaseFiles
from workflow import (
    ANNOTATIONS,
    FINDINGS,
    NOTES,
    NUMBER,
    OPTIONS,
    common_past,
    fetched,
    folder,
    lines_of,
    log,
    notice,
    output,
    pull_request,
    summary,
)

_REFUSED = frozenset(
    {"--fix", "--unsafe-fixes", "--diff", "--write-baseline", "--show-files", "--files-from"}
)
_LAST_LINES = 20


def main() -> int:
    """Judge, and leave everything for the steps that follow: 0 whatever was found."""
    here = folder()
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir(parents=True)
    output("folder", str(here))
    try:
        options, notes = _options(here)
    except ValueError as error:
        notice("error", str(error))
        output("status", "2")
        _leave(here, 2, str(error), [])
        return 0
    status, said = _validate(here, options, lines_of("INPUT_PATHS"))
    output("status", str(status))
    _leave(here, status, said, notes)
    return 0


def _options(here: Path) -> tuple[list[str], list[str]]:
    """Return the options of pfocr, and what the comment is to say about them."""
    request = pull_request()
    if request is not None:
        (here / NUMBER).write_text(f"{request.number}\n", "utf-8")
    given = shlex.split(os.environ["INPUT_ARGUMENTS"])
    if refused := [word for word in given if word.partition("=")[0] in _REFUSED]:
        raise ValueError(f"arguments: {refused[0]} is none that this action can pass on")
    notes: list[str] = []
    if request is not None:
        if not fetched(request.base):
            raise ValueError("the base branch's commit cannot be fetched: see docs/action.md")
        base = BaseFiles(request.base, Path(f"{here}-base"))
        shutil.rmtree(base.folder, ignore_errors=True)
        given = base.options(given)
        changed = base.changed(common_past(request.base))
        notes = [*map(_changed_note, changed), *base.notes]
        if os.environ["INPUT_AGAINST"] == "true" and "--against" not in given:
            given = ["--against", request.base, *given]
    (here / OPTIONS).write_text(json.dumps(given), "utf-8")
    return given, notes


def _changed_note(path: str) -> str:
    return f"This pull request changes {as_code(path)}. It was judged by the base branch's."


def as_code(text: str) -> str:
    """Return text of others as code of Markdown: on one line, and closed by nothing in it."""
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line}`"


def _validate(here: Path, options: list[str], paths: list[str]) -> tuple[int, str]:
    formats = [f"github:{here / ANNOTATIONS}", f"markdown:{here / FINDINGS}"]
    formats += [] if _takes_the_output(options) else ["text"]
    words = [word for name in formats for word in ("--format", name)]
    command = [os.environ["PFOCR"], "validate", *words, *options, "--", *paths]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode("utf-8", "replace")
    log(said)
    annotations = here / ANNOTATIONS
    if annotations.exists():
        sys.stdout.write(annotations.read_text("utf-8"))
    if done.returncode > 1:
        notice("error", f"pfocr could not judge the records (status {done.returncode})")
    return done.returncode, said


def _takes_the_output(options: list[str]) -> bool:
    """Say whether a report of one's own goes to standard output, which takes one."""
    values = [
        word.removeprefix("--format=")
        for before, word in zip(["", *options], options, strict=False)
        if before == "--format" or word.startswith("--format=")
    ]
    return any(":" not in value for value in values)


def _leave(here: Path, status: int, said: str, notes: list[str]) -> None:
    """Write what the run's page shows, and what the comment is made of."""
    findings = here / FINDINGS
    if status > 1 or not findings.exists():
        last = "\n".join(said.splitlines()[-_LAST_LINES:])
        head = f"### pfocr: the records could not be judged (status {status})"
        findings.write_text(f"{head}\n\n{fenced(last)}\n", "utf-8")
    text = "".join(f"> {note}\n>\n" for note in notes).removesuffix(">\n")
    (here / NOTES).write_text(text, "utf-8")
    summary(findings.read_text("utf-8") + (f"\n{text}" if text else ""))


def fenced(text: str, kind: str = "text") -> str:
    """Return a block of code that nothing in it can end."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{kind}\n{text.rstrip()}\n{fence}"


if __name__ == "__main__":
    sys.exit(main())
