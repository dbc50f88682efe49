"""The Thai government's fiscal calendar, and how days and months are printed.

Fiscal year 2565 is 1 October 2021 to 30 September 2022; days are Gregorian, years that people read are Buddhist-era.
"""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

#: Fiscal years (BE) that a page can speak of; what lies outside is a slip of a finger.
FIRST_YEAR, LAST_YEAR = 2540, 2600


def fiscal_year(day: date) -> int:
    """Fiscal year (BE) that a day falls in; October begins the next one."""
    return day.year + 543 + (day.month >= 10)


def fiscal_month_no(day: date) -> int:
    """Month of the fiscal year, October 1 to September 12."""
    return (day.month - 10) % 12 + 1


def fiscal_quarter(day: date) -> int:
    """Quarter of the fiscal year, 1 to 4."""
    return (fiscal_month_no(day) + 2) // 3


def fiscal_start(fiscal_year: int) -> date:
    """1 October in which a fiscal year (BE) begins."""
    return date(fiscal_year - 544, 10, 1)


def fiscal_end(fiscal_year: int) -> date:
    """30 September in which a fiscal year (BE) ends."""
    return date(fiscal_year - 543, 9, 30)


def fiscal_months(fiscal_year: int) -> list[date]:
    """First days of the twelve months of a fiscal year (BE), October first."""
    return [month_in_fiscal_year((month - 1) % 12 + 1, fiscal_year) for month in range(10, 22)]


def month_in_fiscal_year(month: int, fiscal_year: int) -> date:
    """First day of a month (1 to 12) in a fiscal year (BE); October to December fall in the calendar year before."""
    return date(fiscal_year - 543 - (month >= 10), month, 1)


def quarter_days(fiscal_year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4) of a fiscal year (BE)."""
    months = [*fiscal_months(fiscal_year), fiscal_start(fiscal_year + 1)]
    return months[3 * quarter - 3], months[3 * quarter] - timedelta(days=1)


def thai_date(day: date, *, short: bool = False) -> str:
    """``12 มกราคม 2565``, or short ``12 ม.ค. 2565``."""
    return f"{day.day} {thai_month(day, short=short)}"


def thai_month(day: date, *, short: bool = True, year: bool = True) -> str:
    """``ม.ค. 2565``, long ``มกราคม 2565``, or without the year."""
    name = (SHORT_MONTHS if short else MONTHS)[day.month - 1]
    return f"{name} {day.year + 543}" if year else name
