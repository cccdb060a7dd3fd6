"""What can be asked of the formats: each option is declared once, here, and nowhere else.

The command line, ``.pfocr.toml``, the manifest and the note about options that change nothing are
made of these declarations. Light, so that ``--help`` can read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import (
    TYPE_CHECKING,
    Literal,
    NamedTuple,
    TypedDict,
    TypeVar,
    Unpack,
    get_args,
    get_origin,
    get_type_hints,
)

from pfocr_cli.errors import PfocrError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    from pfocr_cli.export.figure import Figure
    from pfocr_cli.export.selection import Selection
    from pfocr_cli.lexicon.store import Release
    from pfocr_cli.record.match_sources import Tier

_DECLARATION = "declaration"
_ALL = "*"
"""For an option that every format looks at."""
SELECTION: Mapping[str, tuple[str, ...]] = {
    "tier": ("strict", "synonyms", "all"),
    "species": (),
    "symbols": ("published", "current"),
    "matches": ("published", "corrected"),
}
"""Options that say which genes are meant, with their values where these are few."""
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
Value = str | int | bool | None
_V = TypeVar("_V", bound=Value)
_D = TypeVar("_D", bound="DataclassInstance")


class Declared(NamedTuple):
    """An option of formats: what a person reads of it, and which formats look at it.

    ``kind`` is what its values are; ``choices`` are all of them, where there are few; ``least`` is
    that of a number. ``writes`` names a file that is written, which no ``.pfocr.toml`` may.
    """

    name: str
    kind: type[str] | type[int] | type[bool]
    default: Value
    help: str
    formats: frozenset[str]
    choices: tuple[str, ...] = ()
    metavar: str | None = None
    least: int | None = None
    writes: bool = False

    @property
    def written(self) -> str:
        """Its name as it is written: ``min-genes``."""
        return self.name.replace("_", "-")


class _Words(NamedTuple):
    """What a declaration says beside its name and type."""

    default: Value
    help: str
    formats: frozenset[str]
    metavar: str | None = None
    least: int | None = None
    writes: bool = False


class _More(TypedDict, total=False):
    """What few declarations say, as ``Declared`` has it."""

    metavar: str
    least: int
    writes: bool


def _option(default: _V, formats: str, help: str, **more: Unpack[_More]) -> _V:
    """Declare an option: its default, the formats that look at it, and what ``--help`` says."""
    words = _Words(default, help, frozenset(formats.split()), **more)
    declaration: _V = field(default=default, metadata={_DECLARATION: words})
    return declaration


@dataclass(frozen=True)
class FormatOptions:
    """What formats can be asked for: each option is declared here."""

    ids: Literal["entrez", "symbol", "chebi", "mesh", "doid", "omim"] | None = _option(
        None,
        "gmt",
        "What gmt's sets hold (default: entrez; chebi of chemicals, doid of diseases).",
    )
    min_genes: int | None = _option(
        None,
        "gmt",
        "How many genes (or chemicals, diseases) a gmt set has at least (default: 3).",
        metavar="N",
        least=1,
    )
    gmt_style: Literal["pfocr", "wikipathways"] = _option(
        "pfocr",
        "gmt",
        "How gmt's sets are named: as in PFOCR's published files, or in WikiPathways'.",
    )
    date: str = _option(
        "",
        "gmt",
        "The date in WikiPathways' names (default: SOURCE_DATE_EPOCH's, else today's).",
        metavar="YYYYMMDD",
    )
    titles: str | None = _option(
        None,
        "gmt",
        "Write the ids, titles and papers of gmt's sets to FILE.",
        metavar="FILE",
        writes=True,
    )
    table: Literal["records", "genes", "figures", "chemicals", "diseases"] | None = _option(
        None,
        "csv tsv parquet gmt",
        "What a row of csv, tsv and parquet is, and what gmt's sets are of (default: genes; whole "
        "records for parquet); a folder gets all tables.",
    )
    excel_safe: bool = _option(
        False,
        "csv tsv",
        "Put an apostrophe before what a spreadsheet would change in csv and tsv (MARCH1, which "
        "it takes for a date); it shows the apostrophe.",
    )
    image: str | None = _option(
        None,
        "biothings cx2 gpml gpml2021 jsonld parquet",
        "Where the figure's image is; {figid}, {pmcid} and {filename} stand for the figure's own.",
        metavar="FILE|URL",
    )
    label: Literal["symbol", "word", "both"] = _option(
        "both",
        "cx2 gpml gpml2021",
        "What boxes are called: the symbol, the figure's word, or the symbol with the word below.",
    )
    into: Literal["2021", "2023"] | None = _option(
        None, "md", "Write md records of this generation."
    )

    rejected: Literal["keep", "leave"] | None = _option(
        None,
        _ALL,
        "What to do with figures that curators marked REJECT (default: keep in json, jsonl, md, "
        "csv, tsv and parquet, else leave out).",
    )


@dataclass(frozen=True, kw_only=True)
class Options(FormatOptions):
    """What was asked of one format, which looks at its own, and the genes that are meant.

    ``image`` may hold placeholders, which ``image_of`` fills.
    """

    selection: Selection
    release: Release

    def image_of(self, figure: Figure) -> str:
        """Return the address of a figure's image: as ``--image`` has it, else at Europe PMC; empty
        where neither can say.
        """
        from pfocr_cli.export import links

        if not self.image:
            return figure.image
        texts = {"figid": figure.figid, "pmcid": figure.pmcid, "filename": figure.filename}
        return links.filled(self.image, texts)


@dataclass(frozen=True)
class GeneOptions:
    """Which genes are meant, as people say it; the names are those of ``SELECTION``."""

    tier: Tier | None = None
    species: str | None = None
    symbols: str = "published"
    matches: str = "published"


def with_values(options: _D, values: Mapping[str, object]) -> _D:
    """Return options with other values, by name."""
    return replace(options, **values)


@cache
def declared() -> tuple[Declared, ...]:
    """Return the options of all formats, in the order of ``--help``."""
    hints = get_type_hints(FormatOptions)
    found = []
    for each in fields(FormatOptions):
        words: _Words | None = each.metadata.get(_DECLARATION)
        if words is not None:
            kind, choices = _kind(hints[each.name])
            found.append(
                Declared(
                    each.name,
                    kind,
                    words.default,
                    words.help,
                    words.formats,
                    choices,
                    words.metavar,
                    words.least,
                    words.writes,
                )
            )
    return tuple(found)


def _kind(hint: object) -> tuple[type[str] | type[int] | type[bool], tuple[str, ...]]:
    """Return the type of an option's values, and all of them where the annotation lists them."""
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Literal:
            return str, get_args(part)
        if part is bool:
            return bool, ()
        if part is int:
            return int, ()
    return str, ()


def value_of(name: str, text: str) -> Value:
    """Return the value of an option that is written as text, after a target.

    Raises:
        PfocrError: it is none of the option's.
    """
    option = next((each for each in declared() if each.name == name), None)
    written = name.replace("_", "-")
    choices = SELECTION[name] if option is None else option.choices
    if choices and text not in choices:
        raise PfocrError(f"{written}={text}: {written} is one of {', '.join(choices)}")
    if option is not None and option.kind is bool:
        if text.lower() not in _TRUTHS:
            raise PfocrError(f"{written}={text}: {written} is true or false")
        return _TRUTHS[text.lower()]
    if option is not None and option.kind is int:
        if not (text.isascii() and text.isdigit()) or int(text) < (option.least or 0):
            raise PfocrError(f"{written}={text}: {written} is a whole number from {option.least}")
        return int(text)
    return text


@cache
def options_of(format: str) -> frozenset[str]:
    """Return the names of the options that a format looks at beside the selection."""
    return frozenset(each.name for each in declared() if each.formats & {format, _ALL})
