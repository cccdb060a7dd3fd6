"""How often Python looks for what nobody holds any more, in every process that does a job."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Have Python look seldom for objects that only hold each other: records leave none behind, and
    each look goes over all that is remembered of words and rows.
    """
    gc.freeze()
    gc.set_threshold(300_000, 20, 100)
