"""One text, one meaning: the fast reader, the exact one and that of JSON give the same data."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
import record_texts
import yaml_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.record import fast, json_text
from pfocr_cli.record.compose import compose, too_deep
from pfocr_cli.record.description import put_back, without_description
from pfocr_cli.record.nodes import Mapping, data_of, find
from pfocr_cli.record.reading import read
from pfocr_cli.record.scalars import core_value
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.survey import survey


def exact(text: str) -> Any:
    """Return what the exact reader gives: the data, or the codes of what it refuses."""
    root, faults = compose(text)
    return [fault.code for fault in faults] if faults or root is None else data_of(root)


def agree(text: str) -> bool:
    found = fast.read_plain(text)
    return found is None or record_texts.same(found.data, exact(text))


# --- numbers -----------------------------------------------------------------------------------

INFINITE = float("inf")
NUMBERS: list[tuple[str, Any]] = [
    ("017", 17),
    ("0o17", 15),
    ("0x1F", 31),
    ("-0", 0),
    ("+7", 7),
    ("00000000000000000001", 1),
    ("-00000000000000000000000000000000001", -1),
    ("999999999999999", 999999999999999),
    ("1234567890123456", 1234567890123456),
    ("9007199254740993", 9007199254740993),
    ("9223372036854775807", 9223372036854775807),
    ("9223372036854775808", 9223372036854775808),
    ("-9223372036854775809", -9223372036854775809),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ("0xdeadbeefdeadbeef", 0xDEADBEEFDEADBEEF),
    ("0x7fffffffffffffff", 2**63 - 1),
    ("0x8000000000000000", 2**63),
    ("0x00000000000000000000000000000001", 1),
    ("0o777777777777777777777", 2**63 - 1),
    ("0o1000000000000000000000", 2**63),
    ("1" + "0" * 308, 10**308),
    ("1" + "0" * 309, INFINITE),
    ("-1" + "0" * 309, -INFINITE),
    ("0" * 5000 + "7", 7),
    ("9" * 5000, INFINITE),
    ("-" + "9" * 5000, -INFINITE),
    ("0x" + "f" * 255, 16**255 - 1),
    ("0x" + "f" * 256, INFINITE),
    ("0x" + "f" * 100_000, INFINITE),
    ("0o" + "7" * 5000, INFINITE),
    ("0." + "1" * 5000, 1 / 9),
    ("1e999999999", INFINITE),
    ("-1e999999999", -INFINITE),
    ("1e-999999999", 0.0),
    (".inf", INFINITE),
    ("-.INF", -INFINITE),
    (".NaN", float("nan")),
    ("0.1234567890123456789", 0.1234567890123456789),
    ("1.", 1.0),
    (".5", 0.5),
    ("1.e5", 1e5),
    ("001e05", 1e5),
    ("0b11", "0b11"),
    ("0X1F", "0X1F"),
    ("0O17", "0O17"),
    ("-0x1F", "-0x1F"),
    ("+0o7", "+0o7"),
    ("0x-1", "0x-1"),
    ("0x+1", "0x+1"),
    ("0o-7", "0o-7"),
    ("+-1", "+-1"),
    ("++1", "++1"),
    ("-+1", "-+1"),
    ("1_000", "1_000"),
    ("0x_1", "0x_1"),
    ("1,000", "1,000"),
    ("2001-12-14", "2001-12-14"),
    ("12:30:45", "12:30:45"),
    ("1_0.5", "1_0.5"),
    ("190:20:30", "190:20:30"),
    ("1e", "1e"),
    (".e5", ".e5"),
    ("+.nan", "+.nan"),
    (".iNF", ".iNF"),
    ("٣", "٣"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text[:30] for text, _ in NUMBERS])
@pytest.mark.parametrize("after", ["", " ", " # c", " #\tc", "\n\n# c"])
def test_a_number_is_what_the_core_schema_of_yaml_1_2_says(
    text: str, value: Any, after: str
) -> None:
    whole = f"a: b\nn: {text}{after}\n"
    assert record_texts.same(core_value(text), value)
    assert record_texts.same(exact(whole), {"a": "b", "n": value})
    assert agree(whole)


_OF_JSON = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_JSON_NUMBERS = [(text, value) for text, value in NUMBERS if _OF_JSON.fullmatch(text)]


@pytest.mark.parametrize(
    ("text", "value"), _JSON_NUMBERS, ids=[text[:30] for text, _ in _JSON_NUMBERS]
)
def test_a_number_of_json_is_the_same_one(text: str, value: Any) -> None:
    found = json_text.read_json(f'{{"n": {text}}}')
    assert found is not None
    assert record_texts.same(found.data, {"n": value})


# --- texts -------------------------------------------------------------------------------------

TEXTS = {
    "a comment after a block's header at the end": "k: | # c\n",
    "and one that keeps line ends": "k: |+ # c\n\n\n",
    "and a folded one": "k: >- # 'c\n",
    "an indentation that nothing has": "k: >9 # c\n",
    "a header with a long comment": f"k: | # {'c' * 200}\n",
    "a comment below an empty block": "k: |+\n\n# c\n",
    "a comment in a block": "k: |\n # c\n",
    "a header in quotes": "k: '|'\n",
    "a last key without a value": "a: b\nk:\n",
    "a hexadecimal word in quotes": "k: '0xdeadbeefdeadbeef'\n",
    "a hexadecimal key": "0xffffffffffffffffff: a\n",
    "a hexadecimal number in a text": "k: a\n  0xdeadbeefdeadbeef\n",
    "an explicit key": "? k\n: v\n",
    "a block as a key": "? |\n  k\n: v\n",
    "U+2028 in a text": "k: a\u2028b\n",
    "U+0085 in a text": "k: a\x85b\n",
    "a byte order mark in a text": "k: a\ufeffb\n",
    "CR": "a: b\rk: c\n",
    "CRLF": "a: |\r\n  b\r\n\r\n  c\r\nk: 0x1F\r\n",
    "white space at the end": "k: a  \n",
    "a tab before a comment": "k: 1\t# c\n",
    "a mark at the end": "k: a\n...\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_read_alike(text: str) -> None:
    assert agree(text)


NODES = {
    "below its key": "k:\n  [a]\n",
    "below a comment": "k: # c\n\n  [a]\n",
    "below its dash": "k:\n-\n  *a\n",
    "as a key": "j: a\n[k]: b\n",
    "a key of a mapping": "j:\n  k: a\n  *a :\n    b\n",
    "a key with a tag": "j:\n  k: a\n  !!str b:\n    c\n",
    "below a key and a blank": "k: \n  [a]\n",
    "a list below its dash": "k:\n-\n  [a]\n",
    "an escape in double quotes": 'k: "a\\tb"\n',
    "a number of sixteen digits": "k: 1000000000000000\n",
    "a number in base 2": "k: 0b1\n",
}
READ_FAST = {
    "double quotes": 'k: "a"\n',
    "a backslash": "k: a\\b\n",
    "a number of fifteen digits": "k: 999999999999999\n",
    "a word of another base beside a fraction": "k: 0.5\nj: a 0b1\n",
    "a whole number": "k: 7\n",
}
GOES_ON = {
    "a reference": "k: As in\n  [20], and\n  [see there]\n",
    "in quotes": "k: 'At\n  *, below 0.05.'\n",
    "in a block": "k: |\n  &\n  {a}\n",
    "in a list": "k:\n- a\n  !b\n",
    "a question": "k: Why?\n  [20] says so\n",
}
"""Texts that go on with what begins a node elsewhere."""


@pytest.mark.parametrize("text", (READ_FAST | GOES_ON).values(), ids=READ_FAST | GOES_ON)
def test_what_is_in_no_doubt_is_read_fast(text: str) -> None:
    found = fast.read_plain(text)
    assert found is not None
    assert record_texts.same(found.data, exact(text))


def test_what_the_fast_reader_cannot_hold_is_left_to_the_exact_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fast, "_is_suspect", lambda _: False)
    assert fast.read_plain("a: b\n? c: {d: e}\n: f\n") is None


@pytest.mark.parametrize("text", NODES.values(), ids=NODES)
def test_a_node_is_left_to_the_exact_reader(text: str) -> None:
    assert fast.read_plain(text) is None


# Seeds are drawn, and not each number: that lets several times as many texts be tried.
_RANDOM = st.randoms(use_true_random=True)


@settings(max_examples=3000)
@given(_RANDOM)
def test_whatever_is_nearly_a_record_is_read_alike(random: Random) -> None:
    assert agree(record_texts.yaml_text(random))


@settings(max_examples=1200)
@given(_RANDOM)
def test_a_line_of_json_has_one_meaning(random: Random) -> None:
    text = record_texts.json_text(random)
    found = json_text.read_json(text)
    root, faults = json_text.places(text)
    if found is None:
        assert faults or json_text.values(text) is None
    else:
        assert not faults
        assert root is None or survey(data_of(root)).keys == found.keys


@settings(max_examples=300)
@given(st.lists(_RANDOM.map(record_texts.number), min_size=1, max_size=5))
def test_a_number_means_the_same_in_json_and_yaml(numbers: list[str]) -> None:
    text = f'{{"a": [{", ".join(numbers)}]}}'
    found = json_text.read_json(text)
    assert found is None or record_texts.same(found.data, exact(text))


@pytest.mark.parametrize(("levels", "is_read"), [(100, True), (101, False)])
def test_json_of_a_hundred_levels_is_read_at_once(levels: int, is_read: bool) -> None:
    text = f'{{"a": {"[" * (levels - 1)}{"]" * (levels - 1)}}}'
    assert (json_text.read_json(text) is not None) == is_read
    root, faults = json_text.places(text, 5)
    assert (root is not None) == is_read
    at = 5 + text.index("[") + 99
    assert faults == (() if is_read else (too_deep(Span(at, at + 1)),))


# --- the description, which says what the caption does -----------------------------------------

DESCRIPTIONS: dict[str, tuple[str, str | None]] = {
    "on one line": ("A b", "A b"),
    "on two": ("A\n    b c", "A b c"),
    "in quotes": ("'A: b''s\n    c'", "A: b's c"),
    "a line that begins as a list does": ("A\n    - b", "A - b"),
    "one word": ("null", None),
    "in double quotes": ('"A b"', None),
    "one that ends in the middle": ("'A' b'", None),
    "two blanks": ("A  b", None),
    "a blank at an end": ("'A b '", None),
    "a blank before a line break": ("A \n    b", None),
    "an empty line": ("A\n\n    b", None),
    "one that is indented more": ("A\n     b", None),
    "a comment": ("A # b", None),
    "a comment on its own line": ("A\n    # b", None),
    "a key": ("A: b", None),
    "a colon at the end": ("A b:", None),
    "a list": ("\n    - A b", None),
    "an alias": ("*A b", None),
    "a block": ("|\n    A b", None),
    "the mark of what is left out": ("A description` b", None),
}


@pytest.mark.parametrize(("description", "said"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
@pytest.mark.parametrize("after", ["", "    more\n", "  # c\n", "\n", "\n    more\n", "  c: d\n"])
@pytest.mark.parametrize("genes", ["", "genes:\n- word: A\nd: e\n"])
def test_a_description_is_read_as_the_exact_reader_does(
    description: str, said: str | None, after: str, genes: str
) -> None:
    head = f"schema-jsonld:\n  description: {description}\n{after}"
    for caption in (description.replace("\n    ", "\n  "), "Other words"):
        text = f"caption: {caption}\n{head}{genes}"
        assert agree(text)
        if after in {"", "  # c\n", "  c: d\n"}:
            assert without_description(text)[1] == said


@pytest.mark.parametrize(
    ("caption", "key", "is_known"),
    [("A b", "schema-jsonld", True), ("A c", "schema-jsonld", False), ("A b", "other", False)],
)
def test_a_description_is_known_by_the_caption(caption: str, key: str, is_known: bool) -> None:
    text = f"caption: {caption}\n{key}:\n  description: A b\n"
    shorter, said = without_description(text)
    assert said == "A b"
    data = yaml_rs.loads(shorter)
    assert isinstance(data, dict)
    assert put_back(data, said) == is_known
    found = fast.read_plain(text)
    assert found is not None
    assert found.data == {"caption": caption, key: {"description": "A b"}}


# --- JSON --------------------------------------------------------------------------------------


def faults_of(text: str) -> list[tuple[str, str]]:
    (reading,) = read(Source(text), "json")
    return [(fault.code, fault.message) for fault in reading.faults]


DEEP_BELOW_A_LONG_KEY = '{"' + "k" * 1100 + '": '
REFUSED = {
    "a long key hides no duplicate": (f'{DEEP_BELOW_A_LONG_KEY}1, "a": 1, "a": 2}}', "P005"),
    "a line separator hides no duplicate": ('{"\u2028": 1, "\u2028": 2}', "P005"),
    "a long key hides no depth": (f"{DEEP_BELOW_A_LONG_KEY}{'[' * 300}{']' * 300}}}", "P006"),
    "nor one that overflows": (f"{DEEP_BELOW_A_LONG_KEY}{'[' * 99_999}{']' * 99_999}}}", "P006"),
    "half a pair": ('{"a": "\\ud800"}', "P004"),
    "a pair the wrong way round": ('{"a": "\\udc00\\ud800"}', "P004"),
    "half a pair in a key": ('{"\\ud83d": 1}', "P004"),
    "no number": ('{"a": NaN}', "P004"),
    "infinity": ('{"a": -Infinity}', "P004"),
    "twice a key that YAML refuses": ('{"\x7f": 1, "\x80": 2, "\x7f": 3}', "P005"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_json_is_refused_with_a_reason(text: str, code: str) -> None:
    assert [found for found, _ in faults_of(text)] == [code]


def test_keys_of_letters_that_yaml_refuses_are_told_apart() -> None:
    letters = [*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"]
    root, faults = json_text.places(json.dumps(dict.fromkeys(letters), ensure_ascii=False))
    assert faults == ()
    assert isinstance(root, Mapping)
    assert len(root.pairs) == len(letters)


def test_letters_beyond_16_bits_are_told_apart() -> None:
    # Two keys with the same first half, and one that only looks like half of a pair.
    text = '{"\\ud83d\\ude00": 1, "\\ud83d\\ude01": [1, 1.50], "\\\\ud800": 3, "x": 1, "x": 2}'
    (fault,) = json_text.places(text)[1]
    assert (fault.code, fault.value) == ("P005", "x")


def test_half_a_pair_is_found_behind_what_looks_like_one() -> None:
    text = '{"a": "\\\\ud800", "b": "\\ud83d\\ude00", "c": "x\\ud801y"}'
    (fault,) = json_text.places(text)[1]
    assert text[fault.span.start : fault.span.end] == "\\ud801"


def test_a_place_in_json_is_found_beside_letters_that_yaml_refuses() -> None:
    text = '{"a": "\x7f\\ud83d\\ude00", "b": 1e2}'
    root, _ = json_text.places(text)
    assert root is not None
    _, node = find(root, "/b")
    assert text[node.span.start : node.span.end] == "1e2"
