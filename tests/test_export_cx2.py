"""cx2: held against the rules of its strictest readers, by a checker of our own and by ndex2."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from test_export_csv import (
    FIGURES,
    file_exporter,
    golden,
    item_of,
    items,
    nasty_figures,
    options,
)

from pfocr_cli.export.figure import Figure, Mention
from pfocr_cli.export.formats import LeftOutError
from pfocr_cli.export.formats._text import one_line

CX2 = file_exporter("cx2")
ONE_ELEMENT = {"attributeDeclarations", "networkAttributes", "visualProperties"}
BEFORE_USE = [
    "metaData",
    "attributeDeclarations",
    "networkAttributes",
    "nodes",
    "edges",
    "visualProperties",
    "nodeBypasses",
]
STATUS = [{"success": True, "error": ""}]
TYPES: dict[str, Callable[[Any], bool]] = {"string": lambda value: isinstance(value, str)}


def network_of(data: bytes) -> dict[str, Any]:
    """Return the aspects of a CX2 file that keeps all rules; AssertionError says which it
    breaks.
    """

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    first, *rest = json.loads(data.decode(), parse_constant=refuse)
    assert first == {"CXVersion": "2.0", "hasFragments": False}
    assert all(len(element) == 1 for element in rest)
    aspects = {name: value for element in rest for name, value in element.items()}
    assert len(aspects) == len(rest), "an aspect is there twice"
    assert all(isinstance(value, list) for value in aspects.values())
    assert next(iter(rest[-1])) == "status"
    assert aspects["status"] == STATUS
    order = [name for name in aspects if name != "status"]
    assert order == [name for name in BEFORE_USE if name in aspects]
    counted = {entry["name"]: entry["elementCount"] for entry in aspects["metaData"]}
    assert counted == {name: len(aspects[name]) for name in order if name != "metaData"}
    assert all(counted.get(name, 1) == 1 for name in ONE_ELEMENT)
    _attributes(aspects)
    _nodes(aspects)
    return aspects


def _attributes(aspects: dict[str, Any]) -> None:
    (declared,) = aspects["attributeDeclarations"]
    (network,) = aspects["networkAttributes"]
    assert network["name"]
    for where, values in (
        ("networkAttributes", [network]),
        ("nodes", [node["v"] for node in aspects["nodes"]]),
    ):
        for attributes in values:
            for name, value in attributes.items():
                assert TYPES[declared[where][name]["d"]](value)
        assert set(declared[where]) == {name for attributes in values for name in attributes}


def _nodes(aspects: dict[str, Any]) -> None:
    nodes = aspects["nodes"]
    assert nodes
    assert [node["id"] for node in nodes] == list(range(len(nodes)))
    assert all(
        isinstance(node[axis], int | float) and math.isfinite(node[axis])
        for node in nodes
        for axis in "xy"
    )
    assert all(set(node) == {"id", "x", "y", "v"} for node in nodes)
    assert {bypass["id"] for bypass in aspects.get("nodeBypasses", [])} <= {
        node["id"] for node in nodes
    }
    mapping = aspects["visualProperties"][0]["nodeMapping"]
    assert all(entry["type"] in ("PASSTHROUGH", "DISCRETE") for entry in mapping.values())
    assert mapping["NODE_LABEL"]["definition"]["attribute"] == "label"
    assert all(node["v"]["label"] for node in nodes)


def _changed(change: Callable[[list[Any]], object]) -> bytes:
    document = json.loads(CX2.document(items()[0], options()))
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop(),
        lambda document: document[1]["metaData"][2].update(elementCount=7),
        lambda document: document[1]["metaData"].append({"name": "edges", "elementCount": 1}),
        lambda document: document.insert(3, document.pop(2)),
        lambda document: document[2]["attributeDeclarations"][0]["nodes"].pop("word"),
        lambda document: document[4]["nodes"][-1]["v"].update(word=None),
        lambda document: document[4]["nodes"][0].update(x=math.nan),
        lambda document: document[4]["nodes"][0].pop("y"),
        lambda document: document[4]["nodes"][1].update(id=0),
        lambda document: document[3]["networkAttributes"][0].update(name=""),
    ],
)
def test_the_checker_sees_what_readers_refuse(change: Callable[[list[Any]], object]) -> None:
    network_of(_changed(lambda document: None))
    with pytest.raises((AssertionError, KeyError)):
        network_of(_changed(change))


def things(network: dict[str, Any], kind: str = "") -> list[dict[str, str]]:
    """Return the attributes of the nodes of a kind; of all that are no frame and no heading."""
    found: list[dict[str, str]] = [node["v"] for node in network["nodes"]]
    drawn = ("family", "heading")
    return [v for v in found if (v["type"] == kind if kind else v["type"] not in drawn)]


def words_of(node: dict[str, str], words: Iterable[str]) -> set[str]:
    """Return those of the words that a node has."""
    said = node.get("word", "")
    return {word for word in words if word == said or one_line(word) in said.split(", ")}


def assert_holds(network: dict[str, Any], figure: Figure) -> None:
    """Hold a network against the rows of a figure: nothing is lost, each word is kept."""
    genes = things(network, "gene")
    for row in figure.genes:
        assert any(
            node.get("ncbigene", "") == row.entrez
            and node.get("symbol", "") == row.symbol
            and (not one_line(row.word) or row.word in words_of(node, [row.word]))
            for node in genes
        ), row
    assert {node.get("ncbigene", "") for node in genes} == {row.entrez for row in figure.genes}
    for kind, rows in (("chemical", figure.chemicals), ("disease", figure.diseases)):
        nodes = things(network, kind)
        for mention in rows:
            assert any(
                node.get("mesh", "") == mention.mesh
                and (not one_line(mention.word) or mention.word in words_of(node, [mention.word]))
                for node in nodes
            ), mention
        assert len(nodes) <= len(rows)


def test_networks_of_the_fixtures() -> None:
    for item in items():
        document = CX2.document(item, options())
        network = network_of(document)
        whole = item.figure
        assert_holds(network, whole)
        golden(f"cx2/{whole.figid}.cx2", document)


def test_a_node_says_what_it_is() -> None:
    (item,) = [item for item in items() if item.figure.figid.startswith("PMC99000005__")]
    nodes = things(network_of(CX2.document(item, options())))
    assert [(node["name"], node["represents"], node["type"], node["word"]) for node in nodes] == [
        ("TNF", "ncbigene:7124", "gene", "TNFα"),
        ("IL6", "ncbigene:3569", "gene", "IL6"),
        ("TP53", "ncbigene:7157", "gene", "p53"),
        ("Glucose", "mesh:D005947", "chemical", "Glucose"),
        ("Fever", "mesh:D005334", "disease", "Fever"),
    ]
    assert nodes[3]["chebi"] == "CHEBI:4167"


def test_ids_of_any_vocabulary_and_the_words_as_they_are() -> None:
    chemicals = (
        Mention(" NA ", "D012964", "sodium", "CHEBI:26708", "Sodium"),
        Mention("x", other="CHEBI:1"),
    )
    figure = Figure(
        "PMC1__f",
        chemicals=chemicals,
        diseases=(Mention("y", other="OMIM:114480"), Mention("z", other="DOID:2")),
    )
    nodes = things(network_of(CX2.document(item_of(figure), options())))
    assert nodes[0] == {
        **{
            "name": "NA",
            "label": "NA",
            "represents": "mesh:D012964",
            "type": "chemical",
            "word": " NA ",
            "match": "Sodium",
        },
        **{"preferred": "sodium", "mesh": "D012964", "chebi": "CHEBI:26708"},
    }
    assert [(node["represents"], node.get("omim")) for node in nodes[1:]] == [
        ("CHEBI:1", None),
        ("omim:114480", "OMIM:114480"),
        ("DOID:2", None),
    ]


def test_the_image_that_was_asked_for_is_the_networks() -> None:
    figure = Figure("PMC1__f", "PMC1", filename="a.jpg", chemicals=(Mention("x"),))
    for asked, address in ((None, figure.image), ("a scan.png", "a%20scan.png")):
        (network,) = network_of(CX2.document(item_of(figure), options(image=asked)))[
            "networkAttributes"
        ]
        assert network["figureImage"] == network["__NetworkImage"] == address
    assert "image" in CX2.options_used


def test_without_a_selected_gene_the_organism_is_that_of_the_others() -> None:
    (item,) = [item for item in items() if item.figure.figid.startswith("PMC99000005__")]
    mice = tuple(gene._replace(organism="Mus musculus") for gene in item.whole.genes)
    none_left = replace(
        item, figure=replace(item.figure, genes=()), whole=replace(item.whole, genes=mice)
    )
    (network,) = network_of(CX2.document(none_left, options()))["networkAttributes"]
    assert network["organism"] == "Mus musculus"


def test_nodes_stand_apart_as_they_are_drawn() -> None:
    for item in items():
        network = network_of(CX2.document(item, options()))
        looks = network["visualProperties"][0]["default"]["node"]
        sizes = {bypass["id"]: bypass["v"] for bypass in network.get("nodeBypasses", [])}
        found = [
            (node["x"], node["y"], looks | sizes.get(node["id"], {})) for node in network["nodes"]
        ]
        apart_from = [
            each
            for each, node in zip(found, network["nodes"], strict=True)
            if node["v"]["type"] != "family"
        ]
        for at, (x, y, size) in enumerate(apart_from):
            for other_x, other_y, other in apart_from[:at]:
                apart = abs(x - other_x) >= (size["NODE_WIDTH"] + other["NODE_WIDTH"]) / 2
                assert apart or abs(y - other_y) >= (size["NODE_HEIGHT"] + other["NODE_HEIGHT"]) / 2


def test_long_names_are_kept_and_cut_only_where_they_are_drawn() -> None:
    word = "word " * 100
    network = network_of(
        CX2.document(item_of(Figure("PMC1__f", chemicals=(Mention(word.strip()),))), options())
    )
    (node,) = things(network)
    assert node["name"] == word.strip()
    assert node["label"].endswith("…")


def test_a_figure_without_anything_is_left_out() -> None:
    with pytest.raises(LeftOutError, match=r"^with no gene, chemical or disease$"):
        CX2.document(item_of(Figure("PMC1__f", title="t", keywords=("k",))), options())


@settings(max_examples=60)
@given(FIGURES)
def test_any_text_is_kept(figure: Figure) -> None:
    try:
        document = CX2.document(item_of(figure), options())
    except LeftOutError:
        assert (figure.genes, figure.chemicals, figure.diseases) == ((), (), ())
        return
    network = network_of(document)
    assert_holds(network, figure)
    known = network["networkAttributes"][0]
    assert (known.get("description", ""), known["pfocrId"]) == (figure.caption, figure.figid)
    assert CX2.document(item_of(figure), options()) == document


def test_ndex2_reads_every_network() -> None:
    cx2 = pytest.importorskip("ndex2.cx2", reason="needs ndex2")
    figures = [*(item.figure for item in items()), *nasty_figures()]
    for figure in figures:
        network = cx2.RawCX2NetworkFactory().get_cx2network(
            json.loads(CX2.document(item_of(figure), options()))
        )
        assert_holds({"nodes": [*network.get_nodes().values()]}, figure)
        assert network.get_name() == figure.best_title
        assert network.get_network_attributes()["pfocrId"] == figure.figid
