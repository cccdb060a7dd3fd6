"""Help pages: what a command's options are about stands in sections, in the order one meets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import click

Groups = Mapping[str, Sequence[str]]
"""Headings, and the options that stand under each, as they are written without hyphens."""
GENERAL = "In general"
GENERAL_OPTIONS = ("quiet", "verbose", "color", "config", "isolated", "traceback")


class HelpInSections(click.Command):
    """A command whose help shows its own options first, then those in ``groups``, then those that
    all commands have.
    """

    groups: ClassVar[Groups] = {}

    def heading_of(self, option: click.Option) -> str:
        """Return the heading that an option stands under."""
        if option.name in GENERAL_OPTIONS or "--help" in option.opts:
            return GENERAL
        names = {name.lstrip("-") for name in option.opts}
        found = (heading for heading, wanted in self.groups.items() if names & set(wanted))
        return next(found, "Options")

    def sections(self, parameters: Sequence[click.Parameter]) -> dict[str, list[click.Option]]:
        """Return the options among parameters, by their headings; none is empty."""
        found: dict[str, list[click.Option]] = {
            heading: [] for heading in ("Options", *self.groups)
        }
        for option in parameters:
            if isinstance(option, click.Option) and not option.hidden:
                found.setdefault(self.heading_of(option), []).append(option)
        found[GENERAL] = found.pop(GENERAL, [])
        return {heading: options for heading, options in found.items() if options}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, a section each heading."""
        for heading, options in self.sections(self.get_params(ctx)).items():
            told = (option.get_help_record(ctx) for option in options)
            with formatter.section(heading):
                formatter.write_dl([each for each in told if each is not None])
