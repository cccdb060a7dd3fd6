"""V901-V904: the ids of chemicals and diseases, held against MeSH, ChEBI and the Disease
Ontology.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record import NOTHING, Record
from pfocr_cli.record.changes import Replace
from pfocr_cli.record.columns import ID_COLUMNS, IDENTIFIER, NAME, SOURCE
from pfocr_cli.record.identifiers import Identifier, identifier
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules import subject_rule
from pfocr_cli.rules.silent_rows import SilentRows
from pfocr_cli.vocabularies.store import NAMES, Branch, Entry, Store, number_of, open_vocabulary
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.rules.subject import Subject

MentionKind = Literal["chemicals", "diseases"]
_KINDS: tuple[MentionKind, ...] = ("chemicals", "diseases")
_COLUMNS = (*sorted(ID_COLUMNS, key=(IDENTIFIER, "mesh").__contains__),)
"""The keys and columns that hold ids; the name in a table is that of ChEBI or the Disease Ontology,
so theirs come first.
"""
_CELLS = (*_COLUMNS, SOURCE, NAME)
_DOID_DIGITS = 7
_OTHER_BRANCH: Mapping[MentionKind, Branch] = {"chemicals": "disease", "diseases": "chemical"}


class _Verdict(NamedTuple):
    """What is wrong in a row, by which rule and in which column; ``remedy`` goes there instead."""

    code: str
    column: str
    message: str
    severity: Severity | None = None
    remedy: str = ""


class _Known(NamedTuple):
    """An id of a vocabulary that is here, and what that says of it."""

    column: str
    text: str
    id: Identifier
    store: Store
    entry: Entry | None

    @property
    def release(self) -> str:
        return self.store.part(self.id.local).release

    def named(self, entry: Entry) -> str:
        """Return the id with its label, for people: ``D005947 (Glucose)``."""
        return f"{self.id} ({entry.label})" if entry.label else str(self.id)


def _has_mentions(record: Record) -> bool:
    return any(record.rows(kind) for kind in _KINDS)


def _problems(subject: Subject) -> dict[str, list[Problem]]:
    """Return the problems of a record by the rules whose they are."""
    found: dict[str, list[Problem]] = {}
    for code, problem in _judge(subject.record):
        found.setdefault(code, []).append(problem)
    return found


def _judge(record: Record) -> Iterator[tuple[str, Problem]]:
    for kind in _KINDS:
        own = record.data.get(kind)
        table = None if kind in record.data else record.tables.get(kind)
        if table and (not table.usable or _SILENT[kind].are_all(table)):
            continue
        rows = table.rows if table else own if isinstance(own, list) else []
        for index, row in enumerate(rows):
            if not isinstance(row, dict):
                continue  # that is S102's
            for verdict in _of_row(kind, row):
                where = pointer(kind, index, verdict.column)
                yield verdict.code, _problem(verdict, where, row, kind if table else None)


def _of_row(kind: MentionKind, row: Mapping[str, object]) -> tuple[_Verdict, ...]:
    return _verdicts(
        kind, *(cell if isinstance(cell, str) else "" for cell in map(row.get, _CELLS))
    )


_SILENT = {kind: SilentRows(partial(_of_row, kind)) for kind in _KINDS}


def _problem(
    verdict: _Verdict, where: str, row: dict[str, str], table: MentionKind | None
) -> Problem:
    fix = None
    if verdict.remedy:
        change = Replace(where, verdict.remedy, table)
        fix = Fix(f"write {verdict.remedy}", safe=False, changes=(change,))
    value = row[verdict.column]
    return Problem(
        verdict.message, where, value=value, severity=verdict.severity, table=table, fix=fix
    )


@lru_cache(2**15)
def _verdicts(kind: MentionKind, *texts: str) -> tuple[_Verdict, ...]:
    """Return what is wrong with a row of such cells, in the order of ``_CELLS``."""
    cells = dict(zip(_CELLS, texts, strict=True))
    ids = list(_known(cells))
    found = [verdict for known in ids if (verdict := _of_id(known, kind))]
    name = cells[NAME].strip(' "')  # quotation marks are D702's
    misnamed = _misnamed(name, [known for known in ids if known.column != "mesh"])
    if misnamed is None and len(ids) == 1:
        misnamed = _misnamed(name, ids)
    return (*found, misnamed) if misnamed else tuple(found)


def _known(cells: Mapping[str, str]) -> Iterator[_Known]:
    """Yield the ids in a row that can be looked up; a text that is no id is S104's."""
    for column in _COLUMNS:
        text = cells[column]
        named = ID_COLUMNS[column] or cells[SOURCE]
        if text in NOTHING or (found := identifier(text, named)) is None:
            continue
        if found.vocabulary in NAMES:
            store = open_vocabulary(found.vocabulary)
            yield _Known(column, text, found, store, store.entry(found.local))


def _of_id(known: _Known, kind: MentionKind) -> _Verdict | None:
    entry = known.entry
    if entry is None:
        return _absent(known)
    if entry.retired:
        return _retired(known, entry)
    if entry.branch != _OTHER_BRANCH[kind]:
        return None
    message = (
        f"{known.named(entry)} is a {entry.branch} in {known.release}, and stands among the {kind}"
    )
    return _Verdict("V904", known.column, message)


def _absent(known: _Known) -> _Verdict:
    part, local = known.store.part(known.id.local), known.id.local
    if _may_be_newer(known.id, part.highest):
        last = Identifier(known.id.vocabulary, part.highest)
        message = f"{known.id} is above {last}, the highest id of {part.release}: it may be newer"
        return _Verdict("V901", known.column, message, Severity.INFO)
    hint, whole = "", local.zfill(_DOID_DIGITS)
    if known.id.vocabulary == "DOID" and known.store.entry(whole):
        hint = f" (did you mean {Identifier('DOID', whole)}?)"
    message = f"{known.id} is unknown or retired in {part.release}{hint}"
    return _Verdict("V901", known.column, message)


def _may_be_newer(found: Identifier, highest: str) -> bool:
    """Say whether an id is above the highest. Those of MeSH have nine digits since 2016: one of six
    above all others was never given, and will not be.
    """
    is_of_present_form = found.vocabulary != "MeSH" or len(found.local) == len(highest)
    return is_of_present_form and number_of(found.local) > number_of(highest)


def _retired(known: _Known, entry: Entry) -> _Verdict:
    said = f"{known.id} is retired in {known.release}"
    if not entry.successor:
        return _Verdict("V902", known.column, f"{said}, and nothing took its place")
    successor, after = (
        Identifier(known.id.vocabulary, entry.successor),
        known.store.entry(entry.successor),
    )
    if after is None or after.retired:
        message = f"{said} in favour of {successor}, which is retired too"
        return _Verdict("V902", known.column, message)
    label = f" ({after.label})" if after.label else ""
    prefix = known.text.strip().removesuffix(known.id.local)
    remedy = f"{prefix}{entry.successor}"
    return _Verdict("V902", known.column, f"{said}: it is {successor}{label} now", remedy=remedy)


def _misnamed(name: str, ids: list[_Known]) -> _Verdict | None:
    """Judge a table's name beside the ids of its row: it is to be the label of one of them."""
    current = [(known, known.entry) for known in ids if known.entry and not known.entry.retired]
    if name in NOTHING or not current or any(entry.is_called(name) for _, entry in current):
        return None
    known, entry = current[0]
    called = f": that is {entry.label}" if entry.label else ""
    message = f"{quoted(name)} is not what {known.release} calls {known.id}{called}"
    return _Verdict("V903", "name", message, Severity.INFO)


@subject_rule("V901", "unknown-id", Severity.WARNING, Severity.INFO, where=_has_mentions)
def unknown_id(subject: Subject) -> Iterator[Problem]:
    """An id of a chemical or disease that its vocabulary does not have.

    Why: nobody finds anything by it. Either it was never one, or it has been retired: MeSH takes
    the number of a supplementary record back when it becomes a descriptor, and keeps no list of
    them (celecoxib was C105934, and is D000068579). The message names the release that was looked
    in; an id above its highest number may be newer, and is an info. MeSH, ChEBI and the Disease
    Ontology are judged, as they come with pfocr: `pfocr lexicon info`. OMIM's ids are not judged.

    Bad:

        - word: celecoxib
          source: MESH
          identifier: C105934

    Good:

        - word: celecoxib
          source: MESH
          identifier: D000068579

    Fix: look the word up in the vocabulary, and write the id that it has now.
    """
    yield from subject.view(_problems).get("V901", ())


@subject_rule("V902", "retired-id", Severity.WARNING, fix="unsafe", where=_has_mentions)
def retired_id(subject: Subject) -> Iterator[Problem]:
    """An id of ChEBI or the Disease Ontology that was retired, or merged into another.

    Why: whoever looks for the chemical by its present id does not find the figure. Both
    vocabularies say what took an id's place, and the message does; MeSH does not (V901).

    Bad:

        word<TAB>mesh<TAB>match<TAB>name<TAB>chebi
        noradrenaline<TAB>NA<TAB>NA<TAB>NA<TAB>chebi:1

    Good:

        word<TAB>mesh<TAB>match<TAB>name<TAB>chebi
        noradrenaline<TAB>NA<TAB>NA<TAB>NA<TAB>chebi:18357

    Fix: write the successor, in this one cell.
    """
    yield from subject.view(_problems).get("V902", ())


@subject_rule("V903", "name-mismatch", Severity.INFO, where=_has_mentions)
def name_mismatch(subject: Subject) -> Iterator[Problem]:
    """The name that a side table gives is not the label of any id in its row.

    Why: readers search by the name. Case, punctuation and the order of MeSH's headings (`Diabetes
    Mellitus, Type 2`) make no difference. An info, because a name may be a synonym, or the label of
    another release; the figure's own word is not judged. ChEBI's labels over 40 letters are known
    by a checksum only, and the message cannot repeat them.

    Bad:

        word<TAB>mesh<TAB>match<TAB>name<TAB>chebi
        Glucose<TAB>mesh:D005947<TAB>Glucose<TAB>glycerol<TAB>chebi:4167

    Good:

        word<TAB>mesh<TAB>match<TAB>name<TAB>chebi
        Glucose<TAB>mesh:D005947<TAB>Glucose<TAB>D-glucopyranose<TAB>chebi:4167

    Fix: see whether the id or the name is what the figure means, and correct the other.
    """
    yield from subject.view(_problems).get("V903", ())


@subject_rule("V904", "wrong-branch", Severity.WARNING, where=_has_mentions)
def wrong_branch(subject: Subject) -> Iterator[Problem]:
    """A disease's id among the chemicals, or a chemical's among the diseases.

    Why: the id is that of something else, so the match is wrong, or the row is in the wrong place;
    sets of chemicals and of diseases are made of these lists. MeSH's branch D is drugs and
    chemicals, C and F03 are diseases; a supplementary record is what the descriptors that it is
    mapped to are. What is in neither branch, or in both, is not reported.

    Bad:

        chemicals:
        - word: inflammation
          source: MESH
          identifier: D007249

    Good:

        diseases:
        - word: inflammation
          source: MESH
          identifier: D007249

    Fix: move the row to where it belongs, or write the id of what the figure means.
    """
    yield from subject.view(_problems).get("V904", ())
