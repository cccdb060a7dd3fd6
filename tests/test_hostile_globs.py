"""Globs with many stars take no longer than others, and mean what they meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec
from program import run, sound

from pfocr_cli.inputs.gitignore import without_blow_up

PARTS = st.sampled_from(["*", "*", "**", "/", "a", "b", "?", "[ab]", "[!a]", ".", "\\*"])


@given(
    st.lists(PARTS, min_size=1, max_size=9).map("".join),
    st.lists(st.sampled_from("aab/.*"), min_size=1, max_size=12).map("".join),
)
def test_it_matches_what_it_matched(glob: str, path: str) -> None:
    try:
        patterns = GitIgnoreSpec.from_lines([glob]).patterns
    except ValueError:
        return
    for pattern in patterns:
        if isinstance(pattern.regex, re.Pattern):
            before = pattern.regex.match(path)
            after = re.match(without_blow_up(pattern.regex.pattern), path)
            assert bool(before) == bool(after)
            assert before is None or after is None or before.groupdict() == after.groupdict()


@pytest.mark.parametrize("place", [".gitignore", "--exclude"])
def test_many_stars_end_within_seconds(tmp_path: Path, place: str) -> None:
    glob = "*a" * 40 + "*b"
    (tmp_path / ".git").mkdir()
    (tmp_path / f"{'a' * 240}.md").write_text(sound(1), encoding="utf-8")
    (tmp_path / "PMC1__f1.md").write_text(sound(1), encoding="utf-8")
    words = ["--exclude", glob] if place == "--exclude" else []
    (tmp_path / ".gitignore").write_text("" if words else f"{glob}\n", encoding="utf-8")
    done = run("validate", "--show-files", *words, cwd=tmp_path, timeout=60)
    assert done.status == 0
    assert "PMC1__f1.md" in done.out


def test_many_double_stars_are_refused_with_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "PMC1__f1.md").write_text(sound(1), encoding="utf-8")
    (tmp_path / ".gitignore").write_text("**/a/" * 20 + "**/b\n", encoding="utf-8")
    done = run("validate", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "has more than 4 `**`" in done.err
