"""The options of ``pfocr export`` that formats declare."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from pfocr_cli.export.options import Declared, FormatOptions, declared, with_values

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def _image(_: click.Context, __: click.Parameter, template: str | None) -> str | None:
    """Return ``--image`` if all that it holds between braces is known."""
    return None if template is None else checked_image(template)


def checked_image(template: str) -> str:
    from pfocr_cli.export.links import PLACEHOLDERS, placeholders
    from pfocr_cli.wording import did_you_mean, quoted

    for name in placeholders(template):
        if name not in PLACEHOLDERS:
            unknown = f"{quoted(f'{{{name}}}')} stands for nothing"
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            hint = did_you_mean(name, PLACEHOLDERS)
            raise click.BadParameter(f"{unknown}{hint}; there are: {known}")
    return template


class _FormatOption(click.Option):
    """An option that formats declare; one that only says how may stand in ``.pfocr.toml``."""

    says_how = True


def format_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the options that formats declare; the command takes them as ``of_formats``."""

    @wraps(command)
    def gathered(*args: P.args, **given: P.kwargs) -> R:
        values = {each.name: given.pop(each.name) for each in declared()}
        given["of_formats"] = with_values(FormatOptions(), values)
        return command(*args, **given)

    optional: Callable[P, R] = gathered
    for each in reversed(declared()):
        optional = _format_option(each)(optional)
    return optional


def _format_option(option: Declared) -> Callable[[Callable[P, R]], Callable[P, R]]:
    if option.kind is bool:
        return click.option(
            f"--{option.written}", cls=_FormatOption, is_flag=True, help=option.help
        )
    return click.option(
        f"--{option.written}",
        cls=click.Option if option.writes else _FormatOption,
        type=_type(option),
        metavar=option.metavar,
        default=option.default or None,
        show_default=bool(option.default),
        callback=_image if option.name == "image" else None,
        help=option.help,
    )


def _type(option: Declared) -> click.Choice[str] | click.IntRange | click.types.StringParamType:
    if option.choices:
        return click.Choice(option.choices)
    return click.IntRange(min=option.least) if option.kind is int else click.STRING
