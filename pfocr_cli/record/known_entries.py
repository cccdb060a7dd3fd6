"""Entries of genes that were read before, by their text: records share most of them."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.columns import GENE_IN_RECORD, GENES, MISSING_VALUES
from pfocr_cli.record.published import NEXT_KEY
from pfocr_cli.record.scalars import AMBIGUOUS
from pfocr_cli.record.survey import SEPARATOR
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pfocr_cli.record.survey import Survey

_MARK = "^"
PLACEHOLDER = f"{_MARK}{GENES}{_MARK}"
"""Stands for the entries in a text that they are taken out of."""
KEYWORDS_PLACEHOLDER = f"{PLACEHOLDER}keywords"
"""Stands for the keywords that are their symbols; whoever looks for the other finds this too."""
_KEYWORDS = "\n  keywords:\n  - "
_NEXT_KEYWORD = "\n  - "
_SYMBOL = regex(r"[A-Za-z][A-Za-z0-9-]*")
"""Means the same whether it follows a key or a dash."""
_HEAD = f"\n{GENES}:\n- "
_NEXT = "\n- "
_BLOCK_SCALAR = regex(r":[ ]+[|>]")
_TELLING = frozenset("\\&<")
"""Begin an escape, an entity and a tag."""
_MOST_ENTRIES = 2**15
"""Entries that are remembered, at about a kilobyte each."""
_LONGEST = 1_000
"""Characters of an entry that is remembered: the database's have some hundred, a record can have a
million.
"""


@dataclass(eq=False, slots=True)
class KnownEntry:
    """An entry of a gene; ``written`` is what stands in a record between two dashes, ``text`` its
    keys and values as a survey has them, empty where they are plain, ``symbol`` what it calls the
    gene. ``keyword`` is the symbol where it can stand as it is, and plainly, in a list.

    ``is_first``: no entry that was read before holds the same, written otherwise. Each is equal to
    itself alone: whoever has learned something of an entry knows it again by one look, and not by
    what it holds. Nobody changes one; to have it frozen takes three times as long to make it.
    """

    cells: dict[str, str]
    written: str
    text: str
    symbol: str | None
    is_first: bool
    keyword: str | None = None


class Divided(NamedTuple):
    """A record's text with ``PLACEHOLDER`` for its genes, and these; where ``keywords`` are given,
    with ``KEYWORDS_PLACEHOLDER`` for those items of its list of keywords, the first.
    """

    text: str
    entries: Sequence[KnownEntry]
    keywords: Sequence[str]


class KnownEntries:
    """Reads lists of genes by the entries that it has read before.

    ``read`` reads a text of YAML; it is asked only about entries that are new. An entry is
    remembered where nothing but its own text tells what it means: a mapping of texts, each on one
    line with its key.
    """

    def __init__(self, read: Callable[[str], Survey | None]) -> None:
        self._read = read
        self._known: dict[str, KnownEntry] = {}
        self._hashes: set[int] = set()

    def divided(self, text: str) -> Divided | None:
        """Return a record's text and its genes apart; None where these are not laid out as the
        database writes them, or are to be read with the rest.
        """
        before, head, rest = text.partition(_HEAD)
        if not head or (_MARK in text and PLACEHOLDER in text):
            return None
        texts = rest.split(_NEXT)
        entries = self._first_known(texts)
        at, after = len(entries), None
        # No known entry has a line that ends the list: one of the others has.
        while at < len(texts) and (after := NEXT_KEY.search(texts[at])) is None:
            at += 1
        if after is None:
            return None
        rest = _NEXT.join([texts[at][after.start() :], *texts[at + 1 :]])
        texts[at:] = [texts[at][: after.start()]]
        found = self._entries(entries, texts[len(entries) :])
        if found is None:
            return None
        before, keywords = _without_keywords(before, found)
        return Divided(f"{before}\n{GENES}: {PLACEHOLDER}{rest}", found, keywords)

    def _first_known(self, texts: Sequence[str]) -> list[KnownEntry]:
        """Return the entries of the texts that stand before the first that is not known."""
        known, entries = self._known, []
        with suppress(KeyError):
            for text in texts:
                entries.append(known[text])
        return entries

    def _entries(
        self, first: Sequence[KnownEntry], others: Sequence[str]
    ) -> Sequence[KnownEntry] | None:
        """Return entries, and after them those of other texts."""
        known = self._known
        try:
            return [*first, *[known[text] for text in others]]
        except KeyError:
            new = self._learned([text for text in dict.fromkeys(others) if text not in known])
        return [*first, *[known.get(text) or new[text] for text in others]] if new else None

    def _learned(self, texts: Sequence[str]) -> Mapping[str, KnownEntry] | None:
        """Return new entries, and remember them while there is room."""
        found = self._read("".join([f"{GENES}:\n", *(f"- {text}\n" for text in texts)]))
        entries = found.data[GENES] if found is not None else None
        if not isinstance(entries, list) or len(entries) != len(texts):
            return None
        if not all(map(_stands_alone, texts, entries)):
            return None
        has_room = len(self._known) + len(texts) <= _MOST_ENTRIES
        kept = {text for text in texts if len(text) <= _LONGEST} if has_room else set()
        new = {
            text: _entry(text, cells, is_first=text in kept and self._is_first(cells))
            for text, cells in zip(texts, entries, strict=True)
        }
        self._known |= {text: new[text] for text in texts if text in kept}
        return new

    def _is_first(self, cells: Mapping[str, str]) -> bool:
        """Say whether none of those before says the same: by hashes, so that a no can be wrong."""
        before = len(self._hashes)
        self._hashes.add(hash(frozenset(cells.values())))
        return len(self._hashes) > before


def _without_keywords(text: str, entries: Sequence[KnownEntry]) -> tuple[str, Sequence[str]]:
    """Return a text with a placeholder for the keywords that are the symbols of all entries, each
    once, and these; the text as it is where they are others, or laid out otherwise.
    """
    at = text.rfind(_KEYWORDS)
    symbols = dict.fromkeys([entry.keyword for entry in entries])
    keywords = [*filter(None, symbols)]
    if at >= 0 and len(keywords) == len(symbols):
        items = _NEXT_KEYWORD.join(keywords)
        start = at + len(_KEYWORDS)
        end = start + len(items)
        if text.startswith(items, start) and text[end : end + 1] in {"", "\n"}:
            return f"{text[:start]}{KEYWORDS_PLACEHOLDER}{text[end:]}", keywords
    return text, ()


def _stands_alone(text: str, cells: object) -> bool:
    """Say whether an entry is a mapping of texts, each on one line with its key."""
    return (
        isinstance(cells, dict)
        and len(cells) == text.count("\n") + 1
        and {*map(type, cells), *map(type, cells.values())} == {str}
        and _BLOCK_SCALAR.search(text) is None
    )


def _entry(written: str, cells: dict[str, str], *, is_first: bool) -> KnownEntry:
    # Code asks for keys by names that are interned: such keys are found without a comparison.
    own = {sys.intern(key): value for key, value in cells.items()}
    texts = [*own, *own.values()]
    text = "" if _are_plain(texts) else SEPARATOR.join(texts)
    symbol = own.get(GENE_IN_RECORD.symbol)
    return KnownEntry(own, written, text, symbol, is_first, _keyword(written, symbol))


def _keyword(written: str, symbol: str | None) -> str | None:
    if symbol is None or not _SYMBOL.fullmatch(symbol) or not _are_plain([symbol]):
        return None
    lines = written.replace("\n  ", "\n").split("\n")
    return symbol if f"{GENE_IN_RECORD.symbol}: {symbol}" in lines else None


def _are_plain(texts: Sequence[str]) -> bool:
    """Say whether texts are such that nobody looks for anything in them (``Survey.text``)."""
    joined = SEPARATOR.join(["", *texts])
    return (
        joined.isascii()
        and _TELLING.isdisjoint(joined)
        and MISSING_VALUES.isdisjoint(texts)
        and all(text.isprintable() and text == text.strip() for text in texts)
        and AMBIGUOUS.search(joined) is None
    )
