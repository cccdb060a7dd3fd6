"""What an export says: what it did, what it would do, what it cannot keep."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import run

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FIXTURES / "records", tmp_path / "r")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_was_written_is_told_in_one_line(folder: Path) -> None:
    ran = run(
        "export", "r", "--to", "gpml:p/", "--to", "gmt:s.gmt", "--to", "csv:c/", "--tier", "all"
    )
    assert ran.status == 0
    lines = ran.err.splitlines()
    assert f"gpml: {len(list((folder / 'p').iterdir()))} files in p/" in lines
    sets = len((folder / "s.gmt").read_text(encoding="utf-8").splitlines())
    assert f"gmt: {sets} set{'s' * (sets != 1)} in s.gmt" in lines
    assert f"csv: {len(list((folder / 'c').iterdir()))} files in c/" in lines
    assert not any(" in " in line for line in run("export", "r", "--to", "json").err.splitlines())


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path) -> None:
    words = (
        "r",
        "--to",
        "gpml:p/",
        "--to",
        "gmt:s.gmt",
        "--to",
        "csv:c/",
        "--to",
        "md:m/",
        "--tier",
        "all",
    )
    dry = run("export", *words, "--dry-run")
    assert dry.status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["r"]
    wet = run("export", *words)
    assert dry.err.replace("would write ", "") == wet.err
    assert run("export", "r", "--to", "csv", "--dry-run").out == ""


def test_strict_names_what_cannot_be_kept(folder: Path) -> None:
    ran = run("export", "r", "--to", "md:m/", "--into", "2021", "--strict")
    assert (ran.status, (folder / "m").exists()) == (1, False)
    last = ran.err.splitlines()[-1]
    assert last.startswith("--strict: nothing was written, because this would be lost: ")
    assert "md: cannot hold " in last
    assert "doi (" in last


def test_losses_are_counted_by_field(folder: Path) -> None:
    ran = run("export", "r", "--to", "md:m/", "--into", "2021")
    (line,) = [line for line in ran.err.splitlines() if line.startswith("md: cannot hold")]
    assert "count_direct of genes (" in line


@pytest.mark.parametrize("name", ["json", "csv", "gpml", "gmt"])
def test_a_species_that_is_none_is_answered_with_those_there_are(name: str, folder: Path) -> None:
    ran = run("export", "r", "--to", f"{name}:out/", "--species", "moose")
    assert (ran.status, (folder / "out").exists()) == (2, False)
    assert "--species moose: no gene is of it" in ran.err
    assert "Homo sapiens (9606)" in ran.err
    assert (
        "(did you mean Homo sapiens?)"
        in run("export", "r", "--to", "csv:o.csv", "--species", "homo sapien").err
    )


def test_format_is_answered_with_to(folder: Path) -> None:
    ran = run("export", "r", "--format", "csv")
    assert ran.status == 2
    assert "export has --to FORMAT[:PATH] instead of --format" in ran.err
