"""``pfocr validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from pfocr_cli.cli._lexicon import lexicon_option
from pfocr_cli.cli._options import (
    codes,
    files_read,
    find_inputs,
    input_options,
    run_options,
    work_options,
)
from pfocr_cli.terminal import messages, results

if TYPE_CHECKING:
    from pfocr_cli.config import Config
    from pfocr_cli.errors import Exit

_SEVERITIES = ("error", "warning", "info")


@click.command("validate", short_help="Find what is wrong with records, with line and column.")
@input_options
@click.option(
    "--format",
    metavar="F[:PATH]",
    multiple=True,
    help="text, json, jsonl, sarif, github, gitlab or junit, to standard output or a file. "
    "Repeatable.",
)
@click.option(
    "--show",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severity shown.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Only these rules: codes, beginnings of codes, names; commas.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules.")
@click.option(
    "--fail-on",
    type=click.Choice((*_SEVERITIES, "never")),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("--fix", is_flag=True, help="Make the safe fixes, then judge what remains.")
@click.option("--unsafe-fixes", is_flag=True, help="Make the other fixes too.")
@click.option("--diff", is_flag=True, help="Print the fixes as a patch instead of making them.")
@click.option("--statistics", is_flag=True, help="Also count the findings by rule.")
@click.option("--baseline", metavar="FILE", help="Pass over the findings that this file lists.")
@click.option(
    "--write-baseline",
    metavar="FILE",
    help="List the failing findings in this file instead of showing them.",
)
@click.option("--schema", metavar="FILE", help="Hold records against this JSON Schema instead.")
@click.option(
    "--generation", type=click.Choice(("auto", "2021", "2023")), default="auto", show_default=True
)
@click.option(
    "--organisms",
    metavar="FILE|DIR",
    type=click.Path(exists=True),
    help="The site's names of organisms (default: ../_organisms of a record).",
)
@lexicon_option
@work_options
@run_options
@click.pass_obj
def command(config: Config, /, **options: Any) -> Exit:
    """Find what is wrong with records, and say where.

    PATHS are files, folders to search, or `-`; without any, the current folder. Exit status 1 where
    something at or above --fail-on was found. `pfocr rule CODE` explains a finding.
    """
    from pfocr_cli.app.validate import validate
    from pfocr_cli.errors import Exit

    inputs = find_inputs(
        config,
        options["paths"],
        options["files_from"],
        options["exclude"],
        options["stdin_filename"],
    )
    if options["show_files"]:
        for item in inputs:
            results.line(item.shown)
        return Exit.CLEAN
    request = _request(config, options, inputs)
    if not inputs:
        messages.line("no records in the list: nothing to judge")
    return validate(request)


def _request(config: Config, options: dict[str, Any], inputs: list[Any]) -> Any:
    import sys

    from pfocr_cli.app.validate import Validation
    from pfocr_cli.app.validate_job import Settings
    from pfocr_cli.errors import PfocrError
    from pfocr_cli.finding import Severity
    from pfocr_cli.inputs.organisms import given_organism_names
    from pfocr_cli.inputs.records import Intake
    from pfocr_cli.record.schema import custom_validator
    from pfocr_cli.rules import select_codes

    fix = _fix(options, inputs)
    show = Severity.named(options["show"])
    fail_on = None if options["fail_on"] == "never" else Severity.named(options["fail_on"])
    if fail_on is None and options["write_baseline"]:
        raise PfocrError("--write-baseline with --fail-on never would write nothing")
    formats = _formats(options["format"] or (() if options["diff"] else ("text",)))
    if options["diff"] and any(path is None for _, path in formats):
        raise click.UsageError(
            "--diff prints only a patch: give the report a file, --format text:findings.txt"
        )
    if options["schema"]:
        custom_validator(options["schema"])  # an unusable one ends the run here, not at each record
    if options["organisms"]:
        given_organism_names(options["organisms"])
    settings = Settings(
        codes=select_codes(codes(options["select"]), codes(options["ignore"])),
        floor=show if fail_on is None else min(show, fail_on),
        intake=Intake(
            options["generation"], options["schema"], options["data_dir"], options["organisms"]
        ),
        lexicon=options["lexicon"],
        fix=fix,
        excerpts=sys.stdout.isatty() and ("text", None) in formats,
    )
    return Validation(
        inputs=inputs,
        settings=settings,
        show=show,
        fail_on=fail_on,
        formats=formats,
        others=files_read(config, options),
        per_file_ignores=[
            (globs, select_codes(words, ()) if words else frozenset())
            for globs, words in config.per_file_ignores
        ],
        **{
            name: options[name]
            for name in (
                "diff",
                "statistics",
                "baseline",
                "write_baseline",
                "jobs",
                "executor",
                "traceback",
            )
        },
    )


def _fix(options: dict[str, Any], inputs: list[Any]) -> Literal["safe", "all"] | None:
    """Return which fixes are wanted; a usage error where there is no file to make them in."""
    if not (options["fix"] or options["diff"]):
        if options["unsafe_fixes"]:
            raise click.UsageError(
                "--unsafe-fixes says which fixes: --fix makes them, --diff shows them"
            )
        return None
    if any(item.data is not None or item.streamed for item in inputs):
        raise click.UsageError(
            "what comes through a pipe has no file to mend: `pfocr normalize -` writes to standard "
            "output"
        )
    return "all" if options["unsafe_fixes"] else "safe"


def _formats(words: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """Return the formats asked for with their paths; a usage error where two want standard
    output.
    """
    import os

    from pfocr_cli.reporters import REPORTERS

    pairs = [
        (name, None if path in ("", "-") else path)
        for name, _, path in (word.partition(":") for word in words)
    ]
    for name, _ in pairs:
        REPORTERS.named(name)
    if sum(path is None for _, path in pairs) > 1:
        raise click.UsageError(
            "two formats for standard output: give all but one a file, --format sarif:out.sarif"
        )
    files = [os.path.realpath(path) for _, path in pairs if path is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two formats for one file: give each its own")
    return pairs
