"""The settings that weigh on what `validate` finds, by the names that people know: shards that were
judged by others are no parts of one whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.organisms import organism_names
from pfocr_cli.lexicon.store import open_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.app.validate_request import Settings
    from pfocr_cli.config import Config

_CODES = "--select and --ignore"
_SHOW = "--show"
_FAIL_ON = "--fail-on"
_LEVELS = "severity"
_SEPARATOR = ", "


@dataclass(frozen=True)
class Asked:
    """What shards were asked for: the codes that speak, the levels that a project gives to some,
    and the least severities that are shown and that fail (None: nothing does).
    """

    codes: frozenset[str]
    levels: tuple[tuple[str, str], ...]
    show: Severity
    fail_on: Severity | None


def asked_of(settings: Mapping[str, str]) -> Asked:
    """Return what was asked for, from the settings that ``shared_settings`` gave."""
    levels = (each.partition(" ") for each in settings[_LEVELS].split(_SEPARATOR))
    return Asked(
        codes=frozenset(settings[_CODES].split(_SEPARATOR)),
        levels=tuple((code, level) for code, _, level in levels if level),
        show=Severity.named(settings[_SHOW]),
        fail_on=least_failing(settings[_FAIL_ON]),
    )


def least_failing(word: str) -> Severity | None:
    """Return the least severity that fails, of what ``--fail-on`` says."""
    return None if word == "never" else Severity.named(word)


def shared_settings(job: ValidateJob, show: Severity, fail_on: str, config: Config) -> Settings:
    """Return what a job and a run were told; files by the sha256 of what they hold."""
    options = job.read_options
    organisms = "\n".join(sorted(organism_names(options.organisms))) if options.organisms else ""
    ignores = ((", ".join(globs.patterns), words) for globs, words in config.per_file_ignores)
    return (
        (_CODES, _SEPARATOR.join(sorted(job.codes))),
        (_SHOW, str(show)),
        (_FAIL_ON, fail_on),
        ("--generation", options.generation),
        ("--schema", _digest(options.schema)),
        ("--lexicon", open_lexicon(job.lexicon).release.sha256),
        ("--decisions", _digest(job.decisions)),
        ("--organisms", hashlib.sha256(organisms.encode()).hexdigest() if organisms else ""),
        (_LEVELS, _SEPARATOR.join(f"{code} {level}" for code, level in job.severities.levels)),
        ("extra-keys", ", ".join(sorted(options.extra_keys))),
        ("per-file-ignores", "; ".join(f"{globs}: {' '.join(words)}" for globs, words in ignores)),
    )


def _digest(path: str | None) -> str:
    """Return the sha256 of a file, nothing where none was named or it is gone."""
    try:
        return hashlib.sha256(read_bytes(path, None)).hexdigest() if path else ""
    except UnreadableError:
        return ""
