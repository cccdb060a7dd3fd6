"""``pfocr lexicon`` and ``--lexicon`` as people run them: what is said, on which stream, with which
exit status.
"""

from __future__ import annotations

import json
from pathlib import Path

import program
import pytest
from program import Run, sound
from test_lexicon_build import FZD1, GBA1, RANK, WITHDRAWN_HEADER, complete_set
from test_lexicon_fetch import Server, body

from pfocr_cli.lexicon.model import HgncGene


def run(*arguments: str, cwd: Path, **environment: str) -> Run:
    env = program.environment(XDG_CACHE_HOME=str(cwd / "cache"), **environment)
    return program.run("lexicon", *arguments, cwd=cwd, env=env)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set.txt").write_text(complete_set(RANK, GBA1, FZD1), encoding="utf-8")
    old = HgncGene("HGNC:4177", "GBA", "2629")
    (tmp_path / "old.txt").write_text(complete_set(RANK, old, FZD1), encoding="utf-8")
    (tmp_path / "withdrawn.txt").write_text(
        f"{WITHDRAWN_HEADER}HGNC:1\tEntry Withdrawn\tA12M1\t\n", encoding="utf-8"
    )
    (tmp_path / "families.csv").write_text(
        "HGNC,FZD1,isa,FPLX,FZD\nHGNC,NONE,isa,FPLX,FZD\nUP,P1,isa,FPLX,FZD\n", encoding="utf-8"
    )
    return tmp_path


def test_info_tells_the_release_its_sources_and_licences(tmp_path: Path) -> None:
    text, data = run("info", cwd=tmp_path), run("info", "--format", "json", cwd=tmp_path)
    assert text.status == data.status == 0
    told = json.loads(data.out)
    assert told["hgnc"] == "2024-07"
    assert f"sha256        {told['sha256']} (checked)" in text.out.splitlines()
    assert len(told["sources"]) == 6
    for source in told["sources"]:
        assert f"; {source['licence']}; sha256 {source['sha256']}" in text.out
    for vocabulary in told["vocabularies"]:
        assert (
            f"{vocabulary['counts']['current']:,} current ids of {vocabulary['name']}" in text.out
        )
        for part in vocabulary["parts"]:
            assert f"{part['origin']}; {part['licence']}; sha256 {part['sha256']}" in text.out
    assert Path(told["path"]).name == "hgnc.lexicon"
    assert "43,837 genes" in text.out
    assert text.err == data.err == ""


def test_a_lexicon_is_built_told_of_and_compared(folder: Path) -> None:
    options = [
        "--withdrawn",
        "withdrawn.txt",
        "--families",
        "families.csv",
        "--origin",
        "a test",
        "--families-origin",
        "by hand",
    ]
    built = run(
        "build",
        "--hgnc",
        "set.txt",
        *options,
        "--release",
        "2024-07-02",
        "-o",
        "new.lexicon",
        cwd=folder,
    )
    assert built.status == 0
    assert built.out == ""
    assert built.messages == [
        "HGNC 2024-07-02: 3 genes, 3 with Entrez id, 1 withdrawn entries, 2 bioentities_symbol, 3 "
        "hgnc_alias_symbol, "
        "3 hgnc_prev_symbol, 3 hgnc_symbol, 1 hgnc_withdrawn",
        "members of families that name no approved gene: NONE of FZD",
        "members of families that are not genes of HGNC, passed over: 1",
    ]
    told = json.loads(run("info", "--lexicon", "new.lexicon", "--format", "json", cwd=folder).out)
    assert [source["origin"] for source in told["sources"]] == [
        "a test",
        "a test",
        "by hand",
        "pfocr-cli, family_names.tsv",
    ]

    assert run("build", "--hgnc", "old.txt", "-o", "old.lexicon", cwd=folder).status == 0
    diff = run("diff", "old.lexicon", "new.lexicon", cwd=folder)
    assert diff.status == 0
    assert diff.out.splitlines()[1:] == [
        "genes with another symbol: 1",
        "  GBA → GBA1 (HGNC:4177)",
    ]
    table = run("diff", "old.lexicon", "new.lexicon", "--format", "tsv", cwd=folder)
    assert table.out.splitlines()[1].split("\t") == [
        "renamed",
        "GBA",
        "GBA",
        "GBA1",
        "HGNC:4177",
        "2629",
        "",
        "",
    ]

    row = "{word: Gba, symbol: GBA, source: hgnc_symbol, hgnc_symbol: GBA, entrez: '2629'}"
    (folder / "PMC1__f1.md").write_text(
        f"---\nfigid: PMC1__f1\ngenes:\n- {row}\n---\n", encoding="utf-8"
    )
    touched = run("diff", "old.lexicon", "new.lexicon", ".", cwd=folder)
    assert touched.out.splitlines()[1:] == [
        "PMC1__f1.md: renamed: GBA → GBA1 (HGNC:4177)",
        "1 file touched",
    ]
    (folder / ".pfocr.toml").write_text('exclude = ["PMC*"]\n', encoding="utf-8")
    assert (
        run("diff", "old.lexicon", "new.lexicon", ".", cwd=folder).status == 2
    )  # a search without records
    assert run("diff", "--isolated", "old.lexicon", "new.lexicon", ".", cwd=folder).status == 0


def test_a_missing_record_is_said_and_diff_is_still_status_0(folder: Path) -> None:
    for name in ("old", "set"):
        run("build", "--hgnc", f"{name}.txt", "-o", f"{name}.lexicon", cwd=folder)
    (folder / "is.md").write_text(sound(1), encoding="utf-8")
    diff = run("diff", "old.lexicon", "set.lexicon", "none.md", "is.md", cwd=folder)
    assert diff.status == 0
    assert diff.out.splitlines()[1:] == ["no record of those is touched (1 symbol changed)"]
    (said,) = diff.messages
    assert said.startswith("none.md:1:1: P001 error ")


@pytest.mark.parametrize("out", ["set.txt", "withdrawn.txt", "families.csv", "./set.txt", "linked"])
def test_build_does_not_write_over_its_inputs(out: str, folder: Path) -> None:
    (folder / "linked").symlink_to("withdrawn.txt")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    files = ["--hgnc", "set.txt", "--withdrawn", "withdrawn.txt", "--families", "families.csv"]
    ended = run("build", *files, "-o", out, cwd=folder)
    assert ended.status == 2
    assert (
        ended.err == f"pfocr: {out} is what the lexicon is made from: name another file to write\n"
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_flag_beats_the_environment_which_beats_the_file(folder: Path) -> None:
    for name in ("flag", "general", "file"):
        run(
            "build",
            "--hgnc",
            "set.txt",
            "--release",
            "2001-01",
            "-o",
            f"{name}.lexicon",
            cwd=folder,
        )
    (folder / ".pfocr.toml").write_text('lexicon = "file.lexicon"\n', encoding="utf-8")

    def used(*arguments: str, **environment: str) -> str:
        return Path(
            json.loads(run("info", "--format", "json", *arguments, cwd=folder, **environment).out)[
                "path"
            ]
        ).name

    assert used() == "file.lexicon"
    assert used(PFOCR_LEXICON="general.lexicon") == "general.lexicon"
    assert used("--lexicon", "flag.lexicon", PFOCR_LEXICON="general.lexicon") == "flag.lexicon"
    assert used("--isolated") == "hgnc.lexicon"
    assert used("--lexicon", "embedded") == "hgnc.lexicon"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["info", "--lexicon", "latest"], "run `pfocr lexicon update` first"),
        (["info", "--lexicon", "none.lexicon"], "no such file"),
        (["info", "--lexicon", "set.txt"], "is not a lexicon of pfocr"),
        (
            ["build", "--hgnc", "withdrawn.txt", "-o", "out"],
            "lacks the columns symbol, alias_symbol",
        ),
        (["build", "--hgnc", "set.txt", "--families", "set.txt", "-o", "out"], "holds no families"),
        (["build", "--hgnc", "set.txt", "--release", "soon", "-o", "out"], "is not a release"),
        (
            ["build", "--hgnc", "set.txt", "-o", "no/such/folder/out"],
            "cannot write no/such/folder/out",
        ),
        (["update", "--url", "nonsense"], "is not an address to fetch from"),
        (["update", "--release", "soon"], "is not a release"),
        (["diff", "embedded", "none.lexicon"], "no such file"),
        (["diff", "embedded", "embedded", "--files-from", "none.txt"], "none.txt"),
    ],
)
def test_what_cannot_be_served_is_status_2_with_one_clear_line(
    arguments: list[str], said: str, folder: Path
) -> None:
    ended = run(*arguments, cwd=folder)
    assert ended.status == 2
    assert ended.out == ""
    assert said in ended.err
    assert len(ended.messages) == 1
    assert not (folder / "out").exists()


def test_an_update_that_fails_and_one_that_does_not(folder: Path) -> None:
    server = Server()
    try:
        failed = run("update", "--url", server.url, cwd=folder)
        assert failed.status == 2
        assert failed.out == ""
        (line,) = failed.messages
        assert line.startswith("pfocr: the lexicon was not updated: there is no http://127.0.0.1:")
        server.answers = {"/hgnc_complete_set.txt": body("<html>\n")}
        assert "is a web page" in run("update", "--url", server.url, cwd=folder).err
    finally:
        server.close()
    assert run("info", "--lexicon", "latest", cwd=folder).status == 2
