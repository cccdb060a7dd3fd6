"""Data to YAML text as the published records are written: libyaml's emitter, 80 columns, unicode
kept.

Sources: PyYAML's SafeDumper, https://pyyaml.org/wiki/PyYAMLDocumentation; libyaml 0.2's
``emitter.c`` for what PyYAML's own emitter does otherwise; YAML 1.2.2,
https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml
from yaml.emitter import Emitter

from pfocr_cli.record.scalars import core_value, yaml_11_type

_WIDTH = 80
_TEXT_TAG = "tag:yaml.org,2002:str"
_PRINTED = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
"""What libyaml writes as it is.

Line ends other than LF are not: readers take them for different things.
"""
_ESCAPED = re.compile(f"[^{_PRINTED}\n]")
_ESCAPED_IN_QUOTES = re.compile(f'[^{_PRINTED}]|["\\\\]')


def yaml_text(data: Any) -> str:
    """Return the YAML text of plain data (dict, list, str, int, float, bool, None).

    Every reader of YAML 1.1 or 1.2 gets the same texts from it.
    """
    text: str = yaml.dump(data, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


@cache
def _dumper() -> Any:
    """Return libyaml's emitter; where PyYAML was built without it, its own, made to write the
    same.
    """
    return _configured(yaml.CSafeDumper if yaml.__with_libyaml__ else _AsLibyaml)


def _configured(base: Any) -> Any:
    dumper: Any = type("Dumper", (base,), {"ignore_aliases": lambda self, data: True})
    dumper.add_representer(str, _represented)
    return dumper


def _represented(dumper: Any, text: str) -> yaml.Node:
    node: yaml.Node = dumper.represent_scalar(_TEXT_TAG, text, style=_style(text))
    return node


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


class _AsLibyaml(yaml.SafeDumper):
    """PyYAML's own emitter, with libyaml's ways where the two differ."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Fold at spaces without a backslash, and escape one letter at a time, as libyaml does."""
        self.write_indicator('"', True)
        after_space = False
        for index, letter in enumerate(text):
            piece = letter
            if _ESCAPED_IN_QUOTES.match(letter):
                piece = _escape(letter)
            elif (
                letter == " "
                and split
                and not after_space
                and self.column > self.best_width
                and 0 < index < len(text) - 1
            ):
                self.write_indent()
                piece = "\\" if text[index + 1] == " " else ""
            self.column += len(piece)
            self.stream.write(piece)
            after_space = letter == " "
        self.write_indicator('"', False)

    def check_simple_key(self) -> bool:
        """Take the empty key for a simple one, none with a CR, and the length in bytes, as libyaml
        does.
        """
        if not isinstance(self.event, yaml.ScalarEvent):
            return bool(super().check_simple_key())
        if self.analysis is None:
            self.analysis = self.analyze_scalar(self.event.value)
        one_line = not self.analysis.multiline and "\r" not in self.event.value
        return one_line and len(self.event.value.encode()) <= 128


def _escape(letter: str) -> str:
    code = ord(letter)
    if known := Emitter.ESCAPE_REPLACEMENTS.get(letter):
        return f"\\{known}"
    return (
        f"\\x{code:02X}"
        if code < 0x100
        else f"\\u{code:04X}"
        if code < 0x10000
        else f"\\U{code:08X}"
    )
