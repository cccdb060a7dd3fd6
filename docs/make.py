"""The reference pages of this folder, made of what the program knows of itself.

``python docs/make.py`` writes them anew; ``tests/test_docs.py`` holds that they are up to date. The
only page written by hand is this folder's ``README.md``.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pfocr_cli import cli, config_keys
from pfocr_cli.cli._help import HelpInSections
from pfocr_cli.cli._options import written_name
from pfocr_cli.errors import STATUS_MEANINGS
from pfocr_cli.export.formats import EXPORTERS, Exporter, FileExporter
from pfocr_cli.export.options import declared
from pfocr_cli.record import schema
from pfocr_cli.reporters import REPORTERS
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.terminal.markdown import table_head, table_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = Path(__file__).parent
_MADE = "<!-- made by `python docs/make.py` -->\n"
_LABEL = re.compile(r"^(Why|Bad|Good|Fix):", re.MULTILINE)
_MARKS_PARAGRAPH = "\b"
"""How click is told to leave lines as they are."""


def pages() -> dict[str, str]:
    """Return the text of every page that is made, by its path below this folder."""
    made = {
        "rules.md": rules_page(),
        "commands.md": commands_page(),
        "formats.md": formats_page(),
        "configuration.md": configuration_page(),
        "exit-status.md": exit_page(),
        "schemas.md": schemas_page(),
    }
    made |= {f"rules/{rule.code}.md": rule_page(rule) for rule in RULES.values()}
    made |= {f"commands/{name}.md": command_page(name, each) for name, each in commands().items()}
    return {path: f"{_MADE}\n{text.rstrip()}\n" for path, text in made.items()}


def write() -> None:
    """Write the pages, and remove those that are made no more."""
    made = pages()
    for path in [*FOLDER.glob("*.md"), *FOLDER.glob("*/*.md")]:
        below = path.relative_to(FOLDER).as_posix()
        if below not in made and path.read_text(encoding="utf-8").startswith(_MADE):
            path.unlink()
    for below, text in made.items():
        path = FOLDER / below
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    cells = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    return "\n".join((table_head(head), *map(table_row, cells)))


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# --- rules -------------------------------------------------------------------------------------


def rules_page() -> str:
    """Return the table of all rules."""
    rows = (
        (
            f"[{rule.code}](rules/{rule.code}.md)",
            rule.name,
            ", ".join(map(str, rule.severities)),
            rule.fix or "",
            rule.summary,
        )
        for rule in RULES.values()
    )
    about = (
        "Where a rule has several severities, its page says when. The letter says what a rule is "
        "about: P reading, S the schema, I identity, T text, G genes, V vocabularies, K keywords, "
        "D side tables, C the corpus. `pfocr rule CODE` prints a page, `pfocr rule WORD` searches."
    )
    return f"# Rules\n\n{about}\n\n{_table(('Code', 'Name', 'Severity', 'Fix', 'Finds'), rows)}"


def rule_page(rule: Rule) -> str:
    """Return a rule's page."""
    text = _LABEL.sub(r"**\1:**", rule.page)
    about = f"Severity: {rule.severities_told}. [All rules](../rules.md)"
    return f"# {rule.code} {rule.name}\n\n{about}\n\n{text}"


# --- commands ----------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    """Return the commands of the program by their names."""
    context = click.Context(cli.cli)
    found = {name: cli.cli.get_command(context, name) for name in cli.cli.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def commands_page() -> str:
    """Return the table of commands."""
    rows = [
        (f"[`pfocr {name}`](commands/{name}.md)", command.short_help or "")
        for name, command in commands().items()
    ]
    return f"# Commands\n\n{_table(('Command', 'Does'), rows)}"


def command_page(name: str, command: click.Command) -> str:
    """Return what a command does, with all its options; of a group, of each command in it."""
    parts = [f"# pfocr {name}", *_about(f"pfocr {name}", command)]
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            parts += [f"## pfocr {name} {below}", *_about(f"pfocr {name} {below}", each)]
    return "\n\n".join(parts)


def _about(path: str, command: click.Command) -> Iterator[str]:
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    words = [each.metavar or f"[{(each.name or '').upper()}]..." for each in arguments]
    if not isinstance(command, click.Group):
        yield "```text\n" + " ".join((path, "[OPTIONS]", *words)) + "\n```"
    yield inspect.cleandoc(command.help or "")
    for heading, options in _groups(command).items():
        yield f"**{heading}**"
        yield _table(("Option", "Default", "Does"), map(_option_row, options))
    if command.epilog:
        lines = command.epilog.removeprefix(f"{_MARKS_PARAGRAPH}\nExamples:\n").splitlines()
        yield "**Examples**"
        yield "```text\n" + "\n".join(line.strip() for line in lines) + "\n```"


def _groups(command: click.Command) -> dict[str, list[click.Option]]:
    """Return a command's options under their headings, as `--help` has them."""
    if isinstance(command, HelpInSections):
        return command.sections(command.params)
    return {}


def _option_row(option: click.Option) -> tuple[str, str, str]:
    value = "" if option.is_flag else f" {option.metavar or _values(option.type)}"
    default = f"`{option.default}`" if option.show_default and not option.is_flag else ""
    return ", ".join(f"`{name}{value}`" for name in option.opts), default, option.help or ""


def _values(kind: object) -> str:
    if isinstance(kind, click.Choice):
        return "|".join(map(str, kind.choices))
    is_number = isinstance(kind, click.types.IntParamType | click.types.FloatParamType)
    return "N" if is_number else "TEXT"


# --- formats -----------------------------------------------------------------------------------


def formats_page() -> str:
    """Return what there is to write: reports of findings, and exports."""
    reports = ((f"`{name}`", _first_paragraph(make)) for name, make in REPORTERS.items())
    parts = [
        "# Formats",
        "## Reports: `pfocr validate --format F[:PATH]`",
        _table(("Format", "What it is"), reports),
        "`pfocr schema finding` says what `json` and `jsonl` hold, `pfocr schema answer` what "
        "`pfocr resolve --format jsonl` does: [schemas](schemas.md).",
        "## Exports: `pfocr export --to F[:PATH]`",
        "Symbols and matches are as published unless `--symbols` and `--matches` say otherwise. "
        "Options of one output stand after its path: `--to gmt:hs.gmt,species=9606`.",
    ]
    for name, exporter in EXPORTERS.items():
        parts += [f"### {name}", _module_text(exporter), "\n".join(_facts(exporter))]
    return "\n\n".join(parts)


def _module_text(thing: object) -> str:
    """Return what the module says of a format, without the format's name before it."""
    module = sys.modules[getattr(thing, "__module__", type(thing).__module__)]
    text = inspect.cleandoc(module.__doc__ or "").replace("``", "`")
    name, colon, rest = text.partition(": ")
    told = rest if colon and " " not in name else text
    return told[:1].upper() + told[1:]


def _first_paragraph(thing: object) -> str:
    return " ".join(_module_text(thing).partition("\n\n")[0].split())


def _facts(exporter: Exporter) -> Iterator[str]:
    yield f"- Files end in {_code(exporter.suffixes)}."
    if exporter.streams:
        yield "- One file, or standard output, holds many figures."
    if isinstance(exporter, FileExporter):
        yield "- A folder gets a file a figure."
    yield f"- `--tier` is `{exporter.tier}` and `--species` `{exporter.species}`, unless given."
    kept = "are in" if exporter.rejected == "keep" else "are left out"
    yield f"- Figures marked REJECT {kept}, unless `--rejected` says otherwise."
    if exporter.subjects:
        yield f"- `--table` can be {_code(exporter.subjects)}."
    for each in declared():
        if exporter.name in each.formats and each.name != "table":
            yield f"- `--{each.written}`: {each.help}"


# --- configuration, exit status, schemas -------------------------------------------------------


def configuration_page() -> str:
    """Return the keys that a ``.pfocr.toml`` can have."""
    takers: dict[str, list[str]] = {}
    helps: dict[str, str] = {}
    for name, command in commands().items():
        for option in command.params:
            if isinstance(option, click.Option):
                key = written_name(option)
                says_how = getattr(option, "says_how", False)
                known = config_keys.PLAIN_VALUES | config_keys.INSIDE | config_keys.FORMATS
                if says_how or key in known:
                    takers.setdefault(key, []).append(name)
                    helps.setdefault(key, option.help or "")
    rows = [
        (f"`{key}`", ", ".join(names), _restriction(key), helps[key])
        for key, names in sorted(takers.items())
    ]
    own = (
        ("`exclude`", "globs that a search passes over, as in .gitignore"),
        ("`extra-keys`", "keys of records and columns of side tables that are your own"),
        ("`[severity]`", 'another level for rules: `G501 = "error"`, `T = "ignore"`'),
        ("`[per-file-ignores]`", 'rules that do not count in files: `"_figures/PMC1*" = ["T301"]`'),
    )
    return "\n\n".join(
        (
            "# `.pfocr.toml`",
            "Keys at the top hold for every command that has the option, those in a table such as "
            "`[validate]` for that command. An option that is typed goes before a variable "
            "(`PFOCR_VALIDATE_FAIL_ON` is `--fail-on` of `pfocr validate`), a variable before the "
            "file. `--config FILE` takes another file, `--isolated` none.",
            "## Keys of its own",
            _table(("Key", "Says"), own),
            "## Options that it can set",
            _table(("Key", "Commands", "Value", "Option"), rows),
            "## Options that it cannot set",
            "A pull request can hold the file. What writes, edits, fetches or runs something, or "
            f"says which run this is, ends a run with status 2: {_code(sorted(_refused()))}.",
        )
    )


def _refused() -> set[str]:
    """Return the refused options that some command has."""
    every = {
        written_name(option)
        for command in commands().values()
        for each in (command, *getattr(command, "commands", {}).values())
        for option in each.params
        if isinstance(option, click.Option)
    }
    return every & config_keys.FORBIDDEN


def _restriction(key: str) -> str:
    if key in config_keys.INSIDE:
        return "a path inside the repository"
    return "names of formats, no path" if key in config_keys.FORMATS else "as typed"


def exit_page() -> str:
    """Return what the exit statuses mean."""
    rows = ((str(int(status)), meaning) for status, meaning in STATUS_MEANINGS.items())
    return f"# Exit status\n\n{_table(('Status', 'Meaning'), rows)}"


def schemas_page() -> str:
    """Return the schemas with the keys that each knows."""
    parts = ["# JSON Schemas", "`pfocr schema NAME` prints one, self-contained (2020-12)."]
    for name in schema.schema_names():
        document = schema.bundled(name)
        parts += [f"## `{name}`: {document['title']}"]
        parts += [document["description"]] if "description" in document else []
        if isinstance(properties := document.get("properties"), dict):
            rows = ((f"`{key}`", _told(each, document)) for key, each in properties.items())
            parts.append(_table(("Key", "Holds"), rows))
    return "\n\n".join(parts)


def _told(part: Mapping[str, object], document: Mapping[str, object]) -> str:
    """Return what a schema says of a key: its description, else its title."""
    shared = document.get("$defs")
    name = str(part.get("$ref")).rpartition("/")[2]
    target = shared.get(name) if isinstance(shared, dict) else None
    found = {**(target if isinstance(target, dict) else {}), **part}
    return str(found.get("description") or found.get("title") or "")


if __name__ == "__main__":
    write()
