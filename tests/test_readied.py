"""Workers are on their way before the work is known, where there will be much of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pfocr_cli.app.ahead import call_ahead, when_many
from pfocr_cli.engine.cores import WORTH_PROCESSES, usable_cores
from pfocr_cli.inputs.input_list import WhenMany
from pfocr_cli.inputs.search import Search

FIGURES = Path(__file__).parents[1] / "fixtures" / "records" / "_figures"
ONCE = """
import sys
import pfocr_cli.app.readied
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import select_codes
known = set(sys.modules)
outcome = ValidateJob(select_codes((), ()))(Chunk(0, Input(sys.argv[1], "a.md")))
assert outcome.records == 1 and not outcome.crash, outcome
print(*sorted(set(sys.modules) - known))
"""
FINDINGS = """
from pfocr_cli.app import readied
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.rules import select_codes
found = ValidateJob(select_codes((), ()))(Chunk(0, readied.USUAL_RECORD)).findings
print(*(finding.code for finding in found))
"""

SLOW = """
from pfocr_cli.app import ahead
from pfocr_cli.cli import main
ahead._READIED = "slow"
main()
"""


@pytest.mark.parametrize("name", ["PMC99000001__abc-01-0001-g001", "PMC99000005__xyz-02-0005-g002"])
def test_judging_a_usual_record_imports_nothing_more(name: str) -> None:
    command = [sys.executable, "-c", ONCE, str(FIGURES / f"{name}.md")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.split() == []


def test_what_is_readied_fits_its_schema_and_has_genes_that_are_wrong() -> None:
    command = [sys.executable, "-c", FINDINGS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.split() == ["G509", "G501"]


@pytest.mark.parametrize(("many", "calls"), [(0, 0), (1, 1), (3, 1), (4, 0)])
def test_a_search_says_once_that_it_has_found_many(tmp_path: Path, many: int, calls: int) -> None:
    for number in range(3):
        (tmp_path / f"PMC{number}__f1.md").write_text("", "utf-8")
    called: list[None] = []
    search = Search(when_many=WhenMany(many, lambda: called.append(None)))
    assert len(search.inputs([str(tmp_path)])) == 3
    assert len(called) == calls


def test_processes_are_readied_for_as_many_records_as_are_worth_them() -> None:
    assert when_many(1, None, "").many == 0
    assert when_many(2, None, "").many == 2
    assert when_many(2, "dask:tcp://there", "").many == 0
    worth = WORTH_PROCESSES if usable_cores() > 1 else 0
    assert when_many(None, None, "").many == worth


@pytest.mark.parametrize(
    ("many", "path", "calls"),
    [(2, ".", 1), (3, ".", 1), (4, ".", 0), (0, ".", 0), (1, "gone", 0), (1, "\0", 0)],
)
def test_a_folder_of_many_records_is_known_at_first_sight(
    tmp_path: Path, many: int, path: str, calls: int
) -> None:
    for name in ("PMC1__f.md", "_figures/PMC2__f.md", "_figures/PMC3__f.md", "index.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    for folder in (".git", "_site"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "PMC4__f.md").write_bytes(b"")
    called: list[None] = []
    call_ahead(WhenMany(many, lambda: called.append(None)), [str(tmp_path / path)])
    assert len(called) == calls


def test_workers_on_their_way_keep_nobody_waiting_who_is_told_of_wrong_options(
    tmp_path: Path,
) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(600)\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SLOW, "validate", "--jobs", "2", "--select", "NOPE", str(FIGURES)],
        capture_output=True,  # until the last process has closed them
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "pfocr: no rule is called 'NOPE'; `pfocr rule` lists them\n"
