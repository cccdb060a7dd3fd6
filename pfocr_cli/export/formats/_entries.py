"""What is drawn of a figure: its rows, equal ones as one, and what that is called.

A gene, chemical or disease that a figure names by several words, or several times by one, is one
entry with all of its words. The genes of one word are a family; families of the same genes are
one, with their words joined_words. Species are told apart: a word has a family in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.export.bridgedb import short_name
from pfocr_cli.export.formats._labels import gene_label, mention_label
from pfocr_cli.export.formats._text import distinct, one_line

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from pfocr_cli.export.figure import Figure, Gene, Mention

BoxKind = Literal["gene", "chemical", "disease"]
LabelChoice = Literal["symbol", "word", "both"]


class DrawnEntry(NamedTuple):
    """One gene, chemical or disease: the indices of its rows, and their words as recorded.

    ``label`` is what its box says, ``note`` what stands small below: the words that the box does
    not say, and the species where it is not the board's.
    """

    kind: BoxKind
    rows: tuple[int, ...]
    words: tuple[str, ...]
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """The genes of one word, or of several that mean the same genes; ``title`` is what is drawn."""

    words: tuple[str, ...]
    title: str
    members: tuple[DrawnEntry, ...]


@dataclass(frozen=True, slots=True)
class DrawnEntries:
    """All that is drawn of a figure; ``singles`` are the genes that stand alone."""

    singles: tuple[DrawnEntry, ...]
    families: tuple[Family, ...]
    chemicals: tuple[DrawnEntry, ...]
    diseases: tuple[DrawnEntry, ...]


def entries_of(figure: Figure, label: LabelChoice, organism: str) -> DrawnEntries:
    """Return what is drawn of a figure whose board is of an organism."""
    rows_by_word: dict[tuple[str | int, str], list[int]] = {}
    for row, gene in enumerate(figure.genes):
        # What has no word is no family.
        name = gene.word.strip() or row
        rows_by_word.setdefault((name, gene.organism_id or gene.organism), []).append(row)
    alone: list[int] = []
    families: dict[frozenset[Hashable], list[int]] = {}
    for rows in rows_by_word.values():
        meant = frozenset(_gene_key(figure.genes[row]) for row in rows) if rows[1:] else frozenset()
        if len(meant) > 1:
            families.setdefault(meant, []).extend(rows)
        else:
            alone += rows
    alone.sort()
    merged = _merged((row, _gene_key(figure.genes[row])) for row in alone)
    return DrawnEntries(
        tuple(_gene_entry(figure, rows, label, organism) for rows in merged),
        tuple(_family(figure, rows, organism) for rows in families.values()),
        tuple(_mentions("chemical", figure.chemicals, label)),
        tuple(_mentions("disease", figure.diseases, label)),
    )


def joined_words(words: Iterable[str]) -> str:
    """Return words in one line, each once; empty ones are none."""
    return ", ".join(distinct(map(one_line, words)))


def joined_if_several(texts: Sequence[str]) -> str:
    """Return several texts in one line, as words are joined; one alone as it is."""
    return joined_words(texts) if texts[1:] else texts[0]


def _gene_key(gene: Gene) -> tuple[str, ...]:
    """Return what rows of one gene have in common; without a name or an id they are as their word
    is.
    """
    if gene.symbol or gene.entrez:
        return gene.symbol, gene.entrez, gene.organism_id, gene.organism
    return "", "", gene.organism_id, gene.organism, gene.match, gene.word.strip()


def _mention_key(mention: Mention) -> tuple[str, ...]:
    if mention.mesh or mention.other:
        return mention.mesh, mention.other, mention.name
    return "", "", mention.name, mention.match, mention.word.strip()


def _merged(keys: Iterable[tuple[int, Hashable]]) -> Iterable[list[int]]:
    """Return the rows, those with one key together."""
    found: dict[Hashable, list[int]] = {}
    for row, key in keys:
        if key in found:
            found[key].append(row)
        else:
            found[key] = [row]
    return found.values()


def _gene_entry(
    figure: Figure, rows: Sequence[int], label: LabelChoice, organism: str
) -> DrawnEntry:
    gene = figure.genes[rows[0]]
    words = _words([figure.genes[row].word for row in rows])
    name = (joined_words(words) if label == "word" else "") or gene_label(gene)
    note = _note(name, words) if label == "both" else ""
    note = f"{note} {_other_species(gene, organism)}".strip()
    return DrawnEntry("gene", tuple(rows), words, name, note)


def _words(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words) if len(words) == 1 else tuple(dict.fromkeys(words))


def _note(name: str, words: Sequence[str]) -> str:
    """Return the words that differ from what the box says."""
    if len(words) == 1 and words[0] == name:
        return ""
    said = one_line(name)
    return ", ".join(word for word in distinct(map(one_line, words)) if word != said)


def _other_species(gene: Gene, organism: str) -> str:
    return f"({short_name(gene.organism)})" if gene.organism and gene.organism != organism else ""


def _name(genes: Sequence[Gene], rows: Sequence[int]) -> str:
    return gene_label(genes[rows[0]])


def _family(figure: Figure, rows: Sequence[int], organism: str) -> Family:
    genes = figure.genes
    members = [
        DrawnEntry(
            "gene",
            tuple(same),
            _words([genes[row].word for row in same]),
            gene_label(genes[same[0]]),
        )
        for same in _merged((row, _gene_key(genes[row])) for row in rows)
    ]
    words = _words([genes[row].word for row in rows])
    title = f"{joined_words(words)} {_other_species(genes[rows[0]], organism)}".strip()
    return Family(words, title, tuple(members))


def _mentions(
    kind: BoxKind, mentions: Sequence[Mention], label: LabelChoice
) -> Iterable[DrawnEntry]:
    for rows in _merged((row, _mention_key(mention)) for row, mention in enumerate(mentions)):
        words = _words([mentions[row].word for row in rows])
        # What a figure says is what a chemical is called here; the first word of several is.
        name = (joined_words(words) if label == "word" else "") or mention_label(mentions[rows[0]])
        yield DrawnEntry(
            kind, tuple(rows), words, name, _note(name, words) if label == "both" else ""
        )
