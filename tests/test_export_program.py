"""``pfocr export`` as people run it: what goes where, exit statuses, and that all is written or
nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import program
import pytest
import yaml
from program import PROGRAM, RECORDS, Run

from pfocr_cli.cli.export import EXPORT_FORMATS
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection
from pfocr_cli.lexicon.store import open_lexicon

posix = pytest.mark.skipif(os.name != "posix", reason="signals, modes and terminals are POSIX")
WIDE = ("--tier", "all", "--species", "all", "--min-genes", "1")
"""What leaves out the least."""
FIRST, SECOND, WITH_TABLES = (
    "PMC99000001__abc-01-0001-g001",
    "PMC99000004__MadeUp_Fig4_HTML",
    "PMC99000005__xyz-02-0005-g002",
)
HERE = [name for name in EXPORT_FORMATS if name != "parquet" or find_spec("pyarrow")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(RECORDS, tmp_path / "r")
    return tmp_path


def export(folder: Path, *words: str, stdin: bytes = b"", **variables: str) -> Run:
    env = program.environment(**variables)
    return program.run("export", "--isolated", *words, cwd=folder, stdin=stdin, env=env)


def said(run: Run) -> list[str]:
    return run.messages


def record(folder: Path, figid: str) -> Path:
    return folder / "r" / "_figures" / f"{figid}.md"


def break_key(folder: Path, figid: str, key: str, value: str) -> None:
    path = record(folder, figid)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert any(line.startswith(f"{key}:") for line in lines)
    path.write_text(
        "".join(f"{key}: {value}\n" if line.startswith(f"{key}:") else line for line in lines),
        encoding="utf-8",
    )


def copy_as(folder: Path, figid: str, new: str, source: str = FIRST) -> None:
    """Write a record under another figid, as JSON in a file with a harmless name."""
    export(folder, f"r/_figures/{source}.md", "-o", "copied.json")
    data = json.loads((folder / "copied.json").read_text(encoding="utf-8"))
    data = data[0] if isinstance(data, list) else data
    (folder / new).write_text(json.dumps({**data, "figid": figid}), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_help_names_every_format() -> None:
    assert list(EXPORTERS) == EXPORT_FORMATS


def test_all_formats_in_one_pass_and_the_same_bytes_whatever_does_the_work(folder: Path) -> None:
    everywhere = [word for name in HERE for word in ("--to", f"{name}:OUT/{name}/")]
    trees = []
    for out, how in {
        "a": (),
        "b": ("--jobs", "2"),
        "c": ("--executor", "concurrent.futures:ThreadPoolExecutor"),
    }.items():
        run = export(folder, "r", *WIDE, *how, *(word.replace("OUT", out) for word in everywhere))
        assert run.status == 0, run.stderr
        assert run.stdout == b""
        trees.append(tree(folder / out))
    assert trees[0] == trees[1] == trees[2]
    of_gpml = sorted(path for path in trees[0] if path.startswith("gpml/"))
    assert of_gpml == [
        f"gpml/{path.stem}.gpml"
        for path in sorted((folder / "r" / "_figures").iterdir())
        if "genes: []\nchemicals: []\ndiseases: []" not in path.read_text(encoding="utf-8")
    ]
    assert {"gmt/pfocr.gmt", "jsonl/pfocr.jsonl", "csv/genes.csv", "csv/datapackage.json"} <= set(
        trees[0]
    )
    assert not list(folder.rglob(".pfocr-*"))


def test_standard_output_and_a_file_get_the_same(folder: Path) -> None:
    run = export(folder, "r", *WIDE, "--to", "csv", "--to", "csv:a.csv", "--to", "gmt:a.gmt")
    assert run.status == 0
    assert run.stdout == (folder / "a.csv").read_bytes() != b""
    assert export(folder, "r", *WIDE, "-o", "b.gmt").status == 0
    assert (folder / "a.gmt").read_bytes() == (folder / "b.gmt").read_bytes()
    assert (
        export(folder, "r", *WIDE, "--to", "gmt", "--on-error", "skip").stdout
        == (folder / "a.gmt").read_bytes()
    )


@pytest.mark.parametrize("name", ["gpml", "cx2"])
def test_a_format_of_one_figure_is_for_one_record(folder: Path, name: str) -> None:
    one = export(folder, f"r/_figures/{FIRST}.md", "--to", name)
    assert (one.status, one.stderr) == (0, b"")
    assert FIRST.encode() in one.stdout
    two = export(folder, "r", "--to", name)
    assert (two.status, two.stdout) == (2, b"")
    assert said(two)[-1].endswith(
        f"{name} holds one figure a file, and there are more: give a folder, --to {name}:FOLDER/"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["r"], "say which format"),
        (["r", "--to", "gtm"], "no export format is called 'gtm' (did you mean gmt"),
        (["r", "--to", "csv", "--to", "gmt"], "two formats for standard output"),
        (
            ["r", "--to", "csv", "-o", "gone/x.csv"],
            "cannot write gone/x.csv: No such file or directory",
        ),
        (
            ["r", "--to", "csv", "-o", "x.csv", "--manifest", "gone/m.json"],
            "cannot write gone/m.json",
        ),
        (
            ["r", "--to", "csv", "-o", "x.csv", "--manifest", "./x.csv"],
            "two outputs would be ./x.csv",
        ),
        (["r", "--to", "csv", "-o", "r/_figures/" + FIRST + ".md/"], "cannot write"),
        (
            ["r", "--to", "gmt", "--date", "2024-01-01"],
            "2024-01-01 is not a date: --date takes YYYYMMDD",
        ),
        (["r", "--to", "gmt", "--date", "20241301"], "is not a date"),
        (
            ["r", "--to", "gmt"],
            "gmt: nothing to export, and nothing was written: left out 5 with no strict gene",
        ),
        (["r", "--to", "jsonl:x.jsonl", "--to", "gmt:x.gmt"], "gmt: nothing to export"),
        (["r", "--to", "gmt", "--lexicon", "gone"], "cannot read the lexicon gone"),
        (["--files-from", "none.txt", "--to", "jsonl", "-o", "x.jsonl"], "nothing to export"),
        (["r", "--tier", "some", "--to", "csv"], "Invalid value for '--tier'"),
    ],
)
def test_requests_that_cannot_be_served(folder: Path, words: list[str], message: str) -> None:
    (folder / "none.txt").write_text("")
    before = tree(folder)
    run = export(folder, *words)
    assert (run.status, run.stdout) == (2, b"")
    assert message in run.stderr.decode()
    assert tree(folder) == before


def test_records_with_errors_end_the_run_and_leave_what_was_there(folder: Path) -> None:
    break_key(folder, SECOND, "figid", "PMC1_")
    record(folder, FIRST).write_bytes(b"---\nfigid: \xff\n---\n")
    (folder / "x.jsonl").write_text("old")
    before = tree(folder)
    for words in (
        ["-o", "x.jsonl"],
        ["--to", "jsonl"],
        ["--to", "json", "-o", "new/"],
        ["-o", "x.jsonl", "--jobs", "2"],
    ):
        run = export(folder, "r", *words)
        lines = said(run)
        assert (run.status, run.stdout) == (1, b"")
        assert lines[0].startswith(f"r/_figures/{FIRST}.md:2:8: P002 error not UTF-8")
        assert lines[1].startswith(f"r/_figures/{SECOND}.md:")
        assert ": S104 error " in lines[1]
        assert lines[2:] == [
            "nothing was written: 2 records cannot be exported as they are; --on-error skip leaves "
            "them out"
        ]
        assert tree(folder) == before


def test_records_with_errors_are_left_out_on_demand(folder: Path) -> None:
    break_key(folder, SECOND, "figid", "PMC1_")
    run = export(folder, "r", "--to", "jsonl", "--on-error", "skip", "--to", "jsonl:x.jsonl")
    assert run.status == 0
    assert run.stdout.count(b"\n") == 7
    assert SECOND.encode() not in run.stdout
    assert (folder / "x.jsonl").read_bytes() == run.stdout
    assert said(run)[0].startswith(f"r/_figures/{SECOND}.md:")
    assert said(run)[1] == "jsonl: 7 figures; left out 1 with errors"
    alone = export(folder, f"r/_figures/{SECOND}.md", "-o", "x.jsonl", "--on-error", "skip")
    assert alone.status == 2
    assert (folder / "x.jsonl").read_bytes() == run.stdout


def test_only_errors_in_what_a_format_uses_matter(folder: Path) -> None:
    break_key(folder, FIRST, "pmcid", "none")
    assert export(folder, "r", *WIDE, "-o", "x.gmt").status == 0
    path = record(folder, SECOND)
    path.write_text(
        path.read_text(encoding="utf-8").replace("entrez: '207'", "entrez: AKT1"), encoding="utf-8"
    )
    both = export(
        folder, "r", *WIDE, "--to", "gmt:y.gmt", "--to", "jsonl:y.jsonl", "--on-error", "skip"
    )
    assert both.status == 0
    assert (
        len((folder / "y.gmt").read_text().splitlines())
        == len((folder / "x.gmt").read_text().splitlines()) - 1
    )
    assert (folder / "y.jsonl").read_bytes().count(b"\n") == 8
    table = folder / "r" / "_data" / f"{WITH_TABLES}-genes.tsv"
    table.write_text(table.read_text().replace("7124", "TNF"))
    run = export(folder, f"r/_figures/{WITH_TABLES}.md", *WIDE, "-o", "x.gmt")
    assert run.status == 1
    assert f"r/_data/{WITH_TABLES}-genes.tsv:" in said(run)[0]


def test_side_tables_that_json_carries_matter_to_all_that_use_genes(folder: Path) -> None:
    assert export(folder, f"r/_figures/{WITH_TABLES}.md", "-o", "x.jsonl").status == 0
    data = json.loads((folder / "x.jsonl").read_text(encoding="utf-8"))
    (folder / "x.jsonl").write_text(
        json.dumps({**data, "_tables": {"genes": "none"}}), encoding="utf-8"
    )
    run = export(folder, "x.jsonl", *WIDE, "--to", "biothings")
    assert (run.status, run.stdout) == (1, b"")


def test_a_format_that_cannot_be_served_is_no_bug(folder: Path) -> None:
    code = CRASH.replace('RuntimeError("a bug")', 'PfocrError("no such library")').replace(
        "import sys", "import sys\nfrom pfocr_cli.errors import PfocrError"
    )
    command = [sys.executable, "-c", code, "export", "--isolated", "r", "-o", "x.jsonl"]
    run = program.launch(command, folder)
    assert (run.status, said(run)) == (2, ["pfocr: no such library"])


def test_missing_and_broken_side_tables_are_told(folder: Path) -> None:
    (folder / "r" / "_data" / f"{WITH_TABLES}-genes.tsv").unlink()
    run = export(folder, "r", *WIDE, "-o", "x.jsonl")
    assert run.status == 0
    assert (
        "1 record with a side table missing or malformed: `pfocr validate --select D7` names them"
        in said(run)
    )


@pytest.mark.parametrize("out", ["x.csv", "x/"])
def test_two_records_with_one_figid_are_refused(folder: Path, out: str) -> None:
    copy_as(folder, FIRST, "copy.json")
    words = ["r", "copy.json", *WIDE, "--to", "jsonld" if out == "x/" else "csv", "-o", out]
    run = export(folder, *words)
    assert run.status == 1
    assert (
        said(run)[-2]
        == f"copy.json:1:11: C801 error the figid '{FIRST}' is also that of r/_figures/{FIRST}.md"
    )
    assert not (folder / out).exists()
    run = export(folder, *words, "--on-error", "skip")
    assert run.status == 0
    assert any(" 1 with the figid of another" in line for line in said(run))


@pytest.mark.parametrize(
    ("figid", "code", "message"),
    [
        ("../../PMC1__x", "S104", ""),
        ("PMC1__../x", "S104", ""),
        ("PMC1__a\0", "S104", "character that no name can"),
        ("PMC1__a\\b", "S104", "character that no name can"),
        ("PMC1__a\x85", "S104", "character that no name can"),
        ("PMC1__" + "a" * 300, "S104", "longer than 240 bytes"),
        (FIRST.upper(), "C801", "where upper and lower case are one"),
    ],
)
def test_figids_that_are_no_names_never_leave_the_folder(
    folder: Path, figid: str, code: str, message: str
) -> None:
    copy_as(folder, figid, "odd.json")
    before = tree(folder)
    run = export(folder, "r", "odd.json", "--to", "jsonld", "-o", "out/")
    assert run.status == 1
    assert f"odd.json:1:11: {code} error" in said(run)[0]
    assert message in said(run)[0]
    assert "\0" not in run.stderr.decode()
    assert tree(folder) == before


def test_a_manifest_tells_the_truth(folder: Path) -> None:
    words = [
        "--to",
        "gpml:out/g/",
        "--to",
        "gmt:out/a.gmt",
        "--to",
        "csv",
        "--titles",
        "t.tsv",
        "--tier",
        "synonyms",
    ]
    run = export(folder, "r", *words, "--min-genes", "2", "--manifest", "out.json")
    assert run.status == 0, run.stderr
    manifest = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert (manifest["inputs"], manifest["records"], manifest["on_error"]) == (8, 8, "fail")
    assert manifest["lexicon"].keys() == {"release", "hgnc", "sha256"}
    gpml, gmt, csv = manifest["outputs"]
    assert [entry["path"] for entry in manifest["outputs"]] == ["out/g", "out/a.gmt", None]
    listed = [file for entry in manifest["outputs"] for file in entry["files"]]
    assert len(listed) == 8 + 2 + 1
    for file in listed:
        data = (folder / file["path"]).read_bytes() if file["path"] else run.stdout
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert gmt["options"]["tier"] == "synonyms"
    assert gmt["options"]["min_genes"] == 2
    lines = (folder / "out" / "a.gmt").read_text(encoding="utf-8").splitlines()
    assert gmt["figures"] == len(lines)
    assert gmt["figures"] + sum(gmt["left_out"].values()) == 8
    assert csv["genes"] == run.stdout.count(b"\n") - 1
    assert gpml["genes_left_out"]["species"] == 1
    assert (folder / "t.tsv").exists()
    again = export(folder, "r", *words, "--min-genes", "2", "--manifest", "again.json")
    assert again.stdout == run.stdout
    assert (folder / "again.json").read_bytes() == (folder / "out.json").read_bytes()


def test_what_an_earlier_run_wrote_is_no_input(folder: Path) -> None:
    first = export(folder, ".", "--to", "json", "-o", "out/")
    assert (first.status, len(list((folder / "out").iterdir()))) == (0, 8)
    before = tree(folder)
    again = export(folder, ".", "--to", "json", "-o", "out/")
    assert (again.status, again.stderr) == (0, b"json: 8 files in out/\n")
    assert tree(folder) == before
    assert export(folder, "out", "--to", "json", "-o", "out/").status == 0
    assert tree(folder) == before


def test_names_of_the_day_can_be_repeated(folder: Path) -> None:
    words = ["r", *WIDE, "--to", "gmt", "--gmt-style", "wikipathways"]
    assert b"%PFOCR_20010909%" in export(folder, *words, SOURCE_DATE_EPOCH="1000000000").stdout
    assert b"%PFOCR_20240229%" in export(folder, *words, "--date", "20240229").stdout
    assert export(folder, *words, SOURCE_DATE_EPOCH="soon").status == 2


def test_options_that_change_nothing_are_told(folder: Path) -> None:
    run = export(folder, "r", "-o", "x.jsonl", "--ids", "symbol")
    assert (run.status, said(run)) == (
        0,
        [
            "--ids changes nothing in jsonl",
            "jsonl: 8 figures in x.jsonl",
        ],
    )


def test_md_loses_nothing_in_silence(folder: Path) -> None:
    words = ["r", "--to", "md", "--into", "2021", "-o", "out/"]
    strict = export(folder, *words, "--strict")
    assert strict.status == 1
    assert said(strict)[-1].startswith("--strict: nothing was written")
    assert not (folder / "out").exists()
    run = export(folder, *words)
    assert run.status == 0
    assert said(run)[0].startswith("md: PMC990000")
    assert ": cannot hold " in said(run)[0]
    assert said(strict)[:-1] == [
        line for line in said(run) if " left out " not in line and " files in " not in line
    ]
    assert (folder / "out" / "_figures" / f"{FIRST}.md").is_file()


CRASH = """
import sys
from pfocr_cli.export.formats import EXPORTERS, Options
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.export.selection import Selection
def crash(*words): raise RuntimeError("a bug")
EXPORTERS["jsonl"].part = crash
from pfocr_cli.cli import main
main(sys.argv[1:])
"""


def test_a_bug_of_ours_writes_nothing(folder: Path) -> None:
    (folder / "x.jsonl").write_text("old")
    before = tree(folder)
    words = ["export", "--isolated", "r", "-o", "x.jsonl", "--to", "jsonl", "--to", "csv:x.csv"]
    run = program.launch([sys.executable, "-c", CRASH, *words], folder)
    assert run.status == 3
    assert "this is a bug in pfocr while exporting r/_figures/" in run.stderr.decode()
    assert "RuntimeError: a bug" in run.stderr.decode()
    assert tree(folder) == before


@posix
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_ended_leaves_what_was_there(folder: Path, sent: int, status: int) -> None:
    assert export(folder, "r", "-o", "all.jsonl").status == 0
    lines = (folder / "all.jsonl").read_bytes()
    (folder / "x.csv").write_text("old")
    (folder / "out").mkdir()
    before = tree(folder)
    command = [*PROGRAM, "export", "--isolated", "-", "--stdin-filename", "x.jsonl"]
    command += ["--to", "csv:x.csv", "--to", "gpml:out", "--to", "gpml2021:new/"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=program.environment(),
    ) as run:
        assert run.stdin is not None
        run.stdin.write(lines)
        run.stdin.flush()  # and it waits for more
        until = time.monotonic() + 30
        while len(list(folder.glob("**/.pfocr-*"))) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        run.send_signal(sent)
        assert run.wait(30) == status
    left = {path: data for path, data in tree(folder).items() if ".pfocr-" not in path}
    assert left == before
    assert not (folder / "new").exists()
    if sent == signal.SIGINT:
        assert not list(folder.glob("**/.pfocr-*"))


@posix
@pytest.mark.parametrize("name", [name for name in HERE if EXPORTERS[name].binary])
def test_nothing_binary_goes_to_a_terminal(folder: Path, name: str) -> None:
    import pty

    main, terminal = pty.openpty()
    command = [*PROGRAM, "export", "--isolated", "r", "--to", name]
    run = subprocess.run(
        command,
        cwd=folder,
        stdout=terminal,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
        env=program.environment(),
    )
    os.close(terminal)
    os.close(main)
    assert run.returncode == 2
    assert (
        f"{name} cannot be written to a terminal: give a file, -o FILE.{name}".encode()
        in run.stderr
    )


def test_options_can_stand_in_the_configuration_file(folder: Path) -> None:
    (folder / ".pfocr.toml").write_text(
        '[export]\nto = "gmt"\ntier = "all"\nmin-genes = 1\nids = "symbol"\n'
    )
    run = program.run("export", f"r/_figures/{FIRST}.md", cwd=folder)
    assert run.stdout.startswith(f"{FIRST}\t".encode())
    assert b"\tTNFRSF11A\t" in run.stdout


@pytest.mark.parametrize("key", ["figtitle", "caption", "pmcid", "year", "organisms", "filename"])
def test_an_error_in_what_a_format_reads_keeps_a_record_out(key: str, folder: Path) -> None:
    """Every format says by ``fields`` what it reads; what it does not read is no reason."""
    (path,) = (folder / "r" / "_figures").glob(f"{FIRST}.md")
    data = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    data[key] = {"no": "text"}
    (folder / "broken.json").write_text(json.dumps(data), encoding="utf-8")
    for name, exporter in EXPORTERS.items():
        options = Options(selection=Selection(), release=open_lexicon(None).release)
        fields = exporter.reads(options, in_folder=False)
        run = export(folder, "broken.json", *WIDE, "--to", name, "-o", f"out{exporter.suffixes[0]}")
        assert run.status == (1 if fields is None or key in fields else 0), name
        (folder / f"out{exporter.suffixes[0]}").unlink(missing_ok=True)


def test_an_image_is_of_one_figure(folder: Path) -> None:
    run = export(folder, "r", "--to", "gpml", "-o", "x/", "--image", "https://example.org/one.png")
    assert run.status == 2
    run = export(
        folder, "r", "--to", "gpml", "-o", "x/", "--image", "https://example.org/{figid}.png"
    )
    assert run.status == 0
    assert f"https://example.org/{FIRST}.png" in (folder / "x" / f"{FIRST}.gpml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--to", "gmt", "--tier", "all"], 2),
        (["--to", "json"], 0),
        (["--to", "csv", "--manifest", "-"], 2),
    ],
)
def test_an_export_replaces_no_record_by_another_kind_of_file(
    words: list[str], status: int, folder: Path
) -> None:
    copy_as(folder, FIRST, "copy.json")
    before = (folder / "copy.json").read_bytes()
    run = export(folder, "copy.json", *words, "-o", "copy.json")
    assert run.status == status
    if status:
        assert (folder / "copy.json").read_bytes() == before
    assert not (folder / "-").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_standard_output_leaves_the_files_as_they_were(folder: Path) -> None:
    words = ["export", "r", "--to", "csv", "--to", "jsonl:y.jsonl"]
    run = program.run(*words, cwd=folder, before=["bash", "-c", 'exec "$0" "$@" >/dev/full'])
    assert run.status == 2
    assert "cannot write to standard output" in run.err
    assert not (folder / "y.jsonl").exists()


def test_strict_counts_what_is_left_out(folder: Path) -> None:
    assert (
        export(folder, "r", "--to", "gmt", "-o", "x.gmt", "--tier", "all", "--strict").status == 1
    )
    assert not (folder / "x.gmt").exists()
