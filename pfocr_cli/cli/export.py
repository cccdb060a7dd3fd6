"""``pfocr export``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import click

from pfocr_cli.cli._format_options import checked_image, format_options
from pfocr_cli.cli._options import examples, module_names
from pfocr_cli.cli._records import RecordCommand, Records, record_command
from pfocr_cli.export.options import (
    SELECTION,
    FormatOptions,
    GeneOptions,
    declared,
    with_values,
)
from pfocr_cli.terminal import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.export_job import OutputSpec
    from pfocr_cli.cli._help import Groups
    from pfocr_cli.errors import Exit
    from pfocr_cli.export.formats import Exporter
    from pfocr_cli.export.options import Options
    from pfocr_cli.export.targets import Target
    from pfocr_cli.lexicon.store import Release
    from pfocr_cli.record.match_sources import Tier

EXPORT_FORMATS = module_names("export", "formats")


class _Export(RecordCommand):
    """The command, which answers --format, as other commands have it, with --to."""

    groups: ClassVar[Groups] = {"Which genes": ("tier", "species", "symbols", "matches")}

    def heading_of(self, option: click.Option) -> str:
        """Return the heading that an option stands under."""
        is_of_format = option.name in {each.name for each in declared()}
        return "Options of formats" if is_of_format else super().heading_of(option)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name != "--format":
                raise
            raise click.UsageError(
                f"export has --to FORMAT[:PATH] instead of --format: {', '.join(EXPORT_FORMATS)}",
                ctx,
            ) from None


@record_command(
    "export",
    short_help="Write records in the formats that other programs read.",
    cls=_Export,
    epilog=examples(
        "pfocr export _figures -o genes.csv",
        "pfocr export _figures --to gpml -o pathways/ --to gmt:pfocr.gmt,tier=strict",
        "pfocr export _figures --to parquet:pfocr.parquet --on-error skip",
    ),
)
@click.option(
    "--to",
    metavar="F[:PATH][,OPTION=VALUE]",
    multiple=True,
    help=f"The format: {', '.join(EXPORT_FORMATS)}; written to OUT, or to a PATH of its own. "
    "Repeatable.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    help="A file, whose suffix implies --to, or a folder; `-` (default): standard output.",
)
@click.option(
    "--tier",
    type=click.Choice(("strict", "synonyms", "all")),
    help="Genes by how their words were matched; strict: by a symbol; synonyms: by a symbol or "
    "synonym; all: also as members of a family (default: strict for gmt, else all).",
)
@click.option(
    "--species",
    metavar="main|all|TAXID|NAME",
    help="Genes of these species; main: human where there are human genes, else the species of "
    "most genes (default: human for gmt, main for gpml, gpml2021, cx2 and jsonld, else all).",
)
@click.option(
    "--symbols",
    type=click.Choice(("published", "current")),
    default="published",
    show_default=True,
    help="Symbols as published, or those of HGNC's release in use.",
)
@click.option(
    "--matches",
    type=click.Choice(("published", "corrected")),
    default="published",
    show_default=True,
    help="Genes as published, or with known wrong matches put right (G509, --decisions).",
)
@format_options
@click.option(
    "--strict", is_flag=True, help="Write nothing where an output could not hold all of a record."
)
@click.option(
    "--dry-run", is_flag=True, help="Say what each format would hold and leave out; write nothing."
)
@click.option(
    "--manifest",
    metavar="FILE",
    help="Write to FILE what was exported: counts, options, the sha256 of every file.",
)
@click.option(
    "--on-error",
    type=click.Choice(("fail", "skip")),
    default="fail",
    show_default=True,
    help="What to do with a record that has errors in what a format reads: end the run, or leave "
    "it out.",
)
def command(
    records: Records,
    /,
    *,
    to: tuple[str, ...],
    output: str | None,
    tier: Tier | None,
    species: str | None,
    symbols: str,
    matches: str,
    strict: bool,
    dry_run: bool,
    manifest: str | None,
    on_error: Literal["fail", "skip"],
    of_formats: FormatOptions,
) -> Exit:
    """Write records in the formats that other programs read.

    All outputs are written, in one pass, or none: where records have errors, or nothing is left to
    write, OUT stays as it was. A folder (a new name without a suffix, or one that ends in `/`) gets
    a file for each figure, where the format has that. What is left out is counted by reason. Exit
    status 1 where records have errors.
    """
    from pfocr_cli.app.export import export, without_outputs
    from pfocr_cli.app.export_job import ExportJob
    from pfocr_cli.app.export_tally import ExportRequest
    from pfocr_cli.export.targets import targets_of

    targets = targets_of(to, output)
    genes = GeneOptions(tier, species, symbols, matches)
    outputs = _outputs(targets, genes, of_formats, records.lexicon)
    return export(
        ExportRequest(
            inputs=without_outputs(records.inputs, records.paths, targets),
            targets=targets,
            job=ExportJob(outputs, records.read_options(), records.lexicon, records.decisions),
            on_error=on_error,
            strict=strict,
            dry_run=dry_run,
            manifest=manifest,
            others=records.files_read(),
            work=records.work,
        )
    )


def _outputs(
    targets: Sequence[Target], genes: GeneOptions, formats: FormatOptions, lexicon: str | None
) -> tuple[OutputSpec, ...]:
    """Return what is asked of each format; say what is asked in vain.

    Raises:
        PfocrError: it cannot be served, or the lexicon cannot be used: here, not at each record.
    """
    from pfocr_cli.app.export_job import OutputSpec
    from pfocr_cli.export.formats import EXPORTERS
    from pfocr_cli.lexicon.store import open_lexicon

    exporters = [EXPORTERS[target.format] for target in targets]
    _refuse_table(exporters, formats.table)
    release = open_lexicon(lexicon).release
    outputs = []
    for target, exporter in zip(targets, exporters, strict=True):
        options = _options(target, exporter, genes, formats, release)
        outputs.append(OutputSpec(target.format, options, target.folder))
    _note_unused(exporters, [spec.options for spec in outputs])
    return tuple(outputs)


def _options(
    target: Target,
    exporter: Exporter,
    genes: GeneOptions,
    formats: FormatOptions,
    release: Release,
) -> Options:
    """Return what is asked of one format: by its target, else of the run, else its own defaults.

    Raises:
        PfocrError: a value is none of its option's.
    """
    from pfocr_cli.export.options import Options, value_of
    from pfocr_cli.export.selection import Selection

    asked = {name: value_of(name, text) for name, text in target.asked}
    if "image" in asked:
        checked_image(str(asked["image"]))
    genes = with_values(genes, {name: asked.pop(name) for name in SELECTION if name in asked})
    formats = exporter.settled(with_values(formats, asked), asked)
    is_current = genes.symbols == "current"
    selection = Selection(
        genes.tier or exporter.tier,
        genes.species or exporter.species,
        is_current,
        genes.matches == "corrected",
    )
    return Options(selection=selection, release=release, **vars(formats))


def _refuse_table(exporters: list[Exporter], table: str | None) -> None:
    """Raise UsageError where no format that has tables has this one."""
    tabular = [exporter for exporter in exporters if exporter.subjects]
    if table and tabular and not any(table in exporter.subjects for exporter in tabular):
        name, there = tabular[0].name, ", ".join(tabular[0].subjects)
        raise click.UsageError(f"{name} has no table of {table}; there are: {there}")


def _note_unused(exporters: list[Exporter], asked: list[Options]) -> None:
    """Say which options of the command line none of the formats looks at."""
    context = click.get_current_context()
    used = frozenset().union(*(exporter.options_used for exporter in exporters))
    for each in declared():
        given = context.get_parameter_source(each.name) is click.core.ParameterSource.COMMANDLINE
        if given and each.name not in used:
            formats = ", ".join(dict.fromkeys(exporter.name for exporter in exporters))
            messages.sentence(f"--{each.written} changes nothing in {formats}")
    decided = context.get_parameter_source("decisions") is click.core.ParameterSource.COMMANDLINE
    if decided and not any(options.selection.corrected for options in asked):
        messages.sentence("--decisions changes no gene of an export without --matches corrected")
