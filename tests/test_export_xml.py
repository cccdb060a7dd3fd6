"""The writer of XML: whatever is put in is read back by a parser, as XML can hold it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_export_csv import NASTY

from pfocr_cli.export.formats._xml import DECLARATION, attribute, clean, element, inner_text

ANY = st.text() | st.sampled_from(NASTY) | st.text(st.sampled_from("<>&\"'\t\n\r \x00\x0b\ufffe;]"))
NAMES = st.sampled_from(["Key", "Value", "rdf:id"])


@given(text=ANY, value=ANY)
def test_what_is_written_is_read_back(text: str, value: str) -> None:
    inner = element("  ", "b", {"v": value}, text=text) + element("  ", "c", {})
    data = DECLARATION + element("", "a", {"x": text, "y": value}, inner=inner)
    root = ET.fromstring(data.encode("utf-8", "surrogatepass"))
    assert dict(root.attrib) == {"x": clean(text), "y": clean(value)}
    first, second = root
    assert (first.text or "", dict(first.attrib)) == (clean(text), {"v": clean(value)})
    assert (second.tag, second.text, dict(second.attrib)) == ("c", None, {})


@given(text=ANY)
def test_it_is_what_the_standard_library_writes(text: str) -> None:
    of_library = ET.Element("a", {"x": clean(text)})
    of_library.text = clean(text)
    written = element("", "a", {"x": text}, text=clean(text))
    assert written == ET.tostring(of_library, encoding="unicode") + "\n"


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_means_something_is_left(text: str) -> None:
    assert not set('<"\t\n\r\0') & set(attribute(text))
    assert "<" not in inner_text(text)
    assert clean(clean(text)) == clean(text)


def test_lone_surrogates_are_spaces() -> None:
    assert attribute("a\ud800b") == inner_text("a\udfffb") == "a b"


def test_elements_are_lines_that_are_indented() -> None:
    inner = element("  ", "b", {}, text="t") + element("  ", "c", {"d": "e"})
    assert element("", "a", {}, inner=inner) == '<a>\n  <b>t</b>\n  <c d="e" />\n</a>\n'
