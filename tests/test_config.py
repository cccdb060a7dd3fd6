"""`.pfocr.toml`, the environment and flags: what holds where they meet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from program import Run as Ran
from program import configured

from pfocr_cli import config
from pfocr_cli.cli.validate import command

RECORD: dict[str, Any] = {"figid": "PMC1__f1", "number": "NA", "year": ""}


Run = Callable[..., Ran]


def codes_of(ran: Ran) -> set[str]:
    words = (word for line in ran.out.splitlines() for word in line.split())
    return {word for word in words if word[:1] in "PSITKDC" and word[1:].isdigit()}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with a record in _figures, as the working directory; it has findings of
    all severities.
    """
    root = tmp_path / "repo"
    (root / "_figures").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "_figures" / "PMC1__f1.yaml").write_text(json.dumps(RECORD))
    (root / "other").mkdir()
    (root / "other" / "PMC2__f1.yaml").write_text(json.dumps({**RECORD, "figid": "PMC2__f1"}))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], repo: Path) -> Run:
    return configured(capsys, repo)


@pytest.mark.parametrize(
    ("given", "lowest"),
    [
        ((None, None, None), "warning"),
        (('show = "info"', None, None), "info"),
        (('[validate]\nshow = "info"', None, None), "info"),
        (('show = "error"\n[validate]\nshow = "info"', None, None), "info"),
        (('show = "info"\n[validate]\nshow = "error"', None, None), "error"),
        (('[validate]\nshow = "info"', "error", None), "error"),
        (('[validate]\nshow = "error"', "info", "warning"), "warning"),
        ((None, "info", None), "info"),
        ((None, "info", "error"), "error"),
    ],
)
def test_the_flag_beats_the_environment_beats_the_table_beats_the_top(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    given: tuple[str | None, str | None, str | None],
    lowest: str,
) -> None:
    toml, variable, flag = given
    if variable:
        monkeypatch.setenv("PFOCR_VALIDATE_SHOW", variable)
    ran = run("validate", *(["--show", flag] if flag else []), toml=toml)
    shown = {level for level in ("error", "warning", "info") if f" {level} " in ran.out}
    assert shown == set(
        ("error", "warning", "info")[: ("error", "warning", "info").index(lowest) + 1]
    )


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("shwo = 'info'", "unknown key 'shwo' (did you mean show"),
        ("[validate]\nfailon = 'info'", "no option 'failon' (did you mean fail-on"),
        ("fail_on = 'info'", "did you mean fail-on"),
        ("[valdate]\nshow = 'info'", "did you mean validate"),
        ("excludes = ['a']", "did you mean exclude"),
        ("[per-file-ignore]\na = ['T']", "did you mean per-file-ignores"),
        ("executor = 'os:getcwd'", "executor cannot be set in a file"),
        ("[validate]\nexecutor = 'os:getcwd'", "executor cannot be set in a file"),
        ("[validate]\npaths = ['x']", "no option 'paths'"),
        ("[validate]\nfiles-from = 'x'", "files-from cannot be set in a file"),
        ("isolated = true", "isolated cannot be set in a file"),
        ("show = 'fatal'", "fatal"),
        ("[validate]\njobs = 'many'", "many"),
        ("show = {a = 1}", "show"),
        ("select = [1]", "select"),
        ("select = ['Z9']", "Z9"),
        ("validate = 'info'", "[validate]"),
        ("exclude = '*.md'", "exclude must be a list"),
        ("exclude = ['!']", "'!'"),
        ("per-file-ignores = ['x']", "per-file-ignores must be a table"),
        ("[per-file-ignores]\n'*.md' = 'T301'", "must be a list"),
        ("[per-file-ignores]\n'*.md' = ['Z9']", "Z9"),
        ("show = ", "is not TOML"),
        ("show = 'info'\nshow = 'error'", "is not TOML"),
        ("a = '\x00'", "is not TOML"),
    ],
)
def test_what_is_not_understood_is_status_2(run: Run, toml: str, said: str) -> None:
    ran = run("validate", toml=toml)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "bug" not in ran.err


@pytest.mark.parametrize("toml", ["shwo = 'info'", "show = ", "[validate]\nfailon = 'info'"])
def test_the_message_names_the_file(run: Run, repo: Path, toml: str) -> None:
    assert ".pfocr.toml" in run("validate", toml=toml).err


def test_a_file_that_is_not_utf8_is_status_2(run: Run, repo: Path) -> None:
    (repo / ".pfocr.toml").write_bytes(b"show = '\xe9'")
    ran = run("validate")
    assert (ran.status, ".pfocr.toml" in ran.err) == (2, True)


def test_a_table_of_another_command_says_nothing_to_this_one(run: Run) -> None:
    ran = run("validate", toml="[rule]\nformat = 'json'\nall = true")
    assert (ran.status, "S101" in ran.out) == (1, True)


def test_an_option_that_bears_a_commands_name_can_stand_at_the_top(run: Run, repo: Path) -> None:
    """`schema` is a command and an option of validate; so is `lexicon`."""
    (repo / "mine.json").write_text("{}")
    assert run("validate", toml="schema = 'mine.json'").status == 0
    assert run("validate", toml="[validate]\nschema = 'mine.json'").status == 0


@pytest.mark.parametrize(
    ("toml", "codes"),
    [
        ("select = ['S1', 'T301']", {"S101", "T301"}),
        ("select = 'S1,T301'", {"S101", "T301"}),
        ("ignore = 'S101'", {"T301"}),
        ("select = []", {"S101", "T301"}),
    ],
)
def test_codes_can_be_a_list_or_words_with_commas(run: Run, toml: str, codes: set[str]) -> None:
    assert codes_of(run("validate", toml=toml)) == codes


@pytest.mark.parametrize("words", ["S1,T301", "S1 T301"])
def test_codes_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("PFOCR_VALIDATE_SELECT", words)
    assert codes_of(run("validate")) == {"S101", "T301"}


def test_values_of_every_kind(run: Run) -> None:
    ran = run("validate", toml="statistics = true\njobs = 1\nfail-on = 'never'\nformat = ['text']")
    assert ran.status == 0


def test_a_format_can_be_a_word(run: Run) -> None:
    assert json.loads(run("validate", toml="format = 'json'").out)


def test_exclude_is_relative_to_the_files_folder(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / ".pfocr.toml").write_text("exclude = ['/_figures/']")
    assert run("validate", "--show-files").out == "other/PMC2__f1.yaml\n"
    monkeypatch.chdir(repo / "other")
    assert run("validate", "--show-files", "..").out == "../other/PMC2__f1.yaml\n"


def test_exclude_of_the_command_line_is_added_to_the_files(run: Run) -> None:
    toml = "exclude = ['_figures']"
    assert run("validate", "--show-files", "--exclude", "other", toml=toml).status == 2
    assert (
        run("validate", "--show-files", "--exclude", "nothing", toml=toml).out
        == "other/PMC2__f1.yaml\n"
    )


@pytest.mark.parametrize(
    "option", [option for option in command.params if isinstance(option, click.Option)], ids=str
)
def test_a_variable_is_called_as_its_option_is(option: click.Option) -> None:
    names = [name.lstrip("-").replace("-", "_") for name in option.opts]
    assert option.name in names


def test_a_format_can_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PFOCR_VALIDATE_FORMAT", "jsonl")
    assert all(json.loads(line)["code"] for line in run("validate").out.splitlines())


def test_exclude_can_be_in_the_commands_table(run: Run) -> None:
    assert (
        run("validate", "--show-files", toml="[validate]\nexclude = ['_figures']").out
        == "other/PMC2__f1.yaml\n"
    )


def test_exclude_does_not_touch_what_is_named(run: Run) -> None:
    ran = run("validate", "--show-files", "_figures/PMC1__f1.yaml", toml="exclude = ['_figures']")
    assert ran.out == "_figures/PMC1__f1.yaml\n"


@pytest.mark.parametrize(("start", "here"), [(".", "."), ("_figures", "..")])
def test_per_file_ignores_are_relative_to_the_files_folder(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch, start: str, here: str
) -> None:
    (repo / ".pfocr.toml").write_text(
        "[per-file-ignores]\n'/_figures/*' = ['S', 'missing-value-text']\n'nothing' = ['S']"
    )
    monkeypatch.chdir(repo / start)
    ran = run("validate", here)
    assert "PMC1__f1" not in ran.out
    assert "PMC2__f1.yaml:1:1: S101" in ran.out


def test_per_file_ignores_count_for_the_exit_status(run: Run) -> None:
    ran = run(
        "validate", "_figures/PMC1__f1.yaml", toml="[per-file-ignores]\n'_figures' = ['S101']"
    )
    assert ran.status == 0
    assert codes_of(ran) == {"T301"}


def test_isolated_ignores_the_file_and_not_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = "shwo = 1\nexclude = ['_figures']"
    monkeypatch.setenv("PFOCR_VALIDATE_SELECT", "T")
    ran = run("validate", "--isolated", toml=toml)
    assert codes_of(ran) == {"T301"}
    assert "_figures" in ran.out


def test_a_path_in_the_file_is_relative_to_the_files_folder(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "mine.json").write_text("{}")
    (repo / ".pfocr.toml").write_text("schema = 'mine.json'")
    monkeypatch.chdir(repo / "other")
    ran = run("validate")
    assert (ran.status, ran.err.count("cannot read")) == (0, 0)


def test_the_nearest_file_is_found_up_to_the_root(tmp_path: Path) -> None:
    below = tmp_path / "outside" / "repo" / "a" / "b"
    below.mkdir(parents=True)
    outside, root, inner = (below.parents[n] / ".pfocr.toml" for n in (2, 1, 0))
    outside.touch()
    (root.parent / ".git").touch()  # a file in a worktree
    assert config.find_config(below) is None
    root.touch()
    assert config.find_config(below) == root
    inner.touch()
    assert config.find_config(below) == inner


def test_without_a_repository_only_the_folder_itself_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".pfocr.toml").touch()
    assert config.find_config(tmp_path / "a") is None
    assert config.find_config(tmp_path) == tmp_path / ".pfocr.toml"


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / ".pfocr.toml").mkdir()
    assert config.find_config(tmp_path) is None


def test_a_lexicon_is_named_by_flag_environment_and_file_in_this_order(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file is not a lexicon: whoever opens it says so, and names it."""
    for name in ("flag", "environment", "file"):
        (repo / name).write_text("no lexicon")
    toml = "lexicon = 'file'"
    monkeypatch.chdir(repo / "other")
    for words in (
        ["resolve", "AR"],
        ["normalize", "."],
        ["validate", "."],
        ["lexicon", "info"],
        ["--version"],
    ):
        ran = run(*words, toml=toml)
        assert ran.status == 2
        assert str(repo / "file") in ran.err
    monkeypatch.setenv("PFOCR_LEXICON", "../environment")
    assert "../environment" in run("resolve", "AR").err
    assert "../flag" in run("resolve", "AR", "--lexicon", "../flag").err
    monkeypatch.delenv("PFOCR_LEXICON")
    assert run("resolve", "AR", "--isolated").status == 0


def test_names_of_lexicons_are_no_paths(run: Run) -> None:
    assert run("resolve", "AR", toml="lexicon = 'embedded'").status == 0
