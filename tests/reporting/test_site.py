"""The index: what the records say, in order, with failures in sight and nothing that needs a network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from cdd_analysis.reporting.site import index_html, read_entries, write_index

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def put(reports: Path, key: str, topic: str, **facts: object) -> None:
    record = {
        "title": "OTOP", "status": "green", "fiscal_year": 2565, "as_of": "2022-01-12", "verdict": "ตามแผน",
        "is_sample": True, "data_dates": {"otop_sales": "2022-01-12"},
    }  # fmt: skip
    path = reports / key / f"{topic}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record | facts), encoding="utf-8")


def test_nation_then_each_region_with_its_provinces_in_thai_order(tmp_path: Path):
    for key in ("84", "80", "23", "region-5", "national"):
        put(tmp_path, key, "otop")
    page = index_html(read_entries(tmp_path))
    places = re.findall(r'<th scope="row">([^<]+)', page)
    assert places == ["ทั้งประเทศ", "เขตตรวจราชการที่ 5", "จังหวัดนครศรีธรรมราช", "จังหวัดสุราษฎร์ธานี", "จังหวัดตราด"]
    assert 'href="region-5/otop.html"' in page


def test_topics_stand_in_the_inspections_order_and_unknown_ones_last(tmp_path: Path):
    for topic in ("zzz", "otop", "poverty"):
        put(tmp_path, "80", topic, title=topic)
    assert [entry.topic for entry in read_entries(tmp_path)] == ["poverty", "otop", "zzz"]


def test_what_does_not_hold_together_is_read_before_what_needs_support(tmp_path: Path):
    for key, status in (("80", "green"), ("84", "red"), ("23", "check")):
        put(tmp_path, key, "otop", status=status, verdict=f"verdict {key}")
    page = index_html(read_entries(tmp_path))
    assert re.findall(r"verdict (\d\d)", page) == ["23", "84", "80"]


@pytest.mark.parametrize(
    ("status", "sign", "words"),
    [("check", "?", "ข้อมูลควรตรวจสอบ"), ("red", "!", "ควรสนับสนุนเร่งด่วน"), ("green", "✓", "ตามแผน/")],
)
def test_a_status_has_word_and_sign(tmp_path: Path, status: str, sign: str, words: str):
    put(tmp_path, "80", "otop", status=status)
    page = index_html(read_entries(tmp_path))
    assert f'<b aria-hidden="true">{sign}</b> {words}' in page


def test_a_failed_page_shows_its_reason_and_the_last_good_one(tmp_path: Path):
    put(tmp_path, "80", "otop")
    put(tmp_path / "failed", "80", "otop", status="failed", reason="แผนภูมิหาย <b>1</b> รูป", as_of="", is_sample=False)
    put(tmp_path / "failed", "23", "otop", status="failed", reason="ไม่มีข้อมูล", as_of="")
    page = index_html(read_entries(tmp_path))
    assert "จัดทำไม่สำเร็จ 2 หน้า" in page
    assert "แผนภูมิหาย &lt;b&gt;1&lt;/b&gt; รูป" in page
    assert 'href="80/otop.html">ฉบับที่จัดทำได้ครั้งล่าสุด ณ วันที่ 12 ม.ค. 2565<' in page
    assert "23/otop.html" not in page


def test_made_up_data_is_marked_once_for_all_or_page_by_page(tmp_path: Path):
    put(tmp_path, "80", "otop")
    assert index_html(read_entries(tmp_path)).count("ข้อมูลตัวอย่าง") == 1
    put(tmp_path, "84", "otop", is_sample=False)
    page = index_html(read_entries(tmp_path))
    assert page.count("ข้อมูลตัวอย่าง") == 1
    assert "ข้อมูลตัวอย่าง" not in page[: page.index("</header>")]


def test_a_page_without_data_shows_no_date(tmp_path: Path):
    put(tmp_path, "80", "otop")
    put(tmp_path, "84", "otop", status="gray", as_of="2022-09-30", data_dates={})
    page = index_html(read_entries(tmp_path))
    assert "รายงาน ณ วันที่ 12 มกราคม 2565" in page
    assert "ก.ย. 2565" not in page


def test_it_opens_offline_and_runs_nothing(tmp_path: Path):
    put(tmp_path, "80", "otop", title="<script>alert(1)</script>", verdict='"><img src=x onerror=alert(1)>')
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert '<html lang="th">' in page
    assert "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:" in page
    assert not re.search(r"<script|<img|<link|https?://|@import", page)
    assert all(not href.startswith(("/", "http", "..")) for href in re.findall(r'href="([^"]+)"', page))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_in_a_browser_it_fits_asks_nothing_of_the_network_and_shows_its_own_font(
    tmp_path: Path, browser: Browser, width: int, scheme: Literal["light", "dark"]
):
    for key in ("80", "84", "region-5", "national"):
        for topic in ("overview", "poverty", "otop"):
            put(tmp_path, key, topic, status="red", title="การขับเคลื่อนงานขจัดความยากจนและพัฒนาคนทุกช่วงวัยอย่างยั่งยืน")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url) if request.url.startswith("http") else None)
    page.on("console", lambda message: heard.append(message.text))
    page.goto(write_index(tmp_path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some(f => f.status == 'loaded'))")
    assert page.locator("th[scope=row]").count() == 4
    assert heard == []
    page.close()


def test_without_pages_it_says_which_command_makes_them(tmp_path: Path):
    assert "cdd report --province 80" in write_index(tmp_path / "reports").read_text(encoding="utf-8")


def test_the_same_records_give_the_same_bytes(tmp_path: Path):
    for key in ("84", "80"):
        put(tmp_path, key, "otop")
    assert write_index(tmp_path).read_bytes() == write_index(tmp_path).read_bytes()


def test_a_broken_record_costs_only_itself(tmp_path: Path):
    put(tmp_path, "80", "otop")
    put(tmp_path, "84", "otop")
    (tmp_path / "84/otop.json").write_text('{"title": ', encoding="utf-8")
    assert [entry.scope.key for entry in read_entries(tmp_path)] == ["80"]


def test_an_area_s_files_tell_what_is_left_to_do(tmp_path: Path):
    faults = {"problems": {"fix": 1200, "check": 5}, "controls": {"compared": 9, "apart": 3}}
    put(tmp_path, "80", "overview", **faults)
    put(tmp_path, "80", "otop", **faults)  # the overview has counted it
    put(tmp_path, "84", "otop", **faults)
    put(tmp_path, "84", "poverty", problems={"fix": 0}, controls={"apart": 1})
    put(tmp_path, "23", "otop")
    page = index_html(read_entries(tmp_path))
    said = re.findall(r"<span>((?:ส่งแก้|ยอดไม่ตรง|ไม่มีจุด)[^<]*)", page)
    assert said == [
        *("ส่งแก้ 1,200 จุด", "ยอดไม่ตรง 3 จุด"),
        *("ส่งแก้ 1,200 จุด", "ยอดไม่ตรง 4 จุด"),
        "ไม่มีจุดที่ต้องแก้",
    ]


def test_among_many_topics_only_another_day_than_the_latest_is_said(tmp_path: Path):
    for topic in ("otop", "kkj", "poverty", "khok_nong_na"):
        put(tmp_path, "80", topic)
    put(tmp_path, "80", "women_fund", as_of="2021-12-31")
    put(tmp_path, "84", "otop")
    page = index_html(read_entries(tmp_path))
    assert re.findall(r"</a>\s*<small>([^<]*)</small>", page) == ["", "", "", "", "31 ธ.ค. 2564", ""]


def test_what_is_read_first_links_to_sections_that_are_there(tmp_path: Path):
    put(tmp_path, "80", "otop", sections={"ranking": {}, "questions": {}})
    page = index_html(read_entries(tmp_path))
    assert re.findall(r'href="80/otop.html#(\w+)"', page) == ["questions", "ranking"]


@pytest.mark.browser
def test_filters_work_without_script_alone_and_together(tmp_path: Path, browser: Browser):
    put(tmp_path, "national", "otop", status="yellow")
    put(tmp_path, "80", "otop", status="red")
    put(tmp_path, "80", "kkj", status="green")
    put(tmp_path, "84", "otop", status="green")
    put(tmp_path, "84", "kkj", status="red")
    put(tmp_path, "23", "otop", status="red")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(write_index(tmp_path).as_uri())
    page.locator("summary").click()

    def rows() -> list[str]:
        shown = [row for row in page.locator("tbody tr").all() if row.is_visible()]
        return [row.locator("th").inner_text().splitlines()[0].removeprefix("จังหวัด") for row in shown]

    everything = ["ทั้งประเทศ", "นครศรีธรรมราช", "สุราษฎร์ธานี", "ตราด"]
    assert rows() == everything
    page.check("#in-5")
    assert rows() == everything[1:3]
    page.check("#is-red")
    assert rows() == everything[1:3]
    page.check("#on-otop")
    assert rows() == ["นครศรีธรรมราช"]
    heads = [head.inner_text() for head in page.locator("thead th").all() if head.is_visible()]
    assert heads == ["พื้นที่", "OTOP", "คุณภาพข้อมูล"]
    page.check("#in-all")
    assert rows() == ["นครศรีธรรมราช", "ตราด"]
    page.check("#on-all")
    page.check("#is-yellow")
    assert rows() == ["ทั้งประเทศ"]
    page.check("#is-all")
    assert rows() == everything
    context.close()
