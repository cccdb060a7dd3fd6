"""A digest of all that weighs on what is found in a record, but the record: what a run was told,
the files that it holds records against, and the program itself.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli import __version__
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.lexicon.store import open_lexicon, path_of

if TYPE_CHECKING:
    from pfocr_cli.app.validate_job import ValidateJob

_PACKAGE = Path(__file__).parents[1]
_READERS = ("ftfy", "jsonschema", "jsonschema-rs", "py-yaml12", "ruamel.yaml")
"""Libraries whose release can change what is said."""
_WHOLE = (".py", ".tsv", ".json")
"""Files of the program that are read whole; of others their heads hold a sha256 of the rest."""
_HEAD = 2**16


def cache_settings(job: ValidateJob) -> bytes:
    """Return the digest for a job."""
    intake, digest = job.intake, hashlib.sha256()
    facts = (
        __version__,
        sys.version_info[:2],
        [(name, version(name)) for name in _READERS],
        sorted(job.codes),
        int(job.floor),
        job.severities.levels,
        (job.excerpts, job.keeps_keys),
        (intake.generation, intake.extra_keys, intake.data_dir is None),
        [_content(path) for path in (intake.schema, job.decisions)],
        open_lexicon(job.lexicon).release.sha256,
        path_of(job.lexicon).stat().st_size,
    )
    digest.update(repr(facts).encode("utf-8", "surrogatepass"))
    for file in sorted(_program_files()):
        digest.update(file.name.encode())
        with file.open("rb") as stream:
            digest.update(stream.read() if file.suffix in _WHOLE else stream.read(_HEAD))
    return digest.digest()


def _program_files() -> list[Path]:
    beside = _PACKAGE.parent / "schemas"
    folders = [_PACKAGE, *([beside] if beside.is_dir() else [])]
    suffixes = (*_WHOLE, ".lexicon", ".vocabulary")
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in suffixes and "assets" not in path.parts
    ]


def _content(path: str | None) -> str:
    """Return the sha256 of a file; nothing where none is named, or where it cannot be read, which
    ends the run before this.
    """
    try:
        return hashlib.sha256(read_bytes(path, None)).hexdigest() if path else ""
    except UnreadableError:
        return ""
