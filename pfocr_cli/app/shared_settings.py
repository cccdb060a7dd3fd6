"""The settings that weigh on what `validate` finds, by the names that people know: shards that were
judged by others are no parts of one whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.organisms import organism_names
from pfocr_cli.lexicon.store import open_lexicon

if TYPE_CHECKING:
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.app.validate_request import Settings
    from pfocr_cli.config import Config
    from pfocr_cli.finding import Severity


def shared_settings(job: ValidateJob, show: Severity, fail_on: str, config: Config) -> Settings:
    """Return what a job and a run were told; files by the sha256 of what they hold."""
    options = job.read_options
    organisms = "\n".join(sorted(organism_names(options.organisms))) if options.organisms else ""
    ignores = ((", ".join(globs.patterns), words) for globs, words in config.per_file_ignores)
    return (
        ("--select and --ignore", ", ".join(sorted(job.codes))),
        ("--show", str(show)),
        ("--fail-on", fail_on),
        ("--generation", options.generation),
        ("--schema", _digest(options.schema)),
        ("--lexicon", open_lexicon(job.lexicon).release.sha256),
        ("--decisions", _digest(job.decisions)),
        ("--organisms", hashlib.sha256(organisms.encode()).hexdigest() if organisms else ""),
        ("severity", ", ".join(f"{code} {level}" for code, level in job.severities.levels)),
        ("extra-keys", ", ".join(sorted(options.extra_keys))),
        ("per-file-ignores", "; ".join(f"{globs}: {' '.join(words)}" for globs, words in ignores)),
    )


def _digest(path: str | None) -> str:
    """Return the sha256 of a file, nothing where none was named or it is gone."""
    try:
        return hashlib.sha256(read_bytes(path, None)).hexdigest() if path else ""
    except UnreadableError:
        return ""
