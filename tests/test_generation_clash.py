"""Which generation a record was judged as, and why, where its keys are those of two or of none."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import SOUND_2023, run, sound


def said(folder: Path, text: str, *words: str) -> list[str]:
    (folder / "PMC1__f1.md").write_text(text, encoding="utf-8")
    done = run("validate", "--select", "S", *words, "PMC1__f1.md", cwd=folder)
    return [line.partition(" error ")[2] for line in done.out.splitlines()]


def test_a_key_of_another_generation_names_it_and_what_decided(tmp_path: Path) -> None:
    text = sound(1).replace("ndex: ''", "ndex: ''\ndoi: 10.3390/ijms64383954")
    [message] = said(tmp_path, text)
    assert message.startswith("unknown key 'doi'")
    assert ": it belongs to 2023, and the record is judged as 2021a: it has " in message
    assert "pathway_score" in message


def test_a_key_of_none_is_as_before(tmp_path: Path) -> None:
    [message] = said(tmp_path, sound(1).replace("ndex: ''", "ndex: ''\ndoii: x"))
    assert "belongs" not in message


def test_the_other_way_round(tmp_path: Path) -> None:
    text = sound(1, SOUND_2023).replace("ndex: ''", "ndex: ''\npathway_score: 0.9")
    [message] = said(tmp_path, text)
    assert "it belongs to 2021a and 2021b, and the record is judged as 2023: it has " in message


@pytest.mark.parametrize("text", ["---\ntitle: About\nlayout: page\n---\n", "---\ntitle: A\n---\n"])
def test_another_document_is_no_figure_record(tmp_path: Path, text: str) -> None:
    found = said(tmp_path, text)
    assert any(line.startswith("no figure record: no figid; the keys figid") for line in found)


def test_a_record_without_its_figid_is_one(tmp_path: Path) -> None:
    assert said(tmp_path, sound(1).replace("figid: PMC1__f1\n", "", 1)) == [
        "the key figid is missing"
    ]
