"""``pfocr normalize`` and ``validate --fix``: what changes, what stays, what is said; through the
installed program.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import program
import pytest
import yaml
from program import FIXTURES, Run

from pfocr_cli.fixes.acts import write_in_place
from pfocr_cli.fixes.rewrite import Rewrite, Rewriter

CASES = sorted((FIXTURES / "normalize").iterdir())
STALE = FIXTURES / "normalize" / "stale"
LEFT = FIXTURES / "normalize" / "left-for-a-person" / "before.md"
DRAFTS = FIXTURES / "normalize" / "drafts" / "before.md"
NAME = "PMC99000101__norm-f1.md"


def pfocr(folder: Path, *arguments: str | Path, data: bytes | None = None, **variables: str) -> Run:
    env = program.environment(**variables)
    return program.run(*arguments, cwd=folder, stdin=data or b"", env=env)


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """Return a copy of a record with two stale symbols."""
    path = tmp_path / NAME
    shutil.copy(STALE / "before.md", path)
    return path


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().split("\n"), after.decode().split("\n"))
    return [line for line in lines if line[0] in "+-"]


# The fixtures: noop and change side by side


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_before_becomes_after_and_stays_so(case: Path, tmp_path: Path) -> None:
    options = (case / "options").read_text().split() if (case / "options").exists() else []
    path = tmp_path / "record.md"
    shutil.copy(case / "before.md", path)
    before, after = path.read_bytes(), (case / "after.md").read_bytes()
    assert pfocr(tmp_path, "normalize", path, *options, "--check").status == (before != after)
    assert path.read_bytes() == before
    assert pfocr(tmp_path, "normalize", path, *options).status == 0
    assert path.read_bytes() == after
    assert pfocr(tmp_path, "normalize", path, *options, "--check").status == 0
    assert pfocr(tmp_path, "normalize", path, *options).out == ""
    assert path.read_bytes() == after


@pytest.mark.parametrize(
    "case", [case for case in CASES if "left" not in case.name], ids=lambda case: case.name
)
def test_what_was_normalised_is_sound(case: Path) -> None:
    # Where the old name stays beside the new one, the keywords are in another order than the rows:
    # no error.
    least = "error" if case.name == "name-still-borne" else "warning"
    found = pfocr(
        case, "validate", "after.md", "--select", "K,G501,G504", "--fail-on", least, "--show", least
    )
    assert (found.status, found.out) == (0, "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_patch_of_diff_is_what_git_applies(case: Path, tmp_path: Path) -> None:
    options = (case / "options").read_text().split() if (case / "options").exists() else []
    check_patch(
        tmp_path, (case / "before.md").read_bytes(), (case / "after.md").read_bytes(), options
    )


@pytest.mark.parametrize(
    "name", ["a b.md", "ünïcode.md", 'qu"ote.md', "back\\slash.md", "ta\tb.md"]
)
def test_names_that_patches_must_quote(name: str, tmp_path: Path) -> None:
    check_patch(
        tmp_path, (STALE / "before.md").read_bytes(), (STALE / "after.md").read_bytes(), [], name
    )


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": crlf,
    "BOM": lambda data: b"\xef\xbb\xbf" + data,
    "BOM and CRLF": lambda data: b"\xef\xbb\xbf" + crlf(data),
    "no final newline": lambda data: data.rstrip(b"\n"),
    "text after it": lambda data: data + "\n# Notes\r\nTMEM173, GBA · ünï\n".encode(),
    "comments": lambda data: data.replace(b"genes:\n", b"genes: # TMEM173\n# GBA\n"),
    "CR alone": lambda data: data.replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_every_way_to_write_a_record_is_kept(
    variant: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    before, after = (variant((STALE / name).read_bytes()) for name in ("before.md", "after.md"))
    path = tmp_path / "record.md"
    path.write_bytes(before)
    assert pfocr(tmp_path, "normalize", path).status == 0
    assert path.read_bytes() == after
    check_patch(tmp_path / "repository", before, after, [])


def check_patch(
    folder: Path, before: bytes, after: bytes, options: list[str], name: str = "record.md"
) -> None:
    """See that git applies the patch from the root of the repository, from wherever it was made."""
    figures = folder / "_figures"
    figures.mkdir(parents=True)
    path = figures / name
    path.write_bytes(before)
    subprocess.run(["git", "init", "-q", folder], check=True)
    run = pfocr(figures, "normalize", name, *options, "--diff")
    assert path.read_bytes() == before
    assert run.status == (before != after)
    if run.stdout:
        git = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(git, cwd=folder, input=run.stdout, check=True)
    assert path.read_bytes() == after


# What is said


def test_in_place_it_says_what_changed(stale: Path, tmp_path: Path) -> None:
    run = pfocr(tmp_path, "normalize", NAME)
    assert [line.partition(" ")[0] for line in run.out.splitlines()] == [
        f"{NAME}:37:",
        f"{NAME}:47:",
    ]
    assert "GBA1" in run.out
    assert "STING1" in run.out
    assert "changed 2 genes in 1 file" in run.err


def test_check_lists_the_files(stale: Path, tmp_path: Path) -> None:
    assert pfocr(tmp_path, "normalize", "--check").out == f"{NAME}\n"


def test_what_only_a_person_can_decide_is_listed(tmp_path: Path) -> None:
    run = pfocr(tmp_path, "normalize", LEFT)
    assert run.status == 0
    assert "2 genes need a decision, 1 gene needs only --fill" in run.err
    assert all(code in run.err for code in ("G503", "G504", "S101"))
    assert pfocr(tmp_path, "normalize", LEFT, "--fail-on-left").status == 1


def test_todo_has_it_as_a_table(tmp_path: Path) -> None:
    pfocr(tmp_path, "normalize", LEFT, "--todo", "todo.tsv")
    header, *rows = [
        line.split("\t")
        for line in (tmp_path / "todo.tsv").read_text(encoding="utf-8").splitlines()
    ]
    assert header == [
        *("figid", "file", "line", "word", "symbol", "entrez", "candidates", "reason"),
        *("genes", "by", "why"),
    ]
    assert [row[3:6] for row in rows] == [
        ["RANKL", "TNFSF11", "8792"],
        ["X", "NOSUCHGENE9", "999999999"],
        ["RANKL", "", ""],  # waits for --fill alone
    ]
    assert rows[0][6] == "TNFRSF11A|TNFSF11"
    assert all(row[8:] == [""] * 3 for row in rows)


def test_after_twenty_the_rest_is_counted(tmp_path: Path) -> None:
    text = LEFT.read_text(encoding="utf-8")
    entry = (
        "- word: X\n  symbol: X\n  source: hgnc_symbol\n  hgnc_symbol: NOSUCHGENE9\n"
        "  entrez: '999999999'\n"
    )
    (tmp_path / "many.md").write_text(text.replace(entry, entry * 30), encoding="utf-8")
    run = pfocr(tmp_path, "normalize", "many.md")
    assert run.err.count("many.md:") == 20
    assert "and 12 more: 11 G503, 1 S101" in run.err


# Where it goes


def test_an_unchanged_file_keeps_its_time_and_a_changed_one_its_mode(
    stale: Path, tmp_path: Path
) -> None:
    other = tmp_path / "PMC99000102__done.md"
    shutil.copy(STALE / "after.md", other)
    os.utime(other, (1, 1))
    stale.chmod(0o640)
    pfocr(tmp_path, "normalize")
    assert other.stat().st_mtime == 1
    assert stale.stat().st_mode & 0o777 == 0o640
    assert stale.read_bytes() == (STALE / "after.md").read_bytes()


def test_a_link_is_kept_and_its_target_edited(stale: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "x.md"
    target.parent.mkdir()
    stale.rename(target)
    stale.symlink_to(target)
    pfocr(tmp_path, "normalize", NAME)
    assert stale.is_symlink()
    assert target.read_bytes() == (STALE / "after.md").read_bytes()


def test_standard_input_goes_to_standard_output(tmp_path: Path) -> None:
    run = pfocr(tmp_path, "normalize", "-", data=(STALE / "before.md").read_bytes())
    assert (run.status, run.stdout) == (0, (STALE / "after.md").read_bytes())


@pytest.mark.parametrize(
    "data", [b"no record at all", b"---\nfigid: [\n---\n", b"\xff\xfe\x00", b""]
)
def test_what_cannot_be_read_passes_through_unchanged(data: bytes, tmp_path: Path) -> None:
    run = pfocr(tmp_path, "normalize", "-", data=data)
    assert run.stdout == data
    assert run.status == 1
    assert "error" in run.err


def test_a_folder_takes_all_records_and_their_tables(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "records", tmp_path / "in")
    shutil.copy(STALE / "before.md", tmp_path / "in" / "_figures" / NAME)
    assert pfocr(tmp_path, "normalize", "in/_figures", "-o", "out").status == 0
    was = {
        path.relative_to(tmp_path / "in"): path.read_bytes()
        for path in (tmp_path / "in").rglob("*.*")
        if path.is_file()
    }
    now = {
        path.relative_to(tmp_path / "out"): path.read_bytes()
        for path in (tmp_path / "out").rglob("*.*")
        if path.is_file()
    }
    assert now == was | {Path("_figures") / NAME: (STALE / "after.md").read_bytes()}


def test_a_folder_that_cannot_be_written_is_said_and_the_others_go_on(open_folder: Path) -> None:
    stale, other = open_folder / NAME, open_folder / "locked" / NAME.replace("101", "102")
    other.parent.mkdir()
    for path in (stale, other):
        shutil.copy(STALE / "before.md", path)
    program.give_to_nobody(open_folder)
    other.parent.chmod(0o500)
    run = program.run("normalize", cwd=open_folder, before=program.as_nobody())
    other.parent.chmod(0o700)
    assert run.status == 2
    assert "cannot write" in run.err
    assert stale.read_bytes() == (STALE / "after.md").read_bytes()


def test_a_full_disk_loses_nothing(stale: Path, tmp_path: Path) -> None:
    """The process may write files of 1,000 bytes: less than the record has.

    Python would leave half of its own compiled modules too (gh-126606), so it writes none.
    """
    before = stale.read_bytes()
    script = 'export PYTHONDONTWRITEBYTECODE=1; ulimit -f 1; trap \'\' XFSZ; exec "$0" "$@"'
    run = program.run("normalize", stale, before=["bash", "-c", script])
    assert stale.read_bytes() == before
    assert run.status == 2
    assert "cannot write" in run.err
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_json_and_json_lines_are_edited_too(tmp_path: Path) -> None:
    gene = (
        '{"word": "GBA", "symbol" : "GBA", "source": "hgnc_symbol", '
        '"hgnc_symbol":%s"GBA", "entrez": "2629"}'
    )
    record = (
        '{"figid": "PMC1__a", "schema-jsonld": {"keywords": ["GBA",%s"AR"]}, "genes": ['
        + gene
        + "]}"
    )
    line = record % ("\t", " ")
    edited = line.replace('["GBA"', '["GBA1"').replace(': "GBA", "entrez"', ': "GBA1", "entrez"')
    (tmp_path / "r.json").write_text(record % ("\n", "\n"))
    (tmp_path / "r.jsonl").write_text(
        f"\ufeff{line}\r\n\n{{broken\n{line}", newline="", encoding="utf-8"
    )
    run = pfocr(tmp_path, "normalize", "r.json", "r.jsonl")
    assert json.loads((tmp_path / "r.json").read_text())["genes"][0]["hgnc_symbol"] == "GBA1"
    assert (tmp_path / "r.json").read_text().count("\n") == 2
    assert (tmp_path / "r.jsonl").read_bytes().decode() == f"\ufeff{edited}\r\n\n{{broken\n{edited}"
    assert run.status == 1
    assert "r.jsonl:3:" in run.err


# Side tables


@pytest.fixture
def with_table(tmp_path: Path) -> Path:
    """Return a copy of the records, one with two stale symbols in its gene table, which has odd
    white space.
    """
    shutil.copytree(FIXTURES / "records", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "_data" / "PMC99000006__nihpp-2023.01.02.000006v1-f0001-genes.tsv"
    text = path.read_text(encoding="utf-8")
    line = (
        "9606\tHomo sapiens\tPrimates\tSting \tSTING\tTMEM173\t340061\tncbigene_synonym\t1\tNA\t1\n"
    )
    path.write_bytes((text + line + line.replace("9606", "10090")).replace("\n", "\r\n").encode())
    return path


def test_side_tables_are_left_alone(with_table: Path, tmp_path: Path) -> None:
    before = with_table.read_bytes()
    run = pfocr(tmp_path, "normalize", "_figures")
    assert with_table.read_bytes() == before
    assert "--unsafe-fixes" in run.err
    assert f"_data/{with_table.name}:" in run.err


def test_unsafe_fixes_change_the_cell_and_nothing_else(with_table: Path, tmp_path: Path) -> None:
    before = with_table.read_bytes()
    assert pfocr(tmp_path, "normalize", "_figures", "--unsafe-fixes").status == 0
    assert with_table.read_bytes() == before.replace(b"\tTMEM173\t", b"\tSTING1\t", 1)


def test_json_lines_and_their_tables_change_together(tmp_path: Path) -> None:
    case = FIXTURES / "broken" / "G501-in-a-table"
    shutil.copytree(case / "_data", tmp_path / "_data")
    (record,) = (case / "_figures").iterdir()
    data = yaml.safe_load(record.read_text(encoding="utf-8").split("---\n")[1])
    (tmp_path / "r.jsonl").write_text(json.dumps(data) + "\n")
    with_tables = ("--data-dir", "_data", "r.jsonl")
    assert pfocr(tmp_path, "validate", *with_tables).status == 0
    assert pfocr(tmp_path, "normalize", "--unsafe-fixes", *with_tables).status == 0
    assert (
        pfocr(tmp_path, "validate", "--select", "K601,G501", "--show", "info", *with_tables).out
        == ""
    )
    again = pfocr(tmp_path, "normalize", "--unsafe-fixes", *with_tables)
    assert (again.status, again.out, again.err) == (0, "", "")


# What it refuses, and what it goes on with


@pytest.mark.parametrize("target", [NAME, "notes.txt", "-"])
def test_a_list_replaces_no_other_file(target: str, stale: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    before = stale.read_bytes()
    assert pfocr(tmp_path, "normalize", "--check", "--todo", target, NAME).status == 2
    assert (stale.read_bytes(), (tmp_path / "notes.txt").read_text()) == (before, "mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "notes.txt"]


@pytest.mark.parametrize(
    "option",
    [("--format", f"json:{NAME}"), ("--write-baseline", NAME)],
    ids=lambda option: option[0],
)
def test_a_report_replaces_no_record(option: tuple[str, str], stale: Path, tmp_path: Path) -> None:
    before = stale.read_bytes()
    assert pfocr(tmp_path, "validate", *option, NAME).status == 2
    assert stale.read_bytes() == before


@pytest.mark.parametrize("options", [("--diff",), ("-o", "out")], ids=" ".join)
def test_standard_input_without_a_name_is_not_written_under_one(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    run = pfocr(tmp_path, "normalize", "-", *options, data=(STALE / "before.md").read_bytes())
    assert (run.status, run.out) == (2, "")
    assert "--stdin-filename" in run.err


def test_a_link_in_the_output_folder_is_not_followed(stale: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NAME).symlink_to(stale)
    before = stale.read_bytes()
    run = pfocr(tmp_path, "normalize", NAME, "-o", "out")
    assert (run.status, stale.read_bytes()) == (2, before)
    assert "is a link" in run.err


def test_a_patch_of_linked_records_applies(stale: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    folder = tmp_path / "a" / "real"
    folder.mkdir(parents=True)
    stale.rename(folder / NAME)
    (tmp_path / "a" / "link").symlink_to(folder)
    run = pfocr(tmp_path, "normalize", "--diff", "a/link")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=run.stdout, check=True)
    assert (folder / NAME).read_bytes() == (STALE / "after.md").read_bytes()


def test_a_file_that_changed_meanwhile_is_left_alone(
    stale: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewriter = Rewriter(write_in_place)
    rewriter.take(Rewrite(str(stale), NAME, b"what was read", b"what would be written"))
    assert stale.read_bytes() == (STALE / "before.md").read_bytes()
    assert rewriter.failed == {NAME}
    assert "not the file that was read any more" in capsys.readouterr().err


def test_what_could_not_be_written_is_not_said_to_be_changed(stale: Path, tmp_path: Path) -> None:
    script = 'export PYTHONDONTWRITEBYTECODE=1; ulimit -f 1; trap \'\' XFSZ; exec "$0" "$@"'
    run = program.run("normalize", stale, before=["bash", "-c", script])
    assert (run.status, run.out) == (2, "")
    assert "changed" not in run.err.replace("not changed", "")


def test_a_reader_that_has_seen_enough_does_not_stop_the_work(tmp_path: Path) -> None:
    for number in range(200):
        shutil.copy(STALE / "before.md", tmp_path / f"PMC9900{number:04}__x.md")
    piped = ["bash", "-c", '"$0" "$@" | head -1']
    assert program.run("normalize", ".", cwd=tmp_path, before=piped).status == 0
    assert pfocr(tmp_path, "normalize", "--check").status == 0


def test_one_value_that_cannot_be_edited_costs_no_others_and_no_time(tmp_path: Path) -> None:
    text = (STALE / "before.md").read_text(encoding="utf-8")
    gene = (
        "- word: GBA\n  symbol: GBA\n  source: hgnc_symbol\n  hgnc_symbol: GBA\n  entrez: '2629'\n"
    )
    assert gene in text
    block = gene.replace("hgnc_symbol: GBA", "hgnc_symbol: |-\n    GBA")
    (tmp_path / "r.md").write_text(text.replace(gene, gene * 1000 + block), encoding="utf-8")
    run = pfocr(tmp_path, "normalize", "r.md")
    assert "changed 1001 genes" in run.err.replace(",", "")
    assert "1 gene needs a decision" in run.err
    assert (tmp_path / "r.md").read_text().count("hgnc_symbol: GBA1") == 1000


def test_an_anchor_is_not_quoted_away(tmp_path: Path) -> None:
    text = (
        (STALE / "before.md")
        .read_text(encoding="utf-8")
        .replace("word: GBA\n  symbol: GBA", "word: &a NO\n  symbol: *a")
    )
    (tmp_path / "r.md").write_text(text, encoding="utf-8")
    pfocr(tmp_path, "validate", "--fix", "--select", "P007", "r.md")
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == text


EMPTY = "  keywords: []\n"


@pytest.mark.parametrize("words", [["GSK3"], ["GSK3", "RANKL"], ["RANKL", "GSK3"]], ids=" ".join)
def test_a_draft_fills_empty_keywords(words: list[str], tmp_path: Path) -> None:
    head, genes = DRAFTS.read_text(encoding="utf-8").split("genes:\n")
    drafts = "".join(f"- word: {word}\n" for word in words)
    rest = genes[genes.index("chemicals:") :]
    text = head.replace("  keywords:\n  - AR\n", EMPTY) + "genes:\n" + drafts + rest
    assert EMPTY in text
    (tmp_path / "r.md").write_text(text, encoding="utf-8")
    run = pfocr(tmp_path, "normalize", "--fill", "r.md")
    assert "left" not in run.err
    assert pfocr(tmp_path, "validate", "--select", "S,K", "--show", "warning", "r.md").out == ""


def test_keywords_that_are_one_text_are_not_left_half_done(tmp_path: Path) -> None:
    text = DRAFTS.read_text(encoding="utf-8").replace("  keywords:\n  - AR\n", "  keywords: AR\n")
    (tmp_path / "r.md").write_text(text, encoding="utf-8")
    run = pfocr(tmp_path, "normalize", "--fill", "r.md")
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == text
    assert "would have to be a list" in run.err


# validate --fix


def test_fix_leaves_what_the_configuration_spares(stale: Path, tmp_path: Path) -> None:
    (tmp_path / ".pfocr.toml").write_text('[per-file-ignores]\n"*.md" = ["G501"]\n')
    before = stale.read_bytes()
    assert pfocr(tmp_path, "validate", "--fix").status == 0
    assert stale.read_bytes() == before


def finding_codes(run: Run) -> list[str]:
    return [json.loads(line)["code"] for line in run.out.splitlines()]


QUOTES = ("word: GBA\n", "word: Off\n")


def test_fix_makes_the_safe_fixes_and_judges_what_remains(stale: Path, tmp_path: Path) -> None:
    stale.write_text(
        stale.read_text().replace(*QUOTES).replace("figid: PMC99000101", "figid: PMC99000109")
    )
    select = ("--select", "G501,P007,I201", "--format", "jsonl")
    assert sorted(finding_codes(pfocr(tmp_path, "validate", *select))) == [
        "G501",
        "G501",
        "I201",
        "P007",
    ]
    run = pfocr(tmp_path, "validate", "--fix", *select)
    assert set(finding_codes(run)) == {"I201"}
    assert run.status == 1
    assert "mended 3 findings in 1 file" in run.err
    expected = (STALE / "after.md").read_text().replace(QUOTES[0], "word: 'Off'\n")
    assert stale.read_text() == expected.replace("figid: PMC99000101", "figid: PMC99000109")


def test_a_finding_says_that_it_can_be_fixed(stale: Path, tmp_path: Path) -> None:
    run = pfocr(tmp_path, "validate", "--select", "G501", "--format", "jsonl")
    fixes: list[Any] = [json.loads(line)["fix"] for line in run.out.splitlines()]
    assert fixes == [
        {"safe": True, "message": "write GBA1"},
        {"safe": True, "message": "write STING1"},
    ]


def test_fix_of_sound_files_writes_nothing(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "records", tmp_path, dirs_exist_ok=True)
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (1, 1))
    assert pfocr(tmp_path, "validate", "--fix", "--unsafe-fixes").status == 0
    assert {path.stat().st_mtime for path in tmp_path.rglob("*.*")} == {1}


def test_diff_of_validate_is_only_a_patch(stale: Path, tmp_path: Path) -> None:
    before = stale.read_bytes()
    run = pfocr(tmp_path, "validate", "--diff", "--select", "G501")
    assert (run.status, stale.read_bytes()) == (1, before)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=run.stdout, check=True)
    assert stale.read_bytes() == (STALE / "after.md").read_bytes()
    assert pfocr(tmp_path, "validate", "--diff", "--select", "G501").status == 0


def test_diff_fails_for_what_it_cannot_fix_too(tmp_path: Path) -> None:
    run = pfocr(tmp_path, "validate", LEFT, "--diff", "--select", "G504")
    assert (run.status, run.out) == (1, "")
    assert "1 finding" in run.err


def test_unsafe_fixes_wait_to_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    case = FIXTURES / "normalize" / "repeated"
    shutil.copy(case / "before.md", path)
    pfocr(tmp_path, "validate", "r.md", "--fix", "--select", "G506")
    assert path.read_bytes() == (case / "before.md").read_bytes()
    pfocr(tmp_path, "validate", "r.md", "--fix", "--unsafe-fixes", "--select", "G506")
    assert path.read_bytes() == (case / "after.md").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--fix", "-"),
        ("validate", "--unsafe-fixes", "."),
        ("validate", "--diff", "--format", "text", "."),
        ("normalize", "--check", "--diff", "."),
        ("normalize", "--check", "-o", "out", "."),
        ("normalize", "-", "other.md"),
        ("normalize", "--lexicon", "missing.lexicon", "."),
    ],
    ids=" ".join,
)
def test_requests_that_make_no_sense_are_status_2(
    arguments: tuple[str, ...], stale: Path, tmp_path: Path
) -> None:
    shutil.copy(stale, tmp_path / "other.md")
    before = stale.read_bytes()
    run = pfocr(tmp_path, *arguments, data=before)
    assert (run.status, run.out) == (2, "")
    assert stale.read_bytes() == before


def test_two_processes_do_what_one_does(tmp_path: Path) -> None:
    for number in range(40):
        shutil.copy(STALE / "before.md", tmp_path / f"PMC9900{number:04}__x.md")
    one, two = (pfocr(tmp_path, "normalize", "--diff", "--jobs", jobs) for jobs in "12")
    assert (one.stdout, one.err) == (two.stdout, two.err)
    assert one.status == 1


def test_records_that_cannot_be_read_are_counted_where_that_is_asked(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"PMC{number}__f1.md").write_text("---\nfigid: [\n---\n")
    done = program.run("normalize", "--unreadable", "count", cwd=tmp_path)
    told = "cannot be read, and left alone: 2 files; `pfocr validate` says why\n"
    assert (done.status, done.out, done.err) == (1, "", told)
    done = program.run("normalize", cwd=tmp_path)
    assert (done.status, done.err.count("P004 error")) == (1, 2)
