"""The command line: click, and nothing but click. Each command is a module of this package.

Start-up is kept short: a command's module imports only click at its top, the rest inside its body.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import sys
import traceback
from functools import cache, wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

import click

from pfocr_cli import __version__, signals, streams
from pfocr_cli.cli._near_names import NearNames
from pfocr_cli.errors import Exit, PfocrError, bug_message
from pfocr_cli.terminal import messages, results

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def _till_enough(method: Callable[P, R]) -> Callable[P, R]:
    """A reader (`head`, say) that has seen enough is no failure. click takes it for one."""

    @wraps(method)
    def quiet(*args: P.args, **named: P.kwargs) -> R:
        try:
            return method(*args, **named)
        except BrokenPipeError:
            streams.give_up()
            raise click.exceptions.Exit(Exit.CLEAN) from None

    return quiet


@cache
def _command_names() -> tuple[str, ...]:
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name.replace("_", "-") for name in modules if name[0] != "_"))


class _Commands(NearNames):
    """The modules of this package that define ``command``, found by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_command_names())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _command_names():
            return None
        command: click.Command = importlib.import_module(
            f"{__name__}.{name.replace('-', '_')}"
        ).command
        if ctx.resilient_parsing:  # a shell asks what could come next
            from pfocr_cli.cli._completion import offering

            return offering(command)
        return command

    make_context = _till_enough(click.Group.make_context)

    def invoke(self, ctx: click.Context) -> object:
        return _till_enough(super().invoke)(ctx)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the tool's version and the HGNC release that commands use here, with its sha256."""
    if not wanted or ctx.resilient_parsing:
        return
    from pfocr_cli.cli._options import lexicon_config
    from pfocr_cli.lexicon.store import open_lexicon

    results.line(f"pfocr {__version__}")
    named = os.environ.get("PFOCR_LEXICON") or lexicon_config(ctx).values.get("lexicon")
    release = open_lexicon(named).release
    results.line(f"HGNC {release.hgnc} (sha256 {release.sha256})")
    ctx.exit()


@click.group(
    cls=_Commands,
    epilog="\b\nExamples:\n  pfocr validate _figures\n  pfocr rule K601\n  pfocr COMMAND --help",
    context_settings={"auto_envvar_prefix": "PFOCR", "help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show pfocr's version and the HGNC release in use.",
)
def cli() -> None:
    """Check, mend and use the figure records of Pathway Figure OCR.

    Exit status: 0 clean, 1 findings, 2 the request cannot be served, 3 a bug in pfocr, 130
    interrupted.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status; no traceback reaches a user unasked."""
    args = sys.argv[1:] if args is None else args
    streams.prepare()
    try:
        signals.end_tidily()
        status = _run(args)
        signals.end_at_once()
        interrupted = False
    except BaseException as error:
        # A library in another language can make an exception of its own of an interruption.
        if not isinstance(error, KeyboardInterrupt) and signals.status_of_end() is None:
            raise
        signals.end_at_once()  # a second one is no news
        status, interrupted = int(Exit.INTERRUPTED), True
    ended = signals.status_of_end()
    # Python drops an interruption that comes while it lets something go: it counts all the same.
    if interrupted or ended is not None:
        _say("pfocr: interrupted")
    streams.flush_talk()
    if ended is not None:
        # Not sys.exit: where the signal came while Python evaluated a text (as for a dataclass),
        # it would end itself by SIGINT, whatever the signal and the status.
        os._exit(ended)
    sys.exit(status)


def _run(args: list[str]) -> int:
    """Run a command and return its exit status, whatever comes of it but an interruption."""
    try:
        status = cli.main(args, prog_name="pfocr", standalone_mode=False)
        streams.flush()
        return int(status or 0)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            _show(error)
        return Exit.UNSERVED
    except PfocrError as error:
        _say(f"pfocr: {error}")
    except OSError as error:
        what = error.filename or "the report"
        _say(f"pfocr: cannot write {what}: {error.strerror}")
    except Exception:
        if signals.status_of_end() is not None:  # it came of the interruption
            raise KeyboardInterrupt from None
        with contextlib.suppress(OSError):
            messages.lines(bug_message(traceback.format_exc(), "--traceback" in args))
        return Exit.BUG
    finally:
        with contextlib.suppress(PfocrError):  # what was said of it is enough
            streams.flush()
    return Exit.UNSERVED


def _show(error: click.ClickException) -> None:
    """Say what click did not understand, in its own layout; what it repeats of a command line
    stays on one line.
    """
    if error.message.startswith("Usage:"):  # no command: the help page
        messages.lines(error.format_message())
        return
    context = getattr(error, "ctx", None)
    if isinstance(error, click.BadParameter) and error.param is not None and context is not None:
        from pfocr_cli.cli._options import origin

        if (place := origin(context, error.param)) is not None:
            messages.sentence(f"pfocr: {place}: {error.message.removesuffix('.')}")
            return
    if context is not None:
        messages.lines(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n")
    told, near = error.format_message(), _near_values(error)
    messages.sentence(f"Error: {told.removesuffix('.')}{near}." if near else f"Error: {told}")


def _near_values(error: click.ClickException) -> str:
    """Return which values of an option are nearly what was typed, where it takes a few only."""
    kind = getattr(getattr(error, "param", None), "type", None)
    typed = error.message.split("'")
    if not isinstance(kind, click.Choice) or len(typed) < 3:
        return ""
    from pfocr_cli.wording import did_you_mean

    return did_you_mean(typed[1], map(str, kind.choices))


def _say(line: str) -> None:
    """Write a line to standard error, where that can be written to."""
    with contextlib.suppress(OSError):
        messages.sentence(line)
