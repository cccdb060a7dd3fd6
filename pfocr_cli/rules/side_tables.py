"""D701, D702 and D703: the side tables of 2023 records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record.keywords import unexplained
from pfocr_cli.record.missing_tables import DISEASES, is_enriched_disease, kinds_explaining
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.tables import table_name
from pfocr_cli.rules import rule, stray_table_rule
from pfocr_cli.rules.reading import has_faults, noted
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.record import Record
    from pfocr_cli.record.columns import Kind


def _may_lack_a_table(record: Record) -> bool:
    has_place = record.table_folder is not None
    return has_place and record.tables_usable and bool(record.missing_tables)


@rule("D701", "side-table-missing", Severity.WARNING, Severity.INFO, where=_may_lack_a_table)
def side_table_missing(record: Record) -> Iterator[Problem]:
    """A side table is missing, and some keywords stand in none of those that are there.

    Why: the genes, chemicals and diseases of a 2023 record are in `../_data/<figid>-genes.tsv` and
    its two siblings. A figure without chemicals has no table of them; so a missing table is
    reported only where a keyword must have come from it, and named where that is clear: a gene's
    symbol comes from no table of diseases. A single disease at the end of the keywords (`Noonan
    syndrome`) is an info: the published ones came from an enrichment of the figure's genes, without
    a table.

    Bad:

        keywords: [TNFSF11], and no <figid>-genes.tsv

    Good:

        keywords: [TNFSF11], and a row for TNFSF11 in <figid>-genes.tsv

    Fix: restore the table, or name its folder with `--data-dir`.
    """
    if left := unexplained(record):
        words = listed([item for _, item in left], 3)
        kinds = kinds_explaining(record, left)
        enriched = kinds == [DISEASES] and is_enriched_disease(record, left)
        hint = ", if there ever was one: it may come from a set of genes" if enriched else ""
        # No value: it is part of what tells findings apart, and a record has one of this rule,
        # whichever of its tables are missing today.
        yield Problem(
            f"no side table explains {words}; missing: {_files(record, kinds)}{hint}",
            pointer("schema-jsonld", "keywords"),
            "key",
            severity=Severity.INFO if enriched else None,
        )


def _files(record: Record, kinds: Sequence[Kind]) -> str:
    first, *others = kinds
    name = table_name(record.stem or record.figid or "", first)
    return ", ".join([name, *(f"-{kind}.tsv" for kind in others)])


@rule(
    "D702",
    "side-table-malformed",
    Severity.WARNING,
    Severity.ERROR,
    blocks="fields",
    where=has_faults,
)
def side_table_malformed(record: Record) -> Iterator[Problem]:
    """A side table is not a table: another separator, no header, a row with too few or too many
    cells, an unknown column.

    Why: fields are separated by tabs and never quoted. A row that is cut or shifted puts a gene's
    id into another column; readers of the table take it as it stands. It is an error where words,
    symbols or ids cannot be read at all (semicolons, commas, a quoted header, row names as R writes
    them, comments on top), and where a quotation mark would stop Jekyll: its reader of tables takes
    one for the beginning of a quoted field. Such a table keeps its record out of exports.

    Bad:

        word<TAB>mesh
        ATP<TAB>mesh:D000255<TAB>ATP

    Good:

        word<TAB>mesh
        ATP<TAB>mesh:D000255

    Fix: restore the table.
    """
    yield from noted(record, "D702")


@stray_table_rule("D703", "orphan-table", Severity.WARNING)
def orphan_table(figid: str) -> str:
    """A side table whose record is not there.

    Why: a record was deleted or renamed, and its tables were left behind. No page shows what they
    hold, and programs that read all tables count a figure that does not exist. Reported where a
    folder was searched, not where single files were named; looked for in `_data` beside the
    records, or in `--data-dir` near them. The tables of a record that the search passes over, or
    that cannot be read, are not reported.

    Bad:

        _data/PMC1__f1-genes.tsv    (and no _figures/PMC1__f1.md)

    Good:

        _data/PMC1__f1-genes.tsv    (and _figures/PMC1__f1.md)

    Fix: remove the table, restore the record, or give the table the figid that the record has now.
    """
    return f"no record is called {quoted(figid)}: remove the table, or restore its record"
