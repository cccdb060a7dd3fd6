"""What is no shard of the whole is told, and never counted in."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from program import call, sound

from pfocr_cli.app import shard_files
from pfocr_cli.app.shard_files import judged_records, read_shard_file

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture(autouse=True)
def _reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture) -> None:
    """Two shards, 1.jsonl and 2.jsonl."""
    monkeypatch.chdir(tmp_path)
    Path("figures").mkdir()
    for number in range(1, 6):
        Path(f"figures/PMC{number}__f1.md").write_text(sound(number).replace("'2001'", "'2002'"))
    for number in (1, 2):
        shard(capsysbinary, number)


def shard(
    capture: Capture,
    number: int,
    *words: str,
    count: int = 2,
    name: str = "",
    into: str = "figures",
) -> None:
    path = name or f"{number}.jsonl"
    part = ("--shard", f"{number}/{count}", "--corpus-keys", "--format", f"jsonl:{path}")
    assert call(capture, "validate", "--isolated", *part, *words, into).status == 0


def merged(capture: Capture, *words: str) -> str:
    """Return what is said of reports that are no whole."""
    run = call(capture, "merge-reports", *words)
    assert run.status == 2
    assert run.out == ""
    return run.err


def test_both_are_the_whole(capsysbinary: Capture) -> None:
    run = call(capsysbinary, "merge-reports", "2.jsonl", "1.jsonl", "--fail-on", "warning")
    whole = call(capsysbinary, "validate", "--isolated", "--fail-on", "warning", "figures")
    assert (run.status, run.out, run.err) == (1, whole.out, whole.err)


def test_one_that_is_missing_is_named(capsysbinary: Capture) -> None:
    assert "give also the report of 1/2" in merged(capsysbinary, "2.jsonl")


def test_one_that_is_there_twice_is_named(capsysbinary: Capture) -> None:
    Path("copy.jsonl").write_bytes(Path("1.jsonl").read_bytes())
    told = merged(capsysbinary, "1.jsonl", "2.jsonl", "copy.jsonl")
    assert "copy.jsonl and 1.jsonl are both shard 1/2" in told


def test_shards_of_other_wholes_are_told(capsysbinary: Capture) -> None:
    shard(capsysbinary, 3, count=3)
    assert "shards of different divisions: 3/3 and 1/2" in merged(
        capsysbinary, "1.jsonl", "3.jsonl"
    )
    Path("figures/PMC9__f1.md").write_text(sound(9))
    shard(capsysbinary, 2)
    told = merged(capsysbinary, "1.jsonl", "2.jsonl")
    assert "shards of two lists of files (6 and 5)" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--show", "info"), "--show ('info' and 'warning')"),
        (("--fail-on", "never"), "--fail-on ('never' and 'error')"),
        (("--ignore", "T"), "--select and --ignore"),
        (("--generation", "2021"), "--generation ('2021' and 'auto')"),
    ],
)
def test_other_settings_are_told(words: tuple[str, ...], said: str, capsysbinary: Capture) -> None:
    shard(capsysbinary, 2, *words)
    told = merged(capsysbinary, "1.jsonl", "2.jsonl")
    assert "2.jsonl and 1.jsonl were judged differently: " in told
    assert said in told


def test_another_version_is_told(capsysbinary: Capture) -> None:
    text = Path("2.jsonl").read_text().replace('"pfocr": "', '"pfocr": "9.')
    assert "2.jsonl was written by pfocr 9." in rewritten(text, capsysbinary)


def rewritten(text: str, capture: Capture) -> str:
    """Return what is said where the second report holds another text, whose digest is right."""
    body = "".join(f"{line}\n" for line in text.splitlines()[:-1])
    digest = hashlib.sha256(body.encode()).hexdigest()
    Path("2.jsonl").write_text(body + json.dumps({"end": digest}) + "\n")
    return merged(capture, "1.jsonl", "2.jsonl")


def test_a_report_that_is_cut_anywhere_is_told(capsysbinary: Capture) -> None:
    data = Path("2.jsonl").read_bytes()
    for end in (0, 1, len(data) // 3, len(data) // 2, len(data) - 80, len(data) - 2):
        Path("2.jsonl").write_bytes(data[:end])
        told = merged(capsysbinary, "1.jsonl", "2.jsonl")
        assert "cut short" in told or "not as pfocr wrote it" in told


@pytest.mark.parametrize("old", ['"column": 7', '"findings": 1', '"C801"', '"records": '])
def test_a_report_that_was_changed_is_told(old: str, capsysbinary: Capture) -> None:
    text = Path("2.jsonl").read_text()
    assert old in text
    Path("2.jsonl").write_text(
        text.replace(old, old.replace("1", "7").replace(": 7", ": 8").replace("r", "R"), 1)
    )
    assert "not as pfocr wrote it" in merged(capsysbinary, "1.jsonl", "2.jsonl")


@pytest.mark.parametrize(
    "text",
    ["", "{}\n", "no report\n", "[]\n", '{"corpus_keys": [\n', '{"end": 1}\n', "\0\0\n"],
)
def test_what_is_no_report_is_told(text: str, capsysbinary: Capture) -> None:
    Path("2.jsonl").write_text(text)
    told = merged(capsysbinary, "1.jsonl", "2.jsonl")
    assert told.startswith("pfocr: 2.jsonl ")


@pytest.mark.parametrize("lacks", ["shard", "inputs", "settings", "lexicon", "stray", "record"])
def test_a_line_that_lacks_something_is_told(lacks: str, capsysbinary: Capture) -> None:
    lines = [json.loads(line) for line in Path("2.jsonl").read_text().splitlines()]
    for line in lines:
        line.pop(lacks, None)
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    assert "not as pfocr wrote it" in rewritten(text, capsysbinary)


def test_what_joins_or_follows_is_told(capsysbinary: Capture) -> None:
    text = Path("2.jsonl").read_text()
    Path("2.jsonl").write_text(f"{text}{text}")
    assert "2.jsonl has lines after its end" in merged(capsysbinary, "1.jsonl", "2.jsonl")


def test_a_shard_and_a_whole_are_told(capsysbinary: Capture) -> None:
    words = ("--corpus-keys", "--format", "jsonl:2.jsonl", "figures")
    call(capsysbinary, "validate", "--isolated", *words)
    told = merged(capsysbinary, "1.jsonl", "2.jsonl")
    assert "one is a shard and the other is the report of a whole list" in told


def test_a_report_by_two_names_is_one(capsysbinary: Capture) -> None:
    Path("link.jsonl").symlink_to("1.jsonl")
    words = ("1.jsonl", "./1.jsonl", "link.jsonl", "2.jsonl", "2.jsonl")
    assert call(capsysbinary, "merge-reports", *words).status == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "2.jsonl is empty, cut short before its first line: run that shard again"),
        (b"\x1f\x8b\x08\0\0", "2.jsonl is packed: unpack it"),
        (b"\xef\xbb\xbf{}\n", "2.jsonl was saved anew by another program"),
        ("{}\n".encode("utf-16"), "2.jsonl was saved anew by another program"),
        (
            b'{"file": "a"}\n',
            "2.jsonl has no keys to merge it by, or is cut short: `pfocr validate",
        ),
        (b"a:1:1: P001 error\n", "2.jsonl is not a report to merge: `pfocr validate"),
    ],
    ids=["empty", "packed", "byte order mark", "UTF-16", "without keys", "text"],
)
def test_what_was_given_for_a_report_is_named(
    data: bytes, said: str, capsysbinary: Capture
) -> None:
    Path("2.jsonl").write_bytes(data)
    assert said in merged(capsysbinary, "1.jsonl", "2.jsonl")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("-", "reports are read twice, which standard input cannot be: write it to a file"),
        pytest.param(
            "pipe",
            "reports are read twice, which pipe, a pipe or a device, cannot be",
            marks=pytest.mark.skipif(os.name != "posix", reason="pipes have no names there"),
        ),
        ("figures", "figures is a folder: name the reports in it (figures/*.jsonl)"),
        ("*.json", "cannot read *.json: no such file or directory"),
    ],
)
def test_what_is_no_file_is_told(path: str, said: str, capsysbinary: Capture) -> None:
    if path == "pipe":
        os.mkfifo(path)
    assert said in merged(capsysbinary, "1.jsonl", path)


def test_of_many_shards_few_files_are_open_at_once(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    files = [read_shard_file(f"{number}.jsonl") for number in (1, 2)]
    whole = [[*judged_records(file, 0)] for file in files]
    assert sorted(map(len, whole)) == [1, 4]
    with monkeypatch.context() as few:
        few.setattr(shard_files, "_AT_ONCE", 2)
        assert [[*judged_records(file, 0)] for file in files] == whole
    streams = [judged_records(file, 0) for file in files]
    for stream in streams:
        next(stream)
    for number in (1, 2):
        Path(f"{number}.jsonl").rename(f"gone{number}")  # Windows would refuse one that is open
    assert sum(len([*stream]) for stream in streams) == 3


def test_line_ends_of_a_copy_do_not_matter(capsysbinary: Capture) -> None:
    data = Path("2.jsonl").read_bytes()
    Path("2.jsonl").write_bytes(data.replace(b"\n", b"\r\n") + b"\r\n")
    assert call(capsysbinary, "merge-reports", "1.jsonl", "2.jsonl").status == 0


def test_a_report_is_never_replaced(capsysbinary: Capture) -> None:
    before = Path("1.jsonl").read_bytes()
    told = merged(capsysbinary, "1.jsonl", "2.jsonl", "--format", "jsonl:1.jsonl")
    assert "1.jsonl is the report to merge of this run: name another file" in told
    assert Path("1.jsonl").read_bytes() == before


def test_what_shards_did_not_look_for_is_told(capsysbinary: Capture) -> None:
    told = merged(capsysbinary, "1.jsonl", "2.jsonl", "--fail-on", "info")
    assert "--fail-on info: the shards did not look for that" in told
    assert "cannot read none.jsonl: no such file" in merged(capsysbinary, "none.jsonl")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "text"), "--corpus-keys ends a report in jsonl"),
        (("--fix", "--format", "jsonl"), "--fix with --corpus-keys: mend first"),
        (("--baseline", "x", "--format", "jsonl"), "--baseline with --corpus-keys: give it to"),
        (("--against", "HEAD", "--format", "jsonl"), "--against with --corpus-keys: shards"),
    ],
)
def test_what_goes_not_with_keys_is_told(
    words: tuple[str, ...], said: str, capsysbinary: Capture
) -> None:
    run = call(capsysbinary, "validate", "--corpus-keys", *words, "figures")
    assert run.status == 2
    assert said in run.err
