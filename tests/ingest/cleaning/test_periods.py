"""Quarters that overlap and running sums beside months: nothing is added twice, nothing is decided without proof."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.cleaning.periods import proven, span

Clean = Callable[..., Cleaned]
BUDGET = "ปีงบประมาณ 2565 จังหวัดตรัง\nหน่วยงาน | โครงการ | ไตรมาส | งบประมาณที่ได้รับ | เบิกจ่าย\n"


def told(one: Cleaned) -> list[tuple[object, object, object]]:
    return [(p["rule"], p["severity"], p["column"]) for p in one.problems]


def budget(*rows: tuple[str, dict[str, int]]) -> str:
    return BUDGET + "\n".join(f"{unit} | ก | {label} | | {baht}" for unit, own in rows for label, baht in own.items())


@pytest.mark.parametrize(
    ("label", "quarters"),
    [
        ("ไตร1-2", (1, 2)),
        ("ไตร4", (4, 4)),
        ("ไตรมาสที่ ๓", (3, 3)),
        ("ไตรมาส 1 ถึง 3", (1, 3)),
        ("Q2", (2, 2)),
        ("รอบ 6 เดือนแรก", (1, 2)),
        ("รอบ 6 เดือน", (1, 2)),
        ("6 เดือนหลัง", (3, 4)),
        ("รอบที่ 2", (3, 4)),
        ("ครึ่งปีแรก", (1, 2)),
        ("รอบ 9 เดือน", (1, 3)),
        ("ไตร4-3", None),
        ("งวดแรก", None),
    ],
)
def test_a_label_covers_quarters(label: str, quarters: tuple[int, int] | None) -> None:
    assert span(label) == quarters


def test_labels_that_overlap_are_kept_apart_and_told_with_both_readings(cleaned: Clean) -> None:
    one = cleaned(budget(("กันตัง", {"ไตร1-2": 50, "ไตร3-4": 40, "ไตร4": 30}), ("สิเกา", {"ไตร3-4": 4, "ไตร4": 3})))
    assert told(one) == [("overlapping_periods", "check", "disbursed_baht")]
    message = str(one.problems[0]["message"])
    assert "“ไตร3-4” กับ “ไตร4”" in message
    assert "44.00 ถ้าช่วงหนึ่งรวมอีกช่วงไว้แล้ว หรือ 77.00 ถ้าแยกกัน" in message
    assert dict(one.records.groupby("period")["disbursed_baht"].sum()) == {"ไตร1-2": 50, "ไตร3-4": 44, "ไตร4": 33}


def test_a_half_year_proven_to_be_the_sum_of_its_quarters_is_said_to_be(cleaned: Clean) -> None:
    rows = (("กันตัง", {"ไตร3-4": 40, "ไตร3": 10, "ไตร4": 30}), ("สิเกา", {"ไตร3-4": 7, "ไตร3": 4, "ไตร4": 3}))
    one = cleaned(budget(*rows))
    assert set(told(one)) == {("proven_periods", "info", "disbursed_baht")}
    assert "“ไตร3-4” เป็นยอดรวมของ ไตร3 + ไตร4" in str(one.problems[0]["message"])


def test_a_quarter_proven_to_be_a_running_sum_is_said_to_be(cleaned: Clean) -> None:
    rows = (("กันตัง", {"ไตร1-2": 50, "ไตร3-4": 40, "ไตร4": 90}), ("สิเกา", {"ไตร1-2": 5, "ไตร3-4": 4, "ไตร4": 9}))
    one = cleaned(budget(*rows))
    assert told(one) == [("proven_periods", "info", "disbursed_baht")]
    assert "“ไตร4” เป็นยอดสะสมของ ไตร1-2 + ไตร3-4" in str(one.problems[0]["message"])


def test_one_row_or_zeros_prove_nothing() -> None:
    spans = {"ก": (3, 4), "ข": (3, 3), "ค": (4, 4)}
    assert not proven(pd.DataFrame({"ก": [5], "ข": [2], "ค": [3]}), spans, "ก", "ค")
    assert not proven(pd.DataFrame({"ก": [0, 0], "ข": [0, 0], "ค": [0, 0]}), spans, "ก", "ค")
    assert proven(pd.DataFrame({"ก": [5, 9], "ข": [2, 4], "ค": [3, 5]}), spans, "ก", "ค")


def test_quarters_that_do_not_overlap_are_not_told_of(cleaned: Clean) -> None:
    assert told(cleaned(budget(("กันตัง", {"ไตร1-2": 50, "ไตร3": 40, "ไตร4": 30})))) == []


def test_a_running_sum_checks_the_months_beside_it(cleaned: Clean) -> None:
    one = cleaned("จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64 | ยอดสะสม\nกันตัง | 1 | 2 | 3\nสิเกา | 3 | 4 | 8")
    assert one.records["sales_baht"].sum() == 10
    assert [(c["stated"], c["computed"]) for c in one.controls] == [(3, 3), (8, 7)]
    assert [(p["rule"], p["source_row"]) for p in one.problems] == [("running_sum", None), ("control", 4)]


def test_a_running_sum_of_a_row_per_month_is_of_the_months_so_far(cleaned: Clean) -> None:
    rows = "กันตัง | ต.ค. 64 | 1 | 1\nสิเกา | ต.ค. 64 | 5 | 5\nกันตัง | พ.ย. 64 | 2 | 3\nสิเกา | พ.ย. 64 | 5 | 11"
    one = cleaned(f"จังหวัดตรัง\nอำเภอ | เดือน | ยอดขาย | ยอดขายสะสม\n{rows}")
    assert one.records["sales_baht"].sum() == 13
    assert [(c["stated"], c["computed"]) for c in one.controls] == [(1, 1), (5, 5), (3, 3), (11, 10)]


def test_a_running_sum_without_all_months_before_it_is_not_compared(cleaned: Clean) -> None:
    one = cleaned("จังหวัดตรัง\nอำเภอ | เดือน | ยอดขาย | ยอดขายสะสม\nกันตัง | พ.ย. 64 | 2 | 9\nกันตัง | ธ.ค. 64 | 1 | 10")
    assert one.controls == []
    assert [p["rule"] for p in one.problems] == ["running_sum"]


def test_which_of_several_monthly_columns_a_running_sum_is_of_is_not_guessed(cleaned: Clean) -> None:
    heading = "อำเภอ | เดือน | ผู้เข้าใช้ | คำขอรับบริการ | ยอดสะสม | คำขอรับบริการสะสม"
    one = cleaned(f"จังหวัดตรัง\n{heading}\nกันตัง | ต.ค. 64 | 9 | 2 | 9 | 2\nกันตัง | พ.ย. 64 | 9 | 2 | 18 | 5")
    assert [(c["column"], c["stated"], c["computed"]) for c in one.controls] == [("requests", 2, 2), ("requests", 5, 4)]
    assert ("unknown_column", "info", None) in told(one)
