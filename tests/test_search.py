"""What is judged: named files, searches, lists, standard input; each file once."""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.folder import record_names
from pfocr_cli.inputs.gitignore import Globs
from pfocr_cli.inputs.search import Search

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and such names are POSIX")
Make = Callable[..., None]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that writes files under the working directory, by name, or by name and
    content.
    """
    root = tmp_path / "here"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)

    def write(*names: str, **contents: str) -> None:
        for name, content in {**dict.fromkeys(names, "---\n---\n"), **contents}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")

    return write


def shown(*paths: str, files_from: str | None = None, exclude: tuple[str, ...] = ()) -> list[str]:
    globs = [Globs(os.getcwd(), exclude)] if exclude else []
    return [item.display_path for item in Search(globs).inputs(paths, files_from)]


SEARCHED = {
    "PMC1__f1.md": ("", True),
    "PMC1__f1.markdown": ("", True),
    "PMC1__f1.yaml": ("", True),
    "PMC1__f1.yml": ("", True),
    "PMC1__f1.json": ("", True),
    "PMC1__f1.jsonl": ("", True),
    "PMC1__f.1.a b.md": ("", True),
    "PMC1__f1.MD": ("", True),
    "PMC1__f1.txt": ("figid: PMC1__f1\n", False),
    "PMC1__f1": ("figid: PMC1__f1\n", False),
    "PMC1__f1.jpg": ("", False),
    "PMC1_f1.yaml": ("figid: PMC1_f1\n", False),
    "PMC__f1.json": ("", False),
    "xPMC1__f1.yaml": ("", False),
    "pmc1__f1.yaml": ("", False),
    "all.json": ('{"figid": "PMC1__f1"}', False),
    "all.jsonl": ('{"figid": "PMC1__f1"}', False),
    "figure.md": ("---\nfigid: PMC1__f1\n---\n", True),
    "crlf.md": ("---\r\nyear: ''\r\nfigid: PMC1__f1\r\n---\r\n", True),
    "quoted.md": ('---\n"figid" : PMC1__f1\n---\n', True),
    "readme-with-an-example.md": ("# Records\n\nA record:\n\nfigid: PMC1__f1\n", False),
    "page.md": ("---\ntitle: x\n---\nfigid: is the id\n", False),
    "no-first-line.md": ("figid: PMC1__f1\npmcid: PMC1\n", True),
    "bom.md": ("\ufefffigid: PMC1__f1\n", True),
    "README.md": ("# Figures\n\nThe figid: a name\n", False),
    "index.md": ("---\ntitle: All\nmy_figid: a\n---\n", False),
    "empty.md": ("", False),
}


@pytest.mark.parametrize(("content", "taken"), SEARCHED.values(), ids=SEARCHED)
def test_what_a_search_takes(
    make: Make, request: pytest.FixtureRequest, content: str, taken: bool
) -> None:
    name = request.node.callspec.id
    make("PMC9__z.md", **{f"a/{name}": content})
    assert shown() == ["PMC9__z.md", *([f"a/{name}"] if taken else [])]
    assert shown(f"a/{name}") == [f"a/{name}"]  # what is named is always judged


def test_hidden_folders_and_site_are_passed_over_unless_named(make: Make) -> None:
    names = [
        f"{folder}/PMC{number}__a.md"
        for number, folder in enumerate([".hidden", "_site", "a/.b", "a/_site/c", "_data"])
    ]
    make(*names)
    assert shown() == ["_data/PMC4__a.md"]
    assert shown(".hidden", "_site") == names[:2]
    assert shown(names[2]) == names[2:3]


def test_the_order_is_that_of_the_paths_and_in_a_folder_of_the_names(make: Make) -> None:
    make("b/PMC2__a.md", "b/PMC10__a.md", "b/PMC1__d/PMC7__a.md", "a/PMC3__a.md", "PMC0__a.md")
    assert shown("b", "a", "PMC0__a.md") == [
        "b/PMC10__a.md", "b/PMC1__d/PMC7__a.md", "b/PMC2__a.md", "a/PMC3__a.md", "PMC0__a.md",
    ]  # fmt: skip


def test_a_search_without_records_is_an_error_that_names_the_folder(make: Make) -> None:
    make("a/README.md", "b/README.md", "PMC1__a.md")
    with pytest.raises(PfocrError, match="no records in a, b"):
        shown("a", "b")
    assert shown("PMC1__a.md", "a") == ["PMC1__a.md"]


@posix
def test_a_file_reached_several_ways_is_judged_once(make: Make) -> None:
    make("a/PMC1__a.md", "a/PMC2__b.md")
    os.symlink("PMC1__a.md", "a/PMC3__link.md")
    Path("list").write_text("a/PMC1__a.md\n./a/PMC2__b.md\n")
    here = os.getcwd()
    everything = [
        "a/PMC1__a.md",
        "./a/PMC1__a.md",
        f"{here}/a/PMC1__a.md",
        "a",
        "a/../a",
        "a/PMC3__link.md",
        ".",
    ]
    assert shown(*everything, files_from="list") == ["a/PMC1__a.md", "a/PMC2__b.md"]


@posix
def test_two_names_of_one_file_are_two_records_and_each_is_judged_once(make: Make) -> None:
    make("a/PMC1__a.md")
    os.link("a/PMC1__a.md", "a/PMC2__hard.md")
    os.symlink("PMC2__hard.md", "a/PMC3__link.md")
    everything = ["a/PMC1__a.md", "a", "a/PMC3__link.md", "a/../a/PMC2__hard.md"]
    assert shown(*everything) == ["a/PMC1__a.md", "a/PMC2__hard.md"]


def test_a_missing_file_named_twice_is_judged_once(make: Make) -> None:
    make("PMC1__a.md")
    assert shown("gone.md", "PMC1__a.md", "gone.md") == ["gone.md", "PMC1__a.md"]


@posix
def test_links_to_folders_are_not_followed_and_links_to_files_are(make: Make) -> None:
    make("a/PMC1__a.md", "elsewhere/PMC2__b.md", "elsewhere/c.md")
    os.symlink("..", "a/loop")
    os.symlink("../elsewhere", "a/folder")
    os.symlink("../elsewhere/PMC2__b.md", "a/PMC2__b.md")
    os.symlink("gone", "a/PMC3__dangling.md")
    os.symlink("PMC4__itself.md", "a/PMC4__itself.md")
    os.symlink("gone", "a/readme.md")
    names = ["PMC1__a.md", "PMC2__b.md", "PMC3__dangling.md", "PMC4__itself.md"]
    assert shown("a") == [f"a/{name}" for name in names]


def test_a_deeper_folder_takes_no_deeper_stack(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = []

    def noted(folder: str) -> object:
        depths.append(len(inspect.stack(0)))
        return record_names(folder)

    monkeypatch.setattr("pfocr_cli.inputs.search.record_names", noted)
    make("d/d/d/d/PMC2__b.md", "d/PMC3__c.md", "PMC1__a.md")
    assert shown() == ["PMC1__a.md", "d/PMC3__c.md", "d/d/d/d/PMC2__b.md"]
    assert depths == depths[:1] * 5


@pytest.mark.parametrize(
    ("ignores", "taken"),
    [
        ({}, ["PMC1__a.md", "b/PMC2__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "b/\n"}, ["PMC1__a.md"]),
        ({".gitignore": "# b\n\nPMC1*\r\n"}, ["b/PMC2__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "/PMC*\n"}, ["b/PMC2__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "*.md\n!PMC3__a.md\n"}, ["b/c/PMC3__a.md"]),
        ({".gitignore": "*.md\n", "b/.gitignore": "!*.md\n"}, ["b/PMC2__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "!*.md\n", "b/.gitignore": "/*.md\n"}, ["PMC1__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "b\n", "b/.gitignore": "!*\n", "b/c/.gitignore": "!*\n"}, ["PMC1__a.md"]),
        ({".gitignore": "**/c/*.md\n"}, ["PMC1__a.md", "b/PMC2__a.md"]),
        ({".gitignore": "!\n\\\n[z-a]\nPMC1*\n"}, ["b/PMC2__a.md", "b/c/PMC3__a.md"]),
        ({".gitignore": "\\!x\nPMC3__a.md "}, ["PMC1__a.md", "b/PMC2__a.md"]),
    ],
)
def test_gitignore(make: Make, ignores: dict[str, str], taken: list[str]) -> None:
    make("PMC1__a.md", "b/PMC2__a.md", "b/c/PMC3__a.md", **ignores)
    assert shown() == taken
    Path("list").write_text("PMC1__a.md\nb/PMC2__a.md\nb/c/PMC3__a.md\n")
    assert shown(files_from="list") == taken
    assert shown("PMC1__a.md") == ["PMC1__a.md"]


def test_git_agrees(make: Make) -> None:
    """The same patterns, judged by git itself."""
    make(
        "PMC1__a.md",
        "b/PMC2__a.md",
        "b/c/PMC3__a.md",
        "b/c/PMC4__x y.md",
        "d/PMC5__a.md",
        "d/e/PMC6__a.md",
    )
    make(
        **{
            ".gitignore": "*.md\n!PMC[1-4]*\nd/*\n!d/e/\n/b/c/*x*\n",
            "d/e/.gitignore": "!PMC6*\n",
            "b/.gitignore": "PMC2*\n",
        }
    )
    subprocess.run(["git", "init", "-q", "."], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert sorted(shown()) == sorted(listed.splitlines()) != []


def test_gitignore_above_the_folder_searched_holds_up_to_the_root(make: Make) -> None:
    make("a/b/PMC1__a.md", "a/b/PMC2__a.md", **{".gitignore": "PMC1*\n", "a/.gitignore": "x\n"})
    assert shown("a/b") == ["a/b/PMC2__a.md"]
    os.chdir("a/b")
    assert shown() == ["PMC2__a.md"]


def test_gitignore_above_the_repository_does_not_hold(make: Make) -> None:
    make("PMC1__a.md")
    Path("../.gitignore").write_text("*\n")
    assert shown() == ["PMC1__a.md"]


def test_a_folder_that_is_ignored_can_be_named(make: Make) -> None:
    make("out/PMC1__a.md", "out/b/PMC2__b.md", **{".gitignore": "out/\n"})
    assert shown("out") == ["out/PMC1__a.md", "out/b/PMC2__b.md"]


@posix
@pytest.mark.parametrize("kind", ["fifo", "folder", "dangling", "latin"])
def test_a_gitignore_that_is_none_ignores_nothing(make: Make, kind: str) -> None:
    make("PMC1__a.md")
    if kind == "latin":
        Path(".gitignore").write_bytes(b"\xe9\n")
    else:
        {"fifo": os.mkfifo, "folder": os.mkdir, "dangling": lambda name: os.symlink("gone", name)}[
            kind
        ](".gitignore")
    assert shown() == ["PMC1__a.md"]


@pytest.mark.parametrize(
    ("globs", "taken"),
    [
        (("b",), ["PMC1__a.md"]),
        (("b/",), ["PMC1__a.md"]),
        (("b/*.md",), ["PMC1__a.md", "b/c/PMC3__a.md"]),
        (("PMC1*", "c"), ["b/PMC2__a.md"]),
        (("*.md", "!PMC3*"), ["b/c/PMC3__a.md"]),
        (("/PMC*",), ["b/PMC2__a.md", "b/c/PMC3__a.md"]),
        (("nothing",), ["PMC1__a.md", "b/PMC2__a.md", "b/c/PMC3__a.md"]),
    ],
)
def test_exclude(make: Make, globs: tuple[str, ...], taken: list[str]) -> None:
    make("PMC1__a.md", "b/PMC2__a.md", "b/c/PMC3__a.md")
    assert shown(exclude=globs) == taken
    assert shown("b/PMC2__a.md", exclude=globs) == ["b/PMC2__a.md"]


# Lists.


def from_list(content: str | bytes) -> list[str]:
    Path("../list").write_bytes(content if isinstance(content, bytes) else content.encode())
    return shown(files_from="../list")


LISTS: dict[str, tuple[str | bytes, list[str]]] = {
    "lines": ("b/PMC2__a.md\nPMC1__a.md\n", ["b/PMC2__a.md", "PMC1__a.md"]),
    "no-last-line-end": ("PMC1__a.md", ["PMC1__a.md"]),
    "crlf": ("PMC1__a.md\r\nb/PMC2__a.md\r\n", ["PMC1__a.md", "b/PMC2__a.md"]),
    "blank-lines": ("\n\nPMC1__a.md\n \n", ["PMC1__a.md"]),
    "nuls": (b"PMC1__a.md\0b/PMC2__a.md\0", ["PMC1__a.md", "b/PMC2__a.md"]),
    "nuls-and-a-name-with-a-line-end": (
        b"PMC1__a.md\0PMC4__x\ny.md\0",
        ["PMC1__a.md", "PMC4__x\ny.md"],
    ),
    "quoted": (r'"PMC3__\316\272.md"', ["PMC3__κ.md"]),
    "quoted-line-end": (r'"PMC4__x\ny.md"', ["PMC4__x\ny.md"]),
    "quoted-quote": (r'"PMC5__\"\\.md"', ['PMC5__"\\.md']),
    "not-quoted": ("PMC3__κ.md", ["PMC3__κ.md"]),
    "deleted": ("gone.md\nPMC7__gone.md\nPMC1__a.md\n", ["PMC1__a.md"]),
    "a-folder": ("b\nPMC1__a.md\n", ["PMC1__a.md"]),
    "not-records": ("README.md\n.gitignore\nsrc/x.py\nall.jsonl\nPMC1__a.md\n", ["PMC1__a.md"]),
    "hidden": (".github/PMC6__a.md\n_site/PMC6__a.md\nPMC1__a.md\n", ["PMC1__a.md"]),
    "twice": ("PMC1__a.md\n./PMC1__a.md\nPMC1__a.md\n", ["PMC1__a.md"]),
    "empty": ("", []),
    "only-other-things": ("README.md\n", []),
    "no-paths": (
        r'"a\000b/x.md"' + "\n" + "x" * 5000 + "/PMC1__a.md\nPMC1__a.md/PMC1__a.md\n/\n",
        [],
    ),
    "by-content": ("figure.md\n", ["figure.md"]),
}


@posix
@pytest.mark.parametrize(("content", "taken"), LISTS.values(), ids=LISTS)
def test_a_list(make: Make, content: str | bytes, taken: list[str]) -> None:
    make(
        "PMC1__a.md",
        "b/PMC2__a.md",
        "PMC3__κ.md",
        'PMC5__"\\.md',
        "README.md",
        "src/x.py",
        "all.jsonl",
    )
    make(
        ".github/PMC6__a.md",
        "_site/PMC6__a.md",
        **dict.fromkeys(["figure.md", "PMC4__x\ny.md"], "---\nfigid: x\n---\n"),
    )
    assert from_list(content) == taken


@posix
def test_a_list_as_git_writes_it(make: Make) -> None:
    make("PMC3__κ.md", 'PMC5__"\t.md', "PMC1__a b.md")
    subprocess.run(["git", "init", "-q", "."], check=True)
    for options in ([], ["-z"], ["-c", "core.quotePath=false"]):
        git = [
            "git",
            *(options if options[:1] == ["-c"] else []),
            "ls-files",
            "-o",
            *(options if options == ["-z"] else []),
        ]
        listed = subprocess.run(git, check=True, capture_output=True).stdout
        assert from_list(listed) == ["PMC1__a b.md", "PMC3__κ.md", 'PMC5__"\t.md']


def test_a_list_of_absolute_paths_below_a_hidden_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout in ~/.cache/x is as good as any."""
    root = tmp_path / ".cache" / "repo"
    root.mkdir(parents=True)
    (root / "PMC1__a.md").touch()
    monkeypatch.chdir(root)
    assert from_list(f"{root}/PMC1__a.md\n") == ["PMC1__a.md"]


@posix
def test_a_dangling_link_in_a_list_is_no_deleted_path(make: Make) -> None:
    make("b/x")
    os.symlink("gone", "PMC3__dangling.md")
    assert from_list("PMC3__dangling.md\n") == ["PMC3__dangling.md"]


def test_a_list_and_paths_add_up(make: Make) -> None:
    make("PMC1__a.md", "b/PMC2__a.md")
    Path("list").write_text("PMC1__a.md\nb/PMC2__a.md\n")
    assert shown("b", files_from="list") == ["b/PMC2__a.md", "PMC1__a.md"]


def test_a_list_on_standard_input(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make("PMC1__a.md", "PMC2__a.md")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"PMC2__a.md\n")))
    assert shown(files_from="-") == ["PMC2__a.md"]


def test_a_list_that_cannot_be_read_is_an_error(make: Make) -> None:
    with pytest.raises(PfocrError, match="gone"):
        shown(files_from="gone")


# Side tables.


@pytest.fixture
def with_tables(make: Make) -> None:
    tables = [f"x/_data/PMC1__a.1-{kind}.tsv" for kind in ("genes", "chemicals", "diseases")]
    make(
        "x/_figures/PMC1__a.1.md",
        *tables,
        "x/_data/PMC2__gone-genes.tsv",
        "x/_data/PMC1__a.1-others.tsv",
    )


@pytest.mark.usefixtures("with_tables")
@pytest.mark.parametrize("kind", ["genes", "chemicals", "diseases"])
def test_a_table_stands_for_its_record(kind: str) -> None:
    table = f"x/_data/PMC1__a.1-{kind}.tsv"
    assert shown(table) == shown(table, "x/_figures/PMC1__a.1.md") == ["x/_figures/PMC1__a.1.md"]
    assert from_list(f"{table}\n") == ["x/_figures/PMC1__a.1.md"]
    os.chdir("x/_data")
    assert shown(os.path.basename(table)) == ["../_figures/PMC1__a.1.md"]


@pytest.mark.usefixtures("with_tables")
def test_a_deleted_table_in_a_list_stands_for_its_record() -> None:
    os.unlink("x/_data/PMC1__a.1-genes.tsv")
    assert from_list("x/_data/PMC1__a.1-genes.tsv\nx/_data/PMC2__gone-genes.tsv\n") == [
        "x/_figures/PMC1__a.1.md"
    ]


@pytest.mark.usefixtures("with_tables")
def test_a_table_without_a_record_is_a_problem_where_it_is_named() -> None:
    (item,) = Search().inputs(["x/_data/PMC2__gone-genes.tsv"])
    assert item.display_path == "x/_data/PMC2__gone-genes.tsv"
    assert "x/_figures/PMC2__gone.md" in str(item.problem)
