"""Imported by the process that workers are forked from, for what it brings about: where it can fork
no more it ends without a word, since whoever asked for a worker tells that, and what to do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, OSError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _tell
