"""Texts on the brink of YAML and JSON, made at random: what the two readers must agree on.

One grammar for the property tests (which pass hypothesis' own ``Random`` and so can shrink what
fails) and for the long runs of ``bench/fuzz_readers.py``. Sources: YAML 1.2.2, chapters 5 to 9,
https://yaml.org/spec/1.2.2/; RFC 8259.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from random import Random
from typing import Any

Make = Callable[[Random], str]

_WORDS = ["a", "IFNG", "NO", "word here", "é", "😀", "x" * 90, "5-HT", "p53/p21", "C#", "a:b"]
_WORDS += ["~x"]
_ODD = [
    "", "~", "null", "Null", "NULL", "nULL", "true", "True", "TRUE", "tRUE", "false", "yes", "On",
    ".inf", "-.inf", "+.INF", ".Inf", ".iNF", ".nan", ".NaN", ".NAN", "-.nan", "+.nan", "inf",
    "NaN",
    "1:30", "190:20:30.15", "2001-12-14", "2001-12-14t21:59:43.10-05:00", "<<", "=", "-", "+", ".",
    "..", "...", "--", "- -", "0x", "0o", "0b", "0xg", "0o8", "0X1F", "0O17", "0b11", "+0x1F",
    "-0x1F", "-0o7", "1_000", "0x_1", "1__0", "1,000", "1e", "1e+", "e5", ".e5", "1.e5", "1.5.2",
    "1e5.0", "٣", "1٣", "１", "½", "@x", "`x", "%x", "x%", "!", "!x", "!!str x", "&x", "&x y",
    "*x",
    "? x", ": x", "x: y", "x:", "x :y", "x #y", "x#y", "x # y", "#x", "#", "{", "}", "[", "]", ",",
    "{}", "[]", "{ }", "[ ]", "[a, b]", "{a: b}", "{a}", "[a: b]", "[a", "a]", "|x", ">x", "| x",
    "'", '"', "''", '""', "'a", 'a"', "\\", "\\n", "x\\", "x\ty", "\tx", "x\t", "x\t# y", "x ",
    " x", "x\u00a0", "\u00a0", "\u3000", "\u2028", "x\u2028y", "\u2029", "\x85", "x\x85y", "\ufeff",
    "x\ufeffy", "\x7f", "\x07", "\x00", "\ufffe", "\U0010ffff", "x\ry", "\x0b", "\x0c", "\u200b",
]  # fmt: skip
_SOUND = [
    text
    for text in _ODD
    if text.isprintable()
    and text[:1] not in "&*!?{}[]%@`|>,'\""
    and ": " not in text
    and not text.endswith(":")
]
_LINE_ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\n \n", "\n\t\n", " \n", "\t\n", "\n#\n", ""]
_COMMENTS = [""] * 8 + [
    " # c",
    " #",
    "\t# c",
    " #\tc",
    " # a: b",
    "  ",
    "\t",
    "#",
    " # 'c",
    " #\u2028",
]
_KEYS = [
    "a", "b", "figid", "c d", "'e'", '"f"', "'g: h'", "0x1F", "1", "1.0", "true", "null", "~", "",
    "? k", "-k", "k:l", "[]", "{}", "&x k", "*x", "<<", "k\u00a0", "k#l", ".inf", "é", "x" * 70,
    "0xffffffffffffffffff", "12345678901234567890",
]  # fmt: skip
_TAILS = [
    "", "", "", "", "...\n", "---\n", "--- x\n", "...\na: b\n", "# end", "# end\n", "oops\n",
    "- x\n",
    " x\n", "\n\n", " \n", "  ", "\t", "}\n", "@\n", "? \n", ": \n", "%A\n", "\ufeff", "\x00",
]  # fmt: skip


_FEW = (1, 2, 3, 5, 8, 14)
_MANY = (15, 15, 16, 17, 18, 19, 20, 21, 22, 24, 40, 309, 700)


def digits(random: Random, alphabet: str = "0123456789", *, calm: bool = False) -> str:
    """Return digits, most often few, at times about as many as a limit of some reader."""
    few = calm and random.random() < 0.9
    around = random.choice(_FEW if few else (*_FEW, *_MANY))
    length = max(1, around + random.randint(-1, 1))
    kind = random.random()
    if kind < 0.15:
        return alphabet[-1] * length
    if kind < 0.3:
        return "0" * (length - 1) + random.choice(alphabet)
    if kind < 0.4:
        return random.choice(alphabet) + "0" * (length - 1)
    return "".join(random.choice(alphabet) for _ in range(length))


def number(random: Random, *, calm: bool = False) -> str:
    """Return a number, or what is nearly one."""
    sign = random.choice(("", "", "", "-", "+"))
    match random.randrange(8 if calm else 9):
        case 0 | 1 | 2:
            text = digits(random, calm=calm)
        case 3:
            text = random.choice(("0x", "0x", "0x", "0X")) + digits(
                random, "0123456789abcdefABCDEF", calm=calm
            )
        case 4:
            text = random.choice(("0o", "0o", "0O", "0")) + digits(random, "01234567", calm=calm)
        case 5:
            text = "0b" + digits(random, "01", calm=calm)
        case 6:
            before = random.choice(("", digits(random, calm=calm)))
            text = f"{before}.{random.choice(('', digits(random, calm=calm)))}"
        case 7:
            base = digits(random, calm=calm)
            base += random.choice(("", ".", ".5", "." + digits(random, calm=calm)))
            exponent = random.choice("eE") + random.choice(("", "-", "+"))
            text = base + exponent + digits(random, calm=calm)
        case _:
            text = random.choice((
                "9223372036854775807", "9223372036854775808", "18446744073709551615",
                "18446744073709551616", "9007199254740993", "1000000000000000", "999999999999999",
                "0x7fffffffffffffff", "0x8000000000000000", "0o777777777777777777777",
                "0o1000000000000000000000", "1e999", "1e-999", "1e15", "4.9e-324", "1e999999999",
                "1.7976931348623159e308", "1e22", "1e23", "0.1", "123456789012345.6", "-0", "-0.0",
                "9007199254740992.5", "2.2250738585072011e-308",
            ))  # fmt: skip
    if random.random() < 0.1:
        place = random.randint(0, len(text))
        text = text[:place] + random.choice("_,:. x-+e'") + text[place:]
    return sign + text


def quoted(random: Random) -> str:
    """Return a quoted scalar, at times over several lines or not closed."""
    mark = random.choice("''\"")
    inner = "".join(
        random.choice(
            (
                "a",
                " ",
                "b",
                ": ",
                " #",
                "\n",
                "\n\n",
                "\n ",
                "\n    ",
                "''",
                '\\"',
                "\\n",
                "\\x41",
                "\\u2028",
                "\\\n",
                "\\z",
                "é",
                ",",
                "- ",
                "\t",
                "\r\n",
                number(random),
                "\\/",
                "\\ ",
            )
        )
        for _ in range(random.randrange(5))
    )
    return mark + inner + (mark if random.random() < 0.95 else "")


def block(random: Random) -> str:
    """Return a block scalar: header, comment, and lines (or none)."""
    header = random.choice("|>") + random.choice((
        "", "", "-", "+", "2", "2-", "-2", "+1", "1+", "4", "0", "9", "--", "22", "+-", "x", " ",
        "\t",
    ))  # fmt: skip
    lines = "".join(
        random.choice(("\n", "\n", "\n ", "\n  ", "\n   ", "\n    ", "\n\t", "\r\n  ", "\n  \t"))
        + random.choice(
            ("", "a", "b c", "# d", "e: f", "- g", "'", "  h", "\t", "...", "---", "é ")
        )
        for _ in range(random.randrange(4))
    )
    return header + random.choice(_COMMENTS) + lines


def plain(random: Random) -> str:
    """Return a plain scalar, at times over several lines."""
    lines = [
        random.choice(_WORDS) if random.random() < 0.8 else random.choice(_ODD)
        for _ in range(random.choice((1, 1, 1, 2, 3)))
    ]
    return random.choice(
        ("\n  ", "\n  ", "\n   ", " ", "\n\n  ", "\n", "\n\t", "\n  # c\n  ")
    ).join(lines)


def flow(random: Random, depth: int = 0) -> str:
    """Return a flow collection."""
    items = [
        flow(random, depth + 1)
        if depth < 3 and random.random() < 0.2
        else random.choice((number, plain, quoted))(random)
        for _ in range(random.randrange(3))
    ]
    if random.random() < 0.4:
        items = [f"{random.choice(_KEYS)}{random.choice((': ', ':', ' '))}{item}" for item in items]
    opening, closing = random.choice(("[]", "[]", "{}", "[}"))
    return opening + random.choice((", ", ",", " ,\n ")).join(items) + closing


def value(random: Random) -> str:
    """Return a value on the line of its key, with what may follow it."""
    make = random.choices(
        (number, plain, quoted, block, flow, lambda r: r.choice(_ODD)), (40, 15, 15, 12, 4, 14)
    )[0]
    return make(random) + (random.choice(_COMMENTS) if random.random() < 0.4 else "")


def _line_end(random: Random) -> str:
    return random.choice(_LINE_ENDS) if random.random() < 0.15 else "\n"


def entries(random: Random, indent: str = "", depth: int = 0) -> str:
    """Return lines of a mapping (or, where it is not the whole, of a list)."""
    is_list = depth > 0 and random.random() < 0.5
    lines = []
    for count in range(random.randint(1, 4)):
        key = random.choice(_KEYS) if random.random() < 0.25 else f"k{count}"
        head = "-" if is_list else key + (" " if random.random() < 0.03 else "") + ":"
        here = indent if random.random() < 0.97 else indent + random.choice((" ", "  ", "\t"))
        if depth < 3 and random.random() < 0.2:
            inner = indent + random.choice(("  ", "  ", "", " ", "    "))
            lines.append(f"{here}{head}{_line_end(random)}{entries(random, inner, depth + 1)}")
            continue
        gap = (
            " " if random.random() < 0.95 else random.choice(("", "  ", "\t", " \t", "\n  ", "\n"))
        )
        if is_list and random.random() < 0.4:
            head += f" {random.choice(_KEYS[:6])}:"
        lines.append(f"{here}{head}{gap}{value(random)}{_line_end(random)}")
    return "".join(lines)


def calm_entries(random: Random, indent: str = "") -> str:
    """Return lines as the database writes them, of values that are hard to read right."""
    lines = []
    inner = indent + "  "
    for count in range(random.randint(1, 5)):
        match random.randrange(8):
            case 0 | 1 | 2:
                made = number(random, calm=True)
            case 3:
                made = random.choice(_SOUND)
            case 4:
                words = random.choices(_WORDS, k=random.randint(1, 3))
                made = random.choice((" ", f"\n{inner}", f"\n\n{inner}")).join(words)
            case 5:
                text = random.choice(
                    (*_SOUND, *_WORDS, number(random, calm=True), "a: b # c", "x\n\ny")
                )
                text = text.replace("'", "''").replace("\n", f"\n{inner}")
                made = f"'{text}'"
            case 6:
                header = random.choice("|>") + random.choice(("", "-", "+"))
                body = random.choices(
                    (*_WORDS, "", "  b", "- c", "d: e", "# f"), k=random.randint(1, 3)
                )
                made = "\n".join((header, *(f"{inner}{line}".rstrip() for line in body)))
            case _:
                made = random.choice(("[]", "{}", "''", '""'))
                if len(indent) < 6 and random.random() < 0.5:
                    made = "\n" + calm_entries(random, inner).rstrip("\n")
                elif random.random() < 0.5:
                    items = (number(random, calm=True) for _ in range(random.randint(1, 3)))
                    made = "".join(f"\n{indent}- {item}" for item in items)
        comment = random.choice(_COMMENTS) if random.random() < 0.05 else ""
        lines.append(f"{indent}k{count}: {made}{comment}\n")
    return "".join(lines)


def yaml_text(random: Random) -> str:
    """Return a text that is a record of YAML, or nearly one."""
    if random.random() < 0.5:
        text = calm_entries(random)
        return text if random.random() < 0.6 else mutated(random, text)
    text = entries(random)
    if random.random() < 0.3:
        text = text.rstrip("\n") + random.choice(("\n", "\n", "", "\n\n", " ", "\n# c\n", "\n  \n"))
    if random.random() < 0.15:
        text += random.choice(_TAILS)
    if random.random() < 0.03:
        text = random.choice((" ", "\ufeff", "\n", "# c\n", "%YAML 1.2\n---\n", "---\n")) + text
    return text.replace("\n", "\r\n") if random.random() < 0.03 else text


_PIECES: tuple[Make, ...] = (
    number, quoted, block, flow, plain,
    lambda r: r.choice(_ODD),
    lambda r: r.choice(_COMMENTS),
    lambda r: r.choice(_LINE_ENDS),
    lambda r: r.choice(_TAILS),
    lambda r: r.choice((": ", "- ", " ", "  ", "\n  ", "\n- ", "'", '"', "#", ":", "|\n  ", "? ",
    "\t")),
    lambda r: f"\n{r.choice(_KEYS)}: ",
)  # fmt: skip


def mutated(random: Random, text: str) -> str:
    """Return the text with a few changes such as hands, merges and bad copies make."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 1, 2, 5, 20)))
        match random.randrange(6):
            case 0 | 1 | 2:
                text = text[:start] + random.choice(_PIECES)(random) + text[end:]
            case 3:
                text = text[:start] + text[end:]
            case 4:  # a value becomes another one
                start = text.find(": ", start)
                end = text.find("\n", start)
                if 0 <= start < end:
                    text = text[: start + 2] + value(random) + text[end:]
            case _:
                lines = text.splitlines(keepends=True)
                if lines:
                    lines.insert(random.randrange(len(lines)), random.choice(lines))
                    text = "".join(lines)
    return text


def json_text(random: Random) -> str:
    """Return a text that is a record of JSON, or nearly one."""
    text = _json_value(random, 0) if random.random() < 0.02 else _json_object(random, 0)
    return mutated(random, text) if random.random() < 0.3 else text


def _json_object(random: Random, depth: int) -> str:
    pairs = [
        _json_string(random)
        + random.choice((": ", ": ", ":", " :"))
        + _json_value(random, depth + 1)
        for _ in range(random.randrange(4))
    ]
    return "{" + random.choice((", ", ",", ",\n ")).join(pairs) + "}"


def _json_string(random: Random) -> str:
    if random.random() < 0.5:
        return json.dumps(random.choice(_WORDS + _ODD), ensure_ascii=random.random() < 0.5)
    inner = random.choice((
        "\\ud83d\\ude00", "\\ud800", "\\udc00", "\\u0000", "\\/", "\\z", "a", "k", "\\ud83d\\ud83d",
        "\\\\ud800", "\x7f", "\x85", "\u2028", "\ufeff", "\t", "k" * 1100,
    ))  # fmt: skip
    return f'"{inner}"'


def _json_value(random: Random, depth: int) -> str:
    kind = random.random()
    if depth < 4 and kind < 0.15:
        return _json_object(random, depth)
    if depth < 4 and kind < 0.25:
        return (
            "["
            + ", ".join(_json_value(random, depth + 1) for _ in range(random.randrange(3)))
            + "]"
        )
    if kind < 0.6:
        return number(random)
    if kind < 0.7:
        return random.choice(
            ("null", "true", "false", "NaN", "Infinity", "-Infinity", "nan", "True")
        )
    return _json_string(random)


def same(left: Any, right: Any) -> bool:
    """Equality that tells 1 from True and 1.0, 0.0 from -0.0, and takes NaN for itself."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float):
        signs = math.copysign(1, left) == math.copysign(1, right)
        return (left == right and signs) or (math.isnan(left) and math.isnan(right))
    return bool(left == right)
