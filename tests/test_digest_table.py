"""The table of digests gives what a dictionary gives, also where digests begin alike."""

from __future__ import annotations

import random

import pytest

from pfocr_cli.app.digest_table import DigestTable


@pytest.mark.parametrize("spread", [7, 2**10, 2**64 - 1])
def test_it_is_a_dictionary(spread: int) -> None:
    draw = random.Random(spread)
    table, known = DigestTable(), dict[int, int]()
    for number in range(4_000):
        digest = draw.choice((draw.randrange(spread), draw.randrange(spread) << 10)) % 2**64
        assert table.setdefault(digest, number) == known.setdefault(digest, number)
    for digest, number in known.items():
        assert table.setdefault(digest, 9_999) == number
