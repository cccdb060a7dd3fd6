"""The step that keeps one comment of a pull request up to date, or its text for a run that may.

A run of a pull request from a fork has a token that only reads. Its text is left as an artifact,
and a workflow on ``workflow_run`` gives it to this step again (``post``). Source:
https://docs.github.com/en/rest/issues/comments
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from judge import fenced
from workflow import (
    ANNOTATIONS,
    COMMENT,
    FINDINGS,
    NOTES,
    NUMBER,
    PATCH,
    event,
    folder,
    notice,
    output,
)

Answer = dict[str, Any]
MOST_BYTES = 65_000
"""GitHub takes 65,536 characters."""
_MARK = re.compile(r"\A<!-- pfocr action [0-9a-f]{12} -->\n")
_ACTIONS_BOT = "github-actions[bot]"
_A_PAGE = 100
_MOST_PAGES = 50
_CALL = re.compile(r"@(?=[A-Za-z0-9])")
_MAY_NOT = (401, 403, 404)


def main() -> int:
    """Write the comment; 1 only where a text of another run is not what it claims to be."""
    posted = os.environ.get("INPUT_POST", "")
    here = Path(posted) if posted else folder()
    if not posted and not (here / NUMBER).exists():  # no pull request
        return 0
    number = (here / NUMBER).read_text("utf-8").strip()
    try:
        text, is_clean = _of_other_run(here, number) if posted else _composed(here)
        _write(number, text, is_clean=is_clean)
    except PermissionError as error:
        output("commented", "false")
        output("upload", "" if posted else "true")
        notice("notice", f"the pull request may not be written to by this run: {error}")
        return 0
    except (ValueError, OSError) as error:
        notice("error", f"no comment: {error}")
        return 1
    output("commented", "true")
    return 0


def _composed(here: Path) -> tuple[str, bool]:
    """Return the comment's text, and whether it says nothing but that all is well."""
    annotations = here / ANNOTATIONS
    is_judged = annotations.exists()
    notes = (here / NOTES).read_text("utf-8")
    parts = [(here / FINDINGS).read_text("utf-8").rstrip(), notes.rstrip()]
    room = MOST_BYTES - sum(len(part.encode()) for part in parts)
    parts.append(_fixes(here, room))
    text = _mark() + "\n\n".join(part for part in parts if part) + "\n"
    (here / COMMENT).write_text(text, "utf-8")
    output("comment", str(here / COMMENT))
    return text, is_judged and not annotations.read_text("utf-8") and not notes


def _fixes(here: Path, room: int) -> str:
    if not (here / PATCH).exists():
        return ""
    commit = here / "commit.txt"
    if commit.exists():
        made = commit.read_text("utf-8").strip()
        return (
            f"The safe fixes are committed as {made}; what is said above is of the commit before."
        )
    patch = (here / PATCH).read_text("utf-8", "replace")
    head = "<details><summary>The safe fixes, for <code>git apply</code></summary>"
    text = f"{head}\n\n{fenced(patch, 'diff')}\n\n</details>"
    if len(text.encode()) <= room - 500:
        return text
    return f"The safe fixes are a long patch: `fixes.patch` in the artifact `pfocr` of {_run()}."


def _run() -> str:
    of = os.environ
    return f"{of['GITHUB_SERVER_URL']}/{of['GITHUB_REPOSITORY']}/actions/runs/{of['GITHUB_RUN_ID']}"


def _mark() -> str:
    """Return the line by which a later run finds the comment: one a job of a workflow."""
    job = f"{os.environ.get('GITHUB_WORKFLOW', '')}\n{os.environ.get('GITHUB_JOB', '')}"
    return f"<!-- pfocr action {hashlib.sha256(job.encode()).hexdigest()[:12]} -->\n"


def _of_other_run(here: Path, number: str) -> tuple[str, bool]:
    """Return the text that another run has left, once it is known to be of that pull request.

    Whoever made the pull request may have made the text too: it can name a pull request only whose
    commit the run was of, and call nobody.
    """
    if not number.isdecimal():
        raise ValueError(f"{NUMBER} is not the number of a pull request")
    of_run = event().get("workflow_run", {}).get("head_sha")
    if not of_run or _ask("GET", f"pulls/{number}")[0]["head"]["sha"] != of_run:
        raise ValueError(f"pull request {number} is not what the run was of, or has moved on")
    text = (here / COMMENT).read_bytes()[:MOST_BYTES].decode("utf-8", "ignore")
    if not _MARK.match(text):
        raise ValueError(f"{COMMENT} is none of pfocr's")
    annotations = here / ANNOTATIONS
    is_clean = annotations.exists() and not annotations.stat().st_size
    return _CALL.sub("@\u200b", text), is_clean and not (here / NOTES).stat().st_size


def _write(number: str, text: str, *, is_clean: bool) -> None:
    """Update the comment that is there; a clean pull request that has none gets none."""
    match = _MARK.match(text)
    mark = match.group() if match else ""
    own = _own_comment(number, mark)
    if own is not None:
        if own["body"].replace("\r\n", "\n") != text:
            _ask("PATCH", f"issues/comments/{own['id']}", {"body": text})
    elif not is_clean:
        _ask("POST", f"issues/{number}/comments", {"body": text})


def _own_comment(number: str, mark: str) -> Answer | None:
    """Return the comment with the mark that is of the token's own user: others can copy a mark."""
    me = _me()
    for page in range(1, _MOST_PAGES + 1):
        found = _ask("GET", f"issues/{number}/comments?per_page={_A_PAGE}&page={page}")
        for comment in found:
            body = (comment.get("body") or "").replace("\r\n", "\n")
            if body.startswith(mark) and (comment.get("user") or {}).get("login") == me:
                return comment
        if len(found) < _A_PAGE:
            return None
    return None


def _me() -> str:
    """Return whose the token is; the token of a run is not told."""
    try:
        return str(_request("GET", f"{os.environ['GITHUB_API_URL']}/user")[0]["login"])
    except PermissionError:
        return _ACTIONS_BOT


def _ask(method: str, path: str, body: object = None) -> list[Answer]:
    repository = os.environ["GITHUB_REPOSITORY"]
    return _request(method, f"{os.environ['GITHUB_API_URL']}/repos/{repository}/{path}", body)


def _request(method: str, address: str, body: object = None) -> list[Answer]:
    """Ask GitHub: PermissionError where the token may not, OSError where there is no answer."""
    asked = urllib.request.Request(address, method=method)
    asked.add_header("Authorization", f"Bearer {os.environ['TOKEN']}")
    asked.add_header("Accept", "application/vnd.github+json")
    asked.add_header("X-GitHub-Api-Version", "2022-11-28")
    if body is not None:
        asked.data = json.dumps(body).encode()
        asked.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            found: list[Answer] | Answer = json.loads(answer.read())
            return found if isinstance(found, list) else [found]
    except urllib.error.HTTPError as error:
        with error:
            said = f"{method} {error.code} {error.reason}"
        if error.code in _MAY_NOT:
            raise PermissionError(said) from None
        raise OSError(said) from None


if __name__ == "__main__":
    sys.exit(main())
