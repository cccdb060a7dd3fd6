"""gpml and gpml2021: what stands in the files, judged by a strict reader of our own and by
gpml2pvjson.

Where gpml2pvjson 4.1.12 (from npm) is: on the PATH, in ``node_modules/.bin``, or where
PFOCR_GPML2PVJSON says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from test_export_csv import (
    FIGURES,
    file_exporter,
    file_of,
    golden,
    item_of,
    items,
    nasty_figures,
    options,
)

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.formats import Item
from pfocr_cli.export.formats._text import title_line
from pfocr_cli.export.formats._xml import Ids, clean
from pfocr_cli.export.selection import Selection

GPML, GPML2021 = file_exporter("gpml"), file_exporter("gpml2021")
BOTH = pytest.mark.parametrize("name", ["gpml", "gpml2021"])
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
BIOPAX = "{http://www.biopax.org/release/biopax-level3.owl#}"
WORD = "PFOCR word"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
COLOUR = re.compile(r"[0-9a-f]{6}|[0-9a-f]{8}")
# What BridgeDb calls its data sources, in either version, and the form of their ids.
SOURCES = {
    "Entrez Gene": r"\d+",
    "ncbigene": r"\d+",
    "MeSH": r"[DC]\d{6}(\d{3})?",
    "mesh": r"[DC]\d{6}(\d{3})?",
    "ChEBI": r"CHEBI:\d+",
    "chebi": r"CHEBI:\d+",
    "Human Disease Ontology": r"DOID:\d+",
    "doid": r"DOID:\d+",
    "PubMed Central": r"PMC\d+",
    "pmc": r"PMC\d+",
    "DOI": r"10\.\S+",
    "doi": r"10\.\S+",
}


@dataclass(frozen=True)
class Seen:
    """A node as it stands in a file."""

    id: str
    type: str
    label: str
    words: tuple[str, ...]
    xref: tuple[str, str]
    facts: dict[str, str]
    group: str | None
    bounds: tuple[float, float, float, float]


class Read:
    """A file of either version, read strictly: ``faults`` are what a reader might stumble over."""

    def __init__(self, data: bytes) -> None:
        assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        self.root = ET.fromstring(data)
        self.space, _, name = self.root.tag.rpartition("}")
        self.space += "}"
        assert name == "Pathway"
        self.new = self.space.endswith("/2021}")
        self.title = self._value(self.root, "Name", "title")
        self.organism = self._value(self.root, "Organism", "organism")
        self.facts = self._facts(self.root)
        self.nodes = [self._node(element) for element in self._all("DataNode")]
        self.board = self._sizes(
            self.root.find(f"{self.space}Graphics"), "BoardWidth", "BoardHeight"
        )

    def _all(self, name: str) -> list[ET.Element]:
        return list(self.root.iter(f"{self.space}{name}"))

    def _value(self, element: ET.Element, old: str, new: str) -> str:
        return element.attrib[new if self.new else old]

    def _facts(self, element: ET.Element) -> dict[str, str]:
        pairs = [
            (self._value(fact, "Key", "key"), self._value(fact, "Value", "value"))
            for fact in element.findall(self.space + ("Property" if self.new else "Attribute"))
        ]
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    def _sizes(self, graphics: ET.Element | None, *names: str) -> tuple[float, ...]:
        assert graphics is not None
        return tuple(
            float(self._value(graphics, name, name[0].lower() + name[1:])) for name in names
        )

    def bounds(self, element: ET.Element) -> tuple[float, float, float, float]:
        x, y, width, height = self._sizes(
            element.find(f"{self.space}Graphics"), "CenterX", "CenterY", "Width", "Height"
        )
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    def comments(self, element: ET.Element, source: str) -> tuple[str, ...]:
        return tuple(
            text.text or ""
            for text in element.findall(f"{self.space}Comment")
            if source in text.attrib.values()
        )

    def comment(self, element: ET.Element, source: str) -> str:
        return next(iter(self.comments(element, source)), "")

    def _node(self, element: ET.Element) -> Seen:
        xref = element.find(f"{self.space}Xref")
        return Seen(
            id=self._value(element, "GraphId", "elementId"),
            type=self._value(element, "Type", "type"),
            label=self._value(element, "TextLabel", "textLabel"),
            words=self.comments(element, WORD),
            xref=("", "")
            if xref is None
            else (
                self._value(xref, "Database", "dataSource"),
                self._value(xref, "ID", "identifier"),
            ),
            facts=self._facts(element),
            group=element.get("groupRef" if self.new else "GroupRef"),
            bounds=self.bounds(element),
        )

    @property
    def description(self) -> str:
        found = self.root.find(f"{self.space}Description")
        return (
            (found.text or "" if found is not None else "")
            if self.new
            else self.comment(self.root, "WikiPathways-description")
        )

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The words of the groups, by the ids that members refer to; a box and its word have
        none.
        """
        return {
            self._value(group, "GroupId", "elementId"): self.comments(group, WORD)
            for group in self._all("Group")
        }

    @property
    def families(self) -> dict[str, tuple[str, ...]]:
        return {name: words for name, words in self.groups.items() if words}

    @property
    def small_words(self) -> dict[str, str]:
        """What stands in grey below boxes, by the box that it is in a group with."""
        name = "groupRef" if self.new else "GroupRef"
        unseen = self.groups.keys() - self.families.keys()
        texts = {
            label.attrib[name]: self._value(label, "TextLabel", "textLabel")
            for label in self._all("Label")
            if label.get(name) in unseen
        }
        return {node.label: texts[node.group] for node in self.nodes if node.group in texts}

    @property
    def links(self) -> list[str]:
        return [
            href
            for label in self._all("Label")
            if (href := label.get("href" if self.new else "Href"))
        ]

    def of(self, kind: str) -> list[Seen]:
        return [node for node in self.nodes if node.type == kind]

    def faults(self) -> Iterator[str]:
        yield from self._id_faults()
        yield from self._group_faults()
        yield from self._citation_faults()
        yield from self._place_faults()
        for xref in self._all("Xref"):
            source, identifier = (
                self._value(xref, "Database", "dataSource"),
                self._value(xref, "ID", "identifier"),
            )
            nothing = not self.new and source == identifier == ""
            if not nothing and not re.fullmatch(SOURCES.get(source, "[]"), identifier):
                yield f"xref {source} {identifier}"
        for graphics in self._all("Graphics"):
            for name, value in graphics.attrib.items():
                if name.lower().endswith("color") and not (
                    COLOUR.fullmatch(value) and (self.new or len(value) == 6)
                ):
                    yield f"colour {value}"
                if name.lower() in ("fontsize", "zorder") and not value.isdecimal():
                    yield f"{name} {value}"

    def _id_faults(self) -> Iterator[str]:
        names = ("elementId",) if self.new else ("GraphId", f"{RDF}id", "GroupId")
        ids = [
            element.attrib[name]
            for element in self.root.iter()
            for name in names
            if name in element.attrib
        ]
        for found, times in Counter(ids).items():
            if times > 1 or not NCNAME.fullmatch(found):
                yield f"id {found} {times}"
        for element in [*self._all("DataNode"), *self._all("Label"), *self._all("Group")]:
            if names[0] not in element.attrib:
                yield f"no id: {element.tag}"

    def _group_faults(self) -> Iterator[str]:
        name = "groupRef" if self.new else "GroupRef"
        used = [element.attrib[name] for element in self.root.iter() if name in element.attrib]
        if set(used) != set(self.groups):
            yield f"groups {set(used) ^ set(self.groups)}"

    def _citation_faults(self) -> Iterator[str]:
        if self.new:
            used = [reference.attrib["elementRef"] for reference in self._all("CitationRef")]
            known = [citation.attrib["elementId"] for citation in self._all("Citation")]
        else:
            used = [reference.text or "" for reference in self._all("BiopaxRef")]
            known = [
                publication.attrib[f"{RDF}id"]
                for publication in self.root.iter(f"{BIOPAX}PublicationXref")
            ]
        if sorted(used) != sorted(known):
            yield f"citations {used} {known}"

    def _place_faults(self) -> Iterator[str]:
        alone = [node.bounds for node in self.nodes if node.group is None]
        frames = [self.frame(group) for group in self.groups]
        free = [
            self.bounds(label)
            for label in self._all("Label")
            if not label.get("groupRef" if self.new else "GroupRef")
        ]
        for left, top, right, bottom in (*alone, *frames, *free):
            if left < 0 or top < 110 or right > self.board[0] or bottom > self.board[1]:
                yield f"off the board: {left} {top} {right} {bottom}"
        if len(alone) + len(frames) < 400:
            for one, other in (
                *combinations((*alone, *frames, *free), 2),
                *combinations([node.bounds for node in self.nodes], 2),
            ):
                if (
                    one[0] < other[2]
                    and other[0] < one[2]
                    and one[1] < other[3]
                    and other[1] < one[3]
                ):
                    yield f"overlap: {one} {other}"
        if self.new:
            for group in self._all("Group"):
                if any(
                    abs(a - b) > 0.02
                    for a, b in zip(
                        self.bounds(group), self.frame(group.attrib["elementId"]), strict=True
                    )
                ):
                    yield f"a frame is not around its members: {group.attrib}"

    def frame(self, group: str) -> tuple[float, float, float, float]:
        """Return the frame that PathVisio draws: eight points around the members, labels among
        them.
        """
        name = "groupRef" if self.new else "GroupRef"
        held = [self.bounds(element) for element in self.root.iter() if element.get(name) == group]
        lefts, tops, rights, bottoms = zip(*held, strict=True)
        return min(lefts) - 8, min(tops) - 8, max(rights) + 8, max(bottoms) + 8


def read(name: str, figure: Figure, **asked: Any) -> Read:
    return Read(file_of(name, item_of(figure), options(**asked)))


def gene(word: str, symbol: str, entrez: str, **more: Any) -> Gene:
    facts: dict[str, Any] = {
        "hgnc_id": "",
        "current": symbol,
        "organism_id": "9606",
        "organism": "Homo sapiens",
        "row": 0,
    } | more
    return Gene(word, word.upper(), "hgnc_symbol", symbol, entrez, **facts)


AKT = tuple(
    gene("Akt", symbol, entrez)
    for symbol, entrez in [("AKT1", "207"), ("AKT10", "1"), ("AKT2", "208")]
)
FIGURE = Figure("PMC1__f1", "PMC1", title="A title", caption="A caption.", genes=AKT)


def missing_client() -> str | None:
    """Return why gpml2pvjson cannot be asked; None where it can."""
    return None if _client() else "needs gpml2pvjson 4.1.12 from npm (PFOCR_GPML2PVJSON says where)"


def _client() -> str | None:
    beside = Path(__file__).parents[1] / "node_modules" / ".bin"
    found = (
        os.environ.get("PFOCR_GPML2PVJSON")
        or shutil.which("gpml2pvjson")
        or shutil.which("gpml2pvjson", path=beside)
    )
    return found if found and shutil.which("node") else None


def ask_client(documents: Sequence[bytes]) -> list[dict[str, Any]]:
    """Return what gpml2pvjson makes of files, in their order; it takes them one after the other in
    one run.
    """
    client = _client()
    assert client
    run = subprocess.run(
        [client], input=b"".join(documents), capture_output=True, check=True, timeout=120
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def assert_client_sees(found: dict[str, Any], item: Item) -> None:
    """Hold what gpml2pvjson made of a figure against its rows."""
    figure = item.figure
    nodes = [entity for entity in found["entitiesById"].values() if "DataNode" in entity["type"]]
    kinds = Counter(node["wpType"] for node in nodes)
    expected = {
        "GeneProduct": len(figure.genes),
        "Metabolite": len(figure.chemicals),
        "Disease": len(figure.diseases),
    }
    assert kinds.keys() == {kind for kind, count in expected.items() if count}
    assert all(kinds[kind] <= count for kind, count in expected.items())
    ids = {node["xrefIdentifier"] for node in nodes if node.get("xrefDataSource") == "Entrez Gene"}
    assert ids == {gene.entrez for gene in figure.genes if re.fullmatch("[0-9]+", gene.entrez)}
    ids = {node["xrefIdentifier"] for node in nodes if node.get("xrefDataSource") == "MeSH"}
    mentions = (*figure.chemicals, *figure.diseases)
    assert ids == {
        mention.mesh for mention in mentions if re.fullmatch(SOURCES["MeSH"], mention.mesh)
    }


@BOTH
@pytest.mark.parametrize("number", [0, 1, 3, 4, 5, 6])
def test_the_files_are_as_they_were(name: str, number: int) -> None:
    item = items(selection=Selection("all", "main"))[number]
    for path, data in file_exporter(name).files(item, options()).items():
        golden(f"{name}/{path}", data)


@BOTH
def test_every_fixture_has_all_its_genes_chemicals_and_diseases(name: str) -> None:
    for item in items():
        found = Read(file_of(name, item, options()))
        assert list(found.faults()) == []
        assert_holds(found, item.figure)


def assert_holds(found: Read, figure: Figure) -> None:
    """Hold a file against the rows of a figure: nothing is lost, each word is kept."""
    genes, chemicals, diseases = map(found.of, ("GeneProduct", "Metabolite", "Disease"))
    rows = {
        (
            clean(row.word),
            row.entrez if re.fullmatch("[0-9]+", row.entrez) else "",
            clean(row.symbol),
        )
        for row in figure.genes
    }
    drawn = {_gene_of(node, word) for node in genes for word in node.words or ("",)}
    assert drawn <= rows
    assert {row for row in rows if row[0]} <= drawn
    assert {row[1:] for row in drawn} == {row[1:] for row in rows}
    for nodes, mentions in ((chemicals, figure.chemicals), (diseases, figure.diseases)):
        assert {word for node in nodes for word in node.words} == {
            clean(mention.word) for mention in mentions if mention.word
        }
        for mention in mentions:
            assert not mention.mesh or any(
                clean(mention.mesh) in (node.xref[1], node.facts.get("pfocr_mesh"))
                and (not mention.word or clean(mention.word) in node.words)
                for node in nodes
            )
    assert all(node.label for node in found.nodes)
    assert len(found.nodes) == len(genes) + len(chemicals) + len(diseases)
    assert len(genes) <= len(figure.genes)


def _gene_of(node: Seen, word: str) -> tuple[str, str, str]:
    symbol = node.facts.get("hgnc_symbol", node.facts.get("ncbigene_symbol", ""))
    return word, node.xref[1], symbol


@BOTH
@settings(max_examples=60)
@given(figure=FIGURES)
def test_any_text_is_taken_and_read_back(name: str, figure: Figure) -> None:
    found = read(name, figure)
    assert list(found.faults()) == []
    assert_holds(found, figure)
    assert found.title == (title_line(figure) or "?")
    assert found.description == clean(figure.caption)
    assert found.facts.get("paper_reference", "") == clean(figure.reference)
    assert found.facts.get("figure_title", found.title) == clean(figure.title) or not figure.title


@BOTH
def test_nasty_text_is_taken(name: str) -> None:
    for figure in nasty_figures():
        assert list(read(name, figure).faults()) == []


@pytest.mark.skipif(missing_client() is not None, reason=str(missing_client()))
def test_gpml2pvjson_sees_the_same() -> None:
    found = [*items(), *map(item_of, nasty_figures())]
    seen = ask_client([GPML.document(item, options()) for item in found])
    for answer, item in zip(seen, found, strict=True):
        assert_client_sees(answer, item)


@BOTH
def test_a_family_is_a_group_under_its_word_in_the_order_of_its_symbols(name: str) -> None:
    found = read(name, replace(FIGURE, genes=(*AKT, gene("p53", "TP53", "7157"))))
    (group,) = found.families
    assert found.families[group] == ("Akt",)
    akt1, akt10, akt2, tp53 = found.nodes
    assert [(node.label, node.group, node.words) for node in (akt1, akt10, akt2)] == [
        ("AKT1", group, ("Akt",)),
        ("AKT10", group, ("Akt",)),
        ("AKT2", group, ("Akt",)),
    ]
    assert (tp53.label, tp53.words, found.small_words) == ("TP53", ("p53",), {"TP53": "p53"})
    assert akt1.bounds[1] < akt2.bounds[1] < akt10.bounds[1]


@BOTH
def test_rows_repeated_for_one_gene_or_without_a_word_are_no_family(name: str) -> None:
    rows = (
        gene("p53", "TP53", "7157"),
        gene("p53", "TP53", "7157"),
        gene("", "TNF", "7124"),
        gene("", "IL6", "3569"),
    )
    found = read(name, replace(FIGURE, genes=rows))
    assert not found.families
    assert [node.label for node in found.nodes] == ["TP53", "TNF", "IL6"]
    assert len({node.id for node in found.nodes}) == 3


@BOTH
def test_ids_stay_when_genes_come_or_are_renamed(name: str) -> None:
    before = read(name, FIGURE).nodes
    renamed = tuple(row._replace(symbol=f"new {row.symbol}") for row in AKT)
    after = read(name, replace(FIGURE, genes=(gene("a", "A1BG", "1"), *renamed))).nodes
    assert [node.id for node in after[1:]] == [node.id for node in before]
    assert {node.id for node in read(name, replace(FIGURE, figid="PMC1__f2")).nodes}.isdisjoint(
        node.id for node in before
    )


def test_ids_are_unique_names_as_pathvisio_has_them() -> None:
    ids = Ids("PMC1__f1")
    found = [ids.new("gene", str(number % 3_000)) for number in range(9_000)]
    assert len(set(found)) == 9_000
    assert all(re.fullmatch("[a-f][0-9a-f]{7}", name) for name in found)


@BOTH
def test_chemicals_and_diseases_have_the_id_that_is_one(name: str) -> None:
    chemicals = (
        Mention("E2", "D004958", "Estradiol", "CHEBI:16469"),
        Mention("4-HPR", "C000605466"),
        Mention("NO", "", "", "CHEBI:16480"),
        Mention("x", "D12"),
        Mention("?", "", "", "CHEBI:none"),
    )
    diseases = (
        Mention("Fever", "D005334", "", "DOID:1"),
        Mention("bone loss", "", "", "DOID:11476", "Bone Loss"),
        Mention("cancer", "", "", "OMIM:114480"),
    )
    found = read(name, replace(FIGURE, genes=(), chemicals=chemicals, diseases=diseases))
    mesh, chebi, doid = (
        ("mesh", "chebi", "doid")
        if name == "gpml2021"
        else ("MeSH", "ChEBI", "Human Disease Ontology")
    )
    assert [node.xref for node in found.of("Metabolite")] == [
        (mesh, "D004958"),
        (mesh, "C000605466"),
        (chebi, "CHEBI:16480"),
        ("", ""),
        ("", ""),
    ]
    assert [node.facts for node in found.of("Metabolite")] == [
        {"preferred_name": "Estradiol", "pfocr_chebi": "CHEBI:16469"},
        {},
        {},
        {"pfocr_mesh": "D12"},
        {"pfocr_chebi": "CHEBI:none"},
    ]
    assert [node.xref for node in found.of("Disease")] == [
        (mesh, "D005334"),
        (doid, "DOID:11476"),
        ("", ""),
    ]
    assert [node.facts for node in found.of("Disease")] == [
        {"pfocr_doid": "DOID:1"},
        {"pfocr_match": "Bone Loss"},
        {"pfocr_omim": "OMIM:114480"},
    ]


@BOTH
def test_the_word_is_as_it_was_recorded_and_what_xml_forbids_is_a_space(name: str) -> None:
    genes = (gene(" Akt ", "AKT1", "207"), gene("a\x0bb", "AKT2", "208"))
    found = read(
        name,
        replace(FIGURE, title="one\x0btwo", genes=genes, chemicals=(Mention(" NA ", "D012964"),)),
    )
    assert [(node.label, node.words) for node in found.nodes] == [
        ("AKT1", (" Akt ",)),
        ("AKT2", ("a b",)),
        ("NA", (" NA ",)),
    ]
    assert found.title == "one two"


@BOTH
def test_a_gene_without_an_id_has_no_xref(name: str) -> None:
    found = read(
        name,
        replace(FIGURE, genes=(gene("x", "", ""), gene("", "", "7157"), gene("y", "Y", "not one"))),
    )
    assert [(node.label, node.xref[1]) for node in found.nodes] == [
        ("X", ""),
        ("7157", "7157"),
        ("Y", ""),
    ]
    assert found.nodes[2].facts["pfocr_entrez"] == "not one"


@BOTH
def test_another_species_is_told_on_the_node(name: str) -> None:
    mouse = gene("p53", "Trp53", "22059", organism_id="10090", organism="Mus musculus")
    found = read(name, replace(FIGURE, genes=(*AKT, mouse)))
    assert found.organism == "Homo sapiens"
    assert [node.facts.get("species") for node in found.nodes] == [None, None, None, "Mus musculus"]
    assert found.nodes[3].facts["ncbigene_symbol"] == "Trp53"
    assert found.small_words == {"Trp53": "p53 (M. musculus)"}


@BOTH
def test_the_links_lead_to_the_figure_its_paper_and_its_image(name: str) -> None:
    pages = [
        "https://pfocr.wikipathways.org/figures/PMC1__f1.html",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/",
    ]
    found = read(name, FIGURE)
    assert (found.links, found.facts["pfocr_url"]) == (pages, pages[0])
    found = read(name, FIGURE, image="scans/one & two.png")
    assert found.links == [*pages, "scans/one%20&%20two.png"]
    assert found.facts["figure_image"] == "scans/one%20&%20two.png"
    at_pmc = "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/figure/F1/"
    whole = replace(FIGURE, filename="f1.jpg", figlink="/pmc/articles/PMC1/figure/F1/")
    found = read(name, whole)
    image = "https://europepmc.org/articles/PMC1/bin/f1.jpg"
    assert found.links == [pages[0], at_pmc, pages[1], image]
    assert (found.facts["figure_link"], found.facts["figure_image"]) == (at_pmc, image)


PAPER = replace(FIGURE, paper_title="A <paper>.", reference="Ada Example, et al. 2019", year="2019")
PMC = ("PMC1", "PubMed Central", "pmc", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/")
DOI = ("10.1/x", "DOI", "doi", "https://doi.org/10.1/x")


@pytest.mark.parametrize(
    ("pmcid", "doi", "cited"),
    [
        ("PMC1", "", [PMC]),
        ("PMC1", "10.1/x", [DOI, PMC]),
        ("", "10.1/x", [DOI]),
        ("odd", "10.1/x", [DOI]),
        ("odd", "none", []),
        ("", "", []),
    ],
)
def test_a_paper_is_cited_by_its_doi_and_its_pmc_id(
    pmcid: str, doi: str, cited: list[tuple[str, str, str, str]]
) -> None:
    paper = replace(PAPER, pmcid=pmcid, doi=doi)
    old, new = (read(name, paper) for name in ("gpml", "gpml2021"))
    assert [list(found.faults()) for found in (old, new)] == [[], []]
    known = [
        [(fact.tag.removeprefix(BIOPAX), fact.text) for fact in publication]
        for publication in old.root.iter(f"{BIOPAX}PublicationXref")
    ]
    assert known == [
        [
            ("ID", identifier),
            ("DB", database),
            ("TITLE", "A <paper>."),
            ("SOURCE", "Ada Example, et al. 2019"),
            ("YEAR", "2019"),
        ]
        for identifier, database, _, _ in cited
    ]
    space = "{http://pathvisio.org/GPML/2021}"
    assert [
        [dict(fact.attrib) for fact in citation] for citation in new.root.iter(f"{space}Citation")
    ] == [
        [{"identifier": identifier, "dataSource": source}, {"link": link}]
        for identifier, _, source, link in cited
    ]


@BOTH
def test_a_title_is_one_line_and_never_empty(name: str) -> None:
    assert read(name, replace(FIGURE, title=" a\n\tb\x0bc ")).title == "a b c"
    assert read(name, replace(FIGURE, title="\x01", paper_title="A paper")).title == "A paper"
    assert read(name, replace(FIGURE, title="", paper_title="")).title == "PMC1__f1"
    found = read(name, replace(FIGURE, title="two\nlines"))
    assert found.facts["figure_title"] == "two\nlines"


@BOTH
def test_a_figure_with_nothing_in_it_is_an_empty_board(name: str) -> None:
    found = read(name, replace(FIGURE, genes=()))
    assert (found.nodes, found.groups, list(found.faults())) == ([], {}, [])
