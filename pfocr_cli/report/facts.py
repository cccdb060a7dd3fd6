"""What a report counts of one record: pure data, small, picklable. A figure's genes are told by
their Entrez ids, its chemicals and diseases by their ids or, without one, by their words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.columns import NAME, NOTHING, WORD, text_in
from pfocr_cli.record.identifiers import identifiers
from pfocr_cli.regex import regex
from pfocr_cli.report.gene_facts import facts_of_genes
from pfocr_cli.rules.curation import NOT_HUMAN, REJECTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.record import Record
    from pfocr_cli.record.columns import Kind
    from pfocr_cli.report.gene_facts import GeneFacts

REPORTED_FIELDS = (
    *("figtitle", "caption", "papertitle", "reftext", "year", "number", "figtype", "filename"),
    *("figlink", "organisms", "organisms_ner", "doi", "journal_title", "publisher_name"),
    *("keywords", "ndex", "wpid"),
)
"""Keys of a record that a report says are filled or not; what a figure holds follows them."""
HOLDINGS: tuple[Kind, ...] = ("genes", "chemicals", "diseases")

_YEAR = regex(r"[12][0-9]{3}")
_JOURNAL = regex(r"et al\. (.+?)\. (?:19|20)[0-9]{2}\b")
"""In a reference: ``Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.``"""
_CACHED = 2**16
_LONGEST_NAME = 40
"""Letters of a preferred name that stands for the figure's word."""


class CountedMention(NamedTuple):
    """A chemical or disease: ``key`` is its id, or its word where it has none."""

    key: str
    name: str


class FigureFacts(NamedTuple):
    """What is counted of a record; ``filled`` are those of the fields that say something."""

    file: str
    figid: str
    is_read: bool
    generation: str
    year: str
    figtype: str
    journal: str
    pmcid: str
    filled: tuple[str, ...]
    is_rejected: bool
    is_not_human: bool
    organisms: tuple[str, ...]
    genes: GeneFacts
    chemicals: tuple[CountedMention, ...]
    diseases: tuple[CountedMention, ...]
    title: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it was read and holds nothing that could be checked: no gene, chemical or
        disease.
        """
        return self.is_read and not (self.genes.rows or self.chemicals or self.diseases)


def facts_of(record: Record) -> FigureFacts:
    """Return what is counted of a record, whatever its form."""
    data = record.data
    marked = _texts(data.get("organisms"))
    chemicals = tuple(map(_mention, record.rows("chemicals")))
    diseases = tuple(map(_mention, record.rows("diseases")))
    genes = facts_of_genes(record, NOT_HUMAN in marked)
    held = zip(HOLDINGS, (genes.rows, chemicals, diseases), strict=True)
    filled = [name for name in REPORTED_FIELDS if name in data and _says_something(data[name])]
    year = text_in(data.get("year"))
    return FigureFacts(
        file=record.file,
        figid=record.figid or "",
        is_read=bool(data),
        generation=record.generation,
        year=year if _YEAR.fullmatch(year) else "",
        figtype=text_in(data.get("figtype")),
        journal=_journal(data),
        pmcid=text_in(data.get("pmcid")),
        filled=(*filled, *(name for name, holds in held if holds)),
        is_rejected=_is_rejected(data, marked),
        is_not_human=NOT_HUMAN in marked,
        organisms=_named_organisms(data, marked),
        genes=genes,
        chemicals=chemicals,
        diseases=diseases,
        title=text_in(data.get("figtitle")),
    )


def _says_something(value: object) -> bool:
    return value.strip() not in NOTHING if type(value) is str else any(_texts(value))


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else (value,)
    return tuple(filter(None, map(text_in, items)))


def _is_rejected(data: Mapping[str, object], marked: Sequence[str]) -> bool:
    told = (text_in(data.get(key)) for key in ("figtitle", "number", "caption"))
    return REJECTED in marked or REJECTED in told


def _named_organisms(data: Mapping[str, object], marked: Sequence[str]) -> tuple[str, ...]:
    """Return the organisms that a record names, without the curators' marks."""
    named = dict.fromkeys((*marked, *_texts(data.get("organisms_ner"))))
    return tuple(name for name in named if name not in (NOT_HUMAN, REJECTED))


def _journal(data: Mapping[str, object]) -> str:
    """Return a journal by its NLM abbreviation, which references have too; else by its title."""
    for key in ("journal_nlm_ta", "journal_title"):
        if name := text_in(data.get(key)):
            return name
    found = _JOURNAL.search(text_in(data.get("reftext")))
    return found[1] if found else ""


def _mention(row: Mapping[str, object]) -> CountedMention:
    try:
        return _known_mention(tuple(row.items()))
    except TypeError:  # a list or a mapping, which is S102's
        return _counted_mention(tuple(row.items()))


def _counted_mention(items: tuple[tuple[str, object], ...]) -> CountedMention:
    row = dict(items)
    found, word = identifiers(row), row.get(WORD)
    name = word.strip() if isinstance(word, str) else text_in(word)
    of_mesh = [each for each in found if each.vocabulary == "MeSH"]
    key = str((of_mesh or found)[0]) if found else name
    preferred = text_in(row.get(NAME))
    # ChEBI's label of a word as short as NADP can be a formula in words.
    return CountedMention(key, preferred if 0 < len(preferred) <= _LONGEST_NAME else name)


_known_mention = lru_cache(_CACHED)(_counted_mention)
