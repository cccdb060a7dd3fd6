"""``.pfocr.toml``: defaults for options, what a search leaves out, which rules a file is spared.

Values only: nothing in the file is ever imported or run.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.gitignore import Globs
from pfocr_cli.wording import did_you_mean

NAME = ".pfocr.toml"
_OWN_KEYS = ("exclude", "per-file-ignores")
_PATHS = frozenset(
    {"baseline", "data-dir", "lexicon", "output", "schema", "todo", "write-baseline"}
)
"""Options whose value is a path: in the file it is relative to the file's folder, as its globs are.
"""
_NAMED_LEXICONS = ("embedded", "latest")


@dataclass(frozen=True)
class Config:
    """What a configuration file says; ``values`` are the defaults of one command's options."""

    path: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    exclude: Globs | None = None
    per_file_ignores: tuple[tuple[Globs, tuple[str, ...]], ...] = ()


def find(start: Path) -> Path | None:
    """Return the nearest configuration file from ``start`` up to the root of its git repository.

    Outside a repository only ``start`` itself is looked at.
    """
    above = [start, *start.parents]
    roots = [index for index, folder in enumerate(above) if os.path.exists(folder / ".git")]
    inside = above[: roots[0] + 1] if roots else [start]
    return next((folder / NAME for folder in inside if os.path.isfile(folder / NAME)), None)


def load(path: Path, command: str, options: Mapping[str, str], commands: frozenset[str]) -> Config:
    """Read a configuration file for one command.

    ``options`` maps the command's option names, as they are written (``fail-on``), to its
    parameters (``fail_on``). A value at the top holds for each command that has the option, one in
    a table ``[command]`` for that command. PfocrError, naming the file, for what is not understood.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PfocrError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PfocrError(f"{path} is not TOML: {error}") from None
    # A table is a command's; `schema` and others are also the names of options.
    top = {
        key: value
        for key, value in content.items()
        if not (key in commands and isinstance(value, dict))
    }
    own = content.get(command)
    own = own if isinstance(own, dict) else {}
    for key in own:
        if key not in options:
            raise PfocrError(f"{path}: {command} has no option {key!r}{did_you_mean(key, options)}")
    values = {
        options[key]: _value(path, key, value)
        for key, value in {**top, **own}.items()
        if _sets(key, options)
    }
    return Config(
        str(path),
        values,
        _exclude(path, {**content, **own}),
        tuple(_per_file_ignores(path, content)),
    )


def _sets(key: str, options: Mapping[str, str]) -> bool:
    return key in options and key not in _OWN_KEYS


def unknown_keys(
    path: Path, commands: frozenset[str], options: frozenset[str], never: frozenset[str]
) -> None:
    """Raise PfocrError for a key at the top of the file that no command has, or that belongs to one
    run (``never``).
    """
    known = {*commands, *options, *_OWN_KEYS}
    for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if key in never:
            raise PfocrError(f"{path}: {key} cannot be set in a file: it belongs to one run")
        if key not in known:
            raise PfocrError(f"{path}: unknown key {key!r}{did_you_mean(key, known)}")
        if key in commands - options and not isinstance(value, dict):
            raise PfocrError(f"{path}: {key} must be a table, [{key}]")


def _value(path: Path, key: str, value: Any) -> Any:
    if key in _PATHS and isinstance(value, str) and value not in _NAMED_LEXICONS:
        return os.path.join(_base(path), value)
    plain = isinstance(value, str | int | float | bool)
    if plain or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        return value
    raise PfocrError(f"{path}: {key} must be a text, a number, true or false, or a list of texts")


def _strings(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise PfocrError(f"{path}: {key} must be a list of texts")


def _base(path: Path) -> str:
    return os.path.abspath(path.parent)


def _exclude(path: Path, content: Mapping[str, Any]) -> Globs | None:
    patterns = _strings(path, "exclude", content.get("exclude", []))
    return Globs(_base(path), patterns) if patterns else None


def _per_file_ignores(
    path: Path, content: Mapping[str, Any]
) -> list[tuple[Globs, tuple[str, ...]]]:
    table = content.get("per-file-ignores", {})
    if not isinstance(table, dict):
        raise PfocrError(f"{path}: per-file-ignores must be a table of globs and lists of codes")
    return [
        (Globs(_base(path), (glob,)), _strings(path, glob, codes)) for glob, codes in table.items()
    ]
