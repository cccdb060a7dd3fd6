"""A signal between the making of a file or folder and the first line that knows its name."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, shutil, signal, sys, tempfile, threading
from pfocr_cli import signals
from pfocr_cli.export.staging import Staging
from pfocr_cli.files import written

module, name, when, beside = sys.argv[1:]
maker = getattr({"tempfile": tempfile, "shutil": shutil}[module], name)

def interrupted(*args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGTERM)
    found = maker(*args, **kwargs)
    if when == "after":
        os.kill(os.getpid(), signal.SIGTERM)
    for _ in range(1000):
        pass
    return found

signals.end_tidily()
if beside == "a thread":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
setattr({"tempfile": tempfile, "shutil": shutil}[module], name, interrupted)
try:
    if name == "mkstemp":
        with written("out.txt") as stream:
            stream.write("all of it")
    else:
        with Staging() as staging:
            staging.file("out.txt").write(b"all of it")
            staging.commit()
except KeyboardInterrupt:
    os._exit(signals.status_of_end())
"""


@pytest.mark.parametrize("beside", ["alone", "a thread"])
@pytest.mark.parametrize(
    ("made", "left"),
    [
        (("tempfile", "mkstemp", "after"), []),
        (("tempfile", "mkdtemp", "after"), []),
        (("shutil", "rmtree", "before"), ["out.txt"]),
    ],
)
def test_what_was_just_made_goes_too(
    made: tuple[str, str, str], left: list[str], beside: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SCRIPT, *made, beside]
    run = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (128 + signal.SIGTERM, "")
    assert [path.name for path in tmp_path.iterdir()] == left
