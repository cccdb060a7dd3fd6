"""The steps from a figure's word to the words that a lexicon may hold: cases for each, and what
holds of any text.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.lexicon import cutting, forms, letters

LETTERS = "AKTRpcs123/,-|&; ()[]αβγßвОIl0'\t"
TEXT = st.one_of(st.text(), st.text(alphabet=LETTERS, max_size=40))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Ca²⁺", "Ca2+"),
        ("ﬁb", "fib"),
        ("ＡＫＴ", "AKT"),
        ("\ufeffAKT", "AKT"),
        ("A\u00adKT", "AKT"),
        ("AKT", "AKT"),
    ],
)
def test_compatible(text: str, result: str) -> None:
    assert letters.compatible(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ТGF", "TGF"),  # Cyrillic Te
        ("ЕННADH", "EHHADH"),
        ("GSK3ß", "GSK3β"),
        ("IKKɛ", "IKKε"),
        ("ΤNF", "TNF"),  # Greek Tau
        ("IFN–γ", "IFN-γ"),
        ("PPARγ", "PPARγ"),  # Greek small letters are no look-alikes
        ("AKT", "AKT"),
    ],
)
def test_latin(text: str, result: str) -> None:
    assert letters.latin(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [("ČREB", "CREB"), ("MÉCOM", "MECOM"), ("BÁG1", "BAG1"), ("AKT", "AKT"), ("α", "α")],
)
def test_unaccented(text: str, result: str) -> None:
    assert letters.unaccented(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("IFNγ", "IFNG"),
        ("IFN-gamma", "IFN-G"),
        ("PKCθ", "PKCQ"),
        ("PKCtheta", "PKCQ"),
        ("IκBα", "IKBA"),
        ("CaMKII", "CAMK2"),
        ("BMPRII", "BMPR2"),
        ("XIII", "XIII"),
        ("CLIII", "CLIII"),
        ("synthetase", "SYNTHETASE"),
        ("Gαs", "GNAS"),  # a Greek α after G is never the A of a symbol
        ("Galphaq", "GNAQ"),
        ("G-alpha-13", "GNA13"),
        ("Gαi", "GI"),
        ("Gαo", "GAO"),  # HGNC's root for it has a number: GNAO1
        ("Gas", "GAS"),
    ],
)
def test_latin_letters(text: str, result: str) -> None:
    assert letters.latin_letters(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("eIF-2α", "EIF2ALPHA"),
        ("EIF-2alpha", "EIF2ALPHA"),
        ("NF-κB", "NFKAPPAB"),
        ("PKCη", "PKCΗ"),
        ("AKT", "AKT"),
    ],
)
def test_spoken(text: str, result: str) -> None:
    assert letters.spoken(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(AKT)", "AKT"),
        ("(AKT", "AKT"),
        ("AKT)", "AKT"),
        ("Su(Fu)", "Su(Fu)"),
        ('"AKT,"', "AKT"),
        ("[TLR]*", "TLR"),
        ("((", ""),
        ("", ""),
    ],
)
def test_trimmed(text: str, result: str) -> None:
    assert cutting.trimmed(text) == result


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AKT", ["AKT"]),
        ("LRP5/6", ["LRP5", "LRP6"]),
        ("LRP5/6/", ["LRP5", "LRP6"]),
        ("Ga12,Gaq", ["Ga12", "Gaq"]),
        ("Wnt/Gsk3/Tcf3", ["Wnt", "Gsk3", "Tcf3"]),
        ("NFATC1-4", ["NFATC1", "NFATC2", "NFATC3", "NFATC4"]),
        ("CPT1/2", ["CPT1", "CPT2"]),
        ("5-HT2A/2B", ["5-HT2A", "5-HT2B"]),
        ("ABCG5/G8", ["ABCG5", "ABCG8"]),
        ("PIK3CA/B", ["PIK3CA", "PIK3CB"]),
        ("GSK3α/β", ["GSK3α", "GSK3β"]),
        ("FZD/LRP5/6", ["FZD", "LRP5", "LRP6"]),
        ("MKK3,6", ["MKK3", "MKK6"]),
        ("JNK/p38", ["JNK", "p38"]),
        ("(GSK3B,Cdk5)", ["GSK3B", "Cdk5"]),
        ("JNK and p38", ["JNK", "p38"]),
        ("RAS→RAF", ["RAS", "RAF"]),
        ("BAG2||AGO2|TNPO1", ["BAG2", "AGO2", "TNPO1"]),
        ("14-3-3", ["14-3-3"]),
        ("IL-6", ["IL-6"]),
        ("HLA-A", ["HLA-A"]),
        ("X1-999", ["X1-999"]),  # too far for a range
        ("1/2", ["1", "2"]),
        ("AKT/AKT", ["AKT"]),
        ("", []),
        ("///", []),
    ],
)
def test_cut(text: str, names: list[str]) -> None:
    assert cutting.cut(text) == names


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("p-AKT", "AKT"),
        ("c-Src", "Src"),
        ("GST-RAF", "RAF"),
        ("phospho-ERK", "ERK"),
        ("phosphoERK", "ERK"),
        ("Thr-P", "Thr"),
        ("Rho-GTP", "Rho"),
        ("TLR-dependent", "TLR"),
        ("Wnts", "Wnt"),
    ],
)
def test_unaffixed(text: str, form: str) -> None:
    assert form in forms.unaffixed(text)


@pytest.mark.parametrize(
    "text", ["AKT", "p53", "PTEN", "c-", "Ras", "RAS", "GUS", "P-selectin", "P-cadherin"]
)
def test_what_only_looks_like_an_affix_stays(text: str) -> None:
    assert forms.unaffixed(text) == [text]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("E-cadherin", "CDH1"),
        ("N-Cadherin", "CDH2"),
        ("VE-cadherin", "CDH5"),
        ("Ecadherin", "CDH1"),
        ("P-selectin", "SELP"),
        ("CyclinD1", "CCND1"),
        ("cyclin-D1", "CCND1"),
        ("Caspase-3", "CASP3"),
        ("Gα12", "GNA12"),
        ("Gaq", "GNAq"),
        ("GA12", "GA12"),  # a gibberellin
        ("Gai", "GI"),
        ("PKCθ", "PRKCQ"),
        ("PKC-delta", "PRKCD"),
        ("PI3Kα", "PIK3CA"),
        ("PI3K-γ", "PIK3CG"),
        ("PKC", "PKC"),
        ("aPKCD", "aPKCD"),
        ("PKCD1", "PKCD1"),
        ("plasmin", "PLG"),
        ("P13K", "PI3K"),
        ("p13k", "PI3K"),
        ("IKKY", "IKKG"),
        ("PLCY2", "PLCG2"),
        ("TGFBRI", "TGFBR1"),
        ("Akt", "Akt"),  # nothing to swap: as it is
        ("Cadherin", "Cadherin"),
        ("Cyclin", "Cyclin"),
    ],
)
def test_swapped(text: str, result: str) -> None:
    assert forms.swapped(text).casefold() == result.casefold()
    assert forms.swapped(text) in (text, forms.swapped(text).upper())


def test_bare() -> None:
    assert letters.bare("NF-κB (p65)") == "NFκBp65"


@pytest.mark.parametrize(
    ("key", "spelled"),
    [("TNFA", "TNFALPHA"), ("IKBA", "IKAPPABALPHA"), ("GBL", "GBETAL"), ("TNFR2", "TNFRII")],
)
def test_spelled_out(key: str, spelled: str) -> None:
    assert spelled in letters.spelled_out(key)


@pytest.mark.parametrize(
    ("text", "form"),
    [("AKR1CI", "AKR1C1"), ("CYPIA2", "CYP1A2"), ("ATP6VOD1", "ATP6V0D1"), ("P13K", "PI3K")],
)
def test_reread(text: str, form: str) -> None:
    assert form in letters.reread(text)


def test_reread_guesses_once_and_not_in_short_or_long_words() -> None:
    assert letters.reread("IL1") == []
    assert letters.reread("I" * 50) == []
    assert all(
        sum(a != b for a, b in zip(form, "SOX10I", strict=True)) == 1
        for form in letters.reread("SOX10I")
    )


@given(TEXT)
def test_cleaning_is_done_once(text: str) -> None:
    for step in (letters.compatible, letters.latin, letters.unaccented, letters.bare):
        assert step(step(text)) == step(text)


@given(st.text(alphabet="αβγδAKTIl23-", max_size=12))
def test_latin_letters_hold_no_greek_and_are_stable(text: str) -> None:
    once = letters.latin_letters(text)
    assert once.isascii()
    assert letters.latin_letters(once) == once


@given(TEXT)
def test_any_text_goes_through_every_step(text: str) -> None:
    for part in cutting.cut(text):
        assert part
        assert cutting.cut(part)
        for form in forms.unaffixed(part):
            letters.spelled_out(letters.bare(forms.swapped(form)))
            letters.reread(form)


@given(
    st.lists(st.from_regex(r"\A[A-Z]{3,6}\Z"), min_size=1, max_size=6, unique=True),
    st.sampled_from("/,|&;"),
)
def test_names_that_are_joined_are_cut_apart(names: list[str], separator: str) -> None:
    assert cutting.cut(separator.join(names)) == names


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "1" * 20_000,
        "A" * 20_000,
        "A/" * 20_000,
        " " * 20_000 + "x",
        "1-" * 10_000,
        "x y " * 10_000,
    ],
)
def test_long_words_take_no_long_time(text: str) -> None:
    names = cutting.cut(text)
    assert len(names) <= 200
