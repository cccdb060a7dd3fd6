"""Patches that ``git apply`` takes: names from the repository's root, lines that end at LF."""

from __future__ import annotations

import os
import re
import subprocess
from difflib import Match, SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.fixes import patch as patches
from pfocr_cli.fixes import same_lines
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


HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")


def applied(text: str, before: str) -> str:
    """Return what a patch makes of a text, holding it to the lines that it names."""
    old, new, at = re.findall(r"[^\n]*\n|[^\n]+", before), [], 0
    marked = text.replace("\n\\ No newline at end of file\n", "\0\n")
    for line in re.findall(r"[^\n]*\n", marked)[2:]:
        if head := HUNK.fullmatch(line):
            start, count, start_new, count_new = (int(group or 1) for group in head.groups())
            new += old[at : start - (count > 0)]
            at = start - (count > 0)
            assert len(new) == start_new - (count_new > 0)
            continue
        told = line[1:].replace("\0\n", "")
        if line[0] in " -":
            assert old[at] == told
            at += 1
        if line[0] in " +":
            new.append(told)
    return "".join(new + old[at:])


def as_long(monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    """Have short texts compared as long ones are, so many lines at once."""
    monkeypatch.setattr(patches, "_FEW_LINES", -1)
    monkeypatch.setattr(same_lines, "_WINDOW", window)


@settings(max_examples=100)
@given(
    before=st.lists(st.sampled_from("abcdefg"), max_size=20),
    after=st.lists(st.sampled_from("abcdefg"), max_size=20),
    ends=st.tuples(st.sampled_from(["", "\n"]), st.sampled_from(["", "\n"])),
    window=st.sampled_from([2, 3, 64]),
)
def test_a_patch_of_a_long_text_makes_the_one_of_the_other(
    before: list[str], after: list[str], ends: tuple[str, str], window: int
) -> None:
    old, new = ("\n".join(lines) + end for lines, end in zip((before, after), ends, strict=True))
    with pytest.MonkeyPatch.context() as patched:
        as_long(patched, window)
        assert applied(patch("a.md", old, new), old) == (new if old != new else old)


def of_genes(count: int, symbol: str, is_same: bool) -> str:
    """Return the lines of so many genes, all alike or each its own."""
    lines = ["genes:"]
    for own in [""] * count if is_same else map(str, range(count)):
        lines += [f"- word: W{own}", f"  symbol: {symbol}{own}", "  source: s", "  entrez: '1'"]
    return "\n".join(lines) + "\n"


def test_a_patch_of_a_long_text_changes_no_line_that_stays(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = of_genes(600, "OLD", False), of_genes(600, "NEW", False).replace("- word: W7\n", "")
    text = patch("a.md", old, new)
    signs = [line[0] for line in text.split("\n")[2:-1]]
    assert (signs.count("-"), signs.count("+"), signs.count("@")) == (601, 600, 1)
    few_old, few_new = (whole[: whole.index("- word: W20\n")] for whole in (old, new))
    short = patch("a.md", few_old, few_new)
    as_long(monkeypatch, 64)
    assert patch("a.md", few_old, few_new) == short


@pytest.mark.parametrize("is_same", [True, False])
def test_the_work_of_a_patch_grows_as_the_text_does(
    is_same: bool, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    class Counting(SequenceMatcher[str]):
        def find_longest_match(
            self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
        ) -> Match:
            compared.append(((ahi or 0) - alo) * ((bhi or 0) - blo))
            return super().find_longest_match(alo, ahi, blo, bhi)

    for module in (patches, same_lines):
        monkeypatch.setattr(module, "SequenceMatcher", Counting)

    def work(count: int) -> int:
        compared.clear()
        old, new = (of_genes(count, symbol, is_same) for symbol in ("OLD", "NEW"))
        assert applied(patch("a.md", old, new), old) == new
        return sum(compared)

    assert 0 < work(1_200) <= 4.4 * work(300)
