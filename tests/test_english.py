"""What pfocr says is plain English: no message, help text or page has the words listed here."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from program import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_LONGER_SAID = {
    "has not the form": "say what it must be, with an example",
    "is nothing for": "say what cannot be done",
    "there is what": "say how many values, and of what",
    "what the output does not hold": "say how many values cannot be kept",
    "with errors in what a format uses do": "say what is done with a record",
    "not of type": "a curator's word: text, a number, a list",
    "is not valid under any": "say what it can be",
    "additional properties": "say which key is unknown",
    "deserialize": "read",
    "serialize": "write",
    "parse error": "say what is not YAML, and where",
    "regex": "say what it must look like",
    "boolean": "yes or no",
    "instance of": "a thing of what kind",
    "stack trace": "where the bug happened",
    "invalid input": "say which, and what is wrong with it",
    "please try again": "say what to do otherwise",
    "successfully": "quiet success",
    "oops": "",
    "this is a directory": "a folder, as everywhere else",
    "is no valid": "is not a valid",
    "is no approved": "is not an approved",
    "is no usable": "cannot be used as",
    "is no json": "is not JSON",
    "nested too deep": "nested too deeply",
    "none such": "say what there is not",
    "the embedded one": "the one that comes with pfocr",
    "reports of shards one": "join them into one",
    "needs an option": "say which option",
}
"""Words, and what is said instead."""
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def docstrings(tree: ast.Module) -> set[int]:
    """Return the string constants that are statements: they speak to who reads the code."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def said(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that people may read, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    quiet = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node.lineno, node.value


def lapses(text: str) -> list[str]:
    """Return the words of a text that are no longer said."""
    folded = " ".join(text.casefold().split())
    return [words for words in NO_LONGER_SAID if re.search(rf"\b{re.escape(words)}\b", folded)]


def test_no_message_has_words_that_are_no_longer_said() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {words!r} ({NO_LONGER_SAID[words]})"
        for path in sorted((ROOT / "pfocr_cli").rglob("*.py"))
        for line, text in said(path)
        if " " in text
        for words in lapses(text)
    ]
    assert not found, "\n".join(found)


def test_no_page_has_them_either() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {words!r} ({NO_LONGER_SAID[words]})"
        for path in PAGES
        for words in lapses(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_list_is_heeded() -> None:
    assert lapses("The value has  not the\nform of an Identifier") == ["has not the form"]
    assert lapses("a regexp") == []
