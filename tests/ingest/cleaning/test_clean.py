"""A typed-out sheet -> records, problems and controls; every row of it under exactly one heading."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cdd_analysis.datasets import tables
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.problems import MASK, RULES, problem, problems_frame

Clean = Callable[..., Cleaned]
OCTOBER, NOVEMBER = pd.Timestamp(2021, 10, 1), pd.Timestamp(2021, 11, 1)


def told(one: Cleaned, *rules: str) -> list[tuple[object, str, object]]:
    return [(p["source_row"], str(p["rule"]), p["value"]) for p in one.problems if not rules or p["rule"] in rules]


def cells(one: Cleaned, *columns: str) -> list[tuple[object, ...]]:
    rows = one.records.sort_values(["source_row", "month"] if "month" in one.records else "source_row", kind="stable")
    plain = rows[list(columns)].astype(object)
    return [tuple(row) for row in plain.where(plain.notna(), None).to_numpy().tolist()]


def off(one: Cleaned) -> list[tuple[object, object]]:
    return [(c["stated"], c["computed"]) for c in one.controls if c["difference"]]


# -- layouts -------------------------------------------------------------------------------------------------------


def test_months_laid_out_sideways(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64 | รวม\nตรัง | 1,000 | - | 1,000\nตราด | 3 | 4 | 7")
    assert cells(one, "province_code", "month", "category", "channel", "sales_baht", "fiscal_year", "source_row") == [
        ("92", OCTOBER, "all", "all", 1000.0, 2565, 2),
        ("23", OCTOBER, "all", "all", 3.0, 2565, 3),
        ("23", NOVEMBER, "all", "all", 4.0, 2565, 3),
    ]


def test_months_and_categories_in_two_rows_of_heading(cleaned: Clean) -> None:
    one = cleaned(
        """
        หน่วย : พันบาท
        จังหวัด | ต.ค. 64 | | | พ.ย. 64 | | | รวม
        | อาหาร | เครื่องดื่ม | รวม | อาหาร | เครื่องดื่ม | รวม |
        ตรัง | 1 | 2 | 3 | 4 | - | 4 | 7
        """,
        merged=((1, 0, 2, 0), (1, 1, 1, 3), (1, 4, 1, 6), (1, 7, 2, 7)),
    )
    assert cells(one, "month", "category", "sales_baht") == [
        (OCTOBER, "food", 1000.0),
        (OCTOBER, "drink", 2000.0),
        (NOVEMBER, "food", 4000.0),
    ]
    assert [(c["stated"], c["computed"]) for c in one.controls] == [(3000, 3000), (4000, 4000), (7000, 7000)]


def test_channels_laid_out_sideways_with_their_total(cleaned: Clean) -> None:
    one = cleaned("เดือน | ร้านค้าในชุมชน | ออนไลน์ | รวมทุกช่องทาง\nต.ค. 64 | 1 | 2 | 3\nพ.ย. 64 | 4 | 5 | 8")
    assert cells(one, "month", "channel", "sales_baht") == [
        (OCTOBER, "shop", 1.0),
        (OCTOBER, "online", 2.0),
        (NOVEMBER, "shop", 4.0),
        (NOVEMBER, "online", 5.0),
    ]
    assert off(one) == [(8, 9)]


def test_a_total_over_all_channels_alone_is_data(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | รวมทุกช่องทาง | เดือน\nตรัง | 7 | ต.ค. 64")
    assert cells(one, "channel", "sales_baht") == [("all", 7.0)]
    assert one.controls == []


R04 = (
    "ที่ | เดือน | อาหาร⏎(บาท) | เครื่องดื่ม⏎(บาท) | ผ้าและเครื่องแต่งกาย⏎(บาท) | เครื่องใช้และ⏎เครื่องประดับตกแต่ง⏎(บาท) "
    "| สมุนไพรที่⏎ไม่ใช่อาหารและยา⏎(บาท) | รวมทั้งสิ้น⏎(บาท)"
)


def test_the_report_by_product_type(cleaned: Clean) -> None:
    one = cleaned(f"""
        {R04}
        1 | ตุลาคม 2566 | 1 | 2 | 3 | 4 | 5 | 15
        2 | พฤศจิกายน 2566 | 1 | 2 | 3 | 4 | 5 | 16
        | รวม | 2 | 4 | 6 | 8 | 10 | 31
        """)
    assert len(one.records) == 10
    assert set(one.records["category"]) == {"food", "drink", "cloth", "household", "herb"}
    assert set(one.records["fiscal_year"]) == {2567}
    assert off(one) == [(16, 15)]


def test_the_long_tidy_form(cleaned: Clean) -> None:
    one = cleaned("""
        ปีงบประมาณ | จังหวัด | อำเภอ | เดือน | ประเภท | ช่องทาง | ยอดจำหน่าย (ล้านบาท) | เป้าหมาย (บาท) | จำนวนผู้ประกอบการที่รายงาน
        2565 | จ.ตรัง | อ.กันตัง | ตุลาคม | อาหาร | ออนไลน์ | 1.5 | 2,000,000 | 12
        2565 | จ.ตรัง | อ.กันตัง | พ.ย. 2564 | | | (0.5) | | รอรายงาน
        """)
    assert cells(one, "month", "category", "channel", "sales_baht", "target_baht", "reporters") == [
        (OCTOBER, "food", "online", 1_500_000.0, 2_000_000.0, 12.0),
        (NOVEMBER, "food", "online", -500_000.0, None, None),
    ]


CATALOGUE = "รายได้จากการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์(รวมยอดขายออนไลน์)"


def test_the_catalogue_s_form_of_a_row_for_each_indicator(cleaned: Clean) -> None:
    one = cleaned(
        f"""
        ปีงบประมาณ|อำเภอ|รายการข้อมูล|ค่าข้อมูล|หน่วย|ที่มา
        2562|กันตัง|{CATALOGUE}|1,234,567.50|บาท|พช.
        2562|สิเกา|{CATALOGUE}|1234|บาท|พช.
        2563|สิเกา|{CATALOGUE}|1.5|ล้านบาท|พช.
        2563|เทศบาลเมืองกันตัง|{CATALOGUE}|1000|บาท|พช.
        2563|กันตัง|จำนวนประชากร|80000|คน|พช.
        """,
        file="otop_จังหวัดตรัง.csv",
    )
    assert cells(one, "fiscal_year", "district_code", "month", "sales_baht") == [
        (2562, "9202", None, 1234567.5),
        (2562, "9205", None, 1234.0),
        (2563, "9205", None, 1_500_000.0),
    ]
    assert told(one, "local_body", "unknown_choice") == [
        (5, "local_body", "เทศบาลเมืองกันตัง"),
        (6, "unknown_choice", "จำนวนประชากร"),
    ]
    assert one.set_aside == {5, 6}
    assert one.baht_set_aside == 1000


def test_a_fault_of_one_indicator_is_not_told_of_another(cleaned: Clean) -> None:
    one = cleaned(f"""
        จังหวัดตรัง
        ปีงบประมาณ|อำเภอ|รายการข้อมูล|ค่าข้อมูล|หน่วย
        2562|กันตัง|{CATALOGUE}|หนึ่งล้าน|บาท
        2562|กันตัง|เป้าหมายยอดจำหน่าย|-5|บาท
        """)
    assert {(p["source_row"], p["column"], p["rule"]) for p in one.problems} == {
        (3, "sales_baht", "unreadable_number"),
        (3, None, "no_value"),
        (4, "target_baht", "impossible_number"),
    }


def test_a_target_beside_months_is_of_the_year_of_the_months(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | เป้าหมาย | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 1 | 2")
    assert cells(one, "fiscal_year", "month", "target_baht", "sales_baht") == [
        (2565, OCTOBER, None, 1.0),
        (2565, NOVEMBER, None, 2.0),
        (2565, None, 100.0, None),
    ]


# -- totals --------------------------------------------------------------------------------------------------------


def test_total_rows_and_columns_are_compared_and_never_ingested(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ที่ | อำเภอ | ต.ค. 64 | พ.ย. 64 | รวม
        1 | กันตัง | 1 | 2 | 4
        2 | สิเกา | 3 | 4 | 7
        | รวม | 4 | 7 | 11
        """)
    assert one.records["sales_baht"].sum() == 10
    assert off(one) == [(4, 3), (7, 6)]
    (row,) = [c for c in one.controls if c["stated"] == 4 and c["source_row"] == 3]
    assert (row["province_code"], row["district_code"], row["difference"]) == ("92", "9202", 1.0)
    controls = [p for p in one.problems if p["rule"] == "control"]
    assert [(p["severity"], p["value"], p["district_code"]) for p in controls] == [
        ("check", "4.00", "9202"),
        ("check", "7.00", None),
    ]
    assert "(7.00)" in str(controls[1]["message"])
    assert "(6.00)" in str(controls[1]["message"])


def test_subtotals_compare_with_their_block_and_the_grand_total_with_everything(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        เดือน | ช่องทาง | ยอดขาย (บาท)
        ต.ค. 64 | ส่งออก | 1
        ต.ค. 64 | ออนไลน์ | 2
        รวม ต.ค. 64 | | 3
        พ.ย. 64 | ส่งออก | 10
        รวม พ.ย. 64 | | 11
        รวมทั้งสิ้น | | 13
        """)
    assert [(c["stated"], c["computed"]) for c in one.controls] == [(3, 3), (11, 10), (13, 13)]


def test_averages_and_shares_are_no_totals(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2\nเฉลี่ย | 1 | 2\nร้อยละ | 50 | 60")
    assert one.controls == []
    assert one.rows["total"] == 2


def test_a_difference_below_a_satang_is_none(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64 | รวม\nตรัง | 0.1 | 0.2 | 0.3\nตราด | 0.1 | 0.2 | 0.304")
    assert [c["difference"] for c in one.controls] == [0.0, 0.0]


# -- years, months, days -------------------------------------------------------------------------------------------


def test_a_row_without_a_year_is_kept_and_told(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | อำเภอ | ยอดขาย\nตรัง | กันตัง | 100\nตรัง | สิเกา | 200")
    assert cells(one, "fiscal_year", "sales_baht") == [(None, 100.0), (None, 200.0)]
    assert told(one) == [(None, "no_year", None)]
    assert one.problems[0]["severity"] == "check"
    assert "ไม่พบปีงบประมาณ" in str(one.problems[0]["message"])


def test_only_rows_without_a_year_are_told(cleaned: Clean) -> None:
    one = cleaned("ปีงบประมาณ | จังหวัด | ยอดขาย\n2565 | ตรัง | 100\n | ตราด | 200")
    assert cells(one, "fiscal_year", "sales_baht") == [(2565, 100.0), (None, 200.0)]
    assert told(one) == [(3, "no_year", None)]


def test_an_unreadable_year_is_not_replaced_by_the_title_s(cleaned: Clean) -> None:
    one = cleaned("ปีงบประมาณ 2565 จังหวัดตรัง\nปี | อำเภอ | ยอดขาย\n256๕ก | กันตัง | 100\n | สิเกา | 200")
    assert cells(one, "fiscal_year", "district_code") == [(2565, "9205")]
    assert told(one) == [(3, "unreadable_year", "256๕ก")]
    assert one.problems[0]["message"] == "อ่านปีจากช่อง “ปี” ไม่ได้ (“256๕ก”) โปรดแก้เป็นปี พ.ศ. สี่หลักแล้วส่งใหม่"


def test_the_file_s_year_is_used_where_all_else_is_silent_and_told(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | อำเภอ | ยอดขาย\nตรัง | กันตัง | 100", file="ยอดขาย_ปี_2564.csv")
    assert cells(one, "fiscal_year") == [(2564,)]
    assert told(one) == [(None, "context_assumed", "2564")]
    assert one.problems[0]["message"] == "ใช้ปีจากชื่อไฟล์ (2564) เพราะในตารางไม่ได้ระบุ"


def test_the_file_s_year_completes_months_and_is_told_once(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. | 1\nตราด | พ.ย. | 2", file="ปี 2565.csv")
    assert cells(one, "month", "fiscal_year") == [(OCTOBER, 2565), (NOVEMBER, 2565)]
    assert told(one) == [(None, "context_assumed", "2565")]


def test_a_month_says_its_own_fiscal_year(cleaned: Clean) -> None:
    one = cleaned("ปี 2560\nจังหวัด | เดือน | ยอดขาย\nตรัง | ก.ย. 2564 | 1\nตรัง | ต.ค. 2564 | 1", file="ปี 2561.csv")
    assert cells(one, "fiscal_year") == [(2564,), (2565,)]
    assert one.problems == []


def test_a_month_of_the_title_is_every_row_s(cleaned: Clean) -> None:
    one = cleaned("ประจำเดือนพฤศจิกายน 2564\nจังหวัด | อำเภอ | ยอดขาย\nตรัง | กันตัง | 1")
    assert cells(one, "month", "fiscal_year") == [(NOVEMBER, 2565)]


def test_a_month_merged_over_its_rows_is_every_row_s_and_a_blank_beside_it_is_nobody_s(cleaned: Clean) -> None:
    one = cleaned(
        """
        อำเภอเมืองตรัง จังหวัดตรัง
        ประจำเดือน | หน่วยงาน | จำนวนวัน/สัปดาห์
        ต.ค. 64 | โรงเรียน ก | 2
        | โรงเรียน ข | 3
        | โรงเรียน ค | 5
        """,
        merged=((2, 0, 3, 0),),
    )
    assert one.region.table.name == "cloth_agencies"
    assert cells(one, "month") == [(OCTOBER,), (OCTOBER,), (None,)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("ตุลาคน | อาหาร | ออนไลน์", "unreadable_month"),
        ("ต.ค. 64 | ก๋วยเตี๋ยว | ออนไลน์", "unknown_choice"),
        ("ต.ค. 64 | อาหาร | แผงลอย", "unknown_choice"),
    ],
)
def test_a_figure_whose_month_or_split_is_unreadable_counts_nowhere(cleaned: Clean, row: str, rule: str) -> None:
    """Without its month it would pass for a year's figure, without its channel for that of all channels."""
    one = cleaned(f"จังหวัด | เดือน | ประเภท | ช่องทาง | ยอดขาย\nตรัง | ต.ค. 64 | อาหาร | ส่งออก | 1\nตรัง | {row} | 70")
    assert cells(one, "sales_baht") == [(1.0,)]
    assert [(at, found) for at, found, _ in told(one)] == [(3, rule)]
    assert (one.set_aside, one.baht_set_aside) == ({3}, 70)


def test_as_of_date_from_title_or_from_each_row(cleaned: Clean) -> None:
    one = cleaned(
        "ข้อมูล ณ วันที่ 12 มกราคม 2565\nจังหวัด | เดือน | ยอดขาย | ณ วันที่\nตรัง | ต.ค. 64 | 1 | 31/12/2564\nตราด | ต.ค. 64 | 1 |"
    )
    assert cells(one, "as_of_date") == [(pd.Timestamp(2021, 12, 31),), (pd.Timestamp(2022, 1, 12),)]


# -- cells ---------------------------------------------------------------------------------------------------------


def test_missing_is_missing_and_a_row_without_figures_has_not_reported(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | - | 0\nตราด | - | รอรายงาน\nชุมพร | #REF! | หก")
    assert cells(one, "province_code", "month", "sales_baht") == [("92", NOVEMBER, 0.0)]
    assert sorted(told(one), key=str) == [
        (3, "no_value", None),
        (4, "error_cell", "#REF!"),
        (4, "no_value", None),
        (4, "unreadable_number", "หก"),
        (None, "no_figure", "รอรายงาน"),
    ]
    assert one.set_aside == {3, 4}


def test_the_problem_of_a_cell_names_column_place_and_what_to_do(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | อำเภอ | ต.ค. 64 | พ.ย. 64\nตรัง | กันตัง | 1 | ห้า", file="ก.xlsx", name="แผ่น1")
    assert one.problems == [
        {
            "table": "otop_sales",
            "source_file": "ก.xlsx",
            "source_sheet": "แผ่น1",
            "source_row": 2,
            "column": "sales_baht",
            "value": "ห้า",
            "rule": "unreadable_number",
            "severity": "fix",
            "message": "ช่อง “ยอดจำหน่าย (บาท)” ต้องเป็นตัวเลข แต่พบ “ห้า” โปรดแก้เป็นตัวเลขแล้วส่งใหม่",
            "province_code": "92",
            "district_code": "9202",
            "at": 3,
        }
    ]


def test_unknown_columns_are_told_and_left_out(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64 | ผู้ตรวจ | หมายเหตุ\nตรัง | 1 | 2 | ก | ข")
    assert told(one) == [(None, "unknown_column", "ผู้ตรวจ")]
    assert [p["severity"] for p in one.problems] == ["info"]


def test_a_text_line_with_too_many_cells_is_set_aside(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 234 | 500\nตราด | 1 | 2")
    assert cells(one, "province_code") == [("23",), ("23",)]
    assert told(one) == [(2, "too_many_cells", "500")]
    assert (one.set_aside, one.baht_set_aside) == ({2}, 235)


def test_scratch_beside_a_table_of_a_workbook_costs_no_row(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64 |\nตรัง | 1 | 2 | ตรวจแล้ว 9300\nตราด | 1 | 2 |", name="Sheet1")
    assert len(one.records) == 4
    assert told(one) == [(2, "scratch_cell", "ตรวจแล้ว 9300")]
    assert one.set_aside == frozenset()


# -- personal columns ----------------------------------------------------------------------------------------------

HOUSEHOLDS = """
    แฟ้มบ้าน ปีงบประมาณ 2565 จังหวัดตรัง
    เลขรหัสประจำบ้าน | ชื่อหัวหน้าครัวเรือน | เลขประจำตัวประชาชน | โทรศัพท์ | บ้านเลขที่ | อำเภอ | จำนวนสมาชิก (คน) | ผู้บันทึก
    92020000011 | นายสมมุติ ทดสอบ | 9123456789012 | 0600000001 | 77/7 | กันตัง | 4 | เจ้าหน้าที่ ก
"""
SECRETS = ("92020000011", "สมมุติ", "9123456789012", "0600000001", "77/7", "เจ้าหน้าที่")


def test_personal_columns_do_not_leave_the_reader(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS)
    (row,) = one.records.to_dict("records")
    assert not {"head_name", "citizen_id", "phone", "house_no"} & set(row)
    assert len(row["house_id"]) == len(row["recorded_by_id"]) == 16
    assert not [secret for secret in SECRETS if secret in str(row) + str(one.problems)]
    assert (row["district_code"], row["members"], row["fiscal_year"]) == ("9202", 4, 2565)


def test_the_same_house_has_the_same_hash_however_it_is_written(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS + "    9202-000001-1 | | | | | กันตัง | 5 |")
    assert one.records["house_id"].nunique() == 1


def test_a_line_split_inside_a_name_shows_nothing_of_it(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS + "    92020000022 | นางสมมุติ | ทดสอบ | 9123456789013 | 0600000002 | 8/8 | กันตัง | 3 | ก")
    told_of = [(p["source_row"], p["rule"], p["value"]) for p in one.problems if p["source_row"] == 4]
    assert (4, "too_many_cells", MASK) in told_of
    assert {value for _, _, value in told_of} <= {MASK, None}
    assert "8/8" not in str(one.problems)
    assert one.set_aside == {4}


def test_scratch_beside_people_is_masked(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS.replace("| เจ้าหน้าที่ ก", "| เจ้าหน้าที่ ก | นางสมมุติ"), name="แผ่น1")
    assert told(one) == [(3, "scratch_cell", MASK)]


def test_an_impossible_figure_of_a_household_is_shown_since_it_names_nobody(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS.replace("| 4 |", "| 45 |"))
    assert told(one) == [(3, "impossible_number", "45")]


def test_a_missing_house_code_keeps_the_row_and_is_told(cleaned: Clean) -> None:
    one = cleaned(HOUSEHOLDS + "    | นางสมมุติ ทดสอบ | | | | กันตัง | 3 |")
    assert len(one.records) == 2
    assert told(one) == [(4, "no_key", None)]
    assert one.problems[0]["severity"] == "check"


def test_presence_and_validity_are_kept_instead_of_producer_and_phone(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        รหัสผลิตภัณฑ์ | อำเภอ | ผู้ผลิต | เบอร์โทร | ราคา (บาท) | รูปภาพ | ปรับปรุงล่าสุด
        001 | กันตัง | กลุ่มสมมุติ | 0600000001 | 1,200 | a.jpg | 05/01/2565
        002 | สิเกา | - | 0600 | ฟรี | | 05/01/2565
        """)
    assert cells(one, "product_id", "has_producer", "contact", "price_baht", "has_image") == [
        ("001", True, "valid", 1200.0, True),
        ("002", False, "invalid", None, False),
    ]
    assert "กลุ่มสมมุติ" not in str(one.records.to_dict())


# -- shape ---------------------------------------------------------------------------------------------------------


def test_records_have_every_column_of_their_table_in_order_and_type(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2")
    assert list(one.records) == list(tables()["otop_sales"].stored)
    kinds = {name: str(kind) for name, kind in one.records.dtypes.items()}
    assert (kinds["fiscal_year"], kinds["sales_baht"], kinds["province_code"]) == ("Int64", "float64", "str")
    assert (kinds["month"], kinds["as_of_date"]) == ("datetime64[us]", "datetime64[us]")


def test_the_reader_leaves_the_sheet_as_it_was(sheet: Callable[..., object], cleaned: Clean) -> None:
    text = "จังหวัด | อำเภอ | เดือน | ยอดขาย\nตรัง | กันตัง | ต.ค. 64 | 1\n | | พ.ย. 64 | 2"
    before = sheet(text).cells.tolist()  # type: ignore[attr-defined]
    one = cleaned(text)
    assert one.region.sheet.cells.tolist() == before


def test_every_row_of_a_sheet_is_counted_once(cleaned: Clean) -> None:
    one = cleaned("ชื่อเรื่อง\n|\nจังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2\nรวม | 1 | 2\n|\nหมายเหตุ")
    assert one.rows.total() == one.region.last - one.region.first == 7
    assert one.data_rows == {4}


# -- problems ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_makes_a_sentence_and_has_a_severity(rule: str) -> None:
    one = problem(rule, table="t", value="ค่า", label="ช่อง", expected="ควรเป็น")
    assert one["severity"] in {"fix", "check", "info"}
    assert "{" not in str(one["message"])
    assert len(str(one["message"])) > 20


def test_no_problems_are_a_table_too() -> None:
    empty = problems_frame([])
    assert len(empty) == 0
    assert {"severity", "message", "source_row"} <= set(empty)


# -- figures: conventions of handbook 11.1 and 11.5 ----------------------------------------------------------------

BUDGET = "ปีงบประมาณ 2565 จังหวัดตรัง\nหน่วยงาน | โครงการ | งบประมาณที่ได้รับ | เบิกจ่าย | จำนวนแปลง\n"


@pytest.mark.parametrize("dash", ["-", "–", "—", "ไม่มี"])
def test_a_dash_is_no_count_beside_other_figures_and_is_missing_money(cleaned: Clean, dash: str) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1,000 | {dash} | {dash}\nสิเกา | ก | {dash} | {dash} | {dash}")
    assert cells(one, "allocated_baht", "disbursed_baht", "plots") == [(1000, None, 0), (None, None, None)]


def test_a_blank_is_not_zero(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1,000 | 500 | ")
    assert cells(one, "plots") == [(None,)]


def test_a_reason_for_no_figure_is_told_once_for_its_column(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1 | รอรายงาน | 1\nสิเกา | ก | 1 | รอรายงาน | 1\nห้วยยอด | ก | 1 | n/a | 1")
    assert cells(one, "disbursed_baht") == [(None,), (None,), (None,)]
    assert told(one) == [(None, "no_figure", "รอรายงาน"), (None, "no_figure", "n/a")]
    assert "มี 2 แถวที่ระบุว่า “รอรายงาน”" in str(one.problems[0]["message"])


def test_a_column_of_broken_formulas_is_told_once(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1 | #REF! | 1\nสิเกา | ก | 1 | #REF! | #N/A\nห้วยยอด | ก | 1 | | 1")
    assert cells(one, "disbursed_baht", "plots") == [(None, 1), (None, None), (None, 1)]
    assert sorted(told(one), key=str) == [(4, "error_cell", "#N/A"), (None, "broken_column", "#REF!")]
    assert "“เบิกจ่าย” เป็นสูตรที่เสียทุกแถว" in str(one.problems[0]["message"])


@pytest.mark.parametrize(("second", "rules"), [("7", []), ("9", [(None, "repeated_column", "มูลค่าการจำหน่าย")])])
def test_a_second_column_of_the_same_meaning_is_told_where_it_differs(
    cleaned: Clean, second: str, rules: list[object]
) -> None:
    one = cleaned(f"จังหวัด | เดือน | ยอดขาย | มูลค่าการจำหน่าย\nตรัง | ต.ค. 64 | 7 | {second}")
    assert cells(one, "sales_baht") == [(7,)]
    assert told(one) == rules


@pytest.mark.parametrize(
    ("word", "flag"),
    [
        *((word, True) for word in ("✓", "✔", "√", "☑", "/", "ครบ", "ผ่าน", "1")),
        *((word, False) for word in ("×", "x", "X", "✗", "-", "ไม่ครบ", "0")),
    ],
)
def test_every_way_of_saying_yes_and_no(cleaned: Clean, word: str, flag: bool) -> None:
    one = cleaned(f"{BUDGET.rstrip()} | เอกสารครบถ้วน\nกันตัง | ก | 1 | 1 | 1 | {word}")
    assert cells(one, "documents_complete") == [(flag,)]


def test_things_counted_in_thousands_are_counted_one_by_one(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ปีงบประมาณ | อำเภอ | รายการข้อมูล | ค่าข้อมูล | หน่วย
        2565 | กันตัง | ผู้เข้าใช้ | 1.5 | พันคน
        2565 | สิเกา | ผู้เข้าใช้ | 12 | คน
        """)
    assert cells(one, "users") == [(1500,), (12,)]
    assert one.problems == []
