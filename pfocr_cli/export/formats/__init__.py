"""Exports: each format is one decorated class in a module of this package.

An exporter turns one figure at a time into its part of the output (in a worker process, without
effects), and puts the parts together (in the main process) for formats that hold many figures.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Literal, Protocol

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.options import FormatOptions, Options, options_of, with_values
from pfocr_cli.registry import Registry

if TYPE_CHECKING:
    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.rendered import Loss, Part
    from pfocr_cli.record import Record
    from pfocr_cli.record.match_sources import Tier


class LeftOutError(Exception):
    """A figure that a format leaves out; the message is the reason, the same for all figures left
    out for it.

    It is said after a number: ``left out 747 with 1–2 strict genes``.
    """


@dataclass(frozen=True)
class Item:
    """One record to export: as it was read, as a figure with the genes that were selected, and with
    all of them.
    """

    record: Record
    figure: Figure
    whole: Figure


class Sink(Protocol):
    """Puts the parts of many figures together in one stream."""

    def take(self, part: Part) -> None:
        """Take the part of one figure."""

    def finish(self) -> None:
        """Write what is left to write; the stream stays open."""


@dataclass
class Joined:
    """Parts that are bytes, between a head and a tail, with a separator."""

    stream: BinaryIO
    head: bytes = b""
    separator: bytes = b""
    tail: bytes = b""
    _begun: bool = field(default=False, init=False)

    def take(self, part: bytes) -> None:
        """Write one figure's part."""
        self.stream.write(self.separator + part if self._begun else self.head + part)
        self._begun = True

    def finish(self) -> None:
        """Write the tail."""
        self.stream.write(self.tail if self._begun else self.head + self.tail)


class Exporter(ABC):
    """A format. Subclasses set the class variables and override what they can do; those of
    ``FileExporter`` give each figure a file of its own in a folder.

    ``suffixes``: of its files, the usual one first. ``streams``: one file (or standard output)
    holds many figures.
    ``fields``: the top-level keys that it reads, whose S findings make a record unfit (None: all);
    by stream, where these differ. ``read_if_sound``: keys that it reads too, whose errors stop
    nothing. ``unique``: two records with one figid cannot both be in.
    ``binary``: cannot be written to a terminal. ``noun``: what one figure becomes.
    ``rejected``: what becomes of figures marked so, unless ``--rejected`` says it.
    ``wants_content``: a figure without gene, chemical or disease is left out.
    ``is_board``: it is of one organism, which people are told where the paper does not name it.
    ``heeds_not_human``: one marked XXX is left out where human genes are asked for.
    ``subjects``: what ``--table`` can be, the usual first.
    """

    name: ClassVar[str] = ""
    suffixes: ClassVar[tuple[str, ...]] = ()
    streams: ClassVar[bool] = False
    tier: ClassVar[Tier] = "all"
    species: ClassVar[str] = "all"
    fields: ClassVar[frozenset[str] | Mapping[str, frozenset[str]] | None] = None
    read_if_sound: ClassVar[frozenset[str]] = frozenset()
    unique: ClassVar[bool] = True
    binary: ClassVar[bool] = False
    noun: ClassVar[str] = "figure"
    rejected: ClassVar[Literal["keep", "leave"]] = "leave"
    wants_content: ClassVar[bool] = False
    heeds_not_human: ClassVar[bool] = False
    is_board: ClassVar[bool] = False
    subjects: ClassVar[tuple[str, ...]] = ()

    @property
    def options_used(self) -> frozenset[str]:
        """The options that it looks at beside the selection, as they are declared."""
        return options_of(self.name)

    def settled(self, options: FormatOptions, own: Collection[str]) -> FormatOptions:
        """Return what was asked of a run as this format takes it, with its own defaults. ``own``
        are the options that were asked of this output alone.

        Raises:
            PfocrError: the format has no such thing.
        """
        table = options.table
        if "table" in own and table not in self.subjects:
            raise PfocrError(
                f"{self.name} has no table of {table}; there are: {', '.join(self.subjects)}"
            )
        usual = next(iter(self.subjects), None)
        return with_values(
            options,
            {
                "rejected": options.rejected or self.rejected,
                "table": table if table in self.subjects else usual,
            },
        )

    def subject(self, options: FormatOptions, table: str) -> str:
        """Return what a stream is about, of those that ``--table`` chooses from where it is the
        only one.
        """
        return table.partition(".")[0] or options.table or next(iter(self.subjects), "")

    def losses(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[Loss]:
        """Yield what of the record the output cannot hold; nothing, for most formats.

        People are told.
        """
        return iter(())

    def tables(self, options: Options, *, in_folder: bool) -> tuple[str, ...]:
        """Return the names of the streams that figures have parts in: one, or in a folder one a
        file (``genes.csv``).

        In a folder ``""`` becomes a file called pfocr. ``titles`` goes to the file that
        ``--titles`` names.
        """
        return ("",)

    @abstractmethod
    def part(self, item: Item, options: Options, table: str) -> Part:
        """Return one figure's part of a stream, picklable; None where it has none. LeftOutError."""

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Sink:
        """Return what puts the parts of a stream together."""
        return Joined(stream)

    def extra_files(self, options: Options) -> Mapping[str, bytes]:
        """Return more files for a folder, by their path in it."""
        return {}

    def warning(self, size: int) -> str:
        """Return what people should know of a stream of so many bytes; nothing, for most
        formats.
        """
        return ""

    def reads(self, options: Options, *, in_folder: bool) -> frozenset[str] | None:
        """Return the top-level keys of a record that the output is made of; None: all."""
        if not isinstance(self.fields, Mapping):
            return self.fields
        tables = self.tables(options, in_folder=in_folder)
        return frozenset().union(*(self.fields[self.subject(options, each)] for each in tables))


class FileExporter(Exporter):
    """A format of which a folder gets a file a figure, below ``subfolder``."""

    subfolder: ClassVar[str] = ""

    @abstractmethod
    def document(self, item: Item, options: Options) -> bytes:
        """Return the whole file of one figure. LeftOutError."""

    def files(self, item: Item, options: Options) -> Mapping[str, bytes]:
        """Return all files of one figure for a folder, by their path in it: here its one document.

        LeftOutError.
        """
        return {f"{item.figure.figid}{self.suffixes[0]}": self.document(item, options)}

    def part(self, item: Item, options: Options, table: str) -> Part:
        """Return the document: where the format has no streams, one figure can be in a file."""
        return self.document(item, options)


EXPORTERS: Registry[Exporter] = Registry("pfocr_cli.export.formats", "export format")


def exporter(name: str) -> Callable[[type[Exporter]], type[Exporter]]:
    """Register a class as the format ``name``."""

    def register(make: type[Exporter]) -> type[Exporter]:
        make.name = name
        EXPORTERS.add(name, make())
        return make

    return register
