"""jsonld: schema.org. A figure is an ImageObject about genes, chemicals and diseases, part of a
ScholarlyArticle.

Every entry of the record is a node of its own without an ``@id``: a gene that is there by two words
is there twice, and figures in one graph do not share their words; ``sameAs`` says which gene it is.
The image is its paper's; what is free to use is this description (``sdLicense``), and the record,
a dataset about the figure with its own ``license`` and ``creator``, as Bioschemas wants it
(https://bioschemas.org/profiles/Dataset/1.0-RELEASE).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from pfocr_cli.export import links
from pfocr_cli.export.figure import UNKNOWN, Figure, Gene, Mention
from pfocr_cli.export.formats import FileExporter, Item, exporter
from pfocr_cli.export.formats._fields import KEYS_SHOWN
from pfocr_cli.export.formats._text import curie, known, mention_curies
from pfocr_cli.export.links import address, gene_page
from pfocr_cli.record.site import SITE

if TYPE_CHECKING:
    from pfocr_cli.export.options import Options

_OPEN = "{\n"
_HEAD = '{\n  "@context": "https://schema.org/",\n'
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_CONFORMS_TO = "dct:conformsTo"
_PROFILE = "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"
_IDS = "https://identifiers.org"


@dataclass
class _Sink:
    """One figure is a document, several are its ``@graph``; the first waits until it is known
    which.
    """

    stream: BinaryIO
    _first: str | None = field(default=None, init=False)
    _many: bool = field(default=False, init=False)

    def take(self, part: str) -> None:
        """Take a figure's node."""
        if self._many:
            self._write(",\n" + part)
        elif self._first is None:
            self._first = part
        else:
            self._write(f'{_HEAD}  "@graph": [\n{self._first},\n{part}')
            self._many = True

    def finish(self) -> None:
        """Write the end; without any figure, an empty graph."""
        if self._many:
            self._write("\n  ]\n}\n")
        else:
            self._write(
                f'{_HEAD}  "@graph": []\n}}\n' if self._first is None else _alone(self._first)
            )

    def _write(self, text: str) -> None:
        self.stream.write(text.encode())


@exporter("jsonld")
class Jsonld(FileExporter):
    """JSON-LD in schema.org's words."""

    suffixes: ClassVar[tuple[str, ...]] = (".jsonld",)
    wants_content: ClassVar[bool] = True
    streams: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = KEYS_SHOWN | {"figtype", "schema-jsonld"}
    species: ClassVar[str] = "main"

    def document(self, item: Item, options: Options) -> bytes:
        """Return the figure as a document."""
        return _alone(self.part(item, options, "")).encode()

    def part(self, item: Item, options: Options, table: str) -> str:
        """Return the figure as a node."""
        return json.dumps(
            _image(item.figure, options.image_of(item.figure)),
            ensure_ascii=False,
            indent=2,
        )

    def sink(self, stream: BinaryIO, options: Options, table: str) -> _Sink:
        """Return what puts the nodes together."""
        return _Sink(stream)


def _alone(node: str) -> str:
    return f"{_HEAD}{node.removeprefix(_OPEN)}\n"


def _image(figure: Figure, image: str) -> dict[str, Any]:
    page = figure.pfocr_page
    genes = [_gene(gene) for gene in figure.genes]
    chemicals = [_mention("MolecularEntity", mention) for mention in figure.chemicals]
    diseases = [_mention("MedicalCondition", mention) for mention in figure.diseases]
    return {
        "@id": page,
        "@type": "ImageObject",
        **known(
            identifier=figure.figid,
            name=figure.best_title,
            caption=figure.caption,
            url=page,
            contentUrl=image,
            position=figure.number,
            genre=figure.figtype,
            keywords=list(figure.keywords),
            creditText=figure.reference,
        ),
        "sdLicense": _CC0,
        "sdPublisher": {"@type": "Organization", "name": "WikiPathways"},
        "subjectOf": _dataset(figure),
        "isPartOf": _article(figure),
        **known(about=[*genes, *chemicals, *diseases]),
    }


def _dataset(figure: Figure) -> dict[str, Any]:
    """Return the record itself: what Bioschemas' profile of a dataset asks for, and what was made
    of the figure elsewhere.
    """
    page = figure.pfocr_page
    made = [links.ndex_network(figure.ndex), links.wikipathways_page(figure.wpid)]
    creators = [{"@type": "Organization", "name": name} for name in figure.creator.split(" | ")]
    return {
        "@id": f"{page}#record",
        "@type": "Dataset",
        _CONFORMS_TO: {"@id": _PROFILE, "@type": "CreativeWork"},
        **known(
            identifier=figure.figid,
            name=figure.best_title,
            description=figure.caption or figure.best_title,
            url=page,
            license=_license(figure.license),
            creator=creators if figure.creator else None,
            keywords=list(figure.keywords),
            isBasedOn={"@id": page},
            workExample=[{"@id": each, "@type": "Dataset"} for each in made if each],
        ),
        "includedInDataCatalog": {
            "@id": SITE,
            "@type": "DataCatalog",
            "name": "Pathway Figure OCR",
            "url": SITE,
        },
    }


def _license(text: str) -> str | dict[str, str]:
    """Return the licence of a record as its address, or by its name; the database's is CC0."""
    if text in ("", "CC0"):
        return _CC0
    return {"@type": "CreativeWork", "name": text}


def _article(figure: Figure) -> dict[str, Any]:
    doi = address(f"https://doi.org/{figure.doi}") if figure.doi else ""
    paper = figure.paper
    return {
        **known(**{"@id": paper}),
        "@type": "ScholarlyArticle",
        **known(
            identifier=figure.pmcid,
            name=figure.paper_title,
            url=paper,
            sameAs=doi,
            datePublished=figure.year,
        ),
    }


def _gene(gene: Gene) -> dict[str, Any]:
    ids = [f"ncbigene:{gene.entrez}"] * bool(gene.entrez) + [gene.hgnc_id] * bool(gene.hgnc_id)
    url = gene_page(gene.entrez)
    organism = "" if gene.organism == UNKNOWN else gene.organism
    species = {
        "@type": "Taxon",
        **known(
            name=organism,
            identifier=curie("taxonomy", gene.organism_id),
        ),
    }
    return {
        "@type": "Gene",
        **known(
            identifier=ids,
            name=gene.symbol or gene.match or gene.word.strip(),
            alternateName=gene.word,
            url=url,
            sameAs=[address(f"{_IDS}/{each}") for each in ids],
            taxonomicRange=species if len(species) > 1 else None,
        ),
    }


def _mention(kind: str, mention: Mention) -> dict[str, Any]:
    ids = mention_curies(mention)
    addresses = [address(f"{_IDS}/{each}") for each in ids]
    name, word = mention.name or mention.word.strip(), mention.word
    return {"@type": kind, **known(identifier=ids, name=name, alternateName=word, sameAs=addresses)}
