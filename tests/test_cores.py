"""How many processes a run has: one a core that it may use, and only where records pay for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pfocr_cli.engine.cores import WORTH_PROCESSES, usable_cores
from pfocr_cli.inputs.json_lines import jobs_for
from pfocr_cli.inputs.search import Input


def bounded(folder: Path, text: str) -> int:
    (folder / "cpu.max").write_text(text)
    return usable_cores(folder)


def test_the_control_groups_bound_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert usable_cores(tmp_path) == 8
    assert bounded(tmp_path, "200000 100000\n") == 2
    assert bounded(tmp_path, "150000 100000\n") == 2
    assert bounded(tmp_path, "1000 100000\n") == 1
    assert bounded(tmp_path, "max 100000\n") == 8
    assert bounded(tmp_path, "no number\n") == 8
    assert bounded(tmp_path, "-1 100000\n") == 8
    (tmp_path / "cpu.max").unlink()
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("300000\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert usable_cores(tmp_path) == 3


def test_the_cores_of_this_process_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert usable_cores(tmp_path) == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_cores(tmp_path) == 1


def test_few_records_are_one_processs(tmp_path: Path) -> None:
    few = [Input(f"{number}.md", "") for number in range(WORTH_PROCESSES - 1)]
    many = [*few, Input("last.md", "")]
    assert [jobs_for(few, None), jobs_for(many, None)] == [1, 0]
    assert [jobs_for(few, 3), jobs_for(many[:1], 3)] == [3, 1]
    lines = tmp_path / "all.jsonl"
    lines.write_bytes(b" " * 5_000_000)
    assert jobs_for([Input(str(lines), "")], None) == 0
    lines.write_bytes(b"{}")
    assert jobs_for([Input(str(lines), ""), Input("gone.jsonl", "")], None) == 1
