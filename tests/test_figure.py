"""Figures: one shape for both generations of records, whatever their values are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pfocr_cli.export.figure import Figure, Gene, Mention, figure_of
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon

RECORDS = Path(__file__).parents[1] / "fixtures" / "records" / "_figures"


def figure(data: dict[str, Any]) -> Figure:
    (record,) = records(Input("", "x.json", json.dumps({"figid": "PMC1__f1", **data}).encode()))
    return figure_of(record, open_lexicon(None))


def published(name: str) -> Figure:
    path = str(next(RECORDS.glob(f"{name}*")))
    (record,) = records(Input(path, path))
    return figure_of(record, open_lexicon(None))


def gene(**cells: str) -> dict[str, str]:
    return {"word": "", "symbol": "", "source": "", "hgnc_symbol": "", "entrez": "", **cells}


def test_a_record_that_holds_its_genes() -> None:
    found = published("PMC99000001")
    assert found.figid == "PMC99000001__abc-01-0001-g001"
    assert (found.pmcid, found.year, found.number) == ("PMC99000001", "2019", "Fig. 1")
    assert found.organisms == ("Homo sapiens",)
    assert found.keywords[:3] == ("TNFRSF11A", "TNFSF11", "TNFRSF11B")
    assert found.genes[0] == Gene(
        word="RANK",
        match="RANK",
        source="hgnc_alias_symbol",
        symbol="TNFRSF11A",
        entrez="8792",
        hgnc_id="HGNC:11908",
        current="TNFRSF11A",
        organism_id="9606",
        organism="Homo sapiens",
        row=0,
    )
    assert found.best_title == found.title
    assert (
        found.pfocr_page
        == "https://pfocr.wikipathways.org/figures/PMC99000001__abc-01-0001-g001.html"
    )
    assert found.image == "https://europepmc.org/articles/PMC99000001/bin/abc-01-0001-g001.jpg"
    assert found.paper == "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC99000001/"


def test_a_record_with_side_tables() -> None:
    found = published("PMC99000006")
    assert [
        (one.symbol, one.current, one.entrez, one.organism_id, one.row) for one in found.genes
    ] == [
        ("TP53", "TP53", "7157", "9606", 0),
        ("MDM2", "MDM2", "4193", "9606", 1),
        ("Mdm2", "Mdm2", "17246", "10090", 2),
    ]
    assert [one.hgnc_id for one in found.genes] == ["HGNC:11998", "HGNC:6973", ""]
    assert (found.genes[0].word, found.genes[0].match) == ("p53", "P53")
    assert all(one.mesh[:1] in ("C", "D") for one in published("PMC99000005").chemicals)


@pytest.mark.parametrize(
    "value", [None, "", " ", "NA", " NA ", ".na.character", "NaN", True, [], {}, ["x"]]
)
def test_what_is_missing_is_empty(value: object) -> None:
    found = figure(
        {
            "figtitle": value,
            "papertitle": value,
            "caption": value,
            "year": value,
            "genes": [],
            "organisms": [],
        }
    )
    assert (found.title, found.paper_title, found.caption, found.year, found.genes) == (
        "",
        "",
        "",
        "",
        (),
    )
    assert found.best_title == "PMC1__f1"
    assert (found.image, found.paper) == ("", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [(2019, "2019"), (0.5, "0.5"), (0, "0"), ("  a\tb ", "a\tb"), ("\u202eα\0", "\u202eα\0")],
)
def test_values_are_text(value: object, text: str) -> None:
    assert figure({"year": value, "genes": []}).year == text


@pytest.mark.parametrize(
    ("value", "organisms"),
    [
        ("Homo sapiens", ("Homo sapiens",)),
        (["NA"], ()),
        (["Mus musculus", "NA", None], ("Mus musculus",)),
        (None, ()),
        ({}, ()),
    ],
)
def test_organisms_are_a_list_in_every_form(value: object, organisms: tuple[str, ...]) -> None:
    assert figure({"organisms": value, "genes": []}).organisms == organisms


def test_a_renamed_gene_has_its_symbol_of_today_beside_the_published_one() -> None:
    """H3C1 was HIST1H3A; an approved symbol is never renamed, not even where its id is another
    gene's.
    """
    cells = [("HIST1H3A", "8350"), ("TP53", "8350"), ("NOGENE", "0"), ("NA", "NaN")]
    found = figure(
        {"genes": [gene(hgnc_symbol=symbol, entrez=entrez) for symbol, entrez in cells]}
    ).genes
    assert [(one.symbol, one.current, one.hgnc_id) for one in found] == [
        ("HIST1H3A", "H3C1", "HGNC:4766"),
        ("TP53", "TP53", "HGNC:11998"),
        ("NOGENE", "NOGENE", ""),
        ("", "", ""),
    ]
    assert [one.entrez for one in found] == ["8350", "8350", "0", ""]


def test_repeated_genes_stay_each_in_its_row() -> None:
    found = figure({"genes": [gene(word="p53", hgnc_symbol="TP53")] * 3 + ["no gene"]}).genes
    assert [one.row for one in found] == [0, 1, 2]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"word": "ATP", "source": "MESH", "identifier": "D000255"}, Mention("ATP", "D000255")),
        ({"word": "ATP", "source": "", "identifier": ""}, Mention("ATP")),
        (
            {
                "word": "ATP",
                "mesh": "mesh:D000255",
                "match": "Adenosine Triphosphate",
                "name": "Adenosine",
                "chebi": "chebi:15422",
            },
            Mention("ATP", "D000255", "Adenosine", "CHEBI:15422", "Adenosine Triphosphate"),
        ),
        (
            {"word": "ATP", "source": "CHEBI", "identifier": "15422"},
            Mention("ATP", other="CHEBI:15422"),
        ),
        (
            {"word": "ATP", "source": "MESH", "identifier": "MESH:D000255"},
            Mention("ATP", "D000255"),
        ),
        (
            {"word": "ATP", "type": "Chemical", "identifier": "CHEBI:15422"},
            Mention("ATP", other="CHEBI:15422"),
        ),
        ({"word": "ATP", "type": "Chemical", "identifier": "mesh:C12"}, Mention("ATP", "C12")),
        (
            {"word": "ATP", "mesh": "NA", "chebi": "CHEBI:15422"},
            Mention("ATP", other="CHEBI:15422"),
        ),
        ({"word": "ATP", "source": "", "identifier": "15422"}, Mention("ATP")),
        ({"word": "ATP", "source": "MESH", "identifier": "15422"}, Mention("ATP")),
        ({"word": "ATP", "identifier": "MESH:C000605466"}, Mention("ATP", "C000605466")),
        ({"word": "ATP", "identifier": "omim:1"}, Mention("ATP", other="OMIM:1")),
        ({"word": "ATP", "mesh": "NA", "name": "NA", "chebi": "NA"}, Mention("ATP")),
    ],
)
def test_chemicals_have_bare_mesh_ids(cells: dict[str, str], expected: Mention) -> None:
    assert figure({"genes": [], "chemicals": [cells]}).chemicals == (expected,)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"word": "x", "source": "OMIM", "identifier": "114480"},
            Mention("x", other="OMIM:114480"),
        ),
        (
            {"word": "x", "type": "Disease", "identifier": "OMIM:114480"},
            Mention("x", other="OMIM:114480"),
        ),
        ({"word": "x", "mesh": "mesh:D1", "doid": "doid:2"}, Mention("x", "D1", other="DOID:2")),
        ({"word": "x", "mesh": "NA", "doid": "DOID:2"}, Mention("x", other="DOID:2")),
    ],
)
def test_diseases_have_the_ids_of_their_vocabularies(
    cells: dict[str, str], expected: Mention
) -> None:
    (found,) = figure({"genes": [], "diseases": [cells]}).diseases
    assert found == expected
    assert [found.of(vocabulary) for vocabulary in ("CHEBI", "DOID", "OMIM")].count(
        found.other
    ) == (1 if found.other else 3)


@pytest.mark.parametrize(
    "word", [" p53", "p53 ", "NA", "NaN", ".na.character", " NA ", "  ", "a\tb", ""]
)
def test_the_figures_own_word_is_as_it_was_recorded(word: str) -> None:
    found = figure(
        {"genes": [gene(word=word)], "chemicals": [{"word": word}], "diseases": [{"word": word}]}
    )
    words = [gene.word for gene in found.genes]
    words += [mention.word for mention in (*found.chemicals, *found.diseases)]
    assert words == [word] * 3


@pytest.mark.parametrize("word", [None, True, [], {}])
def test_what_is_no_text_is_no_word(word: object) -> None:
    found = figure({"genes": [{"word": word}, {}], "chemicals": [{"word": word}, {}]})
    assert [one.word for one in found.genes] == ["", ""]
    assert [one.word for one in found.chemicals] == ["", ""]


def test_addresses_are_urls_whatever_the_names_are() -> None:
    found = Figure('PMC1__a b"<ü>?#', "PMC1", filename="a b%.jpg")
    assert found.pfocr_page.endswith("/figures/PMC1__a%20b%22%3C%C3%BC%3E%3F%23.html")
    assert found.image.endswith("/PMC1/bin/a%20b%25.jpg")
