"""Data to YAML text as the published records are written: libyaml's emitter, 80 columns, unicode
kept.

Sources: PyYAML's SafeDumper, https://pyyaml.org/wiki/PyYAMLDocumentation; libyaml 0.2's
``emitter.c``; YAML 1.2.2,
https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import re
from functools import cache

import yaml

from pfocr_cli.errors import PfocrError
from pfocr_cli.record.scalars import core_value, yaml_11_type

_WIDTH = 80
_TEXT_TAG = "tag:yaml.org,2002:str"
_PRINTED = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
"""What libyaml writes as it is.

Line ends other than LF are not: readers take them for different things.
"""
_ESCAPED = re.compile(f"[^{_PRINTED}\n]")


def yaml_text(data: object) -> str:
    """Return the YAML text of plain data (dict, list, str, int, float, bool, None).

    Every reader of YAML 1.1 or 1.2 gets the same texts from it.
    """
    text: str = yaml.dump(data, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


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
    return dumper.represent_scalar(_TEXT_TAG, text, style=_style(text))


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
