"""The composed form of a record: YAML nodes with the places they stand at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.record.pointer import steps
from pfocr_cli.record.scalars import core_value

if TYPE_CHECKING:
    from pfocr_cli.record.source import Span


@dataclass(slots=True)
class Scalar:
    """A scalar: its decoded text, and whether it is written without quotes (``plain``)."""

    span: Span
    text: str
    plain: bool
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list. ``size`` counts the nodes below and itself, aliases expanded."""

    span: Span
    items: list[Node] = field(default_factory=list)
    size: int = 1


@dataclass(slots=True)
class Mapping:
    """A mapping: of a key that is there twice the last pair, the one that readers of YAML keep."""

    span: Span
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    size: int = 1


Node = Scalar | Sequence | Mapping


def data_of(node: Node) -> object:
    """Return the plain data of a node: dict (keys are text), list, str, int, float, bool or
    None.
    """
    if isinstance(node, Scalar):
        return core_value(node.text) if node.plain else node.text
    if isinstance(node, Sequence):
        return [data_of(item) for item in node.items]
    return {key: data_of(value) for key, (_, value) in node.pairs.items()}


def find(root: Node, pointer: str) -> tuple[Scalar | None, Node]:
    """Return the key (None for the root and for list items) and the node that a pointer names.

    A pointer that leads nowhere gives the deepest node on its way: a missing key, its parent.
    """
    key: Scalar | None = None
    node = root
    for step in steps(pointer):
        if isinstance(node, Mapping) and (pair := node.pairs.get(step)):
            key, node = pair
        elif isinstance(node, Sequence) and step.isdecimal() and int(step) < len(node.items):
            key, node = None, node.items[int(step)]
        else:
            break
    return key, node
