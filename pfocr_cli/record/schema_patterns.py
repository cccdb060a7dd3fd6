"""The keywords of JSON Schema that hold texts against regular expressions, for jsonschema to ask.

Python's engine can take for ever for a pattern such as ``^(a+)+$``; that of jsonschema-rs, which
gives the fast answer, ends. So both answers come from it. Source: JSON Schema 2020-12,
https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from pfocr_cli.regex import regex
from pfocr_cli.signals import Uninterrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jsonschema.exceptions import ValidationError

    Keyword = Callable[..., Iterator[ValidationError]]

_REPEATED = regex(r"[*+?{]|\((?=.*[*+?{])", re.DOTALL)


class _Checker(Protocol):
    """What is used of jsonschema's validators, which pass themselves to a keyword."""

    def descend(
        self, instance: object, schema: object, path: str, schema_path: str | None = None
    ) -> Iterable[ValidationError]: ...


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern is found in a text, in a time in step with the text."""
    return _of_pattern(pattern)(text)


@cache
def _of_pattern(pattern: str) -> Callable[[str], bool]:
    with Uninterrupted():  # which its engine, in Rust, tells people of at length
        import jsonschema_rs

        found: Callable[[str], bool] = jsonschema_rs.validator_for({"pattern": pattern}).is_valid
        return found


def unnamed_keys(value: Mapping[str, object], schema: Mapping[str, Any]) -> list[str]:
    """Return the keys of a mapping that neither ``properties`` nor a pattern of a schema knows."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [
        key
        for key in value
        if key not in known and not any(matches(pattern, key) for pattern in patterns)
    ]


def pattern_keywords(keywords: Mapping[str, Keyword], *, is_plain: bool) -> dict[str, Keyword]:
    """Return the keywords that take the place of a draft's own.

    ``is_plain`` as ``has_plain_patterns`` says: with others, what is left over by all parts of a
    schema (``unevaluatedProperties``) is not looked for, as jsonschema has it from Python.
    """
    ours: dict[str, Keyword] = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "unevaluatedProperties": _nothing,
    }
    kept = ("unevaluatedProperties",) if is_plain else ()
    return {name: ours[name] for name in ours if name in keywords and name not in kept}


def has_plain_patterns(schema: object) -> bool:
    """Say whether no pattern for keys in a schema repeats a group, or two things: none can take
    long.
    """
    rest = [schema]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            patterns = node.get("patternProperties")
            for pattern in patterns if isinstance(patterns, dict) else ():
                if len(_REPEATED.findall(pattern)) > 1:
                    return False
            rest += node.values()
        elif isinstance(node, list):
            rest += node
    return True


def _pattern(_: object, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError("")  # the validator has words of its own


def _pattern_properties(
    checker: _Checker, patterns: Mapping[str, object], instance: object, _: object
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for pattern, below in patterns.items():
            for key, value in instance.items():
                if matches(pattern, key):
                    yield from checker.descend(value, below, path=key, schema_path=pattern)


def _additional_properties(
    checker: _Checker, below: object, instance: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    left = unnamed_keys(instance, schema) if isinstance(instance, dict) else []
    if isinstance(instance, dict) and isinstance(below, dict):
        for key in left:
            yield from checker.descend(instance[key], below, path=key)
    elif left and not below:
        yield ValidationError("")


def _nothing(_: object, __: object, ___: object, ____: object) -> Iterator[ValidationError]:
    yield from ()
