"""What can be mended is shown, and `--fix` lists what it did, what it left, and why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from program import run, sound

AMBIGUOUS = sound(1).replace("figtitle: NF-κB in bone", "figtitle: NO")
CUT = sound(1).replace("caption: Signalling of NF-κB", "caption: Signalling of NF-κB # one")
LINE = re.compile(r"[^:]+:\d+:\d+: [A-Z]\d{3} (error|warning|info) .*")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a record to be; its folder is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "PMC1__f1.md"


def test_a_safe_fix_is_marked_at_the_end_and_its_command_is_told(file: Path) -> None:
    file.write_text(AMBIGUOUS, encoding="utf-8")
    done = run("validate")
    (line,) = [line for line in done.out.splitlines() if " P007 " in line]
    assert LINE.fullmatch(line)
    assert line.endswith(" [*]")
    assert done.err.endswith(" in 1 record; `pfocr validate --fix` mends 1 [*]\n")


def test_an_unsafe_one_is_marked_otherwise(file: Path) -> None:
    file.write_text(CUT, encoding="utf-8")
    done = run("validate", "--select", "P008")
    assert done.out.endswith(" [unsafe]\n")
    assert "; `pfocr validate --fix --unsafe-fixes` mends 1 [unsafe]\n" in done.err


def test_both_are_counted(file: Path) -> None:
    text = CUT.replace("figtitle: NF-κB in bone", "figtitle: NO")
    file.write_text(text, encoding="utf-8")
    done = run("validate", "--select", "P007,P008")
    assert "`pfocr validate --fix` mends 1 [*], and with --unsafe-fixes 1 more [unsafe]" in done.err


def test_what_has_no_fix_has_no_mark(file: Path) -> None:
    file.write_text(sound(1).replace("figtitle: NF-κB in bone", "figtitle: NA"), encoding="utf-8")
    done = run("validate")
    assert "[" not in done.out + done.err


def test_fix_lists_what_it_did_and_what_is_unsafe_once(file: Path) -> None:
    text = CUT.replace("figtitle: NF-κB in bone", "figtitle: NO")
    file.write_text(text, encoding="utf-8")
    done = run("validate", "--fix")
    assert "mended 1 finding in 1 file\n  PMC1__f1.md:12: P007 " in done.err
    assert done.out.count(" P008 ") == 1
    assert " P008 " not in done.err
    assert "; `pfocr validate --fix --unsafe-fixes` mends 1 [unsafe]\n" in done.err
    assert run("validate", "--fix", "--unsafe-fixes").err.startswith("mended 1 finding")
    assert run("validate", "--fix", "--unsafe-fixes").err == ""


@pytest.mark.parametrize("words", [("--diff",), ("--fix", "--format", "sarif:found.sarif")])
def test_what_waits_for_unsafe_fixes_is_told_where_no_finding_is(
    file: Path, words: tuple[str, ...]
) -> None:
    file.write_text(CUT, encoding="utf-8")
    done = run("validate", *words)
    assert "left 1 finding that could be mended\n  PMC1__f1.md:5: P008 " in done.err
    assert "(--unsafe-fixes mends it)" in done.err


def test_diff_says_what_would_be_mended(file: Path) -> None:
    file.write_text(AMBIGUOUS, encoding="utf-8")
    done = run("validate", "--diff")
    assert "would mend 1 finding in 1 file\n  PMC1__f1.md:12: P007 " in done.err


def test_a_long_list_is_cut_and_counted(file: Path) -> None:
    titles = "\n".join("- NO" for _ in range(30))
    text = sound(1).replace("organisms:\n- Homo sapiens", f"organisms:\n{titles}")
    file.write_text(text, encoding="utf-8")
    done = run("validate", "--fix", "--select", "P007")
    assert "mended 30 findings in 1 file" in done.err
    assert done.err.count("PMC1__f1.md:") == 20
    assert "  and 10 more: 10 P007\n" in done.err


def test_the_last_gene_is_taken_out_once_though_two_problems_say_so(file: Path) -> None:
    gene = "- word: ACh\n  symbol: ACH\n  source: hgnc_alias_symbol\n  hgnc_symbol: FGFR3\n"
    gene += "  entrez: '2261'\n"
    text = sound(1)
    genes = text.index("genes:\n") + len("genes:\n")
    end = text.index("\nchemicals:", genes) + 1
    file.write_text(text[:end] + 2 * gene + text[end:], encoding="utf-8")
    done = run("validate", "--fix", "--unsafe-fixes", "--select", "G506,G509")
    assert "bug in pfocr" not in done.err
    assert file.read_text(encoding="utf-8") == text
