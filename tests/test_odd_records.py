"""No record is a bug of ours: odd numbers, shapes and texts are findings, in every command."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from program import RECORDS, Run, run

from pfocr_cli.cli.export import EXPORT_FORMATS

FIRST, OTHER = "PMC99000001__abc-01-0001-g001", "PMC99000004__MadeUp_Fig4_HTML"
TEXT = (RECORDS / "_figures" / f"{FIRST}.md").read_text(encoding="utf-8")
DATA: dict[str, Any] = yaml.safe_load(TEXT.split("---\n")[1])
HERE = [name for name in EXPORT_FORMATS if name != "parquet" or find_spec("pyarrow")]
WIDE = ("--tier", "all", "--species", "all", "--min-genes", "1", "--symbols", "current")


def pfocr(folder: Path, *words: str) -> Run:
    return run(*words, "--isolated", cwd=folder)


# --- numbers and missing values, said in words a curator knows ---------------------------------

SAID = [
    ("papertitle: An invented study of bone.", "papertitle: 0xdeadbeefdeadbeef",
     "papertitle must be text, not a number: write '0xdeadbeefdeadbeef'"),
    ("papertitle: An invented study of bone.", "papertitle: 12345678901234567890",
     "papertitle must be text, not a number: write '12345678901234567890'"),
    ("papertitle: An invented study of bone.", f"papertitle: 0x{'f' * 9000}",
     "papertitle must be text, not a number: put it into quotes"),
    ("year: '2019'", f"year: {'2' * 9000}", "year must be text, not a number: put it into quotes"),
    ("pathway_score: 0.9137462", f"pathway_score: 0x{'f' * 9000}",
     "pathway_score is infinite or too long a number, which JSON does not have"),
    ("pathway_score: 0.9137462", "pathway_score: 1e999",
     "pathway_score is infinite or too long a number, which JSON does not have"),
    ("pathway_score: 0.9137462", "pathway_score: .nan",
     "pathway_score is nan, which is not a number that JSON has"),
    ("papertitle: An invented study of bone.", "papertitle: null",
     "papertitle must be text, not null: write the text, or '' if there is none"),
    ("papertitle: An invented study of bone.", "papertitle:",
     "papertitle must be text, not null: write the text, or '' if there is none"),
    ("papertitle: An invented study of bone.", "papertitle: ~",
     "papertitle must be text, not null: write the text, or '' if there is none"),
    ("papertitle: An invented study of bone.", "papertitle: .nan",
     "papertitle is nan, which is not a number that JSON has: write the text, "
     "or '' if there is none"),
    ("  entrez: '8792'", "  entrez: null",
     "entrez of gene 1 must be text, not null: write the text"),
    ("pmcid: PMC99000001", "pmcid: NULL", "pmcid must be text, not null: write the text"),
    # Of a word that the figure has, nothing is missing.
    ("- word: RANK\n", "- word: NULL\n", "word of gene 1 must be text, not null: write 'NULL'"),
    ("pathway_score: 0.9137462", "pathway_score: null",
     "pathway_score must be a number, not null"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sound", "odd", "message"), SAID, ids=[f"{odd[:24]}-{len(odd)}" for _, odd, _ in SAID]
)
def test_a_wrong_type_is_said_with_what_to_do(
    tmp_path: Path, sound: str, odd: str, message: str
) -> None:
    assert sound in TEXT
    (tmp_path / f"{FIRST}.md").write_text(TEXT.replace(sound, odd, 1), encoding="utf-8")
    run = pfocr(tmp_path, "validate", "--select", "S102", "--format", "jsonl", ".")
    assert run.status == 1
    assert [json.loads(line)["message"] for line in run.out.splitlines()] == [message]


def test_a_number_too_long_of_json_is_as_it_is_written(tmp_path: Path) -> None:
    digits = "7" * 5000
    text = json.dumps(DATA).replace('"An invented study of bone."', digits)
    (tmp_path / f"{FIRST}.json").write_text(text, encoding="utf-8")
    run = pfocr(tmp_path, "validate", "--select", "S102", "--format", "jsonl", ".")
    (found,) = map(json.loads, run.out.splitlines())
    assert found["message"] == "papertitle must be text, not a number: put it into quotes"
    assert found["value"] == digits[:200]


def test_a_long_number_is_not_repeated_at_length(tmp_path: Path) -> None:
    digits = "1_" * 5000
    text = TEXT.replace("- word: RANK\n", f"- word: {digits}\n")
    (tmp_path / f"{FIRST}.md").write_text(text, encoding="utf-8")
    run = pfocr(tmp_path, "validate", "--select", "P007", "--format", "jsonl", ".")
    (found,) = map(json.loads, run.out.splitlines())
    assert found["message"].endswith(
        "… without quotes is a number to readers of YAML 1.1: put it into quotes"
    )
    assert len(found["message"]) < 300


# --- nothing of it ends a run -----------------------------------------------------------------


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


GENE, CHEMICAL = DATA["genes"][0], {"word": "glucose", "source": "MESH", "identifier": "D005947"}
STALE = "LOH18CR1"
"""A previous symbol of the first gene."""
STALE_DATA = {
    **DATA,
    "schema-jsonld": {**DATA["schema-jsonld"], "keywords": [STALE]},
    "genes": [{**GENE, "hgnc_symbol": STALE}, *DATA["genes"][1:]],
}
ODD_VALUES: dict[str, Any] = {
    "null": None, "truth": True, "whole": 10**20, "beyond a double": 10**400, "long": 10**4000,
    "list": ["a", None, 1], "mapping": {"a": {"b": 1}}, "odd keys": {"": 1, "a/b~": {}, "\n": "x"},
    "depth": nested(90), "too deep": nested(150), "control": "\x00\x0b", "next line": "a\x85b",
    "separator": "a\u2028b", "not a letter": "\uffff", "half a pair": "\ud800", "emoji": "😀",
    "markup": "]]><a&b>", "formula": "=1+1", "lines": "a\n\tb\n", "blank": " ", "path": "../../x",
    "address": "http://[x", "long text": "x" * 70_000, "digits": "²", "missing": ".na.character",
}  # fmt: skip
PLACES = (
    "figid", "pmcid", "papertitle", "year", "organisms", "annotations", "pathway_score",
    "schema-jsonld", "genes", "chemicals", "figlink", "filename", "unknown",
)  # fmt: skip
ODD_RECORDS: dict[str, dict[str, Any]] = {
    f"{place} {name}": {**DATA, place: value}
    for place in PLACES
    for name, value in ODD_VALUES.items()
}
for name, value in ODD_VALUES.items():
    for key in GENE:
        ODD_RECORDS[f"gene {key} {name}"] = {
            **DATA, "genes": [{**GENE, key: value}, *DATA["genes"][1:]]
        }  # fmt: skip
    for key in CHEMICAL:
        ODD_RECORDS[f"chemical {key} {name}"] = {
            **STALE_DATA, "chemicals": [{**CHEMICAL, key: value}, CHEMICAL]
        }  # fmt: skip
    ODD_RECORDS[f"keyword {name}"] = {
        **DATA,
        "schema-jsonld": {**DATA["schema-jsonld"], "keywords": ["TNFSF11", value, STALE]},
        "genes": [{**GENE, "hgnc_symbol": STALE}, *DATA["genes"]],
    }
    ODD_RECORDS[f"tables {name}"] = {**DATA, "_tables": {"genes": value}, "_text": value}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every odd record as a line of JSON, some as YAML, and a sound one."""
    folder = tmp_path_factory.mktemp("odd")
    texts = [json.dumps(record) for record in ODD_RECORDS.values()]
    texts = [text.replace(FIRST, f"PMC99{n:06}__x") for n, text in enumerate(texts)]
    (folder / "odd.jsonl").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    for number, text in enumerate(texts[::7]):
        (folder / f"{number}.md").write_text(f"---\n{text}\n---\n", encoding="utf-8")
    shutil.copy(RECORDS / "_figures" / f"{OTHER}.md", folder)
    return folder


def files(folder: Path) -> list[str]:
    return ["odd.jsonl", *sorted(path.name for path in folder.glob("*.md"))]


def test_no_record_ends_an_export(odd: Path, tmp_path: Path) -> None:
    """In one run: a bug of any format is told with its traceback."""
    outs = [f"{form}:{tmp_path}/{form}/" for form in HERE]
    outs += [f"{form}:{tmp_path}/one-{form}" for form in HERE if form != "md"]
    to = [word for out in outs for word in ("--to", out)]
    run = pfocr(odd, "export", "--on-error", "skip", *WIDE, *to, *files(odd))
    assert "bug in pfocr" not in run.err
    assert run.status == 0, run.err[-2000:]


@pytest.mark.parametrize(
    "command",
    [
        "validate",
        "normalize",
        "normalize --check --fill --dedupe",
        "lexicon diff small small",
    ],
)
def test_no_record_ends_a_judgement(
    odd: Path, tmp_path: Path, small_lexicon: Path, command: str
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(odd, folder)
    words = command.replace("small", str(small_lexicon)).split()
    run = pfocr(folder, *words, *files(folder))
    assert "bug in pfocr" not in run.err
    assert run.status == (0 if command.startswith("lexicon") else 1), run.err[-2000:]
