"""What a `.pfocr.toml` may not do, and how a wrong value of it, or of a variable, is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from program import Run as Ran
from program import configured

from pfocr_cli import config_keys
from pfocr_cli.cli import cli
from pfocr_cli.export.options import declared

RECORD: dict[str, Any] = {"figid": "PMC1__f1", "number": "NA", "year": ""}
ISSUE_LIST = (
    "output manifest titles todo badge write-baseline cache fix unsafe-fixes executor files-from"
)


Run = Callable[..., Ran]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repo"
    (root / "_figures").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "_figures" / "PMC1__f1.yaml").write_text(json.dumps(RECORD))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "mine.json").write_text("{}")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], repo: Path) -> Run:
    return configured(capsys, repo)


def options(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    """Yield every option of every command, with the command's name."""
    for option in command.params:
        if isinstance(option, click.Option):
            yield path, max(option.opts, key=len).lstrip("-")
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from options(below, f"{path} {name}")


ALL = sorted(set(options(cli, "pfocr")))


@pytest.mark.parametrize(("command", "option"), ALL)
def test_every_option_is_known_to_write_to_read_or_to_say_how(command: str, option: str) -> None:
    """A new option belongs into one list of config, or its declaration says that it only says how:
    what is in none, no file may set.
    """
    lists = (
        config_keys.FORBIDDEN,
        config_keys.FORMATS,
        config_keys.INSIDE,
        config_keys.PLAIN_VALUES,
        config_keys.OWN_KEYS,
    )
    declares = {each.written for each in declared() if not each.writes}
    says_how = command == "pfocr export" and option in declares
    assert says_how + sum(option in each for each in lists) == 1, f"{command} --{option}"


def test_what_a_format_writes_no_file_may_set() -> None:
    assert {each.written for each in declared() if each.writes} <= config_keys.FORBIDDEN


@pytest.mark.parametrize(
    ("command", "option"), [(c, o) for c, o in ALL if o in config_keys.FORBIDDEN and c != "pfocr"]
)
@pytest.mark.parametrize("table", [True, False])
def test_no_option_that_writes_edits_or_runs_can_be_set(
    run: Run, repo: Path, command: str, option: str, table: bool
) -> None:
    _, name, *below = command.split()
    before = sorted(repo.rglob("*"))
    toml = (f"[{name}]\n" if table else "") + f"{option} = 'x'"
    words = {"resolve": ["AR"], "export": ["--to", "csv"], "schema": [], "rule": []}
    if name in ("schema", "rule"):
        return
    ran = run(name, *(below and ["info"]), *words.get(name, []), toml=toml)
    assert (ran.status, ran.out) == (2, "")
    assert f".pfocr.toml: {option} cannot be set in a file" in ran.err
    assert sorted(repo.rglob("*")) == sorted({*before, repo / ".pfocr.toml"})


@pytest.mark.parametrize("key", [*ISSUE_LIST.split(), "write_baseline", "Output", "FIX", "--fix"])
@pytest.mark.parametrize("words", [["validate"], ["lexicon", "info"], ["--version"]])
def test_what_the_contract_forbids(run: Run, key: str, words: list[str]) -> None:
    for toml in (f"{key} = 'x'", f"[validate]\n{key} = 'x'", f"[export]\n{key} = true"):
        ran = run(*words, toml=toml)
        assert (ran.status, ran.out.startswith("HGNC")) == (2, False)
        assert f".pfocr.toml: {key} cannot be set in a file" in ran.err


@pytest.mark.parametrize(
    "toml",
    [
        "format = ['text:out']",
        "format = 'text:out'",
        "[validate]\nformat = ['text', 'json:../out']",
        "[export]\nto = ['csv:out.csv']",
        "to = 'csv:out.csv'",
    ],
)
def test_a_format_is_a_format_and_no_path(run: Run, repo: Path, toml: str) -> None:
    ran = run("validate", toml=toml)
    assert (ran.status, ran.out) == (2, "")
    assert ".pfocr.toml: " in ran.err
    assert "names a path" in ran.err
    assert not (repo / "out").exists()


def test_formats_without_a_path_are_defaults(run: Run) -> None:
    assert run("export", toml="to = 'jsonl'").err.count("cannot be set") == 0
    assert json.loads(run("validate", toml="format = ['json']").out)


@pytest.mark.parametrize("key", sorted(config_keys.INSIDE & {option for _, option in ALL}))
@pytest.mark.parametrize("path", ["../outside/mine.json", "OUTSIDE/mine.json", "link.json"])
def test_what_is_read_lies_inside_the_repository(run: Run, repo: Path, key: str, path: str) -> None:
    (repo / "link.json").symlink_to("../outside/mine.json")
    named = path.replace("OUTSIDE", str(repo.parent / "outside"))
    ran = run("validate", toml=f"{key} = '{named}'")
    assert (ran.status, ran.out) == (2, "")
    assert f".pfocr.toml: {key}: '{named}' is outside of the repository" in ran.err


def test_what_is_inside_may_be_named_in_full_or_from_a_folder_below(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "mine.json").write_text("{}")
    assert run("validate", toml=f"schema = '{repo / 'mine.json'}'").status == 0
    (repo / "_figures" / ".pfocr.toml").write_text("schema = '../mine.json'")
    monkeypatch.chdir(repo / "_figures")
    assert run("validate").status == 0


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("fail-on = 'eror'", "fail-on: 'eror' is not one of"),
        ("[validate]\nfail-on = 'eror'", "fail-on: 'eror' is not one of"),
        ("jobs = 'many'", "jobs: 'many' is not a valid integer"),
        ("jobs = -1", "jobs: -1 is not in the range"),
        ("jobs = true", "jobs must be a whole number"),
        ("jobs = 1.5", "jobs must be a whole number"),
        ("statistics = 'often'", "statistics must be true or false"),
        ("show = ['info']", "show must be a text"),
        ("show = true", "show must be a text"),
        ("lexicon = 5", "lexicon must be a text"),
        ("select = 5", "select must be a list of texts"),
        ("select = ['Z9']", "select: "),
        ("ignore = 'T303,Z9'", "ignore: "),
        ("format = 'texxt'", "format: "),
        ("data-dir = 'nowhere'", "data-dir: "),
        ("schema = 'nowhere.json'", "schema: "),
        ("lexicon = 'nowhere'", "lexicon: "),
        ("baseline = 'nowhere'", "baseline: "),
        ("generation = '1999'", "generation: "),
    ],
)
def test_a_wrong_value_is_told_with_its_file_and_key(run: Run, toml: str, said: str) -> None:
    ran = run("validate", toml=toml)
    assert (ran.status, ran.out) == (2, "")
    assert f".pfocr.toml: {said}" in ran.err
    assert "Invalid value for" not in ran.err
    assert "--" not in ran.err or "baseline" in toml  # that advises how to make one


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PFOCR_VALIDATE_JOBS", "x"),
        ("PFOCR_VALIDATE_FAIL_ON", "eror"),
        ("PFOCR_VALIDATE_SELECT", "Z9"),
        ("PFOCR_VALIDATE_FORMAT", "texxt"),
        ("PFOCR_VALIDATE_STATISTICS", "often"),
        ("PFOCR_VALIDATE_DATA_DIR", "nowhere"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    ran = run("validate")
    assert (ran.status, ran.out) == (2, "")
    assert f"pfocr: {variable}: " in ran.err
    assert "--" not in ran.err


def test_settings_that_disagree_are_told_with_their_file(run: Run) -> None:
    ran = run("normalize", "--diff", toml="[normalize]\ncheck = true")
    assert ran.status == 2
    assert "(.pfocr.toml: check)" in ran.err


def test_a_typed_value_is_told_as_before(run: Run) -> None:
    assert "Invalid value for '--fail-on'" in run("validate", "--fail-on", "eror").err


# --- --config ----------------------------------------------------------------------------------


def test_another_file_is_taken_instead(run: Run, repo: Path) -> None:
    base = repo.parent / "base"
    base.mkdir()
    (base / ".git").mkdir()
    (base / "theirs.json").write_text("{}")
    (base / ".pfocr.toml").write_text("schema = 'theirs.json'\nselect = ['S']")
    ran = run("validate", "--config", "../base/.pfocr.toml", toml="shwo = 1")
    assert (ran.status, ran.err) == (0, "")


def test_globs_of_another_checkouts_file_hold_for_this_one(run: Run, repo: Path) -> None:
    (repo.parent / "base.toml").write_text(
        "select = ['S']\n[per-file-ignores]\n'/_figures/*' = ['S']"
    )
    assert run("validate", "--isolated", "--select", "S").status == 1
    assert run("validate", "--config", "../base.toml").status == 0


def test_another_file_is_bound_as_the_files_own_are(run: Run, repo: Path) -> None:
    base = repo.parent / "base"
    base.mkdir()
    (base / "x.toml").write_text("schema = '../outside/mine.json'")
    ran = run("validate", "--config", "../base/x.toml")
    assert (ran.status, "../base/x.toml: schema: " in ran.err) == (2, True)
    (base / "x.toml").write_text("output = 'x'")
    assert (
        "../base/x.toml: output cannot be set" in run("validate", "--config", "../base/x.toml").err
    )


def test_another_file_must_be_there_and_alone(run: Run) -> None:
    ran = run("validate", "--config", "nowhere.toml")
    assert (ran.status, "cannot read nowhere.toml" in ran.err) == (2, True)
    for words in (["--config", "x", "--isolated"], ["--isolated", "--config", "x"]):
        ran = run("validate", *words)
        assert (ran.status, "choose one" in ran.err) == (2, True)


def test_another_file_holds_for_lexicon_commands(run: Run, repo: Path) -> None:
    (repo / "other.toml").write_text("lexicon = 'nowhere'")
    ran = run("lexicon", "info", "--config", "other.toml")
    assert (ran.status, "other.toml: lexicon: " in ran.err) == (2, True)


def test_another_file_can_be_named_by_a_variable(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "other.toml").write_text("fail-on = 'never'")
    monkeypatch.setenv("PFOCR_VALIDATE_CONFIG", "other.toml")
    assert run("validate").status == 0
