"""What a record says of itself: its network at NDEx, its pathway at WikiPathways, its licence and
its creator, in every format that can hold them.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from program import run, sound
from test_export_csv import (
    file_of,
    item_of,
    options,
)
from test_export_jsonld import expanded

from pfocr_cli.export.figure import Figure, figure_of
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon

if TYPE_CHECKING:
    from pathlib import Path

NDEX, WPID = "12345678-90ab-11ec-b3be-0ac135e8bacf", "WP1234"
OF_RECORD = ("ndex", "wpid", "license", "creator")
FULL = (
    sound(1).replace("ndex: ''", f"ndex: {NDEX}").replace("genes:\n", f"wpid: {WPID}\ngenes:\n", 1)
)


def dataset_of(figure: Figure) -> dict[str, Any]:
    document = json.loads(file_of("jsonld", item_of(figure), options()))
    found: dict[str, Any] = document["subjectOf"]
    return found


def figure_in(text: str) -> Figure:
    [record] = records(Input("PMC1__f1.md", "PMC1__f1.md", text.encode()))
    return figure_of(record, open_lexicon(None))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "PMC1__f1.md").write_text(FULL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_tables_of_figures_say_it_in_their_last_columns(name: str, folder: Path) -> None:
    done = run("export", folder, "--to", name, "--table", "figures")
    rows = csv.DictReader(io.StringIO(done.out), delimiter="\t" if name == "tsv" else ",")
    [row] = rows
    assert list(row)[-4:] == list(OF_RECORD)
    assert [row[each] for each in OF_RECORD] == [NDEX, WPID, "CC0", "WikiPathways"]


def test_parquet_says_it_and_keeps_the_record(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    path = folder / "x.parquet"
    assert run("export", folder / "PMC1__f1.md", "-o", path).status == 0
    [row] = parquet.read_table(path).to_pylist()
    assert [row[each] for each in OF_RECORD] == [NDEX, WPID, "CC0", "WikiPathways"]
    assert json.loads(row["record"])["wpid"] == WPID


def test_the_record_is_a_dataset_of_bioschemas(folder: Path) -> None:
    done = run("export", folder, "--to", "jsonld")
    found = json.loads(done.out)
    dataset = found["subjectOf"]
    page = "https://pfocr.wikipathways.org/figures/PMC1__f1.html"
    assert (dataset["@id"], dataset["@type"], dataset["url"]) == (f"{page}#record", "Dataset", page)
    profile = dataset["dct:conformsTo"]["@id"]
    assert profile == "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"
    # All that the profile calls its minimum.
    assert {"name", "description", "identifier", "keywords", "license", "url"} <= set(dataset)
    assert dataset["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert dataset["creator"] == [{"@type": "Organization", "name": "WikiPathways"}]
    assert dataset["isBasedOn"] == {"@id": found["@id"]}
    assert [each["@id"] for each in dataset["workExample"]] == [
        f"https://www.ndexbio.org/viewer/networks/{NDEX}",
        f"https://www.wikipathways.org/pathways/{WPID}.html",
    ]
    assert "license" not in found  # the image is its paper's
    assert found["isPartOf"]["@type"] == "ScholarlyArticle"


def test_its_profile_is_a_term_of_dublin_core() -> None:
    document = file_of("jsonld", item_of(figure_in(FULL)), options())
    [node] = expanded(document)
    [dataset] = node["http://schema.org/subjectOf"]
    [profile] = dataset["http://purl.org/dc/terms/conformsTo"]
    assert profile["@id"] == "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"


@pytest.mark.parametrize(
    ("creator", "wanted"),
    [
        ("creator: Jane Doe", "Jane Doe"),
        ("creator:\n  - name: A\n  - B\n  - name: ''", "A | B"),
        ("creator: NA", ""),
        ("creator: 3", "3"),
        ("other: x", ""),
    ],
)
def test_creators_are_named_however_they_are_written(creator: str, wanted: str) -> None:
    text = FULL.replace("creator:\n    '@type': Organization\n    name: WikiPathways", creator)
    figure = figure_in(text)
    assert figure.creator == wanted
    names = [each["name"] for each in dataset_of(figure).get("creator", [])]
    assert names == (wanted.split(" | ") if wanted else [])


def test_another_licence_is_told_by_its_name() -> None:
    assert dataset_of(Figure("PMC1__f", license="CC BY 4.0"))["license"] == {
        "@type": "CreativeWork",
        "name": "CC BY 4.0",
    }


def test_what_is_not_known_is_not_there() -> None:
    dataset = dataset_of(Figure("PMC1__f"))
    assert {"creator", "keywords", "workExample"}.isdisjoint(dataset)
    assert dataset["description"] == "PMC1__f"


MADE_BY_TWO = replace(figure_in(FULL), creator="WikiPathways | Ann Lee", license="CC BY 4.0")


def test_boards_of_gpml_name_who_made_the_record_and_its_licence() -> None:
    of_2013 = ET.fromstring(file_of("gpml", item_of(MADE_BY_TWO), options()))
    assert (of_2013.get("Author"), of_2013.get("License")) == ("WikiPathways, Ann Lee", "CC BY 4.0")
    of_2021 = ET.fromstring(file_of("gpml2021", item_of(MADE_BY_TWO), options()))
    names = [one.get("name") for one in of_2021.iter("{http://pathvisio.org/GPML/2021}Author")]
    assert (names, of_2021.get("license")) == (["WikiPathways", "Ann Lee"], "CC BY 4.0")


def test_networks_name_who_made_the_record_and_its_licence() -> None:
    document = json.loads(file_of("cx2", item_of(MADE_BY_TWO), options()))
    [network] = next(each["networkAttributes"] for each in document if "networkAttributes" in each)
    assert network["creator"] == "WikiPathways, Ann Lee"
    assert network["rights"] == "CC BY 4.0"


@pytest.mark.parametrize("name", ["gpml", "gpml2021", "cx2"])
def test_a_board_is_drawn_also_where_the_record_does_not_say_who_made_it(
    name: str, folder: Path
) -> None:
    record = folder / "PMC1__f1.md"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("license: CC0", "license: [CC0]"), encoding="utf-8")
    assert run("validate", folder, "--select", "S").status == 1
    done = run("export", folder, "--to", name)
    assert done.status == 0
    assert "CC0" in done.out
