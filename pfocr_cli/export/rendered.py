"""What a record became in one format: the bytes, and what they leave out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = Any
"""What a format makes of one figure for its own sink, which alone looks into it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What an output cannot hold of a record: ``told`` is what people read of this one, ``field``
    what they read of all where ``count`` is of more than the field itself.
    """

    told: str
    field: str = ""
    count: int = 1

    def __str__(self) -> str:
        return self.told


@dataclass(slots=True)
class Rendered:
    """One record in one format: whole files by their path in a folder, or parts of streams by
    table.

    ``left_out`` is the reason why there is neither, and ``remedies`` the options under which there
    would be. ``losses`` is what the output cannot hold. The counts are of entries that were taken,
    and of genes that were not: of other species, or by a match of a weaker tier. ``organism`` is
    that of its board, where the paper names others and not this one. ``known_wrong`` are genes that
    their words do not mean, by what becomes of them where they are put right.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    left_out: str = ""
    remedies: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    genes: int = 0
    chemicals: int = 0
    diseases: int = 0
    of_other_species: int = 0
    of_weaker_tier: int = 0
    organism: str = ""
    known_wrong: Counter[str] = field(default_factory=Counter)
