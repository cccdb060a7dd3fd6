"""P001-P006: what keeps a record from being read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules import rule
from pfocr_cli.rules.misread import has_odd_blanks, misread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record import Record
    from pfocr_cli.record.fault import Fault


def has_faults(record: Record) -> bool:
    """Say whether there is anything that ``noted`` can yield."""
    return record.has_faults


def _may_be_misread(record: Record) -> bool:
    return record.has_faults or has_odd_blanks(record.reading)


def noted(record: Record, code: str) -> Iterator[Problem]:
    """Yield what the reading of the record and of its side tables noted for a rule."""
    for fault in record.reading.faults:
        if fault.code == code:
            yield _problem(fault, None)
    for kind, table in record.tables.items():
        for fault in table.faults:
            if fault.code == code:
                yield _problem(fault, kind)


def _problem(fault: Fault, table: str | None) -> Problem:
    return Problem(
        fault.message,
        pointer(table) if table else "",
        value=fault.value,
        span=fault.span,
        severity=Severity.ERROR if fault.is_error else None,
        table=table,
    )


@rule("P001", "unreadable", Severity.ERROR, blocks="record", where=has_faults)
def unreadable(record: Record) -> Iterator[Problem]:
    """A file that was named, or found by a search, cannot be read.

    Why: it is missing, a dangling link, a folder, a pipe nobody writes to, not yours to read, or
    larger than 16 MB a record; or the process that judged it was killed, and killed again when it
    was judged alone. Nothing in it was judged, and silence would look as if it were sound.

    Bad:

        $ pfocr validate _figures/PMC1__gone.md

    Good:

        $ pfocr validate _figures/PMC1__there.md

    Fix: restore the file, mend its permissions, or take its name out of the list.
    """
    yield from noted(record, "P001")


@rule("P002", "not-utf8", Severity.ERROR, blocks="record", where=has_faults)
def not_utf8(record: Record) -> Iterator[Problem]:
    """The file is not UTF-8 text.

    Why: Jekyll, R and the BioThings reader all take records for UTF-8, and stop or show wrong
    letters.

    Bad:

        the bytes C3 28, which Latin-1 editors leave behind

    Good:

        caption: NF-κB    (saved as UTF-8)

    Fix: save the file again as UTF-8, from a copy that still has the right letters.
    """
    yield from noted(record, "P002")


@rule("P003", "no-front-matter", Severity.ERROR, blocks="record", where=has_faults)
def no_front_matter(record: Record) -> Iterator[Problem]:
    """The file has no complete front matter: missing, not closed, or empty.

    Why: the record is the YAML between two `---` lines, of which the first is the file's first
    line. Without them Jekyll shows the file as plain text. A missing end is most often a cut-off
    file.

    Bad:

        figid: PMC1__f1

    Good:

        ---
        figid: PMC1__f1
        ---

    Fix: restore the lines, or the file.
    """
    yield from noted(record, "P003")


@rule("P004", "yaml-syntax", Severity.ERROR, blocks="record", where=_may_be_misread)
def yaml_syntax(record: Record) -> Iterator[Problem]:
    """The text is not YAML (or not JSON), or holds unresolved merge conflicts.

    Why: no reader gets past the fault. However many conflicts a file holds, they are one finding,
    at the first marker. A no-break space or a full-width colon looks right and is not YAML's own:
    it is named where it stands, also where the text can be read and says something else.

    Bad:

        caption: Signalling: an overview

    Good:

        caption: 'Signalling: an overview'

    Fix: quote the value, mend the indentation (tabs are not allowed), or resolve the
    conflict.
    """
    yield from noted(record, "P004")
    yield from misread(record.reading)


@rule("P005", "duplicate-key", Severity.ERROR, blocks="record", where=has_faults)
def duplicate_key(record: Record) -> Iterator[Problem]:
    """The same key stands twice in a record, or in one of its entries.

    Why: YAML forbids it, and readers keep the last value without a word (some the first): two
    people see two records.

    Bad:

        year: '2019'
        year: '2020'

    Good:

        year: '2020'

    Fix: find out which value is right, and take the other out.
    """
    yield from noted(record, "P005")


@rule("P006", "unsafe-yaml", Severity.ERROR, blocks="record", where=has_faults)
def unsafe_yaml(record: Record) -> Iterator[Problem]:
    """The YAML holds what a record never needs and readers can be harmed by.

    Why: raw control characters are forbidden by YAML; tags can make an unsafe reader run code;
    aliases can expand a few lines to gigabytes; lists within lists over 100 deep make readers
    crash.

    Bad:

        figtype: !!python/name:os.system Figure

    Good:

        figtype: Figure

    Fix: remove the character or the tag, or write out what the alias stands for.
    """
    yield from noted(record, "P006")
