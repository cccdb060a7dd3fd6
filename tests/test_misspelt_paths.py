"""Where nothing that was named exists, the request cannot be served: status 2, and near names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from program import Word, run, sound


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_figures" / "PMC1__f1.md").write_text(sound(1), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("_figure", "_figures"),
        ("_Figures", "_figures"),
        ("figures/", "_figures"),
        ("_figures/PMC1__f1", "_figures/PMC1__f1.md"),
        ("_figures/PMC1__fl.md", "_figures/PMC1__f1.md"),
        ("_figure/PMC1__f1.md", "_figures/PMC1__f1.md"),
        ("./_figures/pmc1__f1.md", "_figures/PMC1__f1.md"),
        ("_figures/sub/../PMC1_f1.md", "_figures/PMC1__f1.md"),
        ("quite/other/names", ""),
        ("_figures/PMC1__f1.md/x", ""),
        ("", ""),
        ("a" * 300, ""),
    ],
)
@pytest.mark.parametrize("command", ["validate", "normalize", "export"])
def test_a_slip_of_the_hand_is_status_2(corpus: Path, command: str, path: str, near: str) -> None:
    options = ["--to", "csv"] if command == "export" else []
    done = run(command, *options, path, cwd=corpus)
    question = f" (did you mean {near}?)" if near else ""
    assert (done.status, done.out) == (2, "")
    assert done.err == f"pfocr: no such file or folder: {path or repr(path)}{question}\n"


def test_several_are_named(corpus: Path) -> None:
    done = run("validate", "one", "two", cwd=corpus)
    assert (done.status, done.err) == (2, "pfocr: no such file or folder: one and two\n")
    done = run("validate", *(f"n{number}" for number in range(9)), cwd=corpus)
    assert (done.status, done.err) == (2, "pfocr: no such file or folder: n0, n1, n2 and 6 more\n")


def test_beside_one_that_exists_it_is_a_finding(corpus: Path) -> None:
    done = run("validate", "gone.md", "_figures", "--format", "jsonl", cwd=corpus)
    assert done.status == 1
    assert [(found["file"], found["code"]) for found in done.findings] == [("gone.md", "P001")]
    done = run("validate", "gone.md", "-", stdin=sound(2).encode(), cwd=corpus)
    assert "gone.md:1:1: P001 error no such file" in done.out


def test_what_is_there_and_cannot_be_read_is_a_finding(corpus: Path) -> None:
    (corpus / "PMC2__f1.md").symlink_to("nowhere.md")
    assert "P001" in run("validate", "PMC2__f1.md", cwd=corpus).out


def test_a_table_that_is_not_there_stands_for_its_record(corpus: Path) -> None:
    done = run("validate", "_data/PMC1__f1-genes.tsv", "--show-files", cwd=corpus)
    assert (done.status, done.out) == (0, "_figures/PMC1__f1.md\n")
    assert run("validate", "_data/PMC2__f1-genes.tsv", cwd=corpus).status == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "nonsense"], "nonsense"),
        (["--select", "Q9"], "Q9"),
        (["--unsafe-fixes"], "--unsafe-fixes says which fixes"),
        (["--fail-on", "never", "--write-baseline", "x"], "would write nothing"),
        (["--diff", "--format", "text"], "--diff prints only a patch"),
        (["--schema", "nowhere.json"], "nowhere.json"),
    ],
)
def test_what_is_wrong_with_the_options_is_said_first(
    corpus: Path, words: list[Word], said: str
) -> None:
    done = run("validate", "_figure", *words, cwd=corpus)
    assert done.status == 2
    assert said in done.err
    assert "_figure " not in done.err
    assert os.listdir(corpus) == ["_figures"]


def test_nothing_unseen_reaches_the_message(corpus: Path) -> None:
    (corpus / "_fig\x1b[31mures").mkdir()
    done = run("validate", "_fig\x1b[31mure", cwd=corpus)
    assert done.status == 2
    assert b"\x1b" not in done.stderr


def test_a_folder_of_many_names_is_answered_too(corpus: Path) -> None:
    for number in range(5_100):
        (corpus / "_figures" / f"PMC{10_000 + number}__f1.md").touch()
    done = run("validate", "_figures/PMC12345__fl.md", cwd=corpus)
    assert "did you mean _figures/PMC12345__f1.md" in done.err
