"""The option that pins a lexicon, for every command that needs one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")
_LEXICON: dict[str, Any] = {
    "metavar": "FILE|latest",
    "envvar": "PFOCR_LEXICON",
    "show_envvar": True,
    "help": "The lexicon to use: a file, or the one that `lexicon update` fetched (default: the "
    "embedded one).",
}


def lexicon_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--lexicon``, which ``PFOCR_LEXICON`` sets for all commands at once; its value is for
    ``open_lexicon``.
    """
    return click.option("--lexicon", **_LEXICON)(command)


def lexicon_parameter() -> click.Option:
    """Return the same option, for a command that is put together."""
    return click.Option(["--lexicon"], **_LEXICON)
