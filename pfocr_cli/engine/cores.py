"""How many processes can work at once here: the cores that this process may use, and no more than
its control group is given (https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files).
"""

from __future__ import annotations

import os
from pathlib import Path

WORTH_PROCESSES = 1_000
"""Records from which on a process a core is faster than one, on a machine of two cores."""
_CGROUP = Path("/sys/fs/cgroup")


def usable_cores(cgroup: Path = _CGROUP) -> int:
    """Return the number of cores, at least one."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(cores, _given(cgroup) or cores))


def _given(cgroup: Path) -> int | None:
    """Return the cores that a control group is given, rounded up; None where there is no bound."""
    try:
        quota, period = (cgroup / "cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        try:  # the first version of control groups
            quota = (cgroup / "cpu" / "cpu.cfs_quota_us").read_text("ascii")
            period = (cgroup / "cpu" / "cpu.cfs_period_us").read_text("ascii")
        except (OSError, ValueError):
            return None
    try:
        microseconds, of = int(quota), int(period)
    except ValueError:  # `max`
        return None
    return -(-microseconds // of) if microseconds > 0 and of > 0 else None
