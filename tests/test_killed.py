"""A process of the pool that is killed costs nobody a record: what it was at is done again."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import program
import pytest
from program import Run, environment

from pfocr_cli.engine import Rescue, executor_for, pool, run
from pfocr_cli.errors import PfocrError

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")

ROOT = Path(__file__).parents[1]
KILLER = "PMC99000777__killer"
# Ends the process that reads the record: in the pool always, or the first time.
KILLS = """
import os, signal, sys
from multiprocessing import parent_process
import pfocr_cli.record.reading as reading
import pfocr_cli.inputs.records as records

read = reading.read

def deadly(source, *rest):
    text = source.text.replace('"', "").replace("'", "")
    if parent_process() is not None and "figid: PMC99000777__killer" in text:
        once = os.environ.get("KILLS_ONCE")
        if not once or not os.path.exists(once):
            if once:
                open(once, "x").close()
            os.kill(os.getpid(), signal.SIGKILL)
    return read(source, *rest)

reading.read = records.read = deadly
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder of many records; one of them is the killer."""
    figures = tmp_path / "c" / "_figures"
    figures.mkdir(parents=True)
    text = (ROOT / "fixtures" / "normalize" / "stale" / "before.md").read_text("utf-8")
    for number in range(1, 100):
        (figures / f"PMC{number}__f.md").write_text(text, "utf-8")
    lines = text.splitlines(keepends=True)
    own = [f"figid: {KILLER}\n" if line.startswith("figid:") else line for line in lines]
    (figures / f"{KILLER}.md").write_text("".join(own), "utf-8")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sitecustomize.py").write_text(KILLS)
    return tmp_path


def pfocr(corpus: Path, *words: str, killing: str = "always") -> Run:
    env = environment()
    if killing != "never":
        env["PYTHONPATH"] = str(corpus / "lib")
    if killing == "once":
        env["KILLS_ONCE"] = str(corpus / "once")
    return program.run(*words, cwd=corpus, env=env, timeout=300)


def others(text: str) -> list[str]:
    return [line for line in text.splitlines() if KILLER not in line]


@pytest.mark.parametrize("killing", ["once", "always"])
def test_validate_names_it_and_judges_the_others_as_one_process_does(
    corpus: Path, killing: str
) -> None:
    words = ["validate", "c", "--format", "jsonl", "--ignore", "C"]
    alone = pfocr(corpus, *words, killing="never")
    run = pfocr(corpus, *words, "-j", "2", killing=killing)
    assert run.status == 1
    assert "Traceback" not in run.err
    assert "bug" not in run.err
    (said,) = [line for line in run.messages if "under way" in line]
    assert f"c/_figures/{KILLER}.md" in said
    if killing == "once":
        assert run.out == alone.out
        return
    assert others(run.out) == others(alone.out)
    (found,) = [json.loads(line) for line in run.out.splitlines() if KILLER in line]
    assert (found["code"], found["file"]) == ("P001", f"c/_figures/{KILLER}.md")
    assert "was killed" in found["message"]


def test_a_sound_record_is_not_lost(corpus: Path) -> None:
    words = ["validate", "c", "--select", "P", "-j", "2"]
    assert pfocr(corpus, *words, killing="once").status == 0
    assert pfocr(corpus, *words, "--fail-on", "never").status == 0
    run = pfocr(corpus, *words)
    assert run.status == 1
    assert run.out.startswith(f"c/_figures/{KILLER}.md:1:1: P001 error could not be judged")
    assert len(run.out.splitlines()) == 1


def test_normalize_leaves_it_and_mends_the_others(corpus: Path) -> None:
    killer = corpus / "c" / "_figures" / f"{KILLER}.md"
    before = killer.read_bytes()
    run = pfocr(corpus, "normalize", "c", "-j", "2")
    assert run.status == 1
    assert f"c/_figures/{KILLER}.md:1:1: P001 error" in run.err
    assert "bug" not in run.err
    assert killer.read_bytes() == before
    after = (ROOT / "fixtures" / "normalize" / "stale" / "after.md").read_bytes()
    assert {(killer.parent / f"PMC{number}__f.md").read_bytes() for number in range(1, 100)} == {
        after
    }


def test_an_export_takes_it_for_a_record_with_errors(corpus: Path) -> None:
    words = ["export", "c", "--to", "biothings:x.jsonl", "-j", "2"]
    for path in (corpus / "c" / "_figures").glob("PMC?*__f.md"):
        path.write_text(path.read_text("utf-8").replace("PMC99000101__norm-f1", path.stem), "utf-8")
    run = pfocr(corpus, *words)
    assert run.status == 1, run.err
    assert "P001 error" in run.err
    assert not (corpus / "x.jsonl").exists()
    run = pfocr(corpus, *words, "--on-error", "skip")
    assert run.status == 0, run.err
    assert "left out 1 with errors" in run.err
    skipped = (corpus / "x.jsonl").read_bytes()
    (corpus / "c" / "_figures" / f"{KILLER}.md").unlink()
    assert pfocr(corpus, *words[:-2], killing="never").status == 0
    assert skipped == (corpus / "x.jsonl").read_bytes()


@pytest.mark.parametrize("command", ["validate", "normalize"])
def test_of_json_lines_the_very_line_is_named(corpus: Path, command: str) -> None:
    sound = ROOT / "fixtures" / "records"
    assert pfocr(corpus, "export", str(sound), "-o", "x.jsonl", killing="never").status == 0
    (first, *_) = (corpus / "x.jsonl").read_text("utf-8").splitlines()
    lines = [first] * 450
    lines[310] = json.dumps({**json.loads(first), "figid": KILLER})
    before = "\n".join(lines) + "\n"
    (corpus / "x.jsonl").write_text(before, "utf-8")
    words = [command, "x.jsonl", "-j", "2", *(["--select", "P"] if command == "validate" else [])]
    run = pfocr(corpus, *words)
    assert "x.jsonl:311:1: P001 error could not be judged" in run.out + run.err
    assert (run.out + run.err).count("P001 error") == 1
    assert (corpus / "x.jsonl").read_text("utf-8") == before


# The engine by itself.


def times_ten(item: int) -> int:
    if item in (77, 300):
        os.kill(os.getpid(), signal.SIGKILL)
    return item * 10


def given_up(item: int) -> int:
    return -item


def no_halves(item: int) -> tuple[int, ...]:
    return ()


@pytest.mark.parametrize("jobs", [2, 3])
def test_results_come_in_order_and_only_killers_are_given_up(jobs: int) -> None:
    said: list[str] = []
    taken: list[int] = []
    results: list[int] = []
    behind = 0

    def items() -> Iterator[int]:
        for item in range(500):
            taken.append(item)
            yield item

    rescue: Rescue[int, int] = Rescue(str, no_halves, given_up, said.append)
    with executor_for(jobs) as executor:
        for result in run(times_ten, items(), executor, rescue):
            results.append(result)
            behind = max(behind, len(taken) - len(results))
    assert results == [-item if item in (77, 300) else item * 10 for item in range(500)]
    assert behind <= 32 * (4 * jobs + 1)
    assert len([line for line in said if line.endswith("left out")]) == 2
    assert any("77" in line for line in said)


def kill_at_start(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_processes_that_never_begin_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_begin_worker", kill_at_start)
    rescue: Rescue[int, int] = Rescue(str, no_halves, given_up, print)
    with executor_for(2) as executor, pytest.raises(PfocrError, match="--jobs 1"):
        list(run(times_ten, range(100), executor, rescue))


def test_an_executor_of_somebody_elses_that_breaks_is_no_bug_of_ours() -> None:
    rescue: Rescue[int, int] = Rescue(str, no_halves, given_up, print)
    with ProcessPoolExecutor(2) as executor, pytest.raises(PfocrError, match="was killed"):
        list(run(times_ten, range(100), executor, rescue))
