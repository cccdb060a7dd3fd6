"""P008: what YAML cuts off a value without a word is told at its place, and put back."""

from __future__ import annotations

import pytest

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.fixes.editing import amended
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record import Record
from pfocr_cli.record.changes import Restore
from pfocr_cli.record.reading import Syntax, read
from pfocr_cli.record.source import Source
from pfocr_cli.rules import cut_text
from pfocr_cli.rules.cut_text import text_cut

P008 = frozenset({"P008"})


def judged(text: str, name: str = "draft.yaml") -> list[tuple[str, str]]:
    """Return what is found: its place and pointer, and what is said; `fix` where it can be made."""
    outcome = ValidateJob(P008)(Chunk(0, Input(name, name, data=text.encode())))
    assert outcome.crash is None, outcome.crash
    assert not any(one.fix.safe for one in outcome.findings if one.fix)
    return [
        (
            f"{one.place.line}:{one.place.column}-{one.place.end_column} {one.pointer} {one.value}",
            one.message + (f" ({one.fix.message})" if one.fix else ""),
        )
        for one in outcome.findings
    ]


def cut(written: str, *, fix: bool = True) -> str:
    mends = " (quote the value whole)" if fix else ""
    return f"the text is cut here, what follows # is lost to every reader: write '{written}'{mends}"


def unused(name: str, written: str = "") -> str:
    mends = f"write '{written}' (quote the value whole)" if written else "remove it"
    return f"{name} is an anchor that nothing uses, so it is lost to every reader: {mends}"


SIXTY, MORE = "x" * 54 + "y # d", "x" * 55 + "y # d"
CUT = {
    "a value": ("figid: x\nb: one # two\n", [("2:8-13 /b # two", cut("one # two"))]),
    "after a tab": (
        "figid: x\nb: one\t# two\n",
        [("2:8-13 /b # two", cut("one\ufffd# two"))],
    ),
    "all of it": ("figid: x\nb: # of cells\n", [("2:4-14 /b # of cells", cut("# of cells"))]),
    "an item": ("figid: x\nb:\n- one #2\n- two\n", [("3:7-9 /b/0 #2", cut("one #2"))]),
    "an item's key": (
        "figid: x\nb:\n- c: one #2\n  d: two\n",
        [("3:10-12 /b/0/c #2", cut("one #2"))],
    ),
    "the last line of a folded one": (
        "figid: x\nb: one\n\n  two # three \t\nc: d\n",
        [("4:7-14 /b # three", cut("one two # three"))],
    ),
    "the last line of all": ("figid: x\nb: it's # two", [("2:9-14 /b # two", cut("it''s # two"))]),
    "a number": ("figid: x\nb: 0.5 # half\n", [("2:8-14 /b # half", cut("0.5 # half", fix=False))]),
    "sixty letters": (f"figid: x\nb: {SIXTY}y\n", [("2:60-64 /b # dy", cut(f"{SIXTY}y"))]),
    "more letters": (f"figid: x\nb: {MORE}y\n", [("2:61-65 /b # dy", cut(f"…{MORE[2:]}y"))]),
    "in flow style": ("figid: x\nb: [one, # two\n  three]\n", []),
    "an anchor": ("figid: x\nb: &c rises\n", [("2:4-6 /b &c", unused("&c", "&c rises"))]),
    "an anchor alone": ("figid: x\nb: &c\n", [("2:4-6 /b &c", unused("&c", "&c"))]),
    "an anchor of a list": ("figid: x\nb: &c\n- d\n", [("2:4-6 /b &c", unused("&c"))]),
    "an anchor of a text in quotes": (
        "figid: x\nb: &c 'd' # e\n",
        [("2:4-6 /b &c", unused("&c"))],
    ),
    "an anchor beside one that is used": (
        "figid: x\nb:\n- &c d\n- &e f\n- *c\n",
        [("4:3-5 /b/1 &e", unused("&e", "&e f"))],
    ),
    "an anchor and a hash": (
        "figid: x\nb: &c d\n  e # f\n",
        [
            ("2:4-6 /b &c", unused("&c", "&c d e # f")),
            ("3:5-8 /b # f", cut("&c d e # f", fix=False)),
        ],
    ),
    "CRLF": ("figid: x\r\nb: one # two\r\nc: d\r\n", [("2:8-13 /b # two", cut("one # two"))]),
}
SOUND = {
    "a comment on its own line": "# one\nfigid: x\n  # two # three\nb: c\n",
    "between items": "figid: x\nb:\n# one\n- c\n  # two\n- d\n",
    "after a key": "figid: x\nb: # one\n- c\n",
    "after quotes": "figid: x\nb: 'c' # one\nd: \"e\" # two\n",
    "inside quotes": "figid: x\nb: 'c # one'\nd: \"e # two\"\n",
    "inside a block": "figid: x\nb: |-\n  c # one\n",
    "inside a word": "figid: x\nb: c#1 and d&e &f\n",
    "what cannot be read": "figid: x\nb: [c # d\n",
    "an anchor that is used": "figid: x\nb: &c d\ne: *c # f\n",
    "an ampersand in quotes": "figid: x\nb: '&c d'\ne: ! f\n",
}


@pytest.mark.parametrize(("text", "found"), CUT.values(), ids=CUT)
def test_what_is_cut_is_told_where_it_is_cut(text: str, found: list[tuple[str, str]]) -> None:
    assert judged(text) == found


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_comments_and_text_are_left_alone(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('{"figid": "x", "b": "c # d"}', "json"),
        ("figid: x\n# one\nb: c#1 and d &e\n", "yaml"),
    ],
)
def test_what_cannot_be_cut_is_not_read_anew(text: str, syntax: Syntax) -> None:
    [reading] = read(Source(text), syntax)
    assert list(text_cut(Record(reading, "x"))) == []
    assert not reading.is_composed


def test_a_text_read_exactly_is_not_looked_through_without_a_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [reading] = read(Source("figid: x\nb: c\n"), "yaml")
    assert reading.nodes is not None
    monkeypatch.setattr(cut_text, "_nodes", None)
    assert list(text_cut(Record(reading, "x"))) == []


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


@pytest.mark.parametrize(
    ("description", "after"),
    [("one", "'one # two'"), ("one # three", "'one # three'"), ("two", "two")],
)
def test_a_description_follows_its_caption(description: str, after: str) -> None:
    text = "figid: x\ncaption: one # two\nschema-jsonld:\n  description: "
    item = Input("a.yaml", "a.yaml", data=f"{text}{description}\n".encode())
    [rewrite] = ValidateJob(P008, fix="all")(Chunk(0, item)).rewrites
    mended = text.replace("one # two", "'one # two'")
    assert rewrite.after == f"{mended}{after}\n".encode()


def test_what_is_restored_is_read_again() -> None:
    [reading] = read(Source("b: one # two\n"), "yaml")
    assert amended(reading, [Restore("/b", "one # two")]).data == {"b": "one # two"}
