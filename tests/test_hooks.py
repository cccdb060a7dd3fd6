"""The pre-commit hooks, run by pre-commit itself in scratch repositories.

Nothing about the hooks is replaced: pre-commit clones a repository that holds this checkout, makes
the environment of ``language: python`` and installs the clone into it with pip. Only the index is
taken away, so that the tests need no network. pip installs the clone alone (PIP_NO_DEPS) and builds
it with the hatchling at hand (no build isolation); what the clone imports is found on PYTHONPATH,
in a folder of links to this environment's packages in which pfocr-cli itself is missing. That pip
finds the dependencies in an index is what `.ci/run` shows by installing as the README says.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from pfocr_cli.rules import RULES, select_codes

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
README = (ROOT / "README.md").read_text("utf-8")
RECORD = """\
---
figid: {figid}
figtitle: A pathway
organisms: Homo sapiens
organisms_ner: Homo sapiens
pmcid: PMC1
filename: {name}.jpg
figlink: /pmc/articles/PMC1/figure/{name}/
number: {number}
caption: A pathway.
papertitle: A paper
reftext: A. Author, et al. J Test. 2023 Jan;1(1):1-2.
year: '2023'
doi: 10.1000/1
journal_title: Journal of Tests
journal_nlm_ta: J Test
publisher_name: A publisher
keywords: testing
automl_pathway: 0.9
figid_alias: PMC1__{number}
figtype: Figure
redirect_from: /figures/PMC1__{number}
ndex: ''
seo: CreativeWork
schema-jsonld:
  '@context': https://schema.org/
  '@id': https://pfocr.wikipathways.org/figures/{figid}.html
  '@type': Dataset
  description: A pathway.
  license: CC0
  name: CreativeWork
  creator:
    '@type': Organization
    name: WikiPathways
  keywords:
  - {gene}
---
"""
TABLES = {
    "genes": (
        "organism_id\torganism_name\torganism_group\tword\tmatch\t"
        "ncbigene_symbol\tncbigene_id\tsource"
        "\tcount_direct\tcount_synonym\tcount_match\n"
        "9606\tHomo sapiens\tPrimates\tPTEN\tPTEN\tPTEN\t5728\tncbigene_symbol\t1\t1\t1\n"
    ),
    "chemicals": "word\tmesh\tmatch\tname\tchebi\n",
    "diseases": "word\tmesh\tmatch\tname\tdoid\n",
}


def link_packages(folder: Path) -> None:
    """Link what is installed beside pfocr-cli into a folder that can stand on PYTHONPATH."""
    folder.mkdir()
    for site in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(site).iterdir():
            if not entry.name.lower().lstrip("_").startswith("pfocr"):
                (folder / entry.name).symlink_to(entry)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    link_packages(home / "packages")
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT")
        if name in os.environ
    }
    return {
        **kept,
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), kept.get("PATH", os.defpath)]),
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        "PYTHONPATH": str(home / "packages"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # in the environment this is the value of `build isolation`
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "init.defaultBranch",
        "GIT_CONFIG_VALUE_0": "main",
        **{f"GIT_{who}_NAME": "A curator" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "curator@example.org" for who in ("AUTHOR", "COMMITTER")},
    }


@dataclass
class Repository:
    path: Path
    env: dict[str, str]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=self.path,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("git", *arguments, check=check)

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "a commit")
        return self.git("rev-parse", "HEAD").stdout.strip()

    def write(self, path: str, text: str | bytes) -> None:
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def record(
        self,
        name: str,
        *,
        number: str = "",
        gene: str = "PTEN",
        tables: bool = True,
        folder: str = "_figures",
    ) -> str:
        """Write a record, sound unless its gene is another than PTEN; return its path."""
        figid = f"PMC1__{name}"
        path = f"{folder}/{figid}.md"
        self.write(
            path, RECORD.format(figid=figid, name=name, number=number or name.upper(), gene=gene)
        )
        for kind, text in TABLES.items() if tables else ():
            self.write(f"_data/{figid}-{kind}.tsv", text)
        return path

    def install(
        self,
        hooks: Hooks,
        *types: str,
        hook_ids: Sequence[str] = ("pfocr-validate", "pfocr-validate-corpus"),
    ) -> None:
        """Commit a configuration with hooks, and have git call them."""
        ids = [{"id": name} for name in hook_ids]
        config = {"repos": [{"repo": str(hooks.path), "rev": hooks.revision, "hooks": ids}]}
        self.write(".pre-commit-config.yaml", yaml.safe_dump(config))
        self.commit()
        self.run("pre-commit", "install", *(f"--hook-type={name}" for name in types))


@dataclass
class Hooks:
    """The repository that pre-commit clones: this checkout in one commit."""

    path: Path
    revision: str


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Hooks:
    path = tmp_path_factory.mktemp("hooks")
    for name in ("pfocr_cli", "schemas"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", MANIFEST.name):
        shutil.copy(ROOT / name, path)
    repository = Repository(path, environment)
    repository.git("init", "--quiet")
    return Hooks(path, repository.commit())


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    """Return a repository with one sound record."""
    repository = Repository(tmp_path, environment)
    repository.git("init", "--quiet")
    repository.record("f1")
    repository.commit()
    return repository


def try_repo(
    repository: Repository, hooks: Hooks, hook: str, stage: str = "pre-commit"
) -> tuple[int, str]:
    """Run a hook on what is staged; return its status and what pre-commit says of the hook
    itself.
    """
    done = repository.run(
        "pre-commit",
        "try-repo",
        str(hooks.path),
        hook,
        f"--hook-stage={stage}",
        "--verbose",
        check=False,
    )
    return done.returncode, done.stdout.rpartition("=" * 79)[2] + done.stderr


def rules_of(hook: dict[str, str]) -> frozenset[str]:
    words = shlex.split(hook["entry"])
    return select_codes(words[words.index("--select") + 1].split(","), ())


def test_the_manifest_is_one_for_pre_commit(repository: Repository) -> None:
    repository.run("pre-commit", "validate-manifest", str(MANIFEST))
    repository.run("pre-commit", "validate-config", str(ROOT / ".pre-commit-config.yaml"))


def test_every_rule_is_in_exactly_one_hook() -> None:
    judging = [
        hook
        for hook in yaml.safe_load(MANIFEST.read_text())
        if hook["entry"].startswith("pfocr validate")
    ]
    commit, corpus = map(rules_of, judging)
    assert commit | corpus == set(RULES)
    assert not commit & corpus
    assert {code for code, rule in RULES.items() if rule.is_of_corpus} <= corpus


def test_a_good_record_with_its_tables_passes(repository: Repository, hooks: Hooks) -> None:
    repository.record("f2")
    repository.git("add", "--all")
    status, said = try_repo(repository, hooks, "pfocr-validate")
    assert (status, "Passed" in said) == (0, True), said


def test_a_bad_record_fails_with_its_place(repository: Repository, hooks: Hooks) -> None:
    path = repository.record("f2", gene="NOTAGENE1")
    repository.git("add", "--all")
    status, said = try_repo(repository, hooks, "pfocr-validate")
    assert status == 1
    assert "- exit code: 1" in said
    assert f"{path}:36:5: K601 error the keyword 'NOTAGENE1'" in said


def test_only_what_is_staged_is_judged(repository: Repository, hooks: Hooks) -> None:
    path = repository.record("f2")
    repository.git("add", "--all")
    (repository.path / path).write_text("not staged")
    status, said = try_repo(repository, hooks, "pfocr-validate")
    assert status == 0, said


def test_a_clean_merge_that_makes_a_duplicate_fails(repository: Repository, hooks: Hooks) -> None:
    merge_a_duplicate(repository, "--no-commit")
    assert try_repo(repository, hooks, "pfocr-validate")[0] == 0
    status, said = try_repo(repository, hooks, "pfocr-validate-corpus", "pre-merge-commit")
    assert status == 1
    assert (
        "_figures/second/PMC1__f2.md:2:8: C801 error the figid 'PMC1__f2' is also that of "
        "_figures/first/PMC1__f2.md" in said
    )


def merge_a_duplicate(repository: Repository, *options: str) -> subprocess.CompletedProcess[str]:
    """Merge two branches that hold the same figure in two folders, each of them sound."""
    repository.git("switch", "--quiet", "--create", "other")
    repository.record("f2", folder="_figures/second")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.record("f2", folder="_figures/first")
    repository.commit()
    return repository.git("merge", "--no-edit", *options, "other", check=False)


def test_git_itself_refuses_such_a_merge(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks, "pre-commit", "pre-merge-commit")
    done = merge_a_duplicate(repository)
    assert done.returncode != 0
    assert "C801" in done.stdout + done.stderr
    assert len(repository.git("log", "--format=%p", "-1").stdout.split()) == 1


def test_a_conflicted_file_that_was_added_fails(repository: Repository, hooks: Hooks) -> None:
    repository.git("switch", "--quiet", "--create", "other")
    path = repository.record("f1", number="F1A")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.record("f1", number="F1B")
    repository.commit()
    assert repository.git("merge", "--no-edit", "other", check=False).returncode == 1
    repository.git("add", "--all")
    status, said = try_repo(repository, hooks, "pfocr-validate")
    assert status == 1
    assert said.count("P004 error") == 1
    assert f"{path}:" in said


def test_a_deleted_table_is_found_by_the_corpus_hook(repository: Repository, hooks: Hooks) -> None:
    repository.git("rm", "--quiet", "_data/PMC1__f1-genes.tsv")
    status, said = try_repo(repository, hooks, "pfocr-validate")
    assert (status, "Skipped" in said) == (0, True)
    status, said = try_repo(repository, hooks, "pfocr-validate-corpus", "pre-push")
    assert status == 1
    assert "_figures/PMC1__f1.md:35:3: D701 warning" in said
    assert "PMC1__f1-genes.tsv" in said


def run_hooks(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = repository.run("pre-commit", "run", "--verbose", *arguments, check=False)
    return done.returncode, done.stdout + done.stderr


def test_parallel_batches_say_what_one_says(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    names = [f"f{number}" for number in range(2, 30)]
    for name in names:
        repository.record(
            name, gene="NOTAGENE1" if name == "f20" else "PTEN", number="F2" if name == "f3" else ""
        )
    repository.record("f3", number="F2", folder="_figures/again")
    repository.git("add", "--all")
    status, said = run_hooks(repository, "pfocr-validate")
    assert status == 1
    findings = {line for line in said.splitlines() if line.startswith("_figures")}
    assert findings == {
        "_figures/PMC1__f20.md:36:5: K601 error the keyword 'NOTAGENE1' is none of the record's "
        "symbols or words: write PTEN, which is missing [unsafe]"
    }


def test_what_cannot_be_read_as_text_is_passed_to_the_hook(
    repository: Repository, hooks: Hooks
) -> None:
    repository.install(hooks)
    repository.write("_figures/PMC1__f2.md", b"---\nfigid: \xff\x00\n---\n")
    (repository.path / "_figures/PMC1__f3.md").symlink_to("nowhere.md")
    repository.git("add", "--all")
    status, said = run_hooks(repository, "pfocr-validate")
    assert status == 1
    assert "_figures/PMC1__f2.md:2:8: P002 error" in said
    assert "_figures/PMC1__f3.md:1:1: P001 error" in said


def test_a_table_stands_for_its_record(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    repository.write("_data/PMC1__f1-genes.tsv", TABLES["genes"].replace("PTEN", "AKT1"))
    repository.git("add", "--all")
    status, said = run_hooks(repository, "pfocr-validate")
    assert status == 1
    assert "_figures/PMC1__f1.md:36:5: K601 error the keyword 'PTEN'" in said


def test_a_table_without_its_record_fails(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    repository.write("_data/PMC1__f9-genes.tsv", TABLES["genes"])
    repository.git("add", "--all")
    status, said = run_hooks(repository, "pfocr-validate")
    assert status == 1
    assert (
        "_data/PMC1__f9-genes.tsv:1:1: P001 error its record _figures/PMC1__f9.md is not there"
        in said
    )


def test_the_hooks_honour_the_configuration(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    repository.record("f2", gene="NOTAGENE1")
    repository.record("f3", tables=False)
    repository.write(".pfocr.toml", 'ignore = ["K601", "D701"]\n')
    repository.git("add", "--all")
    assert run_hooks(repository, "pfocr-validate")[0] == 0
    assert run_hooks(repository, "pfocr-validate-corpus", "--hook-stage=manual")[0] == 0


def test_other_files_are_not_judged(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    repository.write("README.md", "figid: none\n")
    repository.write("_data/notes.tsv", "a\n")
    repository.git("add", "--all")
    status, said = run_hooks(repository, "pfocr-validate")
    assert (status, "Skipped" in said) == (0, True)


def test_a_corpus_without_records_does_not_pass(repository: Repository, hooks: Hooks) -> None:
    repository.install(hooks)
    repository.git("rm", "-r", "--quiet", "_figures", "_data")
    status, said = run_hooks(repository, "pfocr-validate-corpus", "--hook-stage=manual")
    assert status == 1
    assert "- exit code: 2" in said
    assert "no records in ." in said


# pfocr-normalize

STALE = ROOT / "fixtures" / "normalize" / "stale"
STALE_PATH = "_figures/PMC99000101__norm-f1.md"


def test_normalize_mends_what_is_staged_and_stops_the_commit(
    repository: Repository, hooks: Hooks
) -> None:
    repository.write(STALE_PATH, (STALE / "before.md").read_bytes())
    repository.git("add", "--all")
    status, said = try_repo(repository, hooks, "pfocr-normalize")
    assert status == 1
    assert "files were modified by this hook" in said
    assert "GBA is GBA1 in HGNC 2024-07" in said
    assert (repository.path / STALE_PATH).read_bytes() == (STALE / "after.md").read_bytes()
    repository.git("add", "--all")
    status, said = try_repo(repository, hooks, "pfocr-normalize")
    assert (status, "Passed" in said) == (0, True), said


def test_normalize_runs_before_a_commit_and_at_no_other_stage(
    repository: Repository, hooks: Hooks
) -> None:
    repository.write(STALE_PATH, (STALE / "before.md").read_bytes())
    repository.git("add", "--all")
    for stage in ("pre-push", "manual", "pre-merge-commit"):
        try_repo(repository, hooks, "pfocr-normalize", stage)
        assert (repository.path / STALE_PATH).read_bytes() == (STALE / "before.md").read_bytes()


def test_of_the_readmes_hooks_one_says_that_a_record_cannot_be_read(
    repository: Repository, hooks: Hooks
) -> None:
    ids = ["pfocr-normalize", "pfocr-validate", "pfocr-validate-corpus"]
    assert all(f"  - id: {name}\n" in README for name in ids)
    repository.install(hooks, hook_ids=ids)
    repository.write(STALE_PATH, "---\nfigid: [\n---\n")
    repository.git("add", "--all")
    status, said = run_hooks(repository)
    assert status == 1
    assert said.count(STALE_PATH) == said.count("P004 error") == 1
    assert "cannot be read, and left alone: 1 file; `pfocr validate` says why" in said
    status, said = run_hooks(repository, "pfocr-validate-corpus", "--hook-stage=manual")
    assert (status, "P004" in said) == (0, False)
