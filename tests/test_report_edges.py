"""Reports of corpora with little in them, and of names that mean something to Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from program import run, sound

from pfocr_cli.report.badge import badge_of
from pfocr_cli.report.blocks import Room
from pfocr_cli.report.changes import changed_since
from pfocr_cli.report.formats.markdown import _parts
from pfocr_cli.report.gene_counts import SizeTally
from pfocr_cli.report.tally import CorpusTally
from pfocr_cli.report.telling import sections_told
from pfocr_cli.report.verdict import CorpusVerdict


@pytest.mark.parametrize(
    ("sizes", "median"),
    [({}, 0), ({3: 1}, 3), ({3: 1, 6: 1}, 4.5), ({0: 2, 4: 2}, 2), ({1: 1, 2: 5, 9: 1}, 2)],
)
def test_the_median_is_the_one_that_statistics_means(sizes: dict[int, int], median: float) -> None:
    assert SizeTally(sizes=Counter(sizes)).section().median == median


@pytest.mark.parametrize(
    ("sound", "empty", "told"),
    [
        (8, 0, "8 figures, all sound"),
        (6, 2, "8 figures, 6 sound, 2 with nothing to check"),
        (0, 8, "8 figures, 0 sound, 8 with nothing to check"),
    ],
)
def test_a_badge_calls_sound_what_was_checked(sound: int, empty: int, told: str) -> None:
    badge = json.loads(badge_of(CorpusVerdict(8, 0, 0, empty, sound, 0, 0, 0, 0)))
    assert badge["message"] == told
    assert badge["color"] == ("brightgreen" if sound else "lightgrey")


def test_every_section_of_a_corpus_of_nothing_says_so() -> None:
    for heading, blocks in sections_told(CorpusTally().report("1.0"), Room()):
        assert blocks, heading


def test_what_a_report_is_held_against_is_no_markdown() -> None:
    report = CorpusTally().report("1.0")
    told = changed_since(report, report, "a <b> @me | `x`.json")
    text = "\n".join(text for _, text in _parts(told, Room()))
    assert "#### What changed since a \\<b\\> @&#8203;me \\| \\`x\\`.json" in text


def test_a_figure_without_a_figid_is_named_by_its_file(tmp_path: Path) -> None:
    text = sound(1).replace("- Homo sapiens", "- Mus musculus")
    (tmp_path / "one.md").write_text(re.sub("(?m)^figid: .*\n", "", text), "utf-8")
    out = run("report", "--section", "species", "--format", "json", "one.md", cwd=tmp_path).out
    assert [each["figid"] for each in json.loads(out)["species"]["examples"]] == ["one.md"]
