"""T302: letters that were lost or spoilt on their way, and letters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record.changes import Change, Replace
from pfocr_cli.record.mojibake import UNLIKELY, may_be_spoilt, spoilt
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.survey import odd_letters
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule
from pfocr_cli.rules.silent_rows import SilentRows
from pfocr_cli.wording import plural, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.record import Record

_SHORT = 200
_RUNS = 2**12
"""Texts up to this length, and so many runs, are judged once: spoilt records are full of the same.
"""
_SHOWN_OF_TEXT = 60
_MOST_KINDS = 50
"""A text with more kinds of spoilt runs is rubbish as a whole."""
CAPTION, DESCRIPTION = "/caption", "/schema-jsonld/description"

_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_LOST = regex(
    "\ufffd+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+|â€"
    r"|(?:\\x[0-9A-Fa-f]{2})+|(?:\\u[0-9A-Fa-f]{4})+"
)
_LOST_LETTER = regex(r"[\ufffd\x00-\x1f\x7f-\x9fâ\\]")
"""One of these has every run that is lost: a look at a text's odd letters alone."""
_ESCAPE = regex(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})")
_UNSEEN = regex(f"[{_HIDDEN}]+|[{_PRIVATE}]+")
_ENTITY = regex(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_TAG = regex(
    r"</?(?:sup|sub|i|b|u|em|strong|italic|bold|sc|span|font|br|p|div|a|underline|xref|small|tt)"
    r"(?: [^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_SYMBOL_FONT = dict(
    zip(range(0xF061, 0xF07B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)
) | dict(
    zip(range(0xF041, 0xF05B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
) | {
    0xF0A3: "≤", 0xF0A5: "∞", 0xF0AC: "←", 0xF0AD: "↑", 0xF0AE: "→", 0xF0AF: "↓",
    0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B7: "•", 0xF0BB: "≈",
    0xF02D: "−", 0xF0A2: "′",
}  # fmt: skip
"""Adobe's Symbol font, as Word keeps its letters:
https://unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt.
"""
_NAMES = frozenset(
    {"/figid", "/pmcid", "/filename", "/figlink", "/figid_alias", "/redirect_from",
     "/schema-jsonld/@id"}
)  # fmt: skip
"""What other files and pages are called by: a person mends them all at once."""


class _Verdict(NamedTuple):
    """What is wrong with a run of letters, and what is to stand there (None: nobody knows)."""

    message: str
    meant: str | None = None
    severity: Severity = Severity.WARNING


class _Flaw(NamedTuple):
    """Where a run of letters stands in a text, and what is said of it."""

    start: int
    end: int
    verdict: _Verdict


@rule("T302", "control-or-mojibake", Severity.WARNING, Severity.INFO, fix="unsafe")
def control_or_mojibake(record: Record) -> Iterator[Problem]:
    r"""Text that lost letters on its way, or has letters that nobody sees.

    Why: a step before this one read bytes by the wrong code page (`Ã©` for é, `Œ±` for α),
    wrote escapes such as `\x1F` as text, or kept what a word processor hides: zero-width spaces,
    soft hyphens, marks of direction, letters of one font only. Searches miss the word, and pages
    show the rubbish. Entities (`&alpha;`) and tags (`<sup>`) are an info. Letters of TeX and
    ligatures are not reported.

    Bad:

        word: TNF-Œ±

    Good:

        word: TNF-α

    Fix: write what was meant, where that is beyond doubt, and leave out invisible letters.
    """
    text, odd = record.reading.survey.text, record.reading.odd_letters
    if _is_suspect(text, odd) and _find_flaws(text, odd):
        for path, value in record.strings:
            if flaws := _flaws(value):
                yield from _problems(record, value, flaws, pointer(*path), None)
    for kind, table in record.tables.items():
        # A table with a control character is not usable.
        text = table.source.text if table.usable else ""
        odd = "" if text.isascii() and "\\" not in text else odd_letters(text)
        if _is_suspect(text, odd) and not _WHOLE.are_all(table) and _find_flaws(text, odd):
            for index, row in enumerate(table.rows):
                for column, cell in row.items():
                    if flaws := _flaws(cell):
                        at = pointer(kind, index, column)
                        yield from _problems(record, cell, flaws, at, kind)


def _is_suspect(text: str, odd: str) -> bool:
    """Say whether a record can hold anything of all this: most hold nothing but a few Greek
    letters.
    """
    return bool(
        (odd and UNLIKELY.search(odd))
        or ("\\" in odd and _ESCAPE.search(text))
        or ("&" in text and _ENTITY.search(text))
        or ("<" in text and _TAG.search(text))
    )


def _flaws(text: str) -> tuple[_Flaw, ...]:
    if text.isascii() and text.isprintable() and not ("\\" in text or "&" in text or "<" in text):
        return ()  # as most texts beside a spoilt one: no flaw begins with any of its letters
    return (_known_flaws if len(text) <= _SHORT else _flaws_of_long)(text)


_WHOLE = SilentRows(lambda cells: any(map(_flaws, cells.values())))
_known_flaws = lru_cache(2**14)(lambda text: tuple(_find_flaws(text, odd_letters(text))))
_flaws_of_long = lru_cache(4)(lambda text: tuple(_find_flaws(text, odd_letters(text))))
"""A description is its caption again."""


def _find_flaws(text: str, odd: str) -> list[_Flaw]:
    flaws: list[_Flaw] = []
    if may_be_spoilt(text, odd):
        for run in spoilt(text):
            meant = _spoilt(text[run.start : run.end], run.meant, run.page, run.sure)
            flaws.append(_Flaw(run.start, run.end, meant))
    if _UNSEEN.search(odd):
        flaws += [_Flaw(*match.span(), _unseen(match.group())) for match in _UNSEEN.finditer(text)]
    taken = sorted((flaw.start, flaw.end) for flaw in flaws)
    for match in _LOST.finditer(text) if _LOST_LETTER.search(odd) else ():
        if not _overlaps(taken, *match.span()):
            flaws.append(_Flaw(*match.span(), _lost(match.group())))
    for match in _ENTITY.finditer(text) if "&" in text else ():
        if entity := _entity(match.group()):
            flaws.append(_Flaw(*match.span(), entity))
    if "<" in text:
        flaws += [_Flaw(*match.span(), _tag(match.group())) for match in _TAG.finditer(text)]
    return flaws


@lru_cache(_RUNS)
def _spoilt(run: str, meant: str, page: str, sure: bool) -> _Verdict:
    was = f"{_shown(run)} should be {_shown(meant)}: UTF-8 was read as "
    return _Verdict(was + (page or "another code page"), meant if sure else None)


@lru_cache(_RUNS)
def _lost(run: str) -> _Verdict:
    meant = _unescaped(run)
    known = f": {_shown(meant)}" if meant else ""
    return _Verdict(f"{_shown(run)} looks like a letter that was lost{known}", meant)


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a place has a letter of any of these, which are in order and apart."""
    before = bisect_left(spans, (end,))
    return before > 0 and spans[before - 1][1] > start


def _unescaped(run: str) -> str | None:
    r"""Return what escapes stand for: β for ``\u03b2`` and for ``\xCE\xB2``, its UTF-8."""
    codes = [int(code, 16) for code in re.findall(r"\\[xu]([0-9A-Fa-f]+)", run)]
    try:
        meant = bytes(codes).decode() if run[:2] == "\\x" else "".join(map(chr, codes))
    except UnicodeDecodeError:
        return None
    return meant if meant.isprintable() and not meant.isascii() else None


@lru_cache(_RUNS)
def _unseen(run: str) -> _Verdict:
    named = ", ".join(f"U+{ord(letter):04X}{_name(letter)}" for letter in dict.fromkeys(run))
    if re.match(f"[{_PRIVATE}]", run):
        meant = "".join(_SYMBOL_FONT.get(ord(letter), "") for letter in run)
        whole = len(meant) == len(run)
        font = f": {_shown(meant)} in the font Symbol" if whole else ", which no two fonts share"
        return _Verdict(f"the private letter {named}{font}", meant if whole else None)
    return _Verdict(f"the invisible letter {named}: remove it", "")


@lru_cache(_RUNS)
def _entity(entity: str) -> _Verdict | None:
    import html
    from html.entities import html5  # few records have one

    if entity[1] != "#" and entity[1:] not in html5:
        return None
    meant = html.unescape(entity)
    message = f"the entity {entity} is {_shown(meant)}: a record holds plain text"
    # Of a plain < or & readers of HTML would make something else again.
    keeps = None if meant in "<>&\"'" or not meant.isprintable() else meant
    return _Verdict(message, keeps, Severity.INFO)


@lru_cache(_RUNS)
def _tag(tag: str) -> _Verdict:
    return _Verdict(f"the tag {_shown(tag)}: a record holds plain text", severity=Severity.INFO)


def _problems(
    record: Record, text: str, flaws: Sequence[_Flaw], where: str, table: str | None
) -> Iterator[Problem]:
    """Yield a problem for each run that a text has, once; of very many, what the others are."""
    fix = _fix(record, text, flaws, where, table)
    kinds: dict[str, list[_Verdict]] = {}
    for start, end, verdict in flaws:
        kinds.setdefault(text[start:end], []).append(verdict)
    for run, verdicts in islice(kinds.items(), _MOST_KINDS):
        first, times = verdicts[0], len(verdicts)
        yield Problem(
            first.message + (f" ({times:,} times)" if times > 1 else ""),
            where,
            value=run,
            severity=first.severity,
            table=table,
            run=run,
            fix=fix if first.meant is not None else None,
        )
    if others := list(islice(kinds.values(), _MOST_KINDS, None)):
        told = plural(sum(map(len, others)), "more run")
        yield Problem(
            f"{told} of such letters, of {plural(len(others), 'other kind')}, in the same text",
            where,
            value=text,
            severity=max(verdicts[0].severity for verdicts in others),
            table=table,
            fix=fix,
        )


def _fix(
    record: Record, text: str, flaws: Sequence[_Flaw], where: str, table: str | None
) -> Fix | None:
    """Return the one fix of all that is beyond doubt in a text; a description stays equal to its
    caption.
    """
    pieces, end = [], 0
    for flaw in sorted(flaws, key=lambda flaw: flaw.start):
        if flaw.verdict.meant is not None and flaw.start >= end:
            pieces += [text[end : flaw.start], flaw.verdict.meant]
            end = flaw.end
    mended = "".join([*pieces, text[end:]])
    if mended == text or where in _NAMES:
        return None
    places = {where}
    if where in (CAPTION, DESCRIPTION) and record.text("caption") == record.jsonld.get(
        "description"
    ):
        places = {CAPTION, DESCRIPTION}
    changes: tuple[Change, ...] = tuple(Replace(at, mended, table) for at in sorted(places))
    return Fix(f"write {_shown(mended)}", safe=False, changes=changes)


def _shown(text: str) -> str:
    """Return text in quotes; letters that do not show, by number and name."""
    if not text.isprintable() and len(text) <= 4:
        return " ".join(
            letter if letter.isprintable() else f"U+{ord(letter):04X}{_name(letter)}"
            for letter in text
        )
    shown = (
        letter if letter.isprintable() else "\ufffd" for letter in shortened(text, _SHOWN_OF_TEXT)
    )
    return f"'{''.join(shown)}'"


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f" ({name})" if name else ""
