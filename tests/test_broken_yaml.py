"""P004: what people, spreadsheets and scripts write that is no YAML is told in their words, where
it stands; what nobody has foreseen in the parser's.
"""

from __future__ import annotations

import re

import pytest

from pfocr_cli.record.compose import compose

CUT = "the text is cut here, because a blank and # begin a comment: quote it whole"
CUT_BELOW = "the text ends here, because a blank and # begin a comment, and goes on below: quote it"
COLON = "a colon ends a key, and this one is inside a text: quote the text whole"
INDENTED = "the line is indented as the rest of the text above, and has a colon: if it is a key,"
NO_KEY = "the line has no key: begin it with blanks if it goes on with the text above,"
COLUMN = "the line begins in another column than those that it belongs to, or what it belongs to"
TO_NEXT = "the quote is not closed: the text goes on to the next ', 1 line below"
TAB = "a tab begins the line: indent with spaces, not tabs"
MISSING = "is missing here in what"
NO_BLANK = "no blank stands after the colon: write 'caption:"
LINES_BELOW = "begins a text on the lines below: quote the text whole"
ESCAPE = r"in double quotes \ begins an escape, and this is none: write \\, or single quotes"
FIRST = "a text cannot begin with {} unless it is in quotes: quote it"
ENDS_LINE = "to readers of YAML the invisible letter U+{} ends the line here: write a blank, or"
LONG = "k" * 1_100
LONG_KEY = "a key has at most 1,024 letters: shorten it; if it is none, quote the text whole"
TYPE = "to YAML ! begins the name of a type: quote the text whole"
DOUBLED = "quote the text whole, and write '' for each ' in it"


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("caption: foo # #bar\n  goes on\n", "# #bar", CUT),
        ("caption: foo # bar # baz\n  goes on # here\n  and on\n", "# bar", CUT),
        ("- a: foo # bar\n  # x\n\n    goes on\n", "# bar", CUT_BELOW),
        ("caption: 'foo' # bar\n  goes on\n", "# bar", CUT_BELOW),
        ("caption: Figure 1: the pathway\n", ": the", COLON),
        ("caption: foo:\n", ":\n", COLON),
        ("caption: foo\n  Legend: the pathway\n", ": the", INDENTED),
        ("a:\n- word: A\n   symbol: B\n", ": B", INDENTED),
        ("caption:foo\nb: c\n", ":foo", f"{NO_BLANK} foo'"),
        ("d: e\ncaption:foo\nb: c\n", ":foo", f"{NO_BLANK} foo'"),
        ("caption:http://x\nb: c\n", ":http", f"{NO_BLANK} http://x'"),
        ("caption: 'Crohn's disease'\n", "s disease", f'ends before "s disease\'": {DOUBLED}'),
        ("a:\n- b: 'Crohn's'\n- c\n", "s'\n", DOUBLED),
        ('caption: "Canonical" pathway\n', "pathway", 'and write \\" for each " in it'),
        ("caption: 'a' 'b'\n", "'b'", DOUBLED),
        ("a:\n- b: 'c\n- d: 'e'\n", "'c", TO_NEXT),
        ("a:\n- 'c\n- 'e'\n", "'c", TO_NEXT),
        ("caption: 'foo\nyear: '2001'\n", "'foo", TO_NEXT),
        ("caption: 'foo\nyear: '@2001'\n", "'foo", TO_NEXT),
        ("- 'foo\n- ': b'\n", "'foo", TO_NEXT),
        ('"caption": "foo",\nb: c\n', ",", "a comma follows the text, as in JSON: remove it"),
        ('caption: "foo\n', '"', "the quote is not closed: close it where the text ends"),
        ("caption: [A] the pathway\n", "the", "the list in brackets ends before 'the pathway'"),
        ("caption: {A} the pathway\n", "the", "the mapping in brackets ends before 'the pathway'"),
        ("a: [b, c]]\n", "]\n", "the list in brackets ends before ']'"),
        ("caption: [A the pathway\nb: c\n", "[", "[ begins a list without its ]: write it, or"),
        ("caption: {A the pathway\nb: c\n", "{", "{ begins a mapping without its }: write it, or"),
        ("a: [b, c d: e: f]\n", ": f", f"a comma or ] {MISSING} [ opens"),
        ("a: {b: c: d}\n", ": d", f"a comma or }} {MISSING} {{ opens"),
        *((f"caption: {sign} foo\n", sign, FIRST.format(sign)) for sign in "%@`?-,]}"),
        ("- @context\n", "@", FIRST.format("@")),
        ("%caption: x\n", "%", "to YAML % begins an instruction: quote the text whole"),
        ("caption: *p < 0.05\n", "*", "*p stands for what is called &p above, and nothing is"),
        ("caption: **bold** text\n", "**", "to YAML * begins a name, and none follows"),
        ("caption: & foo\n", "&", "to YAML & begins a name, and none follows"),
        ("caption: &foo, bar\n", "&", "to YAML & begins a name: quote the text whole"),
        ("caption: | foo\n", "|", f"to YAML | {LINES_BELOW}"),
        ("caption: >5 cells\n", ">", f"to YAML > {LINES_BELOW}"),
        ("caption\nb: c\n", ": c", "the text above has no key: write it as `key: value`"),
        ("caption: foo\nbar goes on.\nb: c\n", "bar", NO_KEY),
        ("caption: foo\r\nbar\r\nb: c\r\n", "bar", NO_KEY),
        ("a:\n-b\n- c\n", "-b", "no blank stands after the dash: write - and a blank before each"),
        *((text, "\t", TAB) for text in ("a: foo\n\tbar\n", "\ta: foo\n", "a:\n\tb: c\n")),
        ("a: b\n- c\n", "- c", COLUMN),
        ("a: b\r- c\r", "- c", COLUMN),
        ("a:\n- b: c\n d: e\n", "d: e", COLUMN),
        ("a: |\n  b\n c\n", "c\n", COLUMN),
        (": foo\n", ":", "no key stands before the colon"),
        ("a: b\n\ufeffc: d\n", "\ufeff", "the invisible letter U+FEFF begins the line: remove it"),
        ("a: |\n  b c \u2028 d\ne: f\n", "\u2028", ENDS_LINE.format("2028")),
        ("a: |\n  b c\u0085d\ne: f\n", "\x85", ENDS_LINE.format("0085")),
        ("a: b\u2029c\nd: e\n", "\u2029", ENDS_LINE.format("2029")),
        ("a: b\u2028@c\nd: e\n", "\u2028", ENDS_LINE.format("2028")),
        ("a: b\u2028- c\n", "\u2028", ENDS_LINE.format("2028")),
        ("a: |\n  b\tc\u2028 : d\n", "\u2028", ENDS_LINE.format("2028")),
        ("a: |\n  b\u2028\tc\n", "\u2028", ENDS_LINE.format("2028")),
        ("-\n\na: b\n", "a: b", COLUMN),
        ("-\n\n'a': b\n", "'a'", COLUMN),
        ("a:\r- b: 'c\r- d: 'e'\r", "'c", TO_NEXT),
        ('a: "b\\q"\n', "\\", ESCAPE),
        ('a: "C:\\Users"\n', "sers", ESCAPE),
        (f"{LONG}: foo\nb: c\n", LONG, LONG_KEY),
        (f"a: b\n{LONG}: foo\n", LONG, LONG_KEY),
        (f"a:\n- b {LONG}: foo\n", f"b {LONG}", LONG_KEY),
        (f"a: b\n'{LONG}': foo\n", f"'{LONG}", LONG_KEY),
        (f"a: {{{LONG}: foo}}\n", LONG, LONG_KEY),
        (f"a: b {LONG}: foo\n", ": foo", COLON),
        (f"a: b\n  c {LONG}: foo\n", ": foo", COLON),
        ("a: b\nc: [d:,]\n", ":,", COLON),
        ("a: b\n{c: d}\ne: f\n", "{c", NO_KEY),
        *((f"a: {tag} c\n", "!", TYPE) for tag in ("!x!y", "!<x", "!x!y!")),
        ("a: b\n...\nc: d\n", "c: d", "the record ends above, and this belongs to nothing"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_what_is_broken_is_told_where_it_stands(text: str, at: str, said: str) -> None:
    pytest.importorskip("_ruamel_yaml")
    root, [fault] = compose(text)
    assert (root, fault.code) == (None, "P004")
    assert said in fault.message
    assert fault.span.start == text.index(at)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "b",\nc: d\n',
        "a: b\u0085c: d\u0085",
        "%YAML 9\n---\na: b\n",
        "? a\n- b\n: c\n: d\n",
        "a: 'b'\n  : 'c' d\n",
    ],
    ids=ascii,
)
def test_what_nobody_foresaw_has_a_sentence_all_the_same(text: str) -> None:
    root, faults = compose(text)
    assert root is None or not faults
    assert all(re.fullmatch(r"not YAML: \S.*", fault.message) for fault in faults)


def test_comments_below_a_broken_value_are_gone_through_once() -> None:
    comments = "\n # c" * 50_000 + "\n" * 50_000
    _, [fault] = compose(f"a: b # c{comments}  d e\n")
    assert fault.code == "P004"
