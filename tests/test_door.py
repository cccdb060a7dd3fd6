"""The door: what click knows of a command is what its function takes, and records that share what
no two may are found by one finder.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import click
import pytest

from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.export_job import Exported
from pfocr_cli.app.export_tally import refusal_of
from pfocr_cli.cli import cli, main
from pfocr_cli.export.options import Options, declared
from pfocr_cli.export.output import Output
from pfocr_cli.export.rendered import Rendered
from pfocr_cli.export.selection import Selection
from pfocr_cli.export.staging import Staging
from pfocr_cli.export.targets import Target
from pfocr_cli.inputs.digest_table import digest_of
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon

SHARED = {
    *("paths", "files_from", "stdin_filename", "exclude", "data_dir", "show_files"),
    *("decisions", "lexicon", "jobs", "executor", "shard", "cache", "traceback"),
}


def commands() -> list[click.Command]:
    context = click.Context(cli)
    found = [cli.get_command(context, name) for name in cli.list_commands(context)]
    below = [
        each for one in found if isinstance(one, click.Group) for each in one.commands.values()
    ]
    return [one for one in (*found, *below) if one and not isinstance(one, click.Group)]


@pytest.mark.parametrize("command", commands(), ids=lambda command: str(command.name))
def test_a_command_takes_what_its_options_give(command: click.Command) -> None:
    assert command.callback is not None
    function = inspect.unwrap(command.callback)
    parameters = inspect.signature(function).parameters.values()
    taken = {one.name for one in parameters if one.kind is not one.POSITIONAL_ONLY}
    given = {str(one.name) for one in command.params if one.expose_value}
    over_records = "records" in inspect.signature(function).parameters
    if "of_formats" in taken:
        taken = taken - {"of_formats"} | {each.name for each in declared()}
    assert taken == given - (SHARED if over_records else set())
    assert not over_records or given > SHARED


def test_what_two_records_claim_is_told_by_the_place_of_the_first() -> None:
    inputs = [Input("/x/a.md", "a.md"), Input("/x/b.jsonl", "b.jsonl")]
    finder = DuplicateFinder(inputs)
    first, second, third = (Holder("F", number, line) for number, line in ((0, 1), (1, 7), (1, 9)))
    assert finder.claim("figid", digest_of("F"), first) is None
    assert finder.claim("figid", digest_of("F"), second) == "a.md"
    assert finder.claim("redirect", digest_of("F"), second) is None
    assert finder.claim("redirect", digest_of("F"), third) == "b.jsonl:7"
    assert finder.claim("redirect", digest_of("G"), third) is None


def test_two_records_of_one_figid_in_a_list_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    records = [{"figid": "PMC1__f1"}, {"figid": "PMC2__f1"}, {"figid": "PMC1__f1"}]
    Path("all.json").write_text(json.dumps(records, indent=1))
    with pytest.raises(SystemExit):
        main(["validate", "--isolated", "--select", "C801", "all.json"])
    assert capsys.readouterr().out == (
        "all.json:8:1: C801 error the figid 'PMC1__f1' is also that of all.json:2\n"
    )


def test_a_figid_or_a_file_that_was_there_before_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all.jsonl").write_text("{}\n" * 6)
    options = Options(selection=Selection("all", "all"), release=open_lexicon(None).release)
    with Staging() as staging:
        folder = Output(Target("gpml", "out/", folder=True), options, staging)
        stream = Output(Target("gmt", "x.gmt"), options, staging)

        def refused(output: Output, finder: DuplicateFinder, figid: str, line: int) -> str:
            files = {f"{figid}.gpml": b""} if output is folder else {}
            record = Exported(figid, "all.jsonl", line)
            finding = refusal_of(output, finder, record, Rendered(files), 0)
            return finding.message if finding else ""

        finder = DuplicateFinder([Input(str(tmp_path / "all.jsonl"), "all.jsonl")])
        assert refused(folder, finder, "PMC1__a", 2) == ""
        assert "figid 'PMC1__a' is also that of all.jsonl:2" in refused(
            folder, finder, "PMC1__a", 3
        )
        assert "'PMC1__A.gpml' is also that of all.jsonl:2" in refused(folder, finder, "PMC1__A", 4)
        assert refused(folder, finder, "PMC1__\u00e9", 5) == ""
        assert "that of all.jsonl:5" in refused(folder, finder, "PMC1__e\u0301", 6)
        finder = DuplicateFinder([Input(str(tmp_path / "all.jsonl"), "all.jsonl")])
        assert [refused(stream, finder, name, 2) for name in ("a", "A")] == ["", ""]
        assert "all.jsonl:2" in refused(stream, finder, "a", 3)
