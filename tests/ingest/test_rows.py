"""Which rows are data; no row is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdd_analysis.ingest.clean import Cleaned
from cdd_analysis.ingest.recognise import recognise
from cdd_analysis.ingest.rows import BLANK, DATA, GROUP, HEADER, NOTE, TITLE, TOTAL, classify
from cdd_analysis.ingest.sheets import Sheet

Typed = Callable[..., Sheet]


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
