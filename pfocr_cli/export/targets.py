"""Where outputs go, to standard output, a file or a folder, and what went there."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import EXPORTERS, Options, Sink
from pfocr_cli.export.rendered import Rendered
from pfocr_cli.export.staging import StagedFolder, Staging
from pfocr_cli.files import named
from pfocr_cli.streams import going_on_unread
from pfocr_cli.wording import plural

_LONGEST_NAME = 240
"""Bytes of a file's name: file systems take 255, and a little is put behind it for a moment."""
_FORBIDDEN = frozenset("/\\" if os.name == "posix" else '/\\<>:"|?*')
TITLES = "titles"
"""The stream that goes to the file which ``--titles`` names."""


@dataclass(frozen=True)
class Target:
    """Where one format goes; ``path`` is None for standard output."""

    format: str
    path: str | None = None
    folder: bool = False

    def __str__(self) -> str:
        return self.format if self.path is None else f"{self.format}:{self.path}"


def resolve(words: Iterable[str], out: str | None = None) -> list[Target]:
    """Return the targets that ``--to F[:PATH]`` and ``-o OUT`` name; PfocrError where they make no
    sense.
    """
    pairs = [(name, path) for name, _, path in (word.partition(":") for word in words)]
    for name, _ in pairs:
        EXPORTERS.named(name)
    if not pairs:
        pairs = [(_implied(out), "")]
    elif out and all(path for _, path in pairs):
        raise PfocrError(f"-o {out} is for a --to without a path, and each has one")
    paths = [(name, path or out or "-") for name, path in pairs]
    targets = [
        Target(name, None if path == "-" else path, _is_folder(path)) for name, path in paths
    ]
    _keep_apart(targets)
    return targets


def _is_folder(path: str) -> bool:
    """Say whether a path is a folder, or is to be one: it ends in a slash, or is new and has no
    suffix.
    """
    if path == "-":
        return False
    return (
        path.endswith(("/", os.sep))
        or os.path.isdir(path)
        or not (os.path.lexists(path) or os.path.splitext(path)[1])
    )


def _implied(out: str | None) -> str:
    """Return the format that a file's suffix stands for: the one called so, else the only one that
    has it.
    """
    known = f"there are: {', '.join(EXPORTERS)}"
    if out in (None, "", "-"):
        raise PfocrError(
            f"say which format, --to FORMAT, or give -o a file with its suffix; {known}"
        )
    assert out is not None
    if _is_folder(out):
        raise PfocrError(f"-o {out} is a folder, and that says no format: add --to FORMAT; {known}")
    suffix = os.path.splitext(out)[1].lower()
    found = [name for name, exporter in EXPORTERS.items() if suffix in exporter.suffixes]
    if suffix[1:] in found or len(found) == 1:
        return suffix[1:] if suffix[1:] in found else found[0]
    what = f"{suffix or 'a name without suffix'} can be {' or '.join(found) or 'any format'}"
    raise PfocrError(f"-o {out}: {what}: add --to FORMAT; {known}")


def _keep_apart(targets: Sequence[Target]) -> None:
    """Raise PfocrError where two outputs would be one."""
    places = set()
    for target in targets:
        place: tuple[str, ...] = ()
        if target.path is not None:
            place = (
                os.path.realpath(target.path),
                *(EXPORTERS[target.format].suffixes[:1] if target.folder else ()),
            )
        if place in places:
            where = "standard output" if target.path is None else f"{target.path}"
            what = (
                f"two formats with the same names of files in {where}"
                if target.folder
                else f"two formats for {where}"
            )
            raise PfocrError(f"{what}: give each its own, --to {target.format}:PATH")
        places.add(place)


def fault_of_name(path: str) -> str:
    """Return why a path (parted by ``/``) cannot be a file in a folder; empty where it can."""
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "a part of it is no name"
        if len(os.fsencode(name)) > _LONGEST_NAME:
            return f"it is longer than {_LONGEST_NAME} bytes"
        if any(
            character in _FORBIDDEN or unicodedata.category(character) == "Cc" for character in name
        ):
            return "it holds a character that no name can"
    return ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, for the manifest. ``path`` is None for standard output."""

    path: str | None
    size: int
    sha256: str


@dataclass
class Tally:
    """What became of the records in one output, by which name people are told: what is in it, what
    was left out and why.
    """

    label: str
    noun: str = "figure"
    figures: int = 0
    genes: int = 0
    chemicals: int = 0
    diseases: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    would: Counter[str] = field(default_factory=Counter)
    of_other_species: int = 0
    of_weaker_tier: int = 0
    caveats: list[str] = field(default_factory=list)

    def add(self, rendered: Rendered) -> None:
        """Count a figure that was taken."""
        self.figures += 1
        self.genes += rendered.genes
        self.chemicals += rendered.chemicals
        self.diseases += rendered.diseases
        self.of_other_species += rendered.of_other_species
        self.of_weaker_tier += rendered.of_weaker_tier

    def leave_out(self, rendered: Rendered) -> None:
        """Count a figure that the format leaves out."""
        self.left_out[rendered.left_out] += 1
        self.would.update(rendered.would)

    @property
    def reasons(self) -> str:
        """What was left out, by reason, the largest first; and what would take it."""
        found = sorted(self.left_out.items(), key=lambda pair: (-pair[1], pair[0]))
        said = ", ".join(f"{count:,} {reason}" for reason, count in found)
        advice = [
            f"{option} would give {self.figures + count:,}" for option, count in self._advice()
        ]
        return "; ".join(filter(None, (said, ", ".join(advice))))

    def _advice(self) -> Iterator[tuple[str, int]]:
        """Yield what would take more: of tiers, none that gives no more than a stricter one."""
        most = 0
        for option, count in sorted(self.would.items(), key=lambda pair: pair[1]):
            if not option.startswith("--tier") or count > most:
                yield option, count
                most = max(most, count) if option.startswith("--tier") else most

    def lines(self) -> list[str]:
        """Return what is said of the output, nothing where all is in it."""
        lines = []
        if self.left_out:
            lines.append(
                f"{self.label}: {plural(self.figures, self.noun)}; left out {self.reasons}"
            )
        kinds = {
            "of other species; --species all takes them": self.of_other_species,
            "of weaker matches; --tier all takes them": self.of_weaker_tier,
        }
        lines += [
            f"{self.label}: left out {plural(count, 'gene')} {what}"
            for what, count in kinds.items()
            if count
        ]
        return lines


class Output:
    """One output under way: it takes what figures became, in their order.

    ``whole``: nothing reaches standard output before everything went well. ``listed``: ``files`` is
    asked for. PfocrError: it cannot be written.
    """

    def __init__(
        self,
        target: Target,
        options: Options,
        staging: Staging,
        *,
        whole: bool = True,
        listed: bool = False,
    ) -> None:
        self.target = target
        self.exporter = EXPORTERS.named(target.format)
        self.tally = Tally(target.format, self.exporter.noun)
        self._options = options
        self._staging = staging
        self._spool: BinaryIO | None = None
        self._seen: dict[int, int] = {}
        self._files: list[Written] | None = [] if listed else None
        self._folder: StagedFolder | None = None
        if target.folder and target.path is not None:
            self._folder = staging.folder(target.path)
        elif target.path is None and self.exporter.binary and sys.stdout.isatty():
            raise PfocrError(
                f"{target.format} is nothing for a terminal: give a file, -o "
                f"FILE{self.exporter.suffixes[0]}"
            )
        per_figure = target.folder and self.exporter.per_figure
        tables = () if per_figure else self.exporter.tables(options, in_folder=target.folder)
        self._streams = {table: self._opened(table, whole) for table in tables}
        self._sinks = {table: self._sink(table) for table in tables}

    def _opened(self, table: str, whole: bool) -> tuple[str | None, BinaryIO]:
        """Return the path (None: standard output) and the stream of a table."""
        if table == TITLES and self._options.titles:
            return self._options.titles, self._staging.file(self._options.titles)
        if self._folder is not None:
            name = table or f"pfocr{self.exporter.suffixes[0]}"
            return os.path.join(self._folder.path, name), self._folder.open(name)
        if self.target.path is not None:
            return self.target.path, self._staging.file(self.target.path)
        if not whole and not self.exporter.binary:
            return None, sys.stdout.buffer
        self._spool = self._staging.spool()
        return None, self._spool

    def _sink(self, table: str) -> Sink:
        return self.exporter.sink(
            cast("BinaryIO", _Tap(self._streams[table][1])), self._options, table
        )

    def clash(self, figid: str, rendered: Rendered, here: int) -> tuple[int, str] | None:
        """Return which earlier record a record cannot be beside, and what they share; ``here`` is a
        number for this one.
        """
        keys = {_digest(figid): "figid"} if self.exporter.unique else {}
        # What differs by case, or in how accents are written, is one file on some systems.
        keys |= {
            _digest("/" + unicodedata.normalize("NFC", name).casefold()): name
            for name in rendered.files
        }
        for key, what in keys.items():
            if key in self._seen:
                return self._seen[key], what
        self._seen |= dict.fromkeys(keys, here)
        return None

    def take(self, rendered: Rendered) -> None:
        """Take what a figure became."""
        if self.tally.figures and not self.target.folder and not self.exporter.streams:
            name = self.target.format
            raise PfocrError(
                f"{name} holds one figure a file, and there are more: give a folder, --to "
                f"{name}:FOLDER/"
            )
        self.tally.add(rendered)
        for name, data in rendered.files.items():
            self._write(name, data)
        for table, part in rendered.parts.items():
            if part is not None:
                with named(self._place(table)):
                    self._sinks[table].take(part)

    def _place(self, table: str) -> str:
        """Return what people are told cannot be written."""
        waiting = f"in {tempfile.gettempdir()} (TMPDIR), where output waits" if self._spool else ""
        return self._streams[table][0] or waiting or "to standard output"

    def _write(self, name: str, data: bytes) -> None:
        assert self._folder is not None
        self._folder.write(name, data)
        if self._files is not None:
            path, digest = os.path.join(self._folder.path, name), hashlib.sha256(data).hexdigest()
            self._files.append(Written(path, len(data), digest))

    def finish(self) -> None:
        """Write what is left to write."""
        for table, sink in self._sinks.items():
            with named(self._place(table)):
                sink.finish()
                stream = self._streams[table][1]
                stream.flush()
                caveat = self.exporter.caveat(stream.tell()) if stream.seekable() else ""
                self.tally.caveats += [caveat] if caveat else []
        if self.target.folder:
            for name, data in self.exporter.extras(self._options).items():
                self._write(name, data)

    def files(self) -> Iterator[Written]:
        """Yield the files of a finished output as they are to be."""
        yield from self._files or ()
        for path, stream in self._streams.values():
            stream.seek(0)
            digest = hashlib.sha256()
            while data := stream.read(2**20):
                digest.update(data)
            yield Written(path, stream.tell(), digest.hexdigest())

    def deliver(self) -> None:
        """Write to standard output what was held back."""
        if self._spool is not None:
            self._spool.seek(0)
            with named("to standard output"), going_on_unread():
                shutil.copyfileobj(self._spool, sys.stdout.buffer)
                sys.stdout.flush()


class _Tap(io.RawIOBase):
    """A stream that goes nowhere once the one behind it is closed: some libraries write when they
    are let go.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data) if self._stream.closed else self._stream.write(data)


def _digest(text: str) -> int:
    """Return a number for a text: a run can have a hundred thousand of them."""
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    )
