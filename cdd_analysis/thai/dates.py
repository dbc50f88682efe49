"""Dates as offices write them, read to Gregorian days (handbook 11.2).

``parse_dates`` reads columns, ``parse_day`` and ``parse_year`` what a user types, ``parse_month`` and
``parse_quarter`` headings and cells, and the ``find_`` functions titles. The fiscal calendar is ``thai.fiscal``; its
names can be had here too.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd

from cdd_analysis.thai.fiscal import (
    MONTHS,
    SHORT_MONTHS,
    fiscal_end,
    fiscal_month_no,
    fiscal_months,
    fiscal_quarter,
    fiscal_start,
    fiscal_year,
    quarter_days,
    thai_date,
    thai_month,
)
from cdd_analysis.thai.months import (
    ERA,
    Written,
    buddhist_year,
    decide,
    gregorian_year,
    make_day,
    read_month,
    read_written,
    short_year_of,
    tidy,
)
from cdd_analysis.thai.titles import find_as_of, find_fiscal_year, find_month, find_period, parse_quarter

__all__ = [
    "MONTHS", "SHORT_MONTHS", "find_as_of", "find_fiscal_year", "find_month", "find_period", "fiscal_end",
    "fiscal_month_no", "fiscal_months", "fiscal_quarter", "fiscal_start", "fiscal_year", "parse_dates", "parse_day",
    "parse_month", "parse_quarter", "parse_year", "quarter_days", "read_year", "thai_date", "thai_month",
]  # fmt: skip

Period = tuple[date, date]
_Read = Written | date | str  # a date to decide, a day, or a state

_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of Excel's calendar, for every day since March 1900
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_MISSING = re.compile(
    r"-+|n/?a|nan|nat|null|none|ไม่มี(?:ข้อมูล)?|ไม่ทราบ|ไม่ระบุ|รอ(?:รายงาน|ข้อมูล)|อยู่ระหว่าง\D*", re.IGNORECASE
)


def _serial_day(number: float | Decimal) -> date | None:
    """Day of an Excel serial number, within 1954 to 2119; other numbers are not taken for dates."""
    return _SERIAL_ZERO + timedelta(days=int(number)) if 20000 <= number < 80001 else None


def _stored_day(stored: date) -> date | None:
    """Gregorian day of a stored date, also where a BE year was stored as if it were CE."""
    year = gregorian_year(stored.year)
    return make_day(year, stored.month, stored.day) if year else None


def _read_text(text: str) -> _Read:
    text = tidy(text)
    if not text:
        return "blank"
    if _MISSING.fullmatch(text):
        return "missing"
    if _SERIAL.fullmatch(text):
        return _serial_day(float(text)) or "unreadable"
    if written := read_written(text):
        return written
    return "ambiguous" if read_month(text) or _month_of_digits(text) or text == "ปัจจุบัน" else "unreadable"


def _read_cell(cell: object) -> _Read:
    if isinstance(cell, str):
        return _read_text(cell)
    if isinstance(cell, (np.datetime64, np.number)):
        cell = pd.Timestamp(cell) if isinstance(cell, np.datetime64) else cell.item()
    if isinstance(cell, date):  # datetimes and timestamps are dates too
        return _stored_day(cell) or "unreadable"
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return _serial_day(cell) or "unreadable"
    return "unreadable"


def _within(written: Written, period: Period | None) -> date | None:
    """The one day of a period that a date without a year can mean."""
    if period is None:
        return None
    years = range(period[0].year, period[1].year + 1)
    days = [made for year in years if (made := make_day(year, written.month, written.day))]
    inside = [day for day in days if period[0] <= day <= period[1]]
    return inside[0] if len(inside) == 1 else None


def _settle(read: _Read, holds_common_era: bool, period: Period | None) -> tuple[date | None, str]:
    """Day and state of one cell, knowing its column."""
    if not isinstance(read, Written):
        return (None, read) if isinstance(read, str) else (read, "date")
    if not read.is_readable:
        return None, "unreadable"
    if read.year is None and read.short_year is None:
        day = _within(read, period)
        return day, "date" if day else "ambiguous"
    if read.short_year is not None and (holds_common_era or short_year_of(read) is None):
        return None, "ambiguous"
    day = decide(read)
    return day, "date" if day else "unreadable"


def parse_dates(values: pd.Series, *, period: Period | None = None) -> pd.DataFrame:
    """Read a column of dates, once per distinct cell; times of day are left out.

    A four-digit year tells its era by its range (2400 to 2600 is BE, 1900 to 2100 is CE). A two-digit year is 25yy,
    but ``ambiguous`` in a column that writes CE years, and below 40 unless it stands beside a Thai month.
    A date without a year is ``ambiguous`` unless ``period`` holds exactly one such day.

    Returns a table of the same index: ``value`` (datetime64) and ``state``, one of ``date``, ``blank``, ``missing``,
    ``ambiguous``, ``unreadable``.
    """
    codes, distinct = pd.factorize(values)
    read = [_read_cell(cell) for cell in np.asarray(distinct.astype(object), dtype=object)]
    holds_common_era = any(isinstance(one, Written) and one.is_common_era for one in read)
    settled = [*(_settle(one, holds_common_era, period) for one in read), (None, "blank")]
    days = np.array([day for day, _ in settled], dtype="datetime64[D]").astype("datetime64[us]")
    states = pd.array([state for _, state in settled], dtype="str")
    return pd.DataFrame({"value": days.take(codes), "state": states.take(codes)}, index=values.index)


def read_year(cell: object) -> Written | None:
    """The date of a text cell as written, for telling how its year is written; None where it is no written date."""
    read = _read_text(cell) if isinstance(cell, str) else None
    return read if isinstance(read, Written) and read.is_readable else None


# 2/2565 is the second of something in 2565; only 02/2565 is February.
_MONTH_DIGITS = re.compile(r"(?P<year>\d{4}) ?[/-] ?(?P<month>\d{1,2})|(?P<month_>\d{2}) ?[/-] ?(?P<year_>\d{4})")


def _month_of_digits(text: str) -> date | None:
    found = _MONTH_DIGITS.fullmatch(text)
    year = gregorian_year(int(found["year"] or found["year_"])) if found else None
    return make_day(year, int(found["month"] or found["month_"]), 1) if found and year else None


def parse_month(text: object, *, year: int | None = None) -> date | None:
    """First day of the month that a cell or a heading names, None where it names none.

    Args:
        text: "ตุลาคม 2566", "ต.ค. 66", "ม.ค.65", "2565-01", "01/2565", a date, or a month's name alone.
        year: fiscal year (BE) for a name alone: October to December fall in the calendar year before it.
    """
    if isinstance(text, str):
        words = tidy(text)
        found = _month_of_digits(words) or read_month(words, year) or decide(read_written(words))
        return found.replace(day=1) if found else None
    day = _stored_day(text) if isinstance(text, date) and not pd.isna(text) else None
    return day.replace(day=1) if day else None


def parse_day(text: str) -> date:
    """The day a user typed, in either era: "12/01/2565", "2022-01-12", "12 ม.ค. 65".

    Raises:
        ValueError: it is no day, or its year could be of either era.
    """
    day = decide(read_written(tidy(text)))
    if day is None:
        raise ValueError(f"not a day of a known year: {text!r}. Write it as 2022-01-12, 12/01/2565 or 12 ม.ค. 2565")
    return day


_TYPED_YEAR = re.compile(
    rf"(?:ปีงบ(?:ประมาณ)?|ปี|FY)? ?(?P<era>{ERA})? ?(?P<year>\d{{4}}|\d{{2}})(?:\.0)?", re.IGNORECASE | re.ASCII
)


def parse_year(text: str | int) -> int:
    """The year (BE) a user typed, in either era: 2565, "๒๕๖๕", "65", "พ.ศ. 2565", 2022.

    Raises:
        ValueError: it is no year, or could be of either era (22).
    """
    found = _TYPED_YEAR.fullmatch(tidy(text))
    year = buddhist_year(found["year"], found["era"]) if found else None
    if year is None:
        raise ValueError(f"not a year that can be told: {text!r}. Write four digits, 2565 or 2022")
    return year
