"""``lexicon info``: which gene names and vocabularies are in use, and whether they are unharmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import word_table_source
from pfocr_cli.terminal import results
from pfocr_cli.terminal.safe_json import encode
from pfocr_cli.vocabularies.store import NAMES, open_vocabulary

if TYPE_CHECKING:
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.vocabularies.store import Store


_COLUMN = 14
"""Where what is told begins, behind its name."""


def tell_lexicon(named: str | None, form: Literal["text", "json"]) -> None:
    """Check the lexicon that is named, and the vocabularies, and say what they are.

    Raises:
        PfocrError: one of them is not what it was made as.
    """
    opened, vocabularies = open_lexicon(named), [open_vocabulary(name) for name in NAMES]
    opened.verify()
    for vocabulary in vocabularies:
        vocabulary.verify()
    if form == "json":
        more = [{**each.head.as_json(), "path": str(each.path)} for each in vocabularies]
        told = {**opened.release.as_json(), "path": str(opened.path), "vocabularies": more}
        results.lines(encode(told, indent=2))
        return
    _tell_lexicon(opened)
    for vocabulary in vocabularies:
        _tell_vocabulary(vocabulary)


def _tell_lexicon(opened: Lexicon) -> None:
    release = opened.release
    results.line(f"HGNC release  {release.hgnc}")
    results.line(f"file          {opened.path}")
    results.sentence(f"sha256        {release.sha256} (checked)", _COLUMN)
    for source in release.sources:
        _tell_source(source.what, source.origin, source.licence, f"sha256 {source.sha256}")
    table = word_table_source()
    _tell_source(table.what, table.origin, table.licence, f"sha256 {table.sha256}")
    for what, count in release.counts.items():
        results.line(f"{count:>13,} {what}")


def _tell_vocabulary(vocabulary: Store) -> None:
    head = vocabulary.head
    _tell_source(head.name, str(vocabulary.path), f"sha256 {head.sha256} (checked)")
    for part in head.parts:
        _tell_source("", part.origin, part.licence, f"sha256 {part.sha256}")
    for what, count in head.counts.items():
        if count:  # MeSH keeps no list of what it retired
            results.line(f"{count:>13,} {what} ids of {head.name}")


def _tell_source(what: str, *told: str) -> None:
    if results.width() is None:
        results.line(f"{what:<{_COLUMN}}{'; '.join(told)}")
        return
    for number, text in enumerate(told):
        is_named = bool(what) and not number
        results.sentence(f"{what if is_named else '':<{_COLUMN}}{text}", _COLUMN if is_named else 0)
