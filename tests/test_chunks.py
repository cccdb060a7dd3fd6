"""JSON Lines in pieces: no piece is large, no line is lost, and a bad one stands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pfocr_cli.inputs.json_lines import Chunk, chunks
from pfocr_cli.inputs.search import Input


def pieces(data: bytes) -> list[tuple[int, bytes | None]]:
    return [
        (chunk.item.first_line, chunk.item.data)
        for chunk in chunks([Input("a.jsonl", "a.jsonl", data)])
    ]


def test_json_lines_are_cut_at_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.inputs.json_lines._CHUNK_LINES", 2)
    assert pieces(b"1\n2\n\n4\n5") == [(1, b"1\n2\n"), (3, b"\n4\n"), (5, b"5")]
    assert pieces(b"1\n2\n") == [(1, b"1\n2\n")]
    assert pieces(b"") == [(1, b"")]


def test_json_lines_are_cut_before_they_are_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.inputs.json_lines._CHUNK_BYTES", 6)
    assert pieces(b"123\n123\n123\n1\n") == [(1, b"123\n123\n"), (3, b"123\n1\n")]


def test_a_line_that_is_not_utf8_is_a_piece_of_its_own() -> None:
    assert pieces(b"1\n\xff\n3\n") == [(1, b"1\n"), (2, b"\xff\n"), (3, b"3\n")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\n4\n"])
def test_a_line_that_is_too_long_is_a_problem_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr("pfocr_cli.inputs.json_lines.LIMIT", 10)
    items = [
        chunk.item for chunk in chunks([Input("a.jsonl", "a.jsonl", b"1\n2\n" + b"x" * 35 + end)])
    ]
    assert [item.first_line for item in items] == [1, 3, 4][: 3 if end[1:] else 2]
    assert [bool(item.problem) for item in items] == [False, True, False][: len(items)]


def test_other_files_are_one_piece() -> None:
    items = [
        Input("a.md", "a.md"),
        Input("b.jsonl", "b.jsonl")._replace(problem="gone"),
        Input("c.json", "c.json", b"1\n2\n"),
    ]
    assert list(chunks(items)) == [Chunk(number, item) for number, item in enumerate(items)]


def test_json_lines_that_cannot_be_opened_are_a_problem(tmp_path: Path) -> None:
    (chunk,) = chunks([Input(f"{tmp_path}/gone.jsonl", "x.jsonl")])
    item = chunk.item
    assert item.problem
