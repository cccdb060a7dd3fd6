"""Branches of rules and fixes that few records take: what is said there, and what is offered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import program
import pytest
import yaml
from test_drafts import LEXICON, record_of
from test_gene_rules import gene
from test_rule_messages import problems, record_with

from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Fix, Problem
from pfocr_cli.fixes import apply
from pfocr_cli.fixes.acts import refuse_other_kind, write_in_place
from pfocr_cli.fixes.apply import fixed
from pfocr_cli.fixes.drafts import drafts
from pfocr_cli.fixes.rewrite import Rewrite
from pfocr_cli.inputs.records import DEFAULTS, read_side_table, records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import Record, compose
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.comments import has_comment
from pfocr_cli.record.lookalikes import cause, suspects
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import read_table
from pfocr_cli.rules import RULES
from pfocr_cli.rules.blocking import Blocker, blockers
from pfocr_cli.rules.subject import Subject
from pfocr_cli.wording import QUOTED_LIMIT

# Keywords


def test_a_keyword_that_is_foreign_gives_its_place_to_the_gene_that_is_missing() -> None:
    genes = [
        {"word": name, "symbol": name, "source": "hgnc_symbol", "hgnc_symbol": name, "entrez": one}
        for name, one in (("AR", "367"), ("TNF", "7124"))
    ]
    data: dict[str, Any] = {"figid": "x", "genes": genes, "chemicals": [], "diseases": []}
    data["schema-jsonld"] = {"keywords": ["Foreign", "TNF"]}
    [problem] = [each for each in problems("K601", record_with(data)) if "none of" in each.message]
    assert problem.message.endswith(": write AR, which is missing")
    assert problem.fix is not None
    [change] = problem.fix.changes
    assert isinstance(change, Replace)
    assert (change.pointer, change.value) == ("/schema-jsonld/keywords/0", "AR")


IN_STEP = (["AR", "TNF"], ["AR", "TNF"])


def symbols_and_keywords(symbols: list[str], keywords: list[str]) -> Record:
    data = {"genes": [gene(symbol, "NA") for symbol in symbols], "chemicals": [], "diseases": []}
    return record_with(data | {"schema-jsonld": {"keywords": keywords}})


@pytest.mark.parametrize(
    ("before", "after", "is_safe"),
    [
        (IN_STEP, (["AR", "IL6"], ["AR", "TNF"]), True),
        (IN_STEP, (["AR", "IL6"], ["AR"]), True),
        ((["AR", "TNF"], ["TNF", "AR"]), (["AR"], ["TNF", "AR"]), True),
        ((["AR", "TNF"], ["AR"]), (["AR", "IL6"], ["AR"]), False),
        ((["AR"], ["AR", "TNF"]), (["IL6"], ["AR", "TNF"]), False),
        (IN_STEP, (["AR", "IL6"], ["AR", "Foreign"]), False),
        (IN_STEP, (["AR", "TNF"], ["AR"]), False),
        (IN_STEP, (["AR", "TNF"], ["AR", "Foreign"]), False),
        (None, (["AR", "IL6"], ["AR", "TNF"]), False),
    ],
    ids=[
        *("genes-changed", "genes-changed-keyword-taken-out", "in-another-order"),
        *("lacked-before", "foreign-before", "both-changed", "keyword-taken-out"),
        *("keyword-changed", "never-kept"),
    ],
)
def test_keywords_follow_safely_where_only_genes_changed_since(
    before: tuple[list[str], list[str]] | None, after: tuple[list[str], list[str]], is_safe: bool
) -> None:
    kept = before and symbols_and_keywords(*before)
    subject = Subject(symbols_and_keywords(*after), LEXICON, before=lambda: kept)
    found = [problem.fix for problem in RULES["K601"].problems(subject)]
    assert found
    assert [fix and fix.safe for fix in found] == [is_safe] * len(found)


CAPTIONED = {"caption": "a", "schema-jsonld": {"description": "a"}}
OTHER_CAPTION = {"caption": "b", "schema-jsonld": {"description": "a"}}
RENUMBERED = {"number": "F2", "figid_alias": "PMC1__F1"}
REDIRECTED = {"number": "F2", "redirect_from": "/figures/PMC1__F1"}


@pytest.mark.parametrize(
    ("code", "before", "after", "is_safe"),
    [
        ("K602", CAPTIONED, OTHER_CAPTION, True),
        ("K602", OTHER_CAPTION, OTHER_CAPTION, False),
        ("K602", {"caption": "b", "schema-jsonld": {"description": "b"}}, OTHER_CAPTION, False),
        ("K602", {"caption": "a"}, OTHER_CAPTION, False),
        ("K602", None, OTHER_CAPTION, False),
        ("I202", RENUMBERED | {"number": "F1"}, RENUMBERED, True),
        ("I202", RENUMBERED, RENUMBERED, False),
        ("I202", {"number": "F3", "figid_alias": "PMC1__F3"}, RENUMBERED, False),
        ("I202", None, RENUMBERED, False),
        ("I202", REDIRECTED | {"number": "F1"}, REDIRECTED, True),
        ("I202", REDIRECTED | {"number": "F1", "pmcid": "PMC2"}, REDIRECTED, False),
        ("I202", {"number": "F1"}, REDIRECTED, False),
    ],
)
def test_a_copy_follows_safely_where_only_what_it_copies_changed_since(
    code: str, before: dict[str, Any] | None, after: dict[str, Any], is_safe: bool
) -> None:
    kept = None if before is None else record_with({"pmcid": "PMC1"} | before)
    subject = Subject(record_with({"pmcid": "PMC1"} | after), LEXICON, before=lambda: kept)
    [problem] = RULES[code].problems(subject)
    assert problem.fix is not None
    assert problem.fix.safe is is_safe


# Identity


NAMED = {"pmcid": "PMC1", "number": "F1", "figid_alias": "PMC1__F9", "filename": "f1.jpg"}


@pytest.mark.parametrize(
    ("changes", "fix"),
    [
        ({}, "write PMC1__F1"),
        ({"number": ""}, None),
        ({"number": "NA"}, None),
    ],
)
def test_an_alias_follows_only_a_number_that_is_there(
    changes: dict[str, str], fix: str | None
) -> None:
    found = [
        problem.fix and problem.fix.message
        for problem in problems("I202", record_with(NAMED | changes))
        if problem.pointer == "/figid_alias"
    ]
    assert found == [fix] or (fix is None and set(found) <= {None})


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        (
            "I203",
            {"pmcid": "PMC1", "figlink": "/pmc/articles/PMC2/figure/F1/"},
            "the figlink '/pmc/articles/PMC2/figure/F1/' does not hold the pmcid PMC1",
        ),
        (
            "I202",
            NAMED,
            "the alias is 'PMC1__F9', and pmcid and number say 'PMC1__F1': write that, or the "
            "right number",
        ),
        (
            "I205",
            {"number": "F1", "figlink": "/pmc/articles/PMC1/figure/F2/"},
            "the number is F1, and the link says figure 2 (F2)",
        ),
        (
            "I205",
            {"number": "Scheme 1", "figlink": "/pmc/articles/PMC1/figure/F2/"},
            "the number Scheme 1 is that of a scheme, and the link says figure 2 (F2)",
        ),
        (
            "I205",
            {"number": "F1", "figtype": "Scheme", "figlink": "/pmc/articles/PMC1/figure/F1/"},
            "the figtype is Scheme, and the link says figure 1 (F1)",
        ),
        ("T302", {"caption": "NF-&#954;B"}, "the entity &#954; is 'κ': a record holds plain text"),
        (
            "T302",
            {"caption": "&kappa;B"},
            "the entity &kappa; is 'κ': a record holds plain text",
        ),
    ],
)
def test_what_is_said(code: str, data: dict[str, Any], said: str) -> None:
    assert said in [problem.message for problem in problems(code, record_with(data))]


@pytest.mark.parametrize(
    ("number", "link", "agree"),
    [("SF1", "efig1", True), ("Extended Data Figure 1", "sfig1", True), ("SF1", "F1", False)],
)
def test_supplements_and_extended_data_are_no_contradiction(
    number: str, link: str, agree: bool
) -> None:
    data = {"number": number, "figlink": f"/pmc/articles/PMC1/figure/{link}/"}
    assert (problems("I205", record_with(data)) == []) is agree


# What a record is held back for


def test_what_is_wrong_with_a_table_keeps_only_readers_of_its_kind_away() -> None:
    text = "word\tmesh\tmatch\tname\tdoid\nx\tno id\tNA\tNA\tNA\n"
    table = read_side_table("diseases", "t.tsv", Source(text), DEFAULTS)
    record = replace(record_with({"figid": "x"}), generation="2023", tables={"diseases": table})
    found = [blocker.fields for blocker in blockers(record) if blocker.problem.table]
    assert found
    assert set(found) == {frozenset({"diseases"})}


def test_a_table_that_cannot_be_read_keeps_only_readers_of_its_kind_away(tmp_path: Path) -> None:
    figures, tables = tmp_path / "_figures", tmp_path / "_data"
    figures.mkdir()
    tables.mkdir()
    path = figures / "PMC1__f1.md"
    path.write_text(program.sound(1, program.SOUND_2023), encoding="utf-8")
    (tables / "PMC1__f1-diseases.tsv").write_bytes(b"word\tmesh\n\xff\tD1\n")
    [record] = records(Input(str(path), path.name))
    found = [(each.problem.code, each.fields) for each in blockers(record) if each.problem.table]
    assert ("P002", frozenset({"diseases"})) in found
    path.write_bytes(b"\xff")
    [record] = records(Input(str(path), path.name))
    assert {each.fields for each in blockers(record) if each.problem.code == "P002"} == {None}


WHOLE = program.sound(1)
WITH_TABLES = {"figid": "PMC1__f1", "_tables": 5}


@pytest.mark.parametrize(
    ("text", "kept_from"),
    [
        (WHOLE, []),
        (WHOLE.replace("pmcid: PMC1\n", "").replace("ndex: ''\n", ""),
         [("S101", {"pmcid", "ndex"})]),
        (WHOLE.replace("'4790'", "4790"), [("S102", {"genes"})]),
        (WHOLE.replace("year:", "yera: x\nyear:"), [("S103", {"yera"})]),
        ("---\n- a\n---\n", [("S102", None)]),
        ("---\na: [\n---\n", [("P004", None)]),
        (json.dumps(json.loads(program.as_json(1)) | WITH_TABLES),
         [("S102", {"_tables", "genes", "chemicals", "diseases"})]),
    ],
    ids=["sound", "keys", "value", "unknown-key", "list", "syntax", "tables"],
)  # fmt: skip
def test_readers_are_kept_from_what_an_error_is_about(
    text: str, kept_from: list[tuple[str, set[str] | None]]
) -> None:
    name = "r.json" if text.startswith("{") else "PMC1__f1.md"
    [record] = records(Input(name, name, text.encode()))
    assert [(each.problem.code, each.fields) for each in blockers(record)] == kept_from


@pytest.mark.parametrize(
    ("about", "read", "allowed"),
    [
        ({"genes"}, {"genes", "year"}, False),
        ({"genes"}, {"year"}, True),
        ({"genes"}, None, False),
        (None, {"year"}, False),
        (None, None, False),
    ],
)
def test_a_reader_of_other_fields_is_allowed(
    about: set[str] | None, read: set[str] | None, allowed: bool
) -> None:
    blocker = Blocker(Problem("", ""), None if about is None else frozenset(about))
    assert blocker.allows(None if read is None else frozenset(read)) is allowed


def test_a_warning_of_a_table_keeps_nobody_away() -> None:
    header = "organism_id\tword\tmesh\tmatch\tname\tdoid\tmore\n"
    table = read_table("diseases", "t.tsv", Source(header), header.split("\t"), ("source",))
    assert not any(fault.is_error for fault in table.faults)
    assert table.faults
    record = replace(record_with({"figid": "x"}), tables={"diseases": table})
    assert list(blockers(record)) == []


@pytest.mark.parametrize(
    ("number", "link", "agree"),
    [
        ("Extended Data Fig. 2", "sf2", True),
        ("Supplementary Figure 2", "EDFig2", True),
        ("Extended Data Fig. 2", "F2", False),
        ("Supplementary Figure 2", "sch2", False),
        ("Extended Data Fig. 2", "ga2", False),
    ],
)
def test_extended_data_are_supplements_and_nothing_else(
    number: str, link: str, agree: bool
) -> None:
    data = {"number": number, "figlink": f"/pmc/articles/PMC1/figure/{link}/"}
    assert (problems("I205", record_with(data)) == []) is agree


# Readers


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("a: 1\n", False),
        ("a: '#1'\n", False),
        ("a: 1 # one\n", True),
        ("# first\na: 1\n", True),
        ("a: 1\n# last\n", True),
        ("a: | # of the block\n  b\n", True),
        ("a: |\n  # of the text\n", False),
        ("a: [#]\n", True),
    ],
)
def test_a_comment_stands_between_tokens(text: str, there: bool) -> None:
    assert has_comment(text) is there


def test_of_two_that_stop_the_parser_the_one_on_its_line_is_named() -> None:
    text = "a:\u00a01\nb: 2\nc:\u00a03\n"

    def error_in(tried: str) -> int | None:
        at = tried.find("\u00a0")
        return at if at >= 0 else None

    found = cause(text, text.index("\u00a0"), error_in)
    assert found is not None
    assert (found.letter, found.start) == ("\u00a0", 2)


@pytest.mark.parametrize(("stop", "is_cause"), [(None, True), (7, True), (6, False), (3, False)])
def test_what_lets_the_parser_come_no_line_further_is_no_cause(
    stop: int | None, is_cause: bool
) -> None:
    found = cause("a:\u00a01\nb\nc: 3\n", 5, lambda _: stop)
    assert (found is not None) == is_cause


@pytest.mark.parametrize("text", ["-\u00a0a\n", "\u00a0- a\n", "\u00a0 - a\n"])
def test_a_blank_beside_a_dash_is_suspect(text: str) -> None:
    assert [suspect.start for suspect in suspects(text)] == [text.index("\u00a0")]


# Fixes


def test_a_draft_that_is_no_gene_is_told_what_it_is() -> None:
    [problem] = drafts(record_of([{"word": "ATP"}]), LEXICON)
    assert problem.fix is None
    assert problem.message == (
        "the draft 'ATP': no gene here, but adenosine triphosphate, a nucleotide"
    )


def test_of_fixes_that_touch_each_other_the_first_is_made_with_all_others() -> None:
    [record] = records(Input("r.yaml", "r.yaml", b"a: 1x\nb: 2x\nc: 3x\nd: 4x\n"))
    changes = [("/a", "A"), ("/b", "B"), ("/b", "other"), ("/c", "C"), ("/a", "third")]
    wanted = [
        Problem(value, where, fix=Fix("", safe=True, changes=(Replace(where, value),)))
        for where, value in changes
    ]
    result = fixed(
        record, lambda _: [wanted.pop(0) for _ in changes if wanted], DEFAULTS, unsafe=False
    )
    assert result.record.data == {"a": "A", "b": "B", "c": "C", "d": "4x"}
    assert [problem.message for _, problem in result.made] == ["A", "B", "C"]


def test_what_finds_something_to_mend_is_asked_again_a_few_times() -> None:
    [record] = records(Input("r.yaml", "r.yaml", b"a: 1x\n"))
    asked: list[Record] = []

    def wanting(*texts: str, safe: bool = True) -> Callable[[Record], list[Problem]]:
        def find(found: Record) -> list[Problem]:
            asked.append(found)
            value = texts[min(len(asked), len(texts)) - 1]
            change = Replace("/b" if value == "none" else "/a", value)
            return [Problem(value, "/a", fix=Fix("", safe=safe, changes=(change,)))]

        return find

    for find, unsafe, times, left in (
        (wanting(*"12345678"), False, 5, []),
        (wanting(*"12345678", safe=False), False, 1, ["1"]),
        (wanting("1", "none", safe=False), True, 2, ["none"]),
    ):
        asked.clear()
        result = fixed(record, find, DEFAULTS, unsafe=unsafe)
        assert len(asked) == times
        assert [(problem.message) for problem, _ in result.left] == left
        assert [before for before, _ in result.made] == asked[: times - len(left)]


def test_a_record_that_nothing_is_mended_in_is_not_judged_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [record] = records(Input("r.yaml", "r.yaml", b"a: &x 1x\nb: *x\n"))
    block = Problem("", "/a", fix=Fix("", safe=True, changes=(Replace("/a", "y"),)))
    monkeypatch.setattr(apply, "with_shape", None)
    result = fixed(record, lambda _: [block], DEFAULTS, unsafe=False)
    assert result.record is record
    assert result.left == [(block, "the value is a block, or has an anchor")]


@pytest.mark.parametrize("kind", ["genes", "diseases"])
def test_side_tables_that_json_carries_are_not_changed(kind: str) -> None:
    table = read_table(kind, "t.tsv", Source("word\nx\n"), {"word"}, ())
    [own] = records(Input("r.json", "r.json", b'{"figid": "x", "_tables": {}}'))
    change = Replace(f"/{kind}/0/word", "y", kind)
    problem = Problem("", change.pointer, fix=Fix("", safe=True, changes=(change,)))
    carrying = replace(own, tables={kind: table})
    result = fixed(carrying, lambda _: [problem], DEFAULTS, unsafe=False)
    assert result.left == [
        (problem, "its side tables are in the JSON itself: export it to md with -o FOLDER first")
    ]


def test_a_list_is_not_written_over_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "todo.tsv"
    refuse_other_kind(str(path), "--todo", "file\t")  # there is none
    path.write_text("")
    refuse_other_kind(str(path), "--todo", "file\t")
    path.write_text("file\tword\n")
    refuse_other_kind(str(path), "--todo", "file\t")
    path.write_text("my notes")
    with pytest.raises(PfocrError) as refused:
        refuse_other_kind(str(path), "--todo", "file\t")
    assert str(refused.value) == (
        f"--todo {path} is there, and is not a list of this kind: name another file"
    )


def test_a_file_that_another_program_changed_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    rewrite = Rewrite(str(path), "a.md", b"before", b"after")
    path.write_bytes(b"another's")
    with pytest.raises(PfocrError, match=r"a\.md is not the file that was read any more"):
        write_in_place(rewrite, b"before", b"after")
    assert path.read_bytes() == b"another's"
    path.write_bytes(b"before")
    write_in_place(rewrite, b"before", b"after")
    write_in_place(rewrite, b"before", b"after")  # another record had the same side table
    assert path.read_bytes() == b"after"


def test_lines_that_need_nothing_stay_and_others_are_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [json.loads(program.as_json(number)) for number in (1, 2)]
    lines[1]["schema-jsonld"]["description"] = "Another"
    texts = [json.dumps(line) for line in lines]
    Path("a.jsonl").write_text("".join(f"{text}\n" for text in texts))
    found = program.call(
        capsys, "validate", "--isolated", "--select", "K602", "--fix", "--unsafe-fixes", "a.jsonl"
    )
    first, second = Path("a.jsonl").read_text().splitlines()
    assert first == texts[0], found.err
    assert json.loads(second)["schema-jsonld"]["description"] == lines[1]["caption"]
    assert [record.figid for record in records(Input("a.jsonl", "a.jsonl"))]


def test_what_a_draft_can_be_is_told_to_the_end() -> None:
    [problem] = drafts(record_of([{"word": "AIP1"}]), LEXICON)
    head, _, candidates = problem.message.partition(" (")
    assert head == "the draft 'AIP1': it can be any of several genes"
    assert candidates.endswith(")")
    assert len(candidates.split(", ")) > 1


# Bounds


@pytest.mark.parametrize(("bound", "refused"), [(2, False), (1, True)])
def test_aliases_expand_up_to_a_bound(
    monkeypatch: pytest.MonkeyPatch, bound: int, refused: bool
) -> None:
    monkeypatch.setattr(compose, "MAX_EXPANSION", bound)
    _, faults = compose.compose("a: &x 1\nb: *x\nc: *x\n")
    assert [fault.code for fault in faults] == (["P006"] if refused else [])


def test_a_long_text_that_readers_differ_in_is_shortened() -> None:
    digits = "1_" * QUOTED_LIMIT + "1"
    text = f"---\n{yaml.safe_dump({'figid': 'x'})}number: {digits}\n---\n"
    [record] = records(Input("r.md", "r.md", text.encode()))
    [problem] = problems("P007", record)
    shown = problem.message.partition(" without")[0]
    assert shown == digits[: QUOTED_LIMIT - 1] + "…"
    assert problem.message.endswith(": put it into quotes")


@pytest.mark.parametrize("value", ["|\n  A|", r'"A|\n"', r'"A\x7c\n"', "'A|\n\n  '"])
def test_a_text_that_ends_as_those_between_texts_do_has_white_space(value: str) -> None:
    text = f"---\nfigid: x\nfigtitle: {value}\nndex: ''\n---\n"
    [record] = records(Input("r.md", "r.md", text.encode()))
    assert record.data["figtitle"] == "A|\n"
    assert [problem.pointer for problem in problems("T303", record)] == ["/figtitle"]


@pytest.mark.parametrize("value", ["NO", "NO  # nitric oxide", "1:30"])
def test_each_text_that_readers_differ_in_is_told(value: str) -> None:
    text = f"---\nfigid: x\ncaption: |-\n  Off\nnumber: 'Yes'\nfigtitle: {value}\n---\n"
    [record] = records(Input("r.md", "r.md", text.encode()))
    assert not record.reading.is_composed
    assert [problem.pointer for problem in problems("P007", record)] == ["/figtitle"]


@pytest.mark.parametrize(
    ("code", "most", "written", "shown"),
    [
        ("T302", 60, "a <sub {}> b", "<sub {}>"),
        ("T303", 40, " {}", "{}"),
        ("P007", QUOTED_LIMIT, "1_{}1", "1_{}1"),
    ],
)
def test_a_text_of_the_limit_is_said_whole(code: str, most: int, written: str, shown: str) -> None:
    def said(length: int) -> str:
        filling = "0" * (length - len(shown.format("")))
        text = f"---\nfigid: x\n{'number' if code == 'P007' else 'caption'}: "
        value = written.format(filling)
        text += value if code == "P007" else f"'{value}'"
        [record] = records(Input("r.md", "r.md", f"{text}\n---\n".encode()))
        [problem] = problems(code, record)
        assert (shown.format(filling) in problem.message) == (length <= most)
        return problem.message

    assert "…" not in said(most)
    assert shown.format("0" * most)[: most - 1] + "…" in said(most + 1)


@pytest.mark.parametrize("length", [60, 61])
def test_of_a_long_text_that_is_cut_its_end_is_told(length: int) -> None:
    whole = f"Cells # of {'0' * (length - 14)}'s"  # in quotes a quote is written twice
    [record] = records(Input("r.md", "r.md", f"---\nfigid: x\ncaption: {whole}\n---\n".encode()))
    [problem] = problems("P008", record)
    told = whole.replace("'", "''")
    assert problem.message.endswith(f": write '{told if length == 60 else '…' + told[-59:]}'")


@pytest.mark.parametrize("length", [23, 24, 25])
def test_of_a_long_description_what_is_around_the_difference_is_told(length: int) -> None:
    data = {"caption": "a" * length + "c" * length, "figid": "x"}
    record = record_with(data | {"schema-jsonld": {"description": "a" * length + "d" * length}})
    [problem] = problems("K602", record)
    few = min(length, 24)
    assert (
        f": after '{'a' * few}' it has '{'d' * few}', the caption '{'c' * few}'" in problem.message
    )


# Pages


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_page_begins_and_ends_with_sentences(code: str) -> None:
    first, *_, last = RULES[code].page.split("\n\n")
    assert first.endswith(".")
    assert "\n" not in first
    assert first.count(" ") >= 3
    assert last.startswith("Fix: ")
    assert max(map(len, last.split())) < 40


def test_an_alias_of_nothing_is_named() -> None:
    _, [fault] = compose.compose("a: *gone\n")
    said = "to YAML *gone stands for what is called &gone above, and nothing is"
    assert (fault.code, fault.message) == ("P004", f"not YAML: {said}: quote the text whole")
