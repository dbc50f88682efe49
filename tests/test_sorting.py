"""Tables of a page sort in a real browser, by what a column holds; without script the page is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cdd_analysis.page.policy import policy, script

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROWS = (
    ("ขนอม", "1,200.5", "red", "9 ม.ค. 2565", "10"),
    ("กระบี่", "−40", "green", "30 ธ.ค. 2564", "–"),
    ("เกาะยาว", "–", "check", "12 ม.ค. 2565", "9"),
    ("ฉวาง", "999", "yellow", "–", "100"),
)
KINDS = ("name", "num", "status", "date", "num")


def cell(kind: str, text: str) -> str:
    shown = f'<span class="st {text}">{text}</span>' if kind == "status" else text
    return f'<td class="{kind}">{shown}</td>'


@pytest.fixture
def table(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    heads = "".join(f'<th scope="col" class="{kind}">{kind}</th>' for kind in KINDS)
    rows = "".join(f"<tr>{''.join(map(cell, KINDS, row))}</tr>" for row in ROWS)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'
    body = (
        f"<main><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody><tfoot><tr><td>รวม</td></tr></tfoot></table>"
    )
    path = tmp_path / "page.html"
    path.write_text(
        f"<!doctype html><meta charset=utf-8>{meta}{body}</main><script>{script()}</script>", encoding="utf-8"
    )
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


def first_column(page: Page) -> list[str]:
    return page.locator("tbody td:first-child").all_inner_texts()


@pytest.mark.parametrize(
    ("column", "once"),
    [
        (0, ["กระบี่", "เกาะยาว", "ขนอม", "ฉวาง"]),  # Thai order: a vowel written before does not come first
        (1, ["ขนอม", "ฉวาง", "กระบี่", "เกาะยาว"]),  # the largest first, what is missing last
        (2, ["เกาะยาว", "ขนอม", "ฉวาง", "กระบี่"]),  # by urgency
        (3, ["กระบี่", "ขนอม", "เกาะยาว", "ฉวาง"]),  # by day
        (4, ["ฉวาง", "ขนอม", "เกาะยาว", "กระบี่"]),  # as numbers
    ],
)
def test_a_column_sorts_by_what_it_holds_both_ways_and_back(table: Page, column: int, once: list[str]) -> None:
    head = table.locator("thead th").nth(column)
    printed = first_column(table)
    head.locator("button").click()
    assert first_column(table) == once
    first = head.get_attribute("aria-sort")
    table.keyboard.press("Enter")  # the heading keeps the focus
    missing = [row[0] for row in ROWS if row[column] == "–"]
    assert first_column(table) == [*[name for name in reversed(once) if name not in missing], *missing]
    assert {first, head.get_attribute("aria-sort")} == {"ascending", "descending"}
    head.locator("button").click()
    assert first_column(table) == printed
    assert head.get_attribute("aria-sort") is None
    assert table.locator("tfoot").inner_text() == "รวม"


def test_a_page_of_the_sample_sorts_and_is_whole_without_script(browser: Browser, sample_reports: Path) -> None:
    url = (sample_reports / "80/otop.html").as_uri()
    heard: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: heard.append(said.text))
    page.goto(url)
    names = page.locator("#ranking tbody th")
    before = names.all_inner_texts()
    page.locator("#ranking thead th.name button").click()
    assert names.all_inner_texts() != before
    assert sorted(names.all_inner_texts()) == sorted(before)
    assert heard == []
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(url)
    assert still.locator("#ranking tbody th").all_inner_texts() == before
    assert still.locator("thead button").count() == 0
    page.reload()
    assert still.locator("main").text_content() == page.locator("main").text_content()
    page.close()
    context.close()
