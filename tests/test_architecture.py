"""The house holds: who may import whom, who owns which library, how long a module may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pfocr_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the top down: a room may import from itself and from those below. What stands at the top of
# the package without a line here may be imported by all.
ROOMS = [
    ("cli", "__main__"),
    ("app",),
    ("export", "fixes", "report", "reporters"),
    ("rules",),
    ("baseline", "finding"),
    ("inputs", "config"),
    ("lexicon", "record", "vocabularies"),
]
TOP = (
    *(
        "__init__",
        "config_keys",
        "engine",
        "errors",
        "files",
        "registry",
        "regex",
        "sending",
        "signals",
        "streams",
        "terminal",
    ),
    "wording",
)

OWNERS = {
    "click": "cli",
    "rich": "terminal",
    "ruamel": "record",
    "yaml_rs": "record",
    "jsonschema": "record",
    "jsonschema_rs": "record",
    "pathspec": "inputs",
    "concurrent": "engine",
    "http": "lexicon",
    "mmap": "lexicon",
    "ftfy": "record",
    "platformdirs": ("lexicon", "app"),
    "sqlite3": "app",
    "multiprocessing": "engine",
    "tempfile": ("files", "export"),
    "yaml": "record",
}


def layer_of(name: str) -> int | None:
    return next((number for number, names in enumerate(ROOMS) if name in names), None)


def part_of(path: Path) -> str:
    """Return the module or package directly below pfocr_cli that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module, itself first: several tests look at each module."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def module_of(path: Path) -> ast.Module:
    first = nodes_of(path)[0]
    assert isinstance(first, ast.Module)
    return first


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(
                f"{node.module}.{alias.name}" for alias in node.names if node.module == "pfocr_cli"
            )
    return names


def test_the_top_of_the_package_is_short() -> None:
    parts = {part_of(path) for path in MODULES}
    assert parts == {name for room in ROOMS for name in room} | set(TOP)
    assert len(list(PACKAGE.glob("*.py"))) <= 14


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = layer_of(part_of(path))
    for name in imports_of(path):
        package, _, below = name.partition(".")
        target = layer_of(below.partition(".")[0]) if package == "pfocr_cli" else None
        assert own is None or target is None or target >= own, (
            f"{path.name} imports {name} from above"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_owner(path: Path) -> None:
    for name in imports_of(path):
        owners = OWNERS.get(name.partition(".")[0], part_of(path))
        assert part_of(path) in ((owners,) if isinstance(owners, str) else owners), (
            f"{name} belongs to {owners}"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_one_subject_and_says_which(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
    assert ast.get_docstring(module_of(path))


@pytest.mark.parametrize("folder", [PACKAGE, Path(__file__).parent], ids=lambda folder: folder.name)
def test_no_line_has_more_than_100_bytes(folder: Path) -> None:
    # The linter counts letters, and passes over a line without a blank, however long it is.
    assert not [
        f"{path.relative_to(folder)}:{number}"
        for path in folder.rglob("*.py")
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if len(line) > 100
    ]


LONGER = {("validate.py", "command"): 100, ("report.py", "command"): 60}
"""Functions that may be longer: commands of many options, of which each is a line of the signature,
whose types click and mypy hold, and most are a line of the request that they become.
"""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_is_at_most_45_lines(path: Path) -> None:
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            most = LONGER.get((path.name, node.name), 45)
            assert node.end_lineno - node.lineno < most, node.name


PROTOCOL = {
    *("add", "command", "document", "finish", "main", "options", "part", "register", "sink"),
    *("stream", "take"),
}
"""Names that say a role, which every module of a room has."""
SHARED_NAMES = 12
ANY_IN_1000 = 5


def names_at_the_top(path: Path) -> set[str]:
    """Return the public names that a module defines."""
    found: set[str] = set()
    for node in module_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found.update(each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return {name.lower() for name in found if not name.startswith("_")} - PROTOCOL


def test_few_names_stand_in_several_modules() -> None:
    counts = Counter(name for path in MODULES for name in names_at_the_top(path))
    several = sorted(name for name, count in counts.items() if count > 1)
    assert len(several) <= SHARED_NAMES, several


def test_any_is_rare() -> None:
    found = sum(
        isinstance(node, ast.Name) and node.id == "Any"
        for path in MODULES
        for node in nodes_of(path)
    )
    lines = sum(path.read_text(encoding="utf-8").count("\n") for path in MODULES)
    assert 1000 * found <= ANY_IN_1000 * lines, found


HEAVY = (
    *(
        "rich",
        "ruamel",
        "yaml",
        "yaml_rs",
        "jsonschema",
        "jsonschema_rs",
        "pathspec",
        "platformdirs",
        "pyarrow",
        "ftfy",
    ),
    *(
        "ssl",
        "urllib.request",
        "multiprocessing",
        "concurrent.futures",
        "logging",
        "tempfile",
        "tomllib",
        "pfocr_cli.export.formats",
    ),
)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["validate", "--help"], ["rule", "--help"], ["export", "--help"]],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from pfocr_cli.cli import main\n"
        "try: main(sys.argv[1:])\n"
        f"finally: print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert run.stderr.strip() == ""
