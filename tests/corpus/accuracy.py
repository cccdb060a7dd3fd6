"""How well ``resolve`` agrees with the published mapping: ``python tests/corpus/accuracy.py
[--lexicon FILE]...``.

Each word of the open figures is resolved by itself, without its row. Without ``--lexicon`` two
settings are measured: a lexicon with the families of 2020, by which the steps alone are judged, and
the embedded one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from costs import show_costs

from pfocr_cli.lexicon import forms, letters
from pfocr_cli.lexicon.answers import Answer, Match
from pfocr_cli.lexicon.cutting import cut, side_by_side
from pfocr_cli.lexicon.model import ANSWERS_ONLY, fold
from pfocr_cli.lexicon.ranking import RANKING_RULES
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.search import WordSearch
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.lexicon.word_table import meaning_of

SHARED = Path(__file__).parents[3] / "shared"
FOUND = Path(__file__).with_name("wrong_matches_found.tsv")
"""More of the published mapping's mistakes: found by reading its commonest synonyms beside their
figures' other words.
"""
JUDGED = Path(__file__).with_name("wrong_matches_judged.tsv")
"""The published matches that ``resolve`` differs from most often, read one by one: those where
biology is against them. Chosen so, they say what F1 could be at most, and nothing more.
"""
FAMILY = "bioentities_symbol"
CHANGED, THEIRS, OURS = "changed since 2020", "theirs", "our fault"
Resolver = Callable[[str], Sequence[Match]]


class Row(NamedTuple):
    """A published gene."""

    word: str
    symbol: str
    source: str
    hgnc_symbol: str
    entrez: str


@dataclass(frozen=True)
class Figure:
    """``asked`` are words whose published genes were dropped: they are asked all the same."""

    figid: str
    genes: tuple[Row, ...]
    asked: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Every word once."""
        return list(dict.fromkeys((*(row.word for row in self.genes), *self.asked)))

    @property
    def half(self) -> int:
        """0: the half whose disagreements the steps were worked out on; 1: the half that was only
        counted.
        """
        return hashlib.sha256(self.figid.encode()).digest()[0] & 1


@dataclass
class Measure:
    """Found and all by source; pairs of figure and gene that both have, only we, only they."""

    found: Counter[str] = field(default_factory=Counter)
    published: Counter[str] = field(default_factory=Counter)
    both: int = 0
    only_ours: int = 0
    only_theirs: int = 0

    def recall(self, *, family: bool) -> float:
        """Return the share found of the genes that came by a family, or by a symbol, alias or
        previous symbol.
        """
        sources = [source for source in self.published if (source == FAMILY) == family]
        return sum(self.found[source] for source in sources) / sum(
            self.published[source] for source in sources
        )

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.only_ours)

    @property
    def whole_recall(self) -> float:
        return self.both / (self.both + self.only_theirs)

    @property
    def f1(self) -> float:
        return 2 * self.both / (2 * self.both + self.only_ours + self.only_theirs)


def read_figures(shared: Path) -> list[Figure]:
    with gzip.open(shared / "corpus" / "genes.jsonl.gz", "rt", encoding="utf-8") as lines:
        read = map(json.loads, lines)
        return [Figure(one["figid"], tuple(Row(*gene) for gene in one["genes"])) for one in read]


def build_2020(shared: Path, folder: Path) -> Lexicon:
    """Build the lexicon with the families that the published records were matched with, by pfocr's
    own command.
    """
    hgnc, out = shared / "hgnc", folder / "2020.lexicon"
    options = {
        "--hgnc": hgnc / "hgnc_complete_set.txt.gz",
        "--withdrawn": hgnc / "withdrawn.txt.gz",
        "--families": hgnc / "pfocr_families_2020.csv",
        "--release": "2024-07",
        "-o": out,
    }
    command = [
        sys.executable,
        "-m",
        "pfocr_cli",
        "lexicon",
        "build",
        *(str(word) for pair in options.items() for word in pair),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return open_lexicon(str(out))


def by_steps(lexicon: Lexicon) -> Resolver:
    return lambda word: resolve(word, lexicon).matches


def by_plain_look_up(lexicon: Lexicon) -> Resolver:
    """Look a word up as packages for spreadsheets do: an approved symbol, else an alias or previous
    one, in any case.
    """

    def look(word: str) -> Sequence[Match]:
        terms = [
            term
            for term in lexicon.terms(fold(word))
            if term.written.upper() == word.upper() and term.source != FAMILY
        ]
        approved = [term for term in terms if term.source == "hgnc_symbol"]
        pairs = [(term, lexicon.gene(gene)) for term in approved or terms for gene in term.genes]
        return [
            Match(term.written, term.source, gene.symbol, gene.hgnc_id, gene.entrez, "", word)
            for term, gene in pairs
            if gene
        ]

    return look


def measure(figures: Iterable[Figure], matches: Resolver) -> Measure:
    result = Measure()
    for figure in figures:
        found = {word: {match.entrez for match in matches(word)} for word in figure.words}
        for row in figure.genes:
            result.published[row.source] += 1
            result.found[row.source] += row.entrez in found[row.word]
        theirs = {row.entrez for row in figure.genes}
        ours = set().union(*found.values()) - {""}
        result.both += len(ours & theirs)
        result.only_ours += len(ours - theirs)
        result.only_theirs += len(theirs - ours)
    return result


class Verdict(NamedTuple):
    """Whose a disagreement is, and by what sign."""

    whose: str
    sign: str


def judge_missed(row: Row, lexicon: Lexicon) -> Verdict:
    """Say why a published gene is not among the matches of its word."""
    gene = lexicon.with_entrez(row.entrez)
    if gene is None:
        return Verdict(CHANGED, "the gene's Entrez id is not in the lexicon")
    keys = (
        fold(row.symbol),
        fold(letters.latin_letters(row.symbol)),
        *letters.spelled_out(fold(row.symbol)),
    )
    if not any(gene.hgnc_id in term.genes for key in keys for term in lexicon.terms(key)):
        return Verdict(CHANGED, "the term that was matched does not name the gene any more")
    if (
        any(term.written == row.word and term.genes for term in lexicon.terms(fold(row.word)))
        and row.symbol != row.word
    ):
        return Verdict(
            CHANGED,
            "the word is a term letter for letter, which the pipeline took first: it is newer",
        )
    return _sign_in_word(row) or Verdict(OURS, "not found")


def _sign_in_word(row: Row) -> Verdict | None:
    latin = letters.latin(letters.compatible(row.word))
    ascii_only = "".join(filter(str.isascii, row.word))
    if not row.word.isascii() and (
        fold(row.symbol) not in fold(latin) or fold(row.symbol) == fold(ascii_only) != fold(latin)
    ):
        return Verdict(THEIRS, "letters of another script were dropped from the word")
    parts = [word for name in cut(latin) for word in side_by_side(name)]
    if any(meaning_of(part) for part in (row.word, latin, *cut(latin), *parts)):
        return Verdict(THEIRS, "the table of words has another meaning of the word or its part")
    if any(fold(row.symbol) == fold(part) and forms.unaffixed(part) != [part] for part in parts):
        return Verdict(THEIRS, "a prefix or suffix was read as part of the term as well")
    spelled = fold(letters.latin_letters(row.symbol))
    if len(parts) > 1 and not any(spelled in fold(letters.latin_letters(part)) for part in parts):
        return Verdict(THEIRS, "the term is put together from two names")
    return None


def judge_extra(match: Match, word: str, rows: Sequence[Row], lexicon: Lexicon) -> Verdict:
    """Say why a gene that a word leads to is not published with the figure; ``rows`` are those of
    the word.
    """
    taken = {fold(row.symbol) for row in rows}
    if "the table of words" in match.how:
        return Verdict(THEIRS, "the table of words has another meaning of the word or its part")
    if match.source == FAMILY:
        named = fold(match.symbol) in taken or match.symbol == match.part
        sign = "the family has other members, or is new" if named else ""
        return Verdict(CHANGED, sign) if named else Verdict(OURS, "another family")
    if match.source in ANSWERS_ONLY:
        return Verdict(THEIRS, "a name of the last tier, which the pipeline did not ask")
    if any(word in match.how for word in ("regular kind", "cut at hyphens", "small prefix")):
        return Verdict(THEIRS, "a kind of name that the pipeline did not know")
    same_part = [other for other in resolve(word, lexicon).matches if other.part == match.part]
    published = {row.entrez for row in rows}
    if any(other.entrez in published for other in same_part):
        return Verdict(
            THEIRS, "an alias of several genes, of which one was chosen (or the others are newer)"
        )
    if match.symbol == match.part:
        return Verdict(
            CHANGED,
            "the word or part is a term letter for letter, which the pipeline took first: it is "
            "newer",
        )
    if match.part != word:
        return Verdict(THEIRS, "a part of the word was passed over")
    return Verdict(OURS, "another term")


def disagreements(figures: Iterable[Figure], lexicon: Lexicon) -> dict[Verdict, Counter[str]]:
    """Return the disagreements by verdict, each with what was seen how often."""
    found: dict[Verdict, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in figure.genes:
            rows[row.word].append(row)
        theirs = {row.entrez for row in figure.genes}
        extra: set[str] = set()
        for word, own in rows.items():
            matches = resolve(word, lexicon).matches
            ours = {match.entrez for match in matches}
            for row in own:
                if row.entrez not in ours:
                    found[judge_missed(row, lexicon)][
                        f"missed: {word} → {row.symbol} ({row.source})"
                    ] += 1
            for match in matches:
                if match.entrez and match.entrez not in theirs | extra:
                    extra.add(match.entrez)
                    found[judge_extra(match, word, own, lexicon)][
                        f"extra: {word} → {match.symbol} ({match.source})"
                    ] += 1
    return found


def read_table(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


def one_of_a_family(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows in which one gene of a family was published for the family, as it was for
    NF-κB.
    """
    families = ((row, row["right"].split(",")) for row in rows)
    return [row for row, genes in families if len(genes) > 1 and row["published"] in genes]


def put_right(
    figures: Iterable[Figure], wrong: Iterable[dict[str, str]], lexicon: Lexicon
) -> list[Figure]:
    """Return the figures with the published matches that are known to be wrong dropped or put
    right, and NF-κB as its family.
    """
    right = {(fold(row["term"]), row["published"]): row["right"] for row in wrong}
    right[(fold("NF-kappaB"), "NFKB1")] = "NFKB1,NFKB2,REL,RELA,RELB"
    entrez = {gene.symbol: gene.entrez for gene in lexicon.genes()}
    result = []
    for figure in figures:
        genes: list[Row] = []
        for row in figure.genes:
            symbols = right.get((fold(row.symbol), row.hgnc_symbol))
            if symbols is None:
                genes.append(row)
            elif symbols != "-":
                genes += [
                    row._replace(hgnc_symbol=symbol, entrez=entrez[symbol])
                    for symbol in symbols.split(",")
                ]
        result.append(Figure(figure.figid, tuple(dict.fromkeys(genes)), tuple(figure.words)))
    return result


_MOST_KIN = 45


def score(word: str, genes: str, *, family: bool, answer: Answer) -> str:
    """Return how an answer stands beside what a biologist means: right, among, short, wrong,
    unknown.
    """
    got = {match.hgnc_symbol for match in answer.matches}
    if genes == "-":
        stands = {"unknown": "right", "stopped": "right", "ambiguous": "among"}
        return stands.get(answer.status, "wrong")
    meant = set(genes.split(","))
    if not got:
        return "unknown"
    fits = got == meant or (family and meant <= got and len(got) <= _MOST_KIN)
    if fits and answer.status == "resolved":
        return "right"
    if meant <= got:
        return "among"
    return "short" if meant & got else "wrong"


def scores(truth: Path, lexicon: Lexicon) -> Counter[str]:
    """Return how many words of a truth file are answered how."""
    return Counter(
        score(
            row["word"],
            row["genes"],
            family=row["kind"] == "family",
            answer=resolve(row["word"], lexicon),
        )
        for row in read_table(truth)
    )


def show_truth(lexicon: Lexicon) -> None:
    """Print the scores, and the F1 with what is known to be wrong put right, rule by rule."""
    own = Path(__file__).parents[1] / "words_meant.tsv"
    for path in (SHARED / "genes" / "truth.tsv", own):
        found = scores(path, lexicon)
        shown = ", ".join(f"{count} {what}" for what, count in found.most_common())
        print(f"{path.name}: {found['right'] / found.total():.1%} right ({shown})")


def _matches_without(rules: frozenset[str], lexicon: Lexicon, word: str) -> Sequence[Match]:
    return WordSearch(lexicon, without=rules).answer(word).matches


def show_rules(figures: Sequence[Figure], lexicon: Lexicon) -> None:
    """Print what leaving out each rule of the ranking does to the F1 with all put right."""
    known = put_right(figures, read_table(SHARED / "genes" / "wrong_matches.tsv"), lexicon)
    whole = measure(known, by_steps(lexicon)).f1
    print(f"F1 with known wrong matches put right: {whole:.4f}")
    found, judged = read_table(FOUND), read_table(JUDGED)
    right = known
    for what, rows in (
        (f"those of {FOUND.name}", found),
        ("families of which one gene is published", one_of_a_family(judged)),
        (f"the others of {JUDGED.name}", judged),
    ):
        right = put_right(right, rows, lexicon)
        print(f"F1 with {what} put right as well: {measure(right, by_steps(lexicon)).f1:.4f}")
        if rows is found:
            show_costs(right, lexicon, 12)
    for rule in RANKING_RULES:
        left_out = frozenset({rule})
        changed = measure(known, partial(_matches_without, left_out, lexicon))
        print(f"  without {rule:20}{changed.f1:.4f} ({changed.f1 - whole:+.4f})")


def show(title: str, figures: Sequence[Figure], lexicon: Lexicon, examples: int) -> None:
    print(f"\n{title}: HGNC {lexicon.release.hgnc}, {len(figures):,} figures\n")
    print(f"{'':32}{'all':>10}{'half 0':>10}{'half 1':>10}{'look-up':>10}")
    halves = [figures, *([figure for figure in figures if figure.half == half] for half in (0, 1))]
    columns = [measure(some, by_steps(lexicon)) for some in halves] + [
        measure(figures, by_plain_look_up(lexicon))
    ]
    lines: dict[str, list[float]] = {
        source: [one.found[source] / one.published[source] for one in columns]
        for source in sorted(columns[0].published)
    }
    lines["symbol, alias or previous symbol"] = [one.recall(family=False) for one in columns]
    lines["family"] = [one.recall(family=True) for one in columns]
    lines |= {
        "figures: precision": [one.precision for one in columns],
        "figures: recall": [one.whole_recall for one in columns],
    }
    lines["figures: F1"] = [one.f1 for one in columns]
    for name, values in lines.items():
        print(f"{name:32}" + "".join(f"{value:10.4f}" for value in values))
    show_rules(figures, lexicon)
    show_truth(lexicon)
    verdicts = disagreements(figures, lexicon)
    for whose in (OURS, THEIRS, CHANGED):
        some = {verdict: seen for verdict, seen in verdicts.items() if verdict.whose == whose}
        print(f"\n{whose}: {sum(seen.total() for seen in some.values()):,} disagreements")
        for verdict, seen in sorted(some.items(), key=lambda item: -item[1].total()):
            print(f"  {seen.total():6,}  {verdict.sign}")
            for what, count in seen.most_common(examples):
                print(f"          {count:4} {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--lexicon",
        action="append",
        default=[],
        metavar="FILE",
        help="measure this one instead; repeatable",
    )
    parser.add_argument(
        "--examples", type=int, default=8, metavar="N", help="disagreements shown of each kind"
    )
    options = parser.parse_args()
    figures = read_figures(SHARED)
    for path in options.lexicon:
        show(path, figures, open_lexicon(path), options.examples)
    if not options.lexicon:
        with tempfile.TemporaryDirectory() as folder:
            show("Families of 2020", figures, build_2020(SHARED, Path(folder)), options.examples)
        show("The embedded lexicon", figures, open_lexicon(None), options.examples)


if __name__ == "__main__":
    main()
