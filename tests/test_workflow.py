"""The workflow of the project's own CI: a sound one, of all systems and Pythons that are promised.

Sources: the schema of workflows that check-jsonschema carries (from SchemaStore),
https://json.schemastore.org/github-workflow.json.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import yaml
from program import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def test_it_is_a_workflow() -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, str(WORKFLOW)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


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
