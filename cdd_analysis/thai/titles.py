"""What a title, a sheet's name or a note says about time: as-of day, fiscal year, month, period (handbook 11.1, 11.2).

Nothing is guessed: where a title names two different days, years, months or periods, the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from cdd_analysis.thai.fiscal import fiscal_months, fiscal_year, month_in_fiscal_year, quarter_days
from cdd_analysis.thai.months import (
    BEFORE_YEAR,
    MONTH,
    buddhist_year,
    decide,
    month_end,
    month_number,
    read_month,
    read_written,
    tidy,
)

T = TypeVar("T")


def _title(text: str) -> str:
    return tidy(text.replace("_", " "))


_FLAGS = re.IGNORECASE | re.ASCII
_YEAR = r"(?:\d{4}|\d{2})(?![\d:])"
_MONTH_YEAR = rf"{MONTH}[ .,-]*{BEFORE_YEAR}{_YEAR}"
_DAY = (
    r"(?<!\d)(?:\d{1,2} ?/ ?\d{1,2} ?/ ?"
    + _YEAR
    + r"|\d{1,2}[.-]\d{1,2}[.-]\d{4}(?!\d)|\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)"
    rf"|\d{{1,2}}[ .-]*(?:เดือน ?)?{_MONTH_YEAR})"
)
_ON = r"(?:วัน ?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)? ?ที่)? ?"


def _only(found: Iterable[T | None]) -> T | None:
    """The one value there is; None where there is none, or where they differ."""
    distinct = {one for one in found if one is not None}
    return distinct.pop() if len(distinct) == 1 else None


_DATA_OF = re.compile(rf"(?:ข้อมูล|ตัดยอด) ?(?:ถึง|เมื่อ)? ?(?:ณ)? ?{_ON}(?P<day>{_DAY})", _FLAGS)
_AS_OF = re.compile(rf"(?:(?<![ก-๎])ณ|as of) ?{_ON}(?P<day>{_DAY})", _FLAGS)
_MONTH_END = re.compile(rf"(?:(?<![ก-๎])|(?<=ข้อมูล))ณ ?สิ้น ?(?:เดือน)? ?(?P<month>{_MONTH_YEAR})", _FLAGS)


def find_as_of(text: str) -> date | None:
    """The day a title says its data are of: "ข้อมูล ณ วันที่ 12 มกราคม พ.ศ. 2565", "ณ 12/01/2565", "ณ สิ้นเดือน ม.ค. 65"."""
    text = _title(text)
    if day := _only(decide(read_written(found["day"])) for found in _DATA_OF.finditer(text)):
        return day
    days = [decide(read_written(found["day"])) for found in _AS_OF.finditer(text)]
    months = [read_month(found["month"]) for found in _MONTH_END.finditer(text)]
    return _only([*days, *(month_end(month) for month in months if month)])


_UNTIL = rf"(?: ?(?:-|/|,|ถึง|และ) ?{BEFORE_YEAR}(?P<until>\d{{4}})(?![\d]))?"
_BUDGET_YEAR = re.compile(rf"(?:ปี ?งบ(?: ?ประมาณ)?|FY|fiscal year)[ :]*{BEFORE_YEAR}(?P<year>{_YEAR}){_UNTIL}", _FLAGS)
_PLAIN_YEAR = re.compile(rf"(?<!\d)(?<!\d )ปี ?{BEFORE_YEAR}(?P<year>\d{{4}}(?!\d)|\d{{2}}(?=\)?$)){_UNTIL}", _FLAGS)
_PART_YEAR = re.compile(rf"(?:ไตรมาส|ไตร|รอบ|ครั้ง)(?: ?ที่)? ?\d ?/ ?(?P<year>{_YEAR})(?P<until>)", _FLAGS)


def find_fiscal_year(text: str) -> int | None:
    """The fiscal year (BE) a title names: "ปีงบประมาณ พ.ศ. 2565", "ปีงบ 65", "ปี 2565", "ไตรมาสที่ 2/2565".

    ปีงบประมาณ decides over a plain ปี, and the ปี of a month ("ตุลาคม ปี 2564") is a calendar year, not counted.
    """
    text = _title(text)
    months_removed = re.sub(_MONTH_YEAR, " ", text, flags=_FLAGS)
    for pattern, searched in ((_BUDGET_YEAR, text), (_PLAIN_YEAR, months_removed), (_PART_YEAR, text)):
        matches = list(pattern.finditer(searched))
        if matches:
            years = [buddhist_year(digits) for found in matches for digits in found.group("year", "until") if digits]
            return _only(years)
    return None


_TO = r" ?(?:-|~|ถึง|to) ?"
_OPTIONAL_YEAR = rf"(?:[ .,-]*{BEFORE_YEAR}(?P<year>{_YEAR}))?"
_DAYS = re.compile(
    rf"(?<!\d)(?:(?P<whole>{_DAY})|(?P<day>\d{{1,2}})(?:[ .]*(?P<month>{MONTH}))?){_TO}{_ON}(?P<last>{_DAY})", _FLAGS
)
_MONTHS = re.compile(
    rf"(?<!\d)(?<!\d )(?P<first>{MONTH}){_OPTIONAL_YEAR}{_TO}(?:เดือน)? ?"
    rf"(?P<last>{MONTH})(?:[ .,-]*{BEFORE_YEAR}(?P<last_year>{_YEAR}))?",
    _FLAGS,
)


def _days(found: re.Match[str]) -> tuple[date, date] | None:
    """A range of days; the first may leave out the month or the year it shares with the last."""
    last = decide(read_written(found["last"]))
    if last is None:
        return None
    if found["whole"]:
        first = decide(read_written(found["whole"]))
    else:
        month = month_number(found["month"]) if found["month"] else last.month
        first = decide(read_written(f"{found['day']}/{month}/{last.year}"))
    return (first, last) if first and first <= last else None


def _months(found: re.Match[str], in_fiscal_year: int | None) -> tuple[date, date] | None:
    """A range of months; a first one without a year is the nearest before the last."""
    last_text = f"{found['last']} {found['last_year'] or ''}".strip()
    last = read_month(last_text, in_fiscal_year)
    number = month_number(found["first"])
    if last is None or number is None:
        return None
    if found["year"]:
        first = read_month(f"{found['first']} {found['year']}")
    else:
        first = date(last.year - (number > last.month), number, 1)
    return (first, month_end(last)) if first and first <= last else None


_QUARTER = re.compile(
    rf"(?:ไตรมาส|ไตร|(?<![a-z])Q)(?: ?ที่)? ?(?P<quarter>[1-4])(?![\d.])(?! ?- ?[1-4](?!\d))"
    rf"(?:(?: ?/ ?| ){BEFORE_YEAR}(?P<year>\d{{4}}(?!\d)|(?<=/)\d{{2}}(?!\d)))?",
    _FLAGS,
)
_QUARTERS = re.compile(r"(?:ไตรมาส|ไตร)(?: ?ที่)? ?(?P<first>[1-4]) ?- ?(?P<last>[1-4])(?!\d)", _FLAGS)
_SO_FAR = re.compile(r"รอบ ?(?P<months>3|6|9|12) ?เดือน ?(?P<half>แรก|หลัง)?", _FLAGS)
_HALF = re.compile(r"(?:รอบ|ครั้ง)(?: ?ที่) ?(?P<half>[12])(?![\d.])", _FLAGS)


def _written_period(text: str, in_fiscal_year: int | None) -> tuple[date, date] | None:
    days = [_days(found) for found in _DAYS.finditer(text)]
    return _only(days) if days else _only(_months(found, in_fiscal_year) for found in _MONTHS.finditer(text))


def parse_quarter(text: str, *, year: int | None = None) -> tuple[int, int] | None:
    """Fiscal year (BE) and quarter that a label names: "ไตรมาสที่ 2 (1 ม.ค. 66 - 31 มี.ค. 66)" is (2566, 2).

    Args:
        text: "ไตรมาสที่ 2", "ไตร 2/2565", "Q2 2565"; days in brackets must be the quarter's, else the answer is None.
        year: fiscal year (BE) for a label that names none.
    """
    text = _title(text)
    found = _QUARTER.search(text)
    if not found:
        return None
    days = _written_period(text, None)
    named = buddhist_year(found["year"]) if found["year"] else find_fiscal_year(text)
    named = named or (fiscal_year(days[0]) if days else year)
    quarter = int(found["quarter"])
    return None if named is None or (days and days != quarter_days(named, quarter)) else (named, quarter)


def _part_of_year(text: str, year: int) -> tuple[date, date] | None:
    """Quarters joined (ไตร1-2), the year so far (รอบ 6 เดือน), half a year (รอบที่ 2)."""
    months = fiscal_months(year)
    if found := _QUARTERS.search(text):
        first, last = 3 * int(found["first"]) - 3, 3 * int(found["last"]) - 1
    elif found := _SO_FAR.search(text):
        length = int(found["months"])
        first, last = (12 - length, 11) if found["half"] == "หลัง" else (0, length - 1)
    elif found := _HALF.search(text):
        first = 6 * int(found["half"]) - 6
        last = first + 5
    else:
        return None
    return (months[first], month_end(months[last])) if first <= last else None


def find_period(text: str) -> tuple[date, date] | None:
    """First and last day of the period a title names: a range of days or months, a quarter, a round of the year."""
    text = _title(text)
    year = find_fiscal_year(text)
    if period := _written_period(text, year):
        return period
    if quarter := parse_quarter(text):
        return quarter_days(*quarter)
    return _part_of_year(text, year) if year else None


_OF_MONTH = re.compile(rf"(?<!สิ้น)(?:ประจำ ?)?เดือน ?(?P<month>{_MONTH_YEAR})", _FLAGS)
_ANY_MONTH = re.compile(rf"(?<!สิ้น)(?<!สิ้นเดือน)(?<!สิ้นเดือน )(?P<month>{_MONTH_YEAR})", _FLAGS)
_MONTH_ALONE = re.compile(rf"เดือน ?(?P<month>{MONTH})", _FLAGS)


def find_month(text: str) -> date | None:
    """First day of the month a title reports: "ประจำเดือนมกราคม 2565", "ม.ค.65", "เดือนตุลาคม ปีงบประมาณ 2565"."""
    text = _title(text)
    year = find_fiscal_year(text)
    if _written_period(text, year):
        return None
    days_removed = re.sub(_DAY, " ", text, flags=_FLAGS)
    for pattern in (_OF_MONTH, _ANY_MONTH):
        if months := [read_month(found["month"]) for found in pattern.finditer(days_removed)]:
            return _only(months)
    number = _only(month_number(found["month"]) for found in _MONTH_ALONE.finditer(days_removed))
    return month_in_fiscal_year(number, year) if number and year else None
