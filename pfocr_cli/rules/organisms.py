"""T307: organisms that the site does not know by that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.inputs.organisms import organism_names
from pfocr_cli.record import NOTHING, Record
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules import rule
from pfocr_cli.rules.curation import NOT_HUMAN, REJECTED
from pfocr_cli.wording import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("T307", "unknown-organism", Severity.INFO)
def unknown_organism(record: Record) -> Iterator[Problem]:
    """An organism that is not among the site's names of organisms.

    Why: the site lists figures by organism, under the `latin` names of the pages in its
    `_organisms` folder. A figure of `E. coli` is not found under `Escherichia coli`. The folder is
    looked for beside `_figures`; `--organisms` names another, or a list. Without one the rule says
    nothing.

    Bad:

        organisms:
        - H. sapiens

    Good:

        organisms:
        - Homo sapiens

    Fix: write the site's name, or add a page for the organism.
    """
    known = organism_names(record.organisms_path) if record.organisms_path else frozenset()
    if not known:
        return
    value = record.data.get("organisms")
    listed = value if isinstance(value, list) else [value]
    for index, name in enumerate(listed):
        if isinstance(name, str) and name not in known and name not in _NO_NAMES:
            where = pointer("organisms", index) if isinstance(value, list) else "/organisms"
            near = did_you_mean(name, known)
            yield Problem(f"the site knows no organism {quoted(name)}{near}", where, value=name)


_NO_NAMES = NOTHING | {REJECTED, NOT_HUMAN}
"""What T301 and T305 report."""
