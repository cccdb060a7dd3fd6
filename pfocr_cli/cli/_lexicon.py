"""The option that pins a lexicon, for every command that needs one; and the options of the commands
below ``lexicon``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def lexicon_option(command: F) -> F:
    """Add ``--lexicon``, which ``PFOCR_LEXICON`` sets for all commands at once; its value is for
    ``open_lexicon``.
    """
    return click.option(
        "--lexicon",
        metavar="FILE|latest",
        envvar="PFOCR_LEXICON",
        show_envvar=True,
        help="The lexicon to use: a file, or the one that `lexicon update` fetched (default: the "
        "embedded one).",
    )(command)


def _load_config(ctx: click.Context, _: click.Parameter, isolated: bool) -> None:
    """Give a command below ``lexicon`` what the configuration file says of --lexicon, and what
    searches leave out.
    """
    from pathlib import Path

    from pfocr_cli import config

    root = ctx.find_root()
    path = None if isolated else config.find(Path.cwd())
    ctx.obj = config.Config()
    if path is not None and isinstance(root.command, click.Group):
        # `lexicon` in the file is the option: these commands have no table there.
        ctx.obj = config.load(
            path,
            ctx.command_path,
            {"lexicon": "lexicon"},
            frozenset(root.command.list_commands(root)),
        )
        ctx.default_map = dict(ctx.obj.values)


def run_options_below(command: F) -> F:
    """Add ``--isolated`` and ``--traceback`` to a command below ``lexicon``."""
    command = click.option(
        "--traceback", is_flag=True, expose_value=False, help="Show where a bug in pfocr happened."
    )(command)
    return click.option(
        "--isolated",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_load_config,
        help="Ignore .pfocr.toml.",
    )(command)
