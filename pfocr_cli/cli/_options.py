"""Options that several commands share, and the defaults that ``.pfocr.toml`` gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pfocr_cli.config import Config
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input

F = TypeVar("F", bound=Callable[..., Any])
_FOLDER = click.Path(exists=True, file_okay=False)
NEVER_CONFIGURED = frozenset(
    {"help", "isolated", "executor", "stdin-filename", "files-from", "show-files", "traceback"}
)
"""What belongs to one run, or (the executor) names code."""


def _configurable(command: click.Command) -> dict[str, str]:
    """Return the options of a command that a file may set, as written, with their parameters'
    names.
    """
    options = [
        option for option in command.params if isinstance(option, click.Option) and option.name
    ]
    names = {max(option.opts, key=len).lstrip("-"): str(option.name) for option in options}
    return {written: name for written, name in names.items() if written not in NEVER_CONFIGURED}


def _load_config(ctx: click.Context, _: click.Parameter, isolated: bool) -> None:
    """Give the command the defaults of the configuration file, before its other options are
    read.
    """
    from pathlib import Path

    from pfocr_cli import config

    path = None if isolated else config.find(Path.cwd())
    ctx.obj = config.Config()
    if path is None or ctx.parent is None:
        return
    group = ctx.parent.command
    assert isinstance(group, click.Group)
    commands = {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}
    options = {
        name: _configurable(command) for name, command in commands.items() if command is not None
    }
    ctx.obj = config.load(
        path, ctx.info_name or "", options[ctx.info_name or ""], frozenset(commands)
    )
    config.unknown_keys(
        path, frozenset(commands), frozenset().union(*options.values()), NEVER_CONFIGURED
    )
    repeatable = {
        option.name for option in ctx.command.params if getattr(option, "multiple", False)
    }
    ctx.default_map = {
        name: [value] if name in repeatable and isinstance(value, str) else value
        for name, value in ctx.obj.values.items()
    }


def run_options(command: F) -> F:
    """Add ``--isolated`` and ``--traceback``."""
    command = click.option("--traceback", is_flag=True, help="Show where a bug in pfocr happened.")(
        command
    )
    return click.option(
        "--isolated",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_load_config,
        help="Ignore .pfocr.toml.",
    )(command)


def work_options(command: F) -> F:
    """Add ``--jobs`` and ``--executor``."""
    for decorate in (
        click.option(
            "--executor",
            metavar="SPEC",
            help="dask:ADDRESS, or module:factory of a concurrent.futures.Executor.",
        ),
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            help="Processes; 0: one a core.",
        ),
    ):
        command = decorate(command)
    return command


def input_options(command: F) -> F:
    """Add PATHS and the options that say which records are meant."""
    for decorate in reversed(
        [
            click.argument("paths", nargs=-1, type=click.UNPROCESSED),
            click.option(
                "--files-from", metavar="FILE|-", help="Read paths from a list: a line or NUL each."
            ),
            click.option(
                "--stdin-filename",
                metavar="NAME",
                help="The name of the record on standard input (path `-`).",
            ),
            click.option(
                "--exclude",
                metavar="GLOB",
                multiple=True,
                help="Pass over in searches, as .gitignore would.",
            ),
            click.option(
                "--data-dir",
                metavar="DIR",
                type=click.Path(exists=True, file_okay=False),
                help="Where the side tables are (default: ../_data of a record).",
            ),
            click.option("--show-files", is_flag=True, help="List what would be judged, and stop."),
        ]
    ):
        command = decorate(command)
    return command


def find_inputs(
    config: Config,
    paths: tuple[str, ...],
    files_from: str | None,
    exclude: tuple[str, ...],
    stdin_filename: str | None,
) -> list[Input]:
    """Return the inputs that a command's options name."""
    import os

    from pfocr_cli.inputs.gitignore import Globs
    from pfocr_cli.inputs.search import Search

    if files_from == "-" and "-" in paths:
        raise click.UsageError(
            "standard input cannot be both a record and the list: write one of them to a file"
        )
    globs = [Globs(os.getcwd(), exclude)] if exclude else []
    globs += [config.exclude] if config.exclude else []
    return Search(globs, stdin_filename).inputs(paths, files_from)


def files_read(config: Config, options: Mapping[str, Any]) -> list[FileRead]:
    """Return the files that a command reads beside its records, as its options name them."""
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.lexicon.store import path_of

    found = [FileRead(config.path, "configuration")] if config.path else []
    found.append(FileRead(str(path_of(options.get("lexicon"))), "lexicon"))
    if options.get("files_from") not in (None, "-"):
        found.append(FileRead(options["files_from"], "list"))
    if options.get("schema"):
        found.append(FileRead(options["schema"], "schema"))
    if options.get("baseline"):
        found.append(FileRead(options["baseline"], "baseline"))
    return found


def codes(words: tuple[str, ...]) -> list[str]:
    """Return the words of a comma-separated option that may be given several times."""
    return [word.strip() for text in words for word in text.split(",") if word.strip()]
