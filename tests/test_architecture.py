"""The house holds: who may import whom, who owns which library, how long a module may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pfocr_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the top down: a room may import from itself and from those below. What stands at the top of
# the package without a line here may be imported by all.
ROOMS = [
    ("cli", "__main__"),
    ("app",),
    ("export", "fixes", "reporters"),
    ("rules",),
    ("baseline", "finding"),
    ("inputs", "config"),
    ("lexicon", "record", "vocabularies"),
]
TOP = (
    *("__init__", "engine", "errors", "files", "registry", "signals", "streams", "terminal"),
    "wording",
)

OWNERS = {
    "click": "cli",
    "rich": "terminal",
    "ruamel": "record",
    "yaml12": "record",
    "jsonschema": "record",
    "jsonschema_rs": "record",
    "pathspec": "inputs",
    "concurrent": "engine",
    "http": "lexicon",
    "mmap": "lexicon",
    "ftfy": "record",
    "platformdirs": "lexicon",
    "multiprocessing": "engine",
    "tempfile": ("files", "export"),
    "yaml": "record",
}


def layer_of(name: str) -> int | None:
    return next((number for number, names in enumerate(ROOMS) if name in names), None)


def part_of(path: Path) -> str:
    """Return the module or package directly below pfocr_cli that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 380
    assert ast.get_docstring(ast.parse(text))


HEAVY = (
    *(
        "rich",
        "ruamel",
        "yaml",
        "yaml12",
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
        "concurrent.futures.process",
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
