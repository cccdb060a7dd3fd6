"""How many small faults the fast tests notice: a sample of mutants of some rooms, by hand.

    python tests/bench/mutants.py --rooms rules fixes record --sample 150 --seed 1 --jobs 2

A mutant is one change of the source: a comparison or a boolean turned round, a number one more, a
text emptied, a condition always false. It is written into a copy of the package, and counts as
killed where the fast tests of that copy fail or do not end. The fast tests are run once with
coverage, which tells the tests that reach each line: those are tried first, and the
files that reach its function only where these pass.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
STARTS_PROGRAMS = {"subprocess", "multiprocessing", "program", "run", "launch", "PROGRAM"}
"""Names that a file of tests imports to start programs."""
ALSO_FAST = {"test_patch.py", "test_drafts.py", "test_vocabularies.py", "test_figure.py"}
"""Tests that start a program now and then, and judge rules and fixes in this process."""
SLOW = {
    "test_never_destroyed.py",
    "test_architecture.py",
    "test_readers_agree.py",
    "test_lexicon_build.py",
    "test_files.py",
}
MOST_AT_ONCE = 400
"""Tests that are named one by one; more are run by their files."""
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def mutate(node: ast.AST) -> bool:
    """Change a node in place; say whether there was something to change."""
    match node:
        case ast.Compare(ops=[op, *_]):
            node.ops[0] = _TURNED[type(op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.Constant(value=str() as text) if text:
            node.value = ""
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(False)
        case _:
            return False
    return True


def places(tree: ast.Module) -> Iterator[int]:
    """Yield the number of each node of a function that can be changed and is evaluated: neither
    docstrings nor annotations are.
    """
    unread = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            unread.add(id(node.value))
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            unread.update(id(each) for each in ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            unread.update(id(each) for each in ast.walk(node.returns))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in inside and id(node) not in unread and mutate(copy.deepcopy(node)):
            yield number


def fast_tests(folder: Path) -> list[str]:
    """Return the files of tests that hardly start programs."""
    return [
        f"tests/{path.name}"
        for path in sorted((folder / "tests").glob("test_*.py"))
        if path.name in ALSO_FAST or not (path.name in SLOW or _starts_programs(path))
    ]


def _starts_programs(path: Path) -> bool:
    return any(
        alias.name in STARTS_PROGRAMS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )


def is_killed(folder: Path, tests: list[str], left_out: list[str]) -> bool:
    """Say whether tests of a copy fail."""
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", *tests]
    command += [f"--deselect={test}" for test in left_out]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


class Reach:
    """Which tests reach a line, and which files of tests a module: told by a run with coverage."""

    def __init__(self, folder: Path) -> None:
        settings = folder / "contexts.ini"
        settings.write_text(
            "[run]\nsource_pkgs = pfocr_cli\ndynamic_context = test_function\n", encoding="utf-8"
        )
        tests = fast_tests(folder)
        measure = ["--rcfile=contexts.ini", "--data-file=contexts"]
        options = ["-p", "no:cacheprovider", "-n0", "-rf", "--durations=12", *tests]
        done = subprocess.run(
            [sys.executable, "-m", "coverage", "run", *measure, "-m", "pytest", *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout, file=sys.stderr)
        self.failing = re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
        """Tests that fail without a mutant: those of what a copy lacks, or a slow machine."""
        self._data = coverage.CoverageData(str(folder / "contexts"))
        self._data.read()
        self._folder = folder

    def of_line(self, module: str, line: int) -> list[str]:
        """Return the tests that reach a line, as pytest names them."""
        contexts = self._data.contexts_by_lineno(str(self._folder / module)).get(line, [])
        tests = sorted({_test_of(each) for each in contexts if each})
        return tests if len(tests) <= MOST_AT_ONCE else sorted({_file_of(each) for each in tests})

    def of_function(self, module: str, lines: range) -> list[str]:
        """Return the files of tests that reach any of some lines: what is kept from one call for
        the next, only the first reaches.
        """
        reached = self._data.contexts_by_lineno(str(self._folder / module))
        found = (context for line in lines for context in reached.get(line, []))
        return sorted({_file_of(_test_of(each)) for each in found if each})


def _test_of(context: str) -> str:
    module, *names = context.split(".")
    return "::".join([f"tests/{module}.py", *names])


def _file_of(test: str) -> str:
    return test.partition("::")[0]


@dataclass(frozen=True)
class Mutant:
    """The node of a module that is to be changed."""

    module: str
    number: int

    def survives(self, folder: Path, reach: Reach) -> str | None:
        """Try the change in a copy; return what was changed where no test fails."""
        path = folder / self.module
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        node = [*ast.walk(tree)][self.number]
        line = _line_of(tree, node)
        named = f"{self.module}:{line}: {type(node).__name__} {ast.unparse(node)[:60]}"
        mutate(node)
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        try:
            nearest = reach.of_line(self.module, line)
            if nearest and is_killed(folder, nearest, reach.failing):
                return None
            others = reach.of_function(self.module, _function_of(tree, line))
            return (
                None
                if others != nearest and others and is_killed(folder, others, reach.failing)
                else named
            )
        finally:
            path.write_text(text, encoding="utf-8")


def _line_of(tree: ast.Module, node: ast.AST) -> int:
    """Return the line on which Python counts a node: that of the statement it is part of."""
    line = getattr(node, "lineno", 0)
    around = [
        each.lineno
        for each in ast.walk(tree)
        if isinstance(each, ast.stmt)
        and not isinstance(each, ast.FunctionDef | ast.ClassDef)
        and each.lineno <= line <= (each.end_lineno or 0)
    ]
    return max(around, default=line)


def _function_of(tree: ast.Module, line: int) -> range:
    """Return the lines of the smallest function around a line."""
    around = [
        range(each.body[0].lineno, (each.end_lineno or 0) + 1)
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef) and each.lineno <= line <= (each.end_lineno or 0)
    ]
    return min(around, key=len, default=range(line, line + 1))


def main() -> None:
    """Print each survivor, and how many of the sample were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", nargs="+", default=["rules", "fixes", "record"])
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--after", type=int, default=0, help="pass over so many of the sample")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ignored = shutil.ignore_patterns(".git", "__pycache__")
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(asked.jobs):
            folder = Path(temporary).resolve() / f"copy{number}"
            shutil.copytree(ROOT, folder, symlinks=True, ignore=ignored)
            copies.put(folder)
        found = [
            Mutant(str(path.relative_to(ROOT)), number)
            for room in asked.rooms
            for path in sorted((ROOT / "pfocr_cli" / room).rglob("*.py"))
            for number in places(ast.parse(path.read_text(encoding="utf-8")))
        ]
        reach = Reach(Path(temporary).resolve() / "copy0")

        def survivor(mutant: Mutant) -> str | None:
            folder = copies.get()
            try:
                return mutant.survives(folder, reach)
            finally:
                copies.put(folder)

        sample = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))[
            asked.after :
        ]
        killed = 0
        with ThreadPoolExecutor(asked.jobs) as pool:
            for done, named in enumerate(pool.map(survivor, sample), 1):
                killed += named is None
                if named is not None:
                    print(f"survived: {named}", flush=True)
                print(f"{killed} of {done} killed", file=sys.stderr, flush=True)
    print(f"{killed} of {len(sample)} killed: {killed / len(sample):.1%}")


if __name__ == "__main__":
    main()
