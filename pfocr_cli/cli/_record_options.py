"""The options that all commands over records share: which records, and how the work is done."""

from __future__ import annotations

import click

from pfocr_cli.cli._lexicon import decisions_parameter, lexicon_parameter

INPUT_OPTIONS: tuple[click.Parameter, ...] = (
    click.Argument(["paths"], nargs=-1, type=click.UNPROCESSED),
    click.Option(
        ["--files-from"],
        metavar="FILE|-",
        help="Read paths from a list, one a line (or each ended by NUL).",
    ),
    click.Option(
        ["--stdin-filename"],
        metavar="NAME",
        help="The name of the record on standard input (path `-`).",
    ),
    click.Option(
        ["--exclude"],
        metavar="GLOB",
        multiple=True,
        help="Leave out what matches where folders are searched, as .gitignore does.",
    ),
    click.Option(
        ["--data-dir"],
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False),
        help="Where the side tables are (default: ../_data of a record).",
    ),
    click.Option(
        ["--show-files"], is_flag=True, help="List the files that would be read, and stop."
    ),
)
_MOST_JOBS = 1_000
"""Processes that are taken for no slip of the hand."""
WORK_OPTIONS: tuple[click.Parameter, ...] = (
    lexicon_parameter(),
    decisions_parameter(),
    click.Option(
        ["-j", "--jobs"],
        type=click.IntRange(min=0, max=_MOST_JOBS),
        metavar="N",
        help="How many processes; 0: one for each core (the default from a thousand records on).",
    ),
    click.Option(
        ["--executor"],
        metavar="SPEC",
        help="dask:ADDRESS of a scheduler (extra `dask`), or module:factory of a "
        "concurrent.futures.Executor.",
    ),
    click.Option(
        ["--shard"],
        metavar="I/N",
        help="Only part I of N, from 1, by the sha256 of the figid: for N jobs on one list of "
        "records.",
    ),
)
CACHE = click.Option(
    ["--cache"],
    is_flag=False,
    flag_value="1",
    envvar="PFOCR_CACHE",
    metavar="[DIR]",
    help="Keep what is found in records, and use it again while nothing has changed.",
)
"""Of commands that keep results."""
NO_CACHE = click.Option(["--cache"], is_flag=False, flag_value="1", hidden=True)
"""Of commands that do not: they are not stopped by it, and say so. PFOCR_CACHE, which is for all
runs, is none of their business.
"""
