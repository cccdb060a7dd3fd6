"""Cells that a spreadsheet leaves as they are.

Opening a CSV file, Excel and its like run formulas and make dates, times and numbers of what looks
like one, for good once the file is saved: MARCH1, SEPT2, DEC1 and 2-Sep become dates, 1E5 is
100000, 0042 loses its zeros (https://doi.org/10.1186/s13059-016-1044-7). An apostrophe before the
cell stops that, as OWASP advises against formulas.
"""

from __future__ import annotations

import re

from pfocr_cli.regex import regex

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the code page of the machine: α becomes Î±."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection,
and ASVS 1.2.10.

The full-width signs are for spreadsheets set to Japanese or Chinese, some of which take them for
the plain ones.
"""
_NUMBER_AS_IT_IS = regex(r"0|[1-9][0-9]{0,14}")
"""Years and ids: a spreadsheet keeps fifteen digits."""
_LIKE_A_NUMBER = regex(
    r"[\s($€£¥'.]*[0-9][0-9.,:/\-\s%)$€£¥'+]*(?:[eE][+-]?[0-9]+)?[\s%)]*", re.ASCII
)
_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[eé]v(?:rier)?|mar(?:ch|s)?|m[aä]r(?:z)?|mrz"
    r"|apr(?:il)?|avr(?:il)?|ma[iy]|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|ao[uû]t"
    r"|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|d[eé][cz](?:ember|embre)?)"
)
_DATE = regex(
    rf"\s*(?:[0-9]{{1,4}}[\s./,-]*{_MONTH}\.?(?:[\s./,-]*[0-9]{{1,4}})?"
    rf"|{_MONTH}\.?[\s./,-]*[0-9]{{1,4}}(?:[\s./,-]+[0-9]{{1,4}})?)\s*",
    re.IGNORECASE,
)
_TIME = regex(r"\s*[0-9]{1,2}(?::[0-9]{1,2})*(?:\s+[ap]|\s*[ap]m)\s*", re.IGNORECASE)
_WORD_OF_ITS_OWN = frozenset({"true", "false", "wahr", "falsch", "vrai", "faux"})


def guarded(cell: str) -> str:
    """Return a cell that a spreadsheet takes for the text that it is."""
    return f"'{cell}" if _is_taken_otherwise(cell) else cell


def _is_taken_otherwise(cell: str) -> bool:
    if cell.startswith(_FORMULA):
        return True
    if not any(map(str.isdigit, cell)):
        return cell.strip().lower() in _WORD_OF_ITS_OWN
    if _NUMBER_AS_IT_IS.fullmatch(cell):
        return False
    return any(form.fullmatch(cell) for form in (_LIKE_A_NUMBER, _DATE, _TIME))
