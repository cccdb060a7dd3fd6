"""Text that was UTF-8 and was read by another code page: where it stands, and what was meant.

``α`` is the bytes CE B1; read as Mac Roman they are ``Œ±``, as Windows-1252 ``Î±``, as code
page 437 ``╬▒``. A run of such letters that encodes to the code page and decodes as UTF-8 to a
letter that papers use is found here; what needs a longer look at its neighbours is left to ftfy
(https://ftfy.readthedocs.io/, "heuristic.html").

Source: The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.code_pages import (
    PAGES,
    USUAL_PAGES,
    WIDE_PAGES,
    bytes_of,
    leads_of,
    sequences_of,
)
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_FTFY_PAGES = {
    "sloppy-windows-1250": "Windows-1250",
    "sloppy-windows-1251": "Windows-1251",
    "sloppy-windows-1252": "Windows-1252",
    "sloppy-windows-1253": "Windows-1253",
    "sloppy-windows-1254": "Windows-1254",
    "sloppy-windows-1257": "Windows-1257",
    "iso-8859-2": "Latin-2",
    "macroman": "Mac Roman",
    "latin-1": "Latin-1",
    "cp437": "code page 437",
}

_COMMON = "αβγδεζηθικλμνπρστφχψωΔ–—‐‑−‘’“”…"
_COMMON += "•′″™®©→←↑↓≥≤≈°±µ×·"
_COMMON += "éèüöäßñçáíóúøæåﬁﬂ\u00a0\u2009✓"
_MEANT = (
    "[\u00a0-\u017f\u0391-\u03c9\u03d0-\u03f6\u025b\u2002-\u205e\u2070-\u209f\u20ac"
    "\u2100-\u22ff\u2460-\u24ff\u2500-\u27bf\u2a7d\u2a7e\u3000-\u3002\uf020-\uf0ff\ufb00-\ufb06"
    "\ufeff\uff01-\uff5e\ufffd\U0001d400-\U0001d7ff\U0001f300-\U0001faff]+"
)
"""Letters that captions and titles use: a run that decodes to any other is left to ftfy. Of two
pages that both make sense the one that gives only common letters is right.
"""
_PAIRS = "√[πΩ∞∑]|[≈ƒ][π∑∏Ω∞∫∂≤≥±≠µ]"
_PAIRS += "|Å[\u00a0‘’“”½²³¹°±–—·]"
_NATURAL = regex(_PAIRS)
"""Pairs that a formula or an ångström can bring: spoilt only between letters, as in ``d√πt``.
"""
_PRIVATE = regex("[\uf020-\uf0ff]")
_EXTENDED = regex("[\u0100-\u017f]")
"""Letters of European names: believed only beside another letter."""
_LETTER = regex(r"[A-Za-z]")
_PAIR = regex("[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[\x80-\x9f\u4e00-\uffff])|(?<=[ÂÃ]) )")
"""What every spoilt text has: letters are at least two bytes of UTF-8, and neither is ASCII. A
pattern that begins with a class of letters passes over the others quickly.
"""
_USUAL = "–—‐‑‘’“”°±µμ×≤≥≠∼~→←↑↓•…′″−∗"
_USUAL += "éèüöäñçóíáúøßïë²³½"
UNLIKELY = regex(rf"[^\x20-\x7eα-ωΔΘΛΣΦΨΩ\u00a0\u2002-\u200a\u202f{_USUAL}]")
"""Letters that a spoilt text has: no run is made of the others, which sound texts often have."""
_BLANKS = " \t\n\r"
_BLANK = regex(f"[{_BLANKS}]")
_SPLIT = "ÂÃ"
"""Letters that a blank can belong to."""
_SPACE = regex(r"[\x00-\x20]")
_MARKS = "¬√ƒ≈∆«»…‚„‰‡Œœˆ˜Ĺ-ĺÄĂ"
_FTFY_LEAD = regex(rf"[\x80-\x9fÀ-ÖØ-Þà-åæçð{_MARKS}]")
"""What the spoilt texts that ftfy mends begin with; importing it takes as long as 50 records."""
_FTFY_PAIR = regex(f"{_FTFY_LEAD.pattern}[^\x00-\x7fА-яα-ω]|[\x80-\x9f]|[ÂÃ] ")
_SHORT = 64
"""Words and runs up to this length are judged once: spoilt texts are full of the same."""
_BEYOND_ASCII = regex(f"[^\x00-\x7f]{{1,{_SHORT}}}")
_KANA_OR_HAN = regex("[\uff61-\uff9f\u4e00-\u9fff\uac00-\ud7a3]+")
_GREEK_OR_SIGN = regex("[\u0391-\u03c9\u2010-\u2026\u00b0-\u00b7]+")


class Spoilt(NamedTuple):
    """Letters ``start`` to ``end`` of a text, what was ``meant``, and the code page's name.

    The name is empty where it is not known. ``sure``: they can mean nothing else.
    """

    start: int
    end: int
    meant: str
    page: str
    sure: bool = True


def may_be_spoilt(text: str, letters: str) -> bool:
    """Say whether a text can hold a run that ``spoilt`` finds: quick, and says so too often.

    ``letters`` are those of the text beyond ASCII.
    """
    has_lead = (
        _any_page_lead().search(letters)
        or _FTFY_LEAD.search(letters)
        or _KANA_OR_HAN.search(letters)
    )
    return bool(has_lead) and any(
        letter in _SPLIT or _has_pair_beside(letter, text)
        for letter in {*UNLIKELY.findall(letters)}
    )


def _has_pair_beside(letter: str, text: str) -> bool:
    """Say whether a word of the text with this letter is one that can be spoilt."""
    at, end = text.find(letter), 0
    while at >= 0:
        start = max(text.rfind(space, end, at) for space in _BLANKS) + 1
        blank = _BLANK.search(text, at)
        start, end = max(start, end), blank.start() if blank else len(text)
        if _PAIR.search(text, start, end):
            return True
        at = text.find(letter, end)
    return False


def spoilt(text: str) -> list[Spoilt]:
    """Return the spoilt runs of a text, in order: ``Œ±`` of ``TNF-Œ±`` is α, by Mac Roman."""
    found: list[Spoilt] = []
    for at, word in _words(text):
        for run in _known_word(word) if len(word) <= _SHORT else _in_word(word):
            found.append(Spoilt(at + run.start, at + run.end, run.meant, run.page, run.sure))
    return found


@lru_cache(2**14)
def _known_word(word: str) -> tuple[Spoilt, ...]:
    return _in_word(word)


def _in_word(word: str) -> tuple[Spoilt, ...]:
    if not UNLIKELY.search(word):
        return ()
    return tuple(_runs(word)) or tuple(_by_ftfy(word))


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words that can be spoilt, with their places; `Ã ` is à, one letter."""
    end = 0
    for match in _PAIR.finditer(text):
        if match.start() >= end:
            start = max(text.rfind(space, end, match.start()) for space in _BLANKS) + 1
            end = _end_of_word(text, match.end())
            if text[end - 1] in _SPLIT and text[end : end + 1] == " ":
                end = _end_of_word(text, end + 1)
            yield max(start, 0), text[max(start, 0) : end]


def _end_of_word(text: str, start: int) -> int:
    space = _SPACE.search(text, start)
    return space.start() if space else len(text)


def _runs(text: str) -> Iterator[Spoilt]:
    """Yield the runs that encode to a code page and decode as UTF-8 to letters that papers use."""
    end = 0
    ends: dict[str, int] = {}
    for match in _any_page().finditer(text):
        if match.start() >= end and (run := _run_at(text, match.start(), ends)):
            end = run.end
            yield run
    for match in _KANA_OR_HAN.finditer(text):
        for page, name in WIDE_PAGES.items():
            try:
                meant = match.group().encode(page).decode("utf-8")
            except UnicodeError:
                continue
            if _GREEK_OR_SIGN.fullmatch(meant):
                yield Spoilt(*match.span(), meant, name)
                break


def _run_at(text: str, start: int, ends: dict[str, int]) -> Spoilt | None:
    """Return the run that begins at ``start``. Of what is beside it only that counts which is a
    letter.
    """
    stretch = _BEYOND_ASCII.match(text, start)
    if stretch is None or len(stretch.group()) == _SHORT:
        return _best_run(text, start, ends)
    before = "x" if start and _is_letter(text[start - 1]) else ""
    run = _known_run(before, stretch.group(), text[stretch.end() : stretch.end() + 1])
    moved = start - len(before)
    return run and Spoilt(run.start + moved, run.end + moved, run.meant, run.page, run.sure)


@lru_cache(2**14)
def _known_run(before: str, stretch: str, after: str) -> Spoilt | None:
    return _best_run(before + stretch + after, len(before), {})


def _best_run(text: str, start: int, ends: dict[str, int]) -> Spoilt | None:
    """Return the run that begins at ``start``: by the page that gives the commonest letters.

    ``ends``: where the run ends that was last seen, by page. A letter that begins a sequence inside
    it begins the rest of it, so that a text of many such letters is looked through once.
    """
    found = []
    for page, name in PAGES.items():
        if text[start] not in leads_of(page):
            continue
        if start >= ends.get(page, 0):
            run = sequences_of(page).match(text, start)
            ends[page] = run.end() if run else 0
        end = ends[page]
        if end and (meant := _meant(text, start, end, page)):
            rare = sum(letter not in _COMMON for letter in meant)
            found.append((rare, page, Spoilt(start, end, meant, name)))
    if not found:
        return None
    least, _, best = min(found, key=lambda each: each[0])
    rivals = (
        run
        for rare, page, run in found
        if rare == least or (page in USUAL_PAGES and not _PRIVATE.search(run.meant))
    )
    return best._replace(sure=all(run.meant == best.meant for run in rivals))


def _meant(text: str, start: int, end: int, page: str) -> str | None:
    """Return what a run stands for; None where it can be right as it stands."""
    beside = sum(map(_is_letter, (text[max(start - 1, 0) : start], text[end : end + 1])))
    # A pair that sound texts have, beside a number; asked before a long run is decoded.
    if beside < 2 and _NATURAL.match(text, start, end):
        return None
    meant = _decoded(text[start:end], page)
    if meant is None or not _is_used(meant):
        return None
    # A letter of a name that stands alone.
    if not beside and len(meant) == 1 and _EXTENDED.search(meant):
        return None
    # Twice spoilt: what was meant is such a run again.
    again = sequences_of(page).fullmatch(meant)
    deeper = _decoded(meant, page) if again else None
    return deeper if deeper and _is_used(deeper) else meant


def _is_used(text: str) -> bool:
    """Say whether papers use all of these letters."""
    return re.fullmatch(_MEANT, text) is not None


def _is_letter(text: str) -> bool:
    return _LETTER.match(text) is not None


def _decoded(run: str, page: str) -> str | None:
    known = bytes_of(page)
    try:
        return bytes(known[letter] for letter in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


@cache
def _any_page_lead() -> re.Pattern[str]:
    leads = sorted(frozenset().union(*map(leads_of, PAGES)))
    return re.compile("[" + re.escape("".join(leads)) + "]")


@cache
def _any_page() -> re.Pattern[str]:
    return re.compile(_any_page_lead().pattern + r"(?=[^\x00-\x7f])")


def _by_ftfy(text: str) -> Iterator[Spoilt]:
    """Yield what ftfy mends in a word. Only its ``fix_encoding``: ``fix_text`` changes letters
    that are right.
    """
    if not _FTFY_PAIR.search(text):
        return
    import ftfy

    mended, plan = ftfy.fix_encoding_and_explain(text)
    if mended == text:
        return
    start = 0
    while text[start : start + 1] == mended[start : start + 1]:
        start += 1
    end = 0
    while end < min(len(text), len(mended)) - start and text[-1 - end] == mended[-1 - end]:
        end += 1
    if _NATURAL.match(text, start):
        return
    page = next((_FTFY_PAGES.get(step[1], "") for step in plan or ()), "")
    yield Spoilt(start, len(text) - end, mended[start : len(mended) - end], page)
