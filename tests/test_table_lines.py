"""Tables beside the exports are read whole too: the list of titles, what is left, answers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import program
import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import RECORDS
from test_export_csv import item_of, items, options, written

from pfocr_cli.export.figure import Figure
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.record.table_lines import table_line

QUOTED = '"PI3K'


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2)))
def test_any_cells_come_back(rows: list[list[str]]) -> None:
    assert read("".join(map(table_line, rows))) == rows


def test_plain_cells_stay_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert table_line(["a"]) == "a\n"
    monkeypatch.setattr(csv, "writer", None)  # and need none
    assert table_line(["it's", "a,b", "", " x "]) == "it's\ta,b\t\t x \n"


def test_titles_of_sets_may_have_marks() -> None:
    genes = items(RECORDS / "_figures" / "PMC99000001__abc-01-0001-g001.md")[0].figure.genes
    figures = [Figure(f"PMC{n}__f", title=QUOTED, genes=genes) for n in range(3)]
    asked = options(titles="titles.tsv")
    data, _ = written(EXPORTERS["gmt"], map(item_of, figures), asked, "titles")
    assert [row[2] for row in read(data.decode())[1:]] == [QUOTED] * 3
    sets, _ = written(EXPORTERS["gmt"], map(item_of, figures), asked)
    assert all(line.split("\t")[1] == QUOTED for line in sets.decode().splitlines())


def test_what_is_left_for_a_person_may_have_marks(tmp_path: Path) -> None:
    record = (RECORDS / "_figures" / "PMC99000001__abc-01-0001-g001.md").read_text("utf-8")
    for number in range(3):
        broken = record.replace("word: OPG", "word: '\"OPG'").replace("'4982'", "'8792'")
        assert broken != record
        (tmp_path / f"{number}.md").write_text(broken, encoding="utf-8")
    command = ["normalize", "--isolated", "--todo", "todo.tsv", "0.md", "1.md", "2.md"]
    assert program.run(*command, cwd=tmp_path).status == 0
    rows = read((tmp_path / "todo.tsv").read_text(encoding="utf-8"))
    assert [row[3] for row in rows] == ["word", *['"OPG'] * 3]


def test_words_that_are_resolved_may_have_marks() -> None:
    words = [QUOTED, "TP53", '5" AKT1']
    run = program.run("resolve", "--format", "tsv", *words)
    assert run.status == 0
    assert list(dict.fromkeys(row[0] for row in read(run.out)[1:])) == words
