"""A schema of the user's ends with a clear line within seconds, whatever it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import run, sound

from pfocr_cli.errors import PfocrError
from pfocr_cli.record.schema import custom_validator
from pfocr_cli.record.schema_limits import too_much
from pfocr_cli.record.schema_patterns import has_plain_patterns
from pfocr_cli.record.validator import Validator

LONG = f"{'a' * 40}!"
SLOW = ["^(a+)+$", "^(a|a)+$", r"^(a+)+\1$", "^(?=(a+)+$)", "^a*a*a*a*a*a*a*a*a*a*b"]
"""Patterns that Python's own engine tries in ever more ways on forty letters."""


@pytest.mark.parametrize("pattern", SLOW)
@pytest.mark.parametrize(
    "schema",
    [
        {"patternProperties": {"@": {"type": "string"}}, "required": ["nix"]},
        {"patternProperties": {"@": {}}, "additionalProperties": False},
        {"patternProperties": {"@": {}}, "additionalProperties": {"type": "number"}},
        {"patternProperties": {"@": {}}, "unevaluatedProperties": False},
        {"propertyNames": {"pattern": "@"}},
        {"additionalProperties": {"pattern": "@"}},
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "patternProperties": {"@": {}},
            "additionalProperties": False,
        },
    ],
    ids=["keys", "no-more", "more", "left", "names", "values", "draft-7"],
)
def test_a_pattern_takes_no_longer_than_others(schema: dict[str, Any], pattern: str) -> None:
    text = json.dumps(schema).replace("@", json.dumps(pattern)[1:-1])
    validator = Validator(json.loads(text))
    assert not validator.fits({LONG: LONG, "b": "b"})
    assert list(validator.explain({LONG: LONG, "b": "b"}))


def test_what_a_pattern_names_is_no_unknown_key() -> None:
    schema: dict[str, Any] = {"properties": {"a": {}}, "patternProperties": {"^x-": {}}}
    validator = Validator({**schema, "additionalProperties": False})
    assert [fault.value for fault in validator.explain({"a": 1, "x-a": 1, "b": 1})] == ["b"]
    validator = Validator({**schema, "additionalProperties": {"type": "string"}})
    assert [fault.pointer for fault in validator.explain({"a": 1, "x-a": 1, "b": 1})] == ["/b"]
    validator = Validator({**schema, "unevaluatedProperties": False})
    assert [fault.value for fault in validator.explain({"a": 1, "x-a": 1, "b": 1})] == ["b"]
    validator = Validator({"patternProperties": {"^x-": {"type": "string"}}})
    assert [fault.pointer for fault in validator.explain({"x-a": 1, "b": 1})] == ["/x-a"]


@pytest.mark.parametrize(
    ("schema", "is_plain"),
    [
        (True, True),
        ({"patternProperties": {"^x-": {}, "^y+$": {}}}, True),
        ({"patternProperties": {"^(a+)+$": {}}}, False),
        ({"items": [{"not": {"patternProperties": {"^a*a*$": {}}}}]}, False),
        ({"properties": {"patternProperties": {"type": "string"}}}, True),
        ({"patternProperties": ["^(a+)+$"]}, True),
    ],
)
def test_patterns_for_keys_that_can_take_long_are_told(schema: object, is_plain: bool) -> None:
    assert has_plain_patterns(schema) == is_plain


KEYS = st.sampled_from(["a", "ab", "b", "x-a", ""])


@given(
    st.dictionaries(st.sampled_from(["a", "b$", "^x", "a+", "."]), st.booleans(), max_size=2),
    st.dictionaries(KEYS, st.booleans(), max_size=2),
    st.sampled_from([True, False, {"type": "number"}]),
    st.dictionaries(KEYS, st.sampled_from([1, "a"]), max_size=3),
)
@settings(max_examples=60)
def test_the_thorough_answer_is_the_fast_one(
    patterns: dict[str, bool], known: dict[str, bool], more: object, value: dict[str, object]
) -> None:
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        schema = {"properties": known, "patternProperties": patterns, keyword: more}
        validator = Validator(schema)
        said = [fault.message for fault in validator.explain(value)]
        fits = said == ["the record does not fit its schema"]
        assert validator.fits(value) == fits, schema


def _ladder(keyword: str, steps: int, rungs: int) -> dict[str, Any]:
    """Return a schema of parts that each refer to the next one several times."""
    parts: dict[str, Any] = {
        f"p{step}": {keyword: [{"$ref": f"#/$defs/p{step + 1}"}] * rungs} for step in range(steps)
    }
    parts[f"p{steps}"] = {"required": ["nix"]}
    return {"$defs": parts, "$ref": "#/$defs/p0"}


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"$ref": "#", "required": ["nix"]}, "refers to itself without end"),
        ({"anyOf": [{"$ref": "#"}, {}], "required": ["nix"]}, "refers to itself without end"),
        ({"not": {"$ref": "#"}}, "refers to itself without end"),
        ({"allOf": [{}, {"$ref": "#/allOf/1"}]}, "refers to itself without end"),
        ({"~": {"$ref": "#/~0"}, "$ref": "#/~0"}, "refers to itself without end"),
        ({"/": {"$ref": "#/~1"}, "$ref": "#/~1"}, "refers to itself without end"),
        ({"$id": "https://a.example/s", "$ref": "https://a.example/s"}, "without end"),
        ({"$defs": {"a": {"$anchor": "x", "$ref": "#x"}}, "$ref": "#x"}, "without end"),
        ({"$defs": {"a": {"id": "#x", "$ref": "#x"}}}, "without end"),
        ({"dependentSchemas": {"figid": {"$ref": "#"}}}, "without end"),
        (_ladder("allOf", 9, 10), "more than 10,000 ways"),
        (_ladder("anyOf", 7, 10), "more than 10,000 ways"),
        (_ladder("oneOf", 30, 2), "more than 10,000 ways"),
        (_ladder("allOf", 3000, 1), "more than 100 deep"),
    ],
)
def test_a_schema_that_refers_for_ever_is_refused(
    tmp_path: Path, schema: dict[str, Any], told: str
) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(
        PfocrError, match=rf"own\.json cannot be used as a JSON Schema: it.* {told}"
    ):
        custom_validator(str(path))


def within(key: str, levels: int, last: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a schema with as many mappings in one another, in lists where the key has those."""
    schema = last or {}
    for _ in range(levels - 1):
        schema = {key: [schema] if key == "prefixItems" else schema}
    return schema


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"allOf": [{}] * 9_999}, ""),
        (
            {"allOf": [{}] * 10_000},
            "it refers to its own parts in more than 10,000 ways at one place",
        ),
        (
            {"prefixItems": [{"allOf": [{}] * 10_000}]},
            "it refers to its own parts in more than 10,000 ways at one place",
        ),
        (within("items", 500, {"$ref": "#"}), ""),
        (within("not", 101), ""),
        (within("not", 102), "its parts refer to one another more than 100 deep"),
        (within("items", 500), ""),
        (
            within("items", 501),
            "its parts lie within and refer to one another more than 500 levels deep",
        ),
        (within("prefixItems", 250), ""),
        (
            within("prefixItems", 251),
            "its parts lie within and refer to one another more than 500 levels deep",
        ),
    ],
    ids=[
        "ways",
        "more",
        "more-below",
        "round",
        "deep",
        "deeper",
        "levels",
        "more-levels",
        "lists",
        "more-lists",
    ],
)
def test_up_to_its_bounds_a_schema_is_taken(schema: object, told: str) -> None:
    assert too_much(schema) == told


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"properties": {"below": {"$ref": "#"}}},
        {"items": {"anyOf": [{"$ref": "#"}, {"type": "string"}]}},
        {"$defs": {"a/b": {"$anchor": "x"}}, "allOf": [{"$ref": "#/$defs/a~1b"}, {"$ref": "#x"}]},
        {"allOf": [{"$ref": "#/allOf/1"}, {"required": ["figid"]}]},
        {"$ref": "#nowhere"},
        {"$ref": "other.json"},
        {"$ref": "#/allOf/1", "allOf": [{}]},
        {"$ref": "#/allOf/-1", "allOf": [{}]},
        {"$ref": "#/~0", "~": {"$ref": "#/~1"}, "/": {}},
        {"$ref": "#/nowhere/7", "properties": {"$ref": {"type": "string"}}},
        _ladder("allOf", 3, 10),
    ],
)
def test_a_schema_of_the_usual_kind_is_taken(schema: object) -> None:
    assert not too_much(schema)


def test_the_program_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text(sound(1), encoding="utf-8")
    (tmp_path / "s.json").write_text('{"anyOf": [{"$ref": "#"}]}', encoding="utf-8")
    done = run("validate", "r.md", "--schema", "s.json", cwd=tmp_path)
    assert (done.status, done.out, len(done.messages)) == (2, "", 1)
    assert "s.json cannot be used as a JSON Schema: it refers to itself without end" in done.err


def chain(length: int, key: str) -> dict[str, Any]:
    """Return a schema whose parts refer to one another, each below a key of the one before."""
    below = {
        f"d{number}": {key: {"a": {"$ref": f"#/$defs/d{number + 1}"}}} for number in range(length)
    }
    return {"$defs": {**below, f"d{length}": {}}, "$ref": "#/$defs/d0"}


@pytest.mark.parametrize("key", ["properties", "patternProperties", "dependentSchemas"])
@pytest.mark.parametrize("length", [120, 3_000])
def test_parts_that_refer_to_one_another_too_deep_are_no_schema(
    tmp_path: Path, key: str, length: int
) -> None:
    told = too_much(chain(length, key))
    if length < 1_000 and key != "dependentSchemas":
        assert not told
        schema = tmp_path / "schema.json"
        schema.write_text(json.dumps(chain(50, key)))
        assert custom_validator(str(schema)).fits({"a": {"a": 1}})
    else:
        assert "deep" in told


def test_nesting_is_told_in_words(tmp_path: Path) -> None:
    schema = tmp_path / "deep.json"
    schema.write_text('{"properties":{"a":' * 200 + "{}" + "}}" * 200)
    with pytest.raises(
        PfocrError, match="cannot be used as a JSON Schema: it is nested too deeply"
    ):
        custom_validator(str(schema))


def test_parts_that_hold_themselves_are_a_schema() -> None:
    assert not too_much({"$defs": {"a": {"items": {"$ref": "#"}}}, "items": {"$ref": "#/$defs/a"}})
