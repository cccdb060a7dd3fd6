"""D703: side tables that no record has, where a folder was searched."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from program import SOUND_2023, Word, run, sound

GENES = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource"
    "\tcount_direct\tcount_synonym\tcount_match\n"
    "9606\tHomo sapiens\tPrimates\tNFKB1\tNFKB1\tNFKB1\t4790\tncbigene_symbol\t1\t1\t1\n"
)
MENTIONS = {"chemicals": "chebi", "diseases": "doid"}


def table(folder: Path, figid: str, kind: str = "genes") -> Path:
    """Write a side table beside the records."""
    path = folder / "_data" / f"{figid}-{kind}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = GENES if kind == "genes" else f"word\tmesh\tmatch\tname\t{MENTIONS[kind]}\n"
    path.write_text(text, "utf-8")
    return path


def record(folder: Path, number: int, name: str = "", *, tables: bool = True) -> Path:
    """Write a record of 2023, with its table of genes."""
    path = folder / "_figures" / (name or f"PMC{number}__f1.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sound(number, SOUND_2023), "utf-8")
    if tables:
        table(folder, f"PMC{number}__f1")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of one sound record, and a table whose record is gone."""
    record(tmp_path, 1)
    table(tmp_path, "PMC2__f1")
    return tmp_path


def orphans(cwd: Path, *words: Word) -> list[str]:
    """Return the files of the findings."""
    done = run("validate", "--select", "D703", "--format", "jsonl", *words, cwd=cwd)
    assert done.status in (0, 1), done.err
    assert {found["code"] for found in done.findings} <= {"D703"}
    return [found["file"] for found in done.findings]


def test_a_table_whose_record_is_gone_is_named(corpus: Path) -> None:
    done = run("validate", cwd=corpus)
    assert done.out.splitlines()[0] == (
        "_data/PMC2__f1-genes.tsv:1:1: D703 warning no record is called 'PMC2__f1': remove the "
        "table, or restore its record"
    )
    assert done.status == 0
    assert run("validate", "--fail-on", "warning", cwd=corpus).status == 1


@pytest.mark.parametrize("paths", [["."], ["_figures"], ["_figures", "_data"], ["_figures/"]])
def test_wherever_the_folder_of_records_is_searched(corpus: Path, paths: list[str]) -> None:
    assert orphans(corpus, *paths) == ["_data/PMC2__f1-genes.tsv"]


def test_each_table_is_a_finding_of_its_own(corpus: Path) -> None:
    table(corpus, "PMC2__f1", "diseases")
    table(corpus, "PMC2__f1", "chemicals")
    names = [f"_data/PMC2__f1-{kind}.tsv" for kind in ("chemicals", "diseases", "genes")]
    assert orphans(corpus) == names
    prints = {found["fingerprint"] for found in run_jsonl(corpus)}
    assert len(prints) == len(names)


def run_jsonl(corpus: Path, *words: Word) -> list[dict[str, object]]:
    return run("validate", "--select", "D703", "--format", "jsonl", *words, cwd=corpus).findings


def test_with_several_processes_too(corpus: Path) -> None:
    record(corpus, 3)
    assert orphans(corpus, "--jobs", "2") == ["_data/PMC2__f1-genes.tsv"]


def test_not_where_single_files_are_named(corpus: Path) -> None:
    assert orphans(corpus, "_figures/PMC1__f1.md") == []
    assert orphans(corpus, "_data/PMC1__f1-genes.tsv") == []
    (corpus / "list").write_text("_figures/PMC1__f1.md\n")
    assert orphans(corpus, "--files-from", "list") == []


def test_not_where_another_folder_was_searched(corpus: Path) -> None:
    record(corpus / "other", 5)
    assert orphans(corpus, "other", "_figures/PMC1__f1.md") == []


def test_a_named_table_without_its_record_is_told_once(corpus: Path) -> None:
    done = run("validate", "_data/PMC2__f1-genes.tsv", ".", "--format", "jsonl", cwd=corpus)
    assert [found["code"] for found in done.findings] == ["P001"]


def test_a_record_that_is_left_out_has_its_tables(corpus: Path) -> None:
    record(corpus, 3)
    wanted = ["_data/PMC2__f1-genes.tsv"]
    assert orphans(corpus, "--exclude", "PMC3__f1.md") == wanted
    assert orphans(corpus, "--exclude", "PMC3__f1.md", "_figures") == wanted
    (corpus / ".gitignore").write_text("_figures/PMC3*\n")
    assert orphans(corpus) == wanted


def test_a_table_that_is_left_out_is_not_named(corpus: Path) -> None:
    assert orphans(corpus, "--exclude", "PMC2*") == []
    assert orphans(corpus, "--exclude", "_data") == []
    (corpus / ".gitignore").write_text("_data/PMC2*\n")
    assert orphans(corpus) == []


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\nfigid: [\n---\n", None])
def test_a_record_that_cannot_be_read_has_its_tables(corpus: Path, data: bytes | None) -> None:
    path = corpus / "_figures" / "PMC2__f1.md"
    if data is None:
        path.symlink_to("nowhere.md")
    else:
        path.write_bytes(data)
    assert orphans(corpus) == []


@pytest.mark.parametrize("suffix", [".markdown", ".yaml", ".yml", ".json"])
def test_a_record_in_another_syntax_has_its_tables(corpus: Path, suffix: str) -> None:
    (corpus / "_figures" / f"PMC2__f1{suffix}").write_text("")
    assert orphans(corpus, "_figures") == []


def test_a_record_whose_file_has_another_name_has_its_tables(corpus: Path) -> None:
    record(corpus, 2, "a-draft.md", tables=False)
    assert orphans(corpus) == []


def test_a_record_in_another_folder_beside_the_tables_has_them(corpus: Path) -> None:
    drafts = corpus / "_drafts"
    drafts.mkdir()
    (drafts / "PMC2__f1.md").write_text(sound(2, SOUND_2023))
    assert orphans(corpus, "_figures") == []


def test_the_record_of_another_corpus_is_not_its_own(corpus: Path) -> None:
    record(corpus / "new", 1)
    record(corpus / "new", 2)
    assert orphans(corpus) == ["_data/PMC2__f1-genes.tsv"]


def test_a_record_that_holds_its_genes_leaves_no_orphan(corpus: Path) -> None:
    (corpus / "_figures" / "PMC2__f1.md").write_text(sound(2), "utf-8")
    assert orphans(corpus) == []


def test_other_files_are_no_side_tables(corpus: Path) -> None:
    for name in ("wpid_map.tsv", "PMC3__f1-proteins.tsv", "PMC3__f1-genes.csv", "README.md"):
        (corpus / "_data" / name).write_text("")
    assert orphans(corpus) == ["_data/PMC2__f1-genes.tsv"]


def test_tables_in_a_folder_of_their_own(corpus: Path) -> None:
    (corpus / "_data").rename(corpus / "tables")
    for path in (".", "_figures"):
        assert orphans(corpus, "--data-dir", "tables", path) == ["tables/PMC2__f1-genes.tsv"]


def test_tables_far_from_the_records_may_be_those_of_others(corpus: Path) -> None:
    away = corpus / "away"
    away.mkdir()
    (corpus / "_data").rename(away / "tables")
    assert orphans(corpus, "--data-dir", "away/tables", "_figures") == []


def test_letters_composed_otherwise_are_the_same_name(corpus: Path) -> None:
    name = "PMC4__Größe-f1"
    path = corpus / "_figures" / f"{unicodedata.normalize('NFC', name)}.md"
    path.write_text(sound(4, SOUND_2023).replace("PMC4__f1", name), "utf-8")
    table(corpus, unicodedata.normalize("NFD", name))
    assert orphans(corpus) == ["_data/PMC2__f1-genes.tsv"]


def test_a_file_is_ignored_and_a_severity_given_as_of_any_rule(corpus: Path) -> None:
    settings = corpus / ".pfocr.toml"
    settings.write_text('[per-file-ignores]\n"_data/PMC2*" = ["D703"]\n')
    assert orphans(corpus) == []
    settings.write_text('[severity]\nD703 = "error"\n')
    assert run("validate", cwd=corpus).status == 1
    settings.write_text('ignore = ["D7"]\n')
    assert run("validate", "--format", "jsonl", cwd=corpus).findings == []


def test_the_baseline_knows_it(corpus: Path) -> None:
    base = ("--fail-on", "warning", "--select", "D703")
    assert run("validate", *base, "--write-baseline", "known", cwd=corpus).status == 0
    assert (corpus / "known").read_text() == "PMC2__f1\tD703\t\tPMC2__f1-genes.tsv\t1\n"
    done = run("validate", *base, "--baseline", "known", cwd=corpus)
    assert (done.status, done.out) == (0, "")
    record(corpus, 2, tables=False)
    one = run("validate", *base, "--baseline", "known", "_figures/PMC2__f1.md", cwd=corpus)
    assert (one.status, one.err) == (0, "")  # it was not looked for, so it is not gone


def test_hostile_names_reach_no_message(corpus: Path) -> None:
    table(corpus, "PMC3__\x1b[31m\u202ef1")
    done = run("validate", cwd=corpus)
    assert b"\x1b" not in done.stdout
    assert "\u202e" not in done.out


def test_what_a_link_leads_to_is_judged_in_its_place(corpus: Path) -> None:
    os.symlink("_figures", corpus / "linked")
    os.symlink(corpus / "_data", corpus / "tables")
    assert orphans(corpus, "linked") == ["_data/PMC2__f1-genes.tsv"]
    assert orphans(corpus, "--data-dir", "tables") == ["_data/PMC2__f1-genes.tsv"]


def test_the_corpus_hook_looks_for_it() -> None:
    hooks = (Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert "--select C,D701,D703 " in hooks


def test_reports_name_the_table(corpus: Path) -> None:
    run("validate", "--format", "sarif:out.sarif", "--format", "gitlab:out.json", cwd=corpus)
    assert "PMC2__f1-genes.tsv" in (corpus / "out.sarif").read_text()
    assert json.loads((corpus / "out.json").read_text())[0]["location"]["path"].startswith("_data")
