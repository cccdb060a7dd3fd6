"""Data to YAML text as the published records are written: libyaml's emitter, 80 columns, unicode
kept.

Sources: PyYAML's SafeDumper, https://pyyaml.org/wiki/PyYAMLDocumentation; libyaml 0.2's
``emitter.c``; YAML 1.2.2,
https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import yaml

from pfocr_cli.errors import PfocrError
from pfocr_cli.record.scalars import core_value, yaml_11_type
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 80
_LONGEST_KEY = 60
_TEXT_TAG = "tag:yaml.org,2002:str"
_PRINTED = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
"""What libyaml writes as it is.

Line ends other than LF are not: readers take them for different things.
"""
_ESCAPED = regex(f"[^{_PRINTED}\n]")


_PLAIN = regex(r"[A-Za-z][A-Za-z0-9]*(?:[ _./()+-]+[A-Za-z0-9]+)*")
"""Texts that every reader takes for a text, and libyaml writes as they are, but for the words
below.
"""
_WORDS_OF_YAML = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_DIGITS = regex("[1-9][0-9]*")


def yaml_text(data: object) -> str:
    """Return the YAML text of plain data (dict, list, str, int, float, bool, None).

    Every reader of YAML 1.1 or 1.2 gets the same texts from it. It is what libyaml's emitter
    writes; what fits in a line is written without it, many times as fast.
    """
    if type(data) is not dict or not data:
        return _dumped(data)
    _dumper()  # all need it, and what it needs is told before anything is written
    return "".join(_mapping(data, ()))


def _dumped(data: object) -> str:
    text: str = yaml.dump(data, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


def _mapping(data: dict[object, object], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a mapping that is not empty, below the keys that lead to it.

    What does not fit in lines of its own is left to libyaml, as many entries at once as there are
    on end: below the same keys, so that it breaks lines where it would.
    """
    indent = "  " * len(path)
    others: dict[object, object] = {}
    for key, value in data.items():
        lines = _lines(key, value, indent, path)
        if lines is None:
            others[key] = value
            continue
        if others:
            yield _dumped_below(others, path)
            others = {}
        yield lines
    if others:
        yield _dumped_below(others, path)


def _dumped_below(data: dict[object, object], path: tuple[str, ...]) -> str:
    whole: object = data
    for key in reversed(path):
        whole = {key: whole}
    return "".join(_dumped(whole).splitlines(keepends=True)[len(path) :])


def _lines(key: object, value: object, indent: str, path: tuple[str, ...]) -> str | None:
    """Return the lines of an entry; None where libyaml is needed for them."""
    if type(key) is not str or len(key) > _LONGEST_KEY or not _is_plain(key):
        return None
    start = f"{indent}{key}:"
    if type(value) is str:
        text = _in_line(value, len(start) + 1)
        return None if text is None else f"{start} {text}\n"
    if type(value) is list and value:
        items = _items(value, indent)
        return None if items is None else f"{start}\n{items}"
    if type(value) is dict and value:
        return f"{start}\n{''.join(_mapping(value, (*path, key)))}"
    return None


def _items(items: list[object], indent: str) -> str | None:
    """Return the lines of a list of texts, or of mappings of texts; None where it is none."""
    found = []
    for item in items:
        if type(item) is str:
            text = _in_line(item, len(indent) + 2)
            if text is None:
                return None
            found.append(f"{indent}- {text}\n")
            continue
        if type(item) is not dict or not item:
            return None
        start = f"{indent}- "
        for key, value in item.items():
            if type(key) is not str or type(value) is not str or len(key) > _LONGEST_KEY:
                return None
            text = _in_line(value, len(start) + len(key) + 2)
            if text is None or not _is_plain(key):
                return None
            found.append(f"{start}{key}: {text}\n")
            start = f"{indent}  "
    return "".join(found)


def _in_line(text: str, column: int) -> str | None:
    """Return a text as it stands from a column on; None where it does not fit in the line."""
    written = _written(text) if len(text) < _WIDTH else ""
    return written if written and column + len(written) < _WIDTH else None


@lru_cache(2**15)  # many records hold the same genes
def _written(text: str) -> str:
    """Return a text as libyaml writes it where there is room; nothing where that is in lines."""
    if _is_plain(text):
        return text
    if _DIGITS.fullmatch(text):
        return f"'{text}'"
    written = _dumped([text]).removeprefix("- ").removesuffix("\n")
    return "" if "\n" in written else written


@lru_cache(2**15)
def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in _WORDS_OF_YAML


@cache
def _dumper() -> type[yaml.CSafeDumper]:
    """Return libyaml's emitter, made to write each text in the style that all readers agree on.

    Raises:
        PfocrError: PyYAML was built without libyaml.
    """
    if not yaml.__with_libyaml__:
        raise PfocrError(
            "PyYAML was built without libyaml, whose emitter writes the records:"
            " install a wheel of PyYAML"
        )

    class Dumper(yaml.CSafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    Dumper.add_representer(str, _represented)
    return Dumper


def _represented(dumper: yaml.CSafeDumper, text: str) -> yaml.Node:
    # What is short is often there again.
    style = _short_style(text) if len(text) < _WIDTH else _style(text)
    return dumper.represent_scalar(_TEXT_TAG, text, style=style)


@lru_cache(2**15)
def _short_style(text: str) -> str | None:
    return _style(text)


def _style(text: str) -> str | None:
    """Return the style that a text needs; None leaves it to the emitter, which knows most of YAML
    1.1.
    """
    # A block that keeps empty lines at its end makes libyaml close the document with "...", which
    # ends front matter.
    if _ESCAPED.search(text) or text == "\n" or text.endswith("\n\n"):
        return '"'
    if "\n" in text:
        return "|"
    # PyYAML resolves as YAML 1.1 does and not quite: to it 1e5 and y are plain texts. Numbers with
    # commas, which only Ruby reads, stay plain, as they are in the published records.
    other = not isinstance(core_value(text), str) or (
        yaml_11_type(text) is not None and "," not in text
    )
    # A key may begin a line, and must not look like a merge conflict of git there.
    return "'" if other or text.startswith(("<<<<<<<", ">>>>>>>")) else None
