"""Frozen dataclasses to plain data that JSON holds, and back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, TypeVar, Union, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AnyDataclass = TypeVar("AnyDataclass", bound="DataclassInstance")


class UnfitError(ValueError):
    """Plain data that is not what was asked for; the message says where."""


def as_plain(value: object) -> object:
    """Return a value as dicts, lists, texts and numbers; of a dataclass without what is None.

    >>> from pfocr_cli.report.ranking import RankedItem
    >>> as_plain((RankedItem("TP53", 7, "7157"),))
    [{'name': 'TP53', 'figures': 7, 'id': '7157'}]
    """
    if is_dataclass(value) and not isinstance(value, type):
        given = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: as_plain(item) for name, item in given if item is not None}
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    return [as_plain(item) for item in value] if isinstance(value, tuple) else value


def from_plain(kind: type[AnyDataclass], value: object, where: str = "") -> AnyDataclass:
    """Return the dataclass that plain data was made of; keys that it does not know are passed over.

    Raises:
        UnfitError: something is missing, or of another type.
    """
    if not isinstance(value, Mapping):
        raise UnfitError(f"{where or '/'} is not an object")
    given, hints = {}, _hints(kind)
    for each in fields(kind):
        at = f"{where}/{each.name}"
        if each.name in value:
            given[each.name] = _built(hints[each.name], value[each.name], at)
        elif each.default is MISSING and each.default_factory is MISSING:
            raise UnfitError(f"{at} is missing")
    return kind(**given)


@cache
def _hints(kind: Hashable) -> Mapping[str, object]:
    return get_type_hints(cast("type[object]", kind))


def _built(hint: object, value: object, at: str) -> object:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (hint,) = (each for each in inner if each is not type(None))
        return _built(hint, value, at)
    if origin is tuple:
        if not isinstance(value, list):
            raise UnfitError(f"{at} is not a list")
        return tuple(_built(inner[0], item, f"{at}/{n}") for n, item in enumerate(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise UnfitError(f"{at} is not an object")
        return {key: _built(inner[1], item, f"{at}/{key}") for key, item in value.items()}
    kind = cast("type[object]", hint)
    if is_dataclass(kind):
        return from_plain(kind, value, at)
    if isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else kind):
        raise UnfitError(f"{at} is not {'text' if kind is str else 'a number'}")
    return value
