"""What each rule finds and lets pass: one thing changed in a sound record, and all that is said of
it.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.errors import PfocrError
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import RULES, select_codes

GONE = object()
"""As a new value: the key is taken out."""
PMCID, STEM = "PMC99000010", "abc-01-0001-g001"
FIGID = f"{PMCID}__{STEM}"
SITE = "https://pfocr.wikipathways.org/figures"
CAPTION = "A drawing made for tests. RANKL binds RANK."
# Genes against the lexicon are another module's tests, and change with the release of the lexicon;
# the style of titles and numbers is test_curation.py's.
CODES = frozenset(code for code in RULES if not code.startswith(("G", "V"))) - {"T306", "I205"}

GENES = [
    {
        "word": "RANK",
        "symbol": "RANK",
        "source": "hgnc_alias_symbol",
        "hgnc_symbol": "TNFRSF11A",
        "entrez": "8792",
    },
    {
        "word": "RANKL",
        "symbol": "RANKL",
        "source": "hgnc_alias_symbol",
        "hgnc_symbol": "TNFSF11",
        "entrez": "8600",
    },
    {
        "word": "OPG",
        "symbol": "OPG",
        "source": "hgnc_prev_symbol",
        "hgnc_symbol": "TNFRSF11B",
        "entrez": "4982",
    },
]
GENE_COLUMNS = [
    "organism_id", "organism_name", "organism_group", "word", "match", "ncbigene_symbol",
    "ncbigene_id", "source",
    "count_direct", "count_synonym", "count_match",
]  # fmt: skip


def jsonld(keywords: Sequence[str]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org/", "@id": f"{SITE}/{FIGID}.html", "@type": "Dataset",
        "description": CAPTION,
        "license": "CC0", "name": "CreativeWork", "creator": {"@type": "Organization",
        "name": "WikiPathways"},
        "keywords": list(keywords),
    }  # fmt: skip


def record_2021a() -> dict[str, Any]:
    return copy.deepcopy({
        "figid": FIGID, "figlink": f"/pmc/articles/{PMCID}/figure/F1/", "number": "F1",
        "caption": CAPTION, "pmcid": PMCID,
        "papertitle": "An invented study of bone.",
        "reftext": "Ada Example, et al. J Invented Res. 2019;12(3):45-67.",
        "pmc_ranked_result_index": "1234", "pathway_score": 0.9137462, "filename": f"{STEM}.jpg",
        "figtitle": "A drawing made for tests", "year": "2019", "organisms": ["Homo sapiens"],
        "ndex": "", "annotations": [],
        "seo": "CreativeWork", "schema-jsonld": jsonld(["TNFRSF11A", "TNFSF11", "TNFRSF11B",
        "Glucose", "Fever"]),
        "genes": GENES, "chemicals": [{"word": "Glucose", "source": "MESH",
        "identifier": "D005947"}],
        "diseases": [{"word": "Fever", "source": "", "identifier": ""}],
    })  # fmt: skip


def record_2021b() -> dict[str, Any]:
    alias = f"{PMCID}__F1"
    return record_2021a() | {
        "figid_alias": alias,
        "redirect_from": f"/figures/{alias}",
        "figtype": "Figure",
    }


def record_2023() -> dict[str, Any]:
    old = record_2021b()
    for key in (
        "pmc_ranked_result_index",
        "pathway_score",
        "annotations",
        "genes",
        "chemicals",
        "diseases",
    ):
        del old[key]
    return old | {
        "organisms_ner": ["Homo sapiens"], "doi": "10.99999/example.2019.1",
        "journal_title": "Journal of Invented Research",
        "journal_nlm_ta": "J Invented Res", "publisher_name": "Example Press",
        "keywords": "bone | invented example",
        "automl_pathway": 0.87, "schema-jsonld": jsonld(["TNF", "IL6", "Glucose", "Fever"]),
    }  # fmt: skip


RECORDS: dict[str, Callable[[], dict[str, Any]]] = {
    "2021a": record_2021a,
    "2021b": record_2021b,
    "2023": record_2023,
}


def gene_row(word: str, symbol: str, number: str) -> list[str]:
    return [
        "9606",
        "Homo sapiens",
        "Primates",
        word,
        word.upper(),
        symbol,
        number,
        "ncbigene_symbol",
        "2",
        "NA",
        "2",
    ]


def tsv(*rows: Sequence[str]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


GENE_TABLE = tsv(GENE_COLUMNS, gene_row("TNF", "TNF", "7124"), gene_row("Il6", "IL6", "3569"))
CHEMICAL_TABLE = tsv(
    ["word", "mesh", "match", "name", "chebi"],
    ["Glucose", "mesh:D005947", "NA", "NA", "chebi:4167"],
)
DISEASE_TABLE = tsv(
    ["word", "mesh", "match", "name", "doid"], ["Fever", "mesh:D005334", "NA", "NA", "NA"]
)
TABLES = {"genes": GENE_TABLE, "chemicals": CHEMICAL_TABLE, "diseases": DISEASE_TABLE}


def changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the record with other values at these pointers."""
    for where, value in changes.items():
        *path, last = [
            int(step) if step.isdecimal() else step.replace("~1", "/")
            for step in where.split("/")[1:]
        ]
        node: Any = record
        for step in path:
            node = node[step]
        if value is GONE:
            del node[last]
        else:
            node[last] = value
    return record


class Judged:
    """Judges records and texts as if they lay in a corpus; returns every finding, in reading
    order.
    """

    def __init__(self, folder: Path, published: Callable[[dict[str, Any]], str]) -> None:
        self.folder = folder
        self.published = published

    def __call__(
        self, content: Any, name: str = "draft.md", tables: dict[str, Any] | None = None
    ) -> list[Finding]:
        text = self.published(content) if isinstance(content, dict) else content
        for kind, table in (tables or {}).items():
            stem = name.removesuffix(".md") if name.startswith("PMC") else FIGID
            path = self.folder / "_data" / f"{stem}-{kind}.tsv"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(table if isinstance(table, bytes) else table.encode())
        data = text if isinstance(text, bytes) else text.encode()
        item = Input(str(self.folder / "_figures" / name), f"_figures/{name}", data)
        (self.folder / "_figures").mkdir(exist_ok=True)
        outcome = ValidateJob(CODES, Severity.INFO)(Chunk(0, item))
        assert outcome.crash is None, outcome.crash
        return outcome.findings


@pytest.fixture
def judged(tmp_path: Path, published: Callable[[dict[str, Any]], str]) -> Judged:
    return Judged(tmp_path, published)


def said(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.code} {finding.severity} {finding.pointer}" for finding in findings]


def places(findings: Sequence[Finding]) -> list[tuple[str, int, int, int, int]]:
    at = [(finding.code, finding.place) for finding in findings]
    return [
        (code, place.line, place.column, place.end_line, place.end_column) for code, place in at
    ]


def case(name: str, generation: str, changes: dict[str, Any], *findings: str) -> Any:
    return pytest.param(generation, changes, list(findings), id=name)


def judge_case(
    judged: Judged, generation: str, changes: dict[str, Any], name: str = "draft.md"
) -> list[str]:
    tables = TABLES if generation == "2023" else None
    return said(judged(changed(RECORDS[generation](), changes), name, tables))


# The base, and what may stand in a record


ACCEPTED = [
    *(case(f"sound-{generation}", generation, {}) for generation in RECORDS),
    case("figid-with-dots", "2021b", {
        "/figid": f"{PMCID}__x.2020.01.02.f1", "/filename": "x.2020.01.02.f1.jpg",
        "/schema-jsonld/@id": f"{SITE}/{PMCID}__x.2020.01.02.f1.html"}),
    case("organisms-text", "2021a", {"/organisms": "Homo sapiens"}),
    case("organisms-none", "2023", {"/organisms": [], "/organisms_ner": "Mus musculus"}),
    case("ndex-empty", "2021b", {"/ndex": ""}),
    case("ndex", "2021b", {"/ndex": "12345678-90ab-11ec-b3be-0ac135e8bacf"}),
    case("caption-empty", "2021b", {"/caption": "", "/schema-jsonld/description": ""}),
    case("caption-placeholder", "2021b", {"/caption": "Figure",
    "/schema-jsonld/description": "Figure"}),
    case("score-whole", "2021b", {"/pathway_score": 1}),
    case("score-0", "2023", {"/automl_pathway": 0}),
    case("score-0-of-2021", "2021b", {"/pathway_score": 0.0}),
    *(case(f"figtype-{word}", "2023", {"/figtype": word}) for word in (
        "Scheme", "Supplemental figure", "Graphical abstract", "Appendix figure", "Extended view")),
    *(case(f"gene-source-{word}", "2021b", {"/genes/0/source": word}) for word in (
        "hgnc_symbol", "hgnc_prev_symbol", "bioentities_symbol")),
    case("wpid", "2023", {"/wpid": "WP9999"}),
    case("figlink-bare", "2021b", {"/figlink": f"pmc/articles/{PMCID}/figure/F1"}),
    case("number-odd", "2021a", {"/number": "Fig. A (left)"}),
    case("annotation", "2021b", {"/annotations": [{"type": "Disease Ontology", "value": "cancer",
    "id": "DOID:162"}]}),
    case("no-genes", "2021b", {"/genes": [], "/schema-jsonld/keywords": ["Glucose", "Fever"]}),
    case("nothing-found", "2021b", {"/genes": [], "/chemicals": [], "/diseases": [],
    "/schema-jsonld/keywords": []}),
    case("disease-omim", "2021b", {"/diseases/0/source": "OMIM",
    "/diseases/0/identifier": "123456"}),
    case("doi-long", "2023", {"/doi": "10.1234.5/(SICI)1099(199901)1:1<1::AID-X>3.0.CO;2-#"}),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "changes", "expected"), ACCEPTED)
def test_accepted(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert judge_case(judged, generation, changes) == expected == []


# S101-S104: shape


SHAPE = [
    case("key-gone", "2021a", {"/figtitle": GONE}, "S101 error "),
    case("keys-gone-are-one-finding", "2021b", {"/figtitle": GONE, "/seo": GONE}, "S101 error "),
    case("gene-keys-gone", "2021b", {"/genes/2/symbol": GONE, "/genes/2/source": GONE},
    "S101 error /genes/2"),
    case("creator-gone", "2023", {"/schema-jsonld/creator": GONE}, "S101 error /schema-jsonld"),
    case("two-mappings-lack-keys", "2021b", {"/genes/0/entrez": GONE, "/genes/2/entrez": GONE},
         "S101 error /genes/0", "S101 error /genes/2"),
    case("entrez-number", "2021b", {"/genes/0/entrez": 8792}, "S102 error /genes/0/entrez"),
    case("year-number", "2021b", {"/year": 2019}, "S102 error /year"),
    case("truth-value", "2021b", {
        "/chemicals/0/word": True, "/schema-jsonld/keywords": ["TNFRSF11A", "TNFSF11", "TNFRSF11B",
        "Fever"]},
         "S102 error /chemicals/0/word"),
    case("null", "2021b", {"/ndex": None}, "S102 error /ndex"),
    case("list-for-text", "2021b", {"/papertitle": ["A", "B"]}, "S102 error /papertitle"),
    case("text-for-list", "2021b", {"/diseases": "Fever"},
         "S102 error /diseases"),
    case("list-for-word", "2021b", {"/genes/0/word": ["RANK"]}, "S102 error /genes/0/word"),
    case("mapping-for-entrez", "2021b", {"/genes/0/entrez": {"id": "8792"}},
    "S102 error /genes/0/entrez"),
    case("gene-is-text", "2021b", {"/genes/0": "RANK"},
         "S102 error /genes/0"),
    case("seo-number", "2021b", {"/seo": 5}, "S102 error /seo"),
    case("score-text", "2021b", {"/pathway_score": "0.9"}, "S102 error /pathway_score"),
    case("organisms-number", "2021b", {"/organisms": 9606}, "S102 error /organisms"),
    case("organism-number", "2021b", {"/organisms": ["Homo sapiens", 9606]},
    "S102 error /organisms/1"),
    case("jsonld-text", "2021b", {"/schema-jsonld": "none"},
         "S102 error /schema-jsonld"),
    case("unknown-key", "2021b", {"/captoin": "x"}, "S103 error /captoin"),
    case("unknown-keys-are-two-findings", "2021b", {"/captoin": "x", "/genez": []},
    "S103 error /captoin", "S103 error /genez"),
    case("unknown-key-with-slash", "2021b", {"/a~1b": "x"}, "S103 error /a~1b"),
    case("key-of-another-generation", "2021a", {"/figtype": "Figure"}, "S103 error /figtype"),
    case("unknown-gene-key", "2021b", {"/genes/1/hgnc_id": "HGNC:11926"},
    "S103 error /genes/1/hgnc_id"),
    case("unknown-jsonld-key", "2023", {"/schema-jsonld/url": "x"},
    "S103 error /schema-jsonld/url"),
    case("entrez-word", "2021b", {"/genes/0/entrez": "TNFRSF11A"}, "S104 error /genes/0/entrez"),
    case("entrez-newline", "2021b", {"/genes/0/entrez": "8792\n"}, "S104 error /genes/0/entrez",
    "T303 info /genes/0/entrez"),
    case("source", "2021b", {"/genes/0/source": "hgnc"}, "S104 error /genes/0/source"),
    case("figtype", "2021b", {"/figtype": "figure"}, "S104 error /figtype"),
    case("score-high", "2021b", {"/pathway_score": 1.01}, "S104 error /pathway_score"),
    case("score-negative", "2023", {"/automl_pathway": -0.1}, "S104 error /automl_pathway"),
    case("year-short", "2021b", {"/year": "219"}, "S104 error /year"),
    case("doi-address", "2023", {"/doi": "https://doi.org/10.99999/example"}, "S104 error /doi"),
    case("ndex-word", "2021b", {"/ndex": "none"}, "S104 error /ndex"),
    case("rank-word", "2021b", {"/pmc_ranked_result_index": "first"},
    "S104 error /pmc_ranked_result_index"),
    case("mesh-prefix", "2021b", {"/chemicals/0/identifier": "mesh:D005947"},
    "S104 error /chemicals/0/identifier"),
    case("mesh-for-omim", "2021b", {"/diseases/0/source": "OMIM",
    "/diseases/0/identifier": "D005334"},
         "S104 error /diseases/0/identifier"),
    case("license", "2021b", {"/schema-jsonld/license": "CC-BY"},
    "S104 error /schema-jsonld/license"),
    case("context", "2021b", {"/schema-jsonld/@context": "http://schema.org"},
    "S104 error /schema-jsonld/@context"),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "changes", "expected"), SHAPE)
def test_shape(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert sorted(judge_case(judged, generation, changes)) == expected


WRITTEN = [
    ("word: RANK\n", "word: 1e5\n", "1e5"),
    ("word: RANK\n", "word: 0x1F\n", "0x1F"),
    ("entrez: '8792'\n", "entrez: 08792\n", "08792"),
    ("word: RANK\n", "word: ~\n", "~"),
]


@pytest.mark.parametrize(("sound", "broken", "written"), WRITTEN, ids=[case[2] for case in WRITTEN])
def test_the_advice_quotes_what_is_written(
    judged: Judged, sound: str, broken: str, written: str
) -> None:
    text = judged.published(record_2021b())
    assert sound in text
    found = judged(text.replace(sound, broken, 1))
    assert [(finding.code, finding.value) for finding in found if finding.code != "K601"] == [
        ("S102", written)
    ]
    assert found[0].message.endswith(f"write '{written}'")


def test_the_advice_for_json_has_json_quotes(judged: Judged) -> None:
    (found,) = judged(json.dumps(changed(record_2021b(), {"/year": 2019})), "draft.json")
    assert found.message.endswith('write "2019"')


def test_other_missing_keys_are_another_finding(judged: Judged) -> None:
    first, second = record_2023(), record_2023()
    del first["doi"], second["doi"], second["figtype"]
    (one,), (two,) = judged(first, tables=TABLES), judged(second, tables=TABLES)
    assert (one.value, two.value) == ("doi", "doi, figtype")
    assert one.fingerprint != two.fingerprint


def test_a_second_record_in_a_file_is_refused(judged: Judged) -> None:
    text = judged.published(record_2021b())
    (found,) = judged(text + text)
    assert (found.code, found.place.line) == ("P004", text.count("\n") + 2)
    assert judged(text + "\nA page about the figure.\n") == []


def test_a_conflict_in_a_table_is_one_error(judged: Judged) -> None:
    genes = TABLES["genes"].splitlines(keepends=True)
    text = "".join(
        [genes[0], "<<<<<<< ours\n", genes[1], "=======\n", genes[1], ">>>>>>> theirs\n"]
    )
    found = judged(record_2023(), tables=TABLES | {"genes": text})
    assert [(finding.code, finding.pointer, finding.place.line) for finding in found] == [
        ("P004", "/genes", 2)
    ]


@pytest.mark.parametrize("end", ["\r", "\r\n"], ids=["CR", "CRLF"])
def test_lines_of_tables_end_as_lines_of_records_do(judged: Judged, end: str) -> None:
    assert (
        judged(
            record_2023(), tables={kind: text.replace("\n", end) for kind, text in TABLES.items()}
        )
        == []
    )


def test_lost_letters_in_a_table(judged: Judged) -> None:
    genes = TABLES["genes"].replace("\tTNF\t", "\tTN\\xB1F\t", 1)
    found = judged(record_2023(), tables=TABLES | {"genes": genes})
    assert [(finding.code, finding.value) for finding in found] == [("T302", "\\xB1")]


def test_a_draft_gene_is_called_one(judged: Judged) -> None:
    keywords = ["TNFSF11", "TNFRSF11B", "Glucose", "Fever"]
    [finding] = judged(
        changed(record_2021b(), {"/genes/0": {"word": "RANK"}, "/schema-jsonld/keywords": keywords})
    )
    assert (finding.code, finding.pointer) == ("S101", "/genes/0")
    assert "draft" in finding.message


@pytest.mark.parametrize(
    ("kind", "table", "pointer", "place"),
    [
        ("genes", GENE_TABLE.replace("3569", "IL6"), "/genes/1/ncbigene_id", (3, 40, 3, 43)),
        ("genes", GENE_TABLE.replace("9606\tHomo sapiens\tPrimates\tIl6",
         "human\tHomo sapiens\tPrimates\tIl6"),
         "/genes/1/organism_id", (3, 1, 3, 6)),
        ("genes", GENE_TABLE.replace("ncbigene_symbol\t2", "hgnc_symbol\t2"), "/genes/0/source", (2,
         45, 2, 56)),
        ("chemicals", CHEMICAL_TABLE.replace("mesh:D005947", "D005947"), "/chemicals/0/mesh", (2, 9,
         2, 16)),
        ("diseases", DISEASE_TABLE.replace("NA\n", "D1\n"), "/diseases/0/doid", (2, 26, 2, 28)),
    ],
    ids=["gene-id", "organism", "source", "mesh", "doid"],
)  # fmt: skip
def test_cells_of_tables(
    judged: Judged, kind: str, table: str, pointer: str, place: tuple[int, ...]
) -> None:
    findings = judged(record_2023(), tables=TABLES | {kind: table})
    assert {(f.code, f.file, f.pointer) for f in findings} >= {
        ("S104", f"_data/{FIGID}-{kind}.tsv", pointer)
    }
    first = findings[0]
    assert first.pointer == pointer
    assert places([first])[0][1:] == place
    _, number, column = pointer.strip("/").split("/")
    assert f"{kind}: {column} of row {int(number) + 1} " in first.message


# I201-I204: identity


IDENTITY = [
    case("pmcid-alone", "2021b", {"/pmcid": "PMC99000011"}, "I201 error /pmcid"),
    case("pmcid-alone-2023", "2023", {"/pmcid": "PMC99000011"}, "I201 error /pmcid"),
    case("filename", "2021b", {"/filename": "abc-01-0001-g002.jpg"}, "I201 error /filename"),
    case("two-extensions", "2021b", {"/filename": f"{STEM}.tif.jpg"}, "I201 error /filename"),
    case("other-extension", "2021b", {"/filename": f"{STEM}.png"}),
    case("pmcid-and-filename", "2021a", {"/pmcid": "PMC99000011", "/filename": "other.jpg"},
         "I201 error /pmcid", "I201 error /filename"),
    case("alias-of-pmcid", "2021b", {"/figid_alias": f"{PMCID}__F2",
    "/redirect_from": f"/figures/{PMCID}__F2"},
         "I202 error /figid_alias"),
    case("alias-alone", "2021b", {"/figid_alias": "PMC99000011__F1"}, "I202 error /figid_alias"),
    case("redirect-alone", "2021b", {"/redirect_from": "/figures/PMC99000011__F1"},
    "I202 error /redirect_from"),
    case("number", "2021b", {"/number": "F2"}, "I202 error /figid_alias"),
    case("alias-either-way-figids", "2021b", {"/pmcid": "PMC99000011",
    "/figid_alias": f"{PMCID}__F1"}, "I201 error /pmcid"),
    case("alias-either-way-pmcids", "2021b", {
        "/pmcid": "PMC99000011", "/figid_alias": "PMC99000011__F1",
        "/redirect_from": "/figures/PMC99000011__F1",
        "/figlink": "/pmc/articles/PMC99000011/figure/F1/"}, "I201 error /pmcid"),
    case("link-to-another-paper", "2021b", {"/figlink": "/pmc/articles/PMC99000011/figure/F1/"},
    "I203 warning /figlink"),
    case("link-to-a-longer-id", "2021b", {"/figlink": f"/pmc/articles/{PMCID}1/figure/F1/"},
    "I203 warning /figlink"),
    case("link-to-a-shorter-id", "2021b", {"/figlink": f"/pmc/articles/{PMCID[:-1]}/figure/F1/"},
    "I203 warning /figlink"),
    case("link-empty", "2021b", {"/figlink": ""}, "I203 warning /figlink"),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "changes", "expected"), IDENTITY)
def test_identity(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert [
        line for line in judge_case(judged, generation, changes) if line.startswith("I")
    ] == expected


OTHER, DOTS = f"{PMCID}__other", f"{PMCID}__x.2020.01.f1"
BY_NAME = [
    case("agrees", FIGID, {}),
    case("name-is-wrong", OTHER, {}, "I201 error /figid"),
    case("figid-is-outvoted", FIGID, {"/figid": OTHER}, "I201 error /figid"),
    case("figid-and-page-are-wrong", FIGID, {"/figid": OTHER,
    "/schema-jsonld/@id": f"{SITE}/{OTHER}.html"}, "I201 error /figid"),
    case("pmcid-is-outvoted", FIGID, {"/pmcid": "PMC99000011"}, "I201 error /pmcid"),
    case("filename-is-outvoted", FIGID, {"/filename": "other.jpg"}, "I201 error /filename"),
    case("dots", DOTS, {"/figid": DOTS, "/filename": "x.2020.01.f1.jpg",
    "/schema-jsonld/@id": f"{SITE}/{DOTS}.html"}),
    case("no-vote", "notes", {}),
    case("no-vote-README", "README", {}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "changes", "expected"), BY_NAME)
@pytest.mark.parametrize("suffix", [".md", ".yaml"])
def test_the_file_name_has_a_vote(
    judged: Judged, stem: str, changes: dict[str, Any], expected: list[str], suffix: str
) -> None:
    assert said(judged(changed(record_2021b(), changes), stem + suffix)) == expected


def test_standard_input_has_no_file_name() -> None:
    data = json.dumps(record_2021b()).encode()
    assert ValidateJob(CODES, Severity.INFO)(Chunk(0, Input("", "<stdin>", data))).findings == []


YEARS = [
    ("plain", "Ada Example, et al. J Invented Res. 2019;12(3):45-67.", True),
    ("month", "Ada Example, et al. J Invented Res. 2019 Dec;12(3):45-67.", True),
    ("season", "Ada Example. J Invented Res. 2019 Winter;12:45.", True),
    ("bare", "Ada Example. J Invented Res. 2019", True),
    ("full-stop", "Ada Example. J Invented Res. 2019.", True),
    ("colon", "Ada Example. Invented Rxiv. 2019:2018.03.03.530734.", True),
    ("bracket", "Ada Example. J Invented Res (Town). 2019;12(2018).", True),
    ("full-stop-and-more", "Ada Example. J Invented Res. 2019. Online.", True),
    ("other", "Ada Example, et al. J Invented Res. 2018;12(3):45-67.", False),
    ("other-month", "Ada Example, et al. J Invented Res. 2018 Dec 1;12(3):45.", False),
    ("other-trailing-space", "Ada Example. J Invented Res. 2018 Mar 24 ", False),
    ("none", "Ada Example, et al. J Invented Res. ;12(3):45-67.", True),
    ("empty-place", "Ada Example, et al. J Invented Res. (NA).", True),
    ("pages", "Ada Example, et al. J Invented Res. ;12(3):2001-2018.", True),
    ("volume", "Ada Example, et al. J Invented Res. ;2018(3):45.", True),
    ("doi", "Ada Example, et al. J Invented Res. ;70:10.1016/j.x.2018.09.045.", True),
    ("preprint-number", "Ada Example, et al. Invented Rxiv. 2018.03.03.530734.", True),
    (
        "preprint-number-later",
        "Ada Example, et al. Invented Rxiv. 2019 Mar 7:2018.03.03.530734.",
        True,
    ),
    ("arxiv-number", "Ada Example. arXiv. 2001.01234.", True),
    ("page-like-a-year", "Ada Example. J Invented Res. 2019;3(1):2018.", True),
    ("future", "Ada Example. J Invented Res. 2119;3(1):18.", True),
    ("empty", "", True),
]


@pytest.mark.parametrize(
    ("reftext", "agrees"), [row[1:] for row in YEARS], ids=[row[0] for row in YEARS]
)
def test_year(judged: Judged, reftext: str, agrees: bool) -> None:
    found = said(judged(changed(record_2021b(), {"/reftext": reftext})))
    assert [line for line in found if line.startswith("I")] == (
        [] if agrees else ["I204 warning /year"]
    )


@pytest.mark.parametrize("year", ["", "NA", ".na.character"])
def test_a_missing_year_does_not_disagree(judged: Judged, year: str) -> None:
    assert said(judged(changed(record_2021b(), {"/year": year}))) == ["T301 info /year"]


# K601, K602, D701, D702: keywords and side tables

SYMBOLS = ["TNFRSF11A", "TNFSF11", "TNFRSF11B"]
KEYWORDS_2021 = [
    ("sound", [*SYMBOLS, "Glucose", "Fever"], []),
    ("lacking", ["TNFRSF11A", "TNFRSF11B", "Glucose", "Fever"],
     ["K601 warning /schema-jsonld/keywords"]),
    ("lacking-words", SYMBOLS, ["K601 warning /schema-jsonld/keywords"]),
    ("none", [], ["K601 warning /schema-jsonld/keywords"]),
    ("order", ["Glucose", "Fever", *SYMBOLS], ["K601 warning /schema-jsonld/keywords"]),
    ("repeated", [*SYMBOLS, "Glucose", "Fever", "TNFSF11"],
     ["K601 warning /schema-jsonld/keywords"]),
    ("foreign", [*SYMBOLS, "Glucose", "Fever", "NOTAGENE1"],
     ["K601 error /schema-jsonld/keywords/5"]),
    ("foreign-twice", ["X1", *SYMBOLS, "X2", "Glucose", "Fever"],
     ["K601 error /schema-jsonld/keywords/0", "K601 error /schema-jsonld/keywords/4"]),
    ("case", ["Tnfrsf11a", *SYMBOLS[1:], "Glucose", "Fever"],
     ["K601 error /schema-jsonld/keywords/0"]),
    ("missing-value", [*SYMBOLS, "NA", "Glucose", "Fever"],
     ["T301 warning /schema-jsonld/keywords/3"]),
    ("missing-value-last", [*SYMBOLS, "Glucose", "Fever", ".na.character"],
     ["T301 warning /schema-jsonld/keywords/5"]),
    ("bare-text", "NOTAGENE1", ["K601 error /schema-jsonld/keywords"]),
    ("bare-text-lacking", "TNFSF11", ["K601 warning /schema-jsonld/keywords"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [row[1:] for row in KEYWORDS_2021],
    ids=[row[0] for row in KEYWORDS_2021],
)
def test_keywords_of_2021(judged: Judged, keywords: Any, expected: list[str]) -> None:
    assert said(judged(changed(record_2021b(), {"/schema-jsonld/keywords": keywords}))) == expected


def test_one_keyword_may_be_bare_text(judged: Judged) -> None:
    changes = {
        "/genes": GENES[:1],
        "/chemicals": [],
        "/diseases": [],
        "/schema-jsonld/keywords": "TNFRSF11A",
    }
    assert judged(changed(record_2021b(), changes)) == []


def test_a_repeated_or_empty_row_is_one_keyword_or_none(judged: Judged) -> None:
    chemicals = [
        {"word": word, "source": "", "identifier": ""}
        for word in ("Glucose", "Fever", "Glucose", "")
    ]
    assert (
        judged(changed(record_2021b(), {"/chemicals": chemicals, "/genes": [*GENES, GENES[0]]}))
        == []
    )


def test_a_missing_symbol_is_no_keyword(judged: Judged) -> None:
    changes = {
        "/genes/0/hgnc_symbol": "NA",
        "/schema-jsonld/keywords": [*SYMBOLS[1:], "Glucose", "Fever"],
    }
    assert said(judged(changed(record_2021b(), changes))) == ["T301 warning /genes/0/hgnc_symbol"]


def without(*kinds: str) -> dict[str, str]:
    return {kind: table for kind, table in TABLES.items() if kind not in kinds}


K601_INFO = "K601 info /schema-jsonld/keywords"
D701_WARNING = "D701 warning /schema-jsonld/keywords"
CUT_ROW = {"genes": GENE_TABLE.replace("\tNA\t2\n", "\t2\n", 1)}
KEYWORDS_2023 = [
    ("sound", ["TNF", "IL6", "Glucose", "Fever"], TABLES, []),
    ("order", ["IL6", "TNF", "Glucose", "Fever"], TABLES, [K601_INFO]),
    ("words-left-out", ["TNF", "IL6"], TABLES, [K601_INFO]),
    ("none", [], TABLES, [K601_INFO]),
    ("foreign", ["TNF", "IL6", "Glucose", "Fever", "X1"], TABLES,
     ["K601 error /schema-jsonld/keywords/4"]),
    ("diseases-unneeded", ["TNF", "IL6", "Glucose"], without("diseases"), []),
    ("only-genes", ["TNF", "IL6"], without("chemicals", "diseases"), []),
    ("no-tables-no-keywords", [], {}, []),
    ("genes-gone", ["TNF", "IL6", "Glucose", "Fever"], without("genes"), [D701_WARNING]),
    ("diseases-gone", ["TNF", "IL6", "Glucose", "Fever"], without("diseases"), [D701_WARNING]),
    ("all-gone", ["TNF"], {}, [D701_WARNING]),
    ("foreign-and-a-table-gone", ["TNF", "X1"], without("diseases"), [D701_WARNING]),
    ("only-a-missing-value-left", ["TNF", "IL6", "NA"], without("diseases", "chemicals"),
     ["T301 warning /schema-jsonld/keywords/2"]),
    ("cut-row-and-foreign", ["TNF", "IL6", "X1"], TABLES | CUT_ROW, ["D702 warning /genes"]),
    ("cut-row-and-a-table-gone", ["TNF", "X1"], without("diseases") | CUT_ROW,
     ["D702 warning /genes"]),
    ("unreadable-and-foreign", ["TNF", "X1"], TABLES | {"genes": b"organism_id\t\xff\n"},
     ["P002 error /genes"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("keywords", "tables", "expected"),
    [row[1:] for row in KEYWORDS_2023],
    ids=[row[0] for row in KEYWORDS_2023],
)
def test_keywords_of_2023(
    judged: Judged, keywords: list[str], tables: dict[str, Any], expected: list[str]
) -> None:
    found = judged(changed(record_2023(), {"/schema-jsonld/keywords": keywords}), tables=tables)
    assert said(found) == expected


def test_a_2023_record_with_its_own_genes_ignores_tables(judged: Judged) -> None:
    changes = {
        "/genes": GENES,
        "/chemicals": [],
        "/diseases": [],
        "/schema-jsonld/keywords": SYMBOLS,
    }
    found = said(judged(changed(record_2023(), changes), tables=TABLES | CUT_ROW))
    assert [line for line in found if line[0] in "DK"] == []


def test_tables_go_by_the_file_name(judged: Judged) -> None:
    stem = f"{PMCID}__renamed"
    found = judged(record_2023(), f"{stem}.md", TABLES)
    assert said(found) == ["I201 error /figid"]


TABLE_FAULTS = [
    ("empty", "genes", "", (1, 1, 1, 1)),
    ("column-gone", "genes", tsv(GENE_COLUMNS[1:], gene_row("TNF", "TNF", "7124")[1:],
     gene_row("IL6", "IL6", "3569")[1:]),
     (1, 1, 1, 114)),
    ("unknown-column", "chemicals", CHEMICAL_TABLE.replace("chebi", "chebbi", 1), (1, 22, 1, 28)),
    ("column-twice", "diseases", DISEASE_TABLE.replace("doid", "name", 1), (1, 22, 1, 26)),
    ("short-row", "chemicals", CHEMICAL_TABLE.replace("NA\tNA", "NA"), (2, 1, 2, 35)),
    ("long-row", "diseases", DISEASE_TABLE.replace("NA\n", "NA\tNA\n"), (2, 1, 2, 31)),
    ("blank-row", "chemicals", CHEMICAL_TABLE.replace("\n", "\n\n", 1), (2, 1, 2, 1)),
    ("control-character", "chemicals", CHEMICAL_TABLE.replace("Glucose", "Glu\x00cose"), (2, 4, 2,
     5)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "table", "place"),
    [row[1:] for row in TABLE_FAULTS],
    ids=[row[0] for row in TABLE_FAULTS],
)
def test_malformed_tables(judged: Judged, kind: str, table: str, place: tuple[int, ...]) -> None:
    findings = judged(record_2023(), tables=TABLES | {kind: table})
    malformed = [finding for finding in findings if finding.code == "D702"]
    assert places(malformed) == [("D702", *place)]
    assert malformed[0].file == f"_data/{FIGID}-{kind}.tsv"
    assert not [finding for finding in findings if finding.code in ("K601", "D701")]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("genes", tsv([c for c in GENE_COLUMNS if c != "count_synonym"],
                      *([*gene_row(s, s, n)[:9], "2"] for s, n in (("TNF", "7124"), ("IL6",
                      "3569"))))),
        ("genes", GENE_TABLE.replace("\n", "\r\n")),
        ("genes", "\ufeff" + GENE_TABLE),
        ("genes", GENE_TABLE[:-1]),
        ("chemicals", tsv(["word", "type", "identifier"], ["Glucose", "Chemical", "MESH:D005947"])),
        ("chemicals", CHEMICAL_TABLE.replace("NA\tNA", '"NA"\tNA')),
    ],
    ids=["ten-columns", "crlf", "bom", "no-last-line-end", "typed", "quotes-are-letters"],
)  # fmt: skip
def test_sound_tables(judged: Judged, kind: str, table: str) -> None:
    assert judged(record_2023(), tables=TABLES | {kind: table}) == []


LINES = "One. " * 50 + "\nTwo."
"""Its line break comes after what the site's search shows of a caption."""
JSONLD = [
    case("another-page", "2021b", {"/schema-jsonld/@id": f"{SITE}/{OTHER}.html"},
    "K602 error /schema-jsonld/@id"),
    case("no-html", "2021b", {"/schema-jsonld/@id": f"{SITE}/{FIGID}"},
    "K602 error /schema-jsonld/@id"),
    case("description", "2021b", {"/schema-jsonld/description": CAPTION + " "},
         "K602 error /schema-jsonld/description", "T303 info /schema-jsonld/description"),
    case("caption", "2021b", {"/caption": "Another."}, "K602 error /schema-jsonld/description"),
    case("several-lines", "2021b", {"/caption": LINES, "/schema-jsonld/description": LINES}),
    case("lines-joined", "2021b", {"/caption": LINES,
    "/schema-jsonld/description": LINES.replace("\n", " ")},
         "K602 error /schema-jsonld/description"),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "changes", "expected"), JSONLD)
def test_jsonld(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert sorted(judge_case(judged, generation, changes)) == expected


# T301-T303: text


KEYWORDS = "/schema-jsonld/keywords"
ORGANISM, NER = "T301 info /organisms", "T301 info /organisms_ner"
MISSING = [
    *(case(f"{key}-{value}", "2023", {f"/{key}": value}, f"T301 warning /{key}")
      for key in ("papertitle", "figtitle") for value in ("NA", ".na.character")),
    case("caption", "2023", {"/caption": "NA", "/schema-jsonld/description": "NA"},
    "T301 warning /caption"),
    *(case(f"{key}-{value or 'empty'}", "2023", {f"/{key}": value}, f"T301 info /{key}")
      for key in ("doi", "publisher_name", "keywords", "year", "reftext", "journal_title",
          "journal_nlm_ta")
      for value in ("NA", ".na.character", "")
      if (key, value) != ("year", ".na.character")),
    case("organisms-text", "2023", {"/organisms": "NA"}, ORGANISM),
    case("organisms-list", "2023", {"/organisms": ["NA"]}, f"{ORGANISM}/0"),
    case("organisms-last", "2023", {"/organisms": ["Homo sapiens", "NA"]}, f"{ORGANISM}/1"),
    case("organisms-empty-item", "2023", {"/organisms_ner": ["Homo sapiens", ""]}, f"{NER}/1"),
    case("ndex-empty", "2023", {"/ndex": ""}),
    case("title-empty", "2023", {"/figtitle": "", "/papertitle": ""}),
    case("in-a-word", "2023", {"/figtitle": "NAD", "/papertitle": "NA or not",
    "/journal_title": "N/A"}),
    case("gene-word", "2021b", {"/genes/1/word": "NA"}, "T301 warning /genes/1/word"),
    case("gene-entrez", "2021b", {"/genes/2/entrez": ".na.character"},
    "T301 warning /genes/2/entrez"),
    case("gene-after-a-stray-item", "2021b",
         {"/genes": ["stray", *GENES[:2], GENES[2] | {"word": "NA"}]}, "S102 error /genes/0",
          "T301 warning /genes/3/word"),
    case("chemical-word", "2021b", {"/chemicals/0/word": "NA", KEYWORDS: [*SYMBOLS, "Fever"]}),
    case("keywords-item", "2021b", {KEYWORDS: ["NA", *SYMBOLS, "Glucose", "Fever"]},
    f"T301 warning {KEYWORDS}/0"),
    case("keywords-text", "2021b", {KEYWORDS: "NA", "/genes": [], "/chemicals": [],
    "/diseases": []}, f"T301 warning {KEYWORDS}"),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "changes", "expected"), MISSING)
def test_missing_values(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert judge_case(judged, generation, changes) == expected


@pytest.mark.parametrize("value", ["NA", ".na.character"])
def test_a_missing_number_is_a_warning(judged: Judged, value: str) -> None:
    assert said(judged(changed(record_2021a(), {"/number": value}))) == ["T301 warning /number"]


def test_a_missing_filename_is_a_warning(judged: Judged) -> None:
    assert said(judged(changed(record_2021a(), {"/filename": "NA"}))) == ["T301 warning /filename"]


def test_missing_values_in_a_table(judged: Judged) -> None:
    row = gene_row("TNF", "NA", "NaN")
    findings = judged(record_2023(), tables=TABLES | {"genes": GENE_TABLE + tsv(row)})
    assert [(f.code, f.file, f.pointer, f.place.line) for f in findings] == [
        ("T301", f"_data/{FIGID}-genes.tsv", "/genes/2/ncbigene_symbol", 4)
    ]


LOST = [
    ("replacement", "TNF\ufffd", ["\ufffd"]),
    ("replacements", "TNF\ufffd\ufffd-a", ["\ufffd\ufffd"]),
    ("e-acute", "AndrÃ© Example", ["Ã©"]),
    ("beta", "TGF-Î² and more", ["Î²"]),
    ("alpha-and-beta", "IFN-Î± or TGF-Î²", ["Î±", "Î²"]),
    ("omega", "Ï‰-3", ["Ï‰"]),
    ("en-dash", "12â€“14", ["â€“"]),
    ("quotes", "â€œsoâ€\u009d", ["â€œ", "â€\u009d"]),
    ("arrow", "A â†’ B", ["â†’"]),
    ("degree", "37Â°C", ["Â°"]),
    ("nbsp", "37Â\u00a0C", ["Â\u00a0"]),
    ("latin-1", "Ã\u0089tude", ["Ã\u0089"]),
    ("escape", r"TNF\xB1", [r"\xB1"]),
    ("escape-control", r"a\x1Fb", [r"\x1F"]),
    ("escapes", r"TGF\xCE\xB2", [r"\xCE\xB2"]),
    ("escape-u", r"TGF\u03b2", [r"\u03b2"]),
    ("same-run-twice", "Ã© and Ã©", ["Ã©"]),
    ("nel", "a\u0085b", ["\u0085"]),
]


@pytest.mark.parametrize(("text", "runs"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_lost_letters(judged: Judged, text: str, runs: list[str]) -> None:
    findings = judged(changed(record_2021b(), {"/papertitle": text}))
    assert said(findings) == ["T302 warning /papertitle"] * len(runs)
    assert sorted(finding.value for finding in findings) == sorted(runs)


TRUE_TEXT = [
    "Âge", "Île", "ÎÏ", "Ïle", "naïve", "Ångström", "NÃO", "PÃO, IRMÃ", "À côté",
    "Đặng Văn Ấn, Nguyễn Thị Ân", "ÂM NHẠC",
    "pâte €5", "α, β, γ and NF-κB", "ΐΰώΏ", "Ωμέγα", "A → B ⇌ C",
    "“quoted” – ‘text’ …",
    "37 °C ± 2, 5 µm², ½", "日本語",
    "Привет", r"\alpha and \xi, \ux, \x1, \u12", r"C:\users\x",
    "AT&T, R&D; a & b", "𝛼𝛽", "e\u0301",
    "«Île»", "Ça, Ð, þ",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE_TEXT)
def test_true_letters(judged: Judged, text: str) -> None:
    assert judged(changed(record_2021b(), {"/papertitle": text})) == []


def test_lost_letters_are_found_in_any_value_and_named_plainly(judged: Judged) -> None:
    [finding] = judged(changed(record_2021b(), {"/genes/1/word": r"RANKL\xA0"}))
    assert (finding.code, finding.pointer) == ("T302", "/genes/1/word")
    assert r"'\xA0'" in finding.message
    [finding] = judged(json.dumps(changed(record_2021b(), {"/papertitle": "A\x1fB"})), "draft.json")
    assert "U+001F" in finding.message


SPACES = [
    case("before", "2021b", {"/papertitle": " A"}, "T303 info /papertitle"),
    case("after", "2021b", {"/papertitle": "A "}, "T303 info /papertitle"),
    case("line-end", "2021b", {"/papertitle": "A\nB\n"}, "T303 info /papertitle"),
    case("nbsp", "2021b", {"/papertitle": "A\u00a0"}, "T303 info /papertitle"),
    case(
        "item", "2021b", {"/organisms": ["Homo sapiens", " Mus musculus"]}, "T303 info /organisms/1"
    ),
    case("word", "2021b", {"/genes/1/word": "RANKL "}, "T303 info /genes/1/word"),
    case("inside", "2021b", {"/papertitle": "A  B\u00a0C"}),
    case("only", "2021b", {"/papertitle": " "}, "T303 info /papertitle"),
]


@pytest.mark.parametrize(("generation", "changes", "expected"), SPACES)
def test_stray_white_space(
    judged: Judged, generation: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert judge_case(judged, generation, changes) == expected


def test_stray_white_space_in_a_table(judged: Judged) -> None:
    table = CHEMICAL_TABLE.replace("chebi:4167", "chebi:4167 ")
    findings = [
        finding
        for finding in judged(record_2023(), tables=TABLES | {"chemicals": table})
        if finding.code == "T303"
    ]
    assert [(f.pointer, f.place.line, f.place.column, f.place.end_column) for f in findings] == [
        ("/chemicals/0/chebi", 2, 28, 39)
    ]


# P007: YAML 1.1


AMBIGUOUS = [
    "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n",
    "N",
    "1:30", "-1:30", "190:20:30", "190:20:30.15", "0b1", "-0b1010", "1_000", "1,000", "+1,000",
    "0x_1F", "685_230.15",
    "2001-12-14", "2001-12-14 10:00:00", "2001-12-14T10:00:00Z", "2001-12-14t21:59:43.10-05:00",
    "=", "<<",
]  # fmt: skip
PLAIN_TEXT = [
    "yess", "NOx", "No.", "Yes, so", "1:3O", "1:60", "0b2", "1,000 mg", "_1", "a,b", "1.2.3",
    "2001-12", "2001-12-14-x", "2001/12/14", "==", "<<<", "NA", "1e5x", "x1", "+", "3'-UTR",
]  # fmt: skip
NOT_TEXT = ["true", "1e5", "0x1F", "0o17", "017", "12", "1.5", "~", "null", ".inf", ".nan", "True"]


def written_as(judged: Judged, scalar: str) -> str:
    text = judged.published(
        changed(
            record_2021b(), {"/diseases/0/word": "PLACEHOLDER", KEYWORDS: [*SYMBOLS, "Glucose"]}
        )
    )
    return text.replace("PLACEHOLDER", scalar)


def by_code(findings: Sequence[Finding], *codes: str) -> list[Finding]:
    return [finding for finding in findings if finding.code in codes]


@pytest.mark.parametrize("scalar", AMBIGUOUS)
def test_ambiguous_scalars(judged: Judged, scalar: str) -> None:
    [finding] = by_code(judged(written_as(judged, scalar)), "P007", "S102")
    assert (finding.code, finding.pointer, finding.value) == ("P007", "/diseases/0/word", scalar)
    assert finding.place.end_column - finding.place.column == len(scalar)
    assert f"'{scalar}'" in finding.message


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("scalar", AMBIGUOUS)
def test_quotes_make_them_plain(judged: Judged, scalar: str, quote: str) -> None:
    assert by_code(judged(written_as(judged, f"{quote}{scalar}{quote}")), "P007", "S102") == []


def test_a_block_is_as_good_as_quotes(judged: Judged) -> None:
    assert by_code(judged(written_as(judged, "|-\n    NO")), "P007") == []


@pytest.mark.parametrize("scalar", PLAIN_TEXT)
def test_unambiguous_scalars(judged: Judged, scalar: str) -> None:
    assert by_code(judged(written_as(judged, scalar)), "P007", "S102", "P004") == []


@pytest.mark.parametrize("scalar", NOT_TEXT)
def test_what_no_reader_takes_for_text_is_a_wrong_type(judged: Judged, scalar: str) -> None:
    assert said(by_code(judged(written_as(judged, scalar)), "P007", "S102")) == [
        "S102 error /diseases/0/word"
    ]


@pytest.mark.parametrize("scalar", AMBIGUOUS)
def test_json_is_never_ambiguous(judged: Judged, scalar: str) -> None:
    record = changed(record_2021b(), {"/diseases/0/word": scalar, f"{KEYWORDS}/4": scalar})
    assert judged(json.dumps(record), "draft.json") == []


def test_keys_and_list_items_are_scalars_too(judged: Judged) -> None:
    text = (
        written_as(judged, "Fever")
        .replace("- Homo sapiens", "- Homo sapiens\n- Off")
        .replace("seo:", "y: x\nseo:")
    )
    findings = by_code(judged(text), "P007")
    assert [(f.pointer, f.value, f.place.column) for f in findings] == [
        ("/organisms/1", "Off", 3),
        ("/y", "y", 1),
    ]


# P001-P006: reading


CONFLICT = "<<<<<<< HEAD\nseo: CreativeWork\n=======\nseo: Other\n>>>>>>> other\n"


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


UNREADABLE = [
    ("empty", lambda text: "", "P003", (1, 1)),
    ("blank", lambda text: " \n\n", "P003", (1, 1)),
    ("no-opening", lambda text: text[4:], "P003", (1, 1)),
    ("line-before", lambda text: "\n" + text, "P003", (1, 1)),
    ("not-closed", lambda text: text[:-4], "P003", (1, 1)),
    ("cut", lambda text: text[: len(text) // 2], "P003", (1, 1)),
    ("nothing-between", lambda text: "---\n---\n", "P003", (2, 1)),
    ("colon", replaced("papertitle: An", "papertitle: An: x"), "P004", (7, 15)),
    ("tab", replaced("  symbol: RANKL", "\tsymbol: RANKL"), "P004", (42, 1)),
    ("conflict", replaced("seo: CreativeWork\n", CONFLICT), "P004", (18, 1)),
    ("conflicts", replaced("seo: CreativeWork\n", CONFLICT * 2), "P004", (18, 1)),
    ("conflict-of-git-without-labels", replaced("seo:", "<<<<<<<\n=======\n>>>>>>>\nseo:"), "P004",
     (18, 1)),
    ("unknown-alias", replaced("Homo sapiens", "*homo"), "P004", (15, 3)),
    ("list-as-a-key", replaced("seo:", "[a, b]: x\nseo:"), "P004", (18, 1)),
    ("nul", replaced("An invented", "An \0invented"), "P006", (7, 16)),
    ("escape", replaced("An invented", "An \x1binvented"), "P006", (7, 16)),
    ("c1", replaced("An invented", "An \x9dinvented"), "P006", (7, 16)),
    ("tag", replaced("figtype: ", "figtype: !!str "), "P006", (61, 10)),
    ("tag-local", replaced("figtype: ", "figtype: !x "), "P006", (61, 10)),
    ("deep", replaced("annotations: []", "annotations: " + "[" * 100 + "]" * 100), "P006", (17,
     113)),
    ("own-alias", replaced("annotations: []", "annotations: &a [*a]"), "P006", (17, 18)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "code", "at"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_unreadable(
    judged: Judged, broken: Callable[[str], str], code: str, at: tuple[int, int]
) -> None:
    [finding] = judged(broken(judged.published(record_2021b())))
    assert (finding.code, finding.place.line, finding.place.column) == (code, *at)


READABLE = [
    ("spaces-after-marks", lambda text: text.replace("---\n", "---  \n")),
    ("no-last-line-end", lambda text: text[:-1]),
    ("text-after", lambda text: text + "\nText of a page.\n"),
    ("comment", replaced("seo:", "# a comment\nseo:")),
    ("marks-in-text", replaced("papertitle: An", "papertitle: <<<<<<< An")),
    ("alias", lambda text: text.replace("\ncaption: A",
     "\ncaption: &c A").replace(f"description: {CAPTION}", "description: *c")),
    ("flow", replaced("organisms:\n- Homo sapiens", "organisms: [Homo sapiens]")),
    ("document-end", lambda text: text[:-4] + "...\n"),
]  # fmt: skip


@pytest.mark.parametrize("written", [row[1] for row in READABLE], ids=[row[0] for row in READABLE])
def test_readable(judged: Judged, written: Callable[[str], str]) -> None:
    assert judged(written(judged.published(record_2021b()))) == []


def test_aliases_may_add_up_to_a_bound(judged: Judged) -> None:
    lines = "".join(
        f"- &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)
    )
    bomb = replaced("annotations: []\n", f"annotations:\n- &a [x, x]\n{lines}")
    [finding] = judged(bomb(judged.published(record_2021b())))
    assert finding.code == "P006"
    assert "aliases" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "pointer_line"),
    [
        ("year: '2019'\n", "year: '2019'\nyear: '2019'\n", 14),
        ("  entrez: '8600'\n", "  entrez: '1'\n  entrez: '8600'\n", 46),
        ("  name: CreativeWork\n", "  name: CreativeWork\n  '@type': Dataset\n", 26),
    ],
    ids=["top", "gene", "jsonld"],
)
def test_duplicate_keys(judged: Judged, old: str, new: str, pointer_line: int) -> None:
    [finding] = judged(replaced(old, new)(judged.published(record_2021b())))
    assert (finding.code, finding.place.line) == ("P005", pointer_line)


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"---\nfigid: \xb5\n---\n", (2, 8)),
        ("---\nfigid: κ".encode() + b"\xce\n---\n", (2, 9)),
        (b"\xff\xfe-\0-\0-\0", (1, 1)),
        ("---\nfigid: 𝛼𝛽".encode() + b"\xc3\x28\n", (2, 10)),
    ],
    ids=["latin-1", "cut", "utf-16", "non-BMP"],
)
def test_not_utf8(judged: Judged, data: bytes, at: tuple[int, int]) -> None:
    [finding] = judged(data)
    assert (finding.code, finding.place.line, finding.place.column) == ("P002", *at)


# Places do not depend on how lines end


FAULTS = {
    "key-gone": replaced("figtitle: A drawing made for tests\n", ""),
    "number": replaced("entrez: '8600'", "entrez: 8600"),
    "truth-value": replaced("- Homo sapiens", "- NO"),
    "duplicate": replaced("year: '2019'\n", "year: '2019'\nyear: '2019'\n"),
    "colon": replaced("papertitle: An", "papertitle: An: x"),
    "conflict": replaced("seo: CreativeWork\n", CONFLICT),
    "control": replaced("An invented", "An \x1binvented"),
    "lost-letter": replaced("An invented", "An Ã©invented"),
    "keyword": replaced("  - Glucose\n", "  - Glucosf\n"),
    "not-closed": lambda text: text.rstrip("-\n") + "\n",
    "folded": replaced("papertitle: An", "papertitle: An\n  invented Ã©"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: "\ufeff" + text, id="bom"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="both"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="cr"),
    ],
)
def test_line_ends_and_a_mark_change_no_place(
    judged: Judged, fault: str, variant: Callable[[str], str]
) -> None:
    text = FAULTS[fault](judged.published(record_2021b()))
    plain = judged(text)
    assert plain
    other = judged(variant(text))
    assert (said(other), places(other)) == (said(plain), places(plain))


FLOW = (
    "- {{word: {}, symbol: RANK, source: hgnc_alias_symbol, hgnc_symbol: "
    "TNFRSF11A, entrez: 8792}}\n"
)


@pytest.mark.parametrize("word", ["abc", "𝛼𝛽𝛾", "éσж", "'\u2028\u2029x'", '"a\u2028b"'])
def test_columns_count_code_points(judged: Judged, word: str) -> None:
    line = FLOW.format(word)
    old = "".join(
        f"{'-' if key == 'word' else ' '} {key}: {value}\n" for key, value in GENES[0].items()
    ).replace("8792", "'8792'")
    text = judged.published(record_2021b())
    assert old in text
    findings = by_code(judged(text.replace(old, line)), "S102")
    at = line.index("8792") + 1
    assert places(findings) == [("S102", 36, at, 36, at + 4)]


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85"])
def test_unicode_line_separators_end_no_line(judged: Judged, letter: str) -> None:
    text = judged.published(record_2021b())
    [line] = [
        number for number, line in enumerate(text.split("\n"), 1) if line == "  entrez: '8600'"
    ]
    broken = (
        text.replace("entrez: '8600'", "entrez: 8600")
        .replace("An invented study", f"'An{letter}invented study")
        .replace("bone.", "bone.'")
    )
    [finding] = by_code(judged(broken), "S102")
    assert (finding.place.line, finding.place.column) == (line, 11)


# Every rule


def test_no_value_of_any_type_in_any_place_stops_a_rule(judged: Judged) -> None:
    """Every value of a record in turn is another type; JSON, as it holds what YAML's writer would
    refuse.
    """
    values: list[Any] = [
        None,
        True,
        3,
        10**30,
        -0.5,
        "",
        "NA",
        [],
        ["x"],
        [[]],
        {},
        {"0": {"word": "x"}},
        [{"word": []}],
    ]
    dice = random.Random(7)
    for generation, make in RECORDS.items():
        for where in _pointers(make()):
            for value in dice.sample(values, 4):
                text = json.dumps(changed(make(), {where: value}))
                judged(text, "draft.json", TABLES if generation == "2023" else None)


@pytest.mark.parametrize(
    "where", ["/figtitle", "/genes/0/word", "/organisms/0", "/figid", "/year", "/figtype"]
)
def test_half_a_letter_in_json_is_refused(judged: Judged, where: str) -> None:
    found = judged(json.dumps(changed(record_2021b(), {where: "\ud800"})), "draft.json")
    assert [finding.code for finding in found] == ["P004"]


def _pointers(value: Any, where: str = "") -> list[str]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    here = [f"{where}/{step}" for step, _ in items]
    return here + [below for step, item in items for below in _pointers(item, f"{where}/{step}")]


def test_rules_of_a_corpus_are_those_that_no_single_record_shows() -> None:
    assert [code for code, rule in RULES.items() if rule.is_of_corpus] == ["C801", "C802", "D703"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("I201", "error"),
        ("T301", "warning, or info where it matters less"),
        ("D702", "warning, or error where it matters more"),
        ("K601", "error, or warning or info where it matters less"),
    ],
)
def test_severities_are_told_in_words(code: str, told: str) -> None:
    assert RULES[code].severities_told == told


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["c8"], [], {"C801", "C802"}),
        (["C", "s101"], ["duplicate-redirect"], {"C801", "S101"}),
        (["Duplicate-Figid"], [], {"C801"}),
        ([], ["C802"], set(RULES) - {"C802"}),
    ],
)
def test_rules_are_chosen_by_codes_their_beginnings_and_names(
    select: list[str], ignore: list[str], codes: set[str]
) -> None:
    assert select_codes(select, ignore) == codes


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("curators-marc", "'curators-marc' (did you mean curators-mark?)"),
        ("qqq", "'qqq'"),
        ("", "''"),
    ],
)
def test_a_word_that_chooses_nothing_is_refused(word: str, said: str) -> None:
    for select, ignore in (((word,), ()), ((), (word,))):
        with pytest.raises(PfocrError) as refused:
            select_codes(select, ignore)
        assert str(refused.value) == f"no rule is called {said}; `pfocr rule` lists them"


@pytest.mark.parametrize(
    ("code", "finds", "fix"),
    [
        (
            "P008",
            "A value without quotes that a blank and `#` end, or that begins with `&`.",
            "Fix: unsafe; quote the value whole, with what was lost.",
        ),
        (
            "T305",
            "A curator marked the figure as rejected, or its organism as not human.",
            "Fix: none; it is a mark, not a mistake.",
        ),
        (
            "G501",
            "An earlier symbol of the gene of this Entrez id: HGNC renamed the gene, or merged the "
            "symbol into it.",
            "Fix: safe or unsafe; write the approved symbol, also where it stands in "
            "schema-jsonld.keywords:\nsafe in records, unsafe in side tables.",
        ),
    ],
)
def test_a_page_says_what_is_found_and_what_the_fixes_are(code: str, finds: str, fix: str) -> None:
    rule = RULES[code]
    first, why, bad, *_, last = rule.page.split("\n\n")
    assert (first, why[:5], bad, last) == (finds, "Why: ", "Bad:", fix)
    assert rule.summary == finds


def test_rules_of_genes_and_no_others_need_the_lexicon() -> None:
    assert {code for code, rule in RULES.items() if rule.needs_lexicon} == {
        code for code in RULES if code.startswith("G")
    }
