"""Links in a terminal: text that leads to an address (OSC 8,
https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TextIO
from urllib.parse import quote

from pfocr_cli.regex import regex

_FOLLOWS_NONE = regex(r"dumb$|linux$|screen|vt\d|ansi$|cygwin$|eterm")
_VTE_WITH_LINKS = 5000
_LINK = regex(r" ?\blink (\S+)")


def follows_links(stream: TextIO) -> bool:
    """Say whether a stream is a terminal that takes a link for what it is.

    One that does not know links passes over them; left out are those that print them, by their
    names, as GCC does it (-fdiagnostics-urls,
    https://gcc.gnu.org/onlinedocs/gcc/Diagnostic-Message-Formatting-Options.html).
    FORCE_HYPERLINK (1 or 0) overrules it, but makes no terminal of a file.
    """
    if not stream.isatty():
        return False
    if forced := os.environ.get("FORCE_HYPERLINK"):
        return forced != "0"
    if os.environ.get("NO_COLOR") or _FOLLOWS_NONE.match(os.environ.get("TERM", "dumb")):
        return False
    vte = os.environ.get("VTE_VERSION", "")
    return not vte.isdecimal() or int(vte) >= _VTE_WITH_LINKS


def linked(style: str, address: str) -> str:
    """Return a rich style whose text leads to an address."""
    return f"{style} link {address}".lstrip() if address else style


def parted(style: str) -> tuple[str, str]:
    """Return a style that leads nowhere, and the address that it led to."""
    found = _LINK.search(style)
    return (style.replace(found[0], ""), found[1]) if found else (style, "")


@lru_cache(maxsize=16)
def file_address(shown: str) -> str:
    """Return the address of a file that is there, by its path; nothing of any other name."""
    if not os.path.isfile(shown):
        return ""
    path = os.path.abspath(shown).replace(os.sep, "/")
    return f"file://{quote(os.fsencode(path if path.startswith('/') else f'/{path}'), safe='/:')}"
