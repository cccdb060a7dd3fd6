"""T301 and T303: text that stands for nothing, and white space around text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record import MISSING_VALUES, Record
from pfocr_cli.record.columns import GENE_FIELDS, GENES
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.survey import SEPARATOR
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule, subject_rule
from pfocr_cli.rules.silent_rows import SilentRows
from pfocr_cli.wording import quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pfocr_cli.record.columns import Kind
    from pfocr_cli.record.reading import Reading
    from pfocr_cli.rules.subject import Subject

_SHOWN = 40
_MISSING_VALUE = regex(
    rf"\n(?:{'|'.join(map(re.escape, sorted(MISSING_VALUES)))})(?={re.escape(SEPARATOR)}|\Z)"
)
"""One, among the texts of a survey."""
_TELLING = ("caption", "papertitle", "figtitle", "number", "filename")
_SAYING_NOTHING = MISSING_VALUES | {""}
_ODDLY_EMPTY = (
    "organisms", "organisms_ner", "doi", "publisher_name", "keywords", "year", "reftext",
    "journal_title", "journal_nlm_ta",
)  # fmt: skip


@subject_rule("T301", "missing-value-text", Severity.WARNING, Severity.INFO)
def missing_value_text(subject: Subject) -> Iterator[Problem]:
    """`NA` or `.na.character` stands where a value should.

    Why: R writes its missing values so, and then they are words: a figure with the title NA, a gene
    NA. In caption, titles, number, filename, gene fields and as an item of schema-jsonld.keywords
    it is a warning; in organisms, doi, the journal's fields, keywords, year and reftext, where the
    empty text counts as well, an info. An empty ndex is not reported.

    Bad:

        figtitle: NA

    Good:

        figtitle: Oestrogen in bone

    Fix: fill in the value, or leave the text empty.
    """
    record = subject.record
    if _says_missing(record):
        yield from _missing_in_record(record)
    yield from _missing_in_table(record)
    if subject.shows("T301", Severity.INFO):
        for key in filter(record.data.__contains__, _ODDLY_EMPTY):
            if type(value := record.data[key]) is not str or value in _SAYING_NOTHING:
                yield from _missing(value, (key,), _SAYING_NOTHING, Severity.INFO)


def _says_missing(record: Record) -> bool:
    """Say whether any value of the record itself is such a text."""
    return _MISSING_VALUE.search(record.reading.survey.text) is not None


def _missing_in_record(record: Record) -> Iterator[Problem]:
    for key in _TELLING:
        yield from _missing(record.data.get(key), (key,), MISSING_VALUES, Severity.WARNING)
    keywords, where = record.jsonld.get("keywords"), ("schema-jsonld", "keywords")
    if found := list(_missing(keywords, where, MISSING_VALUES, Severity.WARNING)):
        names = _gene_names(record)
        yield from (one for one in found if one.value not in names)
    if isinstance(genes := record.data.get(GENES), list):
        yield from _missing_in_genes(record, genes, None)


def _missing_in_table(record: Record) -> Iterator[Problem]:
    table = None if record.holds_genes else record.tables.get(GENES)
    if table is not None and not _WITHOUT_MISSING.are_all(table):
        yield from _missing_in_genes(record, table.rows, GENES)


def _missing(
    value: object, where: tuple[str, ...], texts: frozenset[str], severity: Severity
) -> Iterator[Problem]:
    """Yield a problem for a text, or each item of a list, that is one of texts."""
    if isinstance(value, str):
        if value in texts:
            said = _said(where[-1], value)
            yield Problem(said, pointer(*where), value=value, severity=severity)
    elif isinstance(value, list) and _hold_any(value, texts):
        for index, item in enumerate(value):
            if isinstance(item, str) and item in texts:
                said = _said(where[-1], item)
                yield Problem(said, pointer(*where, index), value=item, severity=severity)


def _gene_names(record: Record) -> set[object]:
    """Return the symbols of genes that can be called NA."""
    columns = record.gene_columns
    return {row.get(columns.symbol) for row in record.rows(GENES) if columns.is_named(row)}


def _missing_in_genes(
    record: Record, rows: Iterable[object], table: Kind | None
) -> Iterator[Problem]:
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not _hold_any(row.values(), MISSING_VALUES):
            continue
        if record.gene_columns.is_named(row):
            continue
        for field in GENE_FIELDS:
            if isinstance(value := row.get(field), str) and value in MISSING_VALUES:
                where = pointer(GENES, index, field)
                yield Problem(_said(field, value), where, value=value, table=table)


def _lacks_a_value(row: dict[str, str]) -> bool:
    return any(row.get(field) in MISSING_VALUES for field in GENE_FIELDS)


_WITHOUT_MISSING = SilentRows(_lacks_a_value)
"""Rows of genes: in most of their tables a count is missing, and in few what T301 looks at."""


def _hold_any(values: Iterable[object], texts: frozenset[str]) -> bool:
    try:
        return not texts.isdisjoint(values)
    except TypeError:  # a list or a mapping among them, which is S102's: each is looked at
        return True


def _said(field: str, text: str) -> str:
    return (
        f"{field}: {quoted(text)} is a missing value written as text"
        if text
        else f"{field} is empty"
    )


@rule("T303", "stray-whitespace", Severity.INFO)
def stray_whitespace(record: Record) -> Iterator[Problem]:
    """White space at the beginning or the end of a text.

    Why: programs that compare words take `RANK ` and `RANK` for two.

    Bad:

        reftext: 'Jane Doe, et al. J Cell Sci. 2001. '

    Good:

        reftext: Jane Doe, et al. J Cell Sci. 2001.

    Fix: remove it.
    """
    if _has_padded(record.reading):
        for path, text in record.strings:
            if text != text.strip():
                yield Problem(_padded(text), pointer(*path), value=text)
    for kind, table in record.tables.items():
        cells = table.source.text.replace("\r", "\t").replace("\n", "\t").split("\t")
        if not _may_be_padded(cells):
            continue
        for index, row in enumerate(table.rows):
            for column, cell in row.items():
                if cell != cell.strip():
                    yield Problem(
                        _padded(cell), pointer(kind, index, column), value=cell, table=kind
                    )


def _has_padded(reading: Reading) -> bool:
    """Say whether a record may have a padded text. One that ends as separators do, with a line
    break, is not seen where texts are parted.
    """
    survey = reading.survey
    if survey.breaks or not survey.keys_are_text:
        return True
    return _may_be_padded(survey.text.split(SEPARATOR))


def _may_be_padded(texts: list[str]) -> bool:
    """Say whether any has white space at an end: of those that have none ``strip`` makes no
    other.
    """
    return texts != [*map(str.strip, texts)]


def _padded(text: str) -> str:
    return f"white space around {quoted(shortened(text.strip(), _SHOWN))}"
