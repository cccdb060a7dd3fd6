"""``pfocr validate``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, ClassVar, Literal

import click

from pfocr_cli.cli._findings import chosen_rules, known_findings, report_formats
from pfocr_cli.cli._options import codes, examples, format_paths, module_names
from pfocr_cli.cli._records import RecordCommand, Records, record_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.cli._help import Groups
    from pfocr_cli.config import Config
    from pfocr_cli.errors import Exit
    from pfocr_cli.inputs.search import Input

_SEVERITIES = ("error", "warning", "info")
_FORMATS = module_names("reporters")


class _Validate(RecordCommand):
    """The command, with what its options are about."""

    groups: ClassVar[Groups] = {
        "Mending": ("fix", "unsafe-fixes", "diff"),
        "Only what is new": ("baseline", "write-baseline", "against"),
        "What records are held against": ("schema", "generation", "organisms"),
    }


@record_command(
    "validate",
    short_help="Find what is wrong with records, with line and column.",
    nothing_to="judge",
    cls=_Validate,
    keeps_results=True,
    epilog=examples(
        "pfocr validate _figures",
        "pfocr validate --fix _figures/PMC1__f1.md",
        "git diff --name-only main | pfocr validate --files-from -",
        "pfocr validate --against origin/main --format markdown:comment.md _figures",
    ),
)
@report_formats(_FORMATS)
@click.option(
    "--show",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severity shown.",
)
@chosen_rules
@click.option(
    "--fail-on",
    type=click.Choice((*_SEVERITIES, "never")),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("--fix", is_flag=True, help="Make the safe fixes, then judge what remains.")
@click.option("--unsafe-fixes", is_flag=True, help="Make the unsafe fixes too, which want a look.")
@click.option("--diff", is_flag=True, help="Print the fixes as a patch instead of making them.")
@click.option(
    "--corpus-keys",
    is_flag=True,
    help="End the jsonl report with what `pfocr merge-reports` needs to join shards.",
)
@known_findings
@click.option(
    "--against",
    metavar="REF",
    help="Only what this branch made worse: findings that are not at REF, where HEAD left it.",
)
@click.option("--schema", metavar="FILE", help="Hold records against this JSON Schema instead.")
@click.option(
    "--generation",
    type=click.Choice(("auto", "2021", "2023")),
    default="auto",
    show_default=True,
    help="The form to hold records against; auto: that which each seems to have.",
)
@click.option(
    "--organisms",
    metavar="FILE|DIR",
    type=click.Path(exists=True),
    help="The site's names of organisms (default: ../_organisms of a record).",
)
def command(
    records: Records,
    /,
    *,
    format: tuple[str, ...],
    show: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    corpus_keys: bool,
    statistics: bool,
    baseline: str | None,
    write_baseline: str | None,
    against: str | None,
    schema: str | None,
    generation: str,
    organisms: str | None,
) -> Exit:
    """Find what is wrong with records, and say where.

    PATHS are files, folders to search, or `-`; without any, the current folder. Exit status 1 where
    something at or above --fail-on was found. `pfocr rule CODE` explains a finding.
    """
    from pfocr_cli.app.severities import severities_of, weakening
    from pfocr_cli.app.shared_settings import shared_settings
    from pfocr_cli.app.validate import validate
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.app.validate_request import ValidateRequest, floor_of
    from pfocr_cli.finding import Severity
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.inputs.shards import refuse_shared_files
    from pfocr_cli.reporters import REPORTERS
    from pfocr_cli.rules import select_codes

    fixes = _fixes(fix=fix, diff=diff, unsafe=unsafe_fixes)
    least_shown = Severity.named(show)
    least_failing = None if fail_on == "never" else Severity.named(fail_on)
    formats = format_paths(format or (() if diff else ("text",)), REPORTERS)
    _refuse_contradictions(
        formats, diff=diff, fail_on=fail_on, write_baseline=write_baseline, against=against
    )
    _refuse_unusable(schema, organisms)
    severities = severities_of(records.config.levels, records.config.path or "")
    job = ValidateJob(
        codes=select_codes(codes(select), codes(ignore)) - severities.ignored,
        floor=floor_of(least_shown, least_failing),
        read_options=ReadOptions(
            generation, schema, records.data_dir, organisms, records.config.extra_keys
        ),
        lexicon=records.lexicon,
        decisions=records.decisions,
        fix=fixes,
        excerpts=sys.stdout.isatty() and ("text", None) in formats,
        severities=severities,
        keeps_keys=corpus_keys,
    )
    if corpus_keys:
        _refuse_beside_keys(
            {
                "--fix": fixes,
                "--baseline": baseline,
                "--write-baseline": write_baseline,
                "--against": against,
            },
            formats,
        )
    if fixes:
        _refuse_pipes(records.inputs)
        if not diff:
            refuse_shared_files(records.inputs, records.work.shard)
    return validate(
        ValidateRequest(
            inputs=records.inputs,
            job=job,
            show=least_shown,
            fail_on=least_failing,
            formats=formats,
            statistics=statistics,
            baseline=baseline,
            write_baseline=write_baseline,
            against=against,
            others=records.files_read(schema=schema, baseline=baseline, organisms=organisms),
            searched=records.searched(),
            per_file_ignores=records.per_file_ignores(),
            weakening=weakening(
                severities,
                _ignored_by_file(records.config),
                records.config.per_file_ignores,
                records.config.path,
            ),
            diff=diff,
            weighs=shared_settings(job, least_shown, fail_on, records.config)
            if corpus_keys
            else (),
            work=records.work,
        )
    )


def _ignored_by_file(config: Config) -> frozenset[str]:
    """Return the codes that the configuration's ``ignore`` names, where nobody else set that."""
    from pfocr_cli.rules import select_codes

    source = click.get_current_context().get_parameter_source("ignore")
    if source is not click.core.ParameterSource.DEFAULT_MAP:
        return frozenset()
    words = codes(tuple(config.values["ignore"]))
    return select_codes(words, ()) if words else frozenset()


_NOT_BESIDE_KEYS = {
    "--fix": "mend first",
    "--baseline": "give it to merge-reports",
    "--write-baseline": "give it to merge-reports",
    "--against": "shards do not see what others had before",
}
"""Options that --corpus-keys cannot stand beside, and what to do, or why."""


def _refuse_beside_keys(
    asked: Mapping[str, str | None], formats: Sequence[tuple[str, str | None]]
) -> None:
    """Raise UsageError where what stands at a report's end would not be the whole of it."""
    if not any(name == "jsonl" for name, _ in formats):
        raise click.UsageError("--corpus-keys ends a report in jsonl: ask for --format jsonl:PATH")
    for option, value in asked.items():
        if value:
            raise click.UsageError(f"{option} with --corpus-keys: {_NOT_BESIDE_KEYS[option]}")


def _refuse_unusable(schema: str | None, organisms: str | None) -> None:
    """End the run here, not at each record, where a file that all are held against is unusable."""
    from pfocr_cli.inputs.organisms import given_organism_names
    from pfocr_cli.record.schema import custom_validator

    if schema:
        custom_validator(schema)
    if organisms:
        given_organism_names(organisms)


def _refuse_contradictions(
    formats: list[tuple[str, str | None]],
    *,
    diff: bool,
    fail_on: str,
    write_baseline: str | None,
    against: str | None,
) -> None:
    """Raise UsageError or PfocrError where two options together ask for nothing, or for two things
    in one place.
    """
    from pfocr_cli.errors import PfocrError

    if fail_on == "never" and write_baseline:
        raise PfocrError("--write-baseline with --fail-on never would write nothing")
    if diff and any(path is None for _, path in formats):
        raise click.UsageError(
            "--diff prints only a patch: give the report a file, --format text:findings.txt"
        )
    if against and write_baseline:
        raise click.UsageError("--write-baseline with --against would leave out what is known")


def _fixes(*, fix: bool, diff: bool, unsafe: bool) -> Literal["safe", "all"] | None:
    """Return which fixes are wanted."""
    if not (fix or diff):
        if unsafe:
            raise click.UsageError(
                "--unsafe-fixes says which fixes: --fix makes them, --diff shows them"
            )
        return None
    return "all" if unsafe else "safe"


def _refuse_pipes(inputs: Sequence[Input]) -> None:
    """End the run where fixes are wanted and there is no file to make them in."""
    if any(item.data is not None or item.streamed for item in inputs):
        raise click.UsageError(
            "what comes through a pipe has no file to mend: `pfocr normalize -` writes to standard "
            "output"
        )
