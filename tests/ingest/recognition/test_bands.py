"""Several tables on one sheet: side by side, in halves, one below the other; each row of each accounted for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cdd_analysis.ingest.cleaning.clean import clean_region
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition.bands import bands
from cdd_analysis.ingest.recognition.recognise import recognise

Typed = Callable[..., Sheet]
SIDE_BY_SIDE = """รายงาน ปีงบประมาณ 2565 จังหวัดนครศรีธรรมราช
|
อำเภอ|ต.ค. 64|พ.ย. 64||อำเภอ|เดือน|จำนวนผู้เข้าใช้
ลานสกา|1|2||ฉวาง|ต.ค. 64|50
ฉวาง|3|4||ลานสกา|ต.ค. 64|60
รวม|4|6||||"""


def test_tables_side_by_side_are_read_apart_and_share_the_titles(sheet: Typed) -> None:
    sales, usage = (clean_region(one) for one in recognise(sheet(SIDE_BY_SIDE)))
    assert (sales.region.table.name, usage.region.table.name) == ("otop_sales", "click_usage")
    assert sales.records["sales_baht"].sum() == 10
    assert usage.records.set_index("district_code")["users"].to_dict() == {"8004": 50, "8003": 60}
    assert set(usage.records["fiscal_year"]) == {2565}
    assert [one.problems for one in (sales, usage)] == [[], []]


def test_each_of_them_accounts_for_every_row(sheet: Typed) -> None:
    for region in recognise(sheet(SIDE_BY_SIDE)):
        found = clean_region(region)
        assert (region.first, region.last, found.rows.total()) == (0, 6, 6)


def test_a_title_over_one_of_them_is_of_that_one_alone(sheet: Typed) -> None:
    first, second = recognise(
        sheet(
            """ปีงบประมาณ 2565 จังหวัดสงขลา
            อำเภอเทพา||||อำเภอหาดใหญ่||
            เดือน|ยอดจำหน่าย|ผู้ประกอบการที่รายงาน||เดือน|ยอดจำหน่าย|ผู้ประกอบการที่รายงาน
            ต.ค.|1|1||ต.ค.|5|2"""
        )
    )
    assert [clean_region(one).records["district_code"].tolist() for one in (first, second)] == [["9005"], ["9011"]]


def test_a_table_printed_in_two_halves_is_whole(sheet: Typed) -> None:
    regions = recognise(
        sheet(
            """ยอดจำหน่าย OTOP ปีงบประมาณ 2565 จังหวัดนครศรีธรรมราช
            ที่|อำเภอ|ต.ค. 64|ที่|อำเภอ|ต.ค. 64
            1|ลานสกา|1|3|พิปูน|5
            2|ฉวาง|2|4|ทุ่งสง|6"""
        )
    )
    rows = [
        row for one in regions for row in clean_region(one).records[["district_code", "sales_baht"]].to_numpy().tolist()
    ]
    assert rows == [["8003", 1], ["8004", 2], ["8005", 5], ["8009", 6]]


def test_scratch_beside_a_table_is_no_table_and_no_figure(sheet: Typed) -> None:
    (region,) = recognise(
        sheet(
            """ยอดจำหน่าย OTOP ปีงบประมาณ 2565 จังหวัดนครศรีธรรมราช
            อำเภอ|ต.ค. 64|พ.ย. 64||เงินยืม 9300|โอน 12 ม.ค.
            ลานสกา|1|2||9,300|
            ฉวาง|3|4|||""",
            name="แผ่น 1",
        )
    )
    found = clean_region(region)
    assert found.records["sales_baht"].sum() == 10
    assert {one["value"] for one in found.problems} == {"เงินยืม 9300", "โอน 12 ม.ค."}


def test_tables_of_two_kinds_stand_below_each_other(sheet: Typed) -> None:
    first, second = recognise(
        sheet(
            """ปีงบประมาณ 2565 จังหวัดนครศรีธรรมราช
            อำเภอ|ต.ค. 64|พ.ย. 64
            ลานสกา|1|2
            |
            ตารางที่ 2 กข.คจ.
            ชื่ออำเภอ|ครัวเรือนเป้าหมาย|ยอดเงินคงค้าง (บาท)|เงินในมือ (บาท)
            ลานสกา|30|100|200"""
        )
    )
    assert (first.table.name, second.table.name) == ("otop_sales", "kkj_areas")
    assert (first.last, second.first) == (4, 4) or first.last == second.first


def test_a_table_of_two_columns_below_another_is_found(sheet: Typed) -> None:
    first, second = recognise(
        sheet(
            """ปีงบประมาณ 2565 จังหวัดนครศรีธรรมราช
            ชื่ออำเภอ|ครัวเรือนเป้าหมาย|ยอดเงินคงค้าง (บาท)
            ลานสกา|30|100
            |
            ยอดจำหน่าย OTOP
            อำเภอ|ยอดจำหน่าย (บาท)
            ลานสกา|500"""
        )
    )
    assert (first.table.name, second.table.name) == ("kkj_areas", "otop_sales")
    assert clean_region(second).records["sales_baht"].tolist() == [500]


def test_a_heading_may_stand_far_down(sheet: Typed) -> None:
    notes = "\n".join(f"บันทึกข้อความ บรรทัดที่ {n}" for n in range(25))
    (region,) = recognise(sheet(f"{notes}\nจังหวัด|ตุลาคม 2566|พฤศจิกายน 2566\nสงขลา|1|2"))
    assert region.heading == (25, 25)


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (["อำเภอ", "ก", "ข"], []),
        (["อำเภอ", "ก", "", "อำเภอ", "ข"], [(0, 2), (3, 5)]),
        (["", "อำเภอ", "ก", "", "", "อำเภอ", "ข"], [(1, 3), (5, 7)]),
        (["อำเภอ", "ก", "", "ข"], [(0, 2)]),
        (["อำเภอ", "ก", "อำเภอ", "ก"], [(0, 2), (2, 4)]),
        (["ก", "ก"], []),
    ],
)
def test_blank_columns_and_repeated_headings_part_a_sheet(heading: list[str], found: list[tuple[int, int]]) -> None:
    cells = np.array([heading, ["1" if text else "" for text in heading]], dtype=object)
    assert bands(Sheet("f", "", cells), (0, 0), [(text,) if text else () for text in heading]) == found
