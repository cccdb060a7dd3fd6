"""K601 and K602: whether what search engines are told is what the record says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record import NOTHING, Record
from pfocr_cli.record.changes import Change, Insert, Remove, Replace
from pfocr_cli.record.columns import GENES, KINDS
from pfocr_cli.record.keywords import (
    KEYWORDS,
    SymbolChanges,
    expected_keywords,
    followed,
    mentioned_words,
    recorded_keywords,
    symbols_and_words,
    unexplained,
)
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.site import SITE
from pfocr_cli.rules import subject_rule
from pfocr_cli.wording import listed, quoted, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.rules.subject import Subject

_DESCRIPTION = pointer("schema-jsonld", "description")
_ROW = {dict}
_NAMED = 5
"""Keywords that a message names."""


@subject_rule(
    "K601",
    "keywords-out-of-step",
    Severity.ERROR,
    Severity.WARNING,
    Severity.INFO,
    fix="safe or unsafe",
)
def keywords_out_of_step(subject: Subject) -> Iterator[Problem]:
    """schema-jsonld.keywords does not list the record's symbols and words.

    Why: the keywords are the genes' symbols, then the chemicals' words, then the diseases' words,
    without repeats; search engines find the figure by them. An item that is none of these is an
    error, judged only where the record's side tables are all there. One that is missing, repeated
    or out of order is a warning in 2021 records; in 2023 records, some of which leave chemicals and
    diseases out, an info.

    Bad:

        keywords:
        - TNFSF11
        - NOTAGENE1

    Good:

        keywords:
        - TNFSF11

    Fix: take out what is none of the symbols and words, or write what is missing in its place, and
    add what is missing besides: safe where git's version before had keywords and genes in step and
    only the genes were changed since, unsafe elsewhere. In records of 2023 another order, and
    chemicals and diseases that are left out, stay as they are.
    """
    record = subject.record
    severity = Severity.INFO if record.generation == "2023" else Severity.WARNING
    is_shown = subject.shows("K601", severity)
    expected = expected_keywords(record) if is_shown else []
    if is_shown and record.jsonld.get("keywords") == expected:
        return
    if record.missing_tables or not record.tables_usable or not _is_whole(record):
        return
    recorded = recorded_keywords(record)
    # What is nothing, T301 and S102 report.
    known = {*symbols_and_words(record), *NOTHING}
    if not known.issuperset(recorded) and (foreign := unexplained(record)):
        yield from _foreign(subject, foreign)
        return
    named = [item for item in recorded if item not in NOTHING] if is_shown else []
    if named != expected:
        message, items, fix = _difference(subject, named, expected)
        value = ", ".join(items)
        yield Problem(message, KEYWORDS, "key", value=value, severity=severity, fix=fix)


def _foreign(subject: Subject, foreign: list[tuple[int, str]]) -> Iterator[Problem]:
    """Yield a problem for each keyword that is none of the symbols and words.

    Where as many are missing, each gives its place to one of these: that is how a gene that was
    renamed by hand, or another one in its place, looks.
    """
    record = subject.record
    recorded = {*recorded_keywords(record)}
    missing = [item for item in _wanted(record) if item not in recorded]
    for number, (index, item) in enumerate(foreign):
        change: Change = Remove(_item(index))
        advice = "take it out, or add the gene that it names"
        if len(missing) == len(foreign):
            change = Replace(_item(index), missing[number])
            advice = f"write {missing[number]}, which is missing"
        fix = _fix(subject, advice.partition(",")[0], [change])
        yield Problem(
            f"the keyword {quoted(item)} is none of the record's symbols or words: {advice}",
            _at(record, index),
            value=item,
            severity=Severity.ERROR,
            fix=fix,
        )


def _wanted(record: Record) -> list[str]:
    """Return what the keywords are to be brought to.

    A record of 2023 that leaves chemicals and diseases out is given the genes' symbols only.
    """
    expected, words = expected_keywords(record), mentioned_words(record)
    if record.generation != "2023" or not words.isdisjoint(recorded_keywords(record)):
        return expected
    column = record.gene_columns.symbol
    symbols = {row.get(column) for row in record.rows(GENES)}
    return [item for item in expected if item in symbols]


def _is_whole(record: Record) -> bool:
    """Say whether both sides are there to be compared; what is not, S101, S102 and P005 report."""
    own = [record.data.get(kind) for kind in KINDS] if not record.wants_tables else []
    keywords = record.jsonld.get("keywords")
    rows_are_whole = all(isinstance(rows, list) and {*map(type, rows)} <= _ROW for rows in own)
    return rows_are_whole and isinstance(keywords, list | str) and not record.reading.faults


def _item(index: int) -> str:
    return KEYWORDS + pointer(index)


def _at(record: Record, index: int) -> str:
    return _item(index) if isinstance(record.jsonld.get("keywords"), list) else KEYWORDS


def _difference(
    subject: Subject, recorded: list[str], expected: list[str]
) -> tuple[str, list[str], Fix | None]:
    """Return what is out of step, as a message and as the items that are, with its fix."""
    items = list(enumerate(recorded_keywords(subject.record)))
    known, right = set(recorded), set(expected)
    if missing := [item for item in expected if item not in known]:
        fix = _fix(subject, "add what is missing", _missing(subject.record))
        return f"the keywords lack {listed(missing, _NAMED)}: add them", missing, fix
    if words := [item for item in recorded if item not in right]:
        verb = "are genes' words, not symbols" if words[1:] else "is a gene's word, not its symbol"
        extra = {*words}
        gone: list[Change] = [Remove(_item(index)) for index, item in items if item in extra]
        fix = _fix(subject, "take out what is not a symbol", gone)
        return f"{listed(words, _NAMED)} among the keywords {verb}", words, fix
    if repeated := [item for item, count in Counter(recorded).items() if count > 1]:
        first = {item: at for at, item in reversed(items)}
        again = [at for at, item in items if first[item] < at and item in known]
        fix = _fix(subject, "take out what is there again", [Remove(_item(at)) for at in again])
        return f"keywords that are there twice: {listed(repeated, _NAMED)}", repeated, fix
    message = "the keywords are in another order than the genes, chemicals and diseases"
    if subject.record.generation == "2023" or len(items) != len(expected):
        return message, [], None
    pairs = zip(items, expected, strict=True)
    moved: list[Change] = [
        Replace(_item(index), wanted) for (index, item), wanted in pairs if item != wanted
    ]
    return message, [], _fix(subject, "put them into that order", moved)


def _missing(record: Record) -> list[Change]:
    """Return what adds keywords that are missing, each after the one that it is to follow."""
    genes = SymbolChanges((), _wanted(record))
    first, *others = followed(recorded_keywords(record), genes, (), adds=True)
    new = [(0, first), *((index + 1, group[1:]) for index, group in enumerate(others))]
    return [Insert(_item(index), item) for index, group in new for item in group]


def _fix(subject: Subject, message: str, changes: Sequence[Change]) -> Fix | None:
    """Return a fix of the keywords; None where they are no list, or nothing changes."""
    record = subject.record
    if not changes or not isinstance(record.jsonld.get("keywords"), list):
        return None
    return Fix(message, safe=subject.view(_were_in_step), changes=tuple(changes))


def _were_in_step(subject: Subject) -> bool:
    """Say whether keywords and genes were in step before, and only the genes were changed since."""
    recorded, expected = recorded_keywords(subject.record), expected_keywords(subject.record)

    def in_step(before: Record) -> bool:
        then, genes_then = recorded_keywords(before), expected_keywords(before)
        only_genes_changed = genes_then != expected and {*recorded} <= {*then}
        return only_genes_changed and {*then} == {*genes_then}

    return subject.was(in_step)


@subject_rule("K602", "jsonld-mismatch", Severity.ERROR, fix="safe or unsafe")
def jsonld_mismatch(subject: Subject) -> Iterator[Problem]:
    """schema-jsonld names another page, or describes the figure otherwise than the caption.

    Why: `@id` is the figure's page and `description` its caption; search engines show both.

    Bad:

        '@id': https://pfocr.wikipathways.org/figures/PMC1__another.html

    Good:

        '@id': https://pfocr.wikipathways.org/figures/PMC1__f1.html

    Fix: copy the caption: safe where git's version before had the two in step and only the caption
    was changed since, unsafe elsewhere. The page's address is for you to correct.
    """
    record = subject.record
    figid, page = record.text("figid"), record.jsonld.get("@id")
    names = [name for name in (figid, record.stem) if name]
    if names and isinstance(page, str) and not any(same_name(page, _page(name)) for name in names):
        message = f"the page is {quoted(page)}, and should be '{_page(names[0])}'"
        yield Problem(message, pointer("schema-jsonld", "@id"), value=page)
    caption, description = record.text("caption"), record.jsonld.get("description")
    if caption is not None and isinstance(description, str) and description != caption:
        message = f"the description is not the caption: {_first_difference(description, caption)}"
        change = Replace(_DESCRIPTION, caption)
        followed = subject.was(lambda before: _had_caption(before, description))
        fix = Fix("copy the caption", safe=followed, changes=(change,))
        yield Problem(f"{message}: copy the caption", _DESCRIPTION, value=description, fix=fix)


def _had_caption(before: Record, description: str) -> bool:
    """Say whether a record had this description, and it was its caption."""
    return before.text("caption") == before.jsonld.get("description") == description


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
