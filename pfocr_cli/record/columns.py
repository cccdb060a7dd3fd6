"""What key or column is what: the one place that knows how a record of each form, and each side
table, calls what it holds of genes, chemicals and diseases.

    genes       in the record: word symbol source hgnc_symbol entrez
                in a table:    word match source ncbigene_symbol ncbigene_id, with the organism
    chemicals,  in the record, and in the tables before 95142bc6: word source identifier
    diseases    in the tables of one release:                     word type identifier
                in the tables since:                              word mesh match name chebi (doid)

Which keys a record must have, and what form their values have, the schemas say; code asks here what
they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.record.match_sources import MatchSource

Kind = Literal["genes", "chemicals", "diseases"]
GENES: Kind = "genes"
MENTIONS: tuple[Kind, ...] = ("chemicals", "diseases")
KINDS: tuple[Kind, ...] = (GENES, *MENTIONS)
"""What a figure has, in the order of the keywords; a record's key or a side table's name."""

HUMAN = "9606"
"""The taxonomy id of the one species that HGNC names genes of."""
HUMAN_NAME, HUMAN_GROUP = "Homo sapiens", "Primates"
MISSING = "NA"
"""What a side table has where there is no value."""
MISSING_VALUES = frozenset({MISSING, ".na.character"})
"""How R writes a missing value as text."""
NOTHING = MISSING_VALUES | {"", "NaN"}
"""Texts that stand for no value."""


def text_in(value: object) -> str:
    """Return a value as text without white space around it; empty for what is missing, and for
    what is no text or number.
    """
    if type(value) is not str:
        if isinstance(value, bool) or value is None or isinstance(value, list | dict):
            return ""
        value = str(value)
    text = value.strip()
    return "" if text in NOTHING else text


WORD, SOURCE = "word", "source"
"""What all forms call alike: the figure's word, and how or in what it was found."""

Owner = Literal["HGNC", "NCBI"]
"""Whose column a symbol stands in: side tables hold NCBI's."""


class GeneColumns(NamedTuple):
    """The keys of a gene entry, or the columns of a gene table.

    ``table`` is the side table (None: in the record), ``owner`` gave the symbols, ``term`` is what
    of the lexicon the word was matched with. ``organism`` is empty where all genes are human;
    ``counts`` say how often a term matched.
    """

    table: Kind | None
    owner: Owner
    term: str
    symbol: str
    entrez: str
    word: str = WORD
    source: str = SOURCE
    organism_id: str = ""
    organism: str = ""
    organism_group: str = ""
    counts: tuple[str, ...] = ()

    def entry(self, entry: Mapping[str, object]) -> GeneEntry:
        """Return an entry's values under the names that all forms share."""
        return GeneEntry(
            entry.get(self.word),
            entry.get(self.term),
            entry.get(self.source),
            entry.get(self.symbol),
            entry.get(self.entrez),
            entry.get(self.organism_id) if self.organism_id else HUMAN,
            entry.get(self.organism) if self.organism else HUMAN_NAME,
        )

    def is_named(self, entry: Mapping[str, object]) -> bool:
        """Say whether ``NA`` is this gene's name: it has an id, and is no human gene. Influenza's
        neuraminidase is called so.
        """
        entrez = entry.get(self.entrez)
        has_id = isinstance(entrez, str) and entrez.isascii() and entrez.isdecimal()
        return has_id and not self.is_human(entry)

    def is_human(self, entry: Mapping[str, object]) -> bool:
        """Say whether an entry is a human gene, as all are where no organism is named."""
        return not self.organism_id or entry.get(self.organism_id) == HUMAN


class GeneEntry(NamedTuple):
    """A gene entry whatever its form; values as they were recorded, None where there is none."""

    word: object
    term: object
    source: object
    symbol: object
    entrez: object
    organism_id: object
    organism: object


GENE_IN_RECORD = GeneColumns(None, "HGNC", "symbol", "hgnc_symbol", "entrez")
GENE_IN_TABLE = GeneColumns(
    GENES,
    "NCBI",
    "match",
    "ncbigene_symbol",
    "ncbigene_id",
    organism_id="organism_id",
    organism="organism_name",
    organism_group="organism_group",
    counts=("count_direct", "count_synonym", "count_match"),
)
GENE_FORMS = (GENE_IN_RECORD, GENE_IN_TABLE)
GENE_FIELDS = (
    *(WORD, GENE_IN_RECORD.term, SOURCE, GENE_IN_RECORD.symbol, GENE_IN_RECORD.entrez),
    *(GENE_IN_TABLE.symbol, GENE_IN_TABLE.entrez),
)
"""What of a gene entry must say something, in any form; a table's term may be missing."""


def holds_genes(data: Mapping[str, object]) -> bool:
    """Say whether a record has its genes in itself and not in a side table."""
    return GENES in data


def gene_columns(data: Mapping[str, object]) -> GeneColumns:
    """Return what the genes of a record are called: in itself, else in its side table."""
    return GENE_IN_RECORD if holds_genes(data) else GENE_IN_TABLE


def telling_columns(kind: str) -> frozenset[str]:
    """Return the columns without which a side table's rows say nothing."""
    form = GENE_IN_TABLE
    return frozenset({WORD, form.symbol, form.entrez} if kind == GENES else {WORD})


def draft_of(word: str) -> dict[str, str]:
    """Return the entry in which a curator has written only the figure's word."""
    return {WORD: word}


def gene_entry(term: str, source: MatchSource, symbol: str, entrez: str) -> dict[str, str]:
    """Return what a record's entry of a gene holds beside the word."""
    form = GENE_IN_RECORD
    return {form.term: term, form.source: source, form.symbol: symbol, form.entrez: entrez}


# Chemicals and diseases

NAME, MATCH, TYPE, IDENTIFIER = "name", "match", "type", "identifier"
ID_COLUMNS: Mapping[str, str] = {"mesh": "mesh", IDENTIFIER: "", "chebi": "chebi", "doid": "doid"}
"""The columns that hold ids, and whose; of ``identifier`` the entry's ``source`` says it, or the
id's own prefix.
"""
MENTION_IN_RECORD = (WORD, SOURCE, IDENTIFIER)
MENTION_IN_OLDER_TABLE = (WORD, TYPE, IDENTIFIER)
"""The form of one release, the only one with a place for an id of any vocabulary."""
MENTION_IN_TABLE: Mapping[Kind, tuple[str, ...]] = {
    "chemicals": (WORD, "mesh", MATCH, NAME, "chebi"),
    "diseases": (WORD, "mesh", MATCH, NAME, "doid"),
}


class MentionEntry(NamedTuple):
    """A chemical or disease whatever its form; values as they were recorded, None where there is
    none. ``ids`` are the texts that stand where ids do, each with the vocabulary named beside it.
    """

    word: object
    name: object
    match: object
    ids: tuple[tuple[object, object], ...]


def mention_entry(entry: Mapping[str, object]) -> MentionEntry:
    """Return an entry's values under the names that all forms share."""
    ids = tuple(
        (entry[column], vocabulary or entry.get(SOURCE))
        for column, vocabulary in ID_COLUMNS.items()
        if column in entry
    )
    return MentionEntry(entry.get(WORD), entry.get(NAME), entry.get(MATCH), ids)
