"""Help: examples that work, options in groups, near names; rule pages that are found and fit."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest
from in_terminal import run_in_terminal
from program import run

from pfocr_cli.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator


def all_commands() -> Iterator[tuple[str, ...]]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        yield (name,)
        if isinstance(group := cli.get_command(context, name), click.Group):
            yield from ((name, below) for below in group.list_commands(context))


COMMANDS = list(all_commands())


def found(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words of a command line name, and its options among them."""
    command: click.Command = cli
    while isinstance(command, click.Group):
        below = command.get_command(click.Context(command), words.pop(0))
        assert below is not None
        command = below
    return command, [word for word in words if word.startswith("-") and word != "-"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_examples_with_options_that_exist(command: tuple[str, ...]) -> None:
    out = run(*command, "--help").out
    examples = out.partition("Examples:\n")[2].splitlines()
    assert examples
    for line in examples:
        for part in line.split("|"):
            words = shlex.split(part.partition(">")[0])
            if words[0] == "pfocr":
                named, options = found(words[1:])
                known = {word for option in named.params for word in option.opts}
                assert set(options) <= known, line
    assert any(f"pfocr {' '.join(command)}" in line for line in examples)


@pytest.mark.parametrize("command", ["validate", "normalize", "export", "show"])
def test_options_that_all_share_stand_apart(command: str) -> None:
    out = run(command, "--help").out
    own, _, others = out.partition("\nWhich records:\n")
    assert "\nOptions:\n" in own
    assert "--files-from" in others
    assert "--files-from" not in own
    assert "--jobs" in others.partition("\nHow the work is done:\n")[2]
    shown = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", out, re.MULTILINE)
    assert len(shown) == len(set(shown))
    named = cli.get_command(click.Context(cli), command)
    assert named is not None
    known = [one for one in named.params if isinstance(one, click.Option) and not one.hidden]
    options = {max(each.opts, key=len) for each in known}
    assert set(shown) == {*options, "--help"}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("valdate",), "No such command 'valdate' (did you mean validate?)."),
        (("exprot",), "did you mean export?"),
        (("lexicon", "upadte"), "did you mean update?"),
        (("qqqqqq",), "No such command 'qqqqqq'."),
    ],
)
def test_a_mistyped_command_is_answered_with_near_ones(words: tuple[str, ...], near: str) -> None:
    done = run(*words)
    assert done.status == 2
    assert near in done.err


def test_a_mistyped_value_is_answered_with_near_ones() -> None:
    done = run("validate", "--show", "wraning")
    assert done.status == 2
    assert "(did you mean warning?)." in done.err
    assert "did you mean" not in run("validate", "--show", "qqqqqq").err


def test_nothing_of_a_mistyped_command_moves_the_cursor() -> None:
    assert "\x1b" not in run("val\x1b[31mdate").err


# --- rules -----------------------------------------------------------------------------------


def test_words_find_the_rules_that_speak_of_them() -> None:
    done = run("rule", "Quotation", "mark")
    assert done.status == 0
    codes = [line.split()[0] for line in done.out.splitlines()]
    assert "D702" in codes
    assert len(codes) < 20
    assert run("rule", "quotation mark").out == done.out


def test_the_likeliest_rule_comes_first() -> None:
    assert run("rule", "stale").out.startswith("G501  stale-symbol")


def test_what_no_page_speaks_of_is_status_2_with_near_names() -> None:
    done = run("rule", "stale-symbl")
    assert done.status == 2
    assert "did you mean stale-symbol" in done.err


def test_several_codes_are_several_pages() -> None:
    out = run("rule", "K602", "C801").out
    assert out.startswith("C801 duplicate-figid")
    assert "\n\nK602 jsonld-mismatch" in out


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_pages_and_lists_fit_the_terminal(columns: int) -> None:
    for words in ((), ("--all",), ("keyword",)):
        screen = run_in_terminal("rule", *words, columns=columns)
        for line in screen.lines:
            is_example = line.startswith("    ") and words == ("--all",)
            assert len(line) <= columns or is_example or set(line) == {"-"} or "(" in line, line


def test_a_page_is_broken_between_words() -> None:
    whole = " ".join(run("rule", "--all").out.split())
    narrow = " ".join(run_in_terminal("rule", "--all", columns=60).text.split())
    assert narrow == whole
