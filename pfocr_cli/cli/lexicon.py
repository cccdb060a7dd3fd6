"""``pfocr lexicon``: which HGNC release is in use; fetch, build and compare releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, ParamSpec, TypeVar

import click

from pfocr_cli.cli._help import Groups, HelpInSections
from pfocr_cli.cli._lexicon import lexicon_option
from pfocr_cli.cli._near_names import NearNames
from pfocr_cli.cli._options import examples, run_options
from pfocr_cli.cli._records import find_inputs
from pfocr_cli.terminal import notes
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.config import Config
    from pfocr_cli.lexicon.build import Built

P = ParamSpec("P")
R = TypeVar("R")
_INPUT = click.Path(exists=True, dir_okay=False, allow_dash=False)


@click.group(
    "lexicon",
    cls=NearNames,
    short_help="The gene names in use: tell, fetch, build and compare them.",
    epilog=examples("pfocr lexicon info", "pfocr lexicon update"),
)
def command() -> None:
    """Tell, fetch, build and compare releases of HGNC's gene names.

    Every command uses the lexicon that comes with pfocr, unless --lexicon or PFOCR_LEXICON names
    another.
    """


@command.command(
    "info",
    cls=HelpInSections,
    short_help="Which release is in use, where it comes from, and whether it is whole.",
    epilog=examples("pfocr lexicon info", "pfocr lexicon info --lexicon latest"),
)
@lexicon_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@run_options()
def info(lexicon: str | None, form: Literal["text", "json"]) -> None:
    """Tell HGNC's release, the sources with their licences, the counts, and the sha256, which is
    checked; and the same of the table of words, which goes before every lexicon, and of MeSH, ChEBI
    and the Disease Ontology, which come with pfocr.
    """
    from pfocr_cli.app.lexicon_info import tell_lexicon

    tell_lexicon(lexicon, form)


def _origin_of(names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add the option that says where the file of some names comes from."""
    return click.option(
        f"--{names}-origin",
        metavar="TEXT",
        default="",
        help=f"Where the {names} come from (default: the file's name).",
    )


class _Build(HelpInSections):
    """The command, with what its options are about."""

    groups: ClassVar[Groups] = {
        "More names": ("withdrawn", "families", "texts", "synonyms"),
        "Where they come from": (
            *("release", "origin", "families-origin", "texts-origin", "synonyms-origin"),
        ),
    }


@command.command(
    "build",
    cls=_Build,
    short_help="Make a lexicon from HGNC's files.",
    epilog=examples("pfocr lexicon build --hgnc hgnc_complete_set.txt -o my.lexicon"),
)
@click.option(
    "--hgnc",
    required=True,
    metavar="FILE",
    type=_INPUT,
    help="hgnc_complete_set.txt or a custom download; also .gz.",
)
@click.option("--withdrawn", metavar="FILE", type=_INPUT, help="HGNC's withdrawn.txt; also .gz.")
@click.option(
    "--families",
    metavar="FILE",
    type=_INPUT,
    help="FamPlex's relations.csv, or two columns: entrez_id, family.",
)
@click.option(
    "--release",
    metavar="DATE",
    default="",
    help="HGNC's release (default: the date in the file's name, or in it).",
)
@click.option(
    "--origin",
    metavar="TEXT",
    default="",
    help="Where HGNC's files come from (default: their names).",
)
@_origin_of("families")
@click.option(
    "--texts",
    metavar="FILE",
    type=_INPUT,
    help="FamPlex's grounding_map.csv: names as papers write them; also .gz.",
)
@click.option(
    "--synonyms",
    metavar="FILE",
    type=_INPUT,
    help="More synonyms, as two columns: symbol, synonym; also .gz.",
)
@_origin_of("texts")
@_origin_of("synonyms")
@click.option("-o", "--output", required=True, metavar="OUT", help="The lexicon to write.")
@run_options()
@click.pass_obj
def build(
    config: Config,
    /,
    *,
    hgnc: str,
    withdrawn: str | None,
    families: str | None,
    release: str,
    origin: str,
    families_origin: str,
    texts: str | None,
    synonyms: str | None,
    texts_origin: str,
    synonyms_origin: str,
    output: str,
) -> None:
    """Make a lexicon, for --lexicon. The same files give the same bytes."""
    from pfocr_cli.inputs.protected import refuse_for_lexicon
    from pfocr_cli.lexicon import build as builder
    from pfocr_cli.lexicon.documents import Document, document
    from pfocr_cli.lexicon.naming import NameFiles

    def optional(path: str | None, its_origin: str) -> Document | None:
        return document(path, its_origin) if path else None

    refuse_for_lexicon(output, "-o", config.path)
    held = optional(families, families_origin)
    built = builder.build(
        document(hgnc, origin),
        optional(withdrawn, origin),
        builder.FamilyFile(held) if held else None,
        release,
        NameFiles(optional(texts, texts_origin), optional(synonyms, synonyms_origin)),
    )
    builder.write(built, output)
    _tell(built)


@command.command(
    "update",
    cls=HelpInSections,
    short_help="Fetch HGNC's current or monthly files.",
    epilog=examples("pfocr lexicon update", "pfocr lexicon update --release 2026-01-06"),
)
@click.option(
    "--release",
    metavar="YYYY-MM-DD",
    help="A monthly file, by the day it was made (default: the current one).",
)
@click.option(
    "--url",
    help="Fetch from this folder (ending in /) or complete set instead: https, http or file.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds a file may take.",
)
@run_options()
def update(release: str | None, url: str | None, timeout: float) -> None:
    """Fetch HGNC's files, check them, and make the lexicon that `--lexicon latest` names of them.

    Other runs use it only if they ask for it. Where it fails, the one fetched before stays as it
    was.
    """
    from pfocr_cli.lexicon.fetch import fetch_lexicon
    from pfocr_cli.terminal.progress import download_bar

    updated = fetch_lexicon(release, url, timeout, download_bar)
    _tell(updated.built)
    done = "written" if updated.changed else "unchanged"
    notes.sentence(f"{updated.path}: {done}; --lexicon latest uses it")


@command.command(
    "diff",
    cls=HelpInSections,
    short_help="What changed between two releases, and which records that touches.",
    epilog=examples("pfocr lexicon diff old.lexicon new.lexicon _figures"),
)
@click.argument("older", metavar="A")
@click.argument("newer", metavar="B")
@click.argument("paths", nargs=-1, type=click.UNPROCESSED)
@click.option("--all", "whole", is_flag=True, help="List every change, new genes too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "tsv", "jsonl")),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@click.option(
    "--files-from",
    metavar="FILE|-",
    help="Read paths from a list, one a line (or each ended by NUL).",
)
@click.option(
    "--data-dir",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Where the side tables are (default: ../_data of a record).",
)
@run_options()
@click.pass_obj
def diff(
    config: Config,
    /,
    *,
    older: str,
    newer: str,
    paths: tuple[str, ...],
    whole: bool,
    form: str,
    files_from: str | None,
    data_dir: str | None,
) -> None:
    """Say what changed from lexicon A to B: files, `embedded` or `latest`.

    With PATHS, in which records.
    """
    import sys

    from pfocr_cli.app import lexicon_diff as releases
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.lexicon.store import open_lexicon

    before, after = open_lexicon(older), open_lexicon(newer)
    inputs = find_inputs(config, paths, files_from) if paths or files_from else None
    rows = list(releases.differences(before, after, inputs, ReadOptions(data_dir=data_dir)))
    if form == "tsv":
        releases.write_tsv(rows, sys.stdout)
    elif form == "jsonl":
        releases.write_jsonl(rows, sys.stdout)
    else:
        releases.write_text(rows, before, after, sys.stdout, whole)


def _tell(built: Built) -> None:
    """Say what a lexicon holds, and what of its families it could not place."""
    notes.sentence(
        f"HGNC {built.release}: "
        f"{', '.join(f'{count:,} {what}' for what, count in built.counts.items())}"
    )
    if built.unplaced:
        members = [f"{member} of {family}" for family, member in built.unplaced]
        notes.sentence(f"members of families that name no approved gene: {listed(members, 5)}")
    if built.proteins:
        notes.sentence(
            f"members of families that are not genes of HGNC, passed over: {built.proteins:,}"
        )
