"""Shards: every record in one, and the reports of all make that of one run, to the byte."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import SOUND_2023, as_json, call, sound

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.shards import Shard, shard_named

FORMATS = ("text", "json", "jsonl", "tsv", "markdown", "sarif", "github", "gitlab", "junit")
Capture = pytest.CaptureFixture[bytes]
VALIDATE = ("validate", "--isolated")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of all kinds, with faults of all kinds, some of them of two records."""
    folder = tmp_path_factory.mktemp("corpus")
    figures, tables = folder / "_figures", folder / "_data"
    figures.mkdir()
    tables.mkdir()
    for number in range(1, 9):
        text = sound(number).replace("hgnc_symbol: NFKB1", "hgnc_symbol: NFKB9")
        (figures / f"PMC{number}__f1.md").write_text(text if number % 2 else sound(number))
    (figures / "PMC20__f1.md").write_text(sound(20, SOUND_2023))
    (figures / "PMC21__f1.md").write_text(sound(20, SOUND_2023))  # its name says otherwise
    (figures / "copied.md").write_text(
        sound(1).replace("figid: ", 'figid: "').replace("__f1\n", '__f1"\n', 1)
    )
    (figures / "PMC30__f1.md").write_text("no record\n")
    (figures / "PMC31__f1.md").write_text("---\nfigid: [\n---\n")
    rows = [as_json(number) for number in (40, 41, 2, 2)]
    (folder / "PMC9__many.jsonl").write_text("\n".join([*rows, '{"caption": "bare"}', "{", ""]))
    (folder / "PMC8__list.json").write_text(f"[{as_json(50)}, {as_json(3)},\n{as_json(51)}]")
    header = "word\tmesh\tmatch\tname\tchebi\n"
    (tables / "PMC20__f1-chemicals.tsv").write_text(header)
    (tables / "PMC99__f1-chemicals.tsv").write_text(header)
    (tables / "PMC98__f1-chemicals.tsv").write_text(header)
    return folder


def asked(folder: Path, name: str) -> list[str]:
    return [word for each in FORMATS for word in ("--format", f"{each}:{folder / name}.{each}")]


def shards(capture: Capture, folder: Path, count: int, *words: str) -> list[str]:
    """Judge all shards of the current folder; return their reports."""
    reports = []
    for number in range(1, count + 1):
        report = str(folder / f"{number}-of-{count}.jsonl")
        part = ("--shard", f"{number}/{count}", "--corpus-keys", "--format", f"jsonl:{report}")
        run = call(capture, *VALIDATE, *part, *words)
        assert run.status in (0, 1), run.err
        reports.append(report)
    return reports


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_split_in_any_order_is_the_one_run(
    data: st.DataObject,
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: Capture,
) -> None:
    monkeypatch.chdir(corpus)
    count = data.draw(st.integers(1, 6), "shards")
    show = data.draw(st.sampled_from(("error", "warning", "info")), "shown")
    fail_on = data.draw(st.sampled_from(("error", "warning", "never")), "failing")
    words = ("--show", show, "--fail-on", fail_on, "--ignore", "T303")
    one = call(capsysbinary, *VALIDATE, *words, "--statistics", *asked(tmp_path, "one"))
    reports = data.draw(st.permutations(shards(capsysbinary, tmp_path, count, *words)), "order")
    merged = call(capsysbinary, "merge-reports", *reports, "--statistics", *asked(tmp_path, "all"))
    assert (merged.status, merged.out, merged.err) == (one.status, one.out, one.err)
    for each in FORMATS:
        there = (tmp_path / f"one.{each}").read_bytes()
        assert (tmp_path / f"all.{each}").read_bytes() == there


def test_what_two_shards_share_is_found(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(corpus)
    reports = shards(capsysbinary, tmp_path, 3, "--select", "C,D703")
    found = call(capsysbinary, "merge-reports", *reports, "--format", "jsonl").findings
    assert {(each["code"], each["figid"]) for each in found} == {
        ("C801", "PMC20__f1"),
        ("C801", "PMC1__f1"),
        ("C801", "PMC2__f1"),
        ("C801", "PMC3__f1"),
        ("D703", "PMC98__f1"),
        ("D703", "PMC99__f1"),
    }


def test_lists_of_their_own_are_merged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "PMC1__f1.md").write_text(sound(1))
        words = ("--corpus-keys", "--format", f"jsonl:{folder}.jsonl", folder)
        assert call(capsysbinary, *VALIDATE, *words).status == 0
    one = call(capsysbinary, *VALIDATE, "a", "b")
    merged = call(capsysbinary, "merge-reports", "a.jsonl", "b.jsonl")
    assert (merged.status, merged.out, merged.err) == (1, one.out, one.err)
    Path("c.jsonl").write_bytes(Path("a.jsonl").read_bytes())
    twice = call(capsysbinary, "merge-reports", "a.jsonl", "c.jsonl")
    assert twice.status == 2
    assert "a/PMC1__f1.md is in c.jsonl and in another report" in twice.err


def test_a_baseline_is_for_the_whole(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(corpus)
    reports = shards(capsysbinary, tmp_path, 2)
    one, merged = str(tmp_path / "one.txt"), str(tmp_path / "merged.txt")
    call(capsysbinary, *VALIDATE, "--write-baseline", one)
    call(capsysbinary, "merge-reports", *reports, "--write-baseline", merged)
    assert Path(merged).read_bytes() == Path(one).read_bytes()
    run = call(capsysbinary, "merge-reports", *reports, "--baseline", one)
    assert run.status == 0
    assert "known findings not shown" in run.err


def test_the_figids_digest_says_which() -> None:
    for figid in ("PMC1__f1", "PMC7__pone.0311819.g008"):
        number = int(hashlib.sha256(figid.encode()).hexdigest(), 16)
        for count in (1, 2, 7, 1000):
            held = [part for part in range(1, count + 1) if Shard(part, count).holds(figid)]
            assert held == [number % count + 1]


def test_every_record_is_in_one_shard(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(corpus)
    reports = shards(capsysbinary, tmp_path, 4)
    lines = [json.loads(one) for report in reports for one in Path(report).read_text().splitlines()]
    places = sorted(tuple(line["record"]) for line in lines if "record" in line)
    assert len(places) == 22
    assert all(one != other for one, other in pairwise(places))
    for report in reports:
        part = int(Path(report).name[0])
        for line in map(json.loads, Path(report).read_text().splitlines()):
            if "record" in line and line["file"].endswith((".jsonl", ".json")):
                key = line["figid"] or Path(line["file"]).name
                assert Shard(part, 4).holds(key)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "a/b", "-1/2", "1/2/3", ""])
def test_what_is_no_shard_is_told(text: str) -> None:
    with pytest.raises(PfocrError, match="is not a part of a whole"):
        shard_named(text)


def test_exports_of_shards_are_that_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("_figures").mkdir()
    for number in range(1, 6):
        Path("_figures", f"PMC{number}__f1.md").write_text(sound(number))
    Path("all.jsonl").write_text("".join(f"{as_json(number)}\n" for number in range(6, 12)))
    words = ("export", "--to", "csv", "_figures", "all.jsonl")
    whole = call(capsysbinary, *words).out.splitlines()
    parts = [
        call(capsysbinary, *words, "--shard", f"{number}/2").out.splitlines() for number in (1, 2)
    ]
    assert all(len(part) > 1 and part[0] == whole[0] for part in parts)
    assert sorted(line for part in parts for line in part[1:]) == sorted(whole[1:])
    empty = call(capsysbinary, *words, "--shard", "999/1000")
    assert (empty.status, empty.out) == (2, "")
    assert "there are no records in shard 999/1000" in empty.err


def test_shards_are_normalised_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(1, 7):
        text = sound(number).replace("NFKB1\n", "AARS\n").replace("'4790'", "'16'")
        Path(f"PMC{number}__f1.md").write_text(text)
    changed = [
        call(capsysbinary, "normalize", "--check", "--shard", f"{number}/2").out.splitlines()
        for number in (1, 2)
    ]
    whole = call(capsysbinary, "normalize", "--check").out.splitlines()
    assert len(whole) == 6
    assert sorted(changed[0] + changed[1]) == sorted(whole)
    assert all(changed)
    call(capsysbinary, "normalize", "--shard", "1/2")
    assert call(capsysbinary, "normalize", "--check").out.splitlines() == sorted(changed[1])


@pytest.mark.parametrize("name", ["all.jsonl", "list.json"])
def test_no_two_jobs_write_one_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    text = as_json(1) + "\n" if name == "all.jsonl" else f"[{as_json(1)}]"
    Path(name).write_text(text)
    for words in (("normalize",), ("normalize", "-o", "out"), ("validate", "--fix")):
        run = call(capsysbinary, *words, "--shard", "1/2", name)
        assert run.status == 2
        assert f"--shard: {name} holds the records of several shards" in run.err
    assert Path(name).read_text() == text


def test_an_output_never_replaces_a_record_of_another_shard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (1, 2, 3):
        Path(f"PMC{number}__f1.md").write_text(sound(number))
    for number in (1, 2):
        target = "PMC1__f1.md"
        words = ("--shard", f"{number}/2", "--corpus-keys", "--format", f"jsonl:{target}")
        assert call(capsysbinary, *VALIDATE, *words).status == 2
        run = call(capsysbinary, "export", "--shard", f"{number}/2", "--to", f"csv:{target}", ".")
        assert run.status == 2
        assert Path(target).read_text() == sound(1)
