"""Text of records as GitHub's Markdown shows it: as it is, on one line, and calling nobody.

Source: https://github.github.com/gfm, and what GitHub does beyond it: names after ``@`` get a mail,
``#12`` becomes a link, ``:name:`` a picture, ``$x$`` a formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MEANS_SOMETHING = regex(r"[\\`*_\[\]<>|~&!$]")
_BEGINS_SOMETHING = regex(r"^(\d*)(?=[-+#=]|(?<=\d)[.)])")
_APART = "&#8203;"
"""A space of no width, as Dependabot puts it behind the ``@`` of names that it does not call."""
_CALLS = regex(r"@(?=\w)|#(?=\d)|:(?=[a-z0-9_+-]+:)")
_ADDRESS = regex(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_TICKS = regex(r"`+")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E"})


def escaped(text: str) -> str:
    r"""Return text that Markdown shows just as it is; what nobody would see is ``\x1b``.

    >>> escaped("a*b @id")
    'a\\*b @&#8203;id'
    """
    text = _MEANS_SOMETHING.sub(r"\\\g<0>", visible(text))
    text = _ADDRESS.sub(r"\\\g<0>", text)
    text = _CALLS.sub(rf"\g<0>{_APART}", text)
    return _BEGINS_SOMETHING.sub(r"\1\\", text)


def code(text: str) -> str:
    """Return text as code, also for the cell of a table; nothing of nothing."""
    text = visible(text)
    if not text.strip():
        return escaped(text)
    fence = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", r"\|")


def link(text: str, address: str) -> str:
    """Return text that leads to an address, without one as it is; ``text`` is Markdown already."""
    return f"[{text}]({address.translate(_IN_ADDRESS)})" if address else text


def table_row(cells: Iterable[str]) -> str:
    """Return a row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def table_head(names: Sequence[str]) -> str:
    """Return the two lines that a table begins with."""
    return f"{table_row(names)}\n{table_row(['---'] * len(names))}"
