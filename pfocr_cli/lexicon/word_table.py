"""What words mean in pathway figures, where names alone would mislead: ``word_table.tsv``.

A row gives a word in its spellings (``|``), the genes meant or ``-`` for none, what the word is
(the reason), and where that is known from. It holds exactly as it is spelled, or (``any``) in any
case and punctuation, with Greek letters written out or not. A ``?`` after the genes says that they
are the likeliest, and that figures mean other things by the word as well. The table goes before any
lexicon.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.lexicon.letters import spoken
from pfocr_cli.lexicon.lines import Ingredient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORD_TABLE = Path(__file__).with_name("word_table.tsv")
_ANY = "any"
_NONE = "-"
_UNSURE = "?"


class Meaning(NamedTuple):
    """A row: ``genes`` are approved symbols, none where the words are no gene; ``spelling`` is
    exact or any; ``unsure`` where figures mean other things by the words as well.
    """

    words: tuple[str, ...]
    spelling: str
    genes: tuple[str, ...]
    means: str
    source: str
    unsure: bool = False


@lru_cache(2**16)
def meaning_of(text: str) -> Meaning | None:
    """Return what the table says of a text, exactly spelled before loosely; None if nothing."""
    exact, loose = _rows()
    line = exact.get(text) or loose.get(spoken(text))
    return _meaning(line) if line else None


def is_exactly_spelled(text: str) -> bool:
    """Return whether a row holds for this spelling alone."""
    return text in _rows()[0]


def meanings() -> Iterator[Meaning]:
    """Yield every row, in the order of the file."""
    return map(_meaning, _lines())


def word_table_source() -> Ingredient:
    """Return what is to be said of where the table comes from."""
    content = WORD_TABLE.read_bytes().replace(b"\r\n", b"\n")
    sha256 = hashlib.sha256(content).hexdigest()
    return Ingredient("words", f"pfocr-cli, {WORD_TABLE.name}", "CC0-1.0", sha256)


@cache
def _rows() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the lines by their words as written, and by the letters and digits of the loose ones.

    They are parted only when somebody asks for one: a start must not wait for the whole table.
    """
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for line in _lines():
        words, spelling, _ = line.split("\t", 2)
        if spelling == _ANY:
            loose |= {spoken(word): line for word in words.split("|")}
        else:
            exact |= dict.fromkeys(words.split("|"), line)
    return exact, loose


def _lines() -> list[str]:
    return WORD_TABLE.read_text(encoding="utf-8").splitlines()[1:]


@cache
def _meaning(line: str) -> Meaning:
    words, spelling, genes, means, source = line.split("\t")
    symbols = () if genes == _NONE else tuple(genes.removesuffix(_UNSURE).split(","))
    unsure = genes.endswith(_UNSURE)
    return Meaning(tuple(words.split("|")), spelling, symbols, means, source, unsure)
