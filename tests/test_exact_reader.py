"""The exact reader: its parser in C and the one in Python say the same, and neither is left to
Python's collector.
"""

from __future__ import annotations

import gc
import sys

import pytest

from pfocr_cli.record.compose import compose

TEXTS = ["figid: PMC1__f1\ngenes:\n- word: 'On'\n", "a: [1, 2\n", "a: 'b\n", "a: b: c\n", ""]


@pytest.mark.parametrize("text", TEXTS)
def test_without_the_parser_in_c_the_same_is_read(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_c, faults = compose(text)
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
    in_python, same_faults = compose(text)
    assert repr(in_python) == repr(in_c)
    assert [(fault.code, fault.span) for fault in same_faults] == [
        (fault.code, fault.span) for fault in faults
    ]


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
