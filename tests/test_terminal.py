"""What a person sees at a terminal: nothing is drawn into lines, patches have git's colours, long
lines are broken between words, links lead somewhere; and nothing of it goes into a pipe.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from in_terminal import run_in_terminal
from program import BROKEN, FIXTURES, PROGRAM, RECORDS, environment, run

from pfocr_cli import DOCUMENTATION, streams, terminal
from pfocr_cli.terminal import Cursor, progress
from pfocr_cli.terminal.links import follows_links
from pfocr_cli.terminal.pager import pager_in, wait_for_pager

if TYPE_CHECKING:
    from pathlib import Path

STALE = FIXTURES / "normalize" / "stale" / "before.md"
NEVER = 1e9
COMMANDS = {
    "text": ("validate", "--show", "info"),
    "diff": ("validate", "--diff", "--unsafe-fixes"),
    "json": ("validate", "--format", "json"),
    "jsonl": ("validate", "--format", "jsonl"),
    "github": ("validate", "--format", "github"),
    "normalize-check": ("normalize", "--check"),
    "normalize-diff": ("normalize", "--diff"),
    "normalize": ("normalize", "-o", "out"),
    "export-stdout": ("export", "--to", "csv", "--on-error", "skip"),
    "export-folder": ("export", "--to", "gpml", "-o", "out/", "--on-error", "skip"),
    "show": ("show",),
    "report": ("report",),
}
"""Each command that goes over records, where it writes while it works."""


@pytest.fixture
def few(tmp_path: Path) -> list[str]:
    """Return a few records, sound, stale and broken."""
    names = [BROKEN / f"{name}.md" for name in ("I202-alias", "S102-list", "P003-empty")]
    for path in (*names, STALE, FIXTURES / "sound" / "K601-family.md"):
        shutil.copy(path, tmp_path / path.name)
    return sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", COMMANDS)
def test_progress_leaves_nothing_between_lines_or_in_them(
    name: str, few: list[str], tmp_path: Path
) -> None:
    drawn, quiet = (
        run_in_terminal(*COMMANDS[name], *few, cwd=tmp_path, progress_after=seconds, PAGER="cat")
        for seconds in (0.0, NEVER)
    )
    assert drawn.status == quiet.status
    assert "\u2501" not in quiet.raw
    if name not in ("json", "show"):  # which ends no line, and draws no bar
        assert "\u2501" in drawn.raw
    assert drawn.shown == quiet.shown


def test_a_bar_waits_for_the_end_of_a_line() -> None:
    cursor = Cursor()
    cursor.moved(b"{")
    assert cursor.in_line
    cursor.moved(b"")
    assert cursor.in_line
    cursor.moved(b"\n")
    assert not cursor.in_line


def test_nothing_is_drawn_where_another_program_reads_the_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    drawn = Terminal()
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "is_pipe", lambda _: True)
    monkeypatch.setattr(sys, "stderr", drawn)
    with progress.progress(2) as advance:
        advance(1)
    assert drawn.getvalue() == ""


@pytest.mark.parametrize(
    ("listing", "pager", "found"),
    [
        ("  50   7 less\n", "", 50),
        ("  49   7 python\n  50   7 /usr/bin/less\n", "", 50),
        ("  50   8 less\n  51   7 python\n", "", None),
        ("  50   7 pg\n", "/opt/pg -s", 50),
        ("  50   7 pg\n", "", None),
        ("  50   7 head\nrubbish\n\n", "less", None),
    ],
)
def test_a_pager_is_known_by_the_commands_of_the_pipeline(
    listing: str, pager: str, found: int | None
) -> None:
    assert pager_in(listing, 7, pager) == found


@pytest.mark.parametrize(("pager", "waits"), [(50, [50]), (None, [])])
def test_what_is_said_beside_a_pager_comes_when_that_has_ended(
    monkeypatch: pytest.MonkeyPatch, pager: int | None, waits: list[int]
) -> None:
    read, write = os.pipe()
    os.set_blocking(read, False)
    came: list[int] = []
    monkeypatch.setattr("pfocr_cli.terminal.pager.find_pager", lambda: pager)
    monkeypatch.setattr("pfocr_cli.terminal.pager.wait_for_pager", came.append)
    monkeypatch.setattr(streams, "give_up", lambda: None)
    talk = streams.TalkBesidePager(write)
    assert talk.write(b"an error\n") == 9
    if pager is None:
        assert os.read(read, 99) == b"an error\n"
    else:
        with pytest.raises(BlockingIOError):
            os.read(read, 99)
    talk.write(b"another\n")
    talk.let_go()
    talk.let_go()
    assert os.read(read, 99) == (b"an error\nanother\n" if pager else b"another\n")
    assert came == waits
    os.close(read)
    os.close(write)


PIPELINE = """
import os, sys
os.setsid()
os.execvp("sh", ["sh", "-c", '(read up < up; exec "$@") | ./pg', "sh", *sys.argv[1:]])
"""
"""A pipeline of its own into a pager, whose first part waits until the pager is up."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of scripts in ps")
def test_the_summary_comes_once_after_the_pager_has_ended(tmp_path: Path) -> None:
    pager = tmp_path / "pg"
    pager.write_text("#!/bin/sh\necho > up\ncat\necho the pager ends\n", encoding="utf-8")
    pager.chmod(0o755)
    os.mkfifo(tmp_path / "up")
    screen = run_in_terminal(
        *(*PROGRAM, "validate", BROKEN / "I202-alias.md"),
        cwd=tmp_path,
        program=(sys.executable, "-c", PIPELINE),
        PAGER="./pg",
    )
    found, ends, after = screen.text.partition("the pager ends\n")
    assert (found.count(" I202 "), " in 1 record" in found, bool(ends)) == (1, False, True)
    assert after.count("1 error in 1 record") == 1


def test_a_pager_that_has_ended_is_not_waited_for() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # ended, and still in the list
    wait_for_pager(ended.pid)
    ended.wait()
    wait_for_pager(ended.pid)


# --- findings, patches, lines ----------------------------------------------------------------


def test_a_clean_run_says_so_in_one_line() -> None:
    assert run_in_terminal("validate", RECORDS).shown == ["8 records, nothing found"]
    assert run_in_terminal("normalize", "--check", RECORDS).shown == [
        "8 records, nothing to change"
    ]
    done = run("validate", RECORDS)
    assert (done.out, done.err) == ("", "")


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize(
    "words",
    [
        ("normalize", "--check", STALE, BROKEN / "S102-list.md", BROKEN / "G503-alias.md"),
        ("export", "--to", "gmt", "-o", "x.gmt", BROKEN / "S102-list.md", RECORDS),
        ("resolve", "--explain", "LRP5/6"),
        ("lexicon", "info"),
    ],
    ids=lambda words: "-".join(map(str, words[:2])),
)
def test_lines_are_broken_between_words(
    words: tuple[str, ...], columns: int, tmp_path: Path
) -> None:
    screen = run_in_terminal(*words, columns=columns, cwd=tmp_path, progress_after=NEVER)
    for line in screen.lines:
        longest = max(map(len, line.split()), default=0)
        assert len(line) <= max(columns, longest + 14), line


def test_a_patch_has_gits_colours_on_a_terminal_only(tmp_path: Path) -> None:
    shutil.copy(STALE, tmp_path / "record.md")
    raw = run_in_terminal("normalize", "--diff", "record.md", cwd=tmp_path).raw
    assert "\x1b[1m--- a/record.md\x1b[0m\n" in raw
    assert "\x1b[36m@@ " in raw
    assert "\x1b[31m-  hgnc_symbol: GBA\x1b[0m\n" in raw
    assert "\x1b[32m+  hgnc_symbol: GBA1\x1b[0m\n" in raw
    plain = run_in_terminal("normalize", "--diff", "record.md", cwd=tmp_path, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain.raw)
    piped = run("normalize", "--diff", "record.md", cwd=tmp_path, env=environment(FORCE_COLOR="1"))
    assert "\x1b" not in piped.out


def test_statistics_and_summary_are_told_once() -> None:
    shown = run_in_terminal("validate", "--statistics", BROKEN / "I202-alias.md").shown
    assert sum("alias-mismatch" in line for line in shown) == 1


# --- links -----------------------------------------------------------------------------------


def test_a_code_leads_to_its_page_and_a_place_to_the_file() -> None:
    path = BROKEN / "I202-alias.md"
    raw = run_in_terminal("validate", path, columns=140).raw
    assert f";{DOCUMENTATION}/rules/I202.md\x1b\\" in raw
    assert f";file://{path}\x1b\\" in raw


@pytest.mark.parametrize(
    "variables",
    [{"TERM": "dumb"}, {"TERM": "linux"}, {"NO_COLOR": "1"}, {"VTE_VERSION": "4800"}],
    ids=str,
)
def test_where_links_are_not_followed_there_are_none(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "VTE_VERSION", "FORCE_HYPERLINK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert follows_links(Terminal())
    assert not follows_links(io.StringIO())
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert not follows_links(Terminal())
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert follows_links(Terminal())
    assert not follows_links(io.StringIO())


def test_no_link_goes_into_a_pipe() -> None:
    forced = {"FORCE_COLOR": "1", "FORCE_HYPERLINK": "1"}
    done = run("validate", BROKEN / "I202-alias.md", env=environment(**forced))
    assert "\x1b]8" not in done.out
    assert terminal.on_screen == []
