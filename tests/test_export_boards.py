"""Boards of gpml, gpml2021 and cx2: what boxes are called, equal rows as one, species apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import program
import pytest
from test_export_csv import (
    NASTY,
    file_of,
    item_of,
    options,
)
from test_export_cx2 import assert_holds as assert_holds_network
from test_export_cx2 import network_of, things
from test_export_gpml import AKT, FIGURE, assert_holds, gene, read

from pfocr_cli.export.bridgedb import bridgedb_name, short_name
from pfocr_cli.export.figure import Figure, Mention

BOTH = pytest.mark.parametrize("name", ["gpml", "gpml2021"])
P53 = (gene("p53", "TP53", "7157"), gene("TP53", "TP53", "7157"), gene("p 53", "TP53", "7157"))
CALCIUM = (Mention("Ca2+", "D002118", "calcium"), Mention("calcium", "D002118", "calcium"))
MOUSE: dict[str, Any] = {"organism_id": "10090", "organism": "Mus musculus"}


def network(figure: Figure, **asked: Any) -> dict[str, Any]:
    return network_of(file_of("cx2", item_of(figure), options(**asked)))


@BOTH
@pytest.mark.parametrize(
    ("label", "labels", "small"),
    [
        ("symbol", ["TP53", "AKT3"], {}),
        ("both", ["TP53", "AKT3"], {"TP53": "p53"}),
        ("word", ["p53", "AKT3"], {}),
    ],
)
def test_a_box_bears_the_symbol_the_word_or_both(
    name: str, label: str, labels: list[str], small: dict[str, str]
) -> None:
    genes = (P53[0], gene("AKT3", "AKT3", "10000"))
    found = read(name, replace(FIGURE, genes=genes), label=label)
    assert list(found.faults()) == []
    assert [node.label for node in found.nodes] == labels
    assert found.small_words == small
    assert [node.words for node in found.nodes] == [("p53",), ("AKT3",)]
    assert [node.facts["hgnc_symbol"] for node in found.nodes] == ["TP53", "AKT3"]


@BOTH
def test_the_default_is_both(name: str) -> None:
    assert read(name, FIGURE).nodes == read(name, FIGURE, label="both").nodes


@BOTH
def test_equal_rows_are_drawn_once_with_their_words(name: str) -> None:
    found = read(name, replace(FIGURE, genes=P53, chemicals=CALCIUM))
    assert list(found.faults()) == []
    assert [(node.label, node.words) for node in found.nodes] == [
        ("TP53", ("p53", "TP53", "p 53")),
        ("Ca2+", ("Ca2+", "calcium")),
    ]
    assert found.small_words == {"TP53": "p53, p 53", "Ca2+": "calcium"}
    found = read(name, replace(FIGURE, genes=P53, chemicals=CALCIUM), label="word")
    assert [node.label for node in found.nodes] == ["p53, TP53, p 53", "Ca2+, calcium"]


def test_equal_rows_are_one_node_of_a_network() -> None:
    found = network(replace(FIGURE, genes=P53, chemicals=CALCIUM))
    assert [(node["name"], node["label"], node["word"]) for node in things(found)] == [
        ("TP53", "TP53\np53, p 53", "p53, TP53, p 53"),
        ("Ca2+", "Ca2+\ncalcium", "Ca2+, calcium"),
    ]


@BOTH
def test_words_of_the_same_genes_are_one_family(name: str) -> None:
    again = tuple(each._replace(word="PKB") for each in reversed(AKT))
    other = (gene("Akt1/2", "AKT1", "207"), gene("Akt1/2", "AKT2", "208"))
    found = read(name, replace(FIGURE, genes=(*AKT, *again, *other)))
    assert list(found.faults()) == []
    assert list(found.families.values()) == [("Akt", "PKB"), ("Akt1/2",)]
    assert [node.label for node in found.nodes] == ["AKT1", "AKT10", "AKT2", "AKT1", "AKT2"]
    assert not found.small_words


def test_a_family_is_a_frame_of_a_network_behind_its_genes() -> None:
    found = network(replace(FIGURE, genes=(P53[0], *AKT), diseases=(Mention("fever"),)))
    nodes = [node["v"] for node in found["nodes"]]
    assert [node["type"] for node in nodes] == ["family", "heading", *["gene"] * 4, "disease"]
    assert (nodes[0]["name"], nodes[0]["word"], nodes[1]["label"]) == ("Akt", "Akt", "Diseases")
    assert [node.get("family") for node in things(found, "gene")] == [None, "Akt", "Akt", "Akt"]
    sizes = {bypass["id"]: bypass["v"] for bypass in found["nodeBypasses"]}
    frame, place = sizes[0], found["nodes"][0]
    for member in found["nodes"][3:6]:
        assert abs(member["x"] - place["x"]) <= (frame["NODE_WIDTH"] - 90) / 2
        assert abs(member["y"] - place["y"]) <= (frame["NODE_HEIGHT"] - 25) / 2
    assert "edges" not in found


@BOTH
def test_species_are_told_apart(name: str) -> None:
    mice = (
        gene("p53", "Trp53", "22059", **MOUSE),
        *(each._replace(symbol=each.symbol.title(), **MOUSE) for each in AKT),
    )
    figure = replace(FIGURE, genes=(P53[0], *AKT, *mice))
    for label in ("symbol", "both"):
        found = read(name, figure, label=label)
        assert list(found.faults()) == []
        assert len(found.nodes) == 8
        assert "(M. musculus)" in found.small_words["Trp53"]
        assert list(found.families.values()) == [("Akt",), ("Akt",)]
    texts = {
        element.get("textLabel" if found.new else "TextLabel") for element in found.root.iter()
    }
    assert {"Akt", "Akt (M. musculus)"} <= texts


@BOTH
def test_organisms_are_called_as_bridgedb_does_and_the_full_name_is_kept(name: str) -> None:
    strain = "Escherichia coli str. K-12 substr. MG1655"
    row = gene("lacZ", "lacZ", "945006", organism_id="511145", organism=strain)
    found = read(name, replace(FIGURE, genes=(row,)))
    assert (found.organism, found.facts["organism_name"]) == ("Escherichia coli", strain)
    assert "species" not in found.nodes[0].facts
    assert "organism_name" not in read(name, FIGURE).facts


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Homo sapiens", "Homo sapiens"),
        ("Saccharomyces cerevisiae S288C", "Saccharomyces cerevisiae"),
        ("Canis lupus familiaris", "Canis familiaris"),
        ("Oryza sativa Japonica Group", "Oryza sativa"),
        ("Human immunodeficiency virus 1", "Human immunodeficiency virus 1"),
        ("Xenopus laevis", "Xenopus laevis"),
        ("Unknown", "Unknown"),
        ("", ""),
    ],
)
def test_strains_are_of_the_species_that_bridgedb_knows(name: str, known: str) -> None:
    assert bridgedb_name(name) == known


@BOTH
def test_the_network_and_the_pathway_made_of_a_figure_are_links(name: str) -> None:
    figure = replace(
        FIGURE, ndex="cfc66f2d-dead-11ea-99da-0ac135e8bacf", wpid="WP5283", filename="f.jpg",
        figlink="/pmc/articles/PMC1/figure/F1/",
    )  # fmt: skip
    found = read(name, figure)
    assert list(found.faults()) == []
    assert found.links[-2:] == [
        f"https://www.ndexbio.org/viewer/networks/{figure.ndex}",
        "https://www.wikipathways.org/pathways/WP5283.html",
    ]
    assert (found.facts["ndex"], found.facts["wikipathways_id"]) == (figure.ndex, "WP5283")
    (known,) = network(figure)["networkAttributes"]
    assert (known["ndex"], known["wpid"]) == (figure.ndex, "WP5283")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Mus musculus", "M. musculus"),
        ("Escherichia coli str. K-12 substr. MG1655", "E. coli"),
        ("Severe acute respiratory syndrome coronavirus 2",) * 2,
        ("Unknown", "Unknown"),
    ],
)
def test_species_are_short_on_a_board(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_network_says_whose_it_is() -> None:
    figure = replace(FIGURE, genes=(gene("p53", "TP53", "7157"),), doi="10.1/x", filename="f.jpg")
    (known,) = network(figure)["networkAttributes"]
    assert (known["doi"], known["version"][:5]) == ("10.1/x", "HGNC ")
    assert known["__NetworkImage"] == figure.image
    (node,) = things(network(figure))
    assert (node["hgnc.symbol"], node["symbol"]) == ("TP53", "TP53")
    mouse = replace(figure, genes=(gene("p53", "Trp53", "22059", **MOUSE),))
    assert "hgnc.symbol" not in things(network(mouse))[0]


def test_a_board_of_a_species_that_the_paper_does_not_name_is_told(tmp_path: Path) -> None:
    for number, organism in ((1, "Mus musculus"), (2, "Homo sapiens"), (3, "NA")):
        text = program.sound(number).replace("- Homo sapiens", f"- {organism}")
        (tmp_path / f"PMC{number}__f1.md").write_text(text, encoding="utf-8")
    said = "1 figure of a species that is not among the paper's organisms: Homo sapiens (1)"
    for name in ("gpml", "gpml2021", "cx2"):
        ran = program.run("export", tmp_path, "--to", name, "-o", tmp_path / "out/", "--dry-run")
        assert f"{name}: {said}" in ran.err.splitlines(), ran.err
    ran = program.run("export", tmp_path, "--to", "csv", "--dry-run")
    assert "not among" not in ran.err


@pytest.mark.parametrize("asked", ["", "words"])
def test_another_label_is_a_usage_error(asked: str, tmp_path: Path) -> None:
    ran = program.run("export", tmp_path, "--to", "gpml", "--label", asked)
    assert ran.status == 2
    assert "--label" in ran.err


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_a_word_below_a_box_and_in_all_that_is_new(text: str) -> None:
    genes = (
        gene(text, "AKT1", "207", organism=text, organism_id=text),
        gene("Akt", "AKT1", "207", organism=text, organism_id=text),
        *(each._replace(word=text) for each in AKT),
    )
    chemicals = (Mention(text, "D002118"), Mention("Ca", "D002118"))
    figure = replace(FIGURE, genes=genes, chemicals=chemicals, doi=text, ndex=text, wpid=text)
    figure = replace(figure, figlink=text, organisms=(text,), filename=text)
    for label in ("symbol", "word", "both"):
        for name in ("gpml", "gpml2021"):
            found = read(name, figure, label=label)
            assert list(found.faults()) == []
            assert_holds(found, figure)
        assert_holds_network(network(figure, label=label), figure)
