"""What a heading means for a table: its column, what it fixes, its scale, whether it is the sheet's own total."""

from __future__ import annotations

from datetime import date

import pytest

from cdd_analysis.datasets import table
from cdd_analysis.ingest.recognition.headings import Meaning, heading_key, meaning

SALES = table("otop_sales")
OCTOBER = ("month", date(2023, 10, 1))


def said(*parts: str, year: int | None = None, name: str = "otop_sales") -> Meaning:
    return meaning(table(name), parts, year)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("ยอดขาย (บาท)", "ยอดขาย"),
        ("ตุลาคม 2566\n(บาท)", "ตุลาคม2566"),
        ("รายได้ (หน่วย : ล้านบาท)", "รายได้"),
        ("จำนวนสมาชิก [คน]", "จำนวนสมาชิก"),
        (" จังหวัด* ", "จังหวัด"),
        ("จังหวัด 1/", "จังหวัด"),
        ("Province_ID", "province_id"),
        ("ในประเทศ(ออฟไลน์)", "ในประเทศ(ออฟไลน์)"),
    ],
)
def test_units_footnotes_spaces_and_line_breaks_are_no_part_of_a_heading(heading: str, key: str) -> None:
    assert heading_key(heading) == key


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("จังหวัด", "province"),
        ("อำเภอ/เขต", "district"),
        ("สพอ.", "district"),
        ("ชื่อตำบล", "subdistrict"),
        ("หมู่ที่", "moo"),
        ("amphur_ID", "id:district"),
        ("tumbol_ID", "id:subdistrict"),
        ("tambol_ID", "id:subdistrict"),
        ("village_ID", "id:village"),
        ("ปีงบประมาณ พ.ศ.", "fiscal_year"),
        ("ที่", "ignored"),
        ("เขตตรวจ\nราชการที่", "ignored"),
        ("เดือน/ปี", "month"),
        ("ช่องทางจำหน่าย", "channel"),
        ("รายได้จากการจำหน่าย", "sales_baht"),
        ("ยอดจําหน่าย (บาท)", "sales_baht"),
        ("ผู้ตรวจราชการ", ""),
    ],
)
def test_a_heading_names_a_column(heading: str, column: str) -> None:
    assert said(heading) == Meaning(column, text=heading.replace("\n", " ").replace("ํา", "ำ"))


def test_a_month_is_a_heading_of_its_own() -> None:
    found = said("ตุลาคม 2566\n(บาท)")
    assert (found.column, found.fixed, found.total) == ("sales_baht", (OCTOBER,), False)
    assert said("ต.ค.66").fixed == (OCTOBER,)


def test_a_month_without_a_year_takes_the_fiscal_year_of_the_sheet() -> None:
    assert said("ต.ค.").column == ""
    assert said("ต.ค.", year=2567).fixed == (OCTOBER,)
    assert said("กันยายน", year=2567).fixed == (("month", date(2024, 9, 1)),)


@pytest.mark.parametrize(
    ("heading", "fixed"),
    [
        ("อาหาร\n(บาท)", ("category", "food")),
        ("เครื่องใช้และ\nเครื่องประดับตกแต่ง\n(บาท)", ("category", "household")),
        ("สมุนไพรที่\nไม่ใช่อาหารและยา\n(บาท)", ("category", "herb")),
        ("ในประเทศ(ออฟไลน์)", ("channel", "domestic_offline")),
        ("ต่างประเทศ(ออนไลน์)", ("channel", "foreign_online")),
        ("ห้าง/โมเดิร์นเทรด", ("channel", "modern_trade")),
        ("รวมทุกช่องทาง", ("channel", "all")),
    ],
)
def test_a_category_or_channel_is_a_heading_of_its_own(heading: str, fixed: tuple[str, str]) -> None:
    assert said(heading) == Meaning("sales_baht", (fixed,), text=heading.replace("\n", " "))


def test_online_at_home_and_abroad_are_told_apart_though_alike() -> None:
    keys = ("ในประเทศ(ออฟไลน์)", "ในประเทศ(ออนไลน์)", "ต่างประเทศ(ออฟไลน์)", "ต่างประเทศ(ออนไลน์)")
    assert len({said(key).fixed for key in keys}) == 4


@pytest.mark.parametrize(
    "heading", ["รวม", "รวมทั้งสิ้น\n(บาท)", "รวม 12 เดือน\n(บาท)", "ยอดรวม", "รวมทั้งปี", "รวมเป็นเงิน", "รวมปี 2567"]
)
def test_a_total_is_told_apart(heading: str) -> None:
    found = said(heading)
    assert (found.column, found.total, found.fixed) == ("sales_baht", True, ())


def test_a_total_is_nothing_to_a_table_without_values_laid_sideways() -> None:
    assert said("รวม", name="target_households").column == ""


def test_parts_of_a_heading_say_together_what_a_cell_is() -> None:
    assert said("ต.ค. 66", "ส่งออก").fixed == (OCTOBER, ("channel", "export"))
    assert said("ต.ค. 66", "รวม") == Meaning("sales_baht", (OCTOBER,), 1.0, True, "ต.ค. 66 | รวม")
    assert said("เป้าหมาย", "ต.ค. 66").column == "target_baht"
    assert said("ช่องทางการจำหน่าย (พันบาท)", "ส่งออก") == Meaning(
        "sales_baht", (("channel", "export"),), 1000.0, False, "ช่องทางการจำหน่าย (พันบาท) | ส่งออก"
    )


def test_a_part_below_that_we_do_not_know_is_not_guessed() -> None:
    assert said("ยอดขาย", "ร้อยละ") == Meaning("", text="ยอดขาย | ร้อยละ")
    assert said("สำหรับเจ้าหน้าที่", "ยอดขาย").column == "sales_baht"


def test_the_scale_stands_in_the_heading() -> None:
    assert said("ยอดขาย (ล้านบาท)").scale == 1_000_000
    assert said("ยอดขาย (พันบาท)").scale == 1_000
    assert said("ยอดขาย (พันบาท)", "ต.ค. 66 (บาท)").scale == 1_000
    assert said("ยอดขาย (บาท)").scale == 1
