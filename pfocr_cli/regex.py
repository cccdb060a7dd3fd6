"""Regular expressions that are compiled when one is first asked.

Compiling all that the program knows takes longer than reading a record, and a run needs few.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _Uncompiled(Generic[AnyStr]):
    """Stands for a pattern until it is asked, and keeps what of it was asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        answer: object = getattr(re.compile(self.pattern, self._flags), name)
        self.__dict__[name] = answer
        return answer


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` does, for its methods and attributes alone, compiled at their
    first use.

    >>> regex("[0-9]+").fullmatch("12").group()
    '12'
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(expression, flags))
