"""``pfocr merge-reports``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pfocr_cli.cli._findings import known_findings, report_formats
from pfocr_cli.cli._help import HelpInSections
from pfocr_cli.cli._options import examples, format_paths, module_names, run_options

if TYPE_CHECKING:
    from pfocr_cli.errors import Exit


@click.command(
    "merge-reports",
    cls=HelpInSections,
    short_help="Join the reports of shards into one.",
    epilog=examples(
        "pfocr validate --shard 1/2 --corpus-keys --format jsonl:1.jsonl _figures",
        "pfocr validate --shard 2/2 --corpus-keys --format jsonl:2.jsonl _figures",
        "pfocr merge-reports 1.jsonl 2.jsonl --format text --format sarif:pfocr.sarif",
    ),
)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@report_formats(module_names("reporters"))
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="The least severity that makes the exit status 1 (default: as the shards were told).",
)
@known_findings
@run_options(takes_traceback=False)
def command(
    reports: tuple[str, ...],
    *,
    format: tuple[str, ...],
    fail_on: str | None,
    statistics: bool,
    baseline: str | None,
    write_baseline: str | None,
) -> Exit:
    """Join the reports of shards into one: what a single run over all records would have said.

    REPORTS are what `pfocr validate --corpus-keys --format jsonl` wrote, of all shards, in any
    order. Records that share a figid or a redirect are found here, and side tables without a
    record. Exit status as validate's; 2 where a report is cut short, missing, or of another
    version, lexicon or settings.
    """
    from pfocr_cli.app.merge_reports import MergeRequest, merge_reports
    from pfocr_cli.errors import PfocrError
    from pfocr_cli.reporters import REPORTERS

    if fail_on == "never" and write_baseline:
        raise PfocrError("--write-baseline with --fail-on never would write nothing")
    request = MergeRequest(
        reports,
        format_paths(format or ("text",), REPORTERS),
        fail_on,
        statistics,
        baseline,
        write_baseline,
    )
    return merge_reports(request)
