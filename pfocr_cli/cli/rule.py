"""``pfocr rule``."""

from __future__ import annotations

import click

from pfocr_cli.terminal import results


@click.command("rule", short_help="Explain a rule: what it finds, why, and what to do.")
@click.argument("name", required=False, metavar="[CODE]")
@click.option("--all", "every", is_flag=True, help="Every rule's page.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
)
def command(name: str | None, every: bool, form: str) -> None:
    """Show a rule's manual page; without CODE, list the rules.

    CODE is a code (S101) or a name (missing-key).
    """
    from pfocr_cli.rules import RULES, find_rule, manual

    rules = [find_rule(name)] if name else list(RULES.values())
    if form == "json":
        results.lines(manual.as_json(rules))
    elif form == "markdown":
        results.lines("\n\n".join(map(manual.as_markdown, rules)))
    elif name or every:
        results.lines("\n\n".join(map(manual.as_text, rules)))
    else:
        results.lines(manual.as_list(rules))
