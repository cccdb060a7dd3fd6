"""What records became, taken to the outputs, and what does not go there, told."""

from __future__ import annotations

import unicodedata
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.run import Work
from pfocr_cli.app.unmet import UnmetDecisions
from pfocr_cli.errors import PfocrError
from pfocr_cli.export.names import fault_of_name
from pfocr_cli.export.selection import is_known, takes
from pfocr_cli.inputs.digest_table import digest_of
from pfocr_cli.streams import going_on_unread
from pfocr_cli.terminal import messages, notes
from pfocr_cli.wording import did_you_mean, listed, plural, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.app.export_job import Exported, ExportJob, ExportOutcome
    from pfocr_cli.export.output import Output
    from pfocr_cli.export.rendered import Rendered
    from pfocr_cli.export.targets import Target
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input

MOST_LOSSES = 20
"""Losses that are listed; the others are counted."""
_NAMED = 1_000
"""Findings that are named; the others are counted."""
UNFIT = "with errors"
REPEATED = "with the figid of another"


@dataclass(frozen=True)
class ExportRequest:
    """A request to export.

    ``targets`` and the job's outputs are pairs; ``strict`` refuses to lose anything;
    ``others`` are the files that are read beside the records.
    """

    inputs: Sequence[Input]
    targets: Sequence[Target]
    job: ExportJob
    on_error: Literal["fail", "skip"] = "fail"
    strict: bool = False
    dry_run: bool = False
    manifest: str | None = None
    others: Sequence[FileRead] = ()
    work: Work = field(default_factory=Work)


@dataclass
class ExportTally:
    """Takes what the records became to the outputs, and says what does not go there."""

    request: ExportRequest
    outputs: Sequence[Output]
    records: int = 0
    refused: int = 0
    """Records that no output of the run can do without an error for."""
    losses: int = 0
    incomplete: int = 0
    crashes: int = 0
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What cannot be kept, counted by format and field."""
    organisms: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Names and ids of the species that genes are of, where a species was asked for."""
    unmet: UnmetDecisions = field(default_factory=UnmetDecisions)
    _named: int = 0
    _more: int = 0

    def __post_init__(self) -> None:
        self._duplicates = [DuplicateFinder(self.request.inputs) for _ in self.outputs]

    def take(self, outcome: ExportOutcome) -> None:
        """Take a chunk's records."""
        self.crashes += outcome.crash is not None
        for record in outcome.records:
            self._take(record, outcome.number)

    def _take(self, record: Exported, number: int) -> None:
        self.records += 1
        self.unmet.meet([record.figid])
        self.incomplete += record.tables_incomplete
        self.organisms.update(record.organisms)
        self._name(record.findings, record.more_findings)
        refused = bool(record.findings)
        said: set[str] = set()
        for output, duplicates, rendered in zip(
            self.outputs, self._duplicates, record.outputs, strict=True
        ):
            tally = output.tally
            if rendered is None:
                tally.left_out[UNFIT] += 1
            elif rendered.left_out:
                tally.leave_out(rendered)
            elif refusal := refusal_of(output, duplicates, record, rendered, number):
                refused = True
                tally.left_out[REPEATED if refusal.code == "C801" else UNFIT] += 1
                self._name([refusal] if refusal.message not in said else [])
                said.add(refusal.message)
            else:
                self._tell_losses(output, record, rendered)
                if not self.failed:
                    with perhaps_unread(self.outputs):
                        output.take(rendered)
        self.refused += refused

    @property
    def failed(self) -> bool:
        """Whether nothing will be written: what is still to come is only looked at."""
        refused = self.refused and self.request.on_error == "fail"
        return bool(refused or self.crashes or (self.losses and self.request.strict))

    def _name(self, findings: Sequence[Finding], more: int = 0) -> None:
        """Print findings, one a line."""
        for finding in findings:
            if self._named < _NAMED:
                messages.finding(*finding.pieces)
                self._named += 1
            else:
                self._more += 1
        self._more += more

    def _tell_losses(self, output: Output, record: Exported, rendered: Rendered) -> None:
        for loss in rendered.losses:
            if self.losses < MOST_LOSSES:
                messages.sentence(
                    f"{output.target.format}: {record.figid or record.file}: cannot hold {loss}"
                )
            self.losses += 1
            self.lost[output.target.format, loss.field or loss.told] += loss.count

    def talk(self) -> None:
        """Say what was left out of all, and what nobody was told yet."""
        self.unmet.tell(self.records)
        if self._more:
            messages.sentence(
                f"and {plural(self._more, 'more finding')}: `pfocr validate --select P,S` lists "
                "them"
            )
        if self.losses > MOST_LOSSES:
            messages.line(f"and {self.losses - MOST_LOSSES:,} more that the output cannot hold")
        for line in self._lost_by_field() if self.losses > 1 else ():
            notes.sentence(line)
        if self.incomplete:
            messages.sentence(
                f"{plural(self.incomplete, 'record')} with a side table missing or malformed: "
                "`pfocr validate --select D7` names them"
            )
        for tally in (output.tally for output in self.outputs if not self.failed):
            for line in tally.lines() if tally.figures else ():
                notes.sentence(line)

    def _lost_by_field(self) -> Iterator[str]:
        """Yield, for each format, what it cannot hold, the most frequent first."""
        for name in dict.fromkeys(name for name, _ in self.lost):
            fields = [(what, n) for (of, what), n in self.lost.most_common() if of == name]
            yield f"{name}: cannot hold {listed([f'{what} ({n:,})' for what, n in fields])}"

    def not_kept(self) -> Iterator[str]:
        """Yield all that the outputs do not hold."""
        yield from self._lost_by_field()
        for one in (output.tally for output in self.outputs):
            if one.left_out:
                yield f"{one.label}: {plural(one.figures, one.noun)}; left out {one.reasons}"
        if self.incomplete:
            yield f"{plural(self.incomplete, 'record')} with a side table missing or malformed"

    def check_species(self) -> None:
        """Say which species there are where none of the genes is of the one that was asked for.

        Raises:
            PfocrError: it is the name of none.
        """
        for species in dict.fromkeys(
            spec.options.selection.species for spec in self.request.job.outputs
        ):
            if not self.organisms or any(takes(species, *each) for each in self.organisms):
                continue
            names = [name for name, _ in self.organisms]
            there = listed([f"{name} ({number})" for name, number in sorted(self.organisms)])
            hint = did_you_mean(species, names)
            message = f"--species {species}: no gene is of it{hint}; there are: {there}"
            if not is_known(species):
                raise PfocrError(message)
            messages.sentence(message)


def refusal_of(
    output: Output, duplicates: DuplicateFinder, record: Exported, rendered: Rendered, number: int
) -> Finding | None:
    """Return why an output cannot take a record that others may."""
    figid, holder = record.figid, Holder(record.figid, number, record.line)
    for name in rendered.files:
        if fault := fault_of_name(name):
            message = f"the figid {quoted(figid)} cannot be the name of a file: {fault}"
            return duplicates.about("S104", holder, figid, message)
    unique = output.exporter.unique
    if unique and (earlier := duplicates.claim("figid", digest_of(figid), holder)):
        return duplicates.finding("C801", holder, figid, earlier)
    for name in rendered.files:
        # What differs by case, or in how accents are written, is one file on some systems.
        digest = digest_of(unicodedata.normalize("NFC", name).casefold())
        if earlier := duplicates.claim("file", digest, holder):
            same = f"the file {quoted(name)} is also that of {earlier}"
            message = f"{same}, where upper and lower case are one"
            return duplicates.about("C801", holder, figid, message)
    return None


def perhaps_unread(outputs: Sequence[Output]) -> AbstractContextManager[None]:
    """Where the reader of standard output has seen enough, go on for the outputs beside it."""
    return going_on_unread() if len(outputs) > 1 else nullcontext()
