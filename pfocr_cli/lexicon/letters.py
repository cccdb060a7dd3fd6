"""The letters of a figure's word: other scripts, Greek, Roman numerals, twins in shape.

Pure, text in, text out; none of them knows any lexicon.

The steps are those of the pipeline that made the published records (Hanspers et al. 2020,
doi:10.1186/s13059-020-02181-2), and some more of the same kinds.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    import re

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "ABGDEZHQIKLMNXOPRSTYFCUW",
        strict=True,
    )
)
"""What HGNC writes for a Greek letter in a symbol: PPARγ is PPARG, PKCθ is PRKCQ, IFN-ω is
IFNW1.
"""
_GREEK = str.maketrans(
    GREEK
    | {letter.upper(): latin for letter, latin in GREEK.items()}
    | {"ς": "S", "ϵ": "E", "ϑ": "Q", "ϕ": "F"}
)

# Letters of other scripts that an OCR engine gives for Latin ones of the same shape: Cyrillic,
# Greek capitals; signs that it gives for Greek letters (sharp s for β, open e for ε, script a for
# α, micro for μ, hooked k for κ); hyphens; i without its dot.
_LOOK_ALIKES = (
    str.maketrans("АВЕЗКМНОРСТУХІЅЈ", "ABE3KMHOPCTYXISJ")
    | str.maketrans("аеорсухіѕјвктгзбнм", "aeopcyxisjBKTr36HM")
    | str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
    | str.maketrans("ßꞵɛƐɑɣɤƙĸµ", "ββεεαγγκκμ")
    | str.maketrans("‐‑‒–—−ı", "------i")
)
SHARP_S = frozenset("ßẞ")
# Names of Greek letters that are long enough not to be found inside other words (eta, tau, rho and
# chi are).
_GREEK_NAMES = {
    "ALPHA": "A",
    "BETA": "B",
    "GAMMA": "G",
    "DELTA": "D",
    "EPSILON": "E",
    "THETA": "Q",
    "KAPPA": "K",
    "LAMBDA": "L",
    "OMEGA": "W",
}
_GREEK_NAMES_OF = {latin: name for name, latin in _GREEK_NAMES.items()}
_SPOKEN = str.maketrans(
    {
        letter.upper(): _GREEK_NAMES_OF[latin]
        for letter, latin in GREEK.items()
        if latin in _GREEK_NAMES_OF
    }
)
_GREEK_NAME = regex("|".join(_GREEK_NAMES).replace("THETA", "THETA(?!SE)"))  # not in synthetase
_ROMAN = regex(r"(?<![IVXL])(?:III|II)(?![IVXL])")
_SPELLED_OUT = _GREEK_NAMES_OF | {"2": "II", "3": "III"}

# An α subunit of G proteins, which HGNC calls GNA; a for α, but not A: GA12 is a gibberellin.
# Gαi without a number is any of the kind that inhibits, the family Gi. Where the letter is Greek,
# or spelled out, it cannot be the A of a symbol.
G_ALPHA = regex(r"G(?:a|α|-?alpha)-?([0-9]{1,2}|[iqstoz][0-9]?)$")
_GREEK_G_ALPHA = regex(r"(?<![A-Z0-9])G-?(?:Α|ALPHA)-?([0-9]{1,2}|[IQSTZ][0-9]?|O[0-9])$")


def compatible(text: str) -> str:
    """Return text in Unicode's compatibility form NFKC, without what is not seen (a BOM, soft
    hyphens, joiners).

    Superscripts, ligatures and full-width letters become plain ones.
    """
    if text.isascii():
        return text
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", seen)


def latin(text: str) -> str:
    """Return text with look-alikes of other scripts as the Latin letters (or Greek ones, or
    hyphens) that they stand for.
    """
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def unaccented(text: str) -> str:
    """Return text without accents and dots: specks in a figure that an OCR engine takes for
    them.
    """
    if text.isascii():
        return text
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(character)
    )


@lru_cache(2**16)
def latin_letters(text: str) -> str:
    """Return text in capitals, its Greek letters and their names as HGNC's Latin letters, II and
    III as 2 and 3.

    Words and terms write an isoform either way: ``IFNγ``, ``IFN-gamma`` and ``IFNG``, ``CaMKII``
    and ``CAMK2``.
    """
    text = text.upper()
    text = _GREEK_G_ALPHA.sub(g_alpha, text)
    if not text.isascii():
        text = text.translate(_GREEK)
    text = _GREEK_NAME.sub(lambda found: _GREEK_NAMES[found[0]], text)
    return _ROMAN.sub(lambda found: str(len(found[0])), text)


def g_alpha(found: re.Match[str]) -> str:
    """Return HGNC's root for a found α subunit of G proteins, or the family that it names."""
    return "GI" if found[1].upper() == "I" else f"GNA{found[1]}"


def spoken(text: str) -> str:
    """Return the letters and digits of text in capitals, its Greek letters by their names:
    ``eIF-2α`` is EIF2ALPHA.
    """
    text = text.upper()
    if not text.isascii():
        text = text.translate(_SPOKEN)
    return bare(text)


def bare(text: str) -> str:
    """Return the letters and digits of text only."""
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


_LONGEST_RESPELLED = 14


def spelled_out(key: str) -> list[str]:
    """Return key with one or two of its letters as the Greek letters that they may stand for, a 2
    or 3 in Roman.

    The other way about than ``latin_letters``: a lexicon has TNF-alpha for TNFA, IkappaBalpha for
    IKBA, TNF-R-II for TNFR2.
    """
    if not 1 < len(key) <= _LONGEST_RESPELLED:
        return []
    places = [place for place, character in enumerate(key) if character in _SPELLED_OUT]
    names = {place: _SPELLED_OUT[key[place]] for place in places}
    one = [key[:place] + names[place] + key[place + 1 :] for place in places]
    two = [
        key[:first] + names[first] + key[first + 1 : second] + names[second] + key[second + 1 :]
        for first, second in combinations(places, 2)
    ]
    return one + two


# Shapes that an OCR engine cannot tell apart.
_TWINS = {"I": "1", "l": "1", "1": "I", "O": "0", "0": "O", "Q": "O"}
_SHORTEST_REREAD = 4


def reread(text: str) -> list[str]:
    """Return text with one of its characters read as its twin in shape: ``AKR1CI`` may be AKR1C1.

    This guesses. One character at a time, and none of a word of three: too much would fit.
    """
    if not _SHORTEST_REREAD <= len(text) <= _LONGEST_RESPELLED:
        return []
    return [
        text[:place] + _TWINS[c] + text[place + 1 :] for place, c in enumerate(text) if c in _TWINS
    ]
