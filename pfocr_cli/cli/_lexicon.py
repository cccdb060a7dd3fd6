"""The option that pins a lexicon, for every command that needs one."""

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
