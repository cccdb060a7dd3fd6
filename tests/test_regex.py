"""Regular expressions are compiled when they are asked, and every one can be."""

import ast
import importlib
import re

import pytest
from test_architecture import MODULES, PACKAGE

from pfocr_cli.regex import regex


def test_a_pattern_is_what_re_compiles() -> None:
    lazy, eager = regex(r"(?P<word>[a-z]+)", re.I), re.compile(r"(?P<word>[a-z]+)", re.I)
    assert lazy.sub("x", "AB 1 cd") == eager.sub("x", "AB 1 cd") == "x 1 x"
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (
        eager.pattern,
        eager.flags,
        eager.groupindex,
    )
    assert regex(b"[0-9]").search(b"a1") is not None


def test_nothing_is_compiled_before_it_is_asked() -> None:
    never = regex("(")
    assert never.pattern == "("
    with pytest.raises(re.error):
        never.search("")


def test_every_pattern_of_the_program_compiles() -> None:
    compiled = 0
    for path in MODULES:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if "= regex(" in path.read_text(encoding="utf-8"):
            module = importlib.import_module(name.removesuffix(".__init__"))
            for found in vars(module).values():
                if type(found) is type(regex("")):
                    assert re.compile(found.pattern)
                    compiled += 1
    assert compiled > 100


def test_no_module_compiles_as_it_is_imported() -> None:
    eager = [
        f"{path.name}:{call.lineno}"
        for path in MODULES
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "re.compile"
    ]
    assert eager == []
