"""Front matter: the YAML between two ``---`` lines at the head of a Markdown file.

Source: Jekyll's documentation, https://jekyllrb.com/docs/front-matter/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.record.fault import Fault, ReadingError
from pfocr_cli.record.source import Span
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    import re

_OPENS, _CLOSES = "---\n", "\n---\n"
_OPENING = regex(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING_AFTER_LF = regex(r"\n((?:---|\.\.\.)[ \t]*)(?=\r|\n|\Z)")
_CLOSING_AFTER_CR = regex(r"\r((?:---|\.\.\.)[ \t]*)(?=\r|\n|\Z)")
_CONFLICT = regex(r"(?:\A|(?<=[\n\r]))(?:<{7}|>{7})(?: [^\n\r]*)?(?=[\n\r]|\Z)")
_SECOND_RECORD = regex(r"[\n\r](figid[ \t]*:[^\n\r]*)")


def is_open(text: str) -> bool:
    """Say whether text begins as front matter does."""
    return _OPENING.match(text) is not None


def span_of(text: str) -> Span:
    """Return where the YAML between the two lines is.

    Raises ReadingError (P003) where text is empty, has no opening line or no closing one.
    """
    opening = _OPENING.match(text)
    if opening is None:
        raise ReadingError(_missing(text))
    closing = _closing(text)
    if closing is None:
        message = "the front matter is not closed: no line `---` follows the first"
        raise ReadingError(Fault("P003", message, Span(0, 3), "---"))
    return Span(opening.end(), closing.start(1))


def likely_span(text: str) -> Span | None:
    """Return where the YAML is if no line in it closes it: of a file that opens and ends with such
    a line, as nearly all do. Which that is costs more to find than to guess.
    """
    if text.startswith(_OPENS) and text.endswith(_CLOSES):
        return Span(len(_OPENS), len(text) - len(_OPENS))
    return None


def _closing(text: str) -> re.Match[str] | None:
    if "\r" not in text:
        # Such looks are many times faster than the pattern, which goes from line to line.
        dashes = text.find("\n---")
        is_first = "\n..." not in text[:dashes]
        return _CLOSING_AFTER_LF.search(text, dashes if is_first else 0)
    # Two patterns that begin with one letter each are faster than one that does not.
    closings = [pattern.search(text) for pattern in (_CLOSING_AFTER_LF, _CLOSING_AFTER_CR)]
    return min(filter(None, closings), key=lambda match: match.start(), default=None)


def is_all(text: str, block: Span) -> bool:
    """Say whether nothing but white space follows the front matter's closing line."""
    return not text[block.end :].strip("-. \t\r\n")


def _missing(text: str) -> Fault:
    if not text.strip():
        return Fault("P003", "the file is empty", Span(0, 0))
    line = text.partition("\n")[0].partition("\r")[0]
    return Fault("P003", "no front matter: the first line must be `---`", Span(0, len(line)), line)


def second_record_in(text: str, block: Span) -> Fault | None:
    """Return a P004 fault where another record follows the front matter: only the first would be
    read.
    """
    second = _SECOND_RECORD.search(text, block.end)
    if second is None:
        return None
    message = "a second record begins here: a file holds one, and readers see only the first"
    return Fault("P004", message, Span(*second.span(1)), second[1])


def conflict_in(text: str) -> Fault | None:
    """Return one P004 fault, at the first marker, where text holds unresolved merge conflicts of
    git.
    """
    if not _may_conflict(text):
        return None
    markers = list(_CONFLICT.finditer(text))
    if not markers:
        return None
    count = sum(marker.group().startswith("<") for marker in markers)
    many = f"{count} unresolved merge conflicts" if count > 1 else "an unresolved merge conflict"
    message = f"{many}: choose a side and remove the markers"
    return Fault("P004", message, Span(*markers[0].span()), markers[0].group())


def _may_conflict(text: str) -> bool:
    # A look for one letter takes a twentieth of one for seven, and few texts have either.
    return ("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text)
