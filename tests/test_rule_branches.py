"""What rules say on either side of a bound, in each of their branches, and of rows and texts of any
form: whole sentences with their place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal
from unicodedata import normalize

import pytest
from program import sound
from test_gene_rules import gene, record_of, row, table_record
from test_rule_messages import problems, record_with

from pfocr_cli.finding import Fix, Severity
from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.fixes.keywords import keyword_changes
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import Record
from pfocr_cli.record.changes import Change, Insert, Quote, Remove, Replace
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import read_table
from pfocr_cli.wording import QUOTED_LIMIT


def told(code: str, record: Record) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.message) for problem in problems(code, record)]


REJECT = "REJECT is the curators' mark for a figure that is not a pathway"
NOT_HUMAN = "XXX is the curators' mark for an organism that is not human"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"organisms": "XXX"}, [("/organisms", NOT_HUMAN)]),
        ({"organisms": "REJECT"}, [("/organisms", REJECT)]),
        (
            {"organisms": ["XXX", "REJECT", "x", 1]},
            [("/organisms/0", NOT_HUMAN), ("/organisms/1", REJECT)],
        ),
        (
            {"caption": "REJECT", "number": "REJECT", "figtitle": "XXX"},
            [("/number", REJECT), ("/caption", REJECT)],
        ),
    ],
    ids=str,
)
def test_marks_of_curators(data: dict[str, Any], said: list[tuple[str, str]]) -> None:
    assert told("T305", record_with(data)) == said


PAPERS = "the title is the paper's: say what the figure shows"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("A paper of ten", [PAPERS]),
        (" (A, paper of ten) ", [PAPERS]),
        ("a paper of Ten.", ["the title ends with a period", PAPERS]),
        ("Apaper of ten", []),
        ("A paper often", []),
        ("123456789", ["the title has 9 letters: a title says what is shown, in 10 or more"]),
        ("1234567890", []),
        ("x" * 250, []),
        ("x" * 251, ["the title has 251 letters: 250 are the most"]),
        ("", ["the title has 0 letters: a title says what is shown, in 10 or more"]),
        ("B) Bone marrow cell", ["the title begins with a panel's letter, B)"]),
        ("Bone marrow (A) and", []),
        (" Bone marrow cell ", []),
        ("Bone marrow cell...", []),
        (
            "Bone marrow cell [,].",
            [
                "the title has [,], left where citations were taken out",
                "the title ends with a period",
            ],
        ),
        (
            "(A) Schematic representation of bone",
            [
                "the title begins with a panel's letter, (A)",
                "the title begins with 'Schematic representation of': say what is shown",
            ],
        ),
        ("NA", []),
        ("REJECT", []),
    ],
    ids=lambda value: str(value)[:24],
)
def test_style_of_titles(title: str, said: list[str]) -> None:
    found = told("T306", record_with({"figtitle": title, "papertitle": "A paper of ten"}))
    assert found == [("/figtitle", message) for message in said]


@pytest.mark.parametrize("paper", [{}, {"papertitle": ""}, {"papertitle": "…"}], ids=str)
def test_a_title_without_a_word_is_no_papers(paper: dict[str, str]) -> None:
    assert told("T306", record_with({"figtitle": "-- -- -- -- --"} | paper)) == []


@pytest.mark.parametrize(
    ("pmcid", "filename", "said"),
    [
        ("PMC1", "f1.jpg", []),
        ("PMC1", "f1.png", []),
        ("PMC1", "NA", []),
        ("PMC2", "f1.jpg", [("/pmcid", "the pmcid is 'PMC2', and the figid says 'PMC1'")]),
        ("PMC1", "", [("/filename", "the filename is '', and the figid says 'f1'")]),
        ("PMC1", "f2", [("/filename", "the filename is 'f2', and the figid says 'f1'")]),
    ],
)
def test_what_the_figid_says(pmcid: str, filename: str, said: list[tuple[str, str]]) -> None:
    data = {"figid": "PMC1__f1", "pmcid": pmcid, "filename": filename}
    assert told("I201", record_with(data, "PMC1__f1")) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "the figid is 'PMC1__f1', and the file's name says 'PMC1__f2'"),
        ({"filename": "f1.jpg"}, "the figid is 'PMC1__f1', and the file's name says 'PMC1__f2'"),
        ({"pmcid": "PMC1"}, "the figid is 'PMC1__f1', and the file's name says 'PMC1__f2'"),
    ],
)
def test_what_the_files_name_says(data: dict[str, str], said: str) -> None:
    found = told("I201", record_with({"figid": "PMC1__f1"} | data, "PMC1__f2"))
    assert found == [("/figid", said)]


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        (
            *("I202", {"pmcid": "PMC1", "number": "F1", "redirect_from": "/figures/PMC1__F2"}),
            "/redirect_from: the redirect is '/figures/PMC1__F2', and should be "
            "'/figures/PMC1__F1'",
        ),
        (
            *("I202", {"figid_alias": "PMC1__F1", "redirect_from": "PMC1__F1"}),
            "/redirect_from: the redirect is 'PMC1__F1', and should be '/figures/PMC1__F1'",
        ),
        (
            *("I204", {"year": "2011", "reftext": "Doe J. 2001; 2. 2002 Dec; p. 2003.1"}),
            "/year: the year is 2011, and the reference says 2002",
        ),
    ],
)
def test_what_names_should_be(code: str, data: dict[str, str], said: str) -> None:
    assert [": ".join(each) for each in told(code, record_with(data))] == [said]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_alias_may_be_written_either_way(form: Literal["NFC", "NFD"]) -> None:
    data = {"figid": "PMC1é__f1", "number": "F1", "figid_alias": normalize(form, "PMC1é__F1")}
    assert told("I202", record_with(data)) == []


def test_without_a_figid_nothing_disagrees_with_it() -> None:
    assert told("I201", record_with({"pmcid": "PMC1", "filename": "f1"}, "PMC1__f1")) == []


@pytest.mark.parametrize(
    ("number", "figtype", "link", "said"),
    [
        ("F1", "Figure", "F1", None),
        ("F1", "Figure", "F", None),
        ("F2", "Figure", "F1", "the number is F2, and the link says figure 1 (F1)"),
        (
            *("S1", "Supplemental figure", "F1"),
            "the number S1 is that of a supplementary figure, and the link says figure 1 (F1)",
        ),
        (
            *("S1", "Scheme", "F1"),
            "the number S1 is that of a scheme, and the link says figure 1 (F1)",
        ),
        (
            *("S1", "Supplemental figure", "sch1"),
            "the number S1 is that of a supplementary figure, and the link says scheme 1 (sch1)",
        ),
        (
            *("Scheme 1", "Supplemental figure", "F1"),
            "the number Scheme 1 is that of a scheme, and the link says figure 1 (F1)",
        ),
        (
            *("Extended Data Fig. 1", "", "F1"),
            "the number Extended Data Fig. 1 is that of an extended data figure, and the link says "
            "figure 1 (F1)",
        ),
        ("S1", "Scheme", "sch1", None),
        ("1", "Figure", "sch1", "the figtype is Figure, and the link says scheme 1 (sch1)"),
        (
            "",
            "Scheme",
            "fx1",
            "the figtype is Scheme, and the link says figure without number (fx1)",
        ),
        (f"F2{'b' * 98}", "", "F1", f"the number is F2{'b' * 98}, and the link says figure 1 (F1)"),
        (f"F2{'b' * 99}", "", "F1", None),
    ],
)
def test_what_the_number_says(number: str, figtype: str, link: str, said: str | None) -> None:
    link = f"/pmc/articles/PMC1/figure/{link}/"
    data = {"number": number, "figtype": figtype, "figlink": link, "filename": "x.jpg"}
    found = [message for _, message in told("I205", record_with(data))]
    assert found == ([said] if said else [])


def missing(*fields: str) -> list[str]:
    return [f"{field}: 'NA' is a missing value written as text" for field in fields]


NOTHING_BUT = dict.fromkeys(("word", "symbol", "source", "hgnc_symbol", "entrez"), "NA")


@pytest.mark.parametrize(
    ("record", "places", "said"),
    [
        (
            record_with({"schema-jsonld": {"keywords": ["a", "NA"]}}),
            ["/schema-jsonld/keywords/1"],
            missing("keywords"),
        ),
        (
            record_with({"schema-jsonld": {"keywords": "NA"}}),
            ["/schema-jsonld/keywords"],
            missing("keywords"),
        ),
        (
            record_with({"organisms": ["NA", "x", ""]}),
            ["/organisms/0", "/organisms/2"],
            [*missing("organisms"), "organisms is empty"],
        ),
        (
            record_of([[], {"word": ["NA"]}, NOTHING_BUT, {"word": [], "entrez": "NA"}]),
            [*(f"/genes/2/{field}" for field in NOTHING_BUT), "/genes/3/entrez"],
            missing(*NOTHING_BUT, "entrez"),
        ),
    ],
    ids=["item", "text", "empty", "rows"],
)
def test_what_is_written_for_nothing(record: Record, places: list[str], said: list[str]) -> None:
    assert told("T301", record) == list(zip(places, said, strict=True))


def test_of_a_title_all_is_pasted_and_of_either_no_quotation_mark() -> None:
    data: dict[str, Any] = {"figtitle": "x" * 250 + "\\", "caption": 'a "b"\x01\\', "number": 'F"1'}
    data |= {"schema-jsonld": {"description": "other", "keywords": ['a "b"\\']}}
    found = problems("T304", record_with(data))
    advice = "write / for a backslash and leave the rest out"
    assert [(one.pointer, one.value, one.message.partition(" makes")[0]) for one in found] == [
        ("/number", '"', "a quotation mark in number"),
        ("/figtitle", "\\", "a backslash in figtitle"),
        ("/caption", "\\", "the control character U+0001 and a backslash in caption make the "
         "site's search.json unreadable"),
        ("/schema-jsonld/keywords/0", "\\", "a backslash in schema-jsonld/keywords/0"),
    ]  # fmt: skip
    assert [one.fix for one in found] == [
        Fix(advice, safe=False, changes=(Replace("/number", "F1"),)),
        Fix(advice, safe=False, changes=(Replace("/figtitle", "x" * 250 + "/"),)),
        Fix(advice, safe=False, changes=(Replace("/caption", 'a "b"/'),)),
        None,
    ]
    [found_tab] = problems("T304", record_with({"caption": "a\tb" + "x" * 200 + "\\"}))
    assert found_tab.value == "a\tb" + "x" * 200 + "\\"
    assert found_tab.message == "a tab in caption makes the site's search.json unreadable"


TEXT = "must be text, not"
OR_NONE = "or '' if there is none"
LONG = "1" * QUOTED_LIMIT
BITS = "1" * (QUOTED_LIMIT - 2)


@pytest.mark.parametrize(
    ("code", "line", "told", "fix"),
    [
        ("S102", "year: 2001", ("/year", "2001", f"year {TEXT} a number: write '2001'"), "2001"),
        (
            *("S102", "year: true"),
            *(("/year", "true", f"year {TEXT} true or false: write 'true'"), "true"),
        ),
        (
            *("S102", f"year: {LONG}"),
            *(("/year", LONG, f"year {TEXT} a number: write '{LONG}'"), LONG),
        ),
        (
            *("S102", f"year: 1{LONG}"),
            *(("/year", f"1{LONG}", f"year {TEXT} a number: put it into quotes"), "it"),
        ),
        ("S102", "year:", ("/year", "", f"year {TEXT} null: write the text, {OR_NONE}"), None),
        ("S102", "year: ~", ("/year", "~", f"year {TEXT} null: write the text, {OR_NONE}"), None),
        ("S102", "figid: ~", ("/figid", "~", f"figid {TEXT} null: write the text"), None),
        ("S102", "year: [a]", ("/year", '["a"]', f"year {TEXT} a list"), None),
        ("S102", "genes: 7", ("/genes", "7", "genes must be a list, not a number"), None),
        (
            *("S102", "genes: [{word: , symbol: a, source: a, hgnc_symbol: a, entrez: '1'}]"),
            ("/genes/0/word", "", f"word of gene 1 {TEXT} null: write the text, {OR_NONE}"),
            None,
        ),
        (
            *("S102", "genes: [{word: ~, symbol: a, source: a, hgnc_symbol: a, entrez: '1'}]"),
            *(("/genes/0/word", "~", f"word of gene 1 {TEXT} null: write '~'"), None),
        ),
        (
            *("S103", "captoin: x"),
            *(("/captoin", "captoin", "unknown key 'captoin' (did you mean caption?)"), None),
        ),
        (
            *("S103", "genes: [{word: a, symbol: a, hgnc_symbol: a, entrez: '1', figid: x}]"),
            *(("/genes/0/figid", "figid", "unknown key 'figid'"), None),
        ),
        (
            *("S103", "doi: x"),
            (
                *("/doi", "doi"),
                "unknown key 'doi': it belongs to 2023, and the record is judged as 2021a: it has "
                "pmc_ranked_result_index, pathway_score, annotations and 3 more",
            ),
            None,
        ),
        (
            *("S104", "year: '219'"),
            *(("/year", "219", "year is '219', which is not a valid Year, such as '2019'"), None),
        ),
    ],
    ids=lambda value: str(value)[:32],
)
def test_what_does_not_fit_its_schema(
    code: str, line: str, told: tuple[str, str, str], fix: str | None
) -> None:
    where, value, _ = told
    key = line.partition(":")[0]
    kept = [each for each in sound(1).splitlines() if not each.startswith(f"{key}:")]
    if key == "genes":
        kept = [each for each in kept if not each.startswith(("- word", "  s", "  h", "  e"))]
    text = "\n".join([kept[0], line, *kept[1:], ""])
    [record] = records(Input("r.md", "r.md", data=text.encode()))
    [found] = problems(code, record)
    assert (found.pointer, found.value, found.message) == told
    assert found.at == ("key" if code == "S103" else "value")
    assert found.fix == (
        Fix(f"put {fix} into quotes", safe=True, changes=(Replace(where, value),)) if fix else None
    )


def test_in_json_what_is_to_be_written_has_the_quotes_of_json() -> None:
    text = '{"figid": "PMC1__f1", "caption": null, "year": 2001}'
    [record] = records(Input("r.json", "r.json", data=text.encode()))
    assert told("S102", record) == [
        ("/caption", f'caption {TEXT} null: write the text, or "" if there is none'),
        ("/year", f'year {TEXT} a number: write "2001"'),
    ]


@pytest.mark.parametrize(
    ("text", "where", "at", "said", "advice"),
    [
        ("a: NO", "/a", "value", "NO without quotes is a truth value", "write 'NO'"),
        ("a: {NO: b}", "/a/NO", "key", "NO without quotes is a truth value", "write 'NO'"),
        ("a: [x, {b: On}]", "/a/1/b", "value", "On without quotes is a truth value", "write 'On'"),
        (
            *(f"a: 0b{BITS}", "/a", "value"),
            *(f"0b{BITS} without quotes is a number", f"write '0b{BITS}'"),
        ),
        (
            *(f"a: 0b1{BITS}", "/a", "value"),
            *(
                f"0b1{BITS}"[: QUOTED_LIMIT - 1] + "… without quotes is a number",
                "put it into quotes",
            ),
        ),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_text_in_yaml_12_alone(
    text: str, where: str, at: Literal["key", "value"], said: str, advice: str
) -> None:
    [record] = records(Input("r.yaml", "r.yaml", data=f"{text}\n".encode()))
    [found] = problems("P007", record)
    assert (found.pointer, found.message) == (where, f"{said} to readers of YAML 1.1: {advice}")
    assert found.fix == Fix(advice, safe=True, changes=(Quote(where, at),))


@pytest.mark.parametrize(
    ("keys", "is_other"), [("title: x", True), ("pmcid: PMC1", True), ("figid: x", False)]
)
def test_what_is_no_figure_record_is_called_so(keys: str, is_other: bool) -> None:
    [record] = records(Input("r.md", "r.md", data=f"---\n{keys}\n---\n".encode()))
    [(where, said)] = told("S101", record)
    assert where == ""
    start = "no figure record: no figid; the keys figid, figlink" if is_other else "the keys figl"
    assert said.startswith(start)


@pytest.mark.parametrize(("length", "is_pasted"), [(198, True), (199, True), (200, False)])
def test_of_a_caption_only_the_beginning_is_pasted(length: int, is_pasted: bool) -> None:
    assert bool(told("T304", record_with({"caption": "x" * length + "\\"}))) == is_pasted


def test_what_breaks_the_sites_files_is_named_each_once() -> None:
    both = "the site's search.json and getFigureInfo.json unreadable"
    assert told("T304", record_with({"pmcid": 'P"\x01"', "organisms": ["a", "b\nc"]})) == [
        ("/pmcid", f"a quotation mark and the control character U+0001 in pmcid make {both}"),
        ("/organisms/1", f"a line break in organisms/1 makes {both}"),
    ]
    data = {"caption": "a\tb", "schema-jsonld": {"description": "a\tb", "keywords": ["a\\b"]}}
    caption, keyword = problems("T304", record_with(data))
    assert (keyword.message, keyword.fix) == (
        "a backslash in schema-jsonld/keywords/0 makes the site's search.json unreadable",
        None,
    )
    assert caption.fix is not None
    assert caption.fix.changes == (
        Replace("/caption", "a b"),
        Replace("/schema-jsonld/description", "a b"),
    )


# Symbols: what NCBI calls a gene is its own affair, in its own column


@pytest.mark.parametrize(
    ("symbol", "entrez"), [("LOC117153", "117153"), ("PRS", "5640"), ("ND1", "4535")]
)
def test_what_ncbi_calls_a_gene_is_no_slip_of_a_table(symbol: str, entrez: str) -> None:
    in_table, in_record = table_record([row(symbol, entrez)]), record_of([gene(symbol, entrez)])
    codes = ("G501", "G502", "G503", "G504")
    assert [found for code in codes for found in told(code, in_table)] == []
    assert len([found for code in codes for found in told(code, in_record)]) == 1


@pytest.mark.parametrize(
    ("code", "symbol", "entrez", "said"),
    [
        ("G502", "PRS", "NA", "HGNC withdrew PRS"),
        ("G503", "NOTAGENE", "NA", "NOTAGENE is not an approved symbol in HGNC 2024-07"),
        (
            *("G503", "NOTAGENE", "999999999"),
            "NOTAGENE is not an approved symbol in HGNC 2024-07; nor does it know a gene 999999999",
        ),
        (
            *("G503", "RANKL", "NA"),
            "RANKL is not an approved symbol in HGNC 2024-07, but an alias of TNFSF11 (gene 8600)",
        ),
    ],
)
def test_a_symbol_without_a_gene(code: str, symbol: str, entrez: str, said: str) -> None:
    assert told(code, record_of([gene(symbol, entrez)])) == [("/genes/0/hgnc_symbol", said)]


KNOWS_NONE = "TNF is gene 7124, and HGNC 2024-07 knows no gene"
NEWER = "perhaps newer (`pfocr lexicon update`, then `--lexicon latest`), or a slip"


@pytest.mark.parametrize(
    ("code", "symbol", "entrez", "said"),
    [
        (
            *("G504", "MIA2", "117153"),
            "MIA2 is gene 4253, and HGNC 2024-07 knows no gene 117153, perhaps one that NCBI "
            "retired",
        ),
        ("G504", "TNF", "999999999", f"{KNOWS_NONE} 999999999 (retired, or another species'?)"),
        ("G501", "CTGF", "1490", "CTGF is CCN2 in HGNC 2024-07 (gene 1490)"),
        ("G504", "ACAT1", "6646", "ACAT1 is gene 38, and 6646 is SOAT1"),
        ("G504", "RANKL", "7124", "RANKL is an alias of TNFSF11 (gene 8600), and 7124 is TNF"),
        ("G504", "ABP", "7124", "ABP is a previous symbol of AOC1 (gene 26), and 7124 is TNF"),
        (
            *("G503", "9G8", "7124"),
            "9G8 is an alias of SRSF7 (gene 6432) and SLU7 (gene 10569), but 7124 is TNF",
        ),
        (
            *("G504", "tnfa", "8600"),
            "tnfa is, but for its case, a name of TNF (gene 7124), and 8600 is TNFSF11",
        ),
        (
            *("G504", "C6orf13", "7124"),
            "HGNC withdrew C6orf13: what it named is TRIM31 (gene 11074) in HGNC 2024-07, and "
            "7124 is TNF",
        ),
        ("G502", "PRS", "7124", "HGNC withdrew PRS; 7124 is TNF"),
        (
            *("G503", "NOTAGENE", "7124"),
            f"NOTAGENE is no name of a gene in HGNC 2024-07, which calls gene 7124 TNF: {NEWER}",
        ),
    ],
)
def test_a_symbol_beside_another_genes_id(code: str, symbol: str, entrez: str, said: str) -> None:
    record = record_of([gene(symbol, entrez)])
    found = [
        message for each in ("G501", "G502", "G503", "G504") for _, message in told(each, record)
    ]
    assert found == [said]
    assert [message for _, message in told(code, record)] == [said]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("ABC1", "'ABC1' is an alias of HEATR6 in HGNC 2024-07, and no name of TNF"),
        ("NA", None),
        ("IL6", "'IL6' is a symbol of IL6 in HGNC 2024-07, and no name of TNF"),
        ("RANKL", "'RANKL' is an alias of TNFSF11 in HGNC 2024-07, and no name of TNF"),
        ("CTGF", "'CTGF' is a previous symbol of CCN2 in HGNC 2024-07, and no name of TNF"),
        ("tnf", None),
        ("hTNF", None),
        ("TNF protein", None),
        (
            "1-Mar",
            "'1-Mar' is a date that a spreadsheet made of a symbol, and should be a name of TNF",
        ),
        (
            "NOTAGENE1",
            "'NOTAGENE1' is no name of a gene in HGNC 2024-07, and should be a name of TNF",
        ),
    ],
)
def test_a_term_that_is_no_name_of_the_gene(term: str, said: str | None) -> None:
    found = told("G510", record_of([gene("TNF", "7124", "xx", term, "hgnc_symbol")]))
    assert found == ([("/genes/0/symbol", said)] if said else [])


OF_RANKL = "'RANKL' is an alias of TNFSF11, and the source says"


@pytest.mark.parametrize(
    ("symbol", "entrez", "term", "source", "said"),
    [
        ("TNFSF11", "8600", "RANKL", "hgnc_symbol", f"{OF_RANKL} hgnc_symbol"),
        ("TNFSF11", "8600", "RANKL", "hgnc_alias_symbol", None),
        ("TNFSF11", "", "RANKL", "hgnc_prev_symbol", f"{OF_RANKL} hgnc_prev_symbol"),
        ("TNF", "8600", "RANKL", "hgnc_symbol", f"{OF_RANKL} hgnc_symbol"),
        ("", "8600", "RANKL", "hgnc_symbol", f"{OF_RANKL} hgnc_symbol"),
        ("TNFSF11", "8600", "RANKL", "", None),
        ("TNFSF11", "8600", "", "hgnc_symbol", None),
        ("TNFSF11", "8600", "NOTAGENE1", "hgnc_symbol", None),
        ("GBA", "2629", "gba", "hgnc_symbol", None),
        ("TRIM31", "11074", "C6orf13", "hgnc_prev_symbol", None),
        (
            *("ADRA2A", "150", "ADRA2", "hgnc_symbol"),
            "'ADRA2' is a family that ADRA2A belongs to and a previous symbol of ADRA2A, and the "
            "source says hgnc_symbol",
        ),
        (
            *("CCN2", "1490", "CTGF", "hgnc_alias_symbol"),
            "'CTGF' is a previous symbol of CCN2, and the source says hgnc_alias_symbol",
        ),
        (
            *("TNF", "7124", "TNF", "hgnc_prev_symbol"),
            "'TNF' is the approved symbol of TNF, and the source says hgnc_prev_symbol",
        ),
    ],
)
def test_the_source_is_how_the_term_names_the_gene(
    symbol: str, entrez: str, term: str, source: str, said: str | None
) -> None:
    found = told("G507", record_of([gene(symbol, entrez, "x", term, source)]))
    assert found == ([("/genes/0/source", said)] if said else [])


@pytest.mark.parametrize(
    ("term", "source", "said"),
    [
        ("TNF", "hgnc_symbol", None),
        ("TNF", "ncbigene_synonym", "'TNF' is the approved symbol of TNF"),
        ("TNFA", "ncbigene_synonym", None),
        ("TNFA", "ncbigene_symbol", "'TNFA' is a previous symbol of TNF"),
    ],
)
def test_of_a_table_it_is_asked_only_whether_the_term_is_the_symbol(
    term: str, source: str, said: str | None
) -> None:
    found = told("G507", table_record([row("TNF", "7124", "x", term, source)]))
    message = f"{said}, and the source says {source}"
    assert found == ([("/genes/0/source", message)] if said else [])


def test_of_a_table_with_an_older_symbol_the_term_is_that_of_today() -> None:
    rows = [row("CTGF", "1490", "x", "CCN2", "ncbigene_symbol")]
    assert told("G507", table_record(rows)) == []


@pytest.mark.parametrize(
    ("word", "symbol", "entrez", "said"),
    [
        ("ACAT1", "ACAT1", "6646", "'ACAT1' leads to ACAT1, not to SOAT1"),
        ("SOAT1", "ACAT1", "7124", "'SOAT1' leads to SOAT1, not to TNF"),
        ("Aavs1", "AAVS1", "17", "'Aavs1' leads to PPP1R12C, not to AAVS1"),
        (
            *("p-", "TNF", "7124"),
            "'p-' leads to no gene (P is passed over: a synonym of two characters, or a number, "
            "fits too much), not to TNF",
        ),
    ],
)
def test_where_a_word_leads(word: str, symbol: str, entrez: str, said: str) -> None:
    assert told("G508", record_of([gene(symbol, entrez, word)])) == [("/genes/0/word", said)]


def test_of_a_symbol_that_nobody_bears_the_same_term_is_not_told_again() -> None:
    assert told("G510", record_of([gene("NOTAGENE", "7124", "xx", "notagene")])) == []


@pytest.mark.parametrize(
    ("word", "symbol", "entrez", "said"),
    [
        (
            "BCAA/AKT1",
            "ARID4B",
            "51742",
            "'BCAA' is no gene here, but amino acids or their keto acids",
        ),
        (
            "IL-10R2",
            "WDTC1",
            "23038",
            "'IL-10R2' is IL10RB (the receptor of interleukin 10, β chain)",
        ),
        (
            *("CD64/CD80/CD86 (B7)", "LRRC23", "10233"),
            "'CD64/CD80/CD86 (B7)' is FCGR1A, CD80 and CD86 (the receptor FcγRI)",
        ),
    ],
)
def test_what_a_word_is_by_the_table_of_words(
    word: str, symbol: str, entrez: str, said: str
) -> None:
    for source in ("hgnc_alias_symbol", "bioentities_symbol"):
        found = told("G509", record_of([gene(symbol, entrez, word, "NA", source)]))
        is_family = "CD80" in said and source == "bioentities_symbol"
        message = f"{said}: {symbol} is a known wrong match"
        assert found == ([] if is_family else [("/genes/0/word", message)])


def test_all_members_are_named_where_a_word_means_several() -> None:
    record = record_of([gene("OPN1LW", "5956", "CBP/p300", "CBP", "hgnc_alias_symbol")])
    [problem] = problems("G509", record)
    assert (problem.pointer, problem.message) == (
        "/genes/0/word",
        "'CBP/p300' is CREBBP and EP300 (the acetyltransferases CBP and p300, drawn as one): "
        "OPN1LW is a known wrong match",
    )
    assert problem.fix is not None
    inserted = problem.fix.changes[-1]
    assert isinstance(inserted, Insert)
    assert inserted.pointer == "/genes/1"
    assert isinstance(inserted.value, dict)
    assert inserted.value["word"] == "CBP/p300"
    assert inserted.value["hgnc_symbol"] == "EP300"


def test_a_gene_that_is_there_by_its_id_is_not_written_again() -> None:
    wrong = gene("OPN1LW", "5956", "CBP", "CBP", "hgnc_alias_symbol")
    right = gene("OLDNAME", "1387", "CBP", "CREBBP", "hgnc_symbol")
    for genes, message in (([wrong, right], "take it out"), ([wrong], "write CREBBP")):
        [problem] = problems("G509", record_of(genes))
        assert problem.fix is not None
        assert problem.fix.message == message


def test_each_row_that_is_there_again_is_told_with_the_first() -> None:
    record = record_of([gene("TNF", "7124", "a")] * 3)
    again = "'a' is there again: every field is that of entry 1"
    assert told("G506", record) == [("/genes/1", again), ("/genes/2", again)]


# Keywords that are one text


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (Replace("/genes/0/hgnc_symbol", "GBA1"), [Replace("/schema-jsonld/keywords", "GBA1")]),
        (Replace("/genes/0/word", "x"), []),
        (Remove("/genes/0"), None),
        (Insert("/genes/1", gene("TNF", "7124")), None),
    ],
    ids=["renamed", "another-field", "none-left", "one-more"],
)
def test_a_keyword_that_is_a_text_stays_one(change: Change, wanted: list[Change] | None) -> None:
    data = {"genes": [gene("GBA", "2629")], "schema-jsonld": {"keywords": "GBA"}}
    if wanted is None:
        with pytest.raises(
            RefusedError, match=r"^schema-jsonld\.keywords is a text, and would have to be a list$"
        ):
            keyword_changes(record_with(data), [change])
    else:
        assert keyword_changes(record_with(data), [change]) == wanted


GBA, AR = gene("GBA", "2629"), gene("AR", "367")


@pytest.mark.parametrize(
    ("genes", "changes", "wanted"),
    [
        ([GBA, AR], [Insert("/genes/0", gene("TNF", "7124"))], [Insert("{}/0", "TNF")]),
        (
            [AR, gene("", "7124"), GBA],
            [Insert("/genes/3", gene("TNF", "7124"))],
            [Insert("{}/1", "TNF")],
        ),
        ([GBA], [Replace("/genes", "GBA1"), Replace("/genesis", "GBA1")], []),
        (["no row", GBA], [Replace("/genes/1/hgnc_symbol", "GBA1")], [Replace("{}/0", "GBA1")]),
        (
            [GBA | {"hgnc_symbol": " GBA"}],
            *([Replace("/genes/0/hgnc_symbol", "GBA1")], [Replace("{}/0", "GBA1")]),
        ),
    ],
    ids=["first", "beside-an-empty-symbol", "of-no-gene", "beside-what-is-no-row", "with-a-blank"],
)
def test_keywords_follow_the_genes(
    genes: list[Any], changes: list[Change], wanted: list[Insert | Replace]
) -> None:
    record = record_with({"genes": genes, "schema-jsonld": {"keywords": ["GBA", "AR"]}})
    place = "/schema-jsonld/keywords"
    assert keyword_changes(record, changes) == [
        replace(change, pointer=change.pointer.format(place)) for change in wanted
    ]


# Keywords and descriptions, and where they part


@pytest.mark.parametrize(
    ("caption", "description", "said"),
    [
        ("abc", "xbc", "it has 'xbc', the caption 'abc'"),
        ("abc", "abx", "after 'ab' it has 'x', the caption 'c'"),
        ("abc", "abcd", "after 'abc' it has 'd', the caption ''"),
        (
            f"{'a' * 30}b{'c' * 30}",
            f"{'a' * 30}x{'c' * 30}",
            f"after '{'a' * 24}' it has 'x{'c' * 23}', the caption 'b{'c' * 23}'",
        ),
    ],
)
def test_a_description_is_told_where_it_parts_from_the_caption(
    caption: str, description: str, said: str
) -> None:
    data = {"caption": caption, "schema-jsonld": {"description": description}}
    [found] = problems("K602", record_with(data))
    assert found.pointer == "/schema-jsonld/description"
    assert found.message == f"the description is not the caption: {said}: copy the caption"
    assert found.fix is not None
    assert found.fix.message == "copy the caption"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (1, []),
        ("https://pfocr.wikipathways.org/figures/PMC1__f1.html", []),
        (
            "PMC1__f1",
            [
                "the page is 'PMC1__f1', and should be "
                "'https://pfocr.wikipathways.org/figures/PMC1__f1.html'"
            ],
        ),
    ],
    ids=str,
)
def test_what_the_page_should_be(page: object, said: list[str]) -> None:
    found = told("K602", record_with({"figid": "PMC1__f1", "schema-jsonld": {"@id": page}}))
    assert found == [("/schema-jsonld/@id", message) for message in said]


def test_a_foreign_keyword_gives_its_place_to_the_one_that_is_missing() -> None:
    data = {
        "genes": [gene("GBA1", "2629"), gene("TNF", "7124")],
        "chemicals": [],
        "diseases": [],
        "schema-jsonld": {"keywords": ["GBA", "TNF"]},
    }
    [problem] = problems("K601", record_with(data))
    assert problem.message == (
        "the keyword 'GBA' is none of the record's symbols or words: write GBA1, which is missing"
    )
    assert problem.fix is not None
    assert problem.fix.changes == (Replace("/schema-jsonld/keywords/0", "GBA1"),)


def taken_out(*indices: int) -> tuple[Change, ...]:
    return tuple(Remove(f"/schema-jsonld/keywords/{index}") for index in indices)


@pytest.mark.parametrize(
    ("recorded", "message", "value", "advice", "changes"),
    [
        (
            *(["AR"], "the keywords lack TNF: add them", "TNF", "add what is missing"),
            (Insert("/schema-jsonld/keywords/1", "TNF"),),
        ),
        (
            *(["AR", "TNF", "a"], "a among the keywords is a gene's word, not its symbol", "a"),
            *("take out what is not a symbol", taken_out(2)),
        ),
        (
            ["AR", "TNF", "a", "b"],
            *("a and b among the keywords are genes' words, not symbols", "a, b"),
            *("take out what is not a symbol", taken_out(2, 3)),
        ),
        (
            *(["TNF", "AR", "AR"], "keywords that are there twice: AR", "AR"),
            *("take out what is there again", taken_out(2)),
        ),
        (
            ["TNF", "AR"],
            "the keywords are in another order than the genes, chemicals and diseases",
            *("", "put them into that order"),
            (
                Replace("/schema-jsonld/keywords/0", "AR"),
                Replace("/schema-jsonld/keywords/1", "TNF"),
            ),
        ),
        (
            ["AR", "X", "TNF"],
            "the keyword 'X' is none of the record's symbols or words: take it out, or add the "
            "gene that it names",
            *("X", "take it out", taken_out(1)),
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_is_said_of_keywords_and_done(
    recorded: list[str], message: str, value: str, advice: str, changes: tuple[Change, ...]
) -> None:
    genes = [gene("AR", "367", "a"), gene("TNF", "7124", "b")]
    data = {"genes": genes, "chemicals": [], "diseases": []}
    [found] = problems("K601", record_with(data | {"schema-jsonld": {"keywords": recorded}}))
    assert found.fix is not None
    assert (found.message, found.value) == (message, value)
    assert (found.fix.message, found.fix.changes) == (advice, changes)


def written(change: Change) -> str:
    assert isinstance(change, Insert | Replace)
    return f"{change.pointer.removeprefix('/schema-jsonld/keywords')} {change.value}"


OTHER_ORDER = "the keywords are in another order than the genes, chemicals and diseases"


@pytest.mark.parametrize(
    ("generation", "keywords", "message", "value", "changes"),
    [
        ("2023", ["AR", "TNF"], "the keywords lack ATP: add them", "ATP", None),
        ("2021b", ["AR", "TNF"], "the keywords lack ATP: add them", "ATP", ["/2 ATP"]),
        ("2023", ["AR"], "the keywords lack TNF and ATP: add them", "TNF, ATP", ["/1 TNF"]),
        (
            "2023",
            ["ATP"],
            *("the keywords lack AR and TNF: add them", "AR, TNF"),
            ["/0 AR", "/0 TNF"],
        ),
        ("2021b", "TNF", "the keywords lack AR and ATP: add them", "AR, ATP", None),
        ("2023", ["TNF", "AR", "ATP"], OTHER_ORDER, "", None),
        ("2021b", ["NA", "TNF", "AR", "ATP"], OTHER_ORDER, "", None),
        ("2021b", ["TNF", "AR", "ATP"], OTHER_ORDER, "", ["/0 AR", "/1 TNF"]),
        ("2023", ["AR", "TNF", "ATP"], None, "", None),
        ("2021b", ["AR", "NA", "TNF", "ATP", ""], None, "", None),
    ],
)
def test_keywords_of_either_generation(
    generation: str,
    keywords: list[str] | str,
    message: str | None,
    value: str,
    changes: list[str] | None,
) -> None:
    data: dict[str, Any] = {"genes": [gene("AR", "367"), gene("TNF", "7124")], "diseases": []}
    data |= {"chemicals": [{"word": "ATP"}], "schema-jsonld": {"keywords": keywords}}
    record = replace(record_with(data), generation=generation)
    found = problems("K601", record)
    severity = Severity.INFO if generation == "2023" else Severity.WARNING
    told = [(one.message, one.value, one.at, one.severity) for one in found]
    assert told == ([(message, value, "key", severity)] if message else [])
    fixes = [one.fix and [*map(written, one.fix.changes)] for one in found]
    assert fixes == ([changes] if message else [])


@pytest.mark.parametrize("is_copied", [True, False])
def test_a_caption_that_is_mended_takes_its_copy_with_it(is_copied: bool) -> None:
    description = "TNF-Œ±" if is_copied else "TNF"
    data = {"caption": "TNF-Œ±", "schema-jsonld": {"description": description}}
    first = problems("T302", record_with(data))[0]
    assert first.fix is not None
    places = [change.pointer for change in first.fix.changes]
    assert places == ["/caption", "/schema-jsonld/description"][: 1 + is_copied]


def test_a_table_says_how_bad_each_of_its_faults_is() -> None:
    table = read_table("genes", "t.tsv", Source("mesh\tx\nD1\ta\n"), {"word", "mesh"}, ("word",))
    record = replace(record_with({"figid": "x"}), generation="2023", tables={"genes": table})
    assert [(one.message, one.pointer, one.severity) for one in problems("D702", record)] == [
        ("the header lacks word", "/genes", Severity.ERROR),
        ("unknown column 'x'", "/genes", Severity.WARNING),
    ]


def test_genes_of_the_record_go_before_those_of_a_table() -> None:
    table = read_table("genes", "t.tsv", Source("word\nNA\n"), {"word"}, ("word",))
    record = replace(record_of([gene("TNF", "7124", "x", "x", "x")]), tables={"genes": table})
    assert told("T301", record) == []


SPACES = [" ", "\t", "\n", "\x0b", "\x1c", "\x85", "\u00a0", "\u2028", "\u3000"]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
@pytest.mark.parametrize("key", ["a", 1], ids=str)
def test_any_white_space_around_a_text_is_told_whatever_the_keys(space: str, key: object) -> None:
    data: dict[Any, Any] = {"s": "a |\nb", key: ["x", f"{space}y", {"z": f"z{space}"}]}
    said = [(f"/{key}/1", "white space around 'y'"), (f"/{key}/2/z", "white space around 'z'")]
    assert told("T303", record_with(data)) == said


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize(("word", "said"), [("Wnt", []), (" Wnt", ["Wnt"]), ("Wnt\u00a0", ["Wnt"])])
def test_white_space_around_a_cell_is_told_whatever_ends_lines(
    line_end: str, word: str, said: list[str]
) -> None:
    text = line_end.join(("mesh\tword", f"D1\t{word}", "D2\tBMP"))
    table = read_table("genes", "t.tsv", Source(text), {"word", "mesh"}, ())
    reading = record_with({"figid": "PMC1__f1"}).reading
    record = Record(reading, "r.md", generation="2023", tables={"genes": table})
    whole = [("/genes/0/word", f"white space around '{each}'") for each in said]
    assert told("T303", record) == whole
