"""Proteins by English names, receptors by what binds them, microRNAs that are blocked: through the
embedded lexicon.
"""

from __future__ import annotations

import pytest

from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import open_lexicon

EMBEDDED = open_lexicon(None)


@pytest.mark.parametrize(
    ("word", "symbols"),
    [
        # Roman numbers, where HGNC has others or the same
        ("carbonic anhydrase XII", "CA12"),
        ("coagulation factor VIII", "F8"),
        ("synapsin I", "SYN1"),
        # a number goes no further than its end, and the second of its kind is not the first
        ("mucin 2", "MUC2"),
        ("angiotensin-converting enzyme", "ACE"),
        ("angiotensin-converting enzyme 2", "ACE2"),
        # names that HGNC spells otherwise
        ("choline acetyltransferase", "CHAT"),
        ("apolipoprotein C-III", "APOC3"),
        ("phosphoenolpyruvate carboxykinase", "PCK1 PCK2"),
        # receptors by their short names
        ("EPO receptor", "EPOR"),
        ("GIP receptor", "GIPR"),
        ("TRH receptors", "TRHR"),
        ("hepatocyte growth factor receptor", "MET"),
        ("CC chemokine receptor 7", "CCR7"),
        ("C-X-C motif chemokine ligand 12", "CXCL12"),
        ("nAChR α7", "CHRNA7"),
        ("OX40 ligand", "TNFSF4"),
        ("α2 adrenergic receptor", "ADRA2A ADRA2B ADRA2C"),
        ("IgE receptor", "FCER1A FCER1G MS4A2"),
        # mutations and bound nucleotides
        ("IDH1 R132H", "IDH1"),
        ("KRAS-G12D", "KRAS"),
        ("GTP-Rac1", "RAC1"),
        # C/EBP has a slash of its own; a plural s and an S are two things
        ("C/EBPα/β", "CEBPA CEBPB"),
        ("cathepsin S", "CTSS"),
        ("activin", "INHBA INHBB"),
        ("PTPσ", "PTPRS"),
        # the mouse's microRNAs, and those that are given
        ("mmu-miR-21a-5p", "MIR21"),
        ("miR-34a", "MIR34A"),
        ("miR-21 mimic", "MIR21"),
    ],
)
def test_genes_of_names(word: str, symbols: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert answer.status == "resolved"
    assert {match.hgnc_symbol for match in answer.matches} == {*symbols.split()}


@pytest.mark.parametrize(
    ("word", "gene"),
    [
        ("anti-miR-21", "MIR21"),
        ("antimiR-155", "MIR155"),
        ("antagomiR-122-5p", "MIR122"),
        ("miR-155 sponge", "MIR155"),
    ],
)
def test_what_blocks_a_micro_rna_is_no_gene(word: str, gene: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert answer.status == "stopped"
    assert [match.hgnc_symbol for match in answer.also] == [gene]
    assert answer.means.endswith("no gene itself")


@pytest.mark.parametrize(
    "word", ["E-selectin ligand", "HDACi", "TNF mimetic", "GR ligand", "VEGF ligand", "RAR ligand"]
)
def test_what_acts_on_a_gene_is_stopped(word: str) -> None:
    assert resolve(word, EMBEDDED).status == "stopped"


@pytest.mark.parametrize("word", ["BCL2 ligand", "GS receptor", "MT receptor"])
def test_an_l_or_r_at_a_symbols_end_means_other_things_too(word: str) -> None:
    assert resolve(word, EMBEDDED).status != "resolved"


@pytest.mark.parametrize("word", ["GA", "GI", "GS"])
def test_two_capitals_of_several_things_are_ambiguous(word: str) -> None:
    assert resolve(word, EMBEDDED).status == "ambiguous"
