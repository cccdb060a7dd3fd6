"""jsonld: expands without a lost term, by schema.org's own context where that is at hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from test_export_csv import (
    FIGURES,
    file_exporter,
    file_of,
    golden,
    item_of,
    items,
    nasty_figures,
    options,
    written,
)

from pfocr_cli.export.figure import Figure, Mention
from pfocr_cli.export.selection import Selection

JSONLD = file_exporter("jsonld")
ADDRESSES = (
    *("url", "contentUrl", "sameAs", "license", "sdLicense", "isPartOf", "isBasedOn"),
    *("subjectOf", "creator", "workExample", "includedInDataCatalog"),
)
CONTEXT: dict[str, Any] = {
    "@vocab": "http://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    **{name: {"@type": "@id"} for name in ADDRESSES},
}
"""What schema.org's context says of the terms we use; tests/corpus holds them against the context
itself.
"""
KINDS = {"Gene": "genes", "MolecularEntity": "chemicals", "MedicalCondition": "diseases"}


def nodes_of(data: bytes) -> list[dict[str, Any]]:
    """Return the figures of a document."""
    document = json.loads(data)
    assert document.pop("@context") == "https://schema.org/"
    return list(document.get("@graph", [document]))


def terms_of(value: Any) -> set[str]:
    """Return every key of a document and every type it names."""
    if isinstance(value, list):
        return set().union(*map(terms_of, value))
    if not isinstance(value, dict):
        return set()
    named = {value["@type"]} if "@type" in value else set()
    return (
        {key for key in value if not key.startswith("@")} | named | terms_of(list(value.values()))
    )


def expanded(data: bytes, context: Any = CONTEXT) -> list[Any]:
    """Return the expanded figures, by PyLD and a context that is at hand."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="needs PyLD")

    def load(url: str, _: Any) -> dict[str, Any]:
        assert url == "https://schema.org/"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}

    return list(jsonld.expand(json.loads(data), {"documentLoader": load}))


def texts_of(value: Any) -> list[str]:
    """Return every text of a document or of its expansion but keys, types and the context,
    sorted.
    """
    if isinstance(value, list):
        return sorted(text for item in value for text in texts_of(item))
    if isinstance(value, dict):
        kept = [item for key, item in value.items() if key not in ("@type", "@context")]
        return texts_of(kept)
    return [value]


def counts_of(nodes: list[Any]) -> dict[str, int]:
    """Return how many genes, chemicals and diseases expanded figures are about."""
    about = [entry for node in nodes for entry in node.get("http://schema.org/about", [])]
    kinds = [kind.removeprefix("http://schema.org/") for entry in about for kind in entry["@type"]]
    return {name: kinds.count(kind) for kind, name in KINDS.items()}


def test_documents_of_the_fixtures() -> None:
    found = items()
    for item in found:
        golden(f"jsonld/{item.figure.figid}.jsonld", JSONLD.document(item, options()))
    golden("jsonld/records.jsonld", written(JSONLD, found, options())[0])


def test_several_are_a_graph_one_is_a_document_none_is_nothing() -> None:
    found = items()
    several, _ = written(JSONLD, found, options())
    assert [node["identifier"] for node in nodes_of(several)] == [
        item.figure.figid for item in found
    ]
    assert written(JSONLD, found[:1], options())[0] == JSONLD.document(found[0], options())
    assert len(nodes_of(written(JSONLD, found[:2], options())[0])) == 2
    assert nodes_of(written(JSONLD, [], options())[0]) == []


@pytest.mark.parametrize("number", range(len(items())))
def test_no_term_and_no_text_is_lost(number: int) -> None:
    item = items()[number]
    document = JSONLD.document(item, options())
    found = expanded(document)
    assert texts_of(found) == texts_of(json.loads(document))
    wanted = {name: len(getattr(item.figure, name)) for name in KINDS.values()}
    assert counts_of(found) == wanted


def test_nasty_texts_are_kept_too() -> None:
    document, _ = written(JSONLD, [item_of(figure) for figure in nasty_figures()], options())
    found = expanded(document)
    assert texts_of(found) == texts_of(json.loads(document))
    assert counts_of(found)["genes"] == 2 * len(nasty_figures())


@settings(max_examples=50)
@given(FIGURES)
def test_any_figure_is_json_with_its_words(figure: Figure) -> None:
    (node,) = nodes_of(JSONLD.document(item_of(figure), options()))
    assert (node["identifier"], node.get("caption", "")) == (figure.figid, figure.caption)
    about = node.get("about", [])
    words = [gene.word for gene in figure.genes] + [
        mention.word for mention in (*figure.chemicals, *figure.diseases)
    ]
    assert [entry.get("alternateName", "") for entry in about] == words
    assert "" not in texts_of(node)


def test_the_image_that_was_asked_for_is_the_content() -> None:
    figure = Figure("PMC1__f", "PMC1", filename="a b.jpg")
    for asked, address in (
        (None, "https://europepmc.org/articles/PMC1/bin/a%20b.jpg"),
        ("scans/50% α.png", "scans/50%25%20%CE%B1.png"),
        ("https://example.org/a%20b.png?x=1&y=2", "https://example.org/a%20b.png?x=1&y=2"),
    ):
        (node,) = nodes_of(JSONLD.document(item_of(figure), options(image=asked)))
        assert node["contentUrl"] == address
    assert "image" in JSONLD.options_used


def test_chemicals_and_diseases_have_ids_as_identifiers_org_has_them() -> None:
    chemicals = (Mention(" NA ", "D012964", "", "CHEBI:26708"), Mention("x", other="CHEBI:1"))
    figure = Figure(
        "PMC1__f",
        chemicals=chemicals,
        diseases=(Mention("y", other="OMIM:114480"), Mention("z", other="DOID:2")),
    )
    (node,) = nodes_of(JSONLD.document(item_of(figure), options()))
    assert [entry["identifier"] for entry in node["about"]] == [
        ["mesh:D012964", "CHEBI:26708"],
        ["CHEBI:1"],
        ["omim:114480"],
        ["DOID:2"],
    ]
    assert node["about"][2]["sameAs"] == ["https://identifiers.org/omim:114480"]
    assert (node["about"][0]["name"], node["about"][0]["alternateName"]) == ("NA", " NA ")


@pytest.mark.parametrize(
    "selection",
    [Selection("strict"), Selection(species="mouse"), Selection("strict", "main", current=True)],
)
def test_keywords_are_those_that_the_whole_record_is_exported_with(selection: Selection) -> None:
    for item in items(selection=selection):
        (node,) = nodes_of(JSONLD.document(item, options(selection=selection)))
        record = json.loads(file_of("json", item, options(selection=selection)))
        assert node.get("keywords", []) == record["schema-jsonld"]["keywords"]


def test_a_gene_and_its_paper() -> None:
    (node,) = nodes_of(JSONLD.document(items()[0], options()))
    assert node["@type"] == "ImageObject"
    assert node["isPartOf"]["@type"] == "ScholarlyArticle"
    assert node["about"][0] == {
        "@type": "Gene",
        "identifier": ["ncbigene:8792", "HGNC:11908"],
        "name": "TNFRSF11A",
        "alternateName": "RANK",
        "url": "https://www.ncbi.nlm.nih.gov/gene/8792",
        "sameAs": ["https://identifiers.org/ncbigene:8792", "https://identifiers.org/HGNC:11908"],
        "taxonomicRange": {"@type": "Taxon", "name": "Homo sapiens", "identifier": "taxonomy:9606"},
    }
