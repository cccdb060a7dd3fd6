"""Addresses in exports: where images are, and what ``--image`` makes of its placeholders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import program
import pytest
from hypothesis import given
from test_export_csv import FIXTURES, TEXTS, item_of, items, options

from pfocr_cli.export import links
from pfocr_cli.export.figure import Figure
from pfocr_cli.export.formats import EXPORTERS

FIGURE = Figure(
    "PMC1__a b#1",
    pmcid="PMC1",
    filename="a b#1.jpg",
    title="x",
    genes=items()[0].figure.genes,
)


def text_of(name: str, **asked: Any) -> str:
    """Return what a format makes of the figure."""
    part = EXPORTERS[name].part(item_of(FIGURE), options(**asked), "")
    return part.decode() if isinstance(part, bytes) else str(part)


HOLDERS = sorted(name for name, exporter in EXPORTERS.items() if "image" in exporter.options_used)


def test_these_formats_hold_an_image() -> None:
    assert HOLDERS == ["biothings", "cx2", "gpml", "gpml2021", "jsonld", "parquet"]


@pytest.mark.parametrize("name", HOLDERS)
def test_an_image_is_at_europe_pmc(name: str) -> None:
    assert "https://europepmc.org/articles/PMC1/bin/a%20b%231.jpg" in text_of(name)


@pytest.mark.parametrize("name", HOLDERS)
def test_every_placeholder_is_filled_in_every_format(name: str) -> None:
    text = text_of(name, image="https://x.org/{pmcid}/{figid}/{filename}")
    assert "https://x.org/PMC1/PMC1__a%20b%231/a%20b%231.jpg" in text


def test_no_golden_file_has_an_image_at_ncbi() -> None:
    for path in (FIXTURES / "export").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert text.count("/bin/") == text.count("https://europepmc.org/articles/"), path


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{filename}", "a%20b%231.jpg"),
        ("scans/{figid}.png?v={pmcid}", "scans/PMC1__a%20b%231.png?v=PMC1"),
        ("a 100%.png", "a%20100%25.png"),
        ("a%20b.png", "a%20b.png"),
        ("{}{x}{pmcid}", "%7B%7D%7Bx%7DPMC1"),
    ],
)
def test_an_image_is_filled_and_written_as_an_address(template: str, wanted: str) -> None:
    assert options(image=template).image_of(FIGURE) == wanted


def test_half_an_address_is_none() -> None:
    assert options(image="x/{filename}").image_of(Figure("PMC1__f", pmcid="PMC1")) == ""
    assert options(image="x/{pmcid}").image_of(Figure("PMC1__f", pmcid="PMC1")) == "x/PMC1"
    assert (links.image("", "f.jpg"), links.image("PMC1", "")) == ("", "")


@given(TEXTS.filter(bool), TEXTS.filter(bool))
@pytest.mark.parametrize(
    "make",
    [
        links.image,
        lambda pmcid, name: links.filled(
            "https://x.org/{pmcid}/{filename}", {"pmcid": pmcid, "filename": name}
        ),
    ],
)
def test_any_file_name_is_one_step_of_a_path(
    make: Callable[[str, str], str], pmcid: str, filename: str
) -> None:
    url = urlsplit(make(pmcid, filename))
    assert (url.query, url.fragment) == ("", "")
    assert url.path.isascii()
    steps = url.path.split("/")
    assert unquote(steps[-1]) == filename
    assert pmcid in map(unquote, steps)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("x/{fig}.png", "'{fig}' stands for nothing (did you mean figid?); there are: {figid}"),
        ("{FileName}", "did you mean filename?"),
        ("{}", "'{}' stands for nothing; there are: {figid}, {pmcid}, {filename}"),
        ("{figid}/{\x1b[31m}", "'{\\x1b[31m}' stands for nothing"),
    ],
)
def test_an_unknown_placeholder_is_a_usage_error(template: str, said: str) -> None:
    run = program.run("export", FIXTURES / "records", "--to", "jsonld", "--image", template)
    assert run.status == 2
    assert said in " ".join(run.err.split())
    assert "\x1b" not in run.err
