"""A group of commands that answers a mistyped name with the near ones."""

from __future__ import annotations

import click

from pfocr_cli.wording import did_you_mean


class NearNames(click.Group):
    """A group that says which commands are nearly called as was typed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        name = args[0]
        if not (ctx.resilient_parsing or name.startswith("-") or self.get_command(ctx, name)):
            ctx.fail(f"No such command {name!r}{did_you_mean(name, self.list_commands(ctx))}.")
        return super().resolve_command(ctx, args)
