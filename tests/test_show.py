"""``pfocr show``: what is on a card, and what a terminal of any width shows of it."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest
from in_terminal import run_in_terminal
from program import BROKEN, FIXTURES, RECORDS, SOUND_2023, as_json, environment, run, sound
from rich.cells import cell_len

from pfocr_cli.terminal.pager import shows_colours

STALE = FIXTURES / "normalize" / "stale" / "before.md"
FIGURES = RECORDS / "_figures"


def card(text: str, tmp_path: Path, *options: str, name: str = "PMC1__f1.md") -> str:
    (tmp_path / name).write_text(text, "utf-8")
    done = run("show", *options, name, cwd=tmp_path)
    assert done.status == 0, done.err
    return done.out


# --- what is on a card -----------------------------------------------------------------------


def test_a_card_has_paper_links_caption_and_genes(tmp_path: Path) -> None:
    out = card(sound(1), tmp_path)
    for part in (
        "NF-κB in bone\n",
        "PMC1__f1 · F1 · 2001 · Homo sapiens · record of 2021a\n",
        "Paper    A paper\n",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/\n",
        "https://pfocr.wikipathways.org/figures/PMC1__f1.html\n",
        "https://europepmc.org/articles/PMC1/bin/f1.jpg\n",
        "\n  Signalling of NF-κB\n",
        "Genes: 1 (1 word)\n",
        "  NFKB1  NFKB1  4790    symbol      agrees\n",
    ):
        assert part in out


def test_a_renamed_gene_stands_with_todays_symbol() -> None:
    out = run("show", STALE).out
    assert "GBA → GBA1" in out
    assert "TMEM173 → STING1" in out
    assert "G501" in out


@pytest.mark.parametrize(
    ("word", "symbol", "entrez", "verdict"),
    [
        ("NFKB1", "NFKB1", "4790", "agrees"),
        ("ADP", "WDTC1", "23038", "no gene: adenosine diphosphate"),
        ("AR", "FDXR", "2232", "leads to AR"),
        ("qqqqqq", "AR", "367", "unknown word"),
        ("HBP", "SLBP", "7884", "or AZU1, HDLBP, HEBP1 and STAM2"),
    ],
)
def test_the_tool_says_what_it_thinks_of_a_word(
    word: str, symbol: str, entrez: str, verdict: str, tmp_path: Path
) -> None:
    text = sound(1).replace("- word: NFKB1\n  symbol: NFKB1", f"- word: {word}\n  symbol: {symbol}")
    text = text.replace("hgnc_symbol: NFKB1", f"hgnc_symbol: {symbol}").replace("4790", entrez)
    assert verdict in card(text, tmp_path)


def test_a_word_of_several_genes_is_said_once(tmp_path: Path) -> None:
    row = "- word: GSK3\n  symbol: GSK3\n  source: bioentities_symbol\n  hgnc_symbol: {}\n"
    rows = "".join(
        row.format(symbol) + f"  entrez: '{entrez}'\n"
        for symbol, entrez in (("GSK3A", "2931"), ("GSK3B", "2932"))
    )
    before, after = sound(1).split("genes:\n")
    text = f"{before}genes:\n{rows}chemicals:{after.partition('chemicals:')[2]}"
    lines = card(text, tmp_path).splitlines()
    (first,) = [number for number, line in enumerate(lines) if "GSK3A" in line and "family" in line]
    assert lines[first].split()[0] == "GSK3"
    assert lines[first + 1].split()[:2] == ["GSK3B", "2932"]


def test_a_decision_is_what_the_tool_thinks(tmp_path: Path) -> None:
    (tmp_path / "d.tsv").write_text("figid\tword\tgenes\tby\twhy\n*\tNFKB1\tRELA\tJane\tlegend\n")
    assert "leads to RELA" in card(sound(1), tmp_path, "--decisions", "d.tsv")


def test_chemicals_and_diseases_have_names(tmp_path: Path) -> None:
    text = sound(1).replace(
        "chemicals: []\ndiseases: []\n",
        "chemicals:\n- word: Glc\n  source: MESH\n  identifier: D005947\n"
        "diseases:\n- word: nothing known\n  source: ''\n  identifier: ''\n",
    )
    out = card(text, tmp_path)
    assert "Chemicals: 1\n" in out
    assert "  Glc   D005947 Glucose\n" in out
    assert "  nothing known\n" in out


def test_a_record_with_side_tables_has_their_rows(tmp_path: Path) -> None:
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_data").mkdir()
    columns = "organism_id organism_name organism_group word match ncbigene_symbol ncbigene_id"
    head = f"{columns} source count_direct count_synonym count_match".replace(" ", "\t")
    rows = (
        "9606\tHomo sapiens\tPrimates\tAkt\tAKT1\tAKT1\t207\tncbigene_synonym\t1\tNA\t1",
        "10090\tMus musculus\tRodents\tAkt\tAkt1\tAkt1\t11651\tncbigene_synonym\t1\tNA\t1",
    )
    (tmp_path / "_data" / "PMC1__f1-genes.tsv").write_text("\n".join((head, *rows, "")))
    (tmp_path / "_data" / "PMC1__f1-chemicals.tsv").write_text(
        "word\tmesh\tmatch\tname\tchebi\nGlucose\tmesh:D005947\tGlucose\tNA\tchebi:17234\n"
    )
    (tmp_path / "_figures" / "PMC1__f1.md").write_text(sound(1, SOUND_2023), "utf-8")
    out = run("show", "_figures/PMC1__f1.md", cwd=tmp_path).out
    assert "record of 2023" in out
    assert "Genes: 2 (1 word)" in out
    assert "Mus musculus" in out
    assert "D005947 Glucose, CHEBI:17234 glucose" in out


def test_findings_stand_in_the_shape_of_all_commands_with_their_fix() -> None:
    path = BROKEN / "I202-alias.md"
    out = run("show", path.name, cwd=BROKEN).out
    found = run("validate", path.name, cwd=BROKEN).out.splitlines()[0]
    assert f"  {found}\n" in out
    assert "      fix (unsafe): " in out
    assert "Findings: 1 error" in out


def test_a_record_without_findings_says_so(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".pfocr.toml").write_text('[severity]\nT301 = "ignore"\nT306 = "ignore"\n')
    assert "Findings: none\n" in card(sound(1), tmp_path)


# --- what cannot be read, and where records come from ----------------------------------------


def test_an_unreadable_record_shows_what_is_wrong_and_the_others_follow(tmp_path: Path) -> None:
    (tmp_path / "PMC1__f1.md").write_text("---\nfigid: [\n---\n")
    (tmp_path / "PMC2__f1.md").write_text(sound(2), "utf-8")
    done = run("show", "PMC1__f1.md", "gone.md", "PMC2__f1.md", cwd=tmp_path)
    assert done.status == 0
    assert "PMC1__f1.md cannot be read\n" in done.out
    assert "P004 error" in done.out
    assert "gone.md cannot be read\n" in done.out
    assert "NF-κB in bone" in done.out


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.md")), ids=lambda path: path.stem)
def test_every_broken_record_has_a_card(path: Path) -> None:
    for form in ("text", "markdown"):
        done = run("show", "--format", form, path)
        assert done.status == 0, done.err
        assert not done.err


def test_records_come_from_pipes_and_json_lines(tmp_path: Path) -> None:
    done = run("show", "-", cwd=tmp_path, stdin=sound(1).encode())
    assert "PMC1__f1 · F1" in done.out
    lines = f"{as_json(1)}\n{{\n{as_json(3)}\n"
    done = run("show", "--stdin-filename", "a.jsonl", "-", cwd=tmp_path, stdin=lines.encode())
    assert done.status == 0
    assert "File     a.jsonl\n" in done.out
    assert "a.jsonl:2 cannot be read\n" in done.out
    assert "File     a.jsonl:3\n" in done.out


def test_one_core_and_two_show_the_same() -> None:
    one, two = (run("show", "-j", jobs, FIGURES).stdout for jobs in "12")
    assert one == two


# --- terminals -------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80, 100, 140])
def test_nothing_is_wider_than_the_terminal_but_addresses(columns: int) -> None:
    screen = run_in_terminal("show", FIGURES, columns=columns, PAGER="cat", cwd=FIXTURES)
    assert screen.status == 0
    for line in screen.lines:
        assert cell_len(line) <= columns or "https://" in line, line


def test_the_caption_is_wrapped_between_words(tmp_path: Path) -> None:
    words = "Signalling of a very long pathway that nobody ever drew on one line alone. " * 5
    out = card(sound(1).replace("Signalling of NF-κB", words.strip()), tmp_path)
    lines = out.splitlines()
    assert " ".join(line.strip() for line in lines).count(words.strip()) >= 1
    assert all(len(line) <= 80 for line in lines if line.startswith("  Signalling"))


def test_a_terminal_has_links_and_colours_of_its_own_theme() -> None:
    screen = run_in_terminal("show", STALE)
    assert "\x1b]8;" in screen.raw
    assert "https://www.ncbi.nlm.nih.gov/gene/" in screen.raw
    assert "38;5" not in screen.raw
    assert "38;2" not in screen.raw


def test_without_colour_there_is_none() -> None:
    screen = run_in_terminal("show", STALE, NO_COLOR="1")
    assert "\x1b[3" not in screen.raw


def test_what_is_piped_is_plain() -> None:
    out = run("show", FIGURES).out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_nothing_of_a_record_reaches_the_terminal_as_a_command(form: str, tmp_path: Path) -> None:
    evil = '"\\e]0;owned\\a\\e[31m\\u202e [bold]x[/] \\u2028"'
    text = sound(1).replace("figtitle: NF-κB in bone", f"figtitle: {evil}")
    text = text.replace("word: NFKB1", f"word: {evil}").replace("caption: Sig", f"caption: {evil}#")
    text = text.replace("filename: f1.jpg", f"filename: {evil}")
    (tmp_path / "PMC1__f1.md").write_text(text, "utf-8")
    screen = run_in_terminal("show", "--format", form, "PMC1__f1.md", cwd=tmp_path)
    assert "\x1b]0" not in screen.raw
    assert "\x1b[31m" not in screen.text
    assert "\x07" not in screen.raw
    assert "\u202e" not in screen.raw
    assert "[bold]x" in screen.text.replace("\\", "")


# --- the pager -------------------------------------------------------------------------------


def pager(tmp_path: Path) -> tuple[str, Path]:
    """Return a pager that keeps what it is given, and where."""
    script, kept = tmp_path / "pager.py", tmp_path / "kept"
    script.write_text(
        f"import pathlib, sys\npathlib.Path({str(kept)!r}).write_bytes(sys.stdin.buffer.read())\n"
    )
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}", kept


def test_several_records_go_through_the_pager(tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    screen = run_in_terminal("show", FIGURES, PAGER=command)
    assert screen.status == 0
    assert "RANKL, its receptor and its decoy" not in screen.text
    text = kept.read_text("utf-8")
    assert "RANKL, its receptor and its decoy" in text
    assert "\x1b" not in text  # nobody knows whether this pager could show it


def test_one_record_does_not(tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    assert "GBA1" in run_in_terminal("show", STALE, PAGER=command).text
    assert not kept.exists()


def test_a_pipe_is_never_paged(tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    done = run("show", FIGURES, env=environment(PAGER=command, TERM="xterm"))
    assert done.out.startswith("RANKL, its receptor and its decoy\n")
    assert not kept.exists()


def test_a_reader_who_leaves_early_is_no_failure() -> None:
    screen = run_in_terminal("show", FIGURES, PAGER=f"{shlex.quote(sys.executable)} -c 0")
    assert screen.status == 0
    assert "Error" not in screen.text


@pytest.mark.parametrize("command", ["", "no-such-pager-anywhere", "'", "cat"])
def test_without_a_pager_the_cards_are_written(command: str) -> None:
    screen = run_in_terminal("show", FIGURES, PAGER=command)
    assert screen.status == 0
    assert "RANKL, its receptor and its decoy" in screen.text


@pytest.mark.parametrize(
    ("command", "less", "coloured"),
    [
        (["less"], None, True),
        (["less", "-S"], None, True),
        (["less"], "-S", False),
        (["less", "-R"], "S", True),
        (["less"], "--RAW-CONTROL-CHARS", True),
        (["less"], "--quit-if-one-screen", False),
        (["more"], None, False),
    ],
)
def test_colours_go_where_less_lets_them_through(
    command: list[str], less: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LESS", raising=False)
    if less is not None:
        monkeypatch.setenv("LESS", less)
    assert shows_colours(command) is coloured


# --- Markdown --------------------------------------------------------------------------------


def test_markdown_has_headings_links_and_tables() -> None:
    out = run("show", "--format", "markdown", STALE).out
    assert out.startswith("# ")
    assert "| Word | Gene | Today | Entrez | Matched by | pfocr says |" in out
    assert "| **GBA1** | [2629](https://www.ncbi.nlm.nih.gov/gene/2629) |" in out
    assert "](https://www.ncbi.nlm.nih.gov/pmc/articles/" in out
    assert "`fix`" in out


def test_a_project_that_ignores_a_rule_sees_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".pfocr.toml").write_text('[severity]\nT301 = "ignore"\n')
    text = sound(1).replace("ndex: ''", "ndex: ' '").replace("year: '2001'", "year: ''")
    assert "T301" not in card(text, tmp_path)


def test_json_records_have_cards_too(tmp_path: Path) -> None:
    text = json.dumps([json.loads(as_json(1)), json.loads(as_json(2))])
    out = card(text, tmp_path, name="PMC9__all.json")
    assert "PMC1__f1 · F1" in out
    assert "PMC2__f1 · F1" in out
