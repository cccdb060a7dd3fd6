"""biothings: documents as the source's parser and its users take them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from test_export_csv import FIGURES, golden, item_of, items, options, written

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.formats import EXPORTERS

BIOTHINGS = EXPORTERS["biothings"]
KINDS = {
    "genes": {"ncbigene"},
    "chemicals": {"mesh", "chebi"},
    "diseases": {"mesh", "doid", "omim"},
}
LONGEST_ID = 512


def documents_of(data: bytes) -> list[dict[str, Any]]:
    """Return the documents of an NDJSON file in which nothing is amiss."""
    text = data.decode()
    assert not text or text.endswith("\n")
    documents = [json.loads(line) for line in text.split("\n")[:-1]]
    for document in documents:
        assert set(document) == {"_id", "associatedWith"}
        assert 0 < len(document["_id"].encode()) <= LONGEST_ID
        about = document["associatedWith"]
        assert (
            {"title", "pfocrUrl", "pmc", "mentions"}
            <= set(about)
            <= {"title", "figureUrl", "pfocrUrl", "pmc", "mentions"}
        )
        assert all(isinstance(about[key], str) and about[key] for key in ("title", "pfocrUrl"))
        assert about["pmc"] is None or about["pmc"]
        assert set(about["mentions"]) == set(KINDS)
        for kind, lists in about["mentions"].items():
            assert set(lists) <= KINDS[kind]
            for ids in lists.values():
                assert all(isinstance(each, str) and each for each in ids)
                assert len(set(ids)) == len(ids)
    assert len({document["_id"] for document in documents}) == len(documents)
    return documents


def test_documents_of_the_fixtures() -> None:
    data, reasons = written(BIOTHINGS, items(), options())
    assert len(documents_of(data)) + len(reasons) == len(items())
    golden("biothings/records.ndjson", data)


def test_ids_are_bare_and_stand_once_in_order() -> None:
    genes = tuple(
        Gene("w", "m", "s", "S", entrez, "", "", "9606", "", 0) for entrez in ("9", "1", "", "9")
    )
    chemicals = (
        Mention("a", "D2", other="CHEBI:7"),
        Mention("b", "D1"),
        Mention("c", "D2"),
        Mention("d"),
    )
    diseases = (
        Mention("e", other="OMIM:5"),
        Mention("f", other="DOID:6"),
        Mention("g", other="OMIM:5"),
    )
    figure = Figure("PMC1__f", pmcid="PMC1", genes=genes, chemicals=chemicals, diseases=diseases)
    (document,) = documents_of(written(BIOTHINGS, [item_of(figure)], options())[0])
    assert document["associatedWith"]["mentions"] == {
        "genes": {"ncbigene": ["9", "1"]},
        "chemicals": {"mesh": ["D2", "D1"], "chebi": ["7"]},
        "diseases": {"mesh": [], "doid": ["6"], "omim": ["5"]},
    }


def test_a_paper_without_an_id_is_what_the_parser_drops() -> None:
    (document,) = documents_of(
        written(
            BIOTHINGS, [item_of(Figure("PMC1__f", chemicals=(Mention("a", "D2"),)))], options()
        )[0]
    )
    assert document["associatedWith"]["pmc"] is None
    assert "figureUrl" not in document["associatedWith"]


def test_words_alone_are_no_mention() -> None:
    figure = Figure(
        "PMC1__f",
        chemicals=(Mention("a"),),
        genes=(Gene("w", "m", "s", "S", "", "", "", "", "", 0),),
    )
    assert written(BIOTHINGS, [item_of(figure)], options()) == (
        b"",
        ["with no gene, chemical or disease that has an id"],
    )


@settings(max_examples=80)
@given(FIGURES)
def test_any_text_is_kept_on_one_line(figure: Figure) -> None:
    for document in documents_of(written(BIOTHINGS, [item_of(figure)], options())[0]):
        assert document["_id"] == figure.figid
        assert document["associatedWith"]["mentions"]["genes"]["ncbigene"] == list(
            dict.fromkeys(gene.entrez for gene in figure.genes if gene.entrez)
        )
