"""From a figure's word to the names that it lists: cutting, and completing what a list leaves out.

Pure, text in, text out. A list is parted by signs and by ``and``; names side by side stay together,
for a blank may belong to a name (cyclin B1/CDK1).
"""

from __future__ import annotations

from pfocr_cli.lexicon.micro_rnas import is_micro_rna
from pfocr_cli.regex import regex

_EDGES = " \t\r\n,;/|&.:\"'“”„‘’*•°…<>→←↑↓!?=~"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_MOST_LAYERS = 8
_SIGNS = r" ?[/|,;&]+ ?| ?[→↑↓←]+ ?| (?:and|or|\+) "
_BETWEEN = regex(_SIGNS)
_MOST_PARTS = 200
"""Parts that a word is cut into; the longest published word holds some thirty genes."""
_LONGEST_PART = 80
"""Characters of a part that is cut further; the longest name of a lexicon has some fifty."""
# A piece that is only an ending, and the ending of the name before it that it replaces: a number
# (LRP5/6), a number with another (miR-15a/16-1), a number with a letter (5-HT2A/2B), a letter
# (PIK3CA/B), a letter with a digit (ABCG5/G8, AMPKα1/α2).
_ENDINGS = [
    (regex(kind), regex(ending))
    for kind, ending in (
        (r"[0-9]{1,3}$", r"[0-9]+[A-Za-zΑ-ω]*$"),
        (r"[0-9]{1,3}-[0-9]{1,3}$", r"[0-9]+[A-Za-zΑ-ω]*$"),
        (r"[0-9]{1,2}[A-Za-zΑ-ω]$", r"[0-9]+[A-Za-zΑ-ω]*$"),
        (r"[A-Za-zΑ-ω]$", r"[A-Za-zΑ-ω]$"),
        (r"[A-Za-zΑ-ω][0-9]$", r"[A-Za-zΑ-ω]?[0-9]$"),
    )
]
# A blank before a list of endings belongs to no name, nor does the s of several: MEK 3/6 is what
# MEK3/6 is, and MMPs 2/9 are MMP2 and MMP9.
_ENDING = r"-?(?:[0-9]{1,3}[A-Za-zα-ω]?|[α-ω][0-9]?|[A-Z][0-9]?)"
_BLANK_BEFORE_ENDINGS = regex(
    r"(?:(?<=[A-Z][A-Z])s|(?<=[A-Za-z]{3}[a-rt-z])s)?(?<=[A-Za-zΑ-ω0-9])"
    rf" (?={_ENDING}(?:(?:{_SIGNS}){_ENDING})+(?![A-Za-zΑ-ω0-9-]))"
)
# What a hyphen joins to an ending is another name: CDK4/6-cyclin D is CDK4, CDK6 and cyclin D.
_JOINED_TO_ENDING = regex(r"(?<=[A-Za-z][0-9])(/[0-9]{1,2})-(?=[A-Za-z]{3})")
# ABCA1/GI is ABCA1/G1: an I is read for the number that such endings have.
_ONE_MISREAD = regex(r"(?<=^[A-Z])[Il]$")
_ENDS_WITH_ONE = regex(r"[A-Z]1$")
_RANGE = regex(r"(?P<stem>.*[^0-9])(?P<first>[0-9]{1,3})-(?P<last>[0-9]{1,3})$")
_LONGEST_RANGE = 30
_JOINTS = regex(r"[-.:_+~]")
_SHORTEST_JOINED = 3


def trimmed(text: str) -> str:
    """Return text without the punctuation around it, and without a bracket that has no partner
    inside.
    """
    if text and text[0].isalnum() and text[-1].isalnum():
        return text
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


def cut(text: str) -> list[str]:
    """Return the names that a word lists, each in full: ``LRP5/6`` is LRP5 and LRP6, ``NFATC1-4``
    is four names, ``MEK 3/6`` two.

    A piece that is too short to be a name takes the place of the same kind of ending in the name
    before it. A word that holds one name is a list of that name.
    """
    if text.isalnum():
        return [text]
    line = " ".join(text.split())
    if " " in line:
        line = _BLANK_BEFORE_ENDINGS.sub("", line)
    if "-" in line:
        line = _JOINED_TO_ENDING.sub(r"\1/", line)
    line = line.replace("C/EBP", "CEBP")  # a slash of its own
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


def side_by_side(name: str) -> list[str]:
    """Return the words of a name, each without the punctuation around it: ``PI3K (p85)`` is PI3K
    and p85.
    """
    return list(filter(None, map(trimmed, name.split(" ", _MOST_PARTS)[:_MOST_PARTS])))


def joint_names(name: str) -> list[str]:
    """Return the names that hyphens, stops or colons join, if all are long enough to be some:
    ``TCR:CD3``.
    """
    pieces = _JOINTS.split(name, _MOST_PARTS) if len(name) <= _LONGEST_PART else []
    if len(pieces) > 1 and all(len(piece) >= _SHORTEST_JOINED for piece in pieces):
        return pieces
    return []


def _completed(before: str, piece: str) -> str:
    """Return piece, with the beginning of the name before it where it is only an ending."""
    if not before:
        return piece
    ending_alone = piece.removeprefix("-")
    if _ENDS_WITH_ONE.search(before):
        ending_alone = _ONE_MISREAD.sub("1", ending_alone)
    for kind, ending in _ENDINGS:
        if kind.match(ending_alone):
            found = ending.search(before)
            return before[: found.start()] + ending_alone if found and found.start() else piece
    return piece


def _range(name: str) -> list[str]:
    """Return the names of a range of numbers; a single name is a list of itself."""
    found = _RANGE.match(name)
    if found is None or is_micro_rna(name):  # miR-1-2 is the second copy of miR-1
        return [name]
    first, last = int(found["first"]), int(found["last"])
    # Numbers that go up, and not far: 14-3-3 is a name.
    if not first < last <= first + _LONGEST_RANGE:
        return [name]
    return [f"{found['stem']}{number}" for number in range(first, last + 1)]
