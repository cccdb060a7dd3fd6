"""``pfocr normalize``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import click

from pfocr_cli.cli._options import examples
from pfocr_cli.cli._records import RecordCommand, Records, record_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.normalize_job import NormalizeJob
    from pfocr_cli.app.normalize_request import Mode
    from pfocr_cli.cli._help import Groups
    from pfocr_cli.errors import Exit
    from pfocr_cli.inputs.search import Input


class _Normalize(RecordCommand):
    """The command, with what its options are about."""

    groups: ClassVar[Groups] = {
        "What is changed too": ("fill", "dedupe", "unsafe-fixes"),
        "What needs a decision": ("todo", "unreadable", "fail-on-left"),
    }


@record_command(
    "normalize",
    short_help="Bring gene symbols to HGNC's release in use, and change nothing else.",
    nothing_to="normalise",
    cls=_Normalize,
    keeps_results=True,
    epilog=examples(
        "pfocr normalize --check _figures",
        "pfocr normalize --diff _figures | git apply",
        "pfocr normalize --fill --todo left.tsv draft.md",
    ),
)
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
@click.option("--todo", metavar="FILE.tsv", help="List there all that needs a decision.")
@click.option(
    "--unreadable",
    type=click.Choice(("tell", "count")),
    default="tell",
    show_default=True,
    help="Say why a record cannot be read, or only count such files; exit status 1 in both.",
)
@click.option(
    "--fail-on-left",
    is_flag=True,
    help="Exit status 1 where a gene needs a decision, or an option.",
)
def command(
    records: Records,
    /,
    *,
    check: bool,
    diff: bool,
    output: str | None,
    fill: bool,
    dedupe: bool,
    unsafe_fixes: bool,
    todo: str | None,
    unreadable: Literal["tell", "count"],
    fail_on_left: bool,
) -> Exit:
    """Bring stale gene symbols to those of HGNC's release in use, in place.

    A symbol is stale where HGNC has renamed the gene that its Entrez id names. hgnc_symbol and its
    item in schema-jsonld.keywords change; every other byte stays. An approved symbol is never
    renamed. What only a person can decide is listed. The path `-` writes the record to standard
    output.
    """
    from pfocr_cli.app.normalize import normalize
    from pfocr_cli.app.normalize_request import NormalizeRequest

    mode = _mode(records, check=check, diff=diff, output=output)
    every = mode == "output" or output is not None
    job = _job(records, fill=fill, dedupe=dedupe, unsafe=unsafe_fixes, every=every)
    return normalize(
        NormalizeRequest(
            inputs=_inputs_outside(records, output),
            job=job,
            mode=mode,
            folder=output,
            todo=todo,
            others=records.files_read(),
            fail_on_left=fail_on_left,
            counts_unread=unreadable == "count",
            work=records.work,
        )
    )


def _job(records: Records, *, fill: bool, dedupe: bool, unsafe: bool, every: bool) -> NormalizeJob:
    from pfocr_cli.app.normalize_job import NormalizeJob

    return NormalizeJob(
        fill=fill,
        dedupe=dedupe,
        unsafe=unsafe,
        every=every,
        lexicon=records.lexicon,
        decisions=records.decisions,
        read_options=records.read_options(),
    )


def _inputs_outside(records: Records, output: str | None) -> Sequence[Input]:
    """Return the inputs less what an earlier run wrote to the folder that this one writes to."""
    from pfocr_cli.errors import PfocrError
    from pfocr_cli.inputs.search import outside

    if not records.inputs or not output:
        return records.inputs
    inputs = list(outside(records.inputs, records.paths, [output]))
    if not inputs:
        raise PfocrError(f"no records but those in {output}, where they would go")
    return inputs


def _mode(records: Records, *, check: bool, diff: bool, output: str | None) -> Mode:
    chosen = [
        name for name, value in (("check", check), ("diff", diff), ("output", output)) if value
    ]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} together: choose one")
    inputs = records.inputs
    if any(not item.path for item in inputs) and (diff or output):
        raise click.UsageError(
            "standard input has no name to write under: give it one with --stdin-filename"
        )
    if check:
        return "check"
    if diff:
        return "diff"
    piped = [item for item in inputs if item.data is not None or item.streamed]
    if piped and len(inputs) > 1:
        raise click.UsageError(
            "a record that comes through a pipe goes to standard output: name it alone"
        )
    return "output" if piped and output is None else "write"
