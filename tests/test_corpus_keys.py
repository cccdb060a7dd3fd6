"""Where a compared value stands, told quickly: as the exact reader says, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import sound

from pfocr_cli.app.corpus_keys import keys_of
from pfocr_cli.app.duplicates import place_of_value
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import RULES

PLAIN = sound(1)
FORMS = {
    "plain": PLAIN,
    "quoted": PLAIN.replace("figid: PMC1__f1\n", "figid: 'PMC1__f1'\n"),
    "quoted key": PLAIN.replace("figid: PMC1__f1\n", '"figid": PMC1__f1\n'),
    "a comment": PLAIN.replace("figid: PMC1__f1\n", "figid: PMC1__f1  # so\n"),
    "more blanks": PLAIN.replace("figid: PMC1__f1\n", "figid:   PMC1__f1\n"),
    "explicit key": PLAIN.replace("figid: PMC1__f1\n", "? figid\n: PMC1__f1\n"),
    "last": PLAIN.replace("figid: PMC1__f1\n", "").replace("diseases: []\n", "figid: PMC1__f1\n"),
    "line ends": PLAIN.replace("\n", "\r\n"),
    "old line ends": PLAIN.replace("\n", "\r"),
    "a mark": "\ufeff" + PLAIN,
    "in a text": PLAIN.replace("seo: CreativeWork", 'seo: "a\nfigid: PMC1__f1\n  b"'),
    "in a block": PLAIN.replace("seo: CreativeWork", "seo: |-\n  figid: PMC1__f1"),
    "wide": PLAIN.replace("figid: PMC1__f1\n", "figid: 𝔓MC1__f1\n"),
    "redirect": PLAIN.replace("seo: CreativeWork", "redirect_from: /figures/PMC1__F1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_place_is_that_of_the_exact_reader(form: str, tmp_path: Path) -> None:
    path = tmp_path / "record.md"
    path.write_bytes(FORMS[form].encode())
    item = Input(str(path), "record.md")
    job = ValidateJob(frozenset(RULES))
    for record in records(item):
        compared = list(job.compared(record))
        assert compared or form == "in a text"
        for one in keys_of(Chunk(0, item), record, 0, compared).compared:
            assert one.place == place_of_value(item, RULES[one.code].pointer, one.line)
