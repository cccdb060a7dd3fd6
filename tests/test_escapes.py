"""No text that pfocr prints can move a cursor, turn the reading direction or hide: whatever stands
in a record, in a name or in a setting, in every command, on both streams.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.cli import main
from pfocr_cli.finding import Severity, place_pieces
from pfocr_cli.fixes.patch import patch
from pfocr_cli.record.source import Place
from pfocr_cli.wording import visible

PACKAGE = Path(__file__).parents[1] / "pfocr_cli"
STALE = Path(__file__).parents[1] / "fixtures" / "normalize" / "stale" / "before.md"
HOSTILE = "\x1b[31mRED\x1b]0;t\x07\x7f\x9b2J\u202e\u2066\u200b\ufeff\u2028\rX\nPMC1:1:1: S101 error"
NAMED = "PMC99000101__\x1b[31m\x07\u202e\n\x9b-f1"
"""What a file can be called."""
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|^PMC1:1:1: S101",
    re.MULTILINE,
)
"""What no output may hold; the last is a line that a record made."""


def shown(ran: tuple[int, str, str]) -> str:
    """Return what came out, once it is known to hold nothing unseen and to tell no bug."""
    status, out, err = ran
    assert status in (0, 1, 2), err
    for text in (out, err):
        assert (found := UNSEEN.search(text)) is None, repr(
            text[max(found.start() - 80, 0) :][:160]
        )
    return out + err


def pfocr(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capsysbinary.readouterr()
    return int(left.value.code or 0), out.decode(), err.decode()


def _with_value(value: object, key: re.Match[str]) -> str:
    return f"{key[1]}: {json.dumps(value)}"


def record(**changed: Any) -> str:
    """Return a record with hostile text wherever a record has text."""
    text = STALE.read_text(encoding="utf-8")
    escaped = json.dumps(HOSTILE)
    text = re.sub(r"(?m)^(caption|papertitle|number|year|organisms): .*", r"\1: @", text)
    text = text.replace("@\n", f"{escaped}\n")
    for key, value in changed.items():
        text = re.sub(rf"(?m)^(\W*{key}): .*", partial(_with_value, value), text)
    return text


RECORDS = {
    "texts": {},
    "figid": {"figid": HOSTILE},
    "word": {"word": HOSTILE},
    "symbol": {"symbol": HOSTILE},
    "hgnc_symbol": {"hgnc_symbol": HOSTILE},
    "source": {"source": HOSTILE},
    "entrez": {"entrez": HOSTILE},
    "@id": {"'@id'": HOSTILE},
}
FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit")
COMMANDS = (
    *(("validate", "--show", "info", "--format", name) for name in FORMATS),
    ("validate", "--statistics", "--fail-on", "never"),
    ("validate", "--show-files"),
    ("validate", "--fix"),
    ("validate", "--baseline", "no-such\x1b[1m\nfile"),
    ("normalize",),
    ("normalize", "--check"),
    ("normalize", "--todo", "todo.tsv"),
    ("normalize", "-o", "out\x1b[1m"),
    ("export", "--to", "csv:out.csv"),
    ("export", "--to", "md:out\x1b[1m\n/", "--on-error", "skip"),
    ("export", "--to", "gpml:out/", "--strict"),
    ("export", "--to", "csv:out.csv", "--on-error", "skip", "--manifest", "list\x1b[1m"),
)


@pytest.mark.parametrize("changed", RECORDS.values(), ids=RECORDS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_of_a_record_or_its_name_comes_out_unseen(
    changed: dict[str, Any],
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("_figures").mkdir()
    for name in (f"{NAMED}.md", "PMC99000102__x-f1.md"):
        Path("_figures", name).write_text(record(**changed), encoding="utf-8")
    Path("_figures", f"{NAMED}.yaml").write_text("a: [")
    shown(pfocr(capsysbinary, *command, "_figures"))


def test_nothing_of_the_lexicon_or_a_name_comes_out_unseen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    small_lexicon: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    named = shutil.copy(small_lexicon, NAMED)
    shown(pfocr(capsysbinary, "lexicon", "diff", str(small_lexicon), named))
    shown(pfocr(capsysbinary, "lexicon", "diff", named, "no-such\x1b[1m\nfile"))


def test_a_terminal_gets_the_colours_of_pfocr_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    Path(f"{NAMED}.md").write_text(record(word=HOSTILE), encoding="utf-8")
    for words in (("validate", "--show", "info", "."), ("resolve", HOSTILE, "--explain")):
        status, out, err = pfocr(capsysbinary, *words)
        assert "\x1b[" in out
        plain = re.compile("\x1b\\[[0-9;]*m")
        shown((status, plain.sub("", out), plain.sub("", err)))
        assert "\x1b[31mRED" not in out


OPTIONS = (
    ("validate", "--select", HOSTILE),
    ("validate", "--fail-on", HOSTILE),
    ("validate", "--jobs", HOSTILE),
    ("validate", "--format", HOSTILE),
    ("validate", "--format", f"text:{HOSTILE}/x/y"),
    ("validate", "--schema", HOSTILE),
    ("validate", "--lexicon", HOSTILE),
    ("validate", "--baseline", HOSTILE),
    ("validate", "--data-dir", HOSTILE),
    ("validate", "--files-from", HOSTILE),
    ("validate", "--executor", HOSTILE),
    ("validate", "--config", HOSTILE),
    ("validate", f"--{HOSTILE}"),
    ("validate", HOSTILE),
    ("normalize", "--lexicon", HOSTILE),
    ("normalize", HOSTILE),
    ("export", "--to", HOSTILE),
    ("export", "--to", "gmt", "--species", HOSTILE),
    ("export", "--to", "gmt", "--date", HOSTILE),
    ("export", "-o", HOSTILE),
    ("resolve", HOSTILE),
    ("resolve", HOSTILE, "--explain"),
    ("resolve", HOSTILE, "--format", "tsv"),
    ("resolve", HOSTILE, "--format", "jsonl"),
    ("resolve", "AR", "--lexicon", HOSTILE),
    ("rule", HOSTILE),
    ("schema", HOSTILE),
    ("lexicon", HOSTILE),
    ("lexicon", "info", "--lexicon", HOSTILE),
    ("lexicon", "diff", HOSTILE, "embedded"),
    ("lexicon", "diff", "embedded", "embedded", HOSTILE),
    ("lexicon", "build", "--hgnc", HOSTILE, "-o", HOSTILE),
    ("lexicon", "update", "--url", f"file:///{HOSTILE}"),
    ("lexicon", "update", "--release", HOSTILE),
    (HOSTILE,),
)


@pytest.mark.parametrize("command", OPTIONS, ids=lambda words: visible(" ".join(words))[:40])
def test_nothing_of_a_command_line_comes_out_unseen(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("PMC99000101__x-f1.md").write_text(STALE.read_text(encoding="utf-8"), encoding="utf-8")
    status, out, err = pfocr(capsysbinary, *command)
    columns = out.replace("\t", "  ") if "tsv" in command else out
    assert shown((status, columns, err))


def test_a_lexicons_name_and_sources_are_told_visibly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from pfocr_cli.lexicon.store import open_lexicon

    monkeypatch.chdir(tmp_path)
    lexicon = f"le\x1b[31m\u202e\nxicon{Path(open_lexicon(None).path).suffix}"
    shutil.copy(open_lexicon(None).path, lexicon)
    text = shown(pfocr(capsysbinary, "lexicon", "info", "--lexicon", lexicon))
    assert r"le\x1b[31m\u202e\nxicon" in text
    told = pfocr(capsysbinary, "lexicon", "info", "--lexicon", lexicon, "--format", "json")
    shown(told)
    assert json.loads(told[1])["path"].endswith(lexicon)


HOSTILE_TOML = json.dumps(HOSTILE)
SETTINGS = (
    f"{HOSTILE_TOML} = 1",
    f"[validate]\n{HOSTILE_TOML} = 1",
    f"[{HOSTILE_TOML}]\na = 1",
    f"select = {HOSTILE_TOML}",
    f"fail-on = {HOSTILE_TOML}",
    f"jobs = {HOSTILE_TOML}",
    f"lexicon = {HOSTILE_TOML}",
    f"schema = {HOSTILE_TOML}",
    f"baseline = {HOSTILE_TOML}",
    f"format = {HOSTILE_TOML}",
    f"output = {HOSTILE_TOML}",
    f"[per-file-ignores]\n{HOSTILE_TOML} = [{HOSTILE_TOML}]",
    f"[per-file-ignores]\n{HOSTILE_TOML} = 1",
    f"exclude = [{HOSTILE_TOML}]",
    "x = '\x1b'",
)


@pytest.mark.parametrize(
    "words", [("validate",), ("lexicon", "info"), ("--version",)], ids=" ".join
)
@pytest.mark.parametrize("toml", SETTINGS, ids=lambda toml: visible(toml)[:30])
def test_nothing_of_a_setting_comes_out_unseen(
    toml: str,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    folder = tmp_path / "\x1b[31m\u202e"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("PMC99000101__x-f1.md").write_text(STALE.read_text(encoding="utf-8"), encoding="utf-8")
    Path(".pfocr.toml").write_text(toml.replace(r"\u007f", "\x7f"), encoding="utf-8")
    shown(pfocr(capsysbinary, *words))
    monkeypatch.setenv("PFOCR_VALIDATE_JOBS", HOSTILE)
    monkeypatch.setenv("PFOCR_LEXICON", HOSTILE)
    shown(pfocr(capsysbinary, *words))


# --- the pieces --------------------------------------------------------------------------------


@given(st.text())
def test_twice_is_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(), st.text())
def test_a_findings_line_is_one_line(file: str, message: str) -> None:
    place = Place(1, 2, 1, 3)
    line = "".join(text for text, _ in place_pieces(file, place, "S101", Severity.ERROR, message))
    assert not UNSEEN.search(line)
    assert line.splitlines() == [line]


def test_what_is_no_letter_to_the_eye_is_escaped() -> None:
    """Format characters (Cf) that are drawn, signs of numbers and verses, stay."""
    drawn = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        category = unicodedata.category(letter)
        if category in ("Cc", "Cf", "Cs", "Zl", "Zp") and not drawn.match(letter):
            if 0x13430 <= code <= 0x1345F:  # Egyptian joiners place what is drawn
                continue
            assert visible(letter).isascii(), f"U+{code:04X}"
        elif category[0] in "LNPS" and code not in (0x115F, 0x1160, 0x3164, 0xFFA0):
            assert visible(letter) == letter, f"U+{code:04X}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name not in ("terminal.py", "_writer.py")
    ],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_nobody_prints_past_what_escapes(path: Path) -> None:
    """Whoever has text for people gives it to terminal or to a report's Writer."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "click.echo", "click.secho", "echo", "warnings.warn")
            assert not re.fullmatch(r"(sys\.)?(stdout|stderr)\.write(lines)?", called), called


# --- patches -----------------------------------------------------------------------------------


NAMES = (
    "plain.md",
    "with space.md",
    "é.md",
    "遺伝子 x.md",
    "\x1b[31m.md",
    "a\x07\x08\t\n\x0b\x0c\r.md",
    '"quoted\\".md',
    "\x7f\x9b\u202e.md",
    "not utf-8 \udcff.md",
)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("name", NAMES, ids=visible)
def test_names_in_a_patch_are_quoted_as_git_quotes_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "core.quotePath=true", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], check=True)
    Path(name).write_text("a\n")
    subprocess.run([*git, "add", "."], check=True)
    Path(name).write_text("b\n")
    made = subprocess.run([*git, "diff"], capture_output=True, check=True).stdout
    heads = re.findall(rb"(?m)^(?:---|\+\+\+) .*", made)
    ours = os.fsencode(patch(name, "a\n", "b\n"))
    assert re.findall(rb"(?m)^(?:---|\+\+\+) .*", ours) == heads
    Path(name).write_text("a\n")
    subprocess.run([*git, "apply", "-"], input=ours, check=True)
    assert Path(name).read_text() == "b\n"
