"""Real records and generated ones, read in place from ``../shared``; skipped where that is not
there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from corpora import Corpus, Generate

SHARED = Path(__file__).parents[3] / "shared"


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
