"""Nothing that a run reads is replaced by what it writes: of everything that is read, and every
option that writes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import program
import pytest
from program import FIXTURES, Run, as_nobody, give_to_nobody

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes are POSIX")

STALE = FIXTURES / "normalize" / "stale" / "before.md"
NAME = "PMC99000101__norm-f1.md"
RECORDS = sorted(path.name for path in (FIXTURES / "records" / "_figures").glob("*.md"))
TABLE = sorted(path.name for path in (FIXTURES / "records" / "_data").glob("*-genes.tsv"))[0]
RECORD = f"{TABLE.removesuffix('-genes.tsv')}.md"
ROOT = os.geteuid() == 0


Pfocr = Callable[..., Run]


@pytest.fixture
def pfocr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Pfocr:
    """The program, run in this process in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Run:
        return program.call(capsys, *words)

    return run


def installed(folder: Path, *words: str, data: bytes | None = None, user: bool = False) -> Run:
    """Run the installed program; with ``user`` as somebody who is not root."""
    before = as_nobody() if user else ()
    return program.run(*words, cwd=folder, stdin=data or b"", before=before)


def tree(folder: Path) -> dict[str, bytes | str]:
    """Return every file's content and every link's target."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()]
    return {
        str(path.relative_to(folder)): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in paths
    }


@pytest.fixture
def corpus(tmp_path: Path, small_lexicon: Path) -> Path:
    """Records with their tables, and every other thing that a run reads; with links to them."""
    for folder in ("_figures", "_data"):
        shutil.copytree(FIXTURES / "records" / folder, tmp_path / folder)
    (tmp_path / "list").write_text("".join(f"_figures/{name}\n" for name in RECORDS))
    (tmp_path / "schema").write_text('{"type": "object"}\n')
    (tmp_path / "baseline").write_text("")
    (tmp_path / "decisions").write_text("figid\tword\tgenes\tby\twhy\n")
    (tmp_path / "organisms").write_text("Homo sapiens\n")
    (tmp_path / ".gitignore").write_text("scratch/\n")
    (tmp_path / ".pfocr.toml").write_text('[validate]\nshow = "info"\n')
    shutil.copy(small_lexicon, tmp_path / "lexicon")
    (tmp_path / "links").mkdir()
    for name, path in READ.items():
        (tmp_path / "links" / f"soft-{name}").symlink_to(tmp_path / path)
        os.link(tmp_path / path, tmp_path / "links" / f"hard-{name}")
    return tmp_path


READ = {
    "record": f"_figures/{RECORD}",
    "side table": f"_data/{TABLE}",
    "list": "list",
    "lexicon": "lexicon",
    "schema": "schema",
    "baseline": "baseline",
    "configuration": ".pfocr.toml",
    "decisions": "decisions",
    "list of organisms": "organisms",
    ".gitignore": ".gitignore",
}
IN_ALL = ("record", "side table", "list", "lexicon", "configuration", "decisions", ".gitignore")
LIST = ("--files-from", "list", "--lexicon", "lexicon", "--decisions", "decisions")
ALL = (*LIST, "--matches", "corrected")
WIDE = ("--tier", "all")
OWN = ("--schema", "schema", "--baseline", "baseline", "--organisms", "organisms")
VALIDATE = ("validate", *LIST, *OWN)
FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit")
EXPORTS = ("csv", "tsv", "biothings", "json", "jsonl", "gpml", "cx2", "jsonld")
REPORT = ("--format", "text:report.txt")
WRITERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **{f"--format {name}": ((*VALIDATE, "--format", f"{name}:@"), tuple(READ)) for name in FORMATS},
    "--write-baseline": ((*VALIDATE, *REPORT, "--write-baseline", "@"), tuple(READ)),
    "--todo": (("normalize", *LIST, "--todo", "@"), IN_ALL),
    **{f"--to {name}": (("export", *ALL, *WIDE, "--to", f"{name}:@"), IN_ALL) for name in EXPORTS},
    "--to md": (("export", *ALL, "--to", "md:@"), IN_ALL[1:]),  # a record: see below
    "--manifest": (("export", *ALL, "--to", "csv:x.csv", "--manifest", "@"), IN_ALL),
    "--to gmt": (("export", *ALL, *WIDE, "--min-genes", "1", "--to", "gmt:@"), IN_ALL),
    "--titles": (("export", *ALL, *WIDE, "--to", "gmt:x.gmt", "--titles", "@"), IN_ALL),
}


@pytest.mark.parametrize("option", WRITERS)
def test_no_option_that_writes_replaces_what_is_read(
    corpus: Path, pfocr: Pfocr, option: str
) -> None:
    words, kinds = WRITERS[option]
    before = tree(corpus)
    for kind in kinds:
        own_baseline = option == "--write-baseline" and kind == "baseline"
        names = (READ[kind], f"{corpus}/links/soft-{kind}", f"links/hard-{kind}")
        for path in names[2:] if own_baseline else names:
            run = pfocr(*(word.replace("@", path) for word in words))
            assert (run.status, run.out) == (2, "")
            assert len(run.messages) == 1, run.messages
            assert f"{option} {path} is " in run.messages[0]
            assert kind in run.messages[0]
            assert tree(corpus) == before


@pytest.mark.parametrize("option", WRITERS)
def test_what_is_beside_is_written(corpus: Path, pfocr: Pfocr, option: str) -> None:
    one = option.rsplit(maxsplit=1)[-1] in ("md", "gpml", "cx2")  # one figure a file
    words = [word.replace("@", "out") for word in WRITERS[option][0]]
    if one:
        (corpus / "list").write_text(f"_figures/{RECORD}\n")
    (corpus / "out").write_text("" if option in ("--write-baseline", "--todo") else "old")
    before = tree(corpus)
    run = pfocr(*words)
    assert run.status in (0, 1), run.messages
    after = tree(corpus)
    assert after["out"] != b"old"
    assert {name: after[name] for name in before if name != "out"} == {
        name: data for name, data in before.items() if name != "out"
    }


def test_the_tables_of_another_folder_are_read_too(corpus: Path, pfocr: Pfocr) -> None:
    (corpus / "_data").rename(corpus / "tables")
    before = tree(corpus)
    run = pfocr("validate", "_figures", "--data-dir", "tables", "--format", f"text:tables/{TABLE}")
    assert (run.status, tree(corpus)) == (2, before)
    assert f"--format text tables/{TABLE} is a side table of this run" in run.messages[0]


def test_a_table_that_is_a_link_is_protected_where_it_is(corpus: Path, pfocr: Pfocr) -> None:
    (corpus / "_data" / TABLE).rename(corpus / "elsewhere")
    (corpus / "_data" / TABLE).symlink_to(corpus / "elsewhere")
    before = tree(corpus)
    run = pfocr("export", "_figures", "--to", "csv:elsewhere")
    assert (run.status, tree(corpus)) == (2, before)


def test_a_record_that_is_not_there_is_not_made_by_a_report(corpus: Path, pfocr: Pfocr) -> None:
    (corpus / f"_figures/{RECORD}").unlink()
    run = pfocr("validate", f"_figures/{RECORD}", "--format", f"json:_figures/{RECORD}")
    assert run.status == 2
    assert not (corpus / f"_figures/{RECORD}").exists()


def test_two_options_never_write_one_file(corpus: Path, pfocr: Pfocr) -> None:
    run = pfocr("validate", "_figures", "--format", "json:x", "--write-baseline", "./x")
    assert run.status == 2
    assert "--format json and --write-baseline ./x are one file" in run.messages[0]
    assert not (corpus / "x").exists()


def test_a_baseline_may_be_written_anew(corpus: Path, pfocr: Pfocr) -> None:
    words = ["validate", "_figures", "--baseline", "baseline", "--write-baseline", "baseline"]
    assert pfocr(*words).status == 0


@pytest.mark.parametrize("option", ["csv", "json", "jsonl", "md", "biothings"])
@pytest.mark.parametrize("into", ["", "links/soft-record", "links/hard-record"])
def test_what_came_by_a_pipe_is_not_replaced(corpus: Path, option: str, into: str) -> None:
    data = (corpus / f"_figures/{RECORD}").read_bytes()
    before = tree(corpus)
    path = into or f"_figures/{RECORD}"
    run = installed(corpus, "export", "-", "--to", f"{option}:{path}", data=data)
    assert (run.status, run.out, len(run.messages), tree(corpus)) == (2, "", 1, before), (
        run.messages
    )
    assert (
        f"--to {option} {path} is a record, and it may be what came by the pipe" in run.messages[0]
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.json", '{"pmcid": "PMC1", "figid": "PMC1__a"}'),
        ("r.json", '[{"figid": "PMC1__a"}, {}]'),
        ("r.jsonl", '{"figid": "PMC1__a"}\n{"figid": "PMC1__b"}\n'),
        ("r.json", '{"figid": "PMC1__a", "broken'),
        ("r.yaml", "figid: PMC1__a\n"),
        ("r", '---\npmcid: PMC1\n"figid": PMC1__a\n---\n'),
    ],
)
def test_a_record_is_known_by_its_figid(corpus: Path, name: str, text: str) -> None:
    (corpus / name).write_text(text)
    data = (corpus / f"_figures/{RECORD}").read_bytes()
    run = installed(corpus, "validate", "-", "--format", f"text:{name}", data=data)
    assert (run.status, (corpus / name).read_text()) == (2, text)


@pytest.mark.parametrize("words", ["--to csv:x", "--to gmt:x --min-genes 1", "--to biothings:x"])
def test_an_export_of_a_pipe_is_written_again(corpus: Path, words: str) -> None:
    data = (corpus / f"_figures/{RECORDS[0]}").read_bytes()
    for _ in range(2):
        run = installed(corpus, "export", "-", "--tier", "all", *words.split(), data=data)
        assert run.status == 0, run.messages


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_of_a_pipe_is_written_again(corpus: Path, format: str) -> None:
    data = (corpus / f"_figures/{RECORD}").read_bytes().replace(b"pmcid: PMC", b"pmcid: XMC")
    for _ in range(2):
        assert installed(corpus, "validate", "-", "--format", f"{format}:x", data=data).status == 1


def test_devices_and_standard_output_are_no_files_of_the_run(corpus: Path) -> None:
    for path in ("/dev/null", "/dev/stdout"):
        run = installed(corpus, "validate", f"_figures/{RECORD}", "--format", f"json:{path}")
        assert run.status == 0, run.messages


def test_records_go_over_their_originals_where_nothing_is_lost(corpus: Path, pfocr: Pfocr) -> None:
    before = tree(corpus)
    assert pfocr("export", "_figures", "--to", "md:./").status == 0
    assert tree(corpus).keys() == before.keys()
    assert pfocr("export", "_figures", "--to", "json:whole.json").status == 0
    assert pfocr("export", "whole.json", "--to", "json:whole.json").status == 0
    assert len(json.loads((corpus / "whole.json").read_text())) == len(RECORDS)


LOSSES = {
    "a tier": ("--tier", "strict"),
    "a species": ("--species", "10090"),
    "symbols": ("--symbols", "current"),
    "a generation": ("--into", "2021"),
}


@pytest.mark.parametrize("kind", LOSSES)
def test_records_stay_where_an_export_over_them_would_lose(
    corpus: Path, pfocr: Pfocr, kind: str
) -> None:
    shutil.copy(STALE, corpus / "_figures" / NAME)
    before = tree(corpus)
    run = pfocr("export", "_figures", "--to", "md:./", "--to", "csv", *LOSSES[kind])
    assert (run.status, run.out, tree(corpus)) == (2, "", before)
    assert "not all of it would be kept" in run.messages[-1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("figid:", "# mine\nfigid:"),
        ("pmcid: PMC99000101", "pmcid: PMC99000101  # mine"),
        ("caption: An invented scheme, number 1.", "caption: | # mine\n  An invented scheme."),
    ],
)
def test_comments_are_not_lost(tmp_path: Path, pfocr: Pfocr, old: str, new: str) -> None:
    path = tmp_path / NAME
    path.write_text(STALE.read_text().replace(old, new, 1))
    before = path.read_bytes()
    run = pfocr("export", NAME, "--to", f"md:{NAME}")
    assert (run.status, path.read_bytes()) == (2, before)
    path.write_text(STALE.read_text().replace("Fig. 1", "'#1'"))
    assert pfocr("export", NAME, "--to", f"md:{NAME}").status == 0


def test_a_list_of_two_does_not_replace_one_of_them(tmp_path: Path, pfocr: Pfocr) -> None:
    for name in ("a", "b"):
        data = {"figid": f"PMC1__{name}", "genes": [], "chemicals": [], "diseases": []}
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    before = tree(tmp_path)
    run = pfocr("export", "a.json", "b.json", "--on-error", "skip", "--to", "json:a.json")
    assert (run.status, tree(tmp_path)) == (2, before)


@pytest.mark.parametrize("out", [".", "./", "../here"])
def test_normalize_into_the_folder_of_the_records_is_refused(
    tmp_path: Path, pfocr: Pfocr, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for number in (101, 102):
        shutil.copy(STALE, here / NAME.replace("101", str(number)))
    before = tree(here)
    run = pfocr("normalize", ".", "-o", out)
    assert (run.status, len(run.messages), tree(here)) == (2, 1, before)
    assert "is a record of this run" in run.messages[0]


def test_normalize_into_a_folder_below_can_be_repeated(tmp_path: Path, pfocr: Pfocr) -> None:
    shutil.copy(STALE, tmp_path / NAME)
    assert pfocr("normalize", ".", "-o", "out").status == 0
    after = tree(tmp_path)
    assert pfocr("normalize", "-o", "out").status == 0
    assert tree(tmp_path) == after


def test_normalize_into_a_folder_without_records_to_go_there(tmp_path: Path, pfocr: Pfocr) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "list").touch()
    shutil.copy(STALE, tmp_path / "out" / NAME)
    run = pfocr("normalize", ".", "-o", "out")
    assert (run.status, run.messages) == (
        2,
        ["pfocr: no records but those in out, where they would go"],
    )
    assert pfocr("normalize", "--files-from", "list", "-o", "out").status == 0


def test_normalize_does_not_write_over_a_side_table_it_reads(corpus: Path, pfocr: Pfocr) -> None:
    (corpus / "out" / "_data").mkdir(parents=True)
    os.link(corpus / "_data" / TABLE, corpus / "out" / "_data" / TABLE)
    before = tree(corpus)
    run = pfocr("normalize", "_figures", "-o", "out")
    assert (run.status, tree(corpus)) == (2, before)
    assert "is a side table of this run" in run.messages[0]


def test_a_lexicon_replaces_no_record_and_no_configuration(corpus: Path, pfocr: Pfocr) -> None:
    header = "hgnc_id\tsymbol\tname\tlocus_type\tstatus\tentrez_id\talias_symbol\tprev_symbol\n"
    (corpus / "genes.txt").write_text(header)
    os.link(corpus / "genes.txt", corpus / "same.txt")
    before = tree(corpus)
    for path in (f"_figures/{RECORD}", ".pfocr.toml", "same.txt"):
        run = pfocr("lexicon", "build", "--hgnc", "genes.txt", "-o", path)
        assert (run.status, len(run.messages), tree(corpus)) == (2, 1, before)


BLOCKED = {
    "no folder": "gone/x",
    "a folder": "folder",
    "a folder that is read-only": "shut/x",
    "a file that is read-only": "kept",
}


@pytest.mark.parametrize("kind", BLOCKED)
@pytest.mark.parametrize(
    "words",
    ["normalize --todo @", "validate --fix --format text:@", "validate --fix --write-baseline @"],
)
def test_a_list_that_cannot_be_written_ends_the_run_before_a_record_is_touched(
    open_folder: Path, kind: str, words: str
) -> None:
    shutil.copy(STALE, open_folder / NAME)
    (open_folder / "folder").mkdir()
    (open_folder / "shut").mkdir(mode=0o555)
    (open_folder / "kept").touch(mode=0o444)
    give_to_nobody(open_folder)
    before = tree(open_folder)
    run = installed(open_folder, *words.replace("@", BLOCKED[kind]).split(), NAME, user=True)
    assert (run.status, len(run.messages), tree(open_folder)) == (2, 1, before), run.messages
    assert f"cannot write {BLOCKED[kind]}: " in run.messages[0]


MENDS = {"normalize": ("normalize",), "validate": ("validate", "--fix", "--unsafe-fixes")}


@pytest.mark.parametrize("command", MENDS)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o755])
def test_a_file_that_is_mended_keeps_owner_and_mode(
    tmp_path: Path, pfocr: Pfocr, command: str, mode: int
) -> None:
    path = tmp_path / NAME
    shutil.copy(STALE, path)
    if ROOT:
        os.chown(path, 1234, 4321)
    path.chmod(mode)
    was = path.stat()
    pfocr(*MENDS[command], NAME)
    now = path.stat()
    assert path.read_bytes() != STALE.read_bytes()
    assert (now.st_uid, now.st_gid, now.st_mode) == (was.st_uid, was.st_gid, was.st_mode)


@pytest.mark.skipif(not ROOT, reason="only root can give files away")
def test_a_file_of_somebody_else_is_written_through_and_stays_theirs(open_folder: Path) -> None:
    path = open_folder / NAME
    shutil.copy(STALE, path)
    path.chmod(0o666)
    os.chown(path, 1234, 4321)
    open_folder.chmod(0o777)
    run = installed(open_folder, "normalize", NAME, user=True)
    assert run.status == 0, run.messages
    assert path.read_bytes() == (STALE.parent / "after.md").read_bytes()
    now = path.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o777) == (1234, 4321, 0o666)
    assert [item.name for item in open_folder.iterdir()] == [NAME]


@pytest.mark.parametrize("command", MENDS)
def test_a_read_only_file_is_named_and_the_others_are_mended(
    tmp_path: Path, pfocr: Pfocr, command: str
) -> None:
    other = NAME.replace("101", "102")
    shutil.copy(STALE, tmp_path / NAME)
    (tmp_path / other).write_text(STALE.read_text().replace("PMC99000101", "PMC99000102"))
    before, fresh = (tmp_path / NAME).read_bytes(), (tmp_path / other).read_bytes()
    (tmp_path / NAME).chmod(0o444)
    run = pfocr(*MENDS[command], ".")
    assert run.status == 2
    assert f"pfocr: {NAME} is read-only: not changed" in run.messages
    assert (tmp_path / NAME).read_bytes() == before
    assert (tmp_path / other).read_bytes() != fresh


@pytest.mark.parametrize("command", MENDS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_names_of_one_file_are_both_mended(tmp_path: Path, command: str, jobs: str) -> None:
    other = "z.md"
    shutil.copy(STALE, tmp_path / NAME)
    os.link(tmp_path / NAME, tmp_path / other)
    os.link(tmp_path / NAME, tmp_path / "snapshot")
    run = installed(tmp_path, *MENDS[command], "-j", jobs, NAME, other)
    assert run.status in (0, 1), run.messages
    assert (tmp_path / NAME).read_bytes() == (tmp_path / other).read_bytes()
    assert (tmp_path / NAME).read_bytes() != STALE.read_bytes()
    # What a snapshot made of links holds is no record of the run, and stays.
    assert (tmp_path / "snapshot").read_bytes() == STALE.read_bytes()


def test_an_export_never_replaces_what_is_read_only(corpus: Path, pfocr: Pfocr) -> None:
    (corpus / "x.csv").touch(mode=0o444)
    (corpus / "out").mkdir()
    (corpus / "out" / f"{RECORD.removesuffix('.md')}.jsonld").touch(mode=0o444)
    before = tree(corpus)
    for target in ("csv:x.csv", "jsonld:out/"):
        run = pfocr("export", f"_figures/{RECORD}", "--to", target)
        assert (run.status, tree(corpus)) == (2, before)
        assert "it is read-only" in run.messages[-1]


def test_a_folder_member_that_is_a_link_to_a_record_is_told_in_one_line(
    corpus: Path, pfocr: Pfocr
) -> None:
    figid = RECORD.removesuffix(".md")
    (corpus / "out").mkdir()
    (corpus / "out" / f"{figid}.gpml").symlink_to(corpus / "_figures" / RECORD)
    before = tree(corpus)
    run = pfocr("export", "_figures", "--to", "csv", "--to", "gpml:out/", "--on-error", "skip")
    assert (run.status, run.out, len(run.messages), tree(corpus)) == (2, "", 1, before)
    assert f"--to gpml out/{figid}.gpml is a record of this run" in run.messages[0]
