"""The libraries of the report's page: built from the lock file, with their licences, and safe to
stand inside a page.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from program import ROOT

ASSETS = ROOT / "pfocr_cli" / "report" / "assets"
SOURCE = ASSETS / "source"
BUILT = ("library.js", "charts.json", "LICENSES.txt")
"""What `npm run bundle` makes; the page's own script and style are written by hand."""
LOCK = SOURCE / "package-lock.json"


def locked() -> list[tuple[str, dict[str, Any]]]:
    """Return the packages of the lock file by name; several versions of one may be there."""
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    return [(path.rpartition("node_modules/")[2], one) for path, one in packages.items() if path]


def versions() -> set[tuple[str, str]]:
    return {(name, package["version"]) for name, package in locked()}


def test_the_lock_names_no_machine_and_every_digest() -> None:
    for name, package in locked():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_what_is_asked_for_is_pinned() -> None:
    asked = json.loads((SOURCE / "package.json").read_text("utf-8"))
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert (name, version) in versions()


def test_the_licences_of_the_libraries_are_there() -> None:
    text = (ASSETS / "LICENSES.txt").read_text("utf-8")
    named = re.findall(r"([\w.-]+) (\d+\.\d+\.\d+) \((?:ISC|MIT|BSD-3-Clause)\)", text)
    assert {"datatables.net", "vega-view", "vega-scenegraph", "d3-scale"} <= {n for n, _ in named}
    assert set(named) <= versions()


def test_no_script_ends_or_hides_the_page_around_it() -> None:
    text = (ASSETS / "library.js").read_text("utf-8").lower()
    assert "</script" not in text
    assert "<!--" not in text


def test_the_libraries_are_small() -> None:
    assert (ASSETS / "library.js").stat().st_size < 600_000


@pytest.mark.parametrize("name", BUILT)
def test_a_new_build_is_what_is_committed(name: str) -> None:
    folder = os.environ.get("PFOCR_BUNDLE")
    if not folder:
        pytest.skip(
            "PFOCR_BUNDLE names no new build; .ci/run makes one where npm and its registry are"
        )
    assert (Path(folder) / name).read_bytes() == (ASSETS / name).read_bytes()
