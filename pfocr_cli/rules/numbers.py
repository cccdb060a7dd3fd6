"""I205: whether a figure's number and kind agree with its link and its image."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule
from pfocr_cli.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record import Record

_FIGURE, _SCHEME, _SUPPLEMENT = "figure", "scheme", "supplementary figure"
_ABSTRACT, _APPENDIX, _UNNUMBERED = "graphical abstract", "appendix figure", "figure without number"
_EXTENDED = "extended data figure"

_KINDS = (
    (_EXTENDED, r"extended ?data ?(?:figure|fig\.?)?|ed(?:figure|fig)?|ext(?:fig|figure)"),
    (_ABSTRACT, r"graphical ?abstract|ga|abs|toc|central ?illustration"),
    (_UNNUMBERED, r"undfig|unfig|fx|ufig|uf|unf"),
    (_APPENDIX, r"appendix ?(?:figure|fig\.?)?|app(?:fig|f)?|fig(?:ure)? ?a|fa"),
    (
        _SUPPLEMENT,
        r"suppl?(?:ement(?:ary|al)?)?\.? ?(?:figure|fig\.?)?|sup|sf|sfig|figs|figures|fs|suppfig"
        r"|figsup(?:p|pl)?|(?:fig(?:ure)? ?)?ev|fig(?:ure)? ?s",
    ),
    (_SCHEME, r"schemes?|sch|sc"),
    (_FIGURE, r"figure|fig\.?|f|g|gr"),
)
_LONGEST = 100
"""Characters of a number, or of a name's end, that are looked at: time grows with their square."""
_CACHED = 2**12
"""Numbers and words: those of most figures are the same few."""
_OF_WORD = [(kind, regex(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]
_NUMBER = regex(
    r"\W*(?P<word>[A-Za-z][A-Za-z. ]*?)(?![A-Za-z])[\W_]*"
    r"(?:0*(?P<digits>(?:[1-9][0-9]*)?)(?<=[0-9])(?:\W*|[a-z_0-9].*))?"
)
_END = regex(r"(?P<word>[A-Za-z]+)[-_. ]*0*(?P<digits>[0-9]+)[a-z]?$")
_ELIFE = regex(r"fig[0-9]+-?(?:s|figsupp)[0-9]+$", re.IGNORECASE)
_SUFFIX = regex(r"(?:_HTML|_lrg|_ht|_lw|_3c|_F1TT|g)$")
_TYPES = {
    "Figure": _FIGURE,
    "Scheme": _SCHEME,
    "Supplemental figure": _SUPPLEMENT,
    "Graphical abstract": _ABSTRACT,
}


@rule("I205", "number-mismatch", Severity.INFO)
def number_mismatch(record: Record) -> Iterator[Problem]:
    """The number or the figtype says another figure than the link or the image's name.

    Why: the alias is made of the number. A scheme, or a figure of an appendix or a supplement, that
    is called F1 takes the alias of the paper's true figure 1.

    Bad:

        number: F1
        figlink: /pmc/articles/PMC1/figure/sch1/

    Good:

        number: S1
        figlink: /pmc/articles/PMC1/figure/sch1/

    Fix: look the figure up, and write the number and figtype that its paper gives it.
    """
    number, figtype = record.text("number") or "", record.text("figtype") or ""
    kind, digits = _said_by_number(number)
    if kind == _SCHEME and figtype == "Supplemental figure" and re.match(r"S[0-9]", number):
        kind = _SUPPLEMENT
    for key, shown, named in _names(record):
        other, others_digits = _said_by_name(named)
        if other is None or (key == "filename" and other == _FIGURE):  # images are called so alike
            continue
        which = f"{other} {others_digits}" if others_digits and other != _UNNUMBERED else other
        said = f"the {key} says {which} ({shown})"
        if kind is not None and kind != other and not _alike(kind, other):
            message = f"the number {number} is that of {with_article(kind)}, and {said}"
            yield Problem(message, "/number", value=number)
            return
        if kind == other == _FIGURE and digits and digits != others_digits:
            yield Problem(f"the number is {number}, and {said}", "/number", value=number)
            return
        stated = _TYPES.get(figtype)
        if stated is not None and stated != other and not _alike(stated, other):
            yield Problem(f"the figtype is {figtype}, and {said}", "/figtype", value=figtype)
            return


def _names(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield what the link and the image call the figure: of which, as shown, and what is judged."""
    link = (record.text("figlink") or "").strip("/").rpartition("/")[2]
    stem = (record.text("filename") or "").rpartition(".")[0]
    for key, name in (("link", link), ("filename", stem)):
        if name and not name.startswith("PMC"):
            yield key, name, _SUFFIX.sub("", name)


def _alike(one: str, other: str) -> bool:
    """Say whether two kinds are no contradiction: of what has no number a graphical abstract is
    one.
    """
    return {one, other} <= {_ABSTRACT, _UNNUMBERED} or {one, other} <= {_SUPPLEMENT, _EXTENDED}


@lru_cache(_CACHED)
def _said_by_number(number: str) -> tuple[str | None, str]:
    """Return the kind and the digits of ``F1b``, ``Scheme 2``, ``SF2_2``, ``Fig. 1``."""
    match = _NUMBER.fullmatch(number) if len(number) <= _LONGEST else None
    if match is None:
        return None, ""
    word, digits = match["word"], match["digits"] or ""
    if word == "S":
        return _SCHEME, digits
    if word == "A":
        return _APPENDIX, digits
    return _kind(word), digits


def _said_by_name(name: str) -> tuple[str | None, str]:
    """Return the kind and the digits that a name ends in: ``ijms-24-04893-f003`` is figure 3."""
    name = name[-_LONGEST:]
    if _ELIFE.search(name):
        return _SUPPLEMENT, ""
    match = _END.search(name)
    if match is None:
        return None, ""
    return _kind(match["word"]), match["digits"]


@lru_cache(_CACHED)
def _kind(word: str) -> str | None:
    return next((kind for kind, pattern in _OF_WORD if pattern.fullmatch(word)), None)
