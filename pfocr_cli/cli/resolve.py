"""``pfocr resolve``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pfocr_cli.cli._help import HelpInSections
from pfocr_cli.cli._lexicon import decisions_option, lexicon_option
from pfocr_cli.cli._options import examples, run_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.errors import Exit

_FAILING = {
    None: frozenset[str](),
    "unknown": frozenset({"unknown", "partial"}),
    "ambiguous": frozenset({"ambiguous", "unknown", "partial"}),
}
"""The statuses that make the exit status 1, by ``--fail-on``; a stopped word is answered, a partial
one is not.
"""


@click.command(
    "resolve",
    cls=HelpInSections,
    short_help="Tell what genes a figure's word means, and how that was found.",
    epilog=examples(
        "pfocr resolve RANKL LRP5/6 p-GSK3β",
        "pfocr resolve --explain CBP",
        "cut -f2 words.tsv | pfocr resolve --format tsv",
    ),
)
@click.argument("words", nargs=-1, metavar="[WORD]…", type=click.UNPROCESSED)
@click.option(
    "--format",
    type=click.Choice(("table", "tsv", "jsonl")),
    default="table",
    show_default=True,
    help="A table for people; tsv and jsonl for programs.",
)
@click.option(
    "--explain", is_flag=True, help="Show every step from the word to its genes (table, jsonl)."
)
@click.option(
    "--fail-on",
    type=click.Choice(("unknown", "ambiguous")),
    help="Exit status 1 where a word, or a part of one, is unknown; with `ambiguous` "
    "also where one is ambiguous.",
)
@lexicon_option
@decisions_option
@run_options()
def command(
    *,
    words: tuple[str, ...],
    format: str,
    explain: bool,
    fail_on: str | None,
    lexicon: str | None,
    decisions: str | None,
) -> Exit:
    """Tell what genes a word of a figure means, by HGNC's names and FamPlex's families.

    Without WORD, or with `-`, words are read from standard input, a line each. A word may hold
    several genes (LRP5/6); one that begins with a hyphen goes after `--`. Exit status 0 once every
    word is answered, whatever the answer, unless --fail-on says otherwise. A word that the table of
    words knows as no gene is stopped, and counts as answered; one of which a part leads nowhere is
    partial, and counts as unknown. Near names of an unknown word are guesses. Of --decisions only
    the rows for all figures (`*`) count.
    """
    import sys

    from pfocr_cli.app.answers import ANSWER_FORMATS
    from pfocr_cli.errors import Exit
    from pfocr_cli.inputs.decisions import open_decisions
    from pfocr_cli.lexicon import resolve
    from pfocr_cli.lexicon.store import open_lexicon

    if explain and format == "tsv":
        raise click.UsageError("--explain has no columns: use it with --format table or jsonl")
    opened = open_lexicon(lexicon)
    decided = open_decisions(decisions, opened)
    report = ANSWER_FORMATS[format](sys.stdout)
    failed = False
    for word in _asked(words):
        answer = decided.answer(word, None, opened)
        steps = resolve.explain(word, opened)[1] if explain else None
        failed |= answer.status in _FAILING[fail_on]
        report.add(resolve.with_guesses(answer, opened), steps)
    report.finish()
    return Exit.FINDINGS if failed else Exit.CLEAN


def _asked(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the words; without any those of standard input, each line without its end and byte for
    byte.
    """
    import sys

    from pfocr_cli.errors import PfocrError

    if words and words != ("-",):
        yield from words
        return
    if sys.stdin is None:
        raise PfocrError("no words: standard input is closed")
    if not words and sys.stdin.isatty():
        raise click.UsageError("no words: name some, or give them on standard input, a line each")
    for line in sys.stdin.buffer:
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")
