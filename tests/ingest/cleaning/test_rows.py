"""Which rows are data; no row is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.cleaning.rows import BLANK, DATA, GROUP, HEADER, NOTE, TITLE, TOTAL, classify
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition.recognise import recognise

Typed = Callable[..., Sheet]
Clean = Callable[..., Cleaned]


def kinds_of(sheet: Sheet) -> list[str]:
    (region,) = recognise(sheet)
    values = [c for c, m in enumerate(region.meanings) if m.column == "sales_baht"]
    has_number = (
        (sheet.cells[:, values] != "")
        & [[any(map(str.isdigit, str(v))) for v in row] for row in sheet.cells[:, values]]
    ).any(axis=1)
    return list(classify(region, has_number, values))


def test_a_whole_sheet(sheet: Typed) -> None:
    kinds = kinds_of(
        sheet("""
        ยอดจำหน่าย OTOP จังหวัดตรัง
        |
        ที่ | อำเภอ | ต.ค. 64 | พ.ย. 64
        (1) | (2) | (3) | (4)
        อำเภอโซนชายฝั่ง
        1 | กันตัง | 1 | 2
        2 | สิเกา | - |
        รวมโซนชายฝั่ง
        | รวม | 1 | 2
        ที่ | อำเภอ | ต.ค. 64 | พ.ย. 64
        3 | ห้วยยอด | 3 | 4
        | รวมทั้งสิ้น | 4 | 6
        |
        หมายเหตุ สิเกายังไม่รายงาน
        ที่มา : สำนักงานพัฒนาชุมชนจังหวัด
        ลงชื่อ ...............
        (พัฒนาการจังหวัดตรัง)
        """)
    )
    assert kinds[:5] == [TITLE, BLANK, HEADER, HEADER, GROUP]
    assert kinds[5:12] == [DATA, DATA, GROUP, TOTAL, HEADER, DATA, TOTAL]
    assert kinds[12:] == [BLANK, NOTE, NOTE, NOTE, GROUP]


@pytest.mark.parametrize(
    "label",
    [
        "รวม",
        "รวมทั้งสิ้น",
        "ยอดรวม",
        "รวมทั้งหมด",
        "รวมตามขอบเขตที่เลือก",
        "รวม อ.กันตัง",
        "รวมไตรมาสที่ 1",
        "ยอดยกมา",
        "เฉลี่ย",
        "ค่าเฉลี่ย",
        "ร้อยละ",
        "คิดเป็นร้อยละ",
        "รวม 3 เดือน",
        "รวม ต.ค. 64",
        "รวมตุลาคม",
        "รวม ก.ย.",
        "Total",
        "ภาพรวม",
        "รวม :",
    ],
)
def test_words_of_a_total(sheet: Typed, label: str) -> None:
    assert kinds_of(sheet(f"จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2\n{label} | 1 | 2"))[-1] == TOTAL


@pytest.mark.parametrize("name", ["รวมไทยพัฒนา", "รวมมิตร", "รวมพคุณ"])
def test_a_name_that_begins_like_a_total_is_data(sheet: Typed, name: str) -> None:
    assert kinds_of(sheet(f"จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2\n{name} | 1 | 2"))[-1] == DATA


def test_a_row_with_a_figure_is_data_even_where_its_label_looks_like_a_note(sheet: Typed) -> None:
    assert kinds_of(sheet("จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 1 | 2\nที่มา | 1 | "))[-1] == DATA


def test_a_district_without_figures_is_data_because_it_has_not_reported(cleaned: Callable[..., Cleaned]) -> None:
    one = cleaned("จังหวัด | อำเภอ | ต.ค. 64 | พ.ย. 64\nตรัง | กันตัง | 1 | 2\nตรัง | สิเกา | |")
    assert one.rows == {DATA: 2, HEADER: 1}
    assert one.set_aside == {3}
    assert [(p["rule"], p["source_row"]) for p in one.problems] == [("no_value", 3)]
    assert list(one.records["district_code"].unique()) == ["9202"]


def test_numbers_of_columns_are_no_data(sheet: Typed) -> None:
    assert kinds_of(sheet("จังหวัด | ต.ค. 64 | พ.ย. 64\n1 | 2 | 3\nตรัง | 1 | 2")) == [HEADER, HEADER, DATA]
    assert kinds_of(sheet("จังหวัด | ต.ค. 64 | พ.ย. 64\nก | (1) | (2)\nตรัง | 1 | 2")) == [HEADER, HEADER, DATA]


# -- conventions of handbook 11.1 ----------------------------------------------------------------------------------


def test_every_spelling_of_a_total_and_of_a_signature_is_set_apart(cleaned: Clean) -> None:
    one = cleaned("""
        ปีงบประมาณ 2565 จังหวัดตรัง
        ลำดับ | อำเภอ | ต.ค. 64 | พ.ย. 64
        ภาพรวม | | 3 | 7
        1 | กันตัง | 1 | 3
        2 | สิเกา | 2 | 4
        | รวมตามขอบเขตที่เลือก | 3 | 7
        | ยอดยกมา | 9 | 9
        | เฉลี่ย | 1.5 | 3.5
        | รวมกันตัง | 1 | 3
        (ลงชื่อ)…………………………ผู้รายงาน | | |
        (......................) | | |
        | | ตำแหน่ง พัฒนาการจังหวัด |
        | | วันที่......เดือน...... |
        1/ ไม่รวมออนไลน์ | | |
        """)
    assert (one.rows["data"], one.rows["total"], one.rows["note"]) == (2, 5, 5)
    assert one.records["sales_baht"].sum() == 10
    assert [p["rule"] for p in one.problems if p["rule"] != "control"] == []


def test_a_total_above_its_parts_is_compared_with_the_rows_below(cleaned: Clean) -> None:
    one = cleaned("""
        จังหวัดตรัง
        ประเภท | อำเภอ | ต.ค. 64 | พ.ย. 64
        รวมทั้งสิ้น | | 10 | 20
        รวมอาหาร | | 3 | 7
        อาหาร | กันตัง | 1 | 3
        อาหาร | สิเกา | 2 | 4
        รวมเครื่องดื่ม | | 7 | 14
        เครื่องดื่ม | กันตัง | 7 | 13
        """)
    assert [(c["stated"], c["computed"]) for c in one.controls] == [
        (10, 10),
        (20, 20),
        (3, 3),
        (7, 7),
        (7, 7),
        (14, 13),
    ]


def test_a_place_whose_name_begins_like_a_total_is_a_place(cleaned: Clean) -> None:
    one = cleaned("จังหวัดตาก\nตำบล | ต.ค. 64 | พ.ย. 64\nรวมไทยพัฒนา | 1 | 2\nรวม | 1 | 2")
    assert one.rows["data"] == 1
    assert set(one.records["subdistrict_code"]) == {"630705"}


def test_who_signs_is_no_reason_to_leave_out_a_row_of_a_register(cleaned: Clean) -> None:
    one = cleaned("""
        ปีงบประมาณ 2565 จังหวัดตรัง
        ตำแหน่ง | หน่วยงาน | ชื่อเจ้าหน้าที่ | ประเด็นงาน | บทบาท
        พัฒนาการอำเภอ | กันตัง | ก ข | OTOP | หลัก
        """)
    assert (one.rows["data"], one.rows["note"]) == (1, 0)


def test_figures_jotted_under_a_table_do_not_become_the_province_s(cleaned: Clean) -> None:
    one = cleaned(
        """
        จังหวัดตรัง
        อำเภอ | ต.ค. 64 | พ.ย. 64 |
        กันตัง | 1 | 3 | เงินยืม 9300
        |
        | | 9300 |
        โอน 12 ม.ค. 65 | 500 | |
        """,
        name="แผ่น1",
    )
    assert one.records["sales_baht"].sum() == 4
    assert (set(one.set_aside), one.baht_set_aside) == ({5, 6}, 9800.0)
    assert sorted((p["source_row"], p["rule"]) for p in one.problems) == [
        (3, "scratch_cell"),
        (5, "no_area"),
        (6, "unknown_area"),
    ]
