"""A record's description, which in the database says what the caption does: it is read once."""

from __future__ import annotations

from typing import Any

from pfocr_cli.regex import regex

_MARK = "`"
_PLACEHOLDER = f"description{_MARK}"
_KEY = "\n  description: "
_INDENT = "\n    "
_END = regex(r"\n(?! {4})")


def without_description(text: str) -> tuple[str, str | None]:
    """Return a record's text with a placeholder for its description, and what that says; the text
    as it is and None where that is not clear.

    What is clear is a scalar on one line or some, plain or in single quotes, whose words have one
    space between them: there a line break is one.
    """
    at = text.find(_KEY)
    if at < 0 or (_MARK in text and _PLACEHOLDER in text):
        return text, None
    start = at + len(_KEY)
    end = _END.search(text, start)
    said = _said(text[start : end.start()]) if end else None
    if end is None or said is None:
        return text, None
    return f"{text[:start]}{_PLACEHOLDER}{text[end.start() :]}", said


def put_back(data: dict[Any, Any], description: str) -> bool:
    """Put the description into the data of a text that was read without; False where it is another
    text than the caption, or no description.
    """
    jsonld, caption = data.get("schema-jsonld"), data.get("caption")
    if (
        not isinstance(jsonld, dict)
        or jsonld.get("description") != _PLACEHOLDER
        or caption != description
    ):
        return False
    jsonld["description"] = caption
    return True


def _said(written: str) -> str | None:
    text = written.replace(_INDENT, " ")
    if text[:1] == "'":
        inner = text[1:-1]
        if text[-1:] != "'" or "'" in inner.replace("''", ""):
            return None
        text = inner.replace("''", "'")
    elif not text[:1].isalpha() or ": " in text or " #" in text or text[-1:] == ":":
        return None
    is_clear = " " in text and "  " not in text and "\n" not in text and text == text.strip()
    return text if is_clear else None
