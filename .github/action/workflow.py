"""What a step of the action knows of its run, and how it speaks to the runner.

Nothing here is taken from the text of the workflow: a branch's name, a title or a path is data, and
comes by the event's file or by a variable. Source: https://docs.github.com/en/actions/reference
/workflows-and-actions/variables and /workflow-commands.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FINDINGS, ANNOTATIONS, NOTES = "findings.md", "annotations.txt", "notes.md"
COMMENT, NUMBER, PATCH, OPTIONS = "comment.md", "number.txt", "fixes.patch", "options.json"


@dataclass(frozen=True)
class PullRequest:
    """The pull request that a run is of; ``is_fork``: its branch is in another repository."""

    number: int
    base: str
    head: str
    branch: str
    is_fork: bool


def event() -> dict[str, Any]:
    """Return what started the run, as GitHub tells it."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    found: dict[str, Any] = json.loads(Path(path).read_text("utf-8")) if path else {}
    return found


def pull_request() -> PullRequest | None:
    """Return the pull request of the run; None where it is of something else."""
    told = event().get("pull_request")
    if not told:
        return None
    head, base = told["head"], told["base"]
    of_head, of_base = ((side.get("repo") or {}).get("full_name") for side in (head, base))
    is_fork = of_head != of_base
    return PullRequest(int(told["number"]), base["sha"], head["sha"], head["ref"], is_fork)


def folder() -> Path:
    """Return where the steps leave what the next ones need: no folder of the repository."""
    return Path(os.environ["RUNNER_TEMP"]) / "pfocr-action"


def lines_of(variable: str) -> list[str]:
    """Return the lines of an input: a path each, which may hold blanks."""
    return [line.strip() for line in os.environ[variable].splitlines() if line.strip()]


def output(name: str, value: str) -> None:
    """Give a step an output of one line."""
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        file.write(f"{name}={' '.join(value.splitlines())}\n")


def summary(text: str) -> None:
    """Add Markdown to the page of the run."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


def notice(level: str, text: str) -> None:
    """Say something beside the run: ``notice``, ``warning`` or ``error``."""
    said = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::{level} title=pfocr::{said}\n")
    sys.stdout.flush()


def log(text: str) -> None:
    """Write text of others into the log, where no line of it can be a command to the runner."""
    end = f"pfocr-{secrets.token_hex(16)}"
    sys.stdout.write(f"::stop-commands::{end}\n{text.rstrip()}\n::{end}::\n")
    sys.stdout.flush()


def git(*words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git in the working folder, without questions and without hooks."""
    command = ["git", "-c", f"core.hooksPath={os.devnull}", *words]
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    whole = {**os.environ, **quiet, **(env or {})}
    return subprocess.run(command, env=whole, capture_output=True, check=False)


def has_commit(name: str) -> bool:
    """Say whether a commit is at hand."""
    return git("cat-file", "-e", f"{name}^{{commit}}").returncode == 0


def fetched(commit: str) -> bool:
    """Say whether a commit is at hand, after asking for it where it is not."""
    if not has_commit(commit):
        asked = git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit)
        if asked.returncode:
            log(asked.stderr.decode("utf-8", "replace"))
    return has_commit(commit)


def common_past(commit: str) -> str:
    """Return where HEAD left a commit; itself where a shallow clone does not tell."""
    asked = git("merge-base", commit, "HEAD")
    return asked.stdout.decode().strip() or commit
