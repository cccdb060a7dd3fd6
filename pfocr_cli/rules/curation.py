"""T305 and T306: what curators wrote: their marks, and the style of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record import MISSING_VALUES, Record
from pfocr_cli.record.pointer import pointer
from pfocr_cli.regex import regex
from pfocr_cli.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

REJECTED, NOT_HUMAN = "REJECT", "XXX"
"""The marks that the database's curators write into records: no pathway figure; no human organism.
They are data to be found there, and no notes of ours.
"""
_MARKS = {
    REJECTED: "the curators' mark for a figure that is not a pathway",
    NOT_HUMAN: "the curators' mark for an organism that is not human",
}
_SHORT, _LONG = 10, 250
_WORD = regex(r"\w+")
_PANEL = regex(r"(\(?[A-Za-z]\))[ .,:]+")
_THING = (
    r"(?:schemas?|schemes?|schematics?|representations?|presentations?|diagrams?|illustrations?"
    r"|depictions?|drawings?|sketch(?:es)?|cartoons?|overviews?|summary|summaries|models?|figures?"
    r"|pictures?|graphics?|charts?|flow ?charts?|views?|outlines?)"
)
_PREAMBLE = regex(
    r"(?:(?:an?|the|this|our)\s+)?(?:(?:[a-z]+(?:ed|ic|ical|al|ive|ible|ing|le)|current|putative"
    rf"|brief|detailed|{_THING})\s+){{0,3}}{_THING}\s+(?:(?:that|which)\s+)?"
    r"(?:of|for|on|about|to|showing|shows|depicting|depicts|illustrating|illustrates|describing"
    r"|summari[sz]ing|representing|highlighting|explaining|outlining)\b",
    re.IGNORECASE,
)


@rule("T305", "curators-mark", Severity.INFO)
def curators_mark(record: Record) -> Iterator[Problem]:
    """A curator marked the figure as rejected, or its organism as not human.

    Why: `REJECT` as title, number, caption or organism means that the figure shows no pathway,
    `XXX` as organism that it is not human. Neither is a text to be shown; most exports leave such
    figures out.

    Bad:

        figtitle: REJECT

    Good:

        figtitle: Oestrogen in bone

    Fix: it is a mark, not a mistake.
    """
    for key in ("figtitle", "number", "caption"):
        if record.data.get(key) == REJECTED:
            yield _marked(pointer(key), REJECTED)
    organisms = record.data.get("organisms")
    if isinstance(organisms, str) and organisms in _MARKS:
        yield _marked(pointer("organisms"), organisms)
    for index, name in enumerate(organisms if isinstance(organisms, list) else ()):
        if isinstance(name, str) and name in _MARKS:
            yield _marked(pointer("organisms", index), name)


def _marked(where: str, mark: str) -> Problem:
    return Problem(f"{mark} is {_MARKS[mark]}", where, value=mark)


@rule("T306", "title-style", Severity.INFO)
def title_style(record: Record) -> Iterator[Problem]:
    """A title that the database's curators would write otherwise.

    Why: titles are what people search and skim. They have 10 to 250 letters, say what the figure
    shows and not that it is a figure, and are not the paper's title. A panel's letter, `[,]` where
    a citation was taken out, and a final period are left over from the caption.

    Bad:

        figtitle: (A) Schematic representation of oestrogen in bone [,].

    Good:

        figtitle: Oestrogen in bone

    Fix: write a title.
    """
    title = record.text("figtitle")
    if title is None or title in MISSING_VALUES or title == REJECTED:
        return
    for message, run in _flaws(title.strip(), record.text("papertitle") or ""):
        yield Problem(message, "/figtitle", value=run or title, run=run)


def _flaws(title: str, paper: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a title, and the part of it that is."""
    length = len(title)
    if length < _SHORT:
        yield f"the title has {length} letters: a title says what is shown, in {_SHORT} or more", ""
    if length > _LONG:
        yield f"the title has {length} letters: {_LONG} are the most", ""
    panel = _PANEL.match(title)
    if panel is not None:
        yield f"the title begins with a panel's letter, {panel[1]}", panel[1]
    if "[,]" in title:
        yield "the title has [,], left where citations were taken out", "[,]"
    if title.endswith(".") and not title.endswith("..."):
        yield "the title ends with a period", ""
    preamble = _PREAMBLE.match(title, panel.end() if panel else 0)
    if preamble is not None:
        yield f"the title begins with {preamble.group()!r}: say what is shown", preamble.group()
    first = _first_word(title)
    if first and first == _first_word(paper) and _plain(title) == _plain(paper):
        yield "the title is the paper's: say what the figure shows", ""


def _first_word(text: str) -> str:
    word = _WORD.search(text)
    return word.group().casefold() if word else ""


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
