"""csv and tsv: what stands in the tables, and what clients read of them; and what the tests of
exports share.

To write the golden files of fixtures/export anew: ``GOLDEN=write python -m pytest
tests/test_export_*.py``; then check each changed line.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.export.figure import Figure, Gene, Mention, figure_of
from pfocr_cli.export.formats import EXPORTERS, Exporter, FileExporter, Item, LeftOutError
from pfocr_cli.export.formats._frictionless import TABLES
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection, selected
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Search
from pfocr_cli.lexicon.store import open_lexicon

FIXTURES = Path(__file__).parents[1] / "fixtures"
ALL = Selection("all", "all")

NASTY = (
    *(
        "<b>&amp;]]></b>",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "a\x00b",
        "\x01",
        "a\x0bb",
        "a\x1fb",
        "a\x85b",
        "a\u2028b",
    ),
    *(
        "50 % of %s",
        '"',
        '"quoted" words',
        "it's",
        'a,"b",c',
        "=cmd()",
        "+1",
        "-x",
        "@x",
        "\u202eltr\u202c",
        "\ufeffmark",
    ),
    *(
        "😀 αβ",
        "x" * 10_000,
        "NA",
        "null",
        "NaN",
        "1e5",
        "\\N",
        "\\",
        "#c",
        "'",
        "''",
        "a  b",
        "a|b",
        ";",
        "{}",
        "[]",
    ),
    *("@id", "\ufffe", "SEPT7", " padded ", "\uff1dcmd()"),
)
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    str.strip
)
FIGIDS = st.integers(1, 99).map("PMC{}__f".format) | TEXTS.filter(
    lambda text: text.isprintable() and 0 < len(text) < 99
)
WORDS = TEXTS | st.sampled_from(["", " ", " a", "a  ", "NA"])
"""As figures have them: only these are kept with the space around them."""
GENES = st.builds(Gene, WORDS, *[TEXTS] * 8, row=st.just(0))
OTHERS = TEXTS | st.sampled_from(["CHEBI:1", "DOID:2", "OMIM:3"])
MENTIONS = st.builds(Mention, WORDS, TEXTS, TEXTS, OTHERS, TEXTS)
SOME_TEXTS = st.lists(TEXTS.filter(bool), max_size=3).map(tuple)
FIGURES = st.builds(
    Figure,
    FIGIDS,
    *[TEXTS] * 11,
    organisms=SOME_TEXTS,
    keywords=SOME_TEXTS,
    genes=st.lists(GENES, max_size=3).map(tuple),
    chemicals=st.lists(MENTIONS, max_size=3).map(tuple),
    diseases=st.lists(MENTIONS, max_size=3).map(tuple),
    ndex=TEXTS,
    wpid=TEXTS,
    license=TEXTS,
    creator=TEXTS,
)


def nasty_figures() -> list[Figure]:
    """Return a figure for each nasty text, which stands in all of its fields."""
    found = []
    for number, text in enumerate(NASTY):
        texts: Any = [text] * 11
        row: dict[str, Any] = {"row": 0}
        gene, mention = Gene(*texts[:9], **row), Mention(*texts[:5])
        many: dict[str, Any] = {"organisms": (text,), "keywords": (text,), "genes": (gene, gene)}
        many |= {"chemicals": (mention,), "diseases": (mention,)}
        many |= dict.fromkeys(("ndex", "wpid", "license", "creator"), text)
        found.append(Figure(f"PMC{number}__f", *texts, **many))
    return found


def items(*paths: Path, selection: Selection = ALL) -> list[Item]:
    """Return the records of files and folders, those of the fixtures by default, as exporters get
    them.
    """
    lexicon = open_lexicon(None)
    inputs = Search().inputs(map(str, paths or [FIXTURES / "records"]))
    wholes = [(record, figure_of(record, lexicon)) for each in inputs for record in records(each)]
    return [Item(record, selected(whole, selection), whole) for record, whole in wholes]


def item_of(figure: Figure) -> Item:
    """Return a figure as exporters get it; the record is some other one."""
    return replace(_some_item(), figure=figure, whole=figure)


@lru_cache
def _some_item() -> Item:
    return items()[0]


def options(**asked: Any) -> Options:
    """Return options; without others, everything of the records."""
    usual: dict[str, Any] = {"date": "20240701", "min_genes": 1}
    usual |= {"selection": ALL, "release": open_lexicon(None).release}
    return Options(**(usual | asked))


def file_exporter(name: str) -> FileExporter:
    """Return a format that has a file a figure."""
    found = EXPORTERS[name]
    assert isinstance(found, FileExporter)
    return found


def file_of(name: str, item: Item, asked: Options) -> bytes:
    """Return a figure's own file, or its part of a stream where the format has no such files."""
    if name == "jsonl":
        part: bytes = EXPORTERS[name].part(item, asked, "")
        return part
    return file_exporter(name).document(item, asked)


def written(
    exporter: Exporter, found: Iterable[Item], asked: Options, table: str = ""
) -> tuple[bytes, list[str]]:
    """Return what a stream holds of the records, and the reasons why figures were left out."""
    stream = io.BytesIO()
    sink = exporter.sink(stream, asked, table)
    reasons = []
    for item in found:
        try:
            part = exporter.part(item, asked, table)
        except LeftOutError as error:
            reasons.append(str(error))
            continue
        if part is not None:
            sink.take(part)
    sink.finish()
    return stream.getvalue(), reasons


def folder_of(exporter: Exporter, found: list[Item], asked: Options, to: Path) -> Path:
    """Write all tables of a format, and what goes with them, into a folder."""
    for table in exporter.tables(asked, in_folder=True):
        (to / table).write_bytes(written(exporter, found, asked, table)[0])
    for name, data in exporter.extra_files(asked).items():
        (to / name).write_bytes(data)
    return to


def golden(name: str, data: bytes) -> None:
    """Hold data against a file of fixtures/export."""
    path = FIXTURES / "export" / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert data == path.read_bytes()


def delimiter_of(exporter: Exporter) -> str:
    return "\t" if exporter.suffixes[0] == ".tsv" else ","


def rows_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    text = io.StringIO(data.decode(), newline="")
    return list(csv.reader(text, delimiter=delimiter, strict=True))


CSV, TSV = EXPORTERS["csv"], EXPORTERS["tsv"]


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_folder_holds_every_table_and_the_package(name: str, tmp_path: Path) -> None:
    folder_of(EXPORTERS[name], items(), options(), tmp_path)
    written_files = sorted(path.name for path in tmp_path.iterdir())
    assert written_files == sorted([f"{table}.{name}" for table in TABLES] + ["datapackage.json"])
    for file in written_files:
        golden(
            f"csv/{f'{name}-' if file.endswith('json') else ''}{file}",
            (tmp_path / file).read_bytes(),
        )


@pytest.mark.parametrize("table", list(TABLES))
def test_one_file_holds_the_table_asked_for(table: str, tmp_path: Path) -> None:
    found = items()
    data, reasons = written(CSV, found, options(table=table))
    assert data == (folder_of(CSV, found, options(), tmp_path) / f"{table}.csv").read_bytes()
    empty = [item for item in found if table != "figures" and not getattr(item.figure, table)]
    assert reasons == [f"with no {table}"] * len(empty)


def test_nothing_at_all_is_still_a_table() -> None:
    data, _ = written(CSV, [], options())
    columns = (
        "figid pmcid figtitle year organism word symbol source hgnc_symbol hgnc_id "
        "entrez current_symbol organism_id ncbigene_symbol count_direct "
        "count_synonym count_match doi"
    )
    assert rows_of(data) == [columns.split()]


@pytest.mark.parametrize("exporter", [CSV, TSV], ids=["csv", "tsv"])
@settings(max_examples=60)
@given(figure=FIGURES)
def test_every_text_is_kept(exporter: Exporter, figure: Figure) -> None:
    for table, found in TABLES.items():
        name = table + exporter.suffixes[0]
        data, _ = written(exporter, [item_of(figure)], options(), name)
        rows = rows_of(data, delimiter_of(exporter))
        cells = [[cell.replace("\0", "\ufffd") for cell in row] for row in found.rows(figure)]
        assert rows == [list(found.columns), *cells]
        assert not data.startswith(b"\xef\xbb\xbf")
        assert not list(exporter.losses(item_of(figure), options(), in_folder=True))


def test_cells_are_quoted_only_where_they_need_it() -> None:
    words = ("plain", "p38, JNK", "it's", "a|b", "", " b ", 'the "x"', "a\tb")
    genes = tuple(items()[0].figure.genes[0]._replace(word=word) for word in words)
    data, _ = written(TSV, [item_of(Figure("PMC1__f", genes=genes))], options())
    quoted = [line for line in data.decode().splitlines() if '"' in line]
    assert [line.split('"', 1)[1].rsplit('"', 1)[0] for line in quoted] == ['the ""x""', "a\tb"]


def test_chemicals_and_diseases_have_the_columns_of_the_side_tables_and_omim() -> None:
    chemical, disease = (
        Mention(" NA", "D012964", "sodium", "CHEBI:1", "Sodium"),
        Mention("x", other="OMIM:2"),
    )
    item = item_of(
        Figure("PMC1__f", chemicals=(chemical,), diseases=(disease, Mention("y", other="DOID:3")))
    )
    chemicals, diseases = (
        rows_of(written(CSV, [item], options(table=table))[0])
        for table in ("chemicals", "diseases")
    )
    assert [row[4:] for row in chemicals] == [
        ["word", "mesh", "match", "name", "chebi", "doi"],
        [" NA", "D012964", "Sodium", "sodium", "CHEBI:1", ""],
    ]
    assert [row[4:] for row in diseases] == [
        ["word", "mesh", "match", "name", "doid", "omim", "doi"],
        ["x", "", "", "", "", "OMIM:2", ""],
        ["y", "", "", "", "DOID:3", "", ""],
    ]


@pytest.mark.parametrize("exporter", [CSV, TSV], ids=["csv", "tsv"])
def test_formulas_are_guarded_where_asked(exporter: Exporter) -> None:
    words = [
        "=cmd()",
        "+1",
        "-x",
        "@x",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "x=1",
        "SEPTIN7",
        "'",
        "x\uff1d1",
    ]
    genes = tuple(items()[0].figure.genes[0]._replace(word=word) for word in words)
    item = item_of(Figure("PMC1__f", genes=genes))
    guarded = [f"'{word}" for word in words[:8]] + words[8:]
    for safe, wanted in ((True, guarded), (False, words)):
        data, _ = written(exporter, [item], options(excel_safe=safe))
        rows = rows_of(data, delimiter_of(exporter))
        assert [row[5] for row in rows[1:]] == wanted


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.parametrize("figures", ["fixtures", "nasty"])
def test_frictionless_finds_nothing_to_say(name: str, figures: str, tmp_path: Path) -> None:
    frictionless = pytest.importorskip(
        "frictionless", reason="needs frictionless, a client of Data Packages"
    )
    found = items() if figures == "fixtures" else [item_of(figure) for figure in nasty_figures()]
    folder_of(EXPORTERS[name], found, options(), tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert not report.warnings
    for table in TABLES:
        read = package.get_resource(table).read_rows()
        assert len(read) == sum(len(list(TABLES[table].rows(item.figure))) for item in found)
        assert all(isinstance(row.get("entrez", ""), str | None) for row in read)


def test_frictionless_sees_what_is_wrong(tmp_path: Path) -> None:
    frictionless = pytest.importorskip(
        "frictionless", reason="needs frictionless, a client of Data Packages"
    )
    found = items()
    folder_of(CSV, found, options(), tmp_path)
    for table, row in (
        ("genes", b"PMC1__stray" + b"," * (len(TABLES["genes"].columns) - 1) + b"\n"),
        ("figures", (tmp_path / "figures.csv").read_bytes().split(b"\n")[1] + b"\n"),
    ):
        path = tmp_path / f"{table}.csv"
        sound = path.read_bytes()
        path.write_bytes(sound + row)
        report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
        assert {error[0] for error in report.flatten(["type"])} == {
            "foreign-key" if table == "genes" else "primary-key"
        }
        path.write_bytes(sound)


def test_duckdb_and_polars_and_pyarrow_read_what_was_written(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    polars = pytest.importorskip("polars", reason="needs polars")
    arrow = pytest.importorskip("pyarrow.csv", reason="needs pyarrow")
    found = [item_of(figure) for figure in nasty_figures()]
    for exporter in (CSV, TSV):
        suffix, delimiter = exporter.suffixes[0], delimiter_of(exporter)
        folder_of(exporter, found, options(), tmp_path)
        for table in TABLES:
            path = str(tmp_path / (table + suffix))
            rows = rows_of(Path(path).read_bytes(), delimiter)[1:]
            reader = (
                f"read_csv('{path}', header=true, all_varchar=true, delim='{delimiter}', "
                f"quote='\"', escape='\"')"
            )
            by_duckdb = duckdb.sql(f"from {reader}").fetchall()
            by_polars = polars.read_csv(path, separator=delimiter, infer_schema=False).rows()
            parse = arrow.ParseOptions(delimiter=delimiter, newlines_in_values=True)
            convert = arrow.ConvertOptions(
                column_types=dict.fromkeys(TABLES[table].columns, "string")
            )
            by_arrow = arrow.read_csv(
                path, parse_options=parse, convert_options=convert
            ).to_pylist()
            for read in (by_duckdb, by_polars, [row.values() for row in by_arrow]):
                assert [[cell or "" for cell in row] for row in read] == rows, (path, table)


def test_the_package_names_types_keys_and_dialect() -> None:
    package = json.loads(TSV.extra_files(options())["datapackage.json"])
    by_name = {resource["name"]: resource for resource in package["resources"]}
    assert by_name["figures"]["schema"]["primaryKey"] == ["figid"]
    assert by_name["genes"]["schema"]["foreignKeys"][0]["reference"] == {
        "resource": "figures",
        "fields": ["figid"],
    }
    assert by_name["genes"]["path"] == "genes.tsv"
    dialect = {"delimiter": "\t", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
    assert by_name["genes"]["dialect"] == dialect
    kinds = {field["name"]: field["type"] for field in by_name["figures"]["schema"]["fields"]}
    assert (kinds["genes"], kinds["figid"], kinds["year"]) == ("integer", "string", "string")
