"""md: records written anew as the database writes them, and moved from one generation's form to
another's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from test_export_csv import file_exporter, file_of

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.figure import figure_of
from pfocr_cli.export.formats import EXPORTERS, Item, LeftOutError
from pfocr_cli.export.generations import convert
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection, selected
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record, dump, schema
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.reading import read as read_text
from pfocr_cli.record.source import Source
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECORDS = sorted((FIXTURES / "records" / "_figures").glob("*.md"))
EXPECTED = FIXTURES / "export" / "md"
LEXICON = open_lexicon(None)
MD = file_exporter("md")
PLAIN = Options(selection=Selection(), release=LEXICON.release)
QUICK = settings(max_examples=300)


Generation = Literal["2021", "2023"]


def into(generation: Generation | None) -> Options:
    return replace(PLAIN, into=generation)


def generation_named(name: str) -> Generation:
    return "2021" if name == "2021" else "2023"


def item_of(record: Record, **selection: Any) -> Item:
    whole = figure_of(record, LEXICON)
    return Item(record, selected(whole, Selection(**selection)), whole)


def read(data: bytes, name: str = "") -> Record:
    [record] = records(Input(name, name or "<stdin>", data))
    return record


def read_file(path: Path) -> Record:
    [record] = records(Input(str(path), path.name))
    return record


def read_data(data: Any) -> Record:
    return read(json.dumps(data).encode(), "x.json")


def fixture(part: str) -> Record:
    return read_file(next(path for path in RECORDS if part in path.stem))


def lost(record: Record, generation: Generation | None = None, in_folder: bool = True) -> list[str]:
    return [*map(str, MD.losses(item_of(record), into(generation), in_folder=in_folder))]


def written(folder: Path, record: Record, generation: Generation | None = None) -> Record:
    """Return the record as it is read from the files that it becomes in a folder."""
    for name, data in MD.files(item_of(record), into(generation)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    [path] = (folder / "_figures").iterdir()
    return read_file(path)


def errors(record: Record) -> list[str]:
    subject = Subject(record, LEXICON)
    return [
        f"{problem.code} {problem.pointer}"
        for rule in RULES.values()
        for problem in rule.problems(subject)
        if problem.severity is Severity.ERROR
    ]


# As published


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_written_as_published(path: Path, published: Callable[[Any], str]) -> None:
    record = read_file(path)
    text = MD.document(item_of(record), PLAIN)
    assert text == path.read_bytes() == published(record.data).encode()


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_folder_is_laid_out_as_the_database(path: Path) -> None:
    files = MD.files(item_of(read_file(path)), PLAIN)
    assert {name: (path.parents[1] / name).read_bytes() for name in files} == files
    assert len(files) == 1 + len(list(path.parents[1].glob(f"_data/{path.stem}-*")))


@pytest.mark.parametrize("name", ["x.yaml", "x.json", "x.jsonl", "x.md"])
def test_from_any_input(name: str) -> None:
    path = RECORDS[0]
    text = path.read_text(encoding="utf-8")
    record = read_file(path)
    forms = {
        "x.yaml": text[4:-4],
        "x.json": json.dumps(record.data),
        "x.jsonl": json.dumps(record.data) + "\n",
        "x.md": text,
    }
    assert MD.document(item_of(read(forms[name].encode(), name)), PLAIN) == path.read_bytes()


def test_one_file_has_no_place_for_tables() -> None:
    record = fixture("xyz-02-0005")
    assert lost(record, in_folder=False) == [
        f"the table of {kind}, which needs a folder" for kind in KINDS
    ]
    assert lost(record) == []


@pytest.mark.parametrize("figid", ["../../etc/x", "a\\b", "a\0b", ""])
def test_a_figid_that_leads_elsewhere_is_left_out(figid: str) -> None:
    record = read_data({**read_file(RECORDS[0]).data, "figid": figid})
    with pytest.raises(LeftOutError, match="figid"):
        MD.files(item_of(record), PLAIN)


def test_whole_numbers_are_kept_to_the_last_digit() -> None:
    for extra in (10**20 + 1, {"x" * 3: [10**30]}, -(10**308)):
        data = {**read_file(RECORDS[0]).data, "extra": extra}
        assert read(MD.document(item_of(read_data(data)), PLAIN), "x.md").data == data


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "0x" + "f" * 300])
def test_a_number_too_long_is_not_written_as_another_one(number: str) -> None:
    text = RECORDS[0].read_text(encoding="utf-8").replace("0.9137462", number)
    with pytest.raises(LeftOutError, match="too long for any reader"):
        MD.document(item_of(read(text.encode(), "x.md")), PLAIN)
    in_json = read_data({**read_file(RECORDS[0]).data, "pathway_score": 10**400})
    with pytest.raises(LeftOutError, match="too long for any reader"):
        MD.document(item_of(in_json), PLAIN)


def test_what_would_not_read_back_is_left_out() -> None:
    after = read_data({**read_file(RECORDS[0]).data, "_text": "\nfigid: another\n"})
    with pytest.raises(LeftOutError, match="cannot hold"):
        MD.document(item_of(after), PLAIN)


# Text to YAML and back, for readers of YAML 1.2 and 1.1

QUOTED = [
    "On", "off", "NO", "no", "Yes", "y", "N", "true", "null", "~", "", "1e5", "2E4", "1_000",
    "0x1F", "0o17", "017", "089",
    "1:30", ".5", "-.5", "1.5e3", ".inf", ".NaN", "2001-12-14", "2001-1-1", "=", "<<", "12", "-1",
    "+1", "1.", "[O]", "- x",
    "a: b",
]  # fmt: skip
PLAIN_TEXT = [
    "(Src",
    "AR*",
    "PLC,",
    "si:dkey-222f8.3",
    "ref(2)P",
    "NADP+",
    "1,5-AG",
    "NOS",
    "a:b",
    "63,",
]


@pytest.mark.parametrize("text", QUOTED)
def test_what_some_reader_takes_for_another_thing_is_quoted(text: str) -> None:
    assert dump.yaml_text({"a": text}) == f"a: '{text}'\n"
    assert yaml.safe_load(dump.yaml_text({text: text})) == {text: text}


@pytest.mark.parametrize("text", PLAIN_TEXT)
def test_what_no_reader_takes_for_another_thing_is_plain(text: str) -> None:
    assert dump.yaml_text({"a": text}) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a\nb", "a: |-\n  a\n  b\n"),
        ("a\nb\n", "a: |\n  a\n  b\n"),
        ("a\n\n", 'a: "a\\n\\n"\n'),
        ("\n", 'a: "\\n"\n'),
        ("a\r\nb", 'a: "a\\r\\nb"\n'),
        ("a\u2028b", 'a: "a\\Lb"\n'),
        ("a\tb", 'a: "a\\tb"\n'),
        ("😀", 'a: "\\U0001F600"\n'),
        ("µβ漢", "a: µβ漢\n"),
        ("\x85\x07\ufeff", 'a: "\\N\\a\\uFEFF"\n'),
    ],
)
def test_forms(text: str, form: str) -> None:
    assert dump.yaml_text({"a": text}) == form


def test_no_aliases() -> None:
    shared = ["x"]
    assert dump.yaml_text({"a": shared, "b": shared}) == "a:\n- x\nb:\n- x\n"


LETTERS = st.sampled_from(
    " \n\t\r'\"\\:#-?[]{},&*!|>%@`~=.<aé0eN_\x00\x1f\x7f\x85\xa0\u2028\ufeff\uffff😀漢"
) | st.characters(codec="utf-8")
TEXTS = st.text(LETTERS, max_size=30) | st.sampled_from(
    [*QUOTED, *PLAIN_TEXT, "---", "...", "<<<<<<< HEAD", "figid: x", "\nfigid: x"]
)
LONG = st.lists(TEXTS, max_size=40).map(" ".join)
NUMBERS = (
    st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
)
VALUES = st.recursive(
    TEXTS | LONG | NUMBERS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=12,
)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


@QUICK
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_any_data_reads_back(extra: dict[str, Any]) -> None:
    data = {"figid": "PMC1__x", **extra}
    text = dump.yaml_text(data)
    [reading] = read_text(Source(f"---\n{text}---\n"), "markdown")
    assert reading.faults == ()
    assert repr(reading.data) == repr(data)
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        again = yaml.load(text, Loader=loader)
        assert list(texts(again)) == list(texts(data))


def test_without_libyaml_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    dump._dumper.cache_clear()
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    with pytest.raises(PfocrError, match="install a wheel of PyYAML"):
        dump.yaml_text({})


@QUICK
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_any_record_goes_through_json_and_markdown(extra: dict[str, Any]) -> None:
    data = {
        "figid": "PMC1__x",
        **{key: value for key, value in extra.items() if key not in ("_tables", "_text", "figid")},
    }
    record = read_data(data)
    assert repr(record.data) == repr(data)
    again = read(MD.document(item_of(record), PLAIN), "x.md")
    assert repr(again.data) == repr(data)
    assert repr(read(file_of("jsonl", item_of(again), PLAIN), "x.jsonl").data) == repr(data)


def test_numbers_that_json_has_not_stay() -> None:
    text = RECORDS[0].read_text(encoding="utf-8")
    for number in (".inf", "-.inf", ".nan"):
        odd = text.replace("0.9137462", number).encode()
        assert MD.document(item_of(read(odd, "x.md")), PLAIN) == odd


# From one generation to another


@pytest.mark.parametrize("path", sorted(EXPECTED.rglob("*.md")), ids=lambda path: path.stem)
def test_moved_records_are_as_they_were(path: Path) -> None:
    """Whole, against files that a person has read: ``fixtures/export/md/<generation>``."""
    record = read_file(FIXTURES / "records" / "_figures" / path.name)
    files = MD.files(item_of(record), into(generation_named(path.parents[1].name)))
    assert {name: (path.parents[1] / name).read_bytes() for name in files} == files


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("generation", ["2021", "2023"])
def test_a_moved_record_is_sound(path: Path, generation: Generation, tmp_path: Path) -> None:
    record = written(tmp_path, read_file(path), generation)
    assert record.generation in ("2021a", "2021b", "2023")
    assert record.generation.startswith(generation)
    assert record.misfits == ()
    assert errors(record) == []
    if record.data.keys() != read_file(path).data.keys():
        assert list(record.data) == list(
            schema.required("2023" if generation == "2023" else "2021b")
        )


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_its_own_generation_is_no_move(path: Path) -> None:
    record = read_file(path)
    own = generation_named(record.generation[:4])
    assert MD.files(item_of(record), into(own)) == MD.files(item_of(record), PLAIN)
    assert lost(record, own) == []


def test_what_2023_has_no_place_for() -> None:
    assert lost(fixture("MadeUp"), "2023") == ["pmc_ranked_result_index"]
    assert lost(fixture("nihms"), "2023") == ["pmc_ranked_result_index", "source of 1 gene"]
    assert lost(fixture("abc-01"), "2023") == [
        "number",
        "pmc_ranked_result_index",
        "source of 1 gene",
    ]
    data = read_file(RECORDS[1]).data
    odd = {
        "annotations": [{"type": "x"}], "genes": [{"word": "a\tb", "entrez": 5}, 7, {"word": "x"}],
        "diseases": "no",
        "chemicals": [{"word": "x", "source": "MESH", "identifier": ""}, {"word": "y",
        "source": "CHEBI", "identifier": "15422"}],
    }  # fmt: skip
    assert lost(read_data({**data, **odd}), "2023") == [
        "pmc_ranked_result_index", "annotations", "1 item of genes that is not a mapping",
        "word of 1 gene", "entrez of 1 gene",
        "that symbol is missing in 2 genes", "that source is missing in 2 genes",
        "that hgnc_symbol is missing in 2 genes",
        "that entrez is missing in 1 gene", "source of 1 chemical", "diseases, which is not a list",
    ]  # fmt: skip


def test_what_2021_has_no_place_for(tmp_path: Path) -> None:
    assert lost(fixture("2023.01.02"), "2021") == [
        "doi", "journal_title", "journal_nlm_ta", "publisher_name", "keywords", "organisms_ner",
        "1 keyword of schema-jsonld",
        "count_direct of 2 genes", "count_synonym of 2 genes", "count_match of 2 genes",
        "1 gene of other species",
    ]  # fmt: skip
    found = lost(fixture("ga7"), "2021")
    assert found[-3:] == ["match of 2 chemicals", "name of 2 chemicals", "chebi of 2 chemicals"]
    record = written(tmp_path, fixture("xyz-02-0005"))
    with (tmp_path / "_data" / f"{record.figid}-genes.tsv").open("a") as table:
        table.write("9606\tcut\n")
    assert (
        lost(read_file(tmp_path / "_figures" / f"{record.figid}.md"), "2021")[-1]
        == "genes in lines that are not rows"
    )


CHEMICALS = [
    {"word": "Glucose", "source": "CHEBI", "identifier": "4167"},
    {"word": "ATP", "source": "MESH", "identifier": "D000255"},
    {"word": "NA", "source": "", "identifier": ""},
]
DISEASES = [
    {"word": "cancer", "source": "OMIM", "identifier": "114480"},
    {"word": "Fever", "source": "MESH", "identifier": "D005334"},
    {"word": "bone loss", "source": "", "identifier": ""},
]
ID_LIKE = re.compile(r"\b(?:(?:CHEBI|OMIM|DOID|omim|ncbigene):[0-9]+|[CD][0-9]{6,9})\b")


def ids_in(name: str, record: Record) -> Mapping[Any, int]:
    """Return every id that a format has of a record, by how often it stands there."""
    exporter, options, item = EXPORTERS[name], replace(PLAIN, min_genes=1), item_of(record)
    if name in ("csv", "tsv"):
        text = b"".join(
            exporter.part(item, options, f"{kind}.{name}") or b"" for kind in KINDS
        ).decode()
    elif name == "biothings":
        mentions = json.loads(exporter.part(item, options, ""))["associatedWith"]["mentions"]
        return Counter(
            (kind, key, each)
            for kind, lists in mentions.items()
            for key, ids in lists.items()
            for each in ids
        )
    elif name == "parquet":
        [row] = exporter.part(item, options, "")
        del row["record"]  # the whole record, whose form is another
        text = repr(row)
    else:
        text = file_of(name, item, options).decode()
    return Counter(ID_LIKE.findall(text))


@pytest.mark.parametrize(
    "name", ["csv", "tsv", "parquet", "cx2", "jsonld", "gpml", "gpml2021", "biothings"]
)
def test_no_format_has_other_ids_of_a_moved_record(name: str, tmp_path: Path) -> None:
    record = read_data({**fixture("nihms").data, "chemicals": CHEMICALS, "diseases": DISEASES})
    assert record.misfits == ()
    ids = ids_in(name, record)
    if name != "biothings":
        assert {"CHEBI:4167", "D000255", "D005334"} < set(ids)
        assert {"OMIM:114480", "omim:114480"} & set(ids)
        assert not {"D4167", "114480"} & set(ids)
    new = written(tmp_path / "2023", record, "2023")
    assert new.generation == "2023"
    assert ids_in(name, new) == ids
    old = written(tmp_path / "2021", new, "2021")
    assert ids_in(name, old) == ids
    assert (old.data["chemicals"], old.data["diseases"]) == (CHEMICALS, DISEASES)


def test_ids_that_the_usual_columns_have_no_place_for_are_in_an_older_table(tmp_path: Path) -> None:
    record = read_data({**fixture("nihms").data, "chemicals": CHEMICALS, "diseases": DISEASES})
    assert lost(record, "2023") == ["pmc_ranked_result_index", "source of 1 gene"]
    new = written(tmp_path, record, "2023")
    assert (new.misfits, [table.misfits for table in new.tables.values()]) == ((), [()] * 3)
    assert [error for error in errors(new) if "K601" not in error] == []
    assert new.rows("chemicals")[0] == {
        "word": "Glucose",
        "mesh": "NA",
        "match": "NA",
        "name": "NA",
        "chebi": "chebi:4167",
    }
    assert new.rows("diseases") == [
        {"word": "cancer", "type": "Disease", "identifier": "OMIM:114480"},
        {"word": "Fever", "type": "Disease", "identifier": "MESH:D005334"},
        {"word": "bone loss", "type": "Disease", "identifier": "NA"},
    ]


def test_the_ids_of_an_older_table_are_in_every_format(tmp_path: Path) -> None:
    record = written(tmp_path, fixture("xyz-02-0005"))
    rows = "word\ttype\tidentifier\nGlucose\tChemical\tCHEBI:4167\nATP\tChemical\tMESH:D000255\n"
    (tmp_path / "_data" / f"{record.figid}-chemicals.tsv").write_text(rows, encoding="utf-8")
    record = read_file(tmp_path / "_figures" / f"{record.figid}.md")
    for name in ("csv", "tsv", "parquet", "cx2", "jsonld", "gpml", "gpml2021"):
        assert {"CHEBI:4167", "D000255"} < set(ids_in(name, record)), name
    assert {("chemicals", "chebi", "4167"), ("chemicals", "mesh", "D000255")} < set(
        ids_in("biothings", record)
    )
    old = written(tmp_path / "2021", record, "2021")
    assert [chemical["source"] for chemical in old.data["chemicals"]] == ["CHEBI", "MESH"]


def test_genes_of_other_species_stay_out_with_their_keywords(tmp_path: Path) -> None:
    record = written(tmp_path, fixture("2023.01.02"), "2021")
    assert [gene["hgnc_symbol"] for gene in record.data["genes"]] == ["TP53", "MDM2"]
    assert record.jsonld["keywords"] == ["TP53", "MDM2"]


def test_only_what_was_selected_is_moved() -> None:
    item = item_of(fixture("nihms"), tier="strict")
    assert list(MD.files(item, into("2023"))) == [f"_figures/{item.figure.figid}.md"] + [
        f"_data/{item.figure.figid}-{kind}.tsv" for kind in ("chemicals", "diseases")
    ]


WORDS = TEXTS | st.sampled_from(["p53", "NA", "RANK "])
SOURCES = (
    st.sampled_from(
        ["hgnc_symbol", "hgnc_alias_symbol", "hgnc_prev_symbol", "bioentities_symbol", "NA", ""]
    )
    | WORDS
)
GENES = st.fixed_dictionaries(
    {"word": WORDS, "symbol": WORDS, "source": SOURCES, "hgnc_symbol": WORDS, "entrez": WORDS}
)
IDS = st.sampled_from(
    [
        ("MESH", "D000255"),
        ("MESH", "C12"),
        ("CHEBI", "15422"),
        ("OMIM", "1"),
        ("", ""),
        ("MESH", ""),
        ("", "D1"),
    ]
)
MENTIONS = st.builds(
    lambda word, ids: {"word": word, "source": ids[0], "identifier": ids[1]}, WORDS, IDS
)
ODD = (
    st.none()
    | st.integers(-(10**14), 10**14)
    | TEXTS
    | st.dictionaries(st.sampled_from(["word", "x"]), WORDS | st.integers(), max_size=2)
)


def named(found: list[str]) -> dict[str, set[str]]:
    """Return the keys that a list of losses names: of the record ("") and of its entries by
    kind.
    """
    keys: dict[str, set[str]] = {"": set(), "genes": set(), "chemicals": set(), "diseases": set()}
    for text in found:
        key, _, of = text.partition(" of ")
        kind = next((kind for kind in KINDS if kind.removesuffix("s") in of), "")
        keys[kind if of else ""].add(key)
    return keys


CONTENTS = st.fixed_dictionaries(
    {
        "genes": st.lists(GENES, max_size=4),
        "chemicals": st.lists(MENTIONS, max_size=3),
        "diseases": st.lists(MENTIONS, max_size=3),
        "caption": TEXTS,
        "pmc_ranked_result_index": st.text("19", max_size=3),
        "extra": st.lists(TEXTS, max_size=2),
    }
)


@settings(QUICK, max_examples=150)
@given(contents=CONTENTS)
def test_there_and_back_is_the_same_but_for_what_was_named(
    contents: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = read_data({**fixture("nihms").data, **contents})
    gone = named(lost(record, "2023"))
    folder = tmp_path_factory.mktemp("x")
    back = written(folder / "2021", written(folder / "2023", record, "2023"), "2021").data
    assert {
        key: value for key, value in back.items() if key not in KINDS and key not in gone[""]
    } == {
        key: value for key, value in record.data.items() if key not in KINDS and key not in gone[""]
    }
    for kind in KINDS:
        for old, new in zip(record.data[kind], back[kind], strict=True):
            assert {key: value for key, value in old.items() if key not in gone[kind]} == {
                key: value for key, value in new.items() if key not in gone[kind]
            }


@settings(QUICK, max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from([*schema.properties("2021b"), *schema.properties("2023"), "x"]),
        ODD | st.lists(ODD, max_size=3),
    )
)
def test_nothing_odd_is_too_odd(data: dict[str, Any]) -> None:
    record = read_data({**data, "figid": "PMC1__x"})
    for generation in ("2021", "2023"):
        MD.files(item_of(record), into(generation))
        assert isinstance(lost(record, generation), list)


def test_moving_changes_nothing_that_is_given() -> None:
    for part, generation in (("nihms", "2023"), ("2023.01.02", "2021")):
        record = fixture(part)
        rows: Mapping[str, Any] = {kind: table.rows for kind, table in record.tables.items()}
        before = repr((record.data, rows))
        convert(record.data, rows, generation)
        assert repr((record.data, rows)) == before
