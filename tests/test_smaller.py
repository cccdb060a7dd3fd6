"""Smaller promises: families of rules, an interrupted normalize, baselines that shrink, hostile
patterns, large JUnit reports.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from program import PROGRAM, environment, run, sound

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.source import Place
from pfocr_cli.reporters import Summary, junit


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("word", "codes"), [("D7", ["D701", "D702", "D703"]), ("d701", ["D701"])])
def test_a_family_of_rules_is_shown(word: str, codes: list[str]) -> None:
    done = run("rule", word, "--format", "json")
    found = [page["code"] for page in json.loads(done.out)]
    assert done.status == 0
    assert found[: len(codes)] == codes
    assert all(code.startswith(word.upper()) for code in found)


def test_what_begins_no_code_is_told() -> None:
    done = run("rule", "Qqq")
    assert (done.status, done.out) == (2, "")
    assert "no rule is called 'Qqq'" in done.err


def test_a_baseline_with_entries_that_are_gone_says_how_to_drop_them(folder: Path) -> None:
    path = folder / "PMC1__f1.md"
    path.write_text(sound(1).replace("number: F1", "number: [F1]"), encoding="utf-8")
    assert run("validate", "--write-baseline", "known.tsv").status == 0
    assert "drops them" not in run("validate", "--baseline", "known.tsv").err
    path.write_text(sound(1), encoding="utf-8")
    said = run("validate", "--baseline", "known.tsv").err
    assert said.endswith("no longer found: 1; --write-baseline known.tsv drops them\n")
    assert run("validate", "--write-baseline", "known.tsv").status == 0
    assert (folder / "known.tsv").read_text() == ""


_INTERRUPTS = """
import os, signal
from pfocr_cli.inputs import records

read = records.content

def content(item):
    if item.path.endswith("b.md"):
        signal.raise_signal(signal.SIGINT)
    return read(item)

records.content = content
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["normalize"], "1 file changed before the interruption\n"),
        (["validate", "--fix"], "1 file mended before the interruption\n"),
        (["normalize", "--diff"], ""),
    ],
    ids=" ".join,
)
def test_an_interrupted_run_says_how_many_files_it_changed(
    folder: Path, words: list[str], said: str
) -> None:
    gene = "hgnc_symbol: NFKB1\n  entrez: '4790'"
    stale = sound(1).replace(gene, "hgnc_symbol: GBA\n  entrez: '2629'")
    (folder / "a.md").write_text(stale, encoding="utf-8")
    (folder / "b.md").write_text(sound(2), encoding="utf-8")
    (folder / "lib").mkdir()
    (folder / "lib" / "sitecustomize.py").write_text(_INTERRUPTS)
    done = subprocess.run(
        [*PROGRAM, *words, "a.md", "b.md"],
        env=environment(PYTHONPATH=str(folder / "lib")),
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert done.returncode == 130
    assert done.stderr.decode().replace("\n\n", "\n").lstrip() == f"{said}pfocr: interrupted\n"


def test_a_pattern_that_blows_up_ends_within_seconds(folder: Path) -> None:
    (folder / "PMC1__f1.md").write_text(
        sound(1).replace("figtitle: NF-κB in bone", f"figtitle: {'a' * 60}!"), encoding="utf-8"
    )
    schema = {"properties": {"figtitle": {"type": "string", "pattern": "^(a+)+$"}}}
    (folder / "own.json").write_text(json.dumps(schema))
    done = run("validate", "--schema", "own.json", timeout=60)
    assert done.status == 1
    assert "S104 error figtitle is 'aaaa" in done.out


def found(number: int, severity: Severity) -> Finding:
    place = Place(number, 1, number, 2)
    return Finding(f"{number % 2}.md", None, place, "T301", "x", severity, "said", "/a", "NA")


def test_junit_keeps_the_worst_and_says_how_many_it_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(junit, "_MOST", 3)
    out, talk = io.StringIO(), io.StringIO()
    reporter = junit.JunitReporter(out, talk)
    for number in range(1, 6):
        reporter.add(found(number, Severity.ERROR if number > 3 else Severity.WARNING))
    reporter.finish(Summary(records=2))
    assert out.getvalue().count("<testcase") == 3
    assert out.getvalue().count("<failure") == 2
    assert talk.getvalue() == (
        "junit: 2 findings left out: a run holds 3 results, the worst first\n"
    )


def test_a_warning_in_junit_passes_and_is_not_skipped() -> None:
    out = io.StringIO()
    reporter = junit.JunitReporter(out)
    reporter.add(found(1, Severity.WARNING))
    reporter.finish(Summary(records=1))
    assert 'skipped="0"' in out.getvalue()
    assert "<skipped" not in out.getvalue()
    assert "<system-out>warning: T301 said</system-out>" in out.getvalue()
