"""Generated corpora with labelled faults: each is found, in its line, and nothing sound is blamed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from corpora import Corpus, Generate, validate

from pfocr_cli.record import fast
from pfocr_cli.record.compose import compose
from pfocr_cli.record.nodes import data_of
from pfocr_cli.record.reading import read
from pfocr_cli.source import Source

CODES = {
    "missing-key": "S101",
    "gene-key-missing": "S101",
    "wrong-type": "S102",
    "entrez-not-a-string": "S102",
    "unknown-key": "S103",
    "pmcid-mismatch": "I201",
    "alias-mismatch": "I202",
    "foreign-keyword": "K601",
    "jsonld-id-mismatch": "K602",
    "jsonld-description-mismatch": "K602",
    "not-utf8": "P002",
    "unclosed-front-matter": "P003",
    "no-front-matter": "P003",
    "empty-file": "P003",
    "truncated": "P003",
    "tab-indent": "P004",
    "merge-conflict": "P004",
    "duplicate-key": "P005",
    "control-byte": "P006",
    "alias-bomb": "P006",
    "tag": "P006",
}
NEED_A_LEXICON = {"entrez-mismatch", "unknown-hgnc-symbol"}


@pytest.fixture(scope="module", params=[1, 20, 303])
def corpus(request: pytest.FixtureRequest, generate: Generate) -> Corpus:
    return generate(records=700, generation="mixed", faults=0.3, variants=0.2, seed=request.param)


@pytest.fixture(scope="module")
def findings(corpus: Corpus) -> dict[str, list[dict[str, Any]]]:
    status, found = validate(corpus.folder, ".")
    assert status == 1
    by_file = defaultdict(list)
    for finding in found:
        by_file[finding["file"]].append(finding)
    return by_file


def test_every_fault_is_found_where_it_is(corpus: Corpus, findings: dict[str, list[dict[str, Any]]]) -> None:
    judged = [fault for fault in corpus.faults if fault["fault"] not in NEED_A_LEXICON]
    assert {fault["fault"] for fault in judged} == set(CODES)
    for fault in judged:
        lines = [
            finding["line"]
            for finding in findings[fault["file"]]
            if finding["code"] == CODES[fault["fault"]] and finding["severity"] == "error"
        ]
        assert lines, fault
        assert fault["line"] is None or fault["line"] in lines, (fault, lines)


def test_nothing_sound_is_an_error(corpus: Corpus, findings: dict[str, list[dict[str, Any]]]) -> None:
    broken = {fault["file"] for fault in corpus.faults}
    blamed = [finding for file, found in findings.items() if file not in broken for finding in found]
    assert [finding for finding in blamed if finding["severity"] == "error"] == []


def test_both_readers_agree_on_every_record(corpus: Corpus) -> None:
    fast_ones = 0
    for path in corpus.records:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        for reading in read(Source(text), "markdown"):
            if (found := fast.read(reading.text)) is not None:
                root, faults = compose(reading.text)
                assert root is not None
                assert not faults
                assert found.data == data_of(root)
                fast_ones += 1
    assert fast_ones > 500


def test_processes_do_not_change_the_report(corpus: Corpus) -> None:
    assert validate(corpus.folder, ".", "--show", "info", "-j", "2") == validate(corpus.folder, ".", "--show", "info")
