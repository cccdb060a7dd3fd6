"""The numbers of a report, counted again by DuckDB over what `export` and `validate` write.

``python tests/test_report_numbers.py FOLDER`` counts a corpus of yours.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
import yaml
from program import RECORDS, SOUND, SOUND_2023, run, sound

from pfocr_cli.record.columns import NOTHING

SEED, RECORDS_MADE = 20261127, 60
GENES = (
    *(("TP53", "7157"), ("AKT1", "207"), ("GBA", "2629"), ("GBA1", "2629"), ("MAPK1", "5594")),
    *(("TNFSF11", "8600"), ("NFKB1", "4790"), ("WDTC1", "23038"), ("KRAS", "3845")),
)
OTHERS = (
    ("Trp53", "22059", "10090", "Mus musculus"),
    ("phoA", "945041", "511145", "Escherichia coli K-12"),
)
MISLEADING = (
    ("AIP1", "AIP1", "hgnc_alias_symbol", "PDCD6IP", "10015"),
    ("DFNA2", "DFNA2", "hgnc_prev_symbol", "DFNA2", "NA"),
)
"""A word of several genes, and a symbol that was withdrawn."""
WORDS = ("p53", "ADP", "AKT", " PKB", "RANKL", "NA", "Ras")
SOURCES = ("hgnc_symbol", "hgnc_alias_symbol", "hgnc_prev_symbol", "bioentities_symbol")
HUMAN = ("9606", "Homo sapiens", "Primates")
AT_NCBI = ("ncbigene_symbol", "ncbigene_synonym", "famplex_relations")
CHEMICALS = (("Glucose", "D005947", "4167"), ("ATP", "D000255", "15422"), ("X-1", "", ""))
MACROS = """
CREATE MACRO said(x) AS CASE WHEN trim(x) IN ('', 'NA', '.na.character', 'NaN') THEN NULL
                             ELSE trim(x) END;
CREATE MACRO text_at(j, key) AS said(CASE WHEN json_type(j, '$."' || key || '"') <> 'ARRAY'
    THEN json_extract_string(j, '$."' || key || '"') END);
"""


def made_2021(rng: random.Random, number: int) -> str:
    """Return a record of 2021 with some genes and chemicals, and now and then a fault."""
    genes = [
        {"word": rng.choice(WORDS), "symbol": symbol, "source": rng.choice(SOURCES),
         "hgnc_symbol": symbol, "entrez": entrez}
        for symbol, entrez in rng.sample(GENES, rng.randrange(6))
    ] + [
        dict(zip(("word", "symbol", "source", "hgnc_symbol", "entrez"), row, strict=True))
        for row in MISLEADING
        if rng.random() < 0.3
    ]  # fmt: skip
    chemicals = [
        {"word": word, "source": "MESH" if mesh else "", "identifier": mesh}
        for word, mesh, _ in rng.sample(CHEMICALS, rng.randrange(3))
    ]
    return _made(rng, number, SOUND, {"genes": genes, "chemicals": chemicals})


def _made(rng: random.Random, number: int, text: str, changes: dict[str, Any]) -> str:
    data = yaml.safe_load(sound(number, text).strip("-\n"))
    data |= changes
    data["year"] = rng.choice(("2001", "2017", "2018", "NA"))
    data["ndex"] = rng.choice(("", "0b2dd6cb-77b0-11ea-bfdc-0ac135e8bacf"))
    data["organisms"] = rng.choice(
        (["Homo sapiens"], ["Mus musculus", "NA"], ["NA"], ["Escherichia coli"])
    )
    if rng.random() < 0.1:
        data["number"] = "F7"
    if rng.random() < 0.1:
        data["figtitle"] = "REJECT"
    return f"---\n{yaml.safe_dump(data, sort_keys=False, allow_unicode=True)}---\n"


def made_2023(rng: random.Random, number: int, tables: Path) -> str:
    """Return a record of 2023, and write its tables."""
    head = "organism_id organism_name organism_group word match ncbigene_symbol ncbigene_id source"
    rows = [
        (*HUMAN, rng.choice(WORDS).strip(), symbol, symbol, entrez, rng.choice(AT_NCBI))
        for symbol, entrez in rng.sample(GENES, rng.randrange(6))
    ] + [
        (taxon, name, "Other", symbol, symbol, symbol, entrez, "ncbigene_symbol")
        for symbol, entrez, taxon, name in rng.sample(OTHERS, rng.randrange(3))
    ]  # fmt: skip
    counts = ("count_direct", "count_synonym", "count_match")
    _write_table(
        tables, number, "genes", (*head.split(), *counts), [(*row, "1", "NA", "1") for row in rows]
    )
    chemicals = [
        (word, f"mesh:{mesh}" if mesh else "NA", "NA", "NA", f"chebi:{chebi}" if chebi else "NA")
        for word, mesh, chebi in rng.sample(CHEMICALS, rng.randrange(3))
    ]
    _write_table(tables, number, "chemicals", ("word", "mesh", "match", "name", "chebi"), chemicals)
    return _made(rng, number, SOUND_2023, {"organisms_ner": rng.choice((["NA"], ["Homo sapiens"]))})


def _write_table(
    folder: Path, number: int, kind: str, head: tuple[str, ...], rows: list[Any]
) -> None:
    lines = ("\t".join(row) for row in (head, *rows))
    (folder / f"PMC{number}__f1-{kind}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with records of both generations."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copytree(RECORDS, folder, dirs_exist_ok=True)
    rng = random.Random(SEED)
    for number in range(1, RECORDS_MADE):
        old = rng.random() < 0.5
        text = made_2021(rng, number) if old else made_2023(rng, number, folder / "_data")
        (folder / "_figures" / f"PMC{number}__f1.md").write_text(text, "utf-8")
    return folder


class Recount:
    """A corpus counted again, by its exports."""

    def __init__(self, folder: Path, work: Path) -> None:
        words = ("--isolated", str(folder))
        tiers = ("strict", "synonyms", "all")
        targets = [f"--to=gmt:{work / tier}.gmt,tier={tier}" for tier in tiers]
        done = run(
            "export",
            *words,
            f"--to=csv:{work / 'csv'}/",
            f"--to=jsonl:{work / 'r.jsonl'}",
            *targets,
            "--on-error=skip",
        )
        assert done.status in (0, 1), done.err
        run("validate", *words, "--show=info", f"--format=jsonl:{work / 'f.jsonl'}")
        files = {name: work / f"report.{name}" for name in ("json", "markdown", "text")}
        run("report", *words, *(f"--format={name}:{file}" for name, file in files.items()))
        told = {name: file.read_text("utf-8") for name, file in files.items()}
        self.report: dict[str, Any] = json.loads(told.pop("json"))
        self.told = told
        self.sets = {
            tier: (work / f"{tier}.gmt").read_text("utf-8").count("\n")
            if (work / f"{tier}.gmt").exists()
            else 0
            for tier in tiers
        }
        self.db = duckdb.connect()
        self.db.execute(MACROS)
        objects = f"read_ndjson_objects('{work / 'r.jsonl'}', maximum_object_size=67108864)"
        self.db.execute(
            f"""CREATE TABLE records AS SELECT *,
                CASE WHEN regexp_full_match(said, '[12][0-9]{{3}}') THEN said ELSE '' END AS year
                FROM (SELECT json, json->>'$.figid' AS figid, text_at(json, 'year') AS said
                      FROM {objects})"""
        )
        for name in ("figures", "genes", "chemicals", "diseases"):
            file = f"'{work / 'csv' / name}.csv'"
            options = "all_varchar=true, header=true, nullstr=''"
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv({file}, {options})")
        self.db.execute(
            "CREATE TABLE human AS SELECT DISTINCT figid FROM genes WHERE organism_id = '9606'"
        )
        found = [json.loads(line) for line in (work / "f.jsonl").read_text("utf-8").splitlines()]
        self.db.execute(
            "CREATE TABLE findings (file VARCHAR, figid VARCHAR, code VARCHAR, severity VARCHAR, "
            "value VARCHAR, fix VARCHAR, pointer VARCHAR, remedy VARCHAR)"
        )
        rows = [
            (
                each["file"],
                each["figid"],
                each["code"],
                each["severity"],
                each["value"],
                "" if each["fix"] is None else "safe" if each["fix"]["safe"] else "unsafe",
                each["pointer"],
                "" if each["fix"] is None else each["fix"]["message"],
            )
            for each in found
        ]
        if rows:
            self.db.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


@pytest.fixture(scope="module")
def counter(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Recount:
    return Recount(corpus, tmp_path_factory.mktemp("counted"))


def test_verdict(counter: Recount) -> None:
    told = counter.report["verdict"]
    worst = dict(
        counter.rows(
            """SELECT worst, count(*) FROM (
                   SELECT max(CASE severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END)
                   AS worst FROM findings GROUP BY coalesce(figid, file)) GROUP BY worst"""
        )
    )
    levels = dict(counter.rows("SELECT severity, count(*) FROM findings GROUP BY severity"))
    assert told["with_errors"] == worst.get(3, 0)
    assert told["with_warnings"] == worst.get(2, 0)
    assert [told["errors"], told["warnings"], told["infos"]] == [
        levels.get(name, 0) for name in ("error", "warning", "info")
    ]
    empty = counter.one("""SELECT count(*) FROM records WHERE figid NOT IN (
            SELECT figid FROM genes UNION SELECT figid FROM chemicals UNION
            SELECT figid FROM diseases UNION
            SELECT figid FROM findings WHERE severity <> 'info' AND figid IS NOT NULL)""")
    assert told["nothing_to_check"] == empty
    assert told["records"] == sum(
        told[name] for name in ("with_errors", "with_warnings", "nothing_to_check", "sound")
    )
    assert told["records"] - told["unreadable"] == counter.one("SELECT count(*) FROM records")


def test_rules(counter: Recount) -> None:
    expected = counter.rows("""SELECT code, severity, count(*),
        count(DISTINCT coalesce(figid, file)),
        count(*) FILTER (fix = 'safe'), count(*) FILTER (fix = 'unsafe')
        FROM findings GROUP BY ALL""")
    names = ("code", "severity", "findings", "figures", "fixable", "fixable_unsafe")
    assert sorted(tuple(row[name] for name in names) for row in counter.report["rules"]) == sorted(
        expected
    )


def test_worklist(counter: Recount) -> None:
    expected = counter.rows("""SELECT figid, count(DISTINCT code),
        count(DISTINCT code) FILTER (severity = 'error'), count(*), count(*) FILTER (fix = 'safe')
        FROM findings WHERE severity <> 'info' AND code <> 'D703'
        GROUP BY coalesce(figid, file), figid ORDER BY 2 DESC, 3 DESC, 4 DESC, 1 LIMIT 100""")
    names = ("figid", "kinds", "errors", "findings", "fixable")
    assert [tuple(row[name] for name in names) for row in counter.report["worklist"]] == expected


def test_completeness_and_coverage(counter: Recount) -> None:
    told = counter.report["completeness"]
    held = {"genes", "chemicals", "diseases"}
    totals = dict(counter.rows("SELECT year, count(*) FROM records GROUP BY year"))
    assert {year["year"]: year["figures"] for year in told["years"]} == totals
    for name in told["fields"]:
        says = f"""text_at(json, '{name}') IS NOT NULL OR figid IN (SELECT figid FROM (
            SELECT figid, unnest(json_extract_string(json, '$.{name}[*]')) AS item FROM records)
            WHERE said(item) IS NOT NULL)"""
        if name in held:
            says = f"figid IN (SELECT figid FROM {name})"
        expected = dict(
            counter.rows(f"SELECT year, count(*) FILTER ({says}) FROM records GROUP BY year")
        )
        assert {year["year"]: year["filled"][name] for year in told["years"]} == expected, name
    for row in counter.report["coverage"]:
        assert row["figures"] == counter.one(f"SELECT count({row['field']}) FROM figures")
        assert row["of"] == sum(totals.values())


def test_figures(counter: Recount) -> None:
    told = counter.report["figures"]
    assert told["year"] == dict(counter.rows("SELECT year, count(*) FROM records GROUP BY year"))
    assert told["figtype"] == dict(
        counter.rows(
            "SELECT coalesce(text_at(json, 'figtype'), ''), count(*) FROM records GROUP BY 1"
        )
    )
    generation = """CASE WHEN json_type(json, '$.genes') IS NULL THEN '2023'
        WHEN json_type(json, '$.figid_alias') IS NOT NULL THEN '2021b' ELSE '2021a' END"""
    assert told["generation"] == dict(
        counter.rows(f"SELECT {generation}, count(*) FROM records GROUP BY 1")
    )
    journal = r"""coalesce(text_at(json, 'journal_nlm_ta'), text_at(json, 'journal_title'),
        regexp_extract(coalesce(text_at(json, 'reftext'), ''),
                       'et al\. (.+?)\. (?:19|20)[0-9]{2}\b', 1))"""
    expected = counter.rows(
        f"SELECT {journal} AS name, count(*) AS figures FROM records GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    assert told["journal"]["different"] == len(expected)
    assert [(row["name"], row["figures"]) for row in told["journal"]["top"]] == expected[:100]


KEYS = {
    "genes": "entrez",
    "chemicals": "coalesce(mesh, chebi, trim(word))",
    "diseases": "coalesce(mesh, doid, omim, trim(word))",
}


def test_contents(counter: Recount) -> None:
    told = {row.pop("kind"): tuple(row.values()) for row in map(dict, counter.report["contents"])}
    for kind, key in KEYS.items():
        is_human = "organism_id = '9606'" if kind == "genes" else "figid IN (FROM human)"
        expected = counter.rows(
            f"SELECT count(*), count(DISTINCT {key}), count(*) FILTER ({is_human}), "
            f"count(DISTINCT {key}) FILTER ({is_human}) FROM {kind}"
        )
        assert told[kind] == expected[0], kind
    for kind, key in (("figures", "figid"), ("papers", "text_at(json, 'pmcid')")):
        total = "count(*)" if kind == "figures" else f"count(DISTINCT {key})"
        is_human = "FILTER (figid IN (FROM human))"
        assert (
            told[kind]
            == counter.rows(
                f"SELECT {total}, count(DISTINCT {key}), {total} {is_human}, "
                f"count(DISTINCT {key}) {is_human} FROM records"
            )[0]
        )


def test_genes_per_figure(counter: Recount) -> None:
    told = counter.report["genes_per_figure"]
    sizes = counter.rows("""SELECT figid, count(DISTINCT entrez),
        count(DISTINCT entrez) FILTER (organism_id = '9606')
        FROM records LEFT JOIN genes USING (figid) GROUP BY figid""")
    for each in told["histogram"]:
        within = [range(each["least"], each.get("most", 10**9) + 1)] * 2
        assert each["figures"] == sum(size in within[0] for _, size, _ in sizes)
        assert each["human"] == sum(size in within[1] for *_, size in sizes)
    ordered = sorted(size for _, size, _ in sizes)
    assert told["median"] == statistics.median(ordered)
    assert told["mean"] == pytest.approx(sum(ordered) / len(ordered), abs=0.006)
    assert told["largest"] == ordered[-1]
    assert told["sets"] == counter.sets


def test_sources(counter: Recount) -> None:
    expected = counter.rows(
        "SELECT records.year, coalesce(source, ''), count(*) FROM genes JOIN records USING (figid) "
        "GROUP BY ALL"
    )
    told = [
        (each["year"], source, count)
        for each in counter.report["sources"]
        for source, count in each["sources"].items()
    ]
    assert sorted(told) == sorted(expected)
    for each in counter.report["sources"]:
        assert each["genes"] == sum(each["sources"].values())


def test_commonest(counter: Recount) -> None:
    families = "source IN ('bioentities_symbol', 'famplex_relations')"
    queries = {
        **{kind: (kind, key, "true", "id") for kind, key in KEYS.items()},
        "words": ("genes", "trim(word)", "true", "name"),
        "families": ("genes", "symbol", families, "name"),
    }
    for name, (table, key, where, column) in queries.items():
        expected = counter.rows(f"""SELECT {key} AS key, count(DISTINCT figid) FROM {table}
            WHERE {where} AND {key} <> '' GROUP BY 1 ORDER BY 2 DESC, 1""")
        told = counter.report["commonest"][name]
        assert told["different"] == len(expected), name
        assert [(row[column], row["figures"]) for row in told["top"]] == expected[:100], name


def test_symbols(counter: Recount) -> None:
    """The gene of today is what the fix says, the one that was recorded that of the table's row."""
    row = "CAST(split_part(pointer, '/', 3) AS BIGINT)"
    today = "replace(remedy, 'write ', '')"
    found = counter.rows(f"""WITH numbered AS (
            SELECT figid, coalesce(hgnc_symbol, ncbigene_symbol) AS recorded,
            row_number() OVER (PARTITION BY figid ORDER BY rowid) - 1 AS row FROM genes)
        SELECT code, trim(value), CASE WHEN code < 'G505' THEN {today} ELSE trim(recorded) END,
            findings.figid
        FROM findings JOIN numbered ON numbered.figid = findings.figid AND numbered.row = {row}
        WHERE code IN ('G501', 'G502', 'G505', 'G509')""")
    for told in counter.report["symbols"].values():
        assert told["different"], "the corpus has some of each"
        figids: dict[tuple[str, str], set[str]] = {}
        for code, text, gene, figid in found:
            if code == told["code"]:
                figids.setdefault((text, gene), set()).add(figid)
        order = sorted(figids, key=lambda pair: (-len(figids[pair]), pair))
        assert told["different"] == len(order)
        assert told["figures"] == len(set().union(*figids.values()))
        assert [(each["text"], each["gene"], each["figures"]) for each in told["top"]] == [
            (*pair, len(figids[pair])) for pair in order[:100]
        ]
        for each in told["top"]:
            assert figids[each["text"], each["gene"]].issuperset(each["figids"])
            assert len(each["figids"]) == min(10, each["figures"])


def table_below(text: str, heading: str) -> list[list[str]]:
    """Return the cells of what stands below a heading, in Markdown or as text for a terminal."""
    _, _, below = text.partition(f"{heading}\n")
    lines = [line for line in below.split("\n\n\n")[0].split("\n") if line.strip()]
    return [
        [cell.strip(" `") for cell in re.split(r"\||\s{2,}", line.strip(" |"))] for line in lines
    ]


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_what_people_read_has_the_same_numbers(counter: Recount, form: str) -> None:
    names = {
        "rules": ("What the rules found", ("findings", "figures")),
        "contents": (
            "Genes, chemicals and diseases",
            ("total", "different", "human_total", "human_different"),
        ),
        "coverage": ("NDEx, WikiPathways and DOI", ("figures",)),
    }
    for section, (heading, numbers) in names.items():
        rows = table_below(counter.told[form], heading)
        expected = [[f"{row[name]:,}" for name in numbers] for row in counter.report[section]]
        firsts = [next(iter(row.values())) for row in counter.report[section]]
        start = 3 if section == "rules" else 1
        shown = [cells for cells in rows if cells[0] in firsts]
        told = [cells[start : start + len(numbers)] for cells in shown[: len(expected)]]
        assert told, section
        assert told == expected[: len(told)], section


def test_species(counter: Recount) -> None:
    told = counter.report["species"]
    expected = counter.rows(
        """SELECT coalesce(organism_id, ''), coalesce(organism, ''), count(*),
        count(DISTINCT figid) FROM genes GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
    )
    assert told["different"] == len(expected)
    assert [
        tuple(row[name] for name in ("id", "name", "genes", "figures")) for row in told["species"]
    ] == expected[:100]


def named_organisms(data: dict[str, Any]) -> set[str]:
    """Return the organisms of a record as it was exported, less the marks."""
    found: list[Any] = []
    for key in ("organisms", "organisms_ner"):
        value = data.get(key)
        found += value if isinstance(value, list) else [value]
    return {each.strip() for each in found if isinstance(each, str)} - NOTHING - {"XXX", "REJECT"}


def test_organisms_that_are_named(counter: Recount) -> None:
    from pfocr_cli.export.bridgedb import bridgedb_name

    told = counter.report["species"]
    genes = dict(
        counter.rows(
            "SELECT figid, list(DISTINCT coalesce(organism, '')) FROM genes GROUP BY figid"
        )
    )
    named: dict[str, int] = {}
    far = set()
    for (text,) in counter.rows("SELECT json FROM records"):
        data = json.loads(text)
        organisms = named_organisms(data)
        for name in organisms:
            named[name] = named.get(name, 0) + 1
        found = {bridgedb_name(name).casefold() for name in genes.get(data["figid"], ())}
        if (
            organisms
            and found
            and not found & {bridgedb_name(name).casefold() for name in organisms}
        ):
            far.add(data["figid"])
    assert told["without_named"] == len(far)
    assert {row["figid"] for row in told["examples"]} <= far
    assert told["named"]["different"] == len(named)
    order = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    assert [(row["name"], row["figures"]) for row in told["named"]["top"]] == order[:100]


def test_duplicates(counter: Recount) -> None:
    told = counter.report["duplicates"]
    expected = counter.rows("""WITH sets AS (
            SELECT figid, string_agg(DISTINCT entrez, ' ' ORDER BY entrez) AS held,
            count(DISTINCT entrez) AS size FROM genes GROUP BY figid HAVING size >= 3)
        SELECT any_value(size), count(*), list(figid) FROM sets GROUP BY held
        HAVING count(*) > 1""")
    assert told["groups"] == len(expected)
    assert told["figures"] == sum(count for _, count, _ in expected)
    groups = {(size, count, frozenset(figids)) for size, count, figids in expected}
    for row in told["same_genes"]:
        assert any(
            (row["genes"], row["figures"]) == each[:2] and each[2].issuperset(row["figids"])
            for each in groups
        )
    assert told["figids"] == counter.one("SELECT count(*) FROM findings WHERE code = 'C801'")
    assert told["redirects"] == counter.one("SELECT count(*) FROM findings WHERE code = 'C802'")


def test_figids(counter: Recount) -> None:
    assert counter.report["figids"] == [
        figid for (figid,) in counter.rows("SELECT DISTINCT figid FROM records ORDER BY 1")
    ]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        counted = Recount(Path(sys.argv[1]), Path(folder))
        for name, test in list(globals().items()):
            if name.startswith("test_"):
                test(counted)
                print("equal:", name.removeprefix("test_"))
