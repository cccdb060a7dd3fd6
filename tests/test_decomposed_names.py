"""Names that macOS has decomposed (NFD) are the names that they look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from program import SOUND_2023, run, sound

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.source import Place

NAME = "PMC7__Größe-Ångström-f1"
GENES = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource"
    "\tcount_direct\tcount_synonym\tcount_match\n"
    "9606\tHomo sapiens\tPrimates\tNFKB1\tNFKB1\tNFKB1\t4790\tncbigene_symbol\t1\t1\t1\n"
)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


Form = Callable[[str], str]
FORMS = pytest.mark.parametrize("file", [nfc, nfd])


def corpus(folder: Path, file: Form, inside: Form, table: Form, text: str = SOUND_2023) -> str:
    """Write a record and its table of genes; return the record's path."""
    written = sound(7, text).replace("PMC7__f1", inside(NAME))
    written = written.replace("f1.jpg", f"{inside(NAME[6:])}.jpg")
    path = f"_figures/{file(NAME)}.md"
    (folder / "_figures").mkdir()
    (folder / "_data").mkdir()
    (folder / path).write_text(written, "utf-8")
    (folder / "_data" / f"{table(NAME)}-genes.tsv").write_text(GENES, "utf-8")
    return path


@FORMS
@pytest.mark.parametrize("inside", [nfc, nfd])
@pytest.mark.parametrize("table", [nfc, nfd])
def test_the_same_letters_are_no_mismatch(
    tmp_path: Path, file: Form, inside: Form, table: Form
) -> None:
    corpus(tmp_path, file, inside, table)
    done = run("validate", "--fail-on", "warning", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")
    export = run("export", "--to", "csv", cwd=tmp_path)
    assert b"NFKB1" in export.stdout


def test_other_letters_are_one(tmp_path: Path) -> None:
    path = corpus(tmp_path, nfd, nfc, nfc)
    (tmp_path / path).rename(tmp_path / nfd(path).replace("Gro", "Gru"))
    done = run("validate", "--select", "I201", "--format", "jsonl", cwd=tmp_path)
    assert done.codes() == {"I201"}


def test_parts_of_a_record_are_compared_so_too(tmp_path: Path) -> None:
    path = corpus(tmp_path, nfc, nfc, nfc)
    text = (tmp_path / path).read_text("utf-8")
    text = text.replace("number: F1", f"number: {nfd('é1')}")
    text = text.replace("figid_alias: PMC7__F1", f"figid_alias: PMC7__{nfc('é1')}")
    text = text.replace("figures/PMC7__F1", f"figures/PMC7__{nfc('é1')}")
    name = f"filename: {nfc(NAME[6:])}"
    assert name in text
    text = text.replace(name, nfd(name)).replace(f"figures/{nfc(NAME)}", f"figures/{nfd(NAME)}")
    (tmp_path / path).write_text(text, "utf-8")
    assert run("validate", "--select", "I,K602", cwd=tmp_path).out == ""


def test_two_records_of_one_figure_are_found(tmp_path: Path) -> None:
    path = corpus(tmp_path, nfc, nfc, nfc)
    other = tmp_path / "_figures" / "again" / f"{nfd(NAME)}.md"
    other.parent.mkdir()
    text = (tmp_path / path).read_text("utf-8")
    other.write_text(nfd(text), "utf-8")
    done = run("validate", "--select", "C", "--format", "jsonl", cwd=tmp_path)
    assert done.codes() == {"C801"}


@FORMS
@pytest.mark.parametrize("given", [nfc, nfd])
def test_lists_and_named_paths_lead_there(tmp_path: Path, file: Form, given: Form) -> None:
    path = corpus(tmp_path, file, nfc, nfc)
    shown = f"{path}\n"
    listed = given(path)
    tables = given(f"_data/{NAME}-genes.tsv")
    for text in (listed, tables):
        done = run(
            "validate", "--files-from", "-", "--show-files", stdin=text.encode(), cwd=tmp_path
        )
        assert (done.status, done.out, done.err) == (0, shown, "")
        done = run("validate", text, "--show-files", cwd=tmp_path)
        assert (done.status, done.out, done.err) == (0, shown, "")


def test_the_baseline_knows_a_finding_of_another_machine(tmp_path: Path) -> None:
    (tmp_path / "_figures").mkdir()
    broken = tmp_path / "_figures" / f"{nfc(NAME)}.md"
    broken.write_text("")
    run("validate", "--write-baseline", "known", cwd=tmp_path)
    broken.rename(tmp_path / "_figures" / f"{nfd(NAME)}.md")
    done = run("validate", "--baseline", "known", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")


def test_a_baseline_written_with_decomposed_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "_figures").mkdir()
    broken = tmp_path / "_figures" / f"{nfc(NAME)}.md"
    broken.write_text("")
    line = f"{nfd(NAME)}\tP003\t\t\t1\n"
    (tmp_path / "known").write_text(line, "utf-8")
    done = run("validate", "--baseline", "known", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")
    broken.unlink()
    broken.with_name("PMC8__f1.md").write_text(sound(8), "utf-8")
    run("validate", "--write-baseline", "known", cwd=tmp_path)
    assert nfc((tmp_path / "known").read_text("utf-8")) == nfc(line)


def test_a_decision_speaks_of_the_figure(tmp_path: Path) -> None:
    path = corpus(tmp_path, nfd, nfd, nfd)
    rows = f"figid\tword\tgenes\tby\twhy\n{nfc(NAME)}\tNFKB1\tNFKB2\tme\tseen\n"
    (tmp_path / "decided.tsv").write_text(rows, "utf-8")
    done = run(
        "validate", "--show", "info", "--select", "G", "--decisions", "decided.tsv", path,
        cwd=tmp_path,
    )  # fmt: skip
    assert "NFKB2" in done.out


@pytest.mark.parametrize("figid", [NAME, None])
def test_the_fingerprint_is_one(figid: str | None) -> None:
    def finding(form: Form) -> Finding:
        place = Place(1, 1, 1, 1)
        name = form(figid) if figid else None
        file = form(f"_figures/{NAME}.md")
        return Finding(file, name, place, "P003", "no-front-matter", Severity.ERROR, "", "", "")

    assert finding(nfc).fingerprint == finding(nfd).fingerprint
