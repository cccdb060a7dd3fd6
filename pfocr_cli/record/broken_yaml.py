"""What is wrong where the parser of YAML stops, in the words of who wrote the text.

The parser says what it looked for (``did not find expected key``), and often stops a line below
what is wrong. What people, spreadsheets and scripts write of that kind is told apart here, by the
parser's complaint, by the letters there, and by what it had read last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.regex import regex
from pfocr_cli.wording import plural, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_BLANK = regex(r"[ ]*(?:- +)*(?P<key>[A-Za-z@][\w@-]*):(?P<value>[^\s:/][^\n\r]*)")
_NO_BLANK_AFTER_DASH = regex(r"[ ]*-[^\s-]")
_KEY_BEFORE = regex(r"[ ]*(?:- +)*['\"]?[A-Za-z@][\w@-]*['\"]?[ ]*\Z")
_NEXT_LINE = regex(r"[\n\r][ ]*(?:- |[A-Za-z@][\w@-]*:[ \n\r])")
"""A key or an item: what is no part of a text that is folded."""
_LINE_ENDED = regex(r"([\x85\u2028\u2029])[ ]*\Z")
"""What ends a line for YAML 1.1, which the parser reads, and in no editor."""
_COMMENTS = regex(r"[ \t]+#[^\n\r]*(?:[\n\r][ \t]*(?:#[^\n\r]*)?)*")
_VALUE_IN_QUOTES = regex(r"[ ]*:?\s*['\"]")
_QUOTES = ("'", '"')
_QUOTE_WHOLE = "quote the text whole"
_SHOWN = 30
_LONGEST_KEY = 1_024
"""Letters of a key that YAML allows (1.2.2, section 7.4.2)."""


class LastRead(NamedTuple):
    """What the parser had read before it stopped: where it stands, and whether it is a text."""

    start: int
    end: int
    is_text: bool


class Stop(NamedTuple):
    """Where and why the parser stopped: in its words, at ``at``, within what began at ``began``."""

    said: str
    at: int
    began: int


class BrokenPlace(NamedTuple):
    """What is wrong, and where."""

    message: str
    at: int


def told_of_broken(text: str, stop: Stop, last_read: Callable[[], LastRead]) -> BrokenPlace | None:
    """Say what is wrong with a text that the parser stopped in; None where that is not known."""
    for words, teller in _TELLERS.items():
        if words in stop.said:
            last = last_read()
            return _open_quote(text, stop.at, last) or teller(text, stop, last)
    return None


def _open_quote(text: str, at: int, last: LastRead) -> BrokenPlace | None:
    """Tell of a text that goes on to the quote of another one, behind which the parser stops."""
    start = last.start
    if not (last.is_text and text[start] in _QUOTES):  # the one after it was not yet told of
        value = _VALUE_IN_QUOTES.match(text, last.end)
        start = value.end() - 1 if value else at
    quote, run = text[start : start + 1], text[start:at].rstrip(" \t")
    if len(run) < 2 or quote not in _QUOTES or run[-1] != quote or not _NEXT_LINE.search(run):
        return None
    below = plural(max(run.count("\n"), run.count("\r")), "line")
    return BrokenPlace(
        f"the quote is not closed: the text goes on to the next {quote}, {below} below", start
    )


def _line_ended(text: str, at: int) -> BrokenPlace | None:
    """Tell of a letter that ends the line unseen, where what the parser stopped at comes next."""
    letter = _LINE_ENDED.search(text, _line_start(text, at), at)
    if letter is None:
        return None
    message = (
        f"to readers of YAML the invisible letter U+{ord(letter[1]):04X} ends the line here: write "
        "a blank, or nothing, in its place"
    )
    return BrokenPlace(message, letter.start())


def _no_key(text: str, stop: Stop, last: LastRead) -> BrokenPlace | None:
    """Where a key was to come, something else did: most often the rest of a value."""
    if ended := _line_ended(text, stop.at):
        return ended
    between = text[last.end : stop.at]
    if last.is_text and _COMMENTS.fullmatch(between):
        return BrokenPlace(_CUT, last.end + between.index("#"))
    if not between.strip(" \t") and (rest := _rest_of_value(text, stop.at, last)):
        return rest
    if text[stop.at : stop.at + 1] == ":":
        return BrokenPlace("no key stands before the colon", stop.at)
    before = text[_line_start(text, stop.at) : stop.at].strip(" ")
    if len(before) == 1 and not before.isprintable():
        message = f"the invisible letter U+{ord(before):04X} begins the line: remove it"
        return BrokenPlace(message, stop.at - 1)
    return None if before else BrokenPlace(_MISPLACED, stop.at)


def _rest_of_value(text: str, at: int, last: LastRead) -> BrokenPlace | None:
    """Tell of what follows a value on its line."""
    opening, rest = text[last.start : last.start + 1], _shown(text, at)
    if rest == "','":
        return BrokenPlace("a comma follows the text, as in JSON: remove it", at)
    if last.is_text and opening in _QUOTES:
        inside = "''" if opening == "'" else '\\"'
        message = (
            f"the text in quotes ends before {rest}: {_QUOTE_WHOLE}, and write {inside} for each "
            f"{opening} in it"
        )
        return BrokenPlace(message, at)
    if last.is_text and opening == "&":
        return BrokenPlace(f"to YAML & begins a name: {_QUOTE_WHOLE}", last.start)
    what = {"]": "list", "}": "mapping"}.get(text[last.end - 1 : last.end])
    if last.is_text or what is None:
        return None
    return BrokenPlace(f"to YAML the {what} in brackets ends before {rest}: {_QUOTE_WHOLE}", at)


_CUT = (
    "the text ends here, because a blank and # begin a comment, and goes on below: quote it whole"
)
_LONG_KEY = f"a key has at most {_LONGEST_KEY:,} letters: shorten it; if it is none, {_QUOTE_WHOLE}"
_MISPLACED = (
    "the line begins in another column than those that it belongs to, or what it belongs to is "
    "missing: look at the indentation here and in the lines above"
)


def _colon(text: str, stop: Stop, last: LastRead) -> BrokenPlace | None:
    """A colon that begins a value where none can be."""
    start = _line_start(text, stop.at)
    before = text[start : stop.at]
    is_first = start <= last.start and not text[start : last.start].strip(" -")
    if is_first and len(before) > _LONGEST_KEY:
        return BrokenPlace(_LONG_KEY, last.start)
    if _KEY_BEFORE.match(before) and before[:1] == " ":
        message = (
            "the line is indented as the rest of the text above, and has a colon: if it is a key, "
            "begin it in the column of the other keys; if not, quote the text above whole"
        )
        return BrokenPlace(message, stop.at)
    if missing := _missing_blank(text, _line_start(text, start - 1)):
        return missing
    if _KEY_BEFORE.match(before):
        return BrokenPlace("the text above has no key: write it as `key: value`", stop.at)
    return BrokenPlace(
        f"a colon ends a key, and this one is inside a text: {_QUOTE_WHOLE}", stop.at
    )


def _missing_blank(text: str, start: int) -> BrokenPlace | None:
    """Tell of a line that has no blank after its key's colon."""
    line = _NO_BLANK.match(text, start)
    if line is None:
        return None
    written = f"{line['key']}: {shortened(line['value'], _SHOWN)}"
    return BrokenPlace(f"no blank stands after the colon: write {quoted(written)}", line.end("key"))


def _no_colon(text: str, stop: Stop, _: LastRead) -> BrokenPlace | None:
    """A line that has no key; the parser stops below it."""
    if ended := _line_ended(text, stop.began):
        return ended
    start = _line_start(text, stop.began)
    if missing := _missing_blank(text, start):
        return missing
    line = text[start:].partition("\n")[0]
    if _NO_BLANK_AFTER_DASH.match(line):
        return BrokenPlace(
            "no blank stands after the dash: write - and a blank before each item", start
        )
    if text[stop.at : stop.at + 1] == ":" and stop.at - stop.began > _LONGEST_KEY:
        return BrokenPlace(_LONG_KEY, stop.began)
    if (": " in line and text[stop.began] not in "[{") or not line.strip():
        return None
    message = (
        "the line has no key: begin it with blanks if it goes on with the text above, or write "
        "it as `key: value`"
    )
    return BrokenPlace(message, stop.began)


def _first_letter(text: str, stop: Stop, last: LastRead) -> BrokenPlace | None:
    """A letter that begins no plain text."""
    letter = text[stop.at : stop.at + 1]
    if letter == "\t":
        return _tab(text, stop, last)
    if not letter or letter.isspace():
        return None
    if ended := _line_ended(text, stop.at):
        return ended
    if letter.isalnum() or letter in _QUOTES:  # a text can begin so, but no text can be here
        return BrokenPlace(_MISPLACED, stop.at)
    return BrokenPlace(
        f"a text cannot begin with {letter} unless it is in quotes: quote it", stop.at
    )


def _tab(text: str, stop: Stop, _: LastRead) -> BrokenPlace | None:
    told = BrokenPlace("a tab begins the line: indent with spaces, not tabs", stop.at)
    return _line_ended(text, stop.at) or told


def _sign(text: str, stop: Stop, _: LastRead) -> BrokenPlace | None:
    """A letter that begins something of YAML's own at the beginning of a value."""
    what = {
        "*": "begins a name, and none follows",
        "&": "begins a name, and none follows",
        "|": "begins a text on the lines below",
        ">": "begins a text on the lines below",
        "%": "begins an instruction",
        "!": "begins the name of a type",
    }
    sign = text[stop.began : stop.began + 1]
    meaning = what.get(sign)
    return BrokenPlace(f"to YAML {sign} {meaning}: {_QUOTE_WHOLE}", stop.began) if meaning else None


def _bracket(text: str, stop: Stop, last: LastRead) -> BrokenPlace | None:
    """A list or mapping in brackets that does not go on as one."""
    if text[stop.at : stop.at + 1] == ":" and stop.at - last.start > _LONGEST_KEY and last.is_text:
        return BrokenPlace(_LONG_KEY, last.start)
    opening = text[stop.began : stop.began + 1]
    closing = {"[": "]", "{": "}"}.get(opening)
    if closing is None:
        return None
    if "\n" not in text[stop.began : stop.at]:
        message = (
            f"a comma or {closing} is missing here in what {opening} opens: write it, or quote "
            "the text that has such letters in it"
        )
        return BrokenPlace(message, stop.at)
    what = "list" if opening == "[" else "mapping"
    message = (
        f"to YAML {opening} begins a {what} without its {closing}: write it, or quote the text"
    )
    return BrokenPlace(message, stop.began)


def _quote(_: str, stop: Stop, __: LastRead) -> BrokenPlace | None:
    return BrokenPlace("the quote is not closed: close it where the text ends", stop.began)


def _second(_: str, stop: Stop, __: LastRead) -> BrokenPlace | None:
    message = "to YAML the record ends above, and this belongs to nothing: look at the lines above"
    return BrokenPlace(message, stop.at)


def _escape(_: str, stop: Stop, __: LastRead) -> BrokenPlace | None:
    message = r"in double quotes \ begins an escape, and this is none: write \\, or single quotes"
    return BrokenPlace(message, stop.at)


_TELLERS: dict[str, Callable[[str, Stop, LastRead], BrokenPlace | None]] = {
    "did not find expected key": _no_key,
    "did not find expected '-' indicator": _no_key,
    "mapping values are not allowed": _colon,
    "found unexpected ':'": _colon,
    "could not find expected ':'": _no_colon,
    "cannot start any token": _first_letter,
    "mapping keys are not allowed": _first_letter,
    "block sequence entries are not allowed": _first_letter,
    "did not find expected node content": _first_letter,
    "a tab character": _tab,
    "while scanning an alias": _sign,
    "while scanning an anchor": _sign,
    "while scanning a block scalar": _sign,
    "while scanning a directive": _sign,
    "while scanning a tag": _sign,
    "undefined tag handle": _sign,
    "while parsing a flow": _bracket,
    "scanning a quoted scalar": _quote,
    "<document start>": _second,
    "unknown escape character": _escape,
    "hexdecimal number": _escape,
}
"""By words of the parser's complaint: libyaml's, and where they are the same ruamel.yaml's own."""


def _line_start(text: str, at: int) -> int:
    at = max(at, 0)
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _shown(text: str, at: int) -> str:
    rest = text[at:].partition("\n")[0].partition("\r")[0]
    return quoted(shortened(rest.strip(), _SHOWN))
