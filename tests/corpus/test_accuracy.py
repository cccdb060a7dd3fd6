"""The published mapping: how much of it ``resolve`` finds, and how much else.

What was missed: ``accuracy.py`` says.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from accuracy import (
    OURS,
    Figure,
    Measure,
    build_2020,
    by_plain_look_up,
    by_steps,
    disagreements,
    measure,
    read_figures,
)

from pfocr_cli.lexicon.store import Lexicon, open_lexicon

FIGURES = 2544
ALL, WORKED_ON, COUNTED_ONLY = None, 0, 1


@pytest.fixture(scope="module")
def figures(shared: Path) -> list[Figure]:
    return read_figures(shared)


@pytest.fixture(scope="module")
def lexicon_2020(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return build_2020(shared, tmp_path_factory.mktemp("lexicon"))


def measured(figures: list[Figure], half: int | None, lexicon: Lexicon) -> Measure:
    return measure(
        [figure for figure in figures if half is None or figure.half == half], by_steps(lexicon)
    )


def test_all_open_figures_are_measured(figures: list[Figure]) -> None:
    assert len(figures) == FIGURES
    assert {figure.half for figure in figures} == {WORKED_ON, COUNTED_ONLY}


@pytest.mark.parametrize("half", [ALL, WORKED_ON, COUNTED_ONLY])
def test_with_the_families_of_2020_the_steps_find_what_was_published(
    figures: list[Figure], lexicon_2020: Lexicon, half: int | None
) -> None:
    result = measured(figures, half, lexicon_2020)
    assert result.recall(family=False) >= 0.985
    assert result.recall(family=True) >= 0.99
    assert result.f1 >= 0.98


@pytest.mark.parametrize("half", [ALL, WORKED_ON, COUNTED_ONLY])
def test_the_embedded_lexicon_finds_what_was_published(
    figures: list[Figure], half: int | None
) -> None:
    result = measured(figures, half, open_lexicon(None))
    assert result.recall(family=False) >= 0.98
    assert result.recall(family=True) >= 0.94
    assert result.f1 >= 0.95


def test_the_steps_do_what_a_plain_look_up_cannot(figures: list[Figure]) -> None:
    assert measure(figures, by_plain_look_up(open_lexicon(None))).f1 < 0.6


def test_few_disagreements_are_our_own(figures: list[Figure], lexicon_2020: Lexicon) -> None:
    counts = {
        verdict: seen.total() for verdict, seen in disagreements(figures, lexicon_2020).items()
    }
    ours = sum(count for verdict, count in counts.items() if verdict.whose == OURS)
    assert ours <= 0.15 * sum(counts.values())
