"""``pfocr normalize`` on real records and generated ones: every stale symbol, and not one byte
beside them.

What is stale is counted here from HGNC's own files, with nothing of pfocr.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import program
import pytest
import yaml
from corpora import Corpus, Generate
from program import Run

Hgnc = tuple[dict[str, str], dict[str, set[str]]]
"""Today's symbol by Entrez id, and the previous and merged symbols of each of these."""


@pytest.fixture(scope="module")
def hgnc(shared: Path) -> Hgnc:
    today: dict[str, str] = {}
    formerly: dict[str, set[str]] = {}
    with gzip.open(shared / "hgnc" / "hgnc_complete_set.txt.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            today[row["entrez_id"]] = row["symbol"]
            formerly[row["symbol"]] = set(row["prev_symbol"].split("|")) - {""}
    with gzip.open(shared / "hgnc" / "withdrawn.txt.gz", "rt", encoding="utf-8") as file:
        for cells in csv.reader(file, delimiter="\t"):
            for symbol, status in re.findall(r"HGNC:[0-9]+\|([^|]+)\|([A-Za-z ]+)", cells[3]):
                if status == "Approved":
                    formerly.setdefault(symbol, set()).add(cells[2])
    return today, formerly


@pytest.fixture(scope="module")
def corpus(generate: Generate) -> Corpus:
    return generate(records=2000, generation=2021, seed=31)


def normalize(folder: Path, *arguments: str) -> Run:
    return program.run("normalize", "--isolated", *arguments, cwd=folder, timeout=600)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def data_of(content: bytes) -> dict[str, Any]:
    data: dict[str, Any] = next(yaml.load_all(content, Loader=yaml.CSafeLoader))
    return data


def stale_in(data: dict[str, Any], hgnc: Hgnc) -> Iterator[tuple[str, str]]:
    """Yield each stale symbol of a record with today's."""
    today, formerly = hgnc
    for gene in data["genes"]:
        old, new = gene["hgnc_symbol"], today.get(gene["entrez"])
        if new and old != new and old not in formerly and old in formerly[new]:
            yield old, new


def test_all_stale_symbols_and_nothing_else(corpus: Corpus, hgnc: Hgnc) -> None:
    figures = corpus.folder / "_figures"
    before = contents(figures)
    assert normalize(figures, "--check").status == 1
    assert contents(figures) == before

    run = normalize(figures)
    assert run.status == 0
    after = contents(figures)
    renamed = 0
    for path, content in before.items():
        was, now = data_of(content), data_of(after[path])
        names = dict(stale_in(was, hgnc))
        renamed += sum(1 for _ in stale_in(was, hgnc))
        assert [gene["hgnc_symbol"] for gene in now["genes"]] == [
            names.get(gene["hgnc_symbol"], gene["hgnc_symbol"]) for gene in was["genes"]
        ]
        assert changed_lines(content, after[path]) == lines_with(content, names)
        assert list(stale_in(now, hgnc)) == []
        assert_the_keywords_follow(was, now, names)
    assert renamed > 100
    assert len(run.out.splitlines()) == renamed

    assert normalize(figures, "--check").status == 0
    assert normalize(figures).out == ""
    assert contents(figures) == after


def changed_lines(before: bytes, after: bytes) -> list[bytes]:
    """Return the lines of ``before`` that are other ones now; where a line is gone, all below it
    shift.
    """
    was, now = before.split(b"\n"), after.split(b"\n")
    changed = []
    for line in was:
        if now and line == now[0]:
            now.pop(0)
        else:
            changed.append(line)
            if (
                now
                and (line.split(b":")[0] == now[0].split(b":")[0] or line[:4] == now[0][:4])
                and now[0] not in was
            ):
                now.pop(0)
    assert not now
    return changed


def lines_with(content: bytes, names: dict[str, str]) -> list[bytes]:
    """Return the lines that hold a stale symbol as a value of hgnc_symbol or as a keyword."""
    wanted = {f"  {start} {name}".encode() for name in names for start in ("-", "hgnc_symbol:")}
    return [line for line in content.split(b"\n") if line in wanted]


def assert_the_keywords_follow(
    was: dict[str, Any], now: dict[str, Any], names: dict[str, str]
) -> None:
    old, new = (data["schema-jsonld"]["keywords"] for data in (was, now))
    assert new == list(dict.fromkeys(names.get(word, word) for word in old))
    del was["schema-jsonld"]["keywords"], now["schema-jsonld"]["keywords"]
    for data in (was, now):
        for gene in data["genes"]:
            del gene["hgnc_symbol"]
    assert was == now


@pytest.mark.parametrize("folder", ["_figures", "generations"])
def test_real_records_change_only_where_a_symbol_is_stale(
    folder: str, shared: Path, hgnc: Hgnc, tmp_path: Path
) -> None:
    run = normalize(shared / "real", folder, "-o", str(tmp_path / "out"))
    assert run.status == 0
    written = contents(tmp_path / "out")
    assert written
    base = shared / "real" / ("" if folder == "_figures" else folder)
    for path, content in written.items():
        original = (base / path.relative_to(tmp_path / "out")).read_bytes()
        if path.suffix == ".tsv" or "genes" not in (data := data_of(original)):
            assert content == original
        else:
            names = dict(stale_in(data, hgnc))
            assert changed_lines(original, content) == lines_with(original, names)


def test_nothing_to_do_leaves_every_byte(generate: Generate) -> None:
    """The 2023 form has its symbols in side tables, which are not edited unasked; variants have
    CRLF and BOMs.
    """
    corpus = generate(records=2000, generation=2023, variants=0.3, seed=32)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in corpus.folder.rglob("*.*")
    }
    assert normalize(corpus.folder).status == 0
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in corpus.folder.rglob("*.*")
    } == before


def test_variants_stay_what_they_are(generate: Generate, hgnc: Hgnc) -> None:
    corpus = generate(records=300, generation=2021, variants=1.0, seed=33)
    before = contents(corpus.folder / "_figures")
    assert normalize(corpus.folder).status == 0
    for path, content in before.items():
        after = path.read_bytes()
        assert after.count(b"\r\n") - after.count(b"\n") == content.count(b"\r\n") - content.count(
            b"\n"
        )
        assert after[:3] == content[:3]
        assert list(stale_in(data_of(after), hgnc)) == []
