"""Drafts, the keywords that follow, and what a worker makes of a record: pure, without files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from program import FIXTURES, as_json

from pfocr_cli.app.normalize_job import NormalizeJob, NormalizeOutcome
from pfocr_cli.fixes.drafts import drafts
from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.fixes.keywords import keyword_changes
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record
from pfocr_cli.record.changes import Change, Insert, Remove, Replace, changed

LEXICON = open_lexicon(None)
AR = {
    "word": "AR",
    "symbol": "AR",
    "source": "hgnc_symbol",
    "hgnc_symbol": "AR",
    "entrez": "367",
}


def input_of(genes: object, keywords: object = (), **more: object) -> Input:
    data = json.loads(as_json(5))
    data["genes"] = genes
    data["schema-jsonld"]["keywords"] = [*keywords] if isinstance(keywords, tuple) else keywords
    return Input("r.json", "r.json", json.dumps({**data, **more}).encode())


def record_of(genes: object, keywords: object = (), **more: object) -> Record:
    [found] = records(input_of(genes, keywords, **more))
    return found


def filled(record: Record) -> list[dict[str, Any]]:
    """Return the genes with every draft completed."""
    made = [
        change
        for problem in reversed(list(drafts(record, LEXICON)))
        if problem.fix
        for change in problem.fix.changes
    ]
    genes: list[dict[str, Any]] = changed(record.data, made)["genes"]
    return genes


def test_a_word_of_one_gene_is_completed() -> None:
    record = record_of([{"word": "RANKL"}])
    [problem] = drafts(record, LEXICON)
    assert (problem.message, problem.pointer) == ("the draft 'RANKL' is TNFSF11", "/genes/0")
    assert (problem.code, problem.value) == ("S101", "RANKL")
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.message == "complete it: TNFSF11"
    assert filled(record) == [
        {
            "word": "RANKL",
            "symbol": "RANKL",
            "source": "hgnc_alias_symbol",
            "hgnc_symbol": "TNFSF11",
            "entrez": "8600",
        }
    ]


def test_a_family_is_its_members_each_with_the_word() -> None:
    genes = filled(record_of([{"word": "GSK3"}, AR]))
    assert [(gene["word"], gene["hgnc_symbol"]) for gene in genes] == [
        ("GSK3", "GSK3A"),
        ("GSK3", "GSK3B"),
        ("AR", "AR"),
    ]


def test_a_gene_that_two_parts_name_is_written_once() -> None:
    genes = filled(record_of([{"word": "RANKL/TNFSF11"}]))
    assert [gene["hgnc_symbol"] for gene in genes] == ["TNFSF11"]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Not-a-gene-at-all", "no gene of the lexicon is called so"),
        (
            "AIP1",
            "it can be any of several genes (ARL6IP1, PDCD6IP, WDR1, DAB2IP, MAGI2, ACTRT1 and 1 "
            "more)",
        ),
        ("IL4/ghost", "no gene of the lexicon is called 'ghost' (IL4)"),
        (
            "zinc finger protein 423",
            "zinc finger protein 423 is found by its approved name only, for which records have no "
            "source (ZNF423)",
        ),
        ("ADP", "no gene here, but adenosine diphosphate, a nucleotide"),
        (
            "CIP/KIPs",
            "CIP is a short synonym, which may stand for anything; KIPs is a short synonym, which "
            "may stand for anything (MLIP and CIB1)",
        ),
    ],
)
def test_what_nobody_can_be_sure_of_is_left(word: str, reason: str) -> None:
    [problem] = drafts(record_of([{"word": word}]), LEXICON)
    assert problem.fix is None
    assert problem.message == f"the draft '{word}': {reason}"


@pytest.mark.parametrize("genes", [[], None, "RANKL", [AR], [{}], [{"word": "RANKL", "x": 1}], [5]])
def test_what_is_no_draft_is_left_alone(genes: object) -> None:
    assert list(drafts(record_of(genes), LEXICON)) == []


_JOB = NormalizeJob()
STAT = {**AR, "word": "STAT", "hgnc_symbol": "OLD"}
RENAMED: list[Change] = [Replace("/genes/0/hgnc_symbol", "NEW")]


@pytest.mark.parametrize(
    ("genes", "keywords", "changes", "after"),
    [
        ([STAT, AR], ["OLD", "AR"], RENAMED, ["NEW", "AR"]),
        ([STAT, AR], ["AR", "OLD"], RENAMED, ["AR", "NEW"]),
        ([STAT, STAT], ["OLD"], RENAMED, ["OLD", "NEW"]),
        ([STAT, AR], ["mine", "OLD"], RENAMED, ["mine", "NEW"]),
        ([STAT, AR], ["OLD", "NEW"], RENAMED, ["NEW"]),
        ([STAT, AR], ["AR"], RENAMED, ["AR"]),
        ([STAT, AR], ["OLD", "AR"], [Remove("/genes/0")], ["AR"]),
        ([STAT, STAT], ["OLD"], [Remove("/genes/1")], ["OLD"]),
        ([AR], ["AR"], [Insert("/genes/1", STAT)], ["AR", "OLD"]),
        ([AR], ["AR"], [Insert("/genes/0", STAT)], ["OLD", "AR"]),
        ([AR], ["AR"], [Replace("/year", "2002")], ["AR"]),
        ([STAT], "OLD", RENAMED, "NEW"),
        ([STAT], "mine", RENAMED, "mine"),
        ([STAT], None, RENAMED, None),
        ([AR], None, [Insert("/genes/1", STAT)], None),
        ([STAT], [], RENAMED, []),
    ],
)
def test_keywords_follow_the_genes(
    genes: object, keywords: object, changes: list[Change], after: object
) -> None:
    record = record_of(genes, keywords)
    follow = keyword_changes(record, changes)
    assert changed(record.data, follow)["schema-jsonld"]["keywords"] == after


def test_one_text_cannot_become_two() -> None:
    record = record_of([STAT, STAT], "OLD")
    with pytest.raises(RefusedError, match="would have to be a list"):
        keyword_changes(record, RENAMED)


def outcome(data: Input, job: NormalizeJob = _JOB) -> NormalizeOutcome:
    return job(Chunk(7, data))


def stale() -> Input:
    path = FIXTURES / "normalize" / "stale" / "before.md"
    return Input("s.md", "s.md", path.read_bytes())


def test_a_record_is_brought_to_the_symbols_of_today() -> None:
    done = outcome(stale())
    assert (done.number, done.records, done.left, done.unread) == (7, 1, [], [])
    assert [(made.file, made.line) for made in done.made] == [("s.md", 37), ("s.md", 47)]
    assert done.made[0].message.startswith("G501 GBA is GBA1 in HGNC ")
    [rewrite] = done.rewrites
    assert rewrite.after == (FIXTURES / "normalize" / "stale" / "after.md").read_bytes()


def test_a_sound_record_is_rewritten_only_where_all_go_elsewhere() -> None:
    genes = [AR]
    assert outcome(input_of(genes, ("AR",))).rewrites == []
    [rewrite] = outcome(input_of(genes, ("AR",)), NormalizeJob(every=True)).rewrites
    assert rewrite.before == rewrite.after


def test_a_draft_waits_for_fill() -> None:
    data = input_of([{"word": "RANKL"}])
    [left] = outcome(data).left
    assert (left.code, left.word, left.symbol, left.entrez) == ("S101", "RANKL", "", "")
    assert left.candidates == ("TNFSF11",)
    assert left.reason == "the draft 'RANKL' is TNFSF11; --fill completes it"
    assert [made.message for made in outcome(data, NormalizeJob(fill=True)).made] == [
        "S101 the draft 'RANKL' is TNFSF11"
    ]


def test_repeated_rows_wait_for_dedupe() -> None:
    data = input_of([AR, AR], ("AR",))
    assert outcome(data).rewrites == []
    [rewrite] = outcome(data, NormalizeJob(dedupe=True)).rewrites
    assert json.loads(rewrite.after or b"")["genes"] == [AR]


def test_what_cannot_be_read_is_a_finding_and_is_not_rewritten() -> None:
    done = outcome(Input("s.md", "s.md", b"---\na: [\n---\n"))
    assert [found.code for found in done.unread] == ["P004"]
    assert (done.made, done.left, done.rewrites, done.crash) == ([], [], [], None)


def test_a_bug_is_kept_for_the_end_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import pfocr_cli.app.normalize_job as module

    def broken(*_: object) -> None:
        raise LookupError("on purpose")

    monkeypatch.setattr(module, "records", broken)
    done = outcome(stale())
    assert "LookupError: on purpose" in (done.crash or "")
    assert (done.number, done.records) == (7, 0)
