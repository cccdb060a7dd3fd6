"""``pfocr schema``."""

from __future__ import annotations

import click

from pfocr_cli.cli._help import HelpInSections
from pfocr_cli.cli._options import examples
from pfocr_cli.cli._talk import talk_options
from pfocr_cli.terminal import results


@click.command(
    "schema",
    cls=HelpInSections,
    short_help="Print a JSON Schema of records, side tables, reports.",
    epilog=examples("pfocr schema", "pfocr schema 2023 > record.schema.json"),
)
@click.argument("name", required=False, metavar="[NAME]")
@talk_options
def command(name: str | None) -> None:
    """Print one self-contained JSON Schema (2020-12); without NAME, list the schemas."""
    import json

    from pfocr_cli.record import schema

    if name:
        results.lines(json.dumps(schema.bundled(name), indent=2, ensure_ascii=False))
    else:
        width = max(map(len, schema.schema_names()))
        results.lines(
            "\n".join(
                f"{each:{width}}  {schema.load(each)['title']}" for each in schema.schema_names()
            )
        )
