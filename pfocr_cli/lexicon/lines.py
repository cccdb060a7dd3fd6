"""The lines of a lexicon's file: its head, and what keeps a gene, a term, a name. See ``store``."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple, get_args

from pfocr_cli.lexicon.model import HgncGene, Term
from pfocr_cli.record.match_sources import MatchSource

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
_SOURCES: Mapping[str, MatchSource] = {source: source for source in get_args(MatchSource)}


class Ingredient(NamedTuple):
    """A file that a lexicon was made from; ``sha256`` is that of its (uncompressed) content."""

    what: str
    origin: str
    licence: str
    sha256: str


def lexicon_text(
    release: str, sources: tuple[Ingredient, ...], counts: Mapping[str, int], body: str
) -> str:
    """Return a lexicon's file: its head, and the body that it speaks of."""
    content = body.encode()
    head = {
        "pfocr-lexicon": VERSION,
        "hgnc": release,
        "sources": [source._asdict() for source in sources],
        "counts": dict(counts),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return f"{json.dumps(head, ensure_ascii=False)}\n{body}"


def gene_line(gene: HgncGene) -> str:
    """Return the line that keeps a gene."""
    fields = (
        gene.symbol,
        gene.entrez,
        gene.locus_type,
        gene.name,
        "|".join(gene.aliases),
        "|".join(gene.previous),
    )
    return "\t".join((f"gene:{gene.hgnc_id.removeprefix('HGNC:')}", *fields))


def term_line(key: str, term: Term, section: str = "term") -> str:
    """Return the line that keeps a term, or a name; ``key`` is its fold."""
    return "\t".join(
        (
            f"{section}:{key}",
            term.written,
            term.source,
            ",".join(hgnc_id.removeprefix("HGNC:") for hgnc_id in term.genes),
        )
    )


def gene_of(number: str, fields: list[str]) -> HgncGene:
    """Return the gene that a line keeps, by the number in its key and its fields."""
    symbol, entrez, locus_type, name, aliases, previous = fields
    return HgncGene(
        f"HGNC:{number}",
        symbol,
        entrez,
        name,
        locus_type,
        _parts(aliases, "|"),
        _parts(previous, "|"),
    )


def term_of(fields: list[str]) -> Term:
    """Return the term, or name, that the fields of a line keep."""
    written, source, numbers = fields
    return Term(
        written, _SOURCES[source], tuple(f"HGNC:{number}" for number in _parts(numbers, ","))
    )


def _parts(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(cell.split(separator)) if cell else ()
