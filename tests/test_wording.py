"""How messages say things: plurals, lists that are cut, near names, characters that nobody sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.wording import QUOTED_LIMIT, did_you_mean, listed, plural, quoted, shortened, visible


@pytest.mark.parametrize(
    ("number", "many", "said"),
    [
        (0, "", "0 genes"),
        (1, "", "1 gene"),
        (2, "", "2 genes"),
        (1234, "", "1,234 genes"),
        (1, "geni", "1 gene"),
        (2, "geni", "2 geni"),
    ],
)
def test_numbers_with_their_nouns(number: int, many: str, said: str) -> None:
    assert plural(number, "gene", many) == said


@pytest.mark.parametrize(
    ("names", "most", "said"),
    [
        ([], 10, ""),
        (["A"], 10, "A"),
        (["A", "B"], 10, "A and B"),
        (["A", "B", "C"], 10, "A, B and C"),
        (["A", "B", "C"], 3, "A, B and C"),
        (["A", "B", "C"], 2, "A, B and 1 more"),
        (["A", "B", "C"], 1, "A and 2 more"),
        ([str(number) for number in range(2000)], 1, "0 and 1,999 more"),
    ],
)
def test_lists_are_cut_and_count_the_rest(names: list[str], most: int, said: str) -> None:
    assert listed(names, most) == said


def test_ten_names_are_listed_unless_said_otherwise() -> None:
    assert listed([*"ABCDEFGHIJ"]) == "A, B, C, D, E, F, G, H, I and J"
    assert listed([*"ABCDEFGHIJK"]) == "A, B, C, D, E, F, G, H, I, J and 1 more"


@pytest.mark.parametrize("length", [0, 1, QUOTED_LIMIT - 1, QUOTED_LIMIT])
def test_what_is_short_is_quoted_whole(length: int) -> None:
    assert quoted("x" * length) == f"'{'x' * length}'"


def test_what_is_long_is_cut_and_shows_it() -> None:
    assert shortened("x" * QUOTED_LIMIT) == "x" * QUOTED_LIMIT
    found = [shortened("abcde", most) for most in (6, 5, 4, 1)]
    assert found == ["abcde", "abcde", "abc…", "…"]
    assert quoted("x" * (QUOTED_LIMIT + 1)) == f"'{'x' * (QUOTED_LIMIT - 1)}…'"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("validat", " (did you mean validate?)"),
        ("VALIDATE", " (did you mean validate?)"),
        ("exprt", " (did you mean Export?)"),
        ("rul", " (did you mean rule or rules?)"),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_near_names(word: str, said: str) -> None:
    assert did_you_mean(word, ["validate", "Export", "rule", "rules"]) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain κ 😀", "plain κ 😀"),
        ("a\tb\nc\rd", r"a\tb\nc\rd"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9f\xad", r"\x9f\xad"),
        ("\u202e\u200b\ufeff", r"\u202e\u200b\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\xff"),
        ("\ud800\udc7f\udd00", r"\ud800\udc7f\udd00"),
    ],
)
def test_what_nobody_sees_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_twice_is_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)
