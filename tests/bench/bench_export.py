"""What `pfocr export` costs beside the least that reading and writing the same records takes in
Python: CPU time, memory.

Run it from anywhere, in an environment that has pfocr-cli with its `test` extra:

    python tests/bench/bench_export.py                # 2,000 records a generation, 5 interleaved
    runs; some minutes python tests/bench/bench_export.py --runs 3 --formats jsonl --skip-large

It needs ../shared/corpus/make_corpus.py beside the repository, which makes the records. The other
side loads each record with PyYAML's CSafeLoader, its side tables with csv, and writes it with
json.dump, without a look at errors, genes or places. The floor of ours is `pfocr validate --select
P`, which reads the same records and writes nothing. Each run is checked: exit status 0, and for
jsonl as many lines as there are records. Target: no more CPU than the other side for jsonl, csv and
gmt of 2021 records.

pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
MAKE_CORPUS = REPO.parent / "shared" / "corpus" / "make_corpus.py"
PFOCR = (sys.executable, "-m", "pfocr_cli")
GENERATIONS = ("2021", "2023")

OTHER = """
import csv, json, sys
from pathlib import Path
import yaml
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for path in sorted(Path(sys.argv[1], "_figures").iterdir()):
        front = path.read_text(encoding="utf-8").split("---\\n", 1)[1].rsplit("---\\n", 1)[0]
        record = yaml.load(front, yaml.CSafeLoader)
        for kind in ("genes", "chemicals", "diseases"):
            table = Path(sys.argv[1], "_data", f"{path.stem}-{kind}.tsv")
            if table.exists():
                with table.open(encoding="utf-8", newline="") as lines:
                    rows = csv.DictReader(lines, delimiter="\\t", quoting=csv.QUOTE_NONE)
                    record[kind] = list(rows)
        json.dump(record, out, ensure_ascii=False)
        out.write("\\n")
"""

# Started by a small process: one inherits the peak of memory of the one that starts it.
_LAUNCH = """
import os, sys
null = os.open(os.devnull, os.O_WRONLY)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def run(*command: str) -> tuple[float, float]:
    """Return the CPU seconds and the peak of memory, in MB, of a command, which must end with 0."""
    done = subprocess.run(
        [sys.executable, "-SIc", _LAUNCH, *command], capture_output=True, text=True, check=True
    )
    status, cpu, rss = done.stdout.split()
    if status != "0":
        sys.exit(f"{' '.join(command)}: status {status}")
    return float(cpu), int(rss) / (2**20 if sys.platform == "darwin" else 2**10)


def make_corpus(folder: Path, generation: str, records: int) -> Path:
    """Make the records."""
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
    return folder


def measure(folder: Path, formats: list[str], runs: int) -> None:
    """Print the median CPU seconds of each format and of the other side, run in turns."""
    work = folder.with_suffix(".out")
    work.mkdir()
    commands: dict[str, tuple[str, ...]] = {}
    commands["other side"] = (sys.executable, "-c", OTHER, str(folder), str(work / "other.jsonl"))
    commands["floor"] = (*PFOCR, "validate", "--isolated", "--select", "P", str(folder))
    for name in formats:
        commands[name] = (
            *PFOCR,
            "export",
            "--isolated",
            str(folder),
            "--to",
            name,
            "-o",
            f"{work}/{name}/",
        )
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(*command)[0])
    if "jsonl" in formats:
        lines = [
            path.read_bytes().count(b"\n")
            for path in (work / "other.jsonl", work / "jsonl" / "pfocr.jsonl")
        ]
        if lines[0] != lines[1]:
            sys.exit(f"{lines[1]} lines for {lines[0]} records")
    other = statistics.median(found["other side"])
    for name, times in found.items():
        print(
            f"{folder.name:10} {name:12} {statistics.median(times):8.2f} s "
            f"{statistics.median(times) / other:8.2f}",
            flush=True,
        )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--formats", default="jsonl,csv,gmt,gpml", help="comma-separated")
    parser.add_argument(
        "--skip-large", action="store_true", help="leave out the 20,000 records for memory"
    )
    args = parser.parse_args()
    if not MAKE_CORPUS.is_file():
        sys.exit(
            f"{MAKE_CORPUS} is not there: this benchmark needs the corpus beside the repository"
        )
    os.environ["PYTHONPATH"] = str(REPO)
    with tempfile.TemporaryDirectory() as name:
        print(f"{'records of':10} {'':12} {'CPU':>10} {'ratio':>8}")
        for generation in GENERATIONS:
            measure(
                make_corpus(Path(name, generation), generation, args.records),
                args.formats.split(","),
                args.runs,
            )
        for size in [args.records] if args.skip_large else [args.records, args.records * 10]:
            folder = make_corpus(Path(name, f"rss-{size}"), "2021", size)
            _, rss = run(*PFOCR, "export", "--isolated", str(folder), "-o", f"{name}/rss.jsonl")
            print(f"peak memory, jsonl, {size:,} records: {rss:.0f} MB", flush=True)
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
