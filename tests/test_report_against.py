"""`pfocr report --against`: what changed since an earlier report, or since a revision of git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from program import FIXTURES, SOUND_2023, call, sound

from pfocr_cli.finding import Severity
from pfocr_cli.report.counted import Hit
from pfocr_cli.report.findings import FoundKeys

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
    monkeypatch.setattr("pfocr_cli.inputs.git._real", os.path.realpath)
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
    for since in ("new", "more"):
        rows = report.get("rules", ())
        found[since] = {row["code"]: row[since] for row in rows if since in row}
    return found


def test_a_revision_and_an_earlier_report_say_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "report", "--isolated", "--format=json:old.json", "_figures").status == 0
    change(folder)
    of_git, of_file = (changes_of(capsys, "--against", each) for each in ("HEAD", "old.json"))
    assert of_git.pop("against").startswith("HEAD (")
    assert of_file.pop("against") == "old.json"
    since = {"new": of_git.pop("new"), "more": of_file.pop("more")}
    assert not any((of_file.pop("new"), of_git.pop("more")))
    apart = {row["code"]: (row.pop("new"), row.pop("gone")) for row in of_git["rules"]}
    of_git["rules"] = [row for row in of_git["rules"] if row["before"] != row["after"]]
    assert of_git == of_file
    assert (of_git["added"], of_git["figids_added"]) == (1, ["PMC5__f1"])
    assert (of_git["gone"], of_git["figids_gone"]) == (1, ["PMC1__f1"])
    rules = {row["code"]: (row["before"], row["after"]) for row in of_git["rules"]}
    assert rules["I204"] == (3, 1)
    assert apart["I204"] == (0, 2)
    assert (since["new"]["I204"], since["more"]["I204"]) == (0, -2)
    numbers = {row["name"]: (row["before"], row["after"]) for row in of_git["numbers"]}
    assert numbers["genes"] == (3, 4)
    assert "records" not in numbers  # as many as before


def test_what_was_mended_here_and_made_there_is_new_and_gone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The numbers of findings are what they were."""
    assert call(capsys, "report", "--isolated", "--format=json:old.json", "_figures").status == 0
    write(folder, 2, sound(2))
    write(folder, 5, sound(5).replace("year: '2001'", STALE))
    of_git, of_file = (changes_of(capsys, "--against", each) for each in ("HEAD", "old.json"))
    rule = {"code": "I204", "name": "year-mismatch", "severity": "warning"}
    assert of_git["rules"] == [{**rule, "before": 3, "after": 3, "new": 1, "gone": 1}]
    assert (of_git["new"]["I204"], of_file["more"]["I204"]) == (1, 0)
    assert of_file["rules"] == []
    for earlier, head, since in (("HEAD", "new", "1"), ("old.json", "more by", "0")):
        words = ("--section", "rules", "--against", earlier, "_figures")
        told = call(capsys, "report", "--isolated", *words).out.split("What the rules found\n")[1]
        lines = told.split("\n")
        assert lines[0].endswith(f"  {head}")
        assert next(line for line in lines if "I204" in line).endswith(f" {since}")


def test_a_figid_that_a_second_record_takes_is_new_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever of the two is read first, and with one that nobody touched."""
    (folder / "_figures" / "PMC0__f1.md").write_text(sound(4, SOUND_2023), "utf-8")
    found = changes_of(capsys, "--against", "HEAD")
    assert found["new"]["C801"] == 1
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a copy")
    (folder / "_figures" / "PMC0__f1.md").rename(folder / "_figures" / "PMC7__f1.md")
    found = changes_of(capsys, "--against", "HEAD")
    assert found["new"]["C801"] == 0


def fingerprints(capsys: pytest.CaptureFixture[str]) -> Counter[tuple[str, str, str]]:
    words = ("--show", "info", "--format", "jsonl", "_figures")
    lines = call(capsys, "validate", "--isolated", *words).out.splitlines()
    return Counter(
        (each["code"], each["severity"], each["fingerprint"]) for each in map(json.loads, lines)
    )


def test_the_numbers_are_those_that_the_fingerprints_of_validate_give(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = sorted((FIXTURES / "broken").glob("[GIKST]*.md"))
    for path in broken:
        shutil.copy(path, folder / "_figures")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "broken ones")
    then = fingerprints(capsys)
    change(folder)
    for number, path in enumerate(broken):
        own = folder / "_figures" / path.name
        if number % 5 == 0:
            own.unlink()
        elif number % 5 == 1:
            own.rename(own.with_name(f"other-{number}.md"))
        elif number % 5 == 2:
            own.write_bytes(broken[number - 1].read_bytes())
    now = fingerprints(capsys)
    expected = {}
    for level in {key[:2] for key in then | now}:
        sides = (then, now, now - then, then - now)
        counts = [sum(each[key] for key in each if key[:2] == level) for each in sides]
        if counts[0] != counts[1] or any(counts[2:]):
            expected[level] = counts
    told = {
        (row["code"], row["severity"]): [row[side] for side in ("before", "after", "new", "gone")]
        for row in changes_of(capsys, "--against", "HEAD")["rules"]
    }
    assert len(told) > 20
    assert told == expected


def test_a_finding_of_another_severity_is_no_other_finding(folder: Path) -> None:
    error, warning, info = (
        ("S101", Severity.ERROR),
        ("S101", Severity.WARNING),
        ("T301", Severity.INFO),
    )
    now, then = FoundKeys(), FoundKeys()
    now.add([Hit(*error, key=b"a"), Hit(*error, key=b"a"), Hit(*info, key=b"b"), Hit(*info)])
    then.add([Hit(*warning, key=b"a"), Hit(*info, key=b"c"), Hit(*info, key=b"c")])
    assert now.without(then) == {error: 1, info: 1}
    assert then.without(now) == {info: 2}


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
    assert "| `I204` | year-mismatch | warning | 3 | 1 | 0 | 2 |" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "--against old.json: no such file"),
        ("[", "--against old.json is not what `pfocr report --format json` writes: it is not JSON"),
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
