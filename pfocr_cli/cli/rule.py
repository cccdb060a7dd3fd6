"""``pfocr rule``."""

from __future__ import annotations

import click

from pfocr_cli.cli._help import HelpInSections
from pfocr_cli.cli._options import examples
from pfocr_cli.cli._talk import talk_options
from pfocr_cli.terminal import results


@click.command(
    "rule",
    cls=HelpInSections,
    short_help="Explain a rule: what it finds, why, and what to do.",
    epilog=examples("pfocr rule K601", "pfocr rule D7", "pfocr rule quotation mark"),
)
@click.argument("words", nargs=-1, metavar="[CODE|WORD]...")
@click.option("--all", "every", is_flag=True, help="Every rule's page.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="Pages for people, or all that is known of the rules for programs.",
)
@talk_options
def command(words: tuple[str, ...], every: bool, form: str) -> None:
    """Show a rule's manual page; without CODE, list the rules.

    CODE is a code (S101), a name (missing-key), or the beginning of the codes of a family (D7).
    Other words are looked for in all pages, and the rules that speak of all of them are listed.
    """
    from pfocr_cli.rules import manual

    rules, are_named = manual.rules_about(words)
    width = results.width()
    if form == "json":
        results.lines(manual.pages_json(rules))
    elif form == "markdown":
        results.lines("\n\n".join(map(manual.as_markdown, rules)))
    elif every or are_named:
        results.lines("\n\n".join(manual.as_text(rule, width) for rule in rules))
    else:
        results.lines(manual.as_list(rules, width))
