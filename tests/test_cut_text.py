"""P008: what YAML cuts off a value without a word is told at its place, and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.fixes.editing import amended
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record.reading import read
from pfocr_cli.record.source import Source

P008 = frozenset({"P008"})


def judged(text: str, name: str = "draft.yaml") -> list[tuple[int, int, str, str | None]]:
    outcome = ValidateJob(P008)(Chunk(0, Input(name, name, data=text.encode())))
    assert outcome.crash is None, outcome.crash
    return [(f.place.line, f.place.column, f.value, f.pointer) for f in outcome.findings]


CUT = {
    "a value": ("figid: x\nb: one # two\n", [(2, 8, "# two", "/b")]),
    "after a tab": ("figid: x\nb: one\t# two\n", [(2, 8, "# two", "/b")]),
    "all of it": ("figid: x\nb: # of cells\n", [(2, 4, "# of cells", "/b")]),
    "an item": ("figid: x\nb:\n- one #2\n- two\n", [(3, 7, "#2", "/b/0")]),
    "an item's key": ("figid: x\nb:\n- c: one #2\n  d: two\n", [(3, 10, "#2", "/b/0/c")]),
    "the last line of a folded one": ("figid: x\nb: one\n  two # three\n", [(3, 7, "# three",
    "/b")]),
    "a number": ("figid: x\nb: 0.5 # half\n", [(2, 8, "# half", "/b")]),
    "in flow style": ("figid: x\nb: [one, # two\n  three]\n", []),
    "an anchor": ("figid: x\nb: &c rises\n", [(2, 4, "&c", "/b")]),
    "an anchor alone": ("figid: x\nb: &c\n", [(2, 4, "&c", "/b")]),
    "an anchor of a list": ("figid: x\nb: &c\n- d\n", [(2, 4, "&c", "/b")]),
    "an anchor and a hash": ("figid: x\nb: &c d # e\n", [(2, 4, "&c", "/b"), (2, 9, "# e", "/b")]),
    "CRLF": ("figid: x\r\nb: one # two\r\nc: d\r\n", [(2, 8, "# two", "/b")]),
}  # fmt: skip
SOUND = {
    "a comment on its own line": "# one\nfigid: x\n  # two # three\nb: c\n",
    "between items": "figid: x\nb:\n# one\n- c\n  # two\n- d\n",
    "after a key": "figid: x\nb: # one\n- c\n",
    "after quotes": "figid: x\nb: 'c' # one\nd: \"e\" # two\n",
    "inside quotes": "figid: x\nb: 'c # one'\nd: \"e # two\"\n",
    "inside a block": "figid: x\nb: |-\n  c # one\n",
    "inside a word": "figid: x\nb: c#1 and d&e &f\n",
    "an anchor that is used": "figid: x\nb: &c d\ne: *c\n",
    "an ampersand in quotes": "figid: x\nb: '&c d'\ne: ! f\n",
}


@pytest.mark.parametrize(("text", "found"), CUT.values(), ids=CUT)
def test_what_is_cut_is_told_where_it_is_cut(
    text: str, found: list[tuple[int, int, str, str]]
) -> None:
    assert judged(text) == found


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_comments_and_text_are_left_alone(text: str) -> None:
    assert judged(text) == []


def test_json_has_no_comments() -> None:
    assert judged('{"figid": "x", "b": "c # d"}', "draft.json") == []


MENDED = {
    "a value": ("figid: x\nb: one # two\n", "figid: x\nb: 'one # two'\n"),
    "all of it": ("figid: x\nb: # of cells\nc: d\n", "figid: x\nb: '# of cells'\nc: d\n"),
    "an apostrophe": ("figid: x\nb: it's # two\n", "figid: x\nb: 'it''s # two'\n"),
    "an anchor": ("figid: x\nb: &c rises\n  in bone\n", "figid: x\nb: '&c rises in bone'\n"),
    "an anchor alone": ("figid: x\nb: &c\n", "figid: x\nb: '&c'\n"),
    "a long one is folded": (
        f"figid: x\nschema-jsonld:\n  description: {'words ' * 12}end # {'more ' * 9}end\n",
        f"figid: x\nschema-jsonld:\n  description: '{('words ' * 11).strip()}\n    "
        f"words end # {'more ' * 9}end'\n",
    ),
    "a number stays": ("figid: x\nb: 0.5 # half\n", "figid: x\nb: 0.5 # half\n"),
    "CRLF": ("figid: x\r\nb: one # two\r\n", "figid: x\r\nb: 'one # two'\r\n"),
}


@pytest.mark.parametrize(("text", "mended"), MENDED.values(), ids=MENDED)
def test_the_value_is_quoted_whole(text: str, mended: str) -> None:
    job = ValidateJob(P008, fix="all")
    outcome = job(Chunk(0, Input("a.yaml", "a.yaml", data=text.encode())))
    after = [rewrite.after for rewrite in outcome.rewrites]
    assert (after[0] if after else text.encode()) == mended.encode()


def test_a_description_follows_its_caption(tmp_path: Path) -> None:
    text = "figid: x\ncaption: one # two\nschema-jsonld:\n  description: one\n"
    outcome = ValidateJob(P008, fix="all")(Chunk(0, Input("a.yaml", "a.yaml", data=text.encode())))
    [rewrite] = outcome.rewrites
    assert (
        rewrite.after
        == text.replace("one # two", "'one # two'")
        .replace("description: one", "description: 'one # two'")
        .encode()
    )


def test_what_is_restored_is_read_again() -> None:
    from pfocr_cli.record.changes import Restore

    [reading] = read(Source("b: one # two\n"), "yaml")
    assert amended(reading, [Restore("/b", "one # two")]).data == {"b": "one # two"}
