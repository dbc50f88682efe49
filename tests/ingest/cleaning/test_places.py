"""The area of each row, from columns, group rows, titles, names of sheet and file; never guessed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cdd_analysis.ingest.cleaning.clean import Cleaned
from tests.ingest.conftest import Built

Clean = Callable[..., Cleaned]
CODES = ["area_level", "province_code", "district_code", "subdistrict_code", "village_code"]


def codes(one: Cleaned) -> list[str]:
    """The deepest code of each record, in order of rows; "national" where there is none."""
    rows = one.records.sort_values("source_row", kind="stable").drop_duplicates("source_row")
    return [next((c for c in row[::-1] if pd.notna(c)), "national") for row in rows[CODES].to_numpy().tolist()]


def told(one: Cleaned, *rules: str) -> list[tuple[object, str, object]]:
    return [(p["source_row"], str(p["rule"]), p["value"]) for p in one.problems if not rules or p["rule"] in rules]


def test_names_in_columns_become_codes(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัด | อำเภอ | ต.ค. 64 | พ.ย. 64
        จ.ตรัง | อ.เมือง | 1 | 2
        ตรัง | กันตัง* | 1 | 2
        นครศรีธรรมราช | อ. นบพิตํา | 1 | 2
        """)
    assert codes(one) == ["9201", "9202", "8021"]
    assert one.problems == []
    assert set(one.records["area_level"]) == {"district"}


def test_codes_in_columns_are_taken_as_codes(cleaned: Clean) -> None:
    one = cleaned("รหัสจังหวัด | ต.ค. 64 | พ.ย. 64\n92 | 1 | 2\n10.0 | 1 | 2\n99 | 1 | 2")
    assert codes(one) == ["92", "10"]
    assert told(one) == [(4, "unknown_area", "99")]


def test_a_district_that_only_one_province_has_needs_no_province(cleaned: Clean) -> None:
    one = cleaned("อำเภอ | ต.ค. 64 | พ.ย. 64\nลานสกา | 1 | 2\nกันตัง | 1 | 2")
    assert codes(one) == ["8003", "9202"]
    assert list(one.records["province_code"].unique()) == ["80", "92"]


def test_unknown_and_ambiguous_areas_are_set_aside_with_their_money(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัด | อำเภอ | ยอดขาย | เดือน
        ตรัง | กันตัง | 100 | ต.ค. 64
        ตรัง | ย่านตาขา | 20 | ต.ค. 64
        ตรัง | ดาวอังคาร | 3 | ต.ค. 64
        """)
    assert codes(one) == ["9202"]
    assert one.set_aside == {3, 4}
    assert one.baht_set_aside == 23
    assert told(one) == [(3, "unknown_area", "ย่านตาขา"), (4, "unknown_area", "ดาวอังคาร")]
    near, far = (str(p["message"]) for p in one.problems)
    assert "(อาจหมายถึง อำเภอย่านตาขาว)" in near
    assert "อาจหมายถึง" not in far
    assert {p["severity"] for p in one.problems} == {"fix"}
    assert {p["province_code"] for p in one.problems} == {"92"}


def test_a_name_that_several_provinces_have_is_ambiguous(cleaned: Clean) -> None:
    one = cleaned("อำเภอ | ต.ค. 64 | พ.ย. 64\nเฉลิมพระเกียรติ | 1 | 2\nลานสกา | 1 | 2")
    assert codes(one) == ["8003"]
    assert told(one) == [(2, "ambiguous_area", "เฉลิมพระเกียรติ")]
    assert "โปรดระบุจังหวัดหรืออำเภอให้ครบ" in str(one.problems[0]["message"])


def test_titles_name_the_province_of_all_rows(cleaned: Clean) -> None:
    one = cleaned("จังหวัดนครศรีธรรมราช\nอำเภอ | ต.ค. 64 | พ.ย. 64\nเฉลิมพระเกียรติ | 1 | 2\nเมือง | 1 | 2")
    assert codes(one) == ["8023", "8001"]
    assert one.problems == []


def test_a_province_column_decides_over_the_titles(cleaned: Clean) -> None:
    one = cleaned("จังหวัดนครศรีธรรมราช\nจังหวัด | อำเภอ | ต.ค. 64 | พ.ย. 64\nตรัง | เมือง | 1 | 2")
    assert codes(one) == ["9201"]


def test_group_rows_name_the_area_of_the_rows_below(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ช่องทาง | ต.ค. 64 | พ.ย. 64
        ส่งออก | 100 | 200
        อำเภอกันตัง
        ส่งออก | 1 | 2
        ออนไลน์ | 3 | 4
        รวมอำเภอกันตัง | 4 | 6
        อำเภอสิเกา
        ส่งออก | 5 | 6
        """)
    assert codes(one) == ["92", "9202", "9202", "9205"]
    assert one.rows["header"] == 3
    assert {c["district_code"] for c in one.controls} == {"9202"}
    assert all(c["difference"] == 0 for c in one.controls)


def test_a_group_row_is_read_inside_the_province_of_the_titles(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ช่องทาง | ต.ค. 64 | พ.ย. 64
        อ.กันตัง
        ส่งออก | 1 | 2
        อ.เมือง
        ส่งออก | 3 | 4
        """)
    assert codes(one) == ["9202", "9201"]


def test_a_group_row_of_an_unknown_area_does_not_lend_its_rows_to_the_one_above(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ช่องทาง | ต.ค. 64 | พ.ย. 64
        อำเภอกันตัง
        ส่งออก | 1 | 2
        เทศบาลเมืองกันตัง
        ส่งออก | 3 | 4
        ไตรมาสที่ 1
        ออนไลน์ | 5 | 6
        อำเภอสิเกา
        ส่งออก | 7 | 8
        """)
    assert codes(one) == ["9202", "9205"]
    assert sorted(told(one)) == [
        (6, "unknown_area", "เทศบาลเมืองกันตัง"),
        (7, "lone_text", "ไตรมาสที่ 1"),
        (8, "unknown_area", "เทศบาลเมืองกันตัง"),
    ]
    assert one.set_aside == {6, 8}


def test_a_text_alone_that_names_no_area_is_told_since_it_may_be_data(cleaned: Clean) -> None:
    one = cleaned("village_ID | village_name\n92010101 | บ้านหนึ่ง\n | บ้านสอง")
    assert one.rows["header"] == 2
    assert told(one) == [(3, "lone_text", "บ้านสอง")]


def test_groups_inside_groups(cleaned: Clean) -> None:
    one = cleaned("""
        ช่องทาง | ต.ค. 64 | พ.ย. 64
        จังหวัดตรัง
        อำเภอเมือง
        ส่งออก | 1 | 2
        ตำบลบางรัก
        ส่งออก | 3 | 4
        อำเภอกันตัง
        ส่งออก | 5 | 6
        จังหวัดตราด
        ส่งออก | 7 | 8
        """)
    assert codes(one) == ["9201", "920109", "9202", "23"]


def test_merged_districts_reach_over_their_rows(cleaned: Clean) -> None:
    one = cleaned(
        """
        จังหวัด | อำเภอ | เดือน | ยอดขาย
        ตรัง | กันตัง | ต.ค. 64 | 1
        | | พ.ย. 64 | 2
        | สิเกา | ต.ค. 64 | 3
        | | พ.ย. 64 | 4
        """,
        merged=((1, 0, 4, 0), (1, 1, 2, 1), (3, 1, 4, 1)),
    )
    assert codes(one) == ["9202", "9202", "9205", "9205"]
    assert [p["rule"] for p in one.problems] == ["area_filled_down"]


def test_a_block_whose_first_row_alone_is_named_reads_down_and_says_so(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัด | อำเภอ | เดือน | ยอดขาย
        ตรัง | กันตัง | ต.ค. 64 | 1
        | | พ.ย. 64 | 2
        """)
    assert codes(one) == ["9202", "9202"]
    assert told(one) == [(None, "area_filled_down", "2 แถว")]


def test_a_block_ends_at_a_total(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัด | อำเภอ | เดือน | ยอดขาย
        ตรัง | กันตัง | ต.ค. 64 | 1
        รวม | | | 1
        | | พ.ย. 64 | 2
        """)
    assert codes(one) == ["9202"]
    assert told(one) == [(4, "no_area", None)]
    assert one.set_aside == {4}


def test_a_province_beside_no_district_is_a_row_of_its_own(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | อำเภอ | ต.ค. 64 | พ.ย. 64\nตรัง | กันตัง | 1 | 2\nตรัง | | 5 | 6\nตราด | | 7 | 8")
    assert codes(one) == ["9202", "92", "23"]
    assert one.problems == []


def test_a_figure_alone_takes_no_name_from_above(cleaned: Clean) -> None:
    one = cleaned("จังหวัด | อำเภอ | ยอดขาย (บาท) | หมายเหตุ\nตรัง | กันตัง | 1 |\n | | 2 | ก\n | สิเกา | 3 |\n | | 4 | ข")
    assert codes(one) == ["9202", "9205"]
    assert told(one, "no_area") == [(3, "no_area", None), (5, "no_area", None)]


def test_months_and_channels_read_down_too(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        เดือน | ช่องทาง | ยอดขาย
        ต.ค. 64 | ส่งออก | 1
        | ออนไลน์ | 2
        พ.ย. 64 | ส่งออก | 3
        """)
    assert list(one.records["month"].dt.month) == [10, 10, 11]


def test_area_of_a_sheet_s_or_file_s_name_is_told(cleaned: Clean) -> None:
    one = cleaned("เดือน | ยอดขาย\nต.ค. 64 | 1", name="อ.กันตัง", file="รายงาน.xlsx")
    assert codes(one) == ["9202"]
    assert told(one) == [(None, "context_assumed", "อำเภอกันตัง")]
    assert one.problems[0]["message"] == "ใช้พื้นที่จากชื่อแผ่นงาน (อำเภอกันตัง) เพราะในตารางไม่ได้ระบุ"
    one = cleaned("เดือน | ยอดขาย\nต.ค. 64 | 1", file="จังหวัดตรัง/เดือนแรก.csv")
    assert codes(one) == ["92"]
    assert "จากชื่อไฟล์ (จังหวัดตรัง)" in str(one.problems[0]["message"])


def test_a_national_table_that_names_no_area_is_the_nation_s(cleaned: Clean) -> None:
    one = cleaned("เดือน | อาหาร | เครื่องดื่ม\nต.ค. 64 | 1 | 2")
    assert codes(one) == ["national"]
    assert set(one.records["area_level"]) == {"national"}
    assert [(p["rule"], p["severity"]) for p in one.problems] == [("national_assumed", "info")]


def test_a_row_without_area_among_areas_is_not_the_nation_s(cleaned: Clean) -> None:
    one = cleaned("ยอดขาย | เดือน | จังหวัด\n1 | ต.ค. 64 | ตรัง\nรวม | |\n2 | ต.ค. 64 |")
    assert codes(one) == ["92"]
    assert told(one) == [(3, "lone_text", "รวม"), (4, "no_area", None)]


def test_a_table_of_things_never_is_the_nation_s(cleaned: Clean) -> None:
    one = cleaned("รหัสผู้ผลิต | ประเภทผู้ผลิต | สถานะ\n80010000123 | กลุ่ม | ปกติ")
    assert one.records.empty
    assert told(one) == [(2, "no_area", None)]


@pytest.mark.parametrize(
    ("area_id", "level", "municipal"),
    [
        ("92", "province", None),
        ("9202", "district", None),
        ("920201", "subdistrict", False),
        ("920251", "subdistrict", True),
        ("9202010101", "village", False),
        ("92025101", "village", True),
        ("920201A001", "village", False),
    ],
)
def test_ids_of_the_source(cleaned: Clean, area_id: str, level: str, municipal: bool | None) -> None:
    heading = {2: "province_ID", 4: "amphur_ID", 6: "tumbol_ID", 8: "village_ID", 10: "village_ID"}[len(area_id)]
    one = cleaned(f"{heading} | household.CNT | HOUSEMEMBER_CNT | MOF_REG_CNT\n{area_id} | 1 | 2 | 3")
    (row,) = one.records.to_dict("records")
    assert (row["area_level"], row["area_id"]) == (level, area_id)
    assert row[f"{level}_code"] == area_id[:8]
    assert row["province_code"] == "92"
    assert row["is_municipality"] == municipal if municipal is not None else pd.isna(row["is_municipality"])


@pytest.mark.parametrize("area_id", ["?????", "9202", "929999", "9202011", "99020101", "920201ก1"])
def test_damaged_ids_are_set_aside(cleaned: Clean, area_id: str) -> None:
    one = cleaned(f"village_ID | village_name\n92020101 | บ้านก\n{area_id} | บ้านข")
    assert codes(one) == ["92020101"]
    assert told(one) == [(3, "unknown_area", area_id)]


def test_a_village_is_its_number_in_a_known_tambon(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง ปีงบประมาณ 2565
        เลขรหัสประจำบ้าน | อำเภอ | ตำบล | หมู่ที่
        1 | กันตัง | บ่อน้ำร้อน | 3
        2 | กันตัง | บ่อน้ำร้อน | ๔
        3 | กันตัง | บ่อน้ำร้อน |
        4 | กันตัง | | 5
        """)
    assert codes(one) == ["92021003", "92021004", "920210", "92021005"]


# -- conventions of handbook 11.1 and 11.6 -------------------------------------------------------------------------

BUDGET = "ปีงบประมาณ 2565 จังหวัดตรัง\nหน่วยงาน | โครงการ | งบประมาณที่ได้รับ | เบิกจ่าย\n"


@pytest.mark.parametrize("office", ["จังหวัด", "สพจ.", "สพจ.ตรัง", "สนจ.", "สำนักงานพัฒนาชุมชนจังหวัดตรัง", "จังหวัดตรัง"])
def test_the_province_office_is_a_unit_beside_the_districts(cleaned: Clean, office: str) -> None:
    one = cleaned(f"{BUDGET}{office} | ก | 100 | 50\nกันตัง | ก | 10 | 5\nรวม | | 110 | 55")
    assert codes(one) == ["92", "9202"]
    assert one.problems == []
    assert {c["difference"] for c in one.controls} == {0.0}


def test_the_office_of_another_province_is_no_unit_of_this_one(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}สพจ.กระบี่ | ก | 100 | 50\nกันตัง | ก | 10 | 5")
    assert codes(one) == ["9202"]
    assert told(one) == [(3, "unknown_area", "สพจ.กระบี่")]


def test_the_province_office_is_not_compared_with_the_sum_of_its_districts(built: Callable[..., Built]) -> None:
    districts = ("เมือง", "กันตัง", "ย่านตาขาว", "ปะเหลียน", "สิเกา", "ห้วยยอด", "วังวิเศษ", "นาโยง", "รัษฎา", "หาดสำราญ")
    rows = "".join(f"{name} | ก | 10 | 5\n" for name in districts)
    one = built({"งบ.csv": f"{BUDGET}จังหวัด | ก | 100 | 50\n{rows}"})
    assert len(one.table("budgets")) == 11
    assert one.control("ยอดจังหวัด").empty


def test_a_province_row_among_districts_may_be_a_total_or_a_unit_and_is_not_guessed(cleaned: Clean) -> None:
    one = cleaned("จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nจังหวัด | 100 | 50\nกันตัง | 10 | 5")
    assert codes(one) == ["9202"]
    assert told(one) == [(3, "province_row", "จังหวัด")]
    assert (set(one.set_aside), one.baht_set_aside) == ({3}, 150.0)


@pytest.mark.parametrize("body", ["เทศบาลเมืองกันตัง", "ทม.กันตัง", "ทต.ห้วยยอด", "เทศบาลนครตรัง", "ทน. ตรัง", "อบต.บางเป้า"])
def test_a_municipality_is_never_the_district_of_its_name(cleaned: Clean, body: str) -> None:
    one = cleaned(f"จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nกันตัง | 1 | 2\n{body} | 10 | 20")
    assert codes(one) == ["9202"]
    assert told(one) == [(4, "local_body", body)]
    assert one.baht_set_aside == 30


def test_a_municipality_told_by_its_code_stands_with_the_subdistricts_and_its_villages_with_their_number(
    cleaned: Clean,
) -> None:
    one = cleaned("จังหวัดตรัง\nอำเภอ | ตำบล | หมู่ที่ | ต.ค. 64 | พ.ย. 64\nกันตัง | 920295 | 3 | 1 | 2\n920295 | | | 4 | 5")
    assert codes(one) == ["92029503", "920295"]
    assert one.problems == []


@pytest.mark.parametrize("name", ["กันตัง*", "กันตัง **", "กันตัง 1/", "กันตัง2/", "กันตัง¹", "*กันตัง"])
def test_a_footnote_mark_is_no_part_of_a_name(cleaned: Clean, name: str) -> None:
    one = cleaned(f"จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\n{name} | 1 | 2")
    assert codes(one) == ["9202"]


def test_a_block_ended_by_its_total_lends_its_name_no_further(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        อำเภอ | ประเภท | ต.ค. 64 | พ.ย. 64
        กันตัง | อาหาร | 1 | 2
        | เครื่องดื่ม | 1 | 2
        รวมกันตัง | | 2 | 4
        | อาหาร | 5 | 6
        """)
    assert codes(one) == ["9202", "9202"]
    assert told(one, "no_area") == [(6, "no_area", None)]
    assert one.baht_set_aside == 11


def test_a_whole_address_in_one_cell_is_a_village(cleaned: Clean) -> None:
    one = cleaned("ตำบล | เดือน | ยอดขาย\nหมู่ 3 บ้านหนองยวน ต.บางเป้า อ.กันตัง จ.ตรัง | ต.ค. 64 | 1")
    assert codes(one) == ["92020403"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("บ้านม่วง", "4710"), ("บ้านนาสาร", "8412"), ("กิ่ง อ.หาดสำราญ", "9210"), ("เขตดุสิต", "1002"), ("อ.เมือง จ.ตรัง", "9201")],
)
def test_words_before_a_name_go_and_those_within_it_stay(cleaned: Clean, name: str, code: str) -> None:
    assert codes(cleaned(f"อำเภอ | เดือน | ยอดขาย\n{name} | ต.ค. 64 | 1")) == [code]


@pytest.mark.parametrize(
    "name",
    [
        "นบพิตํา",
        "นบพิต า",
        "นบพิตา",
        "นบพิตำำ",
        "นบพตำ",
        "นบ พิตำ",
        "นบพิตำ\u200b",
        "\ufeffนบพิตำ",
        "นบพิตํ า",
        "นบพติ ำ",
        "๑. นบพิตำ",
    ],
)
def test_a_damaged_name_is_read_inside_its_province(cleaned: Clean, name: str) -> None:
    assert codes(cleaned(f"จังหวัดนครศรีธรรมราช\nอำเภอ | เดือน | ยอดขาย\n{name} | ต.ค. 64 | 1")) == ["8021"]


def test_an_address_under_a_heading_of_its_own_is_the_row_s_area(cleaned: Clean) -> None:
    address = "หมู่ 3 บ้านหนองยวน ต.บางเป้า อ.กันตัง จ.ตรัง"
    one = cleaned(
        f"ที่ตั้ง | เดือน | ยอดขาย\n{address} | ต.ค. 64 | 1\nต.นาโยงเหนือ อ.นาโยง จ.ตรัง | ต.ค. 64 | 2\nไม่ทราบ | ต.ค. 64 | 4"
    )
    assert codes(one) == ["92020403", "920801"]
    assert told(one, "no_area", "national_assumed") == [(4, "no_area", None)]


def test_an_address_adds_to_the_columns_and_never_contradicts_them(cleaned: Clean) -> None:
    rows = "กันตัง | ต.บางเป้า อ.กันตัง | ต.ค. 64 | 1\nสิเกา | ต.บางเป้า อ.กันตัง | ต.ค. 64 | 2"
    one = cleaned(f"จังหวัดตรัง\nอำเภอ | ที่ตั้ง | เดือน | ยอดขาย\n{rows}")
    assert codes(one) == ["920204", "9205"]


def test_a_sheet_with_an_unknown_heading_of_areas_is_not_the_whole_country(cleaned: Clean) -> None:
    one = cleaned("หมู่บ้าน | เดือน | ยอดขาย\nบ้านหนองยวน | ต.ค. 64 | 1")
    assert one.records.empty
    assert told(one, "no_area", "national_assumed") == [(2, "no_area", None)]


def test_a_village_code_says_the_areas_above_it(cleaned: Clean) -> None:
    one = cleaned("รายชื่อหมู่บ้าน จังหวัดตรัง\nรหัสหมู่บ้าน | ชื่อหมู่บ้าน\n92020201 | บ้านสมมติ\n92030302 | บ้านตัวอย่าง")
    assert list(one.records["district_code"]) == ["9202", "9203"]
    assert list(one.records["subdistrict_code"]) == ["920202", "920303"]
