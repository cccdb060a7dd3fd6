"""A record's data written as YAML in the ways that people and programs write it, at random: quoted
and flowing, folded and in blocks, with comments, anchors and blank lines.

Source: YAML 1.2.2, chapters 7 and 8, https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import json
import re
from itertools import count
from random import Random
from typing import Any

_PLAIN = re.compile(r"[A-Za-z/α-ω][^:#\n\t\\]*[^\s:#\n]")
_RESERVED = {"no", "yes", "null", "true", "false", "on", "off", "y", "n"}
_NEVER_IN_FLOW = set(",[]{}")


def front_matter(data: dict[str, Any], random: Random) -> str:
    """Return data as the front matter of a file."""
    number = count()
    anchored = re.sub("&anchor ", lambda _: f"&a{next(number)} ", _block(data, random, 0))
    text = f"---\n{anchored}---\n"
    return text.replace("\n", "\r\n") if random.random() < 0.2 else text


def _block(value: dict[str, Any] | list[Any], random: Random, indent: int) -> str:
    pad, out = " " * indent, ""
    pairs = value.items() if isinstance(value, dict) else [("", item) for item in value]
    for key, below in pairs:
        out += random.choice([*[""] * 9, f"{pad}# own comment\n", "\n"])
        out += pad + (f"{_key(key, random)}:" if isinstance(value, dict) else "-")
        out += _value(below, random, indent)
    return out


def _key(key: str, random: Random) -> str:
    if key.startswith("@"):
        return f"'{key}'"
    return random.choice([*[key] * 8, f'"{key}"', f"'{key}'"])


def _value(value: Any, random: Random, indent: int) -> str:
    comment = random.choice([*[""] * 7, "  # comment"])
    if isinstance(value, dict | list):
        if not value or random.random() < 0.15:
            return f" {_flow(value, random)}{comment}\n"
        return f"{comment}\n{_block(value, random, indent + 2)}"
    text = _scalar(value, random, indent, in_flow=False)
    is_long = "\n" in text
    return f" {text}{'' if is_long else comment}\n"


def _flow(value: Any, random: Random) -> str:
    if isinstance(value, dict):
        pairs = (f"{_key(key, random)}: {_flow(below, random)}" for key, below in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(below, random) for below in value)}]"
    return _scalar(value, random, 0, in_flow=True)


def _scalar(value: Any, random: Random, indent: int, *, in_flow: bool) -> str:
    if not isinstance(value, str):
        return str(value)
    style = random.choice([*["plain"] * 9, "single", "double", "block", "folded", "anchor"])
    pad = " " * (indent + 2)
    if style == "block" and not in_flow and value == value.strip() != "":
        return "|-\n" + "\n".join(f"{pad}{line}" if line else "" for line in value.split("\n"))
    if "\n" in value or style == "double":
        return json.dumps(value, ensure_ascii=random.random() < 0.3)
    if style == "folded" and not in_flow and value == " ".join(value.split()) != "":
        return f">-\n{pad}{value}"
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _RESERVED
    if style != "single" and is_plain and not (in_flow and _NEVER_IN_FLOW & set(value)):
        return f"&anchor {value}" if style == "anchor" else value
    return "'" + value.replace("'", "''") + "'"
