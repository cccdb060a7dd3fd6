"""The baseline: findings that are known, so that a run fails only for new ones.

The file is UTF-8 with LF, sorted, one line a kind of finding:
``figid TAB code TAB pointer TAB value TAB count`` (the file where there is no figid; the pointer
without list indices). Lines that belong together stand together, and ``merge=union`` in
.gitattributes merges two branches' baselines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes, written
from pfocr_cli.regex import regex
from pfocr_cli.wording import in_nfc

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding

Key = tuple[str, str, str, str]
"""``Finding.key``: figid or file, code, pointer without indices, value."""

_FIELDS = 5
_WITHOUT_VALUE = "D701"
"""A rule whose entries have none any more. Once it was the tables that are missing."""
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_REPAIR = "correct the line, or write the file anew with --write-baseline"
# Escaped is what would end a field or a line, here or in an editor; what makes git take the file
# for binary; what turns the reading direction; and surrogates, which UTF-8 cannot hold.
_SPECIAL = regex(
    r"[\\\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPE = regex(r"\\(?:u([0-9a-f]{4})|(.?))", re.DOTALL)
_SHORT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LONG = {escaped[1]: character for character, escaped in _SHORT.items()}


def escape(text: str) -> str:
    r"""Return text as a field, no tab or line end in it: ``\t``, ``\n``, ``\r``, ``\u2028``."""
    return _SPECIAL.sub(lambda match: _SHORT.get(match[0], f"\\u{ord(match[0]):04x}"), text)


def unescape(field_text: str) -> str:
    """Return the text that was escaped; ValueError for an escape that is none of ours."""
    return _ESCAPE.sub(_unescaped, field_text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2] not in _LONG:
        raise ValueError(f"{match[0]!r} is not an escape that pfocr writes")
    return _LONG[match[2]]


class Baseline(Mapping[Key, int]):
    """How many findings of each key are known, identities in NFC. It does not change."""

    def __init__(self, counts: Mapping[Key, int] | None = None) -> None:
        self._counts: dict[Key, int] = {}
        for (identity, *others), count in (counts or {}).items():
            key: Key = (in_nfc(identity), others[0], others[1], others[2])
            self._counts[key] = max(count, self._counts.get(key, 0))

    def __getitem__(self, key: Key) -> int:
        return self._counts[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    @classmethod
    def parse(cls, text: str, name: str = "the baseline") -> Baseline:
        """Return the baseline that text holds; PfocrError, naming the line, where it holds anything
        else.

        What a merge by union leaves is fine: lines in any order, and a key twice, of which the
        larger count holds. So are CRLF, empty lines and a byte order mark.
        """
        counts: dict[Key, int] = {}
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
            if not (line := line.removesuffix("\r")):
                continue
            try:
                key, count = _parse_line(line)
            except ValueError as error:
                raise PfocrError(f"{name}:{number}: {error}") from None
            counts[key] = max(count, counts.get(key, 0))
        return cls(counts)

    def render(self) -> str:
        """Return the file's text; ``parse`` gives the same baseline from it."""
        lines = ("\t".join((*map(escape, key), str(count))) + "\n" for key, count in self.items())
        return "".join(sorted(lines))  # by code points, as LC_ALL=C sort does


def _parse_line(line: str) -> tuple[Key, int]:
    fields = line.split("\t")
    if len(fields) != _FIELDS:
        if line.startswith(_MARKERS):
            raise ValueError(
                "an unresolved merge conflict: keep the lines of both sides and remove the markers "
                "(`merge=union` in .gitattributes does so by itself), or write the file anew with "
                "--write-baseline"
            )
        raise ValueError(
            f"{len(fields)} fields with tabs between them instead of {_FIELDS}: {_REPAIR}"
        )
    if not re.fullmatch("[1-9][0-9]{0,17}", fields[4]):
        raise ValueError(f"{fields[4]!r} is not a count: {_REPAIR}")
    try:
        identity, code, pointer, value = map(unescape, fields[:4])
    except ValueError as error:
        raise ValueError(f"{error}: {_REPAIR}") from None
    if code == _WITHOUT_VALUE:
        value = ""
    return (identity, code, pointer, value), int(fields[4])


class Matcher:
    """Says of findings, one by one, whether a baseline knows them.

    A key that the baseline holds three times is known three times, whichever findings come first.
    ``codes_checked`` are the codes that the run looks for. Memory is proportional to the baseline.
    """

    def __init__(self, baseline: Baseline, codes_checked: Container[str]) -> None:
        self._baseline = baseline
        self._codes_checked = codes_checked
        self._found: Counter[Key] = Counter()
        self._identities = {key[0] for key in baseline}
        self._judged: set[str] = set()
        self.known = 0
        """Findings known so far."""

    def judged(self, *identities: str) -> None:
        """Take that a record was judged: its figid, and its file (an entry may be from when it had
        no figid).
        """
        self._judged.update(self._identities.intersection(map(in_nfc, identities)))

    def is_known(self, finding: Finding) -> bool:
        """Take one finding; return whether the baseline knows it."""
        key = finding.key
        known = self._found[key] < self._baseline.get(key, 0)
        if known:
            self._found[key] += 1
            self.known += 1
        return known

    @property
    def gone(self) -> int:
        """Entries of the records judged, and of the codes checked, of which nothing was found any
        more.
        """
        looked_for = (
            key
            for key in self._baseline
            if key[0] in self._judged and key[1] in self._codes_checked
        )
        return sum(not self._found[key] for key in looked_for)


class NewBaseline:
    """Collects what ``--write-baseline`` writes, while the findings pass by; memory as large as
    that.

    Entries of the records judged are replaced where their code is ``codes_checked``; the others are
    kept.
    """

    def __init__(self, old: Baseline, codes_checked: Container[str]) -> None:
        self._old = old
        self._codes_checked = codes_checked
        self._identities = {key[0] for key in old}
        self._judged: set[str] = set()
        self._found: Counter[Key] = Counter()

    def judged(self, *identities: str) -> None:
        """Take that a record was judged: its figid, and its file."""
        self._judged.update(self._identities.intersection(map(in_nfc, identities)))

    def add(self, finding: Finding) -> None:
        """Take one finding that is to be known."""
        self._found[finding.key] += 1

    def baseline(self) -> Baseline:
        """Return the old baseline with what this run looked for replaced by what it found."""
        kept = {
            key: count
            for key, count in self._old.items()
            if key[0] not in self._judged or key[1] not in self._codes_checked
        }
        return Baseline({**kept, **self._found})


def read_baseline(path: str, *, missing_ok: bool = False) -> Baseline:
    """Return the baseline in a file; PfocrError where it cannot be read or holds something else.

    With ``missing_ok`` (for ``--write-baseline``) a file that is not there is an empty baseline.
    """
    try:
        text = read_bytes(path, limit=None).decode("utf-8")
    except UnreadableError as error:
        if missing_ok and error.missing:
            return Baseline()
        raise PfocrError(
            f"cannot read the baseline {path}: {error}; --write-baseline {path} makes it"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PfocrError(f"{path}:{line}: not UTF-8: {_REPAIR}") from None
    return Baseline.parse(text, path)


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write a baseline to a file; PfocrError where that cannot be done."""
    with written(path) as stream:
        stream.write(baseline.render())
