"""The command line: click, and nothing but click. Each command is a module of this package.

Start-up is kept short: a command's module imports only click at its top, the rest inside its body.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import signal
import sys
import threading
import traceback
from typing import Any, NoReturn

import click

from pfocr_cli import __version__
from pfocr_cli.errors import Exit, PfocrError, bug_message
from pfocr_cli.terminal import messages, results


class _Commands(click.Group):
    """The modules of this package that define ``command``, found by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(
            module.name
            for module in pkgutil.iter_modules(__path__)
            if not module.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{name}").command
        return command


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the tool's version and the HGNC release that commands use here, with its sha256."""
    if not wanted or ctx.resilient_parsing:
        return
    from pathlib import Path

    from pfocr_cli import config
    from pfocr_cli.lexicon.store import open_lexicon

    results.line(f"pfocr {__version__}")
    path = config.find(Path.cwd())
    options = {"lexicon": "lexicon"}
    configured = (
        config.load(path, "", options, frozenset(_Commands().list_commands(ctx))).values
        if path
        else {}
    )
    release = open_lexicon(os.environ.get("PFOCR_LEXICON") or configured.get("lexicon")).release
    results.line(f"HGNC {release.hgnc} (sha256 {release.sha256})")
    ctx.exit()


@click.group(
    cls=_Commands,
    context_settings={"auto_envvar_prefix": "PFOCR", "help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show what is in use.",
)
def cli() -> None:
    """Check, mend and use the figure records of Pathway Figure OCR.

    Exit status: 0 clean, 1 findings, 2 the request cannot be served, 3 a bug in pfocr, 130
    interrupted.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status; no traceback reaches a user unasked."""
    args = sys.argv[1:] if args is None else args
    _prepare_streams()
    _heed_signals()
    try:
        status: Any = cli.main(args, prog_name="pfocr", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _show(error)
        status = Exit.UNSERVED
    except PfocrError as error:
        messages.line(f"pfocr: {error}")
        status = Exit.UNSERVED
    except (click.Abort, KeyboardInterrupt):
        messages.line("pfocr: interrupted")
        status = 128 + _caught[-1] if _caught else Exit.INTERRUPTED
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        status = _leave_output(Exit.FINDINGS)
    except OSError as error:
        messages.line(f"pfocr: cannot write the report: {error.strerror}")
        status = _leave_output(Exit.UNSERVED)
    except Exception:
        messages.lines(bug_message(traceback.format_exc(), "--traceback" in args))
        status = Exit.BUG
    sys.exit(int(status or 0))


def _show(error: click.ClickException) -> None:
    """Say what click did not understand, in its own layout; what it repeats of a command line
    stays on one line.
    """
    if error.message.startswith("Usage:"):  # no command: the help page
        messages.lines(error.format_message())
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        messages.lines(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n")
    messages.line(f"Error: {error.format_message()}")


_caught: list[int] = []
"""Signals that ended the run, by number."""


def _heed_signals() -> None:
    """End as after Ctrl-C, leaving nothing behind, when the program is asked to by `kill`,
    `timeout` or a closed terminal.

    A signal that the caller has had ignored (nohup) stays so. The exit status is 128 and the
    signal's number.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: object) -> NoReturn:
    _caught.append(number)
    raise KeyboardInterrupt


def _prepare_streams() -> None:
    """See that every report can be written: where a stream is closed, to nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (for the life of the process)
        elif hasattr(stream, "reconfigure"):
            # Names that are not UTF-8, and terminals that are not, must not stop a report.
            stream.reconfigure(errors="backslashreplace")


def _leave_output(status: Exit) -> Exit:
    """Give up standard output, so that Python does not try, and fail, to flush it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
