"""Plug-ins are found by a walk over a package, in the order of their names, and once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.registry import Registry

PACKAGE = "plugins_of_a_test"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[int]]:
    package = tmp_path / PACKAGE
    package.mkdir()
    (package / "__init__.py").write_text("from pfocr_cli.registry import Registry\n")
    (package / "zeta.py").write_text(f"from {PACKAGE} import ALL\nALL.add('alpha', 1)\n")
    (package / "beta.py").write_text(f"from {PACKAGE} import ALL\nALL.add('omega', 2)\n")
    (package / "eta.py").write_text(f"from {PACKAGE} import ALL\nALL.add('eta', 3)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found: Registry[int] = Registry(PACKAGE, "toy")
    monkeypatch.setattr(importlib.import_module(PACKAGE), "ALL", found, raising=False)
    yield found
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_nothing_is_imported_before_somebody_looks(registry: Registry[int]) -> None:
    assert f"{PACKAGE}.zeta" not in sys.modules
    assert len(registry) == 3
    assert f"{PACKAGE}.zeta" in sys.modules


def test_what_is_called_as_its_module_is_found_without_the_others(registry: Registry[int]) -> None:
    assert registry["eta"] == 3
    assert f"{PACKAGE}.zeta" not in sys.modules
    assert registry["alpha"] == 1
    assert list(registry) == ["alpha", "eta", "omega"]


def test_they_are_in_the_order_of_their_names(registry: Registry[int]) -> None:
    assert list(registry) == ["alpha", "eta", "omega"]
    assert dict(registry) == {"alpha": 1, "eta": 3, "omega": 2}
    assert (registry["omega"], registry.named("alpha")) == (2, 1)
    assert "beta" not in registry


def test_two_of_one_name_are_refused(registry: Registry[int]) -> None:
    assert len(registry) == 3
    with pytest.raises(ValueError, match="two toys are called alpha"):
        registry.add("alpha", 3)


def test_a_name_that_is_none_is_told_with_those_that_are(registry: Registry[int]) -> None:
    with pytest.raises(PfocrError) as told:
        registry.named("omgea")
    assert str(told.value) == (
        "no toy is called 'omgea' (did you mean omega?); there are: alpha, eta, omega"
    )
