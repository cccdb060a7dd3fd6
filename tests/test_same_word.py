"""A word is the same word inside punctuation, and a family the same however it is spelled."""

from __future__ import annotations

import pytest

from pfocr_cli.lexicon.model import fold
from pfocr_cli.lexicon.ranking import met, ranked
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import open_lexicon

LEXICON = open_lexicon(None)


@pytest.mark.parametrize("word", ["TNF-R,", "(TNFR)", "TNFR/", "ACK:", "[ack", "Ac-P", "TG."])
def test_punctuation_around_it_changes_nothing(word: str) -> None:
    bare, around = resolve(word.strip("(),/:[."), LEXICON), resolve(word, LEXICON)
    genes = [{match.hgnc_symbol for match in answer.matches} for answer in (bare, around)]
    assert (around.status, genes[1]) == (bare.status, genes[0])


@pytest.mark.parametrize(
    ("word", "family"), [("IFN-ALPHA", "IFNA"), ("NFkappaB", "NF-kB"), ("IFNα", "IFNA")]
)
def test_a_family_beats_the_synonym_of_its_gene_in_any_spelling(word: str, family: str) -> None:
    ours, theirs = (
        {match.hgnc_symbol for match in resolve(one, LEXICON).matches} for one in (word, family)
    )
    assert ours == theirs
    assert len(ours) > 1
    winners, _ = ranked(LEXICON, met(LEXICON, word), word)
    assert {term.source for term, _ in winners} == {"bioentities_symbol"}


def test_the_old_name_of_one_gene_is_not_its_family() -> None:
    assert [match.hgnc_symbol for match in resolve("S100-alpha", LEXICON).matches] == ["S100A1"]


@pytest.mark.parametrize(
    ("text", "key"),
    [("c-Met", "CMET"), ("TNF", "TNF"), ("", ""), ("－ＴＮＦ", "TNF"), ("ﬁ1", "FI1")],
)
def test_a_key_has_letters_and_digits_only(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    ("word", "genes"),
    [
        ("NF-ƙB", "NFKB1 NFKB2 REL RELA RELB"),
        ("HlF-1α", "HIF1A"),
        ("1L-8", "CXCL8"),
        ("CyclinDl", "CCND1"),
        ("PI3KCA", "PIK3CA"),
        ("PlGF", "PGF"),
        ("ClC-3", "CLCN3"),
        ("KCl", ""),
        ("afadin", "AFDN"),
        ("LRP5/6-Axin1", "LRP5 LRP6 AXIN1"),
        ("symplekin", "SYMPK"),
        ("hydroxymethylbilane", ""),
    ],
)
def test_slips_of_letters_and_beginnings_of_names(word: str, genes: str) -> None:
    assert {match.hgnc_symbol for match in resolve(word, LEXICON).matches} == set(genes.split())


@pytest.mark.parametrize("word", ["TGF-β inhibitor", "EGFR antibody", "ROCK siRNA"])
def test_what_acts_on_a_gene_is_not_the_gene(word: str) -> None:
    answer = resolve(word, LEXICON)
    assert (answer.status, answer.matches) == ("stopped", ())
    assert answer.means == f"what acts on {word.split(maxsplit=1)[0]}, and no gene itself"
    assert answer.also


@pytest.mark.parametrize(
    ("word", "gene"), [("C1 inhibitor", "SERPING1"), ("tissue factor pathway inhibitor", "TFPI")]
)
def test_a_gene_may_be_called_an_inhibitor(word: str, gene: str) -> None:
    assert [match.hgnc_symbol for match in resolve(word, LEXICON).matches] == [gene]


@pytest.mark.parametrize(
    ("word", "status", "is_certain"),
    [
        ("GS", "ambiguous", False),
        ("GA", "ambiguous", False),
        ("TF", "resolved", False),
        ("Gs", "resolved", True),
    ],
)
def test_initials_are_asked_about(word: str, status: str, is_certain: bool) -> None:
    answer = resolve(word, LEXICON)
    assert (answer.status, answer.is_certain) == (status, is_certain)
