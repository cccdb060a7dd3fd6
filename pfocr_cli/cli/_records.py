"""The options that all commands over records share, and what they give: typed, and made once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from pfocr_cli.cli._help import GENERAL_OPTIONS, HelpInSections
from pfocr_cli.cli._options import run_options
from pfocr_cli.cli._record_options import CACHE, INPUT_OPTIONS, NO_CACHE, WORK_OPTIONS
from pfocr_cli.terminal import messages, results

if TYPE_CHECKING:
    from pfocr_cli.app.run import Work
    from pfocr_cli.app.validate_request import Ignores
    from pfocr_cli.config import Config
    from pfocr_cli.errors import Exit
    from pfocr_cli.inputs.gitignore import Globs
    from pfocr_cli.inputs.input_list import Input, InputList, WhenMany
    from pfocr_cli.inputs.protected import FileRead, What
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.inputs.stray_tables import SearchedFolders

P = ParamSpec("P")


@dataclass(frozen=True)
class Records:
    """What the shared options of a command over records give: ``work`` says where it is done,
    ``nothing_to`` what cannot be done with an empty list, and ``imports`` what workers import.
    """

    config: Config
    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    files_from: str | None
    stdin_filename: str | None
    data_dir: str | None
    lexicon: str | None
    decisions: str | None
    work: Work
    nothing_to: str = ""
    imports: str = ""

    @cached_property
    def inputs(self) -> Sequence[Input]:
        """What the paths and the list lead to. Looked for when a command first asks: what it finds
        wrong with its options is said before.
        """
        from pfocr_cli.app.ahead import when_many

        found = find_inputs(
            self.config,
            self.paths,
            self.files_from,
            self.exclude,
            self.stdin_filename,
            when_many=when_many(self.work.jobs, self.work.executor, self.imports),
        )
        if not found and self.nothing_to:
            messages.sentence(f"no records in the list: nothing to {self.nothing_to}")
        return found

    def read_options(self) -> ReadOptions:
        """Return how the records are read, where a command has no more to say of that."""
        from pfocr_cli.inputs.records import ReadOptions

        return ReadOptions(data_dir=self.data_dir, extra_keys=self.config.extra_keys)

    def searched(self) -> SearchedFolders:
        """Return which folders were searched whole, and how."""
        from pfocr_cli.inputs.stray_tables import SearchedFolders

        paths = self.paths or (() if self.files_from else (".",))
        folders = [path for path in paths if path != "-" and os.path.isdir(path)]
        return SearchedFolders(folders, _excludes(self.config, self.exclude), self.data_dir)

    def per_file_ignores(self) -> Ignores:
        """Return the codes that the configuration ignores in files."""
        from pfocr_cli.rules import select_codes

        return [
            (globs, select_codes(words, ()) if words else frozenset())
            for globs, words in self.config.per_file_ignores
        ]

    def files_read(
        self,
        *,
        schema: str | None = None,
        baseline: str | None = None,
        report: str | None = None,
        organisms: str | None = None,
    ) -> list[FileRead]:
        """Return the files that are read beside the records."""
        from pfocr_cli.inputs.organisms import organism_files
        from pfocr_cli.inputs.protected import FileRead
        from pfocr_cli.lexicon.store import path_of

        pages = organism_files(organisms) if organisms else []
        # Standard input may have been redirected from a file, which is the list then.
        listing = "/dev/stdin" if self.files_from == "-" else self.files_from
        named: list[tuple[str | None, What]] = [
            (self.config.path, "configuration"),
            (str(path_of(self.lexicon)), "lexicon"),
            (listing, "list"),
            (schema, "schema"),
            *((page, "list of organisms") for page in pages),
            (self.decisions, "decisions"),
            (report, "earlier report"),
            (baseline, "baseline"),
        ]
        return [FileRead(path, what) for path, what in named if path]


Command = Callable[Concatenate[Records, P], "Exit"]


class RecordCommand(HelpInSections):
    """A command over records; the options that all such share have sections of their own."""

    def heading_of(self, option: click.Option) -> str:
        """Return the heading that an option stands under."""
        if option in INPUT_OPTIONS:
            return "Which records"
        is_of_work = option in WORK_OPTIONS or option is CACHE
        return "How the work is done" if is_of_work else super().heading_of(option)


def record_command(
    name: str,
    *,
    short_help: str,
    epilog: str,
    nothing_to: str = "",
    cls: type[RecordCommand] = RecordCommand,
    keeps_results: bool = False,
) -> Callable[[Command[P]], click.Command]:
    """Make a command over records of a function that takes ``Records`` and its own options.

    The command has the shared options around its own, answers --show-files itself, and where a list
    holds no record says that there is nothing ``nothing_to`` (``judge``). Unless it
    ``keeps_results``, it says so where --cache is given.
    """

    def decorate(function: Command[P]) -> click.Command:
        @wraps(function)
        def callback(*args: P.args, **given: P.kwargs) -> Exit:
            shared: dict[str, Any] = {key: given.pop(key) for key in _SHARED}
            show_files = shared.pop("show_files")
            if shared["cache"] and not keeps_results:
                shared["cache"] = None
                messages.sentence(f"--cache: {name} keeps no results; validate and normalize do")
            imports = f"pfocr_cli.app.{name}_job"
            if show_files:
                shown = _records("", imports, **shared | {"jobs": 1})
                return _show_files(shown.inputs)
            with _workers_ahead(imports, shared):
                records = _records(nothing_to, imports, **shared)
                _refuse_unusable_decisions(records)
                return function(records, *args, **given)

        command: click.Command = click.command(name, cls=cls, short_help=short_help, epilog=epilog)(
            run_options(takes_traceback=True)(callback)
        )
        own = [option for option in command.params if option.name not in GENERAL_OPTIONS]
        general = [option for option in command.params if option.name in GENERAL_OPTIONS]
        cache = CACHE if keeps_results else NO_CACHE
        command.params = [*INPUT_OPTIONS, *own, *WORK_OPTIONS, cache, *general]
        return command

    return decorate


@contextmanager
def _workers_ahead(imports: str, shared: Mapping[str, Any]) -> Iterator[None]:
    """Have workers on their way, where the paths lead to many records at first sight, and end what
    they come from where the run is refused or interrupted.
    """
    from pfocr_cli.app.ahead import call_ahead, end_ready, when_many

    paths = shared["paths"] or (() if shared["files_from"] else (".",))
    try:
        call_ahead(when_many(shared["jobs"], shared["executor"], imports), paths)
        yield
    except BaseException:
        end_ready()
        raise


def _refuse_unusable_decisions(records: Records) -> None:
    """End the run here, not at each record, where decisions cannot be used."""
    from pfocr_cli.inputs.decisions import open_decisions
    from pfocr_cli.lexicon.store import open_lexicon

    if records.decisions:
        open_decisions(records.decisions, open_lexicon(records.lexicon))


def _show_files(inputs: Sequence[Input]) -> Exit:
    from pfocr_cli.errors import Exit

    for item in inputs:
        results.line(item.display_path)
    return Exit.CLEAN


def find_inputs(
    config: Config,
    paths: tuple[str, ...],
    files_from: str | None,
    exclude: tuple[str, ...] = (),
    stdin_filename: str | None = None,
    *,
    when_many: WhenMany | None = None,
) -> InputList:
    """Return the inputs that a command's options name."""
    from pfocr_cli.inputs.input_list import NEVER
    from pfocr_cli.inputs.search import Search

    if files_from == "-" and "-" in paths:
        raise click.UsageError(
            "standard input cannot be both a record and the list: write one of them to a file"
        )
    search = Search(_excludes(config, exclude), stdin_filename, os.getcwd(), when_many or NEVER)
    return search.inputs(paths, files_from)


def _excludes(config: Config, exclude: tuple[str, ...]) -> list[Globs]:
    from pfocr_cli.inputs.gitignore import Globs

    globs = [Globs(os.getcwd(), exclude)] if exclude else []
    return globs + ([config.exclude] if config.exclude else [])


def _records(
    nothing_to: str,
    imports: str,
    *,
    paths: tuple[str, ...],
    files_from: str | None,
    stdin_filename: str | None,
    exclude: tuple[str, ...],
    data_dir: str | None,
    lexicon: str | None,
    decisions: str | None,
    jobs: int | None,
    executor: str | None,
    shard: str | None,
    cache: str | None,
    traceback: bool,
) -> Records:
    from pfocr_cli.app.result_folder import folder_for
    from pfocr_cli.app.run import Work
    from pfocr_cli.inputs.shards import shard_named

    config: Config = click.get_current_context().obj
    return Records(
        config=config,
        paths=paths,
        exclude=exclude,
        files_from=files_from,
        stdin_filename=stdin_filename,
        data_dir=data_dir,
        lexicon=lexicon,
        decisions=decisions,
        work=Work(
            jobs=jobs,
            executor=executor,
            traceback=traceback,
            shard=shard_named(shard) if shard else None,
            cache=folder_for(cache) if cache else None,
            lexicon=lexicon,
        ),
        nothing_to=nothing_to,
        imports=imports,
    )


_SHARED = [
    *(str(each.name) for each in (*INPUT_OPTIONS, *WORK_OPTIONS, CACHE)),
    "traceback",
]
"""Names of what ``Records`` is made of, and of ``--show-files``, which is answered here."""
