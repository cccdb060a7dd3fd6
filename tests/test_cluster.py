"""A Dask cluster that is already there, where distributed is installed: a scheduler and two workers
on the loopback address. The bytes are those of one process, also where workers are killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from program import call, environment, run, sound

from pfocr_cli.app import workers
from pfocr_cli.app.workers import seen_from, unlike
from pfocr_cli.engine import Rescue, cluster, executor_for
from pfocr_cli.engine import run as run_engine
from pfocr_cli.engine.cluster import Cluster
from pfocr_cli.errors import PfocrError

Capture = pytest.CaptureFixture[bytes]

_WORKER = """
import asyncio, sys
from distributed import Worker

async def work():
    async with Worker(sys.argv[1], nthreads=1, dashboard_address=None) as worker:
        print("ready", flush=True)
        await worker.finished()

asyncio.run(work())
"""
_SCHEDULER = """
import asyncio
from distributed import Scheduler

async def schedule():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()

asyncio.run(schedule())
"""


@dataclass
class Dask:
    """A scheduler, and its workers."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[str]]

    def fill_up(self) -> None:
        """See that two workers are there."""
        for process in [each for each in self.workers if each.poll() is not None]:
            process.communicate()
            self.workers.remove(process)
        new = [
            started(_WORKER, self.address, cwd=self.folder) for _ in range(2 - len(self.workers))
        ]
        self.workers += new
        assert [first_line(process) for process in new] == ["ready"] * len(new)


def started(script: str, *words: str, cwd: Path) -> subprocess.Popen[str]:
    """Start a script."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    """Return the first line that a script prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def dask(scheduler: Dask) -> Dask:
    scheduler.fill_up()
    return scheduler


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    pytest.importorskip("distributed", reason="distributed (extra dask) is not installed")
    folder = tmp_path_factory.mktemp("dask")
    own = started(_SCHEDULER, cwd=folder)
    there = Dask(first_line(own), folder, [])
    try:
        yield there
    finally:
        for process in (*there.workers, own):
            process.kill()
            process.communicate()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "_figures"
    folder.mkdir()
    for number in range(1, 90):
        text = sound(number).replace("NFKB1\n", "AARS\n").replace("'4790'", "'16'")
        (folder / f"PMC{number}__f1.md").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "--format", "jsonl", "--show", "info"),
        ("normalize", "--diff"),
        ("export", "--to", "csv"),
    ],
)
def test_the_bytes_are_those_of_one_process(
    words: tuple[str, ...], dask: Dask, corpus: Path
) -> None:
    one = run(*words, "_figures", cwd=corpus)
    there = run(*words, "--executor", f"dask:{dask.address}", "_figures", cwd=corpus)
    assert (there.status, there.out, there.err) == (one.status, one.out, one.err)
    assert one.out


def test_workers_that_see_other_things_are_named(
    dask: Dask, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(corpus)
    monkeypatch.setattr(workers, "__version__", "9.9")
    done = call(capsysbinary, "validate", "--executor", f"dask:{dask.address}", "_figures")
    assert done.status == 2
    assert "pfocr: worker tcp://127.0.0.1:" in done.err
    assert "and this is 9.9: install one version on all" in done.err


def test_what_a_worker_must_share_is_said(tmp_path: Path) -> None:
    (tmp_path / "record.md").write_text("text")
    here = os.getcwd()
    try:
        own = seen_from(str(tmp_path), None, "record.md")
        assert unlike(own, own) == ""
        gone = seen_from(str(tmp_path / "none"), None, "record.md")
        assert "does not see the files of this run" in unlike(own, gone)
        assert "no such file" in unlike(own, seen_from(str(tmp_path), None, "other.md"))
        other = seen_from(str(tmp_path), "none.lexicon", "record.md")
        assert "another lexicon: cannot read the lexicon none.lexicon" in unlike(own, other)
        assert "must be installed there too: no module" in unlike(own, ImportError("no module"))
    finally:
        os.chdir(here)


def test_an_address_without_a_scheduler_is_told() -> None:
    pytest.importorskip("distributed", reason="distributed (extra dask) is not installed")
    with pytest.raises(PfocrError, match="--executor 'dask:nowhere' cannot be used"):
        executor_for(1, "dask:nowhere")


def doubled(marker: Path, *, always: bool) -> Callable[[int], int]:
    """Return a job that kills the worker which does item 40, the first time or always."""
    here = os.getpid()

    def job(item: int) -> int:
        if item == 40 and os.getpid() != here and (always or not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return 2 * item

    return job


@pytest.mark.parametrize("always", [False, True])
def test_a_worker_that_is_killed_costs_nothing(
    always: bool, dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.1)
    told: list[str] = []
    rescue: Rescue[int, int] = Rescue(str, lambda _: (), lambda item: item, told.append)
    with Cluster(dask.address) as executor:
        job = doubled(tmp_path / "killed", always=always)
        assert list(run_engine(job, range(100), executor, rescue)) == [*range(0, 200, 2)]
    assert (tmp_path / "killed").exists()
    assert all("done in this process" in line for line in told)
    assert told or not always
