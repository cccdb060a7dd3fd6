"""Workers are on their way before the work is known, where there will be much of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pfocr_cli.app.run import Work
from pfocr_cli.engine import usable_cores
from pfocr_cli.inputs.json_lines import WORTH_PROCESSES
from pfocr_cli.inputs.search import Search

if TYPE_CHECKING:
    from pathlib import Path

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


def test_judging_a_usual_record_imports_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "PMC2__f2.md"
    path.write_text("---\nfigid: PMC2__f2\ngenes:\n- word: AKT\n  symbol: AKT1\n---\n", "utf-8")
    command = [sys.executable, "-c", ONCE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.split() == []


@pytest.mark.parametrize(("many", "calls"), [(0, 0), (1, 1), (3, 1), (4, 0)])
def test_a_search_says_once_that_it_has_found_many(tmp_path: Path, many: int, calls: int) -> None:
    for number in range(3):
        (tmp_path / f"PMC{number}__f1.md").write_text("", "utf-8")
    called: list[None] = []
    search = Search(many=many, when_many=lambda: called.append(None))
    assert len(search.inputs([str(tmp_path)])) == 3
    assert len(called) == calls


def test_processes_are_readied_for_as_many_records_as_are_worth_them() -> None:
    assert Work(1).readied("")[0] == 0
    assert Work(2).readied("")[0] == 2
    assert Work(2, "dask:tcp://there").readied("")[0] == 0
    assert Work(None).readied("")[0] == (WORTH_PROCESSES if usable_cores() > 1 else 0)
