"""Every fix, safe or not, changes what its finding names, and nothing else of the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty_yaml import front_matter
from program import sound

from pfocr_cli.finding import Problem
from pfocr_cli.fixes.apply import Fixed, fixed
from pfocr_cli.inputs.records import DEFAULTS, read_side_table, with_shape
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record
from pfocr_cli.record.changes import changed
from pfocr_cli.record.reading import read
from pfocr_cli.record.source import Source
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject

LEXICON = open_lexicon(None)
KEYWORDS = "/schema-jsonld/keywords"
TEXTS = [
    "TNF-Œ± in 'bone' – \"so\" # here", "cafe\u0301 and Œ±", "a # b",
    f"{'word ' * 30}TNF-Œ±1 end",
    "\u200bunseen", "one line\nanother Œ≤", "say \\x41 \\u03b2", "- a dash Œ±", "{curly} Œ±",
    "*star Œ±", "key: value Œ±", "&amp; &alpha; <sup>2</sup>", "NO", "1e5", "2001-01-01", "",
]  # fmt: skip
STALE = {
    "word": "MGEA5", "symbol": "MGEA5", "source": "hgnc_symbol", "hgnc_symbol": "MGEA5",
    "entrez": "10724",
}  # fmt: skip


def _caption(data: dict[str, Any], random: Random) -> None:
    data["caption"] = random.choice(TEXTS)
    if random.random() < 0.6:
        data["schema-jsonld"]["description"] = data["caption"]


def _stale(data: dict[str, Any], random: Random) -> None:
    data["genes"].insert(random.randrange(2), dict(STALE))
    data["schema-jsonld"]["keywords"].append("MGEA5")


def _repeated(data: dict[str, Any], _: Random) -> None:
    data["genes"].append(dict(data["genes"][0]))


def _put(*path: str, values: list[Any]) -> Callable[[dict[str, Any], Random], None]:
    def fault(data: dict[str, Any], random: Random) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = random.choice(values)

    return fault


FAULTS = [
    _caption,
    _stale,
    _put("figtitle", values=TEXTS),
    _put("year", values=[2001, 2001.5]),
    _put("figid_alias", values=["PMC1__F9"]),
    _put("redirect_from", values=["/figures/x"]),
    _put("number", values=["F1", 1, "1e3", 'F"1', "F\\1"]),
    _put("organisms", values=[["NO"], ["1:30", "yes"]]),
    _put("schema-jsonld", "keywords", values=[[], ["NFKB1", "NFKB1"]]),
    _repeated,
]


def _record(text: str, syntax: str) -> Record:
    source = Source(text.removeprefix("\ufeff"), mark="\ufeff" if text[0] == "\ufeff" else "")
    (reading,) = read(source, "json" if syntax == "json" else "markdown")
    return with_shape(Record(reading, "PMC1__f1.md"), DEFAULTS)


def _with(record: Record, problem: Problem) -> Fixed:
    """Return the record with the fix of one problem made, once."""
    once = [problem]
    return fixed(record, lambda _: [once.pop()] if once else [], DEFAULTS, unsafe=True)


def _with_fixes(record: Record) -> Iterator[Problem]:
    for rule in RULES.values():
        if rule.fix:
            problems = rule.problems(Subject(record, LEXICON))
            yield from (problem for problem in problems if problem.fix)


def _leaves(data: Any, at: str = "") -> dict[str, Any]:
    if not isinstance(data, dict | list):
        return {at: data}
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    return {
        where: leaf for key, below in pairs for where, leaf in _leaves(below, f"{at}/{key}").items()
    }


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_a_fix_changes_what_it_names_and_nothing_else(random: Random) -> None:
    data = yaml.safe_load(sound(1).strip("-\n"))
    data |= {"figid_alias": "PMC1__F1", "redirect_from": "/figures/PMC1__F1", "figtype": "Figure"}
    for fault in random.sample(FAULTS, 3):
        fault(data, random)
    syntax = random.choice(["markdown", "markdown", "markdown", "json"])
    mark = random.choice(["", "", "\ufeff"]) if syntax == "markdown" else ""
    text = json.dumps(data) if syntax == "json" else mark + front_matter(data, random)
    record = _record(text, syntax)
    for problem in list(_with_fixes(record)):
        assert problem.fix is not None
        done = _with(record, problem)
        if not done.made:
            continue
        new, changes = done.record.reading, problem.fix.changes
        expected, found = (_leaves(each) for each in (changed(record.data, changes), new.data))
        assert {
            at for at in expected.keys() | found.keys() if expected.get(at) != found.get(at)
        } <= {at for at in expected.keys() | found.keys() if at.startswith(KEYWORDS)}
        assert new.source.mark == mark
        if syntax == "json":
            assert json.loads(new.source.text) == new.data
        else:
            assert _texts(yaml.load(new.text, yaml.CBaseLoader)) == _texts(new.data)
            ends = [line.endswith("\r\n") for line in new.source.text.splitlines(keepends=True)]
            assert len(set(ends)) == 1


def _texts(data: Any) -> dict[str, str]:
    """Return leaves as text: a date of one reader is a text of the other."""
    return {at: str(leaf) for at, leaf in _leaves(data).items()}


HEADER = [
    "organism_id",
    "organism_name",
    "organism_group",
    "word",
    "match",
    "ncbigene_symbol",
    "ncbigene_id",
    "source",
    "count_direct",
    "count_synonym",
    "count_match",
]
WORDS = ["TNF", "TNF-Œ±", "cafe\u0301", "a\u200bb", "RELA ", "NA", "x &alpha;"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["", "\ufeff"]),
)
@settings(max_examples=25, deadline=None)
def test_a_fix_of_a_table_keeps_the_other_cells(
    words: list[str], end: str, is_ended: bool, mark: str
) -> None:
    cells = [
        ["9606", "Homo sapiens", "", word, word, "TNF", "7124", "ncbigene_symbol", "1", "NA", "1"]
        for word in words
    ]
    text = end.join("\t".join(row) for row in [HEADER, *cells]) + (end if is_ended else "")
    table = read_side_table("genes", "PMC1__f1-genes.tsv", Source(text, mark=mark), DEFAULTS)
    text_of_record = yaml.safe_dump({"figid": "PMC1__f1", "doi": "10.1/x", "organisms_ner": []})
    (reading,) = read(Source(f"---\n{text_of_record}---\n"), "markdown")
    record = with_shape(Record(reading, "PMC1__f1.md", tables={"genes": table}), DEFAULTS)
    for problem in list(_with_fixes(record)):
        if problem.table is None or problem.fix is None:
            continue
        done = _with(record, problem)
        new = done.record.tables["genes"]
        if done.made:
            rows = [dict(row) for row in table.rows]  # equal ones can be the same object
            assert new.rows == changed({"genes": rows}, problem.fix.changes)["genes"]
            assert new.source.mark == mark
            assert new.source.text.endswith(end) or not is_ended
            assert new.source.text.count("\n") == new.source.text.count(end)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_written_is_what_was_meant(seed: int) -> None:
    data = yaml.safe_load(sound(1).strip("-\n"))
    text = front_matter(data, Random(seed)).replace("\r\n", "\n").strip("-\n")
    assert yaml.safe_load(text) == data
