"""What a job says of items whose process was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")


class Rescue(NamedTuple, Generic[T, R]):
    """What is to become of items whose process was killed, for lack of memory say.

    ``name`` is what people call an item; ``halves`` gives the parts of one that can be done by
    themselves (none: it is one thing); ``given_up`` gives the result for one that could not be
    done, without doing it; ``say`` tells people.
    """

    name: Callable[[T], str]
    halves: Callable[[T], Sequence[T]]
    given_up: Callable[[T], R]
    say: Callable[[str], object]
