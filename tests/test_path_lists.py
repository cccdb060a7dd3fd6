"""Lists of paths: whatever writes them, each path is found, or told of."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.search import Search

NAME = "_figures/PMC1__f1.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one record, which is the working directory."""
    (tmp_path / "_figures").mkdir()
    (tmp_path / NAME).write_text("---\nfigid: PMC1__f1\n---\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(data: bytes) -> list[str]:
    Path("list").write_bytes(data)
    return [item.display_path for item in Search().inputs([], "list")]


@pytest.mark.parametrize(
    "data",
    {
        "bom": b"\xef\xbb\xbf" + NAME.encode(),
        "utf-16-le": b"\xff\xfe" + NAME.encode("utf-16-le"),
        "utf-16-be": b"\xfe\xff" + f"{NAME}\r\n".encode("utf-16-be"),
        "crlf": f"{NAME}\r\n".encode(),
        "nul": NAME.encode() + b"\0",
        "nul, name-status": b"M\0" + NAME.encode() + b"\0",
        "quoted": b'"_figures/PMC1__f1.md"',
        "octal": b'"_figures/PMC1\\137_f1.md"',
        "name-status": f"M\t{NAME}".encode(),
        "renamed": f"R097\told.md\t{NAME}".encode(),
        "porcelain": f" M {NAME}".encode(),
        "porcelain, renamed": f"R  old.md -> {NAME}".encode(),
        "blanks": f"{NAME}  \t".encode(),
        "backslashes": NAME.replace("/", "\\").encode(),
    }.items(),
    ids=lambda case: case[0],
)
def test_every_way_to_write_a_list(folder: Path, data: tuple[str, bytes]) -> None:
    assert shown(data[1]) == [NAME]


def test_what_is_not_there_is_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(f"{NAME}\nx.md\ny.md\n".encode()) == [NAME]
    assert "2 paths in the list do not exist: x.md and y.md" in capsys.readouterr().err


def test_a_list_of_which_nothing_exists_is_refused(folder: Path) -> None:
    with pytest.raises(PfocrError, match="1 path in the list does not exist"):
        shown(b"_figure/PMC1__f1.md\n")


def test_an_empty_list_is_none(folder: Path) -> None:
    assert shown(b"") == []


def git(*words: str) -> None:
    author = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", *author, *words], check=True, capture_output=True)


def test_paths_are_tried_from_the_root_of_git(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "-q")
    monkeypatch.chdir(folder / "_figures")
    assert shown(NAME.encode()) == ["PMC1__f1.md"]


def test_what_git_knows_as_deleted_is_no_mistake(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q")
    git("add", NAME)
    git("commit", "-qm", "A record")
    git("rm", "-q", NAME)
    git("commit", "-qm", "No record")
    assert shown(NAME.encode()) == []
    assert "1 path in the list does not exist" in capsys.readouterr().err
    with pytest.raises(PfocrError):
        shown(b"never.md\n")
