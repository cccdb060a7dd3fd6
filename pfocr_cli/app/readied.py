"""Imported by the process that workers are forked from, for what it brings about: all that judging
a record imports is there, once for all of them, and while the main process looks for records.

A record without a fault asks for all but what few of them do.
"""

from __future__ import annotations

import contextlib
import gc

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import select_codes

_RECORD = b"""---
figid: PMC1__f1
figtitle: "A title \xe2\x80\x93 of a figure"
organisms:
- Homo sapiens
genes:
- word: p53
  symbol: TP53
  source: hgnc_alias_symbol
  hgnc_symbol: TP53
  entrez: '7157'
---
"""

with contextlib.suppress(Exception):  # what is wrong is told by those who have work to do
    ValidateJob(select_codes((), ()))(Chunk(0, Input("PMC1__f1.md", "PMC1__f1.md", _RECORD)))
gc.collect()
gc.freeze()
