"""The baseline as a user has it: old faults stay known while records are edited, judged apart,
merged.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import program
import pytest
from program import RECORDS

GIT = {
    "GIT_AUTHOR_NAME": "A Curator",
    "GIT_AUTHOR_EMAIL": "curator@example.org",
    "GIT_COMMITTER_NAME": "A Curator",
    "GIT_COMMITTER_EMAIL": "curator@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a copy of the sound corpus in which three records of 2021 have a fault each."""
    folder = tmp_path / "corpus"
    shutil.copytree(RECORDS, folder)
    for path in in_2021(folder)[:3]:
        break_gene(path)
    return folder


def in_2021(folder: Path) -> list[Path]:
    """Return the records that hold genes of their own."""
    return [
        path
        for path in sorted((folder / "_figures").glob("*.md"))
        if "\ngenes:\n- word:" in path.read_text("utf-8")
    ]


def break_gene(path: Path, wrong: str = "none") -> None:
    """Give the record's first gene a wrong Entrez id."""
    text = path.read_text("utf-8")
    start = text.index("  entrez: ", text.index("\ngenes:\n"))
    end = text.index("\n", start)
    path.write_text(f"{text[:start]}  entrez: {wrong}{text[end:]}", "utf-8")


def validate(folder: Path, *arguments: str) -> tuple[int, str, str]:
    run = program.run("validate", "--isolated", "--select", "S", *arguments, cwd=folder)
    return run.status, run.out, run.err


def write_baseline(folder: Path, *paths: str) -> None:
    status, out, err = validate(folder, "--write-baseline", "known.tsv", *paths)
    assert (status, out) == (0, "")
    assert "known.tsv" in err


def test_what_is_written_is_known_and_nothing_else(corpus: Path) -> None:
    assert validate(corpus)[0] == 1
    write_baseline(corpus)
    assert validate(corpus, "--baseline", "known.tsv")[:2] == (0, "")
    assert "not shown: 3" in validate(corpus, "--baseline", "known.tsv")[2]
    break_gene(in_2021(corpus)[0], "new")
    status, out, _ = validate(corpus, "--baseline", "known.tsv")
    assert status == 1
    assert len(out.splitlines()) == 1
    assert "'new'" in out


def test_a_gene_inserted_above_an_old_fault_makes_it_no_new_one(corpus: Path) -> None:
    write_baseline(corpus)
    path = in_2021(corpus)[0]
    gene = (
        "- word: RANK\n  symbol: RANK\n  source: hgnc_alias_symbol\n  hgnc_symbol: "
        "TNFRSF11A\n  entrez: '8792'\n"
    )
    path.write_text(path.read_text("utf-8").replace("\ngenes:\n", f"\ngenes:\n{gene}"), "utf-8")
    assert validate(corpus, "--baseline", "known.tsv")[:2] == (0, "")


def test_a_second_copy_of_an_old_fault_is_new(corpus: Path) -> None:
    write_baseline(corpus)
    path = in_2021(corpus)[0]
    gene = (
        "- word: RANK\n  symbol: RANK\n  source: hgnc_alias_symbol\n  hgnc_symbol: "
        "TNFRSF11A\n  entrez: none\n"
    )
    path.write_text(path.read_text("utf-8").replace("\ngenes:\n", f"\ngenes:\n{gene}"), "utf-8")
    status, out, _ = validate(corpus, "--baseline", "known.tsv")
    assert (status, len(out.splitlines())) == (1, 1)


def test_one_file_of_many_is_judged_against_the_whole_baseline(corpus: Path) -> None:
    write_baseline(corpus)
    one = os.path.relpath(in_2021(corpus)[0], corpus)
    status, out, err = validate(corpus, "--baseline", "known.tsv", one)
    assert (status, out) == (0, "")
    assert "not shown: 1" in err
    assert "no longer found: 0" in err


def test_writing_for_one_file_keeps_what_is_known_of_the_others(corpus: Path) -> None:
    write_baseline(corpus)
    before = (corpus / "known.tsv").read_text("utf-8").splitlines()
    first = in_2021(corpus)[0]
    break_gene(first, "other")
    write_baseline(corpus, os.path.relpath(first, corpus))
    after = (corpus / "known.tsv").read_text("utf-8").splitlines()
    assert len(after) == len(before) == 3
    assert len(set(before) & set(after)) == 2
    assert after == sorted(after)
    assert validate(corpus, "--baseline", "known.tsv")[0] == 0


def test_a_fault_that_was_mended_is_counted_and_no_error(corpus: Path) -> None:
    write_baseline(corpus)
    break_gene(in_2021(corpus)[0], "'1'")
    status, out, err = validate(corpus, "--baseline", "known.tsv")
    assert (status, out) == (0, "")
    assert "no longer found: 1" in err


def test_a_baseline_can_be_named_before_it_is_there(corpus: Path) -> None:
    write_baseline(corpus, "--baseline", "known.tsv")
    assert validate(corpus, "--baseline", "known.tsv")[0] == 0
    assert validate(corpus, "--baseline", "another.tsv")[0] == 2


def test_a_baseline_named_in_the_configuration_can_be_written(corpus: Path) -> None:
    (corpus / ".pfocr.toml").write_text('baseline = "known.tsv"\n')
    command = ["validate", "--select", "S"]
    written = program.run(*command, "--write-baseline", "known.tsv", cwd=corpus)
    assert (written.status, written.out) == (0, "")
    assert program.run(*command, cwd=corpus).status == 0


def test_what_a_run_does_not_look_for_is_not_gone_and_is_kept(corpus: Path) -> None:
    shutil.copy(in_2021(corpus)[0], corpus / "_figures" / "PMC99000099__copy.md")
    everything = ["--select", "S,C,I", "--fail-on", "warning"]
    validate(corpus, *everything, "--write-baseline", "known.tsv")
    before = (corpus / "known.tsv").read_text("utf-8")
    assert "\tC801\t" in before
    assert "\tI201\t" in before
    assert "no longer found: 0" in validate(corpus, "--select", "S", "--baseline", "known.tsv")[2]
    validate(corpus, "--select", "T", "--write-baseline", "known.tsv")
    assert (corpus / "known.tsv").read_text("utf-8") == before
    validate(corpus, *everything, "--write-baseline", "known.tsv", "_figures/PMC99000099__copy.md")
    assert "\tC801\t" in (corpus / "known.tsv").read_text("utf-8")


def test_findings_below_fail_on_are_not_written(corpus: Path) -> None:
    command = ["--select", "T301", "--show", "info", "--write-baseline", "known.tsv"]
    status, out, _ = validate(corpus, *command)
    assert status == 0
    assert "T301 info" in out
    assert "T301" not in (corpus / "known.tsv").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_two_branches_baselines_merge(corpus: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", *arguments], cwd=corpus, env=os.environ | GIT, check=True, capture_output=True
        )

    paths = in_2021(corpus)
    git("init", "-q", "-b", "main")
    write_baseline(corpus)
    (corpus / ".gitattributes").write_text("known.tsv merge=union\n")
    git("add", ".")
    git("commit", "-qm", "three known faults")
    for branch, path, wrong in (("one", paths[0], "first"), ("two", paths[1], "second")):
        git("checkout", "-q", "-b", branch, "main")
        break_gene(path, wrong)
        write_baseline(corpus)
        git("commit", "-qam", branch)
    git("merge", "-q", "--no-edit", "one")
    status, out, err = validate(corpus, "--baseline", "known.tsv")
    assert (status, out) == (0, "")
    assert "not shown: 3" in err


def test_a_conflict_in_the_baseline_is_told_and_nothing_is_judged(corpus: Path) -> None:
    write_baseline(corpus)
    path = corpus / "known.tsv"
    path.write_text(
        "<<<<<<< ours\n" + path.read_text("utf-8") + "=======\n>>>>>>> theirs\n", "utf-8"
    )
    status, out, err = validate(corpus, "--baseline", "known.tsv")
    assert (status, out) == (2, "")
    assert "known.tsv:1: an unresolved merge conflict" in err
