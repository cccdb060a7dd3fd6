"""The report's page in a browser: it draws, is searched, filtered and sorted, asks nothing of any
server, says nothing on the console, and axe-core finds nothing serious.

One browser is started for a whole worker of pytest. It is one that is there (Chromium or Chrome on
the PATH, or what PFOCR_CHROMIUM names): none is fetched, and without one these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Literal

import pytest
from program import FIXTURES, call, sound

from pfocr_cli.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Theme = Literal["light", "dark"]
CHECKED: dict[int, Theme] = {400: "dark", 1200: "light", 2000: "dark"}
"""The widths, and the theme in which axe-core looks at each: looking takes it seconds."""
LOOKED_FOR: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
"""Without preloading axe-core asks for nothing: the page would forbid it, and say so."""
READY = "html[data-ready]"


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("PFOCR_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium: install it, or name it in PFOCR_CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = 1200, theme: Theme = "light", fragment: str = ""
) -> Iterator[Page]:
    """Give a page that is ready; what it says on the console, or asks for beyond the files of its
    folder, fails the test. ``fragment`` is what a link adds after its ``#``.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
    yield page
    context.close()
    folder = path.parent.as_uri()
    assert (said, [url for url in asked if not url.startswith(folder)]) == ([], [])


def serious(page: Page, *, contrast: bool = True) -> list[str]:
    """Return what axe-core calls serious or critical, with the elements."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core here")
    options = LOOKED_FOR | {"rules": {"color-contrast": {"enabled": contrast}}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.fixture(name="report", scope="module")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a page on the fixtures, and on a record with a hostile title."""
    folder = tmp_path_factory.mktemp("page")
    hostile, page = folder / "PMC900__f1.md", folder / "report.html"
    title = "figtitle: </script><script>document.title='owned'</script>REJECT (A)"
    text = sound(900).replace("figtitle: NF-κB in bone", title)
    hostile.write_text(text.replace("symbol: NFKB1", "symbol: <b>x</b>"), "utf-8")
    broken = sorted((FIXTURES / "broken").glob("[DGST][1357]0*.md"))
    judged = [str(FIXTURES / "records"), str(hostile), *map(str, broken)]
    with pytest.raises(SystemExit) as left:
        main(["report", "--isolated", f"--format=html:{page}", *judged])
    assert left.value.code == 0
    return page


def test_it_draws_in_every_width_and_theme_and_all_can_use_it(
    browser: Browser, report: Path
) -> None:
    themes: tuple[Theme, ...] = ("light", "dark")
    for width, theme in product(CHECKED, themes):
        with opened(browser, report, width, theme) as page:
            page.wait_for_selector(READY, state="attached")
            sizes = page.eval_on_selector_all(
                ".chart", "all => all.map(c => [c.querySelectorAll('path').length, c.offsetHeight])"
            )
            assert len(sizes) > 10
            assert all(marks > 3 and height > 30 for marks, height in sizes), sizes
            # No part of the page is wider than the window.
            assert page.evaluate("document.documentElement.scrollWidth") == width
            if theme == CHECKED[width]:
                page.eval_on_selector_all(".rule", "all => all.forEach(d => d.open = true)")
                # Contrast takes most of the time, and is the same in all widths.
                assert serious(page, contrast=width < 2000) == [], (width, theme)
            assert page.title() == "Figure records: report"


def test_findings_are_filtered_searched_and_sorted(browser: Browser, report: Path) -> None:
    with opened(browser, report) as page:
        page.wait_for_selector(READY, state="attached")
        rows = "#findings-table tbody tr"
        info = page.locator("#findings .dt-info").first
        everything = info.inner_text()
        page.select_option("#filter-rule", "G501")
        codes = set(page.locator(f"{rows} td:nth-child(2)").all_inner_texts())
        assert codes == {"G501"}
        assert info.inner_text() != everything
        page.fill("#filter-text", "no such words anywhere")
        assert page.locator(rows).all_inner_texts() == ["Nothing matches."]
        page.click("#filter-none")
        assert info.inner_text() == everything
        page.select_option("#filter-severity", "warning")
        assert set(page.locator(f"{rows} td:first-child").all_inner_texts()) == {"warning"}
        page.click("#filter-none")
        page.select_option("#filter-generation", index=1)
        assert info.inner_text() != everything
        page.click("#filter-none")
        # By keyboard: the button in a column's head.
        head = page.locator("#findings-table thead th").nth(1)
        head.locator("[role=button], .dt-column-order").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#findings-table th:nth-child(2)[aria-sort=ascending]")
        codes_sorted = page.locator(f"{rows} td:nth-child(2)").all_inner_texts()
        assert codes_sorted == sorted(codes_sorted)


def test_the_worst_rule_leads_to_its_findings_and_its_meaning(
    browser: Browser, report: Path
) -> None:
    with opened(browser, report) as page:
        page.wait_for_selector(READY, state="attached")
        code = page.locator(".begin h3 a").inner_text().split()[0]
        page.click(".begin [data-findings-of]")
        assert page.input_value("#filter-rule") == code
        page.wait_for_url("**#findings")
        place = page.locator("#findings-table tbody tr td:last-child").first.inner_text()
        assert place.count(":") == 2
        address = page.locator("#findings-table tbody tr a[href^=http]").first.get_attribute("href")
        assert str(address).startswith("https://pfocr.wikipathways.org/figures/")
        page.click(".begin h3 a")
        page.locator(f"#rule-{code}[open] p").first.wait_for(state="visible")


def test_a_link_with_a_lone_percent_sign_opens_the_page_all_the_same(
    browser: Browser, report: Path
) -> None:
    with opened(browser, report, fragment="100%") as page:
        page.wait_for_selector(READY, state="attached", timeout=10_000)
        assert page.locator(".chart svg").count() > 10


def test_tables_are_sorted_and_the_theme_is_kept(browser: Browser, report: Path) -> None:
    with opened(browser, report) as page:
        page.wait_for_selector(READY, state="attached")
        page.locator("#contents thead th").nth(1).click()
        page.wait_for_selector("#contents th[aria-sort]")
        column = page.locator("#contents tbody td:nth-child(2)").all_inner_texts()
        numbers = [int(text.replace(",", "")) for text in column]
        assert numbers in (sorted(numbers), sorted(numbers, reverse=True))
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        page.click("#theme")
        assert page.get_attribute("#theme", "aria-pressed") == "true"
        dark = page.evaluate(paper)
        assert dark != light
        page.reload()
        page.wait_for_selector(READY, state="attached")
        assert page.evaluate(paper) == dark
        page.emulate_media(media="print")
        assert page.evaluate(paper) == light
        assert not page.locator(".filters").is_visible()


def test_a_folder_of_pages_leads_from_page_to_page(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    stale = map(str, sorted((FIXTURES / "broken").glob("G501*.md")))
    done = call(capsys, "report", "--isolated", "-o", str(site), *stale)
    assert done.status == 0, done.err
    with opened(browser, site / "index.html") as page:
        page.wait_for_selector(READY, state="attached")
        page.select_option("#filter-rule", "G501")
        page.locator("#findings-table tbody td:nth-child(4) a").first.click()
        page.wait_for_url("**/records/*.html")
        assert page.locator(".found li").count() > 0
        # Its style and its script are files beside it.
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
        page.click("#theme")
        assert page.get_attribute("#theme", "aria-pressed") == "true"
        assert serious(page) == []
        page.locator(".found a").first.click()
        page.wait_for_url("**/rules/*.html")
        assert page.locator("table tbody tr").count() > 0
        assert serious(page) == []
