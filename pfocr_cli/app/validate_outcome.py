"""What judging one chunk gave, and how it comes from another process: as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pfocr_cli.app.corpus_keys import ComparedValue
from pfocr_cli.app.plain_findings import finding_of, plain_finding
from pfocr_cli.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pfocr_cli.app.corpus_keys import RecordKeys
    from pfocr_cli.app.mending import Mended
    from pfocr_cli.finding import Finding
    from pfocr_cli.fixes.rewrite import Rewrite


@dataclass
class ValidateOutcome:
    """What judging one chunk gave. ``number`` is that of its file. ``judged`` holds the figid and
    the file of each record. ``counted`` says how much of each kind was found, in a chunk of which
    that is enough; ``findings`` are those of any other.

    ``other_species`` counts genes that are not judged. ``mended`` are the problems that fixes
    mended, ``left`` those that they did not; ``rewrites``
    are the files that this changes. ``keys`` are those of each record, where they are asked for.
    ``crash`` is the traceback of a bug of ours, as text. ``to_keep`` is an entry for the results
    kept, ``used`` one that was found there, and the day of its last use.
    """

    number: int = 0
    records: int = 0
    other_species: int = 0
    findings: list[Finding] = field(default_factory=list)
    compared: list[ComparedValue] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    left: list[Mended] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)
    keys: list[RecordKeys] = field(default_factory=list)
    counted: dict[FindingKind, int] = field(default_factory=dict)
    crash: str | None = None
    to_keep: tuple[bytes, bytes] | None = None
    used: tuple[bytes, int] | None = None

    def count(self, kinds: Iterable[FindingKind]) -> None:
        """Take what was found in a record, where that is only counted."""
        for kind in kinds:
            self.counted[kind] = self.counted.get(kind, 0) + 1

    def __reduce__(self) -> tuple[Callable[..., ValidateOutcome], tuple[SentOutcome]]:
        """Send plain values, and of what is seldom there only what is."""
        found = [plain_finding(each) for each in self.findings]
        compared = [tuple(each) for each in self.compared]
        rest = {name: value for name in _SELDOM if (value := getattr(self, name))}
        if self.counted:
            rest["counted"] = [(*kind, many) for kind, many in self.counted.items()]
        few = (self.number, self.records, self.other_species)
        return _received, ((*few, self.judged, found, compared, rest),)


SentOutcome: TypeAlias = "tuple[int, int, int, list[str], list[Any], list[Any], dict[str, Any]]"
_SELDOM = ("mended", "left", "rewrites", "keys", "crash", "to_keep", "used")


def _received(sent: SentOutcome) -> ValidateOutcome:
    number, records, others, judged, found, values, rest = sent
    if counts := rest.get("counted"):
        rest["counted"] = {FindingKind(*kind): many for *kind, many in counts}
    findings, compared = map(finding_of, found), map(ComparedValue._make, values)
    return ValidateOutcome(number, records, others, list(findings), list(compared), judged, **rest)
