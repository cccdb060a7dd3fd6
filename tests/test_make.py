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
    assert "check: this Makefile asks for what cannot be done" in done.stderr
    assert "Error 2" in done.stderr


def test_a_wrong_folder_is_told_from_a_bad_record(corpus: Path) -> None:
    break_a_record(corpus)
    done = make(corpus, "FIGURES=_figure")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such file or folder: _figure (did you mean _figures?)" in done.stderr
    assert "check: this Makefile asks for what cannot be done: a wrong folder" in done.stderr
    assert "correct the records" not in done.stderr
    assert "Error 2" in done.stderr


def git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "a commit")


@pytest.fixture
def pull_request(corpus: Path) -> Path:
    """Return the corpus with a bad record on the branch main, and a branch of it checked out."""
    git(corpus, "init", "--quiet", "--initial-branch=main")
    break_a_record(corpus)
    commit(corpus)
    git(corpus, "checkout", "--quiet", "-b", "request")
    return corpus


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
class TestPullRequests:
    def test_what_it_does_not_touch_is_not_judged(self, pull_request: Path) -> None:
        (pull_request / "notes.txt").write_text("a note")
        commit(pull_request)
        done = make(pull_request, "check-changes", "BASE=main")
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "no records in the list: nothing to judge\n"

    def test_a_bad_record_that_it_adds_is_status_1(self, pull_request: Path) -> None:
        bad = ROOT / "fixtures" / "broken" / "I202-alias.md"
        shutil.copy(bad, pull_request / "_figures")
        commit(pull_request)
        done = make(pull_request, "check-changes", "BASE=main")
        assert "_figures/I202-alias.md:51:14: I202 error" in done.stdout
        assert "K601" not in done.stdout
        assert "check-changes: correct the records named above" in done.stderr
        assert "Error 1" in done.stderr

    def test_one_that_only_deletes_passes_without_a_word_of_it(self, pull_request: Path) -> None:
        names = sorted((pull_request / "_figures").glob("PMC*.md"))
        names[0].unlink()
        commit(pull_request)
        done = make(pull_request, "check-changes", "BASE=main")
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "no records in the list: nothing to judge\n"

    def test_deleted_beside_changed_ones_are_not_counted(self, pull_request: Path) -> None:
        first, second = sorted((pull_request / "_figures").glob("PMC*.md"))[:2]
        first.unlink()
        second.write_bytes(second.read_bytes() + b"\n")
        commit(pull_request)
        done = make(pull_request, "check-changes", "BASE=main")
        assert "does not exist" not in done.stderr

    def test_a_wrong_base_is_no_empty_list(self, pull_request: Path) -> None:
        done = make(pull_request, "check-changes", "BASE=nowhere")
        assert done.returncode == 2
        assert "Error 128" in done.stderr
        assert "nowhere" in done.stderr


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
