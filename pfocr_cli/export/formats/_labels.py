"""What things are called on a drawing board, and how wide that is."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.export.formats._text import one_line

if TYPE_CHECKING:
    from pfocr_cli.export.figure import Gene, Mention

FONT_SIZE = 12
NOTE_FONT_SIZE = 9
_LONGEST = 260.0
"""Labels wider than this (some forty letters) are cut: no reader breaks them into lines."""
_NARROW = frozenset("ijltfrI.,:;'|!()[]{}/\\ -`·")
_WIDE = frozenset("mwMW@%—…ΩΦΨωψ")


def gene_label(gene: Gene) -> str:
    """Return what a gene is called on a board: its symbol, or what there is instead."""
    return gene.symbol or gene.match or gene.word.strip() or gene.entrez or "?"


def mention_label(mention: Mention) -> str:
    """Return what a chemical or disease is called on a board: the figure's own word, or what there
    is instead.
    """
    return mention.word.strip() or mention.name or mention.mesh or mention.other or "?"


def short_label(text: str) -> str:
    """Return a text as it is drawn: in one line, never empty, cut where it is very long."""
    text = one_line(text[:2_000]) or "?"
    if text_width(text, FONT_SIZE) <= _LONGEST:
        return text
    while text_width(text + "…", FONT_SIZE) > _LONGEST:
        text = text[:-1] if len(text) < 80 else text[: len(text) * 3 // 4]
    return text.rstrip() + "…"


def text_width(text: str, size: float) -> float:
    """Return about how wide a line of Arial is; rather too much than too little."""
    return size * sum(map(_em, text))


@lru_cache(maxsize=1024)
def _em(char: str) -> float:
    if char in _NARROW:
        return 0.3
    if char in _WIDE:
        return 0.88
    if not char.isascii():
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            return 0.0
        if unicodedata.east_asian_width(char) in "WF":
            return 1.05
    return 0.7 if char.isupper() else 0.56
