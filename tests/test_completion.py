"""What a shell offers behind a half-typed word, by click's protocol and in a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig

import pytest
from click.shell_completion import ShellComplete
from program import environment, run

from pfocr_cli.cli import cli
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.record.schema import schema_names
from pfocr_cli.reporters import REPORTERS
from pfocr_cli.rules import RULES

FILE, DIR = {("file", "")}, {("dir", "")}


def offered(*words: str) -> set[tuple[str, str]]:
    """Return what is offered for the last word: kinds and values."""
    *before, incomplete = words
    asked = ShellComplete(cli, {}, "pfocr", "_PFOCR_COMPLETE")
    return {(each.type, each.value) for each in asked.get_completions(before, incomplete)}


def plain(*values: str) -> set[tuple[str, str]]:
    return {("plain", value) for value in values}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("val",), plain("validate")),
        (("validate", ""), FILE),
        (("show", "_figures/PMC"), {("file", "_figures/PMC")}),
        (("validate", "--select", "K6"), plain("K601", "K602")),
        (("validate", "--select", "K601,stale"), plain("K601,stale-symbol")),
        (("validate", "--ignore", ""), plain(*RULES)),
        (("rule", "alias-m"), plain("alias-mismatch")),
        (("validate", "--format", ""), plain(*REPORTERS)),
        (("validate", "--format", "sarif:out"), {("file", "sarif:out")}),
        (("export", "--to", "gp"), plain("gpml", "gpml2021")),
        (("export", "--to", ""), plain(*EXPORTERS)),
        (("export", "--tier", "s"), plain("strict", "synonyms")),
        (("schema", ""), plain(*schema_names())),
        (("report", "--format", "m"), plain("markdown")),
        (("report", "--section", "rul"), plain("rules")),
        (("validate", "--lexicon", "la"), {*plain("latest"), ("file", "la")}),
        (("validate", "--baseline", ""), FILE),
        (("normalize", "-o", ""), DIR),
        (("export", "-o", ""), FILE),
        (("lexicon", "build", "--hgnc", ""), FILE),
        (("lexicon", "inf"), plain("info")),
        (("lexicon", "diff", "a", "b", ""), FILE),
        (("validate", "--gener"), plain("--generation")),
        (("resolve", "GS"), set()),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_offers(words: tuple[str, ...], expected: set[tuple[str, str]]) -> None:
    assert offered(*words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_lines(shell: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("click asks bash for its version")
    done = run(env=environment(_PFOCR_COMPLETE=f"{shell}_source"))
    assert done.status == 0
    assert "_PFOCR_COMPLETE" in done.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_a_real_bash_gets_words_and_falls_back_to_its_own_files() -> None:
    script = """
eval "$(_PFOCR_COMPLETE=bash_source pfocr)"
compopt() { echo "compopt $1 $2"; }
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _pfocr_completion pfocr
  printf '%s\\n' "${COMPREPLY[@]}"; }
ask pfocr validate --select I20
ask pfocr validate ''
complete -p pfocr
"""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        ["bash", "--norc", "-c", script.replace("\\\\", "\\")],
        env=environment(PATH=path),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert lines[:5] == ["I201", "I202", "I203", "I204", "I205"]
    assert any(line.startswith("compopt -o default") for line in lines)
    assert lines[-1].endswith("-F _pfocr_completion pfocr")


# --- how much is told ------------------------------------------------------------------------


def test_quiet_says_results_and_errors_only() -> None:
    broken = "fixtures/broken/I202-alias.md"
    loud, quiet = run("validate", broken), run("validate", "-q", broken)
    assert loud.out == quiet.out
    assert (quiet.status, quiet.err) == (1, "")
    assert loud.err != ""
    assert "no such file" in run("validate", "--quiet", "nowhere").err


def test_verbose_says_what_is_used() -> None:
    err = run("validate", "-v", "-j", "2", "fixtures/records").err
    assert err.splitlines()[0] == "configuration: none"
    assert "lexicon: HGNC " in err
    assert "processes: 2" in err


def test_both_together_are_refused() -> None:
    for words in (("-q", "-v"), ("-v", "-q")):
        done = run("validate", *words, "fixtures/records")
        assert done.status == 2
        assert "choose one" in done.err


@pytest.mark.parametrize(("when", "has"), [("always", True), ("never", False), ("auto", False)])
def test_colour_can_be_asked_for(when: str, has: bool) -> None:
    done = run("validate", "--color", when, "fixtures/broken/I202-alias.md")
    assert ("\x1b[" in done.out) is has


@pytest.mark.parametrize("command", [("rule", "G501"), ("schema", "finding")])
def test_every_command_can_be_told_how_much_to_say(command: tuple[str, ...]) -> None:
    for option in ("-q", "-v", "--color=never"):
        done = run(command[0], option, *command[1:])
        assert (done.status, done.out) == (0, run(*command).out)
