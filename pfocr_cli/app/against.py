"""``--against``: the findings that a branch did not make, because another revision has them too."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.run import Loop, Work
from pfocr_cli.baseline import Baseline, Matcher
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.git import relative
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.revision import (
    Past,
    Revision,
    find_revision,
    inputs_before,
    is_as_before,
    past_of,
    records_before,
)
from pfocr_cli.record.reading import syntax_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.baseline import Key
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input

Claim = tuple[str, int]
"""A rule that compares records, and the digest of what it compares."""
Graded = tuple[tuple[str, str, str, str], Severity]
"""What tells a finding apart, and how much it matters."""


@dataclass
class PastOutcome:
    """What was found in a file as it was: how often each key with each severity, and what its
    records claimed.
    """

    number: int
    keys: Counter[Graded] = field(default_factory=Counter)
    claims: set[Claim] = field(default_factory=set)
    judged: list[str] = field(default_factory=list)
    crash: str | None = None


@dataclass(frozen=True)
class PastJob:
    """Judges the records of a file as they were; sent to every process."""

    judge: ValidateJob
    revision: Revision

    def __call__(self, chunk: Chunk) -> PastOutcome:
        """Judge every record; a crash is part of the outcome."""
        outcome = PastOutcome(chunk.number)
        with BugKept(outcome):
            for item, record in records_before(chunk.item, self.revision, self.judge.read_options):
                found = self.judge.findings(item, record)
                outcome.keys.update((each.key, each.severity) for each in found)
                outcome.claims.update(self.judge.claims(record))
                outcome.judged += [record.figid or record.file, record.file]
        return outcome


class Against:
    """Says of findings, one by one, whether they were there before.

    A file that git calls unchanged, with its side tables, has no new finding. Of the others the
    earlier version was judged by the same rules, ``found`` there, and the findings are told apart
    as a baseline does it; but one that matters more than before is new.
    """

    def __init__(
        self, revision: Revision, past: Past, found: Mapping[Graded, int], codes: Container[str]
    ) -> None:
        self.revision = revision
        self._past = past
        keys: Counter[Key] = Counter()
        self._left: Counter[Graded] = Counter()
        """How many findings of each key, and as bad at least, may still be known."""
        for (key, severity), many in found.items():
            keys[key] += many
            self._left.update(dict.fromkeys(_down_from(key, severity), many))
        self._matcher = Matcher(Baseline(keys), codes)
        self._as_before: set[int] = set()
        self._claims: dict[int, set[Claim]] = {}
        self._also_known = 0

    @property
    def known(self) -> int:
        """Findings known so far."""
        return self._matcher.known + self._also_known

    @property
    def gone(self) -> int:
        """Kinds of findings that are there no more."""
        return self._matcher.gone

    def judged(self, *identities: str) -> None:
        """Take that a record was judged: its figid, and its file."""
        self._matcher.judged(*identities)

    def is_known(self, finding: Finding, number: int | None) -> bool:
        """Take one finding of the input of that number; return whether it was there before."""
        if number in self._as_before:
            self._also_known += 1
            return True
        key, severity = finding.key, finding.severity
        if self._left[key, severity] <= 0:
            return False
        self._left.subtract(_down_from(key, severity))
        return self._matcher.is_known(finding)

    def had(self, number: int, claim: Claim) -> bool:
        """Say whether a record of an input claimed something before."""
        return number in self._as_before or claim in self._claims.get(number, ())

    def had_stray(self, finding: Finding) -> bool:
        """Say whether a side table was without its record before."""
        stems = {os.path.splitext(os.path.basename(path))[0] for path in self._past.gone}
        return self._path(finding.file) in self._past.files and finding.figid not in stems

    def _path(self, path: str) -> str:
        return relative(path, self.revision.root)

    def remember(self, number: int, claims: set[Claim] | None) -> None:
        """Take what an input's records claimed before; None: all that they do now."""
        if claims is None:
            self._as_before.add(number)
        else:
            self._claims.setdefault(number, set()).update(claims)


def _down_from(key: Key, severity: Severity) -> list[Graded]:
    return [(key, each) for each in Severity if each <= severity]


def judge_past(
    name: str, inputs: Sequence[Input], job: ValidateJob, work: Work, codes: Container[str]
) -> tuple[Against, int]:
    """Judge what changed since a revision as it was there; return what knows of it, and the number
    of crashes.

    Raises:
        PfocrError: there is no such revision.
    """
    revision = find_revision(name, inputs)
    past = past_of(revision)
    as_before, numbers, shown = told_apart(inputs, past, revision, job)
    old = list(inputs_before(shown, revision))
    found: Counter[Graded] = Counter()
    claims: dict[int, set[Claim]] = {}

    def take(outcome: PastOutcome) -> None:
        found.update(outcome.keys)
        number = numbers.get(relative(old[outcome.number].path, revision.root))
        if number is not None:
            claims.setdefault(number, set()).update(outcome.claims)

    crashes = Loop(old, work, f"judging, as at {name},").run(
        PastJob(replace(job, fix=None, excerpts=False), revision),
        (Chunk(number, item) for number, item in enumerate(old)),
        take,
        lambda chunk, _: PastOutcome(chunk.number),
    )
    against = Against(revision, past, found, codes)
    for number in as_before:
        against.remember(number, None)
    for number, claimed in claims.items():
        against.remember(number, claimed)
    return against, crashes


def told_apart(
    inputs: Sequence[Input], past: Past, revision: Revision, job: ValidateJob
) -> tuple[list[int], Mapping[str, int], Mapping[str, str]]:
    """Return the inputs that are as before; of the others, by earlier path, the number and the name
    that people see; that also of records that are gone.
    """
    as_before, numbers = [], {}
    shown = {path: path for path in past.gone if syntax_of(path) is not None}
    for number, item in enumerate(inputs):
        if is_as_before(item, past, revision.root, job.read_options):
            as_before.append(number)
        elif item.path and (before := past.before(relative(item.path, revision.root))):
            numbers[before] = number
            shown[before] = item.display_path
    return as_before, numbers, shown
