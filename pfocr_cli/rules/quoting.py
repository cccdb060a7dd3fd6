"""P007: plain scalars that readers of YAML 1.1 and 1.2 take for different things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record.changes import Quote
from pfocr_cli.record.nodes import Mapping, Node, Scalar, Sequence
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.scalars import AMBIGUOUS, yaml_11_type
from pfocr_cli.rules import rule
from pfocr_cli.wording import QUOTED_LIMIT, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record import Record
    from pfocr_cli.record.reading import Reading


@rule("P007", "yaml-1.1-ambiguous", Severity.WARNING, fix="safe")
def yaml_11_ambiguous(record: Record) -> Iterator[Problem]:
    """A value without quotes that readers of YAML 1.1 take for something other than text.

    Why: Jekyll, R and PyYAML read YAML 1.1, where a plain `Off` is false, `1:30` is ninety and
    `2001-12-14` a date. The gene NO or a chemical's word then vanishes from their pages.

    Bad:

        - word: NO

    Good:

        - word: 'NO'

    Fix: put the value into single quotes, which changes nothing for readers of YAML 1.2.
    """
    reading = record.reading
    if reading.syntax == "json" or not _may_be_plain(reading) or reading.nodes is None:
        return
    for where, at, scalar in _scalars("", reading.nodes):
        if scalar.plain and (kind := yaml_11_type(scalar.text)):
            advice = _advice(scalar.text)
            message = f"{shortened(scalar.text)} without quotes is {kind} to readers of YAML 1.1"
            fix = Fix(advice, safe=True, changes=(Quote(where, at),))
            yield Problem(
                f"{message}: {advice}", where, value=scalar.text, span=scalar.span, fix=fix
            )


def _advice(text: str) -> str:
    return f"write '{text}'" if len(text) <= QUOTED_LIMIT else "put it into quotes"


def _may_be_plain(reading: Reading) -> bool:
    """Say whether composing the record, which is slow, can find anything."""
    words = set(filter(yaml_11_type, AMBIGUOUS.findall(reading.survey.text)))
    if reading.is_composed or not words:
        return bool(words)
    # What the fast reader has read is in block style: a plain scalar has white space on both sides.
    plain = re.compile(rf"\s(?:{'|'.join(map(re.escape, words))})[ ]*(?:[\r\n]|#)")
    return plain.search(reading.text) is not None


def _scalars(where: str, node: Node) -> Iterator[tuple[str, Literal["value", "key"], Scalar]]:
    match node:
        case Scalar():
            yield where, "value", node
        case Mapping():
            for key, (key_node, value) in node.pairs.items():
                yield where + pointer(key), "key", key_node
                yield from _scalars(where + pointer(key), value)
        case Sequence():
            for index, item in enumerate(node.items):
                yield from _scalars(where + pointer(index), item)
