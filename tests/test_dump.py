"""Records as YAML text: what is written line by line is what libyaml's emitter writes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_export_csv import NASTY

from pfocr_cli.record import dump

YAML_11 = [
    "null",
    "Null",
    "yes",
    "NO",
    "y",
    "On",
    "1e5",
    "0x1",
    "012",
    "1:30",
    "2001-12-14",
    ".nan",
]
MARKUP = ["~", "", " ", "a: b", "a #b", "- a", "a -", "? a", "a,b", "'", "a'b", "=", "<<", "a\nb"]
LINES = ["a\n", "<<<<<<< a", ">>>>>>>", "...", "---", "--- a", "x" * 79, "word " * 20]
ODD = st.sampled_from([*YAML_11, *MARKUP, *LINES, "NF-κB", "p53 (human)", "a  b"])
LETTERS = st.text(st.sampled_from("ab1 -_./()+:#,'\"?!&*%@`|>[]{}~=\\\n\tα"), max_size=20)
TEXTS = st.one_of(ODD, LETTERS, st.sampled_from(NASTY), st.text(max_size=100)).filter(
    lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)
)
KEYS = st.sampled_from(["a", "word", "@id", "schema-jsonld", "k" * 70, "no", "1"]) | TEXTS
SCALARS = TEXTS | st.integers(-10, 10**9) | st.floats(allow_nan=False) | st.booleans() | st.none()
ROWS = st.lists(st.dictionaries(KEYS, TEXTS, max_size=4), max_size=4)
DATA = st.recursive(
    SCALARS | ROWS | st.lists(TEXTS, max_size=4),
    lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=12,
)


def of_libyaml(data: object) -> str:
    text: str = yaml.dump(
        data, Dumper=dump._dumper(), sort_keys=False, allow_unicode=True, width=80
    )
    return text


@given(st.dictionaries(KEYS, DATA, max_size=6))
def test_it_is_what_libyaml_writes(data: dict[str, Any]) -> None:
    assert dump.yaml_text(data) == of_libyaml(data)


@given(st.text(st.sampled_from("ab "), min_size=60, max_size=90), st.integers(1, 12))
def test_lines_are_broken_where_libyaml_breaks_them(text: str, key: int) -> None:
    name = "k" * key
    for data in (
        {name: text},
        {name: [text]},
        {name: [{"a": "b", name: text}]},
        {"x": {name: text}},
    ):
        assert dump.yaml_text(data) == of_libyaml(data)


def test_what_is_deep_is_written_so_too() -> None:
    data: dict[str, Any] = {"caption": "word " * 30, "list": ["a", "b\nc"]}
    for level in range(60):
        data = {f"key{level}": data, "text": "word " * level, "other": "On"}
    assert dump.yaml_text(data) == of_libyaml(data)


@pytest.mark.parametrize("data", [{}, [], "a", None, 1, [{"a": "b"}]])
def test_what_is_no_mapping_is_left_to_libyaml(data: object) -> None:
    assert dump.yaml_text(data) == of_libyaml(data)


QUOTED = ["1e5", "0o17", "012", "0x1", "1:30", "1_000", ".5", "-.inf", ".nan", "2001-12-14"]
QUOTED += ["y", "NO", "Yes", "on", "null", "~", "true", "<<", "=", "12"]


@pytest.mark.parametrize("text", QUOTED)
def test_a_text_that_any_reader_takes_for_something_else_is_quoted(text: str) -> None:
    assert dump.yaml_text({"a": text}) == f"a: '{text}'\n"


@pytest.mark.parametrize("text", ["1,000", "1.2.3", "e5", "12 a", "yes, it is", "nullo"])
def test_any_other_is_not(text: str) -> None:
    assert dump.yaml_text({"a": text}) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\u2028b", r'"a\Lb"'),
        ("a\x07b", r'"a\ab"'),
        ("a\x85b", r'"a\Nb"'),
        ("\n", r'"\n"'),
        ("a\n\n", r'"a\n\n"'),
        ("a\nb", "|-\n  a\n  b"),
        ("a\n", "|\n  a"),
        ("<<<<<<< a", "'<<<<<<< a'"),
        (">>>>>>> a", "'>>>>>>> a'"),
    ],
)
def test_lines_and_letters_that_do_not_show(text: str, written: str) -> None:
    assert dump.yaml_text({"a": text}) == f"a: {written}\n"


def test_a_list_that_is_there_twice_is_written_twice() -> None:
    shared = ["x"]
    assert dump.yaml_text({"a": {"b": shared}, "c": shared}) == "a:\n  b:\n  - x\nc:\n- x\n"
