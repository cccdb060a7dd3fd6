"""The walk through a drawing that both versions of GPML share, and what each says otherwise.

GPML2013a and GPML2021 hold the same things by other names, in another order. A dialect has the
names and the order; what the things are, and that each is written, is said once, here.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pfocr_cli.export.formats import FileExporter, Item
from pfocr_cli.export.formats._drawing import Drawing, DrawnNode, Group, Label, drawing
from pfocr_cli.export.formats._fields import KEYS_SHOWN
from pfocr_cli.export.formats._xml import DECLARATION, attribute, element, inner_text, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pfocr_cli.export.formats._board import Area
    from pfocr_cli.export.formats._xrefs import Xref
    from pfocr_cli.export.options import Options
    from pfocr_cli.record.match_sources import Tier

GPML_SOURCE, LICENSE = "Pathway Figure OCR", "CC0"
"""What the database gives its records under; the image stays its paper's."""
WORD = "PFOCR word"
"""The source of the comments that keep a figure's own words on each node."""
Z_NODE, Z_LABEL, Z_GROUP = "32768", "28672", "4096"
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one version calls the parts of a pathway."""

    namespace: str
    type: str
    member: str
    fact: tuple[str, str]
    """What stands before a fact's key, and between the key and its value."""
    source: str
    href: str
    places: tuple[str, str, str, str]
    wrapped: bool
    """Whether things of a kind stand under an element of their own."""


class GpmlExporter(FileExporter):
    """A pathway a figure. Subclasses have the names of one version, its order and its looks."""

    suffixes: ClassVar[tuple[str, ...]] = (".gpml",)
    wants_content: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = KEYS_SHOWN | {"figlink", "figtype", "organisms"}
    read_if_sound: ClassVar[frozenset[str]] = frozenset({"schema-jsonld"})
    tier: ClassVar[Tier] = "all"
    species: ClassVar[str] = "main"
    is_board: ClassVar[bool] = True
    names: ClassVar[Dialect]

    def document(self, item: Item, options: Options) -> bytes:
        """Return the pathway of one figure."""
        found = drawing(item, options)
        parts = [
            *self.head(found),
            self._section("DataNodes", self._node, found.nodes),
            self._section("Labels", self._label, found.labels),
            self._section("Groups", self.group, found.groups),
            *self.tail(found),
        ]
        root = {"xmlns": self.names.namespace, **self.root(found)}
        return (DECLARATION + element("", "Pathway", root, inner="".join(parts))).encode()

    def _section(
        self, tag: str, write: Callable[[_Thing, str], str], things: Sequence[_Thing]
    ) -> str:
        """Return all things of a kind."""
        if not self.names.wrapped:
            return "".join([write(thing, "  ") for thing in things])
        inner = "".join([write(thing, "    ") for thing in things])
        return f"  <{tag}>\n{inner}  </{tag}>\n" if things else ""

    def _node(self, node: DrawnNode, indent: str) -> str:
        within = f"{indent}  "
        parts = self.ordered(
            self.xref(within, node.xref),
            f"{within}<Graphics {self.place(node.area)} {self.node_look(node.colour)} />\n",
            self.comments(within, node.words),
            self.facts(within, node.properties),
        )
        start = f'{self.identity(node.id, node.label)} {self.names.type}="{node.type}"'
        member = self._member(node.group)
        return f"{indent}<DataNode {start}{member}>\n{parts}{indent}</DataNode>\n"

    def _label(self, label: Label, indent: str) -> str:
        href = f' {self.names.href}="{attribute(label.href)}"' if label.href else ""
        start = f"{self.identity(label.id, label.label)}{self._member(label.group)}{href}"
        look = f"{self.place(label.area)} {self.label_look(label)}"
        return f"{indent}<Label {start}>\n{indent}  <Graphics {look} />\n{indent}</Label>\n"

    def _member(self, group: str | None) -> str:
        return f' {self.names.member}="{group}"' if group else ""

    def place(self, area: Area) -> str:
        """Return the attributes that say where something stands."""
        x, y, width, height = self.names.places
        return (
            f'{x}="{number(area.x)}" {y}="{number(area.y)}" '
            f'{width}="{number(area.width)}" {height}="{number(area.height)}"'
        )

    def comments(self, indent: str, words: Iterable[str]) -> str:
        """Return the figure's own words, a comment each."""
        start = f'{indent}<Comment {self.names.source}="{WORD}">'
        return "".join([f"{start}{inner_text(word)}</Comment>\n" for word in words if word])

    def facts(self, indent: str, facts: Mapping[str, str]) -> str:
        """Return what is known of a thing, a key and its value each."""
        start, between = self.names.fact
        return "".join(
            [
                f'{indent}{start}{key}{between}{attribute(value)}" />\n'
                for key, value in facts.items()
            ]
        )

    @abstractmethod
    def identity(self, identifier: str, text: str) -> str:
        """Return the attributes that say which thing it is, and what stands on it."""

    @abstractmethod
    def ordered(self, xref: str, graphics: str, comments: str, facts: str) -> str:
        """Return the parts of a node in the order of the version."""

    @abstractmethod
    def xref(self, indent: str, xref: Xref | None) -> str:
        """Return the reference of a node."""

    @abstractmethod
    def node_look(self, colour: str) -> str:
        """Return how a node looks, as attributes."""

    @abstractmethod
    def label_look(self, label: Label) -> str:
        """Return how a label looks, as attributes."""

    @abstractmethod
    def group(self, group: Group, indent: str) -> str:
        """Return a frame around the genes of one word, or what is moved as one."""

    @abstractmethod
    def root(self, found: Drawing) -> Mapping[str, str]:
        """Return the attributes of the whole."""

    @abstractmethod
    def head(self, found: Drawing) -> Iterator[str]:
        """Yield what stands before the nodes."""

    @abstractmethod
    def tail(self, found: Drawing) -> Iterator[str]:
        """Yield what stands behind the groups."""
