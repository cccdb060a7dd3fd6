"""Which genes an export takes."""

from __future__ import annotations

import pytest

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.selection import Selection, main_species, organism_name, selected
from pfocr_cli.record.match_sources import Tier

MOUSE, RAT = ("10090", "Mus musculus"), ("10116", "Rattus norvegicus")
HUMAN, NOBODY = ("9606", "Homo sapiens"), ("", "")


def figure(*genes: tuple[str, tuple[str, str]]) -> Figure:
    return Figure(
        "PMC1__f",
        genes=tuple(
            Gene("word", "match", source, f"old{row}", str(row), "", f"new{row}", *species, row)
            for row, (source, species) in enumerate(genes)
        ),
    )


SOURCES = (
    *("hgnc_symbol", "hgnc_alias_symbol", "hgnc_prev_symbol", "bioentities_symbol"),
    *("ncbigene_symbol", "ncbigene_synonym", "famplex_relations", "a source of tomorrow", ""),
)
MIXED = figure(*((source, HUMAN) for source in SOURCES))


def rows(figure: Figure) -> list[int]:
    return [gene.row for gene in figure.genes]


@pytest.mark.parametrize(
    ("tier", "expected"),
    [("strict", [0, 4]), ("synonyms", [0, 1, 2, 4, 5]), ("all", list(range(9)))],
)
def test_tiers_are_sources(tier: Tier, expected: list[int]) -> None:
    assert rows(selected(MIXED, Selection(tier))) == expected


OF_MANY = figure(("s", MOUSE), ("s", HUMAN), ("s", MOUSE), ("s", RAT), ("s", NOBODY))
WITHOUT_HUMAN = figure(
    ("s", RAT), ("s", MOUSE), ("s", NOBODY), ("s", NOBODY), ("s", MOUSE), ("s", RAT)
)


@pytest.mark.parametrize(
    ("species", "expected"),
    [
        ("all", [0, 1, 2, 3, 4]),
        ("main", [1]),
        ("9606", [1]),
        ("10090", [0, 2]),
        ("Mus musculus", [0, 2]),
        ("mus MUSCULUS ", [0, 2]),
        ("mouse", [0, 2]),
        ("Human", [1]),
        ("rat", [3]),
        ("unicorn", []),
        ("", [4]),
    ],
)
def test_species_by_id_or_name(species: str, expected: list[int]) -> None:
    assert rows(selected(OF_MANY, Selection(species=species))) == expected


def test_the_main_species_is_human_or_the_first_of_those_with_most_genes() -> None:
    assert main_species(OF_MANY) == "9606"
    assert main_species(WITHOUT_HUMAN) == "10116"
    assert rows(selected(WITHOUT_HUMAN, Selection(species="main"))) == [0, 5]
    assert main_species(figure()) == ""
    nobody = figure(("s", NOBODY))
    assert rows(selected(nobody, Selection(species="main"))) == [0]


def test_symbols_of_today() -> None:
    assert [gene.symbol for gene in selected(OF_MANY, Selection(current=True)).genes] == [
        f"new{row}" for row in range(5)
    ]
    assert [gene.symbol for gene in selected(OF_MANY, Selection()).genes] == [
        f"old{row}" for row in range(5)
    ]


def test_the_rest_of_the_figure_stays() -> None:
    figure = Figure("PMC1__f", title="A title", keywords=("k", "k"))
    assert selected(figure, Selection("strict", "main")) == figure


def with_keywords(
    keywords: str, *genes: tuple[str, str, str], chemicals: str = "", diseases: str = ""
) -> Figure:
    """Return a figure with keywords, and of genes the symbol, today's and the source."""
    found = (
        Gene("word", "match", source, symbol, "", "", now, *HUMAN, row)
        for row, (symbol, now, source) in enumerate(genes)
    )
    words = [tuple(map(Mention, text.split(","))) if text else () for text in (chemicals, diseases)]
    return Figure(
        "PMC1__f",
        keywords=tuple(keywords.split()),
        genes=tuple(found),
        chemicals=words[0],
        diseases=words[1],
    )


STRICT, FAMILY = "hgnc_symbol", "bioentities_symbol"
TWO = (("A", "A", STRICT), ("B", "B", FAMILY))
OLD = (("A", "A2", STRICT), ("B", "B", STRICT))


@pytest.mark.parametrize(
    ("figure", "selection", "keywords"),
    [
        (with_keywords("A B ATP", *TWO, chemicals="ATP"), Selection(), "A B ATP"),
        (with_keywords("B A B", *TWO), Selection(), "B A B"),
        (with_keywords("A B ATP", *TWO, chemicals="ATP"), Selection("strict"), "A ATP"),
        (with_keywords("ATP B odd A", *TWO, chemicals="ATP"), Selection("strict"), "ATP odd A"),
        (with_keywords("A B ATP", *TWO, chemicals="ATP"), Selection(species="mouse"), "ATP"),
        (with_keywords("A B", *TWO, chemicals=" B"), Selection("strict"), "A B"),
        (with_keywords("A B", *TWO, diseases="B"), Selection("strict"), "A B"),
        (with_keywords("A B", *TWO, ("B", "B", STRICT)), Selection("strict"), "A B"),
        (with_keywords("A B", *OLD), Selection(current=True), "A2 B"),
        (with_keywords("A B", *OLD), Selection(), "A B"),
        (with_keywords("A B", *OLD, chemicals="A"), Selection(current=True), "A A2 B"),
        (
            with_keywords("B A", ("A", "B", STRICT), ("B", "B", STRICT)),
            Selection(current=True),
            "B",
        ),
        (
            with_keywords("A", ("A", "A2", STRICT), ("A", "A3", STRICT)),
            Selection(current=True),
            "A2 A3",
        ),
        (
            with_keywords("A B", ("A", "A2", STRICT), ("B", "B2", FAMILY)),
            Selection("strict", current=True),
            "A2",
        ),
    ],
)
def test_keywords_go_with_the_genes(figure: Figure, selection: Selection, keywords: str) -> None:
    assert " ".join(selected(figure, selection).keywords) == keywords


def test_the_name_of_the_organism() -> None:
    assert organism_name(OF_MANY) == "Mus musculus"
    assert organism_name(figure()) == organism_name(figure(("s", NOBODY))) == "Homo sapiens"


@pytest.mark.parametrize(
    ("organisms", "name"),
    [
        (["Mus musculus", "Rattus norvegicus"], "Mus musculus"),
        (["Mus musculus", "Homo sapiens"], "Homo sapiens"),
        (["Severe acute respiratory syndrome coronavirus 2", "Dysidea avara"], "Dysidea avara"),
        (["mouse", "Bacteria", "Escherichia coli K-12", "Mus sp.", "MUS MUSCULUS"], "Homo sapiens"),
    ],
)
def test_without_genes_the_organism_is_one_that_the_record_names(
    organisms: list[str], name: str
) -> None:
    assert organism_name(Figure("PMC1__f", organisms=tuple(organisms))) == name
    assert (
        organism_name(Figure("PMC1__f", organisms=tuple(organisms), genes=OF_MANY.genes))
        == "Mus musculus"
    )
