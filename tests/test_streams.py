"""What cannot be written is named, nothing half-written stays, and `| head` is no failure."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import program
import pytest
from program import FIXTURES, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")

BROKEN, SOUND = str(program.BROKEN), str(program.RECORDS)
FULL = Path("/dev/full")


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def env(request: pytest.FixtureRequest) -> dict[str, str]:
    return program.environment(**({"PYTHONUNBUFFERED": "1"} if request.param else {}))


def in_bash(script: str, words: Sequence[str], cwd: Path, env: dict[str, str]) -> Run:
    """Run a line of bash in which ``"$@"`` is the program with ``words``."""
    return program.run(*words, cwd=cwd, env=env, before=["bash", "-c", script, "bash"])


def into(descriptor: int, words: Sequence[str], cwd: Path, env: dict[str, str]) -> Run:
    """Run the program with a descriptor, which is closed here, as its standard output: a fork where
    that is the same.
    """
    with tempfile.TemporaryFile() as errors:
        if warm := program.warm_program(words, env):
            streams = os.open(os.devnull, os.O_RDONLY), descriptor, os.dup(errors.fileno())
            status = warm.run_with(words, str(cwd), env, streams)()
        else:
            command = [*program.PROGRAM, *words]
            status = subprocess.call(command, cwd=cwd, env=env, stdout=descriptor, stderr=errors)
            os.close(descriptor)
        errors.seek(0)
        return Run(status, b"", errors.read())


CLOSED = {
    "findings": (["validate", BROKEN], 2),
    "nothing-to-print": (["validate", SOUND], 0),
    "findings-to-a-file": (["validate", "--format", "json:x.json", BROKEN], 1),
    "report": (["validate", "--format", "json", SOUND], 2),
    "statistics": (["validate", "--statistics", "--fail-on", "never", BROKEN], 2),
    "csv": (["export", SOUND, "--to", "csv"], 2),
    "jsonl-as-it-comes": (["export", SOUND, "--to", "jsonl", "--on-error", "skip"], 2),
    "csv-to-a-file": (["export", SOUND, "--to", "csv:x.csv"], 0),
    "both": (["export", SOUND, "--to", "csv", "--to", "jsonl:x.jsonl"], 2),
    "patch": (["normalize", "--diff", str(FIXTURES / "normalize" / "stale")], 2),
    "help": (["--help"], 2),
    "help-of-a-command": (["validate", "--help"], 2),
    "version": (["--version"], 2),
    "word": (["resolve", "AKT1"], 2),
}


@pytest.mark.parametrize(("words", "status"), CLOSED.values(), ids=CLOSED)
@pytest.mark.parametrize("closing", [">&-", ">/dev/full"])
def test_a_report_that_cannot_be_written_is_status_2(
    words: list[str], status: int, closing: str, tmp_path: Path, env: dict[str, str]
) -> None:
    if closing == ">/dev/full":
        run = into(os.open(FULL, os.O_WRONLY), words, tmp_path, env)
    else:
        run = in_bash(f'"$@" {closing}', words, tmp_path, env)
    assert run.status == status, run.err
    assert ("cannot write to standard output: " in run.err) == (status == 2)
    assert "Traceback" not in run.err
    assert "Exception ignored" not in run.err
    assert {path.name for path in tmp_path.iterdir()} <= (
        set() if status == 2 else {"x.json", "x.csv"}
    )


@pytest.mark.parametrize("closing", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("words", "status"),
    [(["validate", SOUND], 0), (["nonsense"], 2), (["validate", "--baseline", "gone", BROKEN], 2)],
    ids=["sound", "usage", "unserved"],
)
def test_a_standard_error_that_cannot_be_written_changes_no_status(
    words: list[str], status: int, closing: str, tmp_path: Path, env: dict[str, str]
) -> None:
    assert in_bash(f'"$@" {closing}', words, tmp_path, env).status == status


HEAD = {
    "never": (["validate", "--fail-on", "never", BROKEN], 0),
    "findings": (["validate", BROKEN], 1),
    "two-processes": (["validate", "-j", "2", BROKEN], 1),
    "json": (["validate", "--fail-on", "never", "--format", "json", BROKEN], 0),
    "sarif-too": (
        ["validate", "--fail-on", "never", "--format", "text", "--format", "sarif:x.sarif", BROKEN],
        0,
    ),
    "patch": (["validate", "--diff", BROKEN], 1),
    "rules": (["rule", "--all"], 0),
    "help": (["--help"], 0),
    "help-of-a-command": (["validate", "--help"], 0),
    "export": (["export", SOUND, "--to", "json"], 0),
    "export-too": (["export", SOUND, "--to", "json", "--to", "csv:x.csv"], 0),
    "export-as-it-comes": (["export", SOUND, "--to", "json", "--on-error", "skip"], 0),
    "export-as-it-comes-too": (
        ["export", SOUND, "--to", "json", "--to", "csv:x.csv", "--on-error", "skip"],
        0,
    ),
    "check": (["normalize", "--check", str(FIXTURES / "normalize")], 1),
    "normalize-diff": (["normalize", "--diff", str(FIXTURES / "normalize")], 1),
}


@pytest.mark.parametrize(("words", "status"), HEAD.values(), ids=HEAD)
@pytest.mark.parametrize(
    ("colour", "env"),
    [("", ""), ("1", ""), ("", "1")],
    ids=["plain", "coloured", "unbuffered"],
    indirect=["env"],
)
def test_a_reader_that_has_seen_enough_is_no_failure(
    words: list[str], status: int, colour: str, tmp_path: Path, env: dict[str, str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = into(writing, words, tmp_path, {**env, "FORCE_COLOR": colour})
    assert run.status == status, run.err
    assert "cannot write" not in run.err
    assert "Traceback" not in run.err
    assert "Exception ignored" not in run.err
    files = {word.partition(":")[2] for word in words if ":x." in word}
    assert {path.name for path in tmp_path.iterdir()} == files


def test_words_without_end_are_not_read_to_their_end(tmp_path: Path, env: dict[str, str]) -> None:
    script = 'yes AKT1 | "$@" | head -n 1 >/dev/null; exit "${PIPESTATUS[1]}"'
    assert in_bash(script, ["resolve", "--format", "tsv", "-"], tmp_path, env).status == 0


LARGE = {
    "report": (["validate", "--format", "json:x.json", BROKEN], "x.json"),
    "report-beside-another": (
        ["validate", "--format", "text", "--format", "junit:x.xml", BROKEN],
        "x.xml",
    ),
    "baseline": (["validate", "--write-baseline", "x.tsv", BROKEN], "x.tsv"),
    "json": (["export", SOUND, "-o", "x.json"], "x.json"),
    "with-a-manifest": (["export", SOUND, "-o", "x.json", "--manifest", "m.json"], "x.json"),
    "folder": (["export", SOUND, "--to", "gpml:out/"], "out/"),
    "standard-output": (["export", SOUND, "--to", "json"], "TMPDIR"),
    "todo": (["normalize", "--check", BROKEN, "--todo", "x.tsv"], "x.tsv"),
}


@pytest.mark.parametrize("env", [""], ids=["buffered"], indirect=True)
@pytest.mark.parametrize(("words", "named"), LARGE.values(), ids=LARGE)
def test_a_full_disk_names_the_file_and_leaves_no_half_of_it(
    words: list[str], named: str, tmp_path: Path, env: dict[str, str]
) -> None:
    """A limit on the size of files stands for a disk that is full."""
    run = in_bash(
        'export PYTHONDONTWRITEBYTECODE=1; ulimit -f 2; exec "$@" >/dev/null', words, tmp_path, env
    )
    assert run.status == 2, run.err
    (said,) = [line for line in run.messages if "cannot write" in line]
    assert named in said
    assert "File too large" in said
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        ["validate", "--format", "json:/dev/full", BROKEN],
        ["validate", "--format", "text", "--format", "json:/dev/full", BROKEN],
        ["export", SOUND, "--to", "csv:/dev/full"],
        ["export", SOUND, "--to", "csv:/dev/full", "--to", "jsonl:x.jsonl"],
        ["normalize", "--check", BROKEN, "--todo", "/dev/full"],
    ],
    ids=["report", "two-reports", "export", "two-exports", "todo"],
)
def test_a_full_device_is_named(words: list[str], tmp_path: Path) -> None:
    run = program.run(*words, cwd=tmp_path)
    assert run.status == 2, run.err
    assert "cannot write /dev/full: No space left on device" in run.err
    assert os.listdir(tmp_path) == []
