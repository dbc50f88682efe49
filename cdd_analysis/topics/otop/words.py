"""Words and owners of this topic: how figures and periods are written in its sentences, and who answers for an area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cdd_analysis.areas import full_name, level_of, name
from cdd_analysis.measures.status import is_missing
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.thai.numbers import format_number

OFFICE = "กลุ่มงานส่งเสริมการพัฒนาชุมชน"


def million(baht: float) -> str:
    """Baht in millions, one decimal: ``1,050.2 ล้านบาท``; below a tenth of a million in baht."""
    if abs(baht) < 100_000:
        return f"{format_number(baht)} บาท"
    return f"{format_number(baht / 1e6, 1)} ล้านบาท"


def pct(value: float, n: float | None = None) -> str:
    """A percentage to one decimal, with its base beside it where that is small (handbook 0.3, rule 4)."""
    small = n is not None and not is_missing(n) and n < setting("shared.small_base")
    return format_number(value, 1) + (f" (n = {format_number(n)})" if small else "")


def count(value: float) -> str:
    """A whole number with separators."""
    return format_number(value)


def month(day: date) -> str:
    """``ธ.ค. 2564``."""
    return thai_month(day)


def months(days: Sequence[date]) -> str:
    """A period of months: ``ต.ค. – ธ.ค. 2564``; months that do not follow each other one by one."""
    ordered = sorted(days)
    if not ordered:
        return ""
    if len(ordered) == 1:
        return month(ordered[0])
    span = (ordered[-1].year - ordered[0].year) * 12 + ordered[-1].month - ordered[0].month + 1
    if span > len(ordered):
        return ", ".join(thai_month(day, year=day is ordered[-1]) for day in ordered)
    return f"{thai_month(ordered[0], year=ordered[0].year != ordered[-1].year)} – {month(ordered[-1])}"


def dates(values: pd.Series) -> list[date]:
    """Month column as plain dates, in order."""
    return [stamp.date() for stamp in sorted(pd.to_datetime(values).dropna().unique())]


def called(area: str) -> str:
    """The area's name as it stands in a sentence."""
    return full_name(area)


def owner(area: str) -> str:
    """Who answers for an area, by position or work group."""
    level = level_of(area)
    if level == "district":
        return f"พัฒนาการอำเภอ{name(area)}"
    if level == "province":
        return f"พัฒนาการจังหวัด{name(area)}"
    return f"ผู้ตรวจราชการกรมการพัฒนาชุมชน {name(area)}" if level == "region" else "กองส่งเสริมภูมิปัญญาท้องถิ่นและวิสาหกิจชุมชน"


def group(area: str) -> str:
    """The work group that answers for the scope itself."""
    return f"{OFFICE} สำนักงานพัฒนาชุมชน{full_name(area)}" if level_of(area) == "province" else owner(area)


def answers(area: str, page: str) -> str:
    """Who answers for an area on the page of ``page``: its work group for itself, the office below for the others."""
    return group(area) if area == page else owner(area)


def changed(value: float) -> str:
    """A change against last year in words: ``สูงกว่าปีก่อนช่วงเดียวกันร้อยละ 3.4``."""
    if round(value, 1) == 0:
        return "เท่ากับปีก่อนช่วงเดียวกัน"
    return f"{'สูงกว่า' if value > 0 else 'ต่ำกว่า'}ปีก่อนช่วงเดียวกันร้อยละ {pct(abs(value))}"
