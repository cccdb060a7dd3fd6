"""One long line costs as much as many short ones: what looks through it does so once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from program import call, sound

from pfocr_cli.record.lookalikes import suspects
from pfocr_cli.record.mojibake import spoilt
from pfocr_cli.record.source import Source, Span
from pfocr_cli.rules.cut_text import _COMMENT_AFTER_TEXT
from pfocr_cli.rules.encoding import _flaws

LONG = 200_000


def _places(text: str) -> object:
    source = Source(text)
    return [source.place(Span(at, at + 1)) for at in range(0, len(text), 2)]


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (suspects, "a: a \u00a0" + "b \u00a0" * LONG),
        (_COMMENT_AFTER_TEXT.search, "a#" * LONG),
        (spoilt, "√π" * 20_000),
        (_flaws, "â€ " * 20_000),
        (_flaws, "Œ±é" * 60_000),
        (_flaws, " ".join(f"x{number}Œ±" for number in range(60_000))),
        (_places, "a\n" * 100_000),
    ],
    ids=["blanks", "comments", "mojibake", "lost", "one-run", "words", "places"],
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


def test_a_text_tells_so_many_kinds_of_spoilt_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    caption = " ".join(f"a\\u{code:04X}" for code in range(0x400, 0x400 + 200))
    record = tmp_path / "PMC1__f1.md"
    record.write_text(sound(1).replace("figtitle: NF-κB in bone", f"figtitle: {caption}"))
    told = call(capsys, "validate", "--select=T302", "--format=jsonl", str(record)).findings
    assert [found["line"] for found in told] == [told[0]["line"]] * 51
    others = [found for found in told if "other kinds" in found["message"]]
    assert [found["message"] for found in others] == [
        "150 more runs of such letters, of 150 other kinds, in the same text"
    ]
