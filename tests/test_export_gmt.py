"""gmt: PFOCR's sets and WikiPathways' names, what is left out and why, and an enrichment that finds
a set.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from test_export_csv import FIGURES, golden, item_of, items, nasty_figures, options, written

from pfocr_cli.export.figure import Figure, Gene
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.selection import Selection
from pfocr_cli.record.match_sources import Tier

GMT = EXPORTERS["gmt"]


def gene(entrez: str, source: str = "hgnc_symbol", symbol: str = "") -> Gene:
    return Gene("w", "m", source, symbol or f"S{entrez}", entrez, "", "", "9606", "Homo sapiens", 0)


def lines_of(data: bytes) -> list[list[str]]:
    text = data.decode()
    assert not text or text.endswith("\n")
    return [line.split("\t") for line in text.split("\n")[:-1]]


def of(figure: Figure, **asked: object) -> tuple[list[list[str]], list[str]]:
    data, reasons = written(GMT, [item_of(figure)], options(**asked))
    return lines_of(data), reasons


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("all.gmt", {}),
        ("symbols.gmt", {"ids": "symbol"}),
        ("wikipathways.gmt", {"gmt_style": "wikipathways"}),
    ],
)
def test_sets_of_the_fixtures(name: str, asked: dict[str, str]) -> None:
    golden(f"gmt/{name}", written(GMT, items(), options(**asked))[0])


def test_the_titles_of_the_sets() -> None:
    asked = options(titles="somewhere", min_genes=3)
    assert GMT.tables(asked, in_folder=False) == ("", "titles")
    assert GMT.tables(options(), in_folder=False) == ("",)
    sets, titles = (lines_of(written(GMT, items(), asked, table)[0]) for table in ("", "titles"))
    assert [row[0] for row in titles] == ["figid", *(row[0] for row in sets)]
    assert {len(row) for row in titles} == {6}
    golden("gmt/titles.tsv", written(GMT, items(), asked, "titles")[0])


def test_what_is_published_is_the_default() -> None:
    assert (GMT.tier, GMT.species) == ("strict", "9606")
    three = tuple(map(gene, ("1", "2", "3")))
    assert of(Figure("PMC1__f", genes=three), min_genes=None)[0] == [
        ["PMC1__f", "PMC1__f", "1", "2", "3"]
    ]
    assert of(Figure("PMC1__f", genes=three[:2]), min_genes=None) == ([], ["with 1–2 genes"])


def test_ids_are_taken_once_in_order_and_genes_without_one_not_at_all() -> None:
    genes = tuple(map(gene, ("7", "3", "7", "", "11", "3")))
    assert of(Figure("PMC1__f", genes=genes))[0][0][2:] == ["7", "3", "11"]
    same = tuple(gene(str(number), symbol="TNF") for number in range(3))
    assert of(Figure("PMC1__f", genes=same), ids="symbol")[0][0][2:] == ["TNF"]


@pytest.mark.parametrize(
    ("count", "least", "tier", "reason"),
    [
        (0, None, "strict", "with no strict gene"),
        (1, None, "strict", "with 1–2 strict genes"),
        (2, None, "strict", "with 1–2 strict genes"),
        (1, 2, "all", "with 1 gene"),
        (3, 5, "synonyms", "with 1–4 genes by symbol or synonym"),
        (0, 0, "all", "with no gene"),
    ],
)
def test_reasons(count: int, least: int | None, tier: Tier, reason: str) -> None:
    genes = tuple(gene(str(number)) for number in range(1, count + 1))
    asked = {"min_genes": least, "selection": Selection(tier, "9606")}
    assert of(Figure("PMC1__f", genes=genes), **asked) == ([], [reason])


def test_titles_are_one_clean_line() -> None:
    genes = (gene("1"),)
    titles = {" A\tb\n c\x0b": "A b c", "\x01": "The paper"}
    titles["α–β % “x”"] = "α–β % “x”"
    for title, wanted in titles.items():
        assert (
            of(
                Figure(
                    "PMC1__f", title=title, paper_title="The\npaper".replace("\n", " "), genes=genes
                )
            )[0][0][1]
            == wanted
        )
    assert of(Figure("PMC1__f", genes=genes))[0][0][1] == "PMC1__f"


def test_names_of_wikipathways_have_four_parts() -> None:
    figure = Figure("PMC1__f%2", title="50% of 100 %", genes=(gene("1"),))
    ((name, page, *ids),), _ = of(figure, gmt_style="wikipathways")
    assert name.split("%") == [
        "50 percent of 100 percent",
        "PFOCR_20240701",
        "PMC1__f percent2",
        "Homo sapiens",
    ]
    assert (page, ids) == ("https://pfocr.wikipathways.org/figures/PMC1__f%252.html", ["1"])


@settings(max_examples=80)
@given(FIGURES)
def test_any_figure_is_one_line_that_readers_take_apart_alike(figure: Figure) -> None:
    for style in ("pfocr", "wikipathways"):
        rows, reasons = of(figure, gmt_style=style)
        assert len(rows) + len(reasons) == 1
        for row in rows:
            assert all(row)
            assert len(set(row[2:])) == len(row[2:]) > 0
            assert "\t".join(row).splitlines() == ["\t".join(row)]
            assert style == "pfocr" or row[0].count("%") == 3


def test_gseapy_reads_every_set(tmp_path: Path) -> None:
    gseapy = pytest.importorskip("gseapy", reason="needs gseapy")
    figures = [*(item.figure for item in items()), *nasty_figures()]
    for style in ("pfocr", "wikipathways"):
        data, reasons = written(GMT, map(item_of, figures), options(gmt_style=style))
        path = tmp_path / f"{style}.gmt"
        path.write_bytes(data)
        sets = gseapy.read_gmt(str(path))
        assert sets == {row[0]: row[2:] for row in lines_of(data)}
        assert len(sets) == len(figures) - len(reasons)


def test_an_enrichment_returns_the_set(tmp_path: Path) -> None:
    gseapy = pytest.importorskip("gseapy", reason="needs gseapy")
    sets = {
        f"PMC{number}__f": [str(number * 10 + step) for step in range(8)] for number in range(1, 6)
    }
    figures = [Figure(figid, title="t", genes=tuple(map(gene, ids))) for figid, ids in sets.items()]
    path = tmp_path / "sets.gmt"
    path.write_bytes(written(GMT, map(item_of, figures), options(min_genes=None))[0])
    found = gseapy.enrich(
        sets["PMC3__f"], str(path), background=1_000, outdir=None, no_plot=True
    ).results
    best = found.sort_values("P-value").iloc[0]
    assert (best["Term"], best["Overlap"]) == ("PMC3__f", "8/8")
    assert set(best["Genes"].split(";")) == set(sets["PMC3__f"])


def test_only_the_chosen_genes_count() -> None:
    figure = replace(
        items()[4].figure,
        genes=tuple(gene(str(number), "hgnc_alias_symbol") for number in range(1, 6)),
    )
    assert of(figure)[0]
    assert of(replace(figure, genes=()), selection=Selection("strict", "9606")) == (
        [],
        ["with no strict gene"],
    )
