"""The workflow of the project's own CI: a sound one, of all systems and Pythons that are promised;
the action and the workflows that its page gives are sound too.

Sources: the schemas that check-jsonschema carries (from SchemaStore),
https://json.schemastore.org/github-workflow.json and
https://json.schemastore.org/github-action.json.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from program import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def assert_sound(schema: str, *paths: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_it_is_a_workflow() -> None:
    assert_sound("vendor.github-workflows", WORKFLOW)


def test_the_action_is_one() -> None:
    assert_sound("vendor.github-actions", ROOT / "action.yml")


def test_the_workflows_on_the_actions_page_are_some(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "action.md").read_text("utf-8")
    blocks = re.findall(r"(?s)```yaml\n(name:.*?)```", page)
    assert len(blocks) == 2
    paths = [tmp_path / f"{number}.yml" for number, _ in enumerate(blocks)]
    for path, block in zip(paths, blocks, strict=True):
        path.write_text(block, "utf-8")
    assert_sound("vendor.github-workflows", *paths)


def test_it_runs_on_every_python_and_system_and_does_what_the_readme_says() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert f">={matrix['python'][0]}" == project["requires-python"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    named = {
        classifier.rpartition(" ")[2]
        for classifier in project["classifiers"]
        if classifier.startswith("Programming Language :: Python :: 3.")
    }
    assert named == set(matrix["python"])


def test_the_whole_check_can_be_run() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    [command] = [step["run"] for step in workflow["jobs"]["whole"]["steps"] if "run" in step]
    assert os.access(ROOT / command, os.X_OK)
    assert all(job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())
