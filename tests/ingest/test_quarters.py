"""Quarters of one project that overlap, and years that disagree with the months beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdd_analysis.ingest.clean import Cleaned
from cdd_analysis.ingest.quarters import quarters

HEAD = "ปีงบประมาณ 2565 จังหวัดตรัง\nอำเภอ | ไตรมาส | โครงการ | จัดสรร | เบิกจ่าย\n"


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("ไตร1-2", {1, 2}),
        ("ไตร 3 - 4", {3, 4}),
        ("ไตรมาสที่ 2 (1 ม.ค. 66 - 31 มี.ค. 66)", {2}),
        ("ไตรมาส ๔", {4}),
        ("รอบที่ 1", set()),
        ("ไตรมาสที่ 25", set()),
    ],
)
def test_a_label_names_its_quarters(label: str, named: set[int]) -> None:
    assert quarters(label) == named


def test_quarters_that_overlap_are_kept_and_told(cleaned: Callable[..., Cleaned]) -> None:
    one = cleaned(f"{HEAD}กันตัง | ไตร3-4 | ก | 100 | 50\nกันตัง | ไตร4 | ก | 100 | 20\nสิเกา | ไตร4 | ก | 9 | 9")
    told = [p for p in one.problems if p["rule"] == "overlapping_quarters"]
    assert [(p["source_row"], p["value"], p["severity"]) for p in told] == [(3, "ไตร3-4 กับ ไตร4", "check")]
    assert len(one.records) == 3


def test_quarters_beside_each_other_are_not_told(cleaned: Callable[..., Cleaned]) -> None:
    one = cleaned(f"{HEAD}กันตัง | ไตร1-2 | ก | 100 | 50\nกันตัง | ไตร3-4 | ก | 100 | 20\nกันตัง | ไตร4 | ข | 9 | 9")
    assert "overlapping_quarters" not in {p["rule"] for p in one.problems}


def test_a_month_with_its_year_is_surer_than_the_column_of_years(cleaned: Callable[..., Cleaned]) -> None:
    one = cleaned("จังหวัดตรัง\nปีงบ | อำเภอ | เดือน | ยอดขาย\n2564 | กันตัง | ตุลาคม 2564 | 100\n2565 | สิเกา | ม.ค. 2565 | 5")
    assert list(one.records["fiscal_year"]) == [2565, 2565]
    (told,) = [p for p in one.problems if p["rule"] == "month_outside_year"]
    assert (told["severity"], told["value"]) == ("check", "ต.ค. 2564 ที่ระบุปี 2564")
