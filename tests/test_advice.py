"""Advice that works: what messages and the README tell people to install is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = [ROOT / "README.md", *sorted((ROOT / "pfocr_cli").rglob("*.py"))]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_sends_anybody_to_an_index_for_pfocr(path: Path) -> None:
    """The project is on no index: its name there would be somebody else's."""
    text = path.read_text(encoding="utf-8")
    assert "pfocr-cli[" not in text
    for packages in re.findall(r"pip install ([^`\n&;]*)", text):
        assert not re.search(r"(?<![/\w])pfocr(-cli)?(?![\w/@-])", packages), packages


def test_a_version_that_is_named_for_checkout_is_a_tag() -> None:
    tags = subprocess.run(
        ["git", "tag"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:pfocr-cli@|rev: )(\S+)", text)
    assert named
    assert set(named) <= {*tags, "COMMIT"}
    assert "for `COMMIT`, the whole id of the commit" in " ".join(text.split())
