"""One long line costs as much as many short ones: what looks through it does so once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pfocr_cli.record.lookalikes import suspects
from pfocr_cli.record.mojibake import spoilt
from pfocr_cli.rules.cut_text import _COMMENT_AFTER_TEXT
from pfocr_cli.rules.encoding import _flaws

LONG = 200_000


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (suspects, "a: a \u00a0" + "b \u00a0" * LONG),
        (_COMMENT_AFTER_TEXT.search, "a#" * LONG),
        (spoilt, "√π" * 20_000),
        (_flaws, "â€ " * 20_000),
    ],
    ids=["blanks", "comments", "mojibake", "lost"],
)
def test_a_long_line_is_looked_through_once(look: Callable[[str], object], text: str) -> None:
    start = time.process_time()
    look(text)
    assert time.process_time() - start < 30  # squared it is minutes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b #c", True),
        ("\u00a0b #c", True),
        ("# a #b", True),
        ("  # #", False),
        ("a\n#b", False),
        ("a\r  b #c", True),
        ("a#b", False),
    ],
)
def test_a_comment_after_text_is_seen(text: str, found: bool) -> None:
    assert bool(_COMMENT_AFTER_TEXT.search(text)) == found
