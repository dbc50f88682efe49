"""What shows only across sheets and files is told; rows stay under their own year, with their own value."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest

from tests.ingest.conftest import Built, rows_of

Build = Callable[..., Built]
DISTRICTS = ("กันตัง", "สิเกา", "ห้วยยอด", "ปะเหลียน")


def book(sheets: dict[str, str]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, text in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows_of(text):
            sheet.append(row)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def budget(year: int, baht: float) -> str:
    rows = "\n".join(f"{name} | ก | {baht * n} | {baht}" for n, name in enumerate(DISTRICTS, 2))
    return f"ปีงบประมาณ {year} จังหวัดตรัง\nหน่วยงาน | โครงการ | งบประมาณที่ได้รับ | เบิกจ่าย\n{rows}"


def sales(month: str, baht: float, unit: str = "บาท") -> str:
    rows = "\n".join(f"{name} | {month} | {baht * n}" for n, name in enumerate(DISTRICTS, 1))
    return f"จังหวัดตรัง หน่วย : {unit}\nอำเภอ | เดือน | ยอดขาย\n{rows}"


def told(one: Built, rule: str) -> list[tuple[object, object, object, object]]:
    found = one.data.problems().query("rule == @rule").sort_values(["source_file", "source_sheet", "column"])
    return [tuple(row) for row in found[["source_file", "source_sheet", "value", "severity"]].to_numpy().tolist()]


def test_a_sheet_of_another_year_stands_under_its_own_year_and_is_told(built: Build) -> None:
    one = built({"งบ.xlsx": book({"a": budget(2565, 100), "b": budget(2565, 50), "c": budget(2564, 70)})})
    assert told(one, "other_year") == [("งบ.xlsx", "c", "2564", "check")]
    sums = one.table("budgets").groupby("fiscal_year")["disbursed_baht"].sum()
    assert sums[2564] == 280


@pytest.mark.parametrize("sheets", [(2563, 2564, 2565), (2565, 2565, 2564, 2564), (2565, 2564)])
def test_a_workbook_of_several_years_has_no_odd_one(built: Build, sheets: tuple[int, ...]) -> None:
    one = built({"งบ.xlsx": book({str(n): budget(year, 10 + n) for n, year in enumerate(sheets)})})
    assert told(one, "other_year") == []


def test_the_same_record_on_two_sheets_counts_once_and_the_repetition_is_told(built: Build) -> None:
    one = built({"งบ.xlsx": book({"แรก": budget(2565, 100), "ซ้ำ": budget(2565, 100)})})
    assert one.table("budgets")["disbursed_baht"].sum() == 400
    assert [(value, severity) for *_, value, severity in told(one, "repeated_rows")] == [("4", "info")]


@pytest.mark.parametrize(("slip", "shown"), [(1_000, "250,000.00"), (1_000_000, "250,000,000.00")])
def test_a_month_whose_money_is_a_power_of_ten_away_is_told_with_both(built: Build, slip: int, shown: str) -> None:
    months = {"a.csv": sales("ต.ค. 64", 100), "b.csv": sales("พ.ย. 64", 120), "c.csv": sales("ธ.ค. 64", 100 * slip)}
    one = built(months)
    assert told(one, "scale_slip") == [("c.csv", "", shown, "check")]
    message = one.data.problems().query("rule == 'scale_slip'")["message"].iloc[0]
    assert "แหล่งอื่นของพื้นที่เดียวกันคือ 270.00" in message
    found = one.table("otop_sales")
    assert found.loc[found["month"] == pd.Timestamp(2021, 12, 1), "sales_baht"].sum() == 1000 * slip


def test_of_two_months_a_thousand_apart_either_may_be_the_slip(built: Build) -> None:
    one = built({"a.csv": sales("ต.ค. 64", 100), "b.csv": sales("พ.ย. 64", 0.1)})
    assert [(file, value) for file, _, value, _ in told(one, "scale_slip")] == [("a.csv", "250.00"), ("b.csv", "0.25")]


@pytest.mark.parametrize("other", [sales("พ.ย. 64", 0.1, "พันบาท"), sales("พ.ย. 64", 1_000), sales("พ.ย. 64", 9_000)])
def test_a_unit_that_is_said_and_a_month_that_is_merely_large_are_no_slip(built: Build, other: str) -> None:
    one = built({"a.csv": sales("ต.ค. 64", 100), "b.csv": other})
    assert told(one, "scale_slip") == []


def test_a_few_large_rows_are_no_slip_of_the_sheet(built: Build) -> None:
    second = sales("พ.ย. 64", 100).replace("| 100\n", "| 100000\n")
    one = built({"a.csv": sales("ต.ค. 64", 100), "b.csv": second})
    assert told(one, "scale_slip") == []


def test_rows_that_their_sheet_does_not_tell_apart_are_no_repetition(built: Build) -> None:
    """Two loans of a village without their contract are two loans, on one sheet or on two."""
    loans = "จังหวัดตรัง ข้อมูล ณ วันที่ 30 กันยายน 2565\nอำเภอ | ตำบล | หมู่ที่ | เงินยืม (บาท) | เงินคงค้าง (บาท)"
    sheet = f"{loans}\nกันตัง | บางเป้า | 3 | 500 | 100\nกันตัง | บางเป้า | 3 | 500 | 100"
    one = built({"a.csv": sheet, "b.csv": sheet})
    (name,) = one.report.tables
    assert len(one.table(name)) == 4
