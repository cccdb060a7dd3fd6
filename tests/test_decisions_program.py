"""``--decisions`` in the commands that read it, and the way of the list of what is left."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import program
import pytest

HEAD = "figid\tword\tgenes\tby\twhy\n"
RECORD = program.sound(1)
GENE = RECORD[RECORD.index("- word: NFKB1") : RECORD.index("chemicals:")]
WITHOUT_KEYWORDS = RECORD.replace("  keywords:\n  - NFKB1", "  keywords: []")
NAME = "PMC1__f1.md"


def _drafts(folder: Path, *words: str) -> Path:
    path = folder / NAME
    drafts = "".join(f"- word: {word}\n" for word in words)
    path.write_text(WITHOUT_KEYWORDS.replace(GENE, drafts), encoding="utf-8")
    return path


def _matched(folder: Path, word: str, symbol: str, entrez: str) -> Path:
    path = folder / NAME
    gene = GENE.replace("word: NFKB1", f"word: {word}").replace("NFKB1", symbol)
    text = RECORD.replace(GENE, gene.replace("4790", entrez))
    path.write_text(text.replace("  - NFKB1", f"  - {symbol}"), encoding="utf-8")
    return path


def _decided(folder: Path, *rows: str) -> str:
    (folder / "d.tsv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return "d.tsv"


def test_a_filled_in_list_of_what_is_left_is_obeyed(tmp_path: Path) -> None:
    record = _drafts(tmp_path, "Blimey-1", "Crumbs", "RANKL")
    assert program.run("normalize", NAME, "--todo", "todo.tsv", cwd=tmp_path).status == 0
    with open(tmp_path / "todo.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    decided = {"Blimey-1": "PRDM1", "Crumbs": "-"}
    for row in rows:
        row |= {"genes": decided.get(row["word"], ""), "by": "Jane", "why": "its caption"}
    with open(tmp_path / "todo.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    again = program.run("normalize", NAME, "--todo", "todo.tsv", cwd=tmp_path)
    assert again.status == 2
    assert "its genes are filled in" in again.err
    run = program.run("normalize", NAME, "--fill", "--decisions", "todo.tsv", cwd=tmp_path)
    assert (run.status, "left for" in run.err) == (0, False)
    text = record.read_text(encoding="utf-8")
    assert "hgnc_symbol: PRDM1" in text
    assert "hgnc_symbol: TNFSF11" in text
    assert "- word: Crumbs\n" in text
    assert text.count("hgnc_symbol: ") == 2


def test_what_needs_a_decision_comes_first_and_what_options_mend_is_counted(tmp_path: Path) -> None:
    _drafts(tmp_path, *["RANKL"] * 25, "Blimey-1")
    run = program.run("normalize", NAME, cwd=tmp_path)
    lines = run.err.splitlines()
    assert lines[0] == "1 gene needs a decision, 25 genes need only --fill"
    assert "Blimey-1" in lines[1]
    assert "and 6 more: 6 S101" in lines[-1]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("*\tAR\tFDXR\tJane\t", []),
        ("PMC1__f1\tAR\tFDXR\tJane\t", []),
        ("PMC2__f1\tAR\tFDXR\tJane\t", ["G508"]),
        ("*\tAR\t-\tJane\tan axis", ["G508"]),
    ],
)
def test_what_is_settled_is_silent(tmp_path: Path, row: str, codes: list[str]) -> None:
    _matched(tmp_path, "AR", "FDXR", "2232")
    found = ("--show", "info", "--select", "G50", "--format", "jsonl")
    run = program.run("validate", NAME, *found, cwd=tmp_path)
    assert run.out
    run = program.run(
        "validate", NAME, *found, "--decisions", _decided(tmp_path, row), cwd=tmp_path
    )
    told = [json.loads(line) for line in run.out.splitlines()]
    if codes:
        assert len(told) == 1
        assert told[0]["code"] in {*codes, "G509"}
        assert "PMC2" in row or "Jane" in told[0]["message"]
    else:
        assert told == []


def test_resolve_says_who_decided(tmp_path: Path) -> None:
    name = _decided(tmp_path, "*\tOPG\tTNFRSF11B\tJane\t", "PMC1__f1\tp53\t-\tJane\t")
    run = program.run(
        "resolve", "OPG", "p53", "--format", "jsonl", "--decisions", name, cwd=tmp_path
    )
    opg, p53 = map(json.loads, run.out.splitlines())
    assert [match["how"] for match in opg["matches"]] == ["decided by Jane"]
    assert p53["matches"][0]["hgnc_symbol"] == "TP53"


@pytest.mark.parametrize("command", ["validate", "normalize", "export --to gmt", "resolve X"])
def test_what_cannot_be_used_ends_the_run(tmp_path: Path, command: str) -> None:
    (tmp_path / NAME).write_text(RECORD, encoding="utf-8")
    paths = [] if command.startswith("resolve") else [NAME]
    name = _decided(tmp_path, "*\tX\tNOGENE9\tJane\t")
    run = program.run(*command.split(), *paths, "--decisions", name, cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert "d.tsv:2: 'NOGENE9' is not an approved symbol" in run.err
    missing = program.run(*command.split(), *paths, "--decisions", "no.tsv", cwd=tmp_path)
    assert (missing.status, "no.tsv" in missing.err) == (2, True)


def test_decisions_are_never_replaced(tmp_path: Path) -> None:
    _drafts(tmp_path, "RANKL")
    name = _decided(tmp_path, "*\tX\t-\tJane\t")
    before = (tmp_path / name).read_bytes()
    run = program.run("normalize", NAME, "--decisions", name, "--todo", name, cwd=tmp_path)
    assert run.status == 2
    assert "the decisions of this run" in run.err
    assert (tmp_path / name).read_bytes() == before


def test_the_seeds_drafts_give_the_seeds_genes(tmp_path: Path) -> None:
    record = _drafts(tmp_path, "RANK", "RANKL", "OPG")
    assert program.run("normalize", NAME, "--fill", cwd=tmp_path).status == 0
    text = record.read_text(encoding="utf-8")
    found = [line.split()[-1] for line in text.splitlines() if "hgnc_symbol: " in line]
    assert found == ["TNFRSF11A", "TNFSF11", "TNFRSF11B"]


def test_an_export_as_published_says_that_decisions_change_no_gene_in_it(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(RECORD, encoding="utf-8")
    decisions = _decided(tmp_path, "*\tOPG\t-\tAda\ttest")
    result = program.run("export", NAME, "--to", "csv", "--decisions", decisions, cwd=tmp_path)
    assert result.status == 0
    assert "--decisions changes no gene of an export without --matches corrected" in result.err


@pytest.mark.parametrize(
    "command",
    [
        ["validate", "--fail-on", "error"],
        ["normalize", "--check"],
        ["export", "--to", "json:out.json", "--matches", "corrected"],
    ],
    ids=lambda command: command[0],
)
def test_a_figid_that_no_record_has_is_told_with_its_line(
    tmp_path: Path, command: list[str]
) -> None:
    record = _drafts(tmp_path, "RANKL")
    record.write_text(RECORD, encoding="utf-8")
    figid = RECORD.split("figid: ")[1].split("\n")[0]
    met = f"{figid}\tRANKL\tTNFSF11\tJane\t"
    decided = _decided(tmp_path, met, "PMC9__f9\tRANKL\tTNFSF11\tJane\t")
    told = program.run(*command, "--decisions", decided, NAME, cwd=tmp_path)
    assert "d.tsv:3: no record that was read has the figid 'PMC9__f9'" in " ".join(told.err.split())
    # A run over a part of the records, as a hook makes it.
    decided = _decided(tmp_path, met, *(f"PMC{n}__f\tRANKL\tTNFSF11\tJ\t" for n in (8, 9)))
    assert "no record" not in program.run(*command, "--decisions", decided, NAME, cwd=tmp_path).err
