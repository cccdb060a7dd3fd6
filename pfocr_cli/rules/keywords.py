"""K601 and K602: whether what search engines are told is what the record says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record import NOTHING, Record
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.keywords import (
    KEYWORDS,
    expected_keywords,
    recorded_keywords,
    unexplained,
)
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.site import SITE
from pfocr_cli.rules import rule
from pfocr_cli.wording import listed, quoted

_NAMED = 5
"""Keywords that a message names."""


@rule("K601", "keywords-out-of-step", Severity.ERROR, Severity.WARNING, Severity.INFO)
def keywords_out_of_step(record: Record) -> Iterator[Problem]:
    """schema-jsonld.keywords is not the record's symbols and words.

    Why: the keywords are the genes' symbols, then the chemicals' words, then the diseases' words,
    without repeats; search engines find the figure by them. An item that is none of these is an
    error, judged only where the record's side tables are all there. One that is missing, repeated
    or out of order is a warning in 2021 records; in 2023, where some leave chemicals and diseases
    out, an info.

    Bad:

        keywords:
        - TNFSF11
        - NOTAGENE1

    Good:

        keywords:
        - TNFSF11

    Fix: take the keyword out, or add the gene that it names.
    """
    if record.missing_tables or not record.tables_usable or not _is_whole(record):
        return
    recorded, expected = recorded_keywords(record), expected_keywords(record)
    if recorded == expected:
        return
    foreign = unexplained(record)
    for index, item in foreign:
        message = f"the keyword {quoted(item)} is none of the record's symbols or words"
        yield Problem(message, _at(record, index), value=item, severity=Severity.ERROR)
    named = [
        item for item in recorded if item not in NOTHING
    ]  # what is nothing, T301 and S102 report
    if not foreign and named != expected:
        mild = Severity.INFO if record.generation == "2023" else Severity.WARNING
        message, items = _difference(named, expected)
        yield Problem(message, KEYWORDS, "key", value=", ".join(items), severity=mild)


def _is_whole(record: Record) -> bool:
    """Say whether both sides are there to be compared; what is not, S101, S102 and P005 report."""
    own = [record.data.get(kind) for kind in KINDS] if not record.wants_tables else []
    keywords = record.jsonld.get("keywords")
    rows_are_whole = all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in own
    )
    return rows_are_whole and isinstance(keywords, list | str) and not record.reading.faults


def _at(record: Record, index: int) -> str:
    return f"{KEYWORDS}/{index}" if isinstance(record.jsonld.get("keywords"), list) else KEYWORDS


def _difference(recorded: list[str], expected: list[str]) -> tuple[str, list[str]]:
    """Return what is out of step, as a message and as the items that are."""
    if missing := [item for item in expected if item not in set(recorded)]:
        return f"the keywords lack {listed(missing, _NAMED)}", missing
    if words := [item for item in recorded if item not in set(expected)]:
        verb = "are genes' words, not symbols" if words[1:] else "is a gene's word, not its symbol"
        return f"{listed(words, _NAMED)} among the keywords {verb}", words
    if repeated := [item for item, count in Counter(recorded).items() if count > 1]:
        return f"keywords that are there twice: {listed(repeated, _NAMED)}", repeated
    return "the keywords are in another order than the genes, chemicals and diseases", []


@rule("K602", "jsonld-mismatch", Severity.ERROR)
def jsonld_mismatch(record: Record) -> Iterator[Problem]:
    """schema-jsonld names another page, or describes the figure otherwise than the caption.

    Why: `@id` is the figure's page and `description` its caption; search engines show both.

    Bad:

        '@id': https://pfocr.wikipathways.org/figures/PMC1__another.html

    Good:

        '@id': https://pfocr.wikipathways.org/figures/PMC1__f1.html

    Fix: copy the caption, or write the page's address.
    """
    figid, page = record.text("figid"), record.jsonld.get("@id")
    names = [name for name in (figid, record.stem) if name]
    if names and isinstance(page, str) and page not in list(map(_page, names)):
        message = f"the page is {quoted(page)}, and should be '{_page(names[0])}'"
        yield Problem(message, pointer("schema-jsonld", "@id"), value=page)
    caption, description = record.text("caption"), record.jsonld.get("description")
    if caption is not None and isinstance(description, str) and description != caption:
        message = f"the description is not the caption: {_first_difference(description, caption)}"
        yield Problem(message, pointer("schema-jsonld", "description"), value=description)


def _page(figid: str) -> str:
    return f"{SITE}/figures/{figid}.html"


def _first_difference(found: str, wanted: str, width: int = 24) -> str:
    same = next(
        (n for n, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), None
    )
    at = min(len(found), len(wanted)) if same is None else same
    here, there = found[at : at + width], wanted[at : at + width]
    start = f"after {quoted(found[max(at - width, 0) : at])} it" if at else "it"
    return f"{start} has {quoted(here)}, the caption {quoted(there)}"
