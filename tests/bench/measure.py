"""What a command costs with all the processes that it starts: time, processor, memory."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import PIPE, run
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER (https://man7.org/linux/man-pages/man2/prctl.2.html): processes whose
parent has ended become children of ours, whose time is counted."""
_LOOK = 0.02
"""Seconds between two looks at what the processes hold."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processors; megabytes at their highest, of the process that
    was started, and of all (their highest added up).
    """

    wall: float
    cpu: float
    main: float
    all: float
    status: int = 0
    said: str = ""


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of the costs of several runs."""
    names = ("wall", "cpu", "main", "all")
    wall, cpu, main, everything = (median(getattr(cost, name) for cost in costs) for name in names)
    return Cost(wall, cpu, main, everything)


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder, to its end and that of all that it started.

    It is started by a small process: one inherits the peak of memory of the one that starts it.
    """
    said = folder / "said"
    started = run(
        [sys.executable, "-S", __file__, str(said), *command],
        cwd=folder,
        stdout=PIPE,
        text=True,
        check=True,
    )
    wall, cpu, main, everything, status = map(float, started.stdout.split())
    text = said.read_text(encoding="utf-8", errors="replace")
    return Cost(wall, cpu, main, everything, int(status), text)


def _measure(said: str, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    begun = time.perf_counter()
    to_file = [(os.POSIX_SPAWN_DUP2, out, number) for number in (1, 2)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=to_file)
    peaks: dict[int, float] = {}
    status = main = 0
    ended = begun
    while True:
        try:
            done, code, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if done == pid:
            ended, status = time.perf_counter(), os.waitstatus_to_exitcode(code)
            main = usage.ru_maxrss // (2**10 if sys.platform == "darwin" else 1)
        if not done:
            _look(os.getpid(), peaks)
            time.sleep(_LOOK)
    own = os.times()
    everything = max(main / 2**10, sum(peaks.values()))
    cpu = own.children_user + own.children_system
    print(ended - begun, cpu, main / 2**10, everything, status)


def _look(pid: int, peaks: dict[int, float]) -> None:
    """Note the peaks of memory of the processes below one, where the system tells them."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in map(int, children):
        try:
            lines = Path(f"/proc/{child}/status").read_text("utf-8").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith("VmHWM:"):
                peaks[child] = int(line.split()[1]) / 2**10
        _look(child, peaks)


def spin(processes: int) -> float:
    """Return the seconds that it takes to count for as long in each of some processes."""
    count = "for _ in range(15_000_000): pass"
    begun = time.perf_counter()
    pids = [
        os.posix_spawn(sys.executable, [sys.executable, "-SIc", count], os.environ)
        for _ in range(processes)
    ]
    for pid in pids:
        os.waitpid(pid, 0)
    return time.perf_counter() - begun


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _measure(sys.argv[1], sys.argv[2:])
