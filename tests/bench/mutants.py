"""How many small faults the fast tests notice: a sample of mutants of some rooms, by hand.

    python tests/bench/mutants.py --rooms rules fixes record --sample 150 --seed 1 --jobs 2
    python tests/bench/mutants.py --at rules/words.py:95 --tests tests/test_words.py

A mutant is one change of the source: a comparison or a boolean turned round, a number one more, a
text emptied, a condition always false. It is written into a copy of the package, and counts as
killed where a fast test of that copy fails or does not end; it survives only where all pass.

None is made of what the program does not show: docstrings, annotations, and what only stops a
mistake of its own (``assert``, the ``strict`` of ``zip``). A condition that only saves work is
tried like any other: that it makes no difference cannot be told from its text, so it is a survivor
with a reason.

Fast are the tests that start no program (one that does fails here, and is left out) and take
little. They are run once with coverage, which tells the tests that reach each line: those are tried
first, then all tests of the files that reach the function.
No other can tell: each file of tests begins with nothing kept from those before it. What is done
when a module is imported is held against all. Each trial is a fork of a process that has imported
the libraries, but nothing of the package, and ends at its first failure.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import contextlib
import copy
import functools
import gc
import importlib
import json
import multiprocessing
import os
import py_compile
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import coverage
import pytest
from hypothesis import Phase, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from warm_program import IMPORTED_IN_USE

ROOT = Path(__file__).resolve().parents[2]
NOT_OF_BEHAVIOUR = {
    "test_architecture.py",
    "test_hooks.py",
    "test_install.py",
    "test_page_browser.py",
}
"""Files of tests that judge the text of the package, or something installed."""
STARTS = {"os.fork", "os.posix_spawn", "os.system", "subprocess.Popen"}
"""What Python tells its auditors when a program is started."""
LONGEST_TEST = 5.0
"""Seconds of the processor that a fast test takes at most, with all its cases."""
IMPORTED_BY_TESTS = ("hypothesis.strategies", "hypothesis.stateful", "lxml.etree", "pandas")
"""What is imported once for all trials, besides what the program does: no library with threads."""
MOST_MEMORY = 4 << 30
LONGEST_WAIT = 900
"""Seconds after which a trial that only waits has failed; one that works ends by the processor's
time.
"""
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
    """Yield the number of each node of a function that can be changed and whose change can show."""
    unread: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict"):
            unread.update(id(each) for each in ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
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


def test_files(folder: Path) -> list[str]:
    """Return the files of tests that can tell what the package does."""
    return [
        f"tests/{path.name}"
        for path in sorted((folder / "tests").glob("test_*.py"))
        if path.name not in NOT_OF_BEHAVIOUR
    ]


def _start_nothing(event: str, _: object) -> None:
    if event in STARTS:
        raise PermissionError("a fast test starts no program")


def outcome_of(folder: Path, work: Callable[[], int], cpu: int) -> int:
    """Do some work in a fork whose current folder and package are a copy's, and return its exit
    status; that of a signal where it takes longer than ``cpu`` seconds of the processor.
    """
    if not (pid := os.fork()):
        os.chdir(folder)
        os.environ["PYTHONPATH"] = str(folder)
        sys.path[:0] = [str(folder), str(folder / "tests")]
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        signal.alarm(LONGEST_WAIT)
        said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        sys.addaudithook(_start_nothing)
        try:
            os._exit(work())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_tests(tests: list[str], plugin: object, *options: str) -> int:
    """Run tests in this process, to the first that fails unless the options say otherwise."""
    # What is imported before pytest begins, a plugin among it, it can rewrite no more. What is left
    # open where a program was not started is no fault of the test that happens to be next.
    quiet = ("-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:unraisableexception")
    words = ["-n0", *quiet, "-p", "no:cacheprovider", "--hypothesis-profile=unshrunk"]
    words += [*options, *tests]
    phases = (Phase.explicit, Phase.generate)  # a failure is enough: nobody reads the example
    settings.register_profile(
        "unshrunk", deadline=None, derandomize=True, database=None, phases=phases
    )
    return int(pytest.main(words, plugins=[plugin]))


class _Watch:
    """What each function of tests takes and reaches, and which fail."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured
        self._file = ""
        self._since = 0.0
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self._file != (file := _file_of(nodeid)):
            self._file = file
            _forget_answers()
        self._measured.switch_context(_function(nodeid))
        self._since = time.process_time()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if _function(item.nodeid) in self.failed:
            pytest.skip("another case of it is not fast")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(_function(report.nodeid))

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[_function(nodeid)] += time.process_time() - self._since


def _forget_answers() -> None:
    """Empty the caches of functions, so that the next test reaches what it does alone."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and str(kept.__module__).startswith(
            "pfocr_cli"
        ):
            kept.cache_clear()


class _LeavesOut:
    """Takes functions of tests out of a run."""

    def __init__(self, functions: set[str]) -> None:
        self._functions = functions

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if _function(item.nodeid) not in self._functions]


def _function(test: str) -> str:
    return test.partition("[")[0]


_AT_IMPORT = ""
"""What coverage names the time before the first test."""


class Reach:
    """Which tests reach a line, and what they take: told by one run with coverage."""

    def __init__(self, folder: Path, files: list[str], rooms: list[str]) -> None:
        self._folder, self.files = folder, files
        self._rooms = [f"{folder}/pfocr_cli/{room}/*" for room in rooms]
        if outcome_of(folder, self._measure, 3600):
            sys.exit((folder / "said.txt").read_text(encoding="utf-8")[-2000:])
        watched = json.loads((folder / "watched.json").read_text(encoding="utf-8"))
        self._seconds: dict[str, float] = watched["seconds"]
        slow = {test for test, seconds in self._seconds.items() if seconds > LONGEST_TEST}
        self.left_out = slow.union(watched["failed"])
        """Tests that are not fast: they start programs, take long, or need what a copy lacks."""
        data = coverage.CoverageData(str(folder / "contexts"))
        data.read()
        # As plain data: a process that was forked would open a file of its own, and find nothing.
        self._reached = {
            str(Path(path).relative_to(folder)): data.contexts_by_lineno(path)
            for path in data.measured_files()
        }

    def _measure(self) -> int:
        measured = coverage.Coverage("contexts", config_file=False, include=self._rooms)
        watch = _Watch(measured)
        measured.start()
        status = run_tests(self.files, watch, "--tb=no")
        measured.stop()
        measured.save()
        told = {"seconds": watch.seconds, "failed": sorted(watch.failed)}
        (self._folder / "watched.json").write_text(json.dumps(told), encoding="utf-8")
        return 0 if status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) else 1

    def of_line(self, module: str, line: int) -> Iterator[list[str]]:
        """Yield the tests that reach a line, as pytest names them: of the quickest file, then of
        the next two, and so on, as most mutants need few, and finding many tests takes long.
        """
        files = defaultdict(list)
        for test in sorted(self._tests(module, range(line, line + 1)), key=self._takes):
            files[_file_of(test)].append(test)
        files.pop(_AT_IMPORT, None)
        ordered = sorted(files.values(), key=lambda tests: sum(map(self._takes, tests)))
        taken = 0
        while taken < len(ordered):
            yield [test for tests in ordered[taken : 2 * taken + 1] for test in tests]
            taken = 2 * taken + 1

    def files_of(self, module: str, lines: range) -> list[str]:
        """Return the files of tests that reach any of some lines, the quickest first: all files
        where a module does it when it is imported, or none does.
        """
        near = self._tests(module, lines)
        files = sorted(self.files, key=self._takes)
        return [
            file
            for file in files
            if not near or _AT_IMPORT in near or file in set(map(_file_of, near))
        ]

    def _tests(self, module: str, lines: range) -> set[str]:
        reached = self._reached.get(module, {})
        return {test for line in lines for test in reached.get(line, ())} - self.left_out

    def limit(self, tests: list[str]) -> int:
        """Return how many seconds of the processor tests may take: ten times as many as they did,
        and what it takes to find them.
        """
        return 30 + int(10 * sum(map(self._takes, tests)))

    def _takes(self, test: str) -> float:
        return sum(
            took
            for name, took in self._seconds.items()
            if name == test or name.startswith(f"{test}::")
        )


def _file_of(test: str) -> str:
    return test.partition("::")[0]


@dataclass(frozen=True)
class Mutant:
    """The node of a module that is to be changed."""

    module: str
    number: int

    def is_at(self, folder: Path, lines: list[str]) -> bool:
        """Say whether the change is on one of some lines, such as ``rules/words.py:95``."""
        tree = ast.parse((folder / self.module).read_text(encoding="utf-8"))
        line = _line_of(tree, [*ast.walk(tree)][self.number])
        return any(f"{self.module}:{line}".endswith(f"/{each}") for each in lines)

    def survives(self, folder: Path, reach: Reach) -> str | None:
        """Try the change in a copy; return what was changed where no test fails."""
        path = folder / self.module
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        node = [*ast.walk(tree)][self.number]
        line = _line_of(tree, node)
        named = f"{self.module}:{line}: {_in_line(node)}"
        mutate(node)
        named += f" -> {_in_line(node)}"
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        try:
            files = reach.files_of(self.module, _function_of(tree, line))
            trials = chain(reach.of_line(self.module, line), [files])
            return None if any(_kills(folder, tests, reach) for tests in trials) else named
        finally:
            path.write_text(text, encoding="utf-8")


def _in_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0][:60]


def _kills(folder: Path, tests: list[str], reach: Reach) -> bool:
    work = partial(run_tests, tests, _LeavesOut(reach.left_out), "-x", "--tb=no")
    # Tests that cannot even be found as they were before are a usage error to pytest: killed.
    return outcome_of(folder, work, reach.limit(tests)) not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    )


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


class _Copies:
    """The copy that this process changes, and what its tests reach."""

    folder: Path
    reach: Reach


def _take_copy(temporary: str, reach: Reach) -> None:
    _Copies.folder = _copied(Path(temporary) / "measured", Path(temporary) / f"copy{os.getpid()}")
    _Copies.reach = reach


def _copied(project: Path, folder: Path) -> Path:
    """Copy a project, compiled so that what is not changed need not be compiled again."""
    shutil.copytree(
        project, folder, symlinks=True, ignore=shutil.ignore_patterns(".git", "__pycache__")
    )
    by_content = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder / "pfocr_cli", quiet=2, invalidation_mode=by_content)
    return folder


def _survivor(mutant: Mutant) -> str | None:
    return mutant.survives(_Copies.folder, _Copies.reach)


def _in_rooms(folder: Path, rooms: list[str]) -> list[Mutant]:
    return [
        Mutant(str(path.relative_to(folder)), number)
        for room in rooms
        for path in sorted((folder / "pfocr_cli" / room).rglob("*.py"))
        for number in places(ast.parse(path.read_text(encoding="utf-8")))
    ]


def main() -> None:
    """Print each survivor, and how many of the sample were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", nargs="+", default=["rules", "fixes", "record"])
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--after", type=int, default=0, help="pass over so many of the sample")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--at", nargs="+", help="only mutants of these lines, as they are printed")
    parser.add_argument("--tests", nargs="+", help="only these files of tests")
    asked = parser.parse_args()
    sys.dont_write_bytecode = True
    for name in (*IMPORTED_IN_USE, *IMPORTED_BY_TESTS):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with tempfile.TemporaryDirectory() as temporary:
        # All is done in copies: meanwhile the project may change.
        measured = _copied(ROOT, Path(temporary).resolve() / "measured")
        found = _in_rooms(measured, asked.rooms)
        if asked.at:
            found = [mutant for mutant in found if mutant.is_at(measured, asked.at)]
        sample = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
        del sample[: asked.after]
        reach = Reach(measured, asked.tests or test_files(measured), asked.rooms)
        print(f"not fast: {sorted(reach.left_out)}", file=sys.stderr, flush=True)
        killed = 0
        with ProcessPoolExecutor(
            asked.jobs,
            multiprocessing.get_context("fork"),
            _take_copy,
            (str(Path(temporary).resolve()), reach),
        ) as pool:
            for done, named in enumerate(pool.map(_survivor, sample), 1):
                killed += named is None
                if named is not None:
                    print(f"survived: {named}", flush=True)
                print(f"{killed} of {done} killed", file=sys.stderr, flush=True)
    print(f"{killed} of {len(sample)} killed: {killed / len(sample):.1%}")


if __name__ == "__main__":
    main()
