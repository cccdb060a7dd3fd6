"""What a schema of the user's must not do: refer to its own parts without end, in so many ways
that holding one value against it takes for ever, or so deep that the engine runs out of stack.

A validator follows each reference at each place of a record. What is counted here is what it does
at one place: ``allOf`` with ten references to a part with ten such is a hundred ways, and a few
more of these parts are more than a day has seconds. Parts below a key are another place: they end
where the record ends. Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12
/json-schema-core#section-10.2, keywords that apply subschemas in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.record.pointer import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = ("allOf", "anyOf", "oneOf")
_ONES = ("not", "if", "then", "else")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_NAMES = ("$id", "id", "$anchor", "$dynamicAnchor")
_MOST_WAYS = 10_000
_DEEPEST = 100
_MOST_LEVELS = 500
"""jsonschema-rs 0.35 dies at some 3,000 levels with a stack of 8 MB; newer ones do not."""


def too_much(schema: object) -> str:
    """Return what of a schema can take for ever, for people; empty where nothing does."""
    ways = _Ways(schema)
    parts = list(_mappings(schema))
    ways.named = {
        name.rpartition("#")[2] or name: part
        for part in parts
        for key in _NAMES
        if isinstance(name := part.get(key), str)
    }
    try:
        too_many = [part for part in parts if ways.at(part) > _MOST_WAYS]
    except _EndlessError as error:
        return str(error)
    if too_many:
        return f"it refers to its own parts in more than {_MOST_WAYS:,} ways at one place"
    if _levels(schema, ways) > _MOST_LEVELS:
        return f"its parts lie within and refer to one another more than {_MOST_LEVELS} levels deep"
    return ""


def _levels(schema: object, ways: _Ways) -> int:
    """Return how deep an engine goes that compiles a schema: each part once on its way down."""
    levels: dict[int, int] = {}
    open_parts = [_Descent(schema, _inside(schema, ways))]
    while True:
        last = open_parts[-1]
        levels.setdefault(id(last.part), 0)  # it is on its way: what refers to it goes no deeper
        below = next(last.rest, None)
        if below is None:
            levels[id(last.part)] = found = last.deepest + 1
            open_parts.pop()
            if not open_parts:
                return found
            open_parts[-1].deepest = max(open_parts[-1].deepest, found)
        elif id(below) in levels:
            last.deepest = max(last.deepest, levels[id(below)])
        else:
            open_parts.append(_Descent(below, _inside(below, ways)))


@dataclass
class _Descent:
    """A part of a schema, those inside it that are still to be seen, and how deep the others go."""

    part: object
    rest: Iterator[object]
    deepest: int = 0


def _inside(part: object, ways: _Ways) -> Iterator[object]:
    """Yield the mappings and lists that lie in a part, and those that it refers to."""
    found: list[object] = []
    if isinstance(part, dict):
        found = [*part.values(), *(ways.target(part[key]) for key in _REFERENCES if key in part)]
    elif isinstance(part, list):
        found = part
    return (each for each in found if isinstance(each, dict | list))


class _EndlessError(Exception):
    """A reference that leads to itself, or through more parts than anybody writes."""


@dataclass
class _Ways:
    """How many parts of a schema are asked at one place of a value, from each part on."""

    schema: object
    named: dict[str, dict[str, object]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)

    def at(self, part: dict[str, object]) -> int:
        key = id(part)
        if key in self.open:
            raise _EndlessError("it refers to itself without end")
        if len(self.open) > _DEEPEST:
            raise _EndlessError(f"its parts refer to one another more than {_DEEPEST} deep")
        if key not in self.known:
            self.open.append(key)
            self.known[key] = 1 + sum(self.at(below) for below in self._below(part))
            self.open.pop()
        return self.known[key]

    def _below(self, part: dict[str, object]) -> Iterator[dict[str, object]]:
        """Yield the parts that hold at the same place of a value."""
        found: list[object] = [part.get(key) for key in _ONES]
        for key in _LISTS:
            several = part.get(key)
            found += several if isinstance(several, list) else []
        by_key = part.get("dependentSchemas")
        found += by_key.values() if isinstance(by_key, dict) else []
        found += [self.target(part[key]) for key in _REFERENCES if key in part]
        yield from (each for each in found if isinstance(each, dict))

    def target(self, reference: object) -> object:
        """Return the part that a reference names; None where it is another file's, or nothing."""
        if not isinstance(reference, str):
            return None
        place = reference.rpartition("#")[2]
        if place in self.named:
            return self.named[place]
        if place and not place.startswith("/"):
            return None
        node = self.schema
        for key in steps(place):
            if isinstance(node, dict):
                node = node.get(key)
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                return None
        return node


def _mappings(schema: object) -> Iterator[dict[str, object]]:
    rest = [schema]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            yield node
            rest += node.values()
        elif isinstance(node, list):
            rest += node
