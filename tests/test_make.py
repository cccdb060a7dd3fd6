"""The README's Makefile, run by GNU make: it shows what the exit statuses are good for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = next((path for name in ("gmake", "make") if (path := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(MAKE is None, reason="there is no make on this machine")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with the sound records and the README's Makefile."""
    (makefile,) = re.findall(
        r"^```makefile\n(.*?)^```$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    (tmp_path / "Makefile").write_text(makefile)
    shutil.copytree(ROOT / "fixtures" / "records", tmp_path, dirs_exist_ok=True)
    return tmp_path


def make(corpus: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PFOCR_", "MAKE", "MFLAGS"))
    }
    path = os.pathsep.join([sysconfig.get_path("scripts"), kept.get("PATH", os.defpath)])
    env = {**kept, "PATH": path, "LC_ALL": "C.UTF-8"}
    command = [str(MAKE), *targets]
    return subprocess.run(
        command, cwd=corpus, env=env, capture_output=True, text=True, timeout=300, check=False
    )


def break_a_record(corpus: Path) -> None:
    shutil.copy(ROOT / "fixtures" / "broken" / "K601-foreign.md", corpus / "_figures")


def test_it_is_quiet_about_sound_records(corpus: Path) -> None:
    done = make(corpus)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_broken_record_stops_it_and_is_named(corpus: Path) -> None:
    break_a_record(corpus)
    done = make(corpus)
    assert done.returncode == 2  # make's own status for any failed target
    assert done.stdout.startswith("_figures/K601-foreign.md:31:5: K601 error")
    assert "check: correct the records named above" in done.stderr
    assert "Error 1" in done.stderr


def test_a_wrong_set_up_is_not_taken_for_bad_records(corpus: Path) -> None:
    shutil.rmtree(corpus / "_figures")
    (corpus / "_figures").mkdir()
    done = make(corpus)
    assert done.returncode == 2
    assert "no records in _figures" in done.stderr
    assert "check: pfocr cannot do what this Makefile asks for" in done.stderr
    assert "Error 2" in done.stderr


def test_a_target_that_needs_sound_records_is_not_made_without(corpus: Path) -> None:
    with (corpus / "Makefile").open("a") as file:
        file.write("\nsite: check\n\ttouch site\n")
    assert make(corpus, "site").returncode == 0
    (corpus / "site").unlink()
    break_a_record(corpus)
    assert make(corpus, "site").returncode == 2
    assert not (corpus / "site").exists()


def test_its_statistics_never_fail(corpus: Path) -> None:
    break_a_record(corpus)
    done = make(corpus, "statistics")
    assert done.returncode == 0
    assert "K601" in done.stdout
