"""T304: text that makes the JSON files of the site unreadable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record.changes import Change, Replace
from pfocr_cli.record.pointer import pointer
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.record import Record
    from pfocr_cli.record.reading import Reading

_SEARCH, _INFO = "search.json", "getFigureInfo.json"
_RAW = {
    "figid": _INFO,
    "figid_alias": f"{_SEARCH} and {_INFO}",
    "pmcid": f"{_SEARCH} and {_INFO}",
    "number": _INFO,
    "filename": _SEARCH,
    "year": f"{_SEARCH} and {_INFO}",
    "organisms": f"{_SEARCH} and {_INFO}",
    "organisms_ner": f"{_SEARCH} and {_INFO}",
}
"""Fields that a template of the site pastes as they are."""
_ESCAPED = {"figtitle": f"{_SEARCH} and {_INFO}", "caption": _SEARCH}
"""Fields that are escaped for HTML first, which takes quotation marks; the JSON-LD keywords too."""
_PASTED_OF_CAPTION = 200
_NAMES = ("figid", "figid_alias", "pmcid", "filename")
"""What other files and pages are called by: a person mends them all at once."""
_BREAKS = regex(r'[\x00-\x1f\\"]')
"""What a string of JSON cannot hold as it is (RFC 8259, section 7)."""
_SAID = {
    '"': "a quotation mark",
    "\\": "a backslash",
    "\n": "a line break",
    "\r": "a carriage return",
    "\t": "a tab",
}


@rule("T304", "breaks-the-site", Severity.ERROR, fix="unsafe")
def breaks_the_site(record: Record) -> Iterator[Problem]:
    r"""A backslash, line break or quotation mark in a text that the site pastes into its JSON.

    Why: two templates of the site paste fields of every record into one file each, `search.json`
    and `getFigureInfo.json`. One such letter makes the whole file unreadable, for the site's own
    search and for all programs that fetch it. figid, figid_alias, pmcid, number, filename, year,
    organisms and organisms_ner are pasted as they are; figtitle, the caption's first 200 characters
    and the JSON-LD keywords are escaped for HTML, so that a quotation mark does no harm there.

    Bad:

        figtitle: The \alpha subunit

    Good:

        figtitle: The α subunit

    Fix: as the database's scripts do: a backslash becomes `/`, a line break or tab a space,
    quotation marks and other control characters go. What the record is called by (figid,
    figid_alias, pmcid, filename) is for you to correct, everywhere at once.
    """
    if not _may_break(record.reading):
        return
    data = record.data
    keywords = record.jsonld.get("keywords")
    for key, files in _RAW.items():
        for where, value in _texts(data.get(key), pointer(key)):
            yield from _problem(record, where, value, value, files)
    for key, files in _ESCAPED.items():
        if (text := record.text(key)) is not None:
            pasted = text[:_PASTED_OF_CAPTION] if key == "caption" else text
            yield from _problem(record, pointer(key), text, pasted.replace('"', ""), files)
    for item, word in _texts(keywords, pointer("schema-jsonld", "keywords")):
        yield from _problem(record, item, word, word.replace('"', ""), _SEARCH)


def _may_break(reading: Reading) -> bool:
    """Say whether any text of a record has such a letter: five looks, because most have none."""
    survey = reading.survey
    text, is_known = survey.text, survey.keys_are_text and not survey.breaks
    has_any = '"' in text or "\t" in text or "\r" in text or _BREAKS.search(reading.odd_letters)
    return not is_known or bool(has_any)


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{where}/{index}")


def _problem(record: Record, where: str, text: str, pasted: str, files: str) -> Iterator[Problem]:
    found = list(dict.fromkeys(_BREAKS.findall(pasted)))
    if not found:
        return
    said = " and ".join(
        _SAID.get(letter, f"the control character U+{ord(letter):04X}") for letter in found
    )
    makes = "make" if len(found) > 1 else "makes"
    message = f"{said} in {where[1:]} {makes} the site's {files} unreadable"
    run = next((letter for letter in found if letter.isprintable()), "")
    yield Problem(message, where, value=run or text, run=run, fix=_fix(record, where, text))


def _fix(record: Record, where: str, text: str) -> Fix | None:
    key = where.split("/")[1]
    if key in _NAMES or key == "schema-jsonld":  # an item of the keywords is a gene's or a word
        return None
    plain = re.sub(r"\r?\n|[\r\t]", " ", text.replace("\\", "/"))
    plain = re.sub(r"[\x00-\x1f]" if key in _ESCAPED else r'[\x00-\x1f"]', "", plain).strip()
    places = [where]
    if key == "caption" and record.jsonld.get("description") == text:
        places.append("/schema-jsonld/description")
    changes: tuple[Change, ...] = tuple(Replace(place, plain) for place in places)
    return Fix("write / for a backslash and leave the rest out", safe=False, changes=changes)
