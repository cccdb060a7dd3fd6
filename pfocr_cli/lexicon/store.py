"""The lexicon's file, and looking things up in it without reading all of it.

One text file: a line of JSON says what it is (the format's version, HGNC's release, what it was
made from and the licences, counts, the sha256 of all that follows); then sorted lines, each a key,
a tab, and fields:

    entrez:8792 → 11908
    gene:11908  → symbol, Entrez id, locus type, name, aliases (|), previous symbols (|)
    name:LEPTIN → as written (empty: the gene's approved name), source, HGNC numbers (,)
    term:RANKL  → as written, source, HGNC numbers (,)

A look-up maps the file and bisects its bytes, so that a few words touch a few pages. Not SQLite:
the same input gives the same bytes whatever the library's version, two releases compare with ``git
diff``, and one sha256 says it all.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon.lines import VERSION, Ingredient, gene_of, term_of
from pfocr_cli.lexicon.mapping import REMEDY, mapped
from pfocr_cli.lexicon.model import HgncGene, Term, fold
from pfocr_cli.lexicon.sorted_lines import SortedLines
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EMBEDDED = Path(__file__).with_name("hgnc.lexicon")
_MAGIC = b'{"pfocr-lexicon": '
_LONGEST_HEAD = 2**16
_FEW_PAIRS = 2_000
_PAIR = regex(rb"\ngene:[0-9]+(\t[^\t\n]+\t[0-9]+\t)")
_CACHED = 2**17
_FEW_CACHED = 2**12
"""Look-ups of one kind that are kept: all words of a large corpus, some tens of MB at most."""


class Release(NamedTuple):
    """A lexicon's provenance.

    ``hgnc`` is HGNC's release as far as it is known (YYYY-MM-DD, YYYY-MM, or ``unknown``).
    """

    hgnc: str
    sources: tuple[Ingredient, ...]
    counts: Mapping[str, int]
    sha256: str

    def __str__(self) -> str:
        """Return how messages and reports name it."""
        return f"HGNC {self.hgnc} (sha256 {self.sha256[:12]})"

    def as_json(self) -> dict[str, object]:
        """Return all that is known of it, as JSON has it."""
        return {**self._asdict(), "sources": [source._asdict() for source in self.sources]}


class Lexicon:
    """A lexicon that looks things up as they are asked for, and remembers them.

    ``path`` is where it is. PfocrError at the start: there is none, or it is not whole, as far as
    its size tells.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._bytes = mapped(self.path)
        head_end = self._bytes.find(b"\n", 0, _LONGEST_HEAD) + 1
        self._start = head_end
        self._lines = SortedLines(self._bytes, head_end)
        self.release = _release(self._bytes[:head_end], len(self._bytes) - head_end, self.path)
        self._pairs: frozenset[bytes] | None = None
        self._pairs_asked = 0
        self._gene = lru_cache(_CACHED)(self._read_gene)
        self._id_with_entrez = lru_cache(_CACHED)(self._read_id_with_entrez)
        self._terms = lru_cache(_CACHED)(self._read_terms)
        self._names = lru_cache(_CACHED)(self._read_names)
        self._names_from = lru_cache(_FEW_CACHED)(self._read_names_from)

    def gene(self, hgnc_id: str) -> HgncGene | None:
        """Return the approved gene with this id, ``HGNC:11908``."""
        return self._gene(hgnc_id)

    def is_approved(self, symbol: str, entrez: str) -> bool:
        """Say whether a gene has this symbol and this NCBI Gene id, as nearly all of records have.

        The first are looked up; then all pairs are read, which costs as much as those.
        """
        if self._pairs is not None:
            return f"\t{symbol}\t{entrez}\t".encode("utf-8", "surrogatepass") in self._pairs
        self._pairs_asked += 1
        if self._pairs_asked == _FEW_PAIRS:
            self._pairs = self._read_pairs()
        gene = self.with_entrez(entrez)
        return gene is not None and gene.symbol == symbol

    def with_entrez(self, entrez: str) -> HgncGene | None:
        """Return the approved gene with this NCBI Gene id."""
        hgnc_id = self._id_with_entrez(entrez)
        return self._gene(hgnc_id) if hgnc_id else None

    def id_with_entrez(self, entrez: str) -> str:
        """Return the HGNC id of the approved gene with this NCBI Gene id; empty: there is none."""
        return self._id_with_entrez(entrez)

    def approved(self, symbol: str) -> HgncGene | None:
        """Return the gene whose approved symbol this is, spelled exactly so."""
        terms = self.terms(fold(symbol))
        return next(
            (
                self.gene(term.genes[0])
                for term in terms
                if term.written == symbol and term.source == "hgnc_symbol"
            ),
            None,
        )

    def terms(self, key: str) -> tuple[Term, ...]:
        """Return every term with this fold, of all sources, sorted by how it is written and its
        source.
        """
        return self._terms(key)

    def names(self, key: str) -> tuple[Term, ...]:
        """Return every name of the last tier with this fold: of genes, of papers, of Ensembl."""
        return self._names(key)

    def names_from(self, beginning: str, most: int) -> tuple[tuple[str, Term], ...]:
        """Return the folds that begin so, with their names; not more than ``most``."""
        return self._names_from(beginning, most)

    def known(self, keys: Iterable[str]) -> list[str]:
        """Return those of some folds that terms have."""
        return self._lines.known("term", keys)

    def terms_from(self, beginning: str, most: int) -> Iterator[tuple[str, Term]]:
        """Yield the folds that begin so, with their terms; not more than ``most`` lines."""
        found = islice(self._lines.section(f"term:{beginning}"), most)
        return ((key, term_of(fields)) for key, fields in found)

    def symbols_from(self, beginning: str, most: int) -> Iterator[tuple[str, Term]]:
        """Yield folds that begin so of approved symbols, with terms; ``most`` lines are read."""
        found = self.terms_from(beginning, most)
        return (one for one in found if one[1].source == "hgnc_symbol")

    def genes(self) -> Iterator[HgncGene]:
        """Yield every approved gene, by id."""
        return (gene_of(key, fields) for key, fields in self._lines.section("gene:"))

    def all_terms(self) -> Iterator[Term]:
        """Yield every term, by fold."""
        return (term_of(fields) for _, fields in self._lines.section("term:"))

    def all_names(self) -> Iterator[Term]:
        """Yield every name of the last tier, by fold."""
        return (self._name(fields) for _, fields in self._lines.section("name:"))

    def verify(self) -> None:
        """Raise PfocrError where the content is not what the head's sha256 says."""
        if (
            hashlib.sha256(memoryview(self._bytes)[self._start :]).hexdigest()
            != self.release.sha256
        ):
            raise PfocrError(
                f"{self.path} was changed since it was made: its sha256 is another; {REMEDY}"
            )

    def _read_gene(self, hgnc_id: str) -> HgncGene | None:
        number = hgnc_id.removeprefix("HGNC:")
        found = self._lines.fields(f"gene:{number}")
        return gene_of(number, found[0]) if found else None

    def _read_pairs(self) -> frozenset[bytes]:
        start, end = self._bytes.find(b"\ngene:", self._start - 1), self._bytes.rfind(b"\ngene:")
        after = self._bytes.find(b"\n", end + 1)
        return frozenset(_PAIR.findall(self._bytes, start, after))

    def _read_id_with_entrez(self, entrez: str) -> str:
        found = self._lines.fields(f"entrez:{entrez}")
        return f"HGNC:{found[0][0]}" if found else ""

    def _read_terms(self, key: str) -> tuple[Term, ...]:
        return tuple(term_of(fields) for fields in self._lines.fields(f"term:{key}")) if key else ()

    def _read_names(self, key: str) -> tuple[Term, ...]:
        return (
            tuple(self._name(fields) for fields in self._lines.fields(f"name:{key}")) if key else ()
        )

    def _read_names_from(self, beginning: str, most: int) -> tuple[tuple[str, Term], ...]:
        found = islice(self._lines.section(f"name:{beginning}"), most)
        return tuple((key, self._name(fields)) for key, fields in found)

    def _name(self, fields: list[str]) -> Term:
        name = term_of(fields)
        if name.written:
            return name
        gene = self.gene(name.genes[0])
        return Term(gene.name if gene else "", name.source, name.genes)


def open_lexicon(name: str | None) -> Lexicon:
    """Return a lexicon by name: None or ``embedded``, ``latest`` (the one last fetched), or a path.

    Opened, and but for the embedded one checked, once a process, unless the file becomes another.
    PfocrError: says what to do.
    """
    path = path_of(name)
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise PfocrError(_not_there(name, path)) from None
    return _opened(path, status.st_ino, status.st_mtime_ns, status.st_size)


def latest_path() -> Path:
    """Return where the last lexicon that was fetched is, or would be."""
    from platformdirs import user_cache_path  # only those who ask for it pay for it

    return user_cache_path("pfocr", appauthor=False) / "latest.lexicon"


@lru_cache(8)
def _opened(path: Path, *_identity: int) -> Lexicon:
    lexicon = Lexicon(path)
    # Milliseconds, once; the embedded one is as sound as the installation; `info` checks it.
    if path != EMBEDDED:
        lexicon.verify()
    return lexicon


def path_of(name: str | None) -> Path:
    """Return where the lexicon of that name is, or would be."""
    if name is None or name == "embedded":
        return EMBEDDED
    return latest_path() if name == "latest" else Path(name)


def _not_there(name: str | None, path: Path) -> str:
    if name == "latest":
        return (
            "no lexicon was fetched yet: run `pfocr lexicon update` first, "
            "or leave --lexicon out for the one that comes with pfocr"
        )
    return f"cannot read the lexicon {path}: there is no such file"


def _release(head: bytes, size: int, path: Path) -> Release:
    if not head.startswith(_MAGIC):
        raise PfocrError(
            f"{path} is not a lexicon of pfocr; `pfocr lexicon build --hgnc` makes one from HGNC's "
            "file"
        )
    if head.endswith(b"\r\n"):
        raise PfocrError(
            f"{path}: its line ends were changed to CRLF; have git and editors leave it alone; "
            f"{REMEDY}"
        )
    try:
        fields = json.loads(head)
        if fields["pfocr-lexicon"] != VERSION:
            raise PfocrError(
                f"{path} is a lexicon of another version of pfocr (format "
                f"{fields['pfocr-lexicon']}); {REMEDY}"
            )
        if fields["bytes"] != size:
            raise PfocrError(
                f"{path} is not whole: {size:,} bytes follow its first line, and not "
                f"{fields['bytes']:,}; {REMEDY}"
            )
        sources = tuple(Ingredient(**source) for source in fields["sources"])
        return Release(str(fields["hgnc"]), sources, dict(fields["counts"]), str(fields["sha256"]))
    except (ValueError, KeyError, TypeError):
        raise PfocrError(f"{path}: its first line is damaged; {REMEDY}") from None
