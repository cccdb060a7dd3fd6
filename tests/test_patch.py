"""Patches that ``git apply`` takes: names from the repository's root, lines that end at LF."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.fixes.patch import patch


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    return tmp_path


def heads(text: str) -> list[str]:
    return text.splitlines()[:2]


def test_equal_texts_need_none(repository: Path) -> None:
    assert patch("a.md", "one\n", "one\n") == ""


def test_a_line_changes(repository: Path) -> None:
    assert patch("a.md", "one\ntwo\n", "one\n2\n") == (
        "--- a/sub/a.md\n+++ b/sub/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
    )


def test_a_text_without_an_end_of_line_says_so(repository: Path) -> None:
    assert patch("a.md", "one", "two\n").endswith("-one\n\\ No newline at end of file\n+two\n")
    assert patch("a.md", "one\n", "two").endswith("-one\n+two\n\\ No newline at end of file\n")


def test_a_cr_and_other_line_ends_are_part_of_a_line(repository: Path) -> None:
    text = patch("a.md", "a\r\nb\x85c\u2028d\n", "a\r\nb\x85c\u2028e\n")
    assert text.split("\n")[3:6] == [" a\r", "-b\x85c\u2028d", "+b\x85c\u2028e"]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("plain.md", "a/sub/plain.md"),
        ("with space.md", "a/sub/with space.md\t"),
        ('a"b\\c.md', '"a/sub/a\\"b\\\\c.md"'),
        ("κ.md", '"a/sub/\\316\\272.md"'),
        ("a\nb\x01.md", '"a/sub/a\\nb\\001.md"'),
        ("a\x7f~.md", '"a/sub/a\\177~.md"'),
    ],
)
def test_a_name_is_quoted_as_git_quotes_it(repository: Path, name: str, head: str) -> None:
    old, new = patch(name, "1\n", "2\n").split("\n")[:2]
    assert old == f"--- {head}"
    assert new == f"+++ {head}".replace("a/sub", "b/sub")


def test_outside_of_a_repository_names_are_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    monkeypatch.setattr(os.path, "exists", lambda path: False)
    assert heads(patch("a.md", "1\n", "2\n")) == ["--- a/a.md", "+++ b/a.md"]
    whole = os.path.realpath("../b.md").lstrip("/")
    assert heads(patch("../b.md", "1\n", "2\n")) == [f"--- a/{whole}", f"+++ b/{whole}"]


TEXTS = st.text(st.sampled_from("ab\n\r\x85"), max_size=12)


@settings(max_examples=25)
@given(before=TEXTS.filter(bool), after=TEXTS.filter(bool))
def test_git_makes_the_one_of_the_other(
    before: str, after: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("git")
    git = ["git", "-c", "core.autocrlf=false", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    path = folder / "a.md"
    path.write_bytes(before.encode())
    if text := patch(str(path), before, after):
        apply = [*git, "apply", "--whitespace=nowarn", "-"]
        subprocess.run(apply, input=text.encode(), check=True)
    assert path.read_bytes() == after.encode()
