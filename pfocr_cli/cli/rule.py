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

    CODE is a code (S101), a name (missing-key), or the beginning of the codes of a family (D7).
    """
    from pfocr_cli.rules import RULES, manual, select_codes

    rules = [RULES[code] for code in sorted(select_codes([name] if name else [], ()))]
    if form == "json":
        results.lines(manual.pages_json(rules))
    elif form == "markdown":
        results.lines("\n\n".join(map(manual.as_markdown, rules)))
    elif name or every:
        results.lines("\n\n".join(map(manual.as_text, rules)))
    else:
        results.lines(manual.as_list(rules))
