"""Which genes an export takes."""

from __future__ import annotations

import pytest

from pfocr_cli.figure import Figure, Gene
from pfocr_cli.selection import Selection, Tier, main_species, organism_name, selected

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


@pytest.mark.parametrize(("tier", "expected"), [("strict", [0, 4]), ("synonyms", [0, 1, 2, 4, 5]), ("all", list(range(9)))])
def test_tiers_are_sources(tier: Tier, expected: list[int]) -> None:
    assert rows(selected(MIXED, Selection(tier))) == expected


OF_MANY = figure(("s", MOUSE), ("s", HUMAN), ("s", MOUSE), ("s", RAT), ("s", NOBODY))
WITHOUT_HUMAN = figure(("s", RAT), ("s", MOUSE), ("s", NOBODY), ("s", NOBODY), ("s", MOUSE), ("s", RAT))


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
    assert [gene.symbol for gene in selected(OF_MANY, Selection(current=True)).genes] == [f"new{row}" for row in range(5)]
    assert [gene.symbol for gene in selected(OF_MANY, Selection()).genes] == [f"old{row}" for row in range(5)]


def test_the_rest_of_the_figure_stays() -> None:
    assert selected(Figure("PMC1__f", title="A title"), Selection("strict", "main")) == Figure("PMC1__f", title="A title")


def test_the_name_of_the_organism() -> None:
    assert organism_name(OF_MANY) == "Mus musculus"
    assert organism_name(figure()) == organism_name(figure(("s", NOBODY))) == "Homo sapiens"
