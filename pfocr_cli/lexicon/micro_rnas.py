"""The names of microRNAs as figures write them, and HGNC's symbols of them: miR-34a-5p is MIR34A.

Also of what blocks one (anti-miR-21), and of the mouse's (miR-21a, which is MIR21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.lexicon.letters import bare
from pfocr_cli.lexicon.model import Term, fold
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from pfocr_cli.lexicon.store import Lexicon

_MICRO_RNA = regex(
    r"(?:(?:hsa|mmu|rno|HSA)[-_ ]?)?(?:(?:pri|pre|Pri|Pre)[-_ ]?)?"
    r"(?:(?:miR|mir|MiR|MIR|miRNA|miRNAs|microRNA|MicroRNA|microRNAs|micro-RNA|miRs)[-_ ]?"
    r"(?P<number>[0-9]{1,4}[a-zA-Z]?(?:-[0-9](?=[-_ ]?[35][Pp]|[*s]|$))?)"
    r"|(?P<let>[Ll][Ee][Tt])[-_ ]?7(?P<letter>[a-ik]?(?:-[0-9](?=[-_ ]?[35][Pp]|[*s]|$))?))"
    r"(?:[-_ ]?[35][Pp]|\*|[-_]?(?:as|AS))?s?$"
)
_BLOCKER = regex(r"(?:anti|Anti)-?(?=[mM][iI][rR])|(?:anti|Anti)-(?=let)|[aA]ntago(?=mi[rR])")
_COPY_AFTER_LETTER = regex(r"(?<=[0-9][A-Z])-(?=[0-9]$)")
_MOUSE_LETTER = regex(r"MIR[0-9]+A$")
_MOST_COPIES, _MOST_NUMBERED = 40, 4
_COPY = regex(r"[A-Z][0-9]?|-[0-9]|(?<=[A-Z])[0-9]")


def is_micro_rna(text: str) -> bool:
    """Return whether text is a microRNA's name in full, as figures write it: ``miR-7``."""
    return text[:1] in "mhrpMHRPlL" and _MICRO_RNA.match(text) is not None


def micro_rna(text: str) -> str:
    """Return HGNC's root of the microRNA that text names, without its arm; else nothing."""
    found = _MICRO_RNA.match(text)
    if found is None:
        return ""
    name = f"MIRLET7{found['letter']}" if found["let"] else f"MIR{found['number']}"
    # A copy's number has a hyphen only after another number: MIR16-1, MIR29B1.
    return _COPY_AFTER_LETTER.sub("", name.upper())


def blocked_micro_rna(text: str) -> str:
    """Return the microRNA that text names a blocker of: of anti-miR-21 and antagomiR-21, miR-21;
    else nothing.
    """
    found = _BLOCKER.match(text)
    rest = text[found.end() :] if found else ""
    return rest if is_micro_rna(rest) else ""


def without_mouse_letter(symbol: str) -> str:
    """Return a microRNA's symbol without its letter a, which it has in mice where it has kin there:
    the mouse's miR-21a is MIR21. Other symbols stay.
    """
    return symbol[:-1] if _MOUSE_LETTER.match(symbol) else symbol


def copies_of(lexicon: Lexicon, symbol: str) -> list[Term]:
    """Return the symbols that a microRNA's name without its last letter or number is short for:
    ``MIR29`` is MIR29A, MIR29B1, MIR29B2 and MIR29C.
    """
    if not symbol.startswith("MIR"):
        return []
    numbered = [f"{symbol}-{number}" for number in range(1, _MOST_NUMBERED + 1)]
    terms = [
        *(term for one in numbered for term in lexicon.terms(fold(one))),
        *(term for _, term in lexicon.symbols_from(bare(symbol), _MOST_COPIES)),
    ]
    return [
        term
        for term in dict.fromkeys(terms)
        if term.source == "hgnc_symbol"
        and term.written.startswith(symbol)
        and _COPY.fullmatch(term.written, len(symbol))
    ]
