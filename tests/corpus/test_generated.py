"""Generated corpora with labelled faults: each is found, in its line, and nothing sound is
blamed.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpora import Corpus, Generate, validate

from pfocr_cli.record import fast
from pfocr_cli.record.compose import compose
from pfocr_cli.record.nodes import data_of
from pfocr_cli.record.reading import read
from pfocr_cli.record.source import Source

CODES = {
    "missing-key": "S101",
    "gene-key-missing": "S101",
    "wrong-type": "S102",
    "entrez-not-a-string": "S102",
    "unknown-key": "S103",
    "pmcid-mismatch": "I201",
    "alias-mismatch": "I202",
    "foreign-keyword": "K601",
    "jsonld-id-mismatch": "K602",
    "jsonld-description-mismatch": "K602",
    "not-utf8": "P002",
    "unclosed-front-matter": "P003",
    "no-front-matter": "P003",
    "empty-file": "P003",
    "truncated": "P003",
    "tab-indent": "P004",
    "merge-conflict": "P004",
    "duplicate-key": "P005",
    "control-byte": "P006",
    "alias-bomb": "P006",
    "tag": "P006",
    "entrez-mismatch": "G504",
    "unknown-hgnc-symbol": "G503",
}

MILD = {"unknown-hgnc-symbol": "warning"}
"""Faults that may be none: a symbol that the lexicon lacks may be newer than its release."""


@pytest.fixture(scope="module", params=[1, 20, 303])
def corpus(request: pytest.FixtureRequest, generate: Generate) -> Corpus:
    return generate(records=700, generation="mixed", faults=0.3, variants=0.2, seed=request.param)


@pytest.fixture(scope="module")
def findings(corpus: Corpus) -> dict[str, list[dict[str, Any]]]:
    status, found = validate(corpus.folder, ".")
    assert status == 1
    by_file = defaultdict(list)
    for finding in found:
        by_file[finding["file"]].append(finding)
    return by_file


def test_every_fault_is_found_where_it_is(
    corpus: Corpus, findings: dict[str, list[dict[str, Any]]]
) -> None:
    assert {fault["fault"] for fault in corpus.faults} == set(CODES)
    for fault in corpus.faults:
        lines = [
            finding["line"]
            for finding in findings[fault["file"]]
            if finding["code"] == CODES[fault["fault"]]
            and finding["severity"] in ("error", MILD.get(fault["fault"]))
        ]
        assert lines, fault
        assert fault["line"] is None or fault["line"] in lines, (fault, lines)


def test_nothing_sound_is_an_error(
    corpus: Corpus, findings: dict[str, list[dict[str, Any]]]
) -> None:
    broken = {fault["file"] for fault in corpus.faults}
    blamed = [
        finding for file, found in findings.items() if file not in broken for finding in found
    ]
    assert [finding for finding in blamed if finding["severity"] == "error"] == []


def test_both_readers_agree_on_every_record(corpus: Corpus) -> None:
    fast_ones = 0
    for path in corpus.records:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        for reading in read(Source(text), "markdown"):
            if (found := fast.read_plain(reading.text)) is not None:
                root, faults = compose(reading.text)
                assert root is not None
                assert not faults
                assert found.data == data_of(root)
                fast_ones += 1
    assert fast_ones > 500


@pytest.mark.parametrize("corpus", [303], indirect=True)
def test_processes_do_not_change_the_report(corpus: Corpus) -> None:
    assert validate(corpus.folder, ".", "--show", "info", "-j", "2") == validate(
        corpus.folder, ".", "--show", "info"
    )


# Genes against HGNC's own files, read here without any of the package


STALE_AT_LEAST = 200


@dataclass(frozen=True)
class Hgnc:
    """HGNC's two files: symbols by Entrez id, what each gene was called, and what became of
    withdrawn entries.
    """

    approved: set[str]
    by_entrez: dict[str, str]
    before: dict[str, set[str]]

    def current(self, symbol: str, entrez: str) -> str | None:
        """Return today's symbol where this one is stale."""
        gene = self.by_entrez.get(entrez, "")
        return gene if symbol not in self.approved and symbol in self.before.get(gene, ()) else None


@pytest.fixture(scope="module")
def hgnc(shared: Path) -> Hgnc:
    def rows(name: str) -> list[dict[str, str]]:
        text = gzip.decompress((shared / "hgnc" / name).read_bytes()).decode("utf-8")
        return list(csv.DictReader(io.StringIO(text), delimiter="\t"))

    genes = rows("hgnc_complete_set.txt.gz")
    symbol_of = {row["hgnc_id"]: row["symbol"] for row in genes}
    before = {row["symbol"]: set(filter(None, row["prev_symbol"].split("|"))) for row in genes}
    for _, _, withdrawn, merged in (row.values() for row in rows("withdrawn.txt.gz")):
        for hgnc_id in re.findall(r"HGNC:[0-9]+", merged or ""):
            if hgnc_id in symbol_of:
                before[symbol_of[hgnc_id]].add(withdrawn)
    by_entrez = {row["entrez_id"]: row["symbol"] for row in genes if row["entrez_id"]}
    return Hgnc(set(symbol_of.values()), by_entrez, before)


@pytest.fixture(scope="module", params=["2021", "2023"])
def sound(request: pytest.FixtureRequest, generate: Generate) -> Corpus:
    return generate(records=2000, generation=request.param, seed=7)


@pytest.fixture(scope="module")
def of_genes(sound: Corpus) -> list[dict[str, Any]]:
    status, found = validate(sound.folder, ".", "--show", "info", "--select", "G")
    assert status == 0
    return found


def genes(corpus: Corpus) -> Iterator[tuple[str, str, str, str]]:
    """Yield the file, pointer, symbol and Entrez id of every gene."""
    for path in corpus.records:
        record = yaml.load(
            path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.CSafeLoader
        )
        for index, gene in enumerate(record.get("genes", ())):
            yield (
                f"_figures/{path.name}",
                f"/genes/{index}/hgnc_symbol",
                gene["hgnc_symbol"],
                gene["entrez"],
            )
    for path in sorted((corpus.folder / "_data").glob("*-genes.tsv")):
        for index, line in enumerate(path.read_text(encoding="utf-8").split("\n")[1:-1]):
            cells = line.split("\t")
            yield f"_data/{path.name}", f"/genes/{index}/ncbigene_symbol", cells[5], cells[6]


def test_all_stale_symbols_are_found_and_no_other(
    sound: Corpus, of_genes: list[dict[str, Any]], hgnc: Hgnc
) -> None:
    stale = {}
    for file, pointer, symbol, entrez in genes(sound):
        if current := hgnc.current(symbol, entrez):
            stale[file, pointer, symbol] = f"write {current}"
    found = [finding for finding in of_genes if finding["code"] == "G501"]
    assert {
        (one["file"], one["pointer"], one["value"]): one["fix"]["message"] for one in found
    } == stale
    assert len(found) == len(stale) > STALE_AT_LEAST


def test_nothing_else_is_wrong_with_their_symbols(of_genes: list[dict[str, Any]]) -> None:
    """The genes of 2020 have changed their names, and nothing worse; of what words lead to, only
    what the table of words knows to be wrong is more than an info.
    """
    warned = {finding["code"] for finding in of_genes if finding["severity"] != "info"}
    assert warned == {"G509", *({"G501"} & warned)}
    infos = {finding["code"] for finding in of_genes} - warned
    assert {"G505", "G507", "G508"} <= infos <= {"G501", "G504", "G505", "G507", "G508"}
    retired = {finding["value"] for finding in of_genes if finding["code"] == "G504"}
    assert retired <= {"117153"}  # MIA2's, which NCBI merged


def test_no_approved_symbol_is_called_stale(of_genes: list[dict[str, Any]], hgnc: Hgnc) -> None:
    stale = {finding["value"] for finding in of_genes if finding["code"] == "G501"}
    assert stale
    assert not hgnc.approved & stale


def test_few_words_do_not_lead_to_their_gene(sound: Corpus, of_genes: list[dict[str, Any]]) -> None:
    """Most of these rows are mistakes that the table of words does not have: Lrp4 as CORIN."""
    every = sum(1 for _ in genes(sound))
    assert sum(finding["code"] == "G508" for finding in of_genes) < every * 0.02


def test_one_rule_speaks_of_how_a_gene_was_matched(of_genes: list[dict[str, Any]]) -> None:
    rows = Counter(
        (finding["file"], finding["pointer"].rpartition("/")[0])
        for finding in of_genes
        if finding["code"] in ("G505", "G508", "G509")
    )
    assert max(rows.values()) == 1
