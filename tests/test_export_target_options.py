"""Options of one target, after its path: ``--to gmt:hs.gmt,species=9606,tier=strict``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import run

from pfocr_cli.export.targets import parted_options

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FIXTURES / "records", tmp_path / "r")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("word", "target", "asked"),
    [
        ("gmt", "gmt", ()),
        ("gmt:a.gmt", "gmt:a.gmt", ()),
        ("gmt,tier=all", "gmt", (("tier", "all"),)),
        ("gmt:a,b.gmt", "gmt:a,b.gmt", ()),
        ("gmt:a,b=c.gmt,tier=all", "gmt:a,b=c.gmt", (("tier", "all"),)),
        ("gmt:a.gmt,unknown=1", "gmt:a.gmt,unknown=1", ()),
        ("gmt:a.gmt,titles=x", "gmt:a.gmt,titles=x", ()),
        (
            "gmt:a.gmt,species=Homo sapiens,min-genes=2",
            "gmt:a.gmt",
            (("species", "Homo sapiens"), ("min_genes", "2")),
        ),
    ],
)
def test_a_target_is_parted_before_known_options_only(
    word: str, target: str, asked: tuple[tuple[str, str], ...]
) -> None:
    assert parted_options(word) == (target, asked)


def test_three_flavours_in_one_run_are_those_of_three_runs(folder: Path) -> None:
    words = [f"biothings:{tier}.ndjson,tier={tier}" for tier in ("strict", "synonyms", "all")]
    assert run("export", "r", *(part for word in words for part in ("--to", word))).status == 0
    for tier in ("strict", "synonyms", "all"):
        alone = run("export", "r", "--to", "biothings", "--tier", tier)
        assert alone.stdout == (folder / f"{tier}.ndjson").read_bytes()


def test_what_a_target_asks_wins_over_what_the_run_asks(folder: Path) -> None:
    targets = ("--to", "gmt:a.gmt,min-genes=1,ids=symbol", "--to", "gmt:b.gmt")
    ran = run("export", "r", "--tier", "all", *targets)
    assert ran.status == 0
    a, b = ((folder / name).read_text(encoding="utf-8") for name in ("a.gmt", "b.gmt"))
    assert len(a.splitlines()) > len(b.splitlines())
    assert "TNFRSF11A" in a
    assert "TNFRSF11A" not in b
    assert run("export", "r", "--to", "csv:c.csv,excel-safe=true").status == 0
    assert (folder / "c.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("tier=best", "tier is one of strict, synonyms, all"),
        ("min-genes=0", "min-genes is a whole number from 1"),
        ("min-genes=x", "min-genes is a whole number from 1"),
        ("excel-safe=perhaps", "excel-safe is true or false"),
        ("image={nothing}", "stands for nothing"),
    ],
)
def test_a_value_that_is_none_is_told(option: str, said: str, folder: Path) -> None:
    ran = run("export", "r", "--to", f"gmt:x.gmt,{option}")
    assert (ran.status, (folder / "x.gmt").exists()) == (2, False)
    assert said in ran.err
