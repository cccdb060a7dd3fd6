"""Where reports have all that they print, what is found from then on is only counted, which saves
its place, and nothing that anybody reads is another for it.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest.mock import Mock

import pytest
import yaml
from program import BROKEN, as_json, call, sound

from pfocr_cli.app import validate_job
from pfocr_cli.app.against import Against
from pfocr_cli.app.run import Work
from pfocr_cli.app.shard_report import ShardKeys
from pfocr_cli.app.statistics import Statistics
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.app.validate_request import ValidateRequest
from pfocr_cli.app.validate_tally import ValidateTally
from pfocr_cli.baseline import Matcher, NewBaseline
from pfocr_cli.inputs import json_lines
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.reporters import REPORTERS, text
from pfocr_cli.rules.placing import placed_finding
from pfocr_cli.terminal import progress

P = ParamSpec("P")
R = TypeVar("R")

KINDS = ("C801", "D70", "G50", "K601", "P004", "S10", "T30")
"""Fixtures of these rules: of two records, of side tables and without, of every severity and fix.
"""
_LINK = re.compile(r"(?<=\x1b]8;)id=\d+")
"""Which is another each time."""
SEVERITIES = '[severity]\nS104 = "info"\nG509 = "error"\nT3 = "ignore"\n'
IGNORES = (
    "[per-file-ignores]\n'*-genes.tsv' = ['D702', 'G5']\n'*.md' = ['S102']\n"
    "'many.jsonl' = ['S104']\n"
)
SETTINGS = {
    "usual": "",
    "all": "--show info",
    "below": "--show error --fail-on info",
    "failing": "--show info --fail-on warning",
    "never": "--fail-on never",
    "some": "--show info --select S1,D,C --ignore S104",
    "statistics": "--statistics",
    "twice": "--format text --format text:out.txt",
    "quiet": "--quiet",
    "severities": f"--show info --config {SEVERITIES}",
    "ignores": f"--show info --fail-on info --config {IGNORES}",
    "patch": "--fix --diff --show info",
    "patch-and-text": "--fix --unsafe-fixes --diff --format text:out.txt",
}


class Sending(Executor):
    """One worker, which is given all as another process is, and gives it back so."""

    _max_workers = 1

    def submit(self, fn: Callable[P, R], /, *args: P.args, **_: P.kwargs) -> Future[R]:
        work, given = pickle.loads(pickle.dumps((fn, args)))
        done: Future[R] = Future()
        done.set_result(pickle.loads(pickle.dumps(work(*given))))
        return done


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of broken records: files, JSON Lines, and side tables with and without."""
    folder = tmp_path_factory.mktemp("corpus")
    for path in BROKEN.iterdir():
        if path.name.startswith(KINDS):
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, folder / path.name)
    lines = [as_json(number).replace("2001", "MMI") for number in range(1, 12)]
    (folder / "many.jsonl").write_text("\n".join((*lines, lines[0], "{", "")), "utf-8")
    return folder


def told(capture: pytest.CaptureFixture[str], words: str, *more: str) -> tuple[int, str, str, str]:
    """Return the status of a run, what it said, and what it wrote to a file."""
    start, _, toml = words.partition(" --config ")
    if toml:
        Path("settings.toml").write_text(toml, "utf-8")
    config = ("--config", "settings.toml") if toml else ("--isolated",)
    run = call(capture, "validate", *start.split(), *config, *more)
    out = Path("out.txt")
    written = out.read_text("utf-8") if out.exists() else ""
    out.unlink(missing_ok=True)
    return run.status, _LINK.sub("", run.out), _LINK.sub("", run.err), written


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Return what counts the findings that are placed in their file."""
    placed = Mock(wraps=placed_finding)
    monkeypatch.setattr(validate_job, "placed_finding", placed)
    return placed


@pytest.mark.parametrize(
    ("how", "name"),
    [("here", "usual"), ("watched", "all"), *(("sent", name) for name in SETTINGS)],
)
def test_what_is_counted_reads_as_if_it_had_been_found(
    *,
    how: str,
    name: str,
    corpus: Path,
    placed: Mock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(corpus)
    monkeypatch.setattr(json_lines, "_CHUNK_LINES", 2)
    monkeypatch.setattr(text, "MOST_LINES", 3)
    monkeypatch.setattr(progress, "PATIENCE", math.inf)  # its bar shows how fast it goes
    if how == "watched":
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True)
    more = ("--executor", f"{__name__}:Sending") if how == "sent" else ()
    words = SETTINGS[name]
    counted, places = told(capsys, words, *more), placed.call_count
    monkeypatch.setattr(ValidateTally, "_has_enough", lambda _: False)
    assert told(capsys, words, *more) == counted
    assert places < (placed.call_count - places) * 0.9


@pytest.mark.parametrize(
    ("limit", "lines", "places"),
    [(0, 3, 0), (1, 3, 3), (3, 3, 3), (4, 3, 6), (99, 3, 12), (5, 9, 9), (5, 0, 5)],
)
def test_only_what_is_printed_is_placed(
    *,
    limit: int,
    lines: int,
    places: int,
    placed: Mock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    records = [sound(number).replace("'2001'", "MMI") for number in range(1, 13)]
    if lines:
        data = [json.dumps(yaml.safe_load(record.strip("-\n"))) for record in records]
        (tmp_path / "many.jsonl").write_text("\n".join(data), "utf-8")
    else:
        for number, record in enumerate(records, 1):
            (tmp_path / f"PMC{number}__f1.md").write_text(record, "utf-8")
    monkeypatch.setattr(json_lines, "_CHUNK_LINES", lines)
    monkeypatch.setattr(text, "MOST_LINES", limit)
    run = call(capsys, "validate", "--isolated", "--select", "S104", *map(str, tmp_path.iterdir()))
    assert (run.status, run.out.count("\n")) == (1, min(limit, 12))
    assert "12 errors in 12 records" in run.err
    assert placed.call_count == places


REQUEST = ValidateRequest((), ValidateJob(frozenset()))
CHUNK = Chunk(0, Input("a.md", "a.md"))


def tally_of(*formats: str) -> ValidateTally:
    """Return a tally of reports in these formats, each of which has one line's room."""
    make = {**REPORTERS, "statistics": Statistics}
    return ValidateTally(REQUEST, [make[name](StringIO()) for name in formats], None, None)


@pytest.mark.parametrize("name", [*REPORTERS, "statistics"])
def test_text_alone_has_enough_at_any_time_and_statistics_always(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MOST_LINES", 0)
    has_enough = name in ("text", "statistics")
    assert tally_of(name).marked(CHUNK) == CHUNK._replace(is_counted=has_enough)
    assert tally_of("text", name).marked(CHUNK).is_counted is has_enough


@pytest.mark.parametrize(
    "asks",
    [
        {"matcher": Mock(Matcher)},
        {"new_baseline": Mock(NewBaseline)},
        {"against": Mock(Against)},
        {"keys": Mock(ShardKeys)},
        {"request": replace(REQUEST, work=Work(cache=os.curdir))},
    ],
    ids=lambda asks: next(iter(asks)),
)
def test_whatever_asks_for_each_finding_gets_each(asks: dict[str, Mock]) -> None:
    tally = replace(tally_of("statistics"), **asks)
    assert not tally.marked(CHUNK).is_counted
