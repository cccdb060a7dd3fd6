"""Results kept where something goes wrong: the disk is full, the folder cannot be written, a run is
killed, two run at once, the file is another's, what records are held against is another. What a run
says is what it says without.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from program import PROGRAM, SOUND_2023, call, environment, sound

from pfocr_cli.app import cache_settings as settings
from pfocr_cli.app.result_cache import ResultReader, ResultWriter, unsealed
from pfocr_cli.app.result_folder import FILE
from pfocr_cli.app.validate_job import ValidateJob

Capture = pytest.CaptureFixture[bytes]
Said = tuple[int, str]
WORDS = ("--format", "jsonl", "--show", "info")


@pytest.fixture(autouse=True)
def _corpus(corpus_folders: tuple[Path, Path]) -> None:
    """Records with findings, and a folder `kept` that may hold results."""
    figures, tables = corpus_folders
    for number in range(1, 4):
        text = sound(number).replace("year: '2001'", f"year: '200{number}'\nown: 1")
        (figures / f"PMC{number}__f1.md").write_text(text)
    (figures / "PMC20__f1.md").write_text(sound(20, SOUND_2023))
    (tables / "PMC20__f1-genes.tsv").write_text("word\tless\nNFKB1\t1\n")
    Path(".pfocr.toml").touch()


def judged(capture: Capture, *words: str, folder: str = "corpus") -> tuple[Said, str]:
    done = call(capture, "validate", *WORDS, *words, folder)
    assert "Traceback" not in done.err
    assert "bug" not in done.err
    return (done.status, done.out), done.err


def agreed(capture: Capture, *words: str, folder: str = "corpus") -> str:
    """See that runs with results kept give the report of one without; return what the last told."""
    plain, _ = judged(capture, *words, folder=folder)
    for _ in range(2):
        kept, told = judged(capture, *words, "--cache=kept", folder=folder)
        assert kept == plain
    return told


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond a size: what a full disk does."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


@pytest.mark.parametrize("size", [0, 4_096, 33_000])
def test_a_full_disk(size: int, capsysbinary: Capture) -> None:
    plain, _ = judged(capsysbinary)
    with files_of_at_most(size):
        full, told = judged(capsysbinary, "--cache=kept")
    assert full == plain
    said = r"--cache kept: nothing more was kept: the (disk|folder) (is full|cannot be written)$"
    assert size > 4_096 or re.search(said, told, re.MULTILINE)
    assert "nothing more" not in agreed(capsysbinary)


def test_the_disk_is_full_in_the_middle(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with ResultWriter(str(kept), day=1) as writer:
        writer.put(b"first", b"content")
        writer.flush()
        with files_of_at_most(100_000):
            for number in range(20):
                writer.put(b"%d" % number, os.urandom(30_000))
            writer.flush()
            assert writer.why_not
            writer.put(b"later", b"content")
    reader = ResultReader(str(kept))
    assert reader.get(b"first") == (b"content", 1)
    assert [reader.get(b"%d" % number) for number in range(20)] == [None] * 20
    reader.close()


def test_a_folder_that_cannot_be_written(capsysbinary: Capture) -> None:
    agreed(capsysbinary)
    Path("corpus/_figures/PMC1__f1.md").write_text(sound(1))
    os.chmod(f"kept/{FILE}", 0o400)
    os.chmod("kept", 0o500)
    try:
        agreed(capsysbinary)
    finally:
        os.chmod("kept", 0o700)


def _hold_a_link() -> None:
    Path("kept").symlink_to("nowhere/at all")


def _hold_what_is_no_results() -> None:
    Path("kept").mkdir()
    Path("kept", FILE).write_text("mine")


def _hold_a_folder_in_its_place() -> None:
    Path("kept", FILE).mkdir(parents=True)


@pytest.mark.parametrize(
    ("hold", "said"),
    [
        (
            _hold_a_link,
            "nothing more was kept: a file, or a link that leads nowhere, has that name",
        ),
        (_hold_what_is_no_results, f"nothing more was kept: {FILE} there is damaged, or another"),
        (_hold_a_folder_in_its_place, "nothing more was kept: the folder cannot be written"),
    ],
)
def test_what_stands_where_results_would_be_is_told_in_plain_words(
    hold: Callable[[], None], said: str, capsysbinary: Capture
) -> None:
    hold()
    assert said in agreed(capsysbinary)


def test_results_that_are_removed_under_a_run_are_told(tmp_path: Path) -> None:
    with ResultWriter(str(tmp_path / "kept")) as writer:
        writer.put(b"first", b"content")
        shutil.rmtree(tmp_path / "kept")
    assert writer.why_not == "it was removed while the run went on"
    assert not (tmp_path / "kept").exists()


_KEEPS_ON = """
import itertools, os, sys
from pfocr_cli.app.result_cache import ResultWriter
writer = ResultWriter("kept").__enter__()
for number in itertools.count():
    writer.put(b"%d" % (number % 900), os.urandom(9_000))
    if number == 2_000:
        print("goes on", flush=True)
"""


def test_a_run_that_is_killed_while_it_writes(capsysbinary: Capture) -> None:
    agreed(capsysbinary)
    words = [sys.executable, "-c", _KEEPS_ON]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert "nothing more" not in agreed(capsysbinary)
    with contextlib.closing(sqlite3.connect(f"kept/{FILE}")) as connection:
        rows = connection.execute("SELECT key, value FROM results").fetchall()
    assert len(rows) > 500
    assert all(unsealed(*row) is not None for row in rows)


def test_two_runs_at_once(capsysbinary: Capture) -> None:
    plain, _ = judged(capsysbinary)
    words = [*PROGRAM, "validate", *WORDS, "corpus", "--cache=kept"]
    runs = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        for _ in range(2)
    ]
    for process in runs:
        out, err = process.communicate()
        assert (process.returncode, out.decode()) == plain
        assert b"Traceback" not in err
    assert "nothing more" not in agreed(capsysbinary)


_ENDLESS = """CREATE VIEW results AS WITH RECURSIVE n(key) AS
(SELECT 1 UNION ALL SELECT key + 1 FROM n) SELECT key, 1 AS used, 'x' AS value FROM n"""
FOREIGN = {
    "other columns": "CREATE TABLE results (name TEXT)",
    "an endless view": _ENDLESS,
    "other kinds": "CREATE TABLE results (key, used, value)",
    "another table": "CREATE TABLE notes (text)",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_file_of_another_program(what: str, capsysbinary: Capture) -> None:
    Path("kept").mkdir()
    with contextlib.closing(sqlite3.connect(f"kept/{FILE}")) as connection:
        connection.execute(FOREIGN[what])
        if what == "other kinds":
            connection.execute("INSERT INTO results VALUES (1, 'x', NULL), (NULL, 2, 'text')")
        connection.commit()
    agreed(capsysbinary)


def test_rows_of_other_kinds_go_when_the_file_is_too_large(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(FOREIGN["other kinds"])
        connection.execute("INSERT INTO results VALUES (1, 'x', NULL), (NULL, 2, 'text')")
        connection.commit()
    with ResultWriter(str(tmp_path), limit=10, day=1) as writer:
        writer.put(b"key", b"content")
    assert writer.why_not == ""


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 9])
def test_a_file_that_is_none(content: bytes, capsysbinary: Capture) -> None:
    Path("kept").mkdir()
    Path("kept", FILE).write_bytes(content)
    agreed(capsysbinary)


def _write(path: str, text: str) -> Callable[[], object]:
    return lambda: Path(path).write_text(text)


CHANGED: dict[str, Callable[[], object]] = {
    "severity": _write(".pfocr.toml", '[severity]\nI204 = "error"\n'),
    "a rule silenced": _write(".pfocr.toml", '[severity]\nI204 = "ignore"\n'),
    "keys of one's own": _write(".pfocr.toml", 'extra-keys = ["own"]\n'),
    "rules chosen": _write(".pfocr.toml", '[validate]\nselect = ["S"]\n'),
    "rules silent in files": _write(".pfocr.toml", '[per-file-ignores]\n"PMC1*" = ["S103"]\n'),
    "what is passed over": _write(".pfocr.toml", 'exclude = ["PMC1*"]\n'),
    "gitignore": _write("corpus/.gitignore", "PMC2*\n"),
    "a record renamed": lambda: os.rename(
        "corpus/_figures/PMC1__f1.md", "corpus/_figures/PMC4__f1.md"
    ),
    "another kind of file": lambda: os.rename(
        "corpus/_figures/PMC1__f1.md", "corpus/_figures/PMC1__f1.yaml"
    ),
    "a table gone": lambda: os.unlink("corpus/_data/PMC20__f1-genes.tsv"),
    "a table without a record": lambda: os.unlink("corpus/_figures/PMC20__f1.md"),
    "other line ends": lambda: Path("corpus/_figures/PMC1__f1.md").write_bytes(
        b"\xef\xbb\xbf" + Path("corpus/_figures/PMC1__f1.md").read_bytes().replace(b"\n", b"\r\r\n")
    ),
    "another encoding": lambda: Path("corpus/_figures/PMC1__f1.md").write_bytes(
        Path("corpus/_figures/PMC1__f1.md").read_text().encode("latin-1", "replace") + b"\xe9"
    ),
    "a copy": lambda: shutil.copy("corpus/_figures/PMC1__f1.md", "corpus/_figures/PMC6__f1.md"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_found_otherwise_is_not_believed(what: str, capsysbinary: Capture) -> None:
    agreed(capsysbinary)
    before, _ = judged(capsysbinary)
    CHANGED[what]()
    agreed(capsysbinary)
    assert judged(capsysbinary)[0] != before


def test_another_folder_has_tables_of_its_own(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(capsysbinary)
    shutil.copytree("corpus", "copy")
    Path("copy/_data/PMC20__f1-genes.tsv").unlink()
    agreed(capsysbinary, folder="copy")
    agreed(capsysbinary, "--data-dir", "corpus/_data", folder="copy")
    monkeypatch.chdir("copy/_figures")
    plain, _ = judged(capsysbinary, folder=".")
    assert judged(capsysbinary, "--cache=../../kept", folder=".")[0] == plain


def test_what_is_known_already_is_not_part_of_it(capsysbinary: Capture) -> None:
    call(capsysbinary, "validate", "--fail-on=info", "--write-baseline=known", "corpus")
    agreed(capsysbinary)
    agreed(capsysbinary, "--baseline=known", "--fail-on=info")
    agreed(capsysbinary)


def test_an_edited_lexicon_is_another(tmp_path: Path) -> None:
    lexicon = tmp_path / "one.lexicon"
    lexicon.write_bytes(b"a name and its gene")
    job = ValidateJob(frozenset({"G501"}), lexicon=str(lexicon))
    before = settings.cache_settings(job)
    lexicon.write_bytes(b"a name and its gems")
    assert settings.cache_settings(job) != before


def test_other_libraries_are_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ValidateJob(frozenset({"S101"}))
    before = settings.cache_settings(job)

    def other(library: str) -> str:
        if library == "ruamel.yaml.clib":
            raise PackageNotFoundError(library)
        return version(library)

    monkeypatch.setattr(settings, "version", other)
    assert settings.cache_settings(job) != before


@pytest.mark.parametrize("command", ["export", "report", "show"])
def test_commands_that_keep_nothing_say_so(
    command: str, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        command,
        "corpus/_figures/PMC1__f1.md",
        *(["--to", "csv"] if command == "export" else []),
    ]
    plain = call(capsysbinary, *words)
    asked = call(capsysbinary, *words, "--cache=kept")
    assert (asked.status, asked.out) == (plain.status, plain.out)
    told = f"--cache: {command} keeps no results; validate and normalize do\n"
    assert asked.err == told + plain.err
    assert "--cache" not in call(capsysbinary, command, "--help").out
    monkeypatch.setenv("PFOCR_CACHE", "kept")
    assert call(capsysbinary, *words).err == plain.err
    assert not Path("kept").exists()
