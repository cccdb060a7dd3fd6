"""What a second look found: inputs that a run destroyed, settings and records that broke it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from program import FIXTURES, as_json, run, sound

RECORD = "PMC1__f1.md"
STALE = FIXTURES / "normalize" / "stale" / "before.md"


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """A record, and the site's organisms beside its folder."""
    for folder in ("_figures", "_organisms"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_figures" / RECORD).write_text(sound(1), encoding="utf-8")
    (tmp_path / "_organisms" / "human.md").write_text("---\nlatin: Homo sapiens\n---\n")
    (tmp_path / "names").write_text("Homo sapiens\n")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ((), "_organisms/human.md"),
        (("--organisms", "names"), "names"),
        (("--organisms", "_organisms"), "_organisms/human.md"),
    ],
)
def test_organisms_are_an_input(figures: Path, given: tuple[str, ...], path: str) -> None:
    before = (figures / path).read_bytes()
    done = run("validate", "_figures", *given, "--format", f"text:{path}", cwd=figures)
    assert (done.status, len(done.messages)) == (2, 1), done.err
    assert f"--format text {path} is " in done.messages[0]
    assert "organisms" in done.messages[0]
    assert (figures / path).read_bytes() == before


@pytest.mark.skipif(not os.path.exists("/dev/stdin"), reason="there is no path to standard input")
@pytest.mark.parametrize(
    "words",
    ["validate - --format json:@", "validate --files-from - --format json:@"],
)
def test_what_standard_input_is_redirected_from_is_an_input(figures: Path, words: str) -> None:
    path = figures / "in"
    path.write_text(f"_figures/{RECORD}\n" if "--files-from" in words else "pmcid: PMC1\n")
    before = path.read_bytes()
    with path.open("rb") as file:
        done = run(*words.replace("@", "in").split(), cwd=figures, stdin=file.fileno())
    assert (done.status, len(done.messages)) == (2, 1), done.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("todo", ["out/@", "./out/../out/@", "link"])
def test_what_is_left_is_not_written_over_a_record_made(tmp_path: Path, todo: str) -> None:
    (tmp_path / "out").mkdir()
    shutil.copy(STALE, tmp_path / RECORD)
    (tmp_path / "link").symlink_to(tmp_path / "out" / RECORD)
    words = ("normalize", RECORD, "-o", "out", "--todo", todo.replace("@", RECORD))
    done = run(*words, cwd=tmp_path)
    assert (done.status, len(done.messages)) == (2, 1), done.err
    assert "is where -o puts a record" in done.messages[0]
    assert run(*words[:-1], "out/todo.tsv", cwd=tmp_path).status == 0


TOO_MUCH = {
    "many brackets": ("a = " + "[" * 10_000, "nested too deeply"),
    "many dots": (".".join("a" * 5_000) + " = 1", "nested too deeply"),
    "many digits": ("jobs = " + "9" * 5_000, "a number has too many digits"),
    "many jobs": ("jobs = 100000000000000000000", "jobs"),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_no_setting_is_a_bug_of_ours(figures: Path, kind: str) -> None:
    text, said = TOO_MUCH[kind]
    (figures / ".pfocr.toml").write_text(text)
    done = run("validate", "_figures", "_figures", cwd=figures)
    assert (done.status, len(done.messages)) == (2, 1), done.err[-500:]
    assert done.messages[0].startswith("pfocr: .pfocr.toml: ")
    assert said in done.messages[0]


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are POSIX")
@pytest.mark.parametrize("option", ["--config", "--schema"])
def test_a_pipe_that_nobody_writes_to_is_waited_for_no_longer(figures: Path, option: str) -> None:
    os.mkfifo(figures / "pipe")
    done = run("validate", "_figures", option, "pipe", cwd=figures, timeout=30)
    assert (done.status, len(done.messages)) == (2, 1)
    assert "a pipe that nobody writes to" in done.messages[0]


@pytest.mark.parametrize("key", ["genes", "chemicals"])
@pytest.mark.parametrize("command", ["validate --diff --unsafe-fixes", "normalize --diff"])
def test_a_text_in_place_of_a_list_is_mended_or_left(
    tmp_path: Path, key: str, command: str
) -> None:
    data = {**json.loads(as_json(1)), key: "\u202ea text"}
    (tmp_path / "PMC1__f1.json").write_text(json.dumps(data))
    done = run(*command.split(), "PMC1__f1.json", cwd=tmp_path)
    assert done.status in (0, 1), done.err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("figlink", "x" * 20_000),
        ("filename", "x" * 20_000 + ".jpg"),
        ("filename", "f" + "0" * 20_000 + "xx.jpg"),
        ("number", "F" + " " * 20_000 + "é"),
        ("number", "F" + "." * 20_000 + "é"),
    ],
)
def test_a_long_text_takes_no_long_time(tmp_path: Path, key: str, value: str) -> None:
    data = {**json.loads(as_json(1)), key: value}
    (tmp_path / "PMC1__f1.json").write_text(json.dumps(data))
    done = run("validate", "--show", "info", "PMC1__f1.json", cwd=tmp_path, timeout=60)
    assert done.status in (0, 1), done.err


@pytest.mark.skipif(os.name != "posix", reason="a shell closes a stream so")
@pytest.mark.parametrize("words", ["resolve", "resolve -", "validate --files-from -"])
def test_a_closed_standard_input_is_said_to_be_closed(figures: Path, words: str) -> None:
    done = run(*words.split(), cwd=figures, before=("sh", "-c", 'exec "$@" <&-', "sh"))
    assert (done.status, len(done.messages)) == (2, 1), done.err
    assert "standard input is closed" in done.messages[0]
