"""Ids of chemicals and diseases: what one is, what the vocabularies say of it, and the rules V."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import call

from pfocr_cli.errors import PfocrError
from pfocr_cli.record import Record
from pfocr_cli.record.identifiers import Identifier, identifier
from pfocr_cli.record.reading import Reading
from pfocr_cli.record.side_rows import side_row
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.tables import Table
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject
from pfocr_cli.vocabularies.build import branch_of, branch_through, built_entry
from pfocr_cli.vocabularies.store import (
    NAMES,
    Branch,
    Entry,
    Part,
    Store,
    encode_id,
    label_key,
    number_of,
    open_vocabulary,
    vocabulary_path,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"
STEM = "PMC99000005__xyz-02-0005-g002"


# Identifiers


@pytest.mark.parametrize(
    ("text", "named", "is_"),
    [
        ("D005947", "MESH", "D005947"),
        ("D005947", "", "D005947"),
        ("mesh:D005947", "mesh", "D005947"),
        ("MESH:C000589473", "identifier", "C000589473"),
        (" mesh:D005947 ", "mesh", "D005947"),
        ("D12", "mesh", "D12"),
        ("chebi:4167", "chebi", "CHEBI:4167"),
        ("4167", "CHEBI", "CHEBI:4167"),
        ("CHEBI:4167", "", "CHEBI:4167"),
        ("chebi:4167", "mesh", "CHEBI:4167"),
        ("doid:0050117", "doid", "DOID:0050117"),
        ("OMIM:123456", "", "OMIM:123456"),
        ("123456", "OMIM", "OMIM:123456"),
    ],
)
def test_an_id_however_it_is_written(text: str, named: str, is_: str) -> None:
    assert str(identifier(text, named)) == is_


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "mesh"),
        ("NA", "mesh"),
        ("mesh:", "mesh"),
        ("d005947", "mesh"),
        ("E005947", "mesh"),
        ("4167", "mesh"),
        ("D005947", "chebi"),
        ("٤١٦٧", "chebi"),
        ("drugbank:4167", "chebi"),
        ("x:mesh:D005947", "mesh"),
    ],
)
def test_what_is_no_id(text: str, named: str) -> None:
    assert identifier(text, named) is None


# The store and its build


def part(highest: str = "") -> Part:
    return Part("", "Made 1", highest, "nowhere", "CC0", "")


def stored(folder: Path, entries: dict[str, str]) -> Store:
    path = folder / "made.vocabulary"
    path.write_text(encode_id("Made", [part()], entries), encoding="utf-8")
    return Store(path)


@pytest.mark.parametrize(
    ("cell", "is_"),
    [
        (built_entry("chemical", "Glucose"), Entry("chemical", "Glucose")),
        (built_entry("both", ""), Entry("both")),
        (">4167", Entry(retired=True, successor="4167")),
        (">", Entry(retired=True)),
    ],
)
def test_what_was_put_in_is_found(tmp_path: Path, cell: str, is_: Entry) -> None:
    assert stored(tmp_path, {"7": cell}).entry("7") == is_


@given(st.sets(st.integers(0, 3000), max_size=40), st.integers(0, 3000))
def test_an_id_is_there_if_it_was_put_in(
    tmp_path_factory: pytest.TempPathFactory, numbers: set[int], asked: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    found = stored(folder, {str(number): f"D{number}" for number in numbers}).entry(str(asked))
    assert (found.label if found else None) == (str(asked) if asked in numbers else None)


def test_six_and_nine_digits_are_two_ids(tmp_path: Path) -> None:
    store = stored(tmp_path, {"C000105934": "D"})
    assert store.entry("C105934") is None
    assert store.entry("C000105934") == Entry("chemical")


def test_a_long_label_is_known_by_its_checksum(tmp_path: Path) -> None:
    label = "(2R,3S,4S,5R,6R)-6-(hydroxymethyl)oxane-2,3,4,5-tetrol"
    kept = stored(tmp_path, {"7": built_entry("chemical", label)}).entry("7")
    assert kept is not None
    assert kept.label == ""
    assert kept.is_called(label.upper())
    assert not kept.is_called("glycerol")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("D-Glucopyranose", "D-glucopyranose", True),
        ("Diabetes Mellitus, Type 2", "Type 2 Diabetes Mellitus", True),
        ("NAD(+)", "NAD+", True),
        ("β-carotene", "Β-CAROTENE", True),
        ("Fatty Acids", "fatty acid", False),
        ("D-glucose", "L-glucose", False),
        ("", "glucose", False),
    ],
)
def test_which_spellings_are_one_label(one: str, other: str, same: bool) -> None:
    assert (label_key(one) == label_key(other)) is same


@pytest.mark.parametrize(
    ("trees", "branch"),
    [
        ("D02.355|D03.633", "chemical"),
        ("C23.550.470", "disease"),
        ("F03.600", "disease"),
        ("F01.145|G11.1", "neither"),
        ("C25.100|D27.505", "both"),
        ("", "neither"),
    ],
)
def test_the_branch_of_a_descriptor(trees: str, branch: Branch) -> None:
    assert branch_of(trees) == branch


@pytest.mark.parametrize(
    ("mapped", "branch"),
    [
        ("D1", "chemical"),
        ("D2", "disease"),
        ("D1,D2", "both"),
        ("D2,D9", "disease"),
        ("", "neither"),
    ],
)
def test_the_branch_of_a_supplementary_record(mapped: str, branch: Branch) -> None:
    assert branch_through(mapped, {"D1": "chemical", "D2": "disease", "D3": "both"}) == branch


@pytest.mark.parametrize("name", NAMES)
def test_those_that_come_with_pfocr_are_whole(name: str) -> None:
    store = open_vocabulary(name)
    store.verify()
    assert store.head.name == name
    assert sum(store.head.counts.values()) > 10_000


def test_one_that_is_damaged_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "doid.vocabulary"
    path.write_bytes(vocabulary_path("DOID").read_bytes()[:-1] + b"?")
    with pytest.raises(PfocrError, match="changed since it was made"):
        Store(path).verify()
    path.write_bytes(b"?")
    with pytest.raises(PfocrError, match="install pfocr-cli again"):
        Store(path)
    with pytest.raises(PfocrError, match="no such file"):
        Store(tmp_path / "none")


# The rules


Judge = Callable[..., list[tuple[str, str, str, str]]]


@pytest.fixture
def judged(capsys: pytest.CaptureFixture[str]) -> Judge:
    """Return what judges the records of a folder in this process."""

    def judge(folder: Path, *options: str) -> list[tuple[str, str, str, str]]:
        words = ("validate", ".", "--isolated", "--select", "V", "--show", "info")
        with contextlib.chdir(folder):
            run = call(capsys, *words, "--format", "jsonl", *options)
        found = map(json.loads, run.out.splitlines())
        return [
            (each["code"], each["severity"], each["pointer"], each["message"]) for each in found
        ]

    return judge


def with_rows(folder: Path, kind: str, *rows: str) -> Path:
    """Make a corpus of one 2023 record with these rows, of which the first is the header; return
    the table.
    """
    for path in (FIXTURES / "records").rglob(f"{STEM}*"):
        (folder / path.parent.name).mkdir(exist_ok=True)
        (folder / path.parent.name / path.name).write_bytes(path.read_bytes())
    table = folder / "_data" / f"{STEM}-{kind}.tsv"
    table.write_text("".join(row.replace(" ", "\t") + "\n" for row in rows), encoding="utf-8")
    return table


CHEMICALS, DISEASES = "word mesh match name chebi", "word mesh match name doid"


@pytest.mark.parametrize(
    ("kind", "rows", "found"),
    [
        ("chemicals", [CHEMICALS, "x mesh:D005947 NA NA chebi:4167"], None),
        ("chemicals", [CHEMICALS, "x NA NA NA NA"], None),
        ("chemicals", [CHEMICALS, "x mesh:C002627 NA anything NA"], None),
        ("chemicals", [CHEMICALS, "x mesh:D999999 NA NA NA"], ("V901", "warning", "/mesh")),
        ("chemicals", [CHEMICALS, "x mesh:D12 NA NA NA"], ("V901", "warning", "/mesh")),
        ("chemicals", [CHEMICALS, "x mesh:C105934 NA NA NA"], ("V901", "warning", "/mesh")),
        ("chemicals", [CHEMICALS, "x mesh:C000999999 NA NA NA"], ("V901", "info", "/mesh")),
        ("chemicals", [CHEMICALS, "x NA NA NA chebi:4"], ("V902", "warning", "/chebi")),
        ("chemicals", [CHEMICALS, "x NA NA NA chebi:99999999"], ("V901", "info", "/chebi")),
        ("chemicals", [CHEMICALS, "x NA NA NA chebi:27189"], ("V902", "warning", "/chebi")),
        ("chemicals", [CHEMICALS, "x NA NA NA chebi:10132"], ("V902", "warning", "/chebi")),
        ("chemicals", [CHEMICALS, "x mesh:D005990 NA Glycerol chebi:4167"], ("V903", "info",
         "/name")),
        ("chemicals", [CHEMICALS, "x mesh:D005990 NA Glycerol NA"], None),
        ("chemicals", [CHEMICALS, 'x mesh:D005990 NA "NA" NA'], None),
        ("chemicals", [CHEMICALS, "x mesh:D005990 NA Glucose NA"], ("V903", "info", "/name")),
        ("chemicals", [CHEMICALS, "x mesh:D005334 NA NA NA"], ("V904", "warning", "/mesh")),
        ("chemicals", [CHEMICALS, "x mesh:C535487 NA NA NA"], ("V904", "warning", "/mesh")),
        ("chemicals", ["word type identifier", "x Chemical MESH:D005334"], ("V904", "warning",
         "/identifier")),
        ("diseases", [DISEASES, "x mesh:D005334 NA NA doid:0050117"], None),
        ("diseases", [DISEASES, "x mesh:D005947 NA NA NA"], ("V904", "warning", "/mesh")),
        ("diseases", [DISEASES, "x NA NA NA doid:50117"], ("V901", "warning", "/doid")),
        ("diseases", [DISEASES, "x NA NA NA doid:1"], ("V902", "warning", "/doid")),
        ("diseases", ["word type identifier", "x Disease OMIM:123456"], None),
        ("diseases", ["word type identifier", "x Disease chebi:4167"], ("V904", "warning",
         "/identifier")),
    ],
)  # fmt: skip
def test_a_row_of_a_table(
    judged: Judge, tmp_path: Path, kind: str, rows: list[str], found: tuple[str, str, str] | None
) -> None:
    with_rows(tmp_path, kind, *rows)
    shown = [(code, severity, where) for code, severity, where, _ in judged(tmp_path)]
    assert shown == ([(*found[:2], f"/{kind}/0{found[2]}")] if found else [])


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        ("chemicals", "x mesh:D999999 NA NA NA", "D999999 is unknown or retired in MeSH 2025"),
        (
            *("chemicals", "x mesh:C000999999 NA NA NA"),
            "C000999999 is above C000729964, the highest id of MeSH 2025 (supplementary records of "
            "2024): it may be newer",
        ),
        (
            *("chemicals", "x NA NA NA chebi:99999999"),
            "CHEBI:99999999 is above CHEBI:747618, the highest id of ChEBI 2026-05: it may be "
            "newer",
        ),
        (
            *("chemicals", "x NA NA NA chebi:27189"),
            "CHEBI:27189 is retired in ChEBI 2026-05, and nothing took its place",
        ),
        (
            *("chemicals", "x NA NA NA chebi:1"),
            "CHEBI:1 is retired in ChEBI 2026-05: it is CHEBI:18357 ((R)-noradrenaline) now",
        ),
        (
            *("chemicals", "x NA NA NA chebi:4"),
            "CHEBI:4 is retired in ChEBI 2026-05: it is CHEBI:28234 now",
        ),
        (
            *("chemicals", "x NA NA NA chebi:10132"),
            "CHEBI:10132 is retired in ChEBI 2026-05 in favour of CHEBI:15800, which is retired "
            "too",
        ),
        (
            *("chemicals", "x mesh:D005334 NA NA NA"),
            "D005334 (Fever) is a disease in MeSH 2025, and stands among the chemicals",
        ),
        (
            *("chemicals", "x mesh:D005990 NA Glucose NA"),
            "'Glucose' is not what MeSH 2025 calls D005990: that is Glycerol",
        ),
        (
            *("chemicals", "x mesh:D005990 NA Glucose chebi:1"),
            "CHEBI:1 is retired in ChEBI 2026-05: it is CHEBI:18357 ((R)-noradrenaline) now",
        ),
        (
            *("diseases", "x NA NA NA doid:50117"),
            "DOID:50117 is unknown or retired in DOID 2024 (did you mean DOID:0050117?)",
        ),
        ("diseases", "x NA NA NA doid:51", "DOID:51 is unknown or retired in DOID 2024"),
        (
            *("diseases", "x NA NA NA doid:1"),
            "DOID:1 is retired in DOID 2024: it is DOID:7 (disease of anatomical entity) now",
        ),
    ],
)
def test_the_message_names_the_release_and_what_would_be_right(
    judged: Judge, tmp_path: Path, kind: str, row: str, said: str
) -> None:
    with_rows(tmp_path, kind, CHEMICALS if kind == "chemicals" else DISEASES, row)
    ((*_, message),) = judged(tmp_path)
    assert message == said


def test_a_record_that_holds_its_own_is_judged_by_these() -> None:
    cells = {"word": "x", "mesh": "mesh:D005334", "match": "NA", "name": "NA", "chebi": "NA"}
    table = Table("chemicals", "t.tsv", Source(""), [*cells], [side_row("chemicals", cells)])
    for own, codes in (({}, ["V904"]), ({"chemicals": []}, []), ({"chemicals": [cells]}, ["V904"])):
        reading = Reading(Source(""), Span(0, 0), "json", {"figid": "PMC1__f1", **own})
        record = Record(reading, "d.json", generation="2023", tables={"chemicals": table})
        found = list(RULES["V904"].problems(Subject(record)))
        assert [problem.code for problem in found] == codes
        assert {problem.table for problem in found} <= {None if own else "chemicals"}


def test_what_is_no_row_is_passed_over() -> None:
    own = {"chemicals": ["x", {"word": "x", "source": "MESH", "identifier": "D005334"}]}
    record = Record(Reading(Source(""), Span(0, 0), "json", own), "d.json", generation="2021b")
    found = list(RULES["V904"].problems(Subject(record)))
    assert [problem.pointer for problem in found] == ["/chemicals/1/identifier"]


def test_a_table_that_cannot_be_trusted_is_left_to_d702(judged: Judge, tmp_path: Path) -> None:
    with_rows(tmp_path, "chemicals", CHEMICALS, "x mesh:D005334 NA NA NA", "cut")
    assert judged(tmp_path) == []


def test_the_unsafe_fix_writes_the_successor_and_nothing_else(
    judged: Judge, tmp_path: Path
) -> None:
    table = with_rows(
        tmp_path, "chemicals", CHEMICALS, "x NA NA NA CHEBI:1", "y NA NA NA chebi:10132"
    )
    before = table.read_text(encoding="utf-8")
    record = (tmp_path / "_figures" / f"{STEM}.md").read_bytes()
    judged(tmp_path, "--fix")
    assert table.read_text(encoding="utf-8") == before
    judged(tmp_path, "--fix", "--unsafe-fixes")
    assert table.read_text(encoding="utf-8") == before.replace("CHEBI:1\n", "CHEBI:18357\n")
    assert (tmp_path / "_figures" / f"{STEM}.md").read_bytes() == record


def test_the_fix_of_a_record_that_holds_its_own(judged: Judge, tmp_path: Path) -> None:
    path = tmp_path / "PMC99000010__abc-01-0001-g001.md"
    text = (FIXTURES / "broken" / "S104-mesh.md").read_text(encoding="utf-8")
    text = text.replace(
        "source: MESH\n  identifier: mesh:D005947", "source: CHEBI\n  identifier: '1'"
    )
    path.write_text(text, encoding="utf-8")
    judged(tmp_path, "--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == text.replace("'1'\n", "'18357'\n")


def test_a_run_without_chemicals_opens_no_vocabulary(tmp_path: Path) -> None:
    with_rows(tmp_path, "chemicals", CHEMICALS)
    (tmp_path / "_data" / f"{STEM}-diseases.tsv").unlink()
    code = (
        "from pfocr_cli.cli import main\n"
        "try: main(['validate', '.', '--isolated', '--select', 'V'])\n"
        "finally:\n"
        "    from pfocr_cli.vocabularies.store import open_vocabulary\n"
        "    print('opened', open_vocabulary.cache_info().currsize)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "opened 0" in run.stdout


def test_identifiers_compare_by_what_they_are() -> None:
    assert identifier("mesh:D005947") == Identifier("MeSH", "D005947") == identifier("D005947")


@pytest.mark.parametrize("local", ["D0", "C7", "D", "D" + "9" * 5000])
def test_an_id_of_one_digit_or_thousands_is_none(local: str) -> None:
    assert open_vocabulary("MeSH").entry(local) is None
    assert number_of(local) >= 0
