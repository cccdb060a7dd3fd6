"""The schemas: which there are, which one a record is held against, and their validators."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.record import EMBEDDED
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.schema_limits import too_much
from pfocr_cli.record.validator import RecordValidator, Validator
from pfocr_cli.wording import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATIONS = ("2021a", "2021b", "2023")
_SHARED = "shared.json"


def schema_names() -> list[str]:
    """Return the names of the schemas that ``pfocr schema`` prints."""
    return [*GENERATIONS, *KINDS, "export", "report", "finding", "answer"]


@cache
def _folder() -> Path:
    # A wheel carries the schemas inside the package; a checkout (and an editable install) beside
    # it.
    inside = Path(__file__).parents[1] / "schemas"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "schemas"


@cache
def load(name: str) -> dict[str, Any]:
    """Return one schema file as it lies in ``schemas/``; PfocrError for a name there is none of."""
    if name not in schema_names() and name != "shared":
        raise PfocrError(
            f"no schema is called {quoted(name)}{did_you_mean(name, schema_names())}; there are: "
            f"{', '.join(schema_names())}"
        )
    schema: dict[str, Any] = json.loads((_folder() / f"{name}.json").read_text(encoding="utf-8"))
    return schema


@cache
def bundled(name: str) -> dict[str, Any]:
    """Return a schema as one self-contained document: the shared definitions it uses in
    ``$defs``.
    """
    schema = load(name)
    shared = load("shared")["$defs"]
    used: dict[str, Any] = {}
    waiting = list(_references(schema))
    while waiting:
        definition = waiting.pop()
        if definition not in used:
            used[definition] = shared[definition]
            waiting += _references(shared[definition])
    text = json.dumps({**schema, "$defs": {key: used[key] for key in shared if key in used}})
    document: dict[str, Any] = json.loads(text.replace(f'"{_SHARED}#/', '"#/'))
    return document


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(ref := value.get("$ref"), str):
            yield ref.rpartition("/")[2]
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


@cache
def properties(name: str) -> frozenset[str]:
    """Return the keys that a schema names: a record's, or the columns of a side table."""
    return frozenset(load(name)["properties"])


def required(name: str) -> tuple[str, ...]:
    """Return the keys (or columns) that a schema demands."""
    return tuple(load(name).get("required", ()))


def generation_of(data: dict[str, Any], wanted: str = "auto") -> str:
    """Return the generation whose keys are nearest to the record's, among those of ``wanted``.

    ``wanted`` is ``auto``, ``2021`` (either form) or ``2023``. Keys are compared and not counted,
    so that a missing or a misspelt one does not make a record another generation's.
    """
    return _nearest(frozenset(data), wanted)


@lru_cache(maxsize=64)  # a corpus has few sets of keys, and a fault makes one more
def _nearest(keys: frozenset[str], wanted: str) -> str:
    choices = [name for name in GENERATIONS if wanted == "auto" or name.startswith(wanted)]
    return min(choices, key=lambda name: len(properties(name) ^ keys))


@cache
def schema_validator(name: str) -> RecordValidator:
    """Return the validator of one of the tool's schemas."""
    return RecordValidator(bundled(name))


@cache
def table_validator(name: str) -> Validator:
    """Return the validator of a whole side table: a list of rows."""
    row = bundled(name)
    return Validator({"$defs": row["$defs"], "type": "array", "items": {**row, "$defs": {}}})


@cache
def embedded_validator() -> Validator:
    """Return the validator of what a record in JSON carries beside its data: a mapping with some of
    those keys.
    """
    export = bundled("export")
    own = {key: export["properties"][key] for key in EMBEDDED}
    return Validator({"$defs": export["$defs"], "type": "object", "properties": own})


@cache
def custom_validator(path: str) -> Validator:
    """Return the validator of a schema that the user names; PfocrError where it cannot serve."""
    import jsonschema_rs

    try:
        schema = json.loads(read_bytes(path).decode("utf-8-sig"))
        if told := too_much(schema):  # which an engine may die of: it is asked after that
            raise PfocrError(f"{path} cannot be used as a JSON Schema: {told}")
        jsonschema_rs.validator_for(schema, retriever=_no_network)
    except UnreadableError as error:
        raise PfocrError(f"cannot read the schema {path}: {error}") from None
    except RecursionError:
        raise PfocrError(
            f"{path} cannot be used as a JSON Schema: it is nested too deeply"
        ) from None
    except ValueError as error:  # JSON, UTF-8, and jsonschema-rs's own errors alike
        told = str(error).splitlines()[0]
        if "ecursion limit" in told:
            told = "it is nested too deeply"
        if "retriev" in told:
            told = (
                "it refers to another file, and nothing is fetched: "
                "put all into one, as `pfocr schema` prints it"
            )
        raise PfocrError(f"{path} cannot be used as a JSON Schema: {told}") from None
    return Validator(schema)


def _no_network(uri: str) -> NoReturn:
    raise ValueError(uri)  # what is said of it, custom_validator says
