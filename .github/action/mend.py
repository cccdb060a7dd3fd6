"""The step that mends: the safe fixes of the files that a pull request changes, committed to its
branch where the token may, else kept as a patch.

Nothing of the working folder is touched: the commit is made of the branch's own tree and the patch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from workflow import (
    OPTIONS,
    PATCH,
    PullRequest,
    common_past,
    fetched,
    folder,
    git,
    lines_of,
    log,
    notice,
    output,
    pull_request,
)

_OF_JUDGING = frozenset(
    ["--config", "--data-dir", "--decisions", "--exclude", "--generation", "--ignore", "--lexicon",
     "--organisms", "--schema", "--select"]
)  # fmt: skip
"""Options that say what is wrong with a record; others only say how that is told."""
_BOT = "github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"
_MESSAGE = "pfocr: safe fixes\n\nMade by `pfocr validate --fix`.\n"


def main() -> int:
    """Make the patch, and the commit where that can be."""
    request = pull_request()
    if request is None or os.environ["STATUS"] not in ("0", "1"):
        return 0
    patch = _patch(request)
    if not patch:
        return 0
    path = folder() / PATCH
    path.write_bytes(patch)
    commit = None if request.is_fork else _committed(request, path)
    if commit:
        output("commit", commit)
        (folder() / "commit.txt").write_text(f"{commit}\n", "utf-8")
    else:
        output("upload", "true")
        notice("notice", "the safe fixes could not be committed: the patch is kept beside the run")
    return 0


def _patch(request: PullRequest) -> bytes:
    """Return the safe fixes of the files that the pull request has changed."""
    since = common_past(request.base)
    what = ["--name-only", "--diff-filter=d", "-z", since, "HEAD"]
    listed = git("diff", *what, "--", *lines_of("INPUT_PATHS"))
    names = folder() / "changed.txt"
    names.write_bytes(listed.stdout)
    if not listed.stdout:
        return b""
    given: list[str] = json.loads((folder() / OPTIONS).read_text("utf-8"))
    command = [os.environ["PFOCR"], "validate", "--diff", *_of_judging(given)]
    done = subprocess.run([*command, "--files-from", names], capture_output=True, check=False)
    names.unlink()
    if done.returncode > 1:
        log(done.stderr.decode("utf-8", "replace"))
    return done.stdout if done.returncode in (0, 1) else b""


def _of_judging(given: list[str]) -> list[str]:
    found: list[str] = []
    rest = iter(given)
    for word in rest:
        name, equals, _ = word.partition("=")
        if word == "--isolated":
            found.append(word)
        elif name in _OF_JUDGING:
            found += [word] if equals else [word, next(rest, "")]
    return found


def _committed(request: PullRequest, patch: Path) -> str | None:
    """Commit the patch to the pull request's branch; None where it may not, or has moved on."""
    target = f"refs/heads/{request.branch}"
    if git("check-ref-format", target).returncode or not fetched(request.head):
        return None
    index = {"GIT_INDEX_FILE": str(folder() / "index")}
    name, mail = _BOT
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", name), ("EMAIL", mail))
    }
    for words in (["read-tree", request.head], ["apply", "--cached", str(patch)]):
        done = git(*words, env=index)
        if done.returncode:
            log(done.stderr.decode("utf-8", "replace"))
            return None
    tree = git("write-tree", env=index).stdout.decode().strip()
    Path(index["GIT_INDEX_FILE"]).unlink()
    commit = git("commit-tree", "-p", request.head, "-m", _MESSAGE, tree, env=who)
    made = commit.stdout.decode().strip()
    pushed = git("push", "--quiet", "origin", f"{made}:{target}")
    if pushed.returncode:
        log(pushed.stderr.decode("utf-8", "replace"))
        return None
    return made


if __name__ == "__main__":
    sys.exit(main())
