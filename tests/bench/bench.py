"""What `pfocr` costs, beside programs that do a part of it and the least that reading takes: one
table, and what it must reach.

    python tests/bench/bench.py                          # 2,000 records, 3 runs: two minutes or so
    python tests/bench/bench.py --records 20000 --runs 5 --sourcemeta PATH
    python tests/bench/bench.py sizes --sizes 1000,10000,20000 --runs 5 --work KEPT

Rows of a part are run in turns, so that a machine that others use too is slow for all of them, and
each has the medians of its runs. `basic` are records of 2021 without side tables, `dense` those of
2023 with as many genes as the whole database has. A program that is not there is left out, and
said; that of sourcemeta is what `npm install @sourcemeta/jsonschema` brings (16.11 was tried: over
20,000 records in a folder it takes 1.6 GB, in JSON Lines 0.6 GB). check-jsonschema has no more than
500 records: its start, which is in the cost of a record, is a tenth of it.

`beyond` is what a record costs beside the start, in milliseconds of the processors: what a run over
few records takes is taken off.

The records are made by a generator that is called as `GENERATOR FOLDER --records N --generation
2021|2023 [--dense]`; without one nothing can be measured. pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import yaml
from measure import Cost, cost_of, middle, spin

REPO = Path(__file__).resolve().parents[2]
GENERATOR = REPO.parent / "shared" / "corpus" / "make_corpus.py"
OURS = (sys.executable, "-m", "pfocr_cli")
CHECK = (sys.executable, "-m", "check_jsonschema")
_MOST_CHECKED = 500
_FEW = 2
"""Records that two processes are started for, and that cost next to nothing."""

FLOOR = """
import csv, glob, sys
from {} import {} as parse
for path in sorted(glob.glob(sys.argv[1] + "/_figures/*.md")):
    with open(path, "rb") as file:
        text = file.read().decode()
    parse(text[4 : text.find("\\n---", 3) + 1])
for path in sorted(glob.glob(sys.argv[1] + "/_data/*.tsv")):
    with open(path, newline="") as file:
        list(csv.reader(file, delimiter="\\t"))
"""
"""Reading all files, and parsing them, by a library and its function."""
FLOORS = {"py-yaml12": ("yaml12", "parse_yaml"), "yaml-rs": ("yaml_rs", "loads")}
"""By py-yaml12, which ``pfocr`` once read with and what must be reached is told by; and by
the library that it reads with."""
LINES_FLOOR = """
import json, sys
for line in open(sys.argv[1], "rb"):
    json.loads(line)
"""
OTHER_EXPORT = """
import glob, json, sys, yaml
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for path in sorted(glob.glob(sys.argv[1] + "/_figures/*.md")):
        with open(path, encoding="utf-8") as file:
            front = file.read().split("---\\n", 1)[1].rsplit("---\\n", 1)[0]
        json.dump(yaml.load(front, yaml.CSafeLoader), out, ensure_ascii=False)
        out.write("\\n")
"""
"""The records as JSON Lines by PyYAML, without a look at errors, genes or places."""


@dataclass(frozen=True)
class Corpus:
    """Records that were made, and what other programs want of them."""

    folder: Path
    records: int

    @property
    def first(self) -> Path:
        """One record."""
        return next(iter(sorted((self.folder / "_figures").iterdir())))

    @cached_property
    def yaml(self) -> Path:
        """A folder with their data as YAML, for programs that read no Markdown. Each text is on one
        line: sourcemeta 16.11 refuses one of several that has a line with a hyphen in front.
        """
        target = self.folder.with_name(f"{self.folder.name}.yaml")
        if not target.is_dir():
            target.mkdir()
            for path in (self.folder / "_figures").iterdir():
                body = path.read_text("utf-8").split("---\n", 1)[1].rsplit("---\n", 1)[0]
                record = yaml.load(body, yaml.CSafeLoader)
                text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, width=2**30)
                (target / f"{path.stem}.yaml").write_text(text, "utf-8")
        return target

    @cached_property
    def lines(self) -> Path:
        """The records as JSON Lines."""
        target = self.folder.with_name(f"{self.folder.name}.jsonl")
        if not target.is_file():
            export = (*OURS, "export", "--isolated", str(self.folder), "--to", f"jsonl:{target}")
            subprocess.run(export, check=True, capture_output=True)
        return target


@dataclass(frozen=True)
class Row:
    """A command, how many records it has, and how it may end."""

    name: str
    command: tuple[str, ...]
    records: int = 1
    statuses: tuple[int, ...] = (0, 1)
    warm: bool = False
    """Whether it is run once before it counts."""
    start: Row | None = None
    """The same over few records: what it costs is the start's."""

    def beyond(self, costs: Costs) -> float:
        """Return the seconds of the processors that a record costs beside the start."""
        assert self.start is not None
        cpu = costs[self.name].cpu - costs[self.start.name].cpu
        return cpu / (self.records - self.start.records)


Costs = Mapping[str, Cost]


@dataclass(frozen=True)
class Must:
    """A number that the costs of rows give, and the most that it may be."""

    what: str
    value: Callable[[Costs], float]
    most: float
    needs: tuple[str, ...]


@dataclass
class Part:
    """Rows that are run in turns."""

    rows: list[Row] = field(default_factory=list)
    musts: list[Must] = field(default_factory=list)

    def ratio(self, what: str, row: str, to: str, most: float, by: str = "cpu") -> None:
        """Ask that a row costs so many times what another does, a record."""
        count = {each.name: each.records for each in self.rows}

        def value(costs: Costs) -> float:
            over = getattr(costs[row], by) / count[row]
            return float(over / (getattr(costs[to], by) / count[to]))

        if {row, to} <= count.keys():
            self.musts.append(Must(what, value, most, (row, to)))


class Bench:
    """The parts, by what was asked for."""

    def __init__(self, asked: argparse.Namespace, work: Path) -> None:
        self.asked = asked
        self.work = work
        self.parts: dict[str, Callable[[], Part]] = {
            "start": self.start,
            "basic": lambda: self.validate("basic", "2021b", 2.4),
            "dense": lambda: self.validate("dense", "2023", 2.5),
            "jobs": self.jobs,
            "cache": self.cache,
            "genes": self.genes,
            "export": self.export,
            "sizes": self.sizes,
        }

    def corpus(self, kind: str, records: int) -> Corpus:
        """Return records of a kind, which are made where they are not there yet."""
        folder = self.work / f"{kind}-{records}"
        if not folder.is_dir():
            generation = ["2023", "--dense"] if kind == "dense" else ["2021"]
            make = [sys.executable, str(self.asked.generator), f"{folder}.new"]
            make += ["--records", str(records), "--generation", *generation]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
            Path(f"{folder}.new").rename(folder)
        return Corpus(folder, records)

    def ours(self, name: str, corpus: Corpus, *options: str, on: Path | None = None) -> Row:
        """Return a row of `pfocr` over records."""
        command, *rest = options
        given = (*OURS, command, "--isolated", *rest, str(on or corpus.folder))
        return Row(name, given, 1 if on == corpus.first else corpus.records)

    def schema(self, name: str) -> Path:
        """Return a file with a schema."""
        path = self.work / f"{name}.json"
        printed = subprocess.run([*OURS, "schema", name], check=True, capture_output=True)
        path.write_bytes(printed.stdout)
        return path

    def others(self, corpus: Corpus, schema: str) -> Iterator[Row]:
        """Yield rows of programs that hold records against a schema, and do no more."""
        path, names = str(self.schema(schema)), sorted(map(str, corpus.yaml.iterdir()))
        few = names[:_MOST_CHECKED]
        yield Row("check-jsonschema", (*CHECK, "--schemafile", path, *few), len(few))
        if self.asked.sourcemeta:
            told = (self.asked.sourcemeta, "validate", path)
            folder = (*told, str(corpus.yaml), "--extension", ".yaml")
            yield Row("sourcemeta", folder, corpus.records, (0, 1, 2))
            yield Row("JSON Lines, sourcemeta", (*told, str(corpus.lines)), corpus.records)

    def start(self) -> Part:
        """What a short command costs."""
        corpus = self.corpus("basic", self.asked.records)
        one = str(corpus.yaml / f"{corpus.first.stem}.yaml")
        part = Part(
            [
                Row("--help", (*OURS, "--help")),
                Row("check-jsonschema --help", (*CHECK, "--help")),
                self.ours("validate one.md", corpus, "validate", on=corpus.first),
                Row(
                    "check-jsonschema one.yaml",
                    (*CHECK, "--schemafile", str(self.schema("2021b")), one),
                ),
                Row("resolve RANKL", (*OURS, "resolve", "RANKL")),
                Row("--version", (*OURS, "--version")),
            ]
        )
        check = "check-jsonschema"
        part.ratio("--help to that of check-jsonschema", "--help", f"{check} --help", 0.5)
        part.ratio("one record to check-jsonschema", "validate one.md", f"{check} one.yaml", 0.5)
        return part

    def validate(self, kind: str, schema: str, most: float) -> Part:
        """All rules over records of a kind, beside other programs and the floor."""
        records = self.asked.records
        corpus = self.corpus(kind, records)
        floors = [
            Row(
                f"floor, {name}",
                (sys.executable, "-c", FLOOR.format(*called), str(corpus.folder)),
                records,
                (0,),
            )
            for name, called in FLOORS.items()
        ]
        lines_floor = (sys.executable, "-c", LINES_FLOOR, str(corpus.lines))
        part = Part(
            [
                *floors,
                self.ours("validate, one job", corpus, "validate", "--jobs", "1"),
                self.ours("validate, two jobs", corpus, "validate", "--jobs", "2"),
                Row("floor of JSON Lines", lines_floor, corpus.records),
                self.ours(
                    "JSON Lines, one job", corpus, "validate", "--jobs", "1", on=corpus.lines
                ),
                self.ours(
                    "JSON Lines, two jobs", corpus, "validate", "--jobs", "2", on=corpus.lines
                ),
                *self.others(corpus, schema),
            ]
        )
        part.ratio("one job to the floor", "validate, one job", "floor, py-yaml12", most)
        part.ratio("one job to check-jsonschema", "validate, one job", "check-jsonschema", 1 / 8)
        part.ratio("two jobs to sourcemeta", "validate, two jobs", "sourcemeta", 1, "wall")
        lines = ("JSON Lines, two jobs", "JSON Lines, sourcemeta")
        part.ratio("two jobs to sourcemeta, JSON Lines", *lines, 1, "wall")
        return part

    def jobs(self) -> Part:
        """Two processes beside one."""
        corpus = self.corpus("basic", self.asked.records)
        part = Part(
            [
                self.ours("one job", corpus, "validate", "--jobs", "1"),
                self.ours("two jobs", corpus, "validate", "--jobs", "2"),
            ]
        )
        part.ratio("two jobs to one, by the clock", "two jobs", "one job", 1 / 1.75, "wall")
        spins = sorted(spin(2) / (2 * spin(1)) for _ in range(self.asked.runs))
        print(f"spin test: two processes take {spins[len(spins) // 2]:.2f} times one's time a turn")
        return part

    def cache(self) -> Part:
        """Records that are as they were."""
        corpus = self.corpus("basic", self.asked.records)
        kept = ("validate", "--jobs", "1", "--cache", f"{corpus.folder}.cache")
        one = self.ours("unchanged, one record", corpus, *kept, on=corpus.first)
        one = replace(one, warm=True)
        every = self.ours("unchanged, --cache", corpus, *kept)
        every = replace(every, warm=True, start=one)

        def value(costs: Costs) -> float:
            return every.beyond(costs) * 1e6

        return Part(
            [every, one], [Must("µs an unchanged record", value, 60, (every.name, one.name))]
        )

    def genes(self) -> Part:
        """What genes add, and what mending them takes."""
        corpus = self.corpus("basic", self.asked.records)
        part = Part(
            [
                self.ours("validate", corpus, "validate", "--jobs", "1"),
                self.ours(
                    "validate --ignore G", corpus, "validate", "--jobs", "1", "--ignore", "G"
                ),
                self.ours("normalize --check", corpus, "normalize", "--check", "--jobs", "1"),
                self.ours("report", corpus, "report", "--jobs", "1"),
            ]
        )
        part.ratio("normalize --check to validate", "normalize --check", "validate", 2)
        return part

    def export(self) -> Part:
        """Formats, beside the least that writing JSON takes."""
        corpus = self.corpus("basic", self.asked.records)
        other = (sys.executable, "-c", OTHER_EXPORT, str(corpus.folder), str(self.work / "other"))
        part = Part([Row("PyYAML to JSON Lines", other, corpus.records)])
        for name in ("jsonl", "csv", "gmt", "gpml", "parquet"):
            target = f"{self.work}/out-{name}/"
            told = ("export", "--jobs", "1", "--to", name, "-o", target)
            part.rows.append(self.ours(name, corpus, *told))
        for name in ("jsonl", "csv", "gmt"):
            part.ratio(f"{name} to PyYAML", name, "PyYAML to JSON Lines", 1)
        return part

    def sizes(self) -> Part:
        """How cost and memory grow with the number of records, by one process and by two."""
        part = Part()
        for jobs in (1, 2):
            rows = [self.of_size(count, jobs) for count in (_FEW, *self.asked.sizes)]
            start, *rest = rows
            rest = [replace(row, start=start) for row in rest]
            part.rows += [start, *rest]
            part.musts += grown(jobs, rest)
        target = f"parquet:{self.work}/out.parquet"
        export = ("export", "--jobs", "2", "--to", target)
        row = self.ours("export parquet", self.corpus("basic", self.asked.sizes[-1]), *export)
        part.rows.append(row)
        part.musts.append(Must("parquet, MB", lambda costs: costs[row.name].main, 250, (row.name,)))
        return part

    def of_size(self, count: int, jobs: int) -> Row:
        """Return a row of `validate` over so many records."""
        name = f"{count:,}, {'one job' if jobs == 1 else 'two jobs'}"
        return self.ours(name, self.corpus("basic", count), "validate", "--jobs", str(jobs))


def grown(jobs: int, rows: Sequence[Row]) -> Iterator[Must]:
    """Yield what must hold of runs over more and more records: that a record costs as much, and,
    where others judge them, that the main process stays as small.
    """
    smallest, largest = rows[0], rows[-1]
    tenth = min(rows, key=lambda row: abs(row.records - largest.records / 10))
    assert smallest.start is not None
    needs = (smallest.start.name, *(row.name for row in rows))

    def slope(costs: Costs) -> float:
        return largest.beyond(costs) / smallest.beyond(costs)

    def peaks(costs: Costs) -> float:
        return costs[largest.name].main / costs[tenth.name].main

    yield Must(f"a record, {largest.name} to {smallest.records:,}", slope, 1.1, needs)
    if jobs > 1:
        yield Must(f"main memory, {largest.name} to {tenth.records:,}", peaks, 1.3, needs)
        yield Must("main memory, MB", lambda costs: costs[largest.name].main, 250, needs)


def measured(part: Part, work: Path, runs: int) -> Costs:
    """Run the rows of a part in turns; return the medians. A row that fails is left out."""
    found: dict[str, list[Cost]] = {row.name: [] for row in part.rows}
    for turn in range(-1, runs):
        for row in part.rows:
            if row.name not in found or (turn < 0 and not row.warm):
                continue
            cost = cost_of(row.command, work)
            if cost.status not in row.statuses:
                print(f"{row.name}: left out, status {cost.status}: {cost.said.strip()[-200:]}")
                del found[row.name]
            elif turn >= 0:
                found[row.name].append(cost)
    return {name: middle(costs) for name, costs in found.items()}


def show(name: str, part: Part, costs: Costs) -> Iterator[str]:
    """Yield the lines of a part; what it must reach at the end."""
    for row in part.rows:
        if cost := costs.get(row.name):
            each = f"{cost.cpu / row.records * 1e3:10.3f}"
            has_start = row.start is not None and row.start.name in costs
            beyond = f"{row.beyond(costs) * 1e3:8.3f}" if has_start else " " * 8
            memory = f"{cost.main:8.0f} {cost.all:8.0f}"
            took = f"{cost.wall:8.2f} {cost.cpu:8.2f}"
            yield f"{name:7} {row.name:28} {took} {each} {beyond} {memory}"
    for must in part.musts:
        if costs.keys() >= set(must.needs):
            value = must.value(costs)
            verdict = "met" if value <= must.most else "MISSED"
            yield f"{name:7} {must.what:46} {value:10.3f}  at most {must.most:.3f}: {verdict}"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help="start basic dense jobs cache genes export sizes")
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--sizes", default="1000,10000,20000", type=lambda text: sorted(map(int, text.split(",")))
    )
    parser.add_argument("--generator", type=Path, default=GENERATOR)
    parser.add_argument("--sourcemeta", help="the program of @sourcemeta/jsonschema")
    parser.add_argument("--work", type=Path, help="a folder where records are kept for a next time")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    asked = arguments(argv)
    if not asked.generator.is_file():
        sys.exit(f"{asked.generator} is not there: --generator names what makes the records")
    os.environ["PYTHONPATH"] = str(REPO)
    if not asked.sourcemeta:
        print("sourcemeta is left out: --sourcemeta names its program")
    with tempfile.TemporaryDirectory() as temporary:
        work = asked.work or Path(temporary)
        work.mkdir(exist_ok=True)
        bench = Bench(asked, work.resolve())
        if unknown := set(asked.parts) - bench.parts.keys():
            sys.exit(f"no part {', '.join(sorted(unknown))}: there are {', '.join(bench.parts)}")
        print(f"{'part':7} {'row':28} {'wall s':>8} {'CPU s':>8} {'CPU ms/rec':>10}", end="")
        print(f" {'beyond':>8} {'main MB':>8} {'all MB':>8}", flush=True)
        for name in asked.parts or [each for each in bench.parts if each != "sizes"]:
            part = bench.parts[name]()
            for line in show(name, part, measured(part, bench.work, asked.runs)):
                print(line, flush=True)
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
