"""The JSON Schemas, and what they say of records: as documents, as one file each, and in
messages.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import schema
from pfocr_cli.record.fault import ShapeFault
from pfocr_cli.record.known_entries import KnownEntry
from pfocr_cli.record.pointer import pointer, steps
from pfocr_cli.record.validator import RecordValidator

FOLDER = Path(__file__).parents[1] / "schemas"
CORPUS = Path(__file__).parents[1] / "fixtures" / "records"
SHARED: dict[str, Any] = json.loads((FOLDER / "shared.json").read_text(encoding="utf-8"))
DEFINITIONS: dict[str, Any] = SHARED["$defs"]
LOCAL = Registry().with_resource("shared.json", Resource.from_contents(SHARED))


def corpus() -> dict[str, dict[str, Any]]:
    """Return a record of each generation, as plain data."""
    inputs = [Input(str(path), path.name) for path in sorted(CORPUS.rglob("*.md"))]
    read = [record for item in inputs for record in records(item)]
    return {record.generation: record.data for record in read}


SOUND = corpus()
ROWS = {
    "genes": {
        "organism_id": "9606", "organism_name": "Homo sapiens", "organism_group": "Primates",
        "word": "p53", "match": "P53",
        "ncbigene_symbol": "TP53", "ncbigene_id": "7157", "source": "ncbigene_synonym",
        "count_direct": "1", "count_match": "1",
    },
    "chemicals": {"word": "Glucose", "mesh": "mesh:D005947", "match": "NA", "name": "NA",
    "chebi": "chebi:4167"},
    "diseases": {"word": "Fever", "mesh": "mesh:D005334", "match": "NA", "name": "NA",
    "doid": "NA"},
}  # fmt: skip
SAMPLES: dict[str, dict[str, Any]] = SOUND | ROWS


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from parts(item)


def references(value: Any) -> set[str]:
    return {part["$ref"] for part in parts(value) if isinstance(part.get("$ref"), str)}


# The documents


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_schema_fits_its_metaschema(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(document)
    assert document["title"]
    assert document["description"].endswith(".")


def test_every_file_is_offered_or_shared() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*schema.schema_names(), "shared"}


@pytest.mark.parametrize("name", schema.schema_names())
def test_required_keys_are_properties(name: str) -> None:
    assert set(schema.required(name)) <= schema.properties(name)
    assert len(set(schema.required(name))) == len(schema.required(name))


def test_every_definition_is_used() -> None:
    used = {
        ref.rpartition("/")[2]
        for name in schema.schema_names()
        for ref in references(schema.load(name))
    }
    assert used | {ref.rpartition("/")[2] for ref in references(SHARED)} == set(DEFINITIONS)
    assert {
        name for each in schema.schema_names() for name in schema.bundled(each)["$defs"]
    } == set(DEFINITIONS)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_explains_itself(name: str) -> None:
    definition = DEFINITIONS[name]
    assert definition["title"]
    assert definition["description"].endswith(".")
    assert definition["examples"]
    validator = Draft202012Validator({"$ref": f"shared.json#/$defs/{name}"}, registry=LOCAL)
    for example in definition["examples"]:
        validator.validate(example)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_everything_in_a_definition_explains_itself(name: str) -> None:
    described = [
        part
        for part in parts(DEFINITIONS[name])
        if "type" in part and isinstance(part["type"], str | list)
    ]
    inner = [
        part for part in described if "$ref" not in part and ("pattern" in part or "enum" in part)
    ]
    for part in inner:
        assert part["title"]
        for example in part["examples"]:
            Draft202012Validator(part).validate(example)


@pytest.mark.parametrize(
    "part", [part for part in parts(SHARED) if "pattern" in part], ids=lambda part: part["pattern"]
)
def test_patterns_are_anchored_and_named(part: dict[str, Any]) -> None:
    assert part["pattern"].startswith("^")
    assert part["pattern"].endswith("$")
    assert part["title"]
    assert part["examples"]


# One self-contained document each


@pytest.mark.parametrize("name", schema.schema_names())
def test_a_bundle_needs_no_other_file(name: str) -> None:
    bundle = schema.bundled(name)
    assert references(bundle)
    assert {ref.rpartition("/")[0] for ref in references(bundle)} == {"#/$defs"}
    assert {ref.rpartition("/")[2] for ref in references(bundle)} == set(bundle["$defs"])
    Draft202012Validator.check_schema(bundle)
    assert bundle["title"] == schema.load(name)["title"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_one_fits(name: str) -> None:
    assert schema.schema_validator(name).fits(SAMPLES[name])
    assert jsonschema_rs.Draft202012Validator(schema.bundled(name)).is_valid(SAMPLES[name])


@pytest.mark.parametrize("name", ["2021a", "2021b"])
def test_genes_that_fitted_are_known_again_and_the_rest_is_judged(name: str) -> None:
    sound, validator = SOUND[name], RecordValidator(schema.bundled(name))
    known = [KnownEntry(one, "", "", None, is_first=True) for one in sound["genes"]]
    odd = KnownEntry({**sound["genes"][0], "entrez": "TP53"}, "", "", None, is_first=True)
    for _ in range(2):
        assert not validator.record_fits(put(sound, "/genes/0", odd.cells), [odd, *known[1:]])
        assert validator.record_fits(sound, known)
        assert not validator.record_fits(put(sound, "/year", 2001), known)
        assert not validator.record_fits(put(sound, "/genes/0", odd.cells), [])


@pytest.mark.parametrize("name", ["2021a", "2021b", "export"])
def test_of_genes_together_no_schema_of_ours_says_anything(name: str) -> None:
    genes, bundle = schema.bundled(name)["properties"]["genes"], schema.bundled(name)
    assert genes == {"$ref": "#/$defs/genes"}
    told = {"title", "description", "examples"}
    assert bundle["$defs"]["genes"].keys() - told == {"type", "items"}
    assert not {"if", "allOf"} & bundle.keys()


@pytest.mark.parametrize("kind", ROWS)
def test_a_table_is_a_list_of_rows(kind: str) -> None:
    validator = schema.table_validator(kind)
    assert validator.fits([])
    assert validator.fits([ROWS[kind], ROWS[kind] | {"note": "x"}])
    assert not validator.fits(ROWS[kind])
    fault = next(validator.explain([ROWS[kind], {}]))
    assert (fault.kind, fault.pointer) == ("missing-key", "/1")


# The two validators agree


def places(value: Any, *path: str | int) -> list[str]:
    items = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [pointer(*path, step) for step, _ in items] + [
        where for step, item in items for where in places(item, *path, step)
    ]


def _key(node: Any, step: str) -> str | int:
    return int(step) if isinstance(node, list) else step


def put(value: Any, where: str, new: Any) -> Any:
    """Return a copy with something else at a pointer; ``...`` takes it away."""
    changed = copy.deepcopy(value)
    *path, last = steps(where)
    node = changed
    for step in path:
        node = node[_key(node, step)]
    if new is ...:
        del node[_key(node, last)]
    else:
        node[_key(node, last)] = new
    return changed


TEXTS = st.text(max_size=6) | st.sampled_from([
    "", "NA", "x", "7157", "7157\n", "２", "٣", "PMC1__a b", "PMC1__a\n", "2019", "2019\n",
    "10.1/x",
    "C1", "D005947", "MESH", "CHEBI", "WP1", "a\u2028b",
])  # fmt: skip
NUMBERS = (
    st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from([0, 1, 1.0, 0.0, -0.0, 2.0])
)
ATOMS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = (
    st.just(...) | ATOMS | st.lists(ATOMS, max_size=2) | st.dictionaries(TEXTS, ATOMS, max_size=2)
)


@settings(max_examples=400)
@given(st.data())
def test_the_fast_validator_and_the_thorough_one_agree(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SAMPLES)))
    value = SAMPLES[name]
    for _ in range(data.draw(st.integers(1, 2))):
        where = data.draw(st.sampled_from(places(value)))
        value = put(value, where, data.draw(VALUES))
    validator = schema.schema_validator(name)
    explained = [
        fault
        for fault in validator.explain(value)
        if fault.message != "the record does not fit its schema"
    ]
    assert (explained == []) == validator.fits(value), (name, value)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_bundle_validates_as_the_files_do(name: str) -> None:
    files = Draft202012Validator(
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), registry=LOCAL
    )
    bundle = Draft202012Validator(schema.bundled(name))
    for where in places(SAMPLES[name]):
        for new in (..., 7, "", "NA", "x\n", ["x"]):
            value = put(SAMPLES[name], where, new)
            both = [
                [error.json_path for error in validator.iter_errors(value)]
                for validator in (files, bundle)
            ]
            assert both[0] == both[1], (where, new)


# Generations


@pytest.mark.parametrize("name", SOUND)
def test_a_record_is_of_its_generation_whatever_key_is_wrong(name: str) -> None:
    assert schema.generation_of(SOUND[name]) == name
    for key in SOUND[name]:
        rest = {other: value for other, value in SOUND[name].items() if other != key}
        assert schema.generation_of(rest | {key + "x": ""}) == name


@pytest.mark.parametrize(
    ("wanted", "name", "judged"),
    [
        ("2021", "2023", "2021b"),
        ("2023", "2021a", "2023"),
        ("2021", "2021a", "2021a"),
        ("auto", "2021b", "2021b"),
    ],
)
def test_a_wanted_generation(wanted: str, name: str, judged: str) -> None:
    assert schema.generation_of(SOUND[name], wanted) == judged


# Messages


def faults(name: str, where: str, new: Any) -> list[ShapeFault]:
    return list(schema.schema_validator(name).explain(put(SOUND[name], where, new)))


MESSAGES = [
    ("2021a", "/figtitle", ..., "missing-key", "", ["figtitle", "missing"]),
    ("2021b", "/genes/0/entrez", ..., "missing-key", "/genes/0", ["entrez", "missing"]),
    ("2021b", "/genes/0", {"word": "x"}, "missing-key", "/genes/0",
     ["symbol, source, hgnc_symbol, entrez", "missing"]),
    ("2021b", "/captoin", "x", "unknown-key", "/captoin", ["'captoin'", "did you mean caption?"]),
    ("2021b", "/genes/1/entrezid", "1", "unknown-key", "/genes/1/entrezid", ["'entrezid'",
     "did you mean entrez?"]),
    ("2023", "/schema-jsonld/keyword", "x", "unknown-key", "/schema-jsonld/keyword", ["'keyword'",
     "did you mean keywords?"]),
    ("2021b", "/zzzz", "x", "unknown-key", "/zzzz", ["unknown key 'zzzz'"]),
    ("2021b", "/genes/0/entrez", 207, "wrong-type", "/genes/0/entrez", ["entrez of gene 1", "text",
     "a number"]),
    ("2021b", "/year", 2019, "wrong-type", "/year", ["year", "must be text"]),
    ("2021b", "/figtitle", True, "wrong-type", "/figtitle", ["figtitle", "true or false"]),
    ("2021b", "/figtitle", None, "wrong-type", "/figtitle", ["figtitle must be text, not null"]),
    ("2021b", "/figtitle", ["x"], "wrong-type", "/figtitle", ["figtitle must be text, not a list"]),
    ("2021b", "/genes", {}, "wrong-type", "/genes", ["genes must be a list, not a mapping"]),
    ("2021b", "/pathway_score", "0.9", "wrong-type", "/pathway_score",
     ["pathway_score must be a number, not text"]),
    ("2021b", "/pathway_score", float("nan"), "wrong-type", "/pathway_score", ["pathway_score",
     "not a number that JSON has"]),
    ("2023", "/organisms", 3, "wrong-type", "/organisms", ["organisms must be text or a list"]),
    ("2021b", "/figtype", "figure", "bad-value", "/figtype", ["figtype is 'figure'",
     "did you mean Figure", "'Scheme'"]),
    ("2021b", "/genes/0/entrez", "AKT1", "bad-value", "/genes/0/entrez",
     ["entrez of gene 1 is 'AKT1'", "Entrez id", "such as '7157'"]),
    ("2021b", "/year", "2019\n", "bad-value", "/year", ["year is '2019\\n'", "such as '2019'"]),
    ("2023", "/automl_pathway", 1.5, "bad-value", "/automl_pathway", ["automl_pathway", "1.5",
     "maximum of 1"]),
    ("2021b", "/chemicals", [{"word": "x", "source": "CHEBI", "identifier": "D1"}], "bad-value",
     "/chemicals/0/identifier",
     ["identifier of chemical 1 is 'D1'", "ChEBI number", "such as '17234'"]),
    ("2021b", "/diseases", [{"word": "x", "source": "", "identifier": "mesh:D1"}], "bad-value",
     "/diseases/0/identifier",
     ["identifier of disease 1 is 'mesh:D1'", "MeSH id", "such as 'D005947'"]),
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES, ids=lambda row: f"{row[3]}-{row[1]}-{row[2]!r:.12}")
def test_a_message_names_the_key_and_the_remedy(
    message: tuple[str, str, Any, str, str, list[str]],
) -> None:
    name, where, new, kind, place, words = message
    [fault] = faults(name, where, new)
    assert (fault.kind, fault.pointer) == (kind, place)
    assert [word for word in words if word not in fault.message] == []


@pytest.mark.parametrize("name", SOUND)
def test_every_key_but_wpid_is_needed(name: str) -> None:
    assert schema.properties(name) - set(schema.required(name)) == {"wpid"}
    for key in SOUND[name]:
        [fault] = faults(name, f"/{key}", ...)
        assert (fault.kind, fault.pointer, fault.missing) == ("missing-key", "", (key,))


@pytest.mark.parametrize("kind", ROWS)
def test_columns_that_a_table_needs(kind: str) -> None:
    assert set(schema.required(kind)) == (set(ROWS[kind]) if kind == "genes" else {"word"})


def test_a_name_that_no_schema_has() -> None:
    with pytest.raises(PfocrError, match=r"2020.*did you mean.*there are: 2021a, 2021b"):
        schema.load("2020")


# A schema of the user's


def test_a_schema_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(
        json.dumps({"type": "object", "properties": {"number": {"pattern": "^F[0-9]+$"}}}),
        encoding="utf-8",
    )
    validator = schema.custom_validator(str(path))
    assert validator.fits({"number": "F1"})
    assert [fault.pointer for fault in validator.explain({"number": "S1"})] == ["/number"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"own\.json cannot be used as a JSON Schema: \w"),
        ('{"type": "txt"}', r"own\.json cannot be used as a JSON Schema: \S"),
        (
            '{"$ref": "https://example.org/s.json"}',
            r"own\.json cannot be used as a JSON Schema: it refers to another file, and nothing is "
            r"fetched: put all into one, as `pfocr schema` prints it$",
        ),
        (None, r"^cannot read the schema .*own\.json: \w"),
        ("[" * 100_000, r"own\.json cannot be used as a JSON Schema: it is nested too deeply$"),
    ],
    ids=["no-json", "no-schema", "network", "gone", "deep"],
)
def test_an_unusable_schema(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "own.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(PfocrError, match=message):
        schema.custom_validator(str(path))
