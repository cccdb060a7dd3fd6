"""The published records: nothing is wrong with them that is not known to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora import validate

from pfocr_cli.record import fast
from pfocr_cli.record.compose import compose
from pfocr_cli.record.nodes import data_of
from pfocr_cli.record.reading import read
from pfocr_cli.record.source import Source

# What real records get wrong or do oddly, and nothing else: missing values written as text (T301),
# white space around words (T303), keywords without chemicals and diseases in 2023 (K601 as an
# info), tables that are not beside their record (D701), words that can mean several genes (G505) or
# lead, by today's lexicon, to another gene than the record's (G508) or are known not to mean it
# (G509), synonyms and systematic names where ChEBI has another label (V903); one symbol that HGNC
# has withdrawn (G502, below);
# titles that are the paper's (T306), schemes and supplementary figures that are called F1 (I205).
EXPLAINED = {
    ("T301", "warning"), ("T301", "info"), ("T303", "info"), ("K601", "info"), ("D701", "warning"),
    ("G502", "warning"), ("G505", "info"), ("G508", "info"), ("G509", "warning"), ("V903", "info"),
    ("T306", "info"), ("I205", "info"),
}  # fmt: skip
RECORDS = 54


def folders(shared: Path) -> list[Path]:
    return [shared / "real" / "_figures", *sorted((shared / "real" / "generations").iterdir())]


def test_every_finding_is_explained(shared: Path) -> None:
    for folder in folders(shared):
        status, findings = validate(folder, ".", "--show", "info")
        assert status == 0
        assert {(finding["code"], finding["severity"]) for finding in findings} <= EXPLAINED


def test_a_missing_value_among_the_keywords_is_the_only_warning_about_text(shared: Path) -> None:
    _, findings = validate(shared / "real" / "_figures", ".")
    (found,) = [finding for finding in findings if finding["code"] == "T301"]
    assert found["pointer"].startswith("/schema-jsonld/keywords/")
    assert found["value"] == ".na.character"


def test_every_symbol_is_todays(shared: Path) -> None:
    """PRS, gene 5640, is NCBI's name for a disease's locus, in NCBI's column; HGNC has withdrawn
    its own entry.

    Every other symbol beside an id, of 269 genes in records and of the human rows of six tables, is
    HGNC's of today.
    """
    for folder in folders(shared):
        _, findings = validate(
            folder, ".", "--show", "info", "--select", "G501,G502,G503,G504,G506"
        )
        assert [finding["message"] for finding in findings] == []


def test_words_that_lead_elsewhere_are_those_of_tables(shared: Path) -> None:
    """NCBI's synonyms are more than HGNC's aliases: GLS for GLS2, CRP for CSRP1; a family's name is
    an approved symbol. What the table of words knows to be wrong is G509's.
    """
    own: list[str] = []
    in_tables: list[str] = []
    for folder in folders(shared):
        _, findings = validate(folder, ".", "--show", "info", "--select", "G507,G508")
        assert {finding["code"] for finding in findings} <= {"G508"}
        for finding in findings:
            (in_tables if finding["file"].endswith("-genes.tsv") else own).append(finding["value"])
    assert not own
    assert len(in_tables) < 40


def test_side_tables_that_are_there_are_used(shared: Path) -> None:
    _, findings = validate(shared / "real" / "_figures", ".")
    tables = {path.name.rsplit("-", 1)[0] for path in (shared / "real" / "_data").iterdir()}
    assert tables
    assert not tables & {finding["figid"] for finding in findings if finding["code"] == "D701"}


def test_both_readers_agree_on_every_record(shared: Path) -> None:
    paths = sorted((shared / "real").rglob("*.md"))
    assert len(paths) == RECORDS
    fast_ones = 0
    for path in paths:
        (reading,) = read(Source(path.read_bytes().decode("utf-8")), "markdown")
        root, faults = compose(reading.text)
        assert root is not None
        assert not faults
        assert reading.data == data_of(root)
        fast_ones += fast.read_plain(reading.text) is not None
    assert fast_ones > RECORDS * 0.9


@pytest.mark.parametrize("generation", ["2021", "2023"])
def test_a_wrong_generation_is_seen(shared: Path, generation: str) -> None:
    status, findings = validate(shared / "real" / "_figures", ".", "--generation", generation)
    assert status == 1
    assert {finding["code"] for finding in findings} >= {"S101", "S103"}
