"""Attributes that are found when somebody first asks, and kept.

What functools has for that takes a lock at each first asking before Python 3.12; every record and
every row is asked for several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

H = TypeVar("H")
T = TypeVar("T")


class once(Generic[H, T]):  # noqa: N801 (a decorator, as property is)
    """Makes of a method an attribute: the method is called once."""

    def __init__(self, find: Callable[[H], T]) -> None:
        self._find, self._name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, holder: H, _: object) -> T:
        found = holder.__dict__[self._name] = self._find(holder)
        return found
