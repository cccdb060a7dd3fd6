"""Fixes that bring what was left behind in step: safe where git's version before was in step."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from program import SOUND_2023, Run, environment, run, sound

LONG = (
    "Signalling of NF-κB in osteoclasts, as a curator would write it: long enough to be folded, "
    "and with 'quotes' that no plain scalar minds."
)
FOLDED = """  description: 'Signalling of NF-κB in osteoclasts, as a curator would write it: long
    enough to be folded, and with ''quotes'' that no plain scalar minds.'
"""
ALIAS = "figid_alias: PMC1__F1\nredirect_from: /figures/PMC1__F1\nfigtype: Figure\n---\n"
RECORD = sound(1).removesuffix("---\n") + ALIAS
NAME = "PMC1__f1.md"
GENE = """- word: p53
  symbol: P53
  source: hgnc_alias_symbol
  hgnc_symbol: TP53
  entrez: '7157'
"""


def git(folder: Path, *words: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


class Corpus:
    """A folder of records under version control."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "_figures").mkdir()
        (folder / "_data").mkdir()
        git(folder, "init", "-q")

    def write(self, text: str, name: str = f"_figures/{NAME}") -> None:
        (self.folder / name).write_bytes(text.encode())

    def commit(self) -> None:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-qm", "x")

    def read(self) -> str:
        return (self.folder / "_figures" / NAME).read_bytes().decode()

    def pfocr(self, *words: str, env: Mapping[str, str] | None = None) -> Run:
        return run("validate", *words, "_figures", cwd=self.folder, env=env)

    def fixes(self, *words: str, env: Mapping[str, str] | None = None) -> dict[str, bool]:
        """Return whether the fix at each pointer is safe."""
        out = self.pfocr("--format", "jsonl", "--show", "info", *words, env=env).out
        found = map(json.loads, out.splitlines())
        return {one["pointer"]: one["fix"]["safe"] for one in found if one["fix"]}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def edited(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


CAPTION = ("caption: Signalling of NF-κB", "caption: Another")
NUMBER = ("number: F1", "number: F2")
DESCRIBED = "/schema-jsonld/description"
BOTH = {DESCRIBED: True, "/figid_alias": True}
NEITHER = {DESCRIBED: False, "/figid_alias": False}


def test_an_edit_that_is_not_committed_is_held_against_head(corpus: Corpus) -> None:
    corpus.write(RECORD)
    corpus.commit()
    corpus.write(edited(RECORD, CAPTION, NUMBER))
    assert corpus.fixes() == BOTH
    assert corpus.pfocr("--fix").status == 0
    followed = edited(
        RECORD,
        CAPTION,
        NUMBER,
        ("description: Signalling of NF-κB", "description: Another"),
        ("figid_alias: PMC1__F1", "figid_alias: PMC1__F2"),
        ("redirect_from: /figures/PMC1__F1", "redirect_from: /figures/PMC1__F2"),
    )
    assert corpus.read() == followed
    assert corpus.pfocr().out == ""


def test_a_committed_edit_is_held_against_the_commit_before(corpus: Corpus) -> None:
    corpus.write(RECORD)
    corpus.commit()
    corpus.write(edited(RECORD, CAPTION, NUMBER))
    corpus.commit()
    corpus.write("another file", "README")
    corpus.commit()
    assert corpus.fixes() == BOTH


def test_what_was_never_in_step_is_for_a_person(corpus: Corpus) -> None:
    corpus.write(edited(RECORD, CAPTION, NUMBER))
    corpus.commit()
    assert corpus.fixes() == NEITHER  # the first commit: nothing was before
    corpus.write(edited(RECORD, CAPTION, NUMBER, ("year: '2001'", "year: '2002'")))
    assert corpus.fixes() == NEITHER
    corpus.commit()
    assert corpus.fixes() == NEITHER


def test_what_was_itself_edited_is_not_thrown_away(corpus: Corpus) -> None:
    corpus.write(RECORD)
    corpus.commit()
    corpus.write(
        edited(
            RECORD,
            CAPTION,
            ("description: Signalling of NF-κB", "description: A third"),
            ("figid_alias: PMC1__F1", "figid_alias: PMC1__F9"),
        )
    )
    assert corpus.fixes() == NEITHER
    before = corpus.read()
    corpus.pfocr("--fix")
    assert corpus.read() == before


@pytest.mark.parametrize("how", ["no-git", "no-repository", "new-file", "shallow", "broken-head"])
def test_without_a_version_before_nothing_is_safe(
    corpus: Corpus, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    env = environment()
    corpus.write(RECORD)
    if how == "broken-head":
        corpus.write("---\nfigid: [\n---\n")
    if how != "new-file":
        corpus.commit()
    corpus.write(edited(RECORD, CAPTION, NUMBER))
    if how == "no-git":
        env["PATH"] = str(tmp_path_factory.mktemp("empty"))
    elif how == "no-repository":
        (corpus.folder / ".git").rename(corpus.folder / "git")
    elif how == "shallow":
        corpus.commit()
        elsewhere = tmp_path_factory.mktemp("clone")
        git(elsewhere, "clone", "-q", "--depth", "1", f"file://{corpus.folder}", ".")
        corpus.folder = elsewhere
    assert corpus.fixes(env=env) == NEITHER


def test_many_processes_agree_with_one(corpus: Corpus) -> None:
    for number in range(1, 30):
        corpus.write(sound(number), f"_figures/PMC{number}__f1.md")
    corpus.commit()
    for number in range(1, 30):
        corpus.write(edited(sound(number), CAPTION), f"_figures/PMC{number}__f1.md")
    one = corpus.pfocr("--format", "jsonl", "-j", "1")
    assert one.out.count('"safe": true') == 29
    assert corpus.pfocr("--format", "jsonl", "-j", "2").out == one.out


def test_a_name_that_git_could_misread(corpus: Corpus) -> None:
    name = "_figures/PMC1__f 1[a]*.md"
    text = RECORD.replace("PMC1__f1", "PMC1__f 1[a]*").replace("f1.jpg", "f 1[a]*.jpg")
    corpus.write(text, name)
    corpus.commit()
    corpus.write(edited(text, CAPTION), name)
    corpus.commit()
    assert corpus.fixes() == {DESCRIBED: True}


# Folding


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_short_description_becomes_a_long_one_as_the_database_folds(
    corpus: Corpus, line_end: str
) -> None:
    caption = "caption: " + FOLDED.partition(": ")[2].replace("long\n    enough", "long\n  enough")
    text = edited(RECORD, ("caption: Signalling of NF-κB\n", caption)).replace("\n", line_end)
    corpus.write(text)
    corpus.pfocr("--fix", "--unsafe-fixes")
    wanted = edited(
        text, ("  description: Signalling of NF-κB\r\n".replace("\r\n", line_end),
               FOLDED.replace("\n", line_end)),
    )  # fmt: skip
    assert corpus.read() == wanted
    assert corpus.pfocr("--show", "info").out.count("P003") == 0
    # And back again.
    corpus.write(edited(wanted, (caption.replace("\n", line_end), f"caption: Short{line_end}")))
    corpus.pfocr("--fix", "--unsafe-fixes")
    assert f"  description: Short{line_end}  license" in corpus.read()


def test_a_caption_of_several_lines_is_a_block(corpus: Corpus) -> None:
    corpus.write(edited(RECORD, ("caption: Signalling of NF-κB", "caption: |-\n  One.\n  Two.")))
    corpus.pfocr("--fix", "--unsafe-fixes", "--select", "K602")
    assert "  description: |-\n    One.\n    Two.\n  license" in corpus.read()


# S102: what YAML made a number of


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("year: '2001'", "year: 2001", "year: '2001'"),
        ("number: F1", "number: 1e5 # as typed", "number: '1e5' # as typed"),
        ("number: F1", "number: 007", "number: '007'"),
        ("number: F1", "number: 0x1F", "number: '0x1F'"),
        ("number: F1", "number: 1.50", "number: '1.50'"),
        ("word: NFKB1", "word: true", "word: 'true'"),
        ("entrez: '4790'", "entrez: 4790", "entrez: '4790'"),
        ("figtitle: NF-κB in bone", "figtitle: 12", "figtitle: '12'"),
        ("- Homo sapiens", "- 9606", "- '9606'"),
    ],
    ids=lambda value: value.partition(" #")[0],
)
def test_a_number_that_is_to_be_text_is_quoted_as_it_is_written(
    corpus: Corpus, old: str, new: str, wanted: str
) -> None:
    corpus.write(edited(sound(1), (old, new)))
    corpus.pfocr("--fix")
    assert corpus.read() == edited(sound(1), (old, wanted))


@pytest.mark.parametrize("value", ["", "~", "null", "[a]", "{a: b}"])
def test_what_is_no_scalar_or_nothing_is_left(corpus: Corpus, value: str) -> None:
    text = edited(sound(1), ("figtitle: NF-κB in bone", f"figtitle: {value}".rstrip()))
    corpus.write(text)
    assert corpus.pfocr("--fix", "--unsafe-fixes").status == 1
    assert corpus.read() == text


def test_a_number_in_json_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.json"
    path.write_text('{"figid": "PMC1__f1", "year": 2001}', encoding="utf-8")
    run("validate", "--fix", path.name, cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == '{"figid": "PMC1__f1", "year": "2001"}'


# I202


@pytest.mark.parametrize(
    "change",
    [
        ("pmcid: PMC1", "pmcid: PMC2"),  # which of the two is right, I201 asks
        ("number: F1", "number: NA"),
        ("number: F1", "number: ''"),
    ],
    ids=lambda change: change[1],
)
def test_an_alias_of_doubtful_parts_is_left(corpus: Corpus, change: tuple[str, str]) -> None:
    text = edited(RECORD, change, ("figid_alias: PMC1__F1", "figid_alias: PMC1__F7"))
    corpus.write(text)
    corpus.pfocr("--fix", "--unsafe-fixes")
    assert corpus.read() == text


# K601


@pytest.mark.parametrize(
    ("genes", "keywords", "wanted"),
    [
        (GENE, ["NFKB1"], ["NFKB1", "TP53"]),
        ("", ["NFKB1", "TP53"], ["NFKB1"]),
        ("", ["OLD", "NFKB1", "NFKB1"], ["NFKB1"]),
        (GENE, ["TP53", "NFKB1"], ["NFKB1", "TP53"]),
        (GENE, ["NFKB1", "TP53", "p53"], ["NFKB1", "TP53"]),
        (GENE, ["OLD", "TP53"], ["NFKB1", "TP53"]),
        (GENE, ["NA", "TP53", "TP53"], ["NFKB1", "NA", "TP53"]),
        ("", ["OLD"], ["NFKB1"]),
        (GENE, ["OLD", "OLDER"], ["NFKB1", "TP53"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_keywords_are_brought_in_step(
    corpus: Corpus, genes: str, keywords: list[str], wanted: list[str]
) -> None:
    def with_keywords(items: list[str]) -> str:
        lines = "".join(f"  - {item}\n" for item in items)
        text = edited(RECORD, ("  - NFKB1\n", lines))
        return edited(text, ("chemicals: []", f"{genes}chemicals: []"))

    corpus.write(with_keywords(keywords))
    before = corpus.read()
    corpus.pfocr("--fix")
    assert corpus.read() == before
    corpus.pfocr("--fix", "--unsafe-fixes")
    assert corpus.read() == with_keywords(wanted)


def test_keywords_follow_genes_that_were_changed_by_hand(corpus: Corpus) -> None:
    corpus.write(RECORD)
    corpus.commit()
    renamed = edited(RECORD, ("hgnc_symbol: NFKB1", "hgnc_symbol: TP53"), ("'4790'", "'7157'"))
    corpus.write(edited(renamed, ("word: NFKB1", "word: p53"), ("symbol: NFKB1", "symbol: P53")))
    corpus.pfocr("--fix")
    assert "  keywords:\n  - TP53\ngenes" in corpus.read()


def test_keywords_follow_a_side_table(corpus: Corpus) -> None:
    head = "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\t"
    head += "source\tcount_direct\tcount_synonym\tcount_match\n"
    row = "9606\tHomo sapiens\tmammals\t{0}\t{0}\t{0}\t{1}\tncbigene_symbol\t1\tNA\t1\n"
    corpus.write(sound(1, SOUND_2023))
    table = head + row.format("NFKB1", "4790")
    corpus.write(table, "_data/PMC1__f1-genes.tsv")
    corpus.write("word\tmesh\tmatch\tname\tchebi\n", "_data/PMC1__f1-chemicals.tsv")
    corpus.write("word\tmesh\tmatch\tname\tdoid\n", "_data/PMC1__f1-diseases.tsv")
    corpus.commit()
    corpus.write(table + row.format("TNF", "7124"), "_data/PMC1__f1-genes.tsv")
    assert corpus.fixes() == {"/schema-jsonld/keywords": True}
    corpus.commit()
    assert corpus.fixes() == {"/schema-jsonld/keywords": True}
    corpus.pfocr("--fix")
    assert "  keywords:\n  - NFKB1\n  - TNF\n" in corpus.read()
