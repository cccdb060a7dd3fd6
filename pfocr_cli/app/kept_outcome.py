"""What judging gave, as a row of JSON, and back. Paths are not in it: they are put back for the
file as it is called now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.app.cached_job import KeptForm
from pfocr_cli.app.corpus_keys import ComparedValue, RecordKeys
from pfocr_cli.app.plain_findings import finding_of, plain_finding
from pfocr_cli.app.validate_outcome import ValidateOutcome
from pfocr_cli.inputs.records import shown_table
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pfocr_cli.app.cached_job import KeptRow
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.inputs.search import Input


def row_of(
    item: Input,
    outcome: ValidateOutcome,
    tables: Sequence[tuple[str, str]],
    options: ReadOptions,
) -> KeptRow | None:
    """Return an outcome as a row; None where it speaks of a path that cannot be put back."""
    files = {
        shown_table(item, options, stem, kind): [kind, stem] for stem, _ in tables for kind in KINDS
    }
    findings = []
    for finding in outcome.findings:
        is_own = finding.file.startswith(item.display_path)
        file = [None, finding.file[len(item.display_path) :]] if is_own else files.get(finding.file)
        if file is None or _names_a_path(finding, item):
            return None
        findings.append([file, *plain_finding(finding)[1:]])
    # Those of the keys say where they stand.
    compared = [one for each in outcome.keys for one in each.compared] or outcome.compared
    identities = zip(outcome.judged[::2], outcome.judged[1::2], strict=True)
    return [
        tables,
        outcome.records,
        outcome.other_species,
        findings,
        [None if figid == file else figid for figid, file in identities],
        [_compared_row(one) for one in compared],
        [[*_counts(one), len(one.compared)] for one in outcome.keys],
    ]


def _names_a_path(finding: Finding, item: Input) -> bool:
    return item.display_path in f"{finding.message}\0{finding.value}"


def _counts(one: RecordKeys) -> KeptRow:
    return [one.piece, one.line, one.start, one.figid, one.findings, one.other_species]


def _compared_row(one: ComparedValue) -> KeptRow:
    place = one.place
    where = place and [place.line, place.column, place.end_line, place.end_column]
    return [one.code, one.digest, one.value, one.figid, one.line, where]


def outcome_of(chunk: Chunk, row: KeptRow, options: ReadOptions) -> ValidateOutcome:
    """Return the outcome that a row keeps, for a chunk as its file is called now.

    Raises ValueError, TypeError or LookupError where it is none of our rows.
    """
    _, records, others, findings, figids, compared, keys = row
    item = chunk.item
    outcome = ValidateOutcome(chunk.number, records, others)
    if findings:
        outcome.findings = [_finding(said, item, options) for said in findings]
    for figid in figids:
        outcome.judged += (figid or item.display_path, item.display_path)
    outcome.compared = [
        ComparedValue(
            code, digest, value, figid, line, where and Place(*where), code in chunk.ignored_codes
        )
        for code, digest, value, figid, line, where in compared
    ]
    if keys:
        outcome.keys = list(_keys(keys, item.display_path, outcome.compared))
    return outcome


def _finding(row: KeptRow, item: Input, options: ReadOptions) -> Finding:
    (kind, of), *said = row
    file = f"{item.display_path}{of}" if kind is None else shown_table(item, options, of, kind)
    return finding_of((file, *said))


def _keys(
    rows: Iterable[KeptRow], shown: str, compared: Sequence[ComparedValue]
) -> Iterable[RecordKeys]:
    at = 0
    for piece, line, start, figid, findings, others, count in rows:
        own = tuple(compared[at : at + count])
        at += count
        yield RecordKeys(piece, line, start, shown, figid, findings, own, others)


VALIDATED = KeptForm(row_of, outcome_of)
