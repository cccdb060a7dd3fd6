"""Records that share what no two may (C801, C802): one finder for all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.finding import Finding
from pfocr_cli.inputs.digest_table import DigestTable, PackedNumbers
from pfocr_cli.inputs.plain_place import plain_place_in
from pfocr_cli.inputs.records import place_of
from pfocr_cli.record.source import Place, Span
from pfocr_cli.rules import RULES
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.app.corpus_keys import ComparedValue
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record


def line_of(record: Record) -> int:
    """Return the line that a record of many in a file begins at; of any other, the file's first."""
    source, start = record.reading.source, record.reading.body.start
    in_list = record.reading.syntax == "json" and start
    return source.place(Span(start, start)).line if in_list else source.first_line


def place_of_value(item: Input, pointer: str, line: int) -> Place:
    """Return where a value of the record stands that begins at ``line`` of an input's file; the
    file is read again.
    """
    return place_of(item, pointer, 1) if line == 1 else Place(line, 1, line, 1)


class Holder(NamedTuple):
    """A record that claims something: ``number`` is that of its input, ``line`` where it begins."""

    figid: str | None
    number: int
    line: int


class _Claims:
    """What was claimed of one subject, and by whom."""

    def __init__(self) -> None:
        self.digests = DigestTable()
        self.numbers = PackedNumbers("I")
        self.lines = PackedNumbers("I")

    def holder(self, digest: int, number: int, line: int) -> int:
        """Return which record has a digest: that which had it before, else the given one."""
        place = self.digests.number(digest)
        if place == len(self.numbers):
            self.numbers.append(number)
            self.lines.append(line)
        return place


class DuplicateFinder:
    """Knows what records have claimed: a digest and a place for each claim, never a record.

    A claim is made for a ``subject``, such as the code of the rule that compares: claims of two
    subjects never meet. A run over a million records keeps some thirty bytes for each claim.
    """

    def __init__(self, inputs: Sequence[Input] | Mapping[int, Input]) -> None:
        self._inputs = inputs
        self._claims: dict[str, _Claims] = {}

    def claim(self, subject: str, digest: int, holder: Holder) -> str | None:
        """Claim a value, by its digest, for a record.

        Returns the place of the record that had it before (``a.md``, ``all.jsonl:7``), None where
        it was free.
        """
        if (claims := self._claims.get(subject)) is None:
            claims = self._claims[subject] = _Claims()
        known = len(claims.numbers)
        place = claims.holder(digest, holder.number, holder.line)
        if place == known:
            return None
        earlier, at = self._inputs[claims.numbers[place]].display_path, claims.lines[place]
        return f"{earlier}:{at}" if at > 1 else earlier

    def copies(
        self, compared: Iterable[ComparedValue], number: int
    ) -> Iterator[tuple[ComparedValue, str]]:
        """Claim what records of the input of that number have; yield what an earlier one had, with
        the place of that. A copy shares everything: the first rule that says so is enough.
        """
        copied = set()
        for one in compared:
            earlier = self.claim(one.code, one.digest, Holder(one.figid, number, one.line))
            if earlier and one.line not in copied:
                copied.add(one.line)
                yield one, earlier

    def first(self, subject: str, digest: int) -> int:
        """Return the number of the input whose record claimed a value first."""
        claims = self._claims[subject]
        return claims.numbers[claims.digests.number(digest)]

    def finding(
        self, code: str, holder: Holder, value: str, earlier: str, place: Place | None = None
    ) -> Finding:
        """Return what is said of a record whose ``value`` an earlier one has."""
        message = f"the {RULES[code].pointer[1:]} {quoted(value)} is also that of {earlier}"
        return self.about(code, holder, value, message, place)

    def about(
        self, code: str, holder: Holder, value: str, message: str, place: Place | None = None
    ) -> Finding:
        """Return a finding about the key that a rule compares, of a record that was let go.

        ``place`` is where the value stands; None: its file is read again.
        """
        rule, item = RULES[code], self._inputs[holder.number]
        pointer = rule.pointer or "/figid"
        return Finding(
            file=item.display_path,
            figid=holder.figid,
            place=place
            or plain_place_in(item, pointer[1:], value)
            or place_of_value(item, pointer, holder.line),
            code=code,
            name=rule.name,
            severity=rule.severity,
            message=message,
            pointer=pointer,
            value=value,
        )
