"""What the shell offers behind a half-typed word: files, rules, formats, schemas.

Nothing here is loaded unless a shell asks. How click is asked:
https://click.palletsprojects.com/shell-completion/.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Offer = list[CompletionItem]


class _Offered(click.types.StringParamType):
    """A type that takes any value, and offers some."""

    def __init__(self, offer: Callable[[str], Offer]) -> None:
        self._offer = offer

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Offer:
        """Return what the incomplete word can become."""
        return self._offer(incomplete)


def offering(command: click.Command) -> click.Command:
    """Return a copy of a command whose parameters offer what they take, as their metavars say."""
    command = copy(command)
    command.params = [_with_offer(command, parameter) for parameter in command.params]
    if isinstance(command, click.Group):
        command.commands = {name: offering(each) for name, each in command.commands.items()}
    return command


def _with_offer(command: click.Command, parameter: click.Parameter) -> click.Parameter:
    if (offer := _offer_for(command, parameter)) is None:
        return parameter
    parameter = copy(parameter)
    parameter.type = _Offered(offer)
    return parameter


def _offer_for(command: click.Command, parameter: click.Parameter) -> Callable[[str], Offer] | None:
    told, name = parameter.metavar or "", parameter.name
    if told == "CODES" or (command.name == "rule" and name == "words"):
        return _rules
    if command.name == "schema" and name == "name":
        return _schemas
    if told.startswith("F[:PATH]"):
        return _formats_of(command, parameter)
    if told == "FILE|latest":
        return lambda incomplete: [*_beginning(["latest"], incomplete), *_files(incomplete)]
    if told == "NAMES":
        return _sections
    if told == "DIR":
        return lambda incomplete: [CompletionItem(incomplete, type="dir")]
    if told.startswith(("FILE", "OUT", "REPORT")) or name in ("paths", "older", "newer"):
        return _files
    return None


def _files(incomplete: str) -> Offer:
    return [CompletionItem(incomplete, type="file")]


def _beginning(names: Iterable[str], incomplete: str) -> Offer:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _rules(incomplete: str) -> Offer:
    """Return the codes and names of rules; of a list with commas the last word is incomplete."""
    from pfocr_cli.rules import RULES

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{word}", help=rule.summary)
        for rule in RULES.values()
        for word in (rule.code, rule.name)
        if word.casefold().startswith(begun.casefold()) and (begun or word == rule.code)
    ]


def _schemas(incomplete: str) -> Offer:
    from pfocr_cli.record.schema import schema_names

    return _beginning(schema_names(), incomplete)


def _sections(incomplete: str) -> Offer:
    from pfocr_cli.report.report import SECTIONS

    return _beginning(SECTIONS, incomplete)


def _formats_of(command: click.Command, option: click.Parameter) -> Callable[[str], Offer]:
    def offer(incomplete: str) -> Offer:
        return _files(incomplete) if ":" in incomplete else _beginning(_names(), incomplete)

    def _names() -> Iterable[str]:
        if option.name == "to":
            from pfocr_cli.cli.export import EXPORT_FORMATS

            return EXPORT_FORMATS
        if command.name == "report":
            from pfocr_cli.report.formats import WRITERS

            return WRITERS
        from pfocr_cli.reporters import REPORTERS

        return REPORTERS

    return offer
