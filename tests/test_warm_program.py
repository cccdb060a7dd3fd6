"""A run that is a fork is what a run of a program started afresh is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import program
import pytest
from program import BROKEN, RECORDS, Run, environment, sound, warm_program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each run starts afresh")

RUNS = {
    "help": ("--help",),
    "version": ("--version",),
    "findings": ("validate", BROKEN),
    "json": ("validate", "--format", "json", RECORDS),
    "nothing-there": ("validate", "gone"),
    "no-command": ("nonsense",),
    "from-standard-input": ("validate", "--show", "info", "-"),
    "from-the-folder": ("validate", "--show-files"),
    "bytes": ("export", "-", "--to", "json"),
    "word": ("resolve", "RANKL", b"\xff"),
}


@pytest.mark.parametrize("words", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("colour", ["", "1"], ids=["plain", "coloured"])
def test_it_is_the_same(words: tuple[program.Word, ...], colour: str, tmp_path: Path) -> None:
    (tmp_path / "PMC1__f1.md").write_text(sound(1), encoding="utf-8")
    env = environment(FORCE_COLOR=colour)
    data = sound(2).replace("figtitle: ", "captoin: misspelt\nfigtitle: ").encode()
    done = program.forked(*words, cwd=tmp_path, stdin=data, env=env)
    assert done
    fresh = program.run(*words, cwd=tmp_path, stdin=data, env=env, fresh=True)
    assert Run(done.status, done.stdout, done.stderr) == fresh


def test_what_it_forks_from_has_one_thread() -> None:
    """A lock that another thread holds would be held in the fork for ever."""
    warm = warm_program([], environment())
    assert warm
    assert len(os.listdir(f"/proc/{warm.pid}/task")) == 1


def test_what_hangs_is_ended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list")
    for _ in range(2):
        with pytest.raises(subprocess.TimeoutExpired):
            program.run("validate", "--files-from", "list", cwd=tmp_path, timeout=0.2)
    assert program.run("--version").status == 0


def test_variables_of_python_and_workers_want_a_start_of_their_own() -> None:
    assert warm_program(["validate"], environment())
    assert not warm_program(["validate"], environment(PYTHONUNBUFFERED="1"))
    assert not warm_program(["validate"], environment(LC_ALL="C"))
    assert not warm_program(["validate", "-j2"], environment())
