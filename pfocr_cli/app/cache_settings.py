"""A digest of all that weighs on what is found in a record, but the record: what a run was told,
the files that it holds records against, and the program itself.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pfocr_cli import __version__
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.lexicon.store import path_of

if TYPE_CHECKING:
    from pfocr_cli.inputs.records import ReadOptions

_PACKAGE = Path(__file__).parents[1]
_READERS = (
    *("ftfy", "jsonschema", "jsonschema-rs", "yaml-rs", "ruamel.yaml"),
    "ruamel.yaml.clib",  # counts U+2028 as the end of a line, and need not be there
)
"""Libraries whose release can change what is said."""
_PARTS = (".py", ".tsv", ".json", ".lexicon", ".vocabulary")
"""Files of the program that weigh on what it says."""


class Weighed(Protocol):
    """A job, as far as what it was told weighs on what it gives; ``asked`` is that which names no
    file.
    """

    @property
    def read_options(self) -> ReadOptions:
        """How records are read."""

    @property
    def lexicon(self) -> str | None:
        """What genes are held against."""

    @property
    def decisions(self) -> str | None:
        """What curators have settled."""

    @property
    def asked(self) -> tuple[object, ...]:
        """What else it was told."""


def cache_settings(job: Weighed) -> bytes:
    """Return the digest for a job."""
    read_options, digest = job.read_options, hashlib.sha256()
    facts = (
        __version__,
        sys.version_info[:2],
        [(name, _release_of(name)) for name in _READERS],
        type(job).__name__,
        job.asked,
        (read_options.generation, read_options.extra_keys, read_options.data_dir is None),
        [_content(path) for path in (read_options.schema, job.decisions)],
        # The head of a lexicon has a sha256 of the rest, which is not what an edited one holds.
        _content(str(path_of(job.lexicon))),
    )
    digest.update(repr(facts).encode("utf-8", "surrogatepass"))
    for file in sorted(_program_files()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()


def _release_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _program_files() -> list[Path]:
    beside = _PACKAGE.parent / "schemas"
    folders = [_PACKAGE, *([beside] if beside.is_dir() else [])]
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in _PARTS and "assets" not in path.parts
    ]


def _content(path: str | None) -> str:
    """Return the sha256 of a file; nothing where none is named, or where it cannot be read, which
    ends the run before this.
    """
    try:
        return hashlib.sha256(read_bytes(path, None)).hexdigest() if path else ""
    except UnreadableError:
        return ""
