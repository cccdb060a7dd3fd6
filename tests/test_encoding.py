"""T302: what is spoilt, lost or unseen is found at its place, and mended as the database folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_gene_rules import row, table_record
from test_rule_messages import problems, record_with

from pfocr_cli.cli import main
from pfocr_cli.finding import Severity
from pfocr_cli.record import code_pages
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.mojibake import Spoilt, may_be_spoilt, spoilt
from pfocr_cli.record.source import Source
from pfocr_cli.record.survey import odd_letters
from pfocr_cli.rules import encoding

SITE = "https://pfocr.wikipathways.org/figures"


def read_as(page: str, text: str) -> str:
    """Return a text as it looks when its UTF-8 is read by a code page; open bytes as themselves."""
    return "".join(
        bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


def mended(text: str) -> str:
    for run in reversed(spoilt(text)):
        assert run.sure
        text = text[: run.start] + run.meant + text[run.end :]
    return text


LETTERS = "".join(
    (
        "αβγδεκλμζωΔΦ°±µ×·éèüöäñçø",
        "–—‐−‘’“”…•′→←↑↓≥≤∞™®✓ﬁ",
    )
)
PAGES = ("cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1251", "cp1253", "cp1254")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("around", ["TNF-{}1 in bone", "the {} of", "Caf{}r"])
def test_letters_of_papers_are_read_back_from_the_usual_code_pages(page: str, around: str) -> None:
    for letter in LETTERS:
        text = around.format(letter)
        assert mended(read_as(page, text)) == text


@given(st.lists(st.sampled_from([*LETTERS, "a", "B", "-", " "]), max_size=12).map("".join))
def test_mac_roman_runs_are_read_back_whole(text: str) -> None:
    assert mended(read_as("mac_roman", text)) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NF-ÎºB and Å\u0081ukasz", "NF-κB and Łukasz"),
        ("TNF-ÃŽÂ±", "TNF-α"),
        ("IL‚Äê1‚ÄìIL‚Äê6", "IL‐1–IL‐6"),
        ("≈Åukasz and Jos√©", "Łukasz and José"),
        ("TNF-ﾎｱ", "TNF-α"),
        ("IFN-纬", "IFN-γ"),
        ("Ôªøstart", "\ufeffstart"),
        ("5 √ó 10", "5 × 10"),
        ("a ‚Äâ b", "a \u2009 b"),
        ("JaÅ‚ and Å‚Ä…", "Jał and łą"),
        ("d√πt and 5d√πt", "dùt and 5dùt"),
        ("voilÃ  tout", "voilà  tout"),
    ],
)
def test_what_was_meant(text: str, meant: str) -> None:
    assert mended(text) == meant


@pytest.mark.parametrize(
    "text",
    ["3 Å\u00a0wide", "“Å”", "10 Å–20 Å", "5 Å²", "x ≈±3", "√π/2",
     "Cœur d’été", "CAFÉ”", "‘α’–β", "≥±", "IFN-γ’s",
     "→→", "¿Qué…?", "naïve–x", "Δ–β’", "κ–β", "日本語",
     "Привет", "-┤ ┴", "½µm²",
     "5 Å‚", "Ä€-B"],
)  # fmt: skip
def test_sound_text_is_left_alone(text: str) -> None:
    assert spoilt(text) == []


@given(
    st.lists(
        st.sampled_from([*"ŒΓÎ±Äì‚√©®ÂÃČабﾎｱ纬", *"\x1f\x85aB \t\n"]),
        max_size=12,
    ).map("".join)
)
def test_what_a_quick_look_passes_over_is_not_spoilt(text: str) -> None:
    assert may_be_spoilt(text, odd_letters(text)) or spoilt(text) == []


@pytest.mark.parametrize("page", code_pages.PAGES)
def test_a_run_is_utf_8_of_latin_1_greek_and_signs(page: str) -> None:
    letters = code_pages.letters_of(page)
    pattern, leads = code_pages.sequences_of(page), code_pages.leads_of(page)
    for first in range(0x80, 0x100):
        is_lead = first in (*range(0xC2, 0xC6), 0xCE, 0xCF, 0xE2, 0xE3, 0xEF, 0xF0)
        assert (letters[first] in leads) == is_lead
        for second in range(0x80, 0x100):
            run = letters[first] + letters[second]
            is_two = is_lead and first < 0xE0 and second < 0xC0
            assert bool(pattern.fullmatch(run)) == is_two
            is_three = is_lead and 0xE0 < first < 0xF0 and second < 0xC0
            assert bool(pattern.fullmatch(run + letters[0xBF])) == is_three
            is_four = first == 0xF0 and second < 0xC0
            assert bool(pattern.fullmatch(run + letters[0x80] * 2)) == is_four


def test_a_long_run_is_one() -> None:
    [run] = spoilt(f"x{read_as('mac_roman', 'α' * 40)}y")
    assert (run.start, run.end, run.meant) == (1, 81, "α" * 40)


def test_two_answers_are_no_certainty() -> None:
    [run] = spoilt("TNF-Îš")  # Κ by Windows-1252, ι by Latin-2
    assert not run.sure


@given(st.text())
def test_odd_letters_are_what_is_left(text: str) -> None:
    usual = {"\t", "\n", "\r", *map(chr, range(0x20, 0x7F))} - {"\\"}
    assert odd_letters(text) == "".join(letter for letter in text if letter not in usual)


LONG = (
    "Overview of the invented cascade by which TNF-{} and IL-6 reach the nucleus of osteoclasts, "
    "where NF-{}B is set free {} and more words follow, so that the value is folded twice or so."
)


def record(**values: str) -> dict[str, Any]:
    figid = "PMC99000010__abc-01-0001-g001"
    base: dict[str, Any] = {
        "figid": figid,
        "figlink": "/pmc/articles/PMC99000010/figure/F1/",
        "number": "F1",
        "caption": "A drawing made for tests.",
        "pmcid": "PMC99000010",
        "papertitle": "An invented study.",
        "reftext": "Ada Example, et al. J Invented Res. 2019;12(3):45-67.",
        "pmc_ranked_result_index": "1234",
        "pathway_score": 0.9137462,
        "filename": "abc-01-0001-g001.jpg",
        "figtitle": "A drawing made for tests",
        "year": "2019",
        "organisms": ["Homo sapiens"],
        "ndex": "",
        "annotations": [],
        "seo": "CreativeWork",
    } | values
    return base | {
        "schema-jsonld": {
            "@context": "https://schema.org/",
            "@id": f"{SITE}/{figid}.html",
            "@type": "Dataset",
            "description": base["caption"],
            "license": "CC0",
            "name": "CreativeWork",
            "creator": {"@type": "Organization", "name": "WikiPathways"},
            "keywords": ["TNFSF11"],
        },
        "genes": [
            {
                "word": "RANKL",
                "symbol": "RANKL",
                "source": "hgnc_alias_symbol",
                "hgnc_symbol": "TNFSF11",
                "entrez": "8600",
            }
        ],
        "chemicals": [],
        "diseases": [],
    }


Run = Callable[..., list[str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that judges a file, and returns what is said of it."""

    def judge(path: Path, *options: str) -> list[str]:
        with pytest.raises(SystemExit) as leaving:
            main(["validate", "--isolated", "--select", "T302", *options, str(path)])
        assert leaving.value.code == 0
        lines = capsys.readouterr().out.splitlines()
        return [line.partition(f"{path.name}:")[2] for line in lines]

    return judge


Published = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", [LONG, "Short TNF-{} NF-{}B {}.", LONG + "\n\nA second {}{}{}"])
def test_a_caption_and_its_description_are_mended_as_the_database_folds(
    tmp_path: Path, published: Published, run: Run, text: str, newline: str
) -> None:
    count = text.count("{}")
    bad, good = text.format(*["Œ±"] * count), text.format(*["α"] * count)
    path = tmp_path / "record.md"
    path.write_bytes(published(record(caption=bad)).replace("\n", newline).encode())
    assert run(path, "--fix", "--unsafe-fixes") == []
    assert path.read_bytes().decode() == published(record(caption=good)).replace("\n", newline)


def test_escaped_letters_are_mended_to_a_plain_text(
    tmp_path: Path, published: Published, run: Run
) -> None:
    path = tmp_path / "record.md"
    path.write_text(published(record(figtitle="Alzheimer\u00e2\u0080\u0099s")), encoding="utf-8")
    assert run(path, "--fix", "--unsafe-fixes") == []
    assert yaml.safe_load(path.read_text("utf-8").split("---\n")[1])["figtitle"] == "Alzheimer’s"
    assert path.read_text("utf-8") == published(record(figtitle="Alzheimer’s"))


FOUND = [
    ("Role of TNF-Œ± here",
     ["12:23: T302 warning 'Œ±' should be 'α': UTF-8 was read as Mac Roman"]),
    ("a\u200bb", ["12:12: T302 warning the invisible letter U+200B (zero width space): remove it"]),
    ("a\u202eb",
     ["12:12: T302 warning the invisible letter U+202E (right-to-left override): remove it"]),
    ("a\u00adb", ["12:12: T302 warning the invisible letter U+00AD (soft hyphen): remove it"]),
    ("a\uf061b", ["12:12: T302 warning the private letter U+F061: 'α' in the font Symbol"]),
    ("a\ue123b", ["12:12: T302 warning the private letter U+E123, which no two fonts share"]),
    ("TNF-&alpha; R&D; &x",
     ["12:15: T302 info the entity &alpha; is 'α': a record holds plain text"]),
    ("Ca<sup>2+", ["12:13: T302 info the tag '<sup>': a record holds plain text"]),
    ("a â€ b", ["12:13: T302 warning 'â€' looks like a letter that was lost"]),
    (r"TGF\xCE\xB2", [r"12:14: T302 warning '\xCE\xB2' looks like a letter that was lost: 'β'"]),
    (r"TNF\xB1", [r"12:14: T302 warning '\xB1' looks like a letter that was lost"]),
    ("a\u200bâ€ b",
     ["12:12: T302 warning the invisible letter U+200B (zero width space): remove it",
      "12:13: T302 warning 'â€' looks like a letter that was lost"]),
    ("oﬃce, $\\alpha$-SMA, p<0.05 & r>1", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FOUND, ids=[repr(row[0]) for row in FOUND])
def test_what_is_said_and_where(
    tmp_path: Path, published: Published, run: Run, text: str, found: list[str]
) -> None:
    path = tmp_path / "record.md"
    path.write_text(published(record(figtitle=text)), encoding="utf-8")
    lines = [line.removesuffix(" [unsafe]") for line in run(path, "--show", "info")]
    assert lines == found


def test_what_is_in_doubt_and_what_names_the_record_is_not_mended(
    tmp_path: Path, published: Published, run: Run
) -> None:
    path = tmp_path / "record.md"
    text = published(record(figtitle="TN\ufffdF <b>", filename="abc-01-0001-g\u200b001.jpg"))
    path.write_text(text, encoding="utf-8")
    assert len(run(path, "--fix", "--unsafe-fixes", "--show", "info")) == 3
    assert path.read_text("utf-8") == text


def test_a_cell_is_mended(tmp_path: Path, run: Run) -> None:
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_data").mkdir()
    source = Path(__file__).parents[1] / "fixtures" / "broken" / "T303-in-a-table"
    [path] = (source / "_figures").iterdir()
    copy = tmp_path / "_figures" / path.name
    copy.write_bytes(path.read_bytes())
    [table] = (source / "_data").glob("*-genes.tsv")
    text = table.read_text("utf-8")
    cell = text.split("\n")[1].split("\t")[3]
    (tmp_path / "_data" / table.name).write_text(
        text.replace(f"\t{cell}\t", "\tIKKŒ≤\t", 1), "utf-8"
    )
    assert run(copy, "--fix", "--unsafe-fixes") == []
    mended_text = (tmp_path / "_data" / table.name).read_text("utf-8")
    assert mended_text == text.replace(f"\t{cell}\t", "\tIKKβ\t", 1)


PLAIN = "a record holds plain text"
LOST = "looks like a letter that was lost"


@pytest.mark.parametrize(
    ("text", "said", "written"),
    [
        ("TNF-\uf061", ["the private letter U+F061: 'α' in the font Symbol"], "TNF-α"),
        ("\uf061\ue000", ["the private letter U+F061, U+E000, which no two fonts share"], None),
        ("a\u200bb", ["the invisible letter U+200B (zero width space): remove it"], "ab"),
        ("&alpha;", [f"the entity &alpha; is 'α': {PLAIN}"], "α"),
        ("&lt; 3", [f"the entity &lt; is '<': {PLAIN}"], None),
        ("&nbsp;", [f"the entity &nbsp; is U+00A0 (no-break space): {PLAIN}"], None),
        ("&nosuch;", [], None),
        ("Ca<sub>2", [f"the tag '<sub>': {PLAIN}"], None),
        ("a \\u03b2", [rf"'\u03b2' {LOST}: 'β'"], "a β"),
        (r"\xCE\xB2", [rf"'\xCE\xB2' {LOST}: 'β'"], "β"),
        (r"\u0041", [rf"'\u0041' {LOST}"], None),
        (r"\xCE", [rf"'\xCE' {LOST}"], None),
        ("a\ufffd", [f"'\ufffd' {LOST}"], None),
        (r"\xE2\x80\x8B", [rf"'\xE2\x80\x8B' {LOST}"], None),
        ("a\x01\x02\x03\x04", [f"U+0001 U+0002 U+0003 U+0004 {LOST}"], None),
        ("a\x01\x02\x03\x04\x05", [f"'\ufffd\ufffd\ufffd\ufffd\ufffd' {LOST}"], None),
        ("a Œ±", ["'Œ±' should be 'α': UTF-8 was read as Mac Roman"], "a α"),
        (
            "Œ± Œ± Œ≤",
            [
                "'Œ±' should be 'α': UTF-8 was read as Mac Roman (2 times)",
                "'Œ≤' should be 'β': UTF-8 was read as Mac Roman",
            ],
            "α α β",
        ),
        ("a Îš", ["'Îš' should be 'ι': UTF-8 was read as Latin-2"], None),
        ("Œ±Œ≤", ["'Œ±Œ≤' should be 'αβ': UTF-8 was read as Mac Roman"], "αβ"),
        (
            "Œ± Alzheimerâ€™s",
            [
                "'Œ±' should be 'α': UTF-8 was read as Mac Roman",
                "'â€™' should be '’': UTF-8 was read as Windows-1252",
            ],
            "α Alzheimer’s",
        ),
    ],
)
def test_what_is_beyond_doubt_is_written_and_nothing_else(
    text: str, said: list[str], written: str | None
) -> None:
    found = problems("T302", record_with({"caption": text}))
    assert [problem.message for problem in found] == said
    fixes = [problem.fix and problem.fix.changes for problem in found]
    assert fixes == [written and (Replace("/caption", written),)] * len(said)


@pytest.mark.parametrize(
    ("text", "said", "written"),
    [
        ("a\ufffd Œ±", ["'Œ±' should be", "'\ufffd' looks"], "write 'a\ufffd α'"),
        ("a \ue123\u200b", ["the private letter", "the invisible"], "write a   U+E123"),
        ("Ã\u00ad a", ["Ã U+00AD (soft hyphen) should be 'í'", "the invisible"], "write 'í a'"),
        (
            "\u200b" * 1_000,
            ["the invisible letter U+200B (zero width space): remove it"],
            "write ''",
        ),
        (
            "\u200b " * 1_000 + "a",
            ["the invisible letter U+200B (zero width space): remove it (1,000 times)"],
            f"write '{' ' * 59}…'",
        ),
    ],
    ids=["lost-first", "private", "in-a-spoilt-run", "one-run", "many-runs"],
)
def test_what_can_be_mended_is_and_the_rest_is_told(
    text: str, said: list[str], written: str
) -> None:
    found = problems("T302", record_with({"caption": text}))
    for problem, beginning in zip(found, said, strict=True):
        assert problem.message.startswith(beginning)
    fixes = [problem.fix for problem in found if problem.fix]
    assert {(fix.message, fix.safe) for fix in fixes} == {(written, False)}


def test_a_page_without_a_name_is_called_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "spoilt", lambda _: [Spoilt(2, 4, "α", "")])
    [problem] = problems("T302", record_with({"caption": "b Œ±"}))
    assert problem.message == "'Œ±' should be 'α': UTF-8 was read as another code page"


def test_of_a_name_nothing_is_written() -> None:
    [problem] = problems("T302", record_with({"filename": "Œ±.jpg"}))
    assert problem.fix is None


def test_of_very_many_kinds_the_others_are_counted() -> None:
    runs = [rf"\x{code:02X}" for code in range(0x80, 0x80 + 52)]
    text = " ".join([*runs, *runs[:-1]])
    *first, last = problems("T302", record_with({"caption": text}))
    assert len(first) == 50
    assert {problem.message[-9:] for problem in first} == {"(2 times)"}
    assert last.message == "3 more runs of such letters, of 2 other kinds, in the same text"
    assert (last.value, last.severity, last.fix) == (text, Severity.WARNING, None)


def test_cells_of_a_side_table_are_mended_in_their_place() -> None:
    record = table_record([row("TNF", "7124", "TNF"), row("TNF", "7124", "TNF-Œ±")])
    table = record.tables["genes"]
    lines = [table.header, *([*each.values()] for each in table.rows)]
    source = Source("".join("\t".join(line) + "\n" for line in lines))
    for usable in (True, False):
        tables = {"genes": replace(table, source=source, usable=usable)}
        found = problems("T302", replace(record, tables=tables))
        assert [(problem.pointer, problem.table) for problem in found] == (
            [("/genes/1/word", "genes")] * usable
        )
        for problem in found:
            assert problem.fix is not None
            assert problem.fix.changes == (Replace("/genes/1/word", "TNF-α", "genes"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"TGF\xCE\xB2", rf"'\xCE\xB2' {LOST}: 'β'"),
        ("IFN-&gamma;", f"the entity &gamma; is 'γ': {PLAIN}"),
    ],
)
def test_a_table_of_ascii_can_have_lost_letters(text: str, said: str) -> None:
    record = table_record([row("TNF", "7124", text)])
    tables = {"genes": replace(record.tables["genes"], source=Source(f"word\n{text}\n"))}
    [problem] = problems("T302", replace(record, tables=tables))
    assert problem.message == said
