"""The examples for workflow managers do what they say, where the manager is installed. What the
processes of Nextflow run is run without it too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import click
import pytest
from program import ROOT, environment, run, sound

from pfocr_cli.cli import cli

EXAMPLES = ROOT / "docs" / "examples"
SCRIPTS = sysconfig.get_path("scripts")


def records(folder: Path) -> dict[str, str]:
    """Write six records below a folder; return the variables that its jobs have."""
    (folder / "_figures").mkdir(parents=True)
    for number in range(1, 7):
        text = sound(number).replace("year: '2001'", "year: '2002'")
        (folder / "_figures" / f"PMC{number}__f1.md").write_text(text)
    path = os.pathsep.join((SCRIPTS, os.environ.get("PATH", os.defpath)))
    return environment(PATH=path, HOME=str(folder), XDG_CACHE_HOME=str(folder / ".cache"))


def assert_one_run(folder: Path, findings: Path) -> None:
    """Hold what was found by the jobs of two shards against one run over the same records."""
    one = run("validate", "--isolated", "--format", "text:one.txt", "_figures", cwd=folder)
    assert one.status == 0
    whole = (folder / "one.txt").read_text()
    assert whole.count("\n") == 6
    assert findings.read_text() == whole


@pytest.mark.parametrize(
    ("manager", "words"),
    [
        ("snakemake", ("-s", str(EXAMPLES / "Snakefile"), "--cores", "2", "--config", "shards=2")),
        ("nextflow", ("run", str(EXAMPLES / "main.nf"), "--shards", "2")),
    ],
)
def test_a_job_a_shard_is_one_run(manager: str, words: tuple[str, ...], tmp_path: Path) -> None:
    if (program := shutil.which(manager)) is None:
        pytest.skip(f"{manager} is not installed")
    env = records(tmp_path)
    done = subprocess.run(
        [program, *words], cwd=tmp_path, env=env, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert_one_run(tmp_path, tmp_path / "findings.txt")
    assert len(list((tmp_path / "parquet").iterdir())) == 2


def test_what_nextflow_runs_is_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "$a folder's \\'`x`"
    env = records(folder)
    text = (EXAMPLES / "main.nf").read_text()
    scripts = dict(re.findall(r'process (\w+) \{.*?"""\n(.*?)"""', text, re.DOTALL))

    quote, instead = re.findall(r'replace\("(.)", "(.*?)"\)', text)[0]
    instead = instead.replace("\\\\", "\\")  # as Groovy reads it

    def word(path: object) -> str:
        return f"'{str(path).replace(quote, instead)}'"

    def job(process: str, shard: int, reports: tuple[Path, ...] = ()) -> Path:
        """Run a process as Nextflow does, in a folder of its own with links to its inputs."""
        work = tmp_path / f"{process}{shard}"
        work.mkdir()
        for report in reports:
            (work / report.name).symlink_to(report)
        values: dict[str, object] = {"shard": shard, "shards": 2}
        values |= {"word(records.parent)": word(folder), "word(records.name)": word("_figures")}
        values["reports"] = " ".join(report.name for report in reports)
        script = scripts[process].replace("\\\n", "")
        parts = re.split(r"(?<!\\)\$\{([\w.()]+)\}", script)
        parts[::2] = [part.replace("\\$", "$") for part in parts[::2]]
        parts[1::2] = [str(values[name]) for name in parts[1::2]]
        words = ["bash", "-ue", "-c", "".join(parts)]
        done = subprocess.run(
            words, cwd=work, env=env, capture_output=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return work

    reports = tuple(job("VALIDATE", shard) / f"{shard}.jsonl" for shard in (1, 2))
    merged = job("MERGE_REPORTS", 0, reports)
    assert (merged / "findings.sarif").is_file()
    assert_one_run(folder, merged / "findings.txt")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    assert 0 < parquet.read_table(job("EXPORT", 2) / "2.parquet").num_rows < 6


@pytest.mark.parametrize("name", ["Snakefile", "main.nf"])
def test_the_examples_use_options_that_there_are(name: str) -> None:
    text = (EXAMPLES / name).read_text()
    group, context = cli, click.Context(cli)
    used = re.split(r"pfocr ([a-z-]+) ", text)
    commands = list(zip(used[1::2], used[2::2], strict=True))
    assert {command for command, _ in commands} == {"validate", "merge-reports", "export"}
    for name_of_command, words in commands:
        command = group.get_command(context, name_of_command)
        assert command is not None
        there = {option for one in command.params for option in one.opts}
        lines = words.partition("\n\n")[0].partition('"""')[0]
        assert set(re.findall(r"--[a-z-]+", lines)) <= there
