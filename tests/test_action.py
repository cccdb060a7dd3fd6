"""The GitHub Action: its own steps are run, in a repository with a pull request, beside an API that
notes what is posted.

Source: what GitHub gives to a step,
https://docs.github.com/en/actions/reference/workflows-and-actions/variables.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from program import ROOT, environment, sound

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the steps are run by bash")

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
BOT = {"login": "github-actions[bot]"}
FAULTY = sound(1).replace("year: '2001'", "year: 20x1")
STALE = sound(1).replace("year: '2001'", "year: 2001")


# What a runner does


@dataclass
class Runner:
    """Runs the steps of the action as GitHub does: inputs, conditions, outputs, files."""

    folder: Path
    repository: Path
    api: Api
    inputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)

    def run(self, event: dict[str, Any], **inputs: str) -> int:
        """Run all steps; return the status of the first that failed, 0 where none did."""
        defaults = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        self.inputs = {**defaults, "version": "installed", "token": "t0ken", **given}
        (self.folder / "event.json").write_text(json.dumps(event), "utf-8")
        (self.folder / "summary").write_text("")
        self.log, self.outputs, self.uploads = "", {}, []
        status = 0
        for step in STEPS:
            if not self._value(step.get("if", "true")):
                continue
            if "uses" in step:
                self.uploads += [self._text(step["with"]["path"])] * ("upload" in step["uses"])
            elif status := self._step(step):
                break
        self.summary = (self.folder / "summary").read_text("utf-8")
        return status

    def _step(self, step: dict[str, Any]) -> int:
        output = self.folder / "output"
        output.write_text("")
        env = environment(
            PATH=f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            GITHUB_ACTION_PATH=str(ROOT),
            GITHUB_ACTIONS="true",
            GITHUB_API_URL=self.api.address,
            GITHUB_EVENT_PATH=str(self.folder / "event.json"),
            GITHUB_JOB="validate",
            GITHUB_OUTPUT=str(output),
            GITHUB_REPOSITORY="lab/figures",
            GITHUB_RUN_ID="7",
            GITHUB_SERVER_URL="https://github.example",
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"),
            GITHUB_WORKFLOW="records",
            RUNNER_TEMP=str(self.folder / "temp"),
            **{name: self._text(text) for name, text in step.get("env", {}).items()},
        )
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            command, cwd=self.repository, env=env, capture_output=True, text=True, check=False
        )
        self.log += done.stdout + done.stderr
        self.outputs[step.get("id", "")] = dict(
            line.split("=", 1) for line in output.read_text("utf-8").splitlines()
        )
        return done.returncode

    def _text(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(self._value(match[1])), text)

    def _value(self, expression: str) -> Any:
        """Return what an expression of the action gives: names, texts, ==, !=, && and ||."""
        python = re.sub(
            r"(inputs|steps|github)\.[\w.-]+|&&|\|\|",
            lambda match: (
                {"&&": " and ", "||": " or "}.get(match[0]) or repr(self._of_name(match[0]))
            ),
            expression.strip().removeprefix("${{").removesuffix("}}").strip(),
        )
        return eval(python, {"__builtins__": {}}, {"true": True})

    def _of_name(self, name: str) -> str:
        kind, *rest = name.split(".")
        if kind == "inputs":
            return self.inputs[rest[0]]
        assert rest[1] == "outputs"
        return self.outputs.get(rest[0], {}).get(rest[2], "")


class Api:
    """GitHub's API of comments, as far as it is asked; ``may_write``: what the token may."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.may_write = True
        self.head_sha = ""
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.answer(self, "GET")

            def do_POST(self) -> None:
                api.answer(self, "POST")

            def do_PATCH(self) -> None:
                api.answer(self, "PATCH")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        serve = self.server.serve_forever
        threading.Thread(target=serve, args=(0.01,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler, method: str) -> None:
        assert request.headers["Authorization"] == "Bearer t0ken"
        body = request.rfile.read(int(request.headers["Content-Length"] or 0))
        status, found = self._found(method, request.path, json.loads(body) if body else {})
        self.asked.append(f"{method} {request.path}")
        data = json.dumps(found).encode()
        request.send_response(status)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _found(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, object]:
        if path == "/user" or (method != "GET" and not self.may_write):
            return 403, {"message": "Resource not accessible by integration"}
        path = path.removeprefix("/repos/lab/figures/")
        if path == "pulls/12":
            return 200, {"head": {"sha": self.head_sha}}
        if method == "PATCH":
            comment = next(each for each in self.comments if path.endswith(f"/{each['id']}"))
            comment.update(body)
            return 200, comment
        if method == "POST":
            assert path == "issues/12/comments"
            self.comments.append({"id": len(self.comments) + 1, "user": BOT, **body})
            return 201, self.comments[-1]
        page = int(path.rpartition("=")[2])
        assert path.startswith("issues/12/comments?per_page=100&page=")
        return 200, self.comments[(page - 1) * 100 : page * 100]


@dataclass
class PullRequest:
    """A repository whose HEAD is the merge of a branch, as a checkout leaves it, and its origin."""

    runner: Runner
    origin: Path
    repository: Path

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.repository, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        for name, text in files.items():
            path = self.repository / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "x", "--allow-empty")
        return self.git("rev-parse", "HEAD")

    def opened(
        self, base: Mapping[str, str], head: Mapping[str, str | None], branch: str = "titles"
    ) -> dict[str, Any]:
        """Make the commits; return the event of a pull request between them."""
        base_sha = self.commit({**base, "README": "r\n"})
        self.git("push", "-q", "origin", "HEAD:refs/heads/main")
        self.git("checkout", "-qb", branch)
        head_sha = self.commit(head)
        self.git("push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", "merge", branch)
        repo = {"full_name": "lab/figures"}
        return {
            "pull_request": {
                "number": 12,
                "title": "`${{ x }}` $(touch /tmp/x)",
                "base": {"sha": base_sha, "ref": "main", "repo": repo},
                "head": {"sha": head_sha, "ref": branch, "repo": repo},
            }
        }

    def run(self, event: dict[str, Any], **inputs: str) -> int:
        return self.runner.run(event, **inputs)


@pytest.fixture
def request_of(tmp_path: Path) -> Iterator[PullRequest]:
    origin, repository, folder = (tmp_path / name for name in ("origin.git", "work", "runner"))
    for path in (origin, repository, folder / "temp", folder / "bin"):
        path.mkdir(parents=True)
    python = shlex.quote(sys.executable)
    for name, words in {"python": python, "pfocr": f"{python} -P -m pfocr_cli"}.items():
        program = folder / "bin" / name
        program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        program.chmod(0o755)
    api = Api()
    made = PullRequest(Runner(folder, repository, api), origin, repository)
    subprocess.run(["git", "init", "-q", "--bare", str(origin)], check=True)
    made.git("init", "-q", "-b", "main")
    for key, value in {"user.name": "a", "user.email": "a@example.org"}.items():
        made.git("config", key, value)
    made.git("remote", "add", "origin", str(origin))
    yield made
    api.server.shutdown()
    api.server.server_close()


# What is judged, and what is said


def test_a_pull_request_gets_annotations_a_summary_and_one_comment(
    request_of: PullRequest,
) -> None:
    old = sound(2).replace("year: '2001'", "year: 20x2")
    event = request_of.opened({"_figures/PMC2__f1.md": old}, {"_figures/PMC1__f1.md": FAULTY})
    runner, api = request_of.runner, request_of.runner.api
    assert request_of.run(event, paths="_figures") == 1
    assert "::error file=_figures/PMC1__f1.md,line=13," in runner.log
    assert "PMC2" not in runner.log  # what was there before is nobody's fault
    [comment] = api.comments
    assert "PMC1\\_\\_f1" in comment["body"] or "PMC1__f1" in comment["body"]
    assert comment["body"].startswith("<!-- pfocr action ")
    assert runner.outputs["judge"]["status"] == "1"
    assert runner.uploads == []

    assert request_of.run(event, paths="_figures", against="false") == 1
    assert [each["id"] for each in api.comments] == [1]  # the same one, brought up to date
    assert "PMC2__f1" in api.comments[0]["body"]

    asked = len(api.asked)
    assert request_of.run(event, paths="_figures", against="false") == 1
    assert not any(each.startswith("PATCH") for each in api.asked[asked:])  # nothing is new

    request_of.commit({"_figures/PMC1__f1.md": sound(1)})
    assert request_of.run(event, paths="_figures") == 0
    [comment] = api.comments
    assert "pfocr: nothing found in 2 records" in comment["body"]
    assert "pfocr: nothing found in 2 records" in runner.summary


def test_a_clean_pull_request_gets_no_comment(request_of: PullRequest) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": sound(1)})
    assert request_of.run(event) == 0
    assert request_of.runner.api.comments == []


def test_a_comment_of_somebody_else_with_the_same_mark_is_left_alone(
    request_of: PullRequest,
) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": FAULTY})
    api = request_of.runner.api
    request_of.run(event)
    copied = {"id": 99, "user": {"login": "mallory"}, "body": api.comments[0]["body"]}
    others = [{"id": 200 + n, "user": BOT, "body": "something else"} for n in range(120)]
    own = api.comments[0] | {"id": 400, "body": api.comments[0]["body"] + "old"}
    api.comments = [copied, *others, own]
    request_of.run(event)
    assert len(api.comments) == 122
    assert api.comments[0] == copied
    assert not own["body"].endswith("old")


def test_a_push_is_judged_whole_and_comments_nothing(request_of: PullRequest) -> None:
    request_of.opened({"_figures/PMC1__f1.md": FAULTY}, {})
    assert request_of.run({"ref": "refs/heads/main"}) == 1
    assert request_of.runner.api.asked == []
    assert "::error file=_figures/PMC1__f1.md" in request_of.runner.log


def test_configuration_baseline_and_decisions_are_those_of_the_base_branch(
    request_of: PullRequest,
) -> None:
    base = {
        ".pfocr.toml": 'ignore = ["I204"]\n[validate]\nbaseline = "lists/known"\n',
        "lists/known": "PMC1__f1\tS104\t/year\t20x1\t1\n",
        "_figures/PMC1__f1.md": FAULTY,
    }
    weaker = {
        ".pfocr.toml": 'ignore = ["S", "I"]\n',
        "lists/known": "PMC2__f1\tS104\t/year\t20x2\t1\n",
        "_figures/PMC2__f1.md": sound(2).replace("year: '2001'", "year: 20x2"),
    }
    event = request_of.opened(base, weaker)
    assert request_of.run(event, against="false") == 1
    [comment] = request_of.runner.api.comments
    assert "PMC2__f1" in comment["body"]
    assert "PMC1__f1" not in comment["body"]
    assert "This pull request changes `.pfocr.toml`." in comment["body"]
    assert "This pull request changes `lists/known`." in comment["body"]
    assert "This pull request changes" in request_of.runner.summary


def test_a_clean_pull_request_that_changes_the_configuration_is_told_of(
    request_of: PullRequest,
) -> None:
    event = request_of.opened({"_figures/PMC1__f1.md": sound(1)}, {".pfocr.toml": 'ignore=["S"]\n'})
    assert request_of.run(event) == 0
    [comment] = request_of.runner.api.comments
    assert "This pull request changes `.pfocr.toml`." in comment["body"]


@pytest.mark.parametrize("form", ["--baseline {}", "'--baseline=./{}'"])
def test_a_file_among_the_arguments_is_that_of_the_base_branch(
    request_of: PullRequest, form: str
) -> None:
    known = "PMC1__f1\tS104\t/year\t20x1\t1\n"
    event = request_of.opened(
        {"known list": ""}, {"known list": known, "_figures/PMC1__f1.md": FAULTY}
    )
    arguments = form.format("known list" if "'" in form else "known\\ list")
    assert request_of.run(event, arguments=arguments) == 1
    assert "This pull request changes `known list`." in request_of.runner.api.comments[0]["body"]


def test_a_baseline_that_only_the_pull_request_has_is_not_used(request_of: PullRequest) -> None:
    known = "PMC1__f1\tS104\t/year\t20x1\t1\n"
    event = request_of.opened({}, {"known": known, "_figures/PMC1__f1.md": FAULTY})
    assert request_of.run(event, arguments="--baseline known") == 1
    body = request_of.runner.api.comments[0]["body"]
    assert "--baseline names a file that the base branch does not have" in body


def test_the_tables_are_those_of_the_pull_request_whatever_the_base_branch_calls_their_folder(
    request_of: PullRequest,
) -> None:
    event = request_of.opened(
        {".pfocr.toml": 'data-dir = "tables"\n', "tables/PMC1__f1-genes.tsv": "word\n"},
        {"_figures/PMC1__f1.md": sound(1), "tables/PMC9__f1-genes.tsv": "word\n"},
    )
    arguments = "--fail-on warning --select D703"
    assert request_of.run(event, arguments=arguments, against="false") == 1
    assert "tables/PMC9__f1-genes.tsv" in request_of.runner.log
    options = json.loads((request_of.runner.folder / "temp/pfocr-action/options.json").read_text())
    assert options[options.index("--data-dir") + 1] == "tables"


@pytest.mark.parametrize("option", ["--fix", "--write-baseline=x"])
def test_an_argument_that_writes_is_refused(request_of: PullRequest, option: str) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": STALE})
    assert request_of.run(event, arguments=option) == 2
    assert (request_of.repository / "_figures/PMC1__f1.md").read_text("utf-8") == STALE
    assert "is none that this action can pass on" in request_of.runner.log
    assert "could not be judged" in request_of.runner.api.comments[0]["body"]


def test_what_cannot_be_judged_is_said_in_the_comment(request_of: PullRequest) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": sound(1)})
    assert request_of.run(event, arguments="--nothing-like-it") == 2
    assert "No such option" in request_of.runner.api.comments[0]["body"]


def test_a_shallow_clone_fetches_the_base_branch(request_of: PullRequest, tmp_path: Path) -> None:
    base = {".pfocr.toml": "", "_figures/PMC2__f1.md": sound(2).replace("'2001'", "20x2")}
    event = request_of.opened(base, {"_figures/PMC1__f1.md": FAULTY})
    request_of.git("push", "-q", "origin", "HEAD:refs/pull/12/merge")
    allow = ["config", "uploadpack.allowAnySHA1InWant", "1"]
    subprocess.run(["git", "-C", request_of.origin, *allow], check=True)
    shallow = tmp_path / "shallow"
    shallow.mkdir()
    for words in (
        ["init", "-q"],
        ["remote", "add", "origin", f"file://{request_of.origin}"],
        ["fetch", "-q", "--depth=1", "origin", "refs/pull/12/merge"],
        ["checkout", "-q", "FETCH_HEAD"],
    ):
        subprocess.run(["git", *words], cwd=shallow, check=True)
    request_of.runner.repository = shallow
    assert request_of.run(event) == 1
    assert "PMC1__f1" in request_of.runner.api.comments[0]["body"]
    assert "PMC2__f1" not in request_of.runner.api.comments[0]["body"]


# A token that only reads


def test_a_fork_leaves_its_comment_to_another_run(request_of: PullRequest, tmp_path: Path) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": FAULTY})
    event["pull_request"]["head"]["repo"] = {"full_name": "mallory/figures"}
    runner, api = request_of.runner, request_of.runner.api
    api.may_write = False
    assert request_of.run(event, fix="true") == 1
    assert (api.comments, runner.outputs["comment"]["commented"]) == ([], "false")
    [artifact] = runner.uploads
    assert "may not be written to by this run" in runner.log

    api.may_write, api.head_sha = True, event["pull_request"]["head"]["sha"]
    later = {"workflow_run": {"head_sha": api.head_sha}}
    kept = tmp_path / "artifact"
    Path(artifact).rename(kept)
    for _ in range(2):
        assert request_of.run(later, post=str(kept)) == 0
    [comment] = api.comments
    assert "PMC1__f1" in comment["body"]
    assert "judge" not in runner.outputs


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("number.txt", "13/../12", "is not the number"),
        ("number.txt", "12\n13", "is not the number"),
        ("comment.md", "<h1>Your password, please</h1>", "is none of pfocr's"),
        ("head", "0" * 40, "is not what the run was of"),
    ],
)
def test_an_artifact_that_is_not_what_it_claims_to_be_is_not_posted(
    request_of: PullRequest, tmp_path: Path, name: str, text: str, told: str
) -> None:
    kept = tmp_path / "artifact"
    kept.mkdir()
    api = request_of.runner.api
    api.head_sha = "1" * 40
    files = {
        "number.txt": "12",
        "comment.md": f"<!-- pfocr action {'0' * 12} -->\n@you",
        name: text,
    }
    for each, content in files.items():
        (kept / each).write_text(content)
    event = {"workflow_run": {"head_sha": text if name == "head" else api.head_sha}}
    assert request_of.run(event, post=str(kept)) == 1
    assert api.comments == []
    assert told in request_of.runner.log


def test_a_text_of_a_fork_calls_nobody(request_of: PullRequest, tmp_path: Path) -> None:
    kept = tmp_path / "artifact"
    kept.mkdir()
    text = f"<!-- pfocr action {'0' * 12} -->\n@you and @lab/team"
    for name, content in {"number.txt": "12", "comment.md": text, "notes.md": ""}.items():
        (kept / name).write_text(content)
    request_of.runner.api.head_sha = "1" * 40
    assert request_of.run({"workflow_run": {"head_sha": "1" * 40}}, post=str(kept)) == 0
    assert not re.search(r"@\w", request_of.runner.api.comments[0]["body"])


# Fixes


@pytest.mark.parametrize("branch", ["titles", "o'brien/$(touch${IFS}hacked)"])
def test_safe_fixes_are_committed_to_the_branch(request_of: PullRequest, branch: str) -> None:
    event = request_of.opened(
        {"_figures/PMC2__f1.md": sound(2).replace("'2001'", "2001")},
        {"_figures/PMC1__f1.md": STALE},
        branch,
    )
    here = request_of.git("status", "--porcelain")
    assert request_of.run(event, fix="true", paths="_figures") == 1
    made = request_of.runner.outputs["mend"]["commit"]
    request_of.git("fetch", "-q", "origin")
    assert request_of.git("rev-parse", f"origin/{branch}") == made
    assert request_of.git("rev-parse", f"{made}^") == event["pull_request"]["head"]["sha"]
    assert request_of.git("diff", "--name-only", f"{made}^", made) == "_figures/PMC1__f1.md"
    assert "+year: '2001'" in request_of.git("show", made)
    assert request_of.git("status", "--porcelain") == here == ""
    assert f"committed as {made}" in request_of.runner.api.comments[0]["body"]
    assert request_of.runner.uploads == []


@pytest.mark.parametrize("why", ["fork", "moved", "refused"])
def test_fixes_that_cannot_be_committed_are_given_as_a_patch(
    request_of: PullRequest, tmp_path: Path, why: str
) -> None:
    event = request_of.opened({}, {"_figures/PMC1__f1.md": STALE})
    if why == "fork":
        event["pull_request"]["head"]["repo"] = None  # a fork that is gone
    elif why == "moved":
        request_of.git("checkout", "-q", "titles")
        request_of.commit({"more": "x\n"})
        request_of.git("push", "-q", "origin", "titles")
        request_of.git("checkout", "-q", "main")
    else:
        request_of.git("remote", "set-url", "origin", str(tmp_path / "nowhere"))
    before = subprocess.run(
        ["git", "-C", request_of.origin, "rev-parse", "titles"], capture_output=True, check=True
    ).stdout
    assert request_of.run(event, fix="true") == 1
    body = request_of.runner.api.comments[0]["body"]
    patch = next(
        token.content for token in MarkdownIt().parse(body) if token.info.strip() == "diff"
    )
    assert "-year: 2001\n+year: '2001'\n" in patch
    applied = subprocess.run(
        ["git", "-C", str(request_of.repository), "apply", "--check", "-"],
        input=patch.encode(),
        check=False,
    )
    assert applied.returncode == 0
    assert len(request_of.runner.uploads) == 1
    after = subprocess.run(
        ["git", "-C", request_of.origin, "rev-parse", "titles"], capture_output=True, check=True
    ).stdout
    assert before == after


def test_a_patch_that_the_comment_cannot_hold_is_left_to_the_artifact(
    request_of: PullRequest,
) -> None:
    title = "figtitle: " + "x" * 3_000
    many = {
        f"_figures/PMC{n}__f1.md": sound(n)
        .replace("year: '2001'", "year: 2001")
        .replace("figtitle: NF-κB in bone", title)
        for n in range(1, 31)
    }
    event = request_of.opened({}, many)
    event["pull_request"]["head"]["repo"] = {"full_name": "b/figures"}
    assert request_of.run(event, fix="true") == 1
    body = request_of.runner.api.comments[0]["body"]
    assert len(body) < 65_536
    assert "`fixes.patch` in the artifact `pfocr` of https://github.example/lab/figures/" in body


# Hostile text


HOSTILE = "::add-mask::x `</details>` @lab ]]>"


def test_no_text_of_a_record_commands_the_runner_or_breaks_the_comment(
    request_of: PullRequest,
) -> None:
    text = (
        sound(1)
        .replace("year: '2001'", "year: 2001\n::set-output name=x::y: 1")
        .replace("figtitle: NF-κB in bone", "figtitle: 'a ``` </details> @lab <img src=x>  \\'")
    )
    event = request_of.opened({}, {f"_figures/PMC1__f1 {HOSTILE.replace('/', '')}.md": text})
    event["pull_request"]["head"]["repo"] = None
    assert request_of.run(event, fix="true", arguments="--show info") == 1
    commands = [
        line.split("::")[1].split(" ")[0]
        for line in without_stopped(request_of.runner.log)
        if line.startswith("::")
    ]
    assert set(commands) <= {"error", "warning", "notice"}
    html = (
        MarkdownIt("commonmark").enable("table").render(request_of.runner.api.comments[0]["body"])
    )
    assert "<img" not in html
    assert html.count("</details>") == 1
    assert not re.search(r"@(?=\w)", re.sub(r"(?s)<code.*?</code>", "", html))


def without_stopped(log: str) -> Iterator[str]:
    """Yield the lines of a log that the runner reads for commands."""
    stopped = ""
    for line in log.splitlines():
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        else:
            yield line


def test_nothing_in_the_pull_request_is_imported(request_of: PullRequest) -> None:
    hostile = "raise SystemExit('imported')\n"
    names = ("json", "workflow", "judge", "pfocr_cli", "sitecustomize", "encodings", "pip")
    event = request_of.opened(
        {}, {"_figures/PMC1__f1.md": sound(1), **{f"{name}.py": hostile for name in names}}
    )
    assert request_of.run(event, fix="true") == 0
    assert "imported" not in request_of.runner.log


# The action's own text


def test_no_script_of_a_step_holds_an_expression() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 5
    for script in scripts:
        assert "${{" not in script
        assert script.startswith("set -euo pipefail\n")


def test_no_step_is_given_what_others_can_write_but_by_the_event() -> None:
    whole = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"github\.[\w.]+", whole)) == {"github.token"}


def test_actions_are_named_by_commit() -> None:
    for step in STEPS:
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])


def test_the_page_names_every_input_and_output() -> None:
    page = (ROOT / "docs" / "action.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.M)) == set(ACTION["inputs"])
    for output in ACTION["outputs"]:
        assert f"`{output}`" in page


@pytest.mark.parametrize("version", ["", "0.2.0"])
def test_the_program_is_installed_beside_what_is_there(tmp_path: Path, version: str) -> None:
    """With stand-ins for Python: what is asked of pip."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(
        '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/asked"\n[ "$3" != venv ] || {\n'
        'mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; }\n'
    )
    python.chmod(0o755)
    [script] = [step["run"] for step in STEPS if step.get("id") == "install"]
    env = environment(
        PATH=f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        RUNNER_TEMP=str(tmp_path),
        GITHUB_OUTPUT=str(tmp_path / "output"),
        GITHUB_ACTION_PATH="/the action",
        VERSION=version,
    )
    subprocess.run(["bash", "-c", script], env=env, check=True)
    wanted = f"pfocr-cli=={version}" if version else "/the action"
    first, second = (tmp_path / "asked").read_text().splitlines()
    assert first == f"-I -m venv {tmp_path}/pfocr-venv"
    assert second == f"-I -m pip install --quiet --disable-pip-version-check {wanted}"
    assert (tmp_path / "output").read_text() == f"pfocr={tmp_path}/pfocr-venv/bin/pfocr\n"
