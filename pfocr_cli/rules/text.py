"""T301-T303: text that stands for nothing, or is not the text that was meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record import MISSING_VALUES, Record
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.survey import SEPARATOR
from pfocr_cli.rules import rule
from pfocr_cli.wording import quoted

_TELLING = ("caption", "papertitle", "figtitle", "number", "filename")
_ODDLY_EMPTY = (
    "organisms", "organisms_ner", "doi", "publisher_name", "keywords", "year", "reftext",
    "journal_title", "journal_nlm_ta",
)  # fmt: skip
_GENE_FIELDS = (
    "word",
    "symbol",
    "source",
    "hgnc_symbol",
    "entrez",
    "ncbigene_symbol",
    "ncbigene_id",
)

# UTF-8 read as Latin-1 or Windows-1252: the two or three letters that a byte sequence turns into.
_SPOILT = re.compile(
    "\ufffd+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+"
    "|(?:[\u00c2\u00c3\u00ce\u00cf][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])+"
    "|\u00e2(?:[\u0080\u0082\u0086\u0088\u0089]|\u20ac|\u201a|\u2020|\u02c6|\u2030)[\u0080-\u00bf\u0152-\u2122]"
    r"|(?:\\x[0-9A-Fa-f]{2})+|(?:\\u[0-9A-Fa-f]{4})+"
)
_HINT = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00c2\u00c3\u00ce\u00cf\u00e2\\\\]")
"""A letter that every spoilt text has: one quick look tells that most records have none."""


@rule("T301", "missing-value-text", Severity.WARNING, Severity.INFO)
def missing_value_text(record: Record) -> Iterator[Problem]:
    """`NA` or `.na.character` stands where a value should.

    Why: R writes its missing values so, and then they are words: a figure by the title NA, a gene
    NA. In caption, titles, number, filename, gene fields and as an item of schema-jsonld.keywords
    it is a warning; in organisms, doi, the journal's fields, keywords, year and reftext, where the
    empty text counts as well, an info. An empty ndex is nothing.

    Bad:

        figtitle: NA

    Good:

        figtitle: Oestrogen in bone

    Fix: none; fill in the value, or leave the text empty.
    """
    everything = record.reading.survey.text + SEPARATOR
    if any(f"\n{value}{SEPARATOR}" in everything for value in MISSING_VALUES):
        for key in _TELLING:
            yield from _missing(
                record.data.get(key), pointer(key), MISSING_VALUES, Severity.WARNING
            )
        keywords = record.jsonld.get("keywords")
        yield from _missing(
            keywords, pointer("schema-jsonld", "keywords"), MISSING_VALUES, Severity.WARNING
        )
    yield from _missing_in_genes(record)
    for key in _ODDLY_EMPTY:
        if key in record.data:
            yield from _missing(
                record.data[key], pointer(key), MISSING_VALUES | {""}, Severity.INFO
            )


def _missing(
    value: Any, where: str, texts: frozenset[str], severity: Severity
) -> Iterator[Problem]:
    """Yield a problem for a text, or each item of a list, that is one of texts."""
    if isinstance(value, str):
        if value in texts:
            yield Problem(
                _said(where.rpartition("/")[2], value), where, value=value, severity=severity
            )
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str) and item in texts:
                said = _said(where.rpartition("/")[2], item)
                yield Problem(said, f"{where}/{index}", value=item, severity=severity)


def _missing_in_genes(record: Record) -> Iterator[Problem]:
    own = "genes" in record.data
    table = record.tables.get("genes")
    text = record.reading.survey.text if own else table.source.text if table else ""
    if not any(value in text for value in MISSING_VALUES):
        return
    rows = record.data["genes"] if own else record.rows("genes")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict) or MISSING_VALUES.isdisjoint(
            value for value in row.values() if isinstance(value, str)
        ):
            continue
        for field in _GENE_FIELDS:
            if isinstance(value := row.get(field), str) and value in MISSING_VALUES:
                where = pointer("genes", index, field)
                yield Problem(
                    _said(field, value), where, value=value, table=None if own else "genes"
                )


def _said(field: str, text: str) -> str:
    return (
        f"{field}: {quoted(text)} is a missing value written as text"
        if text
        else f"{field} is empty"
    )


@rule("T302", "control-or-mojibake", Severity.WARNING)
def control_or_mojibake(record: Record) -> Iterator[Problem]:
    r"""Text that lost letters on its way: U+FFFD, control characters, `Ã©`-like runs, escapes such
    as `\x1F`.

    Why: a step before this one read bytes in the wrong encoding, or wrote escapes as text. Searches
    miss the word, and pages show the rubbish.

    Bad:

        word: TNF\xB1

    Good:

        word: TNFα

    Fix: none; take the word from the figure or the paper.
    """
    if _is_spoilt(record.reading.survey.text):
        for path, text in record.strings:
            yield from _lost_letters(text, pointer(*path), None)
    for kind, table in record.tables.items():
        if table.usable and _is_spoilt(table.source.text):
            for index, row in enumerate(table.rows):
                for column, cell in row.items():
                    yield from _lost_letters(cell, pointer(kind, index, column), kind)


def _is_spoilt(text: str) -> bool:
    return bool(_HINT.search(text) and _SPOILT.search(text))


def _lost_letters(text: str, where: str, table: str | None) -> Iterator[Problem]:
    for run, count in Counter(match.group() for match in _SPOILT.finditer(text)).items():
        often = f" ({count} times)" if count > 1 else ""
        yield Problem(
            f"{_visible(run)} looks like a letter that was lost{often}",
            where,
            value=run,
            run=run,
            table=table,
        )


def _visible(text: str) -> str:
    return (
        f"'{text}'" if text.isprintable() else " ".join(f"U+{ord(letter):04X}" for letter in text)
    )


@rule("T303", "stray-whitespace", Severity.INFO)
def stray_whitespace(record: Record) -> Iterator[Problem]:
    """White space at the beginning or the end of a text.

    Why: `RANK ` and `RANK` are two words to every join.

    Bad:

        reftext: 'Jane Doe, et al. J Cell Sci. 2001. '

    Good:

        reftext: Jane Doe, et al. J Cell Sci. 2001.

    Fix: none; remove it.
    """
    for path, text in record.strings:
        if text != text.strip():
            yield Problem(
                f"white space around {quoted(_cut(text.strip()))}", pointer(*path), value=text
            )
    for kind, table in record.tables.items():
        for index, row in enumerate(table.rows):
            for column, cell in row.items():
                if cell != cell.strip():
                    message = f"white space around {quoted(_cut(cell.strip()))}"
                    yield Problem(message, pointer(kind, index, column), value=cell, table=kind)


def _cut(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
