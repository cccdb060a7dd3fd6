"""How many small faults the fast tests notice: a sample of mutants of some rooms, by hand.

    python tests/bench/mutants.py --rooms rules fixes record --sample 150 --seed 1

A mutant is one change of the source: a comparison or a boolean turned round, a number one more, a
text emptied, a condition always false. It is written into a copy of the package, and counts as
killed where the fast tests of that copy fail or do not end.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAST = [
    *("test_rules.py", "test_gene_rules.py", "test_fixtures.py", "test_record.py"),
    *("test_editing.py", "test_drafts.py", "test_placing.py", "test_patch.py", "test_columns.py"),
    *("test_schema.py", "test_curation.py", "test_cut_text.py", "test_rule_messages.py"),
    *("test_lookalikes.py", "test_encoding.py", "test_site.py", "test_published.py"),
    *("test_layout.py", "test_source.py", "test_pointer.py", "test_vocabularies.py"),
]
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
    """Yield the number of each node of a function that can be changed; docstrings cannot."""
    texts = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in inside and id(node) not in texts and mutate(copy.deepcopy(node)):
            yield number


def is_killed(folder: Path) -> bool:
    """Say whether the fast tests of a copy fail."""
    tests = [f"tests/{name}" for name in FAST if (folder / "tests" / name).exists()]
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> None:
    """Print each survivor, and how many of the sample were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", nargs="+", default=["rules", "fixes", "record"])
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "copy"
        ignored = shutil.ignore_patterns(".git", "__pycache__")
        shutil.copytree(ROOT, folder, symlinks=True, ignore=ignored)
        found = [
            (path, number)
            for room in asked.rooms
            for path in sorted((folder / "pfocr_cli" / room).rglob("*.py"))
            for number in places(ast.parse(path.read_text(encoding="utf-8")))
        ]
        if is_killed(folder):
            sys.exit("the tests fail without a mutant")
        sample = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
        killed = 0
        for done, (path, number) in enumerate(sample, 1):
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            node = [*ast.walk(tree)][number]
            was, line = ast.unparse(node)[:60], getattr(node, "lineno", 0)
            mutate(node)
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
            if is_killed(folder):
                killed += 1
            else:
                print(f"survived: {path.relative_to(folder)}:{line}: {was}", flush=True)
            path.write_text(text, encoding="utf-8")
            print(f"{killed} of {done} killed", file=sys.stderr, flush=True)
    print(f"{killed} of {len(sample)} killed: {killed / len(sample):.1%}")


if __name__ == "__main__":
    main()
