"""What goes to another process comes out as it went in."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

from pfocr_cli.app.corpus_keys import ComparedValue
from pfocr_cli.app.validate_outcome import ValidateOutcome
from pfocr_cli.finding import Finding, Fix, Severity
from pfocr_cli.inputs.input_list import Input
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.source import Place

PLACE = Place(3, 1, 3, 9)
FIX = Fix("write YAP1", True, (Replace("/genes/3/symbol", "YAP1"),))
ABOUT = (2, "- word: YAP")
OBJECTS = (
    Finding(
        "a.md", None, PLACE, "G501", "stale", Severity.ERROR, "m", "/x", "v", "e", 5, ABOUT, FIX
    ),
    ComparedValue("C801", 2**64 - 1, "PMC1__f1", "PMC1__f1", 1, PLACE, is_ignored=True),
    Chunk(7, Input("a.jsonl", "../a.jsonl", b"{}\n", 3), frozenset({"P001"})),
)


def test_what_is_sent_by_values_comes_out_as_it_went_in() -> None:
    sent = pickle.dumps(OBJECTS)
    assert pickle.loads(sent) == OBJECTS
    assert len(sent) < 700  # no names of fields
    assert copy.deepcopy(OBJECTS) == OBJECTS


def test_an_outcome_comes_out_as_it_went_in_but_for_the_changes_that_fixes_make() -> None:
    finding, compared, _ = OBJECTS
    assert isinstance(finding, Finding)
    assert isinstance(compared, ComparedValue)
    bare = finding._replace(about=None, fix=None)
    outcome = ValidateOutcome(7, 1, 2, [finding, bare], [compared], ["PMC1__f1", "a.md"])
    outcome.count([finding.kind, bare.kind, finding.kind])
    outcome.used = b"key", 20_000
    told = [finding._replace(fix=Fix(FIX.message, FIX.safe, ())), bare]
    sent = pickle.dumps(outcome)
    assert pickle.loads(sent) == replace(outcome, findings=told)
    assert len(sent) < 500
