"""``.pfocr.toml``: defaults for options, what a search leaves out, which rules a file is spared.

Values only, and anybody's pull request can hold the file: nothing in it is imported or run, it
names nothing that is written or edited, and what it has read lies inside the repository.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pfocr_cli.config_keys import FORBIDDEN, FORMATS, INSIDE, OWN_KEYS, PLAIN_VALUES
from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.git import top_of
from pfocr_cli.inputs.gitignore import Globs
from pfocr_cli.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = ".pfocr.toml"
LEVELS = ("error", "warning", "info", "ignore")
"""What ``[severity]`` can make of a rule's findings."""
_NEEDED = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
_TOO_DEEP = "nested too deeply"
_NAMED_LEXICONS = ("embedded", "latest")


@dataclass(frozen=True)
class Config:
    """What a configuration file says; ``values`` are the defaults of one command's options."""

    path: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    exclude: Globs | None = None
    per_file_ignores: tuple[tuple[Globs, tuple[str, ...]], ...] = ()
    extra_keys: tuple[str, ...] = ()
    """Keys and columns of the project's own, which no schema names."""
    levels: tuple[tuple[str, str], ...] = ()
    """Rules, as they are named in ``[severity]``, with the level that each is given."""


class Option(NamedTuple):
    """What a command's option takes: ``kind`` of value, and whether it can be given several
    times; ``says_how``: its declaration says that a file may set it, as it may what is in
    ``PLAIN_VALUES``.
    """

    name: str
    kind: type[bool] | type[int] | type[float] | type[str] = str
    multiple: bool = False
    says_how: bool = False


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file from ``start`` up to the root of its git repository.

    Outside a repository only ``start`` itself is looked at.
    """
    top = top_of(start)
    above = [] if top is None else [each for each in start.parents if each.is_relative_to(top)]
    files = (folder / NAME for folder in (start, *above))
    return next(filter(os.path.isfile, files), None)


def load_config(path: Path, command: str, commands: Mapping[str, Mapping[str, Option]]) -> Config:
    """Read a configuration file for one command.

    ``commands`` has, for each command, its options by their names as they are written
    (``fail-on``). A value at the top holds for each command that has the option, one in a table
    ``[command]`` for that command.

    Raises:
        PfocrError: something is not understood, or not allowed in a file; file and key are named.
    """
    file = _File(path)
    content = file.read()
    # A table is a command's; `schema` and others are also the names of options.
    tables = {key: table for key, table in content.items() if key in commands and _is_table(table)}
    top = {key: value for key, value in content.items() if key not in tables}
    try:
        file.refuse(content)
    except RecursionError:
        raise file.error("", _TOO_DEEP) from None
    own = tables.get(command, {})
    options = commands[command]
    _check_keys(file, top, commands)
    # A table whose name is also an option of this command's (`show`) may have been meant for that.
    for name in [command, *(tables.keys() & options.keys())]:
        for key in tables.get(name, {}).keys() - commands[name].keys():
            near = did_you_mean(key, commands[name].keys() - FORBIDDEN)
            raise file.error("", f"{name} has no option {key!r}{near}")
    values = {
        options[key].name: file.value(key, value, options[key])
        for key, value in {**top, **own}.items()
        if key in options and key not in OWN_KEYS
    }
    return Config(
        path=file.display_path,
        values=values,
        exclude=file.exclude({**top, **own}),
        per_file_ignores=tuple(file.per_file_ignores(content)),
        extra_keys=file.strings("extra-keys", content.get("extra-keys", [])),
        levels=tuple(file.levels(content)),
    )


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _check_keys(
    file: _File, top: Mapping[str, Any], commands: Mapping[str, Mapping[str, Option]]
) -> None:
    """Raise PfocrError for a key at the top that no command has, or a command that is no table."""
    options = frozenset[str]().union(*commands.values())
    known = {*commands, *options, *OWN_KEYS} - FORBIDDEN
    for key in top:
        if key not in known:
            raise file.error("", f"unknown key {key!r}{did_you_mean(key, known)}")
        if key in commands.keys() - options:
            raise file.error("", f"{key} must be a table, [{key}]")


class _File:
    """A configuration file: where it stands, and what its values mean there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = os.path.abspath(path.parent)
        self.display_path = os.path.relpath(path).replace(os.sep, "/")

    def error(self, key: str, message: str) -> PfocrError:
        """Return the error that names the file and the key."""
        return PfocrError(
            f"{self.display_path}: {key}: {message}" if key else f"{self.display_path}: {message}"
        )

    def read(self) -> dict[str, Any]:
        """Return what the file holds, as TOML has it.

        Raises:
            PfocrError: it cannot be read, or is not TOML.
        """
        import tomllib

        try:
            return tomllib.loads(read_bytes(str(self._path)).decode("utf-8"))
        except UnreadableError as error:
            raise PfocrError(f"cannot read {self.display_path}: {error}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PfocrError(f"{self.display_path} is not TOML: {error}") from None
        except ValueError:  # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
            raise self.error("", "a number has too many digits") from None
        except RecursionError:
            raise self.error("", _TOO_DEEP) from None

    def refuse(self, content: Mapping[str, Any]) -> None:
        """Raise PfocrError for a key, in any table and however it is spelt, that no file may set.

        A table of globs is not looked into.
        """
        for key, value in content.items():
            plain = key.replace("_", "-").lower().lstrip("-")
            if plain in FORBIDDEN:
                raise self.error("", f"{key} cannot be set in a file: it belongs to one run")
            if plain in FORMATS:
                for word in value if isinstance(value, list) else [value]:
                    if isinstance(word, str) and ":" in word:
                        raise self.error(
                            key,
                            f"{word!r} names a path, which cannot be set in a file: it belongs to "
                            "one run",
                        )
            if isinstance(value, dict) and key not in ("per-file-ignores", "severity"):
                self.refuse(value)

    def value(self, key: str, value: object, option: Option) -> object:
        """Return an option's value as click takes it.

        Raises:
            PfocrError: it is no such value, or a file may not set it.
        """
        if key not in FORMATS | INSIDE | PLAIN_VALUES and not option.says_how:
            raise self.error("", f"{key} cannot be set in a file: it belongs to one run")
        if option.multiple:
            return list(self.strings(key, [value] if isinstance(value, str) else value))
        fits = {
            bool: isinstance(value, bool),
            int: isinstance(value, int | str) and not isinstance(value, bool),
            float: isinstance(value, int | float | str) and not isinstance(value, bool),
            str: isinstance(value, str)
            or (isinstance(value, int) and not isinstance(value, bool) and key not in INSIDE),
        }
        if not fits[option.kind]:
            raise self.error("", f"{key} must be {_NEEDED[option.kind]}")
        if key in INSIDE:
            return self._inside(key, str(value))
        return str(value) if option.kind is str else value

    def _inside(self, key: str, value: str) -> str:
        """Return a path that the file has read. PfocrError where it leads out of the repository."""
        if key == "lexicon" and value in _NAMED_LEXICONS:
            return value
        path = os.path.join(self._folder, value)
        if "\0" in value:
            raise self.error(key, f"{value!r} is not a path")
        roots = {_root(self._folder), _root(os.getcwd())}
        if not any(_is_below(path, root) for root in roots):
            raise self.error(key, f"{value!r} is outside of the repository: name a file inside it")
        return path

    def strings(self, key: str, value: object) -> tuple[str, ...]:
        """Return a list of texts.

        Raises:
            PfocrError: it is none.
        """
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self.error("", f"{key} must be a list of texts")

    @cached_property
    def _globs_base(self) -> str:
        """The folder that globs are relative to: the file's own, or for a file of another checkout
        (the base branch's, in a gate) the same folder of the repository that is worked in.
        """
        there, here = _root(self._folder), _root(os.getcwd())
        below = os.path.relpath(os.path.realpath(self._folder), there)
        return self._folder if there == here else os.path.normpath(os.path.join(here, below))

    def exclude(self, content: Mapping[str, Any]) -> Globs | None:
        patterns = self.strings("exclude", content.get("exclude", []))
        return Globs(self._globs_base, patterns) if patterns else None

    def per_file_ignores(
        self, content: Mapping[str, Any]
    ) -> Iterator[tuple[Globs, tuple[str, ...]]]:
        """Yield the files of each glob, and the codes that are ignored there.

        Raises:
            PfocrError: the table is none of globs and lists of codes.
        """
        table = content.get("per-file-ignores", {})
        if not isinstance(table, dict):
            raise self.error("", "per-file-ignores must be a table of globs and lists of codes")
        for glob, codes in table.items():
            yield Globs(self._globs_base, (glob,)), self.strings(glob, codes)

    def levels(self, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the severity that the project gives to each rule it names.

        Raises:
            PfocrError: the table is none of rules and levels.
        """
        table = content.get("severity", {})
        if not isinstance(table, dict):
            raise self.error("", "severity must be a table of rules and levels")
        for word, level in table.items():
            if level not in LEVELS:
                raise self.error(f"severity: {word}", f"must be one of {', '.join(LEVELS)}")
            yield word, level


def _root(folder: str) -> str:
    """Return the root of the git repository that a folder is in, or the folder; links resolved."""
    whole = Path(os.path.realpath(folder))
    return str(top_of(whole) or whole)


def _is_below(path: str, root: str) -> bool:
    whole = os.path.realpath(path)
    return os.path.join(whole, "").startswith(os.path.join(root, ""))
