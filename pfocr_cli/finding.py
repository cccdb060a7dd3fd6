"""What a rule yields, and what a user is shown: findings, their lines, and how many there are."""

from __future__ import annotations

import hashlib
from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pfocr_cli import DOCUMENTATION
from pfocr_cli.record.pointer import without_indices
from pfocr_cli.terminal.links import file_address, linked
from pfocr_cli.terminal.writer import CODE_STYLE, MARK_STYLE, PLACE_STYLE, SEVERITY_STYLES
from pfocr_cli.wording import in_nfc, plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.record.changes import Change
    from pfocr_cli.record.source import Place, Span
    from pfocr_cli.terminal.writer import Segment, Writer

VALUE_LIMIT = 200
"""Characters of a found value that are kept; part of the baseline's key, so it never changes."""
EXCERPT_REACH = 4_000
"""Characters of a line that are kept on either side of a place: more than a terminal shows."""
_COUNT_ROW = "{count:>{width}}  {code:<4}  {name:<{name_width}}  "


def page_address(code: str) -> str:
    """Return where the page of a rule is read."""
    return f"{DOCUMENTATION}/rules/{code}.md"


class Severity(IntEnum):
    """How much a finding matters; they compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @classmethod
    def named(cls, name: str) -> Severity:
        """Return the severity of that name, in either case; KeyError where there is none."""
        return cls[name.upper()]

    def __str__(self) -> str:
        return self.name.lower()


STYLE_OF_SEVERITY = {severity: SEVERITY_STYLES[str(severity)] for severity in Severity}


class Fix(NamedTuple):
    """What would mend a problem: ``message`` says it to people, ``changes`` of the record's data.

    ``safe``: no reader of the record can be misled by it, so ``--fix`` makes it unasked; any other
    waits for ``--unsafe-fixes``. Items of schema-jsonld.keywords follow a replaced symbol by
    themselves.
    """

    message: str
    safe: bool
    changes: tuple[Change, ...]


class Problem(NamedTuple):
    """What a rule says of a record, before anybody asks where that stands in the file.

    ``pointer`` is a JSON Pointer (RFC 6901) into the record, ``at`` whether the value there or its
    key is meant. ``table`` names the kind of side table where the problem is in one: then the
    pointer is ``/<kind>/<row from 0>/<column>``. ``run`` is a piece of the value's text to place
    the problem at; ``span`` is the place itself, where the reading knows it already. ``code`` is
    that of the rule, which the registry puts in, as the rule's usual ``severity`` where it has
    several and gave none.
    """

    message: str
    pointer: str = ""
    at: Literal["value", "key"] = "value"
    value: str = ""
    severity: Severity | None = None
    table: str | None = None
    run: str = ""
    span: Span | None = None
    fix: Fix | None = None
    code: str = ""


def place_pieces(
    file: str, place: Place, code: str, severity: Severity, message: str
) -> list[Segment]:
    """Return the line that every command prints of a finding,
    ``path:line:column: CODE severity message``, in pieces with their styles: the place leads to
    the file, the code to the rule's page.
    """
    return [
        (
            f"{visible(file)}:{place.line}:{place.column}: ",
            linked(PLACE_STYLE, file_address(file)),
        ),
        (f"{code} {severity}", linked(STYLE_OF_SEVERITY[severity], page_address(code))),
        (f" {visible(message)}", ""),
    ]


def told_pieces(file: str, line: int, code: str, message: str) -> list[Segment]:
    """Return ``path:line: CODE message`` in pieces with their styles: what is said of a place that
    no finding is about (any more).
    """
    return [
        (f"{visible(file)}:{line}: ", linked(PLACE_STYLE, file_address(file))),
        (code, linked(CODE_STYLE, page_address(code))),
        (f" {visible(message)}", ""),
    ]


def key_of(identity: str, code: str, pointer: str, value: str) -> tuple[str, str, str, str]:
    """Return what tells a finding from others while lines move; ``value`` as findings cut it."""
    return in_nfc(identity), code, without_indices(pointer), value


class FindingKind(NamedTuple):
    """What findings have in common that are only counted; ``is_safe`` says it of their fixes, None
    where they have none.
    """

    file: str
    code: str
    severity: Severity
    is_safe: bool | None


class Finding(NamedTuple):
    """A problem with its rule and its place: what every report shows.

    ``file`` is relative to the working directory, with ``/``. ``excerpt`` is the source line, kept
    only for people at a terminal, without its first ``cut`` characters and as many as nobody sees
    at its end; ``about`` an earlier line, with its number, that says of what it
    is: the word of a gene.
    """

    file: str
    figid: str | None
    place: Place
    code: str
    name: str
    severity: Severity
    message: str
    pointer: str
    value: str
    excerpt: str = ""
    cut: int = 0
    about: tuple[int, str] | None = None
    fix: Fix | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays the same while lines move: (figid or file, code, pointer without indices,
        value).
        """
        return key_of(self.figid or self.file, self.code, self.pointer, self.value)

    @property
    def marked(self) -> tuple[int, int]:
        """Where in the excerpt the place begins and ends."""
        place = self.place
        end = place.end_column - 1 - self.cut
        is_one_line = place.end_line == place.line
        return place.column - 1 - self.cut, end if is_one_line else len(self.excerpt)

    @property
    def kind(self) -> FindingKind:
        """What it is counted as."""
        is_safe = None if self.fix is None else self.fix.safe
        return FindingKind(self.file, self.code, self.severity, is_safe)

    @property
    def line(self) -> str:
        """Return the line that every command prints of it."""
        return "".join(text for text, _ in self.pieces)

    @property
    def pieces(self) -> list[Segment]:
        """Return that line in pieces with their styles."""
        pieces = place_pieces(self.file, self.place, self.code, self.severity, self.message)
        return [*pieces, (self.mark, MARK_STYLE)]

    @property
    def mark(self) -> str:
        """What the line ends with where there is a fix: `` [*]``, or `` [unsafe]`` where that must
        be asked for by name.
        """
        if self.fix is None:
            return ""
        return " [*]" if self.fix.safe else " [unsafe]"

    @property
    def fingerprint(self) -> str:
        """Return the key as 32 hexadecimal digits."""
        return hashlib.sha256("\0".join(self.key).encode("utf-8", "backslashreplace")).hexdigest()[
            :32
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the ``json`` and ``jsonl`` formats write it."""
        return {
            "file": self.file,
            "figid": self.figid,
            "line": self.place.line,
            "column": self.place.column,
            "end_line": self.place.end_line,
            "end_column": self.place.end_column,
            "code": self.code,
            "name": self.name,
            "severity": str(self.severity),
            "message": self.message,
            "pointer": self.pointer,
            "value": self.value,
            "fingerprint": self.fingerprint,
            "fix": None
            if self.fix is None
            else {"safe": self.fix.safe, "message": self.fix.message},
        }


def reading_order(finding: Finding) -> tuple[bool, str, int, int, str]:
    """Return the key that sorts findings as they stand: those of a record before its tables'."""
    place = finding.place
    return finding.file.endswith(".tsv"), finding.file, place.line, place.column, finding.code


def write_counts(
    writer: Writer, counts: Mapping[tuple[str, Severity], int], names: Mapping[str, str]
) -> None:
    """Write count, code, name and severity, a line each, the most frequent (and then the worst)
    first.

    ``counts`` is by code and severity; ``names`` gives a code's name.
    """
    rows = sorted(
        ((count, *key) for key, count in counts.items() if count),
        key=lambda row: (-row[0], -row[2], row[1]),
    )
    width = max((len(f"{row[0]:,}") for row in rows), default=0)
    name_width = max((len(names.get(row[1], "")) for row in rows), default=0)
    for count, code, severity in rows:
        name = names.get(code, "")
        start = _COUNT_ROW.format(
            count=f"{count:,}", width=width, code=code, name=name, name_width=name_width
        )
        writer.line((start, ""), (str(severity), STYLE_OF_SEVERITY[severity]))


def counts_phrase(counts: Mapping[Severity, int]) -> Iterator[Segment]:
    """Yield ``2 errors, 1 warning`` in pieces, worst first, each in its colour."""
    separator = ""
    for severity in sorted(Severity, reverse=True):
        if count := counts.get(severity, 0):
            yield separator, ""
            yield plural(count, str(severity)), STYLE_OF_SEVERITY[severity]
            separator = ", "


def by_severity(counts: Mapping[tuple[str, Severity], int]) -> Counter[Severity]:
    """Return the counts without the codes."""
    total: Counter[Severity] = Counter()
    for (_, severity), count in counts.items():
        total[severity] += count
    return total
