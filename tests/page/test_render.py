"""An executed notebook to a page: offline, safe, the same bytes each time."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cdd_analysis.errors import PageFailed
from cdd_analysis.page import Page
from cdd_analysis.reporting.render import extract_record, render

TITLE = "OTOP · นครศรีธรรมราช · ปีงบประมาณ 2565"
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
CSP = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-{}'"


def shown(*sections: object, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", {"text/html": one._repr_html_()}) for one in sections]  # type: ignore[attr-defined]
    return new_code_cell("page.something()", outputs=outputs, metadata={"tags": list(tags)})


def executed(page: Page) -> nbformat.NotebookNode:
    """What the notebook of a topic looks like once it has run."""
    return new_notebook(
        cells=[
            new_markdown_cell("# สำหรับนักวิเคราะห์"),
            shown(page, tags=("desk",)),
            shown(page.title(), page.verdict()),
            shown(page.key_figures()),
            shown(page.questions(), page.exceptions()),
            shown(page.ranking()),
            shown(page.trend()),
            shown(page.exhibit("bars"), page.exhibit("nope")),
            shown(page.data_health()),
            shown(page.method()),
            shown(page.downloads(), page.sources()),
            new_code_cell(outputs=[new_output("execute_result", page.record()._repr_mimebundle_(), execution_count=1)]),
        ]
    )


@pytest.fixture
def html(full_page: Page) -> str:
    return render(executed(full_page), title=TITLE)


@pytest.fixture
def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_sections_stand_in_the_reviewer_s_order(soup: BeautifulSoup) -> None:
    order = [part["data-cdd"] for part in soup.select("[data-cdd]")]
    assert order == [
        "title", "verdict", "key_figures", "questions", "exceptions", "ranking", "figure", "figure", "data_health",
        "method", "downloads", "sources",
    ]  # fmt: skip


def test_the_page_is_thai_titled_and_can_be_walked_by_headings_and_anchors(soup: BeautifulSoup) -> None:
    assert soup.html["lang"] == "th"
    assert soup.title.get_text() == TITLE
    assert len(soup.find_all("h1")) == 1
    targets = {part["id"] for part in soup.select("[id]")}
    links = [link["href"] for link in soup.select("nav a, a.skip")]
    assert links
    assert {link.removeprefix("#") for link in links} <= targets
    assert [link.get_text() for link in soup.select("nav a")][3:5] == ["รายอำเภอ", "แนวโน้มและแผนภูมิ"]


def test_every_link_within_the_page_leads_somewhere_and_figures_to_their_definition(soup: BeautifulSoup) -> None:
    there = {part["id"] for part in soup.select("[id]")}
    within = [link["href"][1:] for link in soup.select('a[href^="#"]')]
    assert set(within) <= there
    cards = soup.select("article[data-measure]")
    assert cards
    assert [card.h3.a["href"] for card in cards] == [f"#definition-{card['data-measure']}" for card in cards]


def test_every_status_says_what_it_means_what_to_do_and_whom_to_ask(soup: BeautifulSoup, full_page: Page) -> None:
    rows = list(soup.select("#method details tbody tr"))
    assert [row.select_one(".st")["class"][1] for row in rows] == ["check", "red", "yellow", "green", "gray"]
    assert all(len(cell.get_text()) > 8 for row in rows for cell in row.select("td"))
    assert full_page.owner in rows[0].get_text()
    assert "1 ตุลาคม 2564" in soup.select_one("#method .terms").get_text()


def test_the_policy_is_there_and_nothing_comes_from_outside(html: str, soup: BeautifulSoup) -> None:
    (own,) = soup.find_all("script")
    told = base64.b64encode(sha256(own.string.encode()).digest()).decode()
    assert soup.select_one('meta[http-equiv="Content-Security-Policy"]')["content"] == CSP.format(told)
    assert not soup.find_all(["link", "iframe", "img", "object"])
    assert "http:" not in html
    assert "https:" not in html
    assert all(not link["href"].startswith(("/", "//", "file:")) for link in soup.find_all("a"))
    assert set(re.findall(r"url\((\w+):", html)) == {"data"}
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_code_and_words_for_the_analyst_are_not_on_the_page(html: str) -> None:
    for word in ("page.something", "สำหรับนักวิเคราะห์", "nope", "บันทึกของหน้า"):
        assert word not in html


def test_markup_in_the_data_stays_text(html: str) -> None:
    assert html.count("<script") == 1
    assert "&lt;script&gt;" in html


def test_ids_are_unique_across_charts(soup: BeautifulSoup) -> None:
    ids = Counter(part["id"] for part in soup.select("[id]"))
    assert not [name for name, count in ids.items() if count > 1]
    used = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", str(soup)))
    assert used
    assert used <= set(ids)


def test_every_chart_has_an_alternative_text_and_follows_the_colours_of_the_page(soup: BeautifulSoup) -> None:
    charts = soup.select("svg.chart")
    assert len(charts) == 2
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    assert all("var(--" in str(chart) and not re.search(r"(fill|stroke): #", str(chart)) for chart in charts)


def test_print_styles_repeat_headings_and_number_the_sheets(html: str) -> None:
    assert "size:A4" in html
    assert "table-header-group" in html
    assert f'content:"{TITLE}"' in html
    assert "counter(page)" in html


def test_fonts_travel_inside_and_the_page_stays_small(html: str) -> None:
    faces = re.findall(r"font/woff2;base64,([A-Za-z0-9+/=]+)", html)
    assert len(faces) == 3
    assert all(len(face) * 3 / 4 < 20_000 for face in faces)
    assert len(html.encode()) < 250_000


def test_the_same_assessment_gives_the_same_bytes(html: str, make_full: Callable[[], Page]) -> None:
    assert render(executed(make_full()), title=TITLE) == html


def test_an_awaiting_page_has_no_chart_heading(awaiting_page: Page) -> None:
    soup = BeautifulSoup(render(executed(awaiting_page), title=TITLE), "html.parser")
    assert not soup.find("svg")
    assert "แนวโน้มและแผนภูมิ" not in soup.get_text()
    assert "ยังไม่ได้รับ" in soup.get_text()


def test_a_hostile_title_cannot_leave_its_place(full_page: Page) -> None:
    html = render(executed(full_page), title='</style><script>x</script>" }')
    assert html.count("<script") == 1
    assert "<script>x" not in html


def test_the_record_comes_out_of_the_notebook(full_page: Page) -> None:
    left = extract_record(executed(full_page))
    assert left["record"]["topic"] == "otop"
    assert [one["name"] for one in left["tables"]][:2] == ["measures", "ranking"]


def test_a_notebook_without_record_title_or_success_is_a_failed_page(full_page: Page) -> None:
    with pytest.raises(PageFailed, match=r"page\.record\(\)"):
        extract_record(new_notebook(cells=[shown(full_page.title())]))
    with pytest.raises(PageFailed, match=r"page\.title\(\)"):
        render(new_notebook(cells=[shown(full_page.verdict())]), title=TITLE)
    broken = new_code_cell(outputs=[new_output("error", ename="ValueError", evalue="ไม่มี", traceback=[])])
    with pytest.raises(PageFailed, match=r"cell 2.*ValueError: ไม่มี"):
        extract_record(new_notebook(cells=[shown(full_page.title()), broken]))
    with pytest.raises(PageFailed):
        render(new_notebook(cells=[shown(full_page.title()), broken]), title=TITLE)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_thin_clean_and_ends_with_its_record(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", ())]
    assert len(tagged) == 1
    assert [line.split(" = ")[0] for line in tagged[0].source.splitlines()] == ["province", "fiscal_year", "as_of"]
    assert all("#" in line for line in tagged[0].source.splitlines())
    assert len(book.cells) <= 15
    assert not [cell for cell in code if cell.outputs or cell.execution_count]
    assert not re.search(r"^\s*(def|class|try|for|if)\b", "\n".join(cell.source for cell in code), re.M)
    assert code[-1].source == "page.record()"
    assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["kernelspec"]["name"] == "python3"
