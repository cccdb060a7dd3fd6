"""What is wrong with a record before any rule has thought about it: data for the rules, not
exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pfocr_cli.record.source import Span

FaultCode = Literal["P001", "P002", "P003", "P004", "P005", "P006", "D702"]
"""The rules that report what reading noted."""
ShapeKind = Literal["missing-key", "wrong-type", "unknown-key", "bad-value"]


class Fault(NamedTuple):
    """A reading fault: the rule that reports it, what is wrong, where, and the text found there.

    ``is_error``: worse than the rule's findings usually are.
    """

    code: FaultCode
    message: str
    span: Span
    value: str = ""
    is_error: bool = False


class ShapeFault(NamedTuple):
    """Where a value does not fit its schema: ``pointer`` names it, or of an unknown key the key.

    ``missing`` are the keys that a mapping lacks. ``quotable`` says that quotes would make the
    value fit; ``absent`` that nothing stands where a text belongs, and ``empty_fits`` that an empty
    text may.
    """

    kind: ShapeKind
    pointer: str
    message: str
    value: str
    missing: tuple[str, ...] = ()
    quotable: bool = False
    absent: bool = False
    empty_fits: bool = False


class ReadingError(Exception):
    """Raised inside the record package where reading cannot go on; it carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
