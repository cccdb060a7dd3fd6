"""Lists of paths, as git and people write them."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.path_list import listed_paths

LISTS = {
    "empty": (b"", []),
    "lines": (b"a.md\nb c.md\n", ["a.md", "b c.md"]),
    "no-end": (b"a.md\nb.md", ["a.md", "b.md"]),
    "empty-lines": (b"\na.md\n \n\n", ["a.md"]),
    "crlf": (b"a.md\r\nb.md\r\n", ["a.md", "b.md"]),
    "nul": (b"a.md\0b\nc.md\0", ["a.md", "b\nc.md"]),
    "nul-is-not-quoted": (b'"a.md"\0', ['"a.md"']),
    "quoted-by-git": (b'"a\\tb\\nc\\"d\\\\.md"\n', ['a\tb\nc"d\\.md']),
    "octal": (b'"\\316\\272.md"\n', ["κ.md"]),
    "letters": (b'"\\a\\b\\f\\r\\v"\n', ["\a\b\f\r\v"]),
    "one-quote": (b'"\n"a\nb"\n', ['"', '"a', 'b"']),
    "cr": (b"a.md\rb.md\r", ["a.md", "b.md"]),
    "utf-16-le": ("é.md\nb.md\n".encode("utf-16-le"), ["é.md", "b.md"]),
    "utf-16-be": ("ab.md\n".encode("utf-16-be"), ["ab.md"]),
    "utf-32": ("κ.md\n".encode("utf-32"), ["κ.md"]),
    "quotes-alone": (b'""\n', [""]),
}


@pytest.mark.parametrize(("data", "paths"), LISTS.values(), ids=LISTS)
def test_the_paths_of_a_list(data: bytes, paths: list[str], tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(data)
    assert listed_paths(str(tmp_path / "list"), lambda _: True) == paths


@pytest.mark.parametrize(
    "line",
    [
        b"1\t2\ta.md", b":100644 100644 0a 0b M\ta.md", b"R100\tb.md\ta.md", b"\ta.md", b"  a.md ",
        b'M\t"a.md"', b"R  b.md -> a.md",
    ],
)  # fmt: skip
def test_the_path_in_a_line_of_git(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(line + b"\n")
    assert listed_paths(str(tmp_path / "list"), lambda path: path == "a.md") == ["a.md"]


def test_a_path_that_is_not_utf8_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"\xff.md\n")
    assert [os.fsencode(path) for path in listed_paths(str(tmp_path / "list"), lambda _: True)] == [
        b"\xff.md"
    ]


def test_standard_input_is_a_list_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.md\nb.md\n")))
    assert listed_paths("-", lambda _: True) == ["a.md", "b.md"]


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PfocrError, match=r"cannot read the list .*gone: "):
        listed_paths(str(tmp_path / "gone"), lambda _: True)
