"""``validate --against REF``: only what a branch made worse, the other side read from git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from program import SOUND_2023, Run, as_json, run, sound

COLUMNS = """organism_id organism_name organism_group word match ncbigene_symbol ncbigene_id source
count_direct count_synonym count_match"""
HEAD = COLUMNS.replace("\n", " ").replace(" ", "\t")


class Repository:
    """A folder of records under version control, with a branch ``main``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "_figures").mkdir()
        (folder / "_data").mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True, capture_output=True)

    def write(self, number: int, *changes: tuple[str, str], name: str = "") -> None:
        text = sound(number)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (self.folder / "_figures" / (name or f"PMC{number}__f1.md")).write_text(text, "utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def validate(self, *words: str, ref: str = "main", path: str = "_figures") -> Run:
        return run(
            *("validate", "--against", ref, "--format", "jsonl", *words, path), cwd=self.folder
        )

    def found(self, *words: str, ref: str = "main") -> list[tuple[str, str]]:
        done = self.validate(*words, ref=ref)
        return [(each["figid"], each["code"]) for each in done.findings]


BAD_ALIAS = ("filename: f1.jpg", "filename: other.jpg")
BAD_YEAR = ("year: '2001'", "year: '1001'")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository with a sound record, and one that is wrong already; on a branch."""
    made = Repository(tmp_path)
    made.write(1)
    made.write(2, BAD_ALIAS)
    made.commit()
    made.git("checkout", "-qb", "branch")
    return made


def test_a_branch_that_changed_nothing_made_nothing_worse(repository: Repository) -> None:
    assert run("validate", "_figures", cwd=repository.folder).status == 1
    done = repository.validate()
    assert (done.status, done.out) == (0, "")
    assert done.messages[-1].startswith("against main (")
    assert "findings of before not shown: 1; no longer found: 0" in done.messages[-1]


@pytest.mark.parametrize("committed", [True, False])
def test_only_what_is_new_is_shown_and_fails(repository: Repository, committed: bool) -> None:
    repository.write(1, BAD_ALIAS)
    repository.write(2, BAD_ALIAS, ("NF-κB in bone", "NF-κB in bones"))
    if committed:
        repository.commit()
    done = repository.validate()
    assert done.status == 1
    assert {each["figid"] for each in done.findings} == {"PMC1__f1"}


def test_what_was_there_is_known_wherever_it_stands_now(repository: Repository) -> None:
    repository.write(2, BAD_ALIAS, ("caption: ", "caption: >-\n  "))
    repository.commit()
    assert repository.found() == []


def test_what_a_branch_mended_is_counted(repository: Repository) -> None:
    repository.write(2)
    done = repository.validate()
    assert done.status == 0
    assert "no longer found: 1" in done.err


@pytest.mark.parametrize("how", ["git mv", "mv"])
def test_a_renamed_record_is_the_same_record(repository: Repository, how: str) -> None:
    (repository.folder / "_figures" / "more").mkdir()
    words = ("_figures/PMC2__f1.md", "_figures/more/PMC2__f1.md")
    if how == "git mv":
        repository.git("mv", *words)
        repository.commit()
    else:
        (repository.folder / words[0]).rename(repository.folder / words[1])
    assert repository.found() == []


def test_a_file_that_now_has_a_name_of_another_figure_is_worse(repository: Repository) -> None:
    repository.git("mv", "_figures/PMC1__f1.md", "_figures/PMC9__f9.md")
    repository.commit()
    assert ("PMC1__f1", "I201") in repository.found()


def test_a_new_record_is_judged_whole(repository: Repository) -> None:
    repository.write(3, BAD_ALIAS)
    assert {figid for figid, _ in repository.found()} == {"PMC3__f1"}


def test_what_the_other_branch_mended_since_is_not_worse_here(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.write(2)
    repository.commit()
    repository.git("checkout", "-q", "branch")
    assert repository.found() == []


def test_a_second_finding_of_one_kind_is_new(repository: Repository) -> None:
    gene = "  hgnc_symbol: NFKB1\n  entrez: '4790'\n"
    stale = "- word: GBA\n  symbol: GBA\n  source: hgnc_symbol\n  hgnc_symbol: GBA\n"
    stale += "  entrez: '2629'\n"
    repository.write(5, (gene, gene + stale), ("  - NFKB1", "  - NFKB1\n  - GBA"))
    repository.commit()
    repository.git("branch", "-f", "main")
    twice = stale + stale.replace("word: GBA", "word: GBA gene")
    repository.write(5, (gene, gene + twice), ("  - NFKB1", "  - NFKB1\n  - GBA"))
    assert repository.found("--select", "G501", "--fail-on", "warning") == [("PMC5__f1", "G501")]


def test_a_second_record_of_a_figure_is_new_and_an_old_one_is_not(repository: Repository) -> None:
    repository.write(1, name="copy.md")
    repository.commit()
    repository.git("branch", "-f", "main")
    assert repository.found("--select", "C8") == []
    repository.write(2, name="another.md")
    assert ("PMC2__f1", "C801") in repository.found("--select", "C8")


def with_table(repository: Repository, *rows: str) -> None:
    table = repository.folder / "_data" / "PMC7__f1-genes.tsv"
    table.write_text("\n".join((HEAD, *rows, "")))
    record = sound(7, SOUND_2023)
    (repository.folder / "_figures" / "PMC7__f1.md").write_text(record, "utf-8")


GOOD = "9606\tHomo sapiens\tPrimates\tNFKB1\tNFKB1\tNFKB1\t4790\tncbigene_symbol\t1\tNA\t1"
WRONG = GOOD.replace("4790", "207")


def test_a_side_table_is_a_part_of_its_record(repository: Repository) -> None:
    with_table(repository, GOOD)
    repository.commit()
    repository.git("branch", "-f", "main")
    assert repository.found() == []
    with_table(repository, WRONG)
    assert repository.found() == [("PMC7__f1", "G504")]
    repository.commit()
    repository.git("branch", "-f", "main")
    assert repository.found() == []
    (repository.folder / "_data" / "PMC7__f1-genes.tsv").unlink()
    assert ("PMC7__f1", "D701") in repository.found("--fail-on", "warning")
    repository.commit()
    repository.git("branch", "-f", "main")
    # Another table is there now, which explains no more: the finding is the one that it was.
    (repository.folder / "_data" / "PMC7__f1-diseases.tsv").write_text(
        "word\tmesh\tmatch\tname\tdoid\n"
    )
    assert repository.found("--fail-on", "warning") == []


def test_what_matters_more_than_before_is_new(repository: Repository) -> None:
    with_table(repository, GOOD)
    path = repository.folder / "_figures" / "PMC7__f1.md"
    path.write_text(path.read_text("utf-8").replace("- NFKB1\n", "- NFKB1\n  - Noonan syndrome\n"))
    repository.commit()
    repository.git("branch", "-f", "main")
    shown = ("--show", "info", "--select", "D701")
    assert repository.found(*shown) == []
    (repository.folder / "_data" / "PMC7__f1-genes.tsv").unlink()
    assert (
        repository.found(*shown) == repository.found("--select", "D701") == [("PMC7__f1", "D701")]
    )
    repository.commit()
    repository.git("branch", "-f", "main")
    assert repository.found(*shown) == []
    with_table(repository, GOOD)
    assert repository.found(*shown) == []


def test_an_orphan_of_before_is_known_and_a_new_one_is_not(repository: Repository) -> None:
    with_table(repository, GOOD)
    (repository.folder / "_data" / "PMC8__f1-genes.tsv").write_text(f"{HEAD}\n{GOOD}\n")
    repository.commit()
    repository.git("branch", "-f", "main")
    assert repository.found("--select", "D703") == []
    (repository.folder / "_figures" / "PMC7__f1.md").unlink()
    assert repository.found("--select", "D703") == [("PMC7__f1", "D703")]


def test_json_lines_are_told_apart_by_figid(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    lines = [as_json(1), as_json(2).replace("f1.jpg", "other.jpg")]
    path = tmp_path / "_figures" / "PMC0__all.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    made.commit()
    assert made.found() == []
    lines = [as_json(3).replace("f1.jpg", "other.jpg"), *lines]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert {figid for figid, _ in made.found()} == {"PMC3__f1"}


def test_one_core_and_two_say_the_same(repository: Repository) -> None:
    repository.write(1, BAD_ALIAS)
    repository.write(3, BAD_ALIAS)
    assert repository.validate("-j", "1").out == repository.validate("-j", "2").out


def test_nothing_is_checked_out_or_written(repository: Repository) -> None:
    repository.write(1, BAD_ALIAS)
    before = (repository.folder / ".git" / "index").read_bytes()
    repository.validate()
    assert (repository.folder / ".git" / "index").read_bytes() == before


@pytest.mark.parametrize("ref", ["mian", "HEAD~99", "--output=x", "main:_figures", ""])
def test_a_revision_that_is_none_is_status_2(repository: Repository, ref: str) -> None:
    done = repository.validate(ref=ref)
    if ref:
        assert done.status == 2
        assert "git knows no such commit" in done.err
    if ref == "mian":
        assert "did you mean main?" in done.err
    assert not (repository.folder / "x").exists()


def test_without_a_repository_it_is_status_2(tmp_path: Path) -> None:
    (tmp_path / "PMC1__f1.md").write_text(sound(1), "utf-8")
    done = run("validate", "--against", "main", ".", cwd=tmp_path)
    assert done.status == 2
    assert "is in no git repository" in done.err


def test_a_file_cannot_name_it_and_a_baseline_is_not_written_with_it(
    repository: Repository,
) -> None:
    (repository.folder / ".pfocr.toml").write_text('against = "HEAD"\n')
    assert "against cannot be set in a file" in run("validate", cwd=repository.folder).err
    (repository.folder / ".pfocr.toml").unlink()
    assert repository.validate("--write-baseline", "b").status == 2
