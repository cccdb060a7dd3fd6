"""T304: whatever passes validation can be pasted into the site's JSON files."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from liquid import Environment

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.cli import main
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record.dump import yaml_text
from pfocr_cli.rules import RULES

FIXTURES = Path(__file__).parents[1] / "fixtures"


def base(name: str) -> dict[str, Any]:
    [path] = (FIXTURES / "records" / "_figures").glob(f"{name}__*.md")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return data


BASES = [base("PMC99000001"), base("PMC99000007")]
"""One of 2021, one of 2023."""

RAW = ["figid_alias", "pmcid", "filename", "organisms", "organisms_ner", "year"]
CAPTIONS = ["slice: 0, 200 | escape", "truncate: 200 | escape", "escape | truncate: 200"]
LINES = "{%% for page in pages %%}{%s}{%% unless forloop.last %%},{%% endunless %%}{%% endfor %%}"


def pasted(*keys: str) -> str:
    return ", ".join(f'"{key}": "{{{{ page.{key} }}}}"' for key in keys)


def search(caption: str) -> str:
    fields = (
        '"title": "{{ page.figtitle | escape }}", '
        f'"caption": "{{{{ page.caption | {caption} }}}}", '
        "\"keywords\": \"{{ page['schema-jsonld'].keywords | join: ', ' | escape }}\", "
    )
    return "[" + LINES % (fields + pasted(*RAW)) + "]"


INFO = (
    "["
    + LINES
    % (
        pasted("figid", "figid_alias", "pmcid", "number", "year", "organisms", "organisms_ner")
        + ', "figtitle": "{{ page.figtitle | escape }}"'
    )
    + "]"
)
TEMPLATES = [Environment().from_string(text) for text in (*map(search, CAPTIONS), INFO)]


def rendered(record: dict[str, Any]) -> list[str]:
    return [template.render(pages=[record, record]) for template in TEMPLATES]


CODES = frozenset(code for code in RULES if code[0] in "PS" or code == "T304")


def errors(text: str, name: str, codes: frozenset[str] = CODES) -> list[str]:
    outcome = ValidateJob(codes, Severity.ERROR)(
        Chunk(0, Input(name, name, data=text.encode("utf-8")))
    )
    assert outcome.crash is None, outcome.crash
    return [f"{finding.code} {finding.pointer}" for finding in outcome.findings]


TEXT = st.text(
    st.one_of(
        st.sampled_from("\"\\\n\r\t\0\x0b\x1f\x7f\u0085\u2028\ufeff<>&'{}[]%:,# aé"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
LONG = st.builds(
    lambda before, text, after: "x" * before + text + "y" * after,
    st.integers(190, 205),
    TEXT,
    st.integers(0, 9),
)
VALUE = st.one_of(
    TEXT,
    LONG,
    st.lists(TEXT, max_size=3),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dictionaries(TEXT, TEXT, max_size=2),
    st.lists(st.lists(TEXT, max_size=2), max_size=2),
)
KEYS = st.sampled_from(["figid", "number", "figtitle", "caption", "keywords", *RAW])


@given(st.sampled_from(BASES), st.dictionaries(KEYS, VALUE, max_size=3), st.booleans())
def test_whatever_validates_can_be_read_on_the_site(
    sound: dict[str, Any], values: dict[str, Any], as_json: bool
) -> None:
    record = copy.deepcopy(sound)
    for key, value in values.items():
        if key == "keywords":
            record["schema-jsonld"]["keywords"] = value
        else:
            record[key] = value
    name = "draft.json" if as_json else "draft.yaml"
    if not errors(json.dumps(record) if as_json else yaml_text(record), name):
        for text in rendered(record):
            json.loads(text)


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a backslash in the title": ({"figtitle": r"The \alpha"}, ["T304 /figtitle"]),
    "a quotation mark in the title": ({"figtitle": 'The "so-called" unit'}, []),
    "a line break in the title": ({"figtitle": "The\nunit"}, ["T304 /figtitle"]),
    "a tab in the title": ({"figtitle": "The\tunit"}, ["T304 /figtitle"]),
    "a backslash early in the caption": ({"caption": "x" * 199 + "\\"}, ["T304 /caption"]),
    "a backslash late in the caption": ({"caption": "x" * 200 + "\\\n"}, []),
    "a quotation mark in the number": ({"number": 'F1"'}, ["T304 /number"]),
    "in an organism": ({"organisms": ["Homo", 'so-called "Mus"']}, ["T304 /organisms/1"]),
    "in an organism as text": ({"organisms": 'so-called "Mus"'}, ["T304 /organisms"]),
    "in the title of the paper": ({"papertitle": 'The \\ "x"\ny'}, []),
    "in the reference": ({"reftext": '\\ "x"'}, []),
}  # fmt: skip


@pytest.mark.parametrize(("values", "found"), CASES.values(), ids=CASES)
def test_which_letter_breaks_which_field(values: dict[str, Any], found: list[str]) -> None:
    assert errors(yaml_text(BASES[0] | values), "draft.yaml", frozenset({"T304"})) == found


@pytest.mark.parametrize(("item", "breaks"), [('a "b"', False), ("a\\b", True), ("a\rb", True)])
def test_keywords_are_escaped(item: str, breaks: bool) -> None:
    record = copy.deepcopy(BASES[0])
    record["schema-jsonld"]["keywords"].append(item)
    index = len(record["schema-jsonld"]["keywords"]) - 1
    expected = [f"T304 /schema-jsonld/keywords/{index}"] if breaks else []
    assert errors(yaml_text(record), "draft.yaml", frozenset({"T304"})) == expected


def fixed(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as leaving:
        main(["validate", "--isolated", "--select", "T304", "--fix", "--unsafe-fixes", str(path)])
    return leaving.value.code, capsys.readouterr().out


def test_the_fix_is_the_replacement_of_the_team(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    published: Callable[[dict[str, Any]], str],
) -> None:
    record = copy.deepcopy(BASES[0])
    caption = (
        'The "first"\r\nof \\beta,\tand a long sentence more, so that this one is folded twice.'
    )
    record |= {"caption": caption, "organisms": ['Homo "sapiens"'], "number": 'F1"'}
    record["schema-jsonld"]["description"] = caption
    path = tmp_path / "record.md"
    path.write_bytes(f"---\n{yaml_text(record)}---\n".encode())
    assert fixed(path, capsys) == (0, "")
    mended = 'The "first" of /beta, and a long sentence more, so that this one is folded twice.'
    record |= {"caption": mended, "organisms": ["Homo sapiens"], "number": "F1"}
    record["schema-jsonld"]["description"] = mended
    assert path.read_bytes().decode() == published(record)


def test_what_names_the_record_is_left_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.md"
    record = BASES[0] | {"filename": 'a"b.jpg'}
    text = f"---\n{yaml_text(record)}---\n"
    path.write_text(text, "utf-8")
    status, said = fixed(path, capsys)
    assert status == 1
    assert "a quotation mark in filename makes the site's search.json unreadable" in said
    assert path.read_text("utf-8") == text
