"""Where outputs go: what ``--to`` and ``-o`` mean, and that outputs are put in their places all at
once or not at all.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import EXPORTERS, FileExporter
from pfocr_cli.export.names import fault_of_name
from pfocr_cli.export.options import Options
from pfocr_cli.export.output import Output, WrittenFile
from pfocr_cli.export.rendered import Rendered
from pfocr_cli.export.selection import Selection
from pfocr_cli.export.staging import Staging
from pfocr_cli.export.tally import Tally
from pfocr_cli.export.targets import Target, targets_of
from pfocr_cli.lexicon.store import Release

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links are POSIX")
OPTIONS = Options(selection=Selection(), release=Release("2024-07", (), {}, "0" * 64))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "there").mkdir()
    (tmp_path / "there.d").mkdir()
    (tmp_path / "file").write_text("old")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("to", "out", "expected"),
    [
        (["gmt"], None, [Target("gmt")]),
        (["gmt"], "-", [Target("gmt")]),
        (["gmt:-"], None, [Target("gmt")]),
        (["gmt:"], None, [Target("gmt")]),
        (["gmt:-"], "x.gmt", "every --to has a path of its own"),
        (["gmt:a.gmt"], None, [Target("gmt", "a.gmt")]),
        (["gmt:a:b.gmt"], None, [Target("gmt", "a:b.gmt")]),
        (["gmt"], "x.gmt", [Target("gmt", "x.gmt")]),
        (["gmt"], "x.txt", [Target("gmt", "x.txt")]),
        (["gmt"], "file", [Target("gmt", "file")]),
        (["gmt"], "new", [Target("gmt", "new", folder=True)]),
        (["gmt"], "new/deep/", [Target("gmt", "new/deep/", folder=True)]),
        (["gmt"], "new.gmt/", [Target("gmt", "new.gmt/", folder=True)]),
        (["gmt"], "there", [Target("gmt", "there", folder=True)]),
        (["gmt"], "there.d", [Target("gmt", "there.d", folder=True)]),
        (["gmt"], ".", [Target("gmt", ".", folder=True)]),
        (
            ["gmt", "csv"],
            "there",
            [Target("gmt", "there", folder=True), Target("csv", "there", folder=True)],
        ),
        (
            ["gmt:a.gmt", "csv"],
            "there",
            [Target("gmt", "a.gmt"), Target("csv", "there", folder=True)],
        ),
        (["gmt:a.gmt", "csv"], None, [Target("gmt", "a.gmt"), Target("csv")]),
        (["gpml2021"], "x.gpml", [Target("gpml2021", "x.gpml")]),
        ([], "x.gpml", [Target("gpml", "x.gpml")]),
        ([], "x.GMT", [Target("gmt", "x.GMT")]),
        ([], "x.y.json", [Target("json", "x.y.json")]),
        ([], "x.jsonl", [Target("jsonl", "x.jsonl")]),
        ([], "x.csv", [Target("csv", "x.csv")]),
        ([], "x.tsv", [Target("tsv", "x.tsv")]),
        ([], "x.cx2", [Target("cx2", "x.cx2")]),
        ([], "x.parquet", [Target("parquet", "x.parquet")]),
        ([], "x.jsonld", [Target("jsonld", "x.jsonld")]),
        ([], "x.ndjson", r"\.ndjson can be biothings or jsonl: add --to FORMAT"),
        ([], None, "say which format, --to FORMAT"),
        ([], "-", "say which format, --to FORMAT"),
        ([], "", "say which format, --to FORMAT"),
        ([], "there", "there is a folder, which does not say the format"),
        ([], "new", "new is a folder"),
        ([], "file", "a name without suffix can be any format: add --to"),
        ([], "x.foo", r"\.foo can be any format: add --to FORMAT; there are: "),
        (["gtm"], None, r"did you mean gmt"),
        (["GMT:x"], None, r"did you mean gmt"),
        ([""], "x.gmt", "no export format is called ''"),
        (["gmt", "csv"], None, "two formats for standard output"),
        (["gmt", "csv:-"], None, "two formats for standard output"),
        (["gmt", "csv"], "x.csv", "two formats for x.csv"),
        (["gmt:a", "csv:./a"], None, None),
        (["gmt:a.x", "csv:./a.x"], None, "two formats for ./a.x"),
        (["gmt", "gmt"], "there", "files of the same names to there"),
        (["gpml", "gpml2021"], "there", "files of the same names to there"),
    ],
)
def test_what_to_and_out_mean(
    to: list[str], out: str | None, expected: list[Target] | str | None
) -> None:
    if isinstance(expected, str):
        with pytest.raises(PfocrError, match=expected):
            targets_of(to, out)
    elif expected is not None:
        assert targets_of(to, out) == expected
    else:
        assert len(targets_of(to, out)) == len(to)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_every_format_can_be_asked_for_by_its_suffix_or_its_name(name: str) -> None:
    suffix = EXPORTERS[name].suffixes[0]
    assert targets_of([name], f"x{suffix}") == [Target(name, f"x{suffix}")]
    if suffix != ".ndjson":  # of two formats
        assert targets_of([], f"x{suffix}")[0].format in (name, suffix[1:])
    assert EXPORTERS[name].streams or isinstance(EXPORTERS[name], FileExporter)


@pytest.mark.parametrize(
    "name", ["a", "PMC1__a.b.gpml", "_figures/a.md", "-x", "Ä🧬 b", ".hidden", "a" * 240]
)
def test_names_that_files_can_have(name: str) -> None:
    assert fault_of_name(name) == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../a", "cannot be a name"),
        ("a/../../b", "cannot be a name"),
        ("/a", "cannot be a name"),
        ("a/", "cannot be a name"),
        ("..", "cannot be a name"),
        ("", "cannot be a name"),
        ("a\\b", "character"),
        ("a\0b", "character"),
        ("a\nb", "character"),
        ("a\x85b", "character"),
        ("a" * 241, "longer than 240 bytes"),
        ("🧬" * 61, "longer than 240 bytes"),
    ],
)
def test_names_that_they_cannot(name: str, fault: str) -> None:
    assert fault in fault_of_name(name)


def test_a_format_of_one_figure_takes_no_second(folder: Path) -> None:
    with Staging() as staging:
        output = Output(Target("gpml", "x.gpml"), OPTIONS, staging)
        output.take(Rendered(parts={"": b"one"}))
        with pytest.raises(PfocrError, match=r"gpml holds one figure a file.*--to gpml:FOLDER/"):
            output.take(Rendered(parts={"": b"two"}))


def test_a_file_appears_when_all_is_committed(folder: Path) -> None:
    with Staging() as staging:
        output = Output(Target("gmt", "x.gmt"), OPTIONS, staging)
        output.take(Rendered(parts={"": b"a\tb\tc\n"}, genes=1))
        output.take(Rendered(parts={"": None}))
        output.finish()
        (written,) = output.files()
        assert not (folder / "x.gmt").exists()
        staging.commit()
        assert (folder / "x.gmt").read_bytes() == b"a\tb\tc\n"
    assert written == WrittenFile("x.gmt", 6, written.sha256)
    assert (output.tally.figures, output.tally.genes) == (2, 1)
    assert sorted(os.listdir()) == ["file", "there", "there.d", "x.gmt"]


@pytest.mark.parametrize("name", ["new", "new/deep/er/", "there"])
def test_a_folder_gets_its_files(folder: Path, name: str) -> None:
    (folder / "there" / "kept").write_text("kept")
    (folder / "there" / "a.gpml").write_text("old")
    with Staging() as staging:
        output = Output(Target("gpml", name, folder=True), OPTIONS, staging, listed=True)
        output.take(Rendered({"a.gpml": b"A", "sub/b.gpml": b"BB"}))
        output.finish()
        staging.commit()
    assert (folder / name / "a.gpml").read_bytes() == b"A"
    assert (folder / name / "sub" / "b.gpml").read_bytes() == b"BB"
    assert [(file.path, file.size) for file in output.files()] == [
        (os.path.join(name, "a.gpml"), 1),
        (os.path.join(name, "sub/b.gpml"), 2),
    ]
    assert (folder / "there" / "kept").read_text() == "kept"
    assert not list(folder.rglob(".pfocr*"))


def test_tables_of_a_folder_are_streams_with_names(folder: Path) -> None:
    with Staging() as staging:
        output = Output(Target("csv", "out", folder=True), OPTIONS, staging)
        output.finish()
        staging.commit()
    assert sorted(os.listdir("out")) == [
        "chemicals.csv",
        "datapackage.json",
        "diseases.csv",
        "figures.csv",
        "genes.csv",
    ]
    with Staging() as staging:
        Output(Target("gmt", "out", folder=True), OPTIONS, staging).finish()
        staging.commit()
    assert "pfocr.gmt" in os.listdir("out")


@pytest.mark.parametrize("folder_name", ["there", "new", "new/deep"])
@pytest.mark.parametrize("file_name", ["new/all.txt", "there/all.txt"])
def test_a_file_may_be_in_a_folder_that_is_to_come(
    folder: Path, folder_name: str, file_name: str
) -> None:
    with Staging() as staging:
        staging.folder(folder_name).write("a", b"A")
        if folder_name == "there" and file_name.startswith("new"):
            with pytest.raises(
                PfocrError, match=r"cannot write new/all.txt: No such file or directory"
            ):
                staging.file(file_name)
            return
        staging.file(file_name).write(b"all")
        staging.commit()
    assert (folder / folder_name / "a").read_text() == "A"
    assert (folder / file_name).read_text() == "all"
    assert not list(folder.rglob(".pfocr*"))


def test_two_outputs_are_never_one_file(folder: Path) -> None:
    with Staging() as staging:
        Output(Target("csv", "out", folder=True), OPTIONS, staging).finish()
        with pytest.raises(PfocrError, match=r"two outputs would be out/datapackage.json"):
            Output(Target("tsv", "out", folder=True), OPTIONS, staging).finish()
        staging.file("x")
        with pytest.raises(PfocrError, match=r"two outputs would be ./x"):
            staging.file("./x")
    assert sorted(os.listdir()) == ["file", "there", "there.d"]


def test_what_was_moved_is_taken_back_where_the_rest_cannot_be(folder: Path) -> None:
    (folder / "there" / "a").write_text("old")
    (folder / "there" / "z").mkdir()  # a folder where a file is to be
    with Staging() as staging:
        staging.folder("new").write("x", b"new")
        staged = staging.folder("there")
        for name in ("a", "b", "z"):
            staged.write(name, b"new")
        staging.file("file").write(b"new")
        with pytest.raises(PfocrError, match="cannot write there"):
            staging.commit()
    assert (folder / "there" / "a").read_text() == "old"
    assert (folder / "file").read_text() == "old"
    assert sorted(os.listdir("there")) == ["a", "z"]
    assert sorted(os.listdir()) == ["file", "there", "there.d"]


def test_an_interrupt_in_the_middle_takes_all_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = os.replace, []

    def interrupted(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(source, target)

    (folder / "two").write_text("old")
    with Staging() as staging:
        staging.file("file").write(b"new")
        staging.file("two").write(b"new")
        monkeypatch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            staging.commit()
    assert (folder / "file").read_text() == (folder / "two").read_text() == "old"
    assert sorted(os.listdir()) == ["file", "there", "there.d", "two"]


@posix
def test_files_keep_their_modes_and_links(folder: Path) -> None:
    os.chmod("file", 0o640)
    os.symlink("file", "link")
    umask = os.umask(0o027)
    try:
        with Staging() as staging:
            staging.file("link").write(b"new")
            staging.file("fresh").write(b"new")
            staging.folder("out").write("a", b"new")
            staging.commit()
    finally:
        os.umask(umask)
    assert os.path.islink("link")
    assert (folder / "file").read_text() == "new"
    modes = {
        name: oct(stat.S_IMODE(os.stat(name).st_mode)) for name in ("file", "fresh", "out", "out/a")
    }
    assert modes == {"file": "0o640", "fresh": "0o640", "out": "0o750", "out/a": "0o640"}


@posix
def test_a_link_in_a_folder_is_replaced_not_followed(folder: Path) -> None:
    os.symlink(folder / "file", "there/a")
    with Staging() as staging:
        staging.folder("there").write("a", b"new")
        staging.commit()
    assert (folder / "file").read_text() == "old"
    assert (folder / "there" / "a").read_text() == "new"


@posix
def test_a_device_is_written_to(folder: Path) -> None:
    with Staging() as staging:
        staging.file("/dev/null").write(b"new")
        staging.commit()
    assert not os.path.isfile("/dev/null")


@pytest.mark.parametrize("path", ["there", "file/x", "gone/x", "x" * 300])
def test_a_file_that_cannot_be_written_says_so(folder: Path, path: str) -> None:
    def write() -> None:
        with Staging() as staging:
            staging.file(path)
            staging.commit()

    with pytest.raises(PfocrError, match="cannot write"):
        write()
    assert sorted(os.listdir()) == ["file", "there", "there.d"]


@pytest.mark.parametrize("path", ["file", "file/x", "x" * 300])
def test_a_folder_that_cannot_be_made_says_so(folder: Path, path: str) -> None:
    def write() -> None:
        with Staging() as staging:
            staging.folder(path).write("a", b"")
            staging.commit()

    with pytest.raises(PfocrError, match="cannot write"):
        write()
    assert sorted(os.listdir()) == ["file", "there", "there.d"]


def test_what_was_left_out_is_said_by_reason() -> None:
    tally = Tally("gmt", "set", figures=1533)
    strict, synonyms, every, species = (
        "--tier strict",
        "--tier synonyms",
        "--tier all",
        "--species all",
    )
    for _ in range(589):
        tally.leave_out(Rendered(left_out="with 1–2 strict genes", remedies=(synonyms, every)))
    tally.leave_out(Rendered(left_out="with none", remedies=(every, species)))
    tally.of_other_species, tally.of_weaker_tier = 1, 2000
    assert tally.lines() == [
        "gmt: 1,533 sets; left out 589 with 1–2 strict genes, 1 with none; "
        "--species all would give 1,534, --tier synonyms would give 2,122, --tier all would give "
        "2,123",
        "gmt: left out 1 gene of other species; --species all takes them",
        "gmt: left out 2,000 genes of weaker matches; --tier all takes them",
    ]
    assert Tally("gmt", figures=3).lines() == []
    assert strict not in tally.remedies
