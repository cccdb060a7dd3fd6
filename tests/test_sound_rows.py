"""Side tables whose lines were read before are what they are to who reads each with care."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.record import sound_rows
from pfocr_cli.record.sound_rows import SoundRows, SoundTable
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import Table, read_table

KNOWN = frozenset({"word", "mesh", "match", "X", "#word"})
HEADERS = ("word\tmesh", "word\tmesh\tmatch", "word", "X\tword", "#word\tmesh", "word\tword", "wrd")
LINES = (
    "ATP\tmesh:D000255", "ATP\tmesh:D000255", "a\tb\tc", "a", "", '"a"\tb', 'a "b\tc', "1\tx\ty",
    "2\tx\ty", "\x01\ta", "a\rb\tc", "<<<<<<< ours", "#\tc", "word\tmesh",
)  # fmt: skip


def read(source: Source) -> Table:
    return read_table("chemicals", "t.tsv", source, KNOWN, ("word",))


def cells(table: SoundTable) -> list[dict[str, str]]:
    return [row.cells for row in table.entries]


TEXTS = st.builds(
    lambda header, lines, end: "\n".join([header, *lines]) + end,
    st.sampled_from(HEADERS),
    st.lists(st.sampled_from(LINES), max_size=4),
    st.sampled_from(["", "\n", "\n\n"]),
)


@settings(max_examples=300)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_rows_are_those_that_are_read_with_care(texts: list[str]) -> None:
    known = SoundRows(KNOWN, read)
    for text in texts:
        table = read(Source(text))
        sound = known.of(Source(text))
        assert sound is None or (sound.header, cells(sound)) == (table.header, table.rows)
        assert sound is None or (table.usable and not table.faults)


@given(TEXTS)
def test_a_row_starts_where_its_line_does(text: str) -> None:
    table = read(Source(text))
    for row, start in zip(table.rows, table.starts, strict=False):
        assert [*row.values()] == text[start:].splitlines()[0].split("\t") or len(row) == 1
    assert all(one < other for one, other in pairwise(table.starts))


@pytest.mark.parametrize(
    "text", ["word\tmesh\r\nATP\tx\r\n", "word\tmesh\nATP\tx\r\n", "wrd\tmesh\n", "word\nATP\n"]
)
def test_a_table_that_is_laid_out_otherwise_is_left_to_who_reads_with_care(text: str) -> None:
    def refused(_: Source) -> Table:
        raise AssertionError("it is read as a whole")

    assert SoundRows(KNOWN, refused).of(Source(text)) is None


@pytest.mark.parametrize(
    ("rows", "tables", "letters", "times"),
    [(2, 0, 2**10, 1), (1, 0, 2**10, 2), (1, 1, 22, 1), (1, 1, 21, 2)],
)
def test_as_much_is_remembered_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, rows: int, tables: int, letters: int, times: int
) -> None:
    monkeypatch.setattr(sound_rows, "_MOST_ROWS", rows)
    monkeypatch.setattr(sound_rows, "_MOST_TABLES", tables)
    monkeypatch.setattr(sound_rows, "_SHORT", letters)
    asked: list[str] = []

    def noted(source: Source) -> Table:
        asked.append(source.text)
        return read(source)

    known = SoundRows(KNOWN, noted)
    text = "word\tmesh\nATP\tx\nADP\ty\n"
    first, again = known.of(Source(text)), known.of(Source(text))
    assert first
    assert again
    assert cells(first) == cells(again) == read(Source(text)).rows
    assert len(asked) == times


@pytest.mark.parametrize("text", ["word\tmesh\n", "word\tmesh\nATP\tmesh:D000255\n"])
def test_a_line_is_read_once(text: str) -> None:
    asked: list[str] = []

    def noted(source: Source) -> Table:
        asked.append(source.text)
        return read(source)

    known = SoundRows(KNOWN, noted)
    first, again = known.of(Source(text)), known.of(Source(text))
    assert first
    assert again
    assert cells(first) == cells(again) == read(Source(text)).rows
    assert len(asked) == 1
    assert all(one is other for one, other in zip(first.entries, again.entries, strict=True))
