"""P004: a blank or a colon that is not YAML's own is named where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import lookalikes
from pfocr_cli.record.compose import compose
from pfocr_cli.record.fault import Fault
from pfocr_cli.record.lookalikes import suspects
from pfocr_cli.record.source import Span

FIXTURE = Path(__file__).parents[1] / "fixtures" / "broken" / "I202-alias.md"
TEXT = FIXTURE.read_text("utf-8")
NBSP = "a no-break space (U+00A0) where YAML needs a space"


def judged(text: str) -> list[tuple[int, int, str]]:
    outcome = ValidateJob(frozenset({"P004"}))(Chunk(0, Input("a.md", "a.md", data=text.encode())))
    assert outcome.crash is None, outcome.crash
    return [(f.place.line, f.place.column, f.message) for f in outcome.findings]


def place(text: str, letter: str) -> tuple[int, int]:
    before = text[: text.index(letter)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


PASTED = [
    ("after a colon", "\nfigtitle: ", "\nfigtitle:{}"),
    ("before a colon", "\nfigtitle: ", "\nfigtitle{}: "),
    ("after a nested colon", "\n  license: ", "\n  license:{}"),
    ("after a colon below a block", "\n    name: ", "\n    name:{}"),
    ("after a quoted key's colon", "\n  '@type': ", "\n  '@type':{}"),
    ("in the indentation", "\n  license: ", "\n{} license: "),
    ("as the indentation", "\n  license: ", "\n{0}{0}license: "),
    ("in the indentation of an entry", "\n  symbol: ", "\n {}symbol: "),
    ("after a dash", "\n- word: RANKL\n", "\n-{}word: RANKL\n"),
    ("after the first dash", "\n- word: RANK\n", "\n-{}word: RANK\n"),
    ("after a keyword's dash", "\n  - TNFSF11\n", "\n  -{}TNFSF11\n"),
    ("after the first keyword's dash", "\n  - TNFRSF11A\n", "\n  -{}TNFRSF11A\n"),
    ("after an organism's dash", "\n- Homo sapiens\n", "\n-{}Homo sapiens\n"),
    ("after the key of an entry", "\n- word: RANKL\n", "\n- word:{}RANKL\n"),
    ("after the first key", "figid: ", "figid:{}"),
    ("after the last key", "\nfigtype: ", "\nfigtype:{}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong"), [row[1:] for row in PASTED], ids=[row[0] for row in PASTED]
)
@pytest.mark.parametrize(
    ("blank", "name"),
    [
        ("\u00a0", "a no-break space"),
        ("\u3000", "an ideographic space"),
        ("\u2009", "a thin space"),
        ("\u200b", "a zero width space"),
        ("\u202f", "a narrow no-break space"),
    ],
    ids=["A0", "3000", "2009", "200B", "202F"],
)
def test_a_pasted_blank_is_named_where_it_stands(
    right: str, wrong: str, blank: str, name: str
) -> None:
    assert TEXT.count(right) >= 1
    text = TEXT.replace(right, wrong.format(blank), 1)
    line, column = place(text, blank)
    found = judged(text)
    assert [row[:2] for row in found] == [(line, column)]
    assert f"{name} (U+{ord(blank):04X}) where YAML needs a space" in found[0][2]


@pytest.mark.parametrize("key", ["figtitle", "figid", "  license", "- word", "  symbol", "figtype"])
@pytest.mark.parametrize("colon", ["\uff1a", "\uff1a ", "\ufe55 ", "\u2236 "], ids=ascii)
def test_another_colon_is_named_where_it_stands(key: str, colon: str) -> None:
    text = TEXT.replace(f"\n{key}: ", f"\n{key}{colon}", 1)
    found = judged(text)
    assert [row[:2] for row in found] == [place(text, colon[0])]
    assert "where YAML needs a colon" in found[0][2]


def test_the_first_of_many_is_named() -> None:
    text = TEXT.replace("\n  symbol: ", "\n  symbol:\u00a0").replace("word: ", "word:\u00a0")
    assert judged(text)[0] == (*place(text, "\u00a0"), NBSP)


@pytest.mark.parametrize("mark", ["# two", "## two", "#", "###"])
def test_a_text_cut_in_its_middle_is_told_there(mark: str) -> None:
    text = TEXT.replace("\nfigtitle: ", f"\nfigtitle: one {mark}\n  three\nndex2: ", 1)
    [(line, column, message)] = judged(text)
    assert (line, column) == (12, 15)
    assert message.startswith("the text is cut here")


def test_usual_texts_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookalikes, "_found", None)
    assert suspects("caption: a\u00a0b, 5\u00a0\u00b5M\n") == []


def test_what_is_wrong_with_a_cut_text_is_said_whole() -> None:
    message = "the text is cut here, because a blank and # begin a comment: quote it whole"
    assert compose("a: one # two\n  three\nb: c\n", 5) == (
        None,
        (Fault("P004", message, Span(12, 13), "#"),),
    )


@pytest.mark.parametrize("fault", ["\tname: x\n", "x: y: z\n", "x: 'open\n", "x: [1\n"])
def test_another_fault_is_not_blamed_on_a_blank(fault: str) -> None:
    text = TEXT.replace("\nfigtitle: ", f"\n{fault}figtitle: a\u00a0b: ", 1).replace(
        "papertitle: ", "papertitle: a\u00a0b\u3000c ", 1
    )
    assert all("where YAML needs" not in message for _, _, message in judged(text))


@pytest.mark.parametrize(
    "caption",
    ["a\u00a0b, 5\u00a0µM – x\u202f%", "Note:\u00a0text", "figtitle:\u00a0text", "\u00a0- item",
     "-\u00a0item", "比：例", "Key：value", "one\n\u00a0 figtitle: two", "\u00a0", "a\u00a0: b",
     ("words " * 30) + "name:\u00a0x " + ("words " * 9)],
    ids=ascii,
)  # fmt: skip
def test_such_letters_in_texts_are_left_alone(
    caption: str, published: Callable[[dict[str, Any]], str]
) -> None:
    record = yaml.safe_load(TEXT.split("---\n")[1])
    record["caption"] = record["papertitle"] = caption
    text = published(record)
    assert judged(text) == []


@pytest.mark.parametrize(
    ("instead", "is_told"),
    [
        ("figtitle\u00a0: x", True),
        ("figtitle\uff1a x: y", True),
        ("foo\u00a0: x", False),
        ("\u00a0foo: x", False),
        ("figtitle:\n  figid\uff1ax", True),
        ("figtitle:\n  foo\uff1ax", False),
        ("figtitle:\n  a\uff1ax", False),
        ("figtitle: a\n  figid\uff1ax", True),
        ("figtitle: a\n  figid:\u00a0 x", True),
        ("figtitle: 'a\n  figid:\u00a0x'", False),
        ("figtitle: |\n  figid:\u00a0x\n  -\u00a0y", False),
        ("figtitle:\n  \u00a0figid: x", True),
        ("figtitle:\n  \u00a0foo: x", False),
        ("figtitle:\n  figid\u00a0: x", True),
        ("figtitle:\n  \u00a0- x", True),
        ("figtitle:\n- -\u00a0x", True),
        ("figtitle:\n- - a\n- -\u00a0x", True),
        ("figtitle:\n  - - -\u00a0foo: x", False),
        ("figtitle: a\n  -\u00a0x", False),
        ("figtitle: a\n  \u00a0- x", False),
    ],
    ids=ascii,
)
def test_what_yaml_takes_for_a_text_or_another_key_is_told(instead: str, is_told: bool) -> None:
    text = TEXT.replace("\nfigtitle: ", f"\n{instead}\nnew: ", 1)
    letter = next(letter for letter in instead if not letter.isascii())
    assert [row[:2] for row in judged(text)] == [place(text, letter)] * is_told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n-\u00a0word: x\n", [(4, "space", "word", 5)]),
        ("a:\n-\u00a0word\u00a0: x\n", [(4, "space", "word", 5)]),
        ("a:\n-\u00a0'word': x\n", [(4, "space", "word", 5)]),
        ("a:\n-\u00a0Homo sapiens\n", [(4, "space", "", 4)]),
        ("a:\n\u00a0 word: x\n", [(3, "space", "word", 5)]),
        ("word\uff1a x\n", [(4, "colon", "word", 0)]),
        ("a:\u00a0x\nb: x\u00a0y: z\n", [(2, "space", "a", 0)]),
        ("a:\u00a0x\nb: x \u00a0- y -\u00a0z\n", [(2, "space", "a", 0)]),
        ("a:\u00a0x\nb: x y\u00a0: z\n  w y:\u00a0z\n", [(2, "space", "a", 0)]),
        ("a:\u00a0x\nb: x y\uff1az\n", [(2, "space", "a", 0)]),
        ("word\u00a0: x\n", [(4, "space", "word", 0)]),
        ("word\u00a0" + " " * 40 + ": x\n", [(4, "space", "word", 0)]),
        (" \u00a0word: x\n", [(1, "space", "word", 2)]),
        ("word: x\n  \u00a0- y\n", [(10, "space", "", 10)]),
        ("\u00a0x", []),
        ("x\u00a0", []),
        ("a: x\u00a0: y\u00a0- z\uff1a\n", []),
    ],
)
def test_each_is_told_with_the_key_beside_it(
    text: str, found: list[tuple[int, str, str, int]]
) -> None:
    assert [(one.start, one.wanted, one.key, one.key_start) for one in suspects(text)] == found
