"""The keys of a record that formats read, in one place: an error in one of them makes a record
unfit for the formats that name it.
"""

from __future__ import annotations

_IN_FIGURES = frozenset({"genes", "chemicals", "diseases"})
"""What is in a figure."""
KEYS_SHOWN = _IN_FIGURES | {
    *("figid", "figtitle", "papertitle", "caption", "pmcid", "filename", "number", "reftext"),
    *("year", "doi", "ndex", "wpid"),
}
"""What every format says that shows a figure by itself, with its paper and what was made of it."""
