"""What genes cost: `normalize --check` beside `validate` on the same records, and a few words from
a cold start.

    python tests/bench/bench_genes.py                # 2,000 records a generation, 5 interleaved
    runs

It needs ../shared/corpus/make_corpus.py beside the repository. Targets: `normalize --check` within
twice `validate`; `resolve RANKL` within 1.5 times `--version` and 60 ms more. `validate` is also
measured without the gene rules, to show what they add.

pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench_validate import MAKE_CORPUS, PFOCR, make_corpus, run


def interleaved(
    commands: Sequence[Sequence[str]], work: Path, runs: int, statuses: Sequence[int]
) -> list[float]:
    """Return each command's median CPU seconds; they take turns, so that a noisy machine is noisy
    for all.
    """
    costs: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for taken, command, status in zip(costs, commands, statuses, strict=True):
            cost = run([PFOCR, *command], work)
            if cost.status != status:
                sys.exit(f"{command}: status {cost.status}, and it said:\n{cost.said[:2000]}")
            taken.append(cost.cpu)
    return list(map(statistics.median, costs))


def wall(command: Sequence[str], work: Path) -> float:
    """Return the seconds that a command takes by the clock."""
    start = time.perf_counter()
    run([PFOCR, *command], work)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    if not MAKE_CORPUS.is_file():
        sys.exit(
            f"{MAKE_CORPUS} is not there: this benchmark needs the corpus beside the repository"
        )
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for generation, stale in (("2021", 1), ("2023", 0)):
            folder = work / generation
            make_corpus(folder, generation, args.records)
            commands = [
                ["normalize", "--check", str(folder)],
                ["validate", str(folder)],
                ["validate", "--ignore", "G", str(folder)],
            ]
            check, judge, without = interleaved(commands, work, args.runs, [stale, 1, 1])
            print(
                f"{args.records:,} records of {generation}, CPU: normalize --check {check:.2f} s, "
                f"validate {judge:.2f} s"
            )
            print(
                f"  ratio {check / judge:.2f}, target 2: "
                f"{'met' if check <= 2 * judge else 'MISSED'}"
            )
            print(
                f"  validate without gene rules {without:.2f} s: they add {judge / without - 1:.0%}"
            )
        pairs = [
            (wall(["resolve", "RANKL"], work), wall(["--version"], work))
            for _ in range(args.runs * 3)
        ]
        ours, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(
            f"resolve RANKL {ours:.3f} s, --version {floor:.3f} s: "
            f"{'met' if ours <= 1.5 * floor + 0.06 else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
