"""What takes long is done where it is needed only: sound records take the short way throughout."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, NoReturn
from unittest.mock import Mock

import ftfy
import pytest
import yaml
from program import SOUND, SOUND_2023, sound
from test_gene_rules import row, table_record

from pfocr_cli.inputs.records import DEFAULTS, with_shape
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record, dump, fast, front_matter, misread_tables, mojibake, published
from pfocr_cli.record import reading as record_reading
from pfocr_cli.record.mojibake import may_be_spoilt, spoilt
from pfocr_cli.record.reading import Reading, Syntax, read
from pfocr_cli.record.side_rows import SideRow, side_row
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.survey import odd_letters
from pfocr_cli.record.tables import Table
from pfocr_cli.rules import (
    RULES,
    blocking,
    cut_text,
    encoding,
    known_wrong,
    matches,
    site,
    words,
)
from pfocr_cli.rules.gene_rows import GeneRows
from pfocr_cli.rules.matches import Recorded
from pfocr_cli.rules.placing import kind_of
from pfocr_cli.rules.subject import Subject

LEXICON = open_lexicon(None)
USUAL = (
    "Signals of NF-κB (p65), C#1 of 3 & more: 5–10\u00a0µm; β’s “role” in naïve cells",
    "Jane Doe, et al. Café–bar. https://example.org/?a=1&b=2#part <0.05 > 1e5, 50% [1] {x}",
)


def refused(*_: object, **__: object) -> NoReturn:
    raise AssertionError("the long way")


def record_of(text: str) -> Record:
    [reading] = read(Source(text), "markdown")
    return with_shape(Record(reading, "PMC1__f1.md", "PMC1__f1"), DEFAULTS)


@pytest.mark.parametrize("caption", ["Signalling", *(f"'{text}'" for text in (*USUAL, "Off"))])
@pytest.mark.parametrize("text", [SOUND, SOUND_2023], ids=["2021", "2023"])
def test_no_rule_has_a_sound_record_read_anew(text: str, caption: str) -> None:
    text = sound(1, text).replace("Signalling of NF-κB", caption)
    for line_end in ("\n", "\r\n"):
        record = record_of(text.replace("\n", line_end))
        found = {code for code in RULES for _ in RULES[code].problems(Subject(record, LEXICON))}
        assert (found - {"T301"}, record.misfits, record.reading.faults) == (set(), (), ())
        assert not record.reading.is_composed
        assert "strings" not in vars(record)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/caption", "Signalling of NF-κB"),
        ("/schema-jsonld/description", "Signalling of NF-κB"),
        ("/genes/0/entrez", "'4790'"),
        ("/genes/0/word", "NFKB1"),
    ],
)
def test_the_place_of_a_usual_text_is_told_without_reading_anew(pointer: str, text: str) -> None:
    reading = record_of(sound(1)).reading
    span = reading.span(pointer)
    assert reading.source.text[span.start : span.end] == text
    assert not reading.is_composed


@pytest.mark.parametrize(("line_end", "looks"), [("\n", 0), ("\r\n", 1)], ids=ascii)
def test_the_place_of_a_gene_is_told_by_the_entries_that_a_text_was_parted_at(
    line_end: str, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where a line ends in two letters, nothing is where it was in the text that was read.
    looked = Mock(wraps=published._items)
    monkeypatch.setattr(published, "_items", looked)
    lines = ["---", "a: b", "genes:", "- word: TNF", "- word: IL6", "  entrez: '3569'", "c: d"]
    reading = record_of(line_end.join([*lines, "---", ""])).reading
    for pointer, value in (("/genes/0/word", "TNF"), ("/genes/1/entrez", "'3569'")):
        span = reading.span(pointer)
        assert reading.source.text[span.start : span.end] == value
    assert not reading.is_composed
    assert looked.call_count == looks


def test_of_a_record_of_very_many_genes_the_text_is_not_parted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked, many = Mock(wraps=published._items), 1_001
    monkeypatch.setattr(published, "_items", looked)
    lines = ["---", "a: b", "genes:", *many * ["- word: TNF"], "c: d", "---", ""]
    reading = record_of("\n".join(lines)).reading
    span = reading.span(f"/genes/{many - 1}/word")
    assert reading.source.place(span).line == many + 3
    assert looked.call_count == 0


@pytest.mark.parametrize(("length", "looks"), [(1_000, 1), (1_001, 2)])
def test_a_value_is_sought_once_in_items_that_are_alike_and_short(
    length: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Mock(wraps=published._on_lines)
    monkeypatch.setattr(published, "_on_lines", looked)
    item = "word: " + "a" * (length - len("word: "))
    lines = ["---", "genes:", f"- {item}", "chemicals: []", "---", ""]
    for record in map(record_of, ("\n".join(lines), "\n".join([*lines, "more"]))):
        assert record.reading.span("/genes/0/word").start == len("---\ngenes:\n- word: ")
    assert looked.call_count == looks


def test_a_text_without_carriage_returns_is_not_looked_through_for_line_ends() -> None:
    class Text(str):
        __slots__ = ()
        replace = refused

    assert fast.read_plain(Text("a: b\n")) is not None
    with pytest.raises(AssertionError):
        fast.read_plain(Text("a: b\r\n"))


def test_a_reading_knows_whether_the_exact_reader_was_asked() -> None:
    [quick] = read(Source("a: b\n"), "yaml")
    assert not quick.is_composed
    assert quick.nodes is not None
    assert quick.is_composed
    [slow] = read(Source("a: [1]\n"), "yaml")
    assert slow.is_composed


@pytest.mark.parametrize(
    ("text", "syntax", "letters"),
    [
        ("a: b\\c\n", "yaml", "\\"),
        ("a: \u00e9\n", "yaml", "\u00e9"),
        ('a: "\\x7f"\n', "yaml", "\x7f"),
        ('{"a": "\x7f"}', "json", "\x7f"),
    ],
)
def test_odd_letters_are_those_of_the_data(text: str, syntax: Syntax, letters: str) -> None:
    [reading] = read(Source(text), syntax)
    assert reading.odd_letters == letters


def test_plain_text_is_not_looked_through_for_odd_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_reading, "odd_letters", refused)
    [reading] = read(Source("a: b\n"), "yaml")
    assert reading.odd_letters == ""


def test_a_line_of_json_is_read_at_once() -> None:
    [reading] = read(Source('{"figid": "PMC1__f1"}'), "json")
    assert (reading.data, reading.is_composed) == ({"figid": "PMC1__f1"}, False)


def test_a_sound_record_is_asked_of_no_blocking_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "Subject", refused)
    for text in (SOUND, SOUND_2023):
        assert list(blocking.blockers(record_of(sound(1, text)))) == []
    with pytest.raises(AssertionError):
        list(blocking.blockers(record_of(sound(1).replace("pmcid: PMC1\n", ""))))


@pytest.mark.parametrize("text", USUAL)
def test_usual_texts_are_not_looked_through_for_flaws(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "_find_flaws", refused)
    record = record_of(sound(1).replace("Signalling of NF-κB", f"'{text}'"))
    assert list(RULES["T302"].problems(Subject(record))) == []


@pytest.mark.parametrize("text", USUAL)
def test_usual_letters_are_not_taken_for_spoilt_ones(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ftfy, "fix_encoding_and_explain", refused)
    monkeypatch.setattr(mojibake, "_runs", refused)
    assert not may_be_spoilt(text, odd_letters(text))
    assert spoilt(text) == []


@pytest.mark.parametrize("code", ["T301", "K601"])
def test_what_nobody_is_shown_is_not_sought(code: str) -> None:
    data: dict[str, Any] = {
        "organisms": "",
        "genes": [],
        "chemicals": [{"word": "ATP"}],
        "diseases": [],
    }
    data["schema-jsonld"] = {"keywords": []}
    reading = Reading(Source(""), Span(0, 0), "json", data)
    record = Record(reading, "draft.json", generation="2023")
    assert list(RULES[code].problems(Subject(record, shows=lambda asked, _: asked != code))) == []
    assert len(list(RULES[code].problems(Subject(record)))) == 1


def row_of(word: str, symbol: str, entrez: str, term: str = "") -> Recorded:
    return Recorded(word, term or word, "hgnc_symbol", symbol, entrez, in_table=False)


@pytest.mark.parametrize(
    ("word", "symbol", "entrez", "unasked"),
    [
        ("TNF", "TNF", "7124", "is_plain_term"),
        ("tnf", "TNF", "7124", "is_plain_term"),
        ("RANKL", "TNFSF11", "8600", "sure_genes"),
        ("p-TNF", "TNF", "7124", "genes_of"),
        ("TNF/IL6", "IL6R", "3570", "answer_of"),
        ("CaM", "CALM1", "801", "answer_of"),
    ],
)
def test_a_word_that_plainly_is_its_gene_is_not_resolved(
    word: str, symbol: str, entrez: str, unasked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_wrong, unasked, refused)
    assert known_wrong.wrong_by_table(row_of(word, symbol, entrez), LEXICON) is None


def test_of_wrong_matches_that_are_counted_nobody_asks_what_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = table_record([row("WDTC1", "23038", "ADP"), row("TNF", "7124", "TNF")])
    [found] = RULES["G509"].problems(Subject(record, LEXICON))
    monkeypatch.setattr(words, "corrections", refused)
    [counted] = RULES["G509"].problems(Subject(record, LEXICON, is_counted=True))
    assert kind_of(record, counted) == kind_of(record, found)


@pytest.mark.parametrize("word", ["TNF", "tnf"])
def test_a_word_that_is_its_genes_symbol_is_not_resolved(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matches, "answer_of", refused)
    assert matches.unlike_word(row_of(word, "TNF", "7124"), LEXICON) is None


def test_a_term_that_names_the_gene_of_the_id_is_not_looked_into(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matches, "genes_of", refused)
    assert matches.misnamed_term(row_of("x", "TNFSF11", "8600", "RANKL"), LEXICON) is None


def test_of_sound_texts_no_letter_is_sought_that_breaks_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site, "_texts", refused)
    assert list(RULES["T304"].problems(Subject(record_of(sound(1))))) == []


def test_what_only_ends_like_a_missing_value_is_not_looked_into(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pfocr_cli.rules.text._missing_in_record", refused)
    record = record_of(sound(1).replace("Signalling of NF-κB", "Signalling of DNA"))
    assert list(RULES["T301"].problems(Subject(record))) == []


def test_json_is_not_looked_through_for_plain_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.rules.quoting._may_be_plain", refused)
    [reading] = read(Source('{"caption": "NO"}'), "json")
    assert list(RULES["P007"].problems(Subject(Record(reading, "r.json")))) == []


def test_a_table_without_missing_values_is_not_gone_through() -> None:
    cells = {"word": "TNF", "ncbigene_symbol": "TNF", "ncbigene_id": "7124", "match": "NA"}
    table = Table("genes", "t.tsv", Source(""), [*cells], [side_row("genes", cells)])
    record = replace(record_of(sound(1, SOUND_2023)), tables={"genes": table})
    for _ in range(2):
        assert list(RULES["T301"].problems(Subject(record, shows=lambda *_: False))) == []
        cells["word"] = "NA"  # once met, the row is known to lack nothing


class Untouched(list[SideRow]):
    """Rows that nobody may go through."""

    __iter__ = refused


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=ascii)
def test_rows_of_a_table_without_blanks_at_an_end_are_not_gone_through(line_end: str) -> None:
    source = Source(line_end.join(["word\tname", "TNF\ta name", ""]))
    table = Table("genes", "t.tsv", source, ["word", "name"], Untouched())
    record = replace(record_of(sound(1)), tables={"genes": table})
    assert list(RULES["T303"].problems(Subject(record))) == []


def test_keywords_that_are_in_step_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unasked(frozenset[str]):
        __contains__ = refused

    monkeypatch.setattr("pfocr_cli.rules.keywords.NOTHING", Unasked())
    assert list(RULES["K601"].problems(Subject(record_of(sound(1))))) == []


def test_the_order_of_keywords_is_looked_at_where_somebody_is_told_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pfocr_cli.rules.keywords.expected_keywords", refused)
    record = record_of(sound(1, SOUND_2023))
    assert list(RULES["K601"].problems(Subject(record, shows=lambda *_: False))) == []
    with pytest.raises(AssertionError):
        list(RULES["K601"].problems(Subject(record)))


def test_names_that_agree_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.rules.identity._papers", refused)
    for code in ("I202", "I203"):
        assert list(RULES[code].problems(Subject(record_of(sound(1, SOUND_2023))))) == []


ROWS = [{"word": "TNF", "entrez": "7124"}, {"word": "NF-κB (p65)"[:2], "entrez": "4790"}]
LONG: dict[str, Any] = {"x" * 60: "a", "a": "b" * 70}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"figid": "PMC1__f1", "year": "2001"}, "figid: PMC1__f1\nyear: '2001'\n"),
        ({"genes": ROWS}, "genes:\n- word: TNF\n  entrez: '7124'\n- word: NF\n  entrez: '4790'\n"),
        ({"a": {"b": ["c", "Homo sapiens"]}}, "a:\n  b:\n  - c\n  - Homo sapiens\n"),
        ({"a": {"b": {"c": {"d": "e"}}}}, "a:\n  b:\n    c:\n      d: e\n"),
        ({"a": {"b": [{"c": "d", "e": "f"}]}}, "a:\n  b:\n  - c: d\n    e: f\n"),
        (LONG, f"{'x' * 60}: a\na: {'b' * 70}\n"),
        ({"a": [{"x" * 60: "b"}]}, f"a:\n- {'x' * 60}: b\n"),
        ({"a": "b" * 76}, f"a: {'b' * 76}\n"),
        ({"a": ["b" * 77]}, f"a:\n- {'b' * 77}\n"),
        ({"a": [{"b": "c" * 74}]}, f"a:\n- b: {'c' * 74}\n"),
    ],
)
def test_what_fits_in_its_line_needs_no_emitter(
    data: dict[str, Any], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml, "dump", refused)
    assert dump.yaml_text(data) == text


def test_a_text_without_marks_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, *patterns in (
        (front_matter, "_CONFLICT"),
        (cut_text, "_COMMENT_AFTER_TEXT"),
        (encoding, "_ESCAPE", "_ENTITY", "_TAG", "_LOST", "UNLIKELY"),
    ):
        for pattern in patterns:
            monkeypatch.setattr(module, pattern, None)
    assert front_matter.conflict_in(sound(1)) is None
    assert front_matter.conflict_in("a: <0.05, <<b>>\n") is None
    record = record_of(sound(1).replace("NF-κB", "NF-kB"))
    for code in ("P008", "T302"):
        assert list(RULES[code].problems(Subject(record))) == []
    [flaw] = encoding._find_flaws("a\u200bb", "\u200b")
    assert (flaw.start, flaw.end) == (1, 2)


def test_beside_a_spoilt_text_plain_ones_are_not_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = Mock(wraps=encoding._find_flaws)
    monkeypatch.setattr(encoding, "_find_flaws", looked)
    record = record_of(sound(1).replace("Signalling of NF-κB", "Signalling of NF-Œ∫B"))
    assert len(list(RULES["T302"].problems(Subject(record)))) == 2
    assert not any(each.args[0].isascii() for each in looked.call_args_list)


def test_what_only_looks_like_an_entity_is_looked_for_once() -> None:
    record = record_of(sound(1).replace("Signalling of NF-κB", "R&D; \\alpha of NF-κB"))
    assert list(RULES["T302"].problems(Subject(record))) == []
    assert "strings" not in vars(record)


def test_a_table_of_ascii_has_no_odd_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    record = table_record([row("TNF", "7124")])
    source = Source("word\nTNF\n")
    tables = {"genes": replace(record.tables["genes"], source=source)}
    monkeypatch.setattr(encoding, "odd_letters", refused)
    assert list(RULES["T302"].problems(Subject(replace(record, tables=tables)))) == []


def test_sound_rows_are_passed_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GeneRows, "_row", refused)
    for text in (SOUND, SOUND_2023):
        subject = Subject(record_of(sound(1, text)), LEXICON)
        found = [one for code in RULES if code[0] == "G" for one in RULES[code].problems(subject)]
        assert found == []


@pytest.mark.parametrize(
    ("lines", "is_in_order"),
    [
        (["word\tmesh"], True),
        (["word\tmesh", "a\tb"], True),
        (["word\tmesh", "a"], True),
        (["word\tmesh", "1\ta\tb"], False),
        (["word\tmesh\tx", "a\tb\tc"], False),
        (["word", "a"], False),
    ],
)
def test_a_table_that_is_in_order_is_looked_at_once(
    lines: list[str], is_in_order: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    monkeypatch.setattr(misread_tables, "_comments", lambda *asked: looks.append(asked))
    misread_tables.looks_like(lines, frozenset({"word", "mesh"}))
    assert (looks == []) == is_in_order


@pytest.mark.parametrize("marker", ["<<<<<<<", ">>>>>>>"])
def test_either_marker_of_a_merge_is_a_conflict(marker: str) -> None:
    fault = front_matter.conflict_in(f"a: b\n{marker} ours\n")
    assert fault is not None
    assert fault.value == f"{marker} ours"
    assert front_matter.conflict_in(f"a: b {marker} ours\n") is None
    assert front_matter.conflict_in(f"a: b\n{marker}<> ours\n") is None


def test_the_closing_line_is_looked_for_from_the_first_dashes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {
        "---\na: b\n---\n...\n": (8, 9),
        "---\na: b\n---x\n...\n": (8, 14),
        "---\na: b\n...\n---\n": (0, 9),
    }
    assert [front_matter.span_of(text).end for text in texts] == [end for _, end in texts.values()]
    asked: list[int] = []
    pattern = SimpleNamespace(search=lambda _, start: asked.append(start))
    monkeypatch.setattr(front_matter, "_CLOSING_AFTER_LF", pattern)
    for text in texts:
        front_matter._closing(text)
    assert asked == [start for start, _ in texts.values()]


def test_where_a_usual_file_closes_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = record_of(sound(1)).reading
    monkeypatch.setattr(front_matter, "span_of", refused)
    assert record_of(sound(1)).reading.body == whole.body
    with pytest.raises(AssertionError):
        record_of(sound(1) + "\n")


@pytest.mark.parametrize("mark", ["---", "--- # c", "---x", "...", "...x"])
def test_no_text_is_read_fast_that_a_line_may_close(mark: str) -> None:
    lines = ["a: b", "genes:", "- word: TNF", "- word: IL6", "c: d"]
    assert fast.read_plain("\n".join([*lines, ""])) is not None
    for place in range(len(lines) + 1):
        text = "\n".join([*lines[:place], mark, *lines[place:], ""])
        assert fast.read_plain(text) is None
        [reading] = read(Source(f"---\n{text}---\n"), "markdown")
        if len(mark) == 3:
            assert reading.text == "".join(f"{line}\n" for line in lines[:place])
