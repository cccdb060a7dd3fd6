"""``--matches``: genes that their words are known not to mean go out as published, which is said,
or put right, in every format as the record would be after its fix.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import BROKEN, run

from pfocr_cli.cli.export import EXPORT_FORMATS

FIX = ("--select", "G509", "--fix", "--unsafe-fixes", "--fail-on", "never")
RECORDS = ("G509-no-gene.md", "G509-other-gene.md", "G509-in-a-table")
COLUMNS = "figid\tword\tgenes\tby\twhy\n"


def copied(name: str, folder: Path) -> Path:
    """Return a copy of a broken record, or of a folder of them, under its own name."""
    target = folder / name
    folder.mkdir(exist_ok=True)
    if (BROKEN / name).is_dir():
        shutil.copytree(BROKEN / name, target)
    else:
        shutil.copy(BROKEN / name, target)
    return target


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", RECORDS)
def test_a_corrected_export_is_that_of_the_record_after_its_fix(name: str, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    copied(name, before), copied(name, after)
    assert run("validate", name, *FIX, cwd=after).status == 0
    targets = [word for format in EXPORT_FORMATS for word in ("--to", f"{format}:{format}/")]
    options = (*targets, "--min-genes", "1", "--tier", "all", "--date", "20260101")
    for folder, matches in ((before, "corrected"), (after, "published")):
        done = run("export", name, *options, "--matches", matches, cwd=folder)
        assert done.status == 0, done.err
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
    assert tree(before) == tree(after)
    assert len(tree(before)) >= len(EXPORT_FORMATS)


def test_what_goes_out_as_published_is_said_in_a_line(tmp_path: Path) -> None:
    name = "G509-other-gene.md"
    copied(name, tmp_path)
    done = run("export", name, "--to", "jsonl", cwd=tmp_path)
    assert done.err.splitlines() == [
        "jsonl: holds 3 known wrong matches (G509), as published; --matches corrected puts them "
        "right"
    ]
    strict = run("export", name, "--to", "jsonl", "--tier", "strict", cwd=tmp_path)
    assert "known wrong" not in strict.err


def test_a_target_of_its_own_and_the_manifest_say_which(tmp_path: Path) -> None:
    copied("G509-no-gene.md", tmp_path)
    targets = ("--to", "csv:a.csv", "--to", "csv:b.csv,matches=corrected", "--manifest", "m.json")
    done = run("export", "G509-no-gene.md", *targets, cwd=tmp_path)
    assert done.status == 0
    assert "csv:a.csv: holds 1 known wrong match (G509), as published" in done.err
    assert "1 known wrong match put right: 1 left out by the table of words" in done.err
    assert "WDTC1" in (tmp_path / "a.csv").read_text()
    assert "WDTC1" not in (tmp_path / "b.csv").read_text()
    outputs = json.loads((tmp_path / "m.json").read_text())["outputs"]
    assert [each["options"]["matches"] for each in outputs] == ["published", "corrected"]
    assert [each["known_wrong_matches"] for each in outputs] == [
        {"published": 1},
        {"left out by the table of words": 1},
    ]


def test_decisions_go_before_the_table(tmp_path: Path) -> None:
    copied("G509-no-gene.md", tmp_path)
    rows = "*\tADP\tWDTC1\tA. E.\tmeant so\n*\tHER2\t-\tA. E.\ta receptor of flies\n"
    (tmp_path / "decisions.tsv").write_text(COLUMNS + rows)
    words = ("--to", "csv", "--matches", "corrected", "--decisions", "decisions.tsv")
    done = run("export", "G509-no-gene.md", *words, cwd=tmp_path)
    assert "WDTC1" in done.out
    assert "ERBB2" not in done.out
    assert done.err.splitlines() == ["csv: 1 known wrong match put right: 1 left out by decisions"]


@pytest.mark.parametrize("keywords", ["WDTC1", "[WDTC1]"])
def test_a_record_whose_only_gene_goes_is_exported_without(keywords: str, tmp_path: Path) -> None:
    text = (BROKEN / "G509-no-gene.md").read_text()
    start, end = text.index("- word: HER2"), text.index("chemicals:")
    listed = text.index("  keywords:"), text.index("genes:")
    lines = f"  keywords: {keywords}\n"
    text = text[: listed[0]] + lines + text[listed[1] : start] + text[end:]
    (tmp_path / "PMC1__f1.md").write_text(text)
    words = ("export", "PMC1__f1.md", "--to", "jsonl", "--on-error", "skip")
    done = run(*words, "--matches", "corrected", cwd=tmp_path)
    record = json.loads(done.out)
    assert record["genes"] == []
    assert record["schema-jsonld"]["keywords"] == []


def test_an_export_over_its_own_record_loses_no_gene(tmp_path: Path) -> None:
    path = copied("G509-no-gene.md", tmp_path)
    before = path.read_bytes()
    done = run(
        "export", path.name, "--to", f"md:{path.name}", "--matches", "corrected", cwd=tmp_path
    )
    assert (done.status, path.read_bytes()) == (2, before)
