"""Packed tables and lists hold what a dictionary and a list hold, also where digests begin so."""

from __future__ import annotations

import random

import pytest

from pfocr_cli.inputs.digest_table import DigestTable, PackedNumbers
from pfocr_cli.inputs.file_id import FileId, FileIds
from pfocr_cli.inputs.folder import names_in_order
from pfocr_cli.inputs.input_list import Input, InputList


@pytest.mark.parametrize("spread", [7, 2**10, 2**64 - 1])
def test_it_is_a_dictionary(spread: int) -> None:
    draw = random.Random(spread)
    table, known = DigestTable(), dict[int, int]()
    for _ in range(4_000):
        digest = draw.choice((draw.randrange(spread), draw.randrange(spread) << 10)) % 2**64
        assert (digest in table) == (digest in known)
        assert table.number(digest) == known.setdefault(digest, len(known))
    assert len(table) == len(known)


@pytest.mark.parametrize("step", [1, 3, 2**10, 2**20, 2**32, 2**48])
def test_numbers_with_equal_bits_find_their_places(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Some file systems number their files by thousands, or in their upper bits."""
    table, looks = DigestTable(), 0
    held = PackedNumbers.__getitem__

    def looked(self: PackedNumbers, place: int) -> int:
        nonlocal looks
        looks += 1
        return held(self, place)

    monkeypatch.setattr(PackedNumbers, "__getitem__", looked)
    assert [table.number(one * step) for one in range(5_000)] == [*range(5_000)]
    assert looks < 50_000


def test_files_are_told_apart_by_device_and_by_all_of_their_number() -> None:
    ids = [FileId(device, inode) for device in (1, 2) for inode in (0, 1, 2**64, 2**64 + 1)]
    files = FileIds(ids[1:])
    assert [one in files for one in ids] == [False] + [True] * 7
    assert [files.add(one) for one in ids] == [True] + [False] * 7
    assert FileId(3, 1) not in files


INPUTS = [
    Input("a/PMC1__f1.md", "a/PMC1__f1.md"),
    Input("a/PMC1__f2.md", "a/PMC1__f2.md"),
    Input("/tmp/b/PMC1__é\udcff.md", "../b/PMC1__é\udcff.md"),
    Input("", "<stdin>", data=b"---\n"),
    Input("c.md", "c.md"),
    Input("c.md", "d.md"),
    Input("all.jsonl", "all.jsonl", b"{}\n", 7),
    Input("a/PMC1__f3.md", "a/PMC1__f3.md"),
    Input("a", "a", problem="this is a directory"),
    Input("all.jsonl", "all.jsonl", streamed=True),
    Input("a/", "a"),
]


def test_a_list_of_inputs_gives_back_what_it_was_given() -> None:
    found = InputList(INPUTS)
    assert list(found) == INPUTS
    assert len(found) == len(INPUTS)
    assert [found[number] for number in range(-len(INPUTS), 0)] == INPUTS
    assert found[1:9:2] == INPUTS[1:9:2]
    assert not InputList()
    many = InputList(INPUTS * 100)
    assert list(many) == INPUTS * 100
    assert [many[number] for number in (0, 1099, 511, 512, 1024)] == [
        INPUTS[number % 11] for number in (0, 1099, 511, 512, 1024)
    ]
    with pytest.raises(IndexError):
        found[len(INPUTS)]


@pytest.mark.parametrize("count", [0, 1, 4_999, 5_000, 12_000])
def test_names_of_a_large_folder_come_sorted(count: int) -> None:
    names = [f"{number}\udcff\U00010000.md"[number % 3 :] for number in range(count)]
    random.Random(count).shuffle(names)
    assert list(names_in_order(iter(names))) == sorted(names)
