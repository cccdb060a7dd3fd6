"""The examples for workflow managers do what they say, where the manager is installed."""

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


def records(folder: Path) -> None:
    (folder / "_figures").mkdir()
    for number in range(1, 7):
        text = sound(number).replace("year: '2001'", "year: '2002'")
        (folder / "_figures" / f"PMC{number}__f1.md").write_text(text)


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
    records(tmp_path)
    path = os.pathsep.join((SCRIPTS, os.environ.get("PATH", os.defpath)))
    env = environment(PATH=path, HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / ".cache"))
    done = subprocess.run(
        [program, *words], cwd=tmp_path, env=env, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    one = run("validate", "--isolated", "--format", "text:one.txt", "_figures", cwd=tmp_path)
    assert one.status == 0
    whole = (tmp_path / "one.txt").read_text()
    assert whole.count("\n") == 6
    assert (tmp_path / "findings.txt").read_text() == whole
    assert len(list((tmp_path / "parquet").iterdir())) == 2


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
