"""Imported by the process that workers are forked from, for what it brings about: all that judging
a record imports is there, once for all of them, and while the main process looks for records.

The record has what many have: words that are no genes, stale symbols, letters of other alphabets.
It fits its schema, as most do: what explains a misfit takes as long to import as half of the rest.
"""

from __future__ import annotations

import contextlib
import gc

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import select_codes

USUAL_RECORD = Input(
    "PMC1__f1.md",
    "PMC1__f1.md",
    """---
figid: PMC1__f1
figlink: /pmc/articles/PMC1/figure/f1/
number: Figure 1
caption: "Kinases – and TGF-β, in Ångström, of a figure"
pmcid: PMC1
papertitle: A title of a paper
reftext: 'Müller A, et al. 2001'
pmc_ranked_result_index: '1'
pathway_score: 0.9
filename: f1.jpg
figtitle: "A title – of a figure"
year: '2001'
organisms:
- Homo sapiens
ndex: ''
annotations: []
seo: CreativeWork
schema-jsonld:
  '@context': https://schema.org/
  '@id': https://pfocr.wikipathways.org/figures/PMC1__f1.html
  '@type': Dataset
  description: "Kinases – and TGF-β, in Ångström, of a figure"
  license: CC0
  name: CreativeWork
  creator:
    '@type': Organization
    name: WikiPathways
  keywords:
  - TP53
  - WDTC1
  - TGFB1
  - FAM49A
genes:
- word: p53
  symbol: TP53
  source: hgnc_alias_symbol
  hgnc_symbol: TP53
  entrez: '7157'
- word: ADP
  symbol: WDTC1
  source: hgnc_alias_symbol
  hgnc_symbol: WDTC1
  entrez: '23038'
- word: TGF-β1
  symbol: TGFB1
  source: hgnc_symbol
  hgnc_symbol: TGFB1
  entrez: '7040'
- word: FÁM49A
  symbol: FAM49A
  source: hgnc_symbol
  hgnc_symbol: FAM49A
  entrez: '81553'
chemicals: []
diseases: []
---
""".encode(),
)

with contextlib.suppress(Exception):  # what is wrong is told by those who have work to do
    ValidateJob(select_codes((), ()))(Chunk(0, USUAL_RECORD))
gc.collect()
gc.freeze()
