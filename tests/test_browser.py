"""Pages in a real browser: nothing overflows on a phone, a desk or A4; nothing is asked of a network or blocked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("index.html", "80/overview.html", "80/poverty.html", "80/otop.html")
#: Widths of a phone, a desk and an A4 sheet at 96 dots an inch.
WIDTHS = {"phone": 390, "desk": 1280, "paper": 794}

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser: Browser, sample_reports: Path, request: pytest.FixtureRequest) -> tuple[Page, list[str]]:
    """The page of the test, and what the browser complained of or asked for while opening it."""
    heard: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: heard.append(said.text))
    page.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.goto((sample_reports / request.param).as_uri())
    request.addfinalizer(page.close)
    return page, heard


@pytest.mark.parametrize("opened", PAGES, indirect=True)
def test_a_page_opens_offline_and_in_silence(opened: tuple[Page, list[str]]) -> None:
    page, heard = opened
    assert heard == []
    assert page.evaluate("document.documentElement.lang") == "th"
    assert page.evaluate("document.fonts.check('16px Sarabun', 'ก')")
    assert page.locator("script").count() == (0 if "index" in page.url else 1)  # the one that sorts tables


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("opened", PAGES, indirect=True)
def test_nothing_sticks_out(opened: tuple[Page, list[str]], width: str) -> None:
    page, _ = opened
    if width == "paper":
        page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    beyond = """limit => [...document.querySelectorAll('main *')].filter(e => {
        const box = e.getBoundingClientRect(), scroller = e.closest('.scroll, details');
        return box.width && box.height && !scroller && box.right > limit + 1;
    }).map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(beyond, WIDTHS[width]) == []


@pytest.mark.parametrize("opened", PAGES[1:], indirect=True)
def test_charts_are_drawn_with_words_for_those_who_cannot_see_them(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    charts = page.locator("figure svg[role=img]")
    for place in range(charts.count()):
        chart = charts.nth(place)
        assert len(chart.get_attribute("aria-label") or "") > 20
        box = chart.bounding_box()
        assert box and box["width"] > 200 and box["height"] > 60
    assert charts.count() >= (0 if "overview" in page.url else 3)
