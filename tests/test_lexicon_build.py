"""HGNC's files and families, read; and the lexicon that they give."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon import families
from pfocr_cli.lexicon.build import (
    Built,
    CarriedFamilies,
    FamilyFile,
    build,
    write,
)
from pfocr_cli.lexicon.documents import document, document_of
from pfocr_cli.lexicon.families import GeneNames, extra_names, parse_families, place
from pfocr_cli.lexicon.hgnc import Withdrawn, mergers, parse_genes, parse_withdrawn
from pfocr_cli.lexicon.model import HgncGene, fold
from pfocr_cli.lexicon.store import Lexicon

HEADER = (
    "hgnc_id\tsymbol\tname\tlocus_type\tstatus\talias_symbol\tprev_symbol\t"
    "date_modified\tentrez_id\n"
)
WITHDRAWN_HEADER = (
    "HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)\n"
)


def complete_set(*genes: HgncGene, modified: str = "") -> str:
    """Return genes as HGNC's complete set has them."""
    rows = (
        (
            gene.hgnc_id,
            gene.symbol,
            gene.name,
            gene.locus_type,
            "Approved",
            f'"{"|".join(gene.aliases)}"' if len(gene.aliases) > 1 else "".join(gene.aliases),
            "|".join(gene.previous),
            modified,
            gene.entrez,
        )
        for gene in genes
    )
    return HEADER + "".join("\t".join(row) + "\n" for row in rows)


def made(genes: str, withdrawn: str = "", family_text: str = "", release: str = "2024-07") -> Built:
    """Build a lexicon from texts."""
    source = FamilyFile(document_of(family_text.encode(), "families.csv")) if family_text else None
    merged = document_of(withdrawn.encode(), "withdrawn.txt") if withdrawn else None
    return build(document_of(genes.encode(), "hgnc_complete_set.txt"), merged, source, release)


def opened(built: Built, folder: Path, name: str = "small.lexicon") -> Lexicon:
    """Write a lexicon and open it."""
    write(built, folder / name)
    return Lexicon(folder / name)


RANK = HgncGene(
    "HGNC:11908",
    "TNFRSF11A",
    "8792",
    "TNF receptor superfamily member 11a",
    "gene",
    ("RANK", "CD265"),
    ("PDB2",),
)
GBA1 = HgncGene(
    "HGNC:4177", "GBA1", "2629", "glucosylceramidase beta 1", "gene", ("GCase",), ("GBA", "GLUC")
)
FZD1 = HgncGene("HGNC:4038", "FZD1", "8321")
FZD2 = HgncGene("HGNC:4040", "FZD2", "2535")
CTNNB1 = HgncGene(
    "HGNC:2514", "CTNNB1", "1499", "catenin beta 1", "gene", ("beta-catenin",), ("CTNNB",)
)


def test_a_complete_set_is_read() -> None:
    held = parse_genes(complete_set(RANK, GBA1, modified="2024-06-30"), "set.txt")
    assert held.genes == (RANK, GBA1)
    assert held.modified == "2024-06-30"


CUSTOM = (
    "HGNC ID\tApproved symbol\tApproved name\tStatus\tPrevious symbols\t"
    "{aliases}\tNCBI Gene ID(supplied by NCBI)\n"
)


@pytest.fixture
def usual_field_size() -> Iterator[None]:
    """Have Python's own limit of a field: a library that another test uses may have changed it for
    the process.
    """
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize("aliases", ["Alias symbols", "Synonyms", "Alias symbol"])
def test_a_custom_download_is_read(aliases: str) -> None:
    text = CUSTOM.format(aliases=aliases) + (
        "HGNC:4177\tGBA1\tglucosylceramidase beta 1\tApproved\tGBA, GLUC\tGCase\t2629\n"
        "HGNC:6\tA1S9T~withdrawn\tsymbol withdrawn, see [HGNC:12469](UBA1)\tSymbol "
        "Withdrawn\t\t\t\n"
        "HGNC:7\tTWICE~withdrawn,synonym\tsymbol withdrawn, see [HGNC: "
        "9](/#!/hgnc_id/HGNC:9)\tSymbol Withdrawn\t\t\t\n"
        "HGNC:2\tA12M2~withdrawn\tentry withdrawn\tEntry Withdrawn\t\t\t\n"
        "HGNC:9\tOLD~withdrawn\tsymbol withdrawn, see GBA1 and TWO\tSymbol Withdrawn\t\t\t\n"
    )
    held = parse_genes(text, "custom.txt")
    assert held.genes == (
        HgncGene(
            "HGNC:4177",
            "GBA1",
            "2629",
            "glucosylceramidase beta 1",
            "",
            ("GCase",),
            ("GBA", "GLUC"),
        ),
    )
    assert held.withdrawn == (
        Withdrawn("HGNC:6", "A1S9T", ("HGNC:12469",)),
        Withdrawn("HGNC:7", "TWICE", ("HGNC:9",)),
        Withdrawn("HGNC:2", "A12M2"),
        Withdrawn("HGNC:9", "OLD", ("GBA1", "TWO")),
    )


def test_a_download_with_an_alias_a_line_gives_the_gene_once() -> None:
    header = "HGNC ID\tApproved symbol\tPrevious symbol\tAlias symbol\tNCBI Gene ID\n"
    held = parse_genes(f"{header}HGNC:1\tA\tP\tX\t9\nHGNC:1\tA\tP\tY\t9\n", "mart.txt")
    assert held.genes == (HgncGene("HGNC:1", "A", "9", aliases=("X", "Y"), previous=("P",)),)


@pytest.mark.parametrize(
    ("cell", "own", "symbols"),
    [
        ("", "A", ()),
        ('"X|Y"', "A", ("X", "Y")),
        ("X| Y ", "A", ("X", "Y")),
        ("A|X", "A", ("X",)),
        ("a|X", "A", ("a", "X")),
        ("X|X", "A", ("X",)),
        ("HS1-BP3,FLJ14249", "A", ("HS1-BP3", "FLJ14249")),
        ("||", "A", ()),
    ],
)
def test_cells_of_symbols(cell: str, own: str, symbols: tuple[str, ...]) -> None:
    (gene,) = parse_genes(f"{HEADER}HGNC:1\t{own}\t\t\tApproved\t{cell}\t\t\t\n", "set.txt").genes
    assert gene.aliases == symbols


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks the columns hgnc_id, symbol, alias_symbol, prev_symbol, entrez_id"),
        (HEADER, "holds no approved gene"),
        (HEADER.replace("entrez_id", "entrez"), "lacks the column entrez_id"),
        ("<!DOCTYPE html>\n<p>", "not one of HGNC's files"),
        (f"{HEADER}HGNC:1\tA\t\t\tAppr", "line 2 has 5 fields and not 9: is the file cut short?"),
        (f"{HEADER}X1\tA\t\t\tApproved\t\t\t\t\n", "line 2: 'X1' is not an HGNC id"),
        (
            complete_set(RANK, HgncGene("HGNC:7", "TNFRSF11A")),
            "HGNC:11908 and HGNC:7 are both called TNFRSF11A",
        ),
        (f'{HEADER}HGNC:1\t"A' + "x" * 200_000, "field larger than field limit"),
    ],
)
def test_what_is_no_complete_set_is_refused(text: str, said: str, usual_field_size: None) -> None:
    with pytest.raises(PfocrError, match=r"set\.txt") as error:
        parse_genes(text, "set.txt")
    assert said in str(error.value)


@pytest.mark.parametrize(
    "header",
    [WITHDRAWN_HEADER, WITHDRAWN_HEADER.replace("REPORT(S) (i.e HGNC", "REPORT(i.e. HGNC")],
)
def test_withdrawn_entries_are_read_with_all_their_successors(header: str) -> None:
    text = header + (
        "HGNC:1531\tMerged/Split\tCBBM\tHGNC:4206|OPN1MW|Approved, "
        "HGNC:9936|OPN1LW|Approved\nHGNC:1\tEntry Withdrawn\tA12M1\t\n"
    )
    assert parse_withdrawn(text, "withdrawn.txt") == (
        Withdrawn("HGNC:1531", "CBBM", ("HGNC:4206", "HGNC:9936")),
        Withdrawn("HGNC:1", "A12M1"),
    )


def test_mergers_are_followed_to_the_end_and_never_round_in_circles() -> None:
    entries = (
        Withdrawn("HGNC:101", "ONE", ("HGNC:102",)),
        Withdrawn("HGNC:102", "TWO", ("HGNC:4177", "HGNC:103")),
        Withdrawn("HGNC:103", "THREE", ("HGNC:101", "HGNC:11908")),
        Withdrawn("HGNC:104", "FOUR", ("GBA1",)),
        Withdrawn("HGNC:105", "FIVE", ("HGNC:999",)),
        Withdrawn("HGNC:106", "SIX", ("HGNC:106",)),
    )
    merged = mergers(entries, (RANK, GBA1))
    both = ("HGNC:4177", "HGNC:11908")
    assert merged.by_symbol == {
        "ONE": both,
        "TWO": both,
        "THREE": both,
        "FOUR": ("HGNC:4177",),
        "FIVE": (),
        "SIX": (),
    }
    assert merged.by_id["HGNC:101"] == both


FAMPLEX = """HGNC,FZD1,isa,FPLX,FZD
HGNC,FZD2,isa,FPLX,FZD
HGNC,GBA,isa,FPLX,Lipase
FPLX,Lipase,isa,FPLX,Hydrolase
HGNC,PDB2,partof,FPLX,Hydrolase
HGNC,NOGENE,isa,FPLX,Hydrolase
UP,P12345,isa,FPLX,Hydrolase
FPLX,Hydrolase,isa,FPLX,Lipase
HGNC,FZD1,partof,FPLX,FZD1_complex
HGNC,FZD1,partof,FPLX,PDB2_complex
HGNC,FZD1,partof,FPLX,IKK_complex
HGNC,TNFRSF11A,isa,FPLX,Kainate_family
"""


def test_families_of_famplex_are_closed_and_placed_by_former_symbols_too() -> None:
    held = parse_families(FAMPLEX, "relations.csv")
    assert held.is_famplex
    assert held.proteins == 1
    placed = place(held, GeneNames((RANK, GBA1, FZD1, FZD2), {}))
    assert placed.members["FZD"] == ("HGNC:4038", "HGNC:4040")
    # A circle among families makes them one.
    assert placed.members["Hydrolase"] == placed.members["Lipase"] == ("HGNC:4177", "HGNC:11908")
    assert set(placed.unplaced) == {("Hydrolase", "NOGENE"), ("Lipase", "NOGENE")}


def test_a_former_symbol_of_two_genes_places_nothing() -> None:
    names = GeneNames(
        (HgncGene("HGNC:1", "A", previous=("OLD",)), HgncGene("HGNC:2", "B")),
        {"OLD": ("HGNC:2",), "GONE": ("HGNC:2",)},
    )
    assert names.with_symbol("OLD") is None
    assert names.with_symbol("GONE") == "HGNC:2"


def test_families_in_two_columns_are_taken_as_they_are() -> None:
    held = parse_families(
        "entrez_id,bioentities\r\n8321,Frizzled\r\n2535,Frizzled\r\n77,Frizzled\r\n", "two.csv"
    )
    assert not held.is_famplex
    placed = place(held, GeneNames((FZD1, FZD2), {}))
    assert placed.members == {"Frizzled": ("HGNC:4038", "HGNC:4040")}
    assert placed.unplaced == (("Frizzled", "77"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no families"),
        ("entrez,family\n", "holds no families"),
        ("a,b,c\n1,2,3\n", "holds no families"),
        ("HGNC,A,isa,FPLX,B\nHGNC,A,isa\n", "row 2 has 3 fields and not 5"),
        ("HGNC,A,eats,FPLX,B\n", "row 1 is not FamPlex's: 'HGNC,A,eats,FPLX,B'"),
        ("entrez,family\nFZD1,Frizzled\n", "row 2 is not an Entrez id and a family"),
        ("entrez,family\n7,--\n", "row 2 is not an Entrez id and a family"),
    ],
)
def test_what_is_no_file_of_families_is_refused(text: str, said: str) -> None:
    with pytest.raises(PfocrError, match=r"families\.csv") as error:
        parse_families(text, "families.csv")
    assert said in str(error.value)


def test_names_that_figures_use_are_added_where_nothing_has_them(tmp_path: Path) -> None:
    lexicon = opened(made(complete_set(RANK, GBA1, FZD1, FZD2, CTNNB1), "", FAMPLEX), tmp_path)
    names = {
        term.written: term.genes
        for term in lexicon.all_terms()
        if term.source == "bioentities_symbol"
    }
    assert names["Frizzled"] == names["FZD"]
    assert names["beta-catenin"] == names["b-catenin"] == ("HGNC:2514",)
    assert names["IKK"] == names["IKK_complex"]
    assert "calcineurin" not in names  # FamPlex's PPP3 is not in this file
    assert names.keys().isdisjoint(
        {"FZD1", "PDB2", "Kainate"}
    )  # approved; a former symbol; named after what is no member


def test_a_family_or_an_approved_gene_keeps_its_name() -> None:
    names = GeneNames((CTNNB1,), {})
    members = {"FZD": ("HGNC:4038",), "Frizzled": ("HGNC:1",)}
    found = extra_names(members, names, {fold("FZD"), fold("Frizzled"), fold("b-catenin")})
    assert found == {"beta-catenin": ("HGNC:2514",)}


def test_every_extra_name_has_its_reason() -> None:
    header, *rows = families.EXTRA_NAMES.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["name", "stands for", "reason"]
    assert len(rows) == 8
    assert all(len(row.split("\t")) == 3 and len(row.split("\t")[2]) > 30 for row in rows)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    text = complete_set(RANK, GBA1, FZD1)
    (tmp_path / "set.txt").write_text(text, encoding="utf-8")
    (tmp_path / "set.txt.gz").write_bytes(gzip.compress(text.encode()))
    plain, packed = (
        build(document(str(tmp_path / name)), None, None).text for name in ("set.txt", "set.txt.gz")
    )
    assert plain == packed
    header, *rows = text.splitlines(keepends=True)
    shuffled = made(header + "".join(reversed(rows))).text.split("\n", 1)[1]
    assert shuffled == plain.split("\n", 1)[1]


@pytest.mark.parametrize(
    ("name", "given_release", "modified", "release"),
    [
        ("hgnc_complete_set_2024-07-02.txt", "", "2024-06-28", "2024-07-02"),
        ("hgnc_complete_set_2024-07-02.txt", "2024-07", "", "2024-07"),
        ("hgnc_complete_set.txt", "", "2024-06-28", "2024-06-28"),
        ("hgnc_complete_set.txt", "", "", "unknown"),
        ("set_12024-07-021.txt", "", "", "unknown"),
    ],
)
def test_the_release_is_what_is_said_or_the_files_name_or_the_newest_change(
    name: str, given_release: str, modified: str, release: str
) -> None:
    source = document_of(complete_set(RANK, modified=modified).encode(), name)
    assert build(source, None, None, given_release).release == release


@pytest.mark.parametrize(
    ("column", "day", "release"),
    [
        ("date_approved_reserved", "2024-06-28", "2024-06-28"),
        ("Date approved", "2024-06-28", "2024-06-28"),
        ("date_symbol_changed", "2024-06-28", "2024-06-28"),
        ("date_name_changed", "2024-06-28", "2024-06-28"),
        ("date_name_changed", "28/06/2024", "unknown"),
        ("date_of_nothing", "2024-06-28", "unknown"),
    ],
)
def test_any_of_hgncs_dates_tells_the_release(column: str, day: str, release: str) -> None:
    text = complete_set(RANK, FZD1, modified=day).replace("date_modified", column)
    assert build(document_of(text.encode(), "set.txt"), None, None).release == release


def test_the_newest_of_hgncs_dates_is_the_release() -> None:
    head, row = complete_set(RANK, modified="2023-01-31").splitlines()
    text = f"{head}\tdate_approved_reserved\tdate_symbol_changed\n{row}\t1999-01-01\t2024-06-28\n"
    assert build(document_of(text.encode(), "set.txt"), None, None).release == "2024-06-28"


@pytest.mark.parametrize("release", ["July", "2024", "2024-13", "2024-07-02x", "2024-07-32"])
def test_a_release_is_a_date(release: str) -> None:
    with pytest.raises(PfocrError, match="is not a release"):
        made(complete_set(RANK), release=release)


def test_the_head_says_what_a_lexicon_is_made_of() -> None:
    built = made(
        complete_set(RANK, FZD1),
        WITHDRAWN_HEADER + "HGNC:1\tEntry Withdrawn\tA12M1\t\n",
        "e,f\n8321,Frizzled\n",
    )
    head = json.loads(built.text.split("\n", 1)[0])
    licences = [(source["what"], source["origin"], source["licence"]) for source in head["sources"]]
    assert licences == [
        ("genes", "hgnc_complete_set.txt", "CC0-1.0"),
        ("withdrawn", "withdrawn.txt", "CC0-1.0"),
        ("families", "families.csv", "not stated"),
    ]
    assert head["counts"]["genes"] == 2
    assert head["counts"]["withdrawn entries"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x1f\x8bnonsense", "cannot unpack"),
        (gzip.compress(b"x" * 99, mtime=0)[:-9], "cannot unpack"),
        (b"a\xffb", "the byte FF at offset 1"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(PfocrError, match=said):
        document_of(data, "set.txt")


def test_a_missing_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PfocrError, match="no such file"):
        document(str(tmp_path / "none.txt"))


def test_families_are_carried_over_to_a_newer_release(tmp_path: Path) -> None:
    older = opened(made(complete_set(RANK, GBA1, FZD1, FZD2), "", FAMPLEX), tmp_path)
    newer = document_of(
        complete_set(GBA1, FZD1, HgncGene("HGNC:3", "NEW", "3")).encode(), "set.txt"
    )
    gone = document_of(
        f"{WITHDRAWN_HEADER}HGNC:4040\tMerged/Split\tFZD2\tHGNC:3|NEW|Approved\n".encode(),
        "withdrawn.txt",
    )
    built = build(newer, gone, CarriedFamilies(older))
    lexicon = opened(built, tmp_path, "newer.lexicon")
    (family,) = lexicon.terms("FRIZZLED")
    assert family.genes == ("HGNC:3", "HGNC:4038")
    assert ("Hydrolase", "HGNC:11908") in built.unplaced
    assert [source.what for source in lexicon.release.sources] == [
        "genes",
        "withdrawn",
        "families",
        "family names",
    ]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z"), exclude_characters='|,"\t~'),
    min_size=1,
)


@given(
    st.lists(
        st.tuples(WORDS, st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3)),
        min_size=1,
        unique_by=lambda t: t[0],
    )
)
def test_whatever_goes_in_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str], list[str]]]
) -> None:
    genes = [
        HgncGene(
            f"HGNC:{number}", symbol, str(number), aliases=tuple(aliases), previous=tuple(previous)
        )
        for number, (symbol, aliases, previous) in enumerate(rows, 1)
    ]
    lexicon = opened(made(complete_set(*genes)), tmp_path_factory.mktemp("made"))
    lexicon.verify()
    for gene in genes:
        found = lexicon.gene(gene.hgnc_id)
        assert found is not None
        assert lexicon.with_entrez(gene.entrez) == found
        assert found.aliases == tuple(
            dict.fromkeys(alias for alias in gene.aliases if alias != gene.symbol)
        )
        for word in (gene.symbol, *gene.aliases, *gene.previous):
            if fold(word):
                assert any(
                    gene.hgnc_id in term.genes
                    for term in lexicon.terms(fold(word))
                    if term.written == word
                )
