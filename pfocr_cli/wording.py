"""How messages say things: numbers with their nouns, found text in quotes, names that are nearly
right.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

QUOTED_LIMIT = 160
"""Characters of a found text that a message repeats; captions can have ten thousand."""


def plural(number: int, noun: str, many: str = "") -> str:
    """Return ``1 record`` or ``1,234 records``; ``many`` is the plural where it is irregular."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def quoted(text: str) -> str:
    """Return text in quotes, its end left out where it is long."""
    return repr(text if len(text) <= QUOTED_LIMIT else text[: QUOTED_LIMIT - 1] + "…")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean X?)`` with the known names nearest to word, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word[:QUOTED_LIMIT].casefold(), by_folded, n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(by_folded[name] for name in near)}?)" if near else ""
