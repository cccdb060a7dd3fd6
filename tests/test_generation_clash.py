"""Which generation a record was judged as, and why, where its keys are those of two or of none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from program import sound
from test_rule_messages import record_with

from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import schema
from pfocr_cli.rules import RULES
from pfocr_cli.rules.generation_clash import clash_of, is_other_document
from pfocr_cli.rules.subject import Subject


def said(text: str) -> list[str]:
    [record] = records(Input("PMC1__f1.md", "PMC1__f1.md", text.encode()))
    codes = ("S101", "S102", "S103", "S104")
    return [one.message for code in codes for one in RULES[code].problems(Subject(record))]


def test_a_key_of_another_generation_names_it_and_what_decided() -> None:
    text = sound(1).replace("ndex: ''", "ndex: ''\ndoi: 10.3390/ijms64383954")
    assert said(text) == [
        "unknown key 'doi': it belongs to 2023, and the record is judged as 2021a: it has "
        "pmc_ranked_result_index, pathway_score, annotations and 3 more"
    ]


def test_a_key_of_none_is_as_before() -> None:
    [message] = said(sound(1).replace("ndex: ''", "ndex: ''\ndoii: x"))
    assert "belongs" not in message


@pytest.mark.parametrize(
    ("generation", "data", "key", "clash"),
    [
        ("2023", {"doi": "x"}, "pathway_score",
         "2021a and 2021b, and the record is judged as 2023: it has doi"),
        ("2021a", {"pathway_score": 1}, "doi",
         "2023, and the record is judged as 2021a: it has pathway_score"),
        ("2021a", {"figid": "x"}, "figtype", "2021b and 2023, and the record is judged as 2021a"),
        ("2021a", {"pathway_score": 1}, "dio", ""),
        ("", {"pathway_score": 1}, "doi", ""),
    ],
)  # fmt: skip
def test_what_decided_is_told_where_something_did(
    generation: str, data: dict[str, object], key: str, clash: str
) -> None:
    record = replace(record_with(data), generation=generation)
    assert clash_of(record, key) == (clash and f": it belongs to {clash}")


@pytest.mark.parametrize(
    ("generation", "missing", "is_other"), [("2021a", 10, False), ("2021a", 11, True)]
)
def test_a_mapping_without_most_keys_is_no_record(
    generation: str, missing: int, is_other: bool
) -> None:
    keys = sorted(schema.required(generation), key=lambda key: key != "figid")
    assert len(keys) == 20
    assert is_other_document(generation, keys[:missing]) is is_other
    assert not is_other_document(generation, keys[1:])


@pytest.mark.parametrize("text", ["---\ntitle: About\nlayout: page\n---\n", "---\ntitle: A\n---\n"])
def test_another_document_is_no_figure_record(text: str) -> None:
    found = said(text)
    assert any(line.startswith("no figure record: no figid; the keys figid") for line in found)


def test_a_record_without_its_figid_is_one() -> None:
    assert said(sound(1).replace("figid: PMC1__f1\n", "", 1)) == ["the key figid is missing"]
