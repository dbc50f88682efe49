"""Which table a sheet holds, where its heading is, what its titles say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cdd_analysis.errors import UnrecognisedSheet
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition.recognise import Region, recognise
from cdd_analysis.ingest.recognition.titles import year_in_name

Typed = Callable[..., Sheet]
R04 = (
    "ที่ | เดือน | อาหาร⏎(บาท) | เครื่องดื่ม⏎(บาท) | ผ้าและเครื่องแต่งกาย⏎(บาท) | เครื่องใช้และ⏎เครื่องประดับตกแต่ง⏎(บาท) "
    "| สมุนไพรที่⏎ไม่ใช่อาหารและยา⏎(บาท) | รวมทั้งสิ้น⏎(บาท)"
)
R05 = "ที่ | เดือน | ในประเทศ(ออฟไลน์) | ในประเทศ(ออนไลน์) | ต่างประเทศ(ออฟไลน์) | ต่างประเทศ(ออนไลน์) | รวม"
R06 = "ที่ | เขตตรวจ⏎ราชการที่ | จังหวัด | ตุลาคม 2566⏎(บาท) | พฤศจิกายน 2566⏎(บาท) | รวม 12 เดือน⏎(บาท)"


@pytest.fixture
def only(sheet: Typed) -> Callable[..., Region]:
    def one(text: str, **options: object) -> Region:
        (region,) = recognise(sheet(text, **options))
        return region

    return one


Only = Callable[..., Region]


# -- which table ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (R04, "otop_sales"),
        (R05, "otop_sales"),
        (R06, "otop_sales"),
        ("จังหวัด | ตุลาคม 2566 | พฤศจิกายน 2566", "otop_sales"),
        ("เดือน | อาหาร | เครื่องดื่ม", "otop_sales"),
        ("ปีงบประมาณ | อำเภอ | เดือน | ประเภท | ช่องทาง | ยอดขาย (บาท)", "otop_sales"),
        ("รหัสผู้ผลิต | ชื่อกลุ่ม/ราย | ประเภทผู้ผลิต | อำเภอ", "otop_producers"),
        ("รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์ | ประเภท | Quadrant | รหัสผู้ผลิต", "otop_products"),
        ("รหัสผลิตภัณฑ์ | ราคา (บาท) | รูปภาพ | ปรับปรุงล่าสุด", "otop_today"),
        ("เลขรหัสประจำบ้าน | ชื่อหัวหน้าครัวเรือน | อำเภอ | มิติที่ 1 | ผลการสอบทาน", "target_households"),
        ("เลขรหัสประจำบ้าน | มิติ | หน่วยงาน | มูลค่า (บาท)", "household_help"),
        ("province_ID | household.CNT | HOUSEMEMBER_CNT | MOF_REG_CNT", "poverty_areas"),
        ("amphur_ID | poor.household.CNT | poor.JPT.CNT | poor.JPT.MOFval.CNT", "poverty_areas"),
        ("village_ID | village_name", "village_names"),
    ],
)
def test_a_table_is_told_by_its_headings(only: Only, heading: str, name: str) -> None:
    cells = " | ".join(f"ก{n}" if n else "1" for n in range(heading.count("|") + 1))
    region = only(f"{heading}\n{cells}", file="คนละเรื่อง.csv")
    assert region.table.name == name
    assert region.heading == (0, 0)


def test_the_file_s_name_does_not_tell_the_table(only: Only) -> None:
    assert only(f"{R06}\n1 | 5 | ตรัง | 1 | 2 | 3", file="ครัวเรือนเป้าหมาย.csv").table.name == "otop_sales"


def test_a_sheet_of_something_else_is_refused_and_shows_its_headings(sheet: Typed) -> None:
    with pytest.raises(UnrecognisedSheet) as caught:
        recognise(sheet("ชื่อเรื่อง\nชื่อ | ที่อยู่ | ข้อสังเกต\nก | ข | ค", file="อื่น.xlsx", name="แผ่น1"))
    assert str(caught.value) == (
        "อื่น.xlsx [แผ่น1]: No table of this package has headings like these. Found: ชื่อ, ที่อยู่, ข้อสังเกต. "
        "Compare with the headings in docs/tables.md, or move the file out of the raw folder."
    )


def test_a_refusal_shows_no_row_of_data(sheet: Typed) -> None:
    """The widest row may be a person's; only what looks like headings is repeated."""
    text = "รหัส | ใคร\n1 | นายสมมุติ ทดสอบ | 0600000001 | 9123456789012 | 12/5"
    with pytest.raises(UnrecognisedSheet) as caught:
        recognise(sheet(text))
    assert caught.value.found == "รหัส, ใคร"
    with pytest.raises(UnrecognisedSheet) as caught:
        recognise(sheet("1 | 0600000001\n2 | 0600000002"))
    assert caught.value.found == ""


# -- where the heading is ------------------------------------------------------------------------------------------


def test_titles_stand_above_the_heading(only: Only) -> None:
    region = only("""
        สำนักงานพัฒนาชุมชนจังหวัดตรัง
        รายงาน | | ครั้งที่ 1
        |
        อำเภอ | ต.ค. 64 | พ.ย. 64
        กันตัง | 1 | 2
        """)
    assert (region.first, region.heading, region.last) == (0, (3, 3), 5)


def test_two_rows_of_merged_heading(only: Only) -> None:
    region = only(
        """
        อำเภอ | ต.ค. 64 | | พ.ย. 64 | | รวม
        | อาหาร | รวม | อาหาร | รวม |
        กันตัง | 1 | 1 | 2 | 2 | 3
        """,
        merged=((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0), (0, 5, 1, 5)),
    )
    assert region.heading == (0, 1)
    october, november = ("month", date(2021, 10, 1)), ("month", date(2021, 11, 1))
    assert [(m.column, m.fixed, m.total) for m in region.meanings] == [
        ("district", (), False),
        ("sales_baht", (october, ("category", "food")), False),
        ("sales_baht", (october,), True),
        ("sales_baht", (november, ("category", "food")), False),
        ("sales_baht", (november,), True),
        ("sales_baht", (), True),
    ]


def test_a_csv_copy_of_a_merged_heading_reads_alike(only: Only) -> None:
    """Without merged cells a parent reaches over the blanks to its right, as far as headings stand below."""
    text = """
        อำเภอ | ต.ค. 64 | | พ.ย. 64 | | รวม
        | อาหาร | ส่งออก | อาหาร | ส่งออก |
        กันตัง | 1 | 1 | 2 | 2 | 3
        """
    merged = ((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0), (0, 5, 1, 5))
    assert only(text).meanings == only(text, merged=merged).meanings


def test_columns_of_a_table_come_in_any_order(only: Only) -> None:
    region = only("ยอดขาย | เดือน | อำเภอ | จังหวัด\n1 | ต.ค. 64 | กันตัง | ตรัง")
    assert [region.columns(name) for name in ("province", "district", "month", "sales_baht")] == [[3], [2], [1], [0]]


def test_two_tables_of_one_sheet_have_titles_of_their_own(sheet: Typed) -> None:
    first, second = recognise(
        sheet("""
        จังหวัดตรัง ปีงบประมาณ 2565 (ข้อมูล ณ วันที่ 12 มกราคม 2565)
        หน่วย : พันบาท
        อำเภอ | ต.ค. | พ.ย.
        เมือง | 1 | 2
        รวม | 1 | 2
        หมายเหตุ
        |
        จังหวัดตราด ปีงบประมาณ 2564
        |
        อำเภอ | ต.ค. | พ.ย.
        เมือง | 3 | 4
        """)
    )
    assert (first.first, first.last, second.first, second.last) == (0, 7, 7, 11)
    assert (first.context.areas, first.context.fiscal_year) == ({"province": "92"}, 2565)
    assert (second.context.areas, second.context.fiscal_year) == ({"province": "23"}, 2564)
    assert second.meanings[1].fixed == (("month", date(2020, 10, 1)),)
    assert first.context.as_of_date == second.context.as_of_date == date(2022, 1, 12)
    assert first.context.scale == second.context.scale == 1000


def test_a_district_named_above_a_later_table_lies_in_the_province_of_the_sheet(sheet: Typed) -> None:
    _, second = recognise(
        sheet("""
        จังหวัดตรัง ปีงบประมาณ 2565
        เดือน | อาหาร | เครื่องดื่ม
        ต.ค. 64 | 1 | 2
        อำเภอเมือง
        เดือน | ผ้าและเครื่องแต่งกาย | อาหาร
        ต.ค. 64 | 3 | 4
        """)
    )
    assert second.context.areas == {"province": "92", "district": "9201"}


def test_a_repeated_heading_begins_no_second_table(only: Only) -> None:
    region = only(f"{R06}\n1 | 5 | ตรัง | 1 | 2 | 3\n{R06}\n2 | 5 | ตราด | 1 | 2 | 3")
    assert region.last == 4


def test_rows_that_only_name_a_channel_and_a_category_are_data_without_a_figure(only: Only) -> None:
    region = only("""
        จังหวัดตรัง
        เดือน | ประเภท | ช่องทาง | ยอดขาย | หมายเหตุ
        ต.ค. 64 | อาหาร | ออนไลน์ | 5 |
        | เครื่องดื่ม | ส่งออก | | รอ
        พ.ย. 64 | อาหาร | ออนไลน์ | - |
        """)
    assert region.last == 5


def test_a_table_cannot_begin_inside_the_heading_above_it(only: Only) -> None:
    region = only("""
        จังหวัดตรัง ปี 2565
        จังหวัด | อำเภอ | เลขรหัสประจำบ้าน | หน่วยงานที่ให้ความช่วยเหลือ | มิติ
        | | | ลงชื่อ | รวม
        รวม | รวม | | | รวม
        """)
    assert (region.table.name, region.last) == ("household_help", 4)


def test_totals_alone_are_no_table(sheet: Typed) -> None:
    with pytest.raises(UnrecognisedSheet):
        recognise(sheet("จังหวัด | รวม 12 เดือน\nตรัง | 5"))


# -- what titles say -----------------------------------------------------------------------------------------------

TABLE = "เดือน | อาหาร | เครื่องดื่ม\nต.ค. 64 | 1 | 2"


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        ("หน่วย : ล้านบาท", 1e6),
        ("หน่วย: พันบาท", 1e3),
        ("(หน่วยนับ บาท)", 1),
        ("กองทุนเงินล้าน", 1),
        ("ยอดจำหน่ายทะลุ 300 ล้านบาท", 1),
        ("ยอดจำหน่ายทะลุ 300 ล้านบาท\nหน่วย : บาท", 1),
        ("ผลการเบิกจ่ายรายหน่วยงาน\nหน่วย : พันบาท", 1e3),
        ("ผลงานของหน่วยงาน ล้านบาท", 1),
    ],
)
def test_the_unit_is_the_one_that_is_called_unit(only: Only, title: str, scale: float) -> None:
    assert only(f"{title}\n{TABLE}").context.scale == scale


def test_facts_of_the_titles(only: Only) -> None:
    context = only(f"รายงาน OTOP อำเภอกันตัง จังหวัดตรัง ปีงบประมาณ พ.ศ. ๒๕๖๕\nข้อมูล ณ วันที่ 12 ม.ค. 65\n{TABLE}").context
    assert context.areas == {"province": "92", "district": "9202"}
    assert (context.fiscal_year, context.as_of_date, context.told_by) == (2565, date(2022, 1, 12), ())


def test_facts_split_over_cells_of_a_title_row(only: Only) -> None:
    context = only(f"จังหวัด | ตรัง | ปีงบประมาณ | 2565\n{TABLE}").context
    assert context.fiscal_year == 2565
    assert context.areas == {"province": "92"}


def test_a_month_of_the_title(only: Only) -> None:
    context = only("ประจำเดือนตุลาคม 2564\nอำเภอ | จังหวัด | ยอดขาย\nกันตัง | ตรัง | 1").context
    assert context.month == date(2021, 10, 1)


def test_the_as_of_date_may_stand_in_a_note(only: Only) -> None:
    assert only(f"{TABLE}\nข้อมูล ณ วันที่ 12 มกราคม 2565").context.as_of_date == date(2022, 1, 12)


def test_the_sheet_s_name_and_then_the_file_s_name_say_what_titles_do_not(only: Only) -> None:
    context = only(TABLE, name="อ.เมือง", file="งวดแรก/otop_จังหวัดตรัง.xlsx").context
    assert context.areas == {"province": "92", "district": "9201"}
    assert context.told_by == (("area", "file name"), ("area", "sheet name"))
    context = only(f"จังหวัดตรัง\n{TABLE}", name="อ.เมือง").context
    assert (context.areas, context.told_by) == ({"province": "92", "district": "9201"}, (("area", "sheet name"),))
    context = only(TABLE, name="ปีงบประมาณ 2565", file="ตรัง.xlsx").context
    assert (context.fiscal_year, context.told_by) == (2565, (("area", "file name"), ("year", "sheet name")))


def test_titles_decide_over_names_that_say_something_else(only: Only) -> None:
    context = only(f"จังหวัดตรัง ปีงบประมาณ 2565\n{TABLE}", name="อ.ลานสกา", file="จังหวัดตราด ปี 2564.xlsx").context
    assert (context.areas, context.fiscal_year, context.told_by) == ({"province": "92"}, 2565, ())


def test_months_without_a_year_take_it_from_the_file_s_name_and_say_so(only: Only) -> None:
    region = only("อำเภอ | ต.ค. | ม.ค.\nกันตัง | 1 | 2", file="OTOP ปี 2565 จ.ตรัง.csv")
    assert [m.fixed for m in region.meanings[1:]] == [(("month", date(2021, 10, 1)),), (("month", date(2022, 1, 1)),)]
    assert region.context.fiscal_year == 2565
    assert ("year", "file name") in region.context.told_by


def test_months_with_a_year_do_not_ask_the_file_s_name(only: Only) -> None:
    context = only("อำเภอ | ต.ค. 64 | พ.ย. 64\nกันตัง | 1 | 2", file="OTOP ปี 2560 จ.ตรัง.csv").context
    assert context.fiscal_year is None
    assert ("year", "file name") not in context.told_by


def test_a_column_of_years_decides_over_the_file_s_name(sheet: Typed) -> None:
    """Months without a year beside years that differ row by row are no headings; the file is refused, not guessed."""
    with pytest.raises(UnrecognisedSheet):
        recognise(sheet("ปีงบประมาณ | อำเภอ | ต.ค. | พ.ย.\n2564 | กันตัง | 1 | 2", file="ปี 2565 จ.ตรัง.csv"))


@pytest.mark.parametrize(
    ("file", "year"),
    [
        ("a/OTOP_ปี_2565.xlsx", 2565),
        ("otop-ปีงบประมาณ-65.xlsx", 2565),
        ("ปี 2564/ยอดขาย.xlsx", None),
        ("ยอดขาย.xlsx", None),
    ],
)
def test_the_year_of_a_file_s_name(file: str, year: int | None) -> None:
    assert year_in_name(file) == year


def test_the_year_of_an_extract_s_name() -> None:
    pattern = r"^(?P<year>\d\d)_\d\d_amphur_"
    assert year_in_name("tpmap/61_80_amphur_11111.csv", pattern) == 2561
    assert year_in_name("tpmap/amphur_11111.csv", pattern) is None


def test_a_parent_over_merged_months_is_read_with_the_months(only: Only) -> None:
    text = "จังหวัดตรัง\nอำเภอ | ยอดจำหน่าย (บาท) | | รวม\n | ต.ค. 64 | พ.ย. 64 |\nกันตัง | 1 | 2 | 3"
    merged = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3))
    assert only(text, merged=merged).heading == (1, 2)


def test_lines_of_a_heading_that_another_program_joined(sheet: Typed) -> None:
    typed = sheet("จังหวัดตรัง\nอำเภอ | เดือน | ยอดขาย\nกันตัง | ต.ค. 64 | 5")
    typed.cells[1, 2] = "ผลการดำเนินงาน | ยอดขาย"
    (region,) = recognise(typed)
    assert region.columns("sales_baht") == [2]
