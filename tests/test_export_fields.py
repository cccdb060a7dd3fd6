"""What a format says it reads is what it reads: recorded from a figure that watches itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.formats import EXPORTERS, FileExporter, Item, LeftOutError
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import EMBEDDED, Record

KEYS = {
    "title": "figtitle",
    "paper_title": "papertitle",
    "reference": "reftext",
    "keywords": "schema-jsonld",
    "license": "schema-jsonld",
    "creator": "schema-jsonld",
}
"""The record's keys, where the figure's fields are called otherwise."""
GENE = Gene("Rank", "RANK", "hgnc_symbol", "TNFRSF11A", "8792", "HGNC:11908", "TNFRSF11A",
    *("9606", "Homo sapiens"), 0)  # fmt: skip
SENTINEL = Figure(
    **{name: f"{name}-0" for name in ("caption", "year", "number", "figtype", "filename")},
    figid="PMC1__f",
    pmcid="PMC1",
    figlink="/pmc/articles/PMC1/figure/f/",
    doi="10.1/x",
    ndex="12345678-90ab-11ec-b3be-0ac135e8bacf",
    wpid="WP1234",
    license="CC0",
    creator="WikiPathways",
    reference="reference-0",
    organisms=("Homo sapiens",),
    keywords=("TNFRSF11A",),
    genes=(GENE, GENE, GENE),
    chemicals=(Mention("Ca2+", "D002118", other="CHEBI:29108"),),
    diseases=(Mention("cancer", "D009369", other="DOID:162"),),
)
"""Without a title, so that what stands for one is looked for."""


class Watched:
    """A figure that notes which of its fields are read."""

    def __init__(self, figure: Figure, seen: set[str]) -> None:
        self._figure, self._seen = figure, seen

    def __getattr__(self, name: str) -> Any:
        found = getattr(Figure, name)
        if isinstance(found, property):
            assert found.fget is not None
            return found.fget(self)
        self._seen.add(KEYS.get(name, name))
        return getattr(self._figure, name)


class WatchedRecord:
    """A record, of which all is said to be read by whoever looks at its data."""

    def __init__(self, seen: set[str]) -> None:
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add("the record")
        raise LookupError(name)


def streams() -> Iterator[tuple[str, str, Options]]:
    """Yield each format, with the table (``""``: the only one) and the options that lead there."""
    release = open_lexicon(None).release
    for name, exporter in EXPORTERS.items():
        for table in exporter.fields if isinstance(exporter.fields, dict) else ("",):
            option: dict[str, Any] = {"table": table} if table in exporter.subjects else {}
            titles = "titles.tsv" if table == "titles" else None
            yield (
                name,
                table,
                Options(
                    selection=Selection(), release=release, min_genes=1, titles=titles, **option
                ),
            )


def read_by(name: str, table: str, options: Options) -> set[str]:
    seen: set[str] = set()
    figure = cast("Figure", Watched(SENTINEL, seen))
    item = Item(cast("Record", WatchedRecord(seen)), figure, figure)
    exporter = EXPORTERS[name]
    stream = "titles" if table == "titles" else ""
    calls: list[Callable[[Item, Options], object]] = [partial(exporter.part, table=stream)]
    if isinstance(exporter, FileExporter):
        calls.append(exporter.document)
    for call in calls:
        try:
            call(item, options)
        except (LookupError, LeftOutError):
            continue
    return seen


@pytest.mark.parametrize(
    ("name", "table", "options"),
    list(streams()),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_format_reads_the_keys_that_it_says(name: str, table: str, options: Options) -> None:
    fields = EXPORTERS[name].fields
    declared = fields[table] if isinstance(fields, dict) else fields
    seen = read_by(name, table, options)
    if "the record" in seen:  # such a format carries the whole record
        assert declared == {"figid", *EMBEDDED, *seen} - {"the record"}
    else:
        assert seen - EXPORTERS[name].read_if_sound == declared
        assert seen >= EXPORTERS[name].read_if_sound
