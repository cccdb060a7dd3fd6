"""What keeps F1 down, by kind and by word: the pairs of figure and gene that only one side has."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pfocr_cli.lexicon.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accuracy import Figure

    from pfocr_cli.lexicon.answers import Answer
    from pfocr_cli.lexicon.store import Lexicon

NARROWED = "a family, of which one gene is published"
SEVERAL = "a synonym of several genes, of which one is published"
STOPPED = "a word that the table of words knows as no gene"
ANOTHER = "another meaning of the word"
LISTED = "a name of a list that the published mapping passed over"
UNKNOWN = "not found"


def _kind_of_extra(answer: Answer, part: str, published: set[str], source: str) -> str:
    same = {match.entrez for match in answer.matches if match.part == part}
    if len(same) > 1 and same & published:
        return NARROWED if source == "bioentities_symbol" else SEVERAL
    return ANOTHER if published.isdisjoint(match.entrez for match in answer.matches) else LISTED


def costs(figures: Iterable[Figure], lexicon: Lexicon) -> dict[str, Counter[str]]:
    """Return the words of each kind with their errors: genes of a figure that only one side has,
    each counted at one of its words.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        published: dict[str, set[str]] = defaultdict(set)
        for row in figure.genes:
            published[row.word].add(row.entrez)
        answers = {word: resolve(word, lexicon) for word in figure.words}
        theirs = set().union(*published.values())
        ours: set[str] = set()
        for word, answer in answers.items():
            for match in answer.matches:
                if match.entrez and match.entrez not in ours:
                    ours.add(match.entrez)
                    if match.entrez not in theirs:
                        own = published[word]
                        kind = _kind_of_extra(answer, match.part, own, match.source)
                        found[kind][word] += 1
        for row in {row.entrez: row for row in figure.genes}.values():
            if row.entrez not in ours:
                answer = answers[row.word]
                kind = ANOTHER if answer.matches else UNKNOWN
                found[STOPPED if answer.status == "stopped" else kind][row.word] += 1
    return found


def show_costs(figures: Iterable[Figure], lexicon: Lexicon, examples: int) -> None:
    """Print the kinds, the dearest first, each with its dearest words."""
    found = costs(figures, lexicon)
    print(f"what keeps it down: {sum(words.total() for words in found.values()):,} pairs")
    for kind, words in sorted(found.items(), key=lambda one: -one[1].total()):
        told = ", ".join(f"{word} {count}" for word, count in words.most_common(examples))
        print(f"  {words.total():6,}  {kind}: {told}")
