"""JSON Pointers, by the examples of RFC 6901 and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.record.pointer import pointer, steps, without_indices


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("foo", 0), "/foo/0"),
        (("",), "/"),
        (("a/b",), "/a~1b"),
        (("m~n",), "/m~0n"),
        (("~1",), "/~01"),
        ((" ",), "/ "),
    ],
)
def test_the_examples_of_the_rfc(path: tuple[str | int, ...], text: str) -> None:
    assert pointer(*path) == text
    assert steps(text) == [str(step) for step in path]


@given(st.lists(st.text(), min_size=1))
def test_steps_take_a_pointer_apart(path: list[str]) -> None:
    assert steps(pointer(*path)) == path


def test_indices_are_left_out_and_keys_kept() -> None:
    assert without_indices("/genes/12/word") == "/genes/word"
    assert without_indices("/schema-jsonld/keywords/0") == "/schema-jsonld/keywords"
    assert without_indices("/a~1b/²") == "/a~1b/²"
