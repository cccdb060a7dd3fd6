"""The options that say what words mean: the lexicon, and what curators have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")
_LEXICON: dict[str, Any] = {
    "metavar": "FILE|latest",
    "envvar": "PFOCR_LEXICON",
    "show_envvar": True,
    "help": "The lexicon to use: a file, or the one that `lexicon update` fetched (default: the "
    "one that comes with pfocr).",
}
_DECISIONS: dict[str, Any] = {
    "metavar": "FILE.tsv",
    "help": "What curators decided that words mean: columns figid (or *), word, genes (or -), by, "
    "why; a filled-in --todo list is one.",
}


def lexicon_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--lexicon``, which ``PFOCR_LEXICON`` sets for all commands at once; its value is for
    ``open_lexicon``.
    """
    return click.option("--lexicon", **_LEXICON)(command)


def lexicon_parameter() -> click.Option:
    """Return the same option, for a command that is put together."""
    return click.Option(["--lexicon"], **_LEXICON)


def decisions_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--decisions``; its value is for ``open_decisions``."""
    return click.option("--decisions", **_DECISIONS)(command)


def decisions_parameter() -> click.Option:
    """Return the same option, for a command that is put together."""
    return click.Option(["--decisions"], **_DECISIONS)
