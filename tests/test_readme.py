"""The README is true: its commands run, print what it shows, and name only what there is.

The convention: a block ``console`` is a transcript. Its lines that begin with ``$ `` are run, block
after block in one folder that holds a copy of ``fixtures``; the lines below each are all that the
command prints, standard output and then standard error. Blocks ``sh`` are only shown: they install.

``python tests/test_readme.py`` writes the transcripts anew, and the pages of ``docs``: read what
changed.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
import yaml

from pfocr_cli import DOCUMENTATION
from pfocr_cli.cli import cli

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
INSTALL = "python -m pip install . && pfocr validate fixtures/records"
TEST = "python -m pip install '.[test]' && python -m pytest"
ENV = {
    **{
        name: value for name, value in os.environ.items() if not name.startswith(("PFOCR_", "GIT_"))
    },
    "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "PYTHONUTF8": "1",
}
for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
    ENV.pop(name, None)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def transcript(block: str) -> list[tuple[str, str]]:
    """Return the commands of a block with what is shown below each."""
    return [
        (head, shown)
        for head, _, shown in (
            part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        )
    ]


def run(commands: list[str], folder: Path) -> list[str]:
    """Run commands in one shell; return what each prints. ``$?`` is that of the command before."""
    one = (
        "{{ {}\n}} >.out 2>.err; status=$?; cat .out .err; rm .out .err; printf '\\"
        "0'; (exit $status)"
    )
    script = "\n".join(one.format(command) for command in commands)
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=ENV, capture_output=True, timeout=300, check=False
    )
    assert not done.stderr, done.stderr
    return done.stdout.decode().split("\0")[:-1]


def set_up(folder: Path) -> Path:
    """Make the folder that the transcripts speak of."""
    shutil.copytree(ROOT / "fixtures", folder / "fixtures", symlinks=True)
    subprocess.run(["git", "init", "--quiet", "."], cwd=folder, env=ENV, check=True)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return set_up(tmp_path)


@pytest.mark.skipif(shutil.which("sh") is None, reason="the transcripts are of a POSIX shell")
def test_every_transcript_is_what_happens(folder: Path) -> None:
    transcripts = [transcript(block) for block in blocks("console")]
    assert len(transcripts) > 5
    for commands in transcripts:
        printed = run([command for command, _ in commands], folder)
        assert list(zip((command for command, _ in commands), printed, strict=True)) == commands


def test_what_is_only_shown_installs_something() -> None:
    shown = [line for block in blocks("sh") for line in block.splitlines()]
    assert {INSTALL, TEST} < set(shown)
    assert all(line.startswith(("python -m pip install ", "pre-commit install ")) for line in shown)


@pytest.mark.parametrize("command", [INSTALL, TEST])
def test_ci_runs_the_installing_commands(command: str) -> None:
    assert f'\nreadme "{command}"\n' in (ROOT / ".ci" / "run").read_text()


def test_the_configuration_is_accepted(folder: Path) -> None:
    (block,) = blocks("toml")
    (folder / ".pfocr.toml").write_text(block)
    weakens = ".pfocr.toml weakens I204 T301 ignored in '_figures/PMC1*'\n"
    assert run(["pfocr validate fixtures/records"], folder) == [weakens]
    (folder / ".pfocr.toml").write_text(block + '[validate]\nbaseline = ".pfocr-baseline"\n')
    (folder / ".pfocr-baseline").write_text("")
    weakens = ".pfocr.toml weakens I204 T301 ignored in '_figures/PMC1*'\n"
    assert run(["pfocr validate fixtures/records"], folder) == [weakens]


def test_the_git_attributes_are_those_of_the_baseline(folder: Path) -> None:
    (block,) = blocks("gitattributes")
    (folder / ".gitattributes").write_text(block)
    assert run(["git check-attr merge .pfocr-baseline"], folder) == [
        ".pfocr-baseline: merge: union\n"
    ]


def test_the_pre_commit_hooks_are_ours() -> None:
    (config,) = (yaml.safe_load(block) for block in blocks("yaml") if block.startswith("repos:"))
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in config["repos"][0]["hooks"]} == {hook["id"] for hook in manifest}
    stages = {stage for hook in manifest for stage in hook.get("stages", ["pre-commit"])} - {
        "manual"
    }
    (install,) = (
        line
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("pre-commit")
    )
    assert set(re.findall(r"--hook-type (\S+)", install)) == stages


def job() -> list[dict[str, object]]:
    """Return the steps of the GitHub Actions job."""
    (workflow,) = (yaml.safe_load(block) for block in blocks("yaml") if "upload-sarif" in block)
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}
    steps: list[dict[str, object]] = workflow["jobs"]["validate"]["steps"]
    return steps


def test_the_job_fetches_the_two_folders_and_uploads_on_failure_too() -> None:
    checkout, *_, upload = job()
    assert checkout["with"] == {"sparse-checkout": "_figures\n_data\n"}
    assert str(upload["if"]).startswith("always()")
    assert upload["with"] == {"sarif_file": "pfocr.sarif"}


def test_the_job_writes_what_it_uploads_when_it_fails(folder: Path) -> None:
    (command,) = (str(step["run"]) for step in job() if str(step.get("run")).startswith("pfocr"))
    (folder / "_figures").mkdir()
    shutil.copy(folder / "fixtures/broken/K601-foreign.md", folder / "_figures")
    said, status = run([command, "echo $?"], folder)
    assert said.startswith("::error file=_figures/K601-foreign.md,line=31,")
    assert status == "1\n"
    results = json.loads((folder / "pfocr.sarif").read_text())["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["K601"]


def test_a_record_may_begin_with_the_editors_line(folder: Path) -> None:
    (line,) = (block for block in blocks("yaml") if block.startswith("# yaml-language-server"))
    (record,) = folder.glob("fixtures/records/_figures/PMC99000001__*.md")
    body = record.read_text(encoding="utf-8").strip().removeprefix("---\n").removesuffix("---")
    (folder / f"{record.stem}.yaml").write_text(line + body, encoding="utf-8")
    assert run([f"pfocr validate {record.stem}.yaml"], folder) == [""]


def test_the_query_over_parquet_answers(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is the program that the query is for")
    pytest.importorskip("pyarrow", reason="parquet is written by pyarrow")
    (query,) = blocks("sql")
    run(["pfocr export fixtures/records -o pfocr.parquet"], folder)
    found = duckdb.sql(query.replace("pfocr.parquet", str(folder / "pfocr.parquet"))).fetchall()
    assert [figid for figid, _ in found] == [
        "PMC99000001__abc-01-0001-g001",
        "PMC99000002__nihms-000002-f0003",
    ]


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_only_commands_that_exist_are_named() -> None:
    named = set(re.findall(r"(?:`|\$ |\| |&& |run: )pfocr ([a-z][a-z-]*)", TEXT))
    assert named <= set(commands())
    assert named


def test_only_options_that_exist_are_named() -> None:
    every = [
        cli,
        *commands().values(),
        *(
            below
            for command in commands().values()
            for below in getattr(command, "commands", {}).values()
        ),
    ]
    options = {
        option for command in every for parameter in command.params for option in parameter.opts
    }
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT))
    assert named - options == {"--name-only", "--diff-filter", "--hook-type"}


def test_the_contents_are_those_of_the_page() -> None:
    headings = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    listed = re.findall(r"^(?:\*\*Contents\.\*\* )?\[(.*)\]\(#(.*)\)", TEXT, re.MULTILINE)
    assert listed == [(heading, anchor(heading)) for heading in headings]


def anchor(heading: str) -> str:
    """Return what GitHub calls a heading in an address."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_pages_that_are_linked_are_there() -> None:
    for page in [README, *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)]*)\)", page.read_text("utf-8")):
            file, _, heading = target.partition("#")
            assert (page.parent / file).is_file(), f"{page.name}: {target}"
            if heading:
                headings = (page.parent / file).read_text("utf-8").lower().replace(" ", "-")
                assert f"#-{heading}\n" in headings, f"{page.name}: {target}"


def test_what_owner_stands_for_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["urls"]["Documentation"] == DOCUMENTATION
    assert DOCUMENTATION.removesuffix("/blob/HEAD/docs") in TEXT


def retold(block: str, folder: Path) -> str:
    """Return a transcript with what its commands print now."""
    commands = [command for command, _ in transcript(block)]
    return "".join(
        f"$ {command}\n{printed}"
        for command, printed in zip(commands, run(commands, folder), strict=True)
    )


def rewrite() -> None:
    """Write the transcripts into the README, and the pages of docs."""
    with TemporaryDirectory() as name:
        folder = set_up(Path(name))
        text = re.sub(
            r"(?<=^```console\n).*?(?=^```$)",
            lambda match: retold(match[0], folder),
            TEXT,
            flags=re.DOTALL | re.MULTILINE,
        )
    README.write_text(text, encoding="utf-8")
    runpy.run_path(str(ROOT / "docs" / "make.py"), run_name="__main__")


if __name__ == "__main__":
    rewrite()
