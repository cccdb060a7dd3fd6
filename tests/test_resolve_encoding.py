"""Words that are not UTF-8 are no genes, whatever is left of them without the odd bytes."""

from __future__ import annotations

import json
import os
from typing import Any

import program
import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import Run

from pfocr_cli.lexicon.resolve import explain, resolve
from pfocr_cli.lexicon.store import open_lexicon

WORDS = [
    b"IFN\xe3",  # IFNγ in the Greek code page
    b"\xff",
    b"TNF\xe1",
    b"AKT1\xa0",
    b"\xe2\x80",  # a letter that is cut
    b"LRP5/6\xb1",
    b"p53 \x96 MDM2",
    b"\xed\xa0\x80AKT1",  # a surrogate, which UTF-8 has no place for
    "TNFα".encode("utf-16")[:-2],
]
posix = pytest.mark.skipif(os.name != "posix", reason="elsewhere arguments are text")


def run(*words: str | bytes, given: bytes = b"") -> Run:
    return program.run("resolve", *words, stdin=given)


def answers(result: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("explained", [False, True])
def test_a_line_that_is_not_utf8_is_unknown_and_says_so(explained: bool) -> None:
    words = ["--format", "jsonl", *(["--explain"] if explained else [])]
    found = answers(run(*words, given=b"\n".join([b"AKT1", *WORDS, "TNFα".encode()])))
    assert [answer["status"] for answer in found] == [
        "resolved",
        *["unknown"] * len(WORDS),
        "resolved",
    ]
    for word, answer in zip(WORDS, found[1:-1], strict=True):
        assert answer["word"].encode("utf-8", "surrogateescape") == word
        assert (answer["matches"], answer["also"]) == ([], [])
        assert answer["note"].startswith("not UTF-8 text")


@posix
@pytest.mark.parametrize("word", [word for word in WORDS if b"\0" not in word])
def test_a_word_of_the_command_line_too(word: bytes) -> None:
    (answer,) = answers(run("--format", "jsonl", "--", word))
    assert answer["word"].encode("utf-8", "surrogateescape") == word
    assert (answer["status"], answer["note"][:14]) == ("unknown", "not UTF-8 text")
    assert run("--fail-on", "unknown", "--", word).status == 1


@pytest.mark.parametrize("form", ["table", "tsv"])
def test_people_are_told_too(form: str) -> None:
    shown = run("--format", form, given=b"IFN\xe3\n").stdout.decode()
    assert "not UTF-8 text" in shown
    assert "IFNA1" not in shown


@given(st.binary(max_size=12).filter(lambda raw: b"\n" not in raw))
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    word = raw.decode("utf-8", "surrogateescape")
    answer, _ = explain(word, open_lexicon(None))
    assert answer == resolve(word, open_lexicon(None))
    assert answer.word == word
    try:
        raw.decode()
    except UnicodeDecodeError:
        assert answer.status == "unknown"
        assert answer.note.startswith("not UTF-8 text")
