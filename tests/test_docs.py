"""The pages of ``docs`` say what the program does; ``python docs/make.py`` writes them."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest
from program import ROOT

from pfocr_cli import DOCUMENTATION
from pfocr_cli.errors import STATUS_MEANINGS, Exit
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = ROOT / "docs"
HOW = "write it anew: python docs/make.py"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    pages: Callable[[], dict[str, str]] = runpy.run_path(str(DOCS / "make.py"))["pages"]
    return pages()


def test_every_page_is_up_to_date(made: dict[str, str]) -> None:
    there = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md")}
    assert set(there) == {*made, "README.md", "action.md", "scale.md"}, HOW
    for name, text in made.items():
        assert there[name].read_text("utf-8") == text, f"docs/{name}: {HOW}"


def test_every_rule_has_the_page_that_its_address_names() -> None:
    for rule in RULES.values():
        address = rule.address
        assert address.startswith(f"{DOCUMENTATION}/")
        page = DOCS / address.removeprefix(f"{DOCUMENTATION}/")
        assert page.read_text("utf-8").splitlines()[2] == f"# {rule.code} {rule.name}"


def test_every_exit_status_is_explained() -> None:
    assert list(STATUS_MEANINGS) == sorted(Exit)
