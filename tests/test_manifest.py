"""What ``--manifest`` says of outputs that are finished."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pfocr_cli import __version__
from pfocr_cli.export.manifest import manifest
from pfocr_cli.export.options import Options
from pfocr_cli.export.output import Output
from pfocr_cli.export.selection import Selection
from pfocr_cli.export.staging import Staging
from pfocr_cli.export.targets import Target
from pfocr_cli.lexicon.store import open_lexicon

RELEASE = open_lexicon(None).release
OPTIONS = Options(selection=Selection(), release=RELEASE)


@pytest.fixture
def staging() -> Iterator[Staging]:
    with Staging() as staging:
        yield staging


def finished(folder: Path, staging: Staging, options: Options) -> Output:
    """Return an output of JSON Lines without a figure, staged."""
    target = Target("jsonl", str(folder / "out.jsonl"))
    output = Output(target, options, staging, listed=True)
    output.finish()
    return output


def test_it_names_the_run_the_lexicon_and_each_file_with_its_digest(
    tmp_path: Path, staging: Staging
) -> None:
    output = finished(tmp_path, staging, OPTIONS)
    data = manifest([(output, OPTIONS)], {"records": 0}, str(tmp_path / "lists"))
    told = json.loads(data)
    assert list(told) == ["pfocr", "lexicon", "records", "outputs"]
    assert (told["pfocr"], told["records"]) == (__version__, 0)
    assert told["lexicon"]["sha256"] == RELEASE.sha256
    (entry,) = told["outputs"]
    assert (entry["format"], entry["path"]) == ("jsonl", "../out.jsonl")
    assert (entry["figures"], entry["genes"], entry["left_out"]) == (0, 0, {})
    digest = hashlib.sha256(b"").hexdigest()
    assert entry["files"] == [{"path": "../out.jsonl", "sha256": digest, "bytes": 0}]
    assert data == manifest([(output, OPTIONS)], {"records": 0}, str(tmp_path / "lists"))


def test_it_says_which_genes_were_meant(tmp_path: Path, staging: Staging) -> None:
    options = Options(selection=Selection(current=True, corrected=True), release=RELEASE)
    output = finished(tmp_path, staging, options)
    (entry,) = json.loads(manifest([(output, options)], {}, os.curdir))["outputs"]
    assert (entry["options"]["symbols"], entry["options"]["matches"]) == ("current", "corrected")
