"""Inputs of a lexicon: files, plain or gzipped, read as text and known by their sha256."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.lexicon.lines import Ingredient
from pfocr_cli.regex import regex

LARGEST = 400 * 2**20
"""Bytes of an input once it is unpacked: many times what HGNC publishes."""
CC0 = "CC0-1.0"
DATE = regex(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_RELEASE_IN_NAME = regex(rf"(?<!\d)({DATE.pattern})(?!\d)")


@dataclass(frozen=True, slots=True)
class Document:
    """An input: its text, the name that messages give it, and what is kept of where it came from.

    ``path`` is where it was read; ``day`` is the one that speaks for its release where nothing else
    tells it.
    """

    text: str
    display_path: str
    origin: str
    sha256: str
    path: str = ""
    day: str = ""

    @property
    def release(self) -> str:
        """The release that the file's name tells, or nothing."""
        found = _RELEASE_IN_NAME.search(Path(self.display_path).name)
        return found.group(1) if found else ""

    def ingredient(self, what: str, licence: str = CC0) -> Ingredient:
        """Return what a lexicon's head says of it."""
        return Ingredient(what, self.origin, licence, self.sha256)


def document(path: str, origin: str = "") -> Document:
    """Read an input, plain or gzipped. PfocrError: it cannot be read, unpacked or decoded."""
    try:
        data = read_bytes(path, LARGEST)
    except UnreadableError as error:
        raise PfocrError(f"cannot read {path}: {error}") from None
    return replace(document_of(data, path, origin), path=path)


def document_of(data: bytes, file: str, origin: str = "") -> Document:
    """Return an input from its bytes; ``origin`` is its file's name where nobody says better.

    Raises:
        PfocrError: it is not UTF-8, or no whole gzip.
    """
    content = _unpacked(data, file) if data.startswith(b"\x1f\x8b") else data
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PfocrError(
            f"{file} is not UTF-8: the byte {content[error.start]:02X} at offset {error.start:,}"
        ) from None
    return Document(
        text,
        file,
        origin or Path(file).name.removesuffix(".gz"),
        hashlib.sha256(content).hexdigest(),
    )


def _unpacked(data: bytes, file: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PfocrError(f"cannot unpack {file}: {error}") from None
    if len(content) > LARGEST:
        raise PfocrError(
            f"{file} is more than {LARGEST // 2**20} MB when unpacked: it is not one of HGNC's "
            "files"
        )
    return content
