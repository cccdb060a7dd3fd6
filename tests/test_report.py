"""`pfocr report`: that it is what its schema says, that parts add up, and what it answers."""

from __future__ import annotations

import json
import random
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from program import FIXTURES, RECORDS, call, run, sound

from pfocr_cli.app.report_job import ReportJob
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import schema
from pfocr_cli.report.gene_counts import LEAST_OF_SET
from pfocr_cli.report.plain import UnfitError, from_plain
from pfocr_cli.report.report import SECTIONS, Report
from pfocr_cli.report.tally import CorpusTally
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from pfocr_cli.report.counted import CountedRecord

FOLDERS = (RECORDS, FIXTURES / "broken", FIXTURES / "sound", FIXTURES / "export")


@cache
def counted() -> tuple[CountedRecord, ...]:
    """Return what is counted of the fixtures' records."""
    job = ReportJob(ValidateJob(frozenset(RULES), Severity.INFO))
    paths = sorted(path for folder in FOLDERS for path in folder.rglob("*.md"))
    found: list[CountedRecord] = []
    for number, path in enumerate(paths):
        outcome = job(Chunk(number, Input(str(path), path.name)))
        assert outcome.crash is None
        found += (record.counted for record in outcome.records)
    return tuple(found)


def tally_of(records: tuple[CountedRecord, ...]) -> CorpusTally:
    tally = CorpusTally()
    for record in records:
        tally.add(record)
    return tally


def report_on(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    done = call(capsys, "report", "--isolated", "--format", "json", *words)
    assert (done.status, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_a_report_is_what_its_schema_says() -> None:
    validator = jsonschema_rs.validator_for(schema.bundled("report"))
    assert [
        str(error) for error in validator.iter_errors(tally_of(counted()).report("1").as_json())
    ] == []
    assert [
        str(error) for error in validator.iter_errors(CorpusTally().report("1").as_json())
    ] == []


def test_the_schema_describes_every_part() -> None:
    names = {each.name for each in fields(Report)}
    assert set(schema.bundled("report")["properties"]) == names
    assert {name.replace("-", "_") for name in SECTIONS} < names


def test_a_report_is_read_back_from_json() -> None:
    report = tally_of(counted()).report("1")
    assert from_plain(Report, json.loads(json.dumps(report.as_json()))) == report


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "/ is not an object"),
        ({}, "/pfocr is missing"),
        ({"pfocr": 1}, "/pfocr is not text"),
        ({"pfocr": "1", "verdict": {}}, "/verdict/records is missing"),
        ({"pfocr": "1", "rules": {}}, "/rules is not a list"),
        ({"pfocr": "1", "figids": [True]}, "/figids/0 is not text"),
        (
            {"pfocr": "1", "sources": [{"year": "", "genes": 1, "sources": []}]},
            "/sources/0/sources is not an object",
        ),
    ],
)
def test_what_is_no_report_is_told_by_its_place(data: object, message: str) -> None:
    with pytest.raises(UnfitError, match=f"^{message}$"):
        from_plain(Report, data)


@pytest.mark.parametrize("seed", range(3))
def test_parts_of_a_corpus_add_up_to_the_whole(seed: int) -> None:
    records = counted()
    cuts = sorted(random.Random(seed).sample(range(len(records)), 3))
    whole = CorpusTally()
    for start, end in zip((0, *cuts), (*cuts, len(records)), strict=True):
        whole += tally_of(records[start:end])
    assert whole.report("1") == tally_of(records).report("1")


def test_two_records_of_one_figid_are_no_two_figures_of_the_same_genes() -> None:
    """That they have the same figid is what C801 says, and once is enough."""
    records = [each for each in counted() if len(each.facts.genes.symbols) >= LEAST_OF_SET]
    one = records[0]
    other = replace(one, facts=one.facts._replace(figid="PMC1__other"))
    of_two = tally_of((one, one)).report("1.0").duplicates
    of_three = tally_of((one, other, one, other)).report("1.0").duplicates
    parts = tally_of((one, other))
    parts += tally_of((other, one))
    assert of_two is not None
    assert of_three is not None
    assert (of_two.groups, of_two.figures, of_two.same_genes) == (0, 0, ())
    assert (of_three.groups, of_three.figures) == (1, 2)
    assert of_three.same_genes[0].figids == (one.facts.figid, "PMC1__other")
    assert parts.report("1.0").duplicates == of_three


def test_the_status_is_0_whatever_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = report_on(capsys, str(FIXTURES / "broken"))
    assert found["verdict"]["with_errors"] > 10
    assert list(found)[2:-1] == [name.replace("-", "_") for name in SECTIONS]


def test_sections_are_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    found = report_on(capsys, "--section", "rules,verdict", "--section", "sources", str(RECORDS))
    assert list(found) == ["pfocr", "lexicon", "verdict", "rules", "sources"]


def test_a_mistyped_section_or_format_is_answered_with_the_near_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done = call(capsys, "report", "--isolated", "--section", "specis", str(RECORDS))
    assert done.status == 2
    assert "no section is called 'specis' (did you mean species?)" in done.err
    done = call(capsys, "report", "--isolated", "--format", "jsn", str(RECORDS))
    assert done.status == 2
    assert "no report format is called 'jsn' (did you mean json?)" in done.err


def test_rules_are_chosen_and_weakened_as_validate_does_it(tmp_path: Path) -> None:
    text = sound(1).replace("year: '2001'", "year: '2011'")
    (tmp_path / "PMC1__f1.md").write_text(text, "utf-8")
    (tmp_path / "copy-of-PMC1__f1.md").write_text(text, "utf-8")
    settings = '[severity]\nI204 = "error"\n[validate]\n[per-file-ignores]\n"copy*" = ["I201"]\n'
    (tmp_path / ".pfocr.toml").write_text(settings, "utf-8")
    words = ("--section", "rules,verdict", "--format", "json", ".")
    found = json.loads(run("report", *words, cwd=tmp_path).out)
    rows = {
        row["code"]: (row["severity"], row["findings"], row["figures"]) for row in found["rules"]
    }
    assert rows["I204"] == ("error", 2, 2)
    assert rows["C801"] == ("error", 1, 1)
    assert "I201" not in rows
    found = json.loads(run("report", "--select", "C", "--ignore", "C802", *words, cwd=tmp_path).out)
    assert [row["code"] for row in found["rules"]] == ["C801"]


def test_no_output_replaces_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.md"
    path.write_text(sound(1), "utf-8")
    done = run("report", "--isolated", "--format", f"json:{path}", str(path))
    assert done.status == 2
    assert "is a record of this run: name another file" in done.err
    assert path.read_text("utf-8") == sound(1)


def test_two_processes_count_what_one_does(tmp_path: Path) -> None:
    words = ("--isolated", "--format", "json", str(RECORDS), str(FIXTURES / "broken"))
    one, two = run("report", *words), run("report", "-j2", *words)
    assert (one.status, two.status) == (0, 0)
    assert one.out == two.out
