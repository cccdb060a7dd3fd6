"""What `pfocr validate` costs beside check-jsonschema, on the same records: CPU time and memory.

Run it from anywhere, in an environment that has pfocr-cli with its `test` extra:

    python tests/bench/bench_validate.py                # 2,000 records a generation, 5 interleaved
    runs; some minutes python tests/bench/bench_validate.py --runs 3 --skip-large

It needs ../shared/corpus/make_corpus.py beside the repository, which makes the records. Both
programs judge the same front matter (check-jsonschema as .yaml files, against the schema that
`pfocr schema` prints); pfocr with all its rules. One fault is planted, and each run must find it:
exit status 1 and the file's name. Targets: 8 times less CPU, `--help` in half the time, memory that
does not grow.

pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
MAKE_CORPUS = REPO.parent / "shared" / "corpus" / "make_corpus.py"
PFOCR = str(Path(sys.executable).with_name("pfocr"))
CHECK = str(Path(sys.executable).with_name("check-jsonschema"))
SCHEMAS = {"2021": "2021b", "2023": "2023"}
FAULT = ("\nfigtype: ", "\nfigtyp: ")
"""A key that is misspelt: check-jsonschema can find it as well."""

# Started by a small process: one inherits the peak of memory of the one that starts it.
_LAUNCH = """
import os, sys
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


@dataclass
class Cost:
    """What one run took, and what it said."""

    status: int
    cpu: float
    rss: float
    said: str


def run(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end."""
    said = cwd.with_suffix(".said")
    done = subprocess.run(
        [sys.executable, "-SIc", _LAUNCH, str(said), *command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    status, cpu, rss = done.stdout.split()
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(
        int(status), float(cpu), int(rss) / unit, said.read_text(encoding="utf-8", errors="replace")
    )


def make_corpus(folder: Path, generation: str, records: int) -> Path:
    """Make the records and plant one fault; return the broken record."""
    command = [
        sys.executable,
        str(MAKE_CORPUS),
        str(folder),
        "--records",
        str(records),
        "--generation",
        generation,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    paths = sorted((folder / "_figures").iterdir())
    broken = paths[len(paths) * 2 // 3]
    text = broken.read_text(encoding="utf-8")
    if FAULT[0] not in text:
        sys.exit(f"{broken} has no figtype: plant another fault")
    broken.write_text(text.replace(*FAULT, 1), encoding="utf-8")
    return broken


def save_yaml(folder: Path, target: Path) -> list[str]:
    """Save the front matter of every record as YAML; return the names."""
    target.mkdir()
    for path in (folder / "_figures").iterdir():
        body = path.read_text(encoding="utf-8").split("---\n", 1)[1].rsplit("---\n", 1)[0]
        (target / f"{path.stem}.yaml").write_text(body, encoding="utf-8")
    return sorted(path.name for path in target.iterdir())


def expect(cost: Cost, name: str, broken: Path, *, alone: bool) -> None:
    """Stop where a run did not find the fault, or found errors elsewhere."""
    lines = [line for line in cost.said.splitlines() if " error " in line]
    if (
        cost.status != 1
        or broken.stem not in cost.said
        or (alone and not all(broken.stem in line for line in lines[:-1]))
    ):
        sys.exit(f"{name}: status {cost.status}, and it said:\n{cost.said[:2000]}")


def compare(work: Path, generation: str, records: int, runs: int) -> tuple[float, float]:
    """Return the median CPU seconds of pfocr and of check-jsonschema over the same records."""
    folder = work / generation
    broken = make_corpus(folder, generation, records)
    names = save_yaml(folder, work / f"yaml-{generation}")
    schema = work / f"{generation}.json"
    schema.write_text(run([PFOCR, "schema", SCHEMAS[generation]], work).said, encoding="utf-8")
    ours, theirs = [], []
    for _ in range(runs):
        cost = run([PFOCR, "validate", str(folder)], work)
        expect(cost, "pfocr", broken, alone=True)
        ours.append(cost.cpu)
        cost = run([CHECK, "--schemafile", str(schema), *names], work / f"yaml-{generation}")
        expect(cost, "check-jsonschema", broken, alone=False)
        theirs.append(cost.cpu)
    return statistics.median(ours), statistics.median(theirs)


def compare_help(work: Path, runs: int) -> tuple[float, float]:
    """Return the median CPU seconds of --help of both."""
    pairs = [
        (run([PFOCR, "--help"], work).cpu, run([CHECK, "--help"], work).cpu) for _ in range(runs)
    ]
    return statistics.median(ours for ours, _ in pairs), statistics.median(
        theirs for _, theirs in pairs
    )


def peak(work: Path, records: int, generation: str) -> float:
    """Return the peak of resident memory, in MB, of judging so many records."""
    folder = work / f"rss-{generation}-{records}"
    broken = make_corpus(folder, generation, records)
    cost = run([PFOCR, "validate", str(folder)], work)
    expect(cost, "pfocr", broken, alone=True)
    return cost.rss


def row(name: str, ours: float, theirs: float, target: str, met: bool) -> None:
    """Print a line of the table."""
    print(
        f"{name:26} {ours:10.3f} {theirs:10.3f} {theirs / ours:8.1f}x   {target:16} "
        f"{'met' if met else 'MISSED'}",
        flush=True,
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--skip-large", action="store_true", help="leave out the 20,000 records for memory"
    )
    args = parser.parse_args()
    if not MAKE_CORPUS.is_file():
        sys.exit(
            f"{MAKE_CORPUS} is not there: this benchmark needs the corpus beside the repository"
        )
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        print(f"{'CPU seconds (median)':26} {'pfocr':>10} {'check-js':>10} {'less':>9}   target")
        for generation in SCHEMAS:
            ours, theirs = compare(work, generation, args.records, args.runs)
            row(
                f"{args.records:,} records of {generation}",
                ours,
                theirs,
                "8 times less",
                theirs / ours >= 8,
            )
        ours, theirs = compare_help(work, args.runs * 3)
        row("--help", ours, theirs, "under 0.5 times", ours / theirs < 0.5)
        sizes = [args.records] if args.skip_large else [args.records, args.records * 10]
        for generation in SCHEMAS:
            peaks = [peak(work, size, generation) for size in sizes]
            shown = ", ".join(
                f"{size:,}: {rss:.0f} MB" for size, rss in zip(sizes, peaks, strict=True)
            )
            print(f"peak memory, {generation}: {shown}", flush=True)
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
