"""From its first line on the program ends by a signal with 128 and its number, without a
traceback.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and FIFOs are POSIX")

ROOT = Path(__file__).parents[1]
SOUND = str(ROOT / "fixtures" / "records")
MODULE = [sys.executable, "-m", "pfocr_cli"]
_MODULE, _, _FUNCTION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "scripts"
]["pfocr"].partition(":")
SCRIPT = [
    sys.executable,
    "-c",
    f"import sys\nfrom {_MODULE} import {_FUNCTION}\nsys.exit({_FUNCTION}())",
]
"""What an installer makes of the entry point."""

# Tells that a module is about to be imported, or that the program is about to end, and waits.
HOLDS = """
import atexit, os, sys

def hold():
    os.close(os.open(os.environ["HOLD_FIFO"], os.O_WRONLY))
    import time
    time.sleep(60)

class Holding:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["HOLD_AT"]:
            sys.meta_path.remove(self)
            hold()

if os.environ["HOLD_AT"] == "end":
    atexit.register(hold)
else:
    sys.meta_path.insert(0, Holding())
"""
ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
Start = Callable[..., "subprocess.Popen[str]"]


def heed() -> None:
    """Heed signals, also where the tests run in the background of a shell."""
    for number, _ in ENDS:
        signal.signal(number, signal.SIG_DFL)


def start(command: list[str], cwd: Path, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed,  # noqa: PLW1509 (no thread runs here)
    )


@pytest.fixture
def held(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which the program stops where HOLD_AT says."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sitecustomize.py").write_text(HOLDS)
    os.mkfifo(tmp_path / "fifo")
    return {"PYTHONPATH": str(tmp_path / "lib"), "HOLD_FIFO": str(tmp_path / "fifo")}


@pytest.mark.parametrize("end", ENDS, ids=str)
@pytest.mark.parametrize("program", [MODULE, SCRIPT], ids=["module", "script"])
@pytest.mark.parametrize(
    "at",
    [
        "click",
        "pfocr_cli.cli",
        "pfocr_cli.streams",
        "pfocr_cli.cli.validate",
        "pfocr_cli.app.validate",
        "end",
    ],
)
def test_a_signal_ends_it_wherever_it_is(
    tmp_path: Path, held: dict[str, str], at: str, program: list[str], end: tuple[int, int]
) -> None:
    sent, status = end
    with start([*program, "validate", SOUND], tmp_path, **held, HOLD_AT=at) as run:
        with open(tmp_path / "fifo", "rb") as fifo:
            fifo.read()  # it is there
        run.send_signal(sent)
        _, err = run.communicate(timeout=60)
    assert (run.returncode, err.strip()) == (status, "pfocr: interrupted")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGHUP])
def test_what_the_caller_ignores_is_ignored_from_the_start(
    tmp_path: Path, held: dict[str, str], sent: signal.Signals
) -> None:
    command = ["sh", "-c", f"trap '' {sent.name[3:]}; exec \"$@\"", "sh", *MODULE, "--help"]
    with start(command, tmp_path, **held, HOLD_AT="click") as run:
        with open(tmp_path / "fifo", "rb") as fifo:
            fifo.read()
        run.send_signal(sent)
        time.sleep(0.05)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
    assert run.returncode == 143


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("sent", "status"), ENDS, ids=str)
def test_a_signal_at_any_moment_leaves_no_traceback(
    tmp_path: Path, sent: int, status: int, jobs: str
) -> None:
    """Before the first line of the program the system, or Python, ends it; or it is over."""
    chance = random.Random(sent)
    for _ in range(12):
        command = [*MODULE, "validate", "-j", jobs, "--format", "json:x.json", SOUND]
        with start(command, tmp_path) as run:
            time.sleep(chance.uniform(0, 0.5))
            run.send_signal(sent)
            _, err = run.communicate(timeout=60)
        if err and "pfocr" not in err:
            continue  # Python itself was still starting
        assert run.returncode in (0, status, -sent), err
        if run.returncode == status:
            assert err.strip() == "pfocr: interrupted"
            assert [path.name for path in tmp_path.iterdir()] in ([], ["x.json"])


ABANDONED = """
import os
from pfocr_cli.engine import executor_for
pool = executor_for(2)
assert pool.submit(int).result() == 0
os._exit(130)
"""


def test_what_an_ended_program_shared_is_taken_away_without_a_word(tmp_path: Path) -> None:
    """As after a second Ctrl-C, or ``kill -9``: its semaphores are left to Python's tracker."""
    with start([sys.executable, "-c", ABANDONED], tmp_path) as run:
        _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, "")
