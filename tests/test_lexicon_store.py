"""The lexicon's file: look-ups, and what is no lexicon or not a whole one."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from test_lexicon_build import FZD1, GBA1, RANK, WITHDRAWN_HEADER, complete_set, made, opened

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon import sorted_lines, store
from pfocr_cli.lexicon.build import write
from pfocr_cli.lexicon.model import HgncGene, Term, fold
from pfocr_cli.lexicon.store import EMBEDDED, Lexicon, latest_path, open_lexicon


@pytest.fixture(scope="module")
def embedded() -> Lexicon:
    return open_lexicon(None)


def test_the_embedded_one_is_whole(embedded: Lexicon) -> None:
    embedded.verify()
    assert embedded.release.hgnc == "2024-07"
    assert [source.what for source in embedded.release.sources] == [
        "genes",
        "withdrawn",
        "families",
        "family names",
        "texts",
        "synonyms",
    ]
    licences = {source.licence for source in embedded.release.sources}
    assert licences == {"CC0-1.0", "Ensembl: no restriction"}
    assert embedded.release.counts["genes"] == 43_837


def test_the_embedded_one_names_nothing_of_the_machine_that_made_it() -> None:
    with open(EMBEDDED, encoding="utf-8") as stream:
        head = stream.readline()
    assert not any(word in head for word in ("/", "\\", "tmp", "home", "2025", "2026"))


@pytest.mark.parametrize(
    "symbol", ["AR", "MCM2", "GBA1", "STING1", "CCN2", "SEPTIN7", "TP53", "MT-CO1", "HLA-DRB1"]
)
def test_approved_symbols_are_approved(embedded: Lexicon, symbol: str) -> None:
    gene = embedded.approved(symbol)
    assert gene is not None
    assert gene.symbol == symbol
    assert embedded.gene(gene.hgnc_id) == embedded.with_entrez(gene.entrez) == gene


@pytest.mark.parametrize(
    "symbol",
    [
        "GBA",
        "TMEM173",
        "CTGF",
        "SEPT7",
        "ar",
        "A-R",
        "RANKL",
        "Frizzled",
        "",
        "\tAR",
        "AR\n",
        "\ud800",
    ],
)
def test_nothing_else_is_approved(embedded: Lexicon, symbol: str) -> None:
    assert embedded.approved(symbol) is None


def test_a_word_of_several_sources_has_all_its_terms_in_order(embedded: Lexicon) -> None:
    terms = embedded.terms("CAP1")
    assert [(term.written, term.source) for term in terms] == sorted(
        (term.written, term.source) for term in terms
    )
    assert {(term.written, term.source) for term in terms} >= {
        ("CAP1", "hgnc_symbol"),
        ("CAP1", "hgnc_alias_symbol"),
        ("CAP-1", "hgnc_alias_symbol"),
    }


@pytest.mark.parametrize(
    "key",
    ["", "NOSUCHWORD", "ranKL", "RANKL\t", "AR\n", "Ω" * 1000, "\x00", "\ud800", "\uffff", "TERM"],
)
def test_a_word_that_is_not_there_has_none(embedded: Lexicon, key: str) -> None:
    assert embedded.terms(key) == ()


@pytest.mark.parametrize("name", ["", "HGNC:", "HGNC:0", "HGNC:1", "11908\t", "HGNC:999999999"])
def test_an_id_that_is_not_there_has_no_gene(embedded: Lexicon, name: str) -> None:
    assert embedded.gene(name) is None
    assert embedded.with_entrez(name) is None


@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        ("Frizzled", {f"FZD{number}" for number in range(1, 11)}),
        ("AC", {f"ADCY{number}" for number in range(1, 11)}),
        ("NFKB", {"NFKB1", "NFKB2", "REL", "RELA", "RELB"}),
        ("NMDAR", {"GRIN1", "GRIN2A", "GRIN2B", "GRIN2C", "GRIN2D", "GRIN3A", "GRIN3B"}),
        ("calcineurin", {"PPP3CA", "PPP3CB", "PPP3CC", "PPP3R1", "PPP3R2"}),
        ("MAPKK", {f"MAP2K{number}" for number in range(1, 8)}),
        ("mGluR", {f"GRM{number}" for number in range(1, 9)}),
        ("beta-catenin", {"CTNNB1"}),
        ("IKK", {"CHUK", "IKBKB", "IKBKG"}),
    ],
)
def test_the_families_that_figures_spell_otherwise(
    embedded: Lexicon, name: str, symbols: set[str]
) -> None:
    (term,) = [term for term in embedded.terms(fold(name)) if term.source == "bioentities_symbol"]
    found = [embedded.gene(hgnc_id) for hgnc_id in term.genes]
    assert {gene.symbol for gene in found if gene} == symbols


def test_p53_is_a_gene_and_no_family(embedded: Lexicon) -> None:
    assert {term.source for term in embedded.terms("P53")} == {"hgnc_alias_symbol"}


def test_every_term_is_found_by_its_fold_and_names_genes_that_are_there(embedded: Lexicon) -> None:
    lexicon = Lexicon(EMBEDDED)
    ids = {gene.hgnc_id for gene in lexicon.genes()}
    assert len(ids) == lexicon.release.counts["genes"]
    for number, term in enumerate(lexicon.all_terms()):
        assert ids.issuperset(term.genes)
        assert term.genes or term.source == "hgnc_withdrawn"
        if number % 7 == 0:  # a seventh, chosen anew by every release, in a second
            assert term in lexicon.terms(fold(term.written))


def test_every_symbol_alias_and_former_symbol_of_a_gene_is_a_term(embedded: Lexicon) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for term in embedded.all_terms():
        owners[term.written, term.source] = set(term.genes)
    for gene in embedded.genes():
        assert owners[gene.symbol, "hgnc_symbol"] == {gene.hgnc_id}
        assert all(gene.hgnc_id in owners[alias, "hgnc_alias_symbol"] for alias in gene.aliases)
        assert all(
            gene.hgnc_id in owners[previous, "hgnc_prev_symbol"] for previous in gene.previous
        )


def test_the_file_is_sorted_text_that_git_can_compare() -> None:
    data = EMBEDDED.read_bytes()
    lines = data.split(b"\n")
    assert lines.pop() == b""
    assert lines[1:] == sorted(lines[1:])
    assert b"\r" not in data


def test_look_ups_take_microseconds() -> None:
    """Generous: 12 µs a look-up where nothing else runs.

    A reader of the whole file would take a second to begin.
    """
    started = time.process_time()
    lexicon = Lexicon(EMBEDDED)
    for number in range(2_000):
        lexicon.terms(f"TERM{number}")
    assert time.process_time() - started < 0.5


def test_who_asks_for_more_is_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_lines, "_FEW", 0)
    bisecting = Lexicon(EMBEDDED)
    monkeypatch.setattr(sorted_lines, "_FEW", 1)
    indexed = Lexicon(EMBEDDED)
    lines = EMBEDDED.read_bytes().split(b"\n")[1:-1]
    keys = [line.split(b"\t")[0].decode().partition(":")[2] for line in lines[:: len(lines) // 900]]
    first, last = (lines[at].split(b"\t")[0].decode().partition(":")[2] for at in (0, -1))
    for key in (*keys, first, last, "", "CAP1", "0", "￿", "\ud800"):
        assert indexed.terms(key) == bisecting.terms(key)
        assert indexed.names(key) == bisecting.names(key)
        assert indexed.with_entrez(key) == bisecting.with_entrez(key)
        assert indexed.gene(f"HGNC:{key}") == bisecting.gene(f"HGNC:{key}")
        assert indexed.known([key, f"{key}2"]) == bisecting.known([key, f"{key}2"])
        assert [*indexed.terms_from(key[:3], 9)] == [*bisecting.terms_from(key[:3], 9)]
    assert sum(1 for _ in indexed.all_terms()) == sum(1 for _ in bisecting.all_terms())
    assert sum(1 for _ in indexed.genes()) == indexed.release.counts["genes"]


def test_threads_that_ask_while_the_index_is_made_are_told_the_same() -> None:
    words = [term.written for term in islice(Lexicon(EMBEDDED).all_terms(), 0, 60_000, 60)]
    asked, before = Lexicon(EMBEDDED), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            lists = (words[number::4] for number in range(4))
            found = threads.map(lambda some: [*map(asked.terms, map(fold, some))], lists)
            assert all(all(terms) for terms in found)
    finally:
        sys.setswitchinterval(before)


def test_a_symbol_is_approved_beside_its_id_however_often_one_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [("TNF", "7124", True), ("TNF", "7125", False), ("tnf", "7124", False)]
    asked += [("TNF\t7124", "", False), ("", "7124", False), ("TNF", "", False)]
    asked += [("\ud800", "7124", False), ("GBA", "2629", False), ("A1BG", "1", True)]
    monkeypatch.setattr(store, "_FEW_PAIRS", len(asked) + 1)
    lexicon = Lexicon(EMBEDDED)
    for symbol, entrez, is_approved in 2 * asked:
        assert lexicon.is_approved(symbol, entrez) == is_approved


def test_terms_of_a_small_one(tmp_path: Path) -> None:
    other = HgncGene("HGNC:7", "PDB", "7", aliases=("RANK",))
    merged = f"{WITHDRAWN_HEADER}HGNC:9\tMerged/Split\tRANK\tHGNC:4177|GBA1|Approved\n"
    lexicon = opened(made(complete_set(RANK, GBA1, other), merged, "e,f\n8792,rank\n"), tmp_path)
    assert lexicon.terms("RANK") == (
        Term("RANK", "hgnc_alias_symbol", ("HGNC:7", "HGNC:11908")),
        Term("RANK", "hgnc_withdrawn", ("HGNC:4177",)),
        Term("rank", "bioentities_symbol", ("HGNC:11908",)),
    )
    assert lexicon.gene("HGNC:11908") == RANK


def test_two_genes_with_one_entrez_id_leave_it_to_the_older(tmp_path: Path) -> None:
    lexicon = opened(
        made(complete_set(HgncGene("HGNC:20", "B", "5"), HgncGene("HGNC:3", "A", "5"))), tmp_path
    )
    found = lexicon.with_entrez("5")
    assert found is not None
    assert found.symbol == "A"


def damaged(change: Callable[[bytes], bytes]) -> Callable[[Path], str]:
    def make(path: Path) -> str:
        path.write_bytes(change(made(complete_set(RANK, FZD1)).text.encode()))
        return str(path)

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (str, "no such file"),
        (lambda path: str(path.parent), "not a regular file"),
        (lambda path: "latest", "run `pfocr lexicon update` first"),
        (lambda path: "bad\0name", "no such file"),
        (damaged(lambda data: b""), "is empty"),
        (damaged(lambda data: b"hgnc_id\tsymbol\n"), "is not a lexicon"),
        (damaged(lambda data: b"\x00" * 100_000), "is not a lexicon"),
        (damaged(lambda data: data[:20]), "is not a lexicon"),
        (damaged(lambda data: data[:-1]), "is not whole"),
        (damaged(lambda data: data + b"\n"), "is not whole"),
        (damaged(lambda data: data.replace(b'"sha256"', b'"sha257"')), "damaged"),
        (damaged(lambda data: data.replace(b"{", b'{"x": {', 1)), "is not a lexicon"),
        (
            damaged(lambda data: data.replace(b'"pfocr-lexicon": 1', b'"pfocr-lexicon": 2')),
            "of another version of pfocr (format 2)",
        ),
        (damaged(lambda data: data.replace(b"\n", b"\r\n")), "line ends were changed"),
        (damaged(lambda data: data.replace(b"RANK", b"RANX")), "its sha256 is another"),
    ],
)
def test_what_is_no_lexicon_is_refused_with_advice(
    make: Callable[[Path], str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(PfocrError) as error:
        open_lexicon(make(tmp_path / "some.lexicon"))
    assert said in str(error.value)


def test_names_of_lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    latest_path().parent.mkdir(parents=True)
    write(made(complete_set(RANK)), latest_path())
    assert open_lexicon("embedded") is open_lexicon(None)
    assert open_lexicon("latest").path == latest_path()
    assert open_lexicon(str(latest_path())) is open_lexicon("latest")


def test_a_file_that_became_another_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "some.lexicon"
    write(made(complete_set(RANK)), path)
    first = open_lexicon(str(path))
    assert open_lexicon(str(path)) is first
    write(made(complete_set(GBA1)), path)
    os.utime(path, (1, 1))
    second = open_lexicon(str(path))
    assert second.approved("GBA1")
    if os.name == "posix":  # and who has the old one open keeps it
        assert first.approved("TNFRSF11A")


def test_the_format_is_what_its_description_says(tmp_path: Path) -> None:
    write(made(complete_set(GBA1)), tmp_path / "one.lexicon")
    head, *lines = (tmp_path / "one.lexicon").read_text(encoding="utf-8").splitlines()
    assert json.loads(head)["pfocr-lexicon"] == 1
    assert lines == [
        "entrez:2629\t4177",
        "gene:4177\tGBA1\t2629\tgene\tglucosylceramidase beta 1\tGCase\tGBA|GLUC",
        "term:GBA\tGBA\thgnc_prev_symbol\t4177",
        "term:GBA1\tGBA1\thgnc_symbol\t4177",
        "term:GCASE\tGCase\thgnc_alias_symbol\t4177",
        "term:GLUC\tGLUC\thgnc_prev_symbol\t4177",
    ]
