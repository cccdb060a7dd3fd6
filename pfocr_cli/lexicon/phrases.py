"""What words side by side say of each other: which is the special one, what kind of thing it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pfocr_cli.lexicon import forms
from pfocr_cli.lexicon.collecting import Collected

if TYPE_CHECKING:
    from typing import Self

KIND_WORDS = frozenset(
    (
        *("protein", "proteins", "gene", "genes", "mRNA", "mRNAs", "pathway", "pathways"),
        *("signaling", "signalling", "signal", "family", "complex", "cascade", "axis"),
        *("isoform", "isoforms", "expression", "lncRNA", "lncRNAs", "mimic", "mimics"),
    )
)
"""Words beside a name that say what it is the name of."""
_SUBSTANCE_WORDS = frozenset(
    (
        *("inhibitor", "inhibitors", "agonist", "agonists", "antagonist", "antagonists"),
        *("blocker", "blockers", "antibody", "antibodies", "siRNA", "shRNA"),
        *("sponge", "sponges", "antagomir", "antagomirs", "mAb", "antiserum", "decoy"),
        *("ligand", "ligands", "mimetic", "mimetics", "analog", "analogs", "analogue", "vaccine"),
    )
)
"""Words that make of a gene's name what acts on the gene."""
RECEPTOR_WORDS = frozenset({"receptor", "receptors"})
LIGAND_WORDS = frozenset({"ligand", "ligands"})
_NAMED_SO = {"R": ("receptor",), "L": ("ligand", "TNF superfamily member")}
"""What the approved names of receptors and of ligands hold, by the last letter of their symbols."""


class PhraseSearch(Collected):
    """A search for words side by side: what was met of them, each by itself."""

    def explained(self) -> None:
        """Let ``receptor`` be no name that is missing where the other words lead to receptors: the
        5-HT1B receptor is HTR1B, but the EGF receptor is not EGF.
        """
        genes = self.genes(gene for gene, _ in self.matches)
        if genes and all("receptor" in gene.name for gene in genes):
            self.unknown = [word for word in self.unknown if word not in RECEPTOR_WORDS]

    def acts_on(self, whole: str, words: list[str], genes: Collected) -> bool:
        """Stop a phrase that names what acts on a gene and not the gene: a TGF-β inhibitor.
        ``genes`` is what was met of its words, whose last one is no name.
        """
        last = words[-1]
        lost = [*genes.unknown, *genes.stopped]
        if last not in _SUBSTANCE_WORDS or lost != [last] or not genes.matches:
            return False
        self.stopped[whole] = f"what acts on {' '.join(words[:-1])}, and no gene itself"
        self.notes.append(f"{whole} is no gene here: {self.stopped[whole]}")
        self.also |= genes.matches
        return True

    def narrow(self, words: list[str]) -> None:
        """Of words side by side let a family add nothing to a member, or a smaller family, beside
        it: p38 MAPK is p38, PI3K p110α is p110α.
        """
        genes = {word: {gene for gene, of in self.matches if of == word} for word in words}
        for pair in pairwise(words):
            for special, general in (pair, pair[::-1]):
                if genes[special] and genes[special] < genes[general]:
                    self.notes.append(f"{general} is taken to say what {special} is")
                    self.pass_to_also(general, genes[special])

    def take_bound(self, symbol: str, found: Self) -> bool:
        """Take what a symbol that ends with R or L led to where that means receptor or ligand:
        BCL2L is like BCL2, and binds nothing called so.
        """
        names = [gene.name for gene in self.genes(gene for gene, _ in found.matches)]
        is_so = all(any(kind in name for kind in _NAMED_SO[symbol[-1]]) for name in names)
        if names and is_so:
            self.merge(found)
        return bool(names) and is_so

    def take_member(self, whole: str, family: Collected, ending: str) -> bool:
        """Take the one member of a family whose symbol ends as the phrase does: of GABA-A receptor
        α1, GABRA1. Nobody should write it unseen.
        """
        members = {
            match.hgnc_id: match
            for match in family.matches.values()
            if forms.ends_with(match.hgnc_symbol, ending)
        }
        if len(members) != 1 or len(family.matches) == 1 or family.unknown or family.stopped:
            return False
        ((hgnc_id, match),) = members.items()
        told = f"{match.how} > the member of this ending"
        self.matches[hgnc_id, whole] = match._replace(part=whole, how=told)
        self.also |= family.matches
        self.doubts.append(f"{whole} is taken for the member whose symbol ends so")
        return True
