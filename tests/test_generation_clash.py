"""Which generation a record was judged as, and why, where its keys are those of two or of none."""

from __future__ import annotations

import pytest
from program import SOUND_2023, sound

from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import RULES
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


def test_the_other_way_round() -> None:
    text = sound(1, SOUND_2023).replace("ndex: ''", "ndex: ''\npathway_score: 0.9")
    [message] = said(text)
    assert "it belongs to 2021a and 2021b, and the record is judged as 2023: it has " in message


@pytest.mark.parametrize("text", ["---\ntitle: About\nlayout: page\n---\n", "---\ntitle: A\n---\n"])
def test_another_document_is_no_figure_record(text: str) -> None:
    found = said(text)
    assert any(line.startswith("no figure record: no figid; the keys figid") for line in found)


def test_a_record_without_its_figid_is_one() -> None:
    assert said(sound(1).replace("figid: PMC1__f1\n", "", 1)) == ["the key figid is missing"]
