"""Organisms by the names that BridgeDb knows, so that programs find the mappings of a pathway's
genes.

Source: the species of BridgeDb's ``organisms.tsv``, https://github.com/bridgedb/datasources (those
that NCBI Gene has genes of strains or subspecies of, and the common ones).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = """
    Anopheles gambiae, Aquifex aeolicus, Arabidopsis lyrata, Arabidopsis thaliana,
    Aspergillus niger, Bacillus anthracis, Bacillus subtilis, Beta vulgaris,
    Bifidobacterium longum, Bos taurus, Brassica napus, Brassica oleracea, Brassica rapa,
    Caenorhabditis elegans, Canis familiaris, Caulobacter vibrioides, Chlamydia trachomatis,
    Chlamydomonas reinhardtii, Cicer arietinum, Ciona intestinalis, Clostridium acetobutylicum,
    Clostridium botulinum, Cucumis melo, Cucumis sativus, Danio rerio, Daphnia magna,
    Daphnia pulex, Dasypus novemcinctus, Daucus carota, Dictyostelium discoideum,
    Drosophila melanogaster, Echinops telfairi, Enterococcus faecalis, Equus caballus,
    Escherichia coli, Felis catus, Gallus gallus, Gibberella zeae, Glycine max,
    Gossypium hirsutum, Halobacterium salinarum, Haloferax volcanii, Helicobacter pylori,
    Homo sapiens, Hordeum vulgare, Klebsiella oxytoca, Klebsiella pneumoniae,
    Lacticaseibacillus casei, Lactococcus lactis, Loxodonta africana, Macaca mulatta,
    Malus domestica, Manihot esculenta, Medicago sativa, Methanocaldococcus jannaschii,
    Methanosarcina mazei, Methylococcus capsulatus, Methylorubrum extorquens,
    Monodelphis domestica, Mus musculus, Mycobacterium avium, Mycobacterium kansasii,
    Mycobacterium tuberculosis, Mycoplasmoides pneumoniae, Neurospora crassa, Nicotiana tabacum,
    Ornithorhynchus anatinus, Oryctolagus cuniculus, Oryza sativa, Oryzias latipes, Ovis aries,
    Pan troglodytes, Phaseolus vulgaris, Plasmodium falciparum, Populus trichocarpa,
    Pseudomonas aeruginosa, Pseudomonas fluorescens, Rattus norvegicus, Rhodobacter capsulatus,
    Saccharomyces cerevisiae, Salmonella enterica, Schizosaccharomyces pombe,
    Serratia marcescens, Solanum lycopersicum, Solanum tuberosum, Sorex araneus,
    Sorghum bicolor, Streptococcus mutans, Streptococcus pneumoniae, Sus scrofa,
    Tetraodon nigroviridis, Theobroma cacao, Thermotoga maritima, Triticum urartu,
    Vibrio cholerae, Vitis vinifera, Xenopus tropicalis, Zea mays, Zymomonas mobilis
"""
_SPECIES = frozenset(" ".join(_NAMES.split()).split(", "))
_OTHERWISE: Mapping[str, str] = {
    "Canis lupus": "Canis familiaris",
    "Fusarium graminearum": "Gibberella zeae",
    "Mycoplasma pneumoniae": "Mycoplasmoides pneumoniae",
}
"""Species that BridgeDb calls otherwise."""


_LATIN = regex(r"([A-Z])[a-z]+ ([a-z]+)")


@lru_cache(2**10)
def short_name(name: str) -> str:
    """Return an organism's name as it is written on a board.

    >>> short_name("Mus musculus"), short_name("Hepatitis B virus")
    ('M. musculus', 'Hepatitis B virus')
    """
    latin = _LATIN.fullmatch(bridgedb_name(name))
    return f"{latin[1]}. {latin[2]}" if latin else name


@lru_cache(2**10)
def bridgedb_name(name: str) -> str:
    """Return what BridgeDb calls an organism: of a strain or subspecies that it does not know, the
    species; a name that it knows no species of stays.

    >>> bridgedb_name("Escherichia coli str. K-12 substr. MG1655")
    'Escherichia coli'
    >>> bridgedb_name("Human immunodeficiency virus 1")
    'Human immunodeficiency virus 1'
    """
    species = " ".join(name.split()[:2])
    species = _OTHERWISE.get(species, species)
    return species if species in _SPECIES else name
