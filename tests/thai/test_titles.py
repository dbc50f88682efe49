"""What titles say about time."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdd_analysis.thai.dates import (
    MONTHS,
    SHORT_MONTHS,
    find_as_of,
    find_fiscal_year,
    find_month,
    find_period,
    fiscal_year,
    parse_quarter,
    quarter_days,
    thai_date,
    thai_month,
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
days = st.dates(date(1990, 1, 1), date(2050, 12, 31))
JAN_12 = date(2022, 1, 12)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("ข้อมูล ณ วันที่ 12 มกราคม พ.ศ. 2565", JAN_12),
        ("ณ 12 ม.ค. 65", JAN_12),
        ("ณ วันที่ 12/01/2565", JAN_12),
        ("ข้อมูล ณ วันที่ ๑๒ มกราคม ๒๕๖๕ | ขอบเขต จังหวัดนครศรีธรรมราช", JAN_12),
        ("ข้อมูลณวันที่ 12 ม.ค. 2565 เวลา 10.00 น.", JAN_12),
        ("ข้อมูล ณ วันพุธที่ 12 มกราคม 2565", JAN_12),
        ("ข้อมูลวันที่ 12 ม.ค. 2565", JAN_12),
        ("(ข้อมูล ณ วันที่ 2565-01-12)", JAN_12),
        ("รายงาน_ณ_วันที่_12_ม.ค._65", JAN_12),
        ("As of 12 January 2022", JAN_12),
        ("ข้อมูล ณ วันที่ 12 ม.ค. 65 (ยกมา ณ 30 ก.ย. 64)", JAN_12),
        ("ณ สิ้นเดือน กุมภาพันธ์ 2563", date(2020, 2, 29)),
        # not an as-of day
        ("ประมาณ 12 ม.ค. 65", None),
        ("งบประมาณ 12 ม.ค. 65", None),
        ("ณ 30 ก.ย./ปัจจุบัน", None),
        ("ณ วันที่ 12/1/22", None),
        ("ณ วันที่ 31/2/2565", None),
        ("ณ 12 ม.ค. 65 และ ณ 13 ม.ค. 65", None),
        ("ตั้งแต่ 1 ต.ค. 64 ถึงวันที่ 31 ม.ค. 65", None),
        ("12 มกราคม 2565", None),
        ("", None),
    ],
)
def test_as_of(title: str, day: date | None) -> None:
    assert find_as_of(title) == day


@given(day=days)
@settings(max_examples=100, deadline=None)
def test_as_of_days_come_back(day: date) -> None:
    for written in (thai_date(day), thai_date(day, short=True), f"{day:%d/%m}/{day.year + 543}", f"{day:%d/%m/%Y}"):
        title = f"รายงานผล ปีงบประมาณ พ.ศ. {fiscal_year(day)}\nข้อมูล ณ วันที่ {written} | ขอบเขต จังหวัด"
        assert find_as_of(title) == find_as_of(title.translate(THAI_DIGITS)) == day
        assert find_fiscal_year(title) == fiscal_year(day)
        assert find_month(title) is None
        assert find_period(title) is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("ปีงบประมาณ พ.ศ. 2565", 2565),
        ("ปีงบ 65", 2565),
        ("ปีงบประมาณ ๒๕๖๕", 2565),
        ("ปี 2565", 2565),
        ("ประจำปีงบประมาณ พ.ศ.2565", 2565),
        ("ประจำปี พ.ศ. 2565", 2565),
        ("FY2565", 2565),
        ("ปีงบประมาณ 2022", 2565),
        ("otop_ปี2565.xlsx", 2565),
        ("ข้อมูลปี 65", 2565),
        ("ไตรมาสที่ 2/2565", 2565),
        ("ปีงบประมาณ 2565 (เทียบปี 2564)", 2565),
        ("ปีงบประมาณ พ.ศ. 2565 ประจำเดือนตุลาคม ปี 2564", 2565),
        # not one fiscal year
        ("ปีงบประมาณ พ.ศ. 2564 - 2566", None),
        ("ปีงบประมาณ 2564 และ ปีงบประมาณ 2565", None),
        ("แผนพัฒนา ปี พ.ศ. 2561-2565", None),
        ("ตุลาคม ปี 2564", None),
        ("ประจำเดือนตุลาคม 2564", None),
        ("อายุ 15 ปี 2565 คน", None),
        ("อายุ 60 ปี 65 คน", None),
        ("ปีงบประมาณ 22", None),
        ("ปีการศึกษา 2565", None),
        ("", None),
    ],
)
def test_fiscal_year(title: str, year: int | None) -> None:
    assert find_fiscal_year(title) == year


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("ประจำเดือนมกราคม 2565", date(2022, 1, 1)),
        ("ประจำเดือน มกราคม พ.ศ. ๒๕๖๕", date(2022, 1, 1)),
        ("ม.ค.65", date(2022, 1, 1)),
        ("OTOP มกราคม 2565", date(2022, 1, 1)),
        ("เดือนตุลาคม ปี 2564", date(2021, 10, 1)),
        ("ประจำเดือนตุลาคม ปีงบประมาณ พ.ศ. 2565", date(2021, 10, 1)),
        ("ปีงบประมาณ 2565 เดือนมกราคม", date(2022, 1, 1)),
        ("ประจำเดือน ม.ค. 65 ข้อมูล ณ วันที่ 5 ก.พ. 65", date(2022, 1, 1)),
        ("ประจำเดือน ม.ค. 65 (ยกมาจาก ธ.ค. 64)", date(2022, 1, 1)),
        # not one month
        ("ประจำเดือน ตุลาคม", None),
        ("ข้อมูล ณ วันที่ 12 มกราคม 2565", None),
        ("ข้อมูล ณ วันที่ 12 เดือน มกราคม พ.ศ. 2565", None),
        ("ณ สิ้นเดือน ม.ค. 65", None),
        ("ธ.ค. 64 และ ม.ค. 65", None),
        ("ต.ค. 64 - ม.ค. 65", None),
        ("ต.คลอง 65", None),
        ("", None),
    ],
)
def test_month(title: str, first: date | None) -> None:
    assert find_month(title) == first


@given(day=days)
@settings(max_examples=100, deadline=None)
def test_months_come_back(day: date) -> None:
    first = day.replace(day=1)
    for written in (
        thai_month(day),
        thai_month(day, short=False),
        f"{SHORT_MONTHS[day.month - 1]}{(day.year + 543) % 100:02}",
    ):
        assert find_month(f"ยอดจำหน่าย OTOP ประจำเดือน{written}") == find_month(written) == first
    assert find_month(f"เดือน{MONTHS[day.month - 1]} ปีงบประมาณ {fiscal_year(day)}") == first


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("ต.ค. 64 - ม.ค. 65", (date(2021, 10, 1), date(2022, 1, 31))),
        ("ต.ค.64-ม.ค.65", (date(2021, 10, 1), date(2022, 1, 31))),
        ("เดือนตุลาคม 2564 – เดือนมกราคม 2565", (date(2021, 10, 1), date(2022, 1, 31))),
        ("ระหว่างเดือนตุลาคม 2564 ถึง มกราคม ๒๕๖๕", (date(2021, 10, 1), date(2022, 1, 31))),
        ("ตุลาคม - ธันวาคม 2564", (date(2021, 10, 1), date(2021, 12, 31))),
        ("ตุลาคม - มกราคม 2565", (date(2021, 10, 1), date(2022, 1, 31))),
        ("ต.ค. - ม.ค. ปีงบประมาณ 2565", (date(2021, 10, 1), date(2022, 1, 31))),
        ("1 - 31 มกราคม 2565", (date(2022, 1, 1), date(2022, 1, 31))),
        ("1 ต.ค. - 31 ธ.ค. 64", (date(2021, 10, 1), date(2021, 12, 31))),
        ("วันที่ 1 ต.ค. 64 ถึงวันที่ 31 ม.ค. 65", (date(2021, 10, 1), date(2022, 1, 31))),
        ("01/10/2564 - 31/01/2565", (date(2021, 10, 1), date(2022, 1, 31))),
        ("ไตรมาสที่ 2 (1 ม.ค. 66 - 31 มี.ค. 66)", (date(2023, 1, 1), date(2023, 3, 31))),
        ("ไตรมาส 2/2565", (date(2022, 1, 1), date(2022, 3, 31))),
        ("ไตร1-2 ปีงบประมาณ 2565", (date(2021, 10, 1), date(2022, 3, 31))),
        ("ไตร3-4 ปีงบประมาณ 2565", (date(2022, 4, 1), date(2022, 9, 30))),
        ("รอบ 6 เดือน ปีงบประมาณ 2565", (date(2021, 10, 1), date(2022, 3, 31))),
        ("รอบ 6 เดือนหลัง ปีงบประมาณ 2565", (date(2022, 4, 1), date(2022, 9, 30))),
        ("รอบที่ 1/2565", (date(2021, 10, 1), date(2022, 3, 31))),
        ("รอบที่ 2 ปีงบประมาณ พ.ศ. 2565", (date(2022, 4, 1), date(2022, 9, 30))),
        # no period
        ("ม.ค. 65 - ต.ค. 64", None),
        ("ต.ค. 64 - ม.ค. 65 และ ก.พ. 65 - มี.ค. 65", None),
        ("ปีงบประมาณ 2565", None),
        ("รอบ 6 เดือน", None),
        ("ประจำเดือน ม.ค. 65", None),
        ("รวม 12 เดือน", None),
        ("", None),
    ],
)
def test_period(title: str, period: tuple[date, date] | None) -> None:
    assert find_period(title) == period


@given(first=days, last=days)
@settings(max_examples=100, deadline=None)
def test_ranges_of_days_come_back(first: date, last: date) -> None:
    expected = (first, last) if first <= last else None
    for short in (True, False):
        title = f"ตั้งแต่วันที่ {thai_date(first, short=short)} ถึงวันที่ {thai_date(last, short=short)}"
        assert find_period(title) == find_period(title.translate(THAI_DIGITS)) == expected


@pytest.mark.parametrize(
    ("label", "quarter"),
    [
        ("ไตรมาสที่ 2 (1 ม.ค. 66 - 31 มี.ค. 66)", (2566, 2)),
        ("ไตรมาสที่ 2 (ม.ค. - มี.ค. 66)", (2566, 2)),
        ("ไตรมาส 2/2565", (2565, 2)),
        ("ไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๕", (2565, 2)),
        ("ไตร 2/65", (2565, 2)),
        ("Q2 2565", (2565, 2)),
        ("Q2/2565", (2565, 2)),
        ("ไตรมาสที่ 2", (2560, 2)),
        # a calendar quarter, joined quarters, none
        ("ไตรมาสที่ 1 (1 ม.ค. 66 - 31 มี.ค. 66)", None),
        ("ไตร1-2", None),
        ("ไตรมาสที่ 5", None),
        ("ประจำเดือน ม.ค. 65", None),
    ],
)
def test_quarter(label: str, quarter: tuple[int, int] | None) -> None:
    assert parse_quarter(label, year=2560) == quarter


def test_a_quarter_of_no_year_is_none() -> None:
    assert parse_quarter("ไตรมาสที่ 2") is None


@given(year=st.integers(2550, 2590), quarter=st.integers(1, 4))
def test_quarters_come_back(year: int, quarter: int) -> None:
    first, last = quarter_days(year, quarter)
    label = f"ไตรมาสที่ {quarter} ({thai_date(first, short=True)} - {thai_date(last, short=True)})"
    assert parse_quarter(label) == (year, quarter)
    assert find_period(label) == find_period(f"ไตรมาสที่ {quarter}/{year}") == (first, last)
