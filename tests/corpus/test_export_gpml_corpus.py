"""gpml and gpml2021 of every real record and of 500 generated ones, as the official schemas and
gpml2pvjson see them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corpora import Generate
from test_export_csv import (
    file_of,
    item_of,
    items,
    nasty_figures,
    options,
)
from test_export_gpml import Read, ask_client, assert_client_sees, assert_holds, missing_client

from pfocr_cli.export.formats import Item

SCHEMAS = {"gpml": "GPML2013a.xsd", "gpml2021": "GPML2021.xsd"}


@pytest.fixture(scope="module")
def found(shared: Path, generate: Generate) -> list[Item]:
    folders = [shared / "real" / "_figures", *sorted((shared / "real" / "generations").iterdir())]
    folders.append(generate(records=500, generation="mixed").folder / "_figures")
    return [item for folder in folders for item in items(folder)]


@pytest.fixture(scope="module")
def documents(found: list[Item]) -> dict[str, list[bytes]]:
    return {name: [file_of(name, item, options()) for item in found] for name in SCHEMAS}


def schema_of(shared: Path, name: str) -> Any:
    etree = pytest.importorskip("lxml.etree", reason="needs lxml")
    return etree, etree.XMLSchema(etree.parse(str(shared / "clients" / SCHEMAS[name])))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_record_is_sound_and_whole(
    name: str, found: list[Item], documents: dict[str, list[bytes]]
) -> None:
    assert len(found) == 554
    for item, data in zip(found, documents[name], strict=True):
        seen = Read(data)
        assert list(seen.faults()) == [], item.figure.figid
        assert_holds(seen, item.figure)
        words = {
            row["word"]
            for kind in ("genes", "chemicals", "diseases")
            for row in item.record.rows(kind)
        }
        assert {word for node in seen.nodes for word in node.words} == words - {""}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_official_schema_takes_every_record(
    shared: Path, name: str, documents: dict[str, list[bytes]]
) -> None:
    etree, schema = schema_of(shared, name)
    for data in documents[name]:
        schema.assertValid(etree.fromstring(data))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_official_schema_takes_any_text(shared: Path, name: str) -> None:
    etree, schema = schema_of(shared, name)
    for figure in nasty_figures():
        schema.assertValid(
            etree.fromstring(file_of(name, item_of(figure), options(image=figure.title)))
        )


@pytest.mark.skipif(missing_client() is not None, reason=str(missing_client()))
def test_gpml2pvjson_sees_every_gene_chemical_and_disease(
    found: list[Item], documents: dict[str, list[bytes]]
) -> None:
    for answer, item in zip(ask_client(documents["gpml"]), found, strict=True):
        assert_client_sees(answer, item)
