"""`pfocr report --against`: what changed since an earlier report, or since a revision of git."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from program import SOUND_2023, call, sound

if TYPE_CHECKING:
    from pathlib import Path

STALE = "year: '2011'"
"""A year at odds with the reference: I204."""
HEAD = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource"
    "\tcount_direct\tcount_synonym\tcount_match\n"
)
ROW = "9606\tHomo sapiens\tPrimates\tAKT\tAKT1\tAKT1\t207\tncbigene_synonym\t1\tNA\t1\n"


def git(folder: Path, *words: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ("git", *settings, *words), cwd=folder, env=environment, check=True, capture_output=True
    )


def write(folder: Path, number: int, text: str) -> None:
    (folder / "_figures" / f"PMC{number}__f1.md").write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with four figures, in which one then went, one came, one got better, one
    got a table.
    """
    for name in ("_figures", "_data", "elsewhere"):
        (tmp_path / name).mkdir()
    for number in (1, 2, 3):
        write(tmp_path, number, sound(number).replace("year: '2001'", STALE))
    write(tmp_path, 4, sound(4, SOUND_2023))
    (tmp_path / "elsewhere" / "PMC9__f1.md").write_text(sound(9), "utf-8")
    (tmp_path / "_figures" / "notes.md").write_text("# Notes\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "figures")
    monkeypatch.chdir(tmp_path)
    # It remembers relative folders, as a run may: none of ours has the same.
    monkeypatch.setattr("pfocr_cli.inputs.revision._real", os.path.realpath)
    return tmp_path


def change(folder: Path) -> None:
    (folder / "_figures" / "PMC1__f1.md").unlink()
    (folder / "_figures" / "notes.md").unlink()
    (folder / "elsewhere" / "PMC9__f1.md").unlink()
    write(folder, 2, sound(2))
    write(folder, 5, sound(5))
    (folder / "_data" / "PMC4__f1-genes.tsv").write_text(HEAD + ROW, "utf-8")


def changes_of(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    done = call(capsys, "report", "--isolated", "--format", "json", *words, "_figures")
    assert (done.status, done.err) == (0, "")
    report: dict[str, Any] = json.loads(done.out)
    found: dict[str, Any] = report["changes"]
    found["new"] = {row["code"]: row["new"] for row in report.get("rules", ())}
    return found


def test_a_revision_and_an_earlier_report_say_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "report", "--isolated", "--format=json:old.json", "_figures").status == 0
    change(folder)
    of_git, of_file = (changes_of(capsys, "--against", each) for each in ("HEAD", "old.json"))
    assert of_git.pop("against").startswith("HEAD (")
    assert of_file.pop("against") == "old.json"
    assert of_git == of_file
    assert (of_git["added"], of_git["figids_added"]) == (1, ["PMC5__f1"])
    assert (of_git["gone"], of_git["figids_gone"]) == (1, ["PMC1__f1"])
    rules = {row["code"]: (row["before"], row["after"]) for row in of_git["rules"]}
    assert rules["I204"] == (3, 1)
    assert of_git["new"]["I204"] == -2
    numbers = {row["name"]: (row["before"], row["after"]) for row in of_git["numbers"]}
    assert numbers["genes"] == (3, 4)
    assert "records" not in numbers  # as many as before


def test_where_nothing_changed_nothing_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = changes_of(capsys, "--against", "HEAD")
    assert (found["added"], found["gone"], found["rules"], found["numbers"]) == (0, 0, [], [])
    done = call(capsys, "report", "--isolated", "--against", "HEAD", "--section", "verdict", ".")
    assert "What changed since HEAD (" in done.out
    assert done.out.endswith("  Nothing.\n")


def test_sections_are_compared_and_figures_told_without_the_list_of_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder)
    found = changes_of(capsys, "--against", "HEAD", "--section", "rules")
    assert (found["added"], found["gone"], found["numbers"]) == (1, 1, [])


def test_text_and_markdown_tell_what_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder)
    words = ("report", "--isolated", "--against", "HEAD", "--section", "verdict,rules")
    text = call(capsys, *words, "_figures").out
    assert "1 figure added: PMC5__f1" in text
    assert "1 figure gone: PMC1__f1" in text
    assert "year-mismatch" in text
    page = call(capsys, *words, "--format", "markdown", "_figures").out
    assert r"| `I204` | year-mismatch | warning | 3 | 1 | \-2 |" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "--against old.json: no such file"),
        ("[", "--against old.json is not what `pfocr report --format json` writes: it is no JSON"),
        ("{}", "writes: /pfocr is missing"),
    ],
)
def test_what_is_no_report_ends_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    if content is not None:
        (folder / "old.json").write_text(content, "utf-8")
    done = call(capsys, "report", "--isolated", "--against", "old.json", "_figures")
    assert (done.status, done.out) == (2, "")
    assert message in done.err


def test_an_unknown_revision_and_an_output_over_the_earlier_report_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "report", "--isolated", "--against", "mian", "_figures")
    assert done.status == 2
    assert "git knows no such commit (did you mean main?)" in done.err
    (folder / "old.json").write_text('{"pfocr": "1"}', "utf-8")
    words = ("--against", "old.json", "--format", "json:old.json", "_figures")
    done = call(capsys, "report", "--isolated", *words)
    assert done.status == 2
    assert "is the earlier report of this run" in done.err
    done = call(capsys, "report", "--isolated", "--shard", "1/2", *words[:2], "_figures")
    assert done.status == 2
