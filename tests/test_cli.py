"""The command line in process: what each command prints, and what it refuses."""

from __future__ import annotations

import json

import pytest

from pfocr_cli import __version__
from pfocr_cli.cli import main
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.rules import RULES


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    out, err = capsys.readouterr()
    assert isinstance(leaving.value.code, int)
    return leaving.value.code, out, err


def test_rule_lists_every_rule_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rule")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(RULES)


@pytest.mark.parametrize("name", ["S101", "s101", "missing-key"])
def test_rule_shows_a_page_by_code_or_name(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = run(capsys, "rule", name)
    assert status == 0
    assert out.startswith("S101 missing-key (error)\n")
    for part in ("Why:", "Bad:", "Good:", "Fix:"):
        assert part in out


def test_rule_pages_as_json_hold_all_of_the_registry(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rule", "--all", "--format", "json")
    assert {page["code"]: page["name"] for page in json.loads(out)} == {
        code: rule.name for code, rule in RULES.items()
    }


def test_rule_pages_as_markdown_have_headings(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rule", "--all", "--format", "markdown")
    assert out.count("\n## ") == len(RULES) - 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rule", "S1O1"], "did you mean S101"),
        (["rule", "mising-key"], "did you mean missing-key"),
        (["schema", "2012a"], "did you mean 2021a"),
        (["validate", "--format", "serif", "x.md"], "did you mean sarif"),
        (["validate", "--select", "Q", "x.md"], "no rule is called 'Q'"),
        (["valdate"], "No such command"),
    ],
)
def test_a_name_that_is_not_one_is_told_with_the_near_ones(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert told in err


def test_schema_lists_and_prints(capsys: pytest.CaptureFixture[str]) -> None:
    _, listed, _ = run(capsys, "schema")
    names = [line.split()[0] for line in listed.splitlines()]
    records = ["2021a", "2021b", "2023", "genes", "chemicals", "diseases"]
    assert names == [*records, "export", "report", "finding", "answer"]
    for name in names:
        _, out, _ = run(capsys, "schema", name)
        document = json.loads(out)
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert "shared.json" not in out


def test_version_names_the_release_of_hgnc_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    release = open_lexicon(None).release
    _, out, _ = run(capsys, "--version")
    assert out == f"pfocr {__version__}\nHGNC {release.hgnc} (sha256 {release.sha256})\n"
