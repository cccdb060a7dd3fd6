"""One input in, its records in the formats asked for out: picklable, and without effects but
reading.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, get_args

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.duplicates import line_of
from pfocr_cli.errors import PfocrError
from pfocr_cli.export.corrections import Versions
from pfocr_cli.export.formats import EXPORTERS, Exporter, FileExporter, Item, LeftOutError
from pfocr_cli.export.rendered import Part, Rendered
from pfocr_cli.export.selection import Selection, board_organism, is_unnamed, selected
from pfocr_cli.export.unwanted import refuse_unwanted
from pfocr_cli.inputs.decisions import open_decisions
from pfocr_cli.inputs.json_lines import Chunk, chunks, is_lines
from pfocr_cli.inputs.records import DEFAULTS, ReadOptions, records
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.record.match_sources import Tier
from pfocr_cli.rules import RULES
from pfocr_cli.rules.blocking import blockers
from pfocr_cli.rules.placing import placed_finding
from pfocr_cli.rules.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.export.options import Options
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.shards import Shard
    from pfocr_cli.record import Record

_TABLES = ("D701", "D702")
_LINES = 8
"""Of JSON Lines, rendered at once."""
MOST_NAMED = 3
"""Findings of one record that are named; a record can have a thousand."""


@dataclass(frozen=True)
class OutputSpec:
    """One output, as far as it matters to how a record is rendered: its format, the options,
    whether it is a folder.
    """

    format: str
    options: Options
    in_folder: bool = False


@dataclass(frozen=True)
class ExportJob:
    """Renders every record of a chunk for every output; sent to every process."""

    outputs: tuple[OutputSpec, ...]
    read_options: ReadOptions = DEFAULTS
    lexicon: str | None = None
    decisions: str | None = None

    def __call__(self, chunk: Chunk) -> ExportOutcome:
        """Render every record of a chunk; nothing is written.

        Raises:
            PfocrError: a format cannot be served.
        """
        outcome = ExportOutcome(chunk.number)
        with BugKept(outcome, but=(PfocrError,)):
            lexicon = open_lexicon(self.lexicon)
            found = records(chunk.item, self.read_options, chunk.shard)
            outcome.records += [_exported(record, self, lexicon) for record in found]
        return outcome


@dataclass(slots=True)
class Exported:
    """One record: who it is, and for each output what it became (None: it is unfit for it).

    ``findings`` say why it is unfit, those beyond the first few are only counted.
    ``tables_incomplete``: a side table is missing or malformed, so that the record may hold more
    than was seen. ``organisms``: names and ids of the species that its genes are of, where a
    species was asked for.
    """

    figid: str
    file: str
    line: int
    outputs: tuple[Rendered | None, ...] = ()
    findings: tuple[Finding, ...] = ()
    more_findings: int = 0
    tables_incomplete: bool = False
    organisms: tuple[tuple[str, str], ...] = ()


@dataclass
class ExportOutcome:
    """What one chunk gave.

    ``number`` is that of its file; ``crash`` is the traceback of a bug of ours, as text.
    """

    number: int = 0
    records: list[Exported] = field(default_factory=list)
    crash: str | None = None


def pieces(inputs: Sequence[Input], shard: Shard | None = None) -> Iterator[Chunk]:
    """Yield the inputs in their order, JSON Lines a few lines at a time: what a record becomes can
    be large.
    """
    for chunk in chunks(inputs, shard):
        if chunk.item.data is None or not is_lines(chunk.item):
            yield chunk
            continue
        lines, number = BytesIO(chunk.item.data), chunk.item.first_line
        while some := list(islice(lines, _LINES)):
            yield chunk._replace(item=chunk.item._replace(data=b"".join(some), first_line=number))
            number += len(some)


def _exported(record: Record, job: ExportJob, lexicon: Lexicon) -> Exported:
    found = list(blockers(record))
    exporters = [EXPORTERS.named(spec.format) for spec in job.outputs]
    read = [
        exporter.reads(spec.options, in_folder=spec.in_folder)
        for exporter, spec in zip(exporters, job.outputs, strict=True)
    ]
    fit = [all(blocker.allows(fields) for blocker in found) for fields in read]
    outputs: list[Rendered | None] = [None] * len(fit)
    organisms: dict[tuple[str, str], None] = {}
    if any(fit):
        decisions = open_decisions(job.decisions, lexicon)
        versions = Versions(record, lexicon, decisions, job.read_options)
        for number, (spec, exporter) in enumerate(zip(job.outputs, exporters, strict=True)):
            if fit[number]:
                outputs[number] = _rendered(exporter, spec, versions)
        if any(map(_asks_for_species, job.outputs)):
            genes = versions.item(Selection()).whole.genes
            organisms = dict.fromkeys((gene.organism, gene.organism_id) for gene in genes)
    told = [blocker for blocker in found if not all(map(blocker.allows, read))]
    return Exported(
        figid=record.figid or "",
        file=record.file,
        line=line_of(record),
        outputs=tuple(outputs),
        findings=tuple(placed_finding(record, blocker.problem) for blocker in told[:MOST_NAMED]),
        more_findings=len(told[MOST_NAMED:]),
        tables_incomplete=_lacks_tables(record),
        organisms=tuple(organisms),
    )


def _asks_for_species(spec: OutputSpec) -> bool:
    """Say whether the species of an output is one that somebody named."""
    species = spec.options.selection.species
    return species not in ("all", "main", EXPORTERS.named(spec.format).species)


def _lacks_tables(record: Record) -> bool:
    """Say whether a side table that the record needs is missing, or could not be read whole."""
    if not record.wants_tables or (record.tables_usable and not record.missing_tables):
        return False
    subject = Subject(record)
    return any(True for code in _TABLES for _ in RULES[code].problems(subject))


def _rendered(exporter: Exporter, spec: OutputSpec, versions: Versions) -> Rendered:
    selection = spec.options.selection
    item, known_wrong = versions.item(selection), versions.known_wrong(selection)
    try:
        files, parts = _output(exporter, spec, item)
    except LeftOutError as error:
        return Rendered(
            left_out=str(error),
            remedies=tuple(_remedies(exporter, spec, item)),
            known_wrong=known_wrong if selection.corrected else Counter(),
        )
    figure, whole = item.figure, item.whole
    organism = board_organism(figure, whole) if exporter.is_board else ""
    of_species = len(whole.genes if selection.species == "all" else figure.genes)
    if selection.species != "all" and selection.tier != "all":
        of_species = len(selected(whole, replace(selection, tier="all", current=False)).genes)
    return Rendered(
        files,
        parts,
        losses=tuple(exporter.losses(item, spec.options, in_folder=spec.in_folder)),
        genes=len(figure.genes),
        chemicals=len(figure.chemicals),
        diseases=len(figure.diseases),
        of_other_species=len(whole.genes) - of_species,
        of_weaker_tier=of_species - len(figure.genes),
        organism=organism if organism and is_unnamed(organism, figure) else "",
        known_wrong=known_wrong,
    )


def _output(
    exporter: Exporter, spec: OutputSpec, item: Item
) -> tuple[Mapping[str, bytes], Mapping[str, Part]]:
    """Return a record's files, and its parts of streams. LeftOutError."""
    options = spec.options
    refuse_unwanted(exporter, item.figure, options)
    if spec.in_folder and isinstance(exporter, FileExporter):
        return exporter.files(item, options), {}
    tables = exporter.tables(options, in_folder=spec.in_folder)
    return {}, {table: exporter.part(item, options, table) for table in tables}


def _remedies(exporter: Exporter, spec: OutputSpec, item: Item) -> Iterator[str]:
    """Yield the options that would take a record which was left out."""
    for option, options in _wider(spec.options):
        try:
            _output(
                exporter,
                replace(spec, options=options),
                replace(item, figure=selected(item.whole, options.selection)),
            )
        except LeftOutError:
            continue
        yield option


def _wider(options: Options) -> Iterator[tuple[str, Options]]:
    """Yield what a user could ask for instead."""
    selection = options.selection
    tiers: tuple[Tier, ...] = get_args(Tier)
    for tier in tiers[tiers.index(selection.tier) + 1 :]:
        yield f"--tier {tier}", replace(options, selection=replace(selection, tier=tier))
    if selection.species != "all":
        wider = replace(selection, species="all")
        yield "--species all", replace(options, selection=wider)
    if options.rejected != "keep":
        yield "--rejected keep", replace(options, rejected="keep")
