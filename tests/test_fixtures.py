"""Every rule has a sound and a broken fixture, and says of them what a person has checked.

``fixtures/broken/expected.jsonl`` holds every finding in the broken fixtures, with its place and
its message. After a change, write it anew and check each changed line by hand::

    python tests/test_fixtures.py > fixtures/broken/expected.jsonl
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pfocr_cli.app.validate import validate
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.app.validate_request import ValidateRequest
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input, Search
from pfocr_cli.inputs.stray_tables import SearchedFolders
from pfocr_cli.record import Record
from pfocr_cli.rules import RULES, Rule

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECORDS, SOUND, BROKEN = FIXTURES / "records", FIXTURES / "sound", FIXTURES / "broken"
EXPECTED = BROKEN / "expected.jsonl"

OF_WORDS = frozenset({"G505", "G507", "G508"})
"""Judged only in their own fixtures: what a word can mean besides grows with every release of HGNC.
"""
SAFE_BY_HISTORY = frozenset({"I202", "K601", "K602"})
"""Their fixes are safe where git has a version before: test_history.py shows it."""


def fixtures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != EXPECTED.name)


def code_of(fixture: Path) -> str:
    return fixture.name.partition("-")[0]


@cache
def findings(fixture: Path) -> tuple[dict[str, Any], ...]:
    """Return all findings in a fixture, as pfocr reports them."""
    codes = frozenset(RULES) - OF_WORDS | {code_of(fixture)}
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.jsonl")
        inputs = Search(cwd=str(fixture.parent)).inputs([str(fixture)])
        validate(
            ValidateRequest(
                inputs,
                ValidateJob(codes, Severity.INFO),
                show=Severity.INFO,
                formats=(("jsonl", report),),
                searched=SearchedFolders(
                    [str(fixture)] if fixture.is_dir() else [], cwd=str(fixture.parent)
                ),
            )
        )
        return tuple(
            json.loads(line)
            for line in Path(report).read_text(encoding="utf-8").split("\n")
            if line
        )


def codes(found: Iterable[dict[str, Any]], *severities: str) -> set[str]:
    return {
        finding["code"] for finding in found if not severities or finding["severity"] in severities
    }


def pinned(fixture: Path) -> list[dict[str, Any]]:
    """Return what of a fixture's findings must not change unseen: the place, what stands there, and
    what is said of it.
    """
    keys = (
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "code",
        "severity",
        "pointer",
        "value",
        "message",
        "fix",
    )
    return [
        {"fixture": fixture.name}
        | {key: finding[key] for key in keys if key in finding}
        | {"message": _IN_THE_PARSERS_WORDS.sub("not YAML: …", finding["message"])}
        for finding in findings(fixture)
    ]


_IN_THE_PARSERS_WORDS = re.compile("not YAML: .*")
"""What the parser says changes with its release."""


def expected() -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").split("\n") if line]


def by_name(path: Path) -> str:
    return path.name


def records_in(folder: Path) -> list[Record]:
    return [
        record
        for path in sorted(folder.rglob("*.md"))
        for record in records(Input(str(path), path.name))
    ]


# The rules


def test_names_and_codes_are_unique() -> None:
    names = [rule.name for rule in RULES.values()]
    assert sorted(names) == sorted(set(names))
    assert [rule.code for rule in RULES.values()] == list(RULES)
    assert not set(names) & set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_manual_page_is_whole(rule: Rule) -> None:
    lines = rule.page.split("\n")
    assert lines[0].endswith(".")
    assert lines[0] == rule.summary
    assert lines[1] == ""
    starts = [
        next((n for n, line in enumerate(lines) if line.startswith(word)), -1)
        for word in ("Why:", "Bad:", "Good:", "Fix:")
    ]
    assert -1 not in starts
    assert starts == sorted(starts)
    bad, good, _ = (
        "\n".join(lines[start + 1 : end])
        for start, end in zip(starts[1:], [*starts[2:], None], strict=True)
    )
    assert bad.startswith("\n    ")
    assert good.startswith("\n    ")
    assert bad != good
    assert lines[starts[3]].startswith(f"Fix: {rule.fix or 'none'}; ")
    said = lines[starts[3]].partition("; ")[2]
    assert not said.startswith(("none;", "safe;", "unsafe;")), "the decorator says it: fix="


# The fixtures


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_fixtures(code: str) -> None:
    for folder in (SOUND, BROKEN):
        assert code in map(code_of, fixtures(folder)), (
            f"write {folder.relative_to(FIXTURES.parent)}/{code}-<what>.md"
        )


def test_every_fixture_is_of_a_rule() -> None:
    assert {code_of(path) for path in [*fixtures(SOUND), *fixtures(BROKEN)]} <= set(RULES)


@pytest.mark.parametrize("fixture", fixtures(BROKEN), ids=by_name)
def test_a_broken_fixture_gives_its_finding_and_no_other_error(fixture: Path) -> None:
    found = findings(fixture)
    assert code_of(fixture) in codes(found)
    assert codes(found, "error") <= {code_of(fixture)}


@pytest.mark.parametrize("fixture", fixtures(SOUND), ids=by_name)
def test_a_sound_fixture_does_not(fixture: Path) -> None:
    found = findings(fixture)
    assert code_of(fixture) not in codes(found)
    assert codes(found, "error") == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_fixtures_show_each_severity_of_a_rule(rule: Rule) -> None:
    own = [path for path in fixtures(BROKEN) if code_of(path) == rule.code]
    shown = {
        finding["severity"]
        for path in own
        for finding in findings(path)
        if finding["code"] == rule.code
    }
    assert shown == {str(severity) for severity in rule.severities}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_declares_the_fixes_that_its_findings_have(rule: Rule) -> None:
    own = [found for path in fixtures(BROKEN) for found in findings(path)]
    fixes = [found["fix"] for found in own if found["code"] == rule.code and found["fix"]]
    kinds = {"safe" if fix["safe"] else "unsafe" for fix in fixes}
    if rule.code in SAFE_BY_HISTORY:
        kinds |= {"safe"}
    assert kinds == set((rule.fix or "").replace(" or ", " ").split())


@pytest.mark.parametrize("fixture", fixtures(BROKEN), ids=by_name)
def test_findings_stand_where_they_were_checked_to(fixture: Path) -> None:
    assert pinned(fixture) == [line for line in expected() if line["fixture"] == fixture.name]


def test_nothing_is_expected_of_a_fixture_that_is_gone() -> None:
    assert {line["fixture"] for line in expected()} <= {path.name for path in fixtures(BROKEN)}


def placed_at_their_value() -> list[dict[str, Any]]:
    """Return the findings about one scalar: of what is missing, or could not be read, there is no
    text to compare.
    """
    scalars = [
        line
        for line in expected()
        if line["value"] and line["code"] not in ("D701", "D703", "G506", "P006", "S101")
    ]
    return [line for line in scalars if not line["fixture"].startswith("K601-lacking")]


@pytest.mark.parametrize(
    "line",
    placed_at_their_value(),
    ids=lambda line: f"{line['fixture']}-{line['code']}-{line['line']}-{line['column']}",
)
def test_the_text_at_a_place_is_what_was_found(line: dict[str, Any]) -> None:
    text = (BROKEN / line["file"]).read_text(encoding="utf-8").split("\n")[line["line"] - 1]
    if line["end_line"] > line["line"]:  # folded, a list, or a block
        assert text[line["column"] - 1 :][:1] in (line["value"][0], "-", "|")
    elif text[line["column"] - 1] == '"':  # an escape: the whole scalar
        assert text[line["end_column"] - 2] == '"'
    else:
        assert text[line["column"] - 1 : line["end_column"] - 1].strip("'") == line["value"]


# The corpus of sound records


def test_the_corpus_is_silent() -> None:
    found = findings(RECORDS)
    assert codes(found, "warning", "error") == set()
    assert [(finding["code"], finding["figid"][:11], finding["pointer"]) for finding in found] == [
        ("T301", "PMC99000002", "/year"),
        ("I205", "PMC99000004", "/number"),
        ("T301", "PMC99000007", "/organisms/1"),
        ("T301", "PMC99000007", "/doi"),
        ("T301", "PMC99000007", "/organisms_ner/0"),
    ]


def test_the_corpus_holds_what_it_should() -> None:
    corpus = records_in(RECORDS)
    assert {record.generation for record in corpus} == {"2021a", "2021b", "2023"}
    assert {tuple(record.tables) for record in corpus if record.generation == "2023"} >= {
        ("genes", "chemicals", "diseases"), ("genes",), ("chemicals",),
    }  # fmt: skip
    keys = [list(record.data) for record in corpus if record.generation == "2023"]
    assert {order[order.index("organisms_ner") - 1] for order in keys} == {"organisms", "figtype"}
    assert {type(record.data["organisms"]) for record in corpus} == {str, list}
    assert any("." in (record.stem or "") for record in corpus)
    assert any("\n" in record.data["caption"] for record in corpus)
    words = [
        row["word"]
        for record in corpus
        for kind in ("genes", "chemicals", "diseases")
        for row in record.rows(kind)
    ]
    assert {"NO", "Off", "1e5", "2E4", "(Src", "AR*", "PLC,", "β-catenin", "TNFα"} <= set(words)
    assert words.count("PLC,") == 11


LAID_OUT_OTHERWISE = {
    "P002-byte-order-mark.md",
    "P003-crlf.md",
    "P003-text-after.md",
    "P006-alias.md",
    "P008-comments.md",
}


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for folder in (RECORDS, SOUND)
        for path in folder.rglob("*.md")
        if path.name not in LAID_OUT_OTHERWISE
    ),
    ids=by_name,
)
def test_records_are_laid_out_as_published_ones(
    path: Path, published: Callable[[dict[str, Any]], str]
) -> None:
    [record] = records(Input(str(path), path.name))
    assert path.read_bytes().decode() == published(record.data)


if __name__ == "__main__":
    for path in fixtures(BROKEN):
        for line in pinned(path):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
