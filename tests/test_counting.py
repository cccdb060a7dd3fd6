"""Messages count from 1, as lines and columns do."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import run, sound


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("entrez: '4790'", "entrez: 4790", "entrez of gene 1 must be text, not a number"),
        (
            "organisms:\n- Homo",
            "organisms:\n- Mus\n- [7]\n- Homo",
            "item 2 of organisms must be text",
        ),
        ("  keywords:\n  - NFKB1", "  keywords:\n  - 5", "item 1 of schema-jsonld/keywords must"),
        ("license: CC0", "license: 0", "schema-jsonld/license"),
        ("number: F1", "number: [F1]", "number must be text, not a list"),
    ],
)
def test_items_are_counted_from_one(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    (tmp_path / "PMC1__f1.md").write_text(sound(1).replace(right, wrong, 1), encoding="utf-8")
    assert told in run("validate", cwd=tmp_path).out
