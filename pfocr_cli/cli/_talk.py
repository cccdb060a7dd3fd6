"""The options that say how much a run tells, and whether in colour."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

import click

from pfocr_cli.terminal import messages, notes

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")
_VERBOSE = f"{__name__}.verbose"


def _set_quiet(ctx: click.Context, _: click.Parameter, quiet: bool) -> None:
    notes.is_quiet = quiet
    _refuse_both(ctx)


def _set_verbose(ctx: click.Context, _: click.Parameter, verbose: bool) -> None:
    ctx.meta[_VERBOSE] = verbose
    _refuse_both(ctx)


def _refuse_both(ctx: click.Context) -> None:
    """Raise UsageError once both have been given, in whichever order."""
    if notes.is_quiet and ctx.meta.get(_VERBOSE):
        raise click.UsageError("--quiet and --verbose together: choose one")


def _set_color(
    _: click.Context, __: click.Parameter, when: Literal["auto", "always", "never"]
) -> None:
    if when == "always":
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"
    elif when == "never":
        os.environ.pop("FORCE_COLOR", None)
        os.environ["NO_COLOR"] = "1"


def talk_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--quiet``, ``--verbose`` and ``--color``; they are heeded before the command begins."""
    options = (
        click.option(
            "-q",
            "--quiet",
            is_flag=True,
            expose_value=False,
            callback=_set_quiet,
            help="Say nothing but results and errors.",
        ),
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_set_verbose,
            help="Say also what is used: configuration, lexicon, processes.",
        ),
        click.option(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            show_default=True,
            expose_value=False,
            callback=_set_color,
            help="Colours: auto is on a terminal, unless NO_COLOR is set.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def tell_what_is_used(ctx: click.Context) -> None:
    """Say, where that was asked for, which configuration, lexicon and processes a run uses."""
    if not ctx.meta.get(_VERBOSE):
        return
    path = getattr(ctx.obj, "path", None)
    messages.sentence(f"configuration: {path or 'none'}")
    options = {option.name: ctx.params.get(option.name or "") for option in ctx.command.params}
    if "lexicon" in options:
        from pfocr_cli.lexicon.store import open_lexicon, path_of

        named = options["lexicon"]
        messages.sentence(f"lexicon: {open_lexicon(named).release}, {path_of(named)}")
    if "jobs" in options:
        jobs = options["jobs"] or f"{os.cpu_count()}, one a core"
        messages.sentence(f"processes: {options.get('executor') or jobs}")
