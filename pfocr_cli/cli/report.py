"""``pfocr report``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pfocr_cli.cli._findings import chosen_rules, report_formats
from pfocr_cli.cli._options import codes, examples, format_paths, module_names
from pfocr_cli.cli._records import Records, record_command

if TYPE_CHECKING:
    from pfocr_cli.errors import Exit


@record_command(
    "report",
    short_help="Say what a corpus holds and what is wrong with it.",
    nothing_to="report on",
    epilog=examples(
        "pfocr report _figures",
        "pfocr report --section rules --section worklist _figures",
        "pfocr report --format json:report.json --format html:report.html _figures",
        "pfocr report -o site _figures",
        "pfocr report --against origin/main --format markdown:summary.md _figures",
    ),
)
@report_formats(module_names("report", "formats"))
@click.option(
    "--section",
    multiple=True,
    metavar="NAMES",
    help="Only these sections, with commas between; a mistyped name is answered with all "
    "there are.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Write pages there: the report as index.html, a page for each record with "
    "findings and for each rule.",
)
@click.option(
    "--against",
    metavar="FILE|REF",
    help="Also say what changed: since an earlier report (json), or since git's REF, where HEAD "
    "left it.",
)
@click.option("--badge", metavar="FILE", help="Write the verdict there, for a badge of shields.io.")
@chosen_rules
def command(
    records: Records,
    /,
    *,
    format: tuple[str, ...],
    section: tuple[str, ...],
    output: str | None,
    against: str | None,
    badge: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> Exit:
    """Say what a corpus holds and what is wrong with it, at a glance.

    All records are read once, whatever their generation, and judged by all rules. The exit status
    is 0, whatever was found: `pfocr validate` judges.
    """
    from pfocr_cli.app.report import ReportRequest, is_report_file, make_report
    from pfocr_cli.app.severities import severities_of
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Severity
    from pfocr_cli.report.formats import WRITERS
    from pfocr_cli.report.report import checked_sections
    from pfocr_cli.rules import select_codes

    formats = format_paths(format or (() if output else ("text",)), WRITERS)
    severities = severities_of(records.config.levels, records.config.path or "")
    job = ValidateJob(
        codes=select_codes(codes(select), codes(ignore)) - severities.ignored,
        floor=Severity.INFO,
        read_options=records.read_options(),
        lexicon=records.lexicon,
        decisions=records.decisions,
        severities=severities,
    )
    if against and records.work.shard:
        raise click.UsageError("--against needs all records, and --shard takes a part of them")
    earlier = against if against and is_report_file(against) else None
    sections = checked_sections(codes(section))
    return make_report(
        ReportRequest(
            records.inputs,
            job,
            formats,
            sections,
            badge,
            output,
            against,
            others=records.files_read(report=earlier),
            searched=records.searched(),
            per_file_ignores=records.per_file_ignores(),
            work=records.work,
        )
    )
