"""How figures, periods and areas are written in Thai sentences, and who answers for an area, by position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cdd_analysis.areas import full_name, level_of, name
from cdd_analysis.measures.status import is_missing
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.thai.numbers import format_number

DEPARTMENT = "กรมการพัฒนาชุมชน"
PER_CENT = "ร้อยละ"
#: Said of a figure that the handbook gives no light.
NO_LIGHT = "ใช้จัดลำดับ ไม่กำหนดสถานะ"
_MILLION = 1e6


def count(value: float) -> str:
    """A whole number with separators."""
    return format_number(value)


def pct(value: float, n: float | None = None) -> str:
    """A percentage to one decimal, with its base beside it where that is small (handbook 0.3, rule 4)."""
    small = n is not None and not is_missing(n) and n < setting("shared.small_base")
    return format_number(value, 1) + (f" (n = {format_number(n)})" if small else "")


def million(baht: float) -> str:
    """Baht in millions, one decimal: ``1,050.2 ล้านบาท``; below a tenth of a million in baht."""
    if abs(baht) < _MILLION / 10:
        return f"{format_number(baht)} บาท"
    return f"{format_number(baht / _MILLION, 1)} ล้านบาท"


def said(value: float, unit: str) -> str:
    """A figure with its unit as Thai says it: ``ร้อยละ 17.4``, ``1.2 ล้านบาท``, ``12 แปลง``."""
    if unit.startswith(PER_CENT):
        return f"{unit} {pct(value)}"
    if unit == "บาท":
        return million(value)
    return f"{format_number(value, 0 if float(value).is_integer() else 1)} {unit}".strip()


def known(value: float | None) -> float | None:
    """A figure, or None where it could not be computed."""
    return None if value is None or is_missing(value) else float(value)


def called(area: str) -> str:
    """The area's name before the next words of a sentence: a name that ends in a number keeps a space after it.

    What is no area code (the row of an office) stands as it is.
    """
    full = full_name(area) if is_area(area) else area
    return f"{full} " if full[-1:].isdigit() else full


def is_area(text: str) -> bool:
    """Whether ``text`` is an area's code, a region's key or ``national``."""
    return text.isdigit() or text == "national" or text.startswith("region-")


def owner(area: str, nation: str = DEPARTMENT) -> str:
    """Who answers for an area, by position. Bangkok has no community development office: its own office answers.

    ``nation``: which office of the department answers for the whole country.
    """
    if not is_area(area):
        return area
    level, full = level_of(area), full_name(area)
    if level == "district":
        return f"พัฒนาการอำเภอ{name(area)}" if full.startswith("อำเภอ") else f"สำนักงาน{full}"
    if level == "province":
        return f"พัฒนาการจังหวัด{name(area)}" if full.startswith("จังหวัด") else full
    return f"ผู้ตรวจราชการกรมการพัฒนาชุมชน {name(area)}" if level == "region" else nation


def answers(area: str, page: str, office: str, nation: str = DEPARTMENT) -> str:
    """Who answers for an area on the page of ``page``: its work group for itself, the office below for the others."""
    if area == page and is_area(area) and level_of(area) == "province":
        return f"{office} สำนักงานพัฒนาชุมชน{full_name(area)}"
    return owner(area, nation)


def changed(value: float) -> str:
    """A change against last year in words: ``สูงกว่าปีก่อนช่วงเดียวกันร้อยละ 3.4``."""
    if round(value, 1) == 0:
        return "เท่ากับปีก่อนช่วงเดียวกัน"
    return f"{'สูงกว่า' if value > 0 else 'ต่ำกว่า'}ปีก่อนช่วงเดียวกันร้อยละ {pct(abs(value))}"


def months(days: Sequence[date]) -> str:
    """A period of months: ``ต.ค. – ธ.ค. 2564``; months that do not follow each other one by one."""
    ordered = sorted(days)
    if not ordered:
        return ""
    if len(ordered) == 1:
        return thai_month(ordered[0])
    span = (ordered[-1].year - ordered[0].year) * 12 + ordered[-1].month - ordered[0].month + 1
    if span > len(ordered):
        return ", ".join(thai_month(day, year=day is ordered[-1]) for day in ordered)
    return f"{thai_month(ordered[0], year=ordered[0].year != ordered[-1].year)} – {thai_month(ordered[-1])}"
