"""The vocabularies' files, and looking ids up in them.

A vocabulary is one text file: a line of JSON says what it is (``Head``); then sorted lines, each of
a block of a hundred ids, those that are alike but for their last two digits: the digits (and
letter) that they share, and after tabs what each of the hundred is, in order:

    nothing       there is no such id
    D, C, B, -    it is current: a chemical, a disease, both, neither; its label follows
    D#1f3a        its label is long: this is a checksum of it, which tells whether a name is it
    D             it has no label here (MeSH's supplementary records)
    >18357        it is retired, and this took its place; ``>`` alone: nothing did

A file is read when an id of its vocabulary is first asked for, once a process.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_VERSION = 1
_MOST_DIGITS = 20
NAMES = ("MeSH", "ChEBI", "DOID")
"""The vocabularies that come with pfocr."""
LONG_LABEL = 40
"""Characters of a label, above which only its checksum is kept (two in three of ChEBI are shorter,
and nearly all that figures name).
"""
BLOCK = 100
Branch = Literal["chemical", "disease", "both", "neither"]
LETTERS: Mapping[Branch, str] = {"chemical": "D", "disease": "C", "both": "B", "neither": "-"}
"""How a branch is written: the letters are those of MeSH's trees."""
RETIRED, CHECKSUM = ">", "#"
_BRANCHES: Mapping[str, Branch] = {letter: branch for branch, letter in LETTERS.items()}
_REMEDY = "install pfocr-cli again"


class Part(NamedTuple):
    """A file that a vocabulary was made from.

    ``letter`` is what its ids begin with (nothing: a digit), ``release`` how messages name it, and
    ``highest`` the id of the highest number. ``sha256`` is that of the file unpacked.
    """

    letter: str
    release: str
    highest: str
    origin: str
    licence: str
    sha256: str


class Head(NamedTuple):
    """What a vocabulary is: its name, its parts, how many ids are current and retired, the sha256
    of the lines.
    """

    name: str
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return all that it says, as JSON has it."""
        return {**self._asdict(), "parts": [part._asdict() for part in self.parts]}


class Entry(NamedTuple):
    """What a vocabulary says of an id.

    ``label`` is empty where it is not kept, ``checksum`` where the label is, or neither. An id that
    is ``retired`` may have a ``successor``, said without what its vocabulary puts before it.
    """

    branch: Branch = "neither"
    label: str = ""
    checksum: str = ""
    retired: bool = False
    successor: str = ""

    def is_called(self, name: str) -> bool:
        """Say whether a name is its label, but for case and punctuation; True where no label is
        kept.
        """
        if self.label:
            return label_key(name) == label_key(self.label)
        return self.checksum in ("", checksum_of(name))


class Store:
    """One vocabulary, ready for look-ups. PfocrError: its file cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            head, _, self._body = read_bytes(str(path)).partition(b"\n")
            fields = json.loads(head)
            parts = tuple(Part(**part) for part in fields["parts"])
            self.head = Head(fields["name"], parts, fields["counts"], fields["sha256"])
        except (UnreadableError, ValueError, KeyError, TypeError) as error:
            raise PfocrError(f"cannot read the vocabulary {path}: {error}; {_REMEDY}") from None
        self._blocks = dict(line.split(b"\t", 1) for line in self._body.splitlines())

    def entry(self, local: str) -> Entry | None:
        """Return what is said of an id; None where there is none."""
        if not local[-2:].isdecimal():  # D0: ids of MeSH have more digits than one
            return None
        block, at = offset_of(local)
        cells = self._blocks.get(block.encode(), b"").decode().split("\t")
        return _entry(cells[at]) if at < len(cells) and cells[at] else None

    def part(self, local: str) -> Part:
        """Return the part that an id belongs to, or would."""
        return next(part for part in self.head.parts if local.startswith(part.letter))

    def verify(self) -> None:
        """Raise PfocrError where the lines are not what the head's sha256 says."""
        if hashlib.sha256(self._body).hexdigest() != self.head.sha256:
            raise PfocrError(f"{self.path} was changed since it was made; {_REMEDY}")


@lru_cache(len(NAMES))
def open_vocabulary(name: str) -> Store:
    """Return a vocabulary that comes with pfocr, opened once a process."""
    return Store(vocabulary_path(name))


def vocabulary_path(name: str) -> Path:
    """Return where the file of a vocabulary is."""
    return Path(__file__).with_name(f"{name.lower()}.vocabulary")


def offset_of(local: str) -> tuple[str, int]:
    """Return the block of an id and its index there: ``D0059`` and 47 of ``D005947``."""
    return local[:-2], int(local[-2:])


def number_of(local: str) -> int:
    """Return the number in an id, 5947 of ``D005947``; one past all of them where it is longer than
    any id.
    """
    digits = local.lstrip("CD").lstrip("0")[:_MOST_DIGITS]
    return int(digits or "0")


@lru_cache(2**12)
def label_key(text: str) -> str:
    """Return what two spellings of a label share: letters and digits, without case; MeSH's inverted
    headings (``Diabetes Mellitus, Type 2``) as they are spoken.
    """
    last, *first = reversed(text.split(", "))
    spoken = " ".join([last, *reversed(first)]) if len(first) == 1 else text
    folded = unicodedata.normalize("NFKC", spoken).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def checksum_of(label: str) -> str:
    """Return four digits that two spellings of a label share, and one of 65,536 others."""
    return f"{zlib.crc32(label_key(label).encode()) & 0xFFFF:04x}"


def encode_id(name: str, parts: Iterable[Part], entries: Mapping[str, str]) -> str:
    """Return a vocabulary's file; ``entries`` are ids with what stands for each, which is not
    nothing.
    """
    blocks: dict[str, list[str]] = {}
    for local, entry in entries.items():
        block, at = offset_of(local)
        cells = blocks.setdefault(block, [])
        cells += [""] * (at + 1 - len(cells))
        cells[at] = entry
    lines = sorted("\t".join([block, *cells]) for block, cells in blocks.items())
    body = "".join(f"{line}\n" for line in lines)
    retired = sum(entry.startswith(RETIRED) for entry in entries.values())
    head = {
        "pfocr-vocabulary": FILE_VERSION,
        "name": name,
        "parts": [part._asdict() for part in parts],
        "counts": {"current": len(entries) - retired, "retired": retired},
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    return f"{json.dumps(head, ensure_ascii=False)}\n{body}"


def _entry(cell: str) -> Entry:
    letter, rest = cell[0], cell[1:]
    if letter == RETIRED:
        return Entry(retired=True, successor=rest)
    branch = _BRANCHES[letter]
    if rest.startswith(CHECKSUM):
        return Entry(branch, checksum=rest[1:])
    return Entry(branch, rest)
