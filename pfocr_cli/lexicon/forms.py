"""From one name as figures write it to the forms that a lexicon may hold. Pure, text in, text out.

Affixes that say what form of a protein is meant, names that HGNC spells otherwise, HLA alleles,
integrins by their subunits, dates that a spreadsheet made of symbols.
"""

from __future__ import annotations

import re

from pfocr_cli.lexicon.letters import G_ALPHA, g_alpha, latin_letters
from pfocr_cli.lexicon.micro_rnas import micro_rna
from pfocr_cli.regex import regex

# Cadherins bear the letter of their tissue and HGNC numbers them; selectins keep their letter.
_CADHERINS = {
    "E": "1",
    "N": "2",
    "P": "3",
    "R": "4",
    "VE": "5",
    "K": "6",
    "T": "13",
    "M": "15",
    "KSP": "16",
    "LI": "17",
}
_CADHERIN = regex(r"(?<![A-Z])(KSP|VE|LI|[ENPRKTM])-?CADHERIN")
_SELECTIN = regex(r"(?<![A-Z])([ELP])-?SELECTIN")
# The chemokines and their receptors in full: CC chemokine receptor 7 is CCR7.
_CHEMOKINE = regex(r"(C-?C|C-?X-?C|CX3C)(?:[- ]MOTIF)? CHEMOKINE (L|R)(?:IGAND|ECEPTOR)[- ]?")
_FRIZZLED = regex(r"FRIZZLED[-_ ]?(?=[0-9])")
# A cyclin or caspase with its letter or number is one gene: CCND1 is cyclin D1, CASP3 is caspase-3.
_NUMBERED = regex(r"(CYCLIN|CASPASE|CYTOKERATIN)S?[-_ ]?([A-Z]?)-?([0-9]+)")
_NUMBERED_STEMS = {"CYCLIN": "CCN", "CASPASE": "CASP", "CYTOKERATIN": "KRT"}
# Kinases whose isoforms HGNC counts by the same letters after another root: PKCθ is PRKCQ, PI3Kα
# PIK3CA.
_ISOFORM = regex(r"(?<![A-Z0-9])(PKC-?(?=[ABDEGHIQZ]$)|PI3K-?(?=[ABDG]$))")
_ISOFORM_ROOTS = {"PKC": "PRKC", "PI3K": "PIK3C"}
_AMPK_SUBUNIT = regex(r"AMPK-?([ABG][1-3])$")
# The English names that the pipeline of the published records knew; plasmin is what plasminogen
# becomes.
_PROTEINS = {"PLASMINOGEN": "PLG", "PLASMIN": "PLG", "VITRONECTIN": "VTN", "NUCLEOLIN": "NCL"}
_PROTEIN = regex("|".join(_PROTEINS))
# An OCR engine reads γ as Y after these stems, all of which have an isoform γ and none an isoform
# Y; and the I of PI3K and EBI3 as a one, because a digit is near; and the I of eIF as a small L.
_MISREAD = (
    (regex(r"\b(IKK|IFN|PLC|PPAR|PKC|CAMK2|RAR|RXR|TGF)-?[YƔ](?![A-QS-Z])"), r"\1G"),
    (regex(r"P13-?K"), "PI3K"),
    (regex(r"\bPI3K(?=C[ABDG23]|R[1-6])"), "PIK3"),
    (regex(r"\bEB13"), "EBI3"),
    (regex(r"\bELF-?(?=[1-6](?:[ABDEGHS]|Α|Β|Γ|$))"), "EIF"),
)
_MISREAD_EIF = regex(r"el[Ff]-?[1-6]")
# A capital I is read as a small L, at the beginning (lL-6, lFN-γ, lKKβ) and after a letter that
# has no l of its own there, as Cl and Pl have (HlF-1α, RlG-I), or as a 1 where interleukins begin.
# No prefix is a small l.
_MISREAD_I = regex(r"^l(?=[A-Z])|(?<=^[GHKRT])l(?=[A-Z])|^1(?=L-?[0-9])")
# A 1 at the end is read as a small L (cyclin Dl), but for chlorine's.
_MISREAD_ONE = regex(r"(?<=[A-Za-z0-9-]{2}[ABD-ZΑ-ω])l$")
# Receptor types are numbered in Roman: TGFBRI is TGFBR1. A lone I elsewhere is more often a letter.
_RECEPTOR_ONE = regex(r"(?<=[A-Z][A-Z]R)I$")

# Phosphorylated, cellular and viral forms, tags of constructs, states and origins: the gene is what
# follows. (P-cadherin and P-selectin are not phosphorylated, but placental and from platelets.)
_STATES = (
    "phospho|phosphor|phosphorylated|cleaved|active|activated|inactive|mutant|mutated|mature|"
    "soluble|total|nuclear|cytosolic|cytoplasmic|mitochondrial|oncogenic|endogenous|exogenous|"
    "recombinant|acetylated|acetyl|ubiquitinated|ubiquitin|methylated|oxidized|human|mouse|murine|"
    "rat|wild[- ]?type|truncated|secreted|extracellular|intracellular|circulating|serum|plasma|"
    "full[- ]length|dominant[- ]negative|proto-oncogene|transcription factor"
)
_PREFIX = regex(
    r"^(?:(?:p|P|c|C|v|V|GTP|GDP|GST|FLAG|Flag|HA|GFP|EGFP|YFP|Myc|His|Ac|ac|Ub|ub|SUMO|pro|Pro"
    r"|cl|act|tot|DN|dn|CA|WT|wt|si|sh|rh|m|h|r|s|t|n|mt|ox|LV|Ad|AAV|pS|pY|pT)[-:]"
    rf"|(?:{_STATES}|{_STATES.capitalize()})[- ])(?=\w)(?!(?i:cadherin|selectin))"
    r"|^(?:phospho|Phospho|pro|prepro)(?=[A-Z])|^[Pp]ro(?=caspase|cathepsin|collagen)",
)
# One small letter before a name in capitals: truncated, soluble, phosphorylated, of which species.
_SMALL_PREFIX = regex(r"^(?:p|rh|[tshmr])(?=[A-Z][A-Za-z0-9]{2})")
# The phosphorylated form, the bound nucleotide, a mutant, what kind of molecule: the gene is what
# goes before.
_SUFFIX = regex(
    r"(?:-(?:p|P|GDP|GTP|ATP|ADP|dependent|independent|WT|wildtype|mutant|KO|KD|Ub|GFP|EGFP|Ac|Me)"
    r"|[-–]/[-–]|\+/[-–]|\+/\+"
    r"| (?:proteins?|genes?|mRNAs?|pathways?|signall?ing|family|complex|isoforms?|expression"
    r"|activity|activation|levels?|promoter|cascade|axis|ligand mRNA))$"
)
_SITE = regex(
    r"[ -]?\(?(?<=[ (-])p?-?(?:Ser|Thr|Tyr|[STY])-?[0-9]{2,4}\)?$"
    r"|[ -]\(?[AC-IK-NP-TVWY][0-9]{2,4}[AC-IK-NP-TVWY]\)?$"
)
"""The site of a phosphorylation, or a mutation, after a name: p-Akt (Ser473), STAT3-Y705, BRAF
V600E.
"""
_SHORTEST_SINGULAR = 3
_MEMBER_ENDING = regex(r"[A-Z]?[0-9]{1,2}[A-Z]?$")

_ALLELE = regex(
    r"(?:HLA[- ]?)?(?P<locus>[ABCEFG]|Cw|D[RQPMO][AB][0-9]?|MIC[AB])"
    r"\*[0-9]{2,4}(?::?[0-9]{2,3}){0,3}[NLSQ]?$"
)
_SEROTYPE = regex(r"HLA[- ]?(?P<locus>A|B|Cw?|D[RQP])w?-?(?P<number>[0-9]{1,4})(?:\.[0-9])?\+?$")
_SEROTYPE_LOCI = {"DR": ("HLA-DRB1",), "DQ": ("HLA-DQA1", "HLA-DQB1"), "DP": ("HLA-DPB1",)}
_HAPLOTYPE_LOCI = {"DR51": "HLA-DRB5", "DR52": "HLA-DRB3", "DR53": "HLA-DRB4"}

_INTEGRIN = regex(
    r"(?:integrins?[- ]?)?(?:α|alpha|a)[- ]?(?P<alpha>[0-9]{1,2}|[vVLMXDE]|I{1,2}b)[- /]?"
    r"(?:β|beta|b)[- ]?(?P<beta>[0-9])(?:[- ]?integrins?)?$",
    re.IGNORECASE,
)
_ONE_INTEGRIN = regex(
    r"(?:integrins?[- ]?(?P<side>α|alpha|a|β|beta|b)[- ]?(?P<which>[0-9]{1,2}|[vVLMXDE]|IIb)"
    r"|(?P<side2>α|alpha|β|beta)[- ]?(?P<which2>[0-9]{1,2}|[vVLMXDE]|IIb)[- ]?integrins?)$",
    re.IGNORECASE,
)
_ALPHAS = {"3": "3", "IIB": "2B", "2B": "2B"}
_LAMININ = regex(r"laminin[- ]?(?P<side>α|β|γ|alpha|beta|gamma)[- ]?(?P<which>[1-5])$", re.I)
_LAMININ_SIDES = dict.fromkeys(("α", "alpha"), "A") | dict.fromkeys(("β", "beta"), "B")
_1433_GENES = {
    "β": "YWHAB",
    "γ": "YWHAG",
    "ε": "YWHAE",
    "η": "YWHAH",
    "θ": "YWHAQ",
    "τ": "YWHAQ",
    "ζ": "YWHAZ",
    "σ": "SFN",
}
_1433_NAMES = {
    "beta": "β",
    "gamma": "γ",
    "epsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "tau": "τ",
    "zeta": "ζ",
    "sigma": "σ",
}
_1433 = regex(rf"14-?3-?3[- ]?(?P<isoform>[βγεηθτζσ]|{'|'.join(_1433_NAMES)})$")

_MONTHS = {
    "JAN": (),
    "FEB": ("FEB",),
    "MAR": ("MARCH", "MARC"),
    "APR": ("APR",),
    "MAY": (),
    "JUN": (),
    "JUL": (),
    "AUG": (),
    "SEP": ("SEPT", "SEP"),
    "SEPT": ("SEPT", "SEP"),
    "OCT": ("OCT",),
    "NOV": ("NOV",),
    "DEC": ("DEC",),
}
_DAY_MONTH = regex(r"(?P<day>[0-9]{1,2})[- ](?P<month>[A-Za-z]{3,4})$")
_MONTH_DAY = regex(r"(?P<month>[A-Za-z]{3,4})-(?P<day>0[0-9]|[12][0-9]|3[01])$")
_MARCH_DAY = regex(r"(?P<month>Mar|MAR|Sep|SEP)-(?P<day>[1-9])$")


def unaffixed(text: str) -> list[str]:
    """Return text as it is and without its prefix, its suffix, its plural s, each alone: ``p-AKT``
    is also AKT.

    A plural s is small, and leaves three characters: two fit too many words. A site that is
    phosphorylated is left out before, and so is a mutation: BRAF V600E is BRAF.
    """
    text = _SITE.sub("", text)
    forms = [_PREFIX.sub("", text), _SUFFIX.sub("", text)]
    if text.endswith("s") and len(text) > _SHORTEST_SINGULAR:
        forms.append(text[:-1])
    return list(dict.fromkeys(forms))


def without_small_prefix(text: str) -> str:
    """Return text without a small letter before its capitals: ``tBid`` is truncated Bid, ``pAkt``
    is phosphorylated.
    """
    return _SMALL_PREFIX.sub("", text)


def swapped(text: str) -> str:
    """Return text in capitals with the names that HGNC spells otherwise as HGNC spells them; else
    text as it is.

    Cadherins, selectins, Frizzleds, cyclins, caspases, α subunits of G proteins by their roots, a
    few names of proteins, and what OCR engines make of γ, of PI3K and of eIF.
    """
    text = _MISREAD_ONE.sub("1", _MISREAD_I.sub("I", text))
    capitals = text.upper()
    changed = G_ALPHA.sub(g_alpha, text).upper()
    changed = _CADHERIN.sub(lambda found: f"CDH{_CADHERINS[found[1]]}", changed)
    changed = _SELECTIN.sub(r"SEL\1", changed)
    changed = _CHEMOKINE.sub(lambda found: found[1].replace("-", "") + found[2], changed)
    changed = _FRIZZLED.sub("FZD", changed)
    changed = _NUMBERED.sub(lambda found: _NUMBERED_STEMS[found[1]] + found[2] + found[3], changed)
    changed = _PROTEIN.sub(lambda found: _PROTEINS[found[0]], changed)
    latin = latin_letters(changed)
    if _ISOFORM.search(latin):
        changed = _ISOFORM.sub(lambda found: _ISOFORM_ROOTS[found[1].removesuffix("-")], latin)
    if latin != capitals:  # a Greek letter, spelled out or not
        changed = _AMPK_SUBUNIT.sub(r"PRKA\1", latin) if _AMPK_SUBUNIT.match(latin) else changed
    changed = _RECEPTOR_ONE.sub("1", changed)
    for pattern, replacement in _MISREAD if not _is_elf(text) else _MISREAD[:-1]:
        changed = pattern.sub(replacement, changed)
    return text if changed == capitals else changed


def _is_elf(text: str) -> bool:
    """Return whether an ELF in text is one, and no eIF: ELF2 is a gene, elF2 is misread."""
    return _MISREAD_EIF.search(text) is None


def member_ending(text: str) -> str:
    """Return what text is at the end of a member's symbol, as in AMPK γ2 or Delta-like 4; empty
    where it is no number, with or without a letter, and no Greek letter.
    """
    latin = latin_letters(text)
    is_ending = _MEMBER_ENDING.match(latin) or (len(text) == 1 and not text.isascii())
    return latin if is_ending else ""


def ends_with(symbol: str, ending: str) -> bool:
    """Return whether a symbol ends so, and not in the middle of a number: DLL14 is no DLL4."""
    before = symbol.removesuffix(ending)
    return before != symbol and not (before[-1:].isdecimal() and ending[0].isdecimal())


def expanded(text: str) -> tuple[str, ...]:
    """Return the symbols that a name of a regular kind stands for, all of them; none of other
    names.

    ``αvβ3`` is ITGAV and ITGB3, ``HLA-A*02:01`` is HLA-A, ``14-3-3ζ`` is YWHAZ, ``miR-21-5p`` is
    MIR21.
    """
    if symbol := micro_rna(text):
        return (symbol,)
    if found := _ALLELE.match(text):
        locus = found["locus"].removesuffix("w")
        return (locus if locus.startswith("MIC") else f"HLA-{locus}",)
    if found := _SEROTYPE.match(text):
        locus = found["locus"].removesuffix("w")
        special = _HAPLOTYPE_LOCI.get(locus + found["number"])
        return (special,) if special else _SEROTYPE_LOCI.get(locus, (f"HLA-{locus}",))
    if found := _1433.match(text):
        isoform = found["isoform"]
        return (_1433_GENES[_1433_NAMES.get(isoform, isoform)],)
    if found := _INTEGRIN.match(text):
        return _alpha_chain(found["alpha"]), f"ITGB{found['beta']}"
    if found := _LAMININ.match(text):
        return (f"LAM{_LAMININ_SIDES.get(found['side'].lower(), 'C')}{found['which']}",)
    if found := _ONE_INTEGRIN.match(text):
        side, which = found["side"] or found["side2"], found["which"] or found["which2"]
        return (_alpha_chain(which) if side[0] in "αaA" else f"ITGB{which}",)
    return ()


def _alpha_chain(which: str) -> str:
    which = which.upper()
    return f"ITGA{_ALPHAS.get(which, which)}"


def date_symbols(text: str) -> tuple[str, ...]:
    """Return the symbols that a spreadsheet turns into this date, or nothing: ``1-Mar`` was MARCH1
    or MARC1.

    (Ziemann et al. 2016, doi:10.1186/s13059-016-1044-7.) With a number of one figure after its
    month a word is taken for a date where figures write no gene so: OCT-4 is one.
    """
    found = _DAY_MONTH.match(text) or _MONTH_DAY.match(text) or _MARCH_DAY.match(text)
    stems = _MONTHS.get(found["month"].upper(), ()) if found else ()
    return tuple(f"{stem}{int(found['day'])}" for stem in stems) if found else ()
