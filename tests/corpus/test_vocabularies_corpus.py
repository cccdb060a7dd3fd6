"""The vocabularies that come with pfocr are what their build makes of ``../shared/vocabularies``,
and what they say of real and generated records is true.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from corpora import Generate, validate

from pfocr_cli.vocabularies.build import build
from pfocr_cli.vocabularies.store import NAMES, open_vocabulary, vocabulary_path

BECAME_DESCRIPTORS = {"C002070", "C005466", "C010561"}
"""Betulinic acid (D000094062 today), ursolic acid (D000097245) and crocetin."""


def told(folder: Path) -> list[dict[str, Any]]:
    """Return the warnings of the rules V in a folder."""
    return validate(folder, "--select", "V")[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_embedded_one_is_what_build_makes(shared: Path, name: str) -> None:
    same = build(shared / "vocabularies", name).encode() == vocabulary_path(name).read_bytes()
    assert same, "run `python -m pfocr_cli.vocabularies.build ../shared/vocabularies`"


@pytest.mark.parametrize("corpus", ["real", "real2", "batch"])
def test_published_records_get_no_warning(shared: Path, corpus: str) -> None:
    assert told(shared / corpus) == []


def test_the_published_chemicals_are_chemicals(shared: Path) -> None:
    """Each of 6,159 was a chemical's MeSH id when it was published."""
    mesh, absent = open_vocabulary("MeSH"), Counter[str]()
    with gzip.open(shared / "corpus" / "chemicals.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            for _, local in json.loads(line)["chemicals"]:
                entry = mesh.entry(local)
                if entry is None:
                    absent[local] += 1
                else:
                    assert entry.branch == "chemical", local
    assert set(absent) == BECAME_DESCRIPTORS


@pytest.mark.parametrize("generation", ["2021", "2023"])
def test_every_retired_id_of_a_corpus_is_told_in_its_place_and_no_other(
    generate: Generate, generation: str
) -> None:
    options = {"records": 600, "generation": generation, "faults": 0.9, "fault-set": "hard"}
    corpus = generate(**options, dense=True)
    made = {
        (fault["file"], fault["line"])
        for fault in corpus.faults
        if fault["fault"].endswith("retired-mesh")
    }
    found = told(corpus.folder)
    assert len(made) > 5
    assert made <= {(finding["file"], finding["line"]) for finding in found}
    known = {"mesh:" + local for local in BECAME_DESCRIPTORS} | BECAME_DESCRIPTORS
    for finding in found:
        place = (finding["file"], finding["line"])
        assert place in made or finding["value"] in known
