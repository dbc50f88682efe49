"""What a page says: every section, from hand-made assessments."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cdd_analysis.errors import NoData, UsageError
from cdd_analysis.ingest.store import LEDGER_SCHEMA, Processed, ledger_frame, write
from cdd_analysis.measures.result import Measure, Shown, Status, TableView
from cdd_analysis.page import Page, Section, figures, ledger, method, open_page, request
from cdd_analysis.page.corrections import corrections
from cdd_analysis.page.health import Health, _traces, controls_table
from cdd_analysis.page.record import MIME

LATEST = SimpleNamespace(latest=lambda data, provinces, year: date(2022, 1, 9))
NEVER = SimpleNamespace(latest=lambda data, provinces, year: None)


def soup(section: Section) -> BeautifulSoup:
    return BeautifulSoup(section._repr_html_(), "html.parser")


def words(section: Section) -> str:
    return " ".join(soup(section).get_text(" ").split())


# What was asked for


@pytest.mark.parametrize("province", ["80", 80])
@pytest.mark.parametrize("year", [2565, "2565", 2022])
@pytest.mark.parametrize("day", ["2565-01-12", "2022-01-12", date(2022, 1, 12)])
def test_parameters_of_either_era_and_type_mean_the_same(province: object, year: object, day: object) -> None:
    view = request.view(LATEST, None, province, year, day)  # type: ignore[arg-type]
    assert (view.scope.key, view.fiscal_year, view.as_of) == ("80", 2565, date(2022, 1, 12))


def test_an_empty_date_is_the_latest_of_the_data_else_the_end_of_the_year() -> None:
    assert request.view(LATEST, None, "80", 2565, "").as_of == date(2022, 1, 9)  # type: ignore[arg-type]
    assert request.view(NEVER, None, "region-5", 2565, "").as_of == date(2022, 9, 30)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("province", "year", "day", "said"),
    [
        ("80", 2565, "2566-01-12", "not in fiscal year 2565 (2564-10-01 to 2565-09-30)"),
        ("80", 2565, "เมื่อวาน", "as_of: This is not a date"),
        ("80", 25650, "", "fiscal_year: This is not a fiscal year. Found: 25650. Write 2565, or 2022."),
        ("80", "สองพัน", "", "This is not a fiscal year"),
        ("นครศรีธรรมราช", 2565, "", "80"),
        ("99", 2565, "", "99"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_would_be_right(
    province: str, year: object, day: str, said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        request.view(LATEST, None, province, year, day)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_without_data_the_commands_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoData, match=r"cdd sample.*cdd build") as refused:
        open_page("otop", "80", 2565, "", processed=Processed(tmp_path))
    assert len(refused.value._render_traceback_()) == 1


def test_an_unknown_topic_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="otop"):
        open_page("otopp")


# What the page prints


def test_the_title_says_topic_province_year_date_and_that_figures_are_made_up(full_page: Page) -> None:
    said = words(full_page.title())
    for part in ("OTOP", "จังหวัดนครศรีธรรมราช", "ปีงบประมาณ 2565", "12 มกราคม 2565", "ข้อมูลตัวอย่าง"):
        assert part in said


def test_markup_in_the_data_is_text_everywhere(full_page: Page) -> None:
    for section in (full_page.verdict(), full_page.exceptions(), full_page.ranking()):
        html = section._repr_html_()
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_status_has_its_sign_its_word_and_says_against_what(full_page: Page) -> None:
    card = soup(full_page.key_figures()).select("article")[1]
    assert " ".join(card.select_one(".st").get_text(" ").split()) == "! ควรสนับสนุนเร่งด่วน"
    assert card.select_one(".against").get_text() == "ต่ำกว่าแผนร้อยละ 10.3"


def test_a_figure_without_a_rule_is_not_said_to_be_missing(full_page: Page) -> None:
    card = soup(full_page.key_figures()).select("article")[0]
    assert card.select_one(".st").get_text() == "ไม่มีเกณฑ์เทียบ"
    assert "1,284.6 ล้านบาท" in " ".join(card.get_text(" ").split())


def test_a_card_shows_the_company_in_the_same_scale_and_the_scale_of_its_small_line(full_page: Page) -> None:
    card = soup(full_page.key_figures()).select("article")[0]
    company = {row.dt.get_text(): row.dd.get_text() for row in card.select(".company div")}
    assert company == {"ปีก่อน": "1,377.9", "เขตตรวจราชการที่ 5": "6,902.0", "ประเทศ": "96,431.0", "อันดับ": "3 จาก 14"}
    assert card.select_one(".spark span").get_text() == "ต.ค. 340.0 → ม.ค. 251.6 (ต่ำสุด 251.6 สูงสุด 362.0)"
    assert len(card.select("polyline")) == 2  # the missing month parts the line


def test_a_small_base_is_said(full_page: Page) -> None:
    assert "ผู้ผลิตชุดเดียวกัน (ฐานเล็ก n = 7)" in words(full_page.key_figures())


def test_an_awaited_input_is_a_sentence_with_its_form_not_a_card(full_page: Page) -> None:
    shown = soup(full_page.key_figures())
    assert [card.h3.get_text() for card in shown.select("article")] == [
        "ยอดจำหน่ายสะสม",
        "ร้อยละเทียบเป้าหมาย",
        "ฐานเดียวกัน",
    ]
    said = " ".join(shown.select_one(".awaited").get_text(" ").split())
    assert "ยังไม่ได้รับ ทะเบียนผู้ผลิต" in said.replace("ยังไม่ได้รับทะเบียน", "ยังไม่ได้รับ ทะเบียน")
    assert "ผู้ประกอบการที่รายงาน" in said
    assert "อำเภอ | รหัสผู้ผลิต" in said
    assert "ชื่อกลุ่ม" not in said  # a personal column is not asked for


def test_questions_say_who_answers(full_page: Page) -> None:
    items = soup(full_page.questions()).select("ol li")
    assert [" ".join(item.get_text(" ").split()) for item in items] == ["ยอดลดลงจริงหรือไม่ ผู้ตอบ: พัฒนาการอำเภอลานสกา"]


def test_exceptions_say_area_size_and_who_answers_and_gray_is_to_be_followed(full_page: Page) -> None:
    rows = [
        [cell.get_text(" ").strip() for cell in row.find_all(["th", "td"])]
        for row in soup(full_page.exceptions()).select("tbody tr")
    ]
    assert rows[0][0] == "ลานสกา"
    assert rows[0][3:] == ["48.1 ล้านบาท", "พัฒนาการอำเภอลานสกา"]
    assert "ติดตาม" in rows[1][1]


def test_the_ranking_prints_names_money_signs_and_its_own_total(full_page: Page) -> None:
    table = soup(full_page.ranking()).table
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    assert rows[0][:5] == ["1", "ลานสกา", "33.4", "−39.6", "! เร่งด่วน"]
    assert rows[1][3] == "+4.1"
    assert rows[2][2:4] == ["–", "–"]  # missing is not zero
    total = [cell.get_text(strip=True) for cell in table.select("tfoot th, tfoot td")]
    assert total[1:4] == ["รวมทั้งสิ้น", "345.8", "−6.8"]
    assert "ล้านบาท" in table.thead.get_text()


def test_a_date_equal_in_all_rows_is_said_once(full_page: Page) -> None:
    table = soup(full_page.ranking()).table
    assert table.caption.get_text() == "เรียงตามความเร่งด่วน · ข้อมูล ณ วันที่ 10 ม.ค. 2565"
    assert "ข้อมูล ณ วันที่" not in table.thead.get_text()


def test_tables_can_be_read_aloud_and_on_a_phone(full_page: Page) -> None:
    for table in soup(full_page.ranking()).find_all("table"):
        assert table.caption
        assert all(head.get("scope") == "col" for head in table.thead.find_all("th"))
        assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))
        assert all(cell.get("data-label") for cell in table.select("tbody td.num"))


def test_a_chart_has_title_alternative_text_and_its_numbers(full_page: Page) -> None:
    figure = soup(full_page.trend()).figure
    assert figure.h3.get_text() == "ยอดสะสมต่ำกว่าแผน"
    assert figure.svg["role"] == "img"
    assert figure.svg["aria-label"] == "เส้นยอดสะสมอยู่ใต้แผนทุกเดือน"
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in figure.select("details tbody tr")]
    assert rows[0] == ["ต.ค.", "300", "400"]
    assert rows[3] == ["ม.ค.", "–", "1,600"]


def test_a_chart_of_statuses_says_their_words(full_page: Page) -> None:
    key = soup(full_page.exhibit("bars")).select(".key li")
    assert ["".join(one.get_text().split()) for one in key] == ["✓ตามแผน/เร็วกว่าแผน", "!ควรสนับสนุนเร่งด่วน"]


def test_a_chart_that_is_not_there_is_a_word_to_the_analyst_and_not_on_the_page(full_page: Page) -> None:
    html = full_page.exhibit("nope")._repr_html_()
    assert "nope" in html
    assert "data-cdd" not in html


def test_data_health_shows_both_figures_of_what_does_not_reconcile_here_only(full_page: Page) -> None:
    said = words(full_page.data_health())
    assert "2,150,000" in said
    assert "2,149,000.50" in said
    assert "−999.50" in said
    assert "แถวรวมสงขลา" not in said
    assert "1 จาก 2 จุด" in said


def test_data_health_counts_problems_of_the_area_by_file_and_severity(full_page: Page) -> None:
    table = next(t for t in soup(full_page.data_health()).find_all("table") if "ส่งกลับให้แก้" in t.thead.get_text())
    assert [[c.get_text() for c in row.find_all(["th", "td"])] for row in table.select("tbody tr")] == [
        ["ขาย.xlsx", "1", "2", "0"]
    ]


def test_data_health_says_who_has_not_reported_and_gathers_those_alike(full_page: Page) -> None:
    table = next(t for t in soup(full_page.data_health()).find_all("table") if "อำเภอ" in t.thead.get_text())
    rows = [[c.get_text() for c in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    assert rows == [["2 แห่ง: เมืองนครศรีธรรมราช · พรหมคีรี", "รายงานแล้ว"], ["ลานสกา", "ยังไม่ส่ง"]]


def test_data_health_says_how_old_and_how_many_rows(full_page: Page) -> None:
    said = words(full_page.data_health())
    assert "9 วัน (ล่าสุด 3 ม.ค. 2565)" in said
    assert "40 แถว" in said
    assert "2 แถว" in said


def test_the_method_defines_every_measure_and_prints_the_settings(full_page: Page) -> None:
    said = words(full_page.method())
    for part in (
        "ยอด ÷ เป้าหมาย × 100",
        "ค่าเริ่มต้นที่หน่วยงานปรับได้",
        "เอกสารอ้างอิง S50",
        "shared.small_base = 10",
        "ใช้ยอดแยกตามช่องทาง",
    ):
        assert part in said


def test_downloads_lie_beside_the_page(full_page: Page) -> None:
    assert [link["href"] for link in soup(full_page.downloads()).find_all("a")] == ["otop.xlsx", "otop.json"]


def test_sources_are_text_with_file_sheet_rows_and_date(full_page: Page) -> None:
    section = soup(full_page.sources())
    cells = [cell.get_text() for cell in section.select("tbody tr")[0].find_all(["th", "td"])]
    assert cells == ["ขาย.xlsx", "ม.ค.", "2", "3 ม.ค. 2565"]
    assert section.caption.get_text() == "ยอดจำหน่ายผลิตภัณฑ์ OTOP รายเดือน"
    assert not section.find_all("a")
    assert "pandas" in section.get_text()


def test_an_empty_page_waits_in_words_and_draws_nothing(awaiting_page: Page) -> None:
    html = "".join(
        section._repr_html_()
        for section in (
            awaiting_page.verdict(),
            awaiting_page.key_figures(),
            awaiting_page.questions(),
            awaiting_page.exceptions(),
            awaiting_page.ranking(),
            awaiting_page.trend(),
            awaiting_page.sources(),
        )
    )
    assert "<svg" not in html
    assert "<article" not in html
    assert "<table" not in html
    assert html.count("ยังไม่ได้รับ") >= 2
    assert "ไม่พบสิ่งผิดสังเกต" not in html  # nothing was looked at


# What the page leaves


def test_the_record_is_plain_json_with_missing_as_null(full_page: Page) -> None:
    bundle = full_page.record()._repr_mimebundle_()
    left = json.loads(bundle[MIME])
    record = left["record"]
    assert (record["province"], record["topic"], record["fiscal_year"], record["as_of"]) == (
        "80",
        "otop",
        2565,
        "2022-01-12",
    )
    assert record["status"] == "red"
    assert record["measures"][0]["value"] == 1284.6e6
    assert record["measures"][3]["value"] is None
    assert record["problems"] == {"fix": 1, "check": 2, "info": 0}
    assert record["controls"] == {"compared": 2, "apart": 1}
    assert record["data_dates"] == {"otop_sales": "2022-01-03"}
    assert record["is_sample"] is True


def test_figures_that_differ_are_printed_with_both_places_and_both_days() -> None:
    january, march = pd.Timestamp("2022-01-31"), pd.Timestamp("2022-03-31")
    row: dict[str, object] = {
        **{
            "table": "kkj_areas",
            "column": "bank_baht",
            "scope": "ยอดอำเภอ",
            "district_code": "8001",
            "province_code": "80",
        },
        **{"stated": 300.0, "computed": 310.0, "difference": -10.0, "differs": True},
        **{"source_stated": "จังหวัด.xlsx › แถว 4", "source_computed": "อำเภอ.xlsx › แถว 3–9"},
        **{"as_of_stated": march, "as_of_computed": january},
    }
    same = row | {"source_computed": "จังหวัด.xlsx › แถว 5–9", "as_of_computed": march, "difference": 2.0}
    apart = pd.DataFrame([row, same])
    printed = controls_table(Health(apart, apart, apart, apart, apart, apart))
    text = str(printed)
    assert "จังหวัด.xlsx › แถว 4 เทียบ อำเภอ.xlsx › แถว 3–9" in text
    assert "31 มี.ค. 2565 เทียบ 31 ม.ค. 2565" in text
    assert text.count(" เทียบ ") == 2


def test_the_workbook_tables_hold_codes_names_and_whole_figures(full_page: Page) -> None:
    tables = {one["name"]: one for one in full_page.record().tables}
    assert tables["ranking"]["rows"][0][:3] == ["8003", "ลานสกา", 33.4e6]
    assert tables["ranking"]["rows"][-1][1:3] == ["รวมทั้งสิ้น", 345.8e6]
    assert tables["trend"]["rows"][3] == ["ม.ค.", None, 1600.0]
    assert {len(row) for one in tables.values() for row in one["rows"] if one["name"] == "ranking"} == {
        len(tables["ranking"]["columns"])
    }


def test_the_workbook_traces_each_area_to_file_sheet_and_rows_but_persons_only_to_the_sheet(
    full_page: Page,
) -> None:
    rows = pd.DataFrame(
        {
            "source_file": ["ก.xlsx", "ก.xlsx", "ข.xlsx"],
            "source_sheet": ["1", "1", None],
            "source_row": [9, 5, 7],
            "province_code": "80",
            "district_code": ["8003", "8003", None],
        }
    )
    found = _traces(replace(full_page.assessment, inputs={"otop_sales": rows, "target_households": rows.tail(1)}))
    told = found[["table", "area", "source_file", "source_sheet", "rows", "first_row", "last_row"]]
    assert told.fillna(0).to_numpy().tolist() == [
        ["otop_sales", "80", "ข.xlsx", "", 1, 7, 7],
        ["otop_sales", "8003", "ก.xlsx", "1", 2, 5, 9],
        ["target_households", "80", "ข.xlsx", "", 1, 0, 0],
    ]


def test_the_workbook_lists_what_to_correct_first_under_thai_headings(full_page: Page) -> None:
    problems = next(one for one in full_page.record().tables if one["name"] == "problems")
    severity = [column["label"] for column in problems["columns"]].index("ความสำคัญ")
    assert [row[severity] for row in problems["rows"]] == ["fix", "check", "check"]
    assert not [column["label"] for column in problems["columns"] if column["label"].isascii()]


def test_the_same_assessment_leaves_the_same_record(full_page: Page, make_full) -> None:  # type: ignore[no-untyped-def]
    assert full_page.record() == make_full().record()


# How figures are printed


@pytest.mark.parametrize(
    ("values", "unit", "said"),
    [
        ([1284.6e6, 96e9], "บาท", "1,284.6 ล้านบาท"),
        ([2.15e6], "บาท", "2.15 ล้านบาท"),
        ([812_500.4], "บาท", "812,500 บาท"),
        ([17.44], "ร้อยละ", "ร้อยละ 17.4"),
        ([3918.0], "รายการ", "3,918 รายการ"),
        ([-2.06], "จุด", "−2.1 จุด"),
    ],
)
def test_a_figure_is_printed_in_the_unit_that_suits_it(values: list[float], unit: str, said: str) -> None:
    assert figures.scale(values, unit).said(values[0]) == said


@pytest.mark.parametrize(("count", "across"), [(1, 1), (4, 4), (5, 5), (6, 3), (7, 4), (8, 4), (9, 3)])
def test_cards_leave_as_few_empty_places_as_can_be(count: int, across: int) -> None:
    assert figures.across(count, (4, 5, 3)) == across


def test_settings_of_the_topic_and_the_shared_ones_are_listed_flat() -> None:
    names = dict(method.used_settings("otop"))
    assert names["shared.coverage.green"] == "100"
    assert not any(name.startswith("poverty.") for name in names)


def test_a_page_can_be_shown_in_jupyterlab_with_its_stylesheet(full_page: Page) -> None:
    html = full_page._repr_html_()
    assert html.startswith("<style>")
    assert "data-cdd" not in html
    assert pd.notna(full_page.assessment.view.as_of)


def test_data_health_shows_the_corrections_of_the_pages_data_only(full_page: Page) -> None:
    table = next(t for t in soup(full_page.data_health()).find_all("table") if "ขอแก้โดย" in t.thead.get_text())
    rows = [[c.get_text(" ", strip=True) for c in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    change = ["ยอดจำหน่าย (บาท)", "ขาย.xlsx ชีต ม.ค. แถว 7", "รอถาม → 12,500", "อำเภอยืนยัน", "สพอ.ลานสกา", "ก.yml #1"]
    removal = ["ไม่นับแถวนี้", "ขาย.xlsx ชีต ม.ค. แถว 9", "–", "ซ้ำ", "สพอ.ลานสกา", "ก.yml #2"]
    assert rows == [change, removal]


def test_the_ledger_is_read_once_for_all_pages_of_a_build(full_page: Page, tmp_path: Path) -> None:
    rows = ledger_frame([full_page.processed.ledger(columns=LEDGER_SCHEMA.names)])
    write(tmp_path, [("ledger", rows, LEDGER_SCHEMA)], {})
    data = Processed(tmp_path)
    told = ledger.read(data)
    assert ledger.read(Processed(tmp_path)) is told
    assert (len(told.sheets), len(told.corrections)) == (1, 3)
    assert list(ledger.controls(data, None)["differs"]) == [True, False, True]
    assert list(ledger.controls(data, ["80"])["scope"]) == ["แถวรวม", "แถวรวมปี"]


def test_corrections_stand_in_record_and_workbook(full_page: Page) -> None:
    left = full_page.record()
    assert [one["value_after"] for one in left.record["corrections"]] == ["12,500", ""]
    sheet = next(one for one in left.tables if one["name"] == "corrections")
    assert [row[5:7] for row in sheet["rows"]] == [["รอถาม", "12,500"], ["", ""]]


def test_corrections_of_households_show_neither_row_nor_value(full_page: Page) -> None:
    homes = ledger.read(full_page.processed).corrections.assign(table="target_households")
    found = corrections(homes, ["80"], pd.DataFrame({"source_file": []}))
    assert found["source_row"].isna().all()
    assert list(found["value_before"]) == ["•••", ""]
    assert list(found["value_after"]) == ["•••", ""]


# This year and the last


def changed(page: Page, **parts: object) -> Page:
    """The page of an assessment that differs in some parts."""
    one = replace(page.assessment, **parts)  # type: ignore[arg-type]
    return Page(one, page.processed, title=page.topic_title, owner=page.owner, tables=page.tables)


def test_this_year_stands_beside_the_same_months_of_last_year(full_page: Page) -> None:
    table = soup(full_page.year_on_year()).table
    assert table is not None
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in table.tbody.find_all("tr")}
    measure = next(one for one in full_page.assessment.measures if one.previous is not None and one.unit == "บาท")
    change = (measure.value - measure.previous) / measure.previous * 100
    assert rows[measure.title][2] == f"{change:+,.1f} %".replace("-", "−")
    assert "ช่วงเดียวกันปี 2564" in table.get_text()


def test_percentages_differ_by_points(awaiting_page: Page) -> None:
    one = Measure("T1.6", "ช่วยเหลือแล้ว", 30.0, "ร้อยละ", Status.GREEN, previous=25.0, target=28.5)
    assert "+5.0 จุด" in words(changed(awaiting_page, measures=(one,)).year_on_year())


def test_without_last_year_and_without_a_line_nothing_is_compared(awaiting_page: Page) -> None:
    assert "ยังไม่มีข้อมูลของทั้งสองปีให้เทียบ" in words(awaiting_page.year_on_year())


def test_what_was_left_unfinished_is_listed_cut_and_whole_in_the_workbook(full_page: Page) -> None:
    frame = pd.DataFrame({"area": ["8001"] * 20, "plots": [float(n) for n in range(20)]})
    shown = (Shown("area", "อำเภอ", "name"), Shown("plots", "แปลงค้าง", "count", "แปลง"))
    left = TableView("carried", "แปลงที่ยังไม่แล้วเสร็จ", frame, shown, {"plots": 190.0})
    page = changed(full_page, carried=left)
    assert "แสดง 15 จาก 20 รายการ" in words(page.carried()) and "190" in words(page.carried())
    assert next(len(one["rows"]) for one in page.record().tables if one["name"] == "carried") == 21


def test_nothing_left_unfinished_is_not_the_same_as_nothing_known(full_page: Page) -> None:
    none = TableView("carried", "แปลงค้าง", pd.DataFrame({"area": []}), (Shown("area", "อำเภอ", "name"),))
    assert "ไม่มีงานค้าง" in words(changed(full_page, carried=none).carried())
    assert "ยังไม่มีข้อมูลของปีก่อน" in words(full_page.carried())


def test_a_topic_has_tables_of_its_own_and_a_missing_one_says_what_there_is(full_page: Page) -> None:
    frame = pd.DataFrame({"village": [f"บ้านสมมติ {n}" for n in range(40)], "baht": [1000.0] * 40})
    shown = (Shown("village", "หมู่บ้าน"), Shown("baht", "ขาดหาย", "baht", "บาท"))
    page = changed(full_page, tables={"villages": TableView("villages", "หมู่บ้านที่ต้องคุย", frame, shown)})
    said = words(page.table("villages"))
    assert "หมู่บ้านที่ต้องคุย" in said and "แสดง 30 จาก 40 รายการ" in said
    assert next(len(one["rows"]) for one in page.record().tables if one["name"] == "villages") == 40
    missing = page.table("vilages")
    assert "ที่มี: villages" in words(missing) and "data-cdd" not in missing.html
