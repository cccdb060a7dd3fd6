"""What ``validate`` is asked: where the command line ends and the use case begins."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.app.run import Work
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.inputs.gitignore import Globs
from pfocr_cli.inputs.stray_tables import SearchedFolders
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input

Settings = tuple[tuple[str, str], ...]
"""What was asked for, by the option's name."""
Ignores = Sequence[tuple[Globs, frozenset[str]]]
"""Codes that are ignored in the files that globs match."""


@dataclass(frozen=True)
class ValidateRequest:
    """A request to validate. ``formats`` are pairs of a format's name and a path (None: standard
    output).

    ``others`` are the files that are read beside the records, ``searched`` what is known of the
    folders that were searched. Where the job asks for fixes,
    ``diff`` shows them as a patch instead of making them. ``weakening`` is said of the
    configuration at the end. ``weighs`` are the settings that shards must share, where the job
    keeps the keys of records.
    """

    inputs: Sequence[Input]
    job: ValidateJob
    show: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.ERROR
    formats: Sequence[tuple[str, str | None]] = (("text", None),)
    statistics: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    against: str | None = None
    others: Sequence[FileRead] = ()
    searched: SearchedFolders = field(default_factory=SearchedFolders)
    per_file_ignores: Ignores = ()
    weakening: str = ""
    diff: bool = False
    weighs: Settings = ()
    work: Work = field(default_factory=Work)

    @property
    def lists_findings(self) -> bool:
        """Whether what is found goes to standard output, each finding with its fix."""
        return any(path is None for _, path in self.formats)


def floor_of(show: Severity, fail_on: Severity | None) -> Severity:
    """Return the least severity that anybody asked for; what lies below is not looked for."""
    return show if fail_on is None else min(show, fail_on)


def with_ignored_codes(chunk: Chunk, ignores: Ignores) -> Chunk:
    """Return a chunk with the codes that are ignored in its file: neither shown nor mended."""
    path = os.path.abspath(chunk.item.display_path) if ignores else ""
    codes = [codes for globs, codes in ignores if globs.check(path, False)]
    return chunk._replace(ignored_codes=frozenset().union(*codes)) if codes else chunk


def is_ignored(finding: Finding, ignores: Ignores) -> bool:
    """Say whether a finding's code is ignored in its file."""
    return is_ignored_in(finding.file, finding.code, ignores)


def is_ignored_in(file: str, code: str, ignores: Ignores) -> bool:
    """Say whether a code is ignored in a file."""
    path = os.path.abspath(file) if ignores else ""
    return any(code in codes and globs.check(path, False) for globs, codes in ignores)


def codes_checked(request: ValidateRequest, *, lowest: bool) -> frozenset[str]:
    """Return the codes of which this run would find all that there is to find in the records it
    judges.

    With ``lowest`` at every severity that they have, else at one that fails. What only a corpus
    shows is never among them: the other record may not be in the run.
    """
    least = request.job.floor if lowest else request.fail_on
    severity = min if lowest else max
    levels = request.job.severities
    chosen = (
        code for code, rule in RULES.items() if code in request.job.codes and not rule.is_of_corpus
    )
    return frozenset(
        code for code in chosen if least is not None and severity(levels.all_of(code)) >= least
    )
