"""I201-I204: whether the names a record goes by agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record import MISSING_VALUES, NOTHING, Record
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.pointer import pointer
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule, subject_rule
from pfocr_cli.wording import in_nfc, quoted, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.rules.subject import Subject

# A full stop and a digit go on with the number of a preprint, 2023.03.03.530734 or 2001.01234.
_YEAR_IN_REFERENCE = regex(r"\. ((?:19|20)[0-9]{2})(?=[ ;:,(]|\.(?![0-9])|$)")
_YEAR = regex(r"[0-9]{4}")


def _stem(filename: str) -> str:
    """Return a file name without its extension: figids hold dots, so only the last one ends the
    stem.
    """
    return filename.rpartition(".")[0] or filename


@rule("I201", "figid-mismatch", Severity.ERROR)
def figid_mismatch(record: Record) -> Iterator[Problem]:
    """The figid is not the pmcid and the image's name, or not the record's own file name.

    Why: figid = `<pmcid>__<filename without its extension>` = the name of the file. Side tables,
    pages and images are found by it. The finding stands at the value that the others outvote. The
    file's name has a vote where it looks like a figid. Accented letters that macOS writes as two
    characters count as the same letters.

    Bad:

        figid: PMC1__nihms-f0001
        pmcid: PMC2
        filename: nihms-f0001.jpg

    Good:

        figid: PMC1__nihms-f0001
        pmcid: PMC1
        filename: nihms-f0001.jpg

    Fix: find out which of them is right, and correct the others.
    """
    figid, pmcid, filename = record.text("figid"), record.text("pmcid"), record.text("filename")
    if filename in MISSING_VALUES:  # T301 reports it
        filename = None
    if figid is None:
        return
    made = f"{pmcid}__{_stem(filename)}" if pmcid is not None and filename is not None else None
    if record.stem is not None and not same_name(record.stem, figid):
        message = f"the figid is {quoted(figid)}, and the file's name says {quoted(record.stem)}"
        yield Problem(message, "/figid", value=figid)
        if made is not None and same_name(made, record.stem):
            return
    yield from _parts_that_differ(figid, pmcid, filename)


def _parts_that_differ(figid: str, pmcid: str | None, filename: str | None) -> Iterator[Problem]:
    """Yield what of pmcid and filename the figid contradicts."""
    start, _, rest = figid.partition("__")
    if pmcid is not None and not same_name(pmcid, start):
        yield Problem(
            f"the pmcid is {quoted(pmcid)}, and the figid says {quoted(start)}",
            "/pmcid",
            value=pmcid,
        )
    if filename is not None and not same_name(_stem(filename), rest):
        yield Problem(
            f"the filename is {quoted(filename)}, and the figid says {quoted(rest)}",
            "/filename",
            value=filename,
        )


def _papers(record: Record) -> list[str]:
    """Return the ids that the record's paper can have: the pmcid, and the figid's where the two
    differ.

    That they differ is I201's to say, once; what agrees with either of them is not reported again.
    """
    figid = record.text("figid") or record.stem or ""
    return [
        paper for paper in dict.fromkeys([record.text("pmcid"), figid.partition("__")[0]]) if paper
    ]


def _aliases(record: Record) -> list[str]:
    """Return what the alias can be: one for each id that the paper can have."""
    number = record.text("number")
    return [f"{paper}__{number}" for paper in _papers(record)] if number is not None else []


@subject_rule("I202", "alias-mismatch", Severity.ERROR, fix="safe or unsafe")
def alias_mismatch(subject: Subject) -> Iterator[Problem]:
    """figid_alias is not `<pmcid>__<number>`, or redirect_from not `/figures/<figid_alias>`.

    Why: old links to a figure are redirected by these two. A wrong one shows another figure.

    Bad:

        pmcid: PMC1
        number: F2
        figid_alias: PMC1__F3

    Good:

        pmcid: PMC1
        number: F2
        figid_alias: PMC1__F2

    Fix: write what pmcid and number say: safe where git's version before had the two in step and
    only the number was changed since, unsafe elsewhere. Not where pmcid and figid disagree.
    """
    record = subject.record
    alias, redirect = record.text("figid_alias"), record.text("redirect_from")
    pmcid, number = record.text("pmcid"), record.text("number")
    if pmcid and alias == f"{pmcid}__{number}" and redirect == f"/figures/{alias}":
        return  # as of most records, before anything is made of the other names
    expected = _aliases(record)
    if alias is not None and expected and not _is_among(alias, expected):
        message = (
            f"the alias is {quoted(alias)}, and pmcid and number say {quoted(expected[0])}: write "
            "that, or the right number"
        )
        fix = _follow(subject, "figid_alias", "{alias}")
        yield Problem(message, "/figid_alias", value=alias, fix=fix)
    targets = [f"/figures/{name}" for name in [*expected, *([alias] if alias is not None else [])]]
    if redirect is not None and targets and not _is_among(redirect, targets):
        message = f"the redirect is {quoted(redirect)}, and should be {quoted(targets[0])}"
        fix = _follow(subject, "redirect_from", "/figures/{alias}")
        yield Problem(message, "/redirect_from", value=redirect, fix=fix)


def _is_among(name: str, expected: list[str]) -> bool:
    return name in expected or in_nfc(name) in map(in_nfc, expected)


def _follow(subject: Subject, key: str, form: str) -> Fix | None:
    """Return the fix that brings a key in step with pmcid and number, where these are certain."""
    record = subject.record
    if len(aliases := _aliases(record)) != 1 or record.text("number") in NOTHING:
        return None

    def in_step(before: Record) -> bool:
        unchanged = before.text(key) == record.text(key)
        return unchanged and before.text(key) in [
            form.format(alias=one) for one in _aliases(before)
        ]

    value = form.format(alias=aliases[0])
    change = Replace(pointer(key), value)
    return Fix(f"write {value}", safe=subject.was(in_step), changes=(change,))


@rule("I203", "figlink-mismatch", Severity.WARNING)
def figlink_mismatch(record: Record) -> Iterator[Problem]:
    """The figlink does not lead to the record's paper.

    Why: the link must hold the record's pmcid, with or without a slash at either end. This one
    sends readers to another paper.

    Bad:

        pmcid: PMC1
        figlink: /pmc/articles/PMC2/figure/F1/

    Good:

        pmcid: PMC1
        figlink: /pmc/articles/PMC1/figure/F1/

    Fix: look the figure up at PubMed Central, and write its path there.
    """
    pmcid, figlink = record.text("pmcid"), record.text("figlink")
    if not pmcid or figlink is None:
        return
    parts = figlink.split("/")
    if pmcid not in parts and not {*_papers(record)}.intersection(parts):
        yield Problem(
            f"the figlink {quoted(figlink)} does not hold the pmcid {pmcid}",
            "/figlink",
            value=figlink,
        )


@rule("I204", "year-mismatch", Severity.WARNING)
def year_mismatch(record: Record) -> Iterator[Problem]:
    """The year is not the one in the reference text.

    Why: papers are sorted and cited by it. Where the reference has no year, nothing is reported.

    Bad:

        reftext: Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.
        year: '2011'

    Good:

        reftext: Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.
        year: '2001'

    Fix: look the paper up, and correct the year or the reference.
    """
    year, reftext = record.text("year"), record.text("reftext")
    if year is None or reftext is None or not _YEAR.fullmatch(year):
        return
    found = _YEAR_IN_REFERENCE.findall(reftext)
    if found and year not in found:
        yield Problem(
            f"the year is {year}, and the reference says {found[-1]}", "/year", value=year
        )
