"""Where a plain value stands, told by the text alone, is where the reader finds it."""

from __future__ import annotations

import pytest

from pfocr_cli.inputs.input_list import Input
from pfocr_cli.inputs.plain_place import plain_place_in
from pfocr_cli.inputs.records import place_of

HEAD = "---\nyear: '2001'\n"
TEXTS = {
    "figid: PMC1__f1\npmcid: PMC1\n---\n": True,
    "pmcid: PMC1\nfigid: PMC1__f1\n---\nfigid: other\n": True,
    "figid: 'PMC1__f1'\n---\n": False,
    "figid: PMC1__f1 # so\n---\n": False,
    "'figid': PMC1__f1\n---\n": False,
    "a: |\n  figid: PMC1__f1\nfigid: PMC1__f1\n---\n": True,
    "a:\n  figid: PMC1__f1\n---\n": False,
}


@pytest.mark.parametrize(("text", "is_plain"), TEXTS.items())
def test_the_text_tells_what_the_reader_tells(text: str, is_plain: bool) -> None:
    item = Input("PMC1__f1.md", "PMC1__f1.md", (HEAD + text).encode())
    place = plain_place_in(item, "figid", "PMC1__f1")
    assert (place is not None) == is_plain
    assert place is None or place == place_of(item, "/figid", 1)


def test_what_cannot_be_read_has_no_place() -> None:
    for data in (b"---\nfigid: PMC1__f1\n", b"---\nfigid: \xff\n---\n"):
        assert plain_place_in(Input("PMC1__f1.md", "", data), "figid", "PMC1__f1") is None
    for item in (Input("no/PMC1__f1.md", ""), Input("PMC1__f1.yaml", "", b"figid: PMC1__f1\n")):
        assert plain_place_in(item, "figid", "PMC1__f1") is None
