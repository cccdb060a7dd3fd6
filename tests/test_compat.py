"""What a user of 0.1.0 has keeps working: its README's Makefile, configuration and hooks, and a
baseline that it wrote, each run by today's program.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import program
import pytest
import yaml
from program import PROGRAM, Run, environment

ROOT = Path(__file__).parents[1]
HELD = ROOT / "fixtures" / "compat-0.1.0"
BASELINE = ".pfocr-baseline"
MAKE = next((path for name in ("gmake", "make") if (path := shutil.which(name))), None)
# What 0.1.0 said of these records under its configuration: a record and a rule for each finding.
ERRORS = {
    ("PMC99001000__abc-01-0001-g001", "K601"),
    ("PMC99001001__abc-01-0001-g001", "S103"),
    ("PMC99001002__abc-01-0001-g001", "G503"),
    ("PMC99001003__abc-01-0001-g001", "G504"),
    ("PMC99001004__abc-01-0001-g001", "I202"),
    ("PMC99001006__abc-01-0001-g001", "K602"),
    ("PMC99001007__abc-01-0001-g001", "P004"),
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a folder as a user of 0.1.0 has it."""
    shutil.copytree(HELD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def with_baseline(database: Path) -> None:
    """Name the baseline in the configuration, as the README says."""
    config = database / ".pfocr.toml"
    config.write_text(f'baseline = "{BASELINE}"\n{config.read_text("utf-8")}', "utf-8")


def run_make(command: list[str], cwd: Path) -> Run:
    kept = {k: v for k, v in environment().items() if not k.startswith(("MAKE", "MFLAGS"))}
    return program.launch(command, cwd, env=kept)


def pfocr(database: Path, *words: str, **env: str) -> Run:
    return program.run(*words, cwd=database, env=environment(**env))


def found(text: str, severity: str = "error") -> set[tuple[str, str]]:
    """Return the records and rules of the findings in a report."""
    lines = [line.split(" ") for line in text.splitlines()]
    return {
        (Path(place.split(":")[0]).stem, code)
        for place, code, level, *_ in lines
        if level == severity
    }


def add_a_broken_record(database: Path) -> str:
    text = (database / "_figures" / "PMC99001000__abc-01-0001-g001.md").read_text("utf-8")
    path = database / "_figures" / "PMC99001060__abc-01-0001-g001.md"
    path.write_text(text.replace("PMC99001000", "PMC99001060"), "utf-8")
    return path.stem


def test_its_configuration_means_what_it_meant(database: Path) -> None:
    done = pfocr(database, "validate", "--show", "info")
    assert done.status == 1, done.err
    assert found(done.out) <= ERRORS
    assert "drafts/" not in done.out
    codes = {code for level in ("warning", "info") for _, code in found(done.out, level)}
    assert "T303" not in codes
    spared = {("PMC19900200__abc-01-0001-g001", "I204"), ("PMC19900300__abc-01-0001-g001", "T301")}
    assert not found(done.out, "warning") & spared
    assert spared <= found(pfocr(database, "validate", "--isolated").out, "warning")


def test_an_environment_variable_loses_to_an_option_and_wins_over_the_file(database: Path) -> None:
    assert pfocr(database, "validate", PFOCR_VALIDATE_FAIL_ON="never").status == 0
    words = ["validate", "--fail-on", "error"]
    assert pfocr(database, *words, PFOCR_VALIDATE_FAIL_ON="never").status == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_its_baseline_knows_its_findings(database: Path, jobs: str) -> None:
    before = (database / BASELINE).read_bytes()
    done = pfocr(database, "validate", "-j", jobs, "--baseline", BASELINE)
    assert (done.status, found(done.out)) == (0, set()), done.out
    assert "baseline: known findings not shown: " in done.err
    assert (database / BASELINE).read_bytes() == before


def test_only_what_is_new_fails_beside_its_baseline(database: Path) -> None:
    with_baseline(database)
    figid = add_a_broken_record(database)
    done = pfocr(database, "validate")
    assert (done.status, found(done.out)) == (1, {(figid, "K601")})


def test_its_baseline_can_be_written_on(database: Path) -> None:
    before = set((database / BASELINE).read_text("utf-8").splitlines())
    figid = add_a_broken_record(database)
    path = f"_figures/{figid}.md"
    assert pfocr(database, "validate", "--write-baseline", BASELINE, path).status == 0
    after = (database / BASELINE).read_text("utf-8").splitlines()
    assert set(after) - before == {f"{figid}\tK601\t/schema-jsonld/keywords\tNOTAGENE1\t1"}
    assert before <= set(after)
    assert after == sorted(after)


@pytest.fixture
def make(database: Path) -> list[str]:
    if MAKE is None:
        pytest.skip("there is no make on this machine")
    return [MAKE, "--no-print-directory", f"PFOCR={shlex.join(PROGRAM)}"]


def test_its_makefile_tells_bad_records_from_sound_ones(database: Path, make: list[str]) -> None:
    done = run_make([*make, "check"], database)
    assert done.status == 2  # make's own status for any failed target
    assert "check: correct the records named above" in done.err
    with_baseline(database)
    assert run_make([*make, "check"], database).status == 0
    (database / ".pfocr.toml").write_text("nonsense = 1\n")
    assert "check: pfocr cannot do what" in run_make([*make, "check"], database).err


def test_its_makefile_counts(database: Path, make: list[str]) -> None:
    done = run_make([*make, "statistics"], database)
    assert done.status == 0
    assert "K601" in done.out


def test_every_hook_is_there_at_the_stages_it_was() -> None:
    manifest = yaml.safe_load((HELD / "pre-commit-hooks.yaml").read_text("utf-8"))
    today = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook for hook in today}
    (repository,) = yaml.safe_load((HELD / "pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= set(hooks)
    for was in manifest:
        now = hooks[was["id"]]
        assert now["language"] == was["language"]
        assert set(was.get("stages", ())) <= set(now.get("stages", ()))
        assert now.get("pass_filenames", True) == was.get("pass_filenames", True)


def entries() -> dict[str, list[str]]:
    """Return the commands of the hooks, as 0.1.0 had them and as they are today."""
    paths = {"then": HELD / "pre-commit-hooks.yaml", "now": ROOT / ".pre-commit-hooks.yaml"}
    return {
        f"{hook['id']}-{when}": shlex.split(hook["entry"])[1:]
        for when, path in paths.items()
        for hook in yaml.safe_load(path.read_text("utf-8"))
        if hook["id"].startswith("pfocr-")
    }


ENTRIES = entries()
WITH_FILES = {name: words for name, words in ENTRIES.items() if "corpus" not in name}
OF_THE_CORPUS = {name: words for name, words in ENTRIES.items() if "corpus" in name}


@pytest.mark.parametrize("words", WITH_FILES.values(), ids=WITH_FILES)
def test_a_hook_that_gets_files_passes_the_sound_and_stops_the_broken(
    database: Path, words: list[str]
) -> None:
    with_baseline(database)
    sound = [
        "_figures/PMC99000001__abc-01-0001-g001.md",
        "_figures/PMC99000005__xyz-02-0005-g002.md",
        *(["_data/PMC99000005__xyz-02-0005-g002-genes.tsv"] if words[0] == "validate" else []),
    ]
    known = "_figures/PMC99001000__abc-01-0001-g001.md"
    assert pfocr(database, *words, *sound, known).status == 0
    broken = database / "_figures" / f"{add_a_broken_record(database)}.md"
    broken.write_text(broken.read_text("utf-8").replace("figid:", "figid: [", 1), "utf-8")
    assert pfocr(database, *words, *sound, f"_figures/{broken.name}").status == 1


@pytest.mark.parametrize("words", OF_THE_CORPUS.values(), ids=OF_THE_CORPUS)
@pytest.mark.parametrize("more", [[], ["_figures"]], ids=["no-args", "args"])
def test_the_hook_of_the_corpus_finds_what_no_commit_shows(
    database: Path, words: list[str], more: list[str]
) -> None:
    with_baseline(database)
    assert pfocr(database, *words, *more).status == 0
    (database / "_figures" / "again").mkdir()
    name = "PMC99000001__abc-01-0001-g001.md"
    shutil.copy(database / "_figures" / name, database / "_figures" / "again" / name)
    (database / "_data" / "PMC99000005__xyz-02-0005-g002-genes.tsv").unlink()
    done = pfocr(database, *words, *more)
    assert done.status == 1
    assert {"C801", "D701"} <= {word for line in done.out.splitlines() for word in line.split()}


def test_the_step_of_its_workflow_annotates_and_reports(database: Path) -> None:
    words = ["--jobs", "0", "--format", "github", "--format", "sarif:pfocr.sarif", "_figures"]
    done = pfocr(database, "validate", *words)
    assert done.status == 1
    assert "::error file=_figures/PMC99001000__abc-01-0001-g001.md,line=31," in done.out
    assert (database / "pfocr.sarif").stat().st_size
