"""What key or column is what: held against the schemas, so that neither changes without the other;
and how keywords follow the genes.
"""

from __future__ import annotations

import pytest
from test_rule_messages import record_with

from pfocr_cli.record import columns, schema
from pfocr_cli.record.identifiers import identifier
from pfocr_cli.record.keywords import SymbolChanges, followed, with_keywords
from pfocr_cli.record.match_sources import BY_FAMILY, BY_SYMBOL, BY_SYNONYM, at_hgnc, at_ncbi

OWN, TABLE = columns.GENE_IN_RECORD, columns.GENE_IN_TABLE


def test_the_keys_of_a_gene_are_those_of_its_schema() -> None:
    gene = schema.load("shared")["$defs"]["gene"]["properties"]
    assert [*gene] == [OWN.word, OWN.term, OWN.source, OWN.symbol, OWN.entrez]
    assert schema.properties("genes") == {
        *(TABLE.organism_id, TABLE.organism, TABLE.organism_group, TABLE.word, TABLE.term),
        *(TABLE.symbol, TABLE.entrez, TABLE.source, *TABLE.counts),
    }


@pytest.mark.parametrize("kind", columns.MENTIONS)
def test_the_keys_of_chemicals_and_diseases_are_those_of_their_schemas(kind: columns.Kind) -> None:
    own = schema.load("shared")["$defs"][kind.removesuffix("s")]["properties"]
    assert tuple(own) == columns.MENTION_IN_RECORD
    forms = (
        *columns.MENTION_IN_RECORD,
        *columns.MENTION_IN_OLDER_TABLE,
        *columns.MENTION_IN_TABLE[kind],
    )
    assert schema.properties(kind) == {*forms}


def test_a_gene_is_the_same_row_in_every_form() -> None:
    own = {"word": "RANKL", "symbol": "RANKL", "source": "s", "hgnc_symbol": "X", "entrez": "1"}
    row = {
        "word": "RANKL",
        "match": "RANKL",
        "source": "s",
        "ncbigene_symbol": "X",
        "ncbigene_id": "1",
        "organism_id": "9606",
        "organism_name": "Homo sapiens",
    }
    assert OWN.entry(own) == TABLE.entry(row)
    assert columns.gene_columns({"genes": []}) is OWN
    assert columns.gene_columns({}) is TABLE
    mouse = {**row, "organism_id": "10090", "organism_name": "Mus musculus"}
    assert TABLE.entry(mouse)[-2:] == ("10090", "Mus musculus")
    assert not TABLE.is_human(mouse)
    assert OWN.is_human(own)


@pytest.mark.parametrize(
    ("entrez", "organism", "is_named"),
    [
        ("956531", "11320", True),
        ("956531", "9606", False),
        ("4,7", "11320", False),
        ("\u0663", "11320", False),
        ("NA", "11320", False),
        (None, "11320", False),
    ],
)
def test_na_is_the_name_of_a_gene_with_an_id_that_is_not_human(
    entrez: str | None, organism: str, is_named: bool
) -> None:
    row = {"organism_id": organism, "ncbigene_symbol": "NA", "ncbigene_id": entrez}
    assert TABLE.is_named(row) == is_named


def test_the_columns_without_which_a_row_says_nothing() -> None:
    assert columns.telling_columns("genes") == {TABLE.word, TABLE.symbol, TABLE.entrez}
    assert columns.telling_columns("chemicals") == {columns.WORD}


def test_every_source_of_a_schema_has_a_worth() -> None:
    known = {*BY_SYMBOL, *BY_SYNONYM, *BY_FAMILY}
    shared = schema.load("shared")["$defs"]
    own = {*shared["geneSource"]["enum"]} - columns.NOTHING
    table = {*shared["tableGeneSource"]["enum"]} - columns.NOTHING
    assert {*own, *table} == known
    assert {at_ncbi(source) for source in own} == table
    assert all(at_ncbi(at_hgnc(source)) == source for source in table)


@pytest.mark.parametrize(
    ("recorded", "genes", "words", "becomes"),
    [
        ("A B ATP", SymbolChanges("AB", ["A2", "B"], {"A": ["A2"]}), "ATP", "A2 B ATP"),
        ("A B", SymbolChanges("AB", ["A2", "B", "A"], {"A": ["A2"]}), "", "A A2 B"),
        ("A B", SymbolChanges("AB", "BB", {"A": ["B"]}), "", "B"),
        ("A B", SymbolChanges("AB", "B"), "", "B"),
        ("A B", SymbolChanges("AB", "B"), "A", "A B"),
        ("odd A odd", SymbolChanges("A", ["A2"], {"A": ["A2"]}), "", "odd A2 odd"),
        ("A", SymbolChanges("AA", ["A2", "A3"], {"A": ["A2", "A3"]}), "", "A2 A3"),
    ],
)
def test_keywords_follow_the_genes(
    recorded: str, genes: SymbolChanges, words: str, becomes: str
) -> None:
    groups = followed(recorded.split(), genes, words.split())
    assert [word for group in groups for word in group] == becomes.split()


def test_new_genes_follow_the_gene_before_them() -> None:
    genes = SymbolChanges(["B"], ["A", "B", "C"])
    assert followed(["B", "ATP"], genes, ["ATP"], adds=True) == [["A"], ["B", "C"], ["ATP"]]


def test_genes_that_are_new_follow_all_names_of_the_one_before_them_in_turn() -> None:
    genes = SymbolChanges(["A"], ["A2", "N", "M", "B2"], {"A": ["A2", "B2"]})
    assert followed(["A"], genes, [], adds=True) == [[], ["A2", "N", "M", "B2"]]


@pytest.mark.parametrize(
    ("keywords", "groups", "kept"),
    [
        (["A", 7, "B"], [[], ["A2"], [""], ["B"]], ["A2", 7, "B"]),
        (["A", "B"], [["C"], [], ["B", "D"]], ["C", "B", "D"]),
        (["A", 7], [[], ["A"], [""]], ["A", 7]),
        ("A", [[], ["A"]], "A"),
        ("A", [[], ["A2"]], ["A2"]),
    ],
)
def test_what_is_no_text_stays_among_the_keywords(
    keywords: object, groups: list[list[str]], kept: object
) -> None:
    record = record_with({"figid": "x", "schema-jsonld": {"keywords": keywords, "@id": "y"}})
    found = with_keywords(record, groups)
    assert found == {"figid": "x", "schema-jsonld": {"keywords": kept, "@id": "y"}}


def test_a_record_without_keywords_gets_none() -> None:
    record = record_with({"figid": "x"})
    assert with_keywords(record, [[]]) == {"figid": "x"}


@pytest.mark.parametrize(
    ("text", "named", "written"),
    [
        ("D005947", "", "D005947"),
        ("mesh:D005947", "chebi", "D005947"),
        (" MESH:C1 ", "", "C1"),
        ("4167", "ChEBI", "CHEBI:4167"),
        ("chebi:4167", "", "CHEBI:4167"),
        ("doid:0050117", "mesh", "DOID:0050117"),
        ("omim:1", "", "OMIM:1"),
        ("4167", "", None),
        ("D005947", "chebi", None),
        ("D005947", "nowhere", None),
        ("nowhere:D005947", "mesh", None),
        ("", "", None),
    ],
)
def test_an_id_is_one_of_its_vocabulary(text: str, named: str, written: str | None) -> None:
    found = identifier(text, named)
    assert (found and str(found)) == written
