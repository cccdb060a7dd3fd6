"""What becomes of files that fixes change: which are written anew, and in how many pieces."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError
from pfocr_cli.fixes import acts
from pfocr_cli.fixes.acts import (
    common_folder,
    path_below,
    place_in,
    refuse_other_kind,
    write_into,
)
from pfocr_cli.fixes.layout import published_column, published_scalar
from pfocr_cli.fixes.rewrite import Rewrite, Rewriter, rewrites
from pfocr_cli.inputs.input_list import Input
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.record import Record
from pfocr_cli.record.reading import Syntax, read
from pfocr_cli.record.side_rows import SideRow
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import Table


def records_of(text: str, syntax: Syntax = "json") -> list[Record]:
    return [Record(reading, "x", generation="2021b") for reading in read(Source(text), syntax)]


def changed(record: Record, text: str) -> Record:
    """Return a record as it reads with another text in the place of its own."""
    source = Source(text, first_line=record.reading.source.first_line)
    return replace(record, reading=replace(record.reading, source=source))


A, B = '{"figid": "a"}', '{"figid": "b"}'
NEW = '{"figid": "new"}'


@pytest.mark.parametrize("before", [f"{A}\n", f"{A}\n{B}\n", f"\n{A}\r\n{B}"])
@pytest.mark.parametrize("is_changed", [True, False])
def test_lines_are_written_anew_as_one_piece(before: str, is_changed: bool) -> None:
    item = Input("a.jsonl", "a.jsonl", before.encode())
    first, *others = records_of(before, "jsonl")
    pairs = [(first, changed(first, NEW) if is_changed else first)]
    after = before.replace(A, NEW) if is_changed else before
    assert list(rewrites(item, [*pairs, *((one, one) for one in others)])) == [
        Rewrite("a.jsonl", "a.jsonl", before.encode(), after.encode(), is_piece=True)
    ]


def test_two_records_of_a_text_without_a_name_are_lines() -> None:
    first, second = records_of(f"{A}\n{B}\n", "jsonl")
    item = Input("-", "-", f"{A}\n{B}\n".encode())
    [found] = rewrites(item, [(first, changed(first, NEW)), (second, second)])
    assert (found.after, found.is_piece) == (f"{NEW}\n{B}\n".encode(), True)


def test_lines_are_counted_from_where_their_piece_begins() -> None:
    item = Input("a.jsonl", "a.jsonl", f"{A}\n{B}\n".encode(), first_line=7)
    source = Source(f"{A}\n{B}\n", first_line=7)
    first, second = (Record(one, "x", generation="2021b") for one in read(source, "jsonl"))
    [found] = rewrites(item, [(first, first), (second, changed(second, NEW))])
    assert found.after == f"{A}\n{NEW}\n".encode()


def test_a_file_of_one_record_is_written_anew_where_it_changed_or_every_one_is() -> None:
    item = Input("a.json", "a.json", A.encode())
    [record] = records_of(A)
    assert list(rewrites(item, [(record, record)])) == []
    assert list(rewrites(item, [(record, record)], every=True)) == [
        Rewrite("a.json", "a.json", A.encode(), A.encode())
    ]
    assert list(rewrites(item, [(record, changed(record, NEW))])) == [
        Rewrite("a.json", "a.json", A.encode(), NEW.encode())
    ]


def test_side_tables_are_written_beside_their_record(tmp_path: Path) -> None:
    item = Input(str(tmp_path / "a.json"), "a.json", A.encode())
    [record] = records_of(A)
    table = Table(
        "genes", "a-genes.tsv", Source("word\nx\n"), ["word"], [SideRow({"word": "x"}, "x")]
    )
    before = replace(record, stem="a", table_folder=str(tmp_path), tables={"genes": table})
    path = before.table_path("genes")
    Path(path).write_bytes(b"word\nx\n")
    kept = Rewrite(path, "a-genes.tsv", b"word\nx\n", b"word\nx\n")
    assert list(rewrites(item, [(before, before)])) == []
    assert list(rewrites(item, [(before, before)], every=True))[1:] == [kept]
    new = replace(before, tables={"genes": replace(table, source=Source("word\ny\n"))})
    for every in (True, False):
        *_, found = rewrites(item, [(before, new)], every=every)
        assert found == kept._replace(after=b"word\ny\n")
    elsewhere = replace(before, table_folder=None)
    assert list(rewrites(item, [(elsewhere, elsewhere)], every=True))[1:] == []


def test_what_cannot_be_read_is_said_to_be_so() -> None:
    [record] = records_of(A)
    for path in ("nowhere.json", "nowhere.jsonl"):
        [found] = rewrites(Input(path, path), [(record, record)], every=True)
        assert found == Rewrite(path, path, None, None, is_piece=path.endswith("jsonl"))


def piece(path: str, before: bytes | None, after: bytes | None) -> Rewrite:
    return Rewrite(path, path, before, after, is_piece=True)


def whole(path: str, before: bytes | None, after: bytes | None) -> Rewrite:
    return Rewrite(path, path, before, after)


@pytest.mark.parametrize(
    ("taken", "every", "written", "changes", "failed"),
    [
        ([whole("a", b"1", b"2")], False, ["a 1 2"], 1, set()),
        ([whole("a", b"1", b"1")], False, [], 0, set()),
        ([whole("a", b"1", b"1")], True, ["a 1 1"], 0, set()),
        ([whole("a", None, None)], False, [], 0, {"a"}),
        ([whole("a", None, b"2"), whole("b", b"1", None)], False, [], 0, {"a", "b"}),
        ([whole("a", b"1", b"2")] * 2, False, ["a 1 2"] * 2, 2, set()),
        ([whole("a.tsv", b"1", b"2")] * 2, False, ["a.tsv 1 2"], 1, set()),
        (
            [whole("a.tsv", b"1", b"2"), whole("a.tsv", b"1", b"3")],
            *(False, ["a.tsv 1 2", "a.tsv 1 3"], 2, set()),
        ),
        ([piece("a", b"1", b"2"), piece("a", b"3", b"3")], False, ["a 13 23"], 1, set()),
        ([piece("a", b"1", b"1"), piece("a", b"3", b"3")], False, [], 0, set()),
        ([piece("a", b"1", b"1"), piece("a", b"3", b"3")], True, ["a 13 13"], 0, set()),
        ([piece("a", b"1", b"2"), piece("b", b"3", b"4")], False, ["a 1 2", "b 3 4"], 2, set()),
        ([piece("a", b"1", b"2"), piece("a", None, None)], False, [], 0, {"a"}),
        ([piece("a", None, b"2"), piece("b", b"3", b"4")], False, ["b 3 4"], 1, {"a"}),
    ],
)
def test_pieces_are_put_together_and_what_differs_is_written(
    taken: list[Rewrite],
    every: bool,
    written: list[str],
    changes: int,
    failed: set[str],
    *,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: list[str] = []

    def act(file: Rewrite, before: bytes, after: bytes) -> None:
        found.append(f"{file.path} {before.decode()} {after.decode()}")

    rewriter = Rewriter(act, every=every)
    for each in taken:
        rewriter.take(each)
        assert rewriter.waits == each.is_piece
    rewriter.finish()
    assert (found, rewriter.changed, rewriter.failed) == (written, changes, failed)
    assert not rewriter.waits
    said = (f"pfocr: {name} could not be read whole: left as it is" for name in sorted(failed))
    assert capsys.readouterr().err.splitlines() == [*said]


def test_a_file_that_is_read_only_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"1")

    def refuse(_: str) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(acts, "refuse_read_only", refuse)
    with pytest.raises(PfocrError, match=r"^a\.md is read-only: not changed$"):
        acts.write_in_place(Rewrite(str(path), "a.md", b"1", b"2"), b"1", b"2")
    assert path.read_bytes() == b"1"


PACKED = (
    "a.jsonl.gz is compressed, or Parquet, and its records are not changed in it: `pfocr export "
    "--to jsonl` makes a file of them that can be"
)


def test_what_is_packed_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    for act in (acts.write_in_place, write_into(str(tmp_path / "x"), str(tmp_path), FilesRead())):
        with pytest.raises(PfocrError) as refused:
            act(Rewrite(str(path), "a.jsonl.gz", b"1", b"2"), b"1", b"2")
        assert str(refused.value) == PACKED
    assert [*tmp_path.iterdir()] == []


def test_what_cannot_be_read_any_more_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    rewrite = Rewrite(str(path), "a.md", b"1", b"2")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise UnreadableError("no")

    said = r"^a\.md is not the file that was read any more: not changed$"
    with pytest.raises(PfocrError, match=said):  # it is gone
        acts.write_in_place(rewrite, b"1", b"2")
    path.write_bytes(b"1")
    monkeypatch.setattr(acts, "read_bytes", refuse)
    with pytest.raises(PfocrError, match=said):
        acts.write_in_place(rewrite, b"1", b"2")
    assert path.read_bytes() == b"1"


def test_files_are_written_into_a_folder_over_none_that_is_read(tmp_path: Path) -> None:
    path, copy = tmp_path / "_figures" / "a.md", tmp_path / "out" / "_figures" / "a.md"
    path.parent.mkdir()
    path.write_bytes(b"1")
    rewrite = Rewrite(str(path), "a.md", b"1", b"2")
    reads = FilesRead([Input(str(path), "a.md")])
    act = write_into(str(tmp_path / "out"), str(tmp_path), reads)
    for after in (b"2", b"3"):
        act(rewrite, b"1", after)
        assert copy.read_bytes() == after
    with pytest.raises(PfocrError, match=r"^-o .* is a record of this run: name another folder$"):
        write_into(str(tmp_path), str(tmp_path), reads)(rewrite, b"1", b"2")
    assert path.read_bytes() == b"1"
    (tmp_path / "linked").symlink_to(tmp_path / "_figures")
    with pytest.raises(PfocrError) as refused:
        place_in(str(tmp_path), "linked/a.md")
    assert str(refused.value) == f"{tmp_path}/linked/a.md is a link, or below one: not written"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_patch_is_drawn_in_the_colours_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    acts.show_patch(Rewrite("/nowhere/a.md", "a.md", b"", b""), b"1\n2\x1b\n", b"1\n3\n")
    assert screen.getvalue().splitlines() == [
        "\x1b[1m--- a/nowhere/a.md\x1b[0m",
        "\x1b[1m+++ b/nowhere/a.md\x1b[0m",
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m",
        " 1",
        "\x1b[31m-2\\x1b\x1b[0m",
        "\x1b[32m+3\x1b[0m",
    ]


def test_a_patch_keeps_bytes_that_are_no_text(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = Rewrite(str(tmp_path / "a.jsonl"), "a.jsonl", b"\xff1\n", b"\xff2\n")
    acts.show_patch(file, b"\xff1\n", b"\xff2\n")
    assert capsysbinary.readouterr().out.endswith(b"@@ -1 +1 @@\n-\xff1\n+\xff2\n")
    acts.write_out(file, b"\xff1\n", b"\xff2\n")
    assert capsysbinary.readouterr().out == b"\xff2\n"


def test_a_file_that_would_change_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    acts.list_file(Rewrite("/x/a.md", "a.md", b"1", b"2"), b"1", b"2")
    assert capsys.readouterr().out == "a.md\n"


def test_where_files_lie_below_a_folder(tmp_path: Path) -> None:
    figures = str(tmp_path / "_figures")
    assert common_folder([f"{figures}/a.md", f"{figures}/b.md"]) == str(tmp_path)
    assert common_folder([f"{tmp_path}/x/a.md", f"{tmp_path}/x/b.md"]) == f"{tmp_path}/x"
    assert common_folder([]) == os.getcwd()
    assert path_below(f"{figures}/a.md", str(tmp_path)) == os.path.join("_figures", "a.md")
    assert path_below(f"{figures}/a.md", f"{tmp_path}/y") == os.path.join("_figures", "a.md")
    assert place_in(str(tmp_path), "a.md") == str(tmp_path / "a.md")


@pytest.mark.parametrize("content", ["", "# list\nx\n", "other\n", "# lis"])
def test_only_a_list_of_the_same_kind_is_written_over(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list"
    refuse_other_kind(str(path), "--list", "# list")
    path.write_text(content, "utf-8")
    if content.startswith("# list") or not content:
        refuse_other_kind(str(path), "--list", "# list")
    else:
        with pytest.raises(
            PfocrError,
            match=f"^--list {path} is there, and is not a list of this kind: name another file$",
        ):
            refuse_other_kind(str(path), "--list", "# list")


def test_a_list_that_cannot_be_looked_at_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "list").write_text("# list", "utf-8")
    monkeypatch.setattr(acts, "open", refuse, raising=False)
    with pytest.raises(PfocrError, match=f"^cannot write {tmp_path}/list: Permission denied$"):
        refuse_other_kind(f"{tmp_path}/list", "--list", "# list")


WORDS = ["word"] * 40


@pytest.mark.parametrize(
    ("pointer", "indent", "column"),
    [
        ("/caption", "  ", 9),
        ("/schema-jsonld/description", "    ", 15),
        ("/organisms/0", "  ", 2),
        ("/genes/0/word", "    ", 8),
    ],
)
def test_a_long_text_is_folded_at_eighty_columns_wherever_it_stands(
    pointer: str, indent: str, column: int
) -> None:
    assert published_column(pointer) == column
    first, *others = published_scalar(pointer, " ".join(WORDS)).split("\n")
    assert " ".join([first, *(line.removeprefix(indent) for line in others)]).split() == WORDS
    assert all(line.startswith(f"{indent}word") for line in others)
    assert column + len(first) + len(" word") > 80 > column
    assert published_scalar(pointer, "NO") == "'NO'"
