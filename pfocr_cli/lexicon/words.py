"""From a figure's word to the words that a lexicon may hold: pure functions, text in, text out.

They are meant to be read in a row, for ``resolve`` applies them in this order: ``compatible``,
``latin``, ``unaccented``, ``cut``, ``unaffixed``, ``swapped``, ``bare``, and ``reread`` where all
else failed. The order and most of the steps are those of the pipeline that made the published
records (Hanspers et al. 2020, doi:10.1186/s13059-020-02181-2); each function says what it is for.
None of them knows any lexicon.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", "ABGDEZHQIKLMNXOPRSTYFCUW", strict=True))
"""What HGNC writes for a Greek letter in a symbol: PPARγ is PPARG, PKCθ is PRKCQ, IFN-ω is IFNW1.
"""
_GREEK = str.maketrans(
    GREEK
    | {letter.upper(): latin for letter, latin in GREEK.items()}
    | {"ς": "S", "ϵ": "E", "ϑ": "Q", "ϕ": "F"}
)

# Letters of other scripts that an OCR engine gives for Latin ones of the same shape: Cyrillic,
# Greek capitals; signs that it gives for Greek letters (sharp s for β, open e for ε, script a for
# α, micro for μ); hyphens; i without its dot.
_LOOK_ALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЅЈаеорсухіѕјвктгзбнм" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ßɛƐɑɣµ" + "‐‑‒–—−" + "ı",
    "ABE3KMHOPCTYXISJaeopcyxisjBKTr36HM" + "ABEZHIKMNOPTYX" + "βεεαγμ" + "------" + "i",
)
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
_GREEK_NAME = re.compile(
    "|".join(_GREEK_NAMES).replace("THETA", "THETA(?!SE)")
)  # not in synthetase
_ROMAN = re.compile(r"(?<![IVXL])(?:III|II)(?![IVXL])")
_SPELLED_OUT = _GREEK_NAMES_OF | {"2": "II", "3": "III"}

# Cadherins bear the letter of their tissue and HGNC numbers them; selectins keep their letter.
_CADHERINS = {
    "E": "1",
    "N": "2",
    "P": "3",
    "R": "4",
    "VE": "5",
    "K": "6",
    "T": "13",
    "M": "15",
    "KSP": "16",
    "LI": "17",
}
_CADHERIN = re.compile(r"(?<![A-Z])(KSP|VE|LI|[ENPRKTM])-?CADHERIN")
_SELECTIN = re.compile(r"(?<![A-Z])([ELP])-?SELECTIN")
# A cyclin or caspase with its letter or number is one gene: CCND1 is cyclin D1, CASP3 is caspase-3.
_NUMBERED = re.compile(r"(CYCLIN|CASPASE)[-_ ]?([A-Z]?)-?([0-9]+)")
_NUMBERED_STEMS = {"CYCLIN": "CCN", "CASPASE": "CASP"}
# An α subunit of G proteins, which HGNC calls GNA; a for α, but not A: GA12 is a gibberellin. Gαi
# without a number is any of the kind that inhibits, the family Gi. Where the letter is Greek, or
# spelled out, it cannot be the A of a symbol.
_G_ALPHA = re.compile(r"G(?:a|α|-?alpha)-?([0-9]{1,2}|[iqstoz][0-9]?)$")
_GREEK_G_ALPHA = re.compile(r"(?<![A-Z0-9])G-?(?:Α|ALPHA)-?([0-9]{1,2}|[IQSTZ][0-9]?|O[0-9])$")
# Kinases whose isoforms HGNC counts by the same letters after another root: PKCθ is PRKCQ, PI3Kα
# PIK3CA.
_ISOFORM = re.compile(r"(?<![A-Z0-9])(PKC-?(?=[ABDEGHIQZ]$)|PI3K-?(?=[ABDG]$))")
_ISOFORM_ROOTS = {"PKC": "PRKC", "PI3K": "PIK3C"}
# The English names that the pipeline of the published records knew; plasmin is what plasminogen
# becomes. There is no more general rule by HGNC's approved names (insulin, leptin): the records
# have no source that would say "by its name".
_PROTEINS = {"PLASMINOGEN": "PLG", "PLASMIN": "PLG", "VITRONECTIN": "VTN", "NUCLEOLIN": "NCL"}
_PROTEIN = re.compile("|".join(_PROTEINS))
# An OCR engine reads γ as Y after these stems, all of which have an isoform γ and none an isoform
# Y; and the I of PI3K and EBI3 as a one, because a digit is near.
_MISREAD = (
    (re.compile(r"\b(IKK|IFN|PLC|PPAR|PKC|CAMK2|RAR|RXR|TGF)-?[YƔ](?![A-QS-Z])"), r"\1G"),
    (re.compile(r"P13-?K"), "PI3K"),
    (re.compile(r"\bEB13"), "EBI3"),
)
# Receptor types are numbered in Roman: TGFBRI is TGFBR1. A lone I elsewhere is more often a letter.
_RECEPTOR_ONE = re.compile(r"(?<=[A-Z][A-Z]R)I$")


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


def latin_letters(text: str) -> str:
    """Return text in capitals, its Greek letters and their names as HGNC's Latin letters, II and
    III as 2 and 3.

    Words and terms write an isoform either way: ``IFNγ``, ``IFN-gamma`` and ``IFNG``, ``CaMKII``
    and ``CAMK2``.
    """
    text = text.upper()
    text = _GREEK_G_ALPHA.sub(_g_alpha, text)
    if not text.isascii():
        text = text.translate(_GREEK)
    text = _GREEK_NAME.sub(lambda found: _GREEK_NAMES[found[0]], text)
    return _ROMAN.sub(lambda found: str(len(found[0])), text)


def _g_alpha(found: re.Match[str]) -> str:
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


_EDGES = " \t\r\n,;/|&.:\"'“”„‘’*•°…<>→←↑↓!?=~"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_MOST_LAYERS = 8


def trimmed(text: str) -> str:
    """Return text without the punctuation around it, and without a bracket that has no partner
    inside.
    """
    for _ in range(_MOST_LAYERS):
        before = text
        text = text.strip(_EDGES)
        for opening, closing in _BRACKETS:
            if text.startswith(opening) and closing not in text[:-1]:
                text = text[1:].removesuffix(closing)
            if text.endswith(closing) and opening not in text:
                text = text[:-1]
        if text == before:
            break
    return text


_LISTED = re.compile(r"[/|,;&→↑↓←]| (?:and|or) ")
_BETWEEN = re.compile(r" ?[/|,;&]+ ?| (?:and|or) | ?[→↑↓←]+ ?| ")
_MOST_PARTS = 200
"""Parts that a word is cut into; the longest published word holds some thirty genes."""
_LONGEST_PART = 80
"""Characters of a part that is cut further; the longest name of a lexicon has some fifty."""
# A piece that is only an ending, and the ending of the name before it that it replaces: a number
# (LRP5/6), a number with a letter (5-HT2A/2B), a letter (PIK3CA/B), a letter with a digit
# (ABCG5/G8).
_ENDINGS = [
    (re.compile(kind), re.compile(ending))
    for kind, ending in (
        (r"[0-9]{1,3}$", r"[0-9]+[A-Za-zΑ-ω]*$"),
        (r"[0-9]{1,2}[A-Za-zΑ-ω]$", r"[0-9]+[A-Za-zΑ-ω]*$"),
        (r"[A-Za-zΑ-ω]$", r"[A-Za-zΑ-ω]$"),
        (r"[A-Za-z][0-9]$", r"[A-Za-z]?[0-9]$"),
    )
]
_RANGE = re.compile(r"(?P<stem>.*[^0-9])(?P<first>[0-9]{1,3})-(?P<last>[0-9]{1,3})$")
_LONGEST_RANGE = 30


def cut(text: str) -> list[str]:
    """Return the names that a word holds, each in full: ``LRP5/6`` is LRP5 and LRP6, ``NFATC1-4``
    is four names.

    A piece that is too short to be a name takes the place of the same kind of ending in the name
    before it. A word that holds one name is a list of that name.
    """
    line = " ".join(text.split())
    pieces = [
        piece
        for piece in map(trimmed, _BETWEEN.split(trimmed(line), maxsplit=_MOST_PARTS))
        if piece
    ]
    names: list[str] = []
    before = ""
    for piece in pieces[:_MOST_PARTS]:
        before = _completed(before, piece) if len(before) <= _LONGEST_PART else piece
        names.extend(_range(before) if len(before) <= _LONGEST_PART else [before])
    return list(dict.fromkeys(names))[:_MOST_PARTS]


def is_phrase(text: str) -> bool:
    """Return whether text is words side by side, with spaces only, and not a list: ``p38 MAPK``."""
    return " " in text and not _LISTED.search(text)


def _completed(before: str, piece: str) -> str:
    """Return piece, with the beginning of the name before it where it is only an ending."""
    for kind, ending in _ENDINGS:
        if kind.match(piece):
            found = ending.search(before)
            return before[: found.start()] + piece if found and found.start() else piece
    return piece


def _range(name: str) -> list[str]:
    """Return the names of a range of numbers; a single name is a list of itself."""
    found = _RANGE.match(name)
    if found is None:
        return [name]
    first, last = int(found["first"]), int(found["last"])
    # Numbers that go up, and not far: 14-3-3 is a name.
    if not first < last <= first + _LONGEST_RANGE:
        return [name]
    return [f"{found['stem']}{number}" for number in range(first, last + 1)]


# Phosphorylated, cellular and viral forms, and tags of constructs: the gene is what follows.
# (P-cadherin and P-selectin are not phosphorylated, but placental and from platelets.)
_PREFIX = re.compile(
    r"^(?:p|P|c|C|v|V|GST|FLAG|Flag|HA|GFP|phospho|Phospho)[-:](?=\w)(?!(?i:cadherin|selectin))|^(?:phospho|Phospho)(?=[A-Z])"
)
# The phosphorylated form, the bound nucleotide, a mutant: the gene is what goes before.
_SUFFIX = re.compile(r"-(?:p|P|GDP|GTP|ATP|ADP|dependent|independent|WT|wildtype|mutant)$")
_SHORTEST_SINGULAR = 3


def unaffixed(text: str) -> list[str]:
    """Return text as it is and without its prefix, its suffix, its plural s, each alone: ``p-AKT``
    is also AKT.

    A plural s is small, and leaves three characters: two fit too many words.
    """
    forms = [_PREFIX.sub("", text), _SUFFIX.sub("", text)]
    if text.endswith("s") and len(text) > _SHORTEST_SINGULAR:
        forms.append(text[:-1])
    return list(dict.fromkeys(forms))


def swapped(text: str) -> str:
    """Return text in capitals with the names that HGNC spells otherwise as HGNC spells them; else
    text as it is.

    Cadherins, cyclins, caspases and α subunits of G proteins by their symbols' roots, a few
    proteins' names, and what OCR engines make of γ and of PI3K.
    """
    capitals = text.upper()
    changed = _G_ALPHA.sub(_g_alpha, text).upper()
    changed = _CADHERIN.sub(lambda found: f"CDH{_CADHERINS[found[1]]}", changed)
    changed = _SELECTIN.sub(r"SEL\1", changed)
    changed = _NUMBERED.sub(lambda found: _NUMBERED_STEMS[found[1]] + found[2] + found[3], changed)
    changed = _PROTEIN.sub(lambda found: _PROTEINS[found[0]], changed)
    latin = latin_letters(changed)
    if _ISOFORM.search(latin):
        changed = _ISOFORM.sub(lambda found: _ISOFORM_ROOTS[found[1].removesuffix("-")], latin)
    changed = _RECEPTOR_ONE.sub("1", changed)
    for pattern, replacement in _MISREAD:
        changed = pattern.sub(replacement, changed)
    return text if changed == capitals else changed


def bare(text: str) -> str:
    """Return the letters and digits of text only."""
    return "".join(filter(str.isalnum, text))


_LONGEST_RESPELLED = 14
_MOST_SPELLED_OUT = 2


def spelled_out(key: str) -> list[str]:
    """Return key with one or two of its letters as the Greek letters that they may stand for, a 2
    or 3 in Roman.

    The other way about than ``latin_letters``: a lexicon has TNF-alpha for TNFA, IkappaBalpha for
    IKBA, TNF-R-II for TNFR2.
    """
    if not 1 < len(key) <= _LONGEST_RESPELLED:
        return []
    places = [place for place, character in enumerate(key) if character in _SPELLED_OUT]
    chosen = [
        some for count in range(1, _MOST_SPELLED_OUT + 1) for some in combinations(places, count)
    ]
    return [
        "".join(_SPELLED_OUT[c] if place in some else c for place, c in enumerate(key))
        for some in chosen
    ]


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
