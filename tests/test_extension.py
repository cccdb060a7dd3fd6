"""What is added shows where people look: rules in hooks, formats and commands in the pages that are
made of the program, and in ``--help``.
"""

from __future__ import annotations

import shlex

import pytest
import yaml
from program import ROOT, run

from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.reporters import REPORTERS
from pfocr_cli.rules import RULES

FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
COMMANDS = sorted(
    path.stem.replace("_", "-")
    for path in (ROOT / "pfocr_cli" / "cli").glob("*.py")
    if path.stem[0] != "_"
)


def selected_by_hooks() -> tuple[str, ...]:
    """Return the beginnings of codes that some hook selects."""
    selected: list[str] = []
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        words = shlex.split(hook["entry"])
        if "--select" in words:
            selected += words[words.index("--select") + 1].split(",")
    return tuple(selected)


def test_every_rule_is_selected_by_a_hook() -> None:
    missing = [code for code in RULES if not code.startswith(selected_by_hooks())]
    assert not missing, f".pre-commit-hooks.yaml: no hook selects {', '.join(missing)}"


def test_hooks_select_no_rule_that_is_none() -> None:
    empty = [
        part for part in selected_by_hooks() if not any(code.startswith(part) for code in RULES)
    ]
    assert not empty, f".pre-commit-hooks.yaml selects nothing by {', '.join(empty)}"


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_format_is_in_its_page(name: str) -> None:
    assert f"\n### {name}\n" in FORMATS, "docs/formats.md: python docs/make.py"


@pytest.mark.parametrize("name", REPORTERS)
def test_every_report_format_is_in_its_page(name: str) -> None:
    assert f"\n| `{name}` | " in FORMATS, "docs/formats.md: python docs/make.py"


def page_of(command: str) -> str:
    return (ROOT / "docs" / "commands" / f"{command}.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_its_page_and_in_help(command: str) -> None:
    assert f"\n# pfocr {command}" in "\n" + page_of(command), "python docs/make.py"
    assert f"\n  {command} " in run("--help").out


def test_help_lists_the_formats_there_are() -> None:
    for command, formats in (("validate", REPORTERS), ("export", EXPORTERS)):
        words = run(command, "--help").out.replace(",", " ").replace("|", " ").replace(".", " ")
        missing = set(formats) - set(words.replace("[", " ").replace("]", " ").split())
        assert not missing, f"{command} --help does not name {', '.join(sorted(missing))}"
