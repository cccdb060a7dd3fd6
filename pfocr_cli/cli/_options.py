"""Options that several commands share, and the defaults that ``.pfocr.toml`` gives them."""

from __future__ import annotations

import os
import pkgutil
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from pfocr_cli.cli._talk import talk_options, tell_what_is_used
from pfocr_cli.errors import PfocrError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pfocr_cli.config import Config, Option
    from pfocr_cli.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")
SomeFormat = TypeVar("SomeFormat")
_SETTINGS = f"{__name__}.config"


def _settable(command: click.Command) -> dict[str, Option]:
    """Return what a file may know of a command's options, by their names as they are written."""
    from pfocr_cli.config import Option

    found = {}
    for option in command.params:
        if isinstance(option, click.Option) and option.name:
            kind: type[bool] | type[int] | type[float] | type[str] = str
            if option.is_flag:
                kind = bool
            elif isinstance(option.type, click.types.IntParamType):
                kind = int
            elif isinstance(option.type, click.types.FloatParamType):
                kind = float
            found[written_name(option)] = Option(
                option.name, kind, option.multiple, getattr(option, "says_how", False)
            )
    return found


def module_names(*room: str) -> list[str]:
    """Return the names of the plug-ins in a folder of the package: each is a module, so that their
    names are known without importing them.
    """
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), *room)
    found = (module.name for module in pkgutil.iter_modules([folder]))
    return sorted(name for name in found if not name.startswith("_"))


def written_name(option: click.Parameter) -> str:
    """Return an option's name as it is written, without the hyphens before it."""
    return max(option.opts, key=len).lstrip("-")


def read_config(
    ctx: click.Context, name: str, path: str | None = None, **extra: Mapping[str, Option]
) -> Config:
    """Return what the configuration file says for the command ``name``: the file at ``path``, or
    the one that is found. ``extra`` are commands that the program does not list.
    """
    from pathlib import Path

    from pfocr_cli import config

    found = Path(path) if path is not None else config.find_config(Path.cwd())
    group = ctx.find_root().command
    if found is None or not isinstance(group, click.Group):
        return config.Config()
    commands = {each: group.get_command(ctx, each) for each in group.list_commands(ctx)}
    options = {each: _settable(command) for each, command in commands.items() if command}
    return config.load_config(found, name, {**options, **extra})


def lexicon_config(ctx: click.Context, path: str | None = None) -> Config:
    """Return the configuration for a command without a table of its own: of the options it takes
    --lexicon.
    """
    from pfocr_cli.config import Option

    return read_config(ctx, "", path, **{"": {"lexicon": Option("lexicon")}})


def _load_config(ctx: click.Context, _: click.Parameter, isolated: bool) -> None:
    """Give the command the defaults of the configuration file, before its other options are
    read.
    """
    from pfocr_cli import config

    path = ctx.meta.get(_SETTINGS)
    ctx.obj = config.Config()
    if isolated:
        ctx.meta[_SETTINGS] = None
        if path is not None:
            raise click.UsageError("--config and --isolated together: choose one")
    elif ctx.parent is not None and ctx.parent.parent is None:
        ctx.obj = read_config(ctx, ctx.info_name or "", path)
        ctx.default_map = dict(ctx.obj.values)
    else:
        ctx.obj = lexicon_config(ctx, path)
        ctx.default_map = dict(ctx.obj.values)


def _name_config(ctx: click.Context, _: click.Parameter, path: str | None) -> None:
    """Remember the file that is named; ``_load_config`` comes after, unless --isolated came."""
    if path is not None and _SETTINGS in ctx.meta:
        raise click.UsageError("--config and --isolated together: choose one")
    if path is not None:
        ctx.meta[_SETTINGS] = path


def run_options(*, takes_traceback: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add ``--quiet``, ``--verbose``, ``--color``, ``--config``, ``--isolated`` and
    ``--traceback``, which only a command that
    ``takes_traceback`` gets; what is said of a value that a file or the environment gave names it.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def run(*args: P.args, **options: P.kwargs) -> R:
            context = click.get_current_context()
            try:
                tell_what_is_used(context)
                return command(*args, **options)
            except PfocrError as error:
                raise PfocrError(_with_origin(context, str(error))) from error
            except click.UsageError as error:
                if (told := _with_origin(context, error.message)) == error.message:
                    raise
                raise PfocrError(told) from error

        general = _config_option(_isolated_option(_traceback_option(takes_traceback)(run)))
        return talk_options(general)

    return decorate


def _traceback_option(is_taken: bool) -> Callable[[Callable[P, R]], Callable[P, R]]:
    return click.option(
        "--traceback",
        is_flag=True,
        expose_value=is_taken,
        help="Show where a bug in pfocr happened.",
    )


_isolated_option = click.option(
    "--isolated",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_load_config,
    help="Ignore .pfocr.toml.",
)
_config_option = click.option(
    "--config",
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=_name_config,
    help="Use this file instead of .pfocr.toml.",
)


def origin(ctx: click.Context, option: click.Parameter) -> str | None:
    """Return the file and key, or the variable, that gave an option its value; None where it was
    typed or nobody gave it.
    """
    source = ctx.get_parameter_source(option.name or "")
    if source is click.core.ParameterSource.DEFAULT_MAP:
        return f"{ctx.obj.path}: {written_name(option)}"
    if source is click.core.ParameterSource.ENVIRONMENT:
        named = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
        automatic = f"{ctx.auto_envvar_prefix}_{(option.name or '').upper()}"
        return next((name for name in named if os.environ.get(name)), automatic)
    return None


def _with_origin(ctx: click.Context, message: str) -> str:
    """Return what is said of a run with the place of the values that nobody typed and it speaks of:
    before it where it repeats the value, behind it where it names the option.
    """
    speaks_of = []
    for option in ctx.command.params:
        place = origin(ctx, option) if option.name else None
        if place is None:
            continue
        value = ctx.params.get(option.name or "")
        words = value if isinstance(value, tuple) else (value,)
        pieces = [word for text in words if isinstance(text, str) for word in text.split(",")]
        if any(
            word and (repr(word) in message or (os.path.isabs(word) and word in message))
            for word in (*pieces, *(str(word) for word in words))
        ):
            return f"{place}: {message}"
        if f"--{written_name(option)}" in message:
            speaks_of.append(place)
    return f"{message} ({', '.join(speaks_of)})" if speaks_of else message


def codes(words: tuple[str, ...]) -> list[str]:
    """Return the words of a comma-separated option that may be given several times."""
    return [word.strip() for text in words for word in text.split(",") if word.strip()]


def format_paths(
    words: tuple[str, ...], formats: Registry[SomeFormat]
) -> list[tuple[str, str | None]]:
    """Return the formats asked for with their paths; a usage error where two want standard output
    or one file.

    Raises:
        PfocrError: there is no such format.
    """
    pairs = [
        (name, None if path in ("", "-") else path)
        for name, _, path in (word.partition(":") for word in words)
    ]
    for name, _ in pairs:
        formats.named(name)
    if sum(path is None for _, path in pairs) > 1:
        last = pairs[-1][0]
        raise click.UsageError(
            f"two formats for standard output: give all but one a file, --format {last}:out.{last}"
        )
    files = [os.path.realpath(path) for _, path in pairs if path is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two formats for one file: give each its own")
    return pairs


def examples(*lines: str) -> str:
    """Return the end of a help page: what one would type, a line each."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
