"""``pfocr export``."""

from __future__ import annotations

import pkgutil
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

import click

from pfocr_cli.cli._records import Records, record_command
from pfocr_cli.export.options import (
    SELECTION,
    Declared,
    FormatOptions,
    GeneOptions,
    declared,
    with_values,
)
from pfocr_cli.terminal import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.errors import Exit
    from pfocr_cli.export.formats import Exporter
    from pfocr_cli.export.options import Options
    from pfocr_cli.export.targets import Target
    from pfocr_cli.lexicon.store import Release
    from pfocr_cli.record.match_sources import Tier

P = ParamSpec("P")
R = TypeVar("R")
_MODULES = [str(Path(__file__).parents[1] / "export" / "formats")]
EXPORT_FORMATS = [
    module.name for module in pkgutil.iter_modules(_MODULES) if not module.name.startswith("_")
]
"""Each is a module, so that their names are known without importing them."""


def _image(_: click.Context, __: click.Parameter, template: str | None) -> str | None:
    """Return ``--image`` if all that it holds between braces is known."""
    return None if template is None else _checked_image(template)


def _checked_image(template: str) -> str:
    from pfocr_cli.export.links import PLACEHOLDERS, placeholders
    from pfocr_cli.wording import did_you_mean, quoted

    for name in placeholders(template):
        if name not in PLACEHOLDERS:
            unknown = f"{quoted(f'{{{name}}}')} stands for nothing"
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            hint = did_you_mean(name, PLACEHOLDERS)
            raise click.BadParameter(f"{unknown}{hint}; there are: {known}")
    return template


class _FormatOption(click.Option):
    """An option that formats declare; one that only says how may stand in ``.pfocr.toml``."""

    says_how = True


def _format_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the options that formats declare; the command takes them as ``of_formats``."""

    @wraps(command)
    def gathered(*args: P.args, **given: P.kwargs) -> R:
        values = {each.name: given.pop(each.name) for each in declared()}
        given["of_formats"] = with_values(FormatOptions(), values)
        return command(*args, **given)

    optional: Callable[P, R] = gathered
    for each in reversed(declared()):
        optional = _format_option(each)(optional)
    return optional


def _format_option(option: Declared) -> Callable[[Callable[P, R]], Callable[P, R]]:
    if option.kind is bool:
        return click.option(
            f"--{option.written}", cls=_FormatOption, is_flag=True, help=option.help
        )
    return click.option(
        f"--{option.written}",
        cls=click.Option if option.writes else _FormatOption,
        type=_type(option),
        metavar=option.metavar,
        default=option.default or None,
        show_default=bool(option.default),
        callback=_image if option.name == "image" else None,
        help=option.help,
    )


def _type(option: Declared) -> click.Choice[str] | click.IntRange | click.types.StringParamType:
    if option.choices:
        return click.Choice(option.choices)
    return click.IntRange(min=option.least) if option.kind is int else click.STRING


class _Export(click.Command):
    """The command, which answers --format, as other commands have it, with --to."""

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
    "export", short_help="Write records in the formats that other programs read.", cls=_Export
)
@click.option(
    "--to",
    metavar="F[:PATH][,OPTION=VALUE]",
    multiple=True,
    help=f"{', '.join(EXPORT_FORMATS)}; to OUT or a PATH of its own. Repeatable.",
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
    help="Genes by how they were matched: by symbol, also by synonym, all with families (default: "
    "strict for gmt, else all).",
)
@click.option(
    "--species",
    metavar="main|all|TAXID|NAME",
    help="Genes of these species; main: human, else that of most genes (default: human for gmt, "
    "main where one is drawn).",
)
@click.option(
    "--symbols",
    type=click.Choice(("published", "current")),
    default="published",
    show_default=True,
    help="Symbols as published, or those of HGNC's release in use.",
)
@_format_options
@click.option(
    "--strict", is_flag=True, help="Write nothing where an output could not hold all of a record."
)
@click.option(
    "--dry-run", is_flag=True, help="Say what each format would hold and leave out; write nothing."
)
@click.option(
    "--manifest",
    metavar="FILE",
    help="List what was written there: counts, options, the sha256 of every file.",
)
@click.option(
    "--on-error",
    type=click.Choice(("fail", "skip")),
    default="fail",
    show_default=True,
    help="What records with errors in what a format uses do: end the run, or stay out.",
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
    strict: bool,
    dry_run: bool,
    manifest: str | None,
    on_error: Literal["fail", "skip"],
    of_formats: FormatOptions,
) -> Exit:
    """Write records in the formats that other programs read.

    All outputs are written, in one pass, or none: where records have errors, or nothing is left to
    write, OUT stays as it was. A folder (new without suffix, or ending in `/`) gets a file a figure
    where the format has that. What is left out is told by reason. Exit status 1 where records have
    errors.
    """
    from pfocr_cli.app.export import export, without_outputs
    from pfocr_cli.app.export_job import ExportJob, OutputSpec
    from pfocr_cli.app.export_tally import ExportRequest
    from pfocr_cli.export.formats import EXPORTERS
    from pfocr_cli.export.targets import targets_of
    from pfocr_cli.lexicon.store import open_lexicon

    targets = targets_of(to, output)
    exporters = [EXPORTERS[target.format] for target in targets]
    _note_unused(exporters)
    _refuse_table(exporters, of_formats.table)
    # A lexicon that cannot be used ends the run here, not at each record.
    release = open_lexicon(records.lexicon).release
    of_run = GeneOptions(tier, species, symbols)
    outputs = []
    for target, exporter in zip(targets, exporters, strict=True):
        options = _options(target, exporter, of_run, of_formats, release)
        outputs.append(OutputSpec(target.format, options, target.folder))
    return export(
        ExportRequest(
            inputs=without_outputs(records.inputs, records.paths, targets),
            targets=targets,
            job=ExportJob(tuple(outputs), records.read_options(), records.lexicon),
            on_error=on_error,
            strict=strict,
            dry_run=dry_run,
            manifest=manifest,
            others=records.files_read(),
            work=records.work,
        )
    )


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
        _checked_image(str(asked["image"]))
    genes = with_values(genes, {name: asked.pop(name) for name in SELECTION if name in asked})
    formats = exporter.settled(with_values(formats, asked), asked)
    is_current = genes.symbols == "current"
    selection = Selection(
        genes.tier or exporter.tier, genes.species or exporter.species, is_current
    )
    return Options(selection=selection, release=release, **vars(formats))


def _refuse_table(exporters: list[Exporter], table: str | None) -> None:
    """Raise UsageError where no format that has tables has this one."""
    tabular = [exporter for exporter in exporters if exporter.subjects]
    if table and tabular and not any(table in exporter.subjects for exporter in tabular):
        name, there = tabular[0].name, ", ".join(tabular[0].subjects)
        raise click.UsageError(f"{name} has no table of {table}; there are: {there}")


def _note_unused(exporters: list[Exporter]) -> None:
    """Say which options of the command line none of the formats looks at."""
    context = click.get_current_context()
    used = frozenset().union(*(exporter.options_used for exporter in exporters))
    for each in declared():
        given = context.get_parameter_source(each.name) is click.core.ParameterSource.COMMANDLINE
        if given and each.name not in used:
            formats = ", ".join(dict.fromkeys(exporter.name for exporter in exporters))
            messages.line(f"--{each.written} changes nothing in {formats}")
    decisions_from = context.get_parameter_source("decisions")
    if decisions_from is click.core.ParameterSource.COMMANDLINE:
        messages.line("--decisions changes nothing in an export: its matches are as published")
