"""What became of the records in one output, counted: what is in it, what was left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.wording import listed, plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.export.rendered import Rendered


@dataclass
class Tally:
    """What became of the records in one output, by which name people are told: what is in it, what
    was left out and why.
    """

    label: str
    noun: str = "figure"
    figures: int = 0
    genes: int = 0
    chemicals: int = 0
    diseases: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remedies: Counter[str] = field(default_factory=Counter)
    of_other_species: int = 0
    of_weaker_tier: int = 0
    organisms: Counter[str] = field(default_factory=Counter)
    """Of boards whose papers name others."""
    known_wrong: Counter[str] = field(default_factory=Counter)
    """Genes that their words are known not to mean, by what becomes of them where they are put
    right: here, if ``corrects``.
    """
    corrects: bool = False
    warnings: list[str] = field(default_factory=list)

    def add(self, rendered: Rendered) -> None:
        """Count a figure that was taken."""
        self.figures += 1
        self.genes += rendered.genes
        self.chemicals += rendered.chemicals
        self.diseases += rendered.diseases
        self.of_other_species += rendered.of_other_species
        self.of_weaker_tier += rendered.of_weaker_tier
        self.known_wrong += rendered.known_wrong
        if rendered.organism:
            self.organisms[rendered.organism] += 1

    def leave_out(self, rendered: Rendered) -> None:
        """Count a figure that the format leaves out."""
        self.left_out[rendered.left_out] += 1
        self.remedies.update(rendered.remedies)
        self.known_wrong += rendered.known_wrong

    @property
    def reasons(self) -> str:
        """What was left out, by reason, the largest first; and what would take it."""
        found = sorted(self.left_out.items(), key=lambda pair: (-pair[1], pair[0]))
        said = ", ".join(f"{count:,} {reason}" for reason, count in found)
        advice = [
            f"{option} would give {self.figures + count:,}" for option, count in self._advice()
        ]
        return "; ".join(filter(None, (said, ", ".join(advice))))

    def _advice(self) -> Iterator[tuple[str, int]]:
        """Yield what would take more: of tiers, none that gives no more than a stricter one."""
        most = 0
        for option, count in sorted(self.remedies.items(), key=lambda pair: pair[1]):
            if not option.startswith("--tier") or count > most:
                yield option, count
                most = max(most, count) if option.startswith("--tier") else most

    def _matches(self) -> Iterator[str]:
        """Yield how many genes were published that their words do not mean."""
        many = plural(self.known_wrong.total(), "known wrong match", "known wrong matches")
        if not self.known_wrong:
            return
        if self.corrects:
            done = listed([f"{count:,} {what}" for what, count in sorted(self.known_wrong.items())])
            yield f"{self.label}: {many} put right: {done}"
        else:
            yield (
                f"{self.label}: holds {many} (G509), as published; --matches corrected puts them "
                "right"
            )

    def lines(self) -> list[str]:
        """Return what is said of the output, nothing where all is in it."""
        lines = []
        if self.left_out:
            lines.append(
                f"{self.label}: {plural(self.figures, self.noun)}; left out {self.reasons}"
            )
        kinds = {
            "of other species; --species all takes them": self.of_other_species,
            "of weaker matches; --tier all takes them": self.of_weaker_tier,
        }
        lines += [
            f"{self.label}: left out {plural(count, 'gene')} {what}"
            for what, count in kinds.items()
            if count
        ]
        lines += self._matches()
        if self.organisms:
            named = [f"{visible(name)} ({n:,})" for name, n in self.organisms.most_common()]
            many = plural(self.organisms.total(), self.noun)
            lines.append(
                f"{self.label}: {many} of a species that is not among the paper's organisms: "
                f"{listed(named, 3)}"
            )
        return lines
