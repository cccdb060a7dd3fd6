"""``pfocr normalize``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pfocr_cli.cli._lexicon import lexicon_option
from pfocr_cli.cli._options import files_read, find_inputs, input_options, run_options, work_options
from pfocr_cli.terminal import messages, results

if TYPE_CHECKING:
    from pfocr_cli.app.normalize import Mode
    from pfocr_cli.config import Config
    from pfocr_cli.errors import Exit
    from pfocr_cli.inputs.search import Input


@click.command(
    "normalize", short_help="Bring gene symbols to HGNC's release in use, and change nothing else."
)
@input_options
@click.option(
    "--check", is_flag=True, help="List the files that would change; exit status 1 if any would."
)
@click.option(
    "--diff",
    is_flag=True,
    help="Print what would change as a patch; exit status 1 if anything would.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Write all into this folder instead.",
)
@click.option("--fill", is_flag=True, help="Complete the genes that hold only a word.")
@click.option(
    "--dedupe", is_flag=True, help="Remove genes that are there twice, equal in every field."
)
@click.option("--unsafe-fixes", is_flag=True, help="Edit side tables too.")
@click.option("--todo", metavar="FILE.tsv", help="List there all that is left for a person.")
@click.option(
    "--fail-on-left", is_flag=True, help="Exit status 1 where anything is left for a person."
)
@lexicon_option
@work_options
@run_options
@click.pass_obj
def command(config: Config, /, **options: Any) -> Exit:
    """Bring stale gene symbols to those of HGNC's release in use, in place.

    A symbol is stale where HGNC has renamed the gene that its Entrez id names. hgnc_symbol and its
    item in schema-jsonld.keywords change; every other byte stays. An approved symbol is never
    renamed. What only a person can decide is listed. The path `-` writes the record to standard
    output.
    """
    from pfocr_cli.app.normalize import Normalization, normalize_all
    from pfocr_cli.app.normalize_job import Plan
    from pfocr_cli.errors import Exit, PfocrError
    from pfocr_cli.inputs.records import Intake
    from pfocr_cli.inputs.search import outside

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
    mode = _mode(options, inputs)
    if not inputs:
        messages.line("no records in the list: nothing to normalise")
    plan = Plan(
        fill=options["fill"],
        dedupe=options["dedupe"],
        unsafe=options["unsafe_fixes"],
        every=mode == "output" or options["output"] is not None,
        lexicon=options["lexicon"],
        intake=Intake(data_dir=options["data_dir"]),
    )
    chosen = {
        name: options[name] for name in ("todo", "fail_on_left", "jobs", "executor", "traceback")
    }
    if inputs and options["output"]:  # what an earlier run wrote there is no input of this one
        inputs = list(outside(inputs, options["paths"], [options["output"]]))
        if not inputs:
            raise PfocrError(f"no records but those in {options['output']}, where they would go")
    others = files_read(config, options)
    return normalize_all(
        Normalization(inputs, plan, mode, options["output"], others=others, **chosen)
    )


def _mode(options: dict[str, Any], inputs: list[Input]) -> Mode:
    chosen = [name for name in ("check", "diff", "output") if options[name]]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} together: choose one")
    if any(not item.path for item in inputs) and (options["diff"] or options["output"]):
        raise click.UsageError(
            "standard input has no name to write under: give it one with --stdin-filename"
        )
    if options["check"]:
        return "check"
    if options["diff"]:
        return "diff"
    piped = [item for item in inputs if item.data is not None or item.streamed]
    if piped and len(inputs) > 1:
        raise click.UsageError(
            "a record that comes through a pipe goes to standard output: name it alone"
        )
    return "output" if piped and options["output"] is None else "write"
