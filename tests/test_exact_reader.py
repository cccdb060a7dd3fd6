"""The exact reader: its parser in C and the one in Python say the same, and neither is left to
Python's collector.
"""

from __future__ import annotations

import gc
import sys

import pytest

from pfocr_cli.record.compose import compose
from pfocr_cli.record.fault import Fault
from pfocr_cli.record.source import Span

TEXTS = ["figid: PMC1__f1\ngenes:\n- word: 'On'\n", "a: [1, 2\n", "a: 'b\n", "a: b: c\n", ""]


@pytest.mark.parametrize("text", TEXTS)
def test_without_the_parser_in_c_the_same_is_read(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_c, faults = compose(text)
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
    in_python, same_faults = compose(text)
    assert "<block end>" in compose("a: b\n- c\n")[1][0].message, "the words of that in Python"
    assert repr(in_python) == repr(in_c)
    assert [(fault.code, fault.span) for fault in same_faults] == [
        (fault.code, fault.span) for fault in faults
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a: b: c\n", 4),
        ("a:\n\tb: c\n", 3),
        ("a: @b\n", 3),
        ("a: b\nc\n", 5),
        ('a: "b', 3),
        ("a: 'b\n---\n", 3),
        ("a: b'\nc: 'd\n", 9),
    ],
    ids=ascii,
)
def test_what_is_no_yaml_is_told_with_its_place(text: str, at: int) -> None:
    root, [fault] = compose(text, 7)
    assert root is None
    assert fault.code == "P004"
    assert fault.message.startswith("not YAML: ")
    assert fault.span == (at + 7, at + 7)


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("%YAML 1.2\n%YAML 1.2\n---\na: b\n", 10, "found duplicate %YAML directive"),
        (
            "%YAML x\n---\na: b\n",
            6,
            "while scanning a %YAML directive, did not find expected version number",
        ),
    ],
)
def test_the_place_is_where_the_parser_in_c_stops(text: str, at: int, said: str) -> None:
    pytest.importorskip("_ruamel_yaml")
    assert compose(text)[1] == (Fault("P004", f"not YAML: {said}", Span(at, at)),)


def test_a_text_that_was_read_leaves_nothing_behind() -> None:
    pytest.importorskip("_ruamel_yaml")
    compose(TEXTS[0])
    gc.collect()
    gc.disable()
    try:
        for text in TEXTS[:1] * 20:
            compose(text)
        assert gc.collect() == 0
    finally:
        gc.enable()
