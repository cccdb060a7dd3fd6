"""Results kept of unchanged records: the same bytes as without, whatever changes or breaks."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest
from program import SOUND_2023, as_json, call, environment, run, sound

from pfocr_cli.app.result_cache import ResultReader, ResultWriter, reader_of, sealed
from pfocr_cli.app.result_folder import FILE, folder_for
from pfocr_cli.errors import PfocrError

FORMATS = ("text", "json", "jsonl", "tsv", "markdown", "sarif", "github", "gitlab", "junit")
Capture = pytest.CaptureFixture[bytes]
TABLE = "word\tmesh\tmatch\tname\tchebi\n"


@pytest.fixture(autouse=True)
def _corpus(corpus_folders: tuple[Path, Path]) -> None:
    """Records of all kinds in the folder `corpus`."""
    figures, tables = corpus_folders
    for number in range(1, 5):
        text = sound(number).replace("year: '2001'", f"year: '200{number}'")
        (figures / f"PMC{number}__f1.md").write_text(text)
    (figures / "PMC20__f1.md").write_text(sound(20, SOUND_2023))
    (tables / "PMC20__f1-chemicals.tsv").write_text(TABLE + "a cell\tless\n")
    (figures / "PMC5__f1.md").write_text(sound(1))
    (figures / "PMC6__f1.md").write_text("no record")
    rows = [as_json(number) for number in (30, 2, 2)]
    Path("corpus/PMC9__many.jsonl").write_text("\n".join([*rows, "{"]) + "\n")
    Path("corpus/PMC8__list.json").write_text(f"[{as_json(50)},\n{as_json(3)}]")


def validated(capture: Capture, *words: str, folder: str = "corpus") -> tuple[int, str, str]:
    done = call(capture, "validate", "--isolated", *words, folder)
    return done.status, done.out, done.err


def agrees(capture: Capture, *words: str, folder: str = "corpus") -> str:
    """See that a run with results kept says what one without says; return that."""
    plain = validated(capture, *words, folder=folder)
    assert validated(capture, *words, "--cache=kept", folder=folder) == plain
    return plain[1]


def entries() -> list[tuple[bytes, bytes]]:
    connection = sqlite3.connect(f"kept/{FILE}")
    rows = connection.execute("SELECT key, value FROM results ORDER BY key").fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("form", FORMATS)
def test_kept_results_are_the_same_in_every_format(form: str, capsysbinary: Capture) -> None:
    words = ("--format", form, "--show", "info")
    first = agrees(capsysbinary, *words)
    before = entries()
    assert before
    assert agrees(capsysbinary, *words) == first
    assert entries() == before


def test_they_are_for_the_file_as_it_is_called_now(capsysbinary: Capture) -> None:
    agrees(capsysbinary, "--format", "jsonl")
    before = entries()
    os.rename("corpus", "other")
    assert "other/_figures" in agrees(capsysbinary, "--format", "jsonl", folder="other")
    assert entries() == before
    os.rename("other/_figures/PMC1__f1.md", "other/_figures/PMC7__f1.md")
    assert "PMC7__f1.md" in agrees(capsysbinary, "--format", "jsonl", folder="other")


def _append_table() -> None:
    with Path("corpus/_data/PMC20__f1-chemicals.tsv").open("a") as file:
        file.write("one\tmore\n")


def _swap() -> None:
    one, other = Path("corpus/_figures/PMC1__f1.md"), Path("corpus/_figures/PMC2__f1.md")
    first, second = one.read_text(), other.read_text()
    one.write_text(second)
    other.write_text(first)


CHANGES: dict[str, Callable[[], object]] = {
    "a record": lambda: Path("corpus/_figures/PMC1__f1.md").write_text(sound(9)),
    "a table": _append_table,
    "a table gone": lambda: os.unlink("corpus/_data/PMC20__f1-chemicals.tsv"),
    "a table more": lambda: Path("corpus/_data/PMC20__f1-genes.tsv").write_text("x\ty\n"),
    "two swapped": _swap,
    "a list": lambda: Path("corpus/PMC9__many.jsonl").write_text(f"{{\n{as_json(1)}\n"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_has_changed_is_judged_anew(what: str, capsysbinary: Capture) -> None:
    words = ("--format", "jsonl", "--show", "info")
    before = agrees(capsysbinary, *words)
    path = Path("corpus/_figures/PMC1__f1.md")
    times = path.stat()
    CHANGES[what]()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert agrees(capsysbinary, *words) != before


@pytest.mark.parametrize(
    "words",
    [
        ("--select", "I"),
        ("--show", "error"),
        ("--generation", "2023"),
        ("--schema", "schema.json"),
        ("--decisions", "decisions.tsv"),
        ("--organisms", "organisms.txt"),
        ("--data-dir", "elsewhere"),
        ("--shard", "1/2"),
        ("--corpus-keys",),
    ],
)
def test_other_settings_are_other_results(words: tuple[str, ...], capsysbinary: Capture) -> None:
    Path("elsewhere").mkdir()
    Path("schema.json").write_text('{"type": "object", "required": ["none"]}')
    Path("decisions.tsv").write_text("figid\tword\tgenes\tby\twhy\n*\tNFKB1\tNFKB2\tme\tso\n")
    Path("organisms.txt").write_text("Mus musculus\n")
    usual = ("--format", "jsonl", "--show", "info")
    agrees(capsysbinary, *usual)
    agrees(capsysbinary, *usual, *words)
    agrees(capsysbinary, *usual, *words)
    Path("schema.json").write_text('{"type": "object", "required": ["nothing"]}')
    Path("decisions.tsv").write_text("figid\tword\tgenes\tby\twhy\n*\tNFKB1\tNFKB1\tme\tso\n")
    Path("organisms.txt").write_text("Homo sapiens\n")
    agrees(capsysbinary, *usual, *words)


def test_the_sites_organisms_are_part_of_it(capsysbinary: Capture) -> None:
    """They are read once a process, so these runs have their own."""
    words = (
        "validate",
        "--isolated",
        "--select",
        "T307",
        "--show",
        "info",
        "corpus",
        "--cache=kept",
    )
    assert run(*words).out == ""
    Path("corpus/_organisms").mkdir()
    Path("corpus/_organisms/a.md").write_text("---\nlatin: Mus musculus\n---\n")
    assert run(*words).out.count(" T307 ") > 4


def test_two_processes_find_the_same(capsysbinary: Capture) -> None:
    words = ("validate", "--isolated", "--format", "jsonl", "corpus")
    plain = run(*words)
    env = environment(PFOCR_CACHE="kept")
    for _ in range(2):
        kept = run(*words, "-j", "2", env=env)
        assert (kept.status, kept.out, kept.err) == (plain.status, plain.out, plain.err)
    assert entries()


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda value: value[:-1],
        lambda value: b"",
        lambda value: value[:16] + value[16:].replace(b"I204", b"I205"),
        lambda value: bytes([value[0] ^ 1]) + value[1:],
    ],
)
def test_an_entry_that_was_altered_is_not_believed(
    spoilt: Callable[[bytes], bytes], capsysbinary: Capture
) -> None:
    agrees(capsysbinary, "--format", "jsonl")
    connection = sqlite3.connect(f"kept/{FILE}")
    for key, value in entries():
        connection.execute("UPDATE results SET value=? WHERE key=?", (spoilt(value), key))
    connection.commit()
    connection.close()
    agrees(capsysbinary, "--format", "jsonl")


@pytest.mark.parametrize(
    "content", [b"[]", b"null", b"{}", b"[[],1,0,[[1]],[],[],[]]", b"[" * 9_000, b"\xff"]
)
def test_an_entry_of_another_form_is_not_believed(content: bytes, capsysbinary: Capture) -> None:
    agrees(capsysbinary, "--format", "jsonl")
    connection = sqlite3.connect(f"kept/{FILE}")
    for key, _ in entries():
        value = sealed(key, content)
        connection.execute("UPDATE results SET value=? WHERE key=?", (value, key))
    connection.commit()
    connection.close()
    agrees(capsysbinary, "--format", "jsonl")


@pytest.mark.parametrize("cut", [10, 5_000])
def test_a_file_that_is_damaged_is_told_and_nothing_else(cut: int, capsysbinary: Capture) -> None:
    agrees(capsysbinary, "--format", "jsonl")
    path = Path("kept", FILE)
    path.write_bytes(b"no database" if cut == 10 else path.read_bytes()[:cut])
    damaged = path.read_bytes()
    status, out, err = validated(capsysbinary, "--format", "jsonl")
    kept = validated(capsysbinary, "--format", "jsonl", "--cache=kept")
    assert kept[:2] == (status, out)
    assert kept[2].startswith(err)
    assert "--cache kept: nothing more was kept: " in kept[2]
    assert path.read_bytes() == damaged


def test_a_folder_of_other_things_is_refused(capsysbinary: Capture) -> None:
    status, _, err = validated(capsysbinary, "--cache=corpus")
    assert status == 2
    assert "--cache corpus holds other things" in err
    Path("file").touch()
    with pytest.raises(PfocrError, match="--cache file: not a folder, and results are kept in one"):
        folder_for("file")


def test_the_usual_folder_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert folder_for("1").endswith("results")
    assert "pfocr" in folder_for("yes")


def test_a_configuration_names_no_folder(capsysbinary: Capture) -> None:
    Path(".pfocr.toml").write_text('cache = "kept"\n')
    done = call(capsysbinary, "validate", "corpus")
    assert done.status == 2
    assert "cache cannot be set in a file" in done.err


def test_where_nothing_can_be_written_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with ResultWriter(str(tmp_path / "file" / "below")) as writer:
        writer.put(b"key", b"content")
    assert writer.why_not
    assert ResultReader(str(tmp_path / "file" / "below")).get(b"key") is None


def test_two_runs_write_at_once(tmp_path: Path) -> None:
    with ResultWriter(str(tmp_path), day=1) as one, ResultWriter(str(tmp_path), day=2) as other:
        for number in range(1_200):
            (one if number % 2 else other).put(b"%d" % number, b"content %d" % number)
    reader = ResultReader(str(tmp_path))
    assert all(
        reader.get(b"%d" % each) == (b"content %d" % each, 2 - each % 2) for each in range(9)
    )
    reader.close()


def test_looks_let_what_is_written_meanwhile_be_taken_over(tmp_path: Path) -> None:
    log, most = Path(f"{tmp_path}/{FILE}-wal"), 0
    with ResultWriter(str(tmp_path), day=2) as writer:
        for number in range(16_000):
            key = blake2b(str(number).encode()).digest()
            assert reader_of(str(tmp_path)).get(key) is None
            writer.put(key, b"x" * 500)
            most = max(most, log.stat().st_size if not number % 500 else 0)
    with ResultWriter(str(tmp_path), day=3) as writer:
        for number in range(16_000):
            key = blake2b(str(number).encode()).digest()
            assert reader_of(str(tmp_path)).get(key) == (b"x" * 500, 2)
            writer.use(key)
            if not number % 500:
                writer.flush()
                most = max(most, log.stat().st_size)
    assert most < 2 * 10**7


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        with ResultWriter(str(tmp_path), day=day) as writer:
            writer.put(b"%d" % day, os.urandom(40_000))
    with ResultWriter(str(tmp_path), limit=110_000, day=4) as writer:
        writer.use(b"1")
    reader = ResultReader(str(tmp_path))
    assert [reader.get(b"%d" % day) is not None for day in (1, 2, 3)] == [True, False, True]
    reader.close()
    assert os.path.getsize(tmp_path / FILE) < 110_000


def test_what_was_not_written_whole_is_not_there(tmp_path: Path) -> None:
    writer = ResultWriter(str(tmp_path), day=1).__enter__()
    writer.put(b"key", b"content")  # and the process is killed
    assert ResultReader(str(tmp_path)).get(b"key") is None


def test_fixes_keep_nothing(capsysbinary: Capture) -> None:
    validated(capsysbinary, "--diff", "--cache=kept")
    assert not Path("kept").exists()


STALE = sound(40).replace("hgnc_symbol: ", "hgnc_symbol: NFE2L2x", 1)


@pytest.mark.parametrize("mode", [["--check"], ["--diff"], [], ["--fill", "--check"]])
def test_normalizing_with_results_kept_is_the_same(mode: list[str], capsysbinary: Capture) -> None:
    Path("corpus/_figures/PMC40__f1.md").write_text(STALE)
    for _ in range(2):
        before = {path: path.read_bytes() for path in Path("corpus").rglob("*.*")}
        plain = call(capsysbinary, "normalize", "--isolated", *mode, "corpus")
        after = {path: path.read_bytes() for path in Path("corpus").rglob("*.*")}
        for path, data in before.items():
            path.write_bytes(data)
        for _ in range(2):
            kept = call(capsysbinary, "normalize", "--isolated", *mode, "--cache=kept", "corpus")
            assert (kept.status, kept.out, kept.err) == (plain.status, plain.out, plain.err)
            assert {path: path.read_bytes() for path in Path("corpus").rglob("*.*")} == after
            for path, data in before.items():
                path.write_bytes(data)
        path = Path("corpus/_figures/PMC1__f1.md")
        path.write_text(STALE.replace("PMC40__", "PMC1__"))
    assert entries()


def test_what_was_normal_is_not_read_again(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("normalize", "--isolated", "--check", "corpus/_figures/PMC1__f1.md")
    assert call(capsysbinary, *words, "--cache=kept").status == 0
    monkeypatch.setattr("pfocr_cli.app.normalize_job.records", None)
    assert call(capsysbinary, *words, "--cache=kept").status == 0
    assert call(capsysbinary, *words, "--unsafe-fixes", "--cache=kept").status == 3
    assert call(capsysbinary, *words).status == 3
    assert validated(capsysbinary, "--cache=kept", folder=words[-1])[0] == 0


@pytest.mark.parametrize(
    "row", ["[[]]", "[[], true, []]", '[[], "1", []]', "[[], 1, 2]", "[[], 1, [2]]", "{}"]
)
def test_a_row_that_is_none_of_ours_is_not_believed(row: str, capsysbinary: Capture) -> None:
    words = ("normalize", "--isolated", "--check", "corpus/_figures/PMC1__f1.md", "--cache=kept")
    first = call(capsysbinary, *words)
    ((key, _),) = entries()
    with ResultWriter("kept") as writer:
        writer.put(key, row.encode())
    assert call(capsysbinary, *words) == first
