"""What the program writes as JSON is what `pfocr schema finding` and `pfocr schema answer` say."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from jsonschema import Draft202012Validator
from program import BROKEN, run

from pfocr_cli.lexicon.answers import Status
from pfocr_cli.lexicon.model import SOURCE_NAMES
from pfocr_cli.record import schema

FINDING = Draft202012Validator(schema.bundled("finding"))
ANSWER = Draft202012Validator(schema.bundled("answer"))
WORDS = ("RANKL", "OCT1", "LRP5/6", "ADP", "PI3K", "no such word", "p53/nonesuch", "")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_every_finding_fits_its_schema(form: str) -> None:
    out = run("validate", "--format", form, "--show", "info", BROKEN).out
    found = json.loads(out) if form == "json" else list(map(json.loads, out.splitlines()))
    assert len({finding["code"] for finding in found}) > 40
    assert any(finding["fix"] for finding in found)
    assert any(finding["figid"] is None for finding in found)
    for finding in found:
        FINDING.validate(finding)


@pytest.mark.parametrize("options", [(), ("--explain",)])
def test_every_answer_fits_its_schema(options: tuple[str, ...]) -> None:
    out = run("resolve", "--format", "jsonl", *options, "--", *WORDS).out
    answers = list(map(json.loads, out.splitlines()))
    assert [answer["word"] for answer in answers] == list(WORDS)
    assert {answer["status"] for answer in answers} == set(get_args(Status))
    for answer in answers:
        ANSWER.validate(answer)
        assert ("steps" in answer) == bool(options)


def test_the_schema_of_answers_knows_every_status_and_source() -> None:
    properties = schema.bundled("answer")["properties"]
    match = schema.bundled("answer")["$defs"]["answerMatch"]["properties"]
    assert set(properties["status"]["enum"]) == set(get_args(Status))
    assert set(match["source"]["enum"]) == set(SOURCE_NAMES)
