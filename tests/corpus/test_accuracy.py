"""The published mapping: how much of it ``resolve`` finds, and how much else.

What was missed: ``accuracy.py`` says.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from accuracy import (
    FOUND,
    JUDGED,
    OURS,
    Figure,
    Measure,
    build_2020,
    by_plain_look_up,
    by_steps,
    disagreements,
    measure,
    one_of_a_family,
    put_right,
    read_figures,
    read_table,
    scores,
)

from pfocr_cli.lexicon.resolve import resolve
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
def test_families_are_found_as_they_were_published(
    figures: list[Figure], lexicon_2020: Lexicon, half: int | None
) -> None:
    assert measured(figures, half, lexicon_2020).recall(family=True) >= 0.99
    assert measured(figures, half, open_lexicon(None)).recall(family=True) >= 0.94


def test_with_known_wrong_matches_put_right_the_figures_genes_are_found(
    shared: Path, figures: list[Figure], lexicon_2020: Lexicon
) -> None:
    """A part of the known wrong matches is kept back: those that we found stand for them."""
    wrong = read_table(shared / "genes" / "wrong_matches.tsv")
    for lexicon, least, more in ((lexicon_2020, 0.97, 0.975), (open_lexicon(None), 0.96, 0.966)):
        right = put_right(figures, wrong, lexicon)
        assert measure(right, by_steps(lexicon)).f1 >= least
        assert measure(put_right(right, read_table(FOUND), lexicon), by_steps(lexicon)).f1 >= more


def test_what_was_read_one_by_one_says_how_far_the_measure_could_go(
    shared: Path, figures: list[Figure], lexicon_2020: Lexicon
) -> None:
    """The rows were chosen among those that ``resolve`` differs from: no score, but the reason why
    the score of the known wrong matches cannot be much higher.
    """
    right = figures
    for path in (shared / "genes" / "wrong_matches.tsv", FOUND):
        right = put_right(right, read_table(path), lexicon_2020)
    judged = read_table(JUDGED)
    families = put_right(right, one_of_a_family(judged), lexicon_2020)
    assert measure(families, by_steps(lexicon_2020)).f1 >= 0.98
    assert measure(put_right(right, judged, lexicon_2020), by_steps(lexicon_2020)).f1 >= 0.987


def test_words_are_answered_as_a_biologist_means_them(shared: Path) -> None:
    found = scores(shared / "genes" / "truth.tsv", open_lexicon(None))
    assert found["right"] >= 0.94 * found.total()
    assert found["wrong"] + found["short"] <= 0.02 * found.total()


def test_what_is_filled_unseen_is_never_a_wrong_gene(shared: Path) -> None:
    for row in read_table(shared / "genes" / "truth.tsv"):
        answer = resolve(row["word"], open_lexicon(None))
        if answer.is_certain:
            got = {match.hgnc_symbol for match in answer.matches}
            meant = set(row["genes"].split(","))
            assert meant <= got if row["kind"] == "family" else got == meant, row


def test_few_of_the_chemicals_words_give_genes(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "chemicals.jsonl.gz", "rt", encoding="utf-8") as lines:
        words = {word for line in lines for word, *_ in json.loads(line)["chemicals"]}
    proteins = re.compile("bradykinin|defensin|insulin|angiotensin", re.IGNORECASE)
    found = [word for word in words if resolve(word, open_lexicon(None)).matches]
    assert len(words) == 2077
    assert len([word for word in found if not proteins.search(word)]) <= 5, found


def test_the_steps_do_what_a_plain_look_up_cannot(figures: list[Figure]) -> None:
    assert measure(figures, by_plain_look_up(open_lexicon(None))).f1 < 0.7


def test_few_disagreements_are_our_own(figures: list[Figure], lexicon_2020: Lexicon) -> None:
    counts = {
        verdict: seen.total() for verdict, seen in disagreements(figures, lexicon_2020).items()
    }
    ours = sum(count for verdict, count in counts.items() if verdict.whose == OURS)
    assert ours <= 0.15 * sum(counts.values())
