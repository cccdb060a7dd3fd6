"""Words that are not genes in a pathway figure, whatever a lexicon says of them, and what they are.

The list is that of the pipeline that made the published records, with a reason for each, and a few
of the same kinds. A word is looked for in it by its letters and digits, in capitals, and so is
every part of a word that is cut.
"""

from __future__ import annotations

_ENGLISH = "an English word"
_LABEL = "a label of panels, samples or ribosomal proteins"

STOP_WORDS = {
    **dict.fromkeys(
        ("AID", "CALL", "CELL", "DAMAGE", "FATE", "FOR", "HITS", "MICE", "NOT", "TYPE"), _ENGLISH
    ),
    **dict.fromkeys(("D1", "L10", "S21"), _LABEL),
    "ANG": "angiotensin",
    **dict.fromkeys(("ANGI", "ANGII", "ANGIII", "ANGIV"), "an angiotensin by its number"),
    "BEND3": "a line of endothelial cells",
    "CA2": "calcium ions",
    "CAMP": "cyclic AMP",
    "CAN": "an English word, or calcineurin: CAN is an alias of a nucleoporin's gene",
    "CEL": "the worm's prefix of microRNAs",
    "CO2": "carbon dioxide",
    "CYCLIN": "a cyclin whose letter stands apart from it",
    "DAG": "diacylglycerol",
    "ECM": "extracellular matrix",
    "G1S": "a transition of the cell cycle",
    "G2M": "a transition of the cell cycle",
    "GA": "gibberellin, the Golgi apparatus or a label",
    "GK": "glucokinase, whose symbol is GCK, in most figures",
    "HDS": "an enzyme of plants",
    "HR": "hours, or homologous recombination",
    "LPS": "lipopolysaccharide",
    "MIR": "microRNA",
    "PIP": "a phosphoinositide",
    "REG": "regulation, or regulated",
    "ROS": "reactive oxygen species",
    "TAT": "a protein of HIV, or a peptide that enters cells",
}
