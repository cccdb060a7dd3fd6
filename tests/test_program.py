"""The installed program, run as people run it: hostile input, exit statuses, what goes to which
stream.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import program
import pytest
from program import (
    PROGRAM,
    SOUND_2023,
    Run,
    as_json,
    as_nobody,
    environment,
    give_to_nobody,
    sound,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="FIFOs, signals and wait4 are POSIX")

INSTALLED = str(Path(sys.executable).with_name("pfocr"))
SECONDS = 5.0
"""A bound of the processor's time, so that a busy machine changes nothing."""
RSS = 200 * 2**20
MB = 2**20

_COLUMNS = (
    "organism_id organism_name organism_group word match ncbigene_symbol "
    "ncbigene_id source count_direct count_match"
)
HEADER = _COLUMNS.replace(" ", "\t")
ROW = "\t".join(
    [
        "9606",
        "Homo sapiens",
        "Primates",
        "NFKB1",
        "NFKB1",
        "NFKB1",
        "4790",
        "ncbigene_symbol",
        "1",
        "1",
    ]
)


def broken(number: int) -> str:
    """Return a record with one S103."""
    return sound(number).replace("figtitle: ", "captoin: misspelt\nfigtitle: ")


@dataclass(frozen=True)
class Measured(Run):
    """What a run of the program gave, and what it took."""

    cpu: float
    """Seconds of its processes' own time: a busy machine adds nothing to them."""
    rss: int


_LAUNCH = """
import os, sys
report = int(sys.argv[1])
kept = [(os.POSIX_SPAWN_CLOSE, report)]
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=kept)
_, status, usage = os.wait4(pid, 0)
cpu = usage.ru_utime + usage.ru_stime
os.write(report, f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss} {cpu}".encode())
"""
"""A process inherits the peak of the one that starts it; so a small one does, and not this one."""


def pfocr(
    *words: str | bytes,
    cwd: Path,
    stdin: bytes | int = b"",
    env: dict[str, str] | None = None,
    before: Sequence[str] = (),
    pass_fds: Sequence[int] = (),
) -> Measured:
    """Run the program to its end in a folder, and measure it."""
    unit = 1 if sys.platform == "darwin" else 1024
    if isinstance(stdin, bytes) and not (before or pass_fds):
        variables = environment() if env is None else env
        done = program.forked(*words, cwd=cwd, stdin=stdin, env=variables)
        if done is not None:
            return Measured(done.status, done.stdout, done.stderr, done.cpu, done.rss * unit)
    reading, writing = os.pipe()
    launcher = [sys.executable, "-SIc", _LAUNCH, str(writing), *before]
    run = program.run(
        *words, cwd=cwd, stdin=stdin, env=env, before=launcher, pass_fds=[writing, *pass_fds]
    )
    assert run.status == 0, run.err
    os.close(writing)
    with open(reading, encoding="ascii") as report:
        status, rss, cpu = report.read().split()
    return Measured(int(status), run.stdout, run.stderr, float(cpu), int(rss) * unit)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a sound record and a plainly broken one."""
    return figures_below(tmp_path)


def figures_below(folder: Path) -> Path:
    figures = folder / "repo" / "_figures"
    figures.mkdir(parents=True)
    (figures / "PMC1__f1.md").write_text(sound(1), encoding="utf-8")
    (figures / "PMC9__f1.md").write_text(broken(9), encoding="utf-8")
    return figures


def judge(folder: Path, *names: str | bytes, seconds: float = SECONDS, **options: Any) -> Measured:
    """Judge named files between the sound record and the broken one; these two must come out as
    ever.
    """
    run = pfocr(
        "validate", "--format", "jsonl", "PMC1__f1.md", *names, "PMC9__f1.md", cwd=folder, **options
    )
    assert "Traceback" not in run.err
    assert run.status == 1, run.err
    assert run.codes("PMC1__f1.md") == set()
    assert run.codes("PMC9__f1.md") == {"S103"}
    assert run.cpu < seconds
    assert run.rss < RSS
    return run


# A. Bad input.


def sparse(path: Path, size: int, head: bytes = b"---\nfigid: ") -> None:
    """Write a file of a size that takes no room."""
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(size)


def bomb() -> str:
    lines = ["x0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines) + "\n"


def matter(text: str) -> bytes:
    return f"---\n{text}---\n".encode()


RECORD = sound(5).encode()
CONTENTS: dict[str, tuple[bytes, str]] = {
    "not-utf-8": (RECORD.replace("κ".encode(), b"\xe9"), "P002"),
    "utf-16": (sound(5).encode("utf-16"), "P002"),
    "empty": (b"", "P003"),
    "white-space": (b" \n\t\n", "P003"),
    "bom-only": (b"\xef\xbb\xbf", "P003"),
    "no-front-matter": (b"just text\n", "P003"),
    "empty-front-matter": (b"---\n---\n", "P003"),
    "unclosed": (RECORD[:-4], "P003"),
    "truncated": (RECORD[: len(RECORD) // 2], "P003"),
    "one-line": (b"---", "P003"),
    "duplicate-keys": (RECORD.replace(b"number: F1\n", b"number: F1\nnumber: F1\n"), "P005"),
    "tabs": (RECORD.replace(b"  license", b"\tlicense"), "P004"),
    "only-a-tab": (matter("\tfigid: PMC5__f1\n"), "P004"),
    "nul": (RECORD.replace(b"A paper", b"A pa\0per"), "P006"),
    "nul-first": (b"\0" + RECORD, "P003"),
    "only-nuls": (b"\0" * 1000, "P003"),
    "alias-bomb": (b"---\n" + bomb().encode() + RECORD[4:], "P006"),
    "alias-of-itself": (matter("a: &a [*a]\n"), "P006"),
    "no-anchor": (matter("a: *b\n"), "P004"),
    "deep-flow": (matter("a: " + "[" * 5000 + "]" * 5000 + "\n"), "P006"),
    "deep-flow-unclosed": (matter("a: " + "[" * 5000 + "\n"), "P006"),
    "deep-mappings": (matter("a: " + "{a: " * 5000 + "1" + "}" * 5000 + "\n"), "P006"),
    "deep-block": (matter("".join(" " * level + "a:\n" for level in range(5000))), "P006"),
    "deep-dashes": (matter("a:\n" + "- " * 5000 + "x\n"), "P006"),
    "deeper-dashes": (matter("a:\n" + "- " * 1_000_000 + "x\n"), "P006"),
    "deep-questions": (matter("? " * 5000 + "x\n"), "P006"),
    "huge-number": (RECORD.replace(b"0.95", b"1" * 5000), "S104"),
    "python-tag": (RECORD.replace(b"figtitle: ", b"figtitle: !!python/name:os.system "), "P006"),
    "merge-conflict": (
        RECORD.replace(b"year: '2001'\n", b"<<<<<<< a\nyear: '1'\n=======\nyear: '2'\n>>>>>>> b\n"),
        "P004",
    ),
    "a-list": (matter("- a\n- b\n"), "S102"),
    "a-word": (matter("word\n"), "S102"),
    "a-number-as-key": (matter("1: a\n"), "S101"),
    "a-list-as-key": (matter("[a, b]: c\n"), "P004"),
    "lone-surrogate-escape": (RECORD.replace(b"A paper", b'"A \\ud800 paper"'), "P004"),
    "long-line": (b"---\nfigid: " + b"x" * 10_000_000 + b"\n---\n", "S101"),
    "long-first-line": (b"x" * 15_000_000, "P003"),
}


@pytest.mark.parametrize(("content", "code"), CONTENTS.values(), ids=CONTENTS)
def test_a_bad_record_is_a_finding_and_the_others_are_judged(
    folder: Path, content: bytes, code: str
) -> None:
    (folder / "PMC5__f1.md").write_bytes(content)
    assert code in judge(folder, "PMC5__f1.md").codes("PMC5__f1.md")


JSON = as_json(5)
JSON_CONTENTS: dict[str, tuple[bytes, str]] = {
    "not-utf-8": (JSON.encode("latin-1", "replace").replace(b"?", b"\xe9"), "P002"),
    "empty": (b"", "P003"),
    "not-json": (b"{figid: PMC5__f1}", "P004"),
    "truncated": (JSON[:-9].encode(), "P004"),
    "two-values": (f"{JSON}\n{JSON}".encode(), "P004"),
    "trailing-comma": (JSON.replace("}", ",}").encode(), "P004"),
    "single-quotes": (JSON.replace('"', "'").encode(), "P004"),
    "nan": (JSON.replace("0.95", "NaN").encode(), "P004"),
    "infinity": (JSON.replace("0.95", "-Infinity").encode(), "P004"),
    "overflow": (JSON.replace("0.95", "1e999").encode(), "S104"),
    "huge-number": (JSON.replace("0.95", "1" * 5000).encode(), "S104"),
    "duplicate-keys": (JSON.replace('{"figid"', '{"figid": "PMC5__f1", "figid"').encode(), "P005"),
    "deep": (b"[" * 5000 + b"]" * 5000, "P006"),
    "deep-objects": (b'{"a":' * 5000 + b"1" + b"}" * 5000, "P006"),
    "deep-unclosed": (b"[" * 5_000_000, "P006"),
    "nul": (JSON.replace("A paper", "A\0paper").encode(), "P006"),
    "lone-surrogate": (JSON.replace('"PMC5__f1"', r'"\ud800"', 1).encode(), "P004"),
    "surrogates-back-to-front": (JSON.replace('"PMC5__f1"', r'"\udc00\ud800"', 1).encode(), "P004"),
    "a-list": (b"[]", "S102"),
    "null": (b"null", "P003"),
}


@pytest.mark.parametrize(("content", "code"), JSON_CONTENTS.values(), ids=JSON_CONTENTS)
def test_bad_json_is_a_finding_and_the_others_are_judged(
    folder: Path, content: bytes, code: str
) -> None:
    (folder / "PMC5__f1.json").write_bytes(content)
    assert code in judge(folder, "PMC5__f1.json").codes("PMC5__f1.json")


BODY = RECORD[4:-4]
YAML_CONTENTS: dict[str, tuple[bytes, set[str]]] = {
    "plain": (BODY, set()),
    "front-matter": (RECORD, set()),
    "document-mark": (RECORD[:-4], set()),
    "crlf": (BODY.replace(b"\n", b"\r\n"), set()),
    "directive-1.2": (b"%YAML 1.2\n" + RECORD[:-4], set()),
    "directive-1.1": (b"%YAML 1.1\n" + RECORD[:-4], set()),
    "directive-2.0": (b"%YAML 2.0\n" + RECORD[:-4], {"P004"}),
    "two-documents": (RECORD[:-4] + RECORD[:-4], {"P004"}),
    "not-utf-8": (BODY.replace("κ".encode(), b"\xe9"), {"P002"}),
    "empty": (b"", {"P003"}),
    "comment-only": (b"# nothing\n", {"P003"}),
    "tabs": (BODY.replace(b"  license", b"\tlicense"), {"P004"}),
    "nul": (BODY.replace(b"A paper", b"A\0paper"), {"P006"}),
    "alias-bomb": (bomb().encode(), {"P006"}),
    "duplicate-keys": (BODY + b"year: '2001'\n", {"P005"}),
    "deep-dashes": (b"- " * 100_000 + b"x\n", {"P006"}),
}


@pytest.mark.parametrize(("content", "codes"), YAML_CONTENTS.values(), ids=YAML_CONTENTS)
@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_yaml_is_judged_by_its_content(
    folder: Path, content: bytes, codes: set[str], suffix: str
) -> None:
    (folder / f"PMC5__f1.{suffix}").write_bytes(content)
    assert judge(folder, f"PMC5__f1.{suffix}").codes(f"PMC5__f1.{suffix}") == codes


BAD_LINES: dict[str, tuple[bytes, str]] = {
    "not-utf-8": (as_json(5).encode().replace("κ".encode(), b"\xe9"), "P002"),
    "not-json": (b"just text", "P004"),
    "truncated": (as_json(5).encode()[:-9], "P004"),
    "nan": (as_json(5).replace("0.95", "NaN").encode(), "P004"),
    "duplicate-keys": (as_json(5).replace('{"figid"', '{"year": "1", "figid"').encode(), "P005"),
    "nul": (as_json(5).replace("A paper", "A\0paper").encode(), "P006"),
    "deep": (b"[" * 5000 + b"]" * 5000, "P006"),
    "lone-surrogate": (as_json(5).replace('"PMC5__f1"', r'"\ud800"', 1).encode(), "P004"),
    "huge-number": (as_json(5).replace("0.95", "1" * 5000).encode(), "S104"),
    "17-mb": (b'{"figid": "' + b"x" * 17 * MB + b'"}', "P001"),
}


@pytest.mark.parametrize(("line", "code"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_one_finding_at_its_line_and_the_other_lines_are_judged(
    folder: Path, line: bytes, code: str
) -> None:
    good = as_json(4).encode()
    bad = as_json(6).replace('{"figid"', '{"captoin": "", "figid"').encode()
    (folder / "all.jsonl").write_bytes(b"\n".join([good, line, b"", bad, as_json(7).encode(), b""]))
    run = judge(folder, "all.jsonl")
    found = [
        (found["line"], found["code"]) for found in run.findings if found["file"] == "all.jsonl"
    ]
    assert {number for number, _ in found} == {2, 4}
    assert (2, code) in found
    assert (4, "S103") in found


def test_a_line_of_200_mb_is_one_finding_and_the_other_lines_are_judged(folder: Path) -> None:
    path = folder / "all.jsonl"
    sparse(path, 200 * MB, as_json(4).encode() + b'\n{"figid": "')
    with open(path, "ab") as file:
        file.write(b'"}\n' + as_json(6).replace("A paper", "NA").encode() + b"\n")
    run = judge(folder, "all.jsonl")
    found = [
        (found["line"], found["code"]) for found in run.findings if found["file"] == "all.jsonl"
    ]
    assert found == [(2, "P001"), (3, "T301")]


LONG_LINE = b'"' + b"x" * 2 * MB + b'"\n'


def test_json_lines_of_80_mb_take_no_more_memory_than_a_few_lines(folder: Path) -> None:
    with open(folder / "all.jsonl", "wb") as file:
        file.writelines([LONG_LINE] * 40)
    run = judge(folder, "all.jsonl", seconds=30)
    assert [found["line"] for found in run.findings if found["file"] == "all.jsonl"] == list(
        range(1, 41)
    )


@pytest.mark.parametrize("key", ["figid", "captoin"])
def test_a_message_does_not_quote_all_of_a_long_text(folder: Path, key: str) -> None:
    (folder / "PMC5__f1.json").write_text(
        as_json(5).replace("{", '{"' + key + 'x": 1, "' + "y" * 50_000 + '": 1,', 1)
    )
    (folder / "PMC6__f1.json").write_text(
        as_json(6).replace('"PMC6__f1"', '"' + "x" * 50_000 + '"', 1)
    )
    run = judge(folder, "PMC5__f1.json", "PMC6__f1.json")
    assert max(len(found["message"]) for found in run.findings) < 1500


def _folder_of_other_things(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").touch()


def _dangling(path: Path) -> None:
    path.symlink_to("gone.md")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path is at most 100 bytes
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


OBJECTS: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "200-mb": lambda path: sparse(path, 200 * MB),
    "directory": lambda path: path.mkdir(),
    "directory-of-other-things": _folder_of_other_things,
    "dangling-link": _dangling,
    "link-to-itself": _loop,
    "fifo-without-writer": os.mkfifo,
    "link-to-zeros": lambda path: path.symlink_to("/dev/zero"),
    "socket": _socket,
    "behind-a-file": lambda path: path.symlink_to("PMC1__f1.md/x.md"),
}


@pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("suffix", ["md", "json", "yaml", "jsonl"])
def test_what_is_not_a_file_to_read_is_unreadable(
    folder: Path, make: Callable[[Path], object], suffix: str
) -> None:
    if suffix == "jsonl" and make is OBJECTS["200-mb"]:
        pytest.skip("JSON Lines may be large; a long line has its own test")
    name = f"PMC5__f1.{suffix}"
    make(folder / name)
    run = judge(folder, name)
    assert run.codes(name) == {"P001"}
    assert len(run.findings) == 2


NAMES = ["dangling-link", "directory", "200-mb"]


@pytest.mark.parametrize("name", NAMES)
def test_a_search_reports_what_bears_a_records_name_and_cannot_be_read(
    folder: Path, name: str
) -> None:
    OBJECTS[name](folder / "PMC5__f1.md")
    run = pfocr("validate", "--format", "jsonl", cwd=folder)
    assert [(found["file"], found["code"]) for found in run.findings] == [
        ("PMC5__f1.md", "P001"),
        ("PMC9__f1.md", "S103"),
    ]


@pytest.mark.parametrize("mode", [0o000, 0o300])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_without_permission_a_record_is_unreadable(open_folder: Path, mode: int, what: str) -> None:
    folder = figures_below(open_folder)
    record = folder / "shut" / "PMC5__f1.md"
    record.parent.mkdir()
    record.write_text(sound(5), encoding="utf-8")
    shut = record.parent if what == "folder" else record
    give_to_nobody(open_folder)
    shut.chmod(mode)
    options: dict[str, Any] = {"before": as_nobody()}
    try:
        searched = pfocr("validate", "--format", "jsonl", cwd=folder, **options)
        assert [(found["file"], found["code"]) for found in searched.findings] == [
            ("PMC9__f1.md", "S103"),
            ("shut" if what == "folder" else "shut/PMC5__f1.md", "P001"),
        ]
        if (what, mode) != ("folder", 0o300):  # such a folder cannot be listed, but entered
            assert judge(folder, "shut/PMC5__f1.md", **options).codes("shut/PMC5__f1.md") == {
                "P001"
            }
    finally:
        shut.chmod(0o755)


def test_a_fifo_with_a_writer_is_read(folder: Path) -> None:
    os.mkfifo(folder / "PMC5__f1.md")
    writer = threading.Thread(
        target=(folder / "PMC5__f1.md").write_bytes, args=(broken(5).encode(),), daemon=True
    )
    writer.start()
    assert judge(folder, "PMC5__f1.md").codes("PMC5__f1.md") == {"S103"}
    writer.join(5)


def test_process_substitution_is_read(folder: Path) -> None:
    """What bash makes of <(...) is a pipe by a number."""
    reading, writing = os.pipe()
    os.write(writing, broken(5).encode())
    os.close(writing)
    run = judge(folder, f"/dev/fd/{reading}", pass_fds=[reading])
    os.close(reading)
    assert run.codes(f"/dev/fd/{reading}") == {"S103"}


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no names that are not UTF-8")
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_a_name_that_is_not_utf8_is_judged_and_can_be_reported(folder: Path, form: str) -> None:
    name = b"PMC5__\xff.md"
    Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(sound(5), encoding="utf-8")
    judge(folder, name)
    run = pfocr("validate", "--format", form, name, cwd=folder)
    assert (run.status, "Traceback" in run.err) == (1, False)
    run.out.encode("utf-8")  # no raw byte has come through
    assert "PMC5__" in run.out


HOSTILE_TABLES: dict[str, tuple[bytes, set[str]]] = {
    "not-utf-8": (f"{HEADER}\n{ROW}\n".encode().replace(b"Homo", b"H\xe9mo"), {"P002"}),
    "nul": (f"{HEADER}\n{ROW}\n".encode().replace(b"Homo", b"H\0mo"), {"D702"}),
    "empty": (b"", {"D702"}),
    "ragged": (f"{HEADER}\n{ROW}\n1\t2\n{ROW}\tmore\n".encode(), {"D702"}),
    "no-header": (f"{ROW}\n".encode(), {"D702"}),
    "not-a-table": (b"<html>\n", {"D702"}),
    "bad-cells": (f"{HEADER}\n{ROW}\n".encode().replace(b"\t4790", b"\tx"), {"S104"}),
}


@pytest.fixture
def with_tables(folder: Path) -> Path:
    """Return a folder with a record of 2023 and an empty folder for its tables beside it."""
    (folder / "PMC5__f1.md").write_text(sound(5, SOUND_2023), encoding="utf-8")
    (folder.parent / "_data").mkdir()
    return folder


GENES = "_data/PMC5__f1-genes.tsv"


def test_a_sound_table_gives_no_finding(with_tables: Path) -> None:
    (with_tables.parent / GENES).write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    assert len(judge(with_tables, "PMC5__f1.md").findings) == 1


def test_tables_of_another_folder_are_shown_relative_to_the_working_directory(
    with_tables: Path,
) -> None:
    elsewhere = with_tables.parent / "tables"
    elsewhere.mkdir()
    (elsewhere / Path(GENES).name).write_text(f"{HEADER}\n{ROW}\tx\n", encoding="utf-8")
    run = pfocr("validate", "PMC5__f1.md", "--data-dir", str(elsewhere), cwd=with_tables)
    assert "../tables/PMC5__f1-genes.tsv:2:1: D702" in run.out
    assert pfocr("validate", "PMC5__f1.md", "--data-dir", "nowhere", cwd=with_tables).status == 2


@pytest.mark.parametrize(("content", "codes"), HOSTILE_TABLES.values(), ids=HOSTILE_TABLES)
def test_a_bad_table_is_a_finding_in_the_table(
    with_tables: Path, content: bytes, codes: set[str]
) -> None:
    (with_tables.parent / GENES).write_bytes(content)
    assert judge(with_tables, "PMC5__f1.md").codes(GENES) == codes


@pytest.mark.parametrize(
    "name", [name for name in OBJECTS if name not in ("missing", "behind-a-file")]
)
def test_what_is_not_a_table_to_read_is_unreadable(with_tables: Path, name: str) -> None:
    OBJECTS[name](with_tables.parent / GENES)
    run = judge(with_tables, "PMC5__f1.md")
    assert [found["code"] for found in run.findings if "PMC5" in found["file"]] == ["P001"]


def test_a_long_table_of_bad_cells_takes_no_quadratic_time(with_tables: Path) -> None:
    bad = ROW.replace("4790", "x")
    (with_tables.parent / GENES).write_text(HEADER + "\n" + f"{bad}\n" * 8000, encoding="utf-8")
    assert len(judge(with_tables, "PMC5__f1.md", "--ignore", "G506").findings) == 1002


STDIN: dict[str, tuple[bytes, str, set[str]]] = {
    **{
        f"md-{name}": (*CONTENTS[name][:1], "PMC5__f1.md", {CONTENTS[name][1]})
        for name in ("not-utf-8", "empty", "nul", "tabs")
    },
    "json-nan": (JSON_CONTENTS["nan"][0], "PMC5__f1.json", {"P004"}),
    "json-deep": (JSON_CONTENTS["deep"][0], "PMC5__f1.json", {"P006"}),
    "17-mb": (b"---\n" + b" " * 17 * MB, "PMC5__f1.md", {"P001"}),
    "yaml-documents": (YAML_CONTENTS["two-documents"][0], "PMC5__f1.yaml", {"P004"}),
    "jsonl-not-utf-8": (BAD_LINES["not-utf-8"][0] + b"\n" + JSON.encode(), "all.jsonl", {"P002"}),
}


@pytest.mark.parametrize(("content", "name", "codes"), STDIN.values(), ids=STDIN)
def test_bad_standard_input_is_a_finding(
    folder: Path, content: bytes, name: str, codes: set[str]
) -> None:
    assert judge(folder, "-", "--stdin-filename", name, stdin=content).codes(name) == codes


def test_json_lines_of_80_mb_on_standard_input_are_read_piece_by_piece(folder: Path) -> None:
    reading, writing = os.pipe()
    writer = threading.Thread(target=_pour, args=(writing, LONG_LINE, 40), daemon=True)
    writer.start()
    run = judge(folder, "-", "--stdin-filename", "all.jsonl", stdin=reading, seconds=30)
    os.close(reading)
    assert [found["line"] for found in run.findings if found["file"] == "all.jsonl"] == list(
        range(1, 41)
    )


def _pour(descriptor: int, line: bytes, times: int) -> None:
    with open(descriptor, "wb") as file:
        for _ in range(times):
            file.write(line)


@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_a_closed_standard_stream_is_no_bug(folder: Path, descriptor: int) -> None:
    before = ["bash", "-c", f'"$0" "$@" {descriptor}>&-']
    run = program.run("validate", "-", "PMC9__f1.md", cwd=folder, before=before)
    assert "bug" not in run.err
    assert run.status in (1, 2)


# B. Exit statuses, streams.


def test_quiet_success_prints_nothing(folder: Path) -> None:
    run = pfocr("validate", "PMC1__f1.md", cwd=folder)
    assert (run.status, run.out, run.err) == (0, "", "")


@pytest.mark.parametrize(("show", "fail_on"), [("warning", "info"), ("error", "info")])
def test_a_run_that_fails_unseen_says_so(folder: Path, show: str, fail_on: str) -> None:
    record = folder / "PMC1__f1.md"
    record.write_text(record.read_text("utf-8").replace("year: '", "year: 'NA' #", 1), "utf-8")
    run = pfocr("validate", "PMC1__f1.md", "--show", show, "--fail-on", fail_on, cwd=folder)
    assert (run.status, run.out) == (1, "")
    assert f"--show {fail_on} lists them" in run.err


def test_two_formats_for_one_file_are_refused(folder: Path) -> None:
    run = pfocr("validate", "--format", "json:x", "--format", "jsonl:./x", cwd=folder)
    assert (run.status, run.out) == (2, "")
    assert not (folder / "x").exists()


def test_a_copy_of_a_record_is_told_once(folder: Path) -> None:
    (folder / "PMC1__f2.md").write_bytes((folder / "PMC1__f1.md").read_bytes())
    run = pfocr("validate", "--select", "C", cwd=folder)
    assert [line.split(" ")[1] for line in run.out.splitlines()] == ["C801"]


def test_a_finding_is_one_exact_line_on_standard_output(folder: Path) -> None:
    run = pfocr("validate", cwd=folder, env=environment(COLUMNS="40"))
    assert run.status == 1
    assert run.out == "PMC9__f1.md:12:1: S103 error unknown key 'captoin' (did you mean caption?)\n"
    assert "S103" not in run.err
    assert "1 error" in run.err


@pytest.mark.parametrize(
    ("fail_on", "status_error", "status_warning", "status_info"),
    [("error", 1, 0, 0), ("warning", 1, 1, 0), ("info", 1, 1, 1), ("never", 0, 0, 0)],
)
def test_fail_on(
    folder: Path, fail_on: str, status_error: int, status_warning: int, status_info: int
) -> None:
    (folder / "PMC2__f1.md").write_text(
        sound(2).replace("number: F1", "number: NA"), encoding="utf-8"
    )  # T301 warning
    (folder / "PMC3__f1.md").write_text(
        sound(3).replace("year: '2001'", "year: ''"), encoding="utf-8"
    )  # T301 info
    names = {
        "PMC9__f1.md": status_error,
        "PMC2__f1.md": status_warning,
        "PMC3__f1.md": status_info,
        "PMC1__f1.md": 0,
    }
    got = {
        name: pfocr("validate", "--show", "error", "--fail-on", fail_on, name, cwd=folder).status
        for name in names
    }
    assert got == names


def test_fail_on_never_still_reports(folder: Path) -> None:
    run = pfocr("validate", "--fail-on", "never", cwd=folder)
    assert run.status == 0
    assert "S103" in run.out


@pytest.fixture
def unserved(folder: Path) -> Path:
    """Return the folder with unusable schemas and such beside the records."""
    files = {
        "not.json": "{",
        "latin.json": '{"title": "é"}',
        "type.json": '{"type": 5}',
        "number.json": "5",
        "list.json": "[]",
        "remote.json": '{"$ref": "https://pfocr.invalid/schema.json"}',
        "remote-deep.json": '{"properties": {"figid": {"$ref": "http://127.0.0.1:9/x.json"}}}',
        "file-ref.json": '{"$ref": "file:///etc/hostname"}',
        "deep.json": '{"not":' * 5000 + "{}" + "}" * 5000,
        "pattern.json": '{"pattern": "("}',
        "sound.json": "{}",
        "rows.txt": "no baseline\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="latin-1")
    (folder / "empty").mkdir()
    return folder


UNSERVED: dict[str, tuple[list[str], str]] = {
    "unknown-command": (["valdate"], "valdate"),
    "unknown-option": (["validate", "--formt", "json"], "--format"),
    "unknown-format": (["validate", "--format", "jsn"], "did you mean json"),
    "unknown-format-to-a-file": (["validate", "--format", "sarf:x.sarif"], "did you mean sarif"),
    "two-formats-on-standard-output": (
        ["validate", "--format", "json", "--format", "sarif"],
        "two formats",
    ),
    "unknown-rule": (["validate", "--select", "S191"], "did you mean"),
    "unknown-rule-ignored": (["validate", "--ignore", "missing-kye"], "did you mean missing-key"),
    "bad-severity": (["validate", "--show", "fatal"], "fatal"),
    "bad-fail-on": (["validate", "--fail-on", "always"], "always"),
    "bad-generation": (["validate", "--generation", "2022"], "2022"),
    "negative-jobs": (["validate", "--jobs", "-1"], "-1"),
    "jobs-no-number": (["validate", "-j", "many"], "many"),
    "search-without-records": (["validate", "empty"], "no records in empty"),
    "show-files-without-records": (["validate", "--show-files", "empty"], "no records in empty"),
    "everything-excluded": (["validate", "--exclude", "*.md"], "no records"),
    "bad-glob": (["validate", "--exclude", "!"], "'!'"),
    "list-missing": (["validate", "--files-from", "gone.txt"], "gone.txt"),
    "list-is-a-folder": (["validate", "--files-from", "empty"], "empty"),
    "schema-missing": (["validate", "--schema", "gone.json"], "gone.json"),
    "schema-is-a-folder": (["validate", "--schema", "empty"], "empty"),
    "schema-not-json": (["validate", "--schema", "not.json"], "not.json"),
    "schema-not-utf-8": (["validate", "--schema", "latin.json"], "latin.json"),
    "schema-bad-type": (["validate", "--schema", "type.json"], "type.json"),
    "schema-a-number": (["validate", "--schema", "number.json"], "number.json"),
    "schema-a-list": (["validate", "--schema", "list.json"], "list.json"),
    "schema-remote": (["validate", "--schema", "remote.json"], "nothing is fetched"),
    "schema-remote-deep": (["validate", "--schema", "remote-deep.json"], "nothing is fetched"),
    "schema-file-ref": (["validate", "--schema", "file-ref.json"], "nothing is fetched"),
    "schema-deep": (["validate", "--schema", "deep.json"], "deep.json"),
    "schema-bad-pattern": (["validate", "--schema", "pattern.json"], "pattern.json"),
    "output-in-no-folder": (["validate", "--format", "json:gone/out.json"], "gone/out.json"),
    "output-is-a-folder": (["validate", "--format", "json:empty"], "empty"),
    "output-full": (["validate", "--format", "json:/dev/full"], "/dev/full"),
    "baseline-missing": (["validate", "--baseline", "gone.tsv"], "gone.tsv"),
    "baseline-not-one": (["validate", "--baseline", "rows.txt"], "rows.txt"),
    "baseline-in-no-folder": (["validate", "--write-baseline", "gone/base.tsv"], "gone/base.tsv"),
    "executor-no-module": (["validate", "--executor", "no_such_module:make"], "no_such_module"),
    "executor-no-factory": (["validate", "--executor", "os:nothing"], "os:nothing"),
    "executor-no-executor": (["validate", "--executor", "builtins:dict"], "builtins:dict"),
    "executor-bare": (["validate", "--executor", "os"], "os"),
    "rule-unknown": (["rule", "X999"], "X999"),
    "schema-command-unknown": (["schema", "2022"], "did you mean"),
}


@pytest.mark.parametrize(("args", "said"), UNSERVED.values(), ids=UNSERVED)
def test_a_request_that_cannot_be_served_is_status_2(
    unserved: Path, args: list[str], said: str
) -> None:
    run = pfocr(*args, cwd=unserved)
    assert (run.status, run.out) == (2, ""), run.err
    assert said in run.err
    assert "Traceback" not in run.err
    assert "bug" not in run.err


def test_the_schemas_beside_the_unusable_ones_can_serve(unserved: Path) -> None:
    assert pfocr("validate", "--schema", "sound.json", cwd=unserved).status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_standard_output_is_status_2(folder: Path) -> None:
    full = ["bash", "-c", 'exec "$0" "$@" >/dev/full']
    run = program.run("validate", cwd=folder, before=full)
    assert run.status == 2
    assert "No space" in run.err
    assert "bug" not in run.err
    assert "Exception ignored" not in run.err


BREAKS = """
import pfocr_cli.rules as rules

def broken(check):
    def check_or_break(subject):
        if subject.record.figid == "PMC5__f1":
            raise LookupError("on purpose")
        return check(subject)
    return check_or_break

rule = rules.RULES["I203"]
object.__setattr__(rule, "check", broken(rule.check))
"""


@pytest.fixture
def buggy(folder: Path, tmp_path: Path) -> dict[str, str]:
    """Return an environment in which a rule breaks over PMC5__f1, which is there."""
    (folder / "PMC5__f1.md").write_text(sound(5), encoding="utf-8")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sitecustomize.py").write_text(BREAKS)
    return environment(PYTHONPATH=str(tmp_path / "lib"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_is_status_3_and_the_others_are_judged(
    folder: Path, buggy: dict[str, str], jobs: str
) -> None:
    run = pfocr("validate", "-j", jobs, cwd=folder, env=buggy)
    assert run.status == 3
    assert "S103" in run.out
    assert "bug in pfocr while judging PMC5__f1.md: LookupError: on purpose" in run.err
    assert "--traceback" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_traceback_shows_where_a_bug_is(folder: Path, buggy: dict[str, str], jobs: str) -> None:
    run = pfocr("validate", "--traceback", "-j", jobs, cwd=folder, env=buggy)
    assert run.status == 3
    assert "Traceback" in run.err
    assert "check_or_break" in run.err


def test_a_bug_outside_of_records_is_status_3(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sitecustomize.py").write_text(
        "import pfocr_cli.app.validate as app\ndel app.validate\n"
    )
    run = pfocr("validate", cwd=folder, env=environment(PYTHONPATH=str(tmp_path / "lib")))
    assert (run.status, run.out, "Traceback" in run.err) == (3, "", False)
    assert "this is a bug in pfocr" in run.err


def _heed() -> None:
    """Heed interrupts, also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


HEED: dict[str, Any] = {"preexec_fn": _heed}


def _wait_for_reader(fifo: Path) -> int:
    """Open a FIFO for writing as soon as the program has it open for reading."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.002)
    raise AssertionError("the program never opened the FIFO")


@pytest.mark.parametrize(
    ("fifo", "jobs"), [("_figures/PMC5__f1.md", "1"), (GENES, "1"), (GENES, "2")]
)
def test_an_interrupt_is_status_130(with_tables: Path, fifo: str, jobs: str) -> None:
    path = with_tables.parent / fifo
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    command = [
        *PROGRAM,
        "validate",
        "-j",
        jobs,
        "--format",
        "json:out.json",
        "PMC1__f1.md",
        "PMC5__f1.md",
        "PMC9__f1.md",
    ]
    with subprocess.Popen(
        command,
        cwd=with_tables,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment(),
        **HEED,
    ) as process:
        writer = _wait_for_reader(path)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
        os.close(writer)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "pfocr: interrupted")
    assert not [
        file.name for file in with_tables.iterdir() if "out" in file.name or "pfocr" in file.name
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)]
)
def test_what_ends_the_program_ends_its_workers_too(
    folder: Path, sent: signal.Signals, status: int, jobs: str
) -> None:
    os.mkfifo(folder / "PMC5__f1.md")
    command = [
        *PROGRAM,
        "validate",
        "-j",
        jobs,
        "--format",
        "json:out.json",
        "PMC1__f1.md",
        "PMC5__f1.md",
        "PMC9__f1.md",
    ]
    with subprocess.Popen(
        command,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment(),
    ) as process:
        writer = _wait_for_reader(folder / "PMC5__f1.md")
        process.send_signal(sent)
        time.sleep(0.05)
        os.close(writer)
        _, err = process.communicate(timeout=20)
    assert process.returncode == status
    assert err.strip() == ("" if sent == signal.SIGKILL else "pfocr: interrupted")
    if sent != signal.SIGKILL:
        assert not [
            file.name for file in folder.iterdir() if "out" in file.name or "pfocr" in file.name
        ]
    until = time.monotonic() + 20
    while time.monotonic() < until and _is_alive(process.pid):
        time.sleep(0.05)
    assert not _is_alive(process.pid)


def _is_alive(group: int) -> bool:
    """Say whether a process of a group is there, other than one that has ended and that nobody has
    asked about.
    """
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc to look for processes")
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            state, _, its_group = (
                path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
            )
            if int(its_group) == group and state != "Z":
                return True
    return False


def test_nohup_is_heeded(folder: Path) -> None:
    os.mkfifo(folder / "PMC5__f1.md")
    ignored: dict[str, Any] = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    with subprocess.Popen(
        [*PROGRAM, "validate", "PMC5__f1.md"], cwd=folder, env=environment(), **ignored
    ) as process:
        writer = _wait_for_reader(folder / "PMC5__f1.md")
        process.send_signal(signal.SIGHUP)
        time.sleep(0.05)
        os.write(writer, sound(5).encode())
        os.close(writer)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("wait", [0.05, 0.1, 0.15, 0.2, 0.3])
def test_an_interrupt_while_the_workers_start_leaves_no_traceback(
    folder: Path, wait: float
) -> None:
    """The moment is a matter of luck, the outcome must not be."""
    for number in range(20, 60):
        (folder / f"PMC{number}__f1.md").write_text(sound(number), encoding="utf-8")
    os.mkfifo(folder / "PMC5__f1.md")
    os.mkfifo(folder / "PMC6__f1.md")
    command = [*PROGRAM, "validate", "-j", "2", ".", "PMC5__f1.md"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment(),
        **HEED,
    ) as process:
        os.close(_wait_for_reader(folder / "PMC5__f1.md"))  # now it goes on
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert "Traceback" not in err
    assert process.returncode in (0, 1, 130)


@pytest.mark.parametrize(
    "option", ["--format=text", "--format=jsonl", "--format=json", "--format=sarif", "--show-files"]
)
@pytest.mark.parametrize("more", [[], ["--format", "junit:out.xml"]], ids=["alone", "and-a-file"])
def test_a_reader_that_has_seen_enough_gets_no_traceback(
    folder: Path, option: str, more: list[str]
) -> None:
    if more and option == "--show-files":
        pytest.skip("no report is written")
    many = broken(9) + sound(9)[4:-4].replace("figid: ", "figid: ")
    lines = "".join(f"k{number}: x\n" for number in range(900))
    (folder / "PMC9__f1.md").write_text(
        many[: many.index("---\n", 4)] + lines + "---\n", encoding="utf-8"
    )
    for number in range(20, 60) if option != "--show-files" else range(2000, 5000):
        (folder / f"PMC{number}__a-rather-long-name-for-a-figure.md").write_text("")
    piped = ["bash", "-c", '"$0" "$@" | head -c 10; echo "${PIPESTATUS[0]}"']
    run = program.run("validate", option, *more, cwd=folder, before=piped)
    assert "Traceback" not in run.err
    assert "Exception ignored" not in run.err
    assert "cannot write" not in run.err
    assert run.out[10:].strip() in ("0", "1", "141")


GREEK = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


@pytest.mark.parametrize("encoding", [None, "ascii", "latin-1"])
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_greek_letters_are_no_matter_in_any_locale(
    folder: Path, form: str, encoding: str | None
) -> None:
    (folder / "PMC5__κ.md").write_text(sound(5).replace("ndex", "κλειδί"), encoding="utf-8")
    wanted = {} if encoding is None else {"PYTHONIOENCODING": encoding}
    env = environment(**GREEK, **wanted)
    run = pfocr(
        "validate",
        "--format",
        form,
        "--format",
        "jsonl:out.jsonl",
        "--statistics",
        cwd=folder,
        env=env,
    )
    assert (run.status, "Traceback" in run.err) == (1, False), run.err
    written = (folder / "out.jsonl").read_text(encoding="utf-8")
    assert "κλειδί" in "".join(json.loads(line)["message"] for line in written.splitlines())


def on_terminal(folder: Path, *args: str, **env: str) -> tuple[str, int]:
    """Run the program on a pseudo-terminal of 80 columns; return what it shows and its status."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *args],
        cwd=folder,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(TERM="xterm", COLUMNS="80", **env),
    ) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(master)
    return shown.decode(), process.returncode


def test_a_terminal_gets_colours_and_the_source_line(folder: Path) -> None:
    shown, status = on_terminal(folder, "validate")
    assert status == 1
    assert "\x1b[" in shown
    assert "captoin: misspelt" in shown
    assert "^^^^^^^" in shown


def test_no_color_takes_the_colours_and_leaves_the_source_line(folder: Path) -> None:
    shown, _ = on_terminal(folder, "validate", NO_COLOR="1")
    assert "\x1b[3" not in shown
    assert "captoin: misspelt" in shown


def test_success_is_a_dim_line_on_a_terminal(folder: Path) -> None:
    shown, status = on_terminal(folder, "validate", "PMC1__f1.md")
    assert (shown, status) == ("\x1b[2m1 record, nothing found\x1b[0m\r\n", 0)


@pytest.mark.parametrize(
    ("env", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1"}, False)]
)
def test_colours_off_a_terminal(folder: Path, env: dict[str, str], coloured: bool) -> None:
    run = pfocr("validate", cwd=folder, env=environment(**env))
    assert ("\x1b[" in run.out) is coloured


def test_the_module_is_the_program(folder: Path) -> None:
    run = program.launch([INSTALLED, "validate"], folder)
    assert (run.status, run.out) == (1, pfocr("validate", cwd=folder).out)


MODULES = ["click", "yaml_rs", "rich", "selectors", "jsonschema", "sitecustomize", "concurrent"]


@pytest.mark.parametrize("start", [[INSTALLED], PROGRAM], ids=["program", "module"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_is_loaded_from_the_working_directory(
    folder: Path, start: Sequence[str], jobs: str
) -> None:
    for module in MODULES:
        (folder / f"{module}.py").write_text(
            f"open('loaded-{module}', 'w')\nraise SystemExit('loaded {module}')\n"
        )
    run = program.launch([*start, "validate", "-j", jobs], folder)
    assert [file.name for file in folder.glob("loaded-*")] == []
    assert (run.status, "loaded" in run.err) == (1, False)


@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["validate", "--help"], ["rule"], ["schema"]]
)
def test_what_only_informs_is_status_0(folder: Path, args: list[str]) -> None:
    run = pfocr(*args, cwd=folder)
    assert (run.status, run.err) == (0, "")
    assert run.out.strip()


# Engines.


@pytest.fixture
def corpus(folder: Path) -> Path:
    """Return the folder with some hundred records more, every seventh broken."""
    for number in range(100, 400):
        text = broken(number) if number % 7 == 0 else sound(number)
        (folder / f"PMC{number}__f1.md").write_text(text, encoding="utf-8")
    with open(folder / "PMC500__all.jsonl", "w", encoding="utf-8") as file:
        file.writelines(
            as_json(5).replace("PMC5_", f"PMC{number}_") + "\n" for number in range(500, 800)
        )
    return folder


def test_two_processes_say_the_same_as_one(corpus: Path, tmp_path: Path) -> None:
    said = []
    for jobs in "120":
        lines = tmp_path / f"{jobs}.jsonl"
        run = pfocr(
            *("validate", "--format", "text", "--format", f"jsonl:{lines}", "-j", jobs), cwd=corpus
        )
        said.append((run.status, run.out, run.err, lines.read_bytes()))
        lines.unlink()
    one, two, every = said
    assert one == two == every
    assert one[0] == 1
    assert len(one[1].splitlines()) > 300
    assert one[3].count(b"\n") > 300


FACTORY = """
from concurrent.futures import ThreadPoolExecutor

class Counting(ThreadPoolExecutor):
    def submit(self, *args):
        print("submitted", flush=True)
        return super().submit(*args)

def make():
    return Counting(2)
"""


def test_an_executor_of_the_users_own_does_the_work(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mine.py").write_text(FACTORY)
    env = environment(PYTHONPATH=str(tmp_path / "lib"))
    own = pfocr(
        "validate", "--executor", "mine:make", "--format", "jsonl:out.jsonl", cwd=corpus, env=env
    )
    one = pfocr("validate", "--format", "jsonl", cwd=corpus)
    assert own.status == one.status == 1
    assert own.out.count("submitted") > 2
    assert (corpus / "out.jsonl").read_text() == one.out


DIES = """
import os
import pfocr_cli.rules as rules

def die(subject):
    if subject.record.figid == "PMC5__f1":
        os._exit(9)
    return iter(())

object.__setattr__(rules.RULES["I203"], "check", die)
"""


def test_a_worker_that_dies_is_named_and_costs_no_other_record(
    folder: Path, buggy: dict[str, str]
) -> None:
    Path(buggy["PYTHONPATH"], "sitecustomize.py").write_text(DIES)
    run = pfocr("validate", "-j", "2", cwd=folder, env=buggy)
    assert (run.status, "Traceback" in run.err, "bug" in run.err) == (1, False, False)
    assert "PMC5__f1.md:1:1: P001 error could not be judged" in run.out
    assert "S103" in run.out
    assert run.err.startswith("pfocr: ")
