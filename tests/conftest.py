"""What the tests share: records laid out as the published ones are; real and generated ones,
read in place from ``../shared`` and skipped where that is not there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpora import Corpus, Generate
from hypothesis import settings

from pfocr_cli.lexicon.build import build, write
from pfocr_cli.lexicon.documents import document_of

# The suite says the same each time, whatever the machine is at, and leaves no file. To look for
# new forms: `python -m pytest --hypothesis-profile=default`.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

Published = Callable[[dict[str, Any]], str]


@pytest.fixture(scope="session")
def small_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a lexicon of two genes, for tests that read a whole one and ask little of it."""
    genes = (
        "hgnc_id\tsymbol\tstatus\talias_symbol\tprev_symbol\tentrez_id\n"
        "HGNC:11908\tTNFRSF11A\tApproved\tRANK\tLOH18CR1\t8792\n"
        "HGNC:7794\tNFKB1\tApproved\tp105\t\t4790\n"
    )
    path = tmp_path_factory.mktemp("lexicon") / "small.lexicon"
    write(build(document_of(genes.encode(), "hgnc.txt"), None, None, "2024-07"), path)
    return path


@pytest.fixture
def corpus_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return the folders of records and of side tables of an empty `corpus`, in the current folder,
    where no results are kept unless a test asks for it.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PFOCR_CACHE", raising=False)
    figures, tables = Path("corpus/_figures"), Path("corpus/_data")
    figures.mkdir(parents=True)
    tables.mkdir()
    return figures, tables


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that all users may go into. Those of pytest are for its own user, and are shut
    again whenever another run of that user begins.
    """
    with tempfile.TemporaryDirectory(prefix="pfocr-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


class _PublishedDumper(yaml.CSafeDumper):
    """libyaml's emitter as the database uses it: line breaks in a block, numbers of YAML 1.2 in
    quotes.
    """


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


_PublishedDumper.add_representer(str, _text)
_PublishedDumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+$"), list("-+0123456789")
)


@pytest.fixture(scope="session")
def published() -> Published:
    """Return a function that writes a record as the published ones are laid out."""

    def write(record: dict[str, Any]) -> str:
        body = yaml.dump(
            record, Dumper=_PublishedDumper, sort_keys=False, allow_unicode=True, width=80
        )
        return f"---\n{body}---\n"

    return write


SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "real").is_dir():
        pytest.skip(
            "needs ../shared beside the checkout: real records and the generator of a corpus"
        )
    return SHARED


@pytest.fixture(scope="session")
def generate(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Generate:
    def make(**options: object) -> Corpus:
        folder = tmp_path_factory.mktemp("corpus")
        words = [
            word
            for name, value in options.items()
            for word in ((f"--{name}",) if value is True else (f"--{name}", str(value)))
        ]
        subprocess.run(
            [sys.executable, shared / "corpus" / "make_corpus.py", folder, *words],
            check=True,
            capture_output=True,
        )
        listed = folder / "faults.jsonl"
        lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
        return Corpus(folder, [json.loads(line) for line in lines])

    return make
