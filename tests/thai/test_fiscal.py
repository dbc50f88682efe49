"""The fiscal calendar and how days and months are printed."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdd_analysis.thai.fiscal import (
    fiscal_end,
    fiscal_month_no,
    fiscal_months,
    fiscal_quarter,
    fiscal_start,
    fiscal_year,
    month_in_fiscal_year,
    quarter_days,
    thai_date,
    thai_month,
)

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "month", "quarter"),
    [
        (date(2021, 10, 1), 2565, 1, 1),
        (date(2021, 12, 31), 2565, 3, 1),
        (date(2022, 1, 12), 2565, 4, 2),
        (date(2022, 9, 30), 2565, 12, 4),
        (date(2022, 10, 1), 2566, 1, 1),
        (pd.Timestamp("2021-10-01 10:30"), 2565, 1, 1),
    ],
)
def test_where_a_day_falls(day: date, year: int, month: int, quarter: int) -> None:
    assert (fiscal_year(day), fiscal_month_no(day), fiscal_quarter(day)) == (year, month, quarter)


def test_fiscal_2565_is_october_2021_to_september_2022() -> None:
    assert (fiscal_start(2565), fiscal_end(2565)) == (date(2021, 10, 1), date(2022, 9, 30))
    assert fiscal_months(2565)[:4] == [date(2021, 10, 1), date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1)]
    assert fiscal_months(2565)[-1] == date(2022, 9, 1)
    assert quarter_days(2566, 2) == (date(2023, 1, 1), date(2023, 3, 31))
    assert month_in_fiscal_year(10, 2565) == date(2021, 10, 1)
    assert month_in_fiscal_year(9, 2565) == date(2022, 9, 1)


def test_pace_of_the_handbook() -> None:
    passed = (date(2022, 1, 12) - fiscal_start(2565)).days + 1
    assert (passed, (fiscal_end(2565) - fiscal_start(2565)).days + 1) == (104, 365)


@given(days)
def test_calendar_holds_together(day: date) -> None:
    year = fiscal_year(day)
    assert fiscal_start(year) <= day <= fiscal_end(year)
    assert fiscal_months(year)[fiscal_month_no(day) - 1] == day.replace(day=1) == month_in_fiscal_year(day.month, year)
    first, last = quarter_days(year, fiscal_quarter(day))
    assert first <= day <= last
    assert fiscal_end(year) + timedelta(days=1) == fiscal_start(year + 1)


def test_printing() -> None:
    day = date(2022, 1, 12)
    assert thai_date(day) == "12 มกราคม 2565"
    assert thai_date(day, short=True) == "12 ม.ค. 2565"
    assert thai_month(day) == "ม.ค. 2565"
    assert thai_month(day, short=False) == "มกราคม 2565"
    assert thai_month(day, year=False) == "ม.ค."
