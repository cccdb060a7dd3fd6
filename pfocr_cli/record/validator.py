"""Whether a value fits a JSON Schema, and if not, why, in words for people.

jsonschema-rs says yes in microseconds; jsonschema explains each no. Source: JSON Schema 2020-12,
https://json-schema.org/draft/2020-12/schema.
"""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from pfocr_cli.record.columns import GENES
from pfocr_cli.record.fault import ShapeFault, ShapeKind
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.schema_patterns import has_plain_patterns, pattern_keywords, unnamed_keys
from pfocr_cli.signals import Uninterrupted
from pfocr_cli.wording import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from jsonschema.protocols import Validator as Checker

    from pfocr_cli.record.known_entries import KnownEntry

_OF_TEXT = ("type", "pattern", "enum", "const", "minLength")
"""Keywords that a text can fail."""
_KINDS: dict[str, ShapeKind] = {
    "required": "missing-key",
    "type": "wrong-type",
    "additionalProperties": "unknown-key",
    "unevaluatedProperties": "unknown-key",
}


_MOST_FITTING = 2**15
"""Entries of genes that are remembered."""


class _Error(Protocol):
    """What is used of jsonschema's errors: anything can stand in a schema, and in what it is of."""

    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    message: str
    context: Any

    @property
    def absolute_path(self) -> Iterable[str | int]: ...


class Validator:
    """One schema, ready for many values: ``fits`` is fast, ``explain`` is thorough."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self._fits: Callable[[Any], bool] | None = None

    def fits(self, value: object) -> bool:
        """Say whether value fits the schema."""
        if self._fits is None:
            with Uninterrupted():  # which its engine, in Rust, tells people of at length
                import jsonschema_rs

                self._fits = jsonschema_rs.validator_for(self._schema).is_valid
                return self._fits(value)
        return self._fits(value)

    def record_fits(self, data: object, genes: Collection[KnownEntry]) -> bool:
        """Say whether a record fits, of which ``genes`` are known entries: all of its genes, or
        none.
        """
        return self.fits(data)  # a schema of a project's own can say anything of them together

    def explain(self, value: object) -> Iterator[ShapeFault]:
        """Yield what does not fit, in the order of the record; nothing where everything does."""
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import ValidationError, best_match
        from jsonschema.validators import validator_for

        found = False
        explainer = _explainer(
            validator_for(self._schema, default=Draft202012Validator),
            is_plain=has_plain_patterns(self._schema),
        )
        errors: Callable[..., Iterable[ValidationError]] = explainer(self._schema).iter_errors
        for error in errors(value):
            found = True
            # Of an anyOf the branch that came nearest says more than "not valid under any".
            yield from _faults(best_match([error]) if error.context else error)
        if not found:
            yield ShapeFault("bad-value", "", "the record does not fit its schema", "")


class RecordValidator(Validator):
    """A schema of ours, which holds each gene of a record against one form, whatever stands beside
    it: those that fitted in another record are not looked at again.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        super().__init__(schema)
        self._fitting: set[KnownEntry] = set()

    def record_fits(self, data: object, genes: Collection[KnownEntry]) -> bool:
        """Say whether a record fits, of which ``genes`` are known entries."""
        if not genes or not isinstance(data, dict):
            return self.fits(data)
        if self._fitting.issuperset(genes):
            return self.fits({**data, GENES: []})
        fits = self.fits(data)
        if fits and len(self._fitting) < _MOST_FITTING:
            self._fitting.update(genes)
        return fits


@cache
def _explainer(draft: type[Checker], *, is_plain: bool) -> type[Checker]:
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def number_only(
        validator: object, kind: object, instance: object, schema: object
    ) -> Iterator[ValidationError]:
        if isinstance(instance, float) and not math.isfinite(instance):
            yield ValidationError("")  # the words are this module's
        else:
            yield from draft.VALIDATORS["type"](validator, kind, instance, schema)

    build: Callable[..., type[Checker]] = extend
    ours = pattern_keywords(draft.VALIDATORS, is_plain=is_plain)
    return build(draft, {**ours, "type": number_only})


def _faults(error: _Error) -> Iterator[ShapeFault]:
    where = pointer(*error.absolute_path)
    kind = _KINDS.get(str(error.validator), "bad-value")
    if kind == "missing-key":
        # jsonschema gives one error a key; a curator sees one object that lacks some.
        missing = tuple(key for key in error.validator_value if key not in error.instance)
        if error.message.startswith(repr(missing[0])):
            yield ShapeFault(kind, where, _missing_message(missing), "", missing)
    elif kind == "unknown-key":
        known = error.schema.get("properties", {})
        for key in unnamed_keys(error.instance, error.schema):
            yield ShapeFault(
                kind,
                where + pointer(key),
                f"unknown key {quoted(key)}{did_you_mean(key, known)}",
                key,
            )
    elif kind == "wrong-type":
        yield _wrong_type(error, where)
    elif _has_its_type(
        error
    ):  # else that is said already, and the value was never meant to be this one
        yield ShapeFault(kind, where, _value_message(error), _shown(error.instance))


def _wrong_type(error: _Error, where: str) -> ShapeFault:
    found = error.instance
    wants_text = "string" in error.validator_value
    # .nan is what R writes for a number that is missing.
    absent = found is None or (isinstance(found, float) and math.isnan(found))
    return ShapeFault(
        "wrong-type",
        where,
        _type_message(error),
        _shown(found),
        quotable=wants_text and not isinstance(found, dict | list),
        absent=wants_text and absent,
        empty_fits=wants_text and absent and _fits(error.schema, ""),
    )


def _fits(schema: Mapping[str, object], value: str) -> bool:
    """Say whether a text fits the part of a schema that an error is about."""
    own = {key: schema[key] for key in _OF_TEXT if key in schema}
    return Validator(own).fits(value)


def _has_its_type(error: _Error) -> bool:
    from jsonschema import Draft202012Validator

    wanted = error.schema.get("type") if isinstance(error.schema, dict) else None
    names = [wanted] if isinstance(wanted, str) else wanted or []
    is_type = Draft202012Validator.TYPE_CHECKER.is_type
    return not names or any(is_type(error.instance, name) for name in names)


def _missing_message(missing: tuple[str, ...]) -> str:
    return (
        f"the key {missing[0]} is missing"
        if len(missing) == 1
        else f"the keys {', '.join(missing)} are missing"
    )


_TYPES = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "a mapping", "null": "null",
}  # fmt: skip


def _type_name(value: object) -> str:
    kinds: list[tuple[type | tuple[type, ...], str]] = [
        (bool, "boolean"), (str, "string"), ((int, float), "number"),
        (list, "array"), (dict, "object"),
    ]  # fmt: skip
    return _TYPES[next((name for kind, name in kinds if isinstance(value, kind)), "null")]


def _type_message(error: _Error) -> str:
    wanted = (
        [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    )
    if isinstance(error.instance, float) and not math.isfinite(error.instance):
        if math.isnan(error.instance):
            return f"{_subject(error)} is nan, which is not a number that JSON has"
        if "string" not in wanted:
            return f"{_subject(error)} is infinite or too long a number, which JSON does not have"
    types = " or ".join(_TYPES[name] for name in wanted)
    return f"{_subject(error)} must be {types}, not {_type_name(error.instance)}"


_ITEMS = {"genes": "gene", "chemicals": "chemical", "diseases": "disease"}


def _subject(error: _Error) -> str:
    """Return what an error is about, items counted from 1 as lines are: ``entrez of gene 1``,
    ``item 2 of organisms``, ``schema-jsonld/@id``; in a side table ``mesh of row 3``.
    """
    path = list(error.absolute_path)
    places = [place for place, step in enumerate(path) if isinstance(step, int)]
    if not places:
        return "/".join(map(str, path)) or "a record"
    last = places[-1]
    number = int(path[last]) + 1
    before, below = path[:last], "/".join(map(str, path[last + 1 :]))
    if not before:
        item = f"row {number}"
    elif len(before) == 1 and before[0] in _ITEMS:
        item = f"{_ITEMS[before[0]]} {number}"
    else:
        item = f"item {number} of {'/'.join(map(str, before))}"
    return f"{below} of {item}" if below else item


def _value_message(error: _Error) -> str:
    found = _shown(error.instance)
    if error.validator in ("enum", "const"):
        choices = error.validator_value if error.validator == "enum" else [error.validator_value]
        listed = ", ".join(repr(choice) for choice in choices)
        near = did_you_mean(found, [choice for choice in choices if isinstance(choice, str)])
        return f"{_subject(error)} is {quoted(found)}{near}; it can be: {listed}"
    if error.validator == "pattern":
        title = error.schema.get("title", "")
        example = next(iter(error.schema.get("examples", ())), None)
        hint = f", such as {quoted(example)}" if example else ""
        form = title or error.validator_value
        return f"{_subject(error)} is {quoted(found)}, which is not a valid {form}{hint}"
    return f"{_subject(error)}: {error.message}"


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
