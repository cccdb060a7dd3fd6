"""Options of the commands that tell findings: how they are written, of which rules, which are known
already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

P = ParamSpec("P")
R = TypeVar("R")


def report_formats(names: Sequence[str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a command ``--format``, of which ``names`` are the registered ones."""
    return click.option(
        "--format",
        metavar="F[:PATH]",
        multiple=True,
        help=f"{', '.join(names[:-1])} or {names[-1]}, to standard output or a file. Repeatable.",
    )


def chosen_rules(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command ``--select`` and ``--ignore``."""
    select = click.option(
        "--select",
        multiple=True,
        metavar="CODES",
        help="Only these rules: codes, beginnings of codes or names, with commas between.",
    )
    ignore = click.option(
        "--ignore", multiple=True, metavar="CODES", help="Not these rules, named as for --select."
    )
    return select(ignore(command))


def known_findings(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command ``--statistics``, ``--baseline`` and ``--write-baseline``."""
    statistics = click.option("--statistics", is_flag=True, help="Also count the findings by rule.")
    baseline = click.option(
        "--baseline", metavar="FILE", help="Pass over the findings that this file lists."
    )
    written = click.option(
        "--write-baseline",
        metavar="FILE",
        help="List the failing findings in this file instead of showing them.",
    )
    return statistics(baseline(written(command)))
