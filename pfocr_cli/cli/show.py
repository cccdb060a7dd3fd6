"""``pfocr show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pfocr_cli.cli._options import examples
from pfocr_cli.cli._records import Records, record_command

if TYPE_CHECKING:
    from pfocr_cli.app.show import CardFormat
    from pfocr_cli.errors import Exit


@record_command(
    "show",
    short_help="Show a record as a card.",
    nothing_to="show",
    epilog=examples(
        "pfocr show _figures/PMC1__f1.md",
        "pfocr show _figures",
        "pfocr show --format markdown _figures/PMC1__f1.md > card.md",
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown")),
    default="text",
    show_default=True,
    help="For a terminal, or for an issue or a pull request.",
)
def command(records: Records, /, *, form: CardFormat) -> Exit:
    """Show records as cards: the paper, the caption, the genes and what the tool thinks of them.

    A gene stands with how its word was matched, with its symbol of today, and with what `pfocr
    resolve` says of the word; a chemical or disease with the name of its id. Every finding follows,
    infos too, with its fix. Several records go through the pager that PAGER names (`less`), where
    somebody sits at a terminal.
    """
    from pfocr_cli.app.severities import severities_of
    from pfocr_cli.app.show import ShowRequest, show
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Severity
    from pfocr_cli.rules import RULES

    severities = severities_of(records.config.levels, records.config.path or "")
    job = ValidateJob(
        codes=frozenset(RULES) - severities.ignored,
        floor=Severity.INFO,
        read_options=records.read_options(),
        lexicon=records.lexicon,
        decisions=records.decisions,
        severities=severities,
    )
    return show(
        ShowRequest(records.inputs, job, form, records.per_file_ignores(), work=records.work)
    )
