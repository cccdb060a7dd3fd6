"""What the tests on corpora share: a generated corpus, and the tool run in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import program


@dataclass(frozen=True)
class Corpus:
    """A generated corpus: its folder, and of each broken record the fault, its line and its
    pointer.
    """

    folder: Path
    faults: list[dict[str, Any]]

    @property
    def records(self) -> Iterator[Path]:
        return iter(sorted((self.folder / "_figures").iterdir()))


Generate = Callable[..., Corpus]


def validate(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit status and the findings of ``pfocr validate`` in a folder."""
    words = ("validate", "--isolated", "--format", "jsonl", *arguments)
    run = program.run(*words, cwd=folder, timeout=600)
    return run.status, run.findings
