"""JSON Lines that are compressed: read, written and judged as the same lines are, bounded whatever
they unpack to.
"""

from __future__ import annotations

import gzip
import importlib
import sys
import zlib
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pytest
from program import RECORDS, as_json, run

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import LIMIT
from pfocr_cli.inputs import packing
from pfocr_cli.inputs.json_lines import chunks
from pfocr_cli.inputs.search import Input
from pfocr_cli.record.reading import is_packed, syntax_of

PACKINGS = ("gz", "zst")


def zstd() -> ModuleType:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    return importlib.import_module(name)


def compressed(data: bytes, suffix: str) -> bytes:
    if suffix == "gz":
        return gzip.compress(data)
    return bytes(zstd().compress(data, options={zstd().CompressionParameter.checksum_flag: 1}))


def lines(*numbers: int) -> bytes:
    return "".join(f"{as_json(number)}\n" for number in numbers).encode()


def put(folder: Path, data: bytes, suffix: str, name: str = "some.jsonl") -> Path:
    path = folder / f"{name}.{suffix}"
    path.write_bytes(compressed(data, suffix))
    return path


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.jsonl.gz", "jsonl"),
        ("a.NDJSON.ZST", "jsonl"),
        ("a.parquet", "jsonl"),
        ("a.json.gz", None),
        ("a.md.gz", None),
        ("a.gz", None),
        ("jsonl.gz", None),
        ("a.jsonl.gz.md", "markdown"),
        ("a.jsonl", "jsonl"),
    ],
)
def test_names_say_what_is_packed(name: str, wanted: str | None) -> None:
    assert syntax_of(name) == wanted
    assert is_packed(name) == (wanted == "jsonl" and name != "a.jsonl")


@pytest.mark.parametrize("suffix", PACKINGS)
def test_records_go_there_and_back(suffix: str, tmp_path: Path) -> None:
    plain, again = tmp_path / "plain.jsonl", tmp_path / "again.jsonl"
    packed = tmp_path / f"packed.jsonl.{suffix}"
    for source, target in ((RECORDS, plain), (RECORDS, packed), (packed, again)):
        done = run("export", source, "-o", target)
        assert (done.status, done.messages) == (0, [f"jsonl: 8 figures in {target}"])
    assert again.read_bytes() == plain.read_bytes()
    assert packed.read_bytes() != plain.read_bytes()
    unpack = gzip.decompress if suffix == "gz" else zstd().decompress
    assert unpack(packed.read_bytes()) == plain.read_bytes()


@pytest.mark.parametrize("suffix", PACKINGS)
def test_the_same_records_are_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.csv.{suffix}"
        assert run("export", RECORDS, "-o", path).status == 0
        found.append(path.read_bytes())
    assert found[0] == found[1]


def test_every_file_is_compressed_as_its_name_says(tmp_path: Path) -> None:
    gmt, titles = tmp_path / "sets.gmt.gz", tmp_path / "titles.tsv.gz"
    words = ("--to", f"gmt:{gmt}", "--titles", titles, "--tier", "all")
    assert run("export", RECORDS, *words).status == 0
    assert gzip.decompress(gmt.read_bytes()).startswith(b"PMC9900000")
    assert gzip.decompress(titles.read_bytes()).startswith(b"figid\t")


@pytest.mark.parametrize("suffix", PACKINGS)
def test_findings_stand_in_the_line_of_their_record(suffix: str, tmp_path: Path) -> None:
    broken = as_json(2).replace('"2001"', '"never"')
    path = put(tmp_path, lines(1) + f"\n{broken}\n".encode() + lines(3), suffix)
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(lines(1) + f"\n{broken}\n".encode() + lines(3))
    words = ("validate", "--format", "jsonl")
    found, wanted = (run(*words, each).findings for each in (path, plain))
    assert [one["line"] for one in found] == [3]
    assert [one | {"file": ""} for one in found] == [one | {"file": ""} for one in wanted]


@pytest.mark.parametrize("suffix", PACKINGS)
def test_standard_input_too(suffix: str) -> None:
    data = compressed(lines(1, 2), suffix)
    done = run("validate", "-", "--stdin-filename", f"x.jsonl.{suffix}", stdin=data)
    assert (done.status, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("suffix", PACKINGS)
def test_a_search_passes_them_over(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "PMC1__f1.json").write_text(as_json(1))
    put(tmp_path, lines(2), suffix, "PMC2__f1.jsonl")
    assert run("validate", "--show-files", cwd=tmp_path).out.splitlines() == ["PMC1__f1.json"]


@pytest.mark.parametrize("suffix", PACKINGS)
@pytest.mark.parametrize("kind", ["cut", "other", "empty", "turned"])
def test_damage_is_a_finding(suffix: str, kind: str, tmp_path: Path) -> None:
    path = put(tmp_path, lines(*range(1, 40)), suffix)
    data = path.read_bytes()
    turned = bytearray(data)
    turned[len(data) // 2] ^= 0xFF
    damaged = {"cut": data[:-9], "other": lines(1), "empty": b"", "turned": bytes(turned)}[kind]
    path.write_bytes(damaged)
    done = run("validate", "--format", "jsonl", path)
    assert done.status == 1
    *_, last = done.findings
    assert last["code"] in ("P001", "P003", "P004")
    told = {"cut": "ends in the middle", "other": "is not compressed by"}.get(kind, "")
    assert told in last["message"]


def test_what_comes_before_the_damage_is_judged(tmp_path: Path) -> None:
    broken = as_json(1).replace('"2001"', '"never"').encode() + b"\n"
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(broken + lines(*range(2, 402))) + packer.flush(zlib.Z_FULL_FLUSH)
    path = tmp_path / "some.jsonl.gz"
    path.write_bytes(first + b"\xff" * 50)
    found = run("validate", "--format", "jsonl", path).findings
    assert [(one["line"], one["code"][0]) for one in found[:1]] == [(1, "S")]
    assert "is not compressed by gzip, or is damaged" in found[-1]["message"]
    assert found[-1]["line"] > 1


class _Counting:
    """A stream of zeros without a line end, which counts what was asked of it at once."""

    def __init__(self, size: int) -> None:
        self.left, self.most = size, 0

    def readline(self, size: int) -> bytes:
        self.most = max(self.most, size)
        taken = min(size, self.left)
        self.left -= taken
        return b"0" * taken


def test_a_line_without_end_is_never_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = _Counting(10 * LIMIT)

    def opened(file: BinaryIO, path: str) -> _Counting:
        return endless

    monkeypatch.setattr("pfocr_cli.inputs.json_lines.unpacked", opened)
    path = put(tmp_path, b"", "gz")
    [chunk] = chunks([Input(str(path), "some.jsonl.gz")])
    assert chunk.item.problem == "a line of over 16 MB"
    assert (endless.left, endless.most) == (0, LIMIT + 1)


@pytest.mark.parametrize("suffix", PACKINGS)
def test_a_bomb_is_one_finding(suffix: str, tmp_path: Path) -> None:
    path = put(tmp_path, b"0" * (3 * LIMIT) + b"\n" + lines(1), suffix)
    assert path.stat().st_size < 2**20
    found = run("validate", "--format", "jsonl", path).findings
    assert [(one["line"], one["message"]) for one in found] == [(1, "a line of over 16 MB")]


@pytest.mark.parametrize("suffix", PACKINGS)
def test_they_are_not_changed(suffix: str, tmp_path: Path) -> None:
    stale = as_json(1).replace('"NFKB1"', '"TMEM173"').replace('"4790"', '"340061"')
    path = put(tmp_path, f"{stale}\n".encode(), suffix)
    before = path.read_bytes()
    assert run("normalize", "--check", path).status == 1
    done = run("normalize", path)
    assert done.status == 2
    assert "`pfocr export --to jsonl` makes a file of them" in done.err
    assert run("normalize", path, "-o", tmp_path / "new").status == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", PACKINGS)
def test_what_is_read_is_not_replaced(suffix: str, tmp_path: Path) -> None:
    path = put(tmp_path, lines(1, 2), suffix)
    before = path.read_bytes()
    for words in (
        ("--to", f"csv:{path}"),
        ("--to", f"jsonl:{path}", "--tier", "strict", "--species", "10090"),
    ):
        assert run("export", path, *words).status == 2
    other = put(tmp_path, lines(3), suffix, "other.jsonl")
    piped = run("export", "-", "-o", other, stdin=lines(1).rstrip())
    assert piped.status == 2
    assert "it may be what came by the pipe" in piped.err
    assert path.read_bytes() == before


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PfocrError, match=r"python -m pip install backports\.zstd"):
        packing.unpacked(sys.stdin.buffer, "a.jsonl.zst")
