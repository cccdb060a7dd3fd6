"""What an installed pfocr needs is inside what is installed: from a wheel, an sdist, an editable
checkout.

No index is asked: the wheels are built with the hatchling at hand and installed without their
dependencies, which a .pth file in the new environment finds in this one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from pfocr_cli.record import schema

ROOT = Path(__file__).parents[1]
ENV = {
    **{
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PFOCR_", "PIP_", "PYTHON"))
    },
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INDEX": "1",
}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=ENV, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def pip(*arguments: str | Path, cwd: Path) -> str:
    return run(sys.executable, "-m", "pip", *arguments, cwd=cwd)


@dataclass(frozen=True)
class Environment:
    """A new virtual environment with nothing in it, which finds other packages in the tests'
    own.
    """

    path: Path

    @classmethod
    def new(cls, path: Path) -> Environment:
        venv.create(path, with_pip=False)
        environment = cls(path)
        beside = "\n".join(sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
        (environment.site / "zz-beside.pth").write_text(beside + "\n")
        return environment

    @property
    def site(self) -> Path:
        return Path(sysconfig.get_path("purelib", "venv", {"base": str(self.path)}))

    def program(self, name: str) -> Path:
        return Path(sysconfig.get_path("scripts", "venv", {"base": str(self.path)})) / name

    def install(self, *what: str | Path, cwd: Path) -> None:
        # What the .pth file shows is not what is installed here: without -I pip would find
        # pfocr-cli there, and be done.
        options = ("--ignore-installed", "--no-deps", "--no-build-isolation", "--quiet")
        pip("--python", self.program("python"), "install", *options, *what, cwd=cwd)

    def package(self, cwd: Path) -> Path:
        """Return the folder that ``import pfocr_cli`` finds."""
        code = "import pfocr_cli, pathlib; print(pathlib.Path(pfocr_cli.__file__).parent)"
        return Path(run(self.program("python"), "-c", code, cwd=cwd).strip())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a build takes from this checkout, so that nothing is left in it."""
    path = tmp_path_factory.mktemp("checkout")
    for name in ("pfocr_cli", "schemas"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, path)
    return path


def wheel_of(source: Path, folder: Path) -> Path:
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(checkout, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "sdist",
        "--directory",
        folder,
        cwd=checkout,
    )
    (archive,) = folder.glob("*.tar.gz")
    return archive


def assert_schemas_are_found(environment: Environment, elsewhere: Path) -> None:
    listed = run(environment.program("pfocr"), "schema", cwd=elsewhere).splitlines()
    assert [line.split()[0] for line in listed] == schema.schema_names()
    for name in schema.schema_names():
        assert json.loads(
            run(environment.program("pfocr"), "schema", name, cwd=elsewhere)
        ) == schema.bundled(name)


def test_a_wheel_carries_its_schemas(wheel: Path, tmp_path: Path) -> None:
    environment = Environment.new(tmp_path / "env")
    environment.install(wheel, cwd=tmp_path)
    assert environment.package(tmp_path) == environment.site / "pfocr_cli"
    assert_schemas_are_found(environment, tmp_path)


def test_an_editable_install_finds_the_schemas_of_the_checkout(
    checkout: Path, tmp_path: Path
) -> None:
    environment = Environment.new(tmp_path / "env")
    environment.install("--editable", checkout, cwd=tmp_path)
    assert environment.package(tmp_path) == checkout / "pfocr_cli"
    assert_schemas_are_found(environment, tmp_path)


def test_an_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(wheel_of(sdist, tmp_path)) as theirs:
        assert {info.filename: info.CRC for info in ours.infolist()} == {
            info.filename: info.CRC for info in theirs.infolist()
        }


def test_a_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"pfocr_cli"}
    schemas = {path.name for path in (ROOT / "schemas").glob("*.json")}
    assert {
        name.rpartition("/")[2] for name in names if name.startswith("pfocr_cli/schemas/")
    } == schemas


def test_an_sdist_holds_the_licence_and_the_readme(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "schemas/2023.json"} <= names


def test_the_module_is_the_program(wheel: Path, tmp_path: Path) -> None:
    environment = Environment.new(tmp_path / "env")
    environment.install(wheel, cwd=tmp_path)
    by_module = run(environment.program("python"), "-m", "pfocr_cli", "--version", cwd=tmp_path)
    assert by_module == run(environment.program("pfocr"), "--version", cwd=tmp_path)
